//! Mails that the desk writes: Markdown with placeholders becomes a subject, a page for mail programs and a plain text.
//!
//! Lines of three dashes divide a mail: what follows the first is in smaller print, what follows the last of two or
//! more stands below the card; with one line only, it is what stands below. A bold link alone on its line is a button.

mod colour;
mod page;
mod placeholders;
mod prose;

#[cfg(test)]
mod tests;

pub use colour::Accent;
pub use page::{signature, words_of_reader};
pub use placeholders::{Fault, Values, faults};

/// The words of a mail, with placeholders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// One line.
    pub subject: String,
    /// Markdown.
    pub body: String,
}

/// What stands around the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Who writes.
    pub organisation: String,
    /// `en` or `fr`.
    pub language: String,
    /// What stands over the words; the subject if nothing else.
    pub title: Option<String>,
    /// The colour of the mark, of buttons and links.
    pub accent: Accent,
}

/// A mail as readers get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// One line.
    pub subject: String,
    /// A whole page.
    pub html: String,
    /// The same without looks.
    pub text: String,
}

/// Writes a mail.
///
/// # Errors
/// The first fault of the words, as [`faults`] tells them all.
pub fn write(words: &Words, values: &Values, frame: &Frame) -> Result<Letter, Fault> {
    let subject = placeholders::line(&words.subject, values)?;
    let filled = placeholders::fill(&words.body, values)?;
    let parts = prose::render(&filled, &frame.accent);
    let html = page::page(frame.title.as_deref().unwrap_or(&subject), &parts, frame);
    let mut text = crate::html_to_mail_text(&format!("{}{}", parts.main, parts.small));
    let below = crate::html_to_mail_text(&parts.below);
    text.push('\n');
    if !below.is_empty() {
        // The line that mail programs know to come before a signature (RFC 3676, 4.3).
        text.push_str(&format!("\n-- \n{below}\n"));
    }
    Ok(Letter { subject, html, text })
}
