//! Mail that could not become a ticket by itself: it waits for a person, who lets it in, or puts it aside.

use store::{Conn, Row, params};

use super::inbound::{WAITING_COLUMNS, Waiting, read_waiting};
use crate::actor::Actor;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::policy::{self, Action};
use crate::{InboundId, people, routing};

/// A mail that waited for a person.
#[derive(Debug, Clone)]
pub struct Held {
    /// The mail.
    pub mail: Waiting,
    /// Why it could not become anything, as a code and perhaps what about.
    pub reason: String,
    /// Somebody has put it aside.
    pub discarded: bool,
}

/// A page of a list, and the mail behind which the next one goes on.
pub type HeldPage = (Vec<Held>, Option<InboundId>);

/// How a mail is let in.
#[derive(Debug, Clone, Default)]
pub struct LetIn {
    /// As a ticket of its own, whatever it answers.
    pub apart: bool,
    /// Whose it is; empty for what the mail says.
    pub sender: String,
}

fn read_held(row: &Row) -> store::Result<Held> {
    Ok(Held { mail: read_waiting(row)?, reason: row.get(16)?, discarded: row.get(17)? })
}

/// Mails that wait for a person, the newest first.
///
/// # Errors
/// When the database fails.
pub fn held(conn: &mut Conn, after: Option<InboundId>, count: usize) -> Result<HeldPage> {
    of_state(conn, "held", after, count)
}

/// Mails that somebody has put aside, the newest first.
///
/// # Errors
/// When the database fails.
pub fn discarded(conn: &mut Conn, after: Option<InboundId>, count: usize) -> Result<HeldPage> {
    of_state(conn, "discarded", after, count)
}

fn of_state(conn: &mut Conn, state: &str, after: Option<InboundId>, count: usize) -> Result<HeldPage> {
    // The state is written out for the partial index.
    let sql = format!(
        "select {WAITING_COLUMNS}, reason, state = 'discarded' from inbound where state = '{state}' and id < ?1
         order by id desc limit {}",
        count + 1
    );
    let mut found = conn.query(&sql, params![after.unwrap_or(InboundId(i64::MAX))], read_held)?;
    let more = found.len() > count;
    found.truncate(count);
    let next = found.last().filter(|_| more).map(|last| last.mail.id);
    Ok((found, next))
}

/// One of these.
///
/// # Errors
/// When it is no such mail any more, or the actor may not look.
pub fn held_mail(conn: &mut Conn, actor: &Actor, id: InboundId) -> Result<Held> {
    policy::allow(actor, Action::ManageMail, None)?;
    let sql = format!(
        "select {WAITING_COLUMNS}, reason, state = 'discarded' from inbound
         where id = ?1 and state in ('held', 'discarded')"
    );
    conn.find(&sql, params![id], read_held)?.ok_or(Error::NotFound)
}

/// Puts a held mail aside: it becomes nothing, and is kept as long as others.
///
/// # Errors
/// When the actor may not, or it is not held.
pub fn discard(c: &mut Change, id: InboundId) -> Result<()> {
    turn(c, id, ("held", "discarded"))
}

/// Lets a mail that was put aside wait for a person again.
///
/// # Errors
/// When the actor may not, or it was not put aside.
pub fn take_back(c: &mut Change, id: InboundId) -> Result<()> {
    turn(c, id, ("discarded", "held"))
}

fn turn(c: &mut Change, id: InboundId, (from, to): (&str, &str)) -> Result<()> {
    c.allow(Action::ManageMail, None)?;
    let sql = "update inbound set state = ?3 where id = ?1 and state = ?2";
    if c.sql().execute(sql, params![id, from, to])? == 0 {
        return Err(Error::NotFound);
    }
    c.announce_topic("inbound".to_owned());
    Ok(())
}

/// Lets a held mail be understood again; whether its sender is genuine does not matter any more.
///
/// # Errors
/// When the actor may not, it is not held, or its sender is to be what is no address or the desk's own.
pub fn release(c: &mut Change, id: InboundId, how: &LetIn) -> Result<()> {
    c.allow(Action::ManageMail, None)?;
    let sender = people::normalise_address(&how.sender);
    if !sender.is_empty() {
        if !people::is_valid_address(&sender) {
            return Err(Error::field("sender", "bad_address"));
        }
        if routing::resolve_address(c.sql(), &sender)?.is_some() {
            return Err(Error::field("sender", "own_address"));
        }
    }
    let released = c.sql().execute(
        "update inbound set state = 'received', reason = '', waived = true, apart = ?2, sender = ?3
         where id = ?1 and state = 'held'",
        params![id, how.apart, &sender],
    )?;
    if released == 0 {
        return Err(Error::NotFound);
    }
    c.announce_topic("inbound".to_owned());
    Ok(())
}
