//! The outbox: every mail that the desk sends is a row first. A worker claims it under a lease, and
//! commits "sending" before the relay gets the last byte; a crash in that moment leaves the mail
//! `unsure` for a person to decide, so none is sent twice by itself. Every step names the try it belongs
//! to, so that a worker which lost its lease changes nothing.

use std::time::Duration;

use store::{Conn, params};

use super::returned::{self, Instead};
use super::{claim, halt, providers};
use crate::change::Change;
use crate::community;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::policy::Action;
use crate::{MessageId, OutboxId, PersonId, TicketId, Time, limits};
use crate::{people, tickets};

/// The detail of an answer that a rule wrote: the mail says that no person did.
pub const BY_RULE: &str = "rule";

/// Why an answer did not leave: mail to its reader comes back.
pub const RETURNED: &str = "returned";

/// How the error of a mail begins that left, and that the other server has not delivered yet; its status code follows.
pub const DELAYED: &str = "delayed ";

/// What a mail is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailKind {
    /// An agent's public answer, to the requester and participants.
    Reply,
    /// "We have your message", to the requester.
    Acknowledgement,
    /// To an agent, about a ticket; the detail says why.
    Notification,
    /// A link to sign in; the detail is its token.
    SignIn,
    /// How to sign in, to whoever signed up; the detail is the token of a link.
    Account,
    /// Shows whether an address reaches the desk; the detail is the address.
    AddressTest,
    /// Tells whoever set the desk up where mail is taken; the detail is the address.
    Welcome,
    /// Shows words for a mail to whoever writes them; the detail holds them.
    Trial,
    /// What is new in a ticket, to somebody who took part; the detail says why and holds the key of the ticket for them.
    Comment,
    /// A measure against its reader, or that it ended; the detail is its number.
    Sanction,
    /// Somebody's ticket became public.
    Published,
    /// What is new in the community; the detail is since when.
    Digest,
    /// A chat, to whoever asked.
    Transcript,
    /// Somebody waits in a chat; the detail is the address that the agent wants to hear it at.
    ChatRequest,
}

impl MailKind {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Acknowledgement => "acknowledgement",
            Self::Notification => "notification",
            Self::SignIn => "sign_in",
            Self::Account => "account",
            Self::AddressTest => "address_test",
            Self::Welcome => "welcome",
            Self::Trial => "trial",
            Self::Comment => "comment",
            Self::Sanction => "sanction",
            Self::Published => "published",
            Self::Digest => "digest",
            Self::Transcript => "transcript",
            Self::ChatRequest => "chat_request",
        }
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        [
            Self::Reply,
            Self::Acknowledgement,
            Self::Notification,
            Self::SignIn,
            Self::Account,
            Self::AddressTest,
            Self::Welcome,
            Self::Trial,
            Self::Comment,
            Self::Sanction,
            Self::Published,
            Self::Digest,
            Self::Transcript,
            Self::ChatRequest,
        ]
        .into_iter()
        .find(|kind| kind.code() == code)
    }
}

/// A mail that a worker has taken.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// The row.
    pub id: OutboxId,
    /// What for.
    pub kind: MailKind,
    /// About which ticket.
    pub ticket: Option<TicketId>,
    /// Which message.
    pub message: Option<MessageId>,
    /// To whom.
    pub person: PersonId,
    /// What the kind needs besides.
    pub detail: String,
    /// Its Message-ID.
    pub rfc_id: String,
    /// Tries so far, this one included.
    pub attempts: i64,
}

/// Queues a mail; returns its Message-ID.
///
/// # Errors
/// When the database fails.
pub fn queue(
    c: &mut Change,
    kind: MailKind,
    ticket: Option<TicketId>,
    message: Option<MessageId>,
    person: PersonId,
    detail: &str,
) -> Result<String> {
    let (token, address) = match ticket {
        Some(ticket) => c.sql().one("select token, address from ticket where id = ?1", params![ticket], |row| {
            Ok((row.get::<String>(0)?, row.get::<String>(1)?))
        })?,
        None => (c.mail_token(), main_address(c.sql())?),
    };
    let rfc_id = tickets::rfc_id(c, &token, &address);
    insert(c, kind, ticket, message, person, detail, &rfc_id, Duration::ZERO)?;
    Ok(rfc_id)
}

/// The desk's first address.
fn main_address(conn: &mut Conn) -> Result<String> {
    let found = conn.find("select address from desk_address order by id limit 1", &[], |row| row.get::<String>(0))?;
    Ok(found.unwrap_or_default())
}

/// Queues an answer, an agent's or a rule's in an agent's name; it waits as long as undo is offered.
pub(crate) fn queue_reply(c: &mut Change, ticket: TicketId, message: MessageId, by_rule: bool) -> Result<()> {
    let (rfc_id, requester) = c.sql().one(
        "select m.rfc_id, t.requester_id from message m join ticket t on t.id = m.ticket_id where m.id = ?1",
        params![message],
        |row| Ok((row.get::<String>(0)?, row.get::<PersonId>(1)?)),
    )?;
    let hold = c.reply_hold();
    insert(
        c,
        MailKind::Reply,
        Some(ticket),
        Some(message),
        requester,
        if by_rule { BY_RULE } else { "" },
        &rfc_id,
        hold,
    )
}

/// Queues what is new in a ticket for somebody who took part. Answers come back by the key that stands in its
/// Message-ID, and count only from this person; it waits as long as undo is offered.
pub(crate) fn queue_comment(
    c: &mut Change,
    ticket: TicketId,
    message: Option<MessageId>,
    person: PersonId,
    why: &str,
) -> Result<()> {
    let key = community::key_of(c, ticket, person)?;
    let address =
        c.sql().one("select address from ticket where id = ?1", params![ticket], |row| row.get::<String>(0))?;
    let rfc_id = tickets::rfc_id(c, &key, &address);
    let hold = c.reply_hold();
    insert(c, MailKind::Comment, Some(ticket), message, person, &format!("{why}:{key}"), &rfc_id, hold)
}

/// Takes back the mails about a comment that have not left.
pub(crate) fn cancel_comments(c: &mut Change, message: MessageId) -> Result<()> {
    c.sql().execute(
        "update outbox set state = 'cancelled' where message_id = ?1 and kind = 'comment' and state = 'queued'",
        params![message],
    )?;
    Ok(())
}

/// Mails about a topic that others read no more do not leave.
pub(crate) fn cancel_topic(c: &mut Change, ticket: TicketId) -> Result<()> {
    c.sql().execute(
        "update outbox set state = 'cancelled' where ticket_id = ?1 and kind = 'comment' and state = 'queued'",
        params![ticket],
    )?;
    Ok(())
}

#[expect(clippy::too_many_arguments, reason = "one column each")]
fn insert(
    c: &mut Change,
    kind: MailKind,
    ticket: Option<TicketId>,
    message: Option<MessageId>,
    person: PersonId,
    detail: &str,
    rfc_id: &str,
    hold: Duration,
) -> Result<()> {
    if !c.sends_mail() {
        return Ok(());
    }
    let Some((state, error)) = beginning(c, kind, ticket, person)? else { return Ok(()) };
    let urgency = claim::urgency(kind, detail == BY_RULE);
    let now = c.now();
    c.sql().execute(
        "insert into outbox (kind, ticket_id, message_id, person_id, detail, rfc_id, state, error, due_at, created_at, urgency)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![kind.code(), ticket, message, person, detail, rfc_id, state, error, now.plus(hold), now, urgency],
    )?;
    c.announce_topic("outbox".to_owned());
    Ok(())
}

/// What waits for somebody whom no mail goes to by itself any more becomes what it would be if it were queued now.
pub(super) fn hold_back(c: &mut Change, person: PersonId) -> Result<()> {
    let queued = c.sql().query(
        "select id, kind, ticket_id from outbox where person_id = ?1 and state = 'queued'",
        params![person],
        |row| Ok((row.get::<OutboxId>(0)?, row.get::<String>(1)?, row.get::<Option<TicketId>>(2)?)),
    )?;
    for (id, kind, ticket) in queued {
        let Some(kind) = MailKind::from_code(&kind) else { continue };
        let (state, error) = beginning(c, kind, ticket, person)?.unwrap_or(("cancelled", ""));
        if state != "queued" {
            let sql = "update outbox set state = ?2, error = ?3, waits_for = '' where id = ?1 and state = 'queued'";
            c.sql().execute(sql, params![id, state, error])?;
            announce_ticket(c, id)?;
        }
    }
    Ok(())
}

/// The state that a mail begins in, with the reason; none when nobody would get it or miss it.
fn beginning(
    c: &mut Change,
    kind: MailKind,
    ticket: Option<TicketId>,
    person: PersonId,
) -> Result<Option<(&'static str, &'static str)>> {
    const LEAVES: Option<(&str, &str)> = Some(("queued", ""));
    let reader = people::find(c.sql(), person)?;
    let has_address = people::has_address(&reader.address);
    if has_address && reader.returned.is_empty() {
        return Ok(LEAVES);
    }
    // Others who take part get an answer too.
    let others = "select exists (select 1 from participant where ticket_id = ?1)";
    if kind == MailKind::Reply && c.sql().one(others, params![ticket], |row| row.get(0))? {
        return Ok(LEAVES);
    }
    if !has_address {
        return Ok(None);
    }
    Ok(match returned::instead(kind) {
        Instead::Nothing => LEAVES,
        Instead::Wait => Some(("failed", RETURNED)),
        Instead::Drop => None,
    })
}

/// The relay has everything but the end of the mail: from here on a crash leaves it unsure.
///
/// # Errors
/// [`Error::TooLate`] when the mail is no longer this worker's.
pub fn handing_over(c: &mut Change, mail: &Outgoing) -> Result<()> {
    let lease = c.now().plus(limits::OUTBOX_LEASE);
    let done = c.sql().execute(
        "update outbox set state = 'sending', due_at = ?3 where id = ?1 and attempts = ?2 and state = 'claimed'",
        params![mail.id, mail.attempts, lease],
    )?;
    if done == 0 { Err(Error::TooLate) } else { Ok(()) }
}

/// Somebody whom the relay does not send a copy of a mail to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedCopy {
    /// Who would have got it.
    pub address: String,
    /// Status code (RFC 3463), empty when the relay named none.
    pub status: String,
}

/// The relay has taken the mail, but for some of its copies.
///
/// # Errors
/// When the database fails.
pub fn sent(c: &mut Change, mail: &Outgoing, refused: &[RefusedCopy]) -> Result<()> {
    let now = c.now();
    // A sign-in link is worth nothing to the desk once it has left.
    c.sql().execute(
        "update outbox set state = 'sent', sent_at = ?3, error = '',
                           detail = case when kind in ('sign_in', 'account', 'trial') then '' else detail end
         where id = ?1 and attempts = ?2",
        params![mail.id, mail.attempts, now],
    )?;
    for copy in refused {
        returned::copy_refused(c, mail, copy)?;
    }
    halt::ended(c)?;
    providers::answered(c, mail)?;
    announce_ticket(c, mail.id)
}

/// The relay has not taken the mail; it is tried again later, or given up when `permanent` or tried
/// too often.
///
/// # Errors
/// When the database fails.
pub fn refused(c: &mut Change, mail: &Outgoing, reason: &str, permanent: bool) -> Result<()> {
    halt::ended(c)?;
    providers::answered(c, mail)?;
    let give_up = permanent || mail.attempts % limits::OUTBOX_TRIES_MAX == 0;
    let pauses = &limits::OUTBOX_PAUSES;
    let at = usize::try_from(mail.attempts - 1).unwrap_or(0).min(pauses.len() - 1);
    let due = c.now().plus(pauses.get(at).copied().unwrap_or(Duration::from_secs(3600)));
    let state = if give_up { "failed" } else { "queued" };
    let ours = c.sql().execute(
        "update outbox set state = ?3, due_at = ?4, error = ?5
         where id = ?1 and attempts = ?2 and state in ('claimed', 'sending')",
        params![mail.id, mail.attempts, state, due, reason],
    )?;
    if ours == 0 {
        // The lease ended and another worker has it.
        return Ok(());
    }
    match (give_up, mail.ticket) {
        (true, Some(ticket)) => {
            c.record(Event::on(Kind::MailFailed, ticket).values("", reason))?;
            Ok(())
        }
        _ => announce_ticket(c, mail.id),
    }
}

/// At start, and when leases end: what was claimed goes back to the queue (nothing had left yet),
/// what was being handed over is unsure.
///
/// # Errors
/// When the database fails.
pub fn recover(c: &mut Change, all: bool) -> Result<()> {
    // `state in (…)` names the partial index, `state = …` chooses.
    let before = if all { Time(i64::MAX) } else { c.now() };
    let now = c.now();
    c.sql().execute(
        "update outbox set state = 'queued', due_at = ?2 where state in ('claimed', 'sending') and state = 'claimed' and due_at <= ?1",
        params![before, now],
    )?;
    let unsure = c.sql().query(
        "update outbox set state = 'unsure', error = 'unsure' where state in ('claimed', 'sending') and state = 'sending' and due_at <= ?1 returning id",
        params![before],
        |row| row.get::<OutboxId>(0),
    )?;
    for id in unsure {
        announce_ticket(c, id)?;
    }
    Ok(())
}

/// Sends a failed or unsure mail again, at once.
///
/// # Errors
/// When the mail's ticket does not exist for the actor, or the mail is not in such a state.
pub fn try_again(c: &mut Change, id: OutboxId) -> Result<TicketId> {
    let (ticket, person, waits_for) = c
        .sql()
        .find("select ticket_id, person_id, waits_for from outbox where id = ?1", params![id], |row| {
            Ok((row.get::<Option<TicketId>>(0)?, row.get::<PersonId>(1)?, row.get::<String>(2)?))
        })?
        .ok_or(Error::NotFound)?;
    let ticket = ticket.ok_or(Error::NotFound)?;
    let actor = c.actor().clone();
    let facts = tickets::find(c.sql(), &actor, ticket)?.facts();
    c.allow(Action::RetryMail, Some(&facts))?;
    halt::hurry(c)?;
    if !waits_for.is_empty() {
        providers::hurry(c, &waits_for)?;
    }
    let now = c.now();
    let done = c.sql().execute(
        "update outbox set state = 'queued', due_at = ?2, unreached = ''
         where id = ?1 and (state in ('failed', 'unsure', 'returned') or (state = 'queued' and (attempts > 0 or waits_for <> '')))",
        params![id, now],
    )?;
    if done == 0 {
        return Err(Error::TooLate);
    }
    returned::forget(c, person)?;
    c.announce_topic("outbox".to_owned());
    announce_ticket(c, id)?;
    Ok(ticket)
}

/// Cancels the mail of an answer; false when it has left already.
pub(crate) fn cancel_for_message(c: &mut Change, message: MessageId) -> Result<bool> {
    let open = c.sql().one(
        "select count(*) from outbox
         where message_id = ?1 and kind = 'reply' and (state not in ('queued', 'failed') or attempts > 0)",
        params![message],
        |row| row.get::<i64>(0),
    )?;
    if open > 0 {
        return Ok(false);
    }
    c.sql().execute(
        "update outbox set state = 'cancelled'
         where message_id = ?1 and kind = 'reply' and state in ('queued', 'failed')",
        params![message],
    )?;
    cancel_comments(c, message)?;
    Ok(true)
}

pub(super) fn announce_ticket(c: &mut Change, id: OutboxId) -> Result<()> {
    let ticket = c
        .sql()
        .find("select ticket_id from outbox where id = ?1", params![id], |row| row.get::<Option<TicketId>>(0))?;
    if let Some(ticket) = ticket.flatten() {
        c.announce_topic(format!("ticket:{ticket}"));
    }
    Ok(())
}

/// The relay got the whole mail and did not answer: a person decides whether to send it again.
///
/// # Errors
/// When the database fails.
pub fn unsure(c: &mut Change, mail: &Outgoing, reason: &str) -> Result<()> {
    c.sql().execute(
        "update outbox set state = 'unsure', error = ?3 where id = ?1 and attempts = ?2 and state = 'sending'",
        params![mail.id, mail.attempts, reason],
    )?;
    announce_ticket(c, mail.id)
}
