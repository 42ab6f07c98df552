//! Who is told about what is new in a ticket, and the key that stands in mails about it.

use std::collections::HashMap;

use store::{Conn, params};

use crate::change::Change;
use crate::error::{Error, Result};
use crate::tickets::codes;
use crate::{PersonId, TicketId};

codes! {
    /// What somebody wants to hear of a ticket.
    Level {
        /// Every comment.
        Watch = "watch",
        /// What comes after they took part, and when they are named.
        Normal = "normal",
        /// Nothing.
        Mute = "mute",
    }
}

/// What a person chose for a ticket.
///
/// # Errors
/// When the database fails.
pub fn level_of(conn: &mut Conn, ticket: TicketId, person: PersonId) -> Result<Level> {
    let found = conn.find(
        "select level from topic_follow where ticket_id = ?1 and person_id = ?2",
        params![ticket, person],
        |row| row.get::<String>(0),
    )?;
    Ok(found.and_then(|code| Level::from_code(&code)).unwrap_or(Level::Normal))
}

/// Everybody's choices for a ticket.
pub(crate) fn levels(conn: &mut Conn, ticket: TicketId) -> Result<HashMap<PersonId, Level>> {
    let rows =
        conn.query("select person_id, level from topic_follow where ticket_id = ?1", params![ticket], |row| {
            Ok((row.get(0)?, Level::from_code(&row.get::<String>(1)?).unwrap_or(Level::Normal)))
        })?;
    Ok(rows.into_iter().collect())
}

/// Keeps what the acting person wants to hear of a ticket that they may read.
///
/// # Errors
/// When nobody is signed in.
pub fn choose(c: &mut Change, ticket: TicketId, level: Level) -> Result<()> {
    let person = c.actor().person.ok_or(Error::NotFound)?;
    keep(c, ticket, person, level)
}

fn keep(c: &mut Change, ticket: TicketId, person: PersonId, level: Level) -> Result<()> {
    if level == Level::Normal {
        let sql = "delete from topic_follow where ticket_id = ?1 and person_id = ?2";
        c.sql().execute(sql, params![ticket, person])?;
    } else {
        c.sql().execute(
            "insert into topic_follow (ticket_id, person_id, level) values (?1, ?2, ?3)
             on conflict (ticket_id, person_id) do update set level = excluded.level",
            params![ticket, person, level.code()],
        )?;
    }
    Ok(())
}

/// The key of a ticket for a person; made once.
pub(crate) fn key_of(c: &mut Change, ticket: TicketId, person: PersonId) -> Result<String> {
    let known = c.sql().find(
        "select key from topic_key where ticket_id = ?1 and person_id = ?2",
        params![ticket, person],
        |row| row.get::<String>(0),
    )?;
    if let Some(key) = known {
        return Ok(key);
    }
    let key = c.mail_token();
    c.sql().execute(
        "insert into topic_key (key, ticket_id, person_id) values (?1, ?2, ?3)",
        params![&key, ticket, person],
    )?;
    Ok(key)
}

/// The ticket and the person of a key.
///
/// # Errors
/// [`Error::NotFound`] when it is not ours.
pub fn by_key(conn: &mut Conn, key: &str) -> Result<(TicketId, PersonId)> {
    if key.contains('\0') {
        return Err(Error::NotFound);
    }
    let sql = "select ticket_id, person_id from topic_key where key = ?1";
    conn.find(sql, params![key], |row| Ok((row.get(0)?, row.get(1)?)))?.ok_or(Error::NotFound)
}

/// Keeps what the person of a key wants to hear of its ticket: whoever got the mail needs no login for that.
///
/// # Errors
/// [`Error::NotFound`] when the key is not ours.
pub fn choose_by_key(c: &mut Change, key: &str, level: Level) -> Result<()> {
    let (ticket, person) = by_key(c.sql(), key)?;
    keep(c, ticket, person, level)
}
