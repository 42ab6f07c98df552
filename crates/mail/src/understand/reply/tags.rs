//! A tag scanner for raw HTML: it finds tags, their attributes and the text
//! between them with byte offsets, so that a message can be cut at an exact
//! place. It does not build a tree and never fails.

/// One thing in the HTML, with the byte offset behind it. `name` is in lower case,
/// `written` as it stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Open { name: String, written: &'a str, attributes: &'a str, end: usize },
    Close { name: String },
    Text { text: &'a str, end: usize },
}

/// Walks over the tokens of `html`; comments, doctypes and the content of
/// `script`, `style`, `title` and the like are passed over.
pub(super) struct Tokens<'a> {
    html: &'a str,
    at: usize,
    /// Raw text elements whose end tag is known to be missing from here on, so
    /// that a thousand unclosed ones do not search to the end a thousand times.
    unclosed: Vec<&'static str>,
    /// Whether no `-->` follows any more.
    comments_closed: bool,
}

#[rustfmt::skip]
const RAW_TEXT: &[&str] = &[
    "script", "style", "title", "textarea", "noscript", "xmp", "iframe",
];
/// Longest element name in bytes; a longer one is nothing this module knows.
const NAME_BYTES_MAX: usize = 40;

impl<'a> Tokens<'a> {
    pub(super) fn of(html: &'a str) -> Self {
        Tokens { html, at: 0, unclosed: Vec::new(), comments_closed: true }
    }

    fn rest(&self) -> &'a str {
        self.html.get(self.at..).unwrap_or_default()
    }

    /// Skips `<!-- -->`, `<!DOCTYPE>`, `<![if]>` and `<?xml>` at the cursor.
    fn skip_declaration(&mut self) -> bool {
        let rest = self.rest();
        if !rest.starts_with("<!") && !rest.starts_with("<?") {
            return false;
        }
        if rest.starts_with("<!--") && self.comments_closed {
            match rest.get(4..).and_then(|body| body.find("-->")) {
                Some(length) => {
                    self.at += 4 + length + 3;
                    return true;
                }
                None => self.comments_closed = false,
            }
        }
        self.at += rest.find('>').map_or(rest.len(), |length| length + 1);
        true
    }

    /// Skips the content of a raw text element that has just been opened.
    fn skip_raw(&mut self, name: &str) {
        let Some(raw) = RAW_TEXT.iter().find(|raw| **raw == name) else {
            return;
        };
        if self.unclosed.contains(raw) {
            return;
        }
        let rest = self.rest().as_bytes();
        let found = rest.windows(raw.len() + 2).position(|window| {
            window.starts_with(b"</") && window.get(2..).is_some_and(|tail| tail.eq_ignore_ascii_case(raw.as_bytes()))
        });
        match found {
            Some(length) => self.at += length,
            None => self.unclosed.push(raw),
        }
    }

    fn tag(&mut self) -> Option<Token<'a>> {
        let rest = self.rest();
        let closing = rest.starts_with("</");
        let body = rest.get(if closing { 2 } else { 1 }..)?;
        if !body.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let length = tag_length(body.as_bytes());
        let inner = body.get(..length)?;
        let name_end = inner.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(inner.len());
        let (written, attributes) = inner.split_at_checked(name_end)?;
        let name = if written.len() > NAME_BYTES_MAX { String::new() } else { written.to_ascii_lowercase() };
        self.at = (self.html.len() - body.len() + length + 1).min(self.html.len());
        if closing {
            return Some(Token::Close { name });
        }
        let end = self.at;
        self.skip_raw(&name);
        Some(Token::Open { name, written, attributes, end })
    }
}

/// Bytes up to the `>` that ends a tag, not counting those in quoted values.
/// A quote that is never closed within reach does not swallow the document.
fn tag_length(body: &[u8]) -> usize {
    const QUOTED_BYTES_MAX: usize = 100_000;
    let mut at = 0;
    let mut previous = b' ';
    while let Some(byte) = body.get(at) {
        match byte {
            b'>' => return at,
            b'"' | b'\'' if previous == b'=' => {
                let value = body.get(at + 1..).unwrap_or_default();
                if let Some(length) = value.iter().take(QUOTED_BYTES_MAX).position(|b| b == byte) {
                    at += length + 1;
                }
                previous = b' ';
            }
            byte if byte.is_ascii_whitespace() => {}
            byte => previous = *byte,
        }
        at += 1;
    }
    body.len()
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        while self.at < self.html.len() {
            let rest = self.rest();
            if rest.starts_with('<') {
                if self.skip_declaration() {
                    continue;
                }
                if let Some(tag) = self.tag() {
                    return Some(tag);
                }
            }
            let skip = usize::from(rest.starts_with('<'));
            let length = rest.get(skip..).and_then(|tail| tail.find('<')).map_or(rest.len(), |length| length + skip);
            self.at += length.max(1);
            return Some(Token::Text { text: rest.get(..length).unwrap_or_default(), end: self.at });
        }
        None
    }
}

/// The value of one attribute, without quotes, as it is written.
pub(super) fn attribute<'a>(attributes: &'a str, wanted: &str) -> Option<&'a str> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '"' | '\''));
        if rest.is_empty() {
            return None;
        }
        let name_end = rest.find(|c: char| c.is_ascii_whitespace() || c == '=').unwrap_or(rest.len());
        let (name, tail) = rest.split_at_checked(name_end)?;
        let tail = tail.trim_start();
        let Some(value) = tail.strip_prefix('=') else {
            // a stray quote mark or a name without value; always move on
            rest = if tail.len() < rest.len() { tail } else { tail.get(1..)? };
            continue;
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, tail) = match quote {
            Some(quote) => {
                let inner = value.get(1..)?;
                inner.split_once(quote).unwrap_or((inner, ""))
            }
            None => value.split_at_checked(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len()))?,
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = tail;
    }
}

/// Appends `text` with its character references decoded and its white space
/// collapsed as a browser shows it.
pub(super) fn push_text(out: &mut String, text: &str, preformatted: bool) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        let mut shown = c;
        if c == '&'
            && let Some((decoded, taken)) = reference(rest)
        {
            (shown, length) = (decoded, taken);
        }
        if !preformatted && matches!(shown, ' ' | '\t' | '\r' | '\n') {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if shown != '\n' && shown != '\r' {
            out.push(shown);
        }
        rest = rest.get(length..).unwrap_or_default();
    }
}

/// Decodes the character reference at the start of `text`: its character and length.
fn reference(text: &str) -> Option<(char, usize)> {
    const REFERENCE_BYTES_MAX: usize = 12;
    let body = text.get(1..)?;
    let end = body.bytes().take(REFERENCE_BYTES_MAX).position(|b| !b.is_ascii_alphanumeric() && b != b'#')?;
    let name = body.get(..end)?;
    let length = 1 + end + usize::from(body.as_bytes().get(end) == Some(&b';'));
    let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    });
    match number {
        Some(number) => Some((char::from_u32(number)?, length)),
        None => NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| (*c, length)),
    }
}

/// The references that stand in attribution lines and header labels of mail programs.
#[rustfmt::skip]
const NAMED: &[(&str, char)] = &[
    ("nbsp", '\u{a0}'), ("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''),
    ("rsquo", '’'), ("lsquo", '‘'), ("ldquo", '“'), ("rdquo", '”'), ("laquo", '«'), ("raquo", '»'),
    ("mdash", '—'), ("ndash", '–'), ("hellip", '…'), ("deg", '°'), ("agrave", 'à'), ("Agrave", 'À'),
    ("aacute", 'á'), ("Aacute", 'Á'), ("acirc", 'â'), ("atilde", 'ã'), ("auml", 'ä'), ("Auml", 'Ä'),
    ("aring", 'å'), ("Aring", 'Å'), ("aelig", 'æ'), ("ccedil", 'ç'), ("egrave", 'è'),
    ("Egrave", 'È'), ("eacute", 'é'), ("Eacute", 'É'), ("ecirc", 'ê'), ("euml", 'ë'),
    ("igrave", 'ì'), ("iacute", 'í'), ("icirc", 'î'), ("iuml", 'ï'), ("ntilde", 'ñ'),
    ("ograve", 'ò'), ("oacute", 'ó'), ("ocirc", 'ô'), ("otilde", 'õ'), ("ouml", 'ö'), ("Ouml", 'Ö'),
    ("oslash", 'ø'), ("ugrave", 'ù'), ("uacute", 'ú'), ("ucirc", 'û'), ("uuml", 'ü'), ("Uuml", 'Ü'),
    ("yacute", 'ý'), ("szlig", 'ß'), ("lrm", '\u{200e}'), ("rlm", '\u{200f}'), ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'), ("shy", '\u{ad}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_and_attributes() {
        let tokens: Vec<_> = Tokens::of("<p class='a b' x=\"1>2\">Hi<!-- > --><style>x</style></p>1 < 2").collect();
        assert_eq!(tokens.len(), 7, "{tokens:?}");
        let attributes = match tokens.first() {
            Some(Token::Open { attributes, .. }) => *attributes,
            _ => "",
        };
        assert_eq!(attribute(attributes, "class"), Some("a b"));
        assert_eq!(attribute(attributes, "X"), Some("1>2"));
        assert_eq!(attribute(attributes, "y"), None);
    }

    #[test]
    fn broken_markup_ends() {
        for html in [
            "<",
            "</",
            "<p",
            "<p a",
            "<p a='",
            "<!--",
            "<!",
            "<a =\"\" =>",
            "<style>",
            "&",
            "&#x;",
            "&#99999999;",
            "<é",
            "é<",
        ] {
            let mut text = String::new();
            for token in Tokens::of(html) {
                match token {
                    Token::Open { attributes, .. } => assert_eq!(attribute(attributes, "zz"), None),
                    Token::Text { text: part, .. } => push_text(&mut text, part, false),
                    Token::Close { .. } => {}
                }
            }
        }
    }

    #[test]
    fn references() {
        let mut text = String::new();
        push_text(&mut text, "a &eacute;crit&nbsp;:\n  &lt;x&gt; &#39;&#xe9;&unknown;", false);
        assert_eq!(text, "a écrit\u{a0}: <x> 'é&unknown;");
    }
}
