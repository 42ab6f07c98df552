//! Doing what a rule says, through the same verbs as people, as the rule, because of the event.

use std::time::Duration;

use store::params;

use super::facts::{Facts, Moment};
use super::rule::{Deed, Rule, Step, WHOEVER_HAS_IT};
use crate::actor::Actor;
use crate::change::Change;
use crate::chat;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::integrations;
use crate::mailflow::outbox::{self, MailKind};
use crate::mailflow::pauses;
use crate::people;
use crate::tickets::{self, Goal, MessageKind, Place, Priority, Reply, Ticket};
use crate::{PersonId, Time, limits};

/// Runs a rule on a ticket. What it cannot do is said in the timeline, and it goes on with the next step.
pub(super) fn run(c: &mut Change, rule: &Rule, moment: &Moment, facts: &Facts) -> Result<()> {
    if !c.first_run(rule.id, moment.ticket) {
        return stop(c, rule, moment, "again");
    }
    if over_budget(c, rule, moment)? {
        return if told_lately(c, rule, moment, "budget")? { Ok(()) } else { stop(c, rule, moment, "budget") };
    }
    c.acting_as(Actor::rule(rule.label()), moment.event, |c| {
        let before = c.last_event();
        for step in &rule.definition.steps {
            match take(c, rule, step, moment, facts) {
                Err(Error::Invalid(_) | Error::NotFound | Error::Refused(_)) => {
                    let what = format!("{}:{}", step.deed.code(), step.argument);
                    c.record(
                        Event::on(Kind::RulesStopped, moment.ticket).because("failed").values(what, rule.label()),
                    )?;
                }
                other => other?,
            }
        }
        if c.last_event() == before {
            return Ok(());
        }
        let now = c.now();
        c.sql().execute(
            "insert into rule_run (rule_id, version, ticket_id, event_id, at) values (?1, ?2, ?3, ?4, ?5)",
            params![rule.id, rule.version, moment.ticket, moment.event, now],
        )?;
        Ok(())
    })
}

/// Says once in the timeline that a rule was held back.
fn stop(c: &mut Change, rule: &Rule, moment: &Moment, why: &str) -> Result<()> {
    if c.first_stop(rule.id, moment.ticket) {
        c.acting_as(Actor::rule(rule.label()), moment.event, |c| {
            c.record(Event::on(Kind::RulesStopped, moment.ticket).because(why).values("", rule.label()))
        })?;
    }
    Ok(())
}

/// Whether the rule has acted on this ticket as often as it may in a day.
fn over_budget(c: &mut Change, rule: &Rule, moment: &Moment) -> Result<bool> {
    let since = since(c.now(), limits::RULE_SPAN);
    let runs = c.sql().one(
        "select count(*) from rule_run where ticket_id = ?1 and rule_id = ?2 and at > ?3",
        params![moment.ticket, rule.id, since],
        |row| row.get::<i64>(0),
    )?;
    Ok(runs >= limits::RULE_RUNS_MAX)
}

/// Whether the timeline has said today that the rule is held back for a reason.
fn told_lately(c: &mut Change, rule: &Rule, moment: &Moment, why: &str) -> Result<bool> {
    let since = since(c.now(), limits::RULE_SPAN);
    let told = c.sql().find(
        "select 1 from event where ticket_id = ?1 and kind = ?2 and because = ?5 and after = ?3 and at > ?4 limit 1",
        params![moment.ticket, Kind::RulesStopped.code(), rule.label(), since, why],
        |row| row.get::<i64>(0),
    )?;
    Ok(told.is_some())
}

fn since(now: Time, span: Duration) -> Time {
    Time(now.0 - i64::try_from(span.as_micros()).unwrap_or(0))
}

fn take(c: &mut Change, rule: &Rule, step: &Step, moment: &Moment, facts: &Facts) -> Result<()> {
    let ticket = moment.ticket;
    match step.deed {
        // Whatever a rule says, machines and mail that asks for silence get no answer.
        Deed::Acknowledge if !facts.answerable => Ok(()),
        Deed::Acknowledge => acknowledge(c, rule, step, moment),
        // The same holds for answers that a rule writes: nobody talks with a machine.
        Deed::Reply if !facts.answerable => Ok(()),
        Deed::Reply | Deed::Note => write(c, rule, step, moment),
        Deed::Status => tickets::set_status(c, ticket, Goal::from_code(&step.argument).ok_or(Error::NotFound)?),
        Deed::Type => tickets::change_type(c, ticket, step.argument.parse().map_err(|_| Error::NotFound)?, None),
        Deed::Priority => tickets::set_priority(c, ticket, Priority::from_code(&step.argument).ok_or(Error::NotFound)?),
        Deed::Assign => tickets::assign(c, ticket, Some(step.argument.parse().map_err(|_| Error::NotFound)?)),
        Deed::AssignLeastBusy => {
            let agent = of_team(c, moment, LEAST_BUSY)?.ok_or(Error::NotFound)?;
            tickets::assign(c, ticket, Some(agent))
        }
        Deed::AssignInTurn => {
            let agent = of_team(c, moment, LONGEST_WITHOUT)?.ok_or(Error::NotFound)?;
            let now = c.now();
            c.sql().execute("update person set turn_at = ?2 where id = ?1", params![agent, now])?;
            tickets::assign(c, ticket, Some(agent))
        }
        Deed::Department => tickets::change_department(c, ticket, step.argument.parse().map_err(|_| Error::NotFound)?),
        Deed::Project => tickets::file_in_project(c, ticket, Some(step.argument.parse().map_err(|_| Error::NotFound)?)),
        Deed::AddTag => tickets::add_tag(c, ticket, &step.argument),
        Deed::RemoveTag => tickets::remove_tag(c, ticket, &step.argument),
        Deed::Notify => notify(c, step.argument.parse().map_err(|_| Error::NotFound)?, moment),
        Deed::Webhook => {
            let hook = step.argument.parse().map_err(|_| Error::NotFound)?;
            integrations::webhook(c.sql(), hook)?;
            c.record(Event::on(Kind::WebhookCalled, ticket).values("", &step.argument))?;
            Ok(())
        }
        Deed::Spam => tickets::mark_as_spam(c, ticket),
        Deed::Trash => tickets::move_to_trash(c, ticket),
        Deed::Stop => Ok(()),
    }
}

/// Mails an agent about a ticket that is theirs to see; of another's they learn nothing, whatever a rule says.
fn notify(c: &mut Change, agent: PersonId, moment: &Moment) -> Result<()> {
    let ticket = tickets::find(c.sql(), &Actor::system("rules"), moment.ticket)?;
    if ticket.place != Place::Desk {
        return Ok(());
    }
    if ticket.assignee != Some(agent) && !people::can_handle(c.sql(), agent, &ticket.facts())? {
        return Err(Error::NotFound);
    }
    outbox::queue(c, MailKind::Notification, Some(ticket.id), moment.message, agent, "rule")?;
    c.record(Event::on(Kind::Notified, ticket.id).values("", agent.to_string()))?;
    Ok(())
}

/// Writes an answer or a note as an agent, because of the rule. Whose name stands under it may see the ticket.
fn write(c: &mut Change, rule: &Rule, step: &Step, moment: &Moment) -> Result<()> {
    let ticket = tickets::find(c.sql(), &Actor::system("rules"), moment.ticket)?;
    if ticket.place != Place::Desk {
        return Ok(());
    }
    let author = match step.argument.as_str() {
        WHOEVER_HAS_IT => ticket.assignee.ok_or(Error::NotFound)?,
        agent => agent.parse().map_err(|_| Error::NotFound)?,
    };
    if ticket.assignee != Some(author) && !people::can_handle(c.sql(), author, &ticket.facts())? {
        return Err(Error::NotFound);
    }
    let kind = if step.deed == Deed::Note { MessageKind::Note } else { MessageKind::Reply };
    if kind == MessageKind::Reply && silenced(c, rule, moment, &ticket)? {
        return Ok(());
    }
    let body = tickets::rule_body(c, &ticket, author, &step.en, &step.fr)?;
    let (uploads, files) = (Vec::new(), Vec::new());
    let reply = Reply { kind, body, uploads, files, seen: None, then: None };
    let writer = Actor { person: Some(author), ..Actor::rule(rule.label()) };
    c.in_the_name_of(&writer, |c| tickets::reply(c, ticket.id, &reply))?;
    Ok(())
}

/// Whether mails by rules to the requester, or from the ticket's address, are paused; the timeline says so once.
fn silenced(c: &mut Change, rule: &Rule, moment: &Moment, ticket: &Ticket) -> Result<bool> {
    let Some(why) = pauses::held_back(c, ticket)? else { return Ok(false) };
    if !told_lately(c, rule, moment, why)? {
        c.record(Event::on(Kind::RulesStopped, moment.ticket).because(why).values("", rule.label()))?;
    }
    Ok(true)
}

/// Mails the requester, unless what answers by itself has spent its budget.
fn acknowledge(c: &mut Change, rule: &Rule, step: &Step, moment: &Moment) -> Result<()> {
    // Whoever is caught as spam must not learn that the address works.
    let ticket = tickets::find(c.sql(), &Actor::system("rules"), moment.ticket)?;
    // Whoever is there sees that their words have arrived.
    if ticket.place != Place::Desk || chat::holds_mail(c, ticket.id)? {
        return Ok(());
    }
    if silenced(c, rule, moment, &ticket)? {
        return Ok(());
    }
    let texts = tickets::mail_texts(c, moment.ticket, &step.en, &step.fr)?;
    outbox::queue(c, MailKind::Acknowledgement, Some(moment.ticket), moment.message, ticket.requester, &texts)?;
    c.record(Event::on(Kind::Acknowledged, moment.ticket))?;
    Ok(())
}

/// The fewest tickets that are not settled.
const LEAST_BUSY: &str = "(select count(*) from ticket o
                           where o.assignee_id = p.id and o.category <> 'closed' and o.place = '')";
/// Whose turn was longest ago.
const LONGEST_WITHOUT: &str = "p.turn_at";

/// The first agent, in an order, of those who may see the ticket by a grant for its department, its service or the
/// whole desk.
fn of_team(c: &mut Change, moment: &Moment, order: &str) -> Result<Option<PersonId>> {
    let sql = format!(
        "select p.id from ticket t
         join department d on d.id = t.department_id
         join person p on p.role <> 'customer' and p.disabled_at is null
         where t.id = ?1
           and exists (select 1 from agent_grant g where g.person_id = p.id
                       and (g.department_id = t.department_id or g.service_id = d.service_id
                            or g.department_id is null and g.service_id is null and g.company_id is null))
         order by {order}, p.id
         limit 1"
    );
    Ok(c.sql().find(&sql, params![moment.ticket], |row| row.get(0))?)
}
