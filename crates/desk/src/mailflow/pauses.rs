//! Two desks that answer each other fall silent: what goes out by itself has a budget for each person and for each address of
//! the desk. When it is spent, nothing goes out by itself there until an admin resumes it, or it was quiet for a day. What
//! people write, and what comes in, is never held back.

use std::time::Duration;

use store::{Conn, params};

use super::outbox::BY_RULE;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::policy::Action;
use crate::tickets::Ticket;
use crate::{Actor, Desk, PauseId, PersonId, Time, limits};

/// Where automatic mails are paused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    /// The row.
    pub id: PauseId,
    /// Who would get them, and the address; nothing for a pause of an address of the desk.
    pub person: Option<(String, String)>,
    /// The address of the desk that would send them; empty for a pause of a person.
    pub address: String,
    /// Since when.
    pub began_at: Time,
    /// Mails that did not go out.
    pub held: i64,
}

/// Where automatic mails are paused now, the newest first.
///
/// # Errors
/// When the database fails.
pub fn pauses(conn: &mut Conn, count: i64) -> Result<Vec<Pause>> {
    let quiet = before(Time::now(), limits::PAUSE_QUIET);
    Ok(conn.query(
        "select m.id, p.name, p.address, m.address, m.began_at, m.held
         from mail_pause m left join person p on p.id = m.person_id
         where m.ended_at is null and m.last_at > ?1 order by m.last_at desc, m.id desc limit ?2",
        params![quiet, count],
        |row| {
            let name: Option<String> = row.get(1)?;
            Ok(Pause {
                id: row.get(0)?,
                person: name.zip(row.get(2)?),
                address: row.get(3)?,
                began_at: row.get(4)?,
                held: row.get(5)?,
            })
        },
    )?)
}

/// Lets automatic mails go out again; their budget begins anew. What was held back meanwhile stays so.
///
/// # Errors
/// When the actor may not, or it is not paused any more.
pub fn resume(c: &mut Change, id: PauseId) -> Result<()> {
    c.allow(Action::ManageMail, None)?;
    let now = c.now();
    let sql = "update mail_pause set ended_at = ?2 where id = ?1 and ended_at is null";
    if c.sql().execute(sql, params![id, now])? == 0 {
        return Err(Error::NotFound);
    }
    c.announce_topic("inbound".to_owned());
    Ok(())
}

/// Why an automatic mail about a ticket must not go out, as a code for the timeline; nothing when it may.
pub(crate) fn held_back(c: &mut Change, ticket: &Ticket) -> Result<Option<&'static str>> {
    let person = ticket.requester;
    if still_paused(c, "person_id", person.into())? {
        return Ok(Some("mails"));
    }
    if !ticket.address.is_empty() && still_paused(c, "address", ticket.address.as_str().into())? {
        return Ok(Some("paused"));
    }
    if !mailed_enough(c, person)? {
        return Ok(None);
    }
    let now = c.now();
    c.sql().execute(
        "insert into mail_pause (person_id, began_at, last_at, held) values (?1, ?2, ?2, 1) on conflict do nothing",
        params![person, now],
    )?;
    c.announce_topic("inbound".to_owned());
    Ok(Some("mails"))
}

/// Whether a pause holds, which counts the mail that asks; one that was quiet for long is over.
fn still_paused(c: &mut Change, column: &str, value: store::Value) -> Result<bool> {
    let sql = format!("select id, last_at from mail_pause where {column} = ?1 and ended_at is null{}", known(column));
    let found = c.sql().find(&sql, params![value], |row| Ok((row.get::<PauseId>(0)?, row.get::<Time>(1)?)))?;
    let Some((id, last)) = found else { return Ok(false) };
    let now = c.now();
    if last <= before(now, limits::PAUSE_QUIET) {
        c.sql().execute("update mail_pause set ended_at = ?2 where id = ?1", params![id, now])?;
        return Ok(false);
    }
    c.sql().execute("update mail_pause set held = held + 1, last_at = ?2 where id = ?1", params![id, now])?;
    c.announce_topic("inbound".to_owned());
    Ok(true)
}

/// Names the partial index.
fn known(column: &str) -> &'static str {
    if column == "address" { " and address <> ''" } else { " and person_id is not null" }
}

/// Whether a person got more mails by rules lately than anybody in need causes.
fn mailed_enough(c: &mut Change, person: PersonId) -> Result<bool> {
    let resumed = "select coalesce(max(ended_at), 0) from mail_pause where person_id = ?1 and person_id is not null";
    let resumed: Time = c.sql().one(resumed, params![person], |row| row.get(0))?;
    let since = before(c.now(), limits::ACKNOWLEDGEMENT_SPAN).max(resumed);
    // Each count is a range of its own index.
    let lately = c.sql().one(
        "select (select count(*) from outbox where kind = 'acknowledgement' and person_id = ?1 and created_at > ?2)
              + (select count(*) from outbox
                 where kind = 'reply' and detail = 'rule' and person_id = ?1 and created_at > ?2)",
        params![person, since],
        |row| row.get::<i64>(0),
    )?;
    Ok(lately >= limits::ACKNOWLEDGEMENTS_MAX)
}

fn before(now: Time, span: Duration) -> Time {
    Time(now.0 - i64::try_from(span.as_micros()).unwrap_or(0))
}

/// Pauses the addresses that have spent their budget, until the process ends. Counting apart from the changes that send
/// keeps those from waiting for each other.
pub async fn run(desk: Desk) {
    let actor = Actor::system("pauses");
    loop {
        match desk.read(|conn| overspent(conn, Time::now())).await {
            Ok(addresses) => {
                for address in addresses {
                    if let Err(error) = desk.change(&actor, move |c| pause_address(c, &address)).await {
                        tracing::error!(%error, "an address could not be paused");
                    }
                }
            }
            Err(error) => tracing::error!(%error, "automatic mails could not be counted"),
        }
        tokio::time::sleep(limits::PAUSES_EVERY).await;
    }
}

fn overspent(conn: &mut Conn, now: Time) -> Result<Vec<String>> {
    let sql = format!(
        "select t.address
         from (select ticket_id, created_at from outbox
               where (kind = 'acknowledgement' or kind = 'reply' and detail = '{BY_RULE}') and created_at > ?1
               order by created_at desc limit {}) o
         join ticket t on t.id = o.ticket_id
         where t.address <> ''
           and not exists (select 1 from mail_pause p where p.address = t.address and p.address <> '' and p.ended_at is null)
           and o.created_at > coalesce((select max(p.ended_at) from mail_pause p
                                        where p.address = t.address and p.address <> ''), 0)
         group by t.address having count(*) >= {}",
        limits::AUTOMATIC_COUNTED_MAX,
        limits::AUTOMATIC_PER_ADDRESS_MAX,
    );
    Ok(conn.query(&sql, params![before(now, limits::ACKNOWLEDGEMENT_SPAN)], |row| row.get(0))?)
}

fn pause_address(c: &mut Change, address: &str) -> Result<()> {
    let now = c.now();
    c.sql().execute(
        "insert into mail_pause (address, began_at, last_at) values (?1, ?2, ?2) on conflict do nothing",
        params![address, now],
    )?;
    c.announce_topic("inbound".to_owned());
    Ok(())
}

/// Forgets pauses that were over long ago.
///
/// # Errors
/// When the database fails.
pub(crate) fn forget_old(c: &mut Change) -> Result<()> {
    let old = before(c.now(), limits::PAUSES_KEPT);
    c.sql().execute("delete from mail_pause where last_at < ?1", params![old])?;
    Ok(())
}
