//! Plans: what customers have with the organisation, and the words that they are welcomed with when they sign in.

use store::{Conn, Row, params};

use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::one_line::one_line;
use crate::people::{self, Role};
use crate::policy::Action;
use crate::{PersonId, PlanId, limits};

/// A plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The row.
    pub id: PlanId,
    /// Its name.
    pub name: String,
    /// Markdown in English and French that its customers see when they sign in; one of them may be missing, or both.
    pub welcome: [String; 2],
    /// Everybody without another plan has it.
    pub is_default: bool,
    /// How many people were given it.
    pub people: i64,
}

/// A plan as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanForm {
    /// Its name.
    pub name: String,
    /// Markdown in English and French.
    pub welcome: [String; 2],
}

const COLUMNS: &str = "l.id, l.name, l.welcome_en, l.welcome_fr, l.is_default,
                       (select count(*) from person p where p.plan_id = l.id)";

fn read(row: &Row) -> store::Result<Plan> {
    Ok(Plan {
        id: row.get(0)?,
        name: row.get(1)?,
        welcome: [row.get(2)?, row.get(3)?],
        is_default: row.get(4)?,
        people: row.get(5)?,
    })
}

/// All plans, the default one first.
///
/// # Errors
/// When the database fails.
pub fn plans(conn: &mut Conn) -> Result<Vec<Plan>> {
    Ok(conn.query(
        &format!("select {COLUMNS} from plan l order by l.is_default desc, lower(l.name), l.id"),
        &[],
        read,
    )?)
}

/// Their names, the default one first.
///
/// # Errors
/// When the database fails.
pub fn names(conn: &mut Conn) -> Result<Vec<(PlanId, String)>> {
    let sql = "select id, name from plan order by is_default desc, lower(name), id";
    Ok(conn.query(sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// The plan with this name, in any case and with any accents.
///
/// # Errors
/// When the database fails.
pub fn find_plan(conn: &mut Conn, name: &str) -> Result<Option<PlanId>> {
    let wanted = store::search::folded(&one_line(name));
    Ok(names(conn)?.into_iter().find(|(_, name)| store::search::folded(name) == wanted).map(|(id, _)| id))
}

/// Makes a plan.
///
/// # Errors
/// When its name is missing, too long or taken, a text is too long, or the actor may not.
pub fn add_plan(c: &mut Change, form: &PlanForm) -> Result<PlanId> {
    let form = checked(c, None, form)?;
    let count = c.sql().one("select count(*) from plan", &[], |row| row.get::<i64>(0))?;
    if count >= limits::PLANS_MAX {
        return Err(Error::field("name", "too_many"));
    }
    let [english, french] = &form.welcome;
    let id = c.sql().insert(
        "insert into plan (name, welcome_en, welcome_fr) values (?1, ?2, ?3) returning id",
        params![&form.name, english, french],
    )?;
    c.record(Event::of_desk(Kind::Configured, &format!("plan:{}", form.name)))?;
    Ok(PlanId(id))
}

/// Changes a plan.
///
/// # Errors
/// As [`add_plan`]; [`Error::NotFound`] when it does not exist.
pub fn change_plan(c: &mut Change, id: PlanId, form: &PlanForm) -> Result<()> {
    let form = checked(c, Some(id), form)?;
    let [english, french] = &form.welcome;
    let done = c.sql().execute(
        "update plan set name = ?2, welcome_en = ?3, welcome_fr = ?4 where id = ?1",
        params![id, &form.name, english, french],
    )?;
    if done == 0 {
        return Err(Error::NotFound);
    }
    c.record(Event::of_desk(Kind::Configured, &format!("plan:{}", form.name)))?;
    Ok(())
}

/// Makes a plan the one of everybody without another.
///
/// # Errors
/// [`Error::NotFound`] when it does not exist, or the policy's.
pub fn make_default(c: &mut Change, id: PlanId) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let known = c.sql().find("select 1 from plan where id = ?1", params![id], |row| row.get::<i64>(0))?;
    if known.is_none() {
        return Err(Error::NotFound);
    }
    c.sql().execute("update plan set is_default = false where is_default", &[])?;
    c.sql().execute("update plan set is_default = true where id = ?1", params![id])?;
    // They follow when another becomes the default.
    c.sql().execute("update person set plan_id = null where plan_id = ?1", params![id])?;
    c.record(Event::of_desk(Kind::Configured, &format!("plan_default:{id}")))?;
    Ok(())
}

/// Forgets a plan; its people get another one.
///
/// # Errors
/// When it is the default one, either does not exist, or the actor may not.
pub fn delete_plan(c: &mut Change, id: PlanId, instead: PlanId) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let known = plans(c.sql())?;
    let plan = known.iter().find(|plan| plan.id == id).ok_or(Error::NotFound)?;
    let instead = known.iter().find(|plan| plan.id == instead && plan.id != id);
    if plan.is_default {
        return Err(Error::field("name", "default_plan"));
    }
    let instead = instead.ok_or_else(|| Error::field("instead", "unknown"))?;
    let own = (!instead.is_default).then_some(instead.id);
    c.sql().execute("update person set plan_id = ?2 where plan_id = ?1", params![id, own])?;
    c.sql().execute("delete from plan where id = ?1", params![id])?;
    c.record(Event::of_desk(Kind::Configured, &format!("plan_deleted:{}", plan.name)))?;
    Ok(())
}

/// Gives a customer a plan.
///
/// # Errors
/// With the field `plan` when it is unknown, or the person is no customer that the actor knows; and the policy's.
pub fn set_plan(c: &mut Change, person: PersonId, plan: PlanId) -> Result<()> {
    c.allow(Action::EnterAgentSpace, None)?;
    let actor = c.actor().clone();
    let (had, own) = (people::find(c.sql(), person)?, own_plan(c.sql(), plan)?);
    if own == had.plan.map(|(id, _)| id) {
        return Ok(());
    }
    if had.role != Role::Customer || !people::known_to(c.sql(), &actor, person)? {
        return Err(Error::field("plan", "unknown"));
    }
    c.sql().execute("update person set plan_id = ?2 where id = ?1", params![person, own])?;
    c.record(Event::of_desk(Kind::Configured, &format!("plan_of:{person}:{plan}")))?;
    Ok(())
}

/// A plan as it is kept with a person: who has the default plan has none of their own.
pub(crate) fn own_plan(conn: &mut Conn, plan: PlanId) -> Result<Option<PlanId>> {
    let default = conn.find("select is_default from plan where id = ?1", params![plan], |row| row.get::<bool>(0))?;
    Ok((!default.ok_or_else(|| Error::field("plan", "unknown"))?).then_some(plan))
}

fn checked(c: &mut Change, id: Option<PlanId>, form: &PlanForm) -> Result<PlanForm> {
    c.allow(Action::Configure, None)?;
    let name = one_line(&form.name);
    let welcome = form.welcome.each_ref().map(|text| markup::clean::lines(text).trim().to_owned());
    let mut errors = Vec::new();
    let mut wrong = |field, problem| errors.push(crate::FieldError { field, problem });
    match name.chars().count() {
        0 => wrong("name", "required"),
        count if count > limits::NAME_CHARS_MAX => wrong("name", "too_long"),
        _ if find_plan(c.sql(), &name)?.is_some_and(|known| Some(known) != id) => wrong("name", "taken"),
        _ => {}
    }
    for (field, text) in ["welcome_en", "welcome_fr"].into_iter().zip(&welcome) {
        if text.chars().count() > limits::WELCOME_CHARS_MAX {
            wrong(field, "too_long");
        }
    }
    if errors.is_empty() { Ok(PlanForm { name, welcome }) } else { Err(Error::Invalid(errors)) }
}
