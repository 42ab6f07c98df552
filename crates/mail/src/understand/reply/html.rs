//! The new part of an HTML body. The markup is read as lines of shown text; the
//! containers that mail programs make say which lines are quoted or a signature;
//! then the same search as for plain text finds where the reply ends, and the
//! HTML is cut there with its open elements closed.

use std::borrow::Cow;
use std::collections::HashMap;

use super::line::{Kind, Line};
use super::tags::{Token, Tokens, push_text};
use super::{attribution, containers, separator};

/// Largest HTML (bytes) that is looked at.
const HTML_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Most lines of shown text.
const LINES_MAX: usize = 60_000;
/// Deepest nesting that is followed.
const DEPTH_MAX: usize = 2_000;
/// Most elements that are followed.
const ELEMENTS_MAX: usize = 500_000;
/// Longest line that is kept as text; the rest of it is only counted as shown.
const LINE_BYTES_MAX: usize = 4_000;

/// The part of `html` that the sender newly wrote, as raw HTML that is yet to be
/// sanitized. `None` if nothing was removed.
pub fn reply_of_html(html: &str) -> Option<String> {
    if html.len() > HTML_BYTES_MAX {
        return None;
    }
    let mut reader = Reader::default();
    for token in Tokens::of(html) {
        reader.take(token)?;
    }
    reader.break_line();
    let kept = super::kept(&mut reader.lines, super::Quotes::Anyone);
    let shown = reader.lines.iter().rposition(|line| line.kind != Kind::Blank).map_or(0, |last| last + 1);
    if kept.end >= shown || kept.end <= kept.start {
        return None;
    }
    let cut = reader.cuts.get(kept.end)?;
    let mut reply = html.get(..cut.at)?.to_owned();
    let mut open = cut.inside;
    while let Some((written, parent)) = open.and_then(|index| reader.opened.get(index)) {
        reply.push_str("</");
        reply.push_str(written);
        reply.push('>');
        open = *parent;
    }
    Some(reply)
}

/// What an element says about the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Plain,
    Quote,
    Signature,
    Preformatted,
    /// Content that is not shown.
    Hidden,
}

/// Where the HTML can be cut before a line, and the innermost element open there.
#[derive(Clone, Copy, Debug, Default)]
struct Cut {
    at: usize,
    inside: Option<usize>,
}

struct Element {
    name: String,
    role: Role,
    /// Its index in `Reader::opened`.
    index: usize,
}

/// Builds the lines while the tokens come.
#[derive(Default)]
struct Reader<'a> {
    lines: Vec<Line<'a>>,
    cuts: Vec<Cut>,
    stack: Vec<Element>,
    /// Every element that was opened: its name as written, and its parent.
    opened: Vec<(&'a str, Option<usize>)>,
    open_count: HashMap<String, usize>,
    quotes: usize,
    signatures: usize,
    hidden: usize,
    preformatted: usize,
    current: String,
    /// The cut before the current line.
    cut: Cut,
    /// Byte offset behind the last thing shown.
    shown: usize,
    shown_inside: Option<usize>,
    current_quoted: bool,
    current_signature: bool,
}

impl<'a> Reader<'a> {
    /// `None` when a bound is passed: then nothing is removed.
    fn take(&mut self, token: Token<'a>) -> Option<()> {
        match token {
            Token::Text { text, end } => self.text(text, end),
            Token::Open { name, written, attributes, end } => self.open(name, written, attributes, end),
            Token::Close { name } => self.close(&name),
        }
        (self.lines.len() <= LINES_MAX && self.stack.len() <= DEPTH_MAX && self.opened.len() <= ELEMENTS_MAX)
            .then_some(())
    }

    fn text(&mut self, text: &str, end: usize) {
        if self.hidden > 0 {
            return;
        }
        if self.preformatted == 0 {
            return self.piece(text, end, false);
        }
        let mut at = end - text.len();
        for (index, piece) in text.split('\n').enumerate() {
            if index > 0 {
                self.break_line();
            }
            self.piece(piece, at + piece.len(), true);
            at += piece.len() + 1;
        }
    }

    fn piece(&mut self, text: &str, end: usize, preformatted: bool) {
        let before = self.current.len();
        if before < LINE_BYTES_MAX {
            push_text(&mut self.current, text, preformatted);
        }
        if self.current.trim().is_empty() {
            return;
        }
        if self.current.get(..before).is_none_or(|old| old.trim().is_empty()) {
            self.current_quoted = self.quotes > 0;
            self.current_signature = self.signatures > 0;
        }
        if !text.trim().is_empty() {
            self.show(end);
        }
    }

    fn show(&mut self, end: usize) {
        self.shown = end;
        self.shown_inside = self.stack.last().map(|element| element.index);
    }

    /// The edge of a block ends the line, if there is one; paragraphs have a blank line around them.
    fn end_block(&mut self, name: &str) {
        if !self.current.trim().is_empty() {
            self.break_line();
        }
        self.current.clear();
        if matches!(name, "p" | "blockquote" | "hr") {
            self.break_line();
        }
    }

    /// Ends the line of text; consecutive ends make one blank line at most.
    fn break_line(&mut self) {
        let text = std::mem::take(&mut self.current);
        let blank = text.trim().is_empty();
        if blank && self.lines.last().is_none_or(|line| line.kind == Kind::Blank) {
            return;
        }
        let (quoted, signature) = (self.current_quoted, self.current_signature);
        let mut line = Line { text: Cow::Owned(text.trim_end().to_owned()), ..Line::of_text("") };
        line.kind = match Line::of_text(&text).kind {
            Kind::Blank => Kind::Blank,
            _ if quoted && self.announces(&text) => Kind::Text,
            _ if quoted => Kind::Quote,
            _ if signature => Kind::Signature,
            kind => kind,
        };
        line.delimiter_space = text.trim_start() == "-- " || line.text.trim() == "--" && text.ends_with('\u{a0}');
        self.push(line);
        if !blank {
            self.cut = Cut { at: self.shown, inside: self.shown_inside };
        }
    }

    /// A "Forwarded message" line in Gmail's container for attributions: the text
    /// below has no container of its own, so the line itself must end the reply.
    fn announces(&self, text: &str) -> bool {
        self.open_count.get("blockquote").is_none_or(|count| *count == 0)
            && separator::is_announcement(&Line::of_text(text))
    }

    fn push(&mut self, line: Line<'a>) {
        self.lines.push(line);
        self.cuts.push(self.cut);
    }

    fn open(&mut self, name: String, written: &'a str, attributes: &str, end: usize) {
        if name == "br" {
            self.break_line();
            return;
        }
        if is_block(&name) {
            self.end_block(&name);
        }
        if containers::is_boundary(&name, attributes) && self.quotes == 0 {
            self.boundary();
        }
        if name == "img" && self.hidden == 0 && self.quotes == 0 {
            self.show(end);
            self.cut = if self.current.is_empty() { Cut { at: end, inside: self.shown_inside } } else { self.cut };
        }
        if matches!(name.as_str(), "td" | "th") && !self.current.is_empty() {
            self.current.push(' ');
        }
        if name == "li" {
            self.current.push_str("• ");
        }
        if is_void(&name) || name.is_empty() {
            return;
        }
        if is_block(&name) && self.stack.last().is_some_and(|top| top.name == "p") {
            self.pop();
        }
        let role = self.role_of(&name, attributes);
        self.count(role, 1);
        *self.open_count.entry(name.clone()).or_default() += 1;
        let index = self.opened.len();
        self.opened.push((written, self.stack.last().map(|parent| parent.index)));
        self.stack.push(Element { name, role, index });
    }

    fn boundary(&mut self) {
        self.break_line();
        self.push(Line { kind: Kind::Boundary, text: Cow::Borrowed(""), delimiter_space: false });
    }

    fn close(&mut self, name: &str) {
        if is_block(name) {
            self.end_block(name);
        }
        // an end tag without a start is ignored at once, so no search is wasted
        if self.open_count.get(name).is_none_or(|count| *count == 0) {
            return;
        }
        while let Some(popped) = self.pop() {
            if popped == name {
                break;
            }
        }
    }

    fn pop(&mut self) -> Option<String> {
        let element = self.stack.pop()?;
        self.count(element.role, -1);
        if let Some(count) = self.open_count.get_mut(&element.name) {
            *count = count.saturating_sub(1);
        }
        Some(element.name)
    }

    fn count(&mut self, role: Role, by: isize) {
        let counter = match role {
            Role::Plain => return,
            Role::Quote => &mut self.quotes,
            Role::Signature => &mut self.signatures,
            Role::Preformatted => &mut self.preformatted,
            Role::Hidden => &mut self.hidden,
        };
        *counter = counter.saturating_add_signed(by);
    }

    fn role_of(&self, name: &str, attributes: &str) -> Role {
        match name {
            "head" | "script" | "style" | "title" => return Role::Hidden,
            "pre" => return Role::Preformatted,
            _ => {}
        }
        if containers::is_quote(name, attributes) || (name == "blockquote" && self.below_attribution()) {
            return Role::Quote;
        }
        if containers::is_signature(name, attributes) { Role::Signature } else { Role::Plain }
    }

    /// Whether the last visible line is an attribution.
    fn below_attribution(&self) -> bool {
        const GAP_LINES_MAX: usize = 4;
        let last = self.lines.iter().rev().take(GAP_LINES_MAX).position(|line| line.kind != Kind::Blank);
        let last = last.and_then(|above| self.lines.len().checked_sub(above + 1));
        last.is_some_and(|last| attribution::ending_at(&self.lines, last).is_some())
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "hr"
            | "img"
            | "input"
            | "meta"
            | "link"
            | "base"
            | "area"
            | "col"
            | "embed"
            | "source"
            | "wbr"
            | "param"
            | "track"
    )
}

/// Elements that begin and end a line.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "html"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "table"
            | "tbody"
            | "thead"
            | "tr"
            | "ul"
    )
}

#[cfg(test)]
#[path = "html_tests.rs"]
mod tests;
