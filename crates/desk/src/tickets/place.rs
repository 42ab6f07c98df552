//! Spam and the bin: tickets that are kept, but out of the way.

use store::{Conn, params, search};

use super::properties::changeable;
use super::{Place, Ticket, find};
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::policy::Action;
use crate::{PersonId, TicketId, Time, limits};

/// Calls a ticket spam, and every later ticket of its requester too.
///
/// # Errors
/// When the ticket does not exist for the actor, or was merged.
pub fn mark_as_spam(c: &mut Change, id: TicketId) -> Result<()> {
    let ticket = changeable(c, id)?;
    let staff =
        c.sql().one("select role <> 'customer' from person where id = ?1", params![ticket.requester], |row| {
            row.get::<bool>(0)
        })?;
    if !staff {
        let (now, by) = (c.now(), c.actor().person);
        c.sql().execute(
            "insert into blocked_sender (person_id, ticket_id, blocked_by, blocked_at) values (?1, ?2, ?3, ?4)
             on conflict (person_id) do nothing",
            params![ticket.requester, id, by, now],
        )?;
    }
    put(c, &ticket, Place::Spam, "")
}

/// Puts a ticket into the bin, where it can be restored for a while.
///
/// # Errors
/// When the ticket does not exist for the actor, or was merged.
pub fn move_to_trash(c: &mut Change, id: TicketId) -> Result<()> {
    let ticket = changeable(c, id)?;
    put(c, &ticket, Place::Trash, "")
}

/// Puts a ticket back into the lists. Its requester, if blocked, is let through again.
///
/// # Errors
/// When the ticket does not exist for the actor, or was merged.
pub fn put_back(c: &mut Change, id: TicketId) -> Result<()> {
    let ticket = changeable(c, id)?;
    let_through(c, ticket.requester)?;
    put(c, &ticket, Place::Desk, "")
}

/// Out of the trash, for what the desk does by itself: a blocked sender's ticket goes back to spam.
pub(super) fn restore(c: &mut Change, ticket: &Ticket, because: &str) -> Result<()> {
    let place = if is_blocked(c.sql(), ticket.requester)? { Place::Spam } else { Place::Desk };
    put(c, ticket, place, because)
}

/// Called spam because its requester is blocked.
pub(crate) fn catch(c: &mut Change, id: TicketId) -> Result<()> {
    let actor = c.actor().clone();
    let ticket = find(c.sql(), &actor, id)?;
    put(c, &ticket, Place::Spam, "blocked_sender")
}

fn put(c: &mut Change, ticket: &Ticket, place: Place, because: &str) -> Result<()> {
    if ticket.place == place {
        return Ok(());
    }
    if ticket.place == Place::Merged {
        return Err(Error::field("place", "away"));
    }
    let now = c.now();
    c.sql().execute(
        "update ticket set place = ?2, placed_at = ?3, revision = revision + 1 where id = ?1",
        params![ticket.id, place.code(), now],
    )?;
    c.record(Event::on(Kind::Placed, ticket.id).values(ticket.place.code(), place.code()).because(because))?;
    Ok(())
}

/// Whether tickets of a person are spam.
///
/// # Errors
/// When the database fails.
pub fn is_blocked(conn: &mut Conn, person: PersonId) -> Result<bool> {
    let found =
        conn.find("select 1 from blocked_sender where person_id = ?1", params![person], |row| row.get::<i64>(0))?;
    Ok(found.is_some())
}

fn let_through(c: &mut Change, person: PersonId) -> Result<()> {
    c.sql().execute("delete from blocked_sender where person_id = ?1", params![person])?;
    Ok(())
}

/// A sender whose tickets are spam.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub address: String,
    /// Since when.
    pub since: Time,
    /// Who blocked them.
    pub by: Option<String>,
    /// Their tickets that were caught.
    pub caught: Vec<(TicketId, String)>,
}

/// The blocked senders, the latest first, with what was caught of each.
///
/// # Errors
/// When the database fails.
pub fn blocked_senders(conn: &mut Conn) -> Result<Vec<Blocked>> {
    let sql = format!(
        "select b.person_id, p.name, p.address, b.blocked_at, x.name from blocked_sender b
         join person p on p.id = b.person_id left join person x on x.id = b.blocked_by
         order by b.blocked_at desc, b.person_id limit {}",
        limits::BLOCKED_SHOWN
    );
    let mut senders = conn.query(&sql, &[], |row| {
        Ok(Blocked {
            person: row.get(0)?,
            name: row.get(1)?,
            address: row.get(2)?,
            since: row.get(3)?,
            by: row.get(4)?,
            caught: Vec::new(),
        })
    })?;
    for sender in &mut senders {
        sender.caught = conn.query(
            "select id, subject from ticket where requester_id = ?1 and place = 'spam' order by id desc limit 20",
            params![sender.person],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
    }
    Ok(senders)
}

/// Lets a sender through again; with `release`, what was caught goes back into the lists.
///
/// # Errors
/// When the actor may not, or the sender is not blocked.
pub fn unblock(c: &mut Change, person: PersonId, release: bool) -> Result<()> {
    c.allow(Action::Configure, None)?;
    if !is_blocked(c.sql(), person)? {
        return Err(Error::NotFound);
    }
    let_through(c, person)?;
    c.record(Event::of_desk(Kind::Configured, &format!("unblocked:{person}")))?;
    if release {
        let caught = c.sql().query(
            "select id from ticket where requester_id = ?1 and place = 'spam' order by id",
            params![person],
            |row| row.get::<TicketId>(0),
        )?;
        for id in caught {
            put_back(c, id)?;
        }
    }
    Ok(())
}

/// Forgets what has been in the bin long enough, a few at a time; the count tells whether to go on.
///
/// # Errors
/// When the database fails.
pub fn purge_trash(c: &mut Change) -> Result<usize> {
    c.allow(Action::Purge, None)?;
    let before = Time(c.now().0 - i64::try_from(limits::TRASH.as_micros()).unwrap_or(0));
    let sql = format!(
        "select id from ticket where place = 'trash' and placed_at < ?1 order by placed_at, id limit {}",
        limits::TRASH_BATCH
    );
    let tickets = c.sql().query(&sql, params![before], |row| row.get::<TicketId>(0))?;
    for ticket in &tickets {
        forget(c, *ticket)?;
    }
    Ok(tickets.len())
}

/// Empties a ticket for good: words, files, addresses in the index, with what was merged into it. What remains is a
/// number that nobody finds, so that the event log and the mail ledger still add up.
fn forget(c: &mut Change, ticket: TicketId) -> Result<()> {
    let merged = c.sql().query("select id from ticket where merged_into = ?1", params![ticket], |row| row.get(0))?;
    for child in merged {
        forget(c, child)?;
    }
    let conn = c.sql();
    let messages = conn.query("select id, raw_sha256 from message where ticket_id = ?1", params![ticket], |row| {
        Ok((row.get::<i64>(0)?, row.get::<String>(1)?))
    })?;
    let mut contents: Vec<String> = Vec::new();
    for sql in [
        "select file_sha256 from attachment where message_id in (select id from message where ticket_id = ?1)",
        "select file_sha256 from attachment where message_id is null and ticket_id = ?1",
        "select raw_sha256 from inbound where state = 'duplicate' and ticket_id = ?1",
    ] {
        contents.extend(conn.query(sql, params![ticket], |row| row.get::<String>(0))?);
    }
    contents.extend(messages.iter().map(|(_, raw)| raw.clone()));
    for (message, _) in &messages {
        search::forget_message(conn, *message)?;
    }
    for sql in [
        "update inbound set raw_sha256 = '', envelope_from = '', fingerprint = ''
         where message_id in (select id from message where ticket_id = ?1)",
        "update inbound set raw_sha256 = '', envelope_from = '', fingerprint = ''
         where state = 'duplicate' and ticket_id = ?1",
        "delete from attachment where message_id in (select id from message where ticket_id = ?1)",
        "delete from attachment where message_id is null and ticket_id = ?1",
        "update message set html = '', quoted = '', text = '', rfc_id = '', raw_sha256 = '', headers = '' where ticket_id = ?1",
        "update event set before = '', after = '', because = '' where ticket_id = ?1",
        "delete from reaction where message_id in (select id from message where ticket_id = ?1)",
        "delete from message_version where message_id in (select id from message where ticket_id = ?1)",
        "delete from report where ticket_id = ?1",
        "delete from topic_follow where ticket_id = ?1",
        "delete from topic_key where ticket_id = ?1",
        "delete from topic_term where ticket_id = ?1",
        "delete from topic_index where ticket_id = ?1",
        "delete from draft where ticket_id = ?1",
        "delete from scheduled_reply where ticket_id = ?1",
        "delete from rule_wait where ticket_id = ?1",
        "delete from ticket_tag where ticket_id = ?1",
        "delete from participant where ticket_id = ?1",
        "update ticket set subject = '', preview = '', summary = '', place = 'gone' where id = ?1",
    ] {
        conn.execute(sql, params![ticket])?;
    }
    contents.sort_unstable();
    contents.dedup();
    for content in contents.iter().filter(|content| !content.is_empty()) {
        c.forget_file(content)?;
    }
    c.record(Event::of_desk(Kind::Configured, &format!("purged:{ticket}")))?;
    Ok(())
}
