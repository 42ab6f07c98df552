//! Texts that moderators have ready, with [placeholders] to fill: some that every desk begins with, which an admin may
//! rewrite or put away, and the desk's own.

use store::{Conn, params};

use super::sanctions::moderates;
use crate::actor::Actor;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::one_line::one_line;
use crate::policy::{self, Action};
use crate::{ReadyTextId, limits};

/// A text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadyText {
    /// The row; none for a standard one that nobody rewrote.
    pub id: Option<ReadyTextId>,
    /// Of a standard one, what it is for.
    pub code: String,
    /// `en` or `fr`.
    pub language: String,
    /// Its name.
    pub name: String,
    /// The words.
    pub text: String,
}

macro_rules! standard {
    ($($code:literal),*) => {
        /// What every desk begins with: code, language, and the file.
        const STANDARD: &[(&str, &str, &str)] = &[$(
            ($code, "en", include_str!(concat!("../../community/en/", $code, ".md"))),
            ($code, "fr", include_str!(concat!("../../community/fr/", $code, ".md"))),
        )*];
    };
}
standard!("price_change", "experience", "conflict");

fn standard() -> impl Iterator<Item = ReadyText> {
    STANDARD.iter().map(|(code, language, file)| {
        let (name, text) = file.split_once("\n\n").unwrap_or((file, ""));
        ReadyText {
            id: None,
            code: (*code).to_owned(),
            language: (*language).to_owned(),
            name: name.trim().to_owned(),
            text: text.trim().to_owned(),
        }
    })
}

/// All texts, standard ones first.
///
/// # Errors
/// When the actor may not, or the database fails.
pub fn ready_texts(conn: &mut Conn, actor: &Actor) -> Result<Vec<ReadyText>> {
    policy::allow(actor, Action::Moderate, None)?;
    let rows = conn.query(
        "select id, code, language, name, text, deleted_at is not null from ready_text order by lower(name), id",
        &[],
        |row| {
            let text = ReadyText {
                id: Some(row.get(0)?),
                code: row.get(1)?,
                language: row.get(2)?,
                name: row.get(3)?,
                text: row.get(4)?,
            };
            Ok((text, row.get::<bool>(5)?))
        },
    )?;
    let replaced =
        |text: &ReadyText| rows.iter().any(|(row, _)| row.code == text.code && row.language == text.language);
    let mut out: Vec<ReadyText> = standard().filter(|text| !replaced(text)).collect();
    out.extend(rows.iter().filter(|(_, deleted)| !deleted).map(|(row, _)| row.clone()));
    Ok(out)
}

/// The text of a key: the number of a row, or `code.language` of a standard one.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub fn ready_text(conn: &mut Conn, actor: &Actor, key: &str) -> Result<ReadyText> {
    ready_texts(conn, actor)?.into_iter().find(|text| text.key() == key).ok_or(Error::NotFound)
}

impl ReadyText {
    /// What forms call it.
    #[must_use]
    pub fn key(&self) -> String {
        self.id.map_or_else(|| format!("{}.{}", self.code, self.language), |id| id.to_string())
    }

    /// Its placeholders, each once, with brackets.
    #[must_use]
    pub fn placeholders(&self) -> Vec<&str> {
        let mut out: Vec<&str> = Vec::new();
        let mut rest = self.text.as_str();
        while let Some((_, after)) = rest.split_once('[') {
            let Some((inner, tail)) = after.split_once(']') else { break };
            let whole = rest.get(rest.len() - after.len() - 1..rest.len() - tail.len()).unwrap_or_default();
            if !inner.contains(['\n', '[']) && !out.contains(&whole) {
                out.push(whole);
            }
            rest = tail;
        }
        out
    }
}

/// The first placeholder of a text that still stands in what was written with it.
#[must_use]
pub fn unfilled<'t>(text: &'t ReadyText, written: &str) -> Option<&'t str> {
    text.placeholders().into_iter().find(|placeholder| written.contains(placeholder))
}

/// Keeps a new text.
///
/// # Errors
/// When its name or words are missing or too long.
pub fn add_ready(c: &mut Change, language: &str, name: &str, text: &str) -> Result<ReadyTextId> {
    write(c, "", language, name, text)
}

fn write(c: &mut Change, code: &str, language: &str, name: &str, text: &str) -> Result<ReadyTextId> {
    moderates(c)?;
    let (name, text) = checked(name, text)?;
    let id = c.sql().insert(
        "insert into ready_text (code, language, name, text) values (?1, ?2, ?3, ?4) returning id",
        params![code, crate::guides::language(language), &name, &text],
    )?;
    c.record(Event::of_desk(Kind::Configured, &format!("ready_text:{id}")))?;
    Ok(ReadyTextId(id))
}

fn checked(name: &str, text: &str) -> Result<(String, String)> {
    let (name, text) = (one_line(name), markup::clean::lines(text).trim().to_owned());
    let problem = |length: usize, most: usize| match length {
        0 => Some("required"),
        length if length > most => Some("too_long"),
        _ => None,
    };
    if let Some(problem) = problem(name.chars().count(), limits::NAME_CHARS_MAX) {
        return Err(Error::field("name", problem));
    }
    if let Some(problem) = problem(text.chars().count(), limits::CANNED_CHARS_MAX) {
        return Err(Error::field("text", problem));
    }
    Ok((name, text))
}

/// Changes a text; of a standard one, the desk has its own from then on.
///
/// # Errors
/// As [`add_ready`], or when there is none.
pub fn change_ready(c: &mut Change, key: &str, name: &str, text: &str) -> Result<()> {
    moderates(c)?;
    let actor = c.actor().clone();
    let known = ready_text(c.sql(), &actor, key)?;
    let Some(id) = known.id else {
        return write(c, &known.code, &known.language, name, text).map(|_| ());
    };
    let (name, text) = checked(name, text)?;
    c.sql().execute("update ready_text set name = ?2, text = ?3 where id = ?1", params![id, &name, &text])?;
    c.record(Event::of_desk(Kind::Configured, &format!("ready_text:{id}")))?;
    Ok(())
}

/// Puts a text away.
///
/// # Errors
/// When there is none.
pub fn delete_ready(c: &mut Change, key: &str) -> Result<()> {
    moderates(c)?;
    let (actor, now) = (c.actor().clone(), c.now());
    let known = ready_text(c.sql(), &actor, key)?;
    let id = match known.id {
        Some(id) => id,
        None => write(c, &known.code, &known.language, &known.name, &known.text)?,
    };
    c.sql().execute("update ready_text set deleted_at = ?2 where id = ?1", params![id, now])?;
    c.record(Event::of_desk(Kind::Configured, &format!("ready_text_deleted:{id}")))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{standard, unfilled};

    #[test]
    fn standard_texts_have_placeholders_and_choices() {
        for text in standard() {
            assert!(text.name.len() > 3 && text.text.len() > 200, "{}", text.key());
            assert!(text.placeholders().len() >= 3, "{} {:?}", text.key(), text.placeholders());
        }
        assert!(standard().any(|text| text.placeholders().iter().any(|one| one.contains('/'))));
    }

    #[test]
    fn what_is_not_filled_is_found() {
        let Some(text) = standard().next() else { return };
        assert_eq!(unfilled(&text, &text.text), text.placeholders().first().copied());
        assert_eq!(unfilled(&text, "Hello Mia [sic]"), None);
    }
}
