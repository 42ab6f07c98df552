//! What agents do with chats: take, hand over, invite, end.

use store::params;

use super::{Chat, State, contacts, find};
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::people;
use crate::policy::{Action, handles_portal};
use crate::portals;
use crate::tickets::{self, Category};
use crate::{DepartmentId, PersonId, TicketId};

/// Who has a chat now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// The actor.
    Yes,
    /// Somebody else was first; their name, if anybody has it.
    No(String),
}

/// Takes a chat that waits: whoever is first has it.
///
/// # Errors
/// [`Error::NotFound`] when it does not exist for the actor.
pub fn take(c: &mut Change, id: TicketId) -> Result<Taken> {
    let actor = c.actor().clone();
    let ticket = tickets::find(c.sql(), &actor, id)?;
    c.allow(Action::Reply, Some(&ticket.facts()))?;
    let me = actor.person.ok_or(Error::NotFound)?;
    let chat = find(c.sql(), id)?;
    if chat.state != State::Waiting {
        let name = match ticket.assignee {
            Some(person) if person == me && chat.state == State::Open => return Ok(Taken::Yes),
            Some(person) => people::find(c.sql(), person)?.name,
            None => String::new(),
        };
        return Ok(Taken::No(name));
    }
    opened(c, &chat)?;
    if ticket.assignee != Some(me) {
        tickets::assign(c, id, Some(me))?;
    }
    Ok(Taken::Yes)
}

/// From here on somebody answers.
pub(super) fn opened(c: &mut Change, chat: &Chat) -> Result<()> {
    let now = c.now();
    c.sql().execute(
        "update chat set state = 'open', taken_at = coalesce(taken_at, ?2) where ticket_id = ?1",
        params![chat.ticket, now],
    )?;
    let waited = chat.requested_at.elapsed(now).as_secs();
    c.record(Event::on(Kind::ChatTaken, chat.ticket).values("", waited.to_string()))?;
    Ok(())
}

/// Hands a chat to another agent, who has it at once; or to a department, where it waits again.
///
/// # Errors
/// When the chat is over, or the agent or department cannot have it.
pub fn hand_over(
    c: &mut Change,
    id: TicketId,
    agent: Option<PersonId>,
    department: Option<DepartmentId>,
) -> Result<()> {
    let actor = c.actor().clone();
    let ticket = tickets::find(c.sql(), &actor, id)?;
    c.allow(Action::Reply, Some(&ticket.facts()))?;
    if !find(c.sql(), id)?.is_live() {
        return Err(Error::field("agent", "over"));
    }
    match (agent, department) {
        (Some(agent), _) => {
            tickets::assign(c, id, Some(agent))?;
            c.sql().execute("update chat set state = 'open' where ticket_id = ?1", params![id])?;
            c.sql().execute("delete from chat_agent where ticket_id = ?1 and person_id = ?2", params![id, agent])?;
            contacts::notify(c, agent, id)?;
        }
        (None, Some(department)) => to_department(c, id, department)?,
        (None, None) => return Err(Error::field("agent", "required")),
    }
    c.announce_topic("chats".to_owned());
    Ok(())
}

/// Back to a queue, where somebody must be who sees it.
fn to_department(c: &mut Change, id: TicketId, department: DepartmentId) -> Result<()> {
    let (actor, now) = (c.actor().clone(), c.now());
    let portal = find(c.sql(), id)?.portal;
    let company = portals::find(c.sql(), portal)?.company.0;
    let there: Vec<PersonId> = super::standings(c.sql())?
        .into_iter()
        .filter(|standing| standing.is_available(now) && handles_portal(standing.granted(), company, department))
        .map(|standing| standing.person)
        .collect();
    if there.is_empty() {
        return Err(Error::field("department", "nobody_there"));
    }
    let ticket = tickets::find(c.sql(), &actor, id)?;
    // It may go where the actor does not see it.
    c.in_the_name_of(&actor.everywhere(), |c| {
        if ticket.assignee.is_some() {
            tickets::assign(c, id, None)?;
        }
        if ticket.department == department { Ok(()) } else { tickets::change_department(c, id, department) }
    })?;
    c.sql().execute("update chat set state = 'waiting' where ticket_id = ?1", params![id])?;
    for agent in there.into_iter().filter(|agent| Some(*agent) != actor.person) {
        contacts::notify(c, agent, id)?;
    }
    Ok(())
}

/// Asks a second agent into a chat.
///
/// # Errors
/// When the chat is over, or the agent may not answer it.
pub fn invite(c: &mut Change, id: TicketId, agent: PersonId) -> Result<()> {
    let actor = c.actor().clone();
    let ticket = tickets::find(c.sql(), &actor, id)?;
    c.allow(Action::Reply, Some(&ticket.facts()))?;
    if !find(c.sql(), id)?.is_live() {
        return Err(Error::field("agent", "over"));
    }
    if !people::can_handle(c.sql(), agent, &ticket.facts())? || ticket.assignee == Some(agent) {
        return Err(Error::field("agent", "unknown"));
    }
    c.sql().execute(
        "insert into chat_agent (ticket_id, person_id) values (?1, ?2) on conflict do nothing",
        params![id, agent],
    )?;
    c.record(Event::on(Kind::ChatInvited, id).values("", agent.to_string()))?;
    contacts::notify(c, agent, id)?;
    Ok(())
}

/// Ends a chat. An agent who ends it settles its ticket; a visitor leaves that to the desk.
///
/// # Errors
/// [`Error::NotFound`] when it does not exist for the actor.
pub fn end(c: &mut Change, id: TicketId) -> Result<()> {
    let actor = c.actor().clone();
    let ticket = tickets::find(c.sql(), &actor, id)?;
    let chat = find(c.sql(), id)?;
    if !chat.is_live() {
        return Ok(());
    }
    if actor.is_staff() {
        c.allow(Action::Reply, Some(&ticket.facts()))?;
        over(c, id, "agent")?;
        if ticket.status.category != Category::Closed {
            tickets::set_status(c, id, Category::Closed)?;
        }
        return Ok(());
    }
    if chat.state == State::Waiting { missed(c, id) } else { over(c, id, "visitor") }
}

/// It is over.
pub(super) fn over(c: &mut Change, id: TicketId, by: &str) -> Result<()> {
    settle(c, id, State::Ended, by)?;
    c.record(Event::on(Kind::ChatEnded, id).values("", by))?;
    Ok(())
}

/// Nobody came in time: from here on it is a ticket like any other, and its people are told as usual.
pub(super) fn missed(c: &mut Change, id: TicketId) -> Result<()> {
    settle(c, id, State::Missed, "visitor")?;
    c.record(Event::on(Kind::ChatMissed, id))?;
    Ok(())
}

fn settle(c: &mut Change, id: TicketId, state: State, by: &str) -> Result<()> {
    let now = c.now();
    c.sql().execute(
        "update chat set state = ?2, ended_at = ?3, ended_by = ?4 where ticket_id = ?1",
        params![id, state.code(), now, by],
    )?;
    c.sql().execute("delete from chat_signal where ticket_id = ?1", params![id])?;
    contacts::forget(c, id)?;
    c.announce_topic(format!("chat:{id}"));
    c.announce_topic("chats".to_owned());
    Ok(())
}
