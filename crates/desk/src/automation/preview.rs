//! What a rule would have done, and why it did or did not: the same pure evaluation over what has happened. Nothing is
//! written, nothing is sent.

use std::collections::BTreeMap;

use store::{Conn, params};

use super::condition::Trace;
use super::facts::{Facts, Moment};
use super::rule::{Deed, Definition, Rule, Step, Trigger, WHOEVER_HAS_IT};
use super::{rules, timers};
use crate::error::Result;
use crate::routing::{self, TicketType};
use crate::settings::Hours;
use crate::tickets::{self, Category, Goal};
use crate::{EventId, TicketId, Time, limits};

/// One thing that a rule would have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// What.
    pub deed: Deed,
    /// The value before; empty when there is none.
    pub before: String,
    /// The value after.
    pub after: String,
}

/// A ticket that a rule would have acted on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The ticket.
    pub ticket: TicketId,
    /// What it is about.
    pub subject: String,
    /// When.
    pub at: Time,
    /// What would have changed.
    pub effects: Vec<Effect>,
}

/// What trying a rule found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preview {
    /// Events of its trigger that were read.
    pub read: usize,
    /// How many it would have acted on.
    pub matched: usize,
    /// There were more events than one look reads.
    pub cut: bool,
    /// The newest matches.
    pub matches: Vec<Match>,
    /// Matches by day, oldest first; days are counted from 1970.
    pub days: Vec<(i64, usize)>,
    /// The newest tickets that one test kept out, with that test and what it saw.
    pub near: Vec<(TicketId, String, Trace)>,
    /// Other enabled rules that its changes would have woken, with how often.
    pub wakes: Vec<(Rule, usize)>,
}

/// Near misses that are shown.
const NEAR_ROWS: usize = 5;
const MICROS_PER_DAY: i64 = 86_400_000_000;

/// Tries a rule on everything since `since`.
///
/// # Errors
/// When the database fails.
pub fn preview(conn: &mut Conn, definition: &Definition, since: Time, now: Time) -> Result<Preview> {
    let sql = format!(
        "select e.id, e.at, e.actor_kind, e.ticket_id, e.message_id, e.after, t.subject
         from event e join ticket t on t.id = e.ticket_id
         where e.kind = ?1 and e.at >= ?2 and e.written_at is null order by e.at desc, e.id desc limit {}",
        limits::PREVIEW_EVENTS_MAX + 1
    );
    let kind = definition.trigger.kind();
    let mut events = conn.query(&sql, params![kind.code(), since], |row| {
        let moment = Moment {
            event: row.get(0)?,
            kind,
            at: row.get(1)?,
            author: row.get(2)?,
            ticket: row.get(3)?,
            message: row.get(4)?,
            after: row.get(5)?,
        };
        Ok((moment, row.get::<String>(6)?))
    })?;
    let mut out = Preview { cut: events.len() > limits::PREVIEW_EVENTS_MAX, ..Preview::default() };
    events.truncate(limits::PREVIEW_EVENTS_MAX);
    let others: Vec<Rule> = rules::rules(conn)?.into_iter().filter(|rule| rule.enabled).collect();
    let (types, hours) = (routing::types(conn)?, Hours::load(conn)?);
    let mut days: BTreeMap<i64, usize> = BTreeMap::new();
    let mut wakes: BTreeMap<usize, usize> = BTreeMap::new();
    let begun = Time::now();
    for (moment, subject) in events {
        // Tickets with thousands of events cost more than others: what was read by then is shown, and that it is not all.
        if begun.elapsed(Time::now()) > limits::PREVIEW_TIME {
            out.cut = true;
            break;
        }
        let Some(facts) = facts_when_asked(conn, definition, &hours, &moment, now)? else { continue };
        out.read += 1;
        if !definition.conditions.holds(&facts) {
            if out.near.len() < NEAR_ROWS {
                let trace = definition.conditions.trace(&facts);
                if trace.misses() == 1 {
                    out.near.push((moment.ticket, subject, trace));
                }
            }
            continue;
        }
        out.matched += 1;
        *days.entry(moment.at.0.div_euclid(MICROS_PER_DAY)).or_default() += 1;
        let (effects, after) = effects(definition, &types, &facts);
        for (at, other) in others.iter().enumerate() {
            let wakes_it = effects.iter().any(|effect| wakes_on(effect) == Some(other.definition.trigger));
            if wakes_it && other.definition.conditions.holds(&after) {
                *wakes.entry(at).or_default() += 1;
            }
        }
        if out.matches.len() < limits::PREVIEW_ROWS {
            out.matches.push(Match { ticket: moment.ticket, subject, at: moment.at, effects });
        }
    }
    out.days = days.into_iter().collect();
    out.wakes = wakes.into_iter().filter_map(|(at, count)| Some((others.get(at)?.clone(), count))).collect();
    Ok(out)
}

/// The facts at the moment when the conditions are asked: at the event, or after the wait. Nothing when that moment
/// has not come, or a newer event started the clock again.
fn facts_when_asked(
    conn: &mut Conn,
    definition: &Definition,
    hours: &Hours,
    moment: &Moment,
    now: Time,
) -> Result<Option<Facts>> {
    if definition.wait_minutes == 0 {
        return Facts::load_as_of(conn, moment, None).map(Some);
    }
    let due = definition.due(moment.at, hours);
    let again = conn.find(
        "select 1 from event where ticket_id = ?1 and id > ?2 and kind = ?3 and at <= ?4 limit 1",
        params![moment.ticket, moment.event, moment.kind.code(), due],
        |row| row.get::<i64>(0),
    )?;
    if due > now || again.is_some() {
        return Ok(None);
    }
    let facts = Facts::load_as_of(conn, moment, Some(due))?;
    Ok(Some(facts).filter(|facts| facts.in_lists))
}

/// What the steps would change; what is so already is no change.
fn effects(definition: &Definition, types: &[TicketType], facts: &Facts) -> (Vec<Effect>, Facts) {
    let mut now = Facts { author: "rule".into(), ..facts.clone() };
    let mut out = Vec::new();
    // Nobody is written to about what is spam or in the trash.
    let mut away = false;
    for step in &definition.steps {
        let mut set = |deed: Deed, value: &mut String| {
            if *value != step.argument {
                let before = std::mem::replace(value, step.argument.clone());
                out.push(Effect { deed, before, after: step.argument.clone() });
            }
        };
        match step.deed {
            Deed::Status | Deed::Type => out.extend(go(types, step, &mut now)),
            Deed::Priority => set(step.deed, &mut now.priority),
            Deed::Assign => set(step.deed, &mut now.assignee),
            Deed::Department => set(step.deed, &mut now.department),
            Deed::Project => set(step.deed, &mut now.project),
            Deed::AddTag if !now.tags.contains(&step.argument) => {
                now.tags.push(step.argument.clone());
                out.push(Effect { deed: step.deed, before: String::new(), after: step.argument.clone() });
            }
            Deed::RemoveTag if now.tags.contains(&step.argument) => {
                now.tags.retain(|tag| *tag != step.argument);
                out.push(Effect { deed: step.deed, before: step.argument.clone(), after: String::new() });
            }
            Deed::AddTag | Deed::RemoveTag => {}
            Deed::Acknowledge | Deed::Reply if !facts.answerable => {}
            // Nobody has it who could write.
            Deed::Reply | Deed::Note if step.argument == WHOEVER_HAS_IT && now.assignee.is_empty() => {}
            deed if deed.has_words() && away => {}
            Deed::Acknowledge => {
                let after = tickets::rule_words(&facts.speaks, &step.en, &step.fr).to_owned();
                out.push(Effect { deed: step.deed, before: facts.sender.clone(), after });
            }
            Deed::Reply | Deed::Note => {
                let after = tickets::rule_words(&facts.speaks, &step.en, &step.fr).to_owned();
                out.push(Effect { deed: step.deed, before: step.argument.clone(), after });
            }
            Deed::AssignLeastBusy | Deed::AssignInTurn | Deed::Notify | Deed::Webhook | Deed::Spam | Deed::Trash => {
                away |= matches!(step.deed, Deed::Spam | Deed::Trash);
                out.push(Effect { deed: step.deed, before: String::new(), after: step.argument.clone() });
            }
            Deed::Stop => {}
        }
    }
    (out, now)
}

/// Where a change of status or type leads, as the verbs decide it.
fn go(types: &[TicketType], step: &Step, now: &mut Facts) -> Option<Effect> {
    let kind = |id: &str| types.iter().find(|kind| kind.id.to_string() == id);
    let (to, status, before) = if step.deed == Deed::Type {
        let to = kind(&step.argument).filter(|to| to.enabled && to.id.to_string() != now.kind)?;
        (to, to.nearest(Category::from_code(&now.status)?)?, now.kind.clone())
    } else {
        let to = kind(&now.kind)?;
        let status = match Goal::from_code(&step.argument)? {
            Goal::Status(id) => to.status(id).filter(|status| status.id.to_string() != now.status_id)?,
            Goal::Category(category) => {
                let current = Category::from_code(&now.status)?;
                tickets::by_category(&to.statuses, current, category)?
            }
        };
        (to, status, if now.status_id.is_empty() { now.status.clone() } else { now.status_id.clone() })
    };
    now.kind = to.id.to_string();
    now.status = status.category.code().to_owned();
    now.status_id = status.id.to_string();
    let after = if step.deed == Deed::Type { now.kind.clone() } else { now.status_id.clone() };
    Some(Effect { deed: step.deed, before, after })
}

fn wakes_on(effect: &Effect) -> Option<Trigger> {
    match effect.deed {
        Deed::Reply => Some(Trigger::AgentReplied),
        Deed::Note => Some(Trigger::NoteAdded),
        Deed::Status => Some(Trigger::StatusChanged),
        Deed::Type => Some(Trigger::TypeChanged),
        Deed::Priority => Some(Trigger::PriorityChanged),
        Deed::Assign | Deed::AssignLeastBusy | Deed::AssignInTurn => Some(Trigger::Assigned),
        Deed::Department => Some(Trigger::DepartmentChanged),
        Deed::Project => Some(Trigger::ProjectChanged),
        Deed::AddTag => Some(Trigger::TagAdded),
        Deed::RemoveTag => Some(Trigger::TagRemoved),
        _ => None,
    }
}

/// Why a rule did or did not act on a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// The rule as it is now.
    pub rule: Rule,
    /// The newest event that it waits for, if there was one.
    pub woken_at: Option<Time>,
    /// Its conditions with what they saw then.
    pub trace: Option<Trace>,
    /// It acted on that event.
    pub ran: bool,
    /// When it will be asked, while its time has not come.
    pub due_at: Option<Time>,
}

/// Asks every rule about the newest event of a ticket that it waits for.
///
/// # Errors
/// When the database fails.
pub fn why(conn: &mut Conn, ticket: TicketId) -> Result<Vec<Why>> {
    let hours = Hours::load(conn)?;
    let mut out = Vec::new();
    for rule in rules::rules(conn)? {
        let event = conn.find(
            "select id from event where ticket_id = ?1 and kind = ?2 and written_at is null order by id desc limit 1",
            params![ticket, rule.definition.trigger.kind().code()],
            |row| row.get::<EventId>(0),
        )?;
        let moment = match event {
            Some(event) => timers::moment_of(conn, event)?,
            None => None,
        };
        let Some(moment) = moment else {
            out.push(Why { rule, woken_at: None, trace: None, ran: false, due_at: None });
            continue;
        };
        let waits = rule.definition.wait_minutes > 0;
        let asked = waits.then(|| rule.definition.due(moment.at, &hours));
        let facts = Facts::load_as_of(conn, &moment, asked)?;
        let ran = conn.find(
            "select 1 from rule_run where ticket_id = ?1 and rule_id = ?2 and event_id = ?3 limit 1",
            params![ticket, rule.id, moment.event],
            |row| row.get::<i64>(0),
        )?;
        let due_at = conn.find(
            "select due_at from rule_wait where rule_id = ?1 and ticket_id = ?2",
            params![rule.id, ticket],
            |row| row.get(0),
        )?;
        let trace = rule.definition.conditions.trace(&facts);
        out.push(Why { rule, woken_at: Some(moment.at), trace: Some(trace), ran: ran.is_some(), due_at });
    }
    Ok(out)
}
