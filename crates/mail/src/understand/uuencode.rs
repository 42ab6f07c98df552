//! uuencode blocks in plain text, as mail programs before MIME sent files (POSIX `uuencode`).

use super::source::line_at;
use crate::limits::CONTAINER_MEMBERS_MAX;

/// A file found in a text.
#[derive(Debug, PartialEq, Eq)]
pub struct Member {
    /// Name on the `begin` line.
    pub name: Vec<u8>,
    /// Its bytes.
    pub data: Vec<u8>,
}

/// The text without its whole blocks, and the files of these.
pub fn extract(text: &[u8]) -> Option<(Vec<u8>, Vec<Member>)> {
    let mut members = Vec::new();
    let mut left = Vec::new();
    let mut at = 0;
    while let Some((line, next)) = line_at(text, at) {
        let found = name_of(line).filter(|_| members.len() < CONTAINER_MEMBERS_MAX);
        if let Some((name, (data, end))) = found.and_then(|name| Some((name, block(text, next)?))) {
            members.push(Member { name: name.to_vec(), data });
            at = end;
        } else {
            left.extend_from_slice(text.get(at..next).unwrap_or_default());
            at = next;
        }
    }
    (!members.is_empty()).then_some((left, members))
}

/// The first file of a part whose transfer encoding is uuencode.
pub fn first_member(raw: &[u8]) -> Option<Vec<u8>> {
    let (_, members) = extract(raw)?;
    members.into_iter().next().map(|member| member.data)
}

/// `begin 644 name`.
fn name_of(line: &[u8]) -> Option<&[u8]> {
    let rest = line.strip_prefix(b"begin ")?;
    let digits = rest.iter().take_while(|b| (b'0'..=b'7').contains(b)).count();
    let name = rest.get(digits..)?.strip_prefix(b" ")?.trim_ascii();
    ((3..=4).contains(&digits) && !name.is_empty()).then_some(name)
}

/// The data of the block after a `begin` line and where its end is; `None` at the first line that is none of it.
fn block(text: &[u8], start: usize) -> Option<(Vec<u8>, usize)> {
    let mut out = Vec::new();
    let mut closed = false;
    let mut at = start;
    loop {
        let (line, next) = line_at(text, at)?;
        at = next;
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line == b"end" {
            // Prose begins and ends too; a program closes even an empty file with a line of length 0.
            return (closed || !out.is_empty()).then_some((out, at));
        }
        let Some((&first, data)) = line.split_first() else {
            continue;
        };
        if !(b' '..=b'`').contains(&first) {
            return None;
        }
        let length = usize::from(sextet(first));
        if length == 0 {
            closed = true;
            continue;
        }
        decode_line(data, length, &mut out)?;
    }
}

fn sextet(byte: u8) -> u8 {
    byte.wrapping_sub(b' ') & 0x3f
}

fn decode_line(data: &[u8], length: usize, out: &mut Vec<u8>) -> Option<()> {
    let letters = length.div_ceil(3) * 4;
    // Blanks at the end get lost on the way; one checksum letter may follow.
    if data.len() > letters + 2 || data.iter().any(|b| !(b' '..=b'`').contains(b)) {
        return None;
    }
    let mut decoded = Vec::with_capacity(letters);
    for group in 0..letters / 4 {
        let six = |place: usize| u32::from(sextet(data.get(group * 4 + place).copied().unwrap_or(b' ')));
        let bits = six(0) << 18 | six(1) << 12 | six(2) << 6 | six(3);
        let [_, a, b, c] = bits.to_be_bytes();
        decoded.extend_from_slice(&[a, b, c]);
    }
    decoded.truncate(length);
    out.append(&mut decoded);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::extract;

    #[test]
    fn blocks() {
        let text = b"Hello\nbegin 644 cat.txt\n#0V%T\n`\nend\nBye\n";
        let (left, members) = extract(text).unwrap_or_default();
        assert_eq!(left, b"Hello\nBye\n");
        assert_eq!(members.len(), 1);
        assert_eq!(members.first().map(|m| (&m.name[..], &m.data[..])), Some((&b"cat.txt"[..], &b"Cat"[..])));
        for text in [
            "begin 644 x\nhello there\nend\n",
            "begin 644 x\n#0V%T\n",
            "begin the day\nend\n",
            "begin 2026 with a plan\nend\n",
            "",
        ] {
            assert_eq!(extract(text.as_bytes()), None, "{text}");
        }
    }
}
