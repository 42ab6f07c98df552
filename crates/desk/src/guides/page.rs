//! One guide: found through the policy, read in a language.

use store::{Conn, Row, params};

use super::{HelpCentre, Kind, Readers, other_language};
use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::policy::{self, Action, GuideFacts};
use crate::{CategoryId, GuideId, GuideTextId, Time};

/// A guide, in no language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guide {
    /// The row.
    pub id: GuideId,
    /// Its file in an export.
    pub code: String,
    /// Where it stands.
    pub category: CategoryId,
    /// What it is.
    pub kind: Kind,
    /// Whom it is for.
    pub readers: Readers,
    /// Members cannot edit it.
    pub locked: bool,
    /// The front page names it.
    pub featured: bool,
    /// The token of its public link; empty when it has none.
    pub link: String,
    /// Readers have it in some language.
    pub published: bool,
    /// It is in the bin.
    pub trashed: bool,
}

impl Guide {
    /// What the policy asks.
    #[must_use]
    pub fn facts(&self) -> GuideFacts {
        GuideFacts { readers: self.readers, locked: self.locked, published: self.published && !self.trashed }
    }
}

/// A guide in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The row.
    pub id: GuideTextId,
    /// `en` or `fr`.
    pub language: String,
    /// Its title.
    pub title: String,
    /// Its Markdown.
    pub source: String,
    /// Safe HTML.
    pub html: String,
    /// Its words.
    pub text: String,
    /// The newest version.
    pub version: i64,
    /// Who wrote that.
    pub author: String,
    /// When.
    pub updated_at: Time,
    /// When it last said something new.
    pub changed_at: Time,
    /// When it last said the same as the other language.
    pub settled_at: Time,
    /// Since when readers have it.
    pub published_at: Option<Time>,
}

impl Reading {
    /// Whether the other language has said something since that this does not.
    #[must_use]
    pub fn is_behind(&self, other: &Self) -> bool {
        other.changed_at > self.settled_at
    }
}

const COLUMNS: &str = "g.id, g.code, g.category_id, g.kind, g.readers, g.locked, g.featured, g.link,
    exists (select 1 from guide_text t where t.guide_id = g.id and t.published_at is not null),
    g.trashed_at is not null";

fn read_guide(row: &Row) -> store::Result<Guide> {
    Ok(Guide {
        id: row.get(0)?,
        code: row.get(1)?,
        category: row.get(2)?,
        kind: Kind::from_code(&row.get::<String>(3)?).unwrap_or(Kind::Guide),
        // Whatever a newer version may write there is not for everybody.
        readers: Readers::from_code(&row.get::<String>(4)?).unwrap_or(Readers::Agents),
        locked: row.get(5)?,
        featured: row.get(6)?,
        link: row.get(7)?,
        published: row.get(8)?,
        trashed: row.get(9)?,
    })
}

/// A guide for whoever may do `action` with it.
pub(super) fn guide(conn: &mut Conn, actor: &Actor, centre: &HelpCentre, id: GuideId, action: Action) -> Result<Guide> {
    let found = conn.find(&format!("select {COLUMNS} from guide g where g.id = ?1"), params![id], read_guide)?;
    let found = found.ok_or(Error::NotFound)?;
    policy::allow_guide(actor, action, centre, Some(&found.facts()))?;
    Ok(found)
}

/// A guide that the actor may read.
///
/// # Errors
/// [`Error::NotFound`] when it does not exist for them.
pub fn find(conn: &mut Conn, actor: &Actor, id: GuideId) -> Result<Guide> {
    let centre = HelpCentre::load(conn)?;
    guide(conn, actor, &centre, id, Action::ReadGuides)
}

/// The guide of a public link.
///
/// # Errors
/// [`Error::NotFound`] when the link is dead.
pub fn by_link(conn: &mut Conn, actor: &Actor, token: &str) -> Result<Guide> {
    if token.is_empty() || token.contains('\0') {
        return Err(Error::NotFound);
    }
    let id = conn.find("select id from guide where link = ?1", params![token], |row| row.get::<GuideId>(0))?;
    find(conn, actor, id.ok_or(Error::NotFound)?)
}

/// The text of a guide in a language, published or not.
///
/// # Errors
/// When the database fails.
pub fn text(conn: &mut Conn, guide: GuideId, language: &str) -> Result<Option<Reading>> {
    let sql =
        "select t.id, t.language, t.title, t.source, t.html, t.text, t.version, p.name, t.updated_at, t.changed_at,
                      t.settled_at, t.published_at
               from guide_text t join person p on p.id = t.person_id where t.guide_id = ?1 and t.language = ?2";
    Ok(conn.find(sql, params![guide, language], |row| {
        Ok(Reading {
            id: row.get(0)?,
            language: row.get(1)?,
            title: row.get(2)?,
            source: row.get(3)?,
            html: row.get(4)?,
            text: row.get(5)?,
            version: row.get(6)?,
            author: row.get(7)?,
            updated_at: row.get(8)?,
            changed_at: row.get(9)?,
            settled_at: row.get(10)?,
            published_at: row.get(11)?,
        })
    })?)
}

/// The same for somebody who writes: who does not manage guides has only what readers have.
///
/// # Errors
/// When the database fails.
pub fn text_for(
    conn: &mut Conn,
    actor: &Actor,
    centre: &HelpCentre,
    guide: GuideId,
    language: &str,
) -> Result<Option<Reading>> {
    let manages = centre.allow(actor, Action::ManageGuides).is_ok();
    Ok(text(conn, guide, language)?.filter(|text| manages || text.published_at.is_some()))
}

/// A guide as readers of `language` get it, and its text in the other language if there is one.
///
/// # Errors
/// [`Error::NotFound`] when nothing is published.
pub fn read(conn: &mut Conn, guide: GuideId, language: &str) -> Result<(Reading, Option<Reading>)> {
    let published = |text: Option<Reading>| text.filter(|text| text.published_at.is_some());
    let wanted = published(text(conn, guide, language)?);
    let other = published(text(conn, guide, other_language(language))?);
    match (wanted, other) {
        (Some(wanted), other) => Ok((wanted, other)),
        (None, Some(other)) => Ok((other, None)),
        (None, None) => Err(Error::NotFound),
    }
}

/// A guide next to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// The guide.
    pub guide: GuideId,
    /// Its title.
    pub title: String,
}

/// The guides before and after a text in its category, each in the reader's language if it has that.
///
/// # Errors
/// When the database fails.
pub fn neighbours(
    conn: &mut Conn,
    actor: &Actor,
    guide: &Guide,
    reading: &Reading,
    language: &str,
) -> Result<(Option<Neighbour>, Option<Neighbour>)> {
    let centre = HelpCentre::load(conn)?;
    let key = super::sort_key(&reading.title);
    let mut near = |language: &str, instead: &str, comparison: &str, order: &str| {
        let sql = format!(
            "select g.id, t.title, t.sort_key, t.id from guide_text t join guide g on g.id = t.guide_id
             where t.published_at is not null and t.language = ?1 and g.category_id = ?2 and {} and {instead}
               and g.id <> ?5 and (t.sort_key, t.id) {comparison} (?3, ?4)
             order by t.sort_key {order}, t.id {order} limit 1",
            policy::guide_condition(actor, &centre)
        );
        conn.find(&sql, params![language, guide.category, &key, reading.id, guide.id], |row| {
            let neighbour = Neighbour { guide: row.get(0)?, title: row.get(1)? };
            Ok((row.get::<String>(2)?, row.get::<i64>(3)?, neighbour))
        })
    };
    // Of what has no text in the reader's language, the other one.
    let alone = "not exists (select 1 from guide_text o where o.guide_id = t.guide_id and o.language <> t.language
                             and o.published_at is not null)";
    let other = super::other_language(language);
    let before = [near(language, "true", "<", "desc")?, near(other, alone, "<", "desc")?];
    let after = [near(language, "true", ">", "asc")?, near(other, alone, ">", "asc")?];
    let place = |(key, id, _): &(String, i64, Neighbour)| (key.clone(), *id);
    let before = before.into_iter().flatten().max_by_key(place);
    let after = after.into_iter().flatten().min_by_key(place);
    Ok((before.map(|(.., one)| one), after.map(|(.., one)| one)))
}
