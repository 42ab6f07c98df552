//! Searching public tickets, with the terms and the ranking of the help centre.

use std::collections::HashSet;

use store::{Conn, params};

use super::lists::{ROW_COLUMNS, Row, read_row};
use super::{Community, Standing};
use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::guides::asked::Asked;
use crate::guides::ranking::{Collection, rank};
use crate::guides::terms::{self, Terms};
use crate::guides::{self, LANGUAGES, Piece};
use crate::policy::{self, Action, LISTED};
use crate::settings::{self, Setting};
use crate::tickets::STATUS_COLUMNS;
use crate::{Time, limits};

/// A topic that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The topic.
    pub row: Row,
    /// Its title, with what was searched for marked.
    pub title: Vec<Piece>,
    /// The place that fits best.
    pub snippet: Vec<Piece>,
}

/// Searches the topics that the actor may read: `skip` are left out, `count` given at most. With `typing` the last word
/// may be unfinished.
///
/// # Errors
/// A query that is too short is refused; so is an actor who may not read the community.
pub fn search(
    conn: &mut Conn,
    actor: &Actor,
    text: &str,
    typing: bool,
    (skip, count): (usize, usize),
    now: Time,
) -> Result<Vec<Hit>> {
    searched(conn, actor, &terms::TOPICS, text, typing, (skip, count), now)
}

fn searched(
    conn: &mut Conn,
    actor: &Actor,
    source: &'static Terms,
    text: &str,
    typing: bool,
    (skip, count): (usize, usize),
    now: Time,
) -> Result<Vec<Hit>> {
    let community = Community::load(conn)?;
    let standing = Standing::of(conn, actor, &community, now)?;
    policy::allow_topic(actor, Action::ReadCommunity, &community, &standing, None)?;
    let text = text.trim();
    if text.chars().filter(|c| c.is_alphanumeric()).count() < limits::GUIDE_QUERY_CHARS_MIN {
        return Err(Error::field("q", "too_short"));
    }
    if text.chars().count() > limits::GUIDE_QUERY_CHARS_MAX || text.contains('\0') {
        return Err(Error::field("q", "too_long"));
    }
    let synonyms = settings::get(conn, Setting::Synonyms)?;
    let (mut ranked, mut known) = (Vec::new(), HashSet::new());
    for language in LANGUAGES {
        let asked = Asked::of(conn, source, text, language, typing, &synonyms)?;
        ranked.extend(rank(&asked.words, collection(conn, language)?));
        known.extend(asked.terms.into_iter().map(|term| (language, term)));
    }
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let wanted: Vec<String> = ranked.iter().skip(skip).take(count).map(|(id, _)| id.to_string()).collect();
    load(conn, &wanted, &known)
}

/// Topics near some words, such as those of a question that is being written; none for who may not read them.
///
/// # Errors
/// When the database fails.
pub fn near(conn: &mut Conn, actor: &Actor, text: &str, count: usize, now: Time) -> Result<Vec<Hit>> {
    let text: String = text.chars().take(limits::QUERY_CHARS_MAX).collect();
    match searched(conn, actor, &terms::TOPICS_BESIDE, &text, false, (0, count), now) {
        Err(Error::Invalid(_) | Error::NotFound | Error::Denied(_) | Error::Refused(_)) => Ok(Vec::new()),
        other => other,
    }
}

/// Of the newest ones, as many as are looked at for each term: the whole community would be counted with every search.
fn collection(conn: &mut Conn, language: &str) -> Result<Collection> {
    let sql = "select count(*), cast(coalesce(sum(words), 0) as bigint) from (
                 select words from topic_index where language = ?1 order by ticket_id desc limit ?2) newest";
    Ok(conn.one(sql, params![language, terms::TOPICS.newest], |row| {
        Ok(Collection { texts: row.get(0)?, words: row.get(1)? })
    })?)
}

/// The topics in the order of their ids here.
fn load(conn: &mut Conn, ids: &[String], known: &HashSet<(&str, String)>) -> Result<Vec<Hit>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "select {ROW_COLUMNS}, {STATUS_COLUMNS}, t.language,
                coalesce((select string_agg(x.text, ' ' order by x.id) from (
                   select m.text, m.id from message m where m.ticket_id = t.id and m.kind = 'reply'
                     and m.withdrawn_at is null and m.withheld = '' order by m.id limit {}) x), '')
         from ticket t join status w on w.id = t.status_id join person r on r.id = t.requester_id
         where t.id in ({}) and {LISTED}",
        limits::POSTS_INDEXED,
        ids.join(", ")
    );
    let mut rows = conn.query(&sql, &[], |row| Ok((read_row(row)?, row.get::<String>(17)?, row.get::<String>(18)?)))?;
    let mut out = Vec::with_capacity(rows.len());
    for id in ids {
        let Some(at) = rows.iter().position(|(row, ..)| row.id.to_string() == *id) else { continue };
        let (row, language, text) = rows.swap_remove(at);
        let language = guides::language(&language);
        let is_hit = |word: &str| known.contains(&(language, store::search::term(word, language)));
        let title = guides::pieces(&row.subject, &is_hit);
        let snippet = guides::snippet(&text, &is_hit);
        out.push(Hit { row, title, snippet });
    }
    Ok(out)
}
