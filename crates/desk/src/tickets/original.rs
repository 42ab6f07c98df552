//! Mails as they came.

use store::{Conn, params};

use super::find;
use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::policy::{self, Action};
use crate::{MessageId, TicketId, Time};

/// What is kept of the mail that a message came by.
#[derive(Debug, Clone)]
pub struct Original {
    /// The name of its content.
    pub raw_sha256: String,
    /// Sanitised, what its author newly wrote.
    pub html: String,
    /// Sanitised, the history below it.
    pub quoted: String,
    /// When it came.
    pub created_at: Time,
    /// Class of an automatic mail, else `none`.
    pub automatic: String,
    /// How it found its ticket.
    pub thread_why: String,
    /// What was found out about its sender.
    pub checks: String,
}

/// The mail of a message, for agents who may see the ticket.
///
/// # Errors
/// [`Error::NotFound`] when there is none for the actor.
pub fn original(conn: &mut Conn, actor: &Actor, ticket: TicketId, message: MessageId) -> Result<Original> {
    let found = find(conn, actor, ticket)?;
    policy::allow(actor, Action::ReadInternals, Some(&found.facts()))?;
    conn.find(
        "select raw_sha256, html, quoted, created_at, automatic, thread_why, checks
         from message where id = ?1 and ticket_id = ?2 and raw_sha256 <> '' and withdrawn_at is null",
        params![message, ticket],
        |row| {
            Ok(Original {
                raw_sha256: row.get(0)?,
                html: row.get(1)?,
                quoted: row.get(2)?,
                created_at: row.get(3)?,
                automatic: row.get(4)?,
                thread_why: row.get(5)?,
                checks: row.get(6)?,
            })
        },
    )?
    .ok_or(Error::NotFound)
}
