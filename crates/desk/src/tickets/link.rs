//! Links that open one ticket for one person without a password. A signature names both, so nobody
//! who sees a ticket's reply address, or takes part in it under another name, can make one.

use store::Conn;

use super::{Ticket, find_by_token, find_by_token_itself, takes_part};
use crate::PersonId;
use crate::error::{Error, Result};
use crate::people::{self, Person};
use crate::signing;

/// What stands in the link: the ticket's token, the person, the signature.
///
/// # Errors
/// When the database fails.
pub fn link_code(conn: &mut Conn, ticket_token: &str, person: PersonId) -> Result<String> {
    signing::signed(conn, &format!("{ticket_token}.{person}"))
}

/// The same for somebody whose address nobody has checked: whoever typed it into a form. It opens this ticket
/// and never one that this ticket is merged into.
///
/// # Errors
/// When the database fails.
pub fn form_link_code(conn: &mut Conn, ticket_token: &str, person: PersonId) -> Result<String> {
    signing::signed(conn, &format!("{ticket_token}.{person}.{FORM}"))
}

/// The same for a visitor of a chat: it opens the chat, which shows less than the ticket.
///
/// # Errors
/// When the database fails.
pub(crate) fn chat_link_code(conn: &mut Conn, ticket_token: &str, person: PersonId) -> Result<String> {
    signing::signed(conn, &format!("{ticket_token}.{person}.{CHAT}"))
}

const FORM: &str = "form";
const CHAT: &str = "chat";

/// The ticket and the person of a link, as long as the person takes part in it.
///
/// # Errors
/// [`Error::NotFound`] when the link is not ours, or no longer.
pub fn open_link(conn: &mut Conn, code: &str) -> Result<(Ticket, Person)> {
    open(conn, code, &["", FORM])
}

/// The ticket and the visitor of the link of a chat.
///
/// # Errors
/// [`Error::NotFound`] when the link is not ours, or of another kind.
pub fn open_chat_link(conn: &mut Conn, code: &str) -> Result<(Ticket, Person)> {
    open(conn, code, &[CHAT])
}

fn open(conn: &mut Conn, code: &str, kinds: &[&str]) -> Result<(Ticket, Person)> {
    let claim = signing::verified(conn, code)?.ok_or(Error::NotFound)?;
    let (token, rest) = claim.split_once('.').ok_or(Error::NotFound)?;
    let (person, kind) = rest.split_once('.').unwrap_or((rest, ""));
    if !kinds.contains(&kind) {
        return Err(Error::NotFound);
    }
    let person = people::find(conn, person.parse().map_err(|_| Error::NotFound)?)?;
    let ticket = match kind {
        "" => find_by_token(conn, token)?,
        _ => find_by_token_itself(conn, token)?,
    };
    if takes_part(conn, ticket.id, person.id)? { Ok((ticket, person)) } else { Err(Error::NotFound) }
}
