//! A mail from its words and what the desk knows.

use markup::letter::{Fault, Frame, Letter, Values, Words};
use store::Conn;

use super::{Template, accent, values, wording};
use crate::error::{Error, Result};
use crate::settings::{self, Setting};
use crate::{MessageId, PersonId, TicketId};

/// Where the links of a mail lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links<'l> {
    /// Where they shall: this is the token that signs its reader in.
    Working(&'l str),
    /// The same, but others read the mail too: nothing in it opens a ticket.
    Shared,
    /// Nowhere that opens anything: somebody else looks at the mail.
    Shown,
}

/// Why a mail is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occasion<'o> {
    /// Which mail.
    pub template: Template,
    /// `en` or `fr`.
    pub language: &'o str,
    /// To whom.
    pub person: PersonId,
    /// About what.
    pub ticket: Option<TicketId>,
    /// The message that it carries.
    pub message: Option<MessageId>,
    /// The words of a rule.
    pub rule_words: &'o str,
    /// Its links.
    pub links: Links<'o>,
    /// Safe HTML behind an answer: its files that are too large to come with it.
    pub behind: &'o str,
}

/// All that a mail is written from: the database is not needed any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    words: Words,
    /// What is written when the words cannot be used.
    standard: Option<Words>,
    values: Values,
    frame: Frame,
}

impl Draft {
    /// Writes the mail in the desk's words. Where those cannot be used, the standard ones are: no mail waits for its looks.
    ///
    /// # Errors
    /// The first fault of the words, if there are no others.
    pub fn write(&self) -> std::result::Result<Letter, Fault> {
        let own = markup::letter::write(&self.words, &self.values, &self.frame);
        match (own, &self.standard) {
            (Err(fault), Some(standard)) => {
                tracing::warn!(%fault, "a mail was written in the standard words");
                markup::letter::write(standard, &self.values, &self.frame)
            }
            (written, _) => written,
        }
    }
}

/// Reads what a mail is written from.
///
/// # Errors
/// When the database fails or what it is about is gone.
pub fn draft(conn: &mut Conn, site: &str, occasion: &Occasion) -> Result<Draft> {
    let words = wording(conn, occasion.template, occasion.language)?.words;
    let standard = occasion.template.standard(occasion.language);
    Ok(Draft { standard: Some(standard), ..in_words(conn, site, occasion, words)? })
}

/// The same in words that may be at fault.
pub(super) fn in_words(conn: &mut Conn, site: &str, occasion: &Occasion, words: Words) -> Result<Draft> {
    let known = values::known(conn, site, occasion)?;
    let frame = frame(conn, site, occasion.language, known.title)?;
    Ok(Draft { words, standard: None, values: known.values, frame })
}

/// A mail of the desk to one of its own people: `values` in `words`.
///
/// # Errors
/// When the database fails.
pub fn plain(
    conn: &mut Conn,
    site: &str,
    language: &str,
    title: Option<String>,
    words: Words,
    values: Values,
) -> Result<Draft> {
    Ok(Draft { words, standard: None, values, frame: frame(conn, site, language, title)? })
}

fn frame(conn: &mut Conn, site: &str, language: &str, title: Option<String>) -> Result<Frame> {
    Ok(Frame {
        organisation: settings::get(conn, Setting::Organisation)?,
        language: language.to_owned(),
        title,
        accent: accent(conn)?,
        site: site.to_owned(),
    })
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Internal(fault.to_string())
    }
}
