//! Who gets a mail about an event.

use store::{Conn, params};

use super::outbox::{self, MailKind};
use crate::change::Change;
use crate::error::Result;
use crate::event::{Kind, Recorded};
use crate::{MessageId, PersonId, ScheduledId, TicketId, chat, people};

/// Queues the mails that follow from an event.
pub(crate) fn react(c: &mut Change, recorded: &Recorded) -> Result<()> {
    let Some(ticket) = recorded.event.ticket else { return Ok(()) };
    match recorded.event.kind {
        Kind::AgentReplied => {
            let Some(message) = recorded.event.message else { return Ok(()) };
            // Whoever is there reads it there; if they do not, it goes out later.
            if chat::holds_mail(c, ticket)? {
                return Ok(());
            }
            chat::mail_unseen(c, ticket, message)?;
            outbox::queue_reply(c, ticket, message, recorded.actor_kind == "rule")
        }
        Kind::CustomerReplied | Kind::Assigned | Kind::TicketOpened if chat::holds_mail(c, ticket)? => Ok(()),
        Kind::CustomerReplied => tell_assignee(c, ticket, recorded, "customer_replied"),
        Kind::AnswerReturned => {
            let why = if is_to_another(c, ticket, &recorded.event.before)? { "unreached" } else { "returned" };
            tell_responsible(c, ticket, recorded, why)
        }
        Kind::AnswerKept => tell_author(c, ticket, recorded),
        Kind::Assigned if !recorded.event.after.is_empty() => tell_assignee(c, ticket, recorded, "assigned"),
        Kind::TicketOpened => tell_of_ticket(c, ticket, recorded.event.message, recorded),
        Kind::DepartmentChanged if recorded.actor_kind == "agent" => tell_watchers(c, ticket, recorded, "moved"),
        _ => Ok(()),
    }
}

/// Whoever wants to know of new tickets is told of one.
pub(crate) fn tell_of_ticket(
    c: &mut Change,
    ticket: TicketId,
    message: Option<MessageId>,
    recorded: &Recorded,
) -> Result<()> {
    tell_watchers(c, ticket, recorded, "opened")?;
    tell_admins(c, ticket, message)
}

/// Whether an address that an answer did not reach is that of somebody who takes part besides the requester.
fn is_to_another(c: &mut Change, ticket: TicketId, address: &str) -> Result<bool> {
    let sql = "select p.address from ticket t join person p on p.id = t.requester_id where t.id = ?1";
    let requester = c.sql().one(sql, params![ticket], |row| row.get::<String>(0))?;
    Ok(!address.is_empty() && !address.eq_ignore_ascii_case(&requester))
}

/// The assignee is told, unless they did it themselves or want no mail.
fn tell_assignee(c: &mut Change, ticket: TicketId, recorded: &Recorded, why: &str) -> Result<()> {
    let assignee = c.sql().find(
        "select p.id from ticket t join person p on p.id = t.assignee_id
         where t.id = ?1 and t.place = '' and p.notify_mail and p.disabled_at is null and p.role <> 'customer'",
        params![ticket],
        |row| row.get::<PersonId>(0),
    )?;
    match assignee {
        Some(person) if c.actor().person != Some(person) => {
            outbox::queue(c, MailKind::Notification, Some(ticket), recorded.event.message, person, why).map(|_| ())
        }
        _ => Ok(()),
    }
}

/// Whoever scheduled an answer is told that it did not leave; when they left, whoever is responsible.
fn tell_author(c: &mut Change, ticket: TicketId, recorded: &Recorded) -> Result<()> {
    let author = c.sql().find(
        "select p.id, p.notify_mail, p.disabled_at is null and p.role <> 'customer'
         from scheduled_reply r join person p on p.id = r.person_id where r.id = ?1",
        params![recorded.event.before.parse::<ScheduledId>().ok()],
        |row| Ok((row.get::<PersonId>(0)?, row.get::<bool>(1)?, row.get::<bool>(2)?)),
    )?;
    match author {
        Some((person, true, true)) => {
            outbox::queue(c, MailKind::Notification, Some(ticket), None, person, "answer_kept").map(|_| ())
        }
        Some((_, _, true)) => Ok(()),
        _ => tell_responsible(c, ticket, recorded, "answer_kept"),
    }
}

/// The assignee is told; where there is none, whoever looks after new tickets.
fn tell_responsible(c: &mut Change, ticket: TicketId, recorded: &Recorded, why: &str) -> Result<()> {
    let sql = "select assignee_id is not null from ticket where id = ?1";
    match c.sql().one(sql, params![ticket], |row| row.get::<bool>(0))? {
        true => tell_assignee(c, ticket, recorded, why),
        false => tell_watchers(c, ticket, recorded, why),
    }
}

/// Admins are told about each question of a member, unless they want no mail; not about those that a moderator reads
/// first, which may be many.
pub(crate) fn tell_admins(c: &mut Change, ticket: TicketId, message: Option<MessageId>) -> Result<()> {
    let (channel, place, visibility) =
        c.sql().one("select channel, place, visibility from ticket where id = ?1", params![ticket], |row| {
            Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?))
        })?;
    if !matches!(channel.as_str(), "web" | "chat") || !place.is_empty() || visibility == "held" {
        return Ok(());
    }
    let told = people::watchers(c.sql(), ticket)?;
    let actor = c.actor().person;
    for person in people::admins(c.sql())?.into_iter().filter(|id| Some(*id) != actor && !told.contains(id)) {
        outbox::queue(c, MailKind::Notification, Some(ticket), message, person, "opened")?;
    }
    Ok(())
}

/// Agents who asked to be told about new tickets of this department, service or company.
fn tell_watchers(c: &mut Change, ticket: TicketId, recorded: &Recorded, why: &str) -> Result<()> {
    let in_lists =
        c.sql().one("select place = '' from ticket where id = ?1", params![ticket], |row| row.get::<bool>(0))?;
    if !in_lists {
        return Ok(());
    }
    let actor = c.actor().person;
    for person in people::watchers(c.sql(), ticket)?.into_iter().filter(|person| Some(*person) != actor) {
        outbox::queue(c, MailKind::Notification, Some(ticket), recorded.event.message, person, why)?;
    }
    Ok(())
}

/// Whether a Message-ID is that of a mail that told an agent of a ticket.
///
/// # Errors
/// When the database fails.
pub fn is_notice(conn: &mut Conn, id: &str) -> Result<bool> {
    let sql = "select exists (select 1 from outbox where rfc_id = ?1 and kind = 'notification')";
    Ok(conn.one(sql, params![id], |row| row.get(0))?)
}

/// What an agent had read who answers one of these mails: the newest message of the ticket when it was told of, or a newer
/// one if all that came since is the agent's own.
///
/// A mail that tells of a ticket goes to one agent alone, and its Message-ID cannot be guessed: naming it is proof of
/// having got it.
///
/// # Errors
/// When the database fails.
pub fn read_in(conn: &mut Conn, ids: &[String], ticket: TicketId, agent: PersonId) -> Result<Option<MessageId>> {
    for id in ids {
        let told = conn.find(
            "select coalesce(o.message_id, (select max(m.id) from message m
                                            where m.ticket_id = o.ticket_id and m.created_at <= o.created_at), 0)
             from outbox o where o.rfc_id = ?1 and o.kind = 'notification' and o.person_id = ?2",
            params![id, agent],
            |row| row.get::<MessageId>(0),
        )?;
        let Some(told) = told else { continue };
        let others = conn.one(
            "select coalesce(max(id), 0) from message where ticket_id = ?1 and id > ?2 and author_id <> ?3",
            params![ticket, told, agent],
            |row| row.get::<i64>(0),
        )?;
        if others > 0 {
            return Ok(Some(told));
        }
        let newest = "select max(id) from message where ticket_id = ?1";
        let newest = conn.one(newest, params![ticket], |row| row.get::<Option<MessageId>>(0))?;
        return Ok(Some(newest.unwrap_or(told).max(told)));
    }
    Ok(None)
}
