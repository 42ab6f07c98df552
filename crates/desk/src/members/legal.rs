//! Terms and privacy policy: every save is a version, and who signed up accepted one.

use store::{Conn, params};

use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::policy::Action;
use crate::{PersonId, Time, limits};

/// What people accept when they sign up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Document {
    /// The rules of using the desk.
    Terms,
    /// What is kept about people, and why.
    Privacy,
}

impl Document {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Terms, Self::Privacy];

    /// As it is kept.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Terms => "terms",
            Self::Privacy => "privacy",
        }
    }
}

/// A document as it is now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Legal {
    /// Its number; 0 while nobody has written one.
    pub version: i64,
    /// Markdown in English and French; one of them may be missing.
    pub sources: [String; 2],
    /// Since when.
    pub at: Option<Time>,
}

impl Legal {
    /// The text for readers of a language; none while nobody has written one.
    #[must_use]
    pub fn source(&self, language: &str) -> Option<&str> {
        super::in_language(&self.sources, language)
    }
}

/// The newest version of a document.
///
/// # Errors
/// When the database fails.
pub fn current(conn: &mut Conn, document: Document) -> Result<Legal> {
    let sql = "select version, source_en, source_fr, at from legal_text where kind = ?1 order by version desc limit 1";
    let found = conn.find(sql, params![document.code()], |row| {
        Ok(Legal { version: row.get(0)?, sources: [row.get(1)?, row.get(2)?], at: Some(row.get(3)?) })
    })?;
    Ok(found.unwrap_or_default())
}

/// Writes a new version, if it says something else than the last.
///
/// # Errors
/// When it is too long, or the actor may not.
pub fn change(c: &mut Change, document: Document, sources: &[String; 2]) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let sources = sources.each_ref().map(|text| markup::clean::lines(text).trim().to_owned());
    if sources.iter().any(|text| text.chars().count() > limits::GUIDE_CHARS_MAX) {
        return Err(Error::field(document.code(), "too_long"));
    }
    let known = current(c.sql(), document)?;
    if known.sources == sources {
        return Ok(());
    }
    let person = c.actor().person.ok_or(Error::NotFound)?;
    let now = c.now();
    let [english, french] = &sources;
    c.sql().execute(
        "insert into legal_text (kind, version, source_en, source_fr, person_id, at) values (?1, ?2, ?3, ?4, ?5, ?6)",
        params![document.code(), known.version + 1, english, french, person, now],
    )?;
    c.record(Event::of_desk(Kind::Configured, document.code()))?;
    Ok(())
}

/// Keeps that a person accepted a version.
pub(super) fn accept(c: &mut Change, person: PersonId, document: Document, version: i64) -> Result<()> {
    let now = c.now();
    c.sql().execute(
        "insert into acceptance (person_id, kind, version, at) values (?1, ?2, ?3, ?4) on conflict do nothing",
        params![person, document.code(), version, now],
    )?;
    Ok(())
}

/// How many people accepted the newest version of a document.
///
/// # Errors
/// When the database fails.
pub fn accepted(conn: &mut Conn, document: Document) -> Result<i64> {
    let sql = "select count(*) from acceptance where kind = ?1
               and version = (select coalesce(max(version), 0) from legal_text where kind = ?1)";
    Ok(conn.one(sql, params![document.code()], |row| row.get(0))?)
}
