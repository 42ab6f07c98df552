//! Taking back a change: every event of it, newest first, as far as nobody built on it since.

use store::{Row, params};

use super::drafts::back_into_composer;
use super::planning::text;
use super::{Category, Mark, MessageKind, Place, Priority, find, merge, reread, scheduled};
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::mailflow::outbox;
use crate::policy::Action;
use crate::{EventId, MessageId, PersonId, RuleId, TicketId, Time, limits};

/// What undo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The tickets it touched.
    pub tickets: Vec<TicketId>,
}

struct Past {
    id: EventId,
    kind: Kind,
    ticket: TicketId,
    message: Option<MessageId>,
    before: String,
    after: String,
    /// A rule did it.
    by_rule: bool,
}

/// Takes back the change whose first event is `change`, or that event `alone`. Only its own actor may (merges and
/// splits: whoever may change the tickets), and events that later changes have overtaken stay as they are.
///
/// # Errors
/// [`Error::NotFound`] when it is not the actor's, [`Error::TooLate`] when nothing could be taken back.
pub fn undo(c: &mut Change, change: EventId, alone: bool) -> Result<Undone> {
    c.allow(Action::Undo, None)?;
    let actor = c.actor().person.ok_or(Error::NotFound)?;
    let found = c.sql().find("select actor_id, at, kind from event where id = ?1", params![change], |row| {
        Ok((row.get::<Option<PersonId>>(0)?, row.get::<Time>(1)?, row.get::<String>(2)?))
    })?;
    let (owner, at, kind) = found.ok_or(Error::NotFound)?;
    // Merges, splits and moves are taken back by anybody who may change the tickets, at any time.
    let for_all = matches!(Kind::from_code(&kind), Some(Kind::MergedIn | Kind::SplitOff | Kind::MessageMoved));
    if owner != Some(actor) && !for_all {
        return Err(Error::NotFound);
    }
    if at.elapsed(c.now()) > limits::UNDO && !for_all {
        return Err(Error::TooLate);
    }
    let past = c.sql().query(
        "select id, kind, ticket_id, message_id, before, after, actor_kind from event
         where (id = ?1 or change_id = ?1 and not ?2) and undone_at is null and ticket_id is not null order by id desc",
        params![change, alone],
        Past::read,
    )?;
    let mut past: Vec<Past> = past.into_iter().flatten().collect();
    // What has left by mail cannot be taken back, nor what only made sense with it. What a rule sent stays sent.
    let mut left = Vec::new();
    for one in past.iter().filter(|one| one.kind == Kind::AgentReplied) {
        if let Some(message) = one.message
            && !outbox::cancel_for_message(c, message)?
        {
            if !one.by_rule {
                return Err(Error::TooLate);
            }
            left.push(one.id);
        }
    }
    past.retain(|one| !left.contains(&one.id));
    // Whoever gave a ticket out of their own reach just now may take it back.
    let actor = if for_all { c.actor().clone() } else { c.actor().everywhere() };
    let mut tickets = Vec::new();
    c.in_the_name_of(&actor, |c| {
        for one in past {
            if take_back(c, &one)? && !tickets.contains(&one.ticket) {
                tickets.push(one.ticket);
            }
        }
        Ok(())
    })?;
    if tickets.is_empty() { Err(Error::TooLate) } else { Ok(Undone { tickets }) }
}

/// Takes back what a rule did in one run, newest first, as far as nobody built on it since. A mail has left and stays.
///
/// # Errors
/// [`Error::NotFound`] when there is no such run, [`Error::TooLate`] when nothing could be taken back.
pub fn undo_run(c: &mut Change, rule: RuleId, run: i64) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let past = c.sql().query(
        "select e.id, e.kind, e.ticket_id, e.message_id, e.before, e.after, e.actor_kind
         from rule_run u
         join rule r on r.id = u.rule_id
         join rule_version v on v.rule_id = u.rule_id and v.version = u.version
         join event e on e.ticket_id = u.ticket_id and e.cause_id = u.event_id
         where u.id = ?1 and u.rule_id = ?2 and e.undone_at is null and e.actor_kind = 'rule'
           and e.actor_name = case when v.name = '' then r.builtin else v.name end
         order by e.id desc",
        params![run, rule],
        Past::read,
    )?;
    let mut done = false;
    for past in past.into_iter().flatten() {
        let has_left = match (past.kind, past.message) {
            (Kind::AgentReplied, Some(message)) => !outbox::cancel_for_message(c, message)?,
            _ => false,
        };
        if !has_left {
            done |= take_back(c, &past)?;
        }
    }
    if done { Ok(()) } else { Err(Error::TooLate) }
}

/// Gives a ticket the status back that it had before the change which `event` belongs to, unless it has changed since.
pub(crate) fn undo_status(c: &mut Change, event: EventId) -> Result<()> {
    let change = c.sql().one(
        "select case when change_id = 0 then id else change_id end from event where id = ?1",
        params![event],
        |row| row.get::<EventId>(0),
    )?;
    let past = c.sql().query(
        "select id, kind, ticket_id, message_id, before, after, actor_kind from event
         where (id = ?1 or change_id = ?1) and ticket_id = (select ticket_id from event where id = ?2)
           and kind = 'status_changed' and undone_at is null order by id desc",
        params![change, event],
        Past::read,
    )?;
    let actor = c.actor().everywhere();
    c.in_the_name_of(&actor, |c| past.into_iter().flatten().try_for_each(|past| take_back(c, &past).map(|_| ())))
}

impl Past {
    /// Nothing for a kind that this version does not know.
    fn read(row: &Row) -> store::Result<Option<Self>> {
        let Some(kind) = Kind::from_code(&row.get::<String>(1)?) else { return Ok(None) };
        Ok(Some(Self {
            id: row.get(0)?,
            kind,
            ticket: row.get(2)?,
            message: row.get(3)?,
            before: row.get(4)?,
            after: row.get(5)?,
            by_rule: row.get::<String>(6)? == "rule",
        }))
    }
}

/// Takes one event back; false when it is not of a kind that can be, was overtaken, or leads to what is no more: an
/// archived department, a closed project, a ticket that was emptied.
fn take_back(c: &mut Change, past: &Past) -> Result<bool> {
    match reverse(c, past) {
        Err(Error::Invalid(_) | Error::NotFound) => Ok(false),
        other => other,
    }
}

fn reverse(c: &mut Change, past: &Past) -> Result<bool> {
    let actor = c.actor().clone();
    let ticket = find(c.sql(), &actor, past.ticket)?;
    let person = |text: &str| text.parse::<PersonId>().ok();
    let done = match past.kind {
        Kind::StatusChanged if is_marked(&ticket.status, &past.after) => {
            let before = Mark::parse(&past.before).unwrap_or(Mark { status: None, category: Category::Open });
            match super::set_status(c, past.ticket, before.goal()) {
                // It was deleted since.
                Err(Error::Invalid(_)) => super::set_status(c, past.ticket, before.category)?,
                other => other?,
            }
            true
        }
        Kind::TypeChanged if past.after == format!("{}/{}", ticket.kind, ticket.status.mark()) => {
            let (kind, status) = past.before.split_once('/').ok_or(Error::NotFound)?;
            let status = Mark::parse(status).and_then(|mark| mark.status);
            let kind = kind.parse().map_err(|_| Error::NotFound)?;
            match super::change_type(c, past.ticket, kind, status) {
                // The status was deleted since, or the type is out of use.
                Err(Error::Invalid(_)) => match super::change_type(c, past.ticket, kind, None) {
                    Err(Error::Invalid(_)) => false,
                    other => other.map(|()| true)?,
                },
                other => other.map(|()| true)?,
            }
        }
        Kind::Assigned if ticket.assignee == person(&past.after) => {
            super::assign(c, past.ticket, person(&past.before))?;
            true
        }
        Kind::PriorityChanged if ticket.priority.code() == past.after => {
            super::set_priority(c, past.ticket, Priority::from_code(&past.before).unwrap_or(Priority::Normal))?;
            true
        }
        Kind::DepartmentChanged if ticket.department.to_string() == past.after => {
            let department = past.before.parse().map_err(|_| Error::NotFound)?;
            super::change_department(c, past.ticket, department)?;
            true
        }
        Kind::ProjectChanged if text(ticket.project) == past.after => {
            super::file_in_project(c, past.ticket, past.before.parse().ok())?;
            true
        }
        Kind::DueChanged if text(ticket.due_on) == past.after => {
            super::set_due(c, past.ticket, past.before.parse().ok())?;
            true
        }
        Kind::EstimateChanged if text(ticket.estimate) == past.after => {
            super::set_estimate(c, past.ticket, past.before.parse().ok())?;
            true
        }
        Kind::TagAdded => {
            super::remove_tag(c, past.ticket, &past.after)?;
            true
        }
        Kind::TagRemoved => {
            super::add_tag(c, past.ticket, &past.before)?;
            true
        }
        Kind::Placed if ticket.place.code() == past.after => {
            match Place::from_code(&past.before) {
                Some(Place::Spam) => super::mark_as_spam(c, past.ticket)?,
                Some(Place::Trash) => super::move_to_trash(c, past.ticket)?,
                _ => super::put_back(c, past.ticket)?,
            }
            true
        }
        Kind::MergedIn | Kind::SplitOff | Kind::MessageMoved => {
            let other = past.after.parse().map_err(|_| Error::NotFound)?;
            merge::part(c, past.id, past.kind, past.ticket, other)?
        }
        Kind::MailReread => match past.message {
            Some(message) => reread::take_back(c, past.id, past.ticket, message, &past.before)?,
            None => false,
        },
        Kind::AgentReplied | Kind::NoteAdded => withdraw(c, past)?,
        Kind::AnswerScheduled => match past.before.parse() {
            Ok(id) => scheduled::take_back(c, id).map(|_| true)?,
            Err(_) => false,
        },
        _ => false,
    };
    if done {
        let now = c.now();
        c.sql().execute("update event set undone_at = ?2 where id = ?1", params![past.id, now])?;
    }
    Ok(done)
}

/// Whether an event's value is this status.
fn is_marked(status: &super::Status, text: &str) -> bool {
    Mark::parse(text).is_some_and(|mark| match mark.status {
        Some(id) => id == status.id,
        None => mark.category == status.category,
    })
}

/// Takes a message back into the composer, above what was begun there since.
fn withdraw(c: &mut Change, past: &Past) -> Result<bool> {
    let Some(message) = past.message else { return Ok(false) };
    let (now, person) = (c.now(), c.actor().person);
    // It may have moved with a merge or split.
    let (html, ticket) = c.sql().one("select html, ticket_id from message where id = ?1", params![message], |row| {
        Ok((row.get::<String>(0)?, row.get::<TicketId>(1)?))
    })?;
    c.sql().execute("update message set withdrawn_at = ?2 where id = ?1", params![message, now])?;
    c.sql().execute(
        "update attachment set message_id = null where message_id = ?1 and person_id = ?2",
        params![message, person],
    )?;
    merge::refresh(c, ticket)?;
    c.record(Event::on(Kind::ReplyWithdrawn, ticket).message(message))?;
    // What a rule wrote in somebody's name is nobody's draft.
    if past.by_rule {
        return Ok(true);
    }
    let kind = if past.kind == Kind::AgentReplied { MessageKind::Reply } else { MessageKind::Note };
    back_into_composer(c, ticket, kind, &html)?;
    Ok(true)
}
