//! Mails as they came.

use store::{Conn, params};

use super::find;
use super::reread::REREADABLE;
use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::policy::{self, Action};
use crate::{MessageId, TicketId, Time};

/// What is kept of the mail that a message came by.
#[derive(Debug, Clone)]
pub struct Original {
    /// What its ticket is about.
    pub subject: String,
    /// The name of its content.
    pub raw_sha256: String,
    /// The content is still kept.
    pub kept: bool,
    /// It can be read again.
    pub readable: bool,
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
    let sql = format!(
        "select m.raw_sha256, m.html, m.quoted, m.created_at, m.automatic, m.thread_why, m.checks,
                exists (select 1 from inbound i where substr(i.raw_sha256, 1, 8) = substr(m.raw_sha256, 1, 8)
                          and i.raw_sha256 = m.raw_sha256 and i.raw_sha256 <> ''),
                exists (select 1 from ticket t where t.id = m.ticket_id and {REREADABLE})
         from message m where m.id = ?1 and m.ticket_id = ?2 and m.raw_sha256 <> '' and m.withdrawn_at is null"
    );
    conn.find(&sql, params![message, ticket], |row| {
        Ok(Original {
            subject: found.subject.clone(),
            raw_sha256: row.get(0)?,
            html: row.get(1)?,
            quoted: row.get(2)?,
            created_at: row.get(3)?,
            automatic: row.get(4)?,
            thread_why: row.get(5)?,
            checks: row.get(6)?,
            kept: row.get(7)?,
            readable: row.get(8)?,
        })
    })?
    .ok_or(Error::NotFound)
}
