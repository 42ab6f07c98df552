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
    /// How members treat one another.
    Rules,
}

impl Document {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Terms, Self::Privacy, Self::Rules];

    /// As it is kept.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Terms => "terms",
            Self::Privacy => "privacy",
            Self::Rules => "rules",
        }
    }

    /// What every desk begins with, in English and French; empty for what only the organisation can say.
    #[must_use]
    pub fn standard(self) -> [&'static str; 2] {
        match self {
            Self::Rules => [include_str!("../../community/en/rules.md"), include_str!("../../community/fr/rules.md")],
            Self::Terms | Self::Privacy => ["", ""],
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
    Ok(found.unwrap_or_else(|| Legal {
        sources: document.standard().map(|text| text.trim().to_owned()),
        ..Legal::default()
    }))
}

/// Writes a new version, if it says something else than the last.
///
/// # Errors
/// When it is too long, or the actor may not.
pub fn change(c: &mut Change, document: Document, sources: &[String; 2]) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let mut sources = sources.each_ref().map(|text| markup::clean::lines(text).trim().to_owned());
    // A community has rules: who empties the field gets the standard ones back.
    if sources.iter().all(String::is_empty) {
        sources = document.standard().map(|text| text.trim().to_owned());
    }
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
pub(crate) fn accept(c: &mut Change, person: PersonId, document: Document, version: i64) -> Result<()> {
    let now = c.now();
    c.sql().execute(
        "insert into acceptance (person_id, kind, version, at) values (?1, ?2, ?3, ?4) on conflict do nothing",
        params![person, document.code(), version, now],
    )?;
    Ok(())
}

/// When somebody accepted the newest version of a document.
///
/// # Errors
/// When the database fails.
pub fn accepted_at(conn: &mut Conn, person: PersonId, document: Document) -> Result<Option<Time>> {
    let sql = "select at from acceptance where person_id = ?1 and kind = ?2
               and version = (select coalesce(max(version), 0) from legal_text where kind = ?2)";
    Ok(conn.find(sql, params![person, document.code()], |row| row.get(0))?)
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
