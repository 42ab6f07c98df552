//! What somebody is writing: kept as it is, for themselves alone.

use store::{Conn, params};

use super::writing::writable;
use super::{Fields, HelpCentre, Written, language};
use crate::actor::Actor;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::one_line::one_line;
use crate::{GuideId, PersonId, Time, limits};

/// What somebody left unfinished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The text.
    pub written: Written,
    /// What stands beside it.
    pub fields: Fields,
    /// When it was kept.
    pub at: Time,
    /// Why an agent sent it back, or it was not published in time; mostly empty.
    pub because: String,
}

/// The actor's own draft.
///
/// # Errors
/// When the database fails.
pub fn draft(conn: &mut Conn, actor: &Actor, guide: Option<GuideId>, language: &str) -> Result<Option<Kept>> {
    let Some(person) = actor.person else { return Ok(None) };
    let sql = "select title, source, base, fields, updated_at, because from guide_edit
               where person_id = ?1 and coalesce(guide_id, 0) = ?2 and language = ?3 and state = 'draft'";
    Ok(conn.find(sql, params![person, guide.map_or(0, |id| id.0), language], |row| {
        Ok(Kept {
            written: Written { title: row.get(0)?, source: row.get(1)?, base: row.get(2)? },
            fields: serde_json::from_str(&row.get::<String>(3)?).unwrap_or_default(),
            at: row.get(4)?,
            because: row.get(5)?,
        })
    })?)
}

/// Keeps what the actor is writing, as it is; nobody else sees it.
///
/// # Errors
/// When the actor may not write the guide, or it is too long.
pub fn keep_draft(
    c: &mut Change,
    guide: Option<GuideId>,
    language_code: &str,
    written: &Written,
    fields: &Fields,
) -> Result<()> {
    let (centre, actor) = (HelpCentre::load(c.sql())?, c.actor().clone());
    writable(c.sql(), &actor, &centre, guide)?;
    let person = actor.person.ok_or(Error::NotFound)?;
    if written.source.chars().count() > limits::GUIDE_CHARS_MAX {
        return Err(Error::field("body", "too_long"));
    }
    let title: String = one_line(&written.title).chars().take(limits::GUIDE_TITLE_CHARS_MAX).collect();
    let (now, kept, source) = (c.now(), to_json(fields)?, markup::clean::lines(&written.source));
    c.sql().execute(
        "insert into guide_edit (guide_id, language, person_id, state, title, source, fields, base, updated_at)
         values (?1, ?2, ?3, 'draft', ?4, ?5, ?6, ?7, ?8)
         on conflict (person_id, coalesce(guide_id, 0), language) where state = 'draft' do update set
             title = excluded.title, source = excluded.source, fields = excluded.fields, base = excluded.base,
             updated_at = excluded.updated_at",
        params![guide, language(language_code), person, &title, &source, &kept, written.base, now],
    )?;
    Ok(())
}

pub(super) fn to_json(fields: &Fields) -> Result<String> {
    serde_json::to_string(fields).map_err(|error| Error::Internal(error.to_string()))
}

/// Forgets the actor's own draft.
///
/// # Errors
/// When the database fails.
pub fn forget_draft(c: &mut Change, guide: Option<GuideId>, language: &str) -> Result<()> {
    let person = c.actor().person.ok_or(Error::NotFound)?;
    forget_drafts(c, person, guide, language)
}

pub(super) fn forget_drafts(c: &mut Change, person: PersonId, guide: Option<GuideId>, language: &str) -> Result<()> {
    c.sql().execute(
        "delete from guide_edit
         where person_id = ?1 and coalesce(guide_id, 0) = ?2 and language = ?3 and state = 'draft'",
        params![person, guide.map_or(0, |id| id.0), language],
    )?;
    Ok(())
}
