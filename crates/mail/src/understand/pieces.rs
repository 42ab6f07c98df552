//! The parts of a body decoded: transfer encoding, charset, flowed lines, uuencode blocks.

use super::charset::{self, Hint};
use super::structure::Part;
use super::{flowed, uuencode};
use crate::limits::TEXT_BYTES_MAX;
use markup::{clean, html_tame, html_text};

/// Bytes of one HTML part that are read, pictures in its attributes included.
const HTML_SOURCE_BYTES_MAX: usize = 24 * 1024 * 1024;

/// A decoded text part.
pub struct Plain {
    /// Its text.
    pub text: String,
    /// Files that stood in it.
    pub members: Vec<uuencode::Member>,
}

/// Decodes a text part; files in it are taken out.
pub fn plain(part: &Part, hint: &Hint, warnings: &mut Vec<String>) -> Plain {
    let transferred = part.decoded();
    warnings.extend(transferred.damage.map(str::to_owned));
    let (data, members) = match uuencode::extract(&transferred.data) {
        Some((left, members)) => (left.into(), members),
        None => (transferred.data, Vec::new()),
    };
    let mut data: &[u8] = &data;
    if data.len() > TEXT_BYTES_MAX {
        data = data.get(..TEXT_BYTES_MAX).unwrap_or(data);
        warnings.push("the text was too long and was cut".to_owned());
    }
    let decoded = charset::decode(data, part.kind.text("charset").as_deref(), hint);
    warnings.extend(decoded.damage);
    let text = shaped(part, clean::lines(&decoded.text));
    Plain { text, members }
}

/// Text without the shape that its type or format gave it.
fn shaped(part: &Part, text: String) -> String {
    let says = |name: &str, wanted: &str| {
        let value = part.kind.text(name);
        value.is_some_and(|value| value.eq_ignore_ascii_case(wanted))
    };
    if says("format", "flowed") {
        return flowed::unwrap(&text, says("delsp", "yes"));
    }
    if matches!(part.content_type.as_str(), "text/enriched" | "text/richtext") {
        let markup = text.replace("<<", "&lt;").replace('\n', "<br>");
        return html_text::render(&html_tame::tame(&markup).html);
    }
    text
}

/// Decodes an HTML part and tames it.
pub fn html(part: &Part, hint: &Hint, warnings: &mut Vec<String>) -> String {
    let transferred = part.decoded();
    warnings.extend(transferred.damage.map(str::to_owned));
    let data = transferred.data.get(..HTML_SOURCE_BYTES_MAX).unwrap_or(&transferred.data);
    let label = part.kind.text("charset").or_else(|| meta_charset(data));
    let decoded = charset::decode(data, label.as_deref(), hint);
    warnings.extend(decoded.damage);
    let tamed = html_tame::tame(&clean::lines(&decoded.text));
    if tamed.cut {
        warnings.push("the HTML was too large or too deep and was cut".to_owned());
    }
    tamed.html
}

/// Plain text as HTML.
pub fn escaped(text: &str) -> String {
    if !clean::visible(text) {
        return String::new();
    }
    let safe = text.trim_matches('\n').replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<div>{}</div>", safe.replace('\n', "<br>"))
}

/// The charset that the HTML itself names.
fn meta_charset(data: &[u8]) -> Option<String> {
    let head = data.get(..4096).unwrap_or(data);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let (_, rest) = head.split_once("charset=")?;
    let rest = rest.trim_start_matches(['"', '\'', ' ']);
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(rest.len());
    rest.get(..end).filter(|label| !label.is_empty()).map(str::to_owned)
}
