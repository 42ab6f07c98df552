//! How the browsers of a visitor and an agent find each other to show a screen (WebRTC): each leaves messages for the
//! other. The desk reads none of them, and keeps them until the chat ends.

use store::{Conn, params};

use super::find;
use crate::actor::Actor;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::policy::{self, Action};
use crate::tickets::{self, Side};
use crate::{TicketId, limits};

/// A message for the other side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signal {
    /// Its number.
    pub id: i64,
    /// What browsers make of it.
    pub body: String,
}

fn side_of(actor: &Actor) -> Side {
    if actor.is_staff() { Side::Agent } else { Side::Customer }
}

/// Leaves a message for the other side.
///
/// # Errors
/// When the chat is over, there are too many, or the message is too long.
pub fn signal(c: &mut Change, id: TicketId, body: &str) -> Result<()> {
    let actor = c.actor().clone();
    let ticket = tickets::find(c.sql(), &actor, id)?;
    c.allow(if actor.is_staff() { Action::Reply } else { Action::ReplyAsCustomer }, Some(&ticket.facts()))?;
    if !find(c.sql(), id)?.is_live() {
        return Err(Error::NotFound);
    }
    let count =
        c.sql().one("select count(*) from chat_signal where ticket_id = ?1", params![id], |row| row.get::<i64>(0))?;
    if body.len() > limits::SIGNAL_BYTES_MAX || count >= limits::SIGNALS_MAX {
        return Err(Error::field("body", "too_large"));
    }
    let now = c.now();
    c.sql().execute(
        "insert into chat_signal (ticket_id, side, body, at) values (?1, ?2, ?3, ?4)",
        params![id, side_of(&actor).code(), body, now],
    )?;
    c.announce_topic(format!("chat:{id}"));
    Ok(())
}

/// What the other side has left behind `after`.
///
/// # Errors
/// [`Error::NotFound`] when the ticket does not exist for the actor.
pub fn signals(conn: &mut Conn, actor: &Actor, id: TicketId, after: i64) -> Result<Vec<Signal>> {
    let ticket = tickets::find(conn, actor, id)?;
    policy::allow(actor, Action::ReadTicket, Some(&ticket.facts()))?;
    Ok(conn.query(
        "select id, body from chat_signal where ticket_id = ?1 and id > ?2 and side <> ?3 order by id",
        params![id, after, side_of(actor).code()],
        |row| Ok(Signal { id: row.get(0)?, body: row.get(1)? }),
    )?)
}
