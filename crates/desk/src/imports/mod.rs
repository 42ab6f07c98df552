//! The ledger of imports: which file, how far it is, what became of its records. What a file means is the business of
//! the room above.

use store::{Conn, Row, params};

use crate::actor::Actor;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::one_line::one_line;
use crate::policy::{self, Action};
use crate::tickets::codes;
use crate::{ImportId, PersonId, Time, limits};

codes! {
    /// What the records of a file are.
    What {
        /// Tickets with their conversations.
        Tickets = "tickets",
        /// Customers.
        People = "people",
        /// Companies.
        Companies = "companies",
        /// Mails of an mbox file.
        Mails = "mails",
    }
}

codes! {
    /// How far an import is.
    State {
        /// Somebody says what its columns are.
        Draft = "draft",
        /// Its records are taken in.
        Running = "running",
        /// It goes on when somebody says so.
        Paused = "paused",
        /// Every record is dealt with.
        Done = "done",
        /// Somebody ended it before.
        Cancelled = "cancelled",
    }
}

impl State {
    /// Nothing follows it.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled)
    }
}

/// What became of records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Made something new.
    pub made: i64,
    /// Were there already.
    pub known: i64,
    /// Could not be taken.
    pub refused: i64,
}

impl Tally {
    /// All of them.
    #[must_use]
    pub fn sum(self) -> i64 {
        self.made + self.known + self.refused
    }
}

/// An import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The row.
    pub id: ImportId,
    /// The file's name.
    pub name: String,
    /// Its content; empty once it is forgotten.
    pub file_sha256: String,
    /// Its bytes.
    pub size: i64,
    /// What its records are.
    pub what: What,
    /// What its columns are, as the room above keeps it.
    pub definition: String,
    /// How far it is.
    pub state: State,
    /// Records that are dealt with.
    pub position: i64,
    /// What became of them; of mails, what was accepted, and the rest is in [`mails`].
    pub tally: Tally,
    /// Who brought it.
    pub person: (PersonId, String),
    /// When.
    pub created_at: Time,
    /// When it ended.
    pub finished_at: Option<Time>,
}

const SELECT: &str =
    "select i.id, i.name, i.file_sha256, i.size, i.what, i.definition, i.state, i.position, i.made, i.known,
                             i.refused, i.person_id, p.name, i.created_at, i.finished_at
                      from import i join person p on p.id = i.person_id";

fn read(row: &Row) -> store::Result<Import> {
    Ok(Import {
        id: row.get(0)?,
        name: row.get(1)?,
        file_sha256: row.get(2)?,
        size: row.get(3)?,
        what: What::from_code(&row.get::<String>(4)?).unwrap_or(What::Tickets),
        definition: row.get(5)?,
        state: State::from_code(&row.get::<String>(6)?).unwrap_or(State::Cancelled),
        position: row.get(7)?,
        tally: Tally { made: row.get(8)?, known: row.get(9)?, refused: row.get(10)? },
        person: (row.get(11)?, row.get(12)?),
        created_at: row.get(13)?,
        finished_at: row.get(14)?,
    })
}

/// An import.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or not for the actor.
pub fn find(conn: &mut Conn, actor: &Actor, id: ImportId) -> Result<Import> {
    policy::allow(actor, Action::Configure, None)?;
    conn.find(&format!("{SELECT} where i.id = ?1"), params![id], read)?.ok_or(Error::NotFound)
}

/// A page of the imports, the newest first, with where it goes on.
///
/// # Errors
/// When the database fails, or the actor may not.
pub fn all(conn: &mut Conn, actor: &Actor, before: Option<ImportId>) -> Result<(Vec<Import>, Option<ImportId>)> {
    policy::allow(actor, Action::Configure, None)?;
    let sql = format!("{SELECT} where i.id < ?1 order by i.id desc limit {}", limits::PAGE_ROWS + 1);
    let mut rows = conn.query(&sql, params![before.map_or(i64::MAX, |id| id.0)], read)?;
    let more = rows.len() > limits::PAGE_ROWS;
    rows.truncate(limits::PAGE_ROWS);
    let next = rows.last().filter(|_| more).map(|import| import.id);
    Ok((rows, next))
}

/// The import that is to go on: the oldest that runs.
///
/// # Errors
/// When the database fails.
pub fn running(conn: &mut Conn) -> Result<Option<Import>> {
    Ok(conn.find(&format!("{SELECT} where i.state = 'running' order by i.id limit 1"), &[], read)?)
}

/// Keeps a file until somebody says what it is.
///
/// # Errors
/// When the actor may not, or the file is empty.
pub fn add(c: &mut Change, name: &str, content: &[u8], what: What, definition: &str) -> Result<ImportId> {
    c.allow(Action::Configure, None)?;
    if content.is_empty() {
        return Err(Error::field("file", "required"));
    }
    let person = c.actor().person.ok_or(Error::NotFound)?;
    let (sha256, now) = (c.keep_file(content)?, c.now());
    let name: String = one_line(name).chars().take(limits::NAME_CHARS_MAX).collect();
    let size = i64::try_from(content.len()).unwrap_or(i64::MAX);
    Ok(ImportId(c.sql().insert(
        "insert into import (name, file_sha256, size, what, definition, state, person_id, created_at)
         values (?1, ?2, ?3, ?4, ?5, 'draft', ?6, ?7) returning id",
        params![&name, &sha256, size, what.code(), definition, person, now],
    )?))
}

/// Says what a draft's columns are.
///
/// # Errors
/// When the actor may not, or it has begun.
pub fn define(c: &mut Change, id: ImportId, definition: &str) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let changed = c
        .sql()
        .execute("update import set definition = ?2 where id = ?1 and state = 'draft'", params![id, definition])?;
    if changed == 0 { Err(Error::TooLate) } else { Ok(()) }
}

/// Starts, pauses, ends an import. One that has ended forgets its file.
///
/// # Errors
/// [`Error::TooLate`] when it is not where that makes sense.
pub fn go(c: &mut Change, id: ImportId, to: State) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let actor = c.actor().clone();
    let import = find(c.sql(), &actor, id)?;
    let makes_sense = match to {
        State::Running => matches!(import.state, State::Draft | State::Paused),
        State::Paused => import.state == State::Running,
        State::Cancelled => !import.state.is_final(),
        State::Done => import.state == State::Running,
        State::Draft => false,
    };
    if !makes_sense {
        return Err(Error::TooLate);
    }
    c.sql().execute("update import set state = ?2 where id = ?1", params![id, to.code()])?;
    if to.is_final() {
        let now = c.now();
        c.sql().execute("update import set finished_at = ?2, file_sha256 = '' where id = ?1", params![id, now])?;
        c.forget_file(&import.file_sha256)?;
    }
    c.announce_topic("imports".to_owned());
    c.record(Event::of_desk(Kind::Configured, &format!("import_{}:{}", to.code(), import.name)))?;
    Ok(())
}

/// Records that the records up to `position` are dealt with, and what became of them.
///
/// # Errors
/// [`Error::TooLate`] when another node was faster, or somebody stopped it: nothing of this change may stay.
pub fn advance(c: &mut Change, import: &Import, records: i64, tally: Tally, problems: &[(i64, String)]) -> Result<()> {
    let changed = c.sql().execute(
        "update import set position = position + ?3, made = made + ?4, known = known + ?5, refused = refused + ?6
         where id = ?1 and position = ?2 and state = 'running'",
        params![import.id, import.position, records, tally.made, tally.known, tally.refused],
    )?;
    if changed == 0 {
        return Err(Error::TooLate);
    }
    let room = usize::try_from(limits::IMPORT_PROBLEMS_KEPT - import.tally.refused).unwrap_or(0);
    for (number, problem) in problems.iter().take(room) {
        c.sql().execute(
            "insert into import_problem (import_id, number, problem) values (?1, ?2, ?3)",
            params![import.id, *number, problem],
        )?;
    }
    c.announce_topic("imports".to_owned());
    Ok(())
}

/// What a record of a system became, if it was taken before.
///
/// # Errors
/// When the database fails.
pub fn known(c: &mut Change, space: &str, key: &str) -> Result<Option<i64>> {
    Ok(c.sql()
        .find("select target from import_key where space = ?1 and key = ?2", params![space, key], |row| row.get(0))?)
}

/// Remembers what a record of a system became.
///
/// # Errors
/// When the database fails.
pub fn remember(c: &mut Change, space: &str, key: &str, target: i64) -> Result<()> {
    c.sql().execute(
        "insert into import_key (space, key, target) values (?1, ?2, ?3)
         on conflict (space, key) do update set target = excluded.target",
        params![space, key, target],
    )?;
    Ok(())
}

/// The first records that were refused: their number and why.
///
/// # Errors
/// When the database fails.
pub fn problems(conn: &mut Conn, id: ImportId) -> Result<Vec<(i64, String)>> {
    Ok(conn.query(
        "select number, problem from import_problem where import_id = ?1 order by number limit ?2",
        params![id, limits::IMPORT_PROBLEMS_KEPT],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

/// What became of the mails of an import, and how many wait to be understood.
///
/// # Errors
/// When the database fails.
pub fn mails(conn: &mut Conn, id: ImportId) -> Result<(Tally, i64)> {
    Ok(conn.one(
        "select count(*) filter (where state = 'done'), count(*) filter (where state = 'duplicate'),
                count(*) filter (where state = 'held'), count(*) filter (where state = 'received')
         from inbound where import_id = ?1",
        params![id],
        |row| Ok((Tally { made: row.get(0)?, known: row.get(1)?, refused: row.get(2)? }, row.get(3)?)),
    )?)
}
