//! The raw bytes made readable: what transports and mail stores put around a message is taken off, and the
//! line ends of old systems become ones that the rest knows.

use std::borrow::Cow;

/// How far the first line end is looked for.
const FIRST_LINE_BYTES_MAX: usize = 64 * 1024;

/// The message without byte order mark, leading blank lines and mbox `From ` line, with LF or CRLF line ends.
pub fn normalise<'a>(raw: &'a [u8], warnings: &mut Vec<String>) -> Cow<'a, [u8]> {
    let mut data = raw;
    if let Some(rest) = data.strip_prefix(b"\xef\xbb\xbf") {
        data = rest;
    }
    let data = fix_line_ends(data, warnings);
    let skip = prologue(&data);
    match data {
        Cow::Borrowed(bytes) => Cow::Borrowed(bytes.get(skip..).unwrap_or_default()),
        Cow::Owned(mut bytes) => {
            bytes.drain(..skip.min(bytes.len()));
            Cow::Owned(bytes)
        }
    }
}

/// Bytes before the first header: blank lines and the mbox separator line.
fn prologue(data: &[u8]) -> usize {
    let mut at = 0;
    while let Some((line, next)) = line_at(data, at) {
        let blank = line.is_empty() && next > at;
        // A field name may have blanks before its colon.
        let field = line.get(5..).is_some_and(|rest| rest.trim_ascii_start().starts_with(b":"));
        let mbox = line.starts_with(b"From ") && !field || line.starts_with(b">From ");
        if !blank && !mbox {
            break;
        }
        at = next;
    }
    // Only blank lines: an empty header block, which the caller handles.
    if at >= data.len() { 0 } else { at }
}

/// The line that starts at `at`, without its end, and where the next one starts; `None` at the end.
pub fn line_at(data: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let rest = data.get(at..).filter(|rest| !rest.is_empty())?;
    let (line, next) = match rest.iter().position(|&b| b == b'\n') {
        Some(end) => (rest.get(..end)?, at + end + 1),
        None => (rest, data.len()),
    };
    Some((line.strip_suffix(b"\r").unwrap_or(line), next))
}

fn fix_line_ends<'a>(data: &'a [u8], warnings: &mut Vec<String>) -> Cow<'a, [u8]> {
    let head = data.get(..FIRST_LINE_BYTES_MAX).unwrap_or(data);
    let Some(end) = head.iter().position(|&b| b == b'\r' || b == b'\n') else {
        return Cow::Borrowed(data);
    };
    let tail = head.get(end..).unwrap_or_default();
    if tail.starts_with(b"\r\r\n") {
        warnings.push("line ends CR CR LF were repaired".to_owned());
        return Cow::Owned(collapse_double_cr(data));
    }
    if tail.starts_with(b"\r") && !tail.starts_with(b"\r\n") && tail.len() > 1 {
        return Cow::Owned(cr_to_lf(data));
    }
    Cow::Borrowed(data)
}

fn collapse_double_cr(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len());
    for (at, &byte) in data.iter().enumerate() {
        if byte == b'\r' && data.get(at + 1) == Some(&b'\r') && data.get(at + 2) == Some(&b'\n') {
            continue;
        }
        out.push(byte);
    }
    out
}

fn cr_to_lf(data: &[u8]) -> Vec<u8> {
    let mut out = data.to_vec();
    for at in 0..data.len() {
        let lone = data.get(at) == Some(&b'\r') && data.get(at + 1) != Some(&b'\n');
        if let Some(byte) = out.get_mut(at).filter(|_| lone) {
            *byte = b'\n';
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::normalise;

    #[test]
    fn what_surrounds_a_message_is_taken_off() {
        for (raw, expected) in [
            (&b"From: a\n\nx"[..], &b"From: a\n\nx"[..]),
            (b"\xef\xbb\xbfFrom: a\n\nx", b"From: a\n\nx"),
            (b"From a@b Mon Jan 1\nFrom: a\n\nx", b"From: a\n\nx"),
            (b"\r\n\r\nFrom: a\r\n\r\nx", b"From: a\r\n\r\nx"),
            (b"From: a\rTo: b\r\rx\r", b"From: a\nTo: b\n\nx\n"),
            (b"From: a\r\r\n\r\r\nx", b"From: a\r\n\r\nx"),
            (b"\n", b"\n"),
            (b"", b""),
            (b"x", b"x"),
        ] {
            assert_eq!(&*normalise(raw, &mut Vec::new()), expected);
        }
    }
}
