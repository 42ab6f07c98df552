//! What moderators did, why, and taking it back.

use store::{Conn, params};

use super::sanctions::moderates;
use super::{Visibility, moderate, publish, sanctions, topic};
use crate::actor::Actor;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::Kind;
use crate::policy::{self, Action};
use crate::tickets::{self, Body};
use crate::{EventId, MessageId, PersonId, SanctionId, TicketId, Time, limits};

/// One act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// The event.
    pub id: EventId,
    /// What was done.
    pub kind: Kind,
    /// Who did it.
    pub actor: String,
    /// Why.
    pub because: String,
    /// The value before.
    pub before: String,
    /// The value after.
    pub after: String,
    /// When.
    pub at: Time,
    /// About which ticket, and what that is about.
    pub ticket: Option<(TicketId, String)>,
    /// About which post.
    pub message: Option<MessageId>,
    /// About whom.
    pub person: Option<(PersonId, String)>,
    /// It was taken back.
    pub undone: bool,
}

impl Act {
    /// Whether it can be taken back.
    #[must_use]
    pub fn is_undoable(&self) -> bool {
        !self.undone && UNDOABLE.contains(&self.kind)
    }
}

/// Acts that have an opposite.
const UNDOABLE: [Kind; 12] = [
    Kind::PostHidden,
    Kind::PostShown,
    Kind::PostEdited,
    Kind::PostRejected,
    Kind::TopicLocked,
    Kind::TopicUnlocked,
    Kind::TopicPinned,
    Kind::TopicMoved,
    Kind::VisibilityChanged,
    Kind::AnswerAccepted,
    Kind::AnswerOfficial,
    Kind::PersonSanctioned,
];

/// What the moderator did in this change, if it can be taken back.
///
/// # Errors
/// When the database fails.
pub fn done(c: &mut Change) -> Result<Option<EventId>> {
    let Some(first) = c.id() else { return Ok(None) };
    let codes: Vec<String> = UNDOABLE.iter().map(|kind| format!("'{}'", kind.code())).collect();
    let sql = format!(
        "select e.id from event e join moderation d on d.event_id = e.id
         where (e.id = ?1 or e.change_id = ?1) and e.kind in ({}) order by e.id desc limit 1",
        codes.join(", ")
    );
    Ok(c.sql().find(&sql, params![first], |row| row.get(0))?)
}

/// Whether an event is a moderator's act.
///
/// # Errors
/// When the database fails.
pub fn is_act(conn: &mut Conn, event: EventId) -> Result<bool> {
    Ok(conn.find("select 1 from moderation where event_id = ?1", params![event], |_| Ok(()))?.is_some())
}

/// What moderators did, the newest first; of one person if one is named.
///
/// # Errors
/// When the actor may not, or the database fails.
pub fn acts(
    conn: &mut Conn,
    actor: &Actor,
    person: Option<PersonId>,
    before: EventId,
) -> Result<(Vec<Act>, Option<EventId>)> {
    policy::allow(actor, Action::Moderate, None)?;
    let about = if person.is_some() { "d.person_id = ?2" } else { "cast(?2 as bigint) = 0" };
    let sql = format!(
        "select e.id, e.kind, e.actor_name, e.because, e.before, e.after, e.at, e.ticket_id,
                case when t.visibility = 'private' then '#' || t.id else t.subject end, e.message_id,
                d.person_id, p.name, e.undone_at is not null
         from moderation d join event e on e.id = d.event_id
         left join ticket t on t.id = e.ticket_id left join person p on p.id = d.person_id
         where d.event_id < ?1 and {about} order by d.event_id desc limit {}",
        limits::TOPIC_ROWS + 1
    );
    let me = person.map_or(0, |person| person.0);
    let mut rows = conn.query(&sql, params![before, me], |row| {
        let ticket: Option<TicketId> = row.get(7)?;
        let person: Option<PersonId> = row.get(10)?;
        Ok(Act {
            id: row.get(0)?,
            kind: Kind::from_code(&row.get::<String>(1)?).unwrap_or(Kind::Configured),
            actor: row.get(2)?,
            because: row.get(3)?,
            before: row.get(4)?,
            after: row.get(5)?,
            at: row.get(6)?,
            ticket: ticket.zip(row.get::<Option<String>>(8)?),
            message: row.get(9)?,
            person: person.zip(row.get::<Option<String>>(11)?),
            undone: row.get(12)?,
        })
    })?;
    let more = rows.len() > limits::TOPIC_ROWS;
    rows.truncate(limits::TOPIC_ROWS);
    let next = rows.last().filter(|_| more).map(|act| act.id);
    Ok((rows, next))
}

/// Takes an act back, whoever did it: moderators answer for one another.
///
/// # Errors
/// [`Error::TooLate`] when it was taken back before, or something else was done since.
pub fn undo(c: &mut Change, act: EventId) -> Result<()> {
    moderates(c)?;
    let (kind, before, ticket, message, after) = c
        .sql()
        .find(
            "select e.kind, e.before, e.ticket_id, e.message_id, e.after from moderation d join event e on e.id = d.event_id
             where e.id = ?1 and e.undone_at is null",
            params![act],
            |row| {
                Ok((
                    row.get::<String>(0)?,
                    row.get::<String>(1)?,
                    row.get::<Option<TicketId>>(2)?,
                    row.get::<Option<MessageId>>(3)?,
                    row.get::<String>(4)?,
                ))
            },
        )?
        .ok_or(Error::TooLate)?;
    let the_ticket = ticket.ok_or(Error::TooLate);
    let the_message = message.ok_or(Error::TooLate);
    let earlier = || before.parse::<i64>().ok().map(MessageId);
    let kind = Kind::from_code(&kind).ok_or(Error::TooLate)?;
    not_overtaken(c, act, kind)?;
    match kind {
        Kind::PostRejected if after == Visibility::Private.code() => {
            moderate::hold_again(c, the_ticket?, the_message?)?
        }
        Kind::PostRejected => {
            moderate::reject_back(c, the_ticket?, the_message?)?;
        }
        Kind::PostHidden => moderate::show(c, the_message?, WHY).map(|_| ())?,
        Kind::PostShown => moderate::hide(c, the_message?, WHY, None).map(|_| ())?,
        Kind::PostEdited => words_back(c, the_ticket?, the_message?, act)?,
        Kind::TopicLocked => moderate::unlock(c, the_ticket?, WHY)?,
        Kind::TopicUnlocked => relock(c, the_ticket?)?,
        Kind::TopicPinned => moderate::pin(c, the_ticket?, after.is_empty())?,
        Kind::TopicMoved => {
            let category = before.parse().map_err(|_| Error::TooLate)?;
            let ticket = the_ticket?;
            still(topic::load(c.sql(), ticket)?.category, &after)?;
            moderate::move_to(c, ticket, category)?;
        }
        Kind::VisibilityChanged => publish::back(c, the_ticket?, &before, act)?,
        Kind::AnswerAccepted => {
            let ticket = the_ticket?;
            still(topic::load(c.sql(), ticket)?.accepted, &after)?;
            moderate::accept_answer(c, ticket, earlier())?;
        }
        Kind::AnswerOfficial => {
            let ticket = the_ticket?;
            still(topic::load(c.sql(), ticket)?.official, &after)?;
            moderate::set_official(c, ticket, earlier())?;
        }
        Kind::PersonSanctioned => {
            let id = after.parse::<SanctionId>().map_err(|_| Error::TooLate)?;
            sanctions::lift(c, id, WHY)?;
        }
        _ => return Err(Error::TooLate),
    }
    if matches!(kind, Kind::TopicLocked | Kind::AnswerAccepted) {
        tickets::undo_status(c, act)?;
    }
    let now = c.now();
    c.sql().execute("update event set undone_at = ?2 where id = ?1", params![act, now])?;
    Ok(())
}

const WHY: &str = "taken_back";

fn relock(c: &mut Change, ticket: TicketId) -> Result<()> {
    let summary =
        c.sql().one("select summary from ticket where id = ?1", params![ticket], |row| row.get::<String>(0))?;
    moderate::lock(c, ticket, &moderate::Lock { summary, ..moderate::Lock::default() })
}

/// Acts of the same family on the same post or topic: the newest of them alone says how it is now.
const FAMILIES: [&[Kind]; 3] = [
    &[Kind::PostHidden, Kind::PostShown, Kind::PostApproved, Kind::PostRejected, Kind::PostHeld],
    &[Kind::TopicLocked, Kind::TopicUnlocked],
    &[Kind::TopicPinned],
];

/// An act is taken back while it is the newest of its family: nothing newer is overwritten.
fn not_overtaken(c: &mut Change, act: EventId, kind: Kind) -> Result<()> {
    let Some(family) = FAMILIES.iter().find(|family| family.contains(&kind)) else { return Ok(()) };
    let codes: Vec<String> = family.iter().map(|kind| format!("'{}'", kind.code())).collect();
    let sql = format!(
        "select exists (select 1 from event n join event e on e.id = ?1
                         where n.ticket_id = e.ticket_id and n.id > e.id and n.kind in ({})
                           and coalesce(n.message_id, 0) = coalesce(e.message_id, 0))",
        codes.join(", ")
    );
    if c.sql().one(&sql, params![act], |row| row.get::<bool>(0))? { Err(Error::TooLate) } else { Ok(()) }
}

/// The same for what has a value.
fn still<T: ToString>(now: Option<T>, after: &str) -> Result<()> {
    let now = now.map(|now| now.to_string()).unwrap_or_default();
    if now == after { Ok(()) } else { Err(Error::TooLate) }
}

/// Gives a message the words that it had before an act, if nobody changed it since.
pub(super) fn words_back(c: &mut Change, ticket: TicketId, message: MessageId, act: EventId) -> Result<()> {
    let found = c.sql().find(
        "select v.html, v.quoted, v.text from message_version v join event e on e.at = v.at
         where v.message_id = ?1 and e.id = ?2
           and not exists (select 1 from message_version n where n.message_id = ?1 and n.id > v.id)",
        params![message, act],
        |row| Ok(Body { html: row.get(0)?, quoted: row.get(1)?, text: row.get(2)? }),
    )?;
    let body = found.ok_or(Error::TooLate)?;
    moderate::replace(c, ticket, message, &body, WHY)?;
    moderate::seen_anew(c, ticket)
}
