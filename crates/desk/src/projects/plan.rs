//! How far a project is, and its picture of time.

use store::{Conn, params};

use crate::actor::Actor;
use crate::error::Result;
use crate::tickets::{ListRow, read_row, row_select};
use crate::{Day, ProjectId, TicketId, limits, policy};

/// What is done of a project, as far as the reader sees it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Tickets that were counted.
    pub tickets: i64,
    /// Those that are closed.
    pub closed: i64,
    /// Open ones whose day is over.
    pub overdue: i64,
    /// Minutes of work in all estimates.
    pub minutes: i64,
    /// Minutes of those that are closed.
    pub minutes_closed: i64,
    /// There are more tickets than are counted.
    pub more: bool,
}

impl Progress {
    /// Hundredths that are done: of the work where it is estimated, else of the tickets.
    #[must_use]
    pub fn percent(&self) -> i64 {
        let (done, all) =
            if self.minutes > 0 { (self.minutes_closed, self.minutes) } else { (self.closed, self.tickets) };
        if all == 0 { 0 } else { done * 100 / all }
    }
}

/// How far a project is.
///
/// # Errors
/// When the database fails.
pub fn progress(conn: &mut Conn, actor: &Actor, id: ProjectId, today: Day) -> Result<Progress> {
    let found = counted(conn, actor, &[id], today, limits::PROJECT_TICKETS_COUNTED)?;
    Ok(found.into_iter().next().unwrap_or_default())
}

/// How far each of some projects is, in their order; as far as lists count.
///
/// # Errors
/// When the database fails.
pub fn progress_of(conn: &mut Conn, actor: &Actor, ids: &[ProjectId], today: Day) -> Result<Vec<Progress>> {
    counted(conn, actor, ids, today, limits::VIEW_COUNT_SCAN)
}

/// So many tickets of each are looked at, and of those what the reader sees is counted: the cost of a page has an end.
fn counted(conn: &mut Conn, actor: &Actor, ids: &[ProjectId], today: Day, most: usize) -> Result<Vec<Progress>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let policy = policy::ticket_condition(actor);
    let sums = ids.iter().enumerate().map(|(place, id)| {
        format!(
            "select {place}, count(*), coalesce(sum(case when t.category = 'closed' then 1 else 0 end), 0),
                    coalesce(sum(case when t.category <> 'closed' and t.due_on < ?1 then 1 else 0 end), 0),
                    cast(coalesce(sum(t.estimate), 0) as bigint),
                    cast(coalesce(sum(case when t.category = 'closed' then t.estimate else 0 end), 0) as bigint)
             from (select t.id, t.category, t.due_on, t.estimate, t.assignee_id, t.department_id, t.company_id from ticket t
                   where t.project_id = {id} and t.place = '' order by t.due_on, t.id limit {}) t
             where {policy}",
            most + 1
        )
    });
    let sql = format!("{} order by 1", sums.collect::<Vec<_>>().join(" union all "));
    Ok(conn.query(&sql, params![today], |row| {
        let tickets: i64 = row.get(1)?;
        Ok(Progress {
            tickets,
            closed: row.get(2)?,
            overdue: row.get(3)?,
            minutes: row.get(4)?,
            minutes_closed: row.get(5)?,
            more: usize::try_from(tickets).is_ok_and(|tickets| tickets > most),
        })
    })?)
}

/// A ticket in the picture of time: from the day it was opened to the day it is due.
#[derive(Debug, Clone)]
pub struct Bar {
    /// The ticket.
    pub row: ListRow,
    /// When it shall be done.
    pub due_on: Day,
}

/// A part of the picture.
#[derive(Debug, Clone)]
pub struct Timeline {
    /// What is due first comes first.
    pub bars: Vec<Bar>,
    /// Where it goes on.
    pub next: Option<(Day, TicketId)>,
}

/// The tickets of a project that have a day, from a cursor on.
///
/// # Errors
/// When the database fails.
pub fn timeline(conn: &mut Conn, actor: &Actor, id: ProjectId, after: Option<(Day, TicketId)>) -> Result<Timeline> {
    let (day, ticket) = after.unwrap_or((Day(i64::MIN), TicketId(i64::MIN)));
    let sql = format!(
        "{} where t.project_id = ?1 and t.place = '' and t.due_on is not null and (t.due_on, t.id) > (?2, ?3) and {}
         order by t.due_on, t.id limit {}",
        row_select(actor.person.map_or(0, |person| person.0)),
        policy::ticket_condition(actor),
        limits::TIMELINE_ROWS + 1
    );
    let rows = conn.query(&sql, params![id, day, ticket], read_row)?;
    let more = rows.len() > limits::TIMELINE_ROWS;
    let mut bars: Vec<Bar> = rows.into_iter().filter_map(|row| row.due_on.map(|due_on| Bar { row, due_on })).collect();
    bars.truncate(limits::TIMELINE_ROWS);
    let next = bars.last().filter(|_| more).map(|bar| (bar.due_on, bar.row.id));
    Ok(Timeline { bars, next })
}
