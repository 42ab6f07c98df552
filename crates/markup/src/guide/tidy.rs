//! Makes a tree that grew from HTML one that Markdown can write.

use comrak::nodes::{AstNode, NodeList, NodeValue, TableAlignment};

use super::editor::{BANG, ESCAPE};

/// What Markdown cannot write goes: empty paragraphs, marks and items, blanks at the edges of a line, rows of a table
/// that are too short.
pub(super) fn tidy<'a>(root: &'a AstNode<'a>) {
    let nodes: Vec<_> = root.descendants().collect();
    for node in nodes.into_iter().rev() {
        let value = node.data().value.clone();
        match value {
            NodeValue::Table(_) => square(node),
            NodeValue::Text(ref text) => node.data_mut().value = NodeValue::Text(mark_bangs(text).into()),
            NodeValue::LineBreak => begin_line(node),
            NodeValue::Paragraph | NodeValue::Heading(_) | NodeValue::TableCell => trim(node),
            NodeValue::List(list) => {
                join(node, &list);
                if !loose(node) {
                    continue;
                }
                for item in node.children() {
                    if let NodeValue::Item(list) = &mut item.data_mut().value {
                        list.tight = false;
                    }
                }
                if let NodeValue::List(list) = &mut node.data_mut().value {
                    list.tight = false;
                }
            }
            _ => {}
        }
        let hollow = matches!(
            value,
            NodeValue::Paragraph
                | NodeValue::Heading(_)
                | NodeValue::Strong
                | NodeValue::Emph
                | NodeValue::Strikethrough
                | NodeValue::Link(_)
                | NodeValue::List(_)
                | NodeValue::Item(_)
                | NodeValue::BlockQuote
                | NodeValue::Alert(_)
                | NodeValue::Table(_)
        );
        if hollow && node.first_child().is_none() {
            node.detach();
        }
    }
}

/// Lists of a kind, one after the other, are one.
fn join<'a>(node: &'a AstNode<'a>, list: &NodeList) {
    let is_same = |other: &'a AstNode<'a>| matches!(&other.data().value, NodeValue::List(other) if other.list_type == list.list_type);
    // The first of them takes all the others, each once.
    if node.previous_sibling().is_some_and(is_same) {
        return;
    }
    while let Some(next) = node.next_sibling().filter(|next| is_same(next)) {
        for item in next.children().collect::<Vec<_>>() {
            node.append(item);
        }
        next.detach();
    }
}

/// What follows a line break begins nothing but its line: no list, heading or table.
fn begin_line<'a>(node: &'a AstNode<'a>) {
    let Some(next) = node.next_sibling() else { return };
    if let NodeValue::Text(text) = &mut next.data_mut().value {
        let line = text.trim_start_matches(' ');
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = line.split_at(digits);
        let escape = match rest.chars().next() {
            Some('=' | '+' | '-' | ':' | '|') => digits == 0,
            Some('.' | ')') => digits > 0,
            _ => false,
        };
        *text = if escape { format!("{number}{ESCAPE}{rest}") } else { line.to_owned() }.into();
    }
}

/// The library escapes every exclamation mark; only those before a bracket need it.
fn mark_bangs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        // A picture may stand after the last one.
        let alone = c == '!' && chars.peek().is_some_and(|next| *next != '[');
        out.push(if alone { BANG } else { c });
    }
    out
}

/// A list whose items hold several paragraphs is written with blank lines.
fn loose<'a>(list: &'a AstNode<'a>) -> bool {
    list.children()
        .any(|item| item.children().filter(|child| matches!(child.data().value, NodeValue::Paragraph)).count() > 1)
}

/// Takes blanks and breaks off both ends of a line.
fn trim<'a>(block: &'a AstNode<'a>) {
    while let Some(first) = block.first_child()
        && !says_something(first, |text| text.trim_start_matches(' '))
    {
        first.detach();
    }
    while let Some(last) = block.last_child()
        && !says_something(last, |text| text.trim_end_matches(' '))
    {
        last.detach();
    }
}

/// Whether anything is left of a piece of a line once it was trimmed, which is done to it.
fn says_something<'a>(piece: &'a AstNode<'a>, trim: fn(&str) -> &str) -> bool {
    match &mut piece.data_mut().value {
        NodeValue::Text(text) => {
            *text = trim(text).to_owned().into();
            !text.is_empty()
        }
        NodeValue::LineBreak | NodeValue::SoftBreak => false,
        _ => true,
    }
}

/// Every row of a table as long as the first.
fn square<'a>(table: &'a AstNode<'a>) {
    let rows: Vec<_> = table.children().collect();
    let columns = rows.first().map_or(0, |row| row.children().count());
    for row in rows {
        for extra in row.children().skip(columns).collect::<Vec<_>>() {
            extra.detach();
        }
    }
    if let NodeValue::Table(table) = &mut table.data_mut().value {
        table.num_columns = columns;
        table.alignments = vec![TableAlignment::None; columns];
    }
    if columns == 0 {
        for row in table.children().collect::<Vec<_>>() {
            row.detach();
        }
    }
}
