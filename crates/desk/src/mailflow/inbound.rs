//! The ledger of accepted mail. A row is durable before the sender is told that the mail was taken;
//! then it becomes a ticket or a message, is recognised as a duplicate, or is held with its reason.

use store::{Conn, Row, params};

use crate::change::Change;
use crate::error::{Error, Result};
use crate::policy::Action;
use crate::{ImportId, InboundId, MessageId, TicketId, Time, routing};
use crate::{limits, one_line};

/// A mail that was just accepted.
#[derive(Debug, Clone)]
pub struct Accepted {
    /// The bytes as they came.
    pub raw: Vec<u8>,
    /// `smtp`, `lmtp`, `pipe`, `imap`.
    pub via: &'static str,
    /// Who handed it over.
    pub peer: String,
    /// What that server called itself.
    pub helo: String,
    /// The envelope's sender; empty for bounces.
    pub envelope_from: String,
    /// The desk's address that it was for.
    pub envelope_to: String,
    /// Who held it until now and is believed in what it wrote about the sender; mostly empty.
    pub results_of: String,
    /// Mail of the past.
    pub past: Option<Past>,
}

/// Mail of the past: it happened when it was written, and nobody is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Past {
    /// The file that it came in, if it was one.
    pub import: Option<ImportId>,
    /// Its ticket needs nothing more.
    pub closed: bool,
}

/// A mail of the ledger.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The row.
    pub id: InboundId,
    /// The name of its content.
    pub raw_sha256: String,
    /// The envelope's sender.
    pub envelope_from: String,
    /// The desk's address that it was for.
    pub envelope_to: String,
    /// `smtp`, `lmtp`, `pipe`, `imap`.
    pub via: String,
    /// Who handed it over.
    pub peer: String,
    /// What that server called itself.
    pub helo: String,
    /// Somebody let it in, whoever sent it.
    pub waived: bool,
    /// They want it as a ticket of its own, whatever it answers.
    pub apart: bool,
    /// Whose it is, as they said; empty when they did not.
    pub sender: String,
    /// When it came.
    pub received_at: Time,
    /// Bytes.
    pub size: i64,
    /// Who held it until now and is believed in what it wrote about the sender; mostly empty.
    pub results_of: String,
    /// Mail of the past.
    pub past: Option<Past>,
    /// What it is about, where it was held.
    pub subject: String,
}

/// What became of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is this message.
    Message(TicketId, MessageId),
    /// It came before.
    Duplicate(TicketId),
    /// It was meant for the desk itself, with what for as a code.
    Noted(&'static str),
    /// It waits for a person, with the reason as a code.
    Held(String),
}

/// Keeps a mail. When this has committed, the sender may be told so.
///
/// # Errors
/// When the disk or the database refuses; the sender must try again then.
pub fn accept(c: &mut Change, mail: &Accepted) -> Result<InboundId> {
    c.allow(Action::ManageMail, None)?;
    let (sha256, now) = (c.keep_file(&mail.raw)?, c.now());
    let address = routing::resolve_address(c.sql(), &mail.envelope_to)?.map(|(address, _)| address.id);
    let size = i64::try_from(mail.raw.len()).unwrap_or(i64::MAX);
    let id = c.sql().insert(
        "insert into inbound (raw_sha256, size, received_at, via, peer, envelope_from, envelope_to, state, import_id,
                              history, helo, address_id, results_of)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'received', ?8, ?9, ?10, ?11, ?12) returning id",
        params![
            &sha256,
            size,
            now,
            mail.via,
            &mail.peer,
            &mail.envelope_from,
            &mail.envelope_to,
            mail.past.and_then(|past| past.import),
            mail.past.map_or("", |past| if past.closed { "closed" } else { "open" }),
            &mail.helo,
            address,
            &mail.results_of,
        ],
    )?;
    c.announce_topic("inbound".to_owned());
    Ok(InboundId(id))
}

pub(super) const WAITING_COLUMNS: &str =
    "id, raw_sha256, envelope_from, envelope_to, received_at, size, import_id, history, via, peer,
    helo, waived, results_of, subject, apart, sender";

pub(super) fn read_waiting(row: &Row) -> store::Result<Waiting> {
    Ok(Waiting {
        id: row.get(0)?,
        raw_sha256: row.get(1)?,
        envelope_from: row.get(2)?,
        envelope_to: row.get(3)?,
        received_at: row.get(4)?,
        size: row.get(5)?,
        past: match row.get::<String>(7)?.as_str() {
            "" => None,
            history => Some(Past { import: row.get(6)?, closed: history == "closed" }),
        },
        via: row.get(8)?,
        peer: row.get(9)?,
        helo: row.get(10)?,
        waived: row.get(11)?,
        results_of: row.get(12)?,
        subject: row.get(13)?,
        apart: row.get(14)?,
        sender: row.get(15)?,
    })
}

/// Mails that wait to be understood, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn waiting(conn: &mut Conn, count: i64) -> Result<Vec<Waiting>> {
    let sql = format!("select {WAITING_COLUMNS} from inbound where state = 'received' order by id limit ?1");
    Ok(conn.query(&sql, params![count], read_waiting)?)
}

/// The ticket and message that a mail with this fingerprint has already become.
///
/// # Errors
/// When the database fails.
pub fn seen_before(conn: &mut Conn, fingerprint: &str) -> Result<Option<TicketId>> {
    Ok(conn
        .find(
            "select ticket_id from inbound where fingerprint = ?1 and fingerprint <> '' and state = 'done' limit 1",
            params![fingerprint],
            |row| row.get::<Option<TicketId>>(0),
        )?
        .flatten())
}

/// Whether a mail still waits: another node may have settled it since it was read.
///
/// # Errors
/// When the database fails.
pub fn still_waits(c: &mut Change, id: InboundId) -> Result<bool> {
    let found = c
        .sql()
        .find("select 1 from inbound where id = ?1 and state = 'received'", params![id], |row| row.get::<i64>(0))?;
    Ok(found.is_some())
}

/// Writes what became of a mail. Its subject is for whoever looks at it when it is held.
///
/// # Errors
/// When the database fails.
pub fn settle(c: &mut Change, id: InboundId, fingerprint: &str, subject: &str, outcome: &Outcome) -> Result<()> {
    let (state, ticket, message, reason) = match outcome {
        Outcome::Message(ticket, message) => ("done", Some(*ticket), Some(*message), ""),
        Outcome::Duplicate(ticket) => ("duplicate", Some(*ticket), None, ""),
        Outcome::Noted(reason) => ("done", None, None, *reason),
        Outcome::Held(reason) => ("held", None, None, reason.as_str()),
    };
    let subject: String = match outcome {
        Outcome::Held(_) => one_line::one_line(subject).chars().take(limits::SUBJECT_CHARS_MAX).collect(),
        _ => String::new(),
    };
    let settled = c.sql().execute(
        "update inbound set state = ?2, ticket_id = ?3, message_id = ?4, reason = ?5, fingerprint = ?6, subject = ?7
         where id = ?1 and state = 'received'",
        params![id, state, ticket, message, reason, fingerprint, &subject],
    )?;
    // Another node settled it meanwhile: what this change did must not be kept.
    if settled == 0 { Err(Error::TooLate) } else { Ok(()) }
}

/// The ledger in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// Accepted.
    pub accepted: i64,
    /// Became tickets or messages.
    pub done: i64,
    /// Recognised as the same mail again.
    pub duplicate: i64,
    /// Wait for a person.
    pub held: i64,
    /// Put aside by one.
    pub discarded: i64,
    /// Wait to be understood.
    pub received: i64,
}

impl Sums {
    /// Adds mails of a state; one that is not known here is missing in the balance.
    fn count(&mut self, state: &str, mails: i64) {
        self.accepted += mails;
        match state {
            "done" => self.done += mails,
            "duplicate" => self.duplicate += mails,
            "held" => self.held += mails,
            "discarded" => self.discarded += mails,
            "received" => self.received += mails,
            _ => {}
        }
    }

    /// What became of mails that do not wait to be understood.
    #[must_use]
    pub fn settled(&self) -> i64 {
        self.done + self.duplicate + self.held + self.discarded
    }
}

/// The ledger of one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressSums {
    /// The address; empty for mail that named none of the desk's.
    pub address: String,
    /// Its mail.
    pub sums: Sums,
    /// When the last one came.
    pub last: Time,
    /// Since when the oldest waits to be understood.
    pub waits_since: Option<Time>,
}

/// Adds up the ledger, address by address.
///
/// # Errors
/// When the database fails.
pub fn sums(conn: &mut Conn) -> Result<Vec<AddressSums>> {
    // One group for each address and state, in the order of the index.
    let groups = conn.query(
        "select coalesce(a.address, ''), i.state, i.mails, i.oldest, i.newest
         from (select address_id, state, count(*) as mails, min(received_at) as oldest, max(received_at) as newest
               from inbound group by address_id, state) i
         left join desk_address a on a.id = i.address_id
         order by 1, 2",
        &[],
        |row| {
            let (mails, oldest, newest) = (row.get(2)?, row.get(3)?, row.get(4)?);
            Ok((row.get::<String>(0)?, row.get::<String>(1)?, mails, oldest, newest))
        },
    )?;
    let mut out: Vec<AddressSums> = Vec::new();
    for (address, state, mails, oldest, newest) in groups {
        if out.last().is_none_or(|one| one.address != address) {
            out.push(AddressSums { address, sums: Sums::default(), last: newest, waits_since: None });
        }
        let Some(one) = out.last_mut() else { continue };
        one.last = one.last.max(newest);
        one.waits_since = if state == "received" { Some(oldest) } else { one.waits_since };
        one.sums.count(&state, mails);
    }
    Ok(out)
}
