//! Plain text as HTML: paragraphs, line ends, links.

use std::fmt::Write;

use linkify::{LinkFinder, LinkKind};

/// Escapes a text and keeps its shape. Web and mail addresses become links.
#[must_use]
pub fn text_to_html(text: &str) -> String {
    // Browsers send forms with CRLF.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for paragraph in text.trim().split("\n\n").map(str::trim_end).filter(|p| !p.trim().is_empty()) {
        out.push_str("<p>");
        for (at, line) in paragraph.trim_start_matches('\n').split('\n').enumerate() {
            if at > 0 {
                out.push_str("<br>");
            }
            push_line(&mut out, line);
        }
        out.push_str("</p>");
    }
    out
}

fn push_line(out: &mut String, line: &str) {
    let indent = line.len() - line.trim_start_matches(' ').len();
    // Spaces at the beginning are layout; a browser would drop them.
    out.extend(std::iter::repeat_n('\u{a0}', indent));
    for span in LinkFinder::new().spans(line.trim_start_matches(' ')) {
        let text = span.as_str();
        let href = match span.kind() {
            Some(LinkKind::Url) if text.starts_with("http://") || text.starts_with("https://") => text.to_owned(),
            Some(LinkKind::Email) => format!("mailto:{text}"),
            _ => {
                push_escaped(out, text);
                continue;
            }
        };
        out.push_str("<a href=\"");
        push_escaped(out, &href);
        out.push_str("\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">");
        push_escaped(out, text);
        out.push_str("</a>");
    }
}

/// A text as HTML that shows it as it is.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text);
    out
}

fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() && c != '\t' => {
                let _ = write!(out, "\u{fffd}");
            }
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::text_to_html;

    #[test]
    fn text_keeps_its_shape_and_harms_nothing() {
        let cases = [
            ("a\nb\n\nc", "<p>a<br>b</p><p>c</p>"),
            ("a\r\nb\r\n\r\nc", "<p>a<br>b</p><p>c</p>"),
            ("<script>", "<p>&lt;script&gt;</p>"),
            ("  x", "<p>x</p>"),
            ("a\n  x", "<p>a<br>\u{a0}\u{a0}x</p>"),
            (
                "see https://a.example/?q=\"x",
                "<p>see <a href=\"https://a.example/?q=\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">https://a.example/?q=</a>&quot;x</p>",
            ),
        ];
        for (text, html) in cases {
            assert_eq!(text_to_html(text), html);
        }
    }
}
