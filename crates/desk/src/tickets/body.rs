//! What somebody wrote.

use crate::error::{Error, Result};
use crate::limits;

/// The words of a message. The door that took them in has sanitised the HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body {
    /// Safe to put into a page as it is.
    pub html: String,
    /// The history below it, as safe; empty for what was written in a browser.
    pub quoted: String,
    /// The same as `html` for lists, search and plain mail.
    pub text: String,
}

impl Body {
    /// Refuses what nobody could have meant to send.
    ///
    /// # Errors
    /// When there is nothing in it (and no file either), or too much.
    pub fn check(&self, has_files: bool) -> Result<()> {
        if self.text.trim().is_empty() && !self.html.contains("<img") && !has_files {
            return Err(Error::field("body", "required"));
        }
        if self.html.chars().count() > limits::MESSAGE_CHARS_MAX {
            return Err(Error::field("body", "too_long"));
        }
        Ok(())
    }

    /// The beginning, on one line, for lists.
    #[must_use]
    pub fn preview(&self) -> String {
        let mut out = String::new();
        for word in self.text.split_whitespace() {
            if out.chars().count() + word.chars().count() > limits::PREVIEW_CHARS {
                break;
            }
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
        if out.is_empty() { self.text.trim().chars().take(limits::PREVIEW_CHARS).collect() } else { out }
    }
}
