//! Who gets a mail about an event.

use store::params;

use super::outbox::{self, MailKind};
use crate::change::Change;
use crate::error::Result;
use crate::event::{Kind, Recorded};
use crate::{PersonId, TicketId};

/// Queues the mails that follow from an event.
pub(crate) fn react(c: &mut Change, recorded: &Recorded) -> Result<()> {
    let Some(ticket) = recorded.event.ticket else { return Ok(()) };
    match recorded.event.kind {
        Kind::AgentReplied => {
            let Some(message) = recorded.event.message else { return Ok(()) };
            outbox::queue_reply(c, ticket, message)
        }
        Kind::CustomerReplied => tell_assignee(c, ticket, recorded, "customer_replied"),
        Kind::Assigned if !recorded.event.after.is_empty() => tell_assignee(c, ticket, recorded, "assigned"),
        Kind::TicketOpened => tell_watchers(c, ticket, recorded),
        _ => Ok(()),
    }
}

/// The assignee is told, unless they did it themselves or want no mail.
fn tell_assignee(c: &mut Change, ticket: TicketId, recorded: &Recorded, why: &str) -> Result<()> {
    let assignee = c.sql().find(
        "select p.id from ticket t join person p on p.id = t.assignee_id
         where t.id = ?1 and p.notify_mail and p.disabled_at is null",
        params![ticket],
        |row| row.get::<PersonId>(0),
    )?;
    match assignee {
        Some(person) if c.actor().person != Some(person) => {
            outbox::queue(c, MailKind::Notification, Some(ticket), recorded.event.message, person, why)
        }
        _ => Ok(()),
    }
}

/// Agents who asked to be told about new tickets of this department or service.
fn tell_watchers(c: &mut Change, ticket: TicketId, recorded: &Recorded) -> Result<()> {
    let watchers = c.sql().query(
        "select distinct p.id from ticket t
         join department d on d.id = t.department_id
         join agent_grant g on g.notify_new and (g.service_id is null or g.service_id = d.service_id)
                           and (g.department_id is null or g.department_id = d.id)
         join person p on p.id = g.person_id and p.disabled_at is null
         where t.id = ?1 order by p.id",
        params![ticket],
        |row| row.get::<PersonId>(0),
    )?;
    let actor = c.actor().person;
    for person in watchers.into_iter().filter(|person| Some(*person) != actor) {
        outbox::queue(c, MailKind::Notification, Some(ticket), recorded.event.message, person, "opened")?;
    }
    Ok(())
}
