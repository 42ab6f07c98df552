//! Header text: encoded words (RFC 2047) as mail programs really write them, and raw 8-bit.

use super::charset::{self, Hint};
use super::{clean, transfer};

/// A run of a header value.
enum Run<'a> {
    Plain(&'a [u8]),
    Word(Word<'a>),
}

struct Word<'a> {
    charset: &'a [u8],
    base64: bool,
    text: &'a [u8],
}

/// Decodes an unfolded header value.
pub fn decode(value: &[u8], hint: &Hint) -> String {
    let runs = runs(value);
    let mut out = String::new();
    let mut at = 0;
    while let Some(run) = runs.get(at) {
        match run {
            Run::Plain(bytes) => {
                out.push_str(&charset::decode(bytes, None, hint).text);
                at += 1;
            }
            Run::Word(first) => {
                let mut same = vec![first];
                while let Some(Run::Word(next)) = runs.get(at + same.len()) {
                    if !next.charset.eq_ignore_ascii_case(first.charset) {
                        break;
                    }
                    same.push(next);
                }
                at += same.len();
                // Decoded together: programs split inside multi-byte characters.
                let charset = String::from_utf8_lossy(first.charset);
                let charset = charset.split('*').next().unwrap_or_default();
                out.push_str(&charset::decode(&bytes_of(&same), Some(charset), hint).text);
            }
        }
    }
    clean::one_line(&out)
}

/// Whether a value holds an encoded word.
pub fn has_words(value: &[u8]) -> bool {
    runs(value).iter().any(|run| matches!(run, Run::Word(_)))
}

fn bytes_of(words: &[&Word]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut pending: Vec<u8> = Vec::new();
    for word in words {
        if word.base64 {
            // A group of four letters may be split between two words.
            pending.extend(word.text.iter().filter(|b| !b.is_ascii_whitespace()));
            if pending.len().is_multiple_of(4) || pending.ends_with(b"=") {
                out.extend(transfer::base64(&pending).0);
                pending.clear();
            }
        } else {
            out.extend(transfer::base64(&pending).0);
            pending.clear();
            let spaced: Vec<u8> = word.text.iter().map(|&b| if b == b'_' { b' ' } else { b }).collect();
            out.extend(transfer::quoted_printable(&spaced));
        }
    }
    out.extend(transfer::base64(&pending).0);
    out
}

fn runs(value: &[u8]) -> Vec<Run<'_>> {
    let mut out: Vec<Run> = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < value.len() {
        let found = value.get(at..).filter(|rest| rest.starts_with(b"=?")).and_then(word_at);
        let Some((word, length)) = found else {
            at += 1;
            continue;
        };
        let plain = value.get(start..at).unwrap_or_default();
        // Blanks between two encoded words belong to the folding.
        let glue = matches!(out.last(), Some(Run::Word(_))) && plain.iter().all(u8::is_ascii_whitespace);
        if !plain.is_empty() && !glue {
            out.push(Run::Plain(plain));
        }
        out.push(Run::Word(word));
        at += length;
        start = at;
    }
    let plain = value.get(start..).unwrap_or_default();
    if !plain.is_empty() {
        out.push(Run::Plain(plain));
    }
    out
}

/// The encoded word at the start of `rest` and its length.
fn word_at(rest: &[u8]) -> Option<(Word<'_>, usize)> {
    let charset_end = 2 + rest.get(2..)?.iter().take(64).position(|&b| b == b'?')?;
    let charset = rest.get(2..charset_end)?;
    let valid = charset.iter().all(|b| b.is_ascii_graphic() && !b"=\"(),<>@".contains(b));
    let base64 = match rest.get(charset_end + 1)? {
        b'b' | b'B' => true,
        b'q' | b'Q' => false,
        _ => return None,
    };
    if charset.is_empty() || !valid || rest.get(charset_end + 2) != Some(&b'?') {
        return None;
    }
    let start = charset_end + 3;
    let text = rest.get(start..)?;
    // The end, or the start of the next word if the end was lost.
    let (length, end) = (0..text.len())
        .find_map(|at| match (text.get(at), text.get(at + 1), text.get(at + 2)) {
            (Some(b'?'), Some(b'='), _) if base64 || !goes_on(text.get(at + 2..).unwrap_or_default()) => {
                Some((at, at + 2))
            }
            // The padding, and an end that lost its sign.
            (Some(b'='), Some(b'?'), None | Some(b' ')) if base64 => Some((at + 1, at + 2)),
            (Some(b'='), Some(b'?'), next) if next != Some(&b'=') => Some(unended(text, at)),
            _ => None,
        })
        .unwrap_or_else(|| unended(text, text.len()));
    Some((Word { charset, base64, text: text.get(..length)?.trim_ascii_end() }, start + end))
}

/// A word without its end leaves the address behind it alone.
fn unended(text: &[u8], end: usize) -> (usize, usize) {
    let end = text.get(..end).and_then(|text| text.iter().position(|&b| b == b'<')).unwrap_or(end);
    (end, end)
}

/// After `?=`: an escaped byte, more text and an end, so that the question mark was a plain one.
fn goes_on(rest: &[u8]) -> bool {
    /// No word is longer (RFC 2047 section 2).
    const WORD_BYTES_MAX: usize = 75;
    let rest = rest.get(..WORD_BYTES_MAX).unwrap_or(rest);
    let escaped = rest.get(..2).is_some_and(|pair| super::params::hex_pair(pair).is_some());
    let blank = rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
    let word = rest.get(..blank).unwrap_or_default();
    let next = |mark: &[u8]| word.windows(2).position(|pair| pair == mark);
    escaped && next(b"?=").is_some_and(|end| next(b"=?").is_none_or(|start| end < start))
}

/// The length of the encoded word at the start of `rest`, for tokenizers that must not look inside.
pub fn word_length(rest: &[u8]) -> Option<usize> {
    word_at(rest).map(|(_, length)| length)
}

#[cfg(test)]
mod tests {
    use super::decode;
    use crate::understand::charset::Hint;

    #[test]
    fn encoded_words() {
        for (value, expected) in [
            ("=?utf-8?Q?caf=C3=A9?=", "café"),
            ("=?UTF-8?B?Y2Fmw6k=?= noir", "café noir"),
            ("=?utf-8?q?a?= =?utf-8?q?b?=", "ab"),
            ("=?utf-8?q?a?=  b", "a  b"),
            ("=?utf-8?q?caf=C3?= =?utf-8?q?=A9?=", "café"),
            ("=?utf-8?B?Y2Fmw?= =?utf-8?B?6k=?=", "café"),
            ("=?iso-8859-1*fr?Q?caf=E9_noir?=", "café noir"),
            ("=?utf-8?Q?with space?= x", "with space x"),
            ("=?utf-8?Q?no end", "no end"),
            ("=?utf-8?Q?one =?utf-8?Q?two?=", "onetwo"),
            ("[=?utf-8?Q?x?=]", "[x]"),
            ("=?iso-2022-jp?B?GyRCJCIbKEI=?=", "あ"),
            ("a =? b", "a =? b"),
            ("=?utf-8?X?a?=", "=?utf-8?X?a?="),
            ("caf\u{e9}", "café"),
            ("=?utf-8?q?caf=C3=A9?=noir", "cafénoir"),
            ("noir=?utf-8?q?caf=C3=A9?=", "noircafé"),
            ("=?us-ascii?Q?caf=C3=A9?=", "café"),
            ("=?iso-8859-1?Q?caf=C3=A9?=", "café"),
            ("=?utf-8?Q?caf=E9_au_lait?=", "café au lait"),
            ("\"=?utf-8?b?Y2Fmw6k=?=\"", "\"café\""),
            ("=?utf-8?B?Y2Fm w6k=?=", "café"),
            ("=?UTF8?B?Y2Fmw6k?=", "café"),
            ("=?utf-8?B?w6l0w6k=?", "été"),
            ("=?utf-8?B?w6l0w6k=? x", "été x"),
            ("=?utf-8?Q?Why?=20Because?=", "Why? Because"),
            ("=?utf-8?Q?Why??=", "Why?"),
            ("=?utf-8?Q?a?=2C b", "a2C b"),
            ("=?utf-8?Q??= x", "x"),
            ("\u{1b}$B$\"\u{1b}(B x", "あ x"),
            ("Re: =?UTF-8?Q?[#12]_R=C3=A9ponse?=", "Re: [#12] Réponse"),
            ("=?utf-8?Q?a?=\t=?iso-8859-1?Q?=E9?=", "aé"),
            ("=?x-unknown?Q?caf=C3=A9?=", "café"),
            ("=?gb2312?B?xOO6ww==?=", "你好"),
            ("=?windows-1251?B?z/Do4uXy?=", "Привет"),
        ] {
            assert_eq!(decode(value.as_bytes(), &Hint::default()), expected, "{value}");
        }
    }
}
