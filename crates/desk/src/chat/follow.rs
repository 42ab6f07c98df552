//! What follows for a chat from what happens to its ticket, through whichever door.

use store::params;

use super::{State, handling, of_ticket};
use crate::change::Change;
use crate::error::Result;
use crate::event::{Event, Kind, Recorded};
use crate::mailflow::{notify, outbox, pauses};
use crate::tickets::{self, Category, Place};
use crate::{Actor, MessageId, TicketId, people};

/// Keeps a chat in step with its ticket, and tells whoever looks at it.
pub(crate) fn follow(c: &mut Change, recorded: &Recorded) -> Result<()> {
    let Some(id) = recorded.event.ticket else { return Ok(()) };
    let Some(chat) = of_ticket(c.sql(), id)? else { return Ok(()) };
    c.announce_topic(format!("chat:{id}"));
    match recorded.event.kind {
        // Only who talks in it need see that; requests and hand-overs concern everybody.
        Kind::CustomerReplied | Kind::AgentReplied | Kind::NoteAdded => {
            let agent = tickets::find(c.sql(), &Actor::system("chat"), id)?.assignee;
            c.announce_topic(format!("chats-of:{}", agent.map_or(0, |agent| agent.0)));
        }
        _ => c.announce_topic("chats".to_owned()),
    }
    let by_agent = recorded.actor_kind == "agent";
    match recorded.event.kind {
        Kind::AgentReplied if by_agent && chat.state == State::Waiting => {
            handling::opened(c, &chat)?;
            let ticket = tickets::find(c.sql(), &Actor::system("chat"), id)?;
            if ticket.assignee.is_none() {
                let person = c.actor().person;
                tickets::assign(c, id, person)?;
            }
        }
        Kind::Assigned if by_agent && chat.state == State::Waiting && !recorded.event.after.is_empty() => {
            handling::opened(c, &chat)?;
        }
        Kind::ChatMissed => tell_as_usual(c, recorded, id)?,
        Kind::StatusChanged | Kind::Placed | Kind::MergedAway if chat.is_live() => {
            let ticket = tickets::find(c.sql(), &Actor::system("chat"), id)?;
            if ticket.status.category == Category::Closed || ticket.place != Place::Desk {
                handling::over(c, id, if by_agent { "agent" } else { "desk" })?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// The customer learns that their words are kept; agents learn of a new ticket.
fn tell_as_usual(c: &mut Change, recorded: &Recorded, id: TicketId) -> Result<()> {
    let ticket = tickets::find(c.sql(), &Actor::system("chat"), id)?;
    let requester = people::find(c.sql(), ticket.requester)?;
    let first = c
        .sql()
        .one("select min(id) from message where ticket_id = ?1", params![id], |row| row.get::<Option<MessageId>>(0))?;
    if people::has_address(&requester.address) && pauses::held_back(c, &ticket)?.is_none() {
        outbox::queue(c, outbox::MailKind::Acknowledgement, Some(id), first, requester.id, "")?;
        c.record(Event::on(Kind::Acknowledged, id))?;
    }
    notify::tell_of_ticket(c, id, first, recorded)
}

/// Whether what agents answer in a ticket is read in a chat now, so that no mail need carry it yet.
pub(crate) fn holds_mail(c: &mut Change, ticket: TicketId) -> Result<bool> {
    Ok(of_ticket(c.sql(), ticket)?.is_some_and(|chat| chat.is_live()))
}

/// An answer to a chat that is over goes out by mail, and before it what was not seen in the chat.
pub(crate) fn mail_unseen(c: &mut Change, ticket: TicketId, message: MessageId) -> Result<()> {
    let unseen = c.sql().query(
        "select m.id from chat h join message m on m.ticket_id = h.ticket_id
         where h.ticket_id = ?1 and m.id > h.visitor_read and m.id > h.mailed and m.id < ?2
           and m.side = 'agent' and m.kind = 'reply' and m.withdrawn_at is null order by m.id",
        params![ticket, message],
        |row| row.get::<MessageId>(0),
    )?;
    for earlier in unseen {
        outbox::queue_reply(c, ticket, earlier, false)?;
    }
    mailed(c, ticket, message)
}

/// An answer went out by mail: it does not go again because nobody saw it in the chat.
pub(super) fn mailed(c: &mut Change, ticket: TicketId, message: MessageId) -> Result<()> {
    c.sql().execute("update chat set mailed = ?2 where ticket_id = ?1 and mailed < ?2", params![ticket, message])?;
    Ok(())
}
