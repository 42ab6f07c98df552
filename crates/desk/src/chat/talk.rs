//! What the visitor says and has seen, and what they think of it afterwards.

use store::{Conn, params};

use super::{Chat, KnownBy, State, find};
use crate::actor::Actor;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::mailflow::outbox::{self, MailKind};
use crate::one_line::one_line;
use crate::people::{self, NewPerson};
use crate::tickets::{self, Body, Channel, CustomerReply, MailFacts, Message, NewFile};
use crate::{MessageId, PersonId, TicketId, limits};

/// What became of a visitor's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// They stand there.
    Yes(MessageId),
    /// The chat is over; nothing was kept.
    TooLate,
}

/// Adds what the visitor says. `mark` tells one message from another: sent again after a broken connection, it stands
/// there once.
///
/// # Errors
/// When there are no words, too many, or the ticket is not the actor's.
pub fn say(c: &mut Change, id: TicketId, mark: &str, body: &Body, files: &[NewFile]) -> Result<Said> {
    let actor = c.actor().clone();
    tickets::find(c.sql(), &actor, id)?;
    let chat = find(c.sql(), id)?;
    let mark: String = one_line(mark).chars().take(limits::MARK_CHARS_MAX).collect();
    let sent = c.sql().find(
        "select message_id from chat_sent where ticket_id = ?1 and mark = ?2",
        params![id, &mark],
        |row| row.get::<MessageId>(0),
    )?;
    if let Some(message) = sent.filter(|_| !mark.is_empty()) {
        return Ok(Said::Yes(message));
    }
    if !chat.is_live() {
        return Ok(Said::TooLate);
    }
    if body.text.chars().count() > limits::CHAT_CHARS_MAX {
        return Err(Error::field("body", "too_long"));
    }
    let reply = CustomerReply {
        author: actor.person.ok_or(Error::NotFound)?,
        body: body.clone(),
        files: files.to_vec(),
        channel: Channel::Chat,
        mail: MailFacts::default(),
    };
    let message = tickets::reply_as_customer(c, id, &reply)?;
    if !mark.is_empty() {
        c.sql().execute(
            "insert into chat_sent (ticket_id, mark, message_id) values (?1, ?2, ?3)",
            params![id, &mark, message],
        )?;
    }
    // Whoever writes is there and has read what stands above.
    here(c, &chat, message)?;
    Ok(Said::Yes(message))
}

/// The visitor's page is open and shows messages up to `newest`.
///
/// # Errors
/// [`Error::NotFound`] when the ticket is not the actor's.
pub fn seen_by_visitor(c: &mut Change, id: TicketId, newest: MessageId) -> Result<()> {
    let actor = c.actor().clone();
    let ticket = tickets::find(c.sql(), &actor, id)?;
    let chat = find(c.sql(), id)?;
    // What is not there yet cannot have been seen.
    here(c, &chat, newest.min(ticket.last_message))
}

fn here(c: &mut Change, chat: &Chat, newest: MessageId) -> Result<()> {
    let now = c.now();
    c.sql().execute(
        "update chat set seen_at = ?2, visitor_read = case when ?3 > visitor_read then ?3 else visitor_read end
         where ticket_id = ?1",
        params![chat.ticket, now, newest],
    )?;
    if newest > chat.visitor_read || !chat.visitor_is_here(now) {
        c.announce_topic(format!("chat:{}", chat.ticket));
    }
    Ok(())
}

/// An agent's page shows messages up to `newest`: the visitor learns that they were read.
///
/// # Errors
/// [`Error::NotFound`] when the ticket does not exist for the actor.
pub fn seen_by_agent(c: &mut Change, id: TicketId, newest: MessageId) -> Result<()> {
    let actor = c.actor().clone();
    let ticket = tickets::find(c.sql(), &actor, id)?;
    let newest = newest.min(ticket.last_message);
    tickets::mark_seen(c, id, newest)?;
    // Whoever looks in from outside has not answered for the one who talks.
    if ticket.assignee != actor.person {
        return Ok(());
    }
    let sql = "update chat set agent_read = ?2 where ticket_id = ?1 and agent_read < ?2";
    if c.sql().execute(sql, params![id, newest])? > 0 {
        c.announce_topic(format!("chat:{id}"));
    }
    Ok(())
}

/// The messages that a visitor sees behind `after`, the oldest first: theirs and the agents'. What came by mail is for
/// whoever has the mailbox, and what was said after the chat for whoever reads the ticket.
///
/// # Errors
/// [`Error::NotFound`] when the ticket is not the actor's.
pub fn visitor_messages(conn: &mut Conn, actor: &Actor, chat: &Chat, after: MessageId) -> Result<Vec<Message>> {
    tickets::find(conn, actor, chat.ticket)?;
    let verified = matches!(chat.known_by, KnownBy::Signed | KnownBy::Session);
    let messages = tickets::messages_after(conn, chat.ticket, after, false)?.into_iter().filter(|message| {
        message.channel != Channel::Mail && (verified || chat.ended_at.is_none_or(|ended| message.created_at <= ended))
    });
    Ok(messages.collect())
}

/// What the visitor thought of the chat.
///
/// # Errors
/// When it is no number from 1 to 5, or the chat goes on.
pub fn rate(c: &mut Change, id: TicketId, stars: i64, opinion: &str) -> Result<()> {
    let actor = c.actor().clone();
    tickets::find(c.sql(), &actor, id)?;
    let chat = find(c.sql(), id)?;
    if !(1..=5).contains(&stars) || chat.state != State::Ended {
        return Err(Error::field("rating", "number"));
    }
    let opinion: String = markup::clean::lines(opinion).chars().take(limits::REASON_CHARS_MAX).collect();
    c.sql().execute("update chat set rating = ?2, opinion = ?3 where ticket_id = ?1", params![id, stars, &opinion])?;
    c.record(Event::on(Kind::ChatRated, id).values("", stars.to_string()))?;
    Ok(())
}

/// The visitor says where answers reach them: they gave nothing, and have to go.
///
/// # Errors
/// When it cannot be an address, or the ticket is not the actor's.
pub fn leave_address(c: &mut Change, id: TicketId, address: &str) -> Result<()> {
    let actor = c.actor().clone();
    let ticket = tickets::find(c.sql(), &actor, id)?;
    find(c.sql(), id)?;
    let visitor = people::find(c.sql(), ticket.requester)?;
    if people::has_address(&visitor.address) {
        return Ok(());
    }
    let address = people::normalise_address(&one_line(address));
    if !people::is_valid_address(&address) || !people::has_address(&address) {
        return Err(Error::field("address", "bad_address"));
    }
    if people::find_by_address(c.sql(), &address)?.is_none() {
        c.sql().execute("update person set address = ?2 where id = ?1", params![visitor.id, &address])?;
    } else {
        // Somebody we know, perhaps: the ticket is theirs, and who typed their address still has the page.
        let known = people::find_or_create(c, &NewPerson { address, ..NewPerson::default() })?;
        c.sql().execute("update ticket set requester_id = ?2 where id = ?1", params![id, known.id])?;
        c.sql().execute(
            "insert into participant (ticket_id, person_id) values (?1, ?2) on conflict do nothing",
            params![id, visitor.id],
        )?;
    }
    c.sql().execute("update chat set identity = ?2 where ticket_id = ?1", params![id, KnownBy::Typed.code()])?;
    c.announce_topic(format!("ticket:{id}"));
    c.announce_topic(format!("chat:{id}"));
    Ok(())
}

/// Mails the conversation to the visitor, once for each newest message.
///
/// # Errors
/// With the field `address` when they have not left one.
pub fn transcript(c: &mut Change, id: TicketId) -> Result<()> {
    let actor = c.actor().clone();
    let ticket = tickets::find(c.sql(), &actor, id)?;
    find(c.sql(), id)?;
    let requester = people::find(c.sql(), ticket.requester)?;
    if !people::has_address(&requester.address) {
        return Err(Error::field("address", "required"));
    }
    let queued = c.sql().one(
        "select exists (select 1 from outbox where ticket_id = ?1 and kind = 'transcript' and message_id = ?2)",
        params![id, ticket.last_message],
        |row| row.get::<bool>(0),
    )?;
    if !queued {
        let person: PersonId = requester.id;
        outbox::queue(c, MailKind::Transcript, Some(id), Some(ticket.last_message), person, "")?;
    }
    Ok(())
}
