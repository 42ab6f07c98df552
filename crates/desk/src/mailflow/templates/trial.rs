//! Words of a mail tried on what the desk knows, before anybody gets them.

use markup::letter::Words;
use serde::{Deserialize, Serialize};
use store::{Conn, params};

use super::letter::{Draft, in_words};
use super::{Links, Occasion, Template, checked};
use crate::actor::Actor;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::mailflow::outbox::{self, MailKind};
use crate::policy::{self, Action};
use crate::tickets;
use crate::{MessageId, PersonId, TicketId, limits};

/// What a mail is tried on.
struct Subject {
    person: PersonId,
    ticket: Option<TicketId>,
    message: Option<MessageId>,
}

/// What words for a mail are shown with: about this ticket, else about the newest that an agent answered. Links lead to pages that ask
/// who is there.
///
/// # Errors
/// [`Error::NotFound`] when the ticket does not exist for the actor, or the policy's.
pub fn preview(
    conn: &mut Conn,
    actor: &Actor,
    site: &str,
    (template, language): (Template, &str),
    words: Words,
    ticket: Option<TicketId>,
) -> Result<Draft> {
    policy::allow(actor, Action::Configure, None)?;
    let subject = subject(conn, actor, template, ticket)?;
    shown(conn, site, (template, language), words, &subject)
}

fn shown(
    conn: &mut Conn,
    site: &str,
    (template, language): (Template, &str),
    words: Words,
    subject: &Subject,
) -> Result<Draft> {
    let occasion = Occasion {
        template,
        language,
        person: subject.person,
        ticket: subject.ticket,
        message: subject.message,
        rule_words: "…",
        links: Links::Shown,
        behind: "",
    };
    in_words(conn, site, &occasion, words)
}

fn subject(conn: &mut Conn, actor: &Actor, template: Template, ticket: Option<TicketId>) -> Result<Subject> {
    let own = actor.person.ok_or(Error::NotFound)?;
    if !template.is_of_ticket() {
        return Ok(Subject { person: own, ticket: None, message: None });
    }
    let ticket = match ticket {
        Some(ticket) => Some(tickets::find(conn, actor, ticket)?),
        None => match newest(conn, actor)? {
            Some(ticket) => Some(tickets::find(conn, actor, ticket)?),
            None => None,
        },
    };
    let Some(ticket) = ticket else { return Ok(Subject { person: own, ticket: None, message: None }) };
    let message = conn.find(
        "select id from message where ticket_id = ?1 and side = 'agent' and kind = 'reply' and withdrawn_at is null
         order by id desc limit 1",
        params![ticket.id],
        |row| row.get(0),
    )?;
    Ok(Subject { person: ticket.requester, ticket: Some(ticket.id), message })
}

/// The newest ticket that an agent answered, among the newest messages; else the newest ticket.
fn newest(conn: &mut Conn, actor: &Actor) -> Result<Option<TicketId>> {
    let condition = policy::ticket_condition(actor);
    let answered = format!(
        "select t.id from message m join ticket t on t.id = m.ticket_id
         where m.id > (select coalesce(max(id), 0) from message) - {} and m.side = 'agent' and m.kind = 'reply'
           and m.withdrawn_at is null and t.place = '' and {condition}
         order by m.id desc limit 1",
        limits::PREVIEW_MESSAGES_MAX
    );
    if let Some(ticket) = conn.find(&answered, &[], |row| row.get(0))? {
        return Ok(Some(ticket));
    }
    let any = format!("select t.id from ticket t where t.place = '' and {condition} order by t.id desc limit 1");
    Ok(conn.find(&any, &[], |row| row.get(0))?)
}

/// A test as it waits in the outbox.
#[derive(Debug, Serialize, Deserialize)]
struct Trial {
    template: String,
    language: String,
    subject: String,
    body: String,
    person: i64,
    ticket: Option<i64>,
    message: Option<i64>,
}

/// Mails words to whoever is writing them.
///
/// # Errors
/// When a mail could not be written from them, the ticket does not exist for the actor, or the actor may not.
pub fn queue_trial(
    c: &mut Change,
    (template, language): (Template, &str),
    words: &Words,
    ticket: Option<TicketId>,
) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let actor = c.actor().clone();
    let words = checked(template, words)?;
    let subject = subject(c.sql(), &actor, template, ticket)?;
    let trial = Trial {
        template: template.code().to_owned(),
        language: language.to_owned(),
        subject: words.subject,
        body: words.body,
        person: subject.person.0,
        ticket: subject.ticket.map(|ticket| ticket.0),
        message: subject.message.map(|message| message.0),
    };
    let detail = serde_json::to_string(&trial).map_err(|error| Error::Internal(error.to_string()))?;
    outbox::queue(c, MailKind::Trial, None, None, actor.person.ok_or(Error::NotFound)?, &detail)?;
    Ok(())
}

/// Reads what a test is written from.
///
/// # Errors
/// When the database fails or what it is about is gone.
pub fn trial(conn: &mut Conn, site: &str, detail: &str) -> Result<Draft> {
    let trial: Trial = serde_json::from_str(detail).map_err(|error| Error::Internal(error.to_string()))?;
    let template = Template::from_code(&trial.template).ok_or(Error::NotFound)?;
    let subject = Subject {
        person: PersonId(trial.person),
        ticket: trial.ticket.map(TicketId),
        message: trial.message.map(MessageId),
    };
    let words = Words { subject: trial.subject, body: trial.body };
    shown(conn, site, (template, crate::guides::language(&trial.language)), words, &subject)
}
