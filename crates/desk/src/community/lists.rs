//! Lists of topics, and what waits for moderators.

use store::{Conn, params};

use crate::actor::Actor;
use crate::error::Result;
use crate::policy::{self, Action, LISTED};
use crate::tickets::{STATUS_COLUMNS, Status, codes};
use crate::{CategoryId, MessageId, PersonId, TicketId, Time, limits};

codes! {
    /// Which topics.
    Part {
        /// All of them.
        All = "all",
        /// Nobody else wrote yet.
        Unanswered = "unanswered",
        /// The reader asked, wrote in it, or watches it.
        Mine = "mine",
    }
}

/// Where a page begins: after this topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TopicCursor {
    /// It stands among the pinned ones.
    pub pinned: bool,
    /// Its newest post.
    pub at: Time,
    /// Its number.
    pub id: TicketId,
}

impl TopicCursor {
    /// For addresses of pages.
    #[must_use]
    pub fn code(self) -> String {
        format!("{}.{}.{}", u8::from(self.pinned), self.at.0, self.id)
    }

    /// Reads what [`TopicCursor::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let (pinned, rest) = code.split_once('.')?;
        let (at, id) = rest.split_once('.')?;
        Some(Self { pinned: pinned == "1", at: Time(at.parse().ok()?), id: id.parse().ok()? })
    }
}

/// A topic in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The number.
    pub id: TicketId,
    /// What it is about.
    pub subject: String,
    /// Who asked; no name where it is not shown.
    pub asked_by: (PersonId, String),
    /// Where it stands.
    pub category: Option<CategoryId>,
    /// The newest post.
    pub at: Time,
    /// Comments.
    pub comments: i64,
    /// How far it is.
    pub status: Status,
    /// Somebody of the desk has it.
    pub has_assignee: bool,
    /// First in its lists.
    pub pinned: bool,
    /// Nobody adds anything.
    pub locked: bool,
    /// An answer was accepted, or is official.
    pub solved: bool,
    /// Somebody else than who asked wrote.
    pub answered: bool,
}

/// One page.
#[derive(Debug, Clone, Default)]
pub struct RowsPage {
    /// The topics.
    pub rows: Vec<Row>,
    /// Where the next page begins, if there is one.
    pub next: Option<TopicCursor>,
}

pub(super) const ROW_COLUMNS: &str =
    "t.id, t.subject, t.requester_id, case when t.anonymous then '' else r.name end, t.topic_category_id, t.topic_at,
     t.comments, t.assignee_id is not null, t.pinned, t.locked_at is not null,
     t.accepted_id is not null or t.official_id is not null, t.answered";

pub(super) fn read_row(row: &store::Row) -> store::Result<Row> {
    Ok(Row {
        id: row.get(0)?,
        subject: row.get(1)?,
        asked_by: (row.get(2)?, row.get(3)?),
        category: row.get(4)?,
        at: row.get(5)?,
        comments: row.get(6)?,
        has_assignee: row.get(7)?,
        pinned: row.get(8)?,
        locked: row.get(9)?,
        solved: row.get(10)?,
        answered: row.get(11)?,
        status: Status::read(row, 12)?,
    })
}

/// Topics, pinned ones first, then by their newest post. Whoever asks may read the community.
///
/// # Errors
/// When the database fails.
pub fn list(
    conn: &mut Conn,
    actor: &Actor,
    part: Part,
    category: Option<CategoryId>,
    after: Option<TopicCursor>,
) -> Result<RowsPage> {
    let me = actor.person.map_or(0, |person| person.0);
    let narrowed = match part {
        Part::All => "true".to_owned(),
        // The literals match the partial index.
        Part::Unanswered => "not t.answered and t.category <> 'closed'".to_owned(),
        Part::Mine => format!(
            "t.id in (select id from ticket where requester_id = {me}
                      union select ticket_id from message where author_id = {me} and kind = 'reply'
                      union select ticket_id from topic_follow where person_id = {me} and level = 'watch')"
        ),
    };
    let of_category = category.map_or_else(|| "true".to_owned(), |id| format!("t.topic_category_id = {id}"));
    // The longest without an answer need one most, pinned or not.
    let (order, cursor) = match part {
        Part::Unanswered => ("t.topic_at, t.id", "(t.topic_at, t.id) < (?2, ?3) and (cast(?1 as boolean) or true)"),
        _ => ("t.pinned, t.topic_at, t.id", "(t.pinned, t.topic_at, t.id) < (?1, ?2, ?3)"),
    };
    let after = after.unwrap_or(TopicCursor { pinned: true, at: Time(i64::MAX), id: TicketId(i64::MAX) });
    let sql = format!(
        "select {ROW_COLUMNS}, {STATUS_COLUMNS} from ticket t
         join status w on w.id = t.status_id join person r on r.id = t.requester_id
         where {LISTED} and {narrowed} and {of_category} and {cursor}
         order by {} limit {}",
        order.split(", ").map(|column| format!("{column} desc")).collect::<Vec<_>>().join(", "),
        limits::TOPIC_ROWS + 1
    );
    let mut rows = conn.query(&sql, params![after.pinned, after.at, after.id], read_row)?;
    let more = rows.len() > limits::TOPIC_ROWS;
    rows.truncate(limits::TOPIC_ROWS);
    let next = rows.last().filter(|_| more).map(|row| TopicCursor { pinned: row.pinned, at: row.at, id: row.id });
    Ok(RowsPage { rows, next })
}

/// The newest topics, for front pages.
///
/// # Errors
/// When the database fails.
pub fn recent(conn: &mut Conn, count: usize) -> Result<Vec<Row>> {
    let sql = format!(
        "select {ROW_COLUMNS}, {STATUS_COLUMNS} from ticket t
         join status w on w.id = t.status_id join person r on r.id = t.requester_id
         where {LISTED} order by t.pinned desc, t.topic_at desc, t.id desc limit {count}"
    );
    Ok(conn.query(&sql, &[], read_row)?)
}

/// A post that waits for a moderator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its ticket.
    pub ticket: TicketId,
    /// The post.
    pub message: MessageId,
    /// What the ticket is about.
    pub subject: String,
    /// The whole topic waits.
    pub is_topic: bool,
    /// Who wrote it.
    pub author: (PersonId, String),
    /// Since when they are here.
    pub author_since: Time,
    /// The words, safe.
    pub html: String,
    /// Why it waits, as a code.
    pub because: String,
    /// When it was written.
    pub at: Time,
}

/// What waits for a moderator, the oldest first.
///
/// # Errors
/// When the actor may not, or the database fails.
pub fn held(conn: &mut Conn, actor: &Actor, after: MessageId) -> Result<(Vec<Held>, Option<MessageId>)> {
    policy::allow(actor, Action::Moderate, None)?;
    let sql = format!(
        "select m.ticket_id, m.id, t.subject, t.visibility = 'held', m.author_id, p.name, p.created_at, m.html,
                m.withheld_because, m.created_at
         from message m join ticket t on t.id = m.ticket_id join person p on p.id = m.author_id
         where m.withheld = 'held' and m.id > ?1 and t.place = '' and t.visibility <> 'private' order by m.id limit {}",
        limits::TOPIC_ROWS + 1
    );
    let mut rows = conn.query(&sql, params![after], |row| {
        Ok(Held {
            ticket: row.get(0)?,
            message: row.get(1)?,
            subject: row.get(2)?,
            is_topic: row.get(3)?,
            author: (row.get(4)?, row.get(5)?),
            author_since: row.get(6)?,
            html: row.get(7)?,
            because: row.get(8)?,
            at: row.get(9)?,
        })
    })?;
    let more = rows.len() > limits::TOPIC_ROWS;
    rows.truncate(limits::TOPIC_ROWS);
    let next = rows.last().filter(|_| more).map(|held| held.message);
    Ok((rows, next))
}

/// How many posts wait for a moderator: those held, and those reported. They stop at the bound of counts.
///
/// # Errors
/// When the database fails.
pub fn badges(conn: &mut Conn) -> Result<i64> {
    let bound = limits::COUNT_SHOWN_MAX + 1;
    Ok(conn.one(
        "select (select count(*) from (select 1 from message m join ticket t on t.id = m.ticket_id
                where m.withheld = 'held' and t.place = '' and t.visibility <> 'private' limit ?1) h)
              + (select count(distinct r.message_id) from (select r.message_id from report r join ticket t on t.id = r.ticket_id
                join message m on m.id = r.message_id
                where r.settled_at is null and m.withdrawn_at is null and t.visibility <> 'private' limit ?1) r)",
        params![bound],
        |row| row.get(0),
    )?)
}
