//! From private to public and back. Nothing is copied: the ticket stays, and who may read it changes.

use markup::personal::{self, Found};
use store::{Conn, params};

use super::sanctions::moderates;
use super::{Visibility, admit, hold, moderate, noted, topic};
use crate::actor::Actor;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::mailflow::outbox::{self, MailKind};
use crate::people;
use crate::policy::{self, Action};
use crate::tickets::{self, Attachment, Body, Message};
use crate::{AttachmentId, CategoryId, EventId, MessageId, TicketId, limits};

/// Lets everybody read a question that a member is asking just now. Gives whether a moderator reads it first.
///
/// # Errors
/// [`Error::Refused`] with the reason why the member may not ask in public.
pub fn offer(c: &mut Change, ticket: TicketId, category: Option<CategoryId>) -> Result<bool> {
    let found = topic::load(c.sql(), ticket)?;
    let (message, body) = c.sql().one(
        "select id, html, text from message where ticket_id = ?1 order by id limit 1",
        params![ticket],
        |row| Ok((row.get::<MessageId>(0)?, Body { html: row.get(1)?, quoted: String::new(), text: row.get(2)? })),
    )?;
    let held = admit::admit_topic(c, found.requester, &found.subject, &body)?;
    let category = match category {
        Some(category) => {
            moderate::exists(c, category)?;
            Some(category)
        }
        None => first_category(c)?,
    };
    let visibility = if held.is_some() { Visibility::Held } else { Visibility::Public };
    c.sql().execute(
        "update ticket set visibility = ?2, topic_category_id = ?3 where id = ?1",
        params![ticket, visibility.code(), category],
    )?;
    if let Some(why) = held {
        hold(c, ticket, message, why)?;
    }
    moderate::seen_anew(c, ticket)?;
    Ok(held.is_some())
}

fn first_category(c: &mut Change) -> Result<Option<CategoryId>> {
    let sql = "select id from guide_category order by position, id limit 1";
    Ok(c.sql().find(sql, &[], |row| row.get(0))?)
}

/// A message of a private ticket with what in it is about persons.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The message.
    pub message: Message,
    /// What to take out of it.
    pub found: Vec<Found>,
}

/// The public part of a private ticket, for a moderator who thinks of showing it to everybody: what was found in the
/// subject, and each message with what was found there.
///
/// # Errors
/// [`Error::NotFound`] when the ticket does not exist for the actor.
pub fn proposal(conn: &mut Conn, actor: &Actor, id: TicketId) -> Result<(Vec<Found>, Vec<Proposal>)> {
    policy::allow(actor, Action::Moderate, None)?;
    let ticket = tickets::find(conn, actor, id)?;
    let names = names(conn, &ticket)?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (messages, _) = tickets::customer_messages(conn, id)?;
    let proposals = messages
        .into_iter()
        .map(|message| Proposal { found: personal::find(&markup::html_to_text(&message.html), &names), message })
        .collect();
    Ok((personal::find(&ticket.subject, &names), proposals))
}

/// The names of customers in the ticket, and of the company.
fn names(conn: &mut Conn, ticket: &tickets::Ticket) -> Result<Vec<String>> {
    let person = people::find(conn, ticket.requester)?;
    let mut names = conn.query(
        "select distinct p.name from person p where p.role = 'customer' and (p.id = ?2
           or p.id in (select person_id from participant where ticket_id = ?1)
           or p.id in (select author_id from message where ticket_id = ?1))",
        params![ticket.id, ticket.requester],
        |row| row.get::<String>(0),
    )?;
    names.extend(person.company);
    Ok(names)
}

/// How a private ticket becomes public.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Publication {
    /// Where it stands.
    pub category: Option<CategoryId>,
    /// Its subject in public.
    pub subject: String,
    /// Who asked is not named.
    pub anonymous: bool,
    /// Words to take out, and what stands there instead.
    pub replaced: Vec<(String, String)>,
    /// Messages that stay between the customer and the desk.
    pub left_out: Vec<MessageId>,
    /// Files that everybody may have.
    pub files: Vec<AttachmentId>,
}

/// Makes a private ticket public. What was taken out stays with the desk, as an earlier version of the message.
///
/// # Errors
/// When the first message is left out, or fields are wrong.
pub fn publish(c: &mut Change, id: TicketId, new: &Publication) -> Result<()> {
    moderates(c)?;
    let actor = c.actor().clone();
    let ticket = tickets::find(c.sql(), &actor, id)?;
    c.allow(Action::ChangeProperties, Some(&ticket.facts()))?;
    let found = topic::load(c.sql(), id)?;
    if found.visibility != Visibility::Private || !found.in_lists {
        return Err(Error::TooLate);
    }
    let subject = crate::one_line::one_line(&new.subject);
    if subject.is_empty() || subject.chars().count() > limits::SUBJECT_CHARS_MAX {
        return Err(Error::field("subject", if subject.is_empty() { "required" } else { "too_long" }));
    }
    if let Some(category) = new.category {
        moderate::exists(c, category)?;
    }
    let (messages, cut) = tickets::customer_messages(c.sql(), id)?;
    if cut {
        // Nobody looked at what the form did not show.
        return Err(Error::field("messages", "too_long"));
    }
    if messages.first().is_none_or(|first| new.left_out.contains(&first.id)) {
        return Err(Error::field("messages", "first"));
    }
    for message in &messages {
        if new.left_out.contains(&message.id) {
            let sql = "update message set withheld = 'internal' where id = ?1 and withheld = ''";
            c.sql().execute(sql, params![message.id])?;
        } else {
            c.sql().execute(
                "update message set withheld = '', withheld_because = '', withheld_by = null where id = ?1",
                params![message.id],
            )?;
            take_out(c, id, message, &new.replaced)?;
        }
        files_shown(c, &message.attachments, &new.files)?;
    }
    c.sql().execute(
        "update ticket set visibility = 'public', topic_category_id = coalesce(?2, topic_category_id), anonymous = ?3,
                           subject = ?4 where id = ?1",
        params![id, new.category, new.anonymous, &subject],
    )?;
    // What stood in the title before is kept with the first message.
    let first = messages.first().map_or(MessageId(0), |first| first.id);
    if subject != found.subject {
        let now = c.now();
        c.sql().execute(
            "insert into message_version (message_id, html, quoted, text, subject, because, person_id, at)
             select id, html, quoted, text, ?2, 'published', ?3, ?4 from message where id = ?1",
            params![first, &found.subject, actor.person, now],
        )?;
    }
    changed(c, id, found.visibility, Visibility::Public)?;
    outbox::queue(c, MailKind::Published, Some(id), None, found.requester, "")?;
    moderate::seen_anew(c, id)
}

fn take_out(c: &mut Change, id: TicketId, message: &Message, replaced: &[(String, String)]) -> Result<()> {
    let html = personal::blank_html(&message.html, replaced);
    let text = markup::html_to_text(&html);
    let known =
        c.sql().one("select text from message where id = ?1", params![message.id], |row| row.get::<String>(0))?;
    // A mail's plain part may say what nobody looked at. What was quoted below is never shown in public, and stays as
    // it is for the desk.
    if html == message.html && text.split_whitespace().eq(known.split_whitespace()) {
        return Ok(());
    }
    moderate::replace(c, id, message.id, &Body { html, quoted: message.quoted.clone(), text }, "published")
}

fn files_shown(c: &mut Change, files: &[Attachment], shown: &[AttachmentId]) -> Result<()> {
    for file in files {
        let withheld = !shown.contains(&file.id);
        c.sql().execute("update attachment set withheld = ?2 where id = ?1", params![file.id, withheld])?;
    }
    Ok(())
}

/// Takes a topic out of the community: it goes on between who asked and the desk.
///
/// # Errors
/// When it is private already, or the actor may not: moderators may, and whoever asked as long as nobody answered.
pub fn make_private(c: &mut Change, id: TicketId, because: &str) -> Result<()> {
    let actor = c.actor().clone();
    let found = topic::load(c.sql(), id)?;
    let asked = actor.person == Some(found.requester) && !others_wrote(c, &found)?;
    if !actor.is_staff() && !asked {
        return Err(if found.facts().listed {
            Error::Denied(crate::Denied(Action::Moderate))
        } else {
            Error::NotFound
        });
    }
    if found.visibility == Visibility::Private {
        return Err(Error::TooLate);
    }
    c.sql().execute("update ticket set visibility = 'private' where id = ?1", params![id])?;
    tickets::unmarked(c, id)?;
    outbox::cancel_topic(c, id)?;
    c.because(crate::one_line::one_line(because));
    changed(c, id, found.visibility, Visibility::Private)?;
    c.because(String::new());
    moderate::seen_anew(c, id)
}

/// Whether others wrote in a topic, be it that nobody sees it now.
fn others_wrote(c: &mut Change, topic: &topic::Topic) -> Result<bool> {
    Ok(c.sql().one(
        "select exists (select 1 from message where ticket_id = ?1 and kind = 'reply' and withdrawn_at is null
                          and withheld <> 'internal' and author_id <> ?2)",
        params![topic.id, topic.requester],
        |row| row.get(0),
    )?)
}

fn changed(c: &mut Change, id: TicketId, before: Visibility, after: Visibility) -> Result<()> {
    let person = topic::load(c.sql(), id)?.requester;
    noted(c, Event::on(Kind::VisibilityChanged, id).values(before.code(), after.code()), Some(person))
}

/// Whether words came to a ticket or were changed in it since an act, or by it: then nobody agreed to show them.
fn touched_since(c: &mut Change, id: TicketId, act: EventId) -> Result<bool> {
    Ok(c.sql().one(
        "select exists (select 1 from message m join event e on e.id = ?2 where m.ticket_id = ?1 and m.created_at > e.at)
             or exists (select 1 from message_version v join message m on m.id = v.message_id join event e on e.id = ?2
                         where m.ticket_id = ?1 and v.at >= e.at)
             or exists (select 1 from message_move where to_ticket = ?1 and event_id > ?2)",
        params![id, act],
        |row| row.get(0),
    )?)
}

/// Takes a change of visibility back. What was taken out of messages when they became public comes back with it.
pub(super) fn back(c: &mut Change, id: TicketId, before: &str, act: EventId) -> Result<()> {
    let found = topic::load(c.sql(), id)?;
    match Visibility::from_code(before) {
        Some(Visibility::Public) if found.visibility == Visibility::Private && !touched_since(c, id, act)? => {
            let actor = c.actor().clone();
            tickets::find(c.sql(), &actor, id)?;
            tickets::remarked(c, id)?;
            c.sql().execute("update ticket set visibility = 'public' where id = ?1", params![id])?;
            changed(c, id, Visibility::Private, Visibility::Public)?;
            moderate::seen_anew(c, id)
        }
        Some(Visibility::Private | Visibility::Held) if found.visibility == Visibility::Public => {
            make_private(c, id, "taken_back")?;
            let at =
                c.sql().one("select at from event where id = ?1", params![act], |row| row.get::<crate::Time>(0))?;
            let olds = c.sql().query(
                "select v.message_id, v.html, v.quoted, v.text, v.subject from message_version v
                 join message m on m.id = v.message_id where m.ticket_id = ?1 and v.at = ?2
                   and not exists (select 1 from message_version n where n.message_id = v.message_id and n.at > v.at)
                 order by v.id",
                params![id, at],
                |row| {
                    let body = Body { html: row.get(1)?, quoted: row.get(2)?, text: row.get(3)? };
                    Ok((row.get::<MessageId>(0)?, body, row.get::<String>(4)?))
                },
            )?;
            for (message, body, subject) in olds {
                if subject.is_empty() {
                    moderate::replace(c, id, message, &body, "taken_back")?;
                } else {
                    c.sql().execute("update ticket set subject = ?2 where id = ?1", params![id, &subject])?;
                }
            }
            Ok(())
        }
        _ => Err(Error::TooLate),
    }
}
