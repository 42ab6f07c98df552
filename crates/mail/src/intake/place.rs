//! Where a mail belongs: which ticket, as what, and why.

use desk::community::{self, NewComment, Visibility};
use desk::mailflow::inbound::{self, Outcome, Past, Waiting};
use desk::mailflow::notify;
use desk::mailflow::returned::{self, Report};
use desk::people::{self, NewPerson, Person, Role};
use desk::tickets::{
    self, Body, Category, Channel, CustomerReply, MailFacts, NewFile, NewTicket, Priority, Reading, Ticket,
};
use desk::{Actor, Change, Refusal, TicketId, Time, routing};

use super::{Ready, agents, by_token, hops};
use crate::authenticity::Checks;
use crate::limits;
use crate::understand::{Automatic, Bounce, Understood};

/// Puts one mail where it belongs.
pub(super) fn place(c: &mut Change, ready: &Ready, mail: &Understood) -> desk::Result<Outcome> {
    if let Some(ticket) = inbound::seen_before(c.sql(), &ready.fingerprint)? {
        return Ok(Outcome::Duplicate(ticket));
    }
    let named = routing::resolve_address(c.sql(), &ready.waiting.envelope_to)?;
    let Some((address, detail)) = (match named {
        // Whoever lets it in wants it as a ticket: where the desk's first address leads.
        None if ready.waiting.waived => routing::addresses(c.sql())?.into_iter().next().map(|first| (first, None)),
        named => named,
    }) else {
        return Ok(Outcome::Held("address_gone".into()));
    };
    let id = mail.message_id.as_deref().unwrap_or_default();
    if routing::come_back(c, address.id, id, || hops::of(&ready.waiting, mail))? {
        return Ok(Outcome::Noted("address_test"));
    }
    if let Some(reason) = forged(ready) {
        return Ok(Outcome::Held(reason));
    }
    if let Some(outcome) = automatic(c, ready, mail)? {
        return Ok(outcome);
    }
    let Some((name, from)) = sender(mail, &ready.waiting) else {
        return Ok(Outcome::Held("no_sender".into()));
    };
    if routing::resolve_address(c.sql(), &from)?.is_some() {
        // Our own mail came back: answering it would never end.
        return Ok(Outcome::Held("own_address".into()));
    }
    if ready.waiting.past.is_none() {
        routing::mark_received(c, address.id, &from)?;
    }
    let language = mail.language.clone().unwrap_or_default();
    let new = NewPerson { name, address: from.clone(), language: language.clone(), ..NewPerson::default() };
    let author = match people::find_or_create(c, &new) {
        Err(desk::Error::Invalid(_)) => return Ok(Outcome::Held("bad_sender".into())),
        other => other?,
    };
    if !ready.checks.as_ref().is_some_and(Checks::doubtful) {
        returned::forget(c, author.id)?;
    }
    let thread = thread(c, ready, mail, detail.as_deref(), &author)?;
    let mut why = String::new();
    let related = match &thread {
        Thread::Joins(ticket, _) | Thread::Suspected(ticket) if ready.waiting.apart => {
            why = "apart".to_owned();
            Some(ticket.id)
        }
        Thread::Comments(ticket) if ready.waiting.apart => {
            why = "apart".to_owned();
            Some(*ticket)
        }
        Thread::Joins(ticket, _) if in_public_only(c, ticket, &author)? => {
            match comment(c, ready, mail, ticket.id, &author)? {
                Ok(outcome) => return Ok(outcome),
                Err(refused) => {
                    why = refused.to_owned();
                    Some(ticket.id)
                }
            }
        }
        Thread::Joins(ticket, why) => return join(c, ready, mail, ticket, &author, why),
        // What the community does not take is between its author and the desk.
        Thread::Comments(ticket) => match comment(c, ready, mail, *ticket, &author)? {
            Ok(outcome) => return Ok(outcome),
            Err(refused) => {
                why = refused.to_owned();
                Some(*ticket)
            }
        },
        Thread::Suspected(ticket) => {
            why = format!("unknown_sender:{from}");
            Some(ticket.id)
        }
        Thread::New => None,
    };
    let new = NewTicket {
        requester: author.id,
        department: address.department,
        kind: address.kind,
        subject: mail.subject.clone(),
        body: body(mail),
        channel: Channel::Mail,
        files: files(mail),
        uploads: Vec::new(),
        because: format!("sent_to:{}", address.address),
        address: address.address.clone(),
        language,
        mail: facts(ready, mail, why),
        related,
        priority: Priority::Normal,
        company: None,
    };
    let sender = Actor::person(author.id, &author.name, Role::Customer, None);
    let ticket = c.in_the_name_of(&sender, |c| tickets::open(c, &new))?;
    Ok(Outcome::Message(ticket.id, ticket.last_message))
}

/// Why nobody may take the mail for its sender's, with the domain that does not vouch for it.
fn forged(ready: &Ready) -> Option<String> {
    let checks = ready.checks.as_ref().filter(|_| !ready.waiting.waived)?;
    checks.forged().map(|code| format!("{code}:{}", checks.from))
}

/// The same for mail of an import: it happened when it was written, nobody is answered, and what it opens may need
/// nothing more.
pub(super) fn place_past(c: &mut Change, ready: &Ready, mail: &Understood, past: Past) -> desk::Result<Outcome> {
    let received = ready.waiting.received_at;
    let date = mail.date.as_deref().and_then(|date| date.parse::<jiff::Timestamp>().ok());
    let written = date.map_or(received, |date| Time(date.as_microsecond().clamp(0, received.0)));
    c.as_history(written, |c| {
        let outcome = place(c, ready, mail)?;
        if let (Outcome::Message(ticket, message), true) = (&outcome, past.closed)
            && tickets::is_first_message(c.sql(), *ticket, *message)?
        {
            tickets::set_status(c, *ticket, Category::Closed)?;
        }
        Ok(outcome)
    })
}

/// Delivery reports and receipts go to the mail they are about, else they are held.
fn automatic(c: &mut Change, ready: &Ready, mail: &Understood) -> desk::Result<Option<Outcome>> {
    let class = match mail.automatic {
        Automatic::Bounce => "bounce",
        Automatic::Report => "report",
        _ => return Ok(None),
    };
    let original = mail.original_message_id.clone().into_iter().chain(mail.in_reply_to.clone());
    for id in original.chain(mail.references.iter().cloned()) {
        if let Some(ticket) = by_message_id(c, &id)? {
            if let Some(report) = mail.bounce.as_ref().and_then(|bounce| report(id, bounce)) {
                returned::note(c, &report)?;
            }
            let author = ticket.requester;
            let reply = customer_reply(ready, mail, author, format!("{class}:"));
            let message = tickets::note_by_mail(c, ticket.id, &reply)?;
            return Ok(Some(Outcome::Message(ticket.id, message)));
        }
    }
    // Whoever lets it in wants it as a ticket.
    Ok((!ready.waiting.waived).then(|| Outcome::Held(class.into())))
}

/// What a delivery report says of a mail that has not arrived.
fn report(about: String, bounce: &Bounce) -> Option<Report> {
    let delayed = match bounce.action.as_str() {
        "failed" => false,
        "delayed" => true,
        _ => return None,
    };
    let (recipients, status) = (bounce.recipients.clone(), bounce.status.clone().unwrap_or_default());
    Some(Report { about, recipients, status, delayed })
}

/// Whether the author has no part in a ticket but that everybody may read it.
fn in_public_only(c: &mut Change, ticket: &Ticket, author: &Person) -> desk::Result<bool> {
    let public = ticket.visibility == Visibility::Public && !author.role.is_staff();
    Ok(public && !tickets::takes_part(c.sql(), ticket.id, author.id)?)
}

fn by_message_id(c: &mut Change, id: &str) -> desk::Result<Option<Ticket>> {
    if let Some(ticket) = by_token(c.sql(), token_of(id))? {
        return Ok(Some(ticket));
    }
    if let Ok((ticket, _)) = community::by_key(c.sql(), token_of(id)) {
        return Ok(tickets::find(c.sql(), &Actor::system("thread"), ticket).ok());
    }
    tickets::find_by_rfc_ids(c.sql(), &[id.to_owned()])
}

/// Our Message-IDs begin with the ticket's token.
fn token_of(message_id: &str) -> &str {
    message_id.split('.').next().unwrap_or_default()
}

fn sender(mail: &Understood, waiting: &Waiting) -> Option<(String, String)> {
    if !waiting.sender.is_empty() {
        return Some((String::new(), waiting.sender.clone()));
    }
    if let Some(from) = &mail.from {
        return Some((from.name.clone(), from.address.clone()));
    }
    (!waiting.envelope_from.is_empty()).then(|| (String::new(), waiting.envelope_from.clone()))
}

/// Where a mail wants to go.
enum Thread {
    /// It answers a mail about what is new in a ticket that its author takes part in.
    Comments(TicketId),
    /// Into this ticket, for this reason.
    Joins(Box<Ticket>, &'static str),
    /// It refers to this ticket, but comes from somebody who has no part in it.
    Suspected(Box<Ticket>),
    /// Nowhere yet.
    New,
}

/// The token in the address or in our Message-IDs is proof enough: only who got our mail knows it.
/// Other references count only for people who take part.
fn thread(
    c: &mut Change,
    ready: &Ready,
    mail: &Understood,
    detail: Option<&str>,
    author: &Person,
) -> desk::Result<Thread> {
    if let Some(detail) = detail {
        if let Some(ticket) = by_token(c.sql(), detail)? {
            // The mail that it answers may have been moved since.
            let followed = match mail.in_reply_to.as_ref().or(mail.references.last()) {
                Some(id) => tickets::followed_message(c.sql(), ticket.id, id)?,
                None => None,
            };
            return Ok(Thread::Joins(Box::new(followed.unwrap_or(ticket)), "token"));
        }
        if let Some(thread) = by_key(c, detail, author)? {
            return Ok(thread);
        }
    }
    let ids: Vec<String> = mail.references.iter().chain(mail.in_reply_to.iter()).cloned().collect();
    for id in ids.iter().rev() {
        if let Some(ticket) = by_token(c.sql(), token_of(id))? {
            // The message itself may have been split off since.
            let exact = tickets::find_by_rfc_ids(c.sql(), std::slice::from_ref(id))?;
            let ticket = Box::new(exact.unwrap_or(ticket));
            // What an agent was told is not the customer's to pass on: whoever got it from the agent is a stranger.
            let told = !author.role.is_staff() && notify::is_notice(c.sql(), id)?;
            if told && !tickets::takes_part(c.sql(), ticket.id, author.id)? {
                return Ok(Thread::Suspected(ticket));
            }
            return Ok(Thread::Joins(ticket, "token"));
        }
        if let Some(thread) = by_key(c, token_of(id), author)? {
            return Ok(thread);
        }
    }
    let Some(ticket) = tickets::find_by_rfc_ids(c.sql(), &ids)? else {
        return Ok(Thread::New);
    };
    let takes_part = !ready.doubtful() && tickets::takes_part(c.sql(), ticket.id, author.id)?;
    Ok(if takes_part { Thread::Joins(Box::new(ticket), "references") } else { Thread::Suspected(Box::new(ticket)) })
}

/// A key is proof only together with the address that it was sent to.
fn by_key(c: &mut Change, key: &str, author: &Person) -> desk::Result<Option<Thread>> {
    let (ticket, person) = match community::by_key(c.sql(), key) {
        Err(desk::Error::NotFound) => return Ok(None),
        found => found?,
    };
    if person == author.id {
        return Ok(Some(Thread::Comments(ticket)));
    }
    let found = tickets::find(c.sql(), &Actor::system("thread"), ticket);
    Ok(found.ok().map(|ticket| Thread::Suspected(Box::new(ticket))))
}

/// Adds a mail to a topic, under the same rules as on its page. What the community does not take is refused with the
/// reason, and nothing has happened then.
fn comment(
    c: &mut Change,
    ready: &Ready,
    mail: &Understood,
    ticket: TicketId,
    author: &Person,
) -> desk::Result<Result<Outcome, &'static str>> {
    let reply = customer_reply(ready, mail, author.id, "comment".to_owned());
    if author.role.is_staff() || mail.automatic == Automatic::AutoReply {
        let message = tickets::note_by_mail(c, ticket, &reply)?;
        return Ok(Ok(Outcome::Message(ticket, message)));
    }
    let CustomerReply { body, files, channel, mail, .. } = reply;
    let new = NewComment { body, files, channel, mail, then: None };
    let member = Actor::person(author.id, &author.name, Role::Customer, None);
    match c.in_the_name_of(&member, |c| community::comment(c, ticket, &new)) {
        Ok(posted) => Ok(Ok(Outcome::Message(ticket, posted.message))),
        Err(desk::Error::Refused(refusal)) => Ok(Err(refused(refusal))),
        Err(desk::Error::NotFound | desk::Error::Denied(_) | desk::Error::Invalid(_)) => Ok(Err("closed_topic")),
        Err(error) => Err(error),
    }
}

fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Rules => "refused_rules",
        Refusal::Banned(_) => "refused_banned",
        Refusal::Silenced(_) => "refused_silenced",
        Refusal::Locked => "refused_locked",
        Refusal::TooFast(_) => "refused_fast",
    }
}

fn join(
    c: &mut Change,
    ready: &Ready,
    mail: &Understood,
    ticket: &Ticket,
    author: &Person,
    why: &str,
) -> desk::Result<Outcome> {
    let reply = customer_reply(ready, mail, author.id, why.to_owned());
    // An agent's mail must not pass for the customer's words, nor a machine's for a person's.
    let as_note = (author.role.is_staff() && author.id != ticket.requester) || mail.automatic == Automatic::AutoReply;
    if as_note && let Some(outcome) = agents::answer(c, ready, mail, ticket, author)? {
        return Ok(outcome);
    }
    let message = if as_note {
        tickets::note_by_mail(c, ticket.id, &reply)?
    } else {
        let sender = Actor::ticket_link(author.id, &author.name, ticket.id);
        c.in_the_name_of(&sender, |c| tickets::reply_as_customer(c, ticket.id, &reply))?
    };
    Ok(Outcome::Message(ticket.id, message))
}

pub(super) fn customer_reply(ready: &Ready, mail: &Understood, author: desk::PersonId, why: String) -> CustomerReply {
    CustomerReply {
        author,
        body: body(mail),
        files: files(mail),
        channel: Channel::Mail,
        mail: facts(ready, mail, why),
    }
}

pub(super) fn facts(ready: &Ready, mail: &Understood, thread_why: String) -> MailFacts {
    MailFacts {
        raw_sha256: ready.waiting.raw_sha256.clone(),
        thread_why,
        checks: ready.checks.as_ref().map(ToString::to_string).unwrap_or_default(),
        ..said(mail)
    }
}

/// What the mail alone says of itself.
fn said(mail: &Understood) -> MailFacts {
    let automatic = match (mail.automatic, mail.auto_reply_allowed) {
        (Automatic::None, true) => "none",
        (Automatic::None, false) => "suppressed",
        (other, _) => other.code(),
    };
    MailFacts {
        rfc_id: mail.message_id.clone().filter(|id| id.len() <= limits::MESSAGE_ID_BYTES_MAX).unwrap_or_default(),
        automatic: automatic.to_owned(),
        headers: mail.headers.clone(),
        protection: mail.protection.map(|protection| protection.code().to_owned()).unwrap_or_default(),
        ..MailFacts::default()
    }
}

/// What its message says, wherever it is placed.
pub(super) fn reading(mail: &Understood) -> Reading {
    Reading { body: body(mail), files: files(mail), mail: said(mail) }
}

/// What the sender newly wrote, and the whole below it when that is more.
fn body(mail: &Understood) -> Body {
    let html = match &mail.reply_html {
        Some(html) => html.clone(),
        None => markup::text_to_html(&mail.reply),
    };
    // Some programs leave the history out of the text and not out of the HTML.
    let all_new = mail.reply.trim() == mail.text.trim() && mail.reply_html == mail.html;
    let quoted =
        if all_new { String::new() } else { mail.html.clone().unwrap_or_else(|| markup::text_to_html(&mail.text)) };
    fit(Body { html, quoted, text: mail.reply.clone() })
}

/// A ticket shows so much of a mail; the whole is kept as it came.
fn fit(body: Body) -> Body {
    let most = desk::limits::MESSAGE_CHARS_MAX / 2;
    let short = |text: &str| text.chars().take(most).collect::<String>();
    let text = short(&body.text);
    let html = if body.html.len() > most { markup::text_to_html(&text) } else { body.html };
    let quoted = if body.quoted.len() > most { String::new() } else { body.quoted };
    Body { html, quoted, text }
}

pub(super) fn files(mail: &Understood) -> Vec<NewFile> {
    mail.attachments
        .iter()
        .map(|attachment| NewFile {
            name: attachment.filename.clone(),
            content_type: content_type(&attachment.data, &attachment.content_type),
            content: attachment.data.clone(),
            inline: attachment.inline,
            content_id: attachment.content_id.clone().unwrap_or_default(),
            card: crate::cards::card(attachment),
        })
        .collect()
}

/// What the content is counts more than what the sender says it is.
fn content_type(content: &[u8], stated: &str) -> String {
    infer::get(content).map_or_else(|| stated.to_owned(), |kind| kind.mime_type().to_owned())
}
