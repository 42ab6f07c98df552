//! A mail from its words and what the desk knows.

use markup::letter::{Frame, Letter, Values, Words};
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
}

/// Writes a mail in the desk's words. Where those cannot be used, the standard ones are: no mail waits for its looks.
///
/// # Errors
/// When the database fails or what it is about is gone.
pub fn letter(conn: &mut Conn, site: &str, occasion: &Occasion) -> Result<Letter> {
    let own = wording(conn, occasion.template, occasion.language)?.words;
    match from_words(conn, site, occasion, &own)? {
        Ok(letter) => Ok(letter),
        Err(fault) => {
            tracing::warn!(%fault, template = occasion.template.code(), "a mail was written in the standard words");
            let standard = occasion.template.standard(occasion.language);
            from_words(conn, site, occasion, &standard)?.map_err(|fault| Error::Internal(fault.to_string()))
        }
    }
}

/// Writes a mail in words that may be at fault.
pub(super) fn from_words(
    conn: &mut Conn,
    site: &str,
    occasion: &Occasion,
    words: &Words,
) -> Result<std::result::Result<Letter, markup::letter::Fault>> {
    let known = values::known(conn, site, occasion)?;
    let frame = frame(conn, occasion.language, known.title)?;
    Ok(markup::letter::write(words, &known.values, &frame))
}

/// Writes a mail of the desk to one of its own people: `values` into `words`.
///
/// # Errors
/// When the database fails.
pub fn plain(conn: &mut Conn, language: &str, title: Option<String>, words: &Words, values: &Values) -> Result<Letter> {
    let frame = frame(conn, language, title)?;
    markup::letter::write(words, values, &frame).map_err(|fault| Error::Internal(fault.to_string()))
}

fn frame(conn: &mut Conn, language: &str, title: Option<String>) -> Result<Frame> {
    Ok(Frame {
        organisation: settings::get(conn, Setting::Organisation)?,
        language: language.to_owned(),
        title,
        accent: accent(conn)?,
    })
}
