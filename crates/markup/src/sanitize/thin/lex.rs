//! Splits HTML into text and tags in one pass, as the tokenizer of the HTML standard would
//! (13.2.5), less the parts that mail markup has no use for.

/// One piece of HTML.
pub enum Token<'a> {
    /// Text with its character references as written.
    Text(&'a str),
    /// A `<` that starts no tag.
    LessThan,
    /// A start tag.
    Start { name: &'a str, attributes: Vec<Attribute<'a>> },
    /// An end tag.
    End { name: &'a str },
}

/// An attribute as written, `source` being the name with its value.
pub struct Attribute<'a> {
    pub name: &'a str,
    pub source: &'a str,
}

/// Attributes read of one tag; the tag is still skipped to its end.
const ATTRIBUTES_READ_MAX: usize = 256;

/// Reads tokens; every byte is looked at a bounded number of times.
pub struct Lexer<'a> {
    html: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub fn new(html: &'a str) -> Self {
        Self { html, at: 0 }
    }

    /// The next token; comments, declarations and cut tags are passed over.
    pub fn next_token(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = self.rest();
            if rest.is_empty() {
                return None;
            }
            let Some(tag) = rest.strip_prefix('<') else {
                let end = rest.find('<').unwrap_or(rest.len());
                self.at += end;
                return rest.get(..end).map(Token::Text);
            };
            if tag.starts_with("!--") {
                self.at += 4;
                self.skip_comment();
            } else if tag.starts_with(['!', '?']) {
                self.skip_past('>');
            } else if let Some(end) = tag.strip_prefix('/') {
                if end.starts_with(|c: char| c.is_ascii_alphabetic()) {
                    self.at += 2;
                    if let Some((name, _)) = self.tag() {
                        return Some(Token::End { name });
                    }
                } else {
                    self.skip_past('>');
                }
            } else if tag.starts_with(|c: char| c.is_ascii_alphabetic()) {
                self.at += 1;
                if let Some((name, attributes)) = self.tag() {
                    return Some(Token::Start { name, attributes });
                }
            } else {
                self.at += 1;
                return Some(Token::LessThan);
            }
        }
    }

    /// Skips the content of a raw-text element, with its end tag.
    pub fn skip_raw(&mut self, name: &str) {
        while let Some(less_than) = self.rest().find("</") {
            self.at += less_than + 2;
            let rest = self.rest();
            let is_name = rest.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
            let after = rest.as_bytes().get(name.len());
            if is_name && after.is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>')) {
                self.tag();
                return;
            }
        }
        self.at = self.html.len();
    }

    fn rest(&self) -> &'a str {
        self.html.get(self.at..).unwrap_or_default()
    }

    fn byte(&self) -> Option<u8> {
        self.html.as_bytes().get(self.at).copied()
    }

    fn skip_while(&mut self, wanted: impl Fn(u8) -> bool) {
        while self.byte().is_some_and(&wanted) {
            self.at += 1;
        }
    }

    fn skip_past(&mut self, end: char) {
        let rest = self.rest();
        self.at += rest.find(end).map_or(rest.len(), |found| found + 1);
    }

    /// Skips the rest of a comment, which also ends at `--!>` and, at once, at `>` or `->`.
    fn skip_comment(&mut self) {
        for short in [">", "->"] {
            if self.rest().starts_with(short) {
                self.at += short.len();
                return;
            }
        }
        while let Some(dashes) = self.rest().find("--") {
            self.at += dashes + 2;
            for end in [">", "!>"] {
                if self.rest().starts_with(end) {
                    self.at += end.len();
                    return;
                }
            }
            // In "--->" the end begins with the second dash.
            if self.byte() == Some(b'-') {
                self.at -= 1;
            }
        }
        self.at = self.html.len();
    }

    /// Reads a tag from its name to its end; `None` if the HTML ends first.
    fn tag(&mut self) -> Option<(&'a str, Vec<Attribute<'a>>)> {
        let start = self.at;
        self.skip_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>'));
        let name = self.html.get(start..self.at)?;
        let mut attributes = Vec::new();
        loop {
            self.skip_while(|b| b.is_ascii_whitespace() || b == b'/');
            match self.byte()? {
                b'>' => {
                    self.at += 1;
                    return Some((name, attributes));
                }
                _ => {
                    let attribute = self.attribute()?;
                    if attributes.len() < ATTRIBUTES_READ_MAX {
                        attributes.push(attribute);
                    }
                }
            }
        }
    }

    fn attribute(&mut self) -> Option<Attribute<'a>> {
        let start = self.at;
        // A name may begin with an equals sign.
        self.at += 1;
        self.skip_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'='));
        let name = self.html.get(start..self.at)?;
        let name_end = self.at;
        self.skip_while(|b| b.is_ascii_whitespace());
        if self.byte()? != b'=' {
            self.at = name_end;
            return Some(Attribute { name, source: name });
        }
        self.at += 1;
        self.skip_while(|b| b.is_ascii_whitespace());
        match self.byte()? {
            b'>' => {
                return Some(Attribute { name, source: name });
            }
            quote @ (b'"' | b'\'') => {
                self.at += 1;
                self.at += self.rest().find(char::from(quote))? + 1;
            }
            _ => self.skip_while(|b| !b.is_ascii_whitespace() && b != b'>'),
        }
        let source = self.html.get(start..self.at)?;
        Some(Attribute { name, source })
    }
}
