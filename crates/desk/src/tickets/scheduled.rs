//! Answers that leave later: written and checked now, sent at their time as if their author sent them then. What its
//! author would not send any more, because somebody wrote meanwhile or they may not, stays, and they are told why.

use std::collections::HashMap;

use store::{Conn, Row, params};

use super::conversation::{ATTACHMENT_COLUMNS, read_attachment};
use super::drafts::back_into_composer;
use super::files::keep_for_later;
use super::reply::{Way, answer, may_answer};
use super::{
    Attachment, Body, Channel, Goal, MailFacts, MessageKind, Named, Place, Reply, discard_draft, find, status,
};
use crate::actor::Actor;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::policy::{self, Action};
use crate::{AttachmentId, Desk, MessageId, PersonId, ScheduledId, TicketId, Time, limits, people};

/// An answer that leaves later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheduled {
    /// The row.
    pub id: ScheduledId,
    /// Where it goes, and what that is about.
    pub ticket: (TicketId, String),
    /// Whose it is.
    pub author: Named,
    /// The words.
    pub html: String,
    /// Its files.
    pub files: Vec<Attachment>,
    /// When it leaves.
    pub send_at: Time,
    /// Why it did not leave at its time, as a code; empty while that is ahead.
    pub kept: String,
}

/// What sending one needs.
struct Waiting {
    ticket: TicketId,
    author: PersonId,
    body: Body,
    goal: Option<Goal>,
    seen: MessageId,
}

/// Writes an answer that leaves at `send_at`.
///
/// # Errors
/// As an answer that leaves now; on `send_at` when that is past, too far ahead, or the agent has too many.
pub fn schedule(c: &mut Change, id: TicketId, new: &Reply, send_at: Time) -> Result<ScheduledId> {
    let ticket = may_answer(c, id, new)?;
    let author = c.actor().person.ok_or(Error::NotFound)?;
    let now = c.now();
    if send_at <= now {
        return Err(Error::field("send_at", "past"));
    }
    if send_at > now.plus(limits::SCHEDULED_AHEAD) {
        return Err(Error::field("send_at", "too_far"));
    }
    let sql = "select count(*) from scheduled_reply where person_id = ?1";
    if c.sql().one(sql, params![author], |row| row.get::<i64>(0))? >= limits::SCHEDULED_MAX {
        return Err(Error::field("send_at", "too_many_scheduled"));
    }
    let goal = new.then.map(Goal::code).unwrap_or_default();
    let scheduled = ScheduledId(c.sql().insert(
        "insert into scheduled_reply (ticket_id, person_id, html, text, goal, seen, send_at, created_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) returning id",
        params![id, author, &new.body.html, &new.body.text, &goal, ticket.last_message, send_at, now],
    )?);
    keep_for_later(c, id, scheduled, author, new)?;
    discard_draft(c, id)?;
    let moment = send_at.0.to_string();
    c.record(Event::on(Kind::AnswerScheduled, id).values(scheduled.to_string(), moment))?;
    Ok(scheduled)
}

/// Those of a ticket, for who has found it.
pub(super) fn of_ticket(conn: &mut Conn, ticket: TicketId) -> Result<Vec<Scheduled>> {
    read(conn, "r.ticket_id = ?1", ticket.into())
}

/// Those of the actor, in the order of their time.
///
/// # Errors
/// When the database fails.
pub fn own(conn: &mut Conn, actor: &Actor) -> Result<Vec<Scheduled>> {
    policy::allow(actor, Action::EnterAgentSpace, None)?;
    read(conn, &format!("r.person_id = ?1 and {}", policy::ticket_condition(actor)), actor.person.into())
}

fn read(conn: &mut Conn, condition: &str, value: store::Value) -> Result<Vec<Scheduled>> {
    let sql = format!(
        "select r.id, r.ticket_id, t.subject, r.person_id, p.name, r.html, r.send_at, r.kept
         from scheduled_reply r join ticket t on t.id = r.ticket_id join person p on p.id = r.person_id
         where {condition} order by r.send_at, r.id"
    );
    let mut found = conn.query(&sql, &[value], |row| {
        Ok(Scheduled {
            id: row.get(0)?,
            ticket: (row.get(1)?, row.get(2)?),
            author: (row.get(3)?, row.get(4)?),
            html: row.get(5)?,
            files: Vec::new(),
            send_at: row.get(6)?,
            kept: row.get(7)?,
        })
    })?;
    let ids: Vec<String> = found.iter().map(|one| one.id.to_string()).collect();
    if ids.is_empty() {
        return Ok(found);
    }
    let sql = format!(
        "select {ATTACHMENT_COLUMNS}, a.scheduled_id from attachment a where a.scheduled_id in ({}) order by a.id",
        ids.join(", ")
    );
    let mut files: HashMap<ScheduledId, Vec<Attachment>> = HashMap::new();
    for (id, file) in conn.query(&sql, &[], |row| Ok((row.get::<ScheduledId>(10)?, read_attachment(row)?)))? {
        files.entry(id).or_default().push(file);
    }
    for one in &mut found {
        one.files = files.remove(&one.id).unwrap_or_default();
    }
    Ok(found)
}

/// Sends the actor's own answer before its time, or after it was kept; `seen` is the newest message on the screen.
///
/// # Errors
/// [`Error::NotFound`] when it is not there any more or not for the actor, [`Error::Denied`] when it is somebody
/// else's; as an answer that leaves now.
pub fn send_now(c: &mut Change, id: ScheduledId, seen: Option<MessageId>) -> Result<MessageId> {
    let waiting = waiting(c, id)?.ok_or(Error::NotFound)?;
    let actor = c.actor().clone();
    let ticket = find(c.sql(), &actor, waiting.ticket)?;
    if actor.person != Some(waiting.author) {
        return Err(Error::Denied(crate::error::Denied(Action::Reply)));
    }
    if seen.is_some_and(|seen| seen < ticket.last_message) {
        return Err(Error::Moved { newest: ticket.last_message });
    }
    leave(c, id, &waiting, &actor)
}

/// Takes an answer back, its author's or a colleague's: it stands in the actor's composer again. Gives its ticket.
///
/// # Errors
/// [`Error::NotFound`] when it is not there any more, or not for the actor.
pub fn take_back(c: &mut Change, id: ScheduledId) -> Result<TicketId> {
    let waiting = waiting(c, id)?.ok_or(Error::NotFound)?;
    let actor = c.actor().clone();
    let ticket = find(c.sql(), &actor, waiting.ticket)?;
    c.allow(Action::Reply, Some(&ticket.facts()))?;
    let sql = "update attachment set scheduled_id = null, person_id = ?2 where scheduled_id = ?1";
    c.sql().execute(sql, params![id, actor.person])?;
    c.sql().execute("delete from scheduled_reply where id = ?1", params![id])?;
    back_into_composer(c, ticket.id, MessageKind::Reply, &waiting.body.html)?;
    c.record(Event::on(Kind::AnswerUnscheduled, ticket.id).values(id.to_string(), ""))?;
    Ok(ticket.id)
}

fn waiting(c: &mut Change, id: ScheduledId) -> Result<Option<Waiting>> {
    let read = |row: &Row| {
        Ok(Waiting {
            ticket: row.get(0)?,
            author: row.get(1)?,
            body: Body { html: row.get(2)?, quoted: String::new(), text: row.get(3)? },
            goal: Goal::from_code(&row.get::<String>(4)?),
            seen: row.get(5)?,
        })
    };
    let sql = "select ticket_id, person_id, html, text, goal, seen from scheduled_reply where id = ?1";
    Ok(c.sql().find(sql, params![id], read)?)
}

/// Sends an answer whose time has come, or keeps it; one that is not due any more stays as it is.
fn come(c: &mut Change, id: ScheduledId) -> Result<()> {
    let now = c.now();
    let sql = "select exists (select 1 from scheduled_reply where id = ?1 and kept = '' and send_at <= ?2)";
    if !c.sql().one(sql, params![id, now], |row| row.get::<bool>(0))? {
        return Ok(());
    }
    let Some(waiting) = waiting(c, id)? else { return Ok(()) };
    match author_of(c, &waiting)? {
        Ok(author) => c.in_the_name_of(&author, |c| leave(c, id, &waiting, &author)).map(|_| ()),
        Err(why) => keep(c, id, waiting.ticket, why),
    }
}

/// Who sends it, or why they would not.
fn author_of(c: &mut Change, waiting: &Waiting) -> Result<std::result::Result<Actor, &'static str>> {
    let Some(author) = people::staff_actor(c.sql(), waiting.author)? else { return Ok(Err("author_left")) };
    let author = Actor::person(author.person.id, &author.person.name, author.person.role, author.granted);
    let words = reply_of(waiting, Vec::new());
    // A file may be all that it is.
    let words = Reply { body: Body { text: "…".to_owned(), ..words.body }, ..words };
    let ticket = match c.in_the_name_of(&author, |c| may_answer(c, waiting.ticket, &words)) {
        Ok(ticket) => ticket,
        Err(Error::Refused(_)) => return Ok(Err("locked")),
        Err(Error::Store(error)) => return Err(Error::Store(error)),
        Err(_) => return Ok(Err("may_not")),
    };
    if ticket.place != Place::Desk {
        return Ok(Err("away"));
    }
    let news = "select exists (select 1 from message
                               where ticket_id = ?1 and id > ?2 and author_id <> ?3 and withdrawn_at is null)";
    let news = c.sql().one(news, params![waiting.ticket, waiting.seen, waiting.author], |row| row.get::<bool>(0))?;
    Ok(if news { Err("news") } else { Ok(author) })
}

fn reply_of(waiting: &Waiting, uploads: Vec<AttachmentId>) -> Reply {
    let (body, then) = (waiting.body.clone(), waiting.goal);
    Reply { kind: MessageKind::Reply, body, uploads, files: Vec::new(), seen: None, then }
}

fn leave(c: &mut Change, id: ScheduledId, waiting: &Waiting, author: &Actor) -> Result<MessageId> {
    let ticket = find(c.sql(), author, waiting.ticket)?;
    let uploads = c.sql().query(
        "update attachment set scheduled_id = null where scheduled_id = ?1 returning id",
        params![id],
        |row| row.get::<AttachmentId>(0),
    )?;
    c.sql().execute("delete from scheduled_reply where id = ?1", params![id])?;
    let statuses = status::of_type(c.sql(), ticket.kind)?;
    // The status that was chosen may have been deleted since.
    let then = waiting.goal.filter(|goal| status::reach(&statuses, &ticket.status, *goal).is_ok());
    let reply = Reply { then, ..reply_of(waiting, uploads) };
    let way = Way { channel: Channel::Web, from_composer: false, mail: MailFacts::default() };
    answer(c, ticket.id, &reply, &way)
}

fn keep(c: &mut Change, id: ScheduledId, ticket: TicketId, why: &str) -> Result<()> {
    c.sql().execute("update scheduled_reply set kept = ?2 where id = ?1", params![id, why])?;
    c.record(Event::on(Kind::AnswerKept, ticket).values(id.to_string(), why))?;
    Ok(())
}

/// Sends answers whose time has come, until the process ends.
pub async fn run(desk: Desk) {
    let actor = Actor::system("scheduled");
    loop {
        if let Err(error) = round(&desk, &actor).await {
            tracing::error!(%error, "scheduled answers could not be looked for");
        }
        tokio::time::sleep(limits::SCHEDULED_DUE_EVERY).await;
    }
}

async fn round(desk: &Desk, actor: &Actor) -> Result<()> {
    let now = Time::now();
    let due = desk
        .read(move |conn| {
            let sql = "select id from scheduled_reply where kept = '' and send_at <= ?1 order by send_at, id limit ?2";
            Ok(conn.query(sql, params![now, limits::SCHEDULED_BATCH], |row| row.get::<ScheduledId>(0))?)
        })
        .await?;
    for id in due {
        let Err(error) = desk.change(actor, move |c| come(c, id)).await else { continue };
        tracing::error!(%error, scheduled = id.0, "an answer could not be sent at its time");
        // The database may be back the next time; whatever else is wrong stays wrong.
        if !matches!(error, Error::Store(_)) {
            desk.change(actor, move |c| match waiting(c, id)? {
                Some(waiting) => keep(c, id, waiting.ticket, "failed"),
                None => Ok(()),
            })
            .await?;
        }
    }
    Ok(())
}
