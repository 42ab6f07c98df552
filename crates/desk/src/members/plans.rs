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

/// The plan with this name, in any case.
///
/// # Errors
/// When the database fails.
pub fn find_plan(conn: &mut Conn, name: &str) -> Result<Option<PlanId>> {
    Ok(conn.find("select id from plan where lower(name) = lower(?1)", params![&one_line(name)], |row| row.get(0))?)
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
    c.sql().execute("update plan set is_default = (id = ?1) where is_default <> (id = ?1)", params![id])?;
    c.record(Event::of_desk(Kind::Configured, &format!("plan_default:{id}")))?;
    Ok(())
}

/// Forgets a plan; its people have the default one.
///
/// # Errors
/// When it is the default one, does not exist, or the actor may not.
pub fn delete_plan(c: &mut Change, id: PlanId) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let default = c.sql().find("select is_default from plan where id = ?1", params![id], |row| row.get::<bool>(0))?;
    if default.ok_or(Error::NotFound)? {
        return Err(Error::field("name", "default_plan"));
    }
    c.sql().execute("update person set plan_id = null where plan_id = ?1", params![id])?;
    c.sql().execute("delete from plan where id = ?1", params![id])?;
    c.record(Event::of_desk(Kind::Configured, &format!("plan_deleted:{id}")))?;
    Ok(())
}

/// Gives a customer a plan; none for the default one.
///
/// # Errors
/// [`Error::NotFound`] when the actor does not know the person or they are no customer, an unknown plan, or the policy's.
pub fn set_plan(c: &mut Change, person: PersonId, plan: Option<PlanId>) -> Result<()> {
    c.allow(Action::EnterAgentSpace, None)?;
    let actor = c.actor().clone();
    let customer = people::find(c.sql(), person)?.role == Role::Customer;
    if !customer || !people::known_to(c.sql(), &actor, person)? {
        return Err(Error::NotFound);
    }
    let name = match plan {
        Some(plan) => {
            let known = c.sql().find("select name, is_default from plan where id = ?1", params![plan], |row| {
                Ok((row.get::<String>(0)?, row.get::<bool>(1)?))
            })?;
            Some(known.ok_or_else(|| Error::field("plan", "unknown"))?)
        }
        None => None,
    };
    // Who has the default plan has none of their own, so that they follow when another becomes the default.
    let plan = plan.filter(|_| name.as_ref().is_some_and(|(_, default)| !default));
    c.sql().execute("update person set plan_id = ?2 where id = ?1", params![person, plan])?;
    let name = name.map_or_else(String::new, |(name, _)| name);
    c.record(Event::of_desk(Kind::Configured, &format!("plan_of:{person}:{name}")))?;
    Ok(())
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
