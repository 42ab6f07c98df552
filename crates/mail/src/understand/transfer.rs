//! Content transfer encodings (RFC 2045 section 6), decoded without ever failing.

use super::params::hex_pair;
use std::borrow::Cow;

/// Decoded bytes and what was wrong with them.
pub struct Transferred<'a> {
    /// The bytes.
    pub data: Cow<'a, [u8]>,
    /// What was repaired.
    pub damage: Option<&'static str>,
}

/// Undoes the named encoding; an unknown one is taken as none.
pub fn decode<'a>(raw: &'a [u8], encoding: &str, is_text: bool) -> Transferred<'a> {
    let name = plain_name(encoding);
    if is_base64(&name) {
        if is_text && !looks_like_base64(raw) {
            return identity(raw, Some("a part said to be base64 is plain text"));
        }
        let (data, clean) = base64(raw);
        let damage = (!clean).then_some("damaged base64 was repaired");
        return Transferred { data: Cow::Owned(data), damage };
    }
    if name.starts_with("quotedprintable") || name == "quoprinted" || name == "quopri" || name == "q" {
        let damage = has_stray_escape(raw).then_some("what is no quoted-printable was left as it is");
        return Transferred { data: Cow::Owned(quoted_printable(raw)), damage };
    }
    if matches!(name.as_str(), "xuuencode" | "uuencode" | "xuue" | "uue") {
        if let Some(member) = super::uuencode::first_member(raw) {
            return Transferred { data: Cow::Owned(member), damage: None };
        }
        return identity(raw, Some("a part said to be uuencoded is not"));
    }
    let known = ["", "7bit", "8bit", "binary", "7bits", "8bits", "none", "usascii", "utf8", "7", "8"];
    identity(raw, (!known.contains(&name.as_str())).then_some("unknown transfer encoding, taken as none"))
}

fn plain_name(encoding: &str) -> String {
    encoding.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

fn is_base64(name: &str) -> bool {
    name.starts_with("base64") || name == "b" || name == "64"
}

/// Base64 with the plain footer that a mailing list put behind it, if `raw` is that: one text.
pub fn with_footer<'a>(raw: &'a [u8], encoding: &str) -> Option<Transferred<'a>> {
    if !is_base64(&plain_name(encoding)) {
        return None;
    }
    let (encoded, footer) = raw.split_at_checked(footer_start(raw)?)?;
    let (mut data, _) = base64(encoded);
    let is_text = !data.is_empty() && (encoded.len() > 100 || std::str::from_utf8(&data).is_ok_and(is_shown));
    if !data.ends_with(b"\n") {
        data.push(b'\n');
    }
    data.extend_from_slice(footer);
    is_text.then_some(Transferred { data: Cow::Owned(data), damage: None })
}

fn is_shown(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() && !c.is_whitespace())
}

/// Where whole groups of base64 end and lines of plain text begin.
fn footer_start(raw: &[u8]) -> Option<usize> {
    /// Odd lines after which the base64 may go on: they are noise.
    const NOISY_LINES_MAX: usize = 8;
    let mut noisy = 0;
    let mut start = 0;
    for line in raw.split_inclusive(|&b| b == b'\n') {
        let words = line.trim_ascii();
        if words.iter().any(|&b| sextet(b).is_none() && b != b'=') {
            let (before, after) = raw.split_at_checked(start)?;
            if !looks_like_base64(after) {
                let letters = before.iter().filter(|&&b| sextet(b).is_some() || b == b'=').count();
                return (letters >= 4 && letters.is_multiple_of(4)).then_some(start);
            }
            noisy += 1;
            if noisy > NOISY_LINES_MAX {
                return None;
            }
        }
        start += line.len();
    }
    None
}

fn identity<'a>(raw: &'a [u8], damage: Option<&'static str>) -> Transferred<'a> {
    Transferred { data: Cow::Borrowed(raw), damage }
}

/// The six bits that a letter of base64 stands for.
fn sextet(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

/// False if too much of a text cannot be base64: then its header lies.
fn looks_like_base64(raw: &[u8]) -> bool {
    let sample = raw.get(..4096).unwrap_or(raw);
    // Blanks around a line came with an indent.
    let lines = sample.split(|&b| b == b'\n' || b == b'\r').map(<[u8]>::trim_ascii);
    let odd: usize = lines.map(|line| line.iter().filter(|&&b| sextet(b).is_none() && b != b'=').count()).sum();
    odd * 20 <= sample.len()
}

/// Decodes base64, skipping what is not of its alphabet. The flag is false if something was repaired.
pub fn base64(raw: &[u8]) -> (Vec<u8>, bool) {
    let mut out = Vec::with_capacity(raw.len() / 4 * 3 + 3);
    let (mut bits, mut count, mut clean, mut padded) = (0u32, 0u8, true, false);
    // Up to here text after padding is known to be encoded.
    let mut trusted = 0;
    for (at, &byte) in raw.iter().enumerate() {
        if let Some(six) = sextet(byte) {
            if padded {
                // Text after the padding: either one more encoded piece, or a footer that a list added.
                if at >= trusted {
                    let Some(length) = encoded_line(raw.get(at..).unwrap_or_default()) else {
                        return (out, false);
                    };
                    trusted = at + length;
                }
                padded = false;
            }
            bits = bits << 6 | u32::from(six);
            count += 1;
            if count == 4 {
                let [_, a, b, c] = bits.to_be_bytes();
                out.extend_from_slice(&[a, b, c]);
                (bits, count) = (0, 0);
            }
        } else if byte == b'=' {
            flush(&mut out, bits, count);
            (bits, count, padded) = (0, 0, true);
        } else if !byte.is_ascii_whitespace() {
            if padded {
                return (out, false);
            }
            clean = false;
        }
    }
    clean &= count == 0;
    flush(&mut out, bits, count);
    (out, clean)
}

/// Length of the line at the start of `rest` if it is base64.
fn encoded_line(rest: &[u8]) -> Option<usize> {
    // Bounded, because it runs for each padding that no earlier call has covered.
    let rest = rest.get(..100).unwrap_or(rest);
    let line = rest.split(|&b| b == b'\n' || b == b'\r').next().unwrap_or_default().trim_ascii();
    let encoded = line.iter().all(|&b| sextet(b).is_some() || b == b'=');
    (encoded && line.len() >= 4 && line.len().is_multiple_of(4)).then_some(line.len())
}

fn flush(out: &mut Vec<u8>, bits: u32, count: u8) {
    match count {
        2 => out.extend(u8::try_from(bits >> 4 & 0xff)),
        3 => out.extend(u16::try_from(bits >> 2 & 0xffff).unwrap_or_default().to_be_bytes()),
        _ => {}
    }
}

/// Decodes quoted-printable; what is no valid escape stays as it is.
pub fn quoted_printable(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    let mut at = 0;
    while let Some(&byte) = raw.get(at) {
        if byte != b'=' {
            out.push(byte);
            at += 1;
        } else if let Some(decoded) = raw.get(at + 1..at + 3).and_then(hex_pair) {
            out.push(decoded);
            at += 3;
        } else if let Some(skip) = soft_break(raw.get(at + 1..).unwrap_or_default()) {
            at += 1 + skip;
        } else {
            out.push(byte);
            at += 1;
        }
    }
    out
}

/// Whether an `=` begins neither an escape nor a soft line break.
fn has_stray_escape(raw: &[u8]) -> bool {
    raw.iter().enumerate().filter(|(_, byte)| **byte == b'=').any(|(at, _)| {
        let escape = raw.get(at + 1..at + 3).and_then(hex_pair);
        escape.is_none() && soft_break(raw.get(at + 1..).unwrap_or_default()).is_none()
    })
}

/// Length of a soft line break after its `=`: blanks that a transport added, then the line end.
fn soft_break(rest: &[u8]) -> Option<usize> {
    let blanks = rest.iter().take(100).take_while(|&&b| b == b' ' || b == b'\t').count();
    match (rest.get(blanks), rest.get(blanks + 1)) {
        (Some(b'\r'), Some(b'\n')) => Some(blanks + 2),
        (Some(b'\r' | b'\n'), _) => Some(blanks + 1),
        (None, _) => Some(blanks),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{base64, decode, quoted_printable, with_footer};

    #[test]
    fn base64_in_any_state() {
        for (raw, expected, clean) in [
            ("aGVsbG8=", "hello", true),
            ("aGVs\r\nbG8=\r\n", "hello", true),
            ("aGVsbG8", "hello", false),
            ("aGVs!bG8=", "hello", false),
            ("aGVsbG8=\naGVsbG8=\n", "hellohello", true),
            ("aGVsbG8=\n-- \nlist footer\n", "hello", false),
            ("aGVsbG8=\nUnsubscribe here\n", "hello", false),
            ("", "", true),
        ] {
            assert_eq!(base64(raw.as_bytes()), (expected.as_bytes().to_vec(), clean), "{raw}");
        }
    }

    #[test]
    fn quoted_printable_in_any_state() {
        for (raw, expected) in [
            ("a=3Db", "a=b"),
            ("a=\r\nb", "ab"),
            ("a= \nb", "ab"),
            ("=c3=A9", "é"),
            ("a=zz", "a=zz"),
            ("-- \n", "-- \n"),
            ("end=", "end"),
        ] {
            assert_eq!(quoted_printable(raw.as_bytes()), expected.as_bytes(), "{raw}");
        }
    }

    #[test]
    fn footers_behind_base64() {
        for (raw, expected) in [
            ("aGVsbG8=\n-- \nlist footer\n", Some("hello\n-- \nlist footer\n")),
            ("aGVsbG8h\n\n____________\nlists mailing list\n", Some("hello!\n____________\nlists mailing list\n")),
            ("aGVsbG8=\nUnsubscribe here\n", Some("hello\nUnsubscribe here\n")),
            ("aGVsbG8=\n", None),
            ("aGVs!bG8=\n", None),
            ("Best\nregards, Zoe", None),
            ("Hello, this is no base64 at all", None),
        ] {
            let found = with_footer(raw.as_bytes(), "base64").map(|found| found.data.into_owned());
            assert_eq!(found.as_deref(), expected.map(str::as_bytes), "{raw}");
        }
    }

    #[test]
    fn a_lying_header_is_noticed() {
        let text = b"Hello, this is no base64 at all, is it?";
        assert_eq!(&*decode(text, "base64", true).data, text);
        assert!(decode(text, "base64", true).damage.is_some());
        assert_eq!(&*decode(b"aGVs\n  bG8=\n", "base64", true).data, b"hello");
        assert_eq!(&*decode(b"a=3D", "Quoted-Printable ", true).data, b"a=");
        assert_eq!(&*decode(b"x", "8bit", false).data, b"x");
    }
}
