//! A linear pass before the HTML parser that bounds the parser's work.
//!
//! A browser-grade parser is quadratic, or worse, for hostile input: formatting elements left open
//! are opened again in every later block, stray text in a table is moved before it one by one,
//! attributes are compared with each other. This pass keeps a simple picture of what the parser
//! has open (HTML standard, 13.2.6) and drops tags where that grows past a bound. It also drops
//! comments, raw-text elements, unknown elements and attributes, so that the parser meets no
//! foreign content. Safety does not rest on it: its output is parsed and cleaned again.

use super::tags;

mod lex;
mod outline;

use lex::{Lexer, Token};
use outline::{Outline, Verdict};

/// Bytes of thinned HTML; what comes later is cut. A long newsletter has 200 KiB.
const OUTPUT_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Tags kept; later ones go, their text stays.
const TAGS_MAX: usize = 100_000;
/// Attributes kept of one tag.
const ATTRIBUTES_MAX: usize = 24;
/// Bytes of one attribute; a longer one is no style and no small image.
const ATTRIBUTE_BYTES_MAX: usize = super::attributes::DATA_URL_BYTES_MAX + 64;

/// Characters that need escaping in one text or attribute: for each of these html5ever's serializer looks at all that
/// follows.
const ESCAPES_MAX: usize = 1_000;

/// Returns the HTML with at most the tags, depth and size that the parser takes easily.
pub fn thin(html: &str) -> String {
    // Formatting that would be repeated too often goes as a whole, so that the rest stays whole.
    thin_once(html, Outline::new(true)).or_else(|| thin_once(html, Outline::new(false))).unwrap_or_default()
}

/// One pass; `None` if the formatting costs too much.
fn thin_once(html: &str, mut outline: Outline) -> Option<String> {
    let mut lexer = Lexer::new(html);
    let mut out = String::with_capacity(html.len().min(OUTPUT_BYTES_MAX));
    let mut tag_count = 0usize;
    while let Some(token) = lexer.next_token() {
        if out.len() > OUTPUT_BYTES_MAX {
            break;
        }
        match token {
            Token::Text(text) => {
                let room = OUTPUT_BYTES_MAX.saturating_sub(out.len());
                if outline.text(text) != Verdict::Drop {
                    push_text(&mut out, head(text, room));
                }
            }
            Token::LessThan => out.push_str("&lt;"),
            Token::Start { name, attributes } => {
                if let Some(raw) = tags::raw(name) {
                    lexer.skip_raw(raw);
                } else if let Some(name) = tags::allowed(name)
                    && tag_count < TAGS_MAX
                {
                    tag_count += 1;
                    if outline.start(name) == Verdict::Keep {
                        push_start(&mut out, name, &attributes);
                    }
                }
            }
            Token::End { name } => {
                if let Some(name) = tags::allowed(name)
                    && tag_count < TAGS_MAX
                {
                    tag_count += 1;
                    if name == "br" {
                        out.push_str("<br>");
                    } else if outline.end(name) == Verdict::Keep {
                        out.push_str("</");
                        out.push_str(name);
                        out.push('>');
                    }
                }
            }
        }
        if outline.too_costly() {
            return None;
        }
    }
    Some(out)
}

/// Writes text in pieces, between which a line may break.
fn push_text(out: &mut String, text: &str) {
    let mut done = 0;
    for at in escaped_late(text).skip(ESCAPES_MAX).step_by(ESCAPES_MAX) {
        out.push_str(text.get(done..at).unwrap_or_default());
        out.push_str("<wbr>");
        done = at;
    }
    out.push_str(text.get(done..).unwrap_or_default());
}

/// Where ampersands and the characters between U+0080 and U+00BF stand, one of which is the no-break space.
fn escaped_late(text: &str) -> impl Iterator<Item = usize> {
    text.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'&' | 0xC2)).map(|(at, _)| at)
}

fn push_start(out: &mut String, name: &str, attributes: &[lex::Attribute<'_>]) {
    out.push('<');
    out.push_str(name);
    let kept = attributes
        .iter()
        .filter(|attribute| attribute.source.len() <= ATTRIBUTE_BYTES_MAX && tags::attribute(attribute.name))
        .filter(|attribute| escaped_late(attribute.source).nth(ESCAPES_MAX).is_none())
        .take(ATTRIBUTES_MAX);
    for attribute in kept {
        out.push(' ');
        out.push_str(attribute.source);
    }
    // A space, since an unquoted value may end in a slash.
    out.push_str(if attributes.is_empty() { ">" } else { " >" });
}

/// The longest beginning of at most `bytes` bytes.
fn head(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thins() {
        for (html, want) in [
            ("<P Class=x TITLE='a>b' onclick=y>Hi</P>", "<p TITLE='a>b' >Hi</p>"),
            ("a<!-- <b> -->c<!-->d<!doctype x>e<?php ?>f", "acdef"),
            ("a<script>if (1<2) '<b>'</script>b", "ab"),
            ("a<style>p{}", "a"),
            ("1 < 2 <3 <", "1 &lt; 2 &lt;3 &lt;"),
            ("<svg><title><p></title><p>x</p></svg>", "<p>x</p>"),
            ("<![CDATA[<b>x</b>]]>", "x</b>]]>"),
            ("</div>x</span></b>", "x"),
            ("<tr><td>x", "x"),
            ("<b", ""),
        ] {
            assert_eq!(thin(html).replace("</b>", ""), want.replace("</b>", ""), "{html}");
        }
    }

    #[test]
    fn long_runs_of_escapes_are_parted() {
        let runs = ["&".repeat(5_500), "£".repeat(5_500), "&amp;x".repeat(5_500)];
        for run in runs {
            let thinned = thin(&run);
            assert_eq!(thinned.matches("<wbr>").count(), 5);
            assert_eq!(thinned.replace("<wbr>", ""), run);
        }
        assert!(!thin(&format!("<p title='{}'>x", "&".repeat(1_001))).contains("title"));
    }

    #[test]
    fn nesting_is_cut_and_text_stays() {
        let html = format!("{}x{}", "<div>".repeat(5_000), "</div>".repeat(5_000));
        let thinned = thin(&html);
        assert!(thinned.matches("<div>").count() <= 200);
        assert!(thinned.contains('x'));
        assert_eq!(thinned.matches("<div>").count(), thinned.matches("</div>").count());
    }

    #[test]
    fn costly_formatting_goes() {
        let mut html = String::new();
        for size in 0..90 {
            html.push_str(&format!("<font size={size}>"));
        }
        html.push_str(&"<p>x".repeat(20_000));
        let thinned = thin(&html);
        assert!(!thinned.contains("<font"));
        assert!(thinned.contains("<p>x"));
    }
}
