//! Mail that came back: the message says so, and what goes out by itself leaves an address alone that does not exist.

use store::params;

use super::outbox::{self, DELAYED, MailKind, Outgoing, RefusedCopy};
use super::suppressed;
use crate::change::Change;
use crate::error::Result;
use crate::event::{Event, Kind};
use crate::tickets::{self, Category, Place};
use crate::{MessageId, OutboxId, PersonId, TicketId};

/// A delivery report about a mail that has not arrived.
#[derive(Debug, Clone)]
pub struct Report {
    /// Message-ID of the mail.
    pub about: String,
    /// Who could not be reached; empty when the report does not say.
    pub recipients: Vec<String>,
    /// Status code (RFC 3463), empty when the report has none.
    pub status: String,
    /// The other server goes on trying.
    pub delayed: bool,
}

/// Notes a report; what it is about must be a mail of the desk, or nothing happens.
///
/// # Errors
/// When the database fails.
pub fn note(c: &mut Change, report: &Report) -> Result<()> {
    let found = c.sql().find(
        "select o.id, o.person_id, p.address, o.ticket_id, o.message_id, o.kind
         from outbox o join person p on p.id = o.person_id where o.rfc_id = ?1",
        params![&report.about],
        |row| {
            let of = (row.get::<Option<TicketId>>(3)?, row.get::<Option<MessageId>>(4)?, row.get::<String>(5)?);
            Ok((row.get::<OutboxId>(0)?, row.get::<PersonId>(1)?, row.get::<String>(2)?, of))
        },
    )?;
    let Some((mail, person, address, of)) = found else { return Ok(()) };
    if report.delayed {
        let state = format!("{DELAYED}{}", report.status);
        c.sql().execute("update outbox set error = ?2 where id = ?1 and state = 'sent'", params![mail, &state])?;
        return outbox::announce_ticket(c, mail);
    }
    let answer = match of {
        (Some(ticket), Some(message), kind) if kind == MailKind::Reply.code() => Some((ticket, message)),
        _ => None,
    };
    let theirs = names(&report.recipients, &address);
    // Of a mail to several only the report knows which of them it could not reach.
    if let Some((ticket, message)) = answer {
        let others = among_others(c, ticket, &report.recipients)?;
        for other in &others {
            not_reached(c, (mail, ticket, message), other, &report.status)?;
        }
        if !theirs && !others.is_empty() {
            return outbox::announce_ticket(c, mail);
        }
    }
    let news = c.sql().execute(
        "update outbox set state = 'returned', error = ?2 where id = ?1 and state = 'sent'",
        params![mail, &report.status],
    )?;
    if let (Some((ticket, message)), true) = (answer, news > 0) {
        // What else a report names is a stranger's word.
        let unreached = if theirs { address } else { String::new() };
        c.record(Event::on(Kind::AnswerReturned, ticket).message(message).values(unreached, &report.status))?;
        if theirs || report.recipients.is_empty() {
            back_to_agents(c, ticket)?;
        }
    }
    if theirs && says_no_such_address(&report.status) {
        suppressed::mark(c, person, &report.status)?;
    }
    Ok(())
}

/// Notes a copy of an answer that the relay did not take.
pub(super) fn copy_refused(c: &mut Change, mail: &Outgoing, copy: &RefusedCopy) -> Result<()> {
    let (Some(ticket), Some(message)) = (mail.ticket, mail.message) else { return Ok(()) };
    for other in among_others(c, ticket, std::slice::from_ref(&copy.address))? {
        not_reached(c, (mail.id, ticket, message), &other, &copy.status)?;
    }
    Ok(())
}

fn names(addresses: &[String], address: &str) -> bool {
    addresses.iter().any(|one| one.eq_ignore_ascii_case(address))
}

/// Who of those that take part besides was not reached.
fn among_others(c: &mut Change, ticket: TicketId, unreached: &[String]) -> Result<Vec<(PersonId, String)>> {
    let mut others = c.sql().query(
        "select p.id, p.address from participant x join person p on p.id = x.person_id
         where x.ticket_id = ?1 and p.role = 'customer' order by p.id",
        params![ticket],
        |row| Ok((row.get::<PersonId>(0)?, row.get::<String>(1)?)),
    )?;
    others.retain(|(_, address)| names(unreached, address));
    Ok(others)
}

/// The answer stays sent: its requester may well have read it. It says whom it did not reach, each of them once.
fn not_reached(
    c: &mut Change,
    (mail, ticket, message): (OutboxId, TicketId, MessageId),
    (person, address): &(PersonId, String),
    status: &str,
) -> Result<()> {
    let known = "select unreached from outbox where id = ?1";
    let mut unreached = c.sql().one(known, params![mail], |row| row.get::<String>(0))?;
    if unreached.lines().any(|line| line.split(' ').next() == Some(address)) {
        return Ok(());
    }
    unreached.push_str(&format!("{address} {status}\n"));
    c.sql().execute("update outbox set unreached = ?2 where id = ?1", params![mail, &unreached])?;
    c.record(Event::on(Kind::AnswerReturned, ticket).message(message).values(address, status))?;
    if says_no_such_address(status) { suppressed::mark(c, *person, status) } else { Ok(()) }
}

/// Nobody has read the answer: it is the agents' turn again, and the customer still waits for a word.
fn back_to_agents(c: &mut Change, id: TicketId) -> Result<()> {
    let actor = c.actor().clone();
    let ticket = tickets::find(c.sql(), &actor, id)?;
    if ticket.place != Place::Desk {
        return Ok(());
    }
    c.sql().execute("update ticket set last_side = 'customer' where id = ?1", params![id])?;
    match ticket.status.category {
        Category::WaitingCustomer | Category::Closed => tickets::set_status(c, id, Category::WaitingAgent),
        _ => Ok(()),
    }
}

/// Mail to them may be tried again: they wrote, or an agent wants it. What an admin said about the address stays.
///
/// # Errors
/// When the database fails.
pub fn forget(c: &mut Change, person: PersonId) -> Result<()> {
    let sql = "update person set returned = '' where id = ?1 and returned not in ('', ?2)";
    c.sql().execute(sql, params![person, suppressed::BY_HAND])?;
    Ok(())
}

/// The address or its host does not exist, or the mailbox is closed; not: full, or this mail was not wanted.
fn says_no_such_address(status: &str) -> bool {
    matches!(status, "5.1.1" | "5.1.2" | "5.1.3" | "5.1.6" | "5.1.10" | "5.2.1" | "5.4.4")
}

/// What becomes of a mail to somebody whose mail comes back.
pub(super) enum Instead {
    /// It leaves.
    Nothing,
    /// An answer waits for the agent, who is told why.
    Wait,
    /// Nobody misses it.
    Drop,
}

pub(super) fn instead(kind: MailKind) -> Instead {
    match kind {
        // Somebody waits for these, or reads them at another address.
        MailKind::SignIn
        | MailKind::Account
        | MailKind::AddressTest
        | MailKind::Welcome
        | MailKind::Trial
        | MailKind::ChatRequest => Instead::Nothing,
        MailKind::Reply => Instead::Wait,
        _ => Instead::Drop,
    }
}
