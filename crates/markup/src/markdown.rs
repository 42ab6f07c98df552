//! What the Markdown of guides and that of mails are both asked.

use comrak::nodes::{AstNode, NodeValue};

/// How often a line begins something inside something else.
pub(crate) fn depth(line: &str) -> usize {
    let begins = |c: &char| c.is_ascii_whitespace() || c.is_ascii_digit() || ">-*+.)".contains(*c);
    let signs = line.chars().take_while(begins).filter(|c| ">-*+.)".contains(*c)).count();
    // A rule is as long as somebody likes.
    if line.trim_matches(['-', '*', ' ']).is_empty() { 0 } else { signs }
}

/// The words below a node, without their looks.
pub(crate) fn words<'a>(node: &'a AstNode<'a>) -> String {
    let mut out = String::new();
    for inner in node.descendants() {
        match &inner.data().value {
            NodeValue::Text(text) => out.push_str(text),
            NodeValue::Code(code) => out.push_str(&code.literal),
            NodeValue::HtmlInline(raw) => out.push_str(raw),
            NodeValue::SoftBreak | NodeValue::LineBreak => out.push(' '),
            _ => {}
        }
    }
    out.trim().to_owned()
}

pub(crate) fn only_child<'a>(node: &'a AstNode<'a>) -> Option<&'a AstNode<'a>> {
    let first = node.first_child()?;
    first.next_sibling().is_none().then_some(first)
}
