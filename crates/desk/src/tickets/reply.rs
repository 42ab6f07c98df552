//! Answering: by an agent, by the customer, by mail or on a page.

use store::params;

use super::files::{NewFile, attach, check_count, claim_uploads};
use super::open::{NewMessage, add_message};
use super::{
    Body, Channel, Goal, MailFacts, MessageKind, Place, Side, Ticket, discard_draft, find, find_where_it_went, place,
    set_status,
};
use crate::actor;
use crate::actor::Scope;
use crate::change::Change;
use crate::community::{self, Visibility};
use crate::error::{Error, Refusal, Result};
use crate::event::{Event, Kind};
use crate::policy::Action;
use crate::{AttachmentId, MessageId, PersonId, TicketId};

/// What an agent sends or notes.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Public answer or note.
    pub kind: MessageKind,
    /// The words.
    pub body: Body,
    /// Files uploaded before.
    pub uploads: Vec<AttachmentId>,
    /// Files sent along with the form.
    pub files: Vec<NewFile>,
    /// The newest message that the agent had on the screen; a public answer is refused when there is
    /// a newer one.
    pub seen: Option<MessageId>,
    /// The status to set afterwards, if the agent chose one.
    pub then: Option<Goal>,
}

/// What a customer answers.
#[derive(Debug, Clone)]
pub struct CustomerReply {
    /// Who writes: the requester or somebody with them.
    pub author: PersonId,
    /// The words.
    pub body: Body,
    /// Files that come with it.
    pub files: Vec<NewFile>,
    /// The door.
    pub channel: Channel,
    /// For mail.
    pub mail: MailFacts,
}

/// Adds an agent's answer or note.
///
/// # Errors
/// [`Error::Moved`] when the ticket has news that the agent had not seen, or was merged into another.
pub fn reply(c: &mut Change, id: TicketId, new: &Reply) -> Result<MessageId> {
    answer(c, id, new, &Way { channel: Channel::Web, from_composer: true, mail: MailFacts::default() })
}

/// Adds an agent's answer or note that came by mail; its Message-ID is the desk's own, so that what answers it finds the
/// ticket.
///
/// # Errors
/// As [`reply`].
pub fn reply_by_mail(c: &mut Change, id: TicketId, new: &Reply, mail: MailFacts) -> Result<MessageId> {
    answer(c, id, new, &Way { channel: Channel::Mail, from_composer: false, mail })
}

/// How an answer comes.
pub(super) struct Way {
    pub channel: Channel,
    /// What its author has begun to write on the page is this answer.
    pub from_composer: bool,
    pub mail: MailFacts,
}

/// The ticket, if the actor may write this there now.
///
/// # Errors
/// As [`reply`].
pub(super) fn may_answer(c: &mut Change, id: TicketId, new: &Reply) -> Result<Ticket> {
    let actor = c.actor().clone();
    let ticket = find(c.sql(), &actor, id)?;
    if ticket.place == Place::Merged {
        return Err(Error::Moved { newest: ticket.last_message });
    }
    let public = new.kind == MessageKind::Reply;
    if public && ticket.locked && ticket.visibility == Visibility::Public {
        return Err(Error::Refused(Refusal::Locked));
    }
    c.allow(if public { Action::Reply } else { Action::Note }, Some(&ticket.facts()))?;
    new.body.check(!new.uploads.is_empty() || !new.files.is_empty())?;
    check_count(new.files.len(), new.uploads.len())?;
    if public && new.seen.is_some_and(|seen| seen < ticket.last_message) {
        return Err(Error::Moved { newest: ticket.last_message });
    }
    Ok(ticket)
}

pub(super) fn answer(c: &mut Change, id: TicketId, new: &Reply, way: &Way) -> Result<MessageId> {
    let ticket = may_answer(c, id, new)?;
    let actor = c.actor().clone();
    let author = actor.person.ok_or(Error::NotFound)?;
    let mail = MailFacts { rfc_id: rfc_id(c, &ticket.token, &ticket.address), ..way.mail.clone() };
    let message = add_message(
        c,
        &NewMessage {
            ticket: id,
            subject: &ticket.subject,
            author,
            kind: new.kind,
            side: Side::Agent,
            channel: way.channel,
            body: &new.body,
            mail: &mail,
            language: &ticket.language,
        },
    )?;
    attach(c, id, message, author, &new.files)?;
    claim_uploads(c, Some(author), id, message, &new.uploads)?;
    // A rule writes in somebody's name, who has seen nothing and may be writing something else.
    if actor.kind != actor::Kind::Rule {
        if way.from_composer {
            discard_draft(c, id)?;
        }
        super::mark_seen(c, id, message)?;
    }
    let kind = if new.kind == MessageKind::Reply { Kind::AgentReplied } else { Kind::NoteAdded };
    let chosen = new.then.map(Goal::code).unwrap_or_default();
    c.record(Event::on(kind, id).message(message).values("", chosen))?;
    if let Some(status) = new.then {
        set_status(c, id, status)?;
    }
    Ok(message)
}

/// Adds what the customer (or another participant) wrote.
///
/// # Errors
/// When the ticket does not exist for the actor or there are no words.
pub fn reply_as_customer(c: &mut Change, id: TicketId, new: &CustomerReply) -> Result<MessageId> {
    let actor = c.actor().clone();
    let ticket = find_where_it_went(c.sql(), &actor, id)?;
    let id = ticket.id;
    c.allow(Action::ReplyAsCustomer, Some(&ticket.facts()))?;
    if ticket.place == Place::Trash && !c.writes_history() {
        // Somebody still cares about it.
        place::restore(c, &ticket, "customer_wrote")?;
    }
    new.body.check(!new.files.is_empty() || new.channel == Channel::Mail)?;
    if new.channel != Channel::Mail {
        check_count(new.files.len(), 0)?;
    }
    let admitted = match community::admit(c, id, new.author, &new.body) {
        // Who answers a mail, or came by its link, means the desk: what the community does not take stays between them.
        Err(Error::Refused(_)) if matches!(actor.scope, Scope::Ticket(_)) => Admitted::Between,
        other => other?.map_or(Admitted::Yes, Admitted::Held),
    };
    if new.author != ticket.requester {
        c.sql().execute(
            "insert into participant (ticket_id, person_id) values (?1, ?2) on conflict do nothing",
            params![id, new.author],
        )?;
    }
    let message = write(c, &ticket, new)?;
    match admitted {
        Admitted::Held(why) => {
            community::hold(c, id, message, why)?;
            return Ok(message);
        }
        Admitted::Between => {
            c.sql().execute("update message set withheld = 'internal' where id = ?1", params![message])?;
        }
        Admitted::Yes => {}
    }
    c.record(Event::on(Kind::CustomerReplied, id).message(message).because(&new.mail.thread_why))?;
    Ok(message)
}

/// Whether others read what a customer adds to a public ticket.
enum Admitted {
    Yes,
    /// A moderator first.
    Held(&'static str),
    /// Nobody but the desk.
    Between,
}

/// Adds what another member wrote in a public ticket. Who may has been asked.
pub(crate) fn add_comment(c: &mut Change, id: TicketId, new: &CustomerReply) -> Result<MessageId> {
    let ticket = find(c.sql(), &actor::Actor::system("community"), id)?;
    new.body.check(!new.files.is_empty())?;
    check_count(new.files.len(), 0)?;
    write(c, &ticket, new)
}

fn write(c: &mut Change, ticket: &Ticket, new: &CustomerReply) -> Result<MessageId> {
    let message = add_message(
        c,
        &NewMessage {
            ticket: ticket.id,
            subject: &ticket.subject,
            author: new.author,
            kind: MessageKind::Reply,
            side: Side::Customer,
            channel: new.channel,
            body: &new.body,
            mail: &new.mail,
            language: &ticket.language,
        },
    )?;
    attach(c, ticket.id, message, new.author, &new.files)?;
    Ok(message)
}

/// Keeps as a note what reached a ticket by mail but must not pass for the customer's or an agent's
/// public words: an agent's own mail, a bounce, an automatic answer.
///
/// # Errors
/// When the ticket does not exist for the actor.
pub fn note_by_mail(c: &mut Change, id: TicketId, new: &CustomerReply) -> Result<MessageId> {
    let actor = c.actor().clone();
    let ticket = find(c.sql(), &actor, id)?;
    c.allow(Action::Note, Some(&ticket.facts()))?;
    let message = add_message(
        c,
        &NewMessage {
            ticket: id,
            subject: &ticket.subject,
            author: new.author,
            kind: MessageKind::Note,
            side: Side::Customer,
            channel: new.channel,
            body: &new.body,
            mail: &new.mail,
            language: &ticket.language,
        },
    )?;
    attach(c, id, message, new.author, &new.files)?;
    c.record(Event::on(Kind::NoteAdded, id).message(message).because(&new.mail.thread_why))?;
    Ok(message)
}

/// A Message-ID that carries the ticket's token, so that any answer to it finds the ticket.
pub(crate) fn rfc_id(c: &mut Change, token: &str, address: &str) -> String {
    let host = address.rsplit('@').next().filter(|host| !host.is_empty()).unwrap_or("guichet.invalid");
    format!("{token}.{}@{host}", c.mail_token())
}
