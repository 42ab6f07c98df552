//! Mails that the desk writes: Markdown with placeholders becomes a subject, a page for mail programs and a plain text.
//!
//! Lines of three dashes divide a mail: what follows the first is in smaller print, what follows the last of two or
//! more stands below the card; with one line only, it is what stands below. A bold link alone on its line is a button; others beside it are
//! quieter ones.

mod colour;
mod files;
mod page;
mod placeholders;
mod prose;
mod values;

#[cfg(test)]
mod tests;

pub use colour::Accent;
pub use files::{LinkedFile, linked_files};
pub use page::{signature, words_of, words_of_reader};
pub use placeholders::Fault;
pub use values::{Form, Values};

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
    /// Where addresses without a host lead: a site without a slash at its end.
    pub site: String,
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
/// The first fault of the words.
pub fn write(words: &Words, values: &Values, frame: &Frame) -> Result<Letter, Fault> {
    let subject = placeholders::line(&words.subject, values)?;
    let filled = placeholders::fill(&words.body, values)?;
    let parts = prose::render(&filled, frame);
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

/// What is wrong with words that know these placeholders and need some of them: of the subject and of the body.
#[must_use]
pub fn faults(words: &Words, known: &[(&'static str, Form)], needed: &[&'static str]) -> [Vec<Fault>; 2] {
    let lines: Vec<&'static str> =
        known.iter().filter(|(_, form)| *form == Form::Line).map(|(name, _)| *name).collect();
    let all: Vec<&'static str> = known.iter().map(|(name, _)| *name).collect();
    let subject = placeholders::faults(&words.subject, &lines);
    let mut body = placeholders::faults(&words.body, &all);
    let mut lost: Vec<&'static str> =
        needed.iter().copied().filter(|name| placeholders::may_be_left_out(&words.body, name)).collect();
    if lost.is_empty() && subject.is_empty() && body.is_empty() {
        // A placeholder may stand where no reader finds it: only the mail itself tells.
        let text = match write(words, &Values::probe(known), &Frame::of_probe()) {
            Ok(letter) => letter.text,
            Err(fault) => return [subject, vec![fault]],
        };
        lost = needed.iter().copied().filter(|name| !text.contains(&Values::probe_of(name))).collect();
    }
    body.extend(lost.into_iter().map(Fault::Missing));
    [subject, body]
}

impl Frame {
    fn of_probe() -> Self {
        Self {
            organisation: String::new(),
            language: "en".to_owned(),
            title: None,
            accent: Accent::default(),
            site: "https://site.example".to_owned(),
        }
    }
}
