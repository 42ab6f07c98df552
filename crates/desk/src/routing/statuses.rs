//! The statuses of a type: the steps that its tickets go through, in order.

use store::{Conn, params};

use super::types::{self, TicketType};
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::one_line::one_line;
use crate::policy::Action;
use crate::tickets::{Category, Shape, Status};
use crate::{StatusId, TicketId, TypeId, automation, limits, positions, views};

/// What an admin says of a status.
#[derive(Debug, Clone)]
pub struct NewStatus {
    /// Its name; empty for the usual name of its category.
    pub name: String,
    /// What customers read; empty for the usual words.
    pub customer: String,
    /// What it counts as.
    pub category: Category,
    /// Its sign.
    pub shape: Option<Shape>,
}

/// Adds a status at the end of a type's.
///
/// # Errors
/// When the name is missing, too long or taken, or there are too many.
pub fn add_status(c: &mut Change, kind: TypeId, new: &NewStatus) -> Result<StatusId> {
    c.allow(Action::Configure, None)?;
    let kind = types::find(c, kind)?;
    let name = checked(None, new)?;
    if kind.statuses.iter().any(|status| status.name.to_lowercase() == name.to_lowercase()) {
        return Err(Error::field("name", "taken"));
    }
    if kind.statuses.len() >= limits::STATUSES_PER_TYPE {
        return Err(Error::field("name", "too_many"));
    }
    let id = insert(c, kind.id, new, false)?;
    configured(c, kind.id)?;
    Ok(id)
}

/// Writes a status behind all others of its type.
fn insert(c: &mut Change, kind: TypeId, new: &NewStatus, is_default: bool) -> Result<StatusId> {
    Ok(StatusId(c.sql().insert(
        "insert into status (type_id, name, customer, category, shape, position, is_default)
         values (?1, ?2, ?3, ?4, ?5, (select max(position) + 1 from status where type_id = ?1), ?6) returning id",
        params![
            kind,
            &one_line(&new.name),
            &one_line(&new.customer),
            new.category.code(),
            new.shape.map_or("", Shape::code),
            is_default
        ],
    )?))
}

fn configured(c: &mut Change, kind: TypeId) -> Result<()> {
    c.record(Event::of_desk(Kind::Configured, &format!("statuses:{kind}")))?;
    Ok(())
}

/// Keeps the statuses of a type as a form has them, in its order. One that shall count as something else gives way to a
/// new one, and its tickets follow. Returns what stands for each row now.
///
/// # Errors
/// [`Error::Row`] when a name is missing, too long or given twice, or the type needs a status as what it counts as.
pub fn save_statuses(c: &mut Change, kind: TypeId, rows: &[(StatusId, NewStatus)]) -> Result<Vec<StatusId>> {
    c.allow(Action::Configure, None)?;
    let mut names: Vec<String> = Vec::new();
    let (mut order, mut ids) = (Vec::new(), Vec::new());
    for (row, (id, new)) in rows.iter().enumerate() {
        let now = types::find(c, kind)?;
        // Somebody deleted it meanwhile.
        let Some(old) = now.status(*id) else {
            ids.push(*id);
            continue;
        };
        let name = checked(Some(old), new).map_err(|error| error.in_row(row))?;
        if !name.is_empty() && names.contains(&name.to_lowercase()) {
            return Err(Error::field("name", "taken").in_row(row));
        }
        names.push(name.to_lowercase());
        let stands = change(c, &now, old, new).map_err(|error| error.in_row(row))?;
        order.push(stands.0);
        ids.push(stands);
    }
    positions::keep(c, "status", &order)?;
    configured(c, kind)?;
    Ok(ids)
}

/// Changes one status; returns the one that stands for it now.
fn change(c: &mut Change, kind: &TicketType, old: &Status, new: &NewStatus) -> Result<StatusId> {
    if old.category == new.category {
        c.sql().execute(
            "update status set name = ?2, customer = ?3, shape = ?4 where id = ?1",
            params![old.id, &one_line(&new.name), &one_line(&new.customer), new.shape.map_or("", Shape::code)],
        )?;
        return Ok(old.id);
    }
    let is_default = kind.default == old.id;
    if is_default && new.category == Category::Closed {
        return Err(Error::field("category", "default_closed"));
    }
    refuse_last_closed(kind, old)?;
    if is_default {
        c.sql().execute("update status set is_default = false where type_id = ?1", params![kind.id])?;
    }
    let to = insert(c, kind.id, new, is_default)?;
    retire(c, kind.id, old.id, to)?;
    Ok(to)
}

/// Deletes a status; its tickets go to another one of its type.
///
/// # Errors
/// When `to` is none of its type, when it is the default or the last that counts as closed.
pub fn delete_status(c: &mut Change, id: StatusId, to: StatusId) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let kind = type_of(c, id)?;
    let old = kind.status(id).ok_or(Error::NotFound)?;
    if kind.default == id {
        return Err(Error::field("to", "default_status"));
    }
    refuse_last_closed(&kind, old)?;
    if to == id || kind.status(to).is_none() {
        return Err(Error::field("to", "unknown"));
    }
    retire(c, kind.id, id, to)
}

fn refuse_last_closed(kind: &TicketType, old: &Status) -> Result<()> {
    let closed = kind.statuses.iter().filter(|status| status.category == Category::Closed).count();
    if old.category == Category::Closed && closed == 1 { Err(Error::field("category", "last_closed")) } else { Ok(()) }
}

fn retire(c: &mut Change, kind: TypeId, id: StatusId, to: StatusId) -> Result<()> {
    // What had been sent there before goes on to where this one's tickets go.
    c.sql().execute("update status set retired_to = ?2 where id = ?1 or retired_to = ?1", params![id, to])?;
    automation::follow_status(c, id, to)?;
    views::follow_status(c, id, to)?;
    configured(c, kind)?;
    move_tickets(c)?;
    Ok(())
}

/// Moves tickets out of deleted statuses, up to [`limits::STATUS_BATCH`]; returns how many it moved.
///
/// # Errors
/// When the database fails.
pub fn move_tickets(c: &mut Change) -> Result<usize> {
    let retired = c.sql().query(
        "select o.id, o.category, n.id, n.category from status o join status n on n.id = o.retired_to",
        &[],
        |row| {
            let mark =
                |at: usize| Ok::<_, store::Error>(format!("{}:{}", row.get::<i64>(at)?, row.get::<String>(at + 1)?));
            Ok((row.get::<StatusId>(0)?, mark(0)?, row.get::<StatusId>(2)?, row.get::<String>(3)?, mark(2)?))
        },
    )?;
    let mut found: Vec<(TicketId, String, StatusId, String, String)> = Vec::new();
    for (old, before, to, category, after) in retired {
        // One index for what is in the lists, one for what is not.
        for place in ["= ''", "<> ''"] {
            let room = limits::STATUS_BATCH - found.len();
            let sql = format!("select id from ticket where status_id = ?1 and place {place} limit {room}");
            for ticket in c.sql().query(&sql, params![old], |row| row.get::<TicketId>(0))? {
                found.push((ticket, before.clone(), to, category.clone(), after.clone()));
            }
        }
    }
    let now = c.now();
    // The desk moves them, and no rule takes it for somebody's decision.
    for (ticket, before, status, category, after) in &found {
        c.sql().execute(
            "update ticket set status_id = ?2, category = ?3, revision = revision + 1,
                               closed_at = case when ?3 <> 'closed' then null
                                                when category = 'closed' then closed_at
                                                else cast(?4 as bigint) end
             where id = ?1",
            params![*ticket, *status, category, now],
        )?;
        c.record_quietly(Event::on(Kind::StatusChanged, *ticket).because("status_deleted").values(before, after))?;
    }
    Ok(found.len())
}

/// Tickets in a status, counted up to the bound of what is shown.
///
/// # Errors
/// When the database fails.
pub fn tickets_in(conn: &mut Conn) -> Result<Vec<(StatusId, i64)>> {
    Ok(conn.query(
        &format!(
            "select w.id, (select count(*) from (select 1 from ticket t where t.status_id = w.id and t.place = ''
                                                 limit {}) v)
             from status w where w.retired_to is null",
            limits::COUNT_SHOWN_MAX + 1
        ),
        &[],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

/// Lets new tickets of the type begin in a status.
///
/// # Errors
/// When it counts as closed.
pub fn make_default(c: &mut Change, id: StatusId) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let kind = type_of(c, id)?;
    let status = kind.status(id).ok_or(Error::NotFound)?;
    if status.category == Category::Closed {
        return Err(Error::field("category", "default_closed"));
    }
    c.sql().execute("update status set is_default = (id = ?2) where type_id = ?1", params![kind.id, id])?;
    configured(c, kind.id)
}

fn type_of(c: &mut Change, id: StatusId) -> Result<TicketType> {
    types::types(c.sql())?.into_iter().find(|kind| kind.status(id).is_some()).ok_or(Error::NotFound)
}

/// The name that a status gets. One that has none may stay without.
fn checked(old: Option<&Status>, new: &NewStatus) -> Result<String> {
    let name = one_line(&new.name);
    if name.is_empty() && old.is_none_or(|old| !old.name.is_empty()) {
        return Err(Error::field("name", "required"));
    }
    if name.chars().count() > limits::NAME_CHARS_MAX {
        return Err(Error::field("name", "too_long"));
    }
    if one_line(&new.customer).chars().count() > limits::NAME_CHARS_MAX {
        return Err(Error::field("customer", "too_long"));
    }
    Ok(name)
}
