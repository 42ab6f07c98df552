//! Keeping rules: add, change, order, switch, copy, forget; every save is a version.

use store::{Conn, Row, params};

use super::condition::Property;
use super::rule::{Deed, Definition, Rule, Step, Trigger, WHOEVER_HAS_IT};
use crate::change::Change;
use crate::error::{Error, FieldError, Result};
use crate::event::{Event, Kind};
use crate::integrations;
use crate::one_line::one_line;
use crate::policy::Action;
use crate::routing;
use crate::tickets::{Goal, Priority};
use crate::{DepartmentId, EventId, PersonId, RuleId, StatusId, TicketId, Time, limits, people, positions, projects};

const COLUMNS: &str = "id, name, builtin, enabled, version, edited_by, edited_at, definition";

fn read(row: &Row) -> store::Result<(Rule, String)> {
    let rule = Rule {
        id: row.get(0)?,
        name: row.get(1)?,
        builtin: row.get(2)?,
        enabled: row.get(3)?,
        version: row.get(4)?,
        edited_by: row.get(5)?,
        edited_at: row.get(6)?,
        definition: Definition {
            trigger: Trigger::Opened,
            wait_minutes: 0,
            in_hours: false,
            conditions: super::condition::Group::empty(),
            steps: Vec::new(),
        },
    };
    Ok((rule, row.get(7)?))
}

fn whole((rule, definition): (Rule, String)) -> Result<Rule> {
    Ok(Rule { definition: parse(&definition)?, ..rule })
}

fn parse(definition: &str) -> Result<Definition> {
    serde_json::from_str(definition).map_err(|error| Error::Internal(format!("a rule cannot be read: {error}")))
}

fn kept(definition: &Definition) -> Result<String> {
    serde_json::to_string(definition).map_err(|error| Error::Internal(format!("a rule cannot be kept: {error}")))
}

/// All rules in order.
///
/// # Errors
/// When the database fails.
pub fn rules(conn: &mut Conn) -> Result<Vec<Rule>> {
    conn.query(&format!("select {COLUMNS} from rule order by position, id"), &[], read)?
        .into_iter()
        .map(whole)
        .collect()
}

/// The enabled rules that a trigger wakes, in order.
pub(super) fn awake(conn: &mut Conn, trigger: Trigger) -> Result<Vec<Rule>> {
    let sql = format!("select {COLUMNS} from rule where wakes_on = ?1 and enabled order by position, id");
    conn.query(&sql, params![trigger.code()], read)?.into_iter().map(whole).collect()
}

/// The rule with this number.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub fn find_rule(conn: &mut Conn, id: RuleId) -> Result<Rule> {
    let found = conn.find(&format!("select {COLUMNS} from rule where id = ?1"), params![id], read)?;
    whole(found.ok_or(Error::NotFound)?)
}

/// Keeps a new rule, at the end.
///
/// # Errors
/// With everything that is missing or wrong.
pub fn add_rule(c: &mut Change, name: &str, enabled: bool, definition: &Definition) -> Result<RuleId> {
    c.allow(Action::Configure, None)?;
    let name = checked(c, name, true, definition)?;
    let count = c.sql().one("select count(*) from rule", &[], |row| row.get::<i64>(0))?;
    if usize::try_from(count).unwrap_or(usize::MAX) >= limits::RULES_MAX {
        return Err(Error::field("name", "too_many"));
    }
    let (now, by, json) = (c.now(), c.actor().name.clone(), kept(definition)?);
    let id = RuleId(c.sql().insert(
        "insert into rule (position, name, enabled, wakes_on, definition, edited_by, edited_at)
         values ((select coalesce(max(position), 0) + 1 from rule), ?1, ?2, ?3, ?4, ?5, ?6) returning id",
        params![&name, enabled, definition.trigger.code(), &json, &by, now],
    )?);
    note_version(c, id)?;
    Ok(id)
}

/// Changes a rule.
///
/// # Errors
/// With everything that is missing or wrong.
pub fn change_rule(c: &mut Change, id: RuleId, name: &str, enabled: bool, definition: &Definition) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let old = find_rule(c.sql(), id)?;
    let name = checked(c, name, old.builtin.is_empty(), definition)?;
    let (now, by, json) = (c.now(), c.actor().name.clone(), kept(definition)?);
    c.sql().execute(
        "update rule set name = ?2, enabled = ?3, wakes_on = ?4, definition = ?5, edited_by = ?6, edited_at = ?7,
                version = version + 1 where id = ?1",
        params![id, &name, enabled, definition.trigger.code(), &json, &by, now],
    )?;
    // What waited for the old words does not wait for the new ones.
    if old.definition != *definition {
        c.sql().execute("delete from rule_wait where rule_id = ?1", params![id])?;
    }
    note_version(c, id)
}

/// Switches a rule on or off.
///
/// # Errors
/// When the actor may not, or there is none.
pub fn switch_rule(c: &mut Change, id: RuleId, on: bool) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let rule = find_rule(c.sql(), id)?;
    if rule.enabled == on {
        return Ok(());
    }
    let (now, by) = (c.now(), c.actor().name.clone());
    c.sql().execute(
        "update rule set enabled = ?2, edited_by = ?3, edited_at = ?4, version = version + 1 where id = ?1",
        params![id, on, &by, now],
    )?;
    c.sql().execute("delete from rule_wait where rule_id = ?1", params![id])?;
    note_version(c, id)
}

/// Makes a copy of a rule behind it, switched off.
///
/// # Errors
/// When the actor may not, or there is none.
pub fn copy_rule(c: &mut Change, id: RuleId, name: &str) -> Result<RuleId> {
    c.allow(Action::Configure, None)?;
    let rule = find_rule(c.sql(), id)?;
    let copy = add_rule(c, name, false, &rule.definition)?;
    let mut order: Vec<i64> = rules(c.sql())?.into_iter().map(|rule| rule.id.0).filter(|one| *one != copy.0).collect();
    let at = order.iter().position(|one| *one == id.0).ok_or(Error::NotFound)?;
    order.insert(at + 1, copy.0);
    positions::keep(c, "rule", &order)?;
    Ok(copy)
}

/// Forgets a rule with its versions and its log; what it did stays in the timelines.
///
/// # Errors
/// When the actor may not, or there is none.
pub fn delete_rule(c: &mut Change, id: RuleId) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let rule = find_rule(c.sql(), id)?;
    for table in ["rule_wait", "rule_run", "rule_version"] {
        c.sql().execute(&format!("delete from {table} where rule_id = ?1"), params![id])?;
    }
    c.sql().execute("delete from rule where id = ?1", params![id])?;
    c.record(Event::of_desk(Kind::Configured, &format!("rule_deleted:{}", rule.label())))?;
    Ok(())
}

/// Moves a rule one place up or down.
///
/// # Errors
/// When the actor may not, or there is none.
pub fn move_rule(c: &mut Change, id: RuleId, up: bool) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let order = rules(c.sql())?.into_iter().map(|rule| rule.id.0).collect();
    if positions::move_one(c, "rule", order, id.0, up)? {
        c.record(Event::of_desk(Kind::Configured, "rules_moved"))?;
    }
    Ok(())
}

fn note_version(c: &mut Change, id: RuleId) -> Result<()> {
    c.sql().execute(
        "insert into rule_version (rule_id, version, name, enabled, definition, edited_by, edited_at)
         select id, version, name, enabled, definition, edited_by, edited_at from rule where id = ?1",
        params![id],
    )?;
    let rule = find_rule(c.sql(), id)?;
    c.record(Event::of_desk(Kind::Configured, &format!("rule:{}", rule.label())))?;
    Ok(())
}

/// Every version of a rule, the newest first.
///
/// # Errors
/// When the database fails.
pub fn versions(conn: &mut Conn, id: RuleId) -> Result<Vec<Rule>> {
    let sql = "select r.id, v.name, r.builtin, v.enabled, v.version, v.edited_by, v.edited_at, v.definition
               from rule_version v join rule r on r.id = v.rule_id where v.rule_id = ?1 order by v.version desc limit 100";
    conn.query(sql, params![id], read)?.into_iter().map(whole).collect()
}

/// One run of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The row.
    pub id: i64,
    /// On which ticket.
    pub ticket: TicketId,
    /// What it is about.
    pub subject: String,
    /// The event that woke the rule.
    pub event: EventId,
    /// Which version acted.
    pub version: i64,
    /// When.
    pub at: Time,
    /// What it did, oldest first, with the values before and after.
    pub deeds: Vec<(Kind, String, String)>,
    /// Everything that can be has been taken back.
    pub undone: bool,
}

/// A page of a rule's runs, the newest first, after run `before`; and the runs of the last thirty days, counted to
/// 999.
///
/// # Errors
/// When the database fails.
pub fn runs(conn: &mut Conn, rule: &Rule, before: i64, now: Time) -> Result<(Vec<Run>, i64)> {
    let sql = format!(
        "select u.id, u.ticket_id, t.subject, u.event_id, u.version, u.at
         from rule_run u join ticket t on t.id = u.ticket_id
         where u.rule_id = ?1 and u.id < ?2 order by u.id desc limit {}",
        limits::RUN_ROWS
    );
    let mut runs = conn.query(&sql, params![rule.id, before], |row| {
        Ok(Run {
            id: row.get(0)?,
            ticket: row.get(1)?,
            subject: row.get(2)?,
            event: row.get(3)?,
            version: row.get(4)?,
            at: row.get(5)?,
            deeds: Vec::new(),
            undone: false,
        })
    })?;
    for run in &mut runs {
        let deeds = conn.query(
            "select e.kind, e.before, e.after, e.undone_at is not null from event e
             join rule_version v on v.rule_id = ?3 and v.version = ?4
             where e.ticket_id = ?1 and e.cause_id = ?2 and e.actor_kind = 'rule'
               and e.actor_name = case when v.name = '' then ?5 else v.name end order by e.id",
            params![run.ticket, run.event, rule.id, run.version, &rule.builtin],
            |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?, row.get::<bool>(3)?)),
        )?;
        run.undone = deeds.iter().any(|deed| deed.3);
        run.deeds = deeds
            .into_iter()
            .filter_map(|(kind, before, after, _)| Some((Kind::from_code(&kind)?, before, after)))
            .collect();
    }
    let month = Time(now.0 - 30 * 24 * 3_600_000_000);
    let count = conn.one(
        "select count(*) from (select 1 from rule_run where rule_id = ?1 and at > ?2 order by id desc limit 1000) r",
        params![rule.id, month],
        |row| row.get(0),
    )?;
    Ok((runs, count))
}

/// Everything that is missing or wrong in a rule.
///
/// # Errors
/// With all of it.
fn checked(c: &mut Change, name: &str, name_needed: bool, definition: &Definition) -> Result<String> {
    let name = one_line(name);
    let mut errors = Vec::new();
    let mut wrong = |field: &'static str, problem: &'static str| {
        let error = FieldError { field, problem };
        if !errors.contains(&error) {
            errors.push(error);
        }
    };
    match name.chars().count() {
        0 if name_needed => wrong("name", "required"),
        count if count > limits::NAME_CHARS_MAX => wrong("name", "too_long"),
        _ => {}
    }
    if definition.wait_minutes > limits::RULE_WAIT_MINUTES_MAX {
        wrong("wait", "too_long");
    }
    for problem in definition.conditions.problems(Property::ALL) {
        wrong("conditions", problem);
    }
    match definition.steps.len() {
        0 => wrong("steps", "required"),
        count if count > limits::RULE_STEPS_MAX => wrong("steps", "too_many"),
        _ => {}
    }
    let mut problems = Vec::new();
    for step in &definition.steps {
        problems.extend(problem_of(c, step)?);
    }
    for problem in problems {
        if !errors.iter().any(|error| error.problem == problem) {
            errors.push(FieldError { field: "steps", problem });
        }
    }
    if errors.is_empty() { Ok(name) } else { Err(Error::Invalid(errors)) }
}

/// Lets every rule that names a deleted status name the one that stands for it now.
///
/// # Errors
/// When the database fails.
pub(crate) fn follow_status(c: &mut Change, old: StatusId, new: StatusId) -> Result<()> {
    let (from, to) = (old.to_string(), new.to_string());
    for mut rule in rules(c.sql())? {
        let mut found = rule.definition.conditions.replace(Property::Status, &from, &to);
        for step in rule.definition.steps.iter_mut().filter(|step| step.deed == Deed::Status && step.argument == from) {
            step.argument.clone_from(&to);
            found = true;
        }
        if found {
            let kept = serde_json::to_string(&rule.definition).map_err(|error| Error::Internal(error.to_string()))?;
            c.sql().execute("update rule set definition = ?2 where id = ?1", params![rule.id, &kept])?;
        }
    }
    Ok(())
}

fn problem_of(c: &mut Change, step: &Step) -> Result<Option<&'static str>> {
    let long = |text: &str| text.chars().count() > limits::RULE_TEXT_CHARS_MAX;
    let known = match step.deed {
        Deed::Status => match Goal::from_code(&step.argument) {
            Some(Goal::Status(id)) => routing::types(c.sql())?.iter().any(|kind| kind.status(id).is_some()),
            goal => goal.is_some(),
        },
        Deed::Type => match step.argument.parse() {
            Ok(id) => routing::types(c.sql())?.iter().any(|kind| kind.id == id && kind.enabled),
            Err(_) => false,
        },
        Deed::Priority => Priority::from_code(&step.argument).is_some(),
        Deed::Reply | Deed::Note if step.en.trim().is_empty() && step.fr.trim().is_empty() => {
            return Ok(Some("required"));
        }
        Deed::Acknowledge | Deed::Reply | Deed::Note if long(&step.en) || long(&step.fr) => {
            return Ok(Some("too_long"));
        }
        Deed::Reply | Deed::Note if step.argument == WHOEVER_HAS_IT => true,
        Deed::Assign | Deed::Notify | Deed::Reply | Deed::Note => match step.argument.parse::<PersonId>() {
            Ok(id) => people::find(c.sql(), id).is_ok_and(|person| person.role.is_staff()),
            Err(_) => false,
        },
        Deed::Department => match step.argument.parse::<DepartmentId>() {
            Ok(id) => c
                .sql()
                .find("select 1 from department where id = ?1 and archived_at is null", params![id], |row| {
                    row.get::<i64>(0)
                })?
                .is_some(),
            Err(_) => false,
        },
        Deed::Project => match step.argument.parse() {
            Ok(id) => projects::is_open(c.sql(), id)?,
            Err(_) => false,
        },
        Deed::AddTag | Deed::RemoveTag => match step.argument.chars().count() {
            0 => return Ok(Some("required")),
            count if count > limits::TAG_CHARS_MAX => return Ok(Some("too_long")),
            _ => true,
        },
        Deed::Webhook => match step.argument.parse() {
            Ok(id) => integrations::webhook(c.sql(), id).is_ok(),
            Err(_) => false,
        },
        _ => true,
    };
    Ok((!known).then_some("unknown"))
}
