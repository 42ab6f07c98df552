//! What moderators do with topics and posts. Each act says why, stands in the log, and can be taken back.

use store::params;

use super::posts::{place_of, place_of_shown};
use super::sanctions::{moderates, reason};
use super::{Visibility, moderated, noted, recount, reindex, topic};
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::mailflow::{notify, outbox};
use crate::one_line::one_line;
use crate::policy::Action;
use crate::tickets::{self, Body, Category, Goal, MessageKind, Reply};
use crate::{CategoryId, MessageId, PersonId, TicketId, limits};

/// Takes a post out of everybody's sight; a mark with the reason stays.
///
/// # Errors
/// Without a reason, or when it is not there.
pub fn hide(c: &mut Change, message: MessageId, because: &str, rule: Option<i64>) -> Result<TicketId> {
    moderates(c)?;
    let (ticket, author) = place_of(c.sql(), message)?;
    let because = with_rule(&reason(because)?, rule);
    let by = c.actor().person;
    let waits = "select 1 from message where id = ?1 and withheld = 'held'";
    if c.sql().find(waits, params![message], |_| Ok(()))?.is_some() {
        return reject(c, message, &because);
    }
    let done = c.sql().execute(
        "update message set withheld = 'hidden', withheld_because = ?2, withheld_by = ?3
         where id = ?1 and withheld = ''",
        params![message, &because, by],
    )?;
    if done == 0 {
        return Err(Error::TooLate);
    }
    moderated(c, Event::on(Kind::PostHidden, ticket).message(message).because(because), Some(author))?;
    outbox::cancel_comments(c, message)?;
    super::settle(c, message, true)?;
    seen_anew(c, ticket)?;
    Ok(ticket)
}

/// The number of the rule goes with the reason, so that everybody can look it up.
fn with_rule(because: &str, rule: Option<i64>) -> String {
    rule.map_or_else(|| because.to_owned(), |rule| format!("{because} (§ {rule})"))
}

/// Shows a hidden post again.
///
/// # Errors
/// When it is not hidden.
pub fn show(c: &mut Change, message: MessageId, because: &str) -> Result<TicketId> {
    moderates(c)?;
    let (ticket, author) = place_of(c.sql(), message)?;
    let done = c.sql().execute(
        "update message set withheld = '', withheld_because = '', withheld_by = null where id = ?1 and withheld = 'hidden'",
        params![message],
    )?;
    if done == 0 {
        return Err(Error::TooLate);
    }
    moderated(c, Event::on(Kind::PostShown, ticket).message(message).because(because), Some(author))?;
    seen_anew(c, ticket)?;
    Ok(ticket)
}

/// Lets a post that waited be read by others: now it counts as written, for rules and mails too. A topic that waited
/// becomes public with it.
///
/// # Errors
/// When it does not wait.
pub fn approve(c: &mut Change, message: MessageId) -> Result<TicketId> {
    moderates(c)?;
    let (ticket, author) = place_of(c.sql(), message)?;
    freed(c, message, "")?;
    moderated(c, Event::on(Kind::PostApproved, ticket).message(message), Some(author))?;
    let found = topic::load(c.sql(), ticket)?;
    let opens = found.visibility == Visibility::Held;
    if opens {
        // What was said besides while it waited was said to the desk.
        c.sql().execute(
            "update message set withheld = 'internal' where ticket_id = ?1 and id <> ?2 and withheld = ''",
            params![ticket, message],
        )?;
        c.sql().execute("update ticket set visibility = 'public' where id = ?1", params![ticket])?;
    }
    seen_anew(c, ticket)?;
    if opens {
        notify::tell_admins(c, ticket, Some(message))?;
    } else {
        let kind = if author == found.requester { Kind::CustomerReplied } else { Kind::Commented };
        c.record(Event::on(kind, ticket).message(message))?;
    }
    Ok(ticket)
}

/// Does not let it be read: a comment is hidden, a topic stays between its author and the desk.
///
/// # Errors
/// Without a reason, or when it does not wait.
pub fn reject(c: &mut Change, message: MessageId, because: &str) -> Result<TicketId> {
    moderates(c)?;
    let because = reason(because)?;
    let (ticket, author) = place_of(c.sql(), message)?;
    let topic = topic::load(c.sql(), ticket)?.visibility == Visibility::Held;
    freed(c, message, if topic { "" } else { "hidden" })?;
    if topic {
        c.sql().execute("update ticket set visibility = 'private' where id = ?1", params![ticket])?;
    } else {
        let by = c.actor().person;
        c.sql().execute(
            "update message set withheld_because = ?2, withheld_by = ?3 where id = ?1",
            params![message, &because, by],
        )?;
    }
    let mut event = Event::on(Kind::PostRejected, ticket).message(message).because(because);
    if topic {
        event = event.values(Visibility::Held.code(), Visibility::Private.code());
    }
    moderated(c, event, Some(author))?;
    seen_anew(c, ticket)?;
    Ok(ticket)
}

/// A comment that was rejected waits again.
pub(super) fn reject_back(c: &mut Change, ticket: TicketId, message: MessageId) -> Result<()> {
    let sql = "select 1 from message where id = ?1 and ticket_id = ?2 and withheld = 'hidden'";
    c.sql().find(sql, params![message, ticket], |_| Ok(()))?.ok_or(Error::TooLate)?;
    super::hold(c, ticket, message, "taken_back")
}

/// A topic that was rejected waits again.
pub(super) fn hold_again(c: &mut Change, ticket: TicketId, message: MessageId) -> Result<()> {
    if topic::load(c.sql(), ticket)?.visibility != Visibility::Private {
        return Err(Error::TooLate);
    }
    c.sql().execute("update ticket set visibility = 'held' where id = ?1", params![ticket])?;
    super::hold(c, ticket, message, "taken_back")
}

fn freed(c: &mut Change, message: MessageId, to: &str) -> Result<()> {
    let done = c.sql().execute(
        "update message set withheld = ?2, withheld_because = '' where id = ?1 and withheld = 'held'",
        params![message, to],
    )?;
    if done == 0 { Err(Error::TooLate) } else { Ok(()) }
}

/// Changes the words of a post; a mark says so, and what stood there before is kept for moderators. Authors may, too,
/// for a while.
///
/// # Errors
/// When nothing is left, it says the same, or the actor may not.
pub fn edit(c: &mut Change, message: MessageId, body: &Body, because: &str) -> Result<TicketId> {
    let (actor, now) = (c.actor().clone(), c.now());
    let (ticket, author) = place_of(c.sql(), message)?;
    let found = super::find(c.sql(), &actor, ticket, Action::Comment, now)?;
    let own = actor.person == Some(author);
    if !actor.is_staff() {
        let (written, withheld) =
            c.sql().one("select created_at, withheld from message where id = ?1", params![message], |row| {
                Ok((row.get::<crate::Time>(0)?, row.get::<String>(1)?))
            })?;
        if !own || withheld == "hidden" {
            return Err(Error::NotFound);
        }
        if written.elapsed(now) > limits::OWN_EDIT {
            return Err(Error::TooLate);
        }
    }
    let because = if own { one_line(because) } else { reason(because)? };
    body.check(false)?;
    let held = if own && !actor.is_staff() { super::admit::words_only(c, author, body)? } else { None };
    replace(c, ticket, message, body, &because)?;
    if let Some(why) = held {
        super::hold(c, ticket, message, why)?;
    }
    noted(c, Event::on(Kind::PostEdited, ticket).message(message).because(because), Some(author))?;
    seen_anew(c, found.id)?;
    Ok(ticket)
}

/// Writes other words over a message and keeps what stood there.
pub(super) fn replace(c: &mut Change, ticket: TicketId, message: MessageId, body: &Body, because: &str) -> Result<()> {
    let (now, by) = (c.now(), c.actor().person.ok_or(Error::NotFound)?);
    c.sql().execute(
        "insert into message_version (message_id, html, quoted, text, because, person_id, at)
         select id, html, quoted, text, ?2, ?3, ?4 from message where id = ?1",
        params![message, because, by, now],
    )?;
    c.sql().execute(
        "update message set html = ?2, quoted = ?3, text = ?4, edited_at = ?5, edited_by = ?6 where id = ?1",
        params![message, &body.html, &body.quoted, &body.text, now, by],
    )?;
    // Lists show the beginning of the last message.
    tickets::refresh(c, ticket)?;
    tickets::reindex(c, message)
}

/// How a topic is closed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    /// A last message, if there is one.
    pub message: Option<Body>,
    /// What came out of it, Markdown; it stays on top of the topic.
    pub summary: String,
    /// Whether who took part gets a mail.
    pub tell: bool,
    /// Why, for the log.
    pub because: String,
}

/// Closes a topic in one go: the last message, the summary, and nobody adds anything any more.
///
/// # Errors
/// When it is closed already, or the words are too long.
pub fn lock(c: &mut Change, ticket: TicketId, lock: &Lock) -> Result<()> {
    let found = topic::moderated(c, ticket)?;
    if found.locked.is_some() {
        return Err(Error::TooLate);
    }
    let summary = markup::clean::lines(&lock.summary).trim().to_owned();
    if summary.chars().count() > limits::SUMMARY_CHARS_MAX {
        return Err(Error::field("summary", "too_long"));
    }
    let actor = c.actor().everywhere();
    let mut last = None;
    if let Some(body) = &lock.message {
        let reply = Reply {
            kind: MessageKind::Reply,
            body: body.clone(),
            uploads: Vec::new(),
            files: Vec::new(),
            seen: None,
            then: Some(Goal::Category(Category::Closed)),
        };
        last = Some(c.in_the_name_of(&actor, |c| tickets::reply(c, ticket, &reply))?);
    } else {
        c.in_the_name_of(&actor, |c| tickets::set_status(c, ticket, Category::Closed))?;
    }
    let (now, by) = (c.now(), c.actor().person);
    c.sql().execute(
        "update ticket set locked_at = ?2, locked_by = ?3, summary = ?4 where id = ?1",
        params![ticket, now, by, &summary],
    )?;
    moderated(c, Event::on(Kind::TopicLocked, ticket).because(one_line(&lock.because)), None)?;
    // The mails of the message follow from it; here is said who gets none, or that there was no message.
    c.react()?;
    match (last, lock.tell) {
        (Some(message), false) => outbox::cancel_comments(c, message)?,
        (None, true) => super::tell::locked(c, ticket)?,
        _ => {}
    }
    seen_anew(c, ticket)
}

/// Opens a closed topic again. Its summary is kept for the next time.
///
/// # Errors
/// When it is not closed.
pub fn unlock(c: &mut Change, ticket: TicketId, because: &str) -> Result<()> {
    topic::moderated(c, ticket)?;
    let done = c.sql().execute(
        "update ticket set locked_at = null, locked_by = null where id = ?1 and locked_at is not null",
        params![ticket],
    )?;
    if done == 0 {
        return Err(Error::TooLate);
    }
    moderated(c, Event::on(Kind::TopicUnlocked, ticket).because(one_line(because)), None)
}

/// Puts a topic first in its lists, or not any more.
///
/// # Errors
/// When it is like this already.
pub fn pin(c: &mut Change, ticket: TicketId, pinned: bool) -> Result<()> {
    topic::moderated(c, ticket)?;
    let done =
        c.sql().execute("update ticket set pinned = ?2 where id = ?1 and pinned <> ?2", params![ticket, pinned])?;
    if done == 0 {
        return Err(Error::TooLate);
    }
    let (before, after) = if pinned { ("", "yes") } else { ("yes", "") };
    moderated(c, Event::on(Kind::TopicPinned, ticket).values(before, after), None)
}

/// Puts a topic into another category.
///
/// # Errors
/// When there is no such category.
pub fn move_to(c: &mut Change, ticket: TicketId, category: CategoryId) -> Result<()> {
    let before = topic::moderated(c, ticket)?.category;
    if before == Some(category) {
        return Err(Error::TooLate);
    }
    exists(c, category)?;
    c.sql().execute("update ticket set topic_category_id = ?2 where id = ?1", params![ticket, category])?;
    let before = before.map(|id| id.to_string()).unwrap_or_default();
    moderated(c, Event::on(Kind::TopicMoved, ticket).values(before, category.to_string()), None)
}

pub(super) fn exists(c: &mut Change, category: CategoryId) -> Result<()> {
    let found =
        c.sql().find("select 1 from guide_category where id = ?1", params![category], |row| row.get::<i64>(0))?;
    found.map(|_| ()).ok_or_else(|| Error::field("category", "unknown"))
}

/// Says which answer helped, or that none did: whoever asked, and moderators. The question is settled by it.
///
/// # Errors
/// When the answer is none of this topic, or the actor may not.
pub fn accept_answer(c: &mut Change, ticket: TicketId, answer: Option<MessageId>) -> Result<()> {
    let (actor, now) = (c.actor().clone(), c.now());
    let found = super::find(c.sql(), &actor, ticket, Action::React, now)?;
    if !actor.is_staff() && actor.person != Some(found.requester) {
        return Err(Error::Denied(crate::Denied(Action::Moderate)));
    }
    mark(c, ticket, "accepted_id", found.accepted, answer, Kind::AnswerAccepted)?;
    if answer.is_some() {
        c.in_the_name_of(&crate::Actor::system("accepted"), |c| tickets::set_status(c, ticket, Category::Closed))?;
    }
    Ok(())
}

/// Says that a post is what the organisation says, or that none is.
///
/// # Errors
/// When the post is none of this topic, or the actor may not.
pub fn set_official(c: &mut Change, ticket: TicketId, answer: Option<MessageId>) -> Result<()> {
    let found = topic::moderated(c, ticket)?;
    mark(c, ticket, "official_id", found.official, answer, Kind::AnswerOfficial)
}

fn mark(
    c: &mut Change,
    ticket: TicketId,
    column: &str,
    before: Option<MessageId>,
    after: Option<MessageId>,
    kind: Kind,
) -> Result<()> {
    if before == after {
        return Err(Error::TooLate);
    }
    let mut author: Option<PersonId> = None;
    if let Some(answer) = after {
        let first = tickets::is_first_message(c.sql(), ticket, answer)?;
        let place = place_of_shown(c.sql(), answer).map_or(None, |(of, by)| (of == ticket && !first).then_some(by));
        author = Some(place.ok_or_else(|| Error::field("answer", "unknown"))?);
    }
    c.sql().execute(&format!("update ticket set {column} = ?2 where id = ?1"), params![ticket, after])?;
    let text = |id: Option<MessageId>| id.map(|id| id.to_string()).unwrap_or_default();
    let mut event = Event::on(kind, ticket).values(text(before), text(after));
    event.message = after;
    noted(c, event, author)?;
    seen_anew(c, ticket)
}

/// The counters and the search after what others see has changed.
pub(super) fn seen_anew(c: &mut Change, ticket: TicketId) -> Result<()> {
    recount(c, ticket)?;
    reindex(c, ticket)?;
    c.announce_topic(format!("question:{ticket}"));
    c.announce_topic("tickets".to_owned());
    Ok(())
}
