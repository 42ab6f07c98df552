//! The text of guides: kept as Markdown, shown as HTML, and brought back from an editor's HTML to Markdown.

mod editor;
mod render;
mod tidy;
mod tree;
mod video;

pub use editor::from_editor;
pub(crate) use render::options;
pub use render::{Heading, Rendered, render};

use std::collections::HashMap;

/// What a text may show or offer: a picture, a film or a document that belongs to the guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// Where it is served.
    pub url: String,
    /// Its type.
    pub content_type: String,
    /// Width and height in pixels, of a picture.
    pub size: Option<(i64, i64)>,
}

/// The media of a guide by the name that its text calls them.
pub type MediaByName = HashMap<String, Media>;

/// What stands before a name of [`Media`] in a text.
const FOLDER: &str = "files/";

/// The tones of a callout with the word that Markdown has for each (GitHub's alerts).
const TONES: [(&str, &str); 5] =
    [("neutral", "NOTE"), ("info", "IMPORTANT"), ("success", "TIP"), ("warning", "WARNING"), ("danger", "CAUTION")];

/// Whether a link may stand in a guide: a site, a mail address, a telephone, or a place on this site.
fn is_safe(url: &str) -> bool {
    let lower = url.trim().to_ascii_lowercase();
    let local = lower.starts_with('#') || (lower.starts_with('/') && !lower.starts_with("//") && !lower.contains('\\'));
    local || ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme))
}

#[cfg(test)]
mod tests;
