//! Ways on which agents hear of a chat request while they are available: mail, or an address that is told by HTTP, such
//! as that of an ntfy topic or a Matrix hook.

use store::{Conn, params};

use crate::change::Change;
use crate::error::{Error, Result};
use crate::mailflow::outbox::{self, MailKind};
use crate::one_line::one_line;
use crate::people;
use crate::policy::Action;
use crate::tickets::codes;
use crate::{ContactId, PersonId, TicketId, Time, limits};

codes! {
    /// What kind of way.
    ContactKind {
        /// An e-mail address.
        Mail = "mail",
        /// An address that takes a POST with a line of text.
        Webhook = "webhook",
    }
}

/// A way of an agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The row.
    pub id: ContactId,
    /// What kind.
    pub kind: ContactKind,
    /// Where to.
    pub address: String,
    /// Selected.
    pub enabled: bool,
    /// Why the last notice did not arrive; mostly empty.
    pub trouble: String,
}

/// The ways of an agent.
///
/// # Errors
/// When the database fails.
pub fn contacts(conn: &mut Conn, person: PersonId) -> Result<Vec<Contact>> {
    Ok(conn.query(
        "select m.id, m.kind, m.address, m.enabled,
                (select n.error from contact_notice n where n.method_id = m.id order by n.id desc limit 1)
         from contact_method m where m.person_id = ?1 order by m.id",
        params![person],
        |row| {
            Ok(Contact {
                id: row.get(0)?,
                kind: ContactKind::from_code(&row.get::<String>(1)?).unwrap_or(ContactKind::Mail),
                address: row.get(2)?,
                enabled: row.get(3)?,
                trouble: row.get::<Option<String>>(4)?.unwrap_or_default(),
            })
        },
    )?)
}

/// Adds a way for the acting agent.
///
/// # Errors
/// With the field `address` when it cannot be one, is there already, or there are too many.
pub fn add_contact(c: &mut Change, kind: ContactKind, address: &str) -> Result<()> {
    c.allow(Action::EnterAgentSpace, None)?;
    let person = c.actor().person.ok_or(Error::NotFound)?;
    let address = one_line(address);
    let address = match kind {
        ContactKind::Mail => people::normalise_address(&address),
        ContactKind::Webhook => address,
    };
    let fine = match kind {
        ContactKind::Mail => people::is_valid_address(&address),
        ContactKind::Webhook => is_url(&address),
    };
    if !fine {
        let problem = if kind == ContactKind::Mail { "bad_address" } else { "bad_url" };
        return Err(Error::field("address", problem));
    }
    let own = contacts(c.sql(), person)?;
    if own.iter().any(|one| one.kind == kind && one.address == address) {
        return Err(Error::field("address", "taken"));
    }
    if i64::try_from(own.len()).is_ok_and(|count| count >= limits::CONTACTS_MAX) {
        return Err(Error::field("address", "too_many"));
    }
    let now = c.now();
    c.sql().execute(
        "insert into contact_method (person_id, kind, address, created_at) values (?1, ?2, ?3, ?4)",
        params![person, kind.code(), &address, now],
    )?;
    c.announce_topic("desk".to_owned());
    Ok(())
}

fn is_url(address: &str) -> bool {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.len() > 2 && !rest.starts_with('/'))
        && address.chars().count() <= limits::PAGE_CHARS_MAX
        && !address.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// Selects a way of the acting agent, or not.
///
/// # Errors
/// [`Error::NotFound`] when it is not theirs.
pub fn switch_contact(c: &mut Change, id: ContactId, enabled: bool) -> Result<()> {
    let person = c.actor().person;
    let sql = "update contact_method set enabled = ?3 where id = ?1 and person_id = ?2";
    if c.sql().execute(sql, params![id, person, enabled])? == 0 {
        return Err(Error::NotFound);
    }
    c.announce_topic("desk".to_owned());
    Ok(())
}

/// Removes a way of the acting agent.
///
/// # Errors
/// [`Error::NotFound`] when it is not theirs.
pub fn remove_contact(c: &mut Change, id: ContactId) -> Result<()> {
    let person = c.actor().person;
    let own =
        c.sql().find("select 1 from contact_method where id = ?1 and person_id = ?2", params![id, person], |row| {
            row.get::<i64>(0)
        })?;
    own.ok_or(Error::NotFound)?;
    c.sql().execute("delete from contact_notice where method_id = ?1", params![id])?;
    c.sql().execute("delete from contact_method where id = ?1", params![id])?;
    c.announce_topic("desk".to_owned());
    Ok(())
}

/// Tells an agent of a chat on the ways that they have selected.
pub(super) fn notify(c: &mut Change, agent: PersonId, ticket: TicketId) -> Result<()> {
    let now = c.now();
    for way in contacts(c.sql(), agent)?.into_iter().filter(|way| way.enabled) {
        match way.kind {
            ContactKind::Mail => {
                outbox::queue(c, MailKind::ChatRequest, Some(ticket), None, agent, &way.address)?;
            }
            ContactKind::Webhook => {
                c.sql().execute(
                    "insert into contact_notice (method_id, ticket_id, due_at) values (?1, ?2, ?3)
                     on conflict (method_id, ticket_id) do update set due_at = excluded.due_at, done_at = null, tries = 0",
                    params![way.id, ticket, now],
                )?;
                c.announce_topic("notices".to_owned());
            }
        }
    }
    Ok(())
}

/// What has not gone out about a chat that is over need not.
pub(super) fn forget(c: &mut Change, ticket: TicketId) -> Result<()> {
    let now = c.now();
    c.sql().execute(
        "update contact_notice set done_at = ?2 where ticket_id = ?1 and done_at is null",
        params![ticket, now],
    )?;
    Ok(())
}

/// A notice to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The row.
    pub id: i64,
    /// Where to.
    pub address: String,
    /// The agent's language, or empty.
    pub language: String,
    /// About which chat.
    pub ticket: TicketId,
    /// Who asks.
    pub visitor: String,
    /// Where.
    pub portal: String,
    /// Tries so far.
    pub tries: i64,
}

/// Whether anything is due.
///
/// # Errors
/// When the database fails.
pub fn has_due_notices(conn: &mut Conn, now: Time) -> Result<bool> {
    let sql = "select exists (select 1 from contact_notice where done_at is null and due_at <= ?1)";
    Ok(conn.one(sql, params![now], |row| row.get(0))?)
}

/// Takes up what is due; another node gets it only after a while.
///
/// # Errors
/// When the database fails.
pub fn due_notices(c: &mut Change) -> Result<Vec<Notice>> {
    let now = c.now();
    let sql = format!(
        "update contact_notice set due_at = ?2, tries = tries + 1
         where id in (select id from contact_notice where done_at is null and due_at <= ?1 order by due_at, id limit ?3 {})
         returning id",
        c.sql().skip_locked()
    );
    let ids = c
        .sql()
        .query(&sql, params![now, now.plus(limits::OUTBOX_LEASE), limits::CHATS_BATCH], |row| row.get::<i64>(0))?;
    let mut out = Vec::new();
    for id in ids {
        let found = c.sql().find(
            "select n.id, m.address, a.language, n.ticket_id, p.name, coalesce(o.name, ''), n.tries
             from contact_notice n join contact_method m on m.id = n.method_id join person a on a.id = m.person_id
             join ticket t on t.id = n.ticket_id join person p on p.id = t.requester_id
             left join chat h on h.ticket_id = n.ticket_id left join portal o on o.id = h.portal_id
             where n.id = ?1",
            params![id],
            |row| {
                Ok(Notice {
                    id: row.get(0)?,
                    address: row.get(1)?,
                    language: row.get(2)?,
                    ticket: row.get(3)?,
                    visitor: row.get(4)?,
                    portal: row.get(5)?,
                    tries: row.get(6)?,
                })
            },
        )?;
        out.extend(found);
    }
    Ok(out)
}

/// How many tries a notice gets: it is worth nothing once the visitor is gone.
const TRIES_MAX: i64 = 3;

/// What became of a notice; empty when it arrived.
///
/// # Errors
/// When the database fails.
pub fn attempted(c: &mut Change, notice: &Notice, error: &str) -> Result<()> {
    let now = c.now();
    let done: Option<Time> = (error.is_empty() || notice.tries >= TRIES_MAX).then_some(now);
    c.sql().execute(
        "update contact_notice set done_at = ?3, error = ?4, due_at = ?5 where id = ?1 and tries = ?2",
        params![notice.id, notice.tries, done, error, now.plus(limits::CHATS_EVERY)],
    )?;
    Ok(())
}
