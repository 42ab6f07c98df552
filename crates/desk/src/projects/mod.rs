//! Projects: what is planned together. Tickets, tasks and features are filed in one; every agent knows the projects,
//! and sees of each the tickets that they may see.

mod plan;

pub use plan::{Bar, Progress, Timeline, progress, progress_of, timeline};

use store::{Conn, Row, params};

use crate::actor::Actor;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::one_line::one_line;
use crate::policy::{self, Action};
use crate::{Day, ProjectId, Time, limits};

/// What a project says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Its name.
    pub name: String,
    /// What it is about, in plain words.
    pub description: String,
    /// When it shall be done.
    pub due_on: Option<Day>,
}

/// A project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// The row.
    pub id: ProjectId,
    /// What it says of itself.
    pub about: About,
    /// When it was closed; a closed one takes no more tickets.
    pub closed_at: Option<Time>,
    /// When it was made.
    pub created_at: Time,
}

const COLUMNS: &str = "p.id, p.name, p.description, p.due_on, p.closed_at, p.created_at";

fn read(row: &Row) -> store::Result<Project> {
    let about = About { name: row.get(1)?, description: row.get(2)?, due_on: row.get(3)? };
    Ok(Project { id: row.get(0)?, about, closed_at: row.get(4)?, created_at: row.get(5)? })
}

/// A project.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or the actor is no agent.
pub fn find(conn: &mut Conn, actor: &Actor, id: ProjectId) -> Result<Project> {
    policy::allow(actor, Action::Plan, None).map_err(|_| Error::NotFound)?;
    conn.find(&format!("select {COLUMNS} from project p where p.id = ?1"), params![id], read)?.ok_or(Error::NotFound)
}

/// The open projects: what is due first, then those without a day, the newest first.
///
/// # Errors
/// When the database fails.
pub fn open_projects(conn: &mut Conn) -> Result<Vec<Project>> {
    let sql = format!(
        "select {COLUMNS} from project p where p.closed_at is null
         order by p.due_on is null, p.due_on, p.id desc limit {}",
        limits::PROJECTS_MAX
    );
    Ok(conn.query(&sql, &[], read)?)
}

/// A page of the closed projects, the newest first, with where it goes on.
///
/// # Errors
/// When the database fails.
pub fn closed_projects(conn: &mut Conn, before: Option<ProjectId>) -> Result<(Vec<Project>, Option<ProjectId>)> {
    let sql = format!(
        "select {COLUMNS} from project p where p.closed_at is not null and p.id < ?1 order by p.id desc limit {}",
        limits::PAGE_ROWS + 1
    );
    let mut rows = conn.query(&sql, params![before.map_or(i64::MAX, |id| id.0)], read)?;
    let more = rows.len() > limits::PAGE_ROWS;
    rows.truncate(limits::PAGE_ROWS);
    let next = rows.last().filter(|_| more).map(|project| project.id);
    Ok((rows, next))
}

/// Whether tickets can be filed in it.
pub(crate) fn is_open(conn: &mut Conn, id: ProjectId) -> Result<bool> {
    let found =
        conn.find("select 1 from project where id = ?1 and closed_at is null", params![id], |row| row.get::<i64>(0))?;
    Ok(found.is_some())
}

/// Makes a project.
///
/// # Errors
/// When the name is missing, a text too long, or there are too many open ones.
pub fn add(c: &mut Change, about: &About) -> Result<ProjectId> {
    c.allow(Action::Plan, None)?;
    let about = checked(about)?;
    refuse_too_many(c)?;
    let now = c.now();
    let id = ProjectId(c.sql().insert(
        "insert into project (name, description, due_on, created_at) values (?1, ?2, ?3, ?4) returning id",
        params![&about.name, &about.description, about.due_on, now],
    )?);
    configured(c, &about.name)?;
    Ok(id)
}

fn refuse_too_many(c: &mut Change) -> Result<()> {
    let open = c.sql().one("select count(*) from project where closed_at is null", &[], |row| row.get::<i64>(0))?;
    if open >= limits::PROJECTS_MAX { Err(Error::field("name", "too_many")) } else { Ok(()) }
}

/// Changes what a project says of itself.
///
/// # Errors
/// As [`add`].
pub fn change(c: &mut Change, id: ProjectId, about: &About) -> Result<()> {
    let actor = c.actor().clone();
    find(c.sql(), &actor, id)?;
    let about = checked(about)?;
    c.sql().execute(
        "update project set name = ?2, description = ?3, due_on = ?4 where id = ?1",
        params![id, &about.name, &about.description, about.due_on],
    )?;
    configured(c, &about.name)
}

/// Closes a project or opens it again. Its tickets stay as they are.
///
/// # Errors
/// When it would be one open project too many.
pub fn set_closed(c: &mut Change, id: ProjectId, closed: bool) -> Result<()> {
    let actor = c.actor().clone();
    let project = find(c.sql(), &actor, id)?;
    if project.closed_at.is_some() == closed {
        return Ok(());
    }
    if !closed {
        refuse_too_many(c)?;
    }
    let at = closed.then(|| c.now());
    c.sql().execute("update project set closed_at = ?2 where id = ?1", params![id, at])?;
    configured(c, &project.about.name)
}

fn configured(c: &mut Change, name: &str) -> Result<()> {
    c.record(Event::of_desk(Kind::Configured, &format!("project:{name}")))?;
    Ok(())
}

fn checked(about: &About) -> Result<About> {
    let name = one_line(&about.name);
    if name.is_empty() {
        return Err(Error::field("name", "required"));
    }
    if name.chars().count() > limits::NAME_CHARS_MAX {
        return Err(Error::field("name", "too_long"));
    }
    let description: String = about.description.trim().chars().filter(|c| !c.is_control() || *c == '\n').collect();
    if description.chars().count() > limits::PROJECT_TEXT_CHARS_MAX {
        return Err(Error::field("description", "too_long"));
    }
    Ok(About { name, description, due_on: about.due_on })
}
