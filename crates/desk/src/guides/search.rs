//! Searching guides: words in any form, the beginning of a word that is being typed, slips of the keyboard, and words
//! that stand for one another.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use store::{Conn, params};

use super::ranking::{Collection, Posting, Way, rank};
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

/// Terms that one unfinished word stands for.
const PREFIX_TERMS: i64 = 40;
/// Terms that a slip of the keyboard is taken for.
const GUESSES: usize = 3;
/// Words of a query that are taken for slips; more of them are no slips.
const GUESSED_WORDS: usize = 3;
/// Letters of a word that a slip is looked for in.
const SLIP_LETTERS_MAX: usize = 24;
/// Letters of a snippet.
const SNIPPET_CHARS: usize = 200;
/// How sure a way to say a word is.
const SYNONYM: f64 = 0.9;
const PREFIX: f64 = 0.7;
const OTHER_FORM: f64 = 0.5;
const GUESS: f64 = 0.5;

/// Words that say little: they count only in a query of nothing else.
const SMALL_WORDS: [(&str, &str); 2] = [
    (
        "en",
        "a an and are as at be by can do does for from had has have how i if in into is it its me my no not of on or our \
         should so than that the their them then there these they this to was we were what when where which who why will \
         with would you your",
    ),
    (
        "fr",
        "a ai au aux avec ce ces cet cette comme comment d dans de des du elle elles en est et etre eu il ils j je l la le \
         les leur leurs lui m ma mais me mes mon n ne nos notre nous on ou par pas peut plus pour pourquoi qu quand que \
         quel quelle quelles quels qui quoi s sa sans se ses si son sont sur t ta te tes ton tu un une vos votre vous y",
    ),
];

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
        let asked = Asked::of(conn, text, language, query.typing, &synonyms)?;
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

/// A query in the terms of one language.
struct Asked {
    words: Vec<Vec<Way>>,
    terms: Vec<String>,
    meant: Vec<String>,
    guessed: usize,
    /// The term of each word.
    said: Vec<String>,
}

impl Asked {
    fn of(conn: &mut Conn, text: &str, language: &'static str, typing: bool, synonyms: &str) -> Result<Self> {
        let mut asked = Self { words: Vec::new(), terms: Vec::new(), meant: Vec::new(), guessed: 0, said: Vec::new() };
        let all: Vec<&str> = store::search::words(text).collect();
        let told = telling(&all, language);
        let words = if told.is_empty() { &all } else { &told };
        let unfinished = if typing && !text.ends_with(char::is_whitespace) { all.last().copied() } else { None };
        for word in words.iter().copied().take(limits::GUIDE_QUERY_WORDS_MAX) {
            let term = store::search::term(word, language);
            if term.is_empty() {
                continue;
            }
            let last = unfinished == Some(word);
            let ways = asked.ways(conn, word, &term, language, last)?;
            asked.words.push(ways);
            asked.said.push(term);
        }
        asked.add_synonyms(conn, text, language, synonyms)?;
        Ok(asked)
    }

    /// The word itself; if there is no such word, or it is not finished, what begins with it; else what it may have
    /// been meant for.
    fn ways(&mut self, conn: &mut Conn, word: &str, term: &str, language: &str, last: bool) -> Result<Vec<Way>> {
        let mut ways = Vec::new();
        let exact = postings(conn, language, term)?;
        let missing = exact.is_empty();
        if !missing {
            self.terms.push(term.to_owned());
            ways.push(Way { weight: 1.0, terms: vec![exact] });
        }
        let plain = store::search::plain(word);
        if last || (missing && plain.len() >= 3) {
            let beginning = if term.len() < plain.len() && plain.starts_with(term) { term } else { plain.as_str() };
            let mut longer = beginning_with(conn, language, beginning)?;
            longer.retain(|longer| longer != term);
            ways.extend(self.any_of(conn, language, longer, if last { PREFIX } else { OTHER_FORM })?);
        }
        let number = plain.bytes().all(|b| b.is_ascii_digit());
        let may_slip = ways.is_empty() && plain.len() >= 3 && !number && self.guessed < GUESSED_WORDS;
        // A word of the other language is no slip in this one.
        let other = super::other_language(language);
        if may_slip && postings(conn, other, &store::search::term(word, other))?.is_empty() {
            self.guessed += 1;
            let mut guesses = one_slip_away(conn, language, &plain)?;
            if guesses.is_empty() && plain.len() >= 4 {
                guesses = close_to(conn, language, term)?;
            }
            self.meant.extend_from_slice(&guesses);
            ways.extend(self.any_of(conn, language, guesses, GUESS)?);
        }
        Ok(ways)
    }

    /// One way for several terms that may be meant: together they are as common as all of them, so that a rare one
    /// among them does not weigh more than a word that was really said.
    fn any_of(&mut self, conn: &mut Conn, language: &str, terms: Vec<String>, weight: f64) -> Result<Option<Way>> {
        let mut together: BTreeMap<i64, Posting> = BTreeMap::new();
        for term in &terms {
            for found in postings(conn, language, term)? {
                together.entry(found.text).and_modify(|known| known.times += found.times).or_insert(found);
            }
        }
        self.terms.extend(terms);
        let way = Way { weight, terms: vec![together.into_values().collect()] };
        Ok(Some(way).filter(|way| way.terms.iter().any(|found| !found.is_empty())))
    }

    /// Where the query says one of a group, the others may stand instead.
    fn add_synonyms(&mut self, conn: &mut Conn, text: &str, language: &'static str, synonyms: &str) -> Result<()> {
        let terms_of = |phrase: &str| -> Vec<String> {
            store::search::words(phrase)
                .map(|word| store::search::term(word, language))
                .filter(|term| !term.is_empty())
                .collect()
        };
        let asked = terms_of(text);
        for line in synonyms.lines().take(limits::SYNONYMS_MAX) {
            let group: Vec<Vec<String>> = line.split(',').map(terms_of).filter(|terms| !terms.is_empty()).collect();
            let said = group.iter().find(|terms| asked.windows(terms.len()).any(|window| window == terms.as_slice()));
            let Some(said) = said.cloned() else { continue };
            let mut ways = Vec::new();
            for terms in group.into_iter().filter(|terms| *terms != said) {
                let mut way = Way { weight: SYNONYM, terms: Vec::new() };
                for term in &terms {
                    way.terms.push(postings(conn, language, term)?);
                }
                if way.terms.iter().all(|found| !found.is_empty()) {
                    self.terms.extend(terms);
                    ways.push(way);
                }
            }
            // Beside the word that was said; of a phrase, beside the first of its words that counts.
            let at = self.said.iter().position(|term| said.contains(term)).unwrap_or(0);
            if let Some(word) = self.words.get_mut(at) {
                word.extend(ways);
            }
        }
        Ok(())
    }
}

/// The words of a query that say something: without the small ones of the language of the texts, and of the other one if
/// the query is rather in that.
fn telling<'w>(query: &[&'w str], texts: &str) -> Vec<&'w str> {
    let plain: Vec<String> = query.iter().map(|word| store::search::plain(word)).collect();
    let small = |list: &str| -> Vec<bool> {
        plain.iter().map(|word| list.split_whitespace().any(|known| known == word)).collect()
    };
    let counts = |found: &[bool]| found.iter().filter(|small| **small).count();
    let (own, other): (Vec<_>, Vec<_>) = SMALL_WORDS.iter().partition(|(language, _)| *language == texts);
    let own = small(own.first().map_or("", |(_, list)| *list));
    let mut other = small(other.first().map_or("", |(_, list)| *list));
    if counts(&other) <= counts(&own) {
        other.fill(false);
    }
    let says_little = own.iter().zip(&other).map(|(own, other)| *own || *other);
    query.iter().zip(says_little).filter(|(_, little)| !little).map(|(word, _)| *word).collect()
}

fn collection(conn: &mut Conn, language: &str) -> Result<Collection> {
    Ok(conn.one(
        "select count(*), cast(coalesce(sum(words), 0) as bigint) from guide_text
         where language = ?1 and published_at is not null",
        params![language],
        |row| Ok(Collection { texts: row.get(0)?, words: row.get(1)? }),
    )?)
}

fn postings(conn: &mut Conn, language: &str, term: &str) -> Result<Vec<Posting>> {
    let sql = "select text_id, times, words from guide_term where language = ?1 and term = ?2 order by text_id";
    Ok(conn.query(sql, params![language, term], |row| {
        Ok(Posting { text: row.get(0)?, times: row.get(1)?, words: row.get(2)? })
    })?)
}

/// The terms with this beginning that stand in most texts.
fn beginning_with(conn: &mut Conn, language: &str, beginning: &str) -> Result<Vec<String>> {
    let end = format!("{beginning}\u{7f}");
    let sql = "select term from guide_term where language = ?1 and term >= ?2 and term < ?3
               group by term order by count(*) desc, term limit ?4";
    Ok(conn.query(sql, params![language, beginning, &end, PREFIX_TERMS], |row| row.get(0))?)
}

/// Terms of the words that one letter wrong, missing, too many or swapped makes this one of: those in most texts. The
/// slip is undone before the word loses its ending, which a stem cannot tell.
fn one_slip_away(conn: &mut Conn, language: &str, word: &str) -> Result<Vec<String>> {
    if word.len() > SLIP_LETTERS_MAX || !word.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Ok(Vec::new());
    }
    let mut terms = BTreeSet::new();
    let mut add = |meant: String| terms.insert(store::search::term(&meant, language));
    for at in 0..=word.len() {
        let (before, after) = word.split_at(at);
        for letter in 'a'..='z' {
            add(format!("{before}{letter}{after}"));
        }
        let mut rest = after.chars();
        let Some(first) = rest.next() else { continue };
        add(format!("{before}{}", rest.as_str()));
        for letter in 'a'..='z' {
            add(format!("{before}{letter}{}", rest.as_str()));
        }
        if let Some(second) = rest.next() {
            add(format!("{before}{second}{first}{}", rest.as_str()));
        }
    }
    // Letters and digits of ASCII.
    let terms: Vec<String> = terms.iter().filter(|term| !term.is_empty()).map(|term| format!("'{term}'")).collect();
    let sql = format!(
        "select term from guide_term where language = ?1 and term in ({})
         group by term order by count(*) desc, term limit {GUESSES}",
        terms.join(", ")
    );
    Ok(conn.query(&sql, params![language], |row| row.get(0))?)
}

/// Terms that a slip makes this one of: one letter wrong, missing, too many or swapped; two in long words. The first
/// letter is right, or was swapped with the second, or is missing.
fn close_to(conn: &mut Conn, language: &str, term: &str) -> Result<Vec<String>> {
    let most = if term.len() >= 8 { 2 } else { 1 };
    let mut starts: Vec<char> = term.chars().take(2).collect();
    starts.dedup();
    let mut close: Vec<(usize, i64, String)> = Vec::new();
    for start in starts {
        let (from, to) = (start.to_string(), format!("{start}\u{7f}"));
        let (short, long) = (term.len().saturating_sub(most), term.len() + most);
        let sql = "select term, count(*) from guide_term where language = ?1 and term >= ?2 and term < ?3
                   and length(term) between ?4 and ?5 group by term";
        let (short, long) = (i64::try_from(short).unwrap_or(0), i64::try_from(long).unwrap_or(i64::MAX));
        let words = conn.query(sql, params![language, &from, &to, short, long], |row| {
            Ok((row.get::<String>(0)?, row.get::<i64>(1)?))
        })?;
        for (word, texts) in words {
            let distance = strsim::osa_distance(&word, term);
            if distance > 0 && distance <= most {
                close.push((distance, -texts, word));
            }
        }
    }
    close.sort();
    let best = close.first().map_or(0, |(distance, ..)| *distance);
    Ok(close.into_iter().filter(|(distance, ..)| *distance == best).map(|(.., word)| word).take(GUESSES).collect())
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
    hit.snippet = pieces(&format!("{before}{cut}{after}"), &is_hit);
    hit
}

fn pieces(text: &str, is_hit: &dyn Fn(&str) -> bool) -> Vec<Piece> {
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
