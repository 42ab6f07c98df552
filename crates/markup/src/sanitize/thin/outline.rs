//! A simple picture of what the HTML parser has open, never smaller than the truth.

use super::tags;

/// Elements open at once that are kept; deeper ones are flattened.
const DEPTH_MAX: usize = 200;
/// Formatting elements open at once that are kept.
const FORMATTING_MAX: u32 = 100;
/// How often formatting may be opened again, over the whole mail.
const FORMATTING_COST_MAX: u64 = 300_000;
/// Pieces that may stand in a table outside its cells; each is moved before the table.
const STRAY_MAX: usize = 2_000;
/// How far up an end tag looks for its element.
const SEARCH_MAX: usize = 512;

/// What to do with a piece of HTML.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It goes to the parser.
    Keep,
    /// It is left out.
    Drop,
}

struct Open {
    name: &'static str,
    kept: bool,
}

/// Formatting elements open within one table or cell, by their place in the list of all.
type Scope = [u32; tags::FORMATTING.len()];

/// The open elements as the parser will see them.
pub struct Outline {
    open: Vec<Open>,
    kept: usize,
    scopes: Vec<Scope>,
    formatting: u32,
    keeps_formatting: bool,
    cost: u64,
    stray: usize,
}

impl Outline {
    /// An empty outline; without formatting, all formatting tags are dropped.
    pub fn new(keeps_formatting: bool) -> Self {
        Self {
            open: Vec::new(),
            kept: 0,
            scopes: vec![Scope::default()],
            formatting: 0,
            keeps_formatting,
            cost: 0,
            stray: 0,
        }
    }

    /// Tells that the parser would repeat formatting elements too often.
    pub fn too_costly(&self) -> bool {
        self.cost > FORMATTING_COST_MAX
    }

    /// Text.
    pub fn text(&mut self, text: &str) -> Verdict {
        if text.bytes().all(|b| b.is_ascii_whitespace()) {
            return Verdict::Keep;
        }
        self.cost += u64::from(self.formatting);
        self.stray_or_keep()
    }

    /// A start tag.
    pub fn start(&mut self, name: &'static str) -> Verdict {
        self.cost += u64::from(self.formatting);
        if tags::is_table_part(name) {
            return self.start_table_part(name);
        }
        if name == "table" {
            self.close_table_in_table();
        }
        if self.stray_or_keep() == Verdict::Drop {
            return Verdict::Drop;
        }
        if let Some(index) = tags::formatting(name) {
            return self.start_formatting(index);
        }
        self.close_implied(name);
        if tags::is_void(name) {
            return Verdict::Keep;
        }
        self.push(name)
    }

    /// An end tag.
    pub fn end(&mut self, name: &'static str) -> Verdict {
        self.cost += u64::from(self.formatting);
        if let Some(index) = tags::formatting(name) {
            return self.end_formatting(index);
        }
        let stops = |open: &'static str| {
            if name == "table" {
                false
            } else if tags::is_table_part(name) {
                open == "table"
            } else if tags::is_ordinary(name) {
                !tags::is_ordinary(open)
            } else if name == "li" && matches!(open, "ul" | "ol") {
                true
            } else {
                open == "table" || tags::is_cell(open)
            }
        };
        let found = self.find(|open| same_element(open, name), stops);
        match found {
            Some(at) => self.close_from(at),
            None => Verdict::Drop,
        }
    }

    fn stray_or_keep(&mut self) -> Verdict {
        let in_structure = self.open.last().is_some_and(|top| top.kept && tags::is_table_structure(top.name));
        if !in_structure {
            return Verdict::Keep;
        }
        self.stray += 1;
        if self.stray > STRAY_MAX { Verdict::Drop } else { Verdict::Keep }
    }

    fn start_table_part(&mut self, name: &'static str) -> Verdict {
        let is_home = |open: &'static str| match name {
            "td" | "th" => open == "table" || tags::is_row_or_group(open),
            "tr" => matches!(open, "table" | "tbody" | "thead" | "tfoot"),
            _ => open == "table",
        };
        let Some(home) = self.find(is_home, |_| false) else {
            return Verdict::Drop;
        };
        self.close_from(home + 1);
        if tags::is_void(name) {
            return Verdict::Keep;
        }
        self.push(name)
    }

    /// A table straight inside a table's structure ends that table.
    fn close_table_in_table(&mut self) {
        if let Some(at) = self.find(|open| open == "table", tags::is_cell) {
            self.close_from(at);
        }
    }

    fn close_implied(&mut self, name: &'static str) {
        let in_cell = |open: &'static str| open == "table" || tags::is_cell(open);
        let stops_item = |open: &'static str| !tags::is_ordinary(open) && !matches!(open, "address" | "div" | "p");
        let item = match name {
            "li" => self.find(|open| open == "li", stops_item),
            "dd" | "dt" => self.find(|open| matches!(open, "dd" | "dt"), stops_item),
            _ => None,
        };
        if let Some(at) = item {
            self.close_from(at);
        }
        if tags::ends_paragraph(name)
            && let Some(at) = self.find(|open| open == "p", in_cell)
        {
            self.close_from(at);
        }
    }

    fn push(&mut self, name: &'static str) -> Verdict {
        let kept = self.kept < DEPTH_MAX;
        if kept {
            self.kept += 1;
            if opens_scope(name) {
                self.scopes.push(Scope::default());
            }
        }
        self.open.push(Open { name, kept });
        if kept { Verdict::Keep } else { Verdict::Drop }
    }

    /// Closes the element at this place and all inside it; tells whether its tag was kept.
    fn close_from(&mut self, at: usize) -> Verdict {
        let verdict = match self.open.get(at) {
            Some(Open { kept: true, .. }) => Verdict::Keep,
            _ => Verdict::Drop,
        };
        while self.open.len() > at {
            if let Some(Open { name, kept: true }) = self.open.pop() {
                self.kept -= 1;
                if opens_scope(name) {
                    self.close_scope(tags::is_cell(name));
                }
            }
        }
        verdict
    }

    /// Formatting left open in a cell ends with the cell; in a table's structure it goes on.
    fn close_scope(&mut self, ends: bool) {
        let Some(inner) = self.scopes.pop() else {
            return;
        };
        for (index, count) in inner.into_iter().enumerate() {
            if ends {
                self.formatting = self.formatting.saturating_sub(count);
            } else if let Some(outer) = self.scopes.last_mut().and_then(|s| s.get_mut(index)) {
                *outer += count;
            }
        }
    }

    fn start_formatting(&mut self, index: usize) -> Verdict {
        let Some(count) = self.scopes.last_mut().and_then(|s| s.get_mut(index)) else {
            return Verdict::Drop;
        };
        if !self.keeps_formatting || self.formatting >= FORMATTING_MAX {
            return Verdict::Drop;
        }
        *count += 1;
        self.formatting += 1;
        Verdict::Keep
    }

    fn end_formatting(&mut self, index: usize) -> Verdict {
        match self.scopes.last_mut().and_then(|s| s.get_mut(index)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                self.formatting = self.formatting.saturating_sub(1);
                Verdict::Keep
            }
            _ => Verdict::Drop,
        }
    }

    /// The innermost element that is wanted, unless one that stops the search comes first.
    fn find(&self, wanted: impl Fn(&'static str) -> bool, stops: impl Fn(&'static str) -> bool) -> Option<usize> {
        for (at, open) in self.open.iter().enumerate().rev().take(SEARCH_MAX) {
            if wanted(open.name) {
                return Some(at);
            }
            if stops(open.name) {
                return None;
            }
        }
        None
    }
}

fn opens_scope(name: &str) -> bool {
    name == "table" || tags::is_cell(name)
}

/// Any heading's end tag ends any heading.
fn same_element(open: &str, name: &str) -> bool {
    let is_heading = |name: &str| matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    open == name || is_heading(open) && is_heading(name)
}
