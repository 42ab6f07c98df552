//! Searching guides: words in any form, the beginning of a word that is being typed, slips of the keyboard, and words
//! that stand for one another.

use std::collections::HashSet;

use store::{Conn, params};

use super::asked::Asked;
use super::ranking::{Collection, rank};
use super::{HelpCentre, Kind, LANGUAGES, Readers};
use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::policy::{Action, guide_condition};
use crate::settings::{self, Setting};
use crate::{CategoryId, GuideId, limits};

/// A guide that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The guide.
    pub guide: GuideId,
    /// Its file in an export.
    pub code: String,
    /// The text's language.
    pub language: String,
    /// Its title.
    pub title: Vec<Piece>,
    /// What it is.
    pub kind: Kind,
    /// Whom it is for.
    pub readers: Readers,
    /// Where it stands.
    pub category: CategoryId,
    /// How well it fits; only for comparing with others of the same search.
    pub score: f64,
    /// The place of the text that fits best.
    pub snippet: Vec<Piece>,
}

/// A piece of a text, and whether it is what was searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// They were searched for.
    pub hit: bool,
}

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// The guides, the best first.
    pub hits: Vec<Hit>,
    /// Words that were taken for what was probably meant.
    pub meant: Vec<String>,
}

/// What is searched for.
#[derive(Debug, Clone, Copy)]
pub struct Query<'q> {
    /// The words.
    pub text: &'q str,
    /// The reader's language; without one, both count alike.
    pub language: Option<&'q str>,
    /// Only this kind.
    pub kind: Option<Kind>,
    /// The last word may be unfinished.
    pub typing: bool,
    /// Hits that are left out, and hits at most.
    pub skip: usize,
    /// Hits at most.
    pub count: usize,
}

/// Letters of a snippet.
const SNIPPET_CHARS: usize = 200;
/// Searches the guides that the actor may read.
///
/// # Errors
/// A query that is too short is refused; so is one where the help centre is hidden.
pub fn search(conn: &mut Conn, actor: &Actor, query: &Query) -> Result<Found> {
    let centre = HelpCentre::load(conn)?;
    centre.allow(actor, Action::ReadGuides)?;
    let text = query.text.trim();
    if text.chars().filter(|c| c.is_alphanumeric()).count() < limits::GUIDE_QUERY_CHARS_MIN {
        return Err(Error::field("q", "too_short"));
    }
    if text.chars().count() > limits::GUIDE_QUERY_CHARS_MAX || text.contains('\0') {
        return Err(Error::field("q", "too_long"));
    }
    let synonyms = settings::get(conn, Setting::Synonyms)?;
    let mut ranked = Vec::new();
    let (mut known, mut meant) = (HashSet::new(), Vec::new());
    for language in LANGUAGES {
        let asked = Asked::of(conn, &super::terms::GUIDES, text, language, query.typing, &synonyms)?;
        let collection = collection(conn, language)?;
        ranked.extend(rank(&asked.words, collection));
        known.extend(asked.terms.into_iter().map(|term| (language, term)));
        if query.language.is_none_or(|wanted| wanted == language) {
            meant.extend(asked.meant);
        }
    }
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    meant.truncate(5);
    let chosen = match query.language {
        Some(language) => format!(
            "(t.language = '{0}' or not exists (select 1 from guide_text o where o.guide_id = t.guide_id
              and o.language = '{0}' and o.published_at is not null))",
            super::language(language)
        ),
        None => "true".to_owned(),
    };
    let kind = query.kind.map_or_else(|| "true".to_owned(), |kind| format!("g.kind = '{}'", kind.code()));
    let condition =
        format!("{} and {chosen} and {kind} and t.published_at is not null", guide_condition(actor, &centre));
    let mut found = Found { hits: Vec::new(), meant };
    let (mut passed, mut seen) = (0, HashSet::new());
    for batch in ranked.chunks(limits::GUIDE_ROWS * 2) {
        for (hit, text) in load(conn, batch, &condition)? {
            // A guide that fits in both languages is found once.
            if !seen.insert(hit.guide) {
                continue;
            }
            passed += 1;
            if passed <= query.skip {
                continue;
            }
            found.hits.push(marked(hit, &text, &known));
            if found.hits.len() == query.count {
                found.meant = in_full(&found);
                return Ok(found);
            }
        }
    }
    found.meant = in_full(&found);
    Ok(found)
}

/// Terms that were guessed as the words that the hits have for them.
fn in_full(found: &Found) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for term in &found.meant {
        let word = found.hits.iter().find_map(|hit| {
            let language = super::language(&hit.language);
            let pieces = hit.title.iter().chain(&hit.snippet).filter(|piece| piece.hit);
            pieces.map(|piece| piece.text.to_lowercase()).find(|word| store::search::term(word, language) == *term)
        });
        out.extend(word.filter(|word| !out.contains(word)));
    }
    out
}

fn collection(conn: &mut Conn, language: &str) -> Result<Collection> {
    Ok(conn.one(
        "select count(*), cast(coalesce(sum(words), 0) as bigint) from guide_text
         where language = ?1 and published_at is not null",
        params![language],
        |row| Ok(Collection { texts: row.get(0)?, words: row.get(1)? }),
    )?)
}

/// The texts of a batch that the reader may have, in the batch's order.
fn load(conn: &mut Conn, batch: &[(i64, f64)], condition: &str) -> Result<Vec<(Hit, String)>> {
    let ids: Vec<String> = batch.iter().map(|(id, _)| id.to_string()).collect();
    let sql = format!(
        "select t.id, g.id, g.code, t.language, t.title, g.kind, g.readers, g.category_id, t.text
         from guide_text t join guide g on g.id = t.guide_id where t.id in ({}) and {condition}",
        ids.join(", ")
    );
    let mut rows = conn.query(&sql, &[], |row| {
        let title = vec![Piece { text: row.get(4)?, hit: false }];
        let hit = Hit {
            guide: row.get(1)?,
            code: row.get(2)?,
            language: row.get(3)?,
            title,
            kind: Kind::from_code(&row.get::<String>(5)?).unwrap_or(Kind::Guide),
            readers: Readers::from_code(&row.get::<String>(6)?).unwrap_or(Readers::Agents),
            category: row.get(7)?,
            score: 0.0,
            snippet: Vec::new(),
        };
        Ok((row.get::<i64>(0)?, hit, row.get::<String>(8)?))
    })?;
    let mut out = Vec::with_capacity(rows.len());
    for (id, score) in batch {
        if let Some(at) = rows.iter().position(|(row, ..)| row == id) {
            let (_, mut hit, text) = rows.swap_remove(at);
            hit.score = *score;
            out.push((hit, text));
        }
    }
    Ok(out)
}

/// The hit with what was searched for marked, in the title and in the best place of the text.
fn marked(mut hit: Hit, text: &str, known: &HashSet<(&str, String)>) -> Hit {
    let language = super::language(&hit.language);
    let is_hit = |word: &str| known.contains(&(language, store::search::term(word, language)));
    let title: String = hit.title.iter().map(|piece| piece.text.as_str()).collect();
    hit.title = pieces(&title, &is_hit);
    hit.snippet = snippet(text, &is_hit);
    hit
}

/// The place of a text where most of what was searched for stands together, with that marked.
pub(crate) fn snippet(text: &str, is_hit: &dyn Fn(&str) -> bool) -> Vec<Piece> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // Where words that were searched for stand, by byte.
    let bytes: Vec<usize> = store::search::words(&text)
        .filter(|word| is_hit(word))
        .map(|word| word.as_ptr() as usize - text.as_ptr() as usize)
        .collect();
    let within = |from: usize| bytes.iter().filter(|at| **at >= from && **at < from + SNIPPET_CHARS - 40).count();
    let best = bytes.iter().copied().rev().max_by_key(|at| within(*at)).unwrap_or(0);
    let from = text.floor_char_boundary(best.saturating_sub(40));
    let from =
        if from == 0 { 0 } else { text.get(from..).and_then(|rest| rest.find(' ')).map_or(from, |at| from + at + 1) };
    let rest = text.get(from..).unwrap_or_default();
    let cut: String = rest.chars().take(SNIPPET_CHARS).collect();
    let whole = cut.len() == rest.len();
    let cut = if whole { cut.as_str() } else { cut.rsplit_once(' ').map_or(cut.as_str(), |(kept, _)| kept) };
    let (before, after) = (if from > 0 { "… " } else { "" }, if whole { "" } else { " …" });
    pieces(&format!("{before}{cut}{after}"), is_hit)
}

/// A text with what was searched for marked.
pub(crate) fn pieces(text: &str, is_hit: &dyn Fn(&str) -> bool) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut done = 0;
    for word in store::search::words(text).filter(|word| is_hit(word)) {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        let before = text.get(done..at).unwrap_or_default();
        if !before.is_empty() {
            out.push(Piece { text: before.to_owned(), hit: false });
        }
        out.push(Piece { text: word.to_owned(), hit: true });
        done = at + word.len();
    }
    let rest = text.get(done..).unwrap_or_default();
    if !rest.is_empty() {
        out.push(Piece { text: rest.to_owned(), hit: false });
    }
    out
}

/// Guides near some words, such as a ticket's: those that the actor may read. Words that are too short find nothing.
///
/// # Errors
/// When the database fails.
pub fn suggestions_for(conn: &mut Conn, actor: &Actor, language: &str, text: &str, count: usize) -> Result<Vec<Hit>> {
    let text: String = text.chars().take(limits::QUERY_CHARS_MAX).collect();
    let query = Query { text: &text, language: Some(language), kind: None, typing: false, skip: 0, count };
    match search(conn, actor, &query) {
        Ok(found) => Ok(found.hits),
        Err(Error::Invalid(_) | Error::NotFound) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}
