//! Values with parameters (`Content-Type`, `Content-Disposition`): RFC 2045 section 5.1 and RFC 2231, and
//! what mail programs write instead.

use crate::limits::PARAMETERS_MAX;

/// `value; name=…; name=…`.
#[derive(Debug, Default, Clone)]
pub struct Parameterised {
    /// What stands before the first semicolon, in lower case.
    pub value: String,
    params: Vec<(String, Vec<u8>)>,
}

/// Bytes of a parameter, with the charset that RFC 2231 names for them.
#[derive(Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Percent-decoded bytes.
    pub bytes: Vec<u8>,
    /// Charset of an extended parameter; `Some("")` if it named none.
    pub charset: Option<String>,
}

/// Reads an unfolded value.
pub fn parse(value: &[u8]) -> Parameterised {
    let value = after_comment(value.trim_ascii());
    let end = head_length(value);
    let (head, mut rest) = value.split_at_checked(end).unwrap_or((value, b""));
    let head =
        String::from_utf8_lossy(without_comment(head)).trim().trim_matches(['"', '\'', ',', ' ']).to_ascii_lowercase();
    let mut params = Vec::new();
    while !rest.is_empty() && params.len() < PARAMETERS_MAX {
        rest = after_comment(skip_separators(rest));
        let stop = rest.iter().position(|&b| b == b'=' || b == b';').unwrap_or(rest.len());
        let name = String::from_utf8_lossy(rest.get(..stop).unwrap_or_default()).trim().to_ascii_lowercase();
        rest = rest.get(stop..).unwrap_or_default();
        if let Some(after) = rest.strip_prefix(b"=") {
            let (bytes, left) = parameter_value(after.trim_ascii_start());
            rest = left;
            if !name.is_empty() {
                params.push((name, bytes));
            }
        }
    }
    Parameterised { value: head, params }
}

/// Up to the first semicolon, or to the first parameter where the semicolon is missing.
fn head_length(value: &[u8]) -> usize {
    let end = value.iter().position(|&b| b == b';').unwrap_or(value.len());
    let head = value.get(..end).unwrap_or_default();
    let blank = head.windows(2).enumerate().find_map(|(at, pair)| {
        // The last blank before a word, so that a long gap is looked at once.
        let is_gap = matches!(pair, [before, after] if (before.is_ascii_whitespace() || *before == b',') && after.is_ascii_alphabetic());
        (is_gap && begins_parameter(head.get(at + 1..).unwrap_or_default())).then_some(at)
    });
    blank.unwrap_or(end)
}

/// Whether a parameter that mails are known to have stands here.
fn begins_parameter(text: &[u8]) -> bool {
    const NAMES: [&str; 10] =
        ["charset", "format", "boundary", "name", "filename", "type", "report-type", "method", "delsp", "reply-type"];
    let length = text.iter().take(20).take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
    let (name, rest) = text.split_at_checked(length).unwrap_or_default();
    let is_name = NAMES.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes()));
    is_name && rest.get(..20).unwrap_or(rest).trim_ascii_start().starts_with(b"=")
}

/// Without a comment in brackets at the start.
fn after_comment(value: &[u8]) -> &[u8] {
    // Bounded, because it runs for each of any number of separators.
    const COMMENT_BYTES_MAX: usize = 200;
    let end = value.iter().take(COMMENT_BYTES_MAX).position(|&b| b == b')').filter(|_| value.starts_with(b"("));
    end.and_then(|end| value.get(end + 1..)).map_or(value, <[u8]>::trim_ascii_start)
}

fn skip_separators(mut rest: &[u8]) -> &[u8] {
    while let Some((&first, tail)) = rest.split_first() {
        if first != b';' && first != b',' && !first.is_ascii_whitespace() {
            break;
        }
        rest = tail;
    }
    rest
}

fn parameter_value(rest: &[u8]) -> (Vec<u8>, &[u8]) {
    let Some(quoted) = rest.strip_prefix(b"\"") else {
        let (value, left) = rest.split_at_checked(head_length(rest)).unwrap_or((rest, b""));
        return (without_comment(value).trim_ascii().to_vec(), left);
    };
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&byte) = quoted.get(at) {
        let next = quoted.get(at + 1).copied();
        match byte {
            // Only quote and backslash are escaped in practice; a lone backslash belongs to a Windows path.
            b'\\' if matches!(next, Some(b'"' | b'\\')) => {
                out.extend(next);
                at += 2;
                continue;
            }
            b'"' if closes(quoted.get(at + 1..).unwrap_or_default()) => {
                return (out, quoted.get(at + 1..).unwrap_or_default());
            }
            _ => out.push(byte),
        }
        at += 1;
    }
    // Never closed: it ends where another parameter begins.
    let end = quoted.iter().position(|&b| b == b';').unwrap_or(quoted.len());
    let (value, left) = quoted.split_at_checked(end).unwrap_or((quoted, b""));
    if begins_parameter(skip_separators(left)) {
        return (value.trim_ascii().to_vec(), left);
    }
    (out, b"")
}

/// Whether a quote before `rest` ends the string; one inside a badly written name does not.
fn closes(rest: &[u8]) -> bool {
    let blanks = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
    match rest.get(blanks) {
        None | Some(b';' | b'(') => true,
        Some(_) if blanks > 0 => {
            let word = rest.get(blanks..).unwrap_or_default();
            let name =
                word.iter().take(40).take_while(|b| b.is_ascii_alphanumeric() || **b == b'*' || **b == b'-').count();
            name > 0 && word.get(name) == Some(&b'=')
        }
        Some(_) => false,
    }
}

/// Without a comment in brackets at the end, as in `us-ascii (plain)`.
fn without_comment(value: &[u8]) -> &[u8] {
    let value = value.trim_ascii();
    if !value.ends_with(b")") {
        return value;
    }
    match value.windows(2).position(|pair| pair == b" (") {
        Some(at) => value.get(..at).unwrap_or(value),
        None => value,
    }
}

impl Parameterised {
    /// A plain parameter as text, for values that are ASCII (boundary, charset, format).
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(|found| String::from_utf8_lossy(&found.bytes).trim().to_owned())
    }

    /// A parameter; the extended form of RFC 2231 and its continuations come before the plain one.
    pub fn get(&self, name: &str) -> Option<Parameter> {
        self.extended(name).or_else(|| {
            let (_, bytes) = self.params.iter().find(|(key, _)| key == name)?;
            Some(Parameter { bytes: bytes.clone(), charset: None })
        })
    }

    fn extended(&self, name: &str) -> Option<Parameter> {
        // (section, percent-encoded, bytes)
        let mut sections: Vec<(usize, bool, &[u8])> = Vec::new();
        for (key, bytes) in &self.params {
            let Some(suffix) = key.strip_prefix(name).and_then(|rest| rest.strip_prefix('*')) else {
                continue;
            };
            let (number, encoded) = match suffix.strip_suffix('*') {
                Some(number) => (number, true),
                None => (suffix, suffix.is_empty()),
            };
            let number = if number.is_empty() { Some(0) } else { number.parse::<usize>().ok() };
            if let Some(number) = number {
                sections.push((number, encoded, bytes));
            }
        }
        // Stable: of two sections with one number the first written wins below.
        sections.sort_by_key(|section| section.0);
        sections.dedup_by_key(|section| section.0);
        let &(_, first_encoded, first) = sections.first()?;
        let mut charset = first_encoded.then(String::new);
        let mut out = Vec::new();
        for (at, &(_, encoded, bytes)) in sections.iter().enumerate() {
            let mut bytes = bytes;
            if at == 0 && first_encoded {
                (charset, bytes) = charset_prefix(first);
            }
            if encoded {
                percent_decode(bytes, &mut out);
            } else {
                out.extend_from_slice(bytes);
            }
        }
        Some(Parameter { bytes: out, charset })
    }
}

/// `charset'language'text`; programs that forget the prefix give text only.
fn charset_prefix(bytes: &[u8]) -> (Option<String>, &[u8]) {
    let mut fields = bytes.splitn(3, |&b| b == b'\'');
    match (fields.next(), fields.next(), fields.next()) {
        (Some(charset), Some(_), Some(text)) if charset.len() <= 40 => {
            (Some(String::from_utf8_lossy(charset).into_owned()), text)
        }
        _ => (Some(String::new()), bytes),
    }
}

fn percent_decode(bytes: &[u8], out: &mut Vec<u8>) {
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let pair = bytes.get(at + 1..at + 3).filter(|_| byte == b'%').and_then(hex_pair);
        out.push(pair.unwrap_or(byte));
        at += if pair.is_some() { 3 } else { 1 };
    }
}

/// The byte that two hexadecimal digits stand for.
pub fn hex_pair(pair: &[u8]) -> Option<u8> {
    let &[high, low] = pair else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|d| u8::try_from(d).ok());
    Some(digit(high)? << 4 | digit(low)?)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn parameters() {
        for (value, name, expected) in [
            ("text/plain; charset=utf-8", "charset", Some("utf-8")),
            ("text/plain; charset=\"utf-8\"; format=flowed", "format", Some("flowed")),
            ("text/plain; charset = us-ascii (plain)", "charset", Some("us-ascii")),
            ("a/b; name=two words.pdf; x=1", "name", Some("two words.pdf")),
            ("a/b; name=\"C:\\dir\\file.doc\"", "name", Some("C:\\dir\\file.doc")),
            ("a/b; name=\"say \\\"hi\\\".txt\"", "name", Some("say \"hi\".txt")),
            ("a/b; name=\"say \"hi\".txt\"; x=1", "name", Some("say \"hi\".txt")),
            ("a/b; name=\"open", "name", Some("open")),
            ("a/b; name=\"a\" filename=\"b\"", "filename", Some("b")),
            ("a; filename*=UTF-8''na%C3%AFf.txt", "filename", Some("naïf.txt")),
            ("a; filename*0=\"one \"; filename*1=\"two\"", "filename", Some("one two")),
            ("a; filename*1*=%A9; filename*0*=utf-8'fr'%C3", "filename", Some("é")),
            ("a; filename*0*=utf-8''%C3%A9; filename*1=\"%41\"", "filename", Some("é%41")),
            ("a; filename=x; filename*=utf-8''y", "filename", Some("y")),
            ("a; filename*=plain%20name", "filename", Some("plain name")),
            ("a;;; ;b=1", "b", Some("1")),
            ("text/plain charset=utf-8", "charset", Some("utf-8")),
            ("text/plain, charset=utf-8", "charset", Some("utf-8")),
            ("text/plain; charset=utf-8 format=flowed", "format", Some("flowed")),
            ("text/plain; charset=utf-8 format=flowed", "charset", Some("utf-8")),
            ("text/plain; charset=\"utf-8; format=flowed", "charset", Some("utf-8")),
            ("text/plain; charset=\"utf-8; format=flowed", "format", Some("flowed")),
            ("text/plain; (x) charset=utf-8", "charset", Some("utf-8")),
            ("text/plain (plain); charset=utf-8", "charset", Some("utf-8")),
            ("attachment filename=\"a b.pdf\"", "filename", Some("a b.pdf")),
            ("a/b; name=report (1).pdf", "name", Some("report (1).pdf")),
            ("a; b", "b", None),
            ("", "b", None),
        ] {
            let found = parse(value.as_bytes()).text(name);
            assert_eq!(found.as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn a_flood_of_open_comments_and_gaps_ends() {
        for unit in [";(", "; charset=\"x", " charset", " "] {
            let value = format!("text/plain{}", unit.repeat(10_000));
            assert!(parse(value.as_bytes()).value.starts_with("text/plain"), "{unit}");
        }
    }

    #[test]
    fn values() {
        for (value, expected) in [
            ("Text/HTML; a=b", "text/html"),
            (" inline ", "inline"),
            ("text/plain (x)", "text/plain"),
            ("(x) text/plain", "text/plain"),
            ("text/plain charset=utf-8", "text/plain"),
            ("\"text/html\"; charset=utf-8", "text/html"),
            ("'text/html'", "text/html"),
            ("attachment filename=x", "attachment"),
            ("", ""),
        ] {
            assert_eq!(parse(value.as_bytes()).value, expected);
        }
    }
}
