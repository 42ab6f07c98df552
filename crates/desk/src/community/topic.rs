//! A public ticket as verbs and pages need it.

use store::{Conn, params};

use super::{Community, Standing, Visibility};
use crate::actor::Actor;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::policy::{self, Action, TopicFacts};
use crate::tickets::{STATUS_COLUMNS, Status};
use crate::{CategoryId, MessageId, PersonId, TicketId, Time};

/// A public ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// The number.
    pub id: TicketId,
    /// What it is about.
    pub subject: String,
    /// Who asked.
    pub requester: PersonId,
    /// Their name as others see it; empty when it is not shown.
    pub asked_by: String,
    /// Who may read it.
    pub visibility: Visibility,
    /// It is in the lists: not spam, deleted or merged.
    pub in_lists: bool,
    /// Where it stands.
    pub category: Option<CategoryId>,
    /// How far it is.
    pub status: Status,
    /// Somebody of the desk has it.
    pub has_assignee: bool,
    /// First in its lists.
    pub pinned: bool,
    /// Nobody adds anything since then, and who closed it.
    pub locked: Option<(Time, String)>,
    /// What came out of it, Markdown.
    pub summary: String,
    /// The answer that helped.
    pub accepted: Option<MessageId>,
    /// What the organisation says.
    pub official: Option<MessageId>,
    /// Comments that others see.
    pub comments: i64,
    /// Somebody else than who asked wrote.
    pub answered: bool,
    /// How often it was read.
    pub views: i64,
    /// When it was opened.
    pub created_at: Time,
    /// The name of who asked is not shown.
    pub anonymous: bool,
    /// The ticket that its messages went to.
    pub merged_into: Option<TicketId>,
    /// The language it was asked in, or empty.
    pub language: String,
}

impl Topic {
    /// What the policy needs.
    #[must_use]
    pub fn facts(&self) -> TopicFacts {
        TopicFacts {
            listed: self.visibility == Visibility::Public && self.in_lists,
            held: self.visibility == Visibility::Held && self.in_lists,
            locked: self.locked.is_some(),
        }
    }
}

/// A topic with what the policy said about its reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The topic.
    pub topic: Topic,
    /// How the reader stands in the community.
    pub standing: Standing,
}

/// Whether a ticket is public and in the lists.
///
/// # Errors
/// When the database fails.
pub fn is_listed(conn: &mut Conn, id: TicketId) -> Result<bool> {
    let sql = format!("select exists (select 1 from ticket t where t.id = ?1 and {})", policy::LISTED);
    Ok(conn.one(&sql, params![id], |row| row.get(0))?)
}

/// Where the messages of a merged ticket went.
///
/// # Errors
/// When the database fails.
pub fn merged_into(conn: &mut Conn, id: TicketId) -> Result<Option<TicketId>> {
    let sql = "select merged_into from ticket where id = ?1 and place = 'merged' and visibility = 'public'";
    Ok(conn.find(sql, params![id], |row| row.get::<Option<TicketId>>(0))?.flatten())
}

/// A ticket as a topic, whoever asks.
pub(super) fn load(conn: &mut Conn, id: TicketId) -> Result<Topic> {
    let sql = format!(
        "select t.subject, t.requester_id, case when t.anonymous then '' else r.name end, t.visibility, t.place = '',
                t.topic_category_id, t.assignee_id is not null, t.pinned, t.locked_at, l.name, t.summary, t.accepted_id,
                t.official_id, t.comments, t.answered, t.views, t.created_at, t.anonymous, t.merged_into, t.language,
                {STATUS_COLUMNS}
         from ticket t join status w on w.id = t.status_id join person r on r.id = t.requester_id
         left join person l on l.id = t.locked_by where t.id = ?1"
    );
    let found = conn.find(&sql, params![id], |row| {
        let locked_at: Option<Time> = row.get(8)?;
        let locked_by: Option<String> = row.get(9)?;
        Ok(Topic {
            id,
            subject: row.get(0)?,
            requester: row.get(1)?,
            asked_by: row.get(2)?,
            visibility: Visibility::from_code(&row.get::<String>(3)?).unwrap_or(Visibility::Private),
            in_lists: row.get(4)?,
            category: row.get(5)?,
            has_assignee: row.get(6)?,
            pinned: row.get(7)?,
            locked: locked_at.map(|at| (at, locked_by.unwrap_or_default())),
            summary: row.get(10)?,
            accepted: row.get(11)?,
            official: row.get(12)?,
            comments: row.get(13)?,
            answered: row.get(14)?,
            views: row.get(15)?,
            created_at: row.get(16)?,
            anonymous: row.get(17)?,
            merged_into: row.get(18)?,
            language: row.get(19)?,
            status: Status::read(row, 20)?,
        })
    })?;
    found.ok_or(Error::NotFound)
}

/// A public ticket, or one that waits to be, for a moderator. What is private is nobody's business here, whoever asks.
pub(super) fn moderated(c: &mut Change, id: TicketId) -> Result<Topic> {
    c.allow(Action::Moderate, None)?;
    let topic = load(c.sql(), id)?;
    if topic.facts().listed || topic.facts().held { Ok(topic) } else { Err(Error::NotFound) }
}

/// The topic, if the actor may do `action` with it.
///
/// # Errors
/// [`Error::NotFound`] when it does not exist for the actor, [`Error::Refused`] with the reason why they may not.
pub fn find(conn: &mut Conn, actor: &Actor, id: TicketId, action: Action, now: Time) -> Result<Topic> {
    seen(conn, actor, id, action, now).map(|seen| seen.topic)
}

/// The same with how the actor stands.
///
/// # Errors
/// As [`find`].
pub fn seen(conn: &mut Conn, actor: &Actor, id: TicketId, action: Action, now: Time) -> Result<Seen> {
    let community = Community::load(conn)?;
    let standing = Standing::of(conn, actor, &community, now)?;
    let topic = load(conn, id)?;
    policy::allow_topic(actor, action, &community, &standing, Some(&topic.facts()))?;
    Ok(Seen { topic, standing })
}
