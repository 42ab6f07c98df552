//! Keeping views: who made them, who has them, and which of the default ones are out of the menu.

use store::{Conn, Row, params};

use super::{Definition, PROPERTIES, SavedView};
use crate::actor::Actor;
use crate::automation::Property;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::one_line::one_line;
use crate::policy::{self, Action};
use crate::settings::{self, Setting};
use crate::tickets::StandardView;
use crate::{PersonId, StatusId, ViewId, limits, positions};

/// Whose views are read.
fn reader(actor: &Actor) -> PersonId {
    actor.person.unwrap_or(PersonId(0))
}

const COLUMNS: &str = "id, owner_id, name, shared, definition";

fn read(row: &Row) -> store::Result<Option<SavedView>> {
    let definition: String = row.get(4)?;
    // A definition that this version does not understand is left out, never guessed.
    let Ok(definition) = serde_json::from_str::<Definition>(&definition) else { return Ok(None) };
    Ok(Some(SavedView { id: row.get(0)?, owner: row.get(1)?, name: row.get(2)?, shared: row.get(3)?, definition }))
}

/// The views that an agent has: those for everybody, then their own.
///
/// # Errors
/// When the database fails.
pub fn views(conn: &mut Conn, actor: &Actor) -> Result<Vec<SavedView>> {
    let part =
        |which: &str| format!("select * from (select {COLUMNS} from saved_view where {which} order by position, id) v");
    let sql = format!("{} union all {}", part("shared"), part("owner_id = ?1 and not shared"));
    Ok(conn.query(&sql, params![reader(actor)], read)?.into_iter().flatten().collect())
}

/// A view that the actor has.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub fn find(conn: &mut Conn, actor: &Actor, id: ViewId) -> Result<SavedView> {
    policy::allow(actor, Action::EnterAgentSpace, None)?;
    let sql = format!("select {COLUMNS} from saved_view where id = ?1 and (shared or owner_id = ?2)");
    conn.find(&sql, params![id, reader(actor)], read)?.flatten().ok_or(Error::NotFound)
}

/// A view that the actor may change: their own, and any shared one for an admin.
fn changeable(c: &mut Change, id: ViewId) -> Result<SavedView> {
    let actor = c.actor().clone();
    let view = find(c.sql(), &actor, id)?;
    if Some(view.owner) != actor.person {
        c.allow(Action::Configure, None)?;
    }
    Ok(view)
}

/// Keeps a new view.
///
/// # Errors
/// When the name is missing or too long, a condition makes no sense, or there are too many views.
pub fn add(c: &mut Change, name: &str, shared: bool, definition: &Definition) -> Result<ViewId> {
    c.allow(Action::EnterAgentSpace, None)?;
    let owner = c.actor().person.ok_or(Error::NotFound)?;
    let name = checked(name, definition)?;
    refuse_too_many(c, owner, shared)?;
    let now = c.now();
    let id = ViewId(c.sql().insert(
        "insert into saved_view (owner_id, name, shared, position, definition, created_at)
         values (?1, ?2, ?3, (select coalesce(max(position), -1) + 1 from saved_view), ?4, ?5) returning id",
        params![owner, &name, shared, &json(definition)?, now],
    )?);
    configured(c, &format!("view:{name}"))?;
    Ok(id)
}

fn refuse_too_many(c: &mut Change, owner: PersonId, shared: bool) -> Result<()> {
    let count = c.sql().one(
        "select count(*) from saved_view where shared = ?2 and (shared or owner_id = ?1)",
        params![owner, shared],
        |row| row.get::<i64>(0),
    )?;
    if count >= limits::VIEWS_MAX { Err(Error::field("name", "too_many")) } else { Ok(()) }
}

/// Changes a view.
///
/// # Errors
/// As [`add`]; [`Error::Denied`] when it is another's and the actor no admin.
pub fn change(c: &mut Change, id: ViewId, name: &str, shared: bool, definition: &Definition) -> Result<()> {
    let view = changeable(c, id)?;
    let name = checked(name, definition)?;
    if shared != view.shared {
        refuse_too_many(c, view.owner, shared)?;
    }
    c.sql().execute(
        "update saved_view set name = ?2, shared = ?3, definition = ?4 where id = ?1",
        params![id, &name, shared, &json(definition)?],
    )?;
    configured(c, &format!("view:{name}"))
}

/// Forgets a view; its tickets stay where they are.
///
/// # Errors
/// [`Error::Denied`] when it is another's and the actor no admin.
pub fn delete(c: &mut Change, id: ViewId) -> Result<()> {
    let view = changeable(c, id)?;
    c.sql().execute("delete from saved_view where id = ?1", params![id])?;
    configured(c, &format!("view_deleted:{}", view.name))
}

/// Moves a view one place up or down among those that the actor has.
///
/// # Errors
/// [`Error::Denied`] when it is another's and the actor no admin.
pub fn move_view(c: &mut Change, id: ViewId, up: bool) -> Result<()> {
    let view = changeable(c, id)?;
    let actor = c.actor().clone();
    let order: Vec<i64> =
        views(c.sql(), &actor)?.iter().filter(|one| one.shared == view.shared).map(|one| one.id.0).collect();
    if positions::move_one(c, "saved_view", order, id.0, up)? {
        configured(c, "views")?;
    }
    Ok(())
}

fn configured(c: &mut Change, what: &str) -> Result<()> {
    c.record(Event::of_desk(Kind::Configured, what))?;
    Ok(())
}

fn json(definition: &Definition) -> Result<String> {
    serde_json::to_string(definition).map_err(|error| Error::Internal(error.to_string()))
}

fn checked(name: &str, definition: &Definition) -> Result<String> {
    let name = one_line(name);
    if name.is_empty() {
        return Err(Error::field("name", "required"));
    }
    if name.chars().count() > limits::NAME_CHARS_MAX {
        return Err(Error::field("name", "too_long"));
    }
    match definition.conditions.problems(PROPERTIES).first() {
        Some(problem) => Err(Error::field("conditions", problem)),
        None => Ok(name),
    }
}

/// Lets every view that names a deleted status name the one that stands for it now.
///
/// # Errors
/// When the database fails.
pub(crate) fn follow_status(c: &mut Change, old: StatusId, new: StatusId) -> Result<()> {
    let all = c.sql().query(&format!("select {COLUMNS} from saved_view"), &[], read)?;
    for mut view in all.into_iter().flatten() {
        if view.definition.conditions.replace(Property::Status, &old.to_string(), &new.to_string()) {
            let kept = json(&view.definition)?;
            c.sql().execute("update saved_view set definition = ?2 where id = ?1", params![view.id, &kept])?;
        }
    }
    Ok(())
}

/// The default views that are in the menu.
///
/// # Errors
/// When the database fails.
pub fn default_views(conn: &mut Conn) -> Result<Vec<StandardView>> {
    let hidden = settings::get(conn, Setting::HiddenViews)?;
    let is_hidden = |view: &StandardView| hidden.split(' ').any(|code| code == view.code());
    Ok(StandardView::ALL.iter().copied().filter(|view| !is_hidden(view)).collect())
}

/// Takes a default view out of the menu of everybody, or puts it back.
///
/// # Errors
/// When the actor may not; when the desk needs the view.
pub fn set_default(c: &mut Change, view: StandardView, shown: bool) -> Result<()> {
    c.allow(Action::Configure, None)?;
    if !view.is_removable() {
        return Err(Error::field("view", "unknown"));
    }
    let now_shown = default_views(c.sql())?;
    let hidden: Vec<&str> = StandardView::ALL
        .iter()
        .filter(|one| if **one == view { !shown } else { !now_shown.contains(one) })
        .map(|one| one.code())
        .collect();
    settings::set(c, Setting::HiddenViews, &hidden.join(" "))
}
