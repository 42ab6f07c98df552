//! Planning a ticket: the project that it is filed in, when it shall be done, how much work it is.

use store::params;

use super::properties::changeable;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::{Day, ProjectId, TicketId, limits, projects};

/// A value as events keep it.
pub(super) fn text<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Files the ticket in a project, or takes it out of the one it is in.
///
/// # Errors
/// When the project is unknown or closed.
pub fn file_in_project(c: &mut Change, id: TicketId, project: Option<ProjectId>) -> Result<()> {
    let ticket = changeable(c, id)?;
    if ticket.project == project {
        return Ok(());
    }
    if let Some(project) = project
        && !projects::is_open(c.sql(), project)?
    {
        return Err(Error::field("project", "unknown"));
    }
    c.sql()
        .execute("update ticket set project_id = ?2, revision = revision + 1 where id = ?1", params![id, project])?;
    c.record(Event::on(Kind::ProjectChanged, id).values(text(ticket.project), text(project)))?;
    Ok(())
}

/// Says when the ticket shall be done; `None` for no day.
///
/// # Errors
/// When the ticket does not exist for the actor.
pub fn set_due(c: &mut Change, id: TicketId, due: Option<Day>) -> Result<()> {
    let ticket = changeable(c, id)?;
    if ticket.due_on == due {
        return Ok(());
    }
    c.sql().execute("update ticket set due_on = ?2, revision = revision + 1 where id = ?1", params![id, due])?;
    c.record(Event::on(Kind::DueChanged, id).values(text(ticket.due_on), text(due)))?;
    Ok(())
}

/// Says how many minutes of work the ticket is thought to be; `None` for nothing said.
///
/// # Errors
/// When it is less than a minute or more than anybody works.
pub fn set_estimate(c: &mut Change, id: TicketId, minutes: Option<i64>) -> Result<()> {
    let ticket = changeable(c, id)?;
    if ticket.estimate == minutes {
        return Ok(());
    }
    if minutes.is_some_and(|minutes| !(1..=limits::ESTIMATE_MINUTES_MAX).contains(&minutes)) {
        return Err(Error::field("estimate", "unknown"));
    }
    c.sql().execute("update ticket set estimate = ?2, revision = revision + 1 where id = ?1", params![id, minutes])?;
    c.record(Event::on(Kind::EstimateChanged, id).values(text(ticket.estimate), text(minutes)))?;
    Ok(())
}
