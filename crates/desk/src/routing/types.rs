//! Types of tickets: what kinds there are, each with its own statuses.

use store::{Conn, params};

use super::addresses;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::one_line::one_line;
use crate::policy::Action;
use crate::tickets::{Category, STATUS_COLUMNS, Status, codes, counting_as};
use crate::{StatusId, TypeId, limits};

codes! {
    /// What a type is one of.
    Family {
        /// Somebody asks and waits for an answer.
        Ticket = "ticket",
        /// Something to do.
        Task = "task",
        /// Something to build.
        Feature = "feature",
    }
}

/// The signs that a type can bear.
pub const ICONS: &[&str] = &[
    "mail",
    "circle-question-mark",
    "triangle-alert",
    "lightbulb",
    "shopping-bag",
    "bug",
    "receipt",
    "shield-alert",
    "phone",
    "key-round",
    "wifi",
    "laptop",
    "book-open",
    "megaphone",
    "circle-check",
    "sparkles",
];

/// A type of tickets with its statuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketType {
    /// The row.
    pub id: TypeId,
    /// What it is one of.
    pub family: Family,
    /// Names a type that nobody renamed, in the reader's language.
    pub builtin: String,
    /// Its name; empty for a type that nobody renamed.
    pub name: String,
    /// Its sign, one of [`ICONS`].
    pub icon: String,
    /// New tickets can be of it.
    pub enabled: bool,
    /// Its statuses in order.
    pub statuses: Vec<Status>,
    /// Deleted ones, for what happened before.
    pub retired: Vec<Status>,
    /// Where new tickets begin.
    pub default: StatusId,
}

impl TicketType {
    /// A status that tickets can go to.
    #[must_use]
    pub fn status(&self, id: StatusId) -> Option<&Status> {
        self.statuses.iter().find(|status| status.id == id)
    }

    /// The same, deleted ones too.
    #[must_use]
    pub fn past_status(&self, id: StatusId) -> Option<&Status> {
        self.status(id).or_else(|| self.retired.iter().find(|status| status.id == id))
    }

    /// Where a ticket goes that counts as `category` and becomes one of this type.
    #[must_use]
    pub fn nearest(&self, category: Category) -> Option<&Status> {
        counting_as(&self.statuses, category).or_else(|| counting_as(&self.statuses, Category::Open))
    }

    /// The desk's first type, which is always in use.
    #[must_use]
    pub fn is_first(&self) -> bool {
        self.builtin == "ticket"
    }
}

/// All types in order, by family; those that are not in use too.
///
/// # Errors
/// When the database fails.
pub fn types(conn: &mut Conn) -> Result<Vec<TicketType>> {
    let sql = format!(
        "select y.id, y.family, y.builtin, y.name, y.icon, y.enabled, w.is_default, w.retired_to is null,
                {STATUS_COLUMNS}
         from ticket_type y join status w on w.type_id = y.id
         order by case y.family when 'ticket' then 0 when 'task' then 1 else 2 end, y.position, y.id, w.position, w.id"
    );
    let rows = conn.query(&sql, &[], |row| {
        let kind = TicketType {
            id: row.get(0)?,
            family: Family::from_code(&row.get::<String>(1)?).unwrap_or(Family::Ticket),
            builtin: row.get(2)?,
            name: row.get(3)?,
            icon: row.get(4)?,
            enabled: row.get(5)?,
            statuses: Vec::new(),
            retired: Vec::new(),
            default: StatusId(0),
        };
        Ok((kind, row.get::<bool>(6)?, row.get::<bool>(7)?, Status::read(row, 8)?))
    })?;
    let mut out: Vec<TicketType> = Vec::new();
    for (kind, is_default, live, status) in rows {
        if out.last().is_none_or(|last| last.id != kind.id) {
            out.push(kind);
        }
        let Some(last) = out.last_mut() else { continue };
        if is_default {
            last.default = status.id;
        }
        if live { last.statuses.push(status) } else { last.retired.push(status) }
    }
    Ok(out)
}

/// A type with all its statuses.
pub(super) fn find(c: &mut Change, id: TypeId) -> Result<TicketType> {
    types(c.sql())?.into_iter().find(|kind| kind.id == id).ok_or(Error::NotFound)
}

/// Makes a type of a family, in use at once, with the usual statuses and an address of its own.
///
/// # Errors
/// When the name is missing or taken, or the family has as many types in use as it can.
pub fn add_type(c: &mut Change, family: Family, name: &str) -> Result<TypeId> {
    c.allow(Action::Configure, None)?;
    let all = types(c.sql())?;
    let name = checked_name(&all, TypeId(0), name)?;
    refuse_full(&all, family)?;
    let now = c.now();
    let id = TypeId(c.sql().insert(
        "insert into ticket_type (family, name, icon, position, enabled, created_at)
         values (?1, ?2, ?3, (select count(*) from ticket_type where family = ?1), true, ?4) returning id",
        params![family.code(), &name, ICONS.first().copied().unwrap_or_default(), now],
    )?);
    let usual = [Category::Open, Category::WaitingAgent, Category::WaitingCustomer, Category::Closed];
    for (position, category) in (0_i64..).zip(usual) {
        c.sql().execute(
            "insert into status (type_id, category, position, is_default) values (?1, ?2, ?3, ?4)",
            params![id, category.code(), position, position == 0],
        )?;
    }
    addresses::add_for_type(c, id, &name)?;
    c.record(Event::of_desk(Kind::Configured, &format!("type:{name}")))?;
    Ok(id)
}

/// Names a type and gives it a sign; without a name a built-in one keeps its own. Under another name it gets another address; the one it had keeps working.
///
/// # Errors
/// When the name is missing or taken, or there is no such sign.
pub fn change_type(c: &mut Change, id: TypeId, name: &str, icon: &str) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let all = types(c.sql())?;
    let kind = all.iter().find(|kind| kind.id == id).ok_or(Error::NotFound)?;
    // A type that nobody renamed keeps its name in every language.
    let name = if name.is_empty() && kind.name.is_empty() { String::new() } else { checked_name(&all, id, name)? };
    if !ICONS.contains(&icon) {
        return Err(Error::field("icon", "unknown"));
    }
    c.sql().execute("update ticket_type set name = ?2, icon = ?3 where id = ?1", params![id, &name, icon])?;
    if kind.enabled && !kind.is_first() && kind.name != name {
        addresses::add_for_type(c, id, &name)?;
    }
    c.record(Event::of_desk(Kind::Configured, &format!("type:{name}")))?;
    Ok(())
}

/// Puts a type in use, with an address of its own, or out of use: its tickets stay what they are, and mail to its
/// address opens tickets of the desk's first type.
///
/// # Errors
/// When the family has as many types in use as it can; when it is the desk's first type.
pub fn set_enabled(c: &mut Change, id: TypeId, name: &str, enabled: bool) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let all = types(c.sql())?;
    let kind = all.iter().find(|kind| kind.id == id).ok_or(Error::NotFound)?;
    if kind.enabled == enabled {
        return Ok(());
    }
    if kind.is_first() {
        return Err(Error::field("enabled", "first_type"));
    }
    if enabled {
        refuse_full(&all, kind.family)?;
    }
    c.sql().execute("update ticket_type set enabled = ?2 where id = ?1", params![id, enabled])?;
    if enabled {
        addresses::add_for_type(c, id, name)?;
    }
    c.record(Event::of_desk(Kind::Configured, &format!("type_enabled:{id}:{enabled}")))?;
    Ok(())
}

fn refuse_full(all: &[TicketType], family: Family) -> Result<()> {
    let used = all.iter().filter(|kind| kind.family == family && kind.enabled).count();
    if used >= limits::TYPES_PER_FAMILY { Err(Error::field("enabled", "too_many_types")) } else { Ok(()) }
}

fn checked_name(all: &[TicketType], id: TypeId, name: &str) -> Result<String> {
    let name = one_line(name);
    if name.is_empty() {
        return Err(Error::field("name", "required"));
    }
    if name.chars().count() > limits::NAME_CHARS_MAX {
        return Err(Error::field("name", "too_long"));
    }
    let same = |kind: &&TicketType| kind.id != id && kind.name.to_lowercase() == name.to_lowercase();
    match all.iter().find(same) {
        Some(_) => Err(Error::field("name", "taken")),
        None => Ok(name),
    }
}
