//! HTML made small enough to parse: depth, attributes, formatting elements and size bounded in one linear
//! scan, so that no tree builder becomes slow or hungry. Comments, scripts and styles go; nobody needs them.
//! This is no sanitizer: its output is as untrusted as its input.

use crate::limits::{
    HTML_ATTRIBUTES_MAX, HTML_BYTES_MAX, HTML_DEPTH_MAX, HTML_ELEMENTS_MAX, HTML_FORMATTING_MAX, HTML_TAG_BYTES_MAX,
};

/// Elements whose content is no markup; they go with it.
const RAW: [&str; 6] = ["script", "style", "title", "iframe", "noembed", "noframes"];
/// Elements without content.
const VOID: [&str; 16] = [
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta",
    "param", "source", "wbr",
];
/// Elements that the next of their kind closes: leaving them open nests nothing.
const SELF_CLOSING: [&str; 15] =
    ["p", "li", "td", "th", "tr", "tbody", "thead", "tfoot", "dt", "dd", "option", "optgroup", "html", "head", "body"];
/// Elements that a tree builder opens again in each new block.
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Tamed HTML.
pub struct Tamed {
    /// The HTML.
    pub html: String,
    /// Whether something visible may have been cut.
    pub cut: bool,
}

struct Tamer {
    out: String,
    depth: usize,
    /// Start tags dropped because of the depth, whose end tags go too.
    dropped: usize,
    formatting: usize,
    elements: usize,
    cut: bool,
}

/// Bounds a piece of HTML.
pub fn tame(html: &str) -> Tamed {
    let mut tamer = Tamer {
        out: String::with_capacity(html.len().min(HTML_BYTES_MAX)),
        depth: 0,
        dropped: 0,
        formatting: 0,
        elements: 0,
        cut: false,
    };
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
        tamer.text(text);
        if tamer.full() {
            return tamer.finish();
        }
        rest = tamer.markup(tail);
    }
    tamer.text(rest);
    tamer.finish()
}

impl Tamer {
    fn full(&self) -> bool {
        self.out.len() >= HTML_BYTES_MAX || self.elements >= HTML_ELEMENTS_MAX
    }

    fn finish(mut self) -> Tamed {
        self.cut |= self.full();
        Tamed { html: self.out, cut: self.cut }
    }

    fn text(&mut self, text: &str) {
        let room = HTML_BYTES_MAX.saturating_sub(self.out.len());
        let end = text.floor_char_boundary(room);
        self.out.push_str(text.get(..end).unwrap_or_default());
    }

    /// Handles the markup at the start of `tail` and returns what follows it.
    fn markup<'a>(&mut self, tail: &'a str) -> &'a str {
        let next = tail.as_bytes().get(1).copied().unwrap_or(b' ');
        if let Some(comment) = tail.strip_prefix("<!--") {
            return after_comment(comment);
        }
        if next == b'!' || next == b'?' {
            return tail.find('>').and_then(|end| tail.get(end + 1..)).unwrap_or("");
        }
        let closing = next == b'/';
        let start = if closing { 2 } else { 1 };
        let body = tail.get(start..).unwrap_or_default();
        if !body.starts_with(|c: char| c.is_ascii_alphabetic()) {
            if !closing {
                self.out.push_str("&lt;");
            }
            return body;
        }
        let name_end = body.find(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/').unwrap_or(body.len());
        let name = body.get(..name_end.min(64)).unwrap_or_default().to_ascii_lowercase();
        let Some((length, attributes)) = tag_length(body) else {
            return "";
        };
        let tag = tail.get(..start + length).unwrap_or_default();
        let after = tail.get(start + length..).unwrap_or_default();
        if closing {
            self.close(&name, tag);
            return after;
        }
        if RAW.contains(&name.as_str()) {
            return after_raw(after, &name);
        }
        self.open(&name, tag, attributes);
        after
    }

    fn open(&mut self, name: &str, tag: &str, attributes: usize) {
        let formatting = FORMATTING.contains(&name);
        let nests = !VOID.contains(&name) && !SELF_CLOSING.contains(&name);
        if nests && (self.depth >= HTML_DEPTH_MAX || formatting && self.formatting >= HTML_FORMATTING_MAX) {
            self.dropped += 1;
            return;
        }
        self.elements += 1 + self.formatting;
        if nests {
            self.depth += 1;
            self.formatting += usize::from(formatting);
        }
        if attributes > HTML_ATTRIBUTES_MAX || tag.len() > HTML_TAG_BYTES_MAX {
            self.out.push('<');
            self.out.push_str(name);
            self.out.push('>');
            self.cut = true;
        } else {
            self.out.push_str(tag);
        }
    }

    fn close(&mut self, name: &str, tag: &str) {
        let nests = !VOID.contains(&name) && !SELF_CLOSING.contains(&name);
        if nests && self.dropped > 0 {
            self.dropped -= 1;
            return;
        }
        self.elements += 1;
        if nests {
            self.depth = self.depth.saturating_sub(1);
            if FORMATTING.contains(&name) {
                self.formatting = self.formatting.saturating_sub(1);
            }
        }
        if tag.len() <= 200 {
            self.out.push_str(tag);
        }
    }
}

fn after_comment(comment: &str) -> &str {
    for short in [">", "->"] {
        if let Some(rest) = comment.strip_prefix(short) {
            return rest;
        }
    }
    comment.find("-->").and_then(|end| comment.get(end + 3..)).unwrap_or("")
}

/// What follows the end tag of a raw element; nothing if it is never closed, as in a browser.
fn after_raw<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut at = 0;
    while let Some(found) = rest.get(at..).and_then(|tail| tail.find("</")) {
        let start = at + found + 2;
        let same =
            rest.as_bytes().get(start..start + name.len()).is_some_and(|b| b.eq_ignore_ascii_case(name.as_bytes()));
        if same {
            let tail = rest.get(start..).unwrap_or_default();
            return tail.find('>').and_then(|end| tail.get(end + 1..)).unwrap_or("");
        }
        at = start;
    }
    ""
}

/// Bytes up to and with the `>` that ends a tag, and the number of attributes; `None` if it never ends.
fn tag_length(body: &str) -> Option<(usize, usize)> {
    let bytes = body.as_bytes();
    let mut attributes = 0;
    let mut at = 0;
    let mut after_equals = false;
    let mut in_word = true;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => return Some((at + 1, attributes)),
            b'"' | b'\'' if after_equals => {
                let tail = bytes.get(at + 1..)?;
                at += 1 + tail.iter().position(|&b| b == byte)?;
                after_equals = false;
                in_word = false;
            }
            b'=' => after_equals = true,
            b if b.is_ascii_whitespace() || b == b'/' && !after_equals => in_word = false,
            _ => {
                if !in_word && !after_equals {
                    attributes += 1;
                }
                in_word = true;
                after_equals = false;
            }
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::tame;

    #[test]
    fn ordinary_html_stays() {
        for (html, expected) in [
            ("<p class=\"a>b\">x</p>", "<p class=\"a>b\">x</p>"),
            ("a < b", "a &lt; b"),
            ("<!-- c -->x<!doctype html>y", "xy"),
            ("<style>p{}</style>x<SCRIPT>a</b></script >y", "xy"),
            ("<![if !mso]>x<![endif]>", "x"),
            ("<a href=http://x/?a=1&b=/>y</a>", "<a href=http://x/?a=1&b=/>y</a>"),
            ("x<b", "x"),
            ("<p>1<p>2<br>3", "<p>1<p>2<br>3"),
        ] {
            assert_eq!(tame(html).html, expected, "{html}");
        }
    }

    #[test]
    fn pathological_html_is_bounded() {
        let deep = tame(&("<div>".repeat(100_000) + "x"));
        assert!(deep.html.matches("<div>").count() <= 300 && deep.html.ends_with('x'));
        let attributes = tame(&format!("<b {}>x", "a1 ".repeat(10_000)));
        assert_eq!(attributes.html, "<b>x");
        let fonts = tame(&format!("{}{}", "<font>".repeat(1000), "<p>x".repeat(100_000)));
        assert!(fonts.cut && fonts.html.len() < 100_000);
        assert!(tame(&"x".repeat(9_000_000)).html.len() <= 2 * 1024 * 1024);
        assert_eq!(tame(&"<iframe>".repeat(100_000)).html, "");
    }
}
