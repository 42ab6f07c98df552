//! Posts that somebody reported, and what became of it.

use store::{Conn, params};

use super::moderated;
use super::posts::place_of_shown;
use super::sanctions::moderates;
use crate::actor::Actor;
use crate::change::Change;
use crate::error::{Error, Refusal, Result};
use crate::event::{Event, Kind};
use crate::one_line::one_line;
use crate::policy::{self, Action};
use crate::{MessageId, PersonId, TicketId, Time, limits};

/// Reports a post to the moderators. The same post is reported once by one person.
///
/// # Errors
/// [`Error::Refused`] when somebody reports without end, fields that are wrong.
pub fn report(c: &mut Change, message: MessageId, rule: Option<i64>, words: &str) -> Result<TicketId> {
    let (actor, now) = (c.actor().clone(), c.now());
    let person = actor.person.ok_or(Error::NotFound)?;
    let (ticket, author) = place_of_shown(c.sql(), message)?;
    super::find(c.sql(), &actor, ticket, Action::React, now)?;
    if author == person {
        return Err(Error::field("words", "own"));
    }
    let words = one_line(words);
    if words.chars().count() > limits::REASON_CHARS_MAX {
        return Err(Error::field("words", "too_long"));
    }
    if rule.is_none() && words.is_empty() {
        return Err(Error::field("words", "required"));
    }
    let since = Time(now.0 - i64::try_from(limits::SLOW_PAUSE.as_micros()).unwrap_or(0));
    let lately =
        c.sql().one("select count(*) from report where person_id = ?1 and at > ?2", params![person, since], |row| {
            row.get::<i64>(0)
        })?;
    if lately >= limits::REPORTS_PER_HOUR {
        return Err(Error::Refused(Refusal::TooFast(now.plus(limits::SLOW_PAUSE))));
    }
    let fresh = c.sql().execute(
        "insert into report (ticket_id, message_id, person_id, rule, words, at) values (?1, ?2, ?3, ?4, ?5, ?6)
         on conflict do nothing",
        params![ticket, message, person, rule, &words, now],
    )?;
    if fresh > 0 {
        c.record(Event::on(Kind::Reported, ticket).message(message).because(words))?;
        c.announce_topic("moderation".to_owned());
    }
    Ok(ticket)
}

/// A reported post with what was said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// Its ticket.
    pub ticket: TicketId,
    /// The post.
    pub message: MessageId,
    /// What the ticket is about.
    pub subject: String,
    /// Who wrote it.
    pub author: (PersonId, String),
    /// The words, safe.
    pub html: String,
    /// It is hidden already.
    pub hidden: bool,
    /// When it was written.
    pub at: Time,
    /// Who said what: name, rule, words, when.
    pub said: Vec<(String, Option<i64>, String, Time)>,
}

/// What was reported and not looked at, the oldest report first.
///
/// # Errors
/// When the actor may not, or the database fails.
pub fn reports(conn: &mut Conn, actor: &Actor) -> Result<Vec<Reported>> {
    policy::allow(actor, Action::Moderate, None)?;
    let sql = format!(
        "select r.ticket_id, r.message_id, t.subject, m.author_id, a.name, m.html, m.withheld = 'hidden', m.created_at,
                p.name, r.rule, r.words, r.at
         from report r join message m on m.id = r.message_id join ticket t on t.id = r.ticket_id
         join person a on a.id = m.author_id join person p on p.id = r.person_id
         where r.settled_at is null and m.withdrawn_at is null and t.visibility <> 'private' order by r.id limit {}",
        limits::REPORTS_SHOWN
    );
    let mut out: Vec<Reported> = Vec::new();
    let rows = conn.query(&sql, &[], |row| {
        let reported = Reported {
            ticket: row.get(0)?,
            message: row.get(1)?,
            subject: row.get(2)?,
            author: (row.get(3)?, row.get(4)?),
            html: row.get(5)?,
            hidden: row.get(6)?,
            at: row.get(7)?,
            said: Vec::new(),
        };
        Ok((reported, (row.get(8)?, row.get(9)?, row.get(10)?, row.get(11)?)))
    })?;
    for (reported, said) in rows {
        match out.iter_mut().find(|known| known.message == reported.message) {
            Some(known) => known.said.push(said),
            None => out.push(Reported { said: vec![said], ..reported }),
        }
    }
    Ok(out)
}

/// Puts the reports about a post away: something was done, or nothing is wrong with it.
///
/// # Errors
/// When the actor may not.
pub fn settle(c: &mut Change, message: MessageId, upheld: bool) -> Result<()> {
    moderates(c)?;
    let (now, by) = (c.now(), c.actor().person);
    let (ticket, author) = c
        .sql()
        .find("select ticket_id, author_id from message where id = ?1", params![message], |row| {
            Ok((row.get::<TicketId>(0)?, row.get::<PersonId>(1)?))
        })?
        .ok_or(Error::NotFound)?;
    let done = c.sql().execute(
        "update report set settled_at = ?2, settled_by = ?3 where message_id = ?1 and settled_at is null",
        params![message, now, by],
    )?;
    if done > 0 {
        let outcome = if upheld { "upheld" } else { "dismissed" };
        moderated(c, Event::on(Kind::ReportsSettled, ticket).message(message).values("", outcome), Some(author))?;
    }
    Ok(())
}
