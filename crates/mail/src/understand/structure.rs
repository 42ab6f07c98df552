//! The tree of parts of a message (RFC 2046), found also where boundaries are missing or misspelt.

use super::fields::{self, Block, unfold};
use super::params::{self, Parameterised};
use super::source::line_at;
use super::transfer::{self, Transferred};
use crate::limits::{MIME_DEPTH_MAX, MIME_PARTS_MAX};

/// One part. The parts of a message stand in order of appearance, each multipart before its children.
#[derive(Debug)]
pub struct Part<'a> {
    /// Header fields.
    pub block: Block<'a>,
    /// Type in lower case, defaults applied.
    pub content_type: String,
    /// Whether the part itself states a well-formed type.
    pub stated: bool,
    /// Parameters of the type.
    pub kind: Parameterised,
    /// Content-Disposition.
    pub disposition: Parameterised,
    /// The body as transferred.
    pub body: &'a [u8],
    /// Indexes of the children.
    pub children: Vec<usize>,
    /// Whether this is a multipart that was opened.
    pub opened: bool,
    /// Whether this is the message itself.
    pub root: bool,
}

impl<'a> Part<'a> {
    /// The body after transfer decoding.
    pub fn decoded(&self) -> Transferred<'a> {
        let encoding = self.block.first("content-transfer-encoding").map(unfold).unwrap_or_default();
        let encoding = params::parse(&encoding).value;
        let is_text = self.content_type.starts_with("text/");
        let with_footer = (self.root && is_text).then(|| transfer::with_footer(self.body, &encoding)).flatten();
        with_footer.unwrap_or_else(|| transfer::decode(self.body, &encoding, is_text))
    }
}

/// Splits a message into its parts.
pub fn parse<'a>(data: &'a [u8], warnings: &mut Vec<String>) -> Vec<Part<'a>> {
    let mut tree = Tree { parts: Vec::new(), warnings };
    tree.add(data, "text/plain", 0);
    tree.parts
}

struct Tree<'a, 'w> {
    parts: Vec<Part<'a>>,
    warnings: &'w mut Vec<String>,
}

impl<'a> Tree<'a, '_> {
    fn add(&mut self, data: &'a [u8], default: &str, depth: usize) -> usize {
        let block = fields::split(data);
        if let Some(damage) = block.damage {
            self.warnings.push(damage.to_owned());
        }
        let kind = params::parse(&block.first("content-type").map(unfold).unwrap_or_default());
        let disposition = params::parse(&block.first("content-disposition").map(unfold).unwrap_or_default());
        let known = well_formed(&kind.value);
        if known.is_none() && !kind.value.is_empty() {
            self.warnings.push("a Content-Type that names no type was ignored".to_owned());
        }
        let content_type = known.clone().unwrap_or_else(|| default.to_owned());
        let body = data.get(block.body..).unwrap_or_default();
        let index = self.parts.len();
        self.parts.push(Part {
            block,
            content_type,
            stated: known.is_some(),
            kind,
            disposition,
            body,
            children: Vec::new(),
            opened: false,
            root: depth == 0,
        });
        self.open(index, depth);
        index
    }

    /// Adds the children of a multipart.
    fn open(&mut self, index: usize, depth: usize) {
        let Some(part) = self.parts.get(index).filter(|part| part.content_type.starts_with("multipart/")) else {
            return;
        };
        if depth >= MIME_DEPTH_MAX {
            self.warnings.push("parts nested too deep were left unopened".to_owned());
            return;
        }
        let default = if part.content_type == "multipart/digest" { "message/rfc822" } else { "text/plain" };
        let body = part.body;
        let stated = part.kind.text("boundary").filter(|boundary| !boundary.is_empty());
        let split = stated.and_then(|boundary| slices(body, boundary.as_bytes()));
        let split = split.or_else(|| {
            self.warnings.push("a multipart has no usable boundary".to_owned());
            slices(body, guess_boundary(body)?)
        });
        let Some((slices, closed)) = split else {
            // Nothing to open: people get to see what is there.
            if let Some(part) = self.parts.get_mut(index) {
                part.content_type = "text/plain".to_owned();
            }
            return;
        };
        if !closed {
            self.warnings.push("a multipart has no end".to_owned());
        }
        let mut children = Vec::new();
        for slice in slices {
            if self.parts.len() >= MIME_PARTS_MAX {
                self.warnings.push(format!("more than {MIME_PARTS_MAX} parts; the rest was ignored"));
                break;
            }
            children.push(self.add(slice, default, depth + 1));
        }
        if let Some(part) = self.parts.get_mut(index) {
            part.children = children;
            part.opened = true;
        }
    }
}

/// The type if it is one; `text` and the like are old spellings.
fn well_formed(value: &str) -> Option<String> {
    match value {
        "text" | "plain" | "text/" => return Some("text/plain".to_owned()),
        "html" => return Some("text/html".to_owned()),
        _ => {}
    }
    let (main, sub) = value.split_once('/')?;
    let token = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+%'*".contains(&b))
    };
    (token(main) && token(sub) && value.len() <= 255).then(|| value.to_owned())
}

/// The slices between boundary lines, and whether the closing one was there; `None` if there is no such line.
fn slices<'a>(body: &'a [u8], boundary: &[u8]) -> Option<(Vec<&'a [u8]>, bool)> {
    let mut out = Vec::new();
    let mut start: Option<usize> = None;
    let mut at = 0;
    while let Some((line, next)) = line_at(body, at) {
        let tail = line.strip_prefix(b"--").and_then(|rest| rest.strip_prefix(boundary)).map(<[u8]>::trim_ascii_end);
        if let Some(tail) = tail.filter(|tail| tail.is_empty() || *tail == b"--") {
            if let Some(start) = start {
                out.push(without_line_end(body.get(start..at).unwrap_or_default()));
            }
            start = Some(next);
            if !tail.is_empty() {
                // A closing line before any part is a misspelt opening one.
                if !out.is_empty() || next >= body.len() {
                    return Some((out, true));
                }
            }
        }
        at = next;
    }
    let start = start?;
    out.push(body.get(start..).unwrap_or_default());
    Some((out, false))
}

fn without_line_end(slice: &[u8]) -> &[u8] {
    let slice = slice.strip_suffix(b"\n").unwrap_or(slice);
    slice.strip_suffix(b"\r").unwrap_or(slice)
}

/// The first line that looks like a boundary: two hyphens, and a header after it.
fn guess_boundary(body: &[u8]) -> Option<&[u8]> {
    let mut at = 0;
    while let Some((line, next)) = line_at(body, at) {
        at = next;
        let Some(name) = line.strip_prefix(b"--").map(<[u8]>::trim_ascii_end) else {
            continue;
        };
        let header = line_at(body, next).and_then(|(line, _)| line.get(..8)).unwrap_or_default();
        if !name.is_empty() && name.len() <= 200 && header.eq_ignore_ascii_case(b"content-") {
            return Some(name);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn shown(data: &str) -> String {
        let mut out = String::new();
        for part in parse(data.as_bytes(), &mut Vec::new()) {
            let body = if part.opened { String::new() } else { String::from_utf8_lossy(part.body).into_owned() };
            out += &format!("[{} {body}]", part.content_type);
        }
        out
    }

    #[test]
    fn trees() {
        let mixed = "Content-Type: multipart/mixed; boundary=b\n\n";
        for (body, expected) in [
            ("pre\n--b\n\none\n--b\nContent-Type: text/html\n\ntwo\n--b--\npost", "[text/plain one][text/html two]"),
            ("--b\n\none\n", "[text/plain one\n]"),
            ("--b  \n\none\n--b--", "[text/plain one]"),
            ("--bb\n\none\n--b--", ""),
            (
                "--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\nx\n--b\n\ny\n--b--",
                "[multipart/alternative ][text/plain x][text/plain y]",
            ),
            ("--b\nContent-Type: message/rfc822\n\nSubject: s\n\nx\n--b--", "[message/rfc822 Subject: s\n\nx]"),
        ] {
            assert_eq!(shown(&format!("{mixed}{body}")), format!("[multipart/mixed ]{expected}"), "{body}");
        }
        assert_eq!(shown("Content-Type: multipart/mixed; boundary=b\n\nonly text"), "[text/plain only text]");
        assert_eq!(
            shown("Content-Type: multipart/mixed\n\n--z\nContent-Type: text/html\n\nx\n--z--"),
            "[multipart/mixed ][text/html x]"
        );
        assert_eq!(
            shown("Content-Type: multipart/digest; boundary=b\n\n--b\n\nS: 1\n\nx\n--b--"),
            "[multipart/digest ][message/rfc822 S: 1\n\nx]"
        );
        assert_eq!(shown("Content-Type: text\n\nx"), "[text/plain x]");
    }

    #[test]
    fn a_nest_without_end_is_bounded() {
        let mut data = String::new();
        for depth in 0..500 {
            data += &format!("Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n");
        }
        assert!(parse(data.as_bytes(), &mut Vec::new()).len() <= 40);
    }
}
