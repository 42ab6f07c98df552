//! What readers tell us: whether a guide helped, what is read, what is searched for and not found.

use std::collections::HashMap;

use store::{Conn, params};

use super::lists::today;
use super::{HelpCentre, page};
use crate::actor::Actor;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::policy::Action;
use crate::{GuideId, GuideTextId, TicketId, limits};

/// Keeps whether a guide helped; a reader who says something else is counted once.
///
/// # Errors
/// When the guide does not exist for the actor, or the comment is too long.
pub fn vote(c: &mut Change, guide: GuideId, language: &str, reader: &str, helpful: bool, comment: &str) -> Result<()> {
    let actor = c.actor().clone();
    let found = page::find(c.sql(), &actor, guide)?;
    let (text, _) = page::read(c.sql(), found.id, language)?;
    if comment.chars().count() > limits::SUBJECT_CHARS_MAX * 4 {
        return Err(Error::field("comment", "too_long"));
    }
    let (now, comment) = (c.now(), markup::clean::lines(comment));
    c.sql().execute(
        "insert into guide_vote (text_id, reader, helpful, comment, at) values (?1, ?2, ?3, ?4, ?5)
         on conflict (text_id, reader) do update set
             helpful = excluded.helpful, at = excluded.at,
             comment = case when excluded.comment = '' then guide_vote.comment else excluded.comment end",
        params![text.id, reader, helpful, comment.trim(), now],
    )?;
    Ok(())
}

/// How many readers said that a text helped, of how many.
///
/// # Errors
/// When the database fails.
pub fn votes(conn: &mut Conn, text: GuideTextId) -> Result<(i64, i64)> {
    let sql = "select coalesce(cast(sum(case when helpful then 1 else 0 end) as bigint), 0), count(*)
               from guide_vote where text_id = ?1";
    Ok(conn.one(sql, params![text], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// What a node has counted since it last told the database.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Readings of guides.
    pub reads: HashMap<GuideId, i64>,
    /// Searches by language and folded words: how often, and how much the last one found.
    pub queries: HashMap<(&'static str, String), (i64, i64)>,
    /// Readings of public tickets.
    pub topics: HashMap<TicketId, i64>,
}

impl Tally {
    /// Whether there is nothing to tell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.reads.is_empty() && self.queries.is_empty() && self.topics.is_empty()
    }
}

/// Adds a tally to the counts of the day.
///
/// # Errors
/// When the database fails.
pub fn keep_tally(c: &mut Change, tally: &Tally) -> Result<()> {
    c.allow(Action::Purge, None)?;
    let day = today(c.now());
    for (guide, reads) in &tally.reads {
        c.sql().execute(
            "insert into guide_reading (guide_id, day, reads) values (?1, ?2, ?3)
             on conflict (guide_id, day) do update set reads = guide_reading.reads + excluded.reads",
            params![*guide, day, *reads],
        )?;
    }
    for (topic, reads) in &tally.topics {
        c.sql().execute("update ticket set views = views + ?2 where id = ?1", params![*topic, *reads])?;
    }
    for ((language, query), (times, found)) in &tally.queries {
        c.sql().execute(
            "insert into guide_query (language, query, day, times, found) values (?1, ?2, ?3, ?4, ?5)
             on conflict (day, language, query) do update set
                 times = guide_query.times + excluded.times, found = excluded.found",
            params![*language, query, day, *times, *found],
        )?;
    }
    Ok(())
}

/// Something that people searched for and did not find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The words, folded.
    pub query: String,
    /// `en` or `fr`.
    pub language: String,
    /// How often, of late.
    pub times: i64,
}

/// What people searched for of late without finding anything, the most often first.
///
/// # Errors
/// When the actor may not manage guides.
pub fn gaps(conn: &mut Conn, actor: &Actor) -> Result<Vec<Gap>> {
    HelpCentre::load(conn)?.allow(actor, Action::ManageGuides)?;
    let since = today(crate::Time::now()) - limits::GUIDE_READ_DAYS;
    // What has been found since is no gap any more.
    let sql = "select query, language, cast(sum(case when found = 0 then times else 0 end) as bigint)
               from guide_query where day > ?1 group by query, language
               having max(day) = max(case when found = 0 then day else 0 end) order by 3 desc, query limit 50";
    Ok(conn
        .query(sql, params![since], |row| Ok(Gap { query: row.get(0)?, language: row.get(1)?, times: row.get(2)? }))?)
}

/// What is known about the use of a guide.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Readings of late.
    pub reads: i64,
    /// Readers who said that it helped, in both languages.
    pub helpful: i64,
    /// Readers who said something.
    pub votes: i64,
    /// Tickets that readers opened all the same.
    pub tickets: i64,
    /// What readers said was missing, newest first.
    pub comments: Vec<String>,
}

/// The figures of a guide.
///
/// # Errors
/// When the actor may not manage guides.
pub fn figures(conn: &mut Conn, actor: &Actor, guide: GuideId) -> Result<Figures> {
    HelpCentre::load(conn)?.allow(actor, Action::ManageGuides)?;
    let since = today(crate::Time::now()) - limits::GUIDE_READ_DAYS;
    let reads = conn.one(
        "select coalesce(cast(sum(reads) as bigint), 0) from guide_reading where guide_id = ?1 and day > ?2",
        params![guide, since],
        |row| row.get(0),
    )?;
    let (helpful, votes) = conn.one(
        "select coalesce(cast(sum(case when v.helpful then 1 else 0 end) as bigint), 0), count(*)
         from guide_vote v join guide_text t on t.id = v.text_id where t.guide_id = ?1",
        params![guide],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let tickets =
        conn.one("select count(*) from guide_ticket where guide_id = ?1", params![guide], |row| row.get(0))?;
    let comments = conn.query(
        "select v.comment from guide_vote v join guide_text t on t.id = v.text_id
         where t.guide_id = ?1 and v.comment <> '' order by v.at desc limit 20",
        params![guide],
        |row| row.get(0),
    )?;
    Ok(Figures { reads, helpful, votes, tickets, comments })
}

/// Notes that somebody asked after reading a guide.
///
/// # Errors
/// When the database fails.
pub fn follow_up(c: &mut Change, guide: GuideId, ticket: TicketId) -> Result<()> {
    let actor = c.actor().clone();
    match page::find(c.sql(), &actor, guide) {
        Err(Error::NotFound) => return Ok(()),
        other => other?,
    };
    let now = c.now();
    c.sql().execute(
        "insert into guide_ticket (guide_id, ticket_id, at) values (?1, ?2, ?3) on conflict do nothing",
        params![guide, ticket, now],
    )?;
    Ok(())
}
