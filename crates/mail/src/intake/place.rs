//! Where a mail belongs: which ticket, as what, and why.

use desk::mailflow::inbound::{self, Outcome, Past};
use desk::people::{self, NewPerson, Person, Role};
use desk::tickets::{self, Body, Category, Channel, CustomerReply, MailFacts, NewFile, NewTicket, Priority, Ticket};
use desk::{Actor, Change, Time, routing};

use super::{Ready, by_token};
use crate::understand::{Automatic, Understood};

/// Puts one mail where it belongs.
pub(super) fn place(c: &mut Change, ready: &Ready, mail: &Understood) -> desk::Result<Outcome> {
    if let Some(ticket) = inbound::seen_before(c.sql(), &ready.fingerprint)? {
        return Ok(Outcome::Duplicate(ticket));
    }
    let Some((address, detail)) = routing::resolve_address(c.sql(), &ready.waiting.envelope_to)? else {
        return Ok(Outcome::Held("address_gone".into()));
    };
    if routing::come_back(c, address.id, mail.message_id.as_deref().unwrap_or_default())? {
        return Ok(Outcome::Noted("address_test"));
    }
    if let Some(outcome) = automatic(c, ready, mail)? {
        return Ok(outcome);
    }
    let Some((name, from)) = sender(mail, &ready.waiting.envelope_from) else {
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
    let thread = thread(c, mail, detail.as_deref(), &author)?;
    if let Thread::Joins(ticket, why) = &thread {
        return join(c, ready, mail, ticket, &author, why);
    }
    let related = match &thread {
        Thread::Suspected(ticket) => Some(ticket.id),
        _ => None,
    };
    let why = if related.is_some() { format!("unknown_sender:{from}") } else { String::new() };
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
    };
    let sender = Actor::person(author.id, &author.name, Role::Customer, None);
    let ticket = c.in_the_name_of(&sender, |c| tickets::open(c, &new))?;
    Ok(Outcome::Message(ticket.id, ticket.last_message))
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
            let author = ticket.requester;
            let reply = customer_reply(ready, mail, author, format!("{class}:"));
            let message = tickets::note_by_mail(c, ticket.id, &reply)?;
            return Ok(Some(Outcome::Message(ticket.id, message)));
        }
    }
    Ok(Some(Outcome::Held(class.into())))
}

fn by_message_id(c: &mut Change, id: &str) -> desk::Result<Option<Ticket>> {
    if let Some(ticket) = by_token(c.sql(), token_of(id))? {
        return Ok(Some(ticket));
    }
    tickets::find_by_rfc_ids(c.sql(), &[id.to_owned()])
}

/// Our Message-IDs begin with the ticket's token.
fn token_of(message_id: &str) -> &str {
    message_id.split('.').next().unwrap_or_default()
}

fn sender(mail: &Understood, envelope_from: &str) -> Option<(String, String)> {
    if let Some(from) = &mail.from {
        return Some((from.name.clone(), from.address.clone()));
    }
    (!envelope_from.is_empty()).then(|| (String::new(), envelope_from.to_owned()))
}

/// Where a mail wants to go.
enum Thread {
    /// Into this ticket, for this reason.
    Joins(Box<Ticket>, &'static str),
    /// It refers to this ticket, but comes from somebody who has no part in it.
    Suspected(Box<Ticket>),
    /// Nowhere yet.
    New,
}

/// The token in the address or in our Message-IDs is proof enough: only who got our mail knows it.
/// Other references count only for people who take part.
fn thread(c: &mut Change, mail: &Understood, detail: Option<&str>, author: &Person) -> desk::Result<Thread> {
    if let Some(detail) = detail
        && let Some(ticket) = by_token(c.sql(), detail)?
    {
        return Ok(Thread::Joins(Box::new(ticket), "token"));
    }
    let ids: Vec<String> = mail.references.iter().chain(mail.in_reply_to.iter()).cloned().collect();
    for id in ids.iter().rev() {
        if let Some(ticket) = by_token(c.sql(), token_of(id))? {
            // The message itself may have been split off since.
            let exact = tickets::find_by_rfc_ids(c.sql(), std::slice::from_ref(id))?;
            return Ok(Thread::Joins(Box::new(exact.unwrap_or(ticket)), "token"));
        }
    }
    let Some(ticket) = tickets::find_by_rfc_ids(c.sql(), &ids)? else {
        return Ok(Thread::New);
    };
    let takes_part = tickets::takes_part(c.sql(), ticket.id, author.id)?;
    Ok(if takes_part { Thread::Joins(Box::new(ticket), "references") } else { Thread::Suspected(Box::new(ticket)) })
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
    let message = if as_note {
        tickets::note_by_mail(c, ticket.id, &reply)?
    } else {
        let sender = Actor::ticket_link(author.id, &author.name, ticket.id);
        c.in_the_name_of(&sender, |c| tickets::reply_as_customer(c, ticket.id, &reply))?
    };
    Ok(Outcome::Message(ticket.id, message))
}

fn customer_reply(ready: &Ready, mail: &Understood, author: desk::PersonId, why: String) -> CustomerReply {
    CustomerReply {
        author,
        body: body(mail),
        files: files(mail),
        channel: Channel::Mail,
        mail: facts(ready, mail, why),
    }
}

fn facts(ready: &Ready, mail: &Understood, thread_why: String) -> MailFacts {
    let automatic = match (mail.automatic, mail.auto_reply_allowed) {
        (Automatic::None, true) => "none",
        (Automatic::None, false) => "suppressed",
        (other, _) => other.code(),
    };
    MailFacts {
        rfc_id: mail.message_id.clone().unwrap_or_default(),
        raw_sha256: ready.waiting.raw_sha256.clone(),
        automatic: automatic.to_owned(),
        thread_why,
        headers: mail.headers.clone(),
    }
}

/// What the sender newly wrote, and the whole below it when that is more.
fn body(mail: &Understood) -> Body {
    let html = match &mail.reply_html {
        Some(html) => html.clone(),
        None => markup::text_to_html(&mail.reply),
    };
    let quoted = if mail.reply.trim() == mail.text.trim() {
        String::new()
    } else {
        mail.html.clone().unwrap_or_else(|| markup::text_to_html(&mail.text))
    };
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

fn files(mail: &Understood) -> Vec<NewFile> {
    mail.attachments
        .iter()
        .map(|attachment| NewFile {
            name: attachment.filename.clone(),
            content_type: content_type(&attachment.data, &attachment.content_type),
            content: attachment.data.clone(),
            inline: attachment.inline,
            content_id: attachment.content_id.clone().unwrap_or_default(),
        })
        .collect()
}

/// What the content is counts more than what the sender says it is.
fn content_type(content: &[u8], stated: &str) -> String {
    infer::get(content).map_or_else(|| stated.to_owned(), |kind| kind.mime_type().to_owned())
}
