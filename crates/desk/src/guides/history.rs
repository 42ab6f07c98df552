//! Versions of a text: who wrote what, and back to an older one.

use similar::{ChangeTag, TextDiff};
use store::{Conn, params};

use super::page;
use super::writing::{Saved, publish};
use super::{Fields, Written};
use super::{Guide, HelpCentre};
use crate::change::Change;
use crate::error::{Error, Result};
use crate::policy::{self, Action};
use crate::{GuideId, GuideTextId, Time, limits};

/// One saved version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its number, from 1.
    pub number: i64,
    /// The title.
    pub title: String,
    /// Markdown.
    pub source: String,
    /// Who saved it.
    pub author: String,
    /// When.
    pub at: Time,
    /// The version that it brought back.
    pub reverts: Option<i64>,
}

/// The newest `count` versions of a text up to a number, newest first.
///
/// # Errors
/// When the database fails.
pub fn versions(conn: &mut Conn, text: GuideTextId, up_to: i64, count: i64) -> Result<Vec<Version>> {
    let sql = "select v.version, v.title, v.source, p.name, v.at, v.reverts
               from guide_version v join person p on p.id = v.person_id
               where v.text_id = ?1 and v.version <= ?3 order by v.version desc limit ?2";
    Ok(conn.query(sql, params![text, count, up_to], |row| {
        Ok(Version {
            number: row.get(0)?,
            title: row.get(1)?,
            source: row.get(2)?,
            author: row.get(3)?,
            at: row.get(4)?,
            reverts: row.get(5)?,
        })
    })?)
}

/// One version of a text, if there is one of that number.
///
/// # Errors
/// When the database fails.
pub fn version(conn: &mut Conn, text: GuideTextId, number: i64) -> Result<Option<Version>> {
    Ok(versions(conn, text, number, 1)?.pop().filter(|version| version.number == number))
}

/// A line of a text and the version that brought it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The line.
    pub text: String,
    /// A number of [`Version`].
    pub version: i64,
}

/// Who wrote each line of the newest version: what the oldest shown version has is said to be its own.
#[must_use]
pub fn blame(versions: &[Version]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for version in versions.iter().rev() {
        let before = lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>();
        let after: Vec<&str> = version.source.lines().collect();
        let diff = TextDiff::configure().timeout(limits::BLAME_TIME).diff_slices(&before, &after);
        let mut next = Vec::with_capacity(after.len());
        for change in diff.iter_all_changes() {
            let known = change.old_index().and_then(|at| lines.get(at));
            match (change.tag(), known) {
                (ChangeTag::Delete, _) => {}
                (ChangeTag::Equal, Some(line)) => next.push(line.clone()),
                _ => next.push(Line { text: change.value().to_owned(), version: version.number }),
            }
        }
        lines = next;
    }
    lines
}

/// Brings an older version back, as a new one.
///
/// # Errors
/// When there is no such version, or the actor may not.
pub fn revert(c: &mut Change, guide: GuideId, language: &str, version: i64) -> Result<Saved> {
    let (centre, actor) = (HelpCentre::load(c.sql())?, c.actor().clone());
    let found: Guide = page::guide(c.sql(), &actor, &centre, guide, Action::WriteGuides)?;
    policy::allow_guide(&actor, Action::PublishGuides, &centre, Some(&found.facts()))?;
    let person = actor.person.ok_or(Error::NotFound)?;
    let text = page::text_for(c.sql(), &actor, &centre, guide, language)?.ok_or(Error::NotFound)?;
    let sql = "select title, source from guide_version where text_id = ?1 and version = ?2";
    let old = c.sql().find(sql, params![text.id, version], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)))?;
    let (title, source) = old.ok_or(Error::NotFound)?;
    let written = Written { title, source, base: text.version };
    let saved = publish(c, person, Some(&found), language, &written, &Fields::of(&found), false)?;
    c.sql().execute(
        "update guide_version set reverts = ?3 where text_id = ?1 and version = ?2",
        params![saved.text, saved.version, version],
    )?;
    Ok(saved)
}
