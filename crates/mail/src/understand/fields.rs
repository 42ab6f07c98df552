//! Splits a header block into fields (RFC 5322 section 2.2), forgiving what real programs get wrong.

use super::source::line_at;
use crate::limits::{HEADER_BLOCK_BYTES_MAX, HEADER_FIELDS_MAX, HEADER_VALUE_BYTES_MAX};

/// One header field as written.
#[derive(Debug, Clone, Copy)]
pub struct Field<'a> {
    /// Name as written, ASCII.
    pub name: &'a str,
    /// Everything after the colon, still folded.
    pub raw: &'a [u8],
}

/// A header block.
#[derive(Debug, Default)]
pub struct Block<'a> {
    /// Fields in order.
    pub fields: Vec<Field<'a>>,
    /// Where the body starts.
    pub body: usize,
    /// What was wrong with it.
    pub damage: Option<&'static str>,
}

impl<'a> Block<'a> {
    /// First field of that name.
    pub fn first(&self, name: &str) -> Option<&'a [u8]> {
        self.all(name).next()
    }

    /// All fields of that name, in order.
    pub fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'a [u8]> + 's {
        self.fields.iter().filter(move |field| field.name.eq_ignore_ascii_case(name)).map(|field| field.raw)
    }
}

/// Names that show that a line is a header line, even after a broken one.
const KNOWN: [&str; 24] = [
    "bcc",
    "cc",
    "content-disposition",
    "content-id",
    "content-transfer-encoding",
    "content-type",
    "date",
    "delivered-to",
    "dkim-signature",
    "from",
    "in-reply-to",
    "list-id",
    "message-id",
    "mime-version",
    "precedence",
    "received",
    "references",
    "reply-to",
    "return-path",
    "sender",
    "subject",
    "thread-topic",
    "to",
    "x-mailer",
];

/// Splits the header block at the start of `data`.
pub fn split(data: &[u8]) -> Block<'_> {
    let mut block = Block::default();
    // (name, start of the value, end of the value) of the field that may still be continued.
    let mut open: Option<(&str, usize, usize)> = None;
    let mut at = 0;
    loop {
        let Some((line, next)) = line_at(data, at) else {
            block.body = data.len();
            break;
        };
        if line.is_empty() {
            block.body = next;
            break;
        }
        let content_end = at + line.len();
        if line.first().is_some_and(|&b| b == b' ' || b == b'\t') {
            let blank = line.iter().all(|b| b.is_ascii_whitespace());
            let unfinished = blank && line_ends_open(data.get(..at).unwrap_or_default());
            if blank && !continues(data, next, unfinished) {
                block.body = next;
                break;
            }
            if blank {
                block.damage = Some("a line of blanks between the headers was read as part of the line before it");
            }
            if let Some(field) = open.as_mut() {
                field.2 = content_end;
            }
        } else if let Some((name, value)) = name_of(line) {
            close(&mut block, data, open.take());
            open = Some((name, at + value, content_end));
        } else if line.starts_with(b"From ") || line.starts_with(b">From ") {
            // A separator line of an mbox file that slipped between the headers.
        } else if line_at(data, next).is_some_and(|(line, _)| known(line)) {
            block.damage = Some("a header line without a name was read as part of the line before it");
            if let Some(field) = open.as_mut() {
                field.2 = content_end;
            }
        } else {
            block.damage = Some("no empty line between headers and body");
            block.body = at;
            break;
        }
        at = next;
    }
    close(&mut block, data, open);
    block
}

fn close<'a>(block: &mut Block<'a>, data: &'a [u8], open: Option<(&'a str, usize, usize)>) {
    let Some((name, start, end)) = open else {
        return;
    };
    if block.fields.len() >= HEADER_FIELDS_MAX || end > HEADER_BLOCK_BYTES_MAX {
        // The first fields of an oversized block are kept, but never at the price of the basic ones.
        if block.fields.len() >= HEADER_FIELDS_MAX * 2 || !KNOWN.iter().any(|k| k.eq_ignore_ascii_case(name)) {
            block.damage = Some("too many or too long headers; the rest was ignored");
            return;
        }
    }
    let mut raw = data.get(start..end).unwrap_or_default();
    if raw.len() > HEADER_VALUE_BYTES_MAX {
        block.damage = Some("a header was too long and was cut");
        raw = raw.get(..HEADER_VALUE_BYTES_MAX).unwrap_or(raw);
    }
    block.fields.push(Field { name, raw });
}

/// The name of a header line and where its value starts.
fn name_of(line: &[u8]) -> Option<(&str, usize)> {
    let colon = line.iter().take(200).position(|&b| b == b':')?;
    let name = line.get(..colon)?.trim_ascii_end();
    let valid = !name.is_empty() && name.iter().all(|&b| (33..127).contains(&b));
    let name = std::str::from_utf8(name).ok().filter(|_| valid)?;
    Some((name, colon + 1))
}

fn known(line: &[u8]) -> bool {
    name_of(line).is_some_and(|(name, _)| KNOWN.iter().any(|known| known.eq_ignore_ascii_case(name)))
}

/// Whether the header block goes on at `at`, after a line of blanks only: with a field, or with more of the field above,
/// which is `unfinished` or followed by another one.
fn continues(data: &[u8], mut at: usize, unfinished: bool) -> bool {
    let mut folded = false;
    while let Some((line, next)) = line_at(data, at) {
        let more = matches!(line.first(), Some(b' ' | b'\t')) && !line.iter().all(u8::is_ascii_whitespace);
        if !more {
            return known(line) || folded && unfinished;
        }
        (folded, at) = (true, next);
    }
    folded && unfinished
}

/// Whether what stands before a line asks for more: a list of addresses or parameters.
fn line_ends_open(before: &[u8]) -> bool {
    matches!(before.trim_ascii_end().last(), Some(b',' | b';'))
}

/// A value on one line: each fold becomes one space (RFC 5322 section 2.2.3).
pub fn unfold(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    let mut folded = false;
    for &byte in raw {
        match byte {
            b'\r' | b'\n' => folded = true,
            b' ' | b'\t' if folded => {}
            _ => {
                if folded {
                    while out.last() == Some(&b' ') {
                        out.pop();
                    }
                    out.push(b' ');
                    folded = false;
                }
                out.push(if byte == b'\t' { b' ' } else { byte });
            }
        }
    }
    out.trim_ascii().to_vec()
}

#[cfg(test)]
mod tests {
    use super::{split, unfold};

    fn shown(data: &str) -> String {
        let block = split(data.as_bytes());
        let mut out = String::new();
        for field in &block.fields {
            out += &format!("{}={};", field.name, String::from_utf8_lossy(&unfold(field.raw)));
        }
        out + "|" + data.get(block.body..).unwrap_or_default()
    }

    #[test]
    fn blocks() {
        for (data, expected) in [
            ("A: 1\nB: 2\n 3\n\nx", "A=1;B=2 3;|x"),
            ("A: 1\r\n\t 2\r\n\r\nx", "A=1 2;|x"),
            ("A : 1\n\nx", "A=1;|x"),
            ("A: 1\nHello you\n\nx", "A=1;|Hello you\n\nx"),
            ("Subject: 1\nbroken\nTo: b\n\nx", "Subject=1 broken;To=b;|x"),
            ("\nx", "|x"),
            ("Just text", "|Just text"),
            ("A: 1", "A=1;|"),
            ("A: 1\nFrom x\nB: 2\n\n", "A=1;B=2;|"),
            ("A: 1\n \nTo: 2\n\nx", "A=1;To=2;|x"),
            ("A: 1\n \nx", "A=1;|x"),
            ("A:\n B\n\n", "A=B;|"),
            ("To: a,\n\t\n b\nSubject: 1\n\nx", "To=a, b;Subject=1;|x"),
            ("Subject: 1\n \n 2\nFrom: b\n\nx", "Subject=1 2;From=b;|x"),
            ("A: b;\n \n c=d\n\nx", "A=b; c=d;|x"),
            ("A: 1\n \n  verse\n\nx", "A=1;|  verse\n\nx"),
        ] {
            assert_eq!(shown(data), expected, "{data:?}");
        }
    }

    #[test]
    fn a_flood_of_headers_is_cut_but_the_subject_stays() {
        let data = "X-A: 1\n".repeat(10_000) + "Subject: s\n\nbody";
        let block = split(data.as_bytes());
        assert!(block.fields.len() <= 2_001);
        assert!(block.first("subject").is_some());
        assert_eq!(data.get(block.body..), Some("body"));
        assert!(block.damage.is_some());
    }
}
