//! What people write in the community: Markdown as far as it stands in a conversation. Lines end where they end, a
//! quotation ends with its last line, headings are bold, pictures are links: files are added beside the words.

use comrak::nodes::{AstNode, NodeLink, NodeValue};
use comrak::{Arena, format_html, parse_document};

use crate::guide;
use crate::markdown::depth;

/// Quotations and lists inside each other.
const DEPTH_MAX: usize = 20;

/// The HTML of a post, safe for every page. What its author wrote as HTML is shown as text.
#[must_use]
pub fn html(source: &str) -> String {
    let source = source.replace("\r\n", "\n").replace('\r', "\n");
    if source.lines().any(|line| depth(line) > DEPTH_MAX) {
        return crate::text_to_html(&source);
    }
    let mut options = guide::options();
    options.extension.alerts = false;
    options.render.hardbreaks = true;
    let arena = Arena::new();
    let root = parse_document(&arena, &quotations_end(&source), &options);
    for node in root.descendants() {
        soften(&arena, node);
    }
    let mut out = String::with_capacity(source.len() * 2);
    // Writing to a string does not fail.
    let _ = format_html(root, &options, &mut out);
    crate::sanitize(&out)
}

/// The Markdown of a post, for its author to go on with.
#[must_use]
pub fn source(html: &str) -> String {
    let careful = guide::from_editor(html, &guide::MediaByName::new()).replace("\\\n", "\n").trim().to_owned();
    // Backslashes keep signs from being Markdown; most of them are none where they stand.
    let plain = without_backslashes(&careful);
    if self::html(&plain) == self::html(&careful) { plain } else { careful }
}

fn without_backslashes(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut chars = source.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(next) if c == '\\' && next.is_ascii_punctuation() => out.extend(chars.next()),
            _ => out.push(c),
        }
    }
    out
}

/// Markdown takes the line below a quotation for a part of it; people do not.
fn quotations_end(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + 16);
    let mut quoted = false;
    for line in source.lines() {
        let quotes = line.trim_start().starts_with('>');
        if quoted && !quotes && !line.trim().is_empty() {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        quoted = quotes;
    }
    out
}

/// Headings and pictures as a conversation has them.
fn soften<'a>(arena: &'a Arena<'a>, node: &'a AstNode<'a>) {
    let mut data = node.data_mut();
    match &mut data.value {
        NodeValue::Heading(_) => {
            data.value = NodeValue::Paragraph;
            let strong = arena.alloc(NodeValue::Strong.into());
            drop(data);
            for child in node.children().collect::<Vec<_>>() {
                strong.append(child);
            }
            node.append(strong);
        }
        NodeValue::Image(link) => {
            let link = NodeLink { url: link.url.clone(), title: String::new() };
            let words = link.url.clone();
            data.value = NodeValue::Link(Box::new(link));
            drop(data);
            if node.first_child().is_none() {
                node.append(arena.alloc(NodeValue::Text(words.into()).into()));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{html, source};

    #[test]
    fn lines_end_where_they_end_and_quotations_with_their_last_line() {
        assert_eq!(html("One\r\ntwo\n\nthree"), "<p>One<br>\ntwo</p>\n<p>three</p>\n");
        assert_eq!(
            html("> Mia wrote:\n> Hm.\nNo."),
            "<blockquote>\n<p>Mia wrote:<br>\nHm.</p>\n</blockquote>\n<p>No.</p>\n"
        );
    }

    #[test]
    fn markdown_as_far_as_it_stands_in_a_conversation() {
        assert_eq!(html("**so** and `x`"), "<p><strong>so</strong> and <code>x</code></p>\n");
        assert_eq!(html("- a\n- b"), "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n");
        assert_eq!(html("# Loud"), "<p><strong>Loud</strong></p>\n");
        assert!(html("![a cat](https://x.example/c.png)").contains("<a href=\"https://x.example/c.png\""));
        assert!(!html("![](https://x.example/c.png)").contains("<img"));
        assert!(html("see www.example.org").contains("href=\"http://www.example.org\""));
    }

    #[test]
    fn hostile_words_are_words() {
        for hostile in [
            "<script>alert(1)</script>",
            "[x](javascript:alert(1))",
            "<img src=x onerror=alert(1)>",
            "[x](//evil.example)",
            "<a href=\"/sign-out\">x</a>",
            &"> ".repeat(5000),
            &"[".repeat(20_000),
            &"*a ".repeat(20_000),
        ] {
            let shown = html(hostile);
            assert!(
                !["<script", "<img", "<a href=\"javascript", "<a href=\"/"].iter().any(|bad| shown.contains(bad)),
                "{shown}"
            );
        }
    }

    #[test]
    fn what_was_written_comes_back_to_be_changed() {
        for words in [
            "Teh answer\n\n> quoted",
            "J’ai payé 12,50 € (facture n° 3).\nVoir https://example.org/a_b?c=d&e=f #1",
            "- a\n- b\n\n**so** `x`",
            "Five stars * and under_score, 1. not a list?",
        ] {
            assert_eq!(html(&source(&html(words))), html(words), "{words}");
        }
        assert_eq!(source(&html("Hello you.\nAnd (you) - 3 + 4 = 7!")), "Hello you.\nAnd (you) - 3 + 4 = 7!");
    }
}
