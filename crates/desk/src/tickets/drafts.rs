//! Drafts: what an agent has begun to write survives a reload and a crash.

use store::params;

use super::{MessageKind, find};
use crate::change::Change;
use crate::error::{Error, Result};
use crate::policy::Action;
use crate::{MessageId, TicketId, limits};

/// A draft of an answer or note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Answer or note.
    pub kind: MessageKind,
    /// Sanitised HTML.
    pub html: String,
}

/// Whether the agent has written since `seen`: then a draft that left the browser before is the message itself.
fn is_sent(c: &mut Change, id: TicketId, seen: Option<MessageId>) -> Result<bool> {
    let person = c.actor().person;
    let sql =
        "select 1 from message where ticket_id = ?1 and id > ?2 and author_id = ?3 and withdrawn_at is null limit 1";
    let newer = c.sql().find(sql, params![id, seen, person], |row| row.get::<i64>(0))?;
    Ok(newer.is_some())
}

/// Keeps the agent's draft for a ticket; an empty one is forgotten. `seen` is the newest message that the agent
/// had on the screen, if that is known.
///
/// # Errors
/// When the ticket does not exist for the actor or the draft is too long.
pub fn save_draft(c: &mut Change, id: TicketId, draft: &Draft, seen: Option<MessageId>) -> Result<()> {
    let actor = c.actor().clone();
    let ticket = find(c.sql(), &actor, id)?;
    c.allow(Action::Note, Some(&ticket.facts()))?;
    let person = actor.person.ok_or(Error::NotFound)?;
    if draft.html.chars().count() > limits::MESSAGE_CHARS_MAX {
        return Err(Error::field("body", "too_long"));
    }
    if is_sent(c, id, seen)? {
        return Ok(());
    }
    if draft.html.trim().is_empty() {
        return discard_draft(c, id);
    }
    let now = c.now();
    c.sql().execute(
        "insert into draft (person_id, ticket_id, kind, html, saved_at) values (?1, ?2, ?3, ?4, ?5)
         on conflict (person_id, ticket_id)
         do update set kind = excluded.kind, html = excluded.html, saved_at = excluded.saved_at",
        params![person, id, draft.kind.code(), &draft.html, now],
    )?;
    Ok(())
}

/// Puts what was not sent back into the agent's composer, above what was begun there since.
pub(super) fn back_into_composer(c: &mut Change, id: TicketId, kind: MessageKind, html: &str) -> Result<()> {
    let person = c.actor().person;
    let sql = "select html from draft where person_id = ?1 and ticket_id = ?2";
    let begun = c.sql().find(sql, params![person, id], |row| row.get::<String>(0))?;
    let html = format!("{html}{}", begun.unwrap_or_default());
    save_draft(c, id, &Draft { kind, html }, None)
}

/// Forgets the agent's draft for a ticket.
///
/// # Errors
/// When the database fails.
pub fn discard_draft(c: &mut Change, id: TicketId) -> Result<()> {
    let person = c.actor().person;
    c.sql().execute("delete from draft where person_id = ?1 and ticket_id = ?2", params![person, id])?;
    Ok(())
}
