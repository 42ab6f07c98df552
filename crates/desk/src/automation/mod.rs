//! Rules: a pure function from an event and the facts to actions, so that the same code can show
//! what would happen without doing it.

mod builtin;
mod facts;

pub(crate) use builtin::{Action, Builtin, evaluate};
pub(crate) use facts::Facts;

use crate::actor::Actor;
use crate::change::Change;
use crate::error::Result;
use crate::event::{Event, Kind, Recorded};
use crate::mailflow::outbox;
use crate::tickets;

/// Applies the rules to one recorded event, each action as the rule, because of the event.
pub(crate) fn react(c: &mut Change, recorded: &Recorded) -> Result<()> {
    let Some(ticket) = recorded.event.ticket else { return Ok(()) };
    if !builtin::interested(recorded.event.kind) {
        return Ok(());
    }
    let facts = Facts::load(c, ticket, recorded)?;
    for (rule, action) in evaluate(recorded, &facts) {
        c.acting_as(Actor::rule(rule.code()), recorded.id, |c| apply(c, recorded, &facts, &action))?;
    }
    Ok(())
}

fn apply(c: &mut Change, recorded: &Recorded, facts: &Facts, action: &Action) -> Result<()> {
    match action {
        Action::SetStatus(status) => tickets::set_status(c, facts.ticket, *status),
        Action::Acknowledge => {
            outbox::queue_acknowledgement(c, facts.ticket, recorded.event.message, facts.requester)?;
            c.record(Event::on(Kind::Acknowledged, facts.ticket))?;
            Ok(())
        }
        Action::StopAcknowledging => {
            c.record(Event::on(Kind::RulesStopped, facts.ticket).values("", Builtin::Acknowledge.code()))?;
            Ok(())
        }
    }
}
