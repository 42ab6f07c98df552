//! An agent answers the mail that told of a ticket: what is new in it goes to the customer, as from the ticket's page.

use desk::mailflow::inbound::Outcome;
use desk::mailflow::notify;
use desk::mailflow::outbox::{self, MailKind};
use desk::people::{self, Person};
use desk::tickets::{self, Body, MessageKind, Reply, Ticket};
use desk::{Actor, Change, Error};

use super::Ready;
use super::place::{customer_reply, facts, files};
use crate::understand::{Automatic, Understood};

/// Answers the ticket, if that is what the mail is: its author got the mail that it answers, and a person wrote it. What
/// cannot be sent as it is becomes a note, and the agent is told.
pub(super) fn answer(
    c: &mut Change,
    ready: &Ready,
    mail: &Understood,
    ticket: &Ticket,
    author: &Person,
) -> desk::Result<Option<Outcome>> {
    let own = mail.automatic == Automatic::None && ready.waiting.past.is_none() && !ready.doubtful();
    let ids: Vec<String> = mail.in_reply_to.iter().chain(mail.references.iter().rev()).cloned().collect();
    let Some(seen) = notify::read_in(c.sql(), &ids, ticket.id, author.id)?.filter(|_| own) else { return Ok(None) };
    // Whoever left, or sees other tickets now, may have the mail still.
    let Some(agent) = people::staff_actor(c.sql(), author.id)? else { return Ok(Some(may_not())) };
    let agent = Actor::person(agent.person.id, &agent.person.name, agent.person.role, agent.granted);
    if quotes_the_notice(mail) {
        return keep(c, ready, mail, ticket, author, "answer_unclear").map(Some);
    }
    let reply = Reply {
        kind: MessageKind::Reply,
        body: Body { html: markup::text_to_html(&mail.reply), quoted: String::new(), text: mail.reply.clone() },
        uploads: Vec::new(),
        files: files(mail),
        seen: Some(seen),
        then: None,
    };
    let mail_facts = facts(ready, mail, "agent_answer".to_owned());
    match c.in_the_name_of(&agent, |c| tickets::reply_by_mail(c, ticket.id, &reply, mail_facts)) {
        Ok(message) => Ok(Some(Outcome::Message(ticket.id, message))),
        Err(Error::Moved { .. }) => keep(c, ready, mail, ticket, author, "answer_stale").map(Some),
        Err(Error::NotFound | Error::Denied(_)) => Ok(Some(may_not())),
        Err(Error::Refused(_) | Error::Invalid(_)) => keep(c, ready, mail, ticket, author, "answer_refused").map(Some),
        Err(error) => Err(error),
    }
}

fn may_not() -> Outcome {
    Outcome::Held("agent_may_not".into())
}

/// Whether the mail that is answered could not be told from the answer. It may hold what is for agents only.
fn quotes_the_notice(mail: &Understood) -> bool {
    // The text of an HTML has the words of a link, not where it leads.
    let html = mail.reply_html.as_deref().unwrap_or_default();
    mail.reply.contains("/agent/tickets/") || html.contains("/agent/tickets/")
}

/// Nothing is lost: a note holds the words, and its author hears why they did not go out.
fn keep(
    c: &mut Change,
    ready: &Ready,
    mail: &Understood,
    ticket: &Ticket,
    author: &Person,
    why: &str,
) -> desk::Result<Outcome> {
    let newest = ticket.last_message;
    let message = tickets::note_by_mail(c, ticket.id, &customer_reply(ready, mail, author.id, why.to_owned()))?;
    outbox::queue(c, MailKind::Notification, Some(ticket.id), Some(newest), author.id, why)?;
    Ok(Outcome::Message(ticket.id, message))
}
