//! Rules: a pure function from an event and the facts to actions, so that the same code can show
//! what would happen without doing it.

mod act;
mod condition;
mod evaluate;
mod facts;
mod filters;
mod preview;
mod rule;
mod rules;
mod timers;

pub use condition::{Condition, Group, Mode, Operator, Property, Test, Trace, ValueKind};
pub use filters::{
    Effect, Element, Filter, FilterForm, add_filter, change_filter, delete_filter, filters, find_filter, move_filter,
};
pub use preview::{Effect as RuleEffect, Match, Preview, Why, preview, why};
pub use rule::{Deed, Definition, Rule, Step, Trigger, WHOEVER_HAS_IT};
pub(crate) use rules::follow_status;
pub use rules::{
    Run, add_rule, change_rule, copy_rule, delete_rule, find_rule, move_rule, rules, runs, switch_rule, versions,
};
pub use timers::run as run_waits;

pub(crate) use facts::{Facts, Moment};
use filters::Arrival;

use crate::actor::Actor;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind, Recorded};
use crate::tickets::{self, Category, Priority};
use crate::{PersonId, TicketId};
use store::params;

/// Applies the rules to one recorded event, each as the rule, because of the event.
pub(crate) fn react(c: &mut Change, recorded: &Recorded) -> Result<()> {
    let Some(ticket) = recorded.event.ticket else { return Ok(()) };
    let Some(trigger) = Trigger::of(recorded.event.kind) else { return Ok(()) };
    if trigger == Trigger::Opened {
        arrive(c, ticket, recorded)?;
    }
    let rules = rules::awake(c.sql(), trigger)?;
    if rules.is_empty() {
        return Ok(());
    }
    let moment = Moment::of(recorded, ticket);
    let now = c.now();
    let facts = Facts::load(c.sql(), &moment, now)?;
    // A new ticket that was caught or deleted is nobody's business.
    if trigger == Trigger::Opened && !facts.in_lists {
        return Ok(());
    }
    // A rule that waits for what it does itself would go on for ever.
    let own = |rule: &Rule| recorded.actor_kind == "rule" && recorded.actor_name == rule.label();
    for rule in rules.iter().filter(|rule| rule.definition.wait_minutes > 0 && !own(rule)) {
        timers::set(c, rule, &moment)?;
    }
    for rule in evaluate::decide(&rules, trigger, &facts) {
        act::run(c, rule, &moment, &facts)?;
    }
    Ok(())
}

/// What happens to a new ticket first: a blocked sender's is spam, and the filters have their say.
fn arrive(c: &mut Change, ticket: TicketId, recorded: &Recorded) -> Result<()> {
    let (requester, arrival) = c.sql().one(
        "select t.requester_id, p.address, t.subject, coalesce((select m.text from message m where m.id = ?2), '')
         from ticket t join person p on p.id = t.requester_id where t.id = ?1",
        params![ticket, recorded.event.message],
        |row| {
            let arrival = Arrival { sender: row.get(1)?, subject: row.get(2)?, content: row.get(3)? };
            Ok((row.get::<PersonId>(0)?, arrival))
        },
    )?;
    // Who enters a ticket by hand wants it.
    if recorded.actor_kind != "agent" && tickets::is_blocked(c.sql(), requester)? {
        return c.acting_as(Actor::rule("blocked_sender"), recorded.id, |c| tickets::catch(c, ticket));
    }
    let filters = filters::filters(c.sql())?;
    for verdict in filters::evaluate(&filters, &arrival).into_iter().filter(|verdict| verdict.matched) {
        let form = &verdict.filter.form;
        c.acting_as(Actor::rule(&form.name), recorded.id, |c| run_filter(c, ticket, form))?;
    }
    Ok(())
}

/// Does what a filter says. What cannot be done any more is said in the timeline, and the others go on.
fn run_filter(c: &mut Change, ticket: TicketId, form: &FilterForm) -> Result<()> {
    c.because(format!("filter_{}_{}:{}", form.element.code(), form.operator.code(), form.value));
    let done = match form.effect {
        Effect::Assign => match form.argument.parse() {
            Ok(agent) => tickets::assign(c, ticket, Some(agent)),
            Err(_) => Err(Error::NotFound),
        },
        Effect::Department => match form.argument.parse() {
            Ok(department) => tickets::change_department(c, ticket, department),
            Err(_) => Err(Error::NotFound),
        },
        Effect::Important => tickets::set_priority(c, ticket, Priority::High),
        Effect::Tag => tickets::add_tag(c, ticket, &form.argument),
        Effect::Close => tickets::set_status(c, ticket, Category::Closed),
        Effect::Spam => tickets::mark_as_spam(c, ticket),
        Effect::Delete => tickets::move_to_trash(c, ticket),
    };
    match done {
        Err(Error::Invalid(_) | Error::NotFound) => {
            c.record(Event::on(Kind::RulesStopped, ticket).values("", &form.name))?;
            Ok(())
        }
        other => other,
    }
}
