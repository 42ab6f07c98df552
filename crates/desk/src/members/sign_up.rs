//! Signing up: a name, an address, and what the desk asks to accept. Who has an account gets the same mail, so that
//! nobody learns whose address is known.

use super::legal::{Document, accept, current};
use crate::change::Change;
use crate::error::{Error, Result};
use crate::mailflow::outbox::{self, MailKind};
use crate::one_line::one_line;
use crate::people::{self, NewPerson};
use crate::settings::{self, Setting};
use crate::{FieldError, limits};

/// Versions of the documents that somebody was shown and accepted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Accepted {
    /// They ticked that they accept.
    pub yes: bool,
    /// Of the terms.
    pub terms: i64,
    /// Of the privacy policy.
    pub privacy: i64,
    /// Of the rules of the community.
    pub rules: i64,
}

/// Who signs up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewMember {
    /// Their name.
    pub name: String,
    /// Their mail address.
    pub address: String,
    /// `en` or `fr`.
    pub language: String,
    /// What they accepted.
    pub accepted: Accepted,
}

/// Makes the account of a new member and mails how to sign in.
///
/// # Errors
/// Fields that are missing or wrong, documents that have changed since they were shown, or [`Error::NotFound`] where
/// nobody signs up by themselves.
pub fn sign_up(c: &mut Change, new: &NewMember) -> Result<()> {
    if settings::get(c.sql(), Setting::SignUp)? == "no" {
        return Err(Error::NotFound);
    }
    let (name, address) = (one_line(&new.name), people::normalise_address(&new.address));
    let mut errors = Vec::new();
    let mut wrong = |field, problem| errors.push(FieldError { field, problem });
    if name.is_empty() {
        wrong("name", "required");
    } else if name.chars().count() > limits::NAME_CHARS_MAX {
        wrong("name", "too_long");
    }
    if address.is_empty() {
        wrong("mail", "required");
    } else if !people::is_valid_address(&address) {
        wrong("mail", "bad_address");
    }
    if !new.accepted.yes {
        wrong("accept", "accept");
    } else {
        let shown = [
            (Document::Terms, new.accepted.terms),
            (Document::Privacy, new.accepted.privacy),
            (Document::Rules, new.accepted.rules),
        ];
        for (document, version) in shown {
            if current(c.sql(), document)?.version != version {
                wrong("accept", "changed");
                break;
            }
        }
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let known = people::find_by_address(c.sql(), &address)?.is_some();
    let wanted = NewPerson { name, address, language: new.language.clone(), ..NewPerson::default() };
    let person = people::find_or_create(c, &wanted)?;
    // What a stranger types about somebody who is known counts for nothing.
    if !known {
        accept(c, person.id, Document::Terms, new.accepted.terms)?;
        accept(c, person.id, Document::Privacy, new.accepted.privacy)?;
        accept(c, person.id, Document::Rules, new.accepted.rules)?;
    }
    let token = people::link_for(c, person.id, limits::SIGN_IN_LINK, limits::SIGN_IN_LINK_USES)?;
    outbox::queue(c, MailKind::Account, None, None, person.id, &token)?;
    Ok(())
}
