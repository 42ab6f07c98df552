//! The Markdown of a mail to HTML with its looks inside, because mail programs read nothing else.

use std::fmt::Write;

use comrak::html::{ChildRendering, Context, escape, escape_href, format_document_with_formatter, format_node_default};
use comrak::nodes::{AstNode, NodeLink, NodeValue};
use comrak::options::Plugins;
use comrak::{Arena, Options, parse_document};

use super::placeholders::{Filled, Piece};
use super::{Accent, Frame};
use crate::markdown::{depth, only_child, words};

/// Quotations and lists inside each other that are still laid out.
const DEPTH_MAX: usize = 20;

/// The three parts of a mail.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub main: String,
    pub small: String,
    pub below: String,
}

struct Looks<'f> {
    accent: Accent,
    site: &'f str,
    paragraph: &'static str,
}

/// Renders a filled template.
pub(super) fn render(filled: &Filled, frame: &Frame) -> Parts {
    let options = options();
    let arena = Arena::new();
    let root = parse_document(&arena, &shallow(&filled.text), &options);
    for node in root.descendants().collect::<Vec<_>>() {
        settle(&arena, node, filled);
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
        let looks = Looks { accent: frame.accent, site: &frame.site, paragraph };
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
        if depth(line) > DEPTH_MAX {
            out.push('\\');
            out.push_str(line.trim_start());
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

/// Puts values where their marks are: blocks as paragraphs of their own, web addresses as links, the rest as words.
fn settle<'a>(arena: &'a Arena<'a>, node: &'a AstNode<'a>, filled: &Filled) {
    let text = match &mut node.data_mut().value {
        NodeValue::Text(text) => text.to_string(),
        NodeValue::Code(code) => return code.literal = filled.words(&code.literal),
        NodeValue::CodeBlock(code) => return code.literal = filled.words(&code.literal),
        NodeValue::HtmlInline(html) => return *html = filled.words(html),
        NodeValue::HtmlBlock(html) => return html.literal = filled.words(&html.literal),
        NodeValue::Link(link) | NodeValue::Image(link) => {
            link.url = filled.words(&link.url);
            return link.title = filled.words(&link.title);
        }
        _ => return,
    };
    let linked = node.ancestors().any(|node| matches!(node.data().value, NodeValue::Link(_)));
    let paragraph = node.parent().filter(|parent| matches!(parent.data().value, NodeValue::Paragraph));
    let new = |value: NodeValue| arena.alloc(value.into());
    for piece in filled.pieces(&text) {
        match (piece, paragraph) {
            (Piece::Block(html), Some(paragraph)) => {
                // What stands before it becomes a paragraph of its own.
                let before = new(NodeValue::Paragraph);
                while let Some(first) = paragraph.first_child().filter(|first| !std::ptr::eq(*first, node)) {
                    before.append(first);
                }
                if trimmed(before) {
                    paragraph.insert_before(before);
                }
                paragraph.insert_before(new(NodeValue::Raw(html)));
            }
            (Piece::Block(html), None) => node.insert_before(new(NodeValue::Text(crate::html_to_text(&html).into()))),
            (Piece::Address(url), _) if !linked => {
                let link = new(NodeValue::Link(Box::new(NodeLink { url: url.clone(), title: String::new() })));
                link.append(new(NodeValue::Text(url.into())));
                node.insert_before(link);
            }
            (Piece::Address(words) | Piece::Words(words), _) => {
                node.insert_before(new(NodeValue::Text(words.into())));
            }
        }
    }
    node.detach();
    if let Some(paragraph) = paragraph
        && !trimmed(paragraph)
    {
        paragraph.detach();
    }
}

/// Takes breaks and blanks off both ends of a paragraph; tells whether anything is left.
fn trimmed<'a>(paragraph: &'a AstNode<'a>) -> bool {
    let blank = |node: &&'a AstNode<'a>| match &node.data().value {
        NodeValue::SoftBreak | NodeValue::LineBreak => true,
        NodeValue::Text(text) => text.trim().is_empty(),
        _ => false,
    };
    while let Some(edge) = paragraph.first_child().filter(blank).or_else(|| paragraph.last_child().filter(blank)) {
        edge.detach();
    }
    paragraph.first_child().is_some()
}

type Written = Result<ChildRendering, std::fmt::Error>;

fn write_node<'a>(context: &mut Context<Looks>, node: &'a AstNode<'a>, entering: bool) -> Written {
    let accent = context.user.accent.code();
    match &node.data().value {
        NodeValue::Paragraph if buttons(node, context.user.site).is_some() => {
            if entering && let Some(buttons) = buttons(node, context.user.site) {
                write_buttons(context, &buttons)?;
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
        NodeValue::Link(link) if entering => match target(&link.url, context.user.site) {
            Some(url) => {
                context.write_str("<a class=\"lnk\" href=\"")?;
                escape_href(context, &url, false)?;
                write!(context, "\" style=\"color:{accent};\">")?;
            }
            None => context.write_str("<a>")?,
        },
        NodeValue::Link(_) => context.write_str("</a>")?,
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

/// Target and words of each button of a paragraph that is nothing but bold links.
fn buttons<'a>(paragraph: &'a AstNode<'a>, site: &str) -> Option<Vec<(String, String)>> {
    let mut out = Vec::new();
    for node in paragraph.children() {
        match &node.data().value {
            NodeValue::Strong => {
                let link = only_child(node)?;
                let NodeValue::Link(to) = &link.data().value else { return None };
                out.push((target(&to.url, site)?, words(link)));
            }
            NodeValue::SoftBreak | NodeValue::LineBreak => {}
            NodeValue::Text(text) if text.trim().is_empty() => {}
            _ => return None,
        }
    }
    (!out.is_empty()).then_some(out)
}

/// Buttons beside each other where there is room, the first in the colour of the desk. The cell is coloured and padded
/// too, because Outlook pads no links; a table for each lets them wrap, and gives each a line of the plain text.
fn write_buttons(context: &mut Context<Looks>, buttons: &[(String, String)]) -> std::fmt::Result {
    let accent = context.user.accent.code();
    context.write_str(
        "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"margin:22px 0 12px;\"><tr><td>",
    )?;
    for (at, (url, words)) in buttons.iter().enumerate() {
        let (cell, class, pad, colour) = match at {
            0 => (format!("bgcolor=\"{accent}\" style=\"background:{accent};"), "btn", 12, "#ffffff"),
            _ => ("class=\"ghost\" style=\"border:1px solid #c9c6bf;".to_owned(), "btn t1", 11, "#1a1d23"),
        };
        write!(
            context,
            "<table role=\"presentation\" align=\"left\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" \
             style=\"margin:0 10px 10px 0;mso-table-rspace:10px;\"><tr>\
             <td {cell}border-radius:10px;mso-padding-alt:{pad}px 20px;\"><a class=\"{class}\" href=\""
        )?;
        escape_href(context, url, false)?;
        write!(
            context,
            "\" style=\"display:inline-block;padding:{pad}px 20px;font-size:15px;line-height:20px;font-weight:600;\
             color:{colour};text-decoration:none;\">"
        )?;
        escape(context, words)?;
        context.write_str("</a></td></tr></table>")?;
    }
    context.write_str("</td></tr></table>\n")
}

/// Where a link leads, if it may: a mail has no address of its own, so a path is one of the site.
fn target(url: &str, site: &str) -> Option<String> {
    let lower = url.trim().to_ascii_lowercase();
    if lower.starts_with('/') && !lower.starts_with("//") && !lower.contains('\\') {
        return Some(format!("{site}{}", url.trim()));
    }
    let whole = ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme));
    whole.then(|| url.to_owned())
}
