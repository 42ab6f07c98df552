//! Chooses what of a message is its body, as mail programs show it, and decodes it.

use super::attachments::stated_name;
use super::charset::Hint;
use super::pieces::{self, escaped};
use super::structure::Part;
use super::uuencode;
use crate::limits::{HTML_BYTES_MAX, TEXT_BYTES_MAX};
use markup::{clean, html_text};

/// The body of a message.
#[derive(Debug, Default)]
pub struct Body {
    /// Plain text.
    pub text: String,
    /// Tamed but unsafe HTML.
    pub html: Option<String>,
    /// Whether all of the text was made from the HTML.
    pub from_html: bool,
    /// For each part, whether it is the body or the unused alternative of it.
    pub used: Vec<bool>,
    /// Files that stood in the text as uuencode.
    pub members: Vec<Member>,
}

/// A file found in the text of a part.
#[derive(Debug)]
pub struct Member {
    /// Index of the part.
    pub part: usize,
    /// The file.
    pub member: uuencode::Member,
}

/// A stretch of the body: the same content as text, as HTML, or both.
#[derive(Debug, Default, Clone)]
struct Segment {
    plain: Vec<usize>,
    html: Vec<usize>,
}

/// Decoded segment.
struct Decoded {
    text: String,
    html: Option<String>,
    made: bool,
}

struct Chooser<'p, 'a> {
    parts: &'p [Part<'a>],
    hint: &'p Hint,
    used: Vec<bool>,
    /// Leaves seen so far: a named text is the body only in the first place.
    leaves: usize,
    members: Vec<Member>,
    warnings: &'p mut Vec<String>,
}

/// Finds the body among the parts of a message.
pub fn choose(parts: &[Part], hint: &Hint, warnings: &mut Vec<String>) -> Body {
    let mut chooser = Chooser { parts, hint, used: vec![false; parts.len()], leaves: 0, members: Vec::new(), warnings };
    let segments = chooser.walk(0, false);
    let decoded: Vec<Decoded> = segments.iter().map(|segment| chooser.decode(segment)).collect();
    let decoded = without_repetition(decoded);
    let from_html = !decoded.is_empty() && decoded.iter().all(|d| d.made);
    let mut text = String::new();
    for piece in &decoded {
        if !text.is_empty() && !text.ends_with('\n') && !piece.text.is_empty() {
            text.push('\n');
        }
        text.push_str(&piece.text);
    }
    let mut cut = clean::cut(&mut text, TEXT_BYTES_MAX);
    let mut html = merged_html(&decoded);
    if let Some(html) = html.as_mut() {
        cut |= clean::cut(html, HTML_BYTES_MAX);
    }
    if cut {
        chooser.warnings.push("the body was too long and was cut".to_owned());
    }
    Body { text, html, from_html, used: chooser.used, members: chooser.members }
}

impl<'a> Chooser<'_, 'a> {
    fn part(&self, index: usize) -> Option<&Part<'a>> {
        self.parts.get(index)
    }

    /// The segments below a part. Depth is bounded by that of the tree.
    fn walk(&mut self, index: usize, alternative: bool) -> Vec<Segment> {
        let Some(part) = self.parts.get(index) else {
            return Vec::new();
        };
        if !part.opened {
            return self.leaf(index, alternative).into_iter().collect();
        }
        match part.content_type.as_str() {
            "multipart/alternative" => self.alternative(&part.children),
            "multipart/related" => self.related(part, alternative),
            "multipart/report" => part.children.first().map(|&child| self.walk(child, false)).unwrap_or_default(),
            "multipart/digest" => Vec::new(),
            _ => part.children.iter().flat_map(|&child| self.walk(child, alternative)).collect(),
        }
    }

    fn leaf(&mut self, index: usize, alternative: bool) -> Option<Segment> {
        let part = self.parts.get(index)?;
        let first = self.leaves == 0;
        self.leaves += 1;
        let html = matches!(part.content_type.as_str(), "text/html" | "application/xhtml+xml");
        let sole = part.root && part.content_type.starts_with("text/") && !is_document(&part.content_type);
        if part.disposition.value == "attachment" || !(html || is_plain(&part.content_type) || sole) {
            return None;
        }
        if !alternative && !first && stated_name(part, self.hint).is_some() {
            return None;
        }
        *self.used.get_mut(index)? = true;
        let list = vec![index];
        Some(if html {
            Segment { html: list, ..Segment::default() }
        } else {
            Segment { plain: list, ..Segment::default() }
        })
    }

    /// The text and the HTML of an alternative; other texts in it say the same once more.
    fn alternative(&mut self, children: &[usize]) -> Vec<Segment> {
        let mut out = Segment::default();
        let mut fallback = None;
        for &child in children {
            let found = self.walk(child, true);
            let has_html = found.iter().any(|segment| !segment.html.is_empty());
            let plain: Vec<usize> = found
                .iter()
                .flat_map(|s| if s.html.is_empty() || !has_html { s.plain.clone() } else { Vec::new() })
                .collect();
            if has_html {
                // The last form is the richest (RFC 2046 section 5.1.4). Texts between its pieces belong to it.
                out.html = found
                    .iter()
                    .flat_map(|s| if s.html.is_empty() { s.plain.clone() } else { s.html.clone() })
                    .collect();
                let own: Vec<usize> =
                    found.iter().filter(|s| !s.html.is_empty()).flat_map(|s| s.plain.clone()).collect();
                if out.plain.is_empty() {
                    out.plain = own;
                }
            } else if out.plain.is_empty() && !plain.is_empty() {
                out.plain = plain;
            }
            let unused = self.part(child).is_some_and(|part| {
                !part.opened
                    && part.content_type.starts_with("text/")
                    && !is_document(&part.content_type)
                    && part.disposition.value != "attachment"
            });
            if unused && found.is_empty() {
                fallback = Some(child);
                if let Some(used) = self.used.get_mut(child) {
                    *used = true;
                }
            }
        }
        if out.plain.is_empty() && out.html.is_empty() {
            out.plain.extend(fallback);
        }
        if out.plain.is_empty() && out.html.is_empty() { Vec::new() } else { vec![out] }
    }

    /// The root of a related group; its other parts are what the root shows.
    fn related(&mut self, part: &Part<'a>, alternative: bool) -> Vec<Segment> {
        let start = part.kind.text("start");
        let id = |index: usize| {
            let raw = self.part(index)?.block.first("content-id")?;
            Some(String::from_utf8_lossy(raw).trim().to_owned())
        };
        let named =
            start.and_then(|start| part.children.iter().copied().find(|&child| id(child).as_deref() == Some(&start)));
        let Some(root) = named.or(part.children.first().copied()) else {
            return Vec::new();
        };
        let mut out = self.walk(root, alternative);
        for &child in part.children.iter().filter(|&&child| child != root) {
            let shown = self.part(child).is_some_and(|part| {
                part.opened
                    || part.block.first("content-id").is_none() && part.block.first("content-location").is_none()
            });
            if shown {
                out.extend(self.walk(child, false));
            }
        }
        out
    }

    fn decode(&mut self, segment: &Segment) -> Decoded {
        let mut html = String::new();
        for &index in &segment.html {
            let plain = self.part(index).is_some_and(|part| is_plain(&part.content_type));
            let piece = if plain { escaped(&self.plain(index)) } else { self.html(index) };
            html.push_str(&piece);
        }
        let html = (!segment.html.is_empty()).then_some(html);
        let mut text = String::new();
        for &index in &segment.plain {
            let piece = self.plain(index);
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str(&piece);
        }
        match &html {
            Some(source) if !clean::visible(&text) => Decoded { text: html_text::render(source), html, made: true },
            _ => Decoded { text, html, made: false },
        }
    }

    fn plain(&mut self, index: usize) -> String {
        let Some(part) = self.parts.get(index) else {
            return String::new();
        };
        let found = pieces::plain(part, self.hint, self.warnings);
        let members = found.members.into_iter();
        self.members.extend(members.map(|member| Member { part: index, member }));
        found.text
    }

    fn html(&mut self, index: usize) -> String {
        let part = self.parts.get(index);
        part.map(|part| pieces::html(part, self.hint, self.warnings)).unwrap_or_default()
    }
}

/// Texts that are shown as they are.
fn is_plain(content_type: &str) -> bool {
    matches!(
        content_type,
        "text/plain" | "text/x-plain" | "text/ascii" | "text/unknown" | "text/markdown" | "text/x-markdown"
    )
}

/// Texts that are files for a program even where they stand alone.
fn is_document(content_type: &str) -> bool {
    matches!(
        content_type,
        "text/calendar"
            | "text/csv"
            | "text/vcard"
            | "text/x-vcard"
            | "text/directory"
            | "text/xml"
            | "text/rtf"
            | "text/rfc822-headers"
    )
}

/// A mail with the same content as text and as HTML one after the other, without saying that they are alternatives.
fn without_repetition(pieces: Vec<Decoded>) -> Vec<Decoded> {
    let mut out: Vec<Decoded> = Vec::new();
    for piece in pieces {
        if let Some(last) = out.last_mut() {
            let pair = last.html.is_none() && piece.made && clean::visible(&last.text);
            if pair && same_words(&last.text, &piece.text) {
                last.html = piece.html;
                continue;
            }
        }
        out.push(piece);
    }
    out
}

fn same_words(one: &str, other: &str) -> bool {
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).take(2_000).collect() };
    let (one, other) = (letters(one), letters(other));
    let shorter = one.len().min(other.len());
    shorter >= 20 && shorter * 2 >= one.len().max(other.len()) && (one.starts_with(&other) || other.starts_with(&one))
}

/// All segments as HTML, if any of them is.
fn merged_html(pieces: &[Decoded]) -> Option<String> {
    if pieces.iter().all(|piece| piece.html.is_none()) {
        return None;
    }
    let rendered = pieces.iter().map(|piece| piece.html.clone().unwrap_or_else(|| escaped(&piece.text)));
    Some(rendered.collect::<Vec<_>>().concat())
}

#[cfg(test)]
mod tests {
    use super::choose;
    use crate::understand::charset::Hint;
    use crate::understand::structure;

    fn shown(raw: &str) -> (String, bool, usize) {
        let parts = structure::parse(raw.as_bytes(), &mut Vec::new());
        let body = choose(&parts, &Hint::default(), &mut Vec::new());
        let attached = parts.iter().enumerate().filter(|(at, part)| !part.opened && !body.used[*at]).count();
        (body.text, body.html.is_some(), attached)
    }

    fn multipart(kind: &str, parts: &[&str]) -> String {
        let mut out = format!("Content-Type: multipart/{kind}; boundary=b\n\n");
        for part in parts {
            out += &format!("--b\n{part}\n");
        }
        out + "--b--\n"
    }

    #[test]
    fn bodies() {
        let plain = "Content-Type: text/plain\n\nplain";
        let html = "Content-Type: text/html\n\n<p>rich</p>";
        let empty = "Content-Type: text/plain\n\n ";
        let named = "Content-Type: text/plain; name=a.txt\n\nfile";
        let pdf = "Content-Type: application/pdf\n\nx";
        let ics = "Content-Type: text/calendar\n\nx";
        let amp = "Content-Type: text/x-amp-html\n\n<p>amp</p>";
        for (raw, text, has_html, attached) in [
            (plain.to_owned(), "plain", false, 0),
            (html.to_owned(), "rich", true, 0),
            (named.to_owned(), "file", false, 0),
            (multipart("alternative", &[plain, html]), "plain", true, 0),
            (multipart("alternative", &[empty, html]), "rich", true, 0),
            (multipart("alternative", &[plain, amp, html, ics]), "plain", true, 1),
            (multipart("mixed", &[plain, pdf, plain]), "plain\nplain", false, 1),
            (multipart("mixed", &[plain, named]), "plain", false, 1),
            (multipart("mixed", &[html, plain]), "rich\nplain", true, 0),
            (multipart("mixed", &[pdf]), "", false, 1),
            (multipart("report", &[plain, plain, pdf]), "plain", false, 2),
            (multipart("related", &[html, pdf]), "rich", true, 1),
            (plain.replace("\n\n", "\nContent-Disposition: attachment\n\n"), "", false, 1),
        ] {
            assert_eq!(shown(&raw), (text.to_owned(), has_html, attached), "{raw}");
        }
    }
}
