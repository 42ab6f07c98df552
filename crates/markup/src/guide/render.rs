//! Markdown to the HTML of a guide. What the author wrote as HTML is shown as text, and links lead only where they
//! may: the result needs no cleaning.

use std::fmt::Write;

use comrak::html::{ChildRendering, Context, escape, escape_href, format_document_with_formatter, format_node_default};
use comrak::nodes::{AlertType, AstNode, ListType, NodeAlert, NodeHeading, NodeLink, NodeValue};
use comrak::options::Plugins;
use comrak::{Arena, Options, parse_document};

use super::{FOLDER, MediaByName, TONES, is_safe, video};
use crate::markdown::{depth, only_child, words};

/// Characters of one description that are kept.
const ALT_CHARS_MAX: usize = 500;

/// Quotations and lists inside each other.
const DEPTH_MAX: usize = 40;

/// A heading of a guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its anchor in the page.
    pub id: String,
    /// 2 or more: the title of the guide is the first level.
    pub level: u8,
    /// Its words.
    pub text: String,
}

/// A text as readers get it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Safe HTML.
    pub html: String,
    /// Its words, for search and previews.
    pub text: String,
    /// Its headings in order.
    pub headings: Vec<Heading>,
    /// The names of the media that it shows.
    pub media: Vec<String>,
    /// A picture has no description.
    pub undescribed: bool,
    /// A picture or file that the guide does not have.
    pub missing: bool,
    /// Quotations or lists inside each other that nobody could read; shown as they were written.
    pub too_deep: bool,
}

struct State<'m> {
    known: &'m MediaByName,
    out: Rendered,
}

/// Renders the Markdown of a guide; `known` are the media it may show.
#[must_use]
pub fn render(source: &str, known: &MediaByName) -> Rendered {
    if source.lines().any(|line| depth(line) > DEPTH_MAX) {
        // Taking it apart would take for ever.
        let html = crate::text_to_html(source);
        return Rendered { text: source.to_owned(), html, too_deep: true, ..Rendered::default() };
    }
    let options = options();
    let arena = Arena::new();
    let root = parse_document(&arena, source, &options);
    let mut html = String::with_capacity(source.len() * 2);
    let state = State { known, out: Rendered::default() };
    let written = format_document_with_formatter(root, &options, &mut html, &Plugins::default(), write_node, state);
    // Writing to a string does not fail.
    let out = written.map(|state| state.out).unwrap_or_default();
    let text = crate::html_to_text(&html);
    Rendered { html, text, ..out }
}

pub(crate) fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.alerts = true;
    options.render.escape = true;
    options
}

/// Writes a node as guides want it, or as comrak does.
fn write_node<'a>(context: &mut Context<State>, node: &'a AstNode<'a>, entering: bool) -> Written {
    match &node.data().value {
        NodeValue::Heading(one) => heading(context, node, one, entering)?,
        NodeValue::Paragraph => return paragraph(context, node, entering),
        NodeValue::Image(link) => {
            if entering {
                medium(context, link, &words(node))?;
            }
            return Ok(ChildRendering::Skip);
        }
        NodeValue::Link(link) if entering => open_link(context, &link.url)?,
        NodeValue::Link(_) => context.write_str("</a>")?,
        NodeValue::Alert(one) => callout(context, one, entering)?,
        // Numbered lists are steps, but for those inside others.
        NodeValue::List(list) if list.list_type == ListType::Ordered && list.start == 1 && !is_nested(node) => {
            context.cr()?;
            context.write_str(if entering { "<ol class=\"steps\">\n" } else { "</ol>\n" })?;
        }
        NodeValue::Table(_) => {
            if entering {
                context.cr()?;
                context.write_str("<div class=\"table-wrap\" tabindex=\"0\">\n")?;
            }
            let children = format_node_default(context, node, entering)?;
            if !entering {
                context.write_str("</div>\n")?;
            }
            return Ok(children);
        }
        NodeValue::CodeBlock(code) if entering => {
            context.cr()?;
            context.write_str("<pre tabindex=\"0\"><code>")?;
            escape(context, &code.literal)?;
            context.write_str("</code></pre>\n")?;
        }
        NodeValue::CodeBlock(_) => {}
        _ => return format_node_default(context, node, entering),
    }
    Ok(ChildRendering::HTML)
}

type Written = Result<ChildRendering, std::fmt::Error>;

fn is_nested<'a>(node: &'a AstNode<'a>) -> bool {
    node.parent().is_some_and(|parent| matches!(parent.data().value, NodeValue::Item(_)))
}

fn heading<'a>(
    context: &mut Context<State>,
    node: &'a AstNode<'a>,
    heading: &NodeHeading,
    entering: bool,
) -> std::fmt::Result {
    let level = heading.level.clamp(2, 6);
    if !entering {
        return writeln!(context, "</h{level}>");
    }
    let text = words(node);
    let id = format!("h-{}", context.anchorizer.anchorize(&text));
    context.cr()?;
    write!(context, "<h{level} id=\"")?;
    escape(context, &id)?;
    context.write_str("\">")?;
    context.user.out.headings.push(Heading { id, level, text });
    Ok(())
}

/// A paragraph of one picture is a figure, one of a film's address is the film.
fn paragraph<'a>(context: &mut Context<State>, node: &'a AstNode<'a>, entering: bool) -> Written {
    let Some(only) = only_child(node) else { return format_node_default(context, node, entering) };
    match &only.data().value {
        NodeValue::Image(link) if link.url.starts_with(FOLDER) => {
            if entering {
                context.cr()?;
                context.write_str("<figure>")?;
                medium(context, link, &words(only))?;
                if !link.title.is_empty() {
                    context.write_str("<figcaption>")?;
                    escape(context, &link.title)?;
                    context.write_str("</figcaption>")?;
                }
                context.write_str("</figure>\n")?;
            }
            Ok(ChildRendering::Skip)
        }
        NodeValue::Link(link) => {
            let Some(player) = video::player(&link.url) else { return format_node_default(context, node, entering) };
            if entering {
                film(context, &link.url, &player, &words(only))?;
            }
            Ok(ChildRendering::Skip)
        }
        _ => format_node_default(context, node, entering),
    }
}

fn film(context: &mut Context<State>, url: &str, player: &str, words: &str) -> std::fmt::Result {
    context.cr()?;
    context.write_str("<figure class=\"film\" data-film=\"")?;
    escape(context, player)?;
    context.write_str("\"><a href=\"")?;
    escape_href(context, url, false)?;
    context.write_str("\" rel=\"noopener nofollow\">")?;
    escape(context, words)?;
    context.write_str("</a></figure>\n")
}

/// A picture or film of the guide. Others would tell their site who reads: they become a link.
fn medium(context: &mut Context<State>, link: &NodeLink, words: &str) -> std::fmt::Result {
    let words: String = words.chars().take(ALT_CHARS_MAX).collect();
    let known = context.user.known;
    let Some((name, medium)) = link.url.strip_prefix(FOLDER).and_then(|name| known.get_key_value(name)) else {
        context.user.out.missing |= link.url.starts_with(FOLDER);
        open_link(context, &link.url)?;
        escape(context, if words.is_empty() { &link.url } else { &words })?;
        return context.write_str("</a>");
    };
    context.user.out.media.push(name.clone());
    context.user.out.undescribed |= words.is_empty();
    if medium.content_type.starts_with("video/") {
        write!(context, "<video controls preload=\"metadata\" src=\"{}\" aria-label=\"", medium.url)?;
        escape(context, &words)?;
        return context.write_str("\"></video>");
    }
    write!(context, "<img src=\"{}\" alt=\"", medium.url)?;
    escape(context, &words)?;
    context.write_str("\" loading=\"lazy\" decoding=\"async\"")?;
    if let Some((width, height)) = medium.size {
        write!(context, " width=\"{width}\" height=\"{height}\"")?;
    }
    context.write_str(">")
}

fn open_link(context: &mut Context<State>, url: &str) -> std::fmt::Result {
    let known = context.user.known;
    if let Some(name) = url.strip_prefix(FOLDER) {
        let Some(medium) = known.get(name) else {
            context.user.out.missing = true;
            return context.write_str("<a>");
        };
        context.user.out.media.push(name.to_owned());
        return write!(context, "<a class=\"download\" href=\"{}\" download>", medium.url);
    }
    if !is_safe(url) {
        return context.write_str("<a>");
    }
    context.write_str("<a href=\"")?;
    escape_href(context, url, false)?;
    context.write_str(if url.starts_with(['/', '#']) { "\">" } else { "\" rel=\"noopener nofollow ugc\">" })
}

fn callout(context: &mut Context<State>, alert: &NodeAlert, entering: bool) -> std::fmt::Result {
    context.cr()?;
    if !entering {
        return context.write_str("</div></div>\n");
    }
    let tone = tone(&alert.alert_type);
    writeln!(context, "<div class=\"callout\" data-tone=\"{tone}\" role=\"note\"><div>")?;
    if let Some(title) = &alert.title {
        context.write_str("<p><strong>")?;
        escape(context, title)?;
        context.write_str("</strong></p>\n")?;
    }
    Ok(())
}

fn tone(kind: &AlertType) -> &'static str {
    let word = match kind {
        AlertType::Note => "NOTE",
        AlertType::Tip => "TIP",
        AlertType::Important => "IMPORTANT",
        AlertType::Warning => "WARNING",
        AlertType::Caution => "CAUTION",
    };
    TONES.iter().find(|(_, known)| *known == word).map_or("neutral", |(tone, _)| tone)
}
