//! Rules that wait: minutes after an event, for each ticket to the minute.

use store::params;

use super::facts::{Facts, Moment};
use super::rule::Rule;
use super::{act, rules};
use crate::change::Change;
use crate::error::Result;
use crate::event::Kind;
use crate::settings::Hours;
use crate::{Actor, Desk, EventId, RuleId, TicketId, limits};

/// Starts the clock of a rule on a ticket, or starts it again.
pub(super) fn set(c: &mut Change, rule: &Rule, moment: &Moment) -> Result<()> {
    let due = rule.definition.due(c.now(), &Hours::load(c.sql())?);
    c.sql().execute(
        "insert into rule_wait (rule_id, ticket_id, event_id, due_at) values (?1, ?2, ?3, ?4)
         on conflict (rule_id, ticket_id) do update set event_id = excluded.event_id, due_at = excluded.due_at",
        params![rule.id, moment.ticket, moment.event, due],
    )?;
    Ok(())
}

/// Runs what is due, until the process ends. Each in a change of its own, so that one that fails holds nobody up.
pub async fn run(desk: Desk) {
    let actor = Actor::system("rules");
    loop {
        let now = crate::Time::now();
        let due = desk
            .read(move |conn| {
                let sql = format!(
                    "select rule_id, ticket_id from rule_wait where due_at <= ?1 order by due_at limit {}",
                    limits::RULE_WAITS_BATCH
                );
                Ok(conn.query(&sql, params![now], |row| Ok((row.get::<RuleId>(0)?, row.get::<TicketId>(1)?)))?)
            })
            .await;
        let mut failed = false;
        for (rule, ticket) in due.unwrap_or_default() {
            if let Err(error) = desk.change(&actor, move |c| ring(c, rule, ticket)).await {
                tracing::error!(%error, %rule, %ticket, "a rule that waited could not run");
                failed = true;
            }
        }
        // What cannot run stays first in the queue: no hurry to try it again.
        tokio::time::sleep(limits::RULE_WAITS_EVERY * if failed { 15 } else { 1 }).await;
    }
}

/// The time of a rule on a ticket has come: its conditions are asked now.
fn ring(c: &mut Change, rule: RuleId, ticket: TicketId) -> Result<()> {
    let now = c.now();
    let event = c.sql().find(
        "delete from rule_wait where rule_id = ?1 and ticket_id = ?2 and due_at <= ?3 returning event_id",
        params![rule, ticket, now],
        |row| row.get::<EventId>(0),
    )?;
    let (Some(event), Ok(rule)) = (event, rules::find_rule(c.sql(), rule)) else { return Ok(()) };
    if !rule.enabled {
        return Ok(());
    }
    let Some(moment) = moment_of(c.sql(), event)? else { return Ok(()) };
    let facts = Facts::load(c.sql(), &moment, now)?;
    if facts.in_lists && rule.definition.conditions.holds(&facts) {
        act::run(c, &rule, &moment, &facts)?;
    }
    Ok(())
}

/// What an event in the log was about.
pub(super) fn moment_of(conn: &mut store::Conn, event: EventId) -> Result<Option<Moment>> {
    let found = conn.find(
        "select kind, at, actor_kind, ticket_id, message_id, after from event where id = ?1 and ticket_id is not null",
        params![event],
        |row| {
            let kind: String = row.get(0)?;
            Ok(Kind::from_code(&kind).map(|kind| (kind, row.get(1), row.get(2), row.get(3), row.get(4), row.get(5))))
        },
    )?;
    Ok(match found.flatten() {
        Some((kind, at, author, ticket, message, after)) => {
            Some(Moment { event, kind, at: at?, author: author?, ticket: ticket?, message: message?, after: after? })
        }
        None => None,
    })
}
