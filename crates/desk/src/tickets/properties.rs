//! Changing what stands beside the conversation: assignee, status, priority, department, tags.

use store::params;

use super::status::{self, counting_as};
use super::{Category, Goal, Priority, Status, Ticket, find, find_where_it_went};
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::people;
use crate::policy::Action;
use crate::{DepartmentId, PersonId, StatusId, TicketId, TypeId, limits};

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
pub fn set_status(c: &mut Change, id: TicketId, goal: impl Into<Goal>) -> Result<()> {
    let ticket = changeable(c, id)?;
    go(c, &ticket, goal.into())
}

fn go(c: &mut Change, ticket: &Ticket, goal: Goal) -> Result<()> {
    if goal == Goal::Category(ticket.status.category) {
        return Ok(());
    }
    let statuses = status::of_type(c.sql(), ticket.kind)?;
    let Some(to) = status::reach(&statuses, &ticket.status, goal)? else { return Ok(()) };
    write_status(c, ticket, ticket.kind, &to)?;
    c.record(Event::on(Kind::StatusChanged, ticket.id).values(ticket.status.mark(), to.mark()))?;
    Ok(())
}

fn write_status(c: &mut Change, ticket: &Ticket, kind: TypeId, to: &Status) -> Result<()> {
    let now = c.now();
    c.sql().execute(
        "update ticket set type_id = ?2, status_id = ?3, category = ?4, revision = revision + 1,
                           closed_at = case when ?4 <> 'closed' then null
                                            when category = 'closed' then closed_at
                                            else cast(?5 as bigint) end
         where id = ?1",
        params![ticket.id, kind, to.id, to.category.code(), now],
    )?;
    Ok(())
}

/// Makes it a ticket of another type, in `status` of that type; without one, in the status that comes nearest to
/// the one it has.
///
/// # Errors
/// When the type is not in use or the status is none of it.
pub fn change_type(c: &mut Change, id: TicketId, kind: TypeId, status: Option<StatusId>) -> Result<()> {
    let ticket = changeable(c, id)?;
    if ticket.kind == kind {
        return status.map_or(Ok(()), |status| go(c, &ticket, status.into()));
    }
    let enabled =
        c.sql().find("select enabled from ticket_type where id = ?1", params![kind], |row| row.get::<bool>(0))?;
    if enabled != Some(true) {
        return Err(Error::field("type", "unknown"));
    }
    let statuses = status::of_type(c.sql(), kind)?;
    let to = match status {
        Some(id) => statuses.iter().find(|status| status.id == id),
        None => counting_as(&statuses, ticket.status.category).or_else(|| counting_as(&statuses, Category::Open)),
    };
    let to = to.ok_or_else(|| Error::field("status", "unknown"))?;
    write_status(c, &ticket, kind, to)?;
    let mark = |kind: TypeId, status: &Status| format!("{kind}/{}", status.mark());
    c.record(Event::on(Kind::TypeChanged, id).values(mark(ticket.kind, &ticket.status), mark(kind, to)))?;
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
    go(c, &ticket, Category::Closed.into())
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
