//! The Markdown of a mail to HTML with its looks inside, because mail programs read nothing else.

use std::fmt::Write;

use comrak::html::{ChildRendering, Context, escape, escape_href, format_document_with_formatter, format_node_default};
use comrak::nodes::{AstNode, NodeValue};
use comrak::options::Plugins;
use comrak::{Arena, Options, parse_document};

use super::Accent;
use super::placeholders::Filled;

/// Quotations and lists inside each other that are still laid out.
const DEPTH_MAX: usize = 20;

/// The three parts of a mail.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub main: String,
    pub small: String,
    pub below: String,
}

struct Looks {
    accent: Accent,
    paragraph: &'static str,
}

/// Renders a filled template.
pub(super) fn render(filled: &Filled, accent: &Accent) -> Parts {
    let options = options();
    let arena = Arena::new();
    let root = parse_document(&arena, &shallow(&filled.text), &options);
    for node in root.descendants().collect::<Vec<_>>() {
        settle(node, filled);
    }
    // Every rule opens a part of its own.
    let mut section: &AstNode = arena.alloc(NodeValue::Document.into());
    let mut sections = vec![section];
    for block in root.children().collect::<Vec<_>>() {
        block.detach();
        if matches!(block.data().value, NodeValue::ThematicBreak) {
            section = arena.alloc(NodeValue::Document.into());
            sections.push(section);
        } else {
            section.append(block);
        }
    }
    let last = sections.len() - 1;
    let mut parts = Parts::default();
    for (at, section) in sections.into_iter().enumerate() {
        let (out, paragraph) = match at {
            0 => (&mut parts.main, "margin:0 0 14px;"),
            _ if at == last => (&mut parts.below, "margin:0 0 6px;"),
            _ => (&mut parts.small, "margin:0 0 10px;"),
        };
        let looks = Looks { accent: *accent, paragraph };
        // Writing to a string does not fail.
        let _ = format_document_with_formatter(section, &options, out, &Plugins::default(), write_node, looks);
    }
    parts
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    // Addresses and greetings stand line by line, as they were typed.
    options.render.hardbreaks = true;
    options.render.escape = true;
    options
}

/// Lines that begin more quotations and lists than anybody reads are kept from being taken apart, which would take for
/// ever.
fn shallow(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let begins = |c: &char| c.is_ascii_whitespace() || c.is_ascii_digit() || ">-*+.)".contains(*c);
        let signs = line.chars().take_while(begins).filter(|c| ">-*+.)".contains(*c)).count();
        let rule = line.trim_matches(['-', '*', ' ']).is_empty();
        if signs > DEPTH_MAX && !rule {
            out.push('\\');
            out.push_str(line.trim_start());
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

/// Puts values where their marks are: a block alone in its paragraph as it is, everything else as words.
fn settle<'a>(node: &'a AstNode<'a>, filled: &Filled) {
    let alone = match &node.data().value {
        NodeValue::Paragraph => node.first_child().filter(|child| child.next_sibling().is_none()).and_then(|child| {
            match &child.data().value {
                NodeValue::Text(text) => filled.block(text).map(ToOwned::to_owned),
                _ => None,
            }
        }),
        _ => None,
    };
    if let Some(html) = alone {
        for child in node.children().collect::<Vec<_>>() {
            child.detach();
        }
        node.data_mut().value = NodeValue::Raw(html);
        return;
    }
    match &mut node.data_mut().value {
        NodeValue::Text(text) => *text = filled.words(text).into(),
        NodeValue::Code(code) => code.literal = filled.words(&code.literal),
        NodeValue::CodeBlock(code) => code.literal = filled.words(&code.literal),
        NodeValue::HtmlInline(html) => *html = filled.words(html),
        NodeValue::HtmlBlock(html) => html.literal = filled.words(&html.literal),
        NodeValue::Link(link) | NodeValue::Image(link) => {
            link.url = filled.words(&link.url);
            link.title = filled.words(&link.title);
        }
        _ => {}
    }
}

type Written = Result<ChildRendering, std::fmt::Error>;

fn write_node<'a>(context: &mut Context<Looks>, node: &'a AstNode<'a>, entering: bool) -> Written {
    let accent = context.user.accent.code();
    match &node.data().value {
        NodeValue::Paragraph if button(node).is_some() => {
            if entering && let Some((url, words)) = button(node) {
                write_button(context, &url, &words)?;
            }
            return Ok(ChildRendering::Skip);
        }
        NodeValue::Paragraph if !in_tight_list(node) => {
            let style = context.user.paragraph;
            match entering {
                true => write!(context, "<p style=\"{style}\">")?,
                false => context.write_str("</p>\n")?,
            }
        }
        NodeValue::Heading(heading) => {
            let (level, size) = (heading.level.clamp(2, 4), if heading.level <= 2 { 19 } else { 16 });
            match entering {
                true => write!(context, "<h{level} style=\"margin:20px 0 8px;font-size:{size}px;line-height:26px;\">")?,
                false => writeln!(context, "</h{level}>")?,
            }
        }
        NodeValue::Link(link) if entering && is_safe(&link.url) => {
            context.write_str("<a class=\"lnk\" href=\"")?;
            escape_href(context, &link.url, false)?;
            write!(context, "\" style=\"color:{accent};\">")?;
        }
        NodeValue::Link(_) => context.write_str(if entering { "<a>" } else { "</a>" })?,
        // Pictures would tell their site who reads: their words stay.
        NodeValue::Image(_) => {}
        _ => return format_node_default(context, node, entering),
    }
    Ok(ChildRendering::HTML)
}

fn in_tight_list<'a>(node: &'a AstNode<'a>) -> bool {
    let list = node.parent().and_then(|item| item.parent());
    list.is_some_and(|list| matches!(&list.data().value, NodeValue::List(list) if list.tight))
}

/// Target and words of a paragraph that is nothing but a bold link.
fn button<'a>(paragraph: &'a AstNode<'a>) -> Option<(String, String)> {
    let strong = only_child(paragraph)?;
    let link = matches!(strong.data().value, NodeValue::Strong).then(|| only_child(strong))??;
    match &link.data().value {
        NodeValue::Link(target) if is_safe(&target.url) => Some((target.url.clone(), words(link))),
        _ => None,
    }
}

fn write_button(context: &mut Context<Looks>, url: &str, words: &str) -> std::fmt::Result {
    let accent = context.user.accent.code();
    write!(
        context,
        "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" style=\"margin:22px 0;\"><tr>\
         <td style=\"border-radius:10px;background:{accent};\"><a href=\""
    )?;
    escape_href(context, url, false)?;
    context.write_str(
        "\" style=\"display:inline-block;padding:12px 20px;font-size:15px;line-height:20px;font-weight:600;\
         color:#ffffff;text-decoration:none;\">",
    )?;
    escape(context, words)?;
    context.write_str("</a></td></tr></table>\n")
}

fn only_child<'a>(node: &'a AstNode<'a>) -> Option<&'a AstNode<'a>> {
    node.first_child().filter(|first| first.next_sibling().is_none())
}

fn words<'a>(node: &'a AstNode<'a>) -> String {
    let mut out = String::new();
    for inner in node.descendants() {
        match &inner.data().value {
            NodeValue::Text(text) => out.push_str(text),
            NodeValue::Code(code) => out.push_str(&code.literal),
            _ => {}
        }
    }
    out
}

/// A mail has no address of its own: only whole ones lead anywhere.
fn is_safe(url: &str) -> bool {
    let lower = url.trim().to_ascii_lowercase();
    ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme))
}
