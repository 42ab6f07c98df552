//! What an agent has seen: rows with something newer are shown as unread.

use store::params;

use crate::change::Change;
use crate::error::Result;
use crate::{MessageId, TicketId};

/// Remembers that the acting agent has seen the ticket up to `message`.
///
/// # Errors
/// When the database fails.
pub fn mark_seen(c: &mut Change, id: TicketId, message: MessageId) -> Result<()> {
    let Some(person) = c.actor().person else { return Ok(()) };
    c.sql().execute(
        "insert into ticket_seen (person_id, ticket_id, message_id) values (?1, ?2, ?3)
         on conflict (person_id, ticket_id) do update set message_id = excluded.message_id
         where ticket_seen.message_id < excluded.message_id",
        params![person, id, message],
    )?;
    Ok(())
}
