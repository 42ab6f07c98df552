//! A tree of Markdown grown from the tags of HTML, in whatever order they come.

use comrak::Arena;
use comrak::nodes::{
    AlertType, AstNode, ListDelimType, ListType, NodeAlert, NodeCode, NodeCodeBlock, NodeHeading, NodeLink, NodeList,
    NodeTable, NodeValue,
};

use super::editor::{BANG, ESCAPE, holds_blocks};
use super::tidy::tidy;
use super::{FOLDER, MediaByName, TONES, is_safe};

/// Columns of a table that are kept.
const COLUMNS_MAX: usize = 50;

/// What an open element became.
struct Open<'a> {
    /// The element's name.
    name: String,
    /// Its node; `None` for elements that leave no trace.
    node: Option<&'a AstNode<'a>>,
}

/// The tree while it grows.
pub(super) struct Tree<'a, 'm> {
    arena: &'a Arena<'a>,
    known: &'m MediaByName,
    root: &'a AstNode<'a>,
    open: Vec<Open<'a>>,
    /// Text of a code block or of inline code.
    code: Option<String>,
    /// Text of a caption.
    caption: Option<String>,
    /// The last picture, which a caption belongs to.
    picture: Option<&'a AstNode<'a>>,
}

impl<'a, 'm> Tree<'a, 'm> {
    pub(super) fn new(arena: &'a Arena<'a>, known: &'m MediaByName) -> Self {
        let root = arena.alloc(NodeValue::Document.into());
        Self { arena, known, root, open: Vec::new(), code: None, caption: None, picture: None }
    }

    /// The whole tree.
    pub(super) fn finish(mut self) -> &'a AstNode<'a> {
        while let Some(last) = self.open.last() {
            let name = last.name.clone();
            self.end(&name);
        }
        tidy(self.root);
        self.root
    }

    fn node(&self) -> &'a AstNode<'a> {
        self.open.iter().rev().find_map(|open| open.node).unwrap_or(self.root)
    }

    fn add(&mut self, name: &str, value: NodeValue) {
        let node = self.arena.alloc(value.into());
        self.node().append(node);
        self.open.push(Open { name: name.to_owned(), node: Some(node) });
    }

    fn plain(&mut self, name: &str) {
        self.open.push(Open { name: name.to_owned(), node: None });
    }

    /// Closes what cannot hold a block: paragraphs, headings and what stands in them.
    fn close_to_block(&mut self) {
        while let Some(node) = self.open.iter().rev().find_map(|open| open.node) {
            if holds_blocks(&node.data().value) || matches!(node.data().value, NodeValue::TableCell) {
                return;
            }
            // A list or table holds only its own parts: whatever else comes stands after it.
            while self.open.pop().is_some_and(|open| open.node.is_none()) {}
        }
    }

    /// Opens a paragraph where text cannot stand by itself.
    fn open_inline(&mut self) {
        let node = self.node();
        let value = &node.data().value;
        if matches!(value, NodeValue::List(_) | NodeValue::Table(_) | NodeValue::TableRow(_)) {
            self.close_to_block();
        }
        if holds_blocks(&self.node().data().value) {
            let paragraph = self.arena.alloc(NodeValue::Paragraph.into());
            self.node().append(paragraph);
            self.open.push(Open { name: "p".to_owned(), node: Some(paragraph) });
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if let Some(code) = self.code.as_mut().or(self.caption.as_mut()) {
            code.push_str(text);
            return;
        }
        let blank = text.chars().all(|c| c.is_ascii_whitespace());
        let value = self.node().data().value.clone();
        let between =
            holds_blocks(&value) || matches!(value, NodeValue::List(_) | NodeValue::Table(_) | NodeValue::TableRow(_));
        if blank && between {
            return;
        }
        self.open_inline();
        let text: String = text
            .chars()
            .filter(|c| ![BANG, ESCAPE].contains(c))
            .map(|c| if c.is_ascii_whitespace() { ' ' } else { c })
            .collect();
        // In one piece, so that signs of several letters are known for what they are.
        if let Some(last) = self.node().last_child()
            && let NodeValue::Text(before) = &mut last.data_mut().value
        {
            before.to_mut().push_str(&text);
            return;
        }
        let node = self.arena.alloc(NodeValue::Text(text.into()).into());
        self.node().append(node);
    }

    pub(super) fn start(&mut self, name: &str, attribute: &dyn Fn(&str) -> Option<String>) {
        if self.code.is_some() {
            if name == "br" {
                self.text("\n");
            }
            return;
        }
        match name {
            "p" | "div" | "section" | "article" | "header" | "footer" | "main" | "address" | "figure" | "dl" | "dd"
            | "dt" | "center" | "details" | "summary" => {
                self.close_to_block();
                // Nobody closes a paragraph that leaves no trace.
                while name == "p" && self.open.last().is_some_and(|open| open.node.is_none() && open.name == "p") {
                    self.open.pop();
                }
                match callout(attribute) {
                    Some(alert) => self.add(name, NodeValue::Alert(Box::new(alert))),
                    None => self.plain(name),
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.close_to_block();
                let level = name.bytes().last().map_or(2, |digit| digit.saturating_sub(b'0')).max(2);
                self.add(name, NodeValue::Heading(NodeHeading { level, setext: false, closed: false }));
            }
            "blockquote" => {
                self.close_to_block();
                self.add(name, NodeValue::BlockQuote);
            }
            "ul" | "ol" => {
                self.close_to_block();
                let start = attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1);
                self.add(name, NodeValue::List(NodeList { start, ..list(name == "ol") }));
            }
            "li" => self.item(),
            "hr" => {
                self.close_to_block();
                self.add(name, NodeValue::ThematicBreak);
                self.open.pop();
            }
            "pre" => {
                self.close_to_block();
                self.code = Some(String::new());
                self.plain(name);
            }
            "table" => {
                self.close_to_block();
                self.add(name, NodeValue::Table(Box::new(table())));
            }
            "tr" | "td" | "th" => self.table_part(name),
            "br" => {
                self.open_inline();
                let node = self.arena.alloc(NodeValue::LineBreak.into());
                self.node().append(node);
            }
            "strong" | "b" => self.mark(name, NodeValue::Strong),
            "em" | "i" => self.mark(name, NodeValue::Emph),
            "s" | "del" | "strike" => self.mark(name, NodeValue::Strikethrough),
            "code" | "kbd" | "samp" | "tt" => {
                self.open_inline();
                self.code = Some(String::new());
                self.plain(name);
            }
            "a" => self.link(attribute("href").unwrap_or_default()),
            "img" | "video" => self.picture(attribute),
            "figcaption" => {
                self.caption = Some(String::new());
                self.plain(name);
            }
            _ => {}
        }
    }

    pub(super) fn end(&mut self, name: &str) {
        if self.code.is_some() && self.open.last().is_some_and(|open| open.name != name) {
            return;
        }
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else {
            // Only a block's end says where text stops.
            return;
        };
        match name {
            "pre" => self.code_block(),
            "code" | "kbd" | "samp" | "tt" => self.code_words(),
            "figcaption" => self.caption_ends(),
            _ => {}
        }
        self.open.truncate(at);
        if ["div", "section", "figure", "dd", "dt"].contains(&name) {
            self.close_to_block();
        }
    }

    fn mark(&mut self, name: &str, value: NodeValue) {
        self.open_inline();
        self.add(name, value);
    }

    fn item(&mut self) {
        // Up to the list that it belongs to; without one it begins its own.
        while let Some(node) = self.open.iter().rev().find_map(|open| open.node) {
            match node.data().value {
                NodeValue::List(_) => break,
                NodeValue::Document | NodeValue::BlockQuote | NodeValue::Alert(_) | NodeValue::TableCell => break,
                _ => while self.open.pop().is_some_and(|open| open.node.is_none()) {},
            }
        }
        let within = match &self.node().data().value {
            NodeValue::List(list) => Some(*list),
            _ => None,
        };
        let list = within.unwrap_or_else(|| {
            let list = list(false);
            self.close_to_block();
            self.add("ul", NodeValue::List(list));
            list
        });
        self.add("li", NodeValue::Item(list));
    }

    fn table_part(&mut self, name: &str) {
        let wanted = |value: &NodeValue| match name {
            "tr" => matches!(value, NodeValue::Table(_)),
            _ => matches!(value, NodeValue::TableRow(_)),
        };
        let Some(at) = self.open.iter().rposition(|open| open.node.is_some_and(|node| wanted(&node.data().value)))
        else {
            return;
        };
        self.open.truncate(at + 1);
        if name == "tr" {
            // Markdown knows one row of headings, the first.
            let first = self.node().first_child().is_none();
            self.add(name, NodeValue::TableRow(first));
        } else if self.node().children().count() < COLUMNS_MAX {
            self.add(name, NodeValue::TableCell);
        }
    }

    fn link(&mut self, target: String) {
        let name = self.known.iter().find(|(_, medium)| medium.url == target).map(|(name, _)| name);
        let url = match name {
            Some(name) => format!("{FOLDER}{name}"),
            None => target,
        };
        self.open_inline();
        // Markdown has mail addresses of ASCII only.
        let mail = url.starts_with("mailto:") && !url.is_ascii();
        if (is_safe(&url) && !mail) || url.starts_with(FOLDER) {
            self.add("a", NodeValue::Link(Box::new(NodeLink { url, title: String::new() })));
        } else {
            self.plain("a");
        }
    }

    fn picture(&mut self, attribute: &dyn Fn(&str) -> Option<String>) {
        let source = attribute("src").unwrap_or_default();
        let Some(name) = self.known.iter().find(|(_, medium)| medium.url == source).map(|(name, _)| name) else {
            return;
        };
        let words = attribute("alt").or_else(|| attribute("aria-label")).unwrap_or_default();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        self.open_inline();
        let link = NodeLink { url: format!("{FOLDER}{name}"), title: String::new() };
        let node = self.arena.alloc(NodeValue::Image(Box::new(link)).into());
        if !words.is_empty() {
            node.append(self.arena.alloc(NodeValue::Text(words.into()).into()));
        }
        self.node().append(node);
        self.picture = Some(node);
    }

    fn code_block(&mut self) {
        let mut literal = self.code.take().unwrap_or_default();
        if !literal.ends_with('\n') {
            literal.push('\n');
        }
        let fence_length = longest_run(&literal, '`').max(2) + 1;
        let block = NodeCodeBlock { fenced: true, fence_char: b'`', fence_length, literal, ..Default::default() };
        self.open.pop();
        let node = self.arena.alloc(NodeValue::CodeBlock(Box::new(block)).into());
        self.node().append(node);
    }

    fn code_words(&mut self) {
        let literal = self.code.take().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        self.open.pop();
        if literal.is_empty() {
            return;
        }
        let num_backticks = longest_run(&literal, '`') + 1;
        let node = self.arena.alloc(NodeValue::Code(NodeCode { num_backticks, literal }).into());
        self.node().append(node);
    }

    fn caption_ends(&mut self) {
        let words = self.caption.take().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(picture) = self.picture.take()
            && let NodeValue::Image(link) = &mut picture.data_mut().value
        {
            link.title = words;
        }
    }
}

fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}

fn list(ordered: bool) -> NodeList {
    NodeList {
        list_type: if ordered { ListType::Ordered } else { ListType::Bullet },
        marker_offset: 0,
        padding: if ordered { 3 } else { 2 },
        start: 1,
        delimiter: ListDelimType::Period,
        bullet_char: b'-',
        tight: true,
        is_task_list: false,
    }
}

fn table() -> NodeTable {
    NodeTable { alignments: Vec::new(), num_columns: 0, num_rows: 0, num_nonempty_cells: 0 }
}

fn callout(attribute: &dyn Fn(&str) -> Option<String>) -> Option<NodeAlert> {
    attribute("class").filter(|class| class.split_whitespace().any(|name| name == "callout"))?;
    let tone = attribute("data-tone").unwrap_or_default();
    let word = TONES.iter().find(|(known, _)| *known == tone).map_or("NOTE", |(_, word)| word);
    let alert_type = match word {
        "TIP" => AlertType::Tip,
        "IMPORTANT" => AlertType::Important,
        "WARNING" => AlertType::Warning,
        "CAUTION" => AlertType::Caution,
        _ => AlertType::Note,
    };
    Some(NodeAlert { alert_type, title: None, multiline: false, fence_length: 0, fence_offset: 0 })
}
