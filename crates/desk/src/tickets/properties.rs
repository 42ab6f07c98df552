//! Changing what stands beside the conversation: assignee, status, priority, department, tags.

use store::params;

use super::{Priority, Status, Ticket, find, find_where_it_went};
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::people;
use crate::policy::Action;
use crate::{DepartmentId, PersonId, TicketId, limits};

pub(super) fn changeable(c: &mut Change, id: TicketId) -> Result<Ticket> {
    let actor = c.actor().clone();
    let ticket = find(c.sql(), &actor, id)?;
    c.allow(Action::ChangeProperties, Some(&ticket.facts()))?;
    Ok(ticket)
}

/// Gives the ticket to an agent who may handle it, or to nobody.
///
/// # Errors
/// When the person may not handle it.
pub fn assign(c: &mut Change, id: TicketId, assignee: Option<PersonId>) -> Result<()> {
    let ticket = changeable(c, id)?;
    if ticket.assignee == assignee {
        return Ok(());
    }
    if let Some(person) = assignee
        && !people::can_handle(c.sql(), person, &ticket.facts())?
    {
        return Err(Error::field("assignee", "unknown"));
    }
    c.sql()
        .execute("update ticket set assignee_id = ?2, revision = revision + 1 where id = ?1", params![id, assignee])?;
    let text = |person: Option<PersonId>| person.map(|p| p.to_string()).unwrap_or_default();
    c.record(Event::on(Kind::Assigned, id).values(text(ticket.assignee), text(assignee)))?;
    Ok(())
}

/// Sets the status. Closing and reopening are statuses like the others.
///
/// # Errors
/// When the ticket does not exist for the actor.
pub fn set_status(c: &mut Change, id: TicketId, status: Status) -> Result<()> {
    let ticket = changeable(c, id)?;
    write_status(c, &ticket, status)
}

fn write_status(c: &mut Change, ticket: &Ticket, status: Status) -> Result<()> {
    if ticket.status == status {
        return Ok(());
    }
    let closed_at = (status == Status::Closed).then_some(c.now());
    c.sql().execute(
        "update ticket set status = ?2, closed_at = ?3, revision = revision + 1 where id = ?1",
        params![ticket.id, status.code(), closed_at],
    )?;
    c.record(Event::on(Kind::StatusChanged, ticket.id).values(ticket.status.code(), status.code()))?;
    Ok(())
}

/// The customer says that it is solved.
///
/// # Errors
/// When the ticket does not exist for the actor.
pub fn settle(c: &mut Change, id: TicketId) -> Result<()> {
    let actor = c.actor().clone();
    let ticket = find_where_it_went(c.sql(), &actor, id)?;
    c.allow(Action::ReplyAsCustomer, Some(&ticket.facts()))?;
    write_status(c, &ticket, Status::Closed)
}

/// Sets the priority.
///
/// # Errors
/// When the ticket does not exist for the actor.
pub fn set_priority(c: &mut Change, id: TicketId, priority: Priority) -> Result<()> {
    let ticket = changeable(c, id)?;
    if ticket.priority == priority {
        return Ok(());
    }
    c.sql().execute(
        "update ticket set priority = ?2, important = ?3, revision = revision + 1 where id = ?1",
        params![id, priority.number(), priority.is_important()],
    )?;
    c.record(Event::on(Kind::PriorityChanged, id).values(ticket.priority.code(), priority.code()))?;
    Ok(())
}

/// Moves the ticket to another department.
///
/// # Errors
/// When the department is unknown.
pub fn change_department(c: &mut Change, id: TicketId, department: DepartmentId) -> Result<()> {
    let ticket = changeable(c, id)?;
    if ticket.department == department {
        return Ok(());
    }
    let known = c.sql().find(
        "select 1 from department d join service s on s.id = d.service_id
         where d.id = ?1 and d.archived_at is null and s.archived_at is null",
        params![department],
        |row| row.get::<i64>(0),
    )?;
    if known.is_none() {
        return Err(Error::field("department", "unknown"));
    }
    c.sql().execute(
        "update ticket set department_id = ?2, revision = revision + 1 where id = ?1",
        params![id, department],
    )?;
    c.record(Event::on(Kind::DepartmentChanged, id).values(ticket.department.to_string(), department.to_string()))?;
    Ok(())
}

/// A tag as it is kept: lower case, single spaces, no comma.
fn clean_tag(tag: &str) -> Result<String> {
    let tag = tag.replace(|c: char| c == ',' || c.is_control(), " ");
    let tag = tag.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    if tag.is_empty() {
        return Err(Error::field("tag", "required"));
    }
    if tag.chars().count() > limits::TAG_CHARS_MAX {
        return Err(Error::field("tag", "too_long"));
    }
    Ok(tag)
}

/// Puts a tag on the ticket.
///
/// # Errors
/// When the tag is empty or too long, or there are too many.
pub fn add_tag(c: &mut Change, id: TicketId, tag: &str) -> Result<()> {
    changeable(c, id)?;
    let tag = clean_tag(tag)?;
    let count =
        c.sql().one("select count(*) from ticket_tag where ticket_id = ?1", params![id], |row| row.get::<i64>(0))?;
    if usize::try_from(count).unwrap_or(usize::MAX) >= limits::TAGS_PER_TICKET_MAX {
        return Err(Error::field("tag", "too_many"));
    }
    let added = c
        .sql()
        .execute("insert into ticket_tag (ticket_id, tag) values (?1, ?2) on conflict do nothing", params![id, &tag])?;
    if added > 0 {
        touch(c, id)?;
        c.record(Event::on(Kind::TagAdded, id).values("", tag))?;
    }
    Ok(())
}

/// Takes a tag off the ticket.
///
/// # Errors
/// When the ticket does not exist for the actor.
pub fn remove_tag(c: &mut Change, id: TicketId, tag: &str) -> Result<()> {
    changeable(c, id)?;
    let tag = clean_tag(tag)?;
    let removed = c.sql().execute("delete from ticket_tag where ticket_id = ?1 and tag = ?2", params![id, &tag])?;
    if removed > 0 {
        touch(c, id)?;
        c.record(Event::on(Kind::TagRemoved, id).values(tag, ""))?;
    }
    Ok(())
}

fn touch(c: &mut Change, id: TicketId) -> Result<()> {
    c.sql().execute("update ticket set revision = revision + 1 where id = ?1", params![id])?;
    Ok(())
}
