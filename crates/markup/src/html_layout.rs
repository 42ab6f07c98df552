//! Lays out the tags and characters of HTML as lines of text.

use crate::limits::QUOTE_MARKS_MAX;

/// Elements whose content nobody sees in a mail.
const UNSEEN: [&str; 12] =
    ["script", "style", "title", "template", "svg", "math", "select", "audio", "video", "canvas", "object", "datalist"];
/// Elements without content, which never hide anything.
const VOID: [&str; 8] = ["area", "br", "col", "hr", "img", "input", "link", "meta"];
/// Empty lines kept between paragraphs.
const BLANK_LINES_MAX: usize = 2;

/// The text so far and where in the document it is.
#[derive(Default)]
pub struct Layout {
    out: String,
    /// Whether images without visible letters in their text are shown with it.
    alternatives: bool,
    /// Whether the address of a link is written behind its words.
    addresses: bool,
    /// Line ends to write before the next character.
    breaks: usize,
    /// A blank to write before the next character.
    space: Option<char>,
    /// Quote depth now, and at the last character.
    quote: usize,
    last_quote: usize,
    preformatted: usize,
    /// A list: `Some(n)` is the number of the next item.
    lists: Vec<Option<usize>>,
    marker: Option<String>,
    /// An element that hides its content, and how often it is open.
    hidden: Option<(String, usize)>,
    link: Option<(String, usize)>,
    /// A non-breaking space alone on a line makes a visible blank line.
    blank_line: bool,
    /// Whether a `br` is all that a paragraph holds so far: `<p><br></p>` is an empty line.
    lone_break: bool,
    /// Length of the text where the open paragraph began.
    paragraph: Option<usize>,
}

impl Layout {
    /// An empty text.
    pub fn new(alternatives: bool, addresses: bool) -> Self {
        Self { alternatives, addresses, ..Self::default() }
    }

    /// The finished text.
    pub fn finish(self) -> String {
        let mut out = String::with_capacity(self.out.len());
        for line in self.out.split('\n') {
            out.push_str(line.trim_end_matches(' '));
            out.push('\n');
        }
        out.trim_matches('\n').trim_end().to_owned()
    }

    /// Characters between tags.
    pub fn text(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        for c in text.chars() {
            match c {
                '\n' if self.preformatted > 0 => self.line_break(),
                ' ' | '\t' if self.preformatted > 0 => self.write(c),
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => self.blank(' '),
                '\u{a0}' => {
                    self.blank_line |= self.at_line_start();
                    self.blank(' ');
                }
                _ => self.write(c),
            }
        }
    }

    /// A start tag.
    pub fn start(&mut self, name: &str, attribute: &dyn Fn(&str) -> Option<String>) {
        if let Some((hiding, count)) = self.hidden.as_mut() {
            *count += usize::from(hiding == name);
            return;
        }
        if !VOID.contains(&name) && (UNSEEN.contains(&name) || is_hidden(attribute)) {
            self.hidden = Some((name.to_owned(), 1));
            return;
        }
        match name {
            "br" => {
                self.lone_break = self.paragraph == Some(self.out.len()) && !self.lone_break;
                self.line_break();
            }
            "p" => {
                self.block(2);
                self.paragraph = Some(self.out.len());
                self.lone_break = false;
            }
            "blockquote" => {
                self.block(1);
                self.quote += 1;
            }
            "pre" => {
                self.block(1);
                self.preformatted += 1;
            }
            "ul" | "ol" => {
                self.block(if self.lists.is_empty() { 2 } else { 1 });
                self.lists.push((name == "ol").then_some(1));
            }
            "li" => self.item(),
            "td" | "th" => {
                if !self.at_line_start() {
                    self.space = Some('\t');
                }
            }
            "a" => self.link = attribute("href").map(|href| (href, self.out.len())),
            "img" => self.image(attribute("alt").unwrap_or_default().trim()),
            _ => self.block(margin(name)),
        }
    }

    /// An end tag.
    pub fn end(&mut self, name: &str) {
        if let Some((hiding, count)) = self.hidden.as_mut() {
            *count -= usize::from(hiding == name);
            if *count == 0 {
                self.hidden = None;
            }
            return;
        }
        match name {
            "br" => self.line_break(),
            "p" => {
                // The paragraph's own margins are that line already.
                if std::mem::take(&mut self.lone_break) && self.paragraph == Some(self.out.len()) {
                    self.breaks = self.breaks.saturating_sub(1);
                }
                self.paragraph = None;
                self.block(2);
            }
            "blockquote" => {
                self.block(1);
                self.quote = self.quote.saturating_sub(1);
            }
            "pre" => {
                self.preformatted = self.preformatted.saturating_sub(1);
                self.block(1);
            }
            "ul" | "ol" => {
                self.lists.pop();
                self.block(if self.lists.is_empty() { 2 } else { 1 });
            }
            "a" => self.end_link(),
            "li" => self.block(1),
            _ => self.block(margin(name)),
        }
    }

    fn item(&mut self) {
        self.block(1);
        let indent = "  ".repeat(self.lists.len().saturating_sub(1).min(QUOTE_MARKS_MAX));
        self.marker = Some(match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{indent}{}. ", *number - 1)
            }
            _ => format!("{indent}- "),
        });
    }

    /// Emoji are pictures in many mails; the texts of other pictures only disturb.
    fn image(&mut self, text: &str) {
        let emoji = !text.is_ascii() && text.chars().count() <= 8 && !text.chars().any(char::is_alphanumeric);
        if emoji || self.alternatives && !text.is_empty() {
            let text: String = text.chars().take(500).collect();
            self.text(&text);
        }
    }

    fn end_link(&mut self) {
        let Some((href, start)) = self.link.take() else {
            return;
        };
        let words = self.out.get(start..).unwrap_or_default().trim();
        let address = href.trim();
        let web = address.starts_with("http://") || address.starts_with("https://");
        if !web || address.len() > 500 {
            return;
        }
        let (shown, differs) = (!words.is_empty(), words != address);
        if !shown && self.alternatives {
            self.text(address);
        } else if shown && differs && self.addresses {
            self.text(&format!(" <{address}>"));
        }
    }

    fn at_line_start(&self) -> bool {
        self.breaks > 0 || self.out.is_empty()
    }

    fn blank(&mut self, c: char) {
        if !self.at_line_start() && self.space.is_none() {
            self.space = Some(c);
        }
    }

    /// The edge of a block: at least that many line ends.
    fn block(&mut self, breaks: usize) {
        // A paragraph inside a list item starts on the line of its marker.
        if breaks == 0 || self.marker.is_some() {
            return;
        }
        self.space = None;
        // Editors write an empty paragraph for an empty line; one more between the margins would be two.
        if std::mem::take(&mut self.blank_line) && self.breaks == 1 {
            self.breaks += 1;
        }
        self.breaks = self.breaks.max(breaks);
    }

    fn line_break(&mut self) {
        self.space = None;
        self.blank_line = false;
        if self.breaks <= BLANK_LINES_MAX {
            self.breaks += 1;
        }
    }

    fn write(&mut self, c: char) {
        if self.out.is_empty() {
            self.out.push_str(&marks(self.quote));
        } else if self.breaks > 0 {
            let between = marks(self.quote.min(self.last_quote));
            for at in 0..self.breaks {
                self.out.push('\n');
                let last = at + 1 == self.breaks;
                self.out.push_str(if last { "" } else { between.trim_end() });
            }
            self.out.push_str(&marks(self.quote));
        }
        self.breaks = 0;
        self.blank_line = false;
        self.last_quote = self.quote;
        if let Some(marker) = self.marker.take() {
            self.out.push_str(&marker);
        }
        self.out.extend(self.space.take());
        self.out.push(c);
    }
}

/// Line ends around a block element.
fn margin(name: &str) -> usize {
    match name {
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dl" | "hr" => 2,
        "div" | "tr" | "table" | "section" | "article" | "header" | "footer" | "address" | "dt" | "dd" | "center"
        | "form" | "fieldset" | "legend" | "figure" | "figcaption" | "main" | "nav" | "aside" | "caption" | "body"
        | "option" | "textarea" => 1,
        _ => 0,
    }
}

fn marks(depth: usize) -> String {
    if depth == 0 { String::new() } else { ">".repeat(depth.min(QUOTE_MARKS_MAX)) + " " }
}

/// Preview texts of newsletters are hidden by style.
fn is_hidden(attribute: &dyn Fn(&str) -> Option<String>) -> bool {
    if attribute("hidden").is_some() {
        return true;
    }
    attribute("style").is_some_and(|style| {
        let plain: String = style.chars().take(2_000).filter(|c| !c.is_whitespace()).collect();
        plain.to_ascii_lowercase().contains("display:none")
    })
}

#[cfg(test)]
mod tests {
    use super::Layout;

    /// Enough of a tokenizer for tests: tags with at most one attribute, `key=value`.
    fn laid(html: &str) -> String {
        let mut layout = Layout::new(false, false);
        for piece in html.split_inclusive('>') {
            let (text, tag) = piece.split_once('<').unwrap_or((piece, ""));
            layout.text(text);
            let tag = tag.trim_end_matches('>');
            if let Some(name) = tag.strip_prefix('/') {
                layout.end(name);
            } else if !tag.is_empty() {
                let (name, attribute) = tag.split_once(' ').unwrap_or((tag, ""));
                let (key, value) = attribute.split_once('=').unwrap_or((attribute, ""));
                layout.start(name, &|wanted| (wanted == key).then(|| value.to_owned()));
            }
        }
        layout.finish()
    }

    #[test]
    fn layouts() {
        for (html, expected) in [
            ("<p>a  b\n c</p><p>d</p>", "a b c\n\nd"),
            ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
            ("<div>a</div><div>\u{a0}</div><div>b</div>", "a\n\nb"),
            ("<div>a<br></div><div>b</div>", "a\nb"),
            ("<p>a</p><p>\u{a0}</p><p>b</p>", "a\n\nb"),
            ("<p>a</p><p><br></p><p>b</p>", "a\n\nb"),
            ("<p>a</p><p><br><br></p><p>b</p>", "a\n\n\nb"),
            ("<p>a<br></p><p>b</p>", "a\n\nb"),
            ("a<br>b<br><br>c", "a\nb\n\nc"),
            ("<ul><li>a</li><li><p>b</p></li></ul>", "- a\n- b"),
            ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n  - b\n2. c"),
            ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a\tb\nc"),
            ("On x wrote:<blockquote>a<br><br>b</blockquote>c", "On x wrote:\n> a\n>\n> b\nc"),
            ("<blockquote>a<blockquote>b</blockquote></blockquote>", "> a\n>> b"),
            ("<pre>a\n  b</pre>c", "a\n  b\nc"),
            ("<div style=display:none>x<div>y</div></div>z", "z"),
            ("<a href=http://x>link</a>", "link"),
            ("a <b>b</b> c", "a b c"),
            ("<img alt=\u{1f600}>", "\u{1f600}"),
        ] {
            assert_eq!(laid(html), expected, "{html}");
        }
    }
}
