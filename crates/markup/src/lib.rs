//! HTML from strangers: made safe to show, turned to text, and text turned to HTML; Markdown of guides and of mails.
#![forbid(unsafe_code)]

pub mod clean;
pub mod guide;
mod html_layout;
pub mod html_tame;
pub mod html_text;
pub mod letter;
mod limits;
mod markdown;
pub mod personal;
mod plain;
pub mod post;
mod sanitize;

pub use plain::{escaped, text_to_html};
pub use sanitize::{remote_images, sanitize, with_remote_images};

/// The text of HTML: safe for lists, search and plain mail.
#[must_use]
pub fn html_to_text(html: &str) -> String {
    html_text::render(&html_tame::tame(html).html)
}

/// The text of HTML for the plain part of a mail: the address of each link stands behind its words.
#[must_use]
pub fn html_to_mail_text(html: &str) -> String {
    html_text::render_with_addresses(&html_tame::tame(html).html)
}
