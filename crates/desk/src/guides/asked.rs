//! What a query asks for: its words as terms of a language, finished, corrected, and with what stands for them.

use std::collections::{BTreeMap, BTreeSet};

use store::{Conn, params};

use super::ranking::{Posting, Way};
use super::terms::Terms;
use crate::error::Result;
use crate::limits;

/// Terms that one unfinished word stands for.
const PREFIX_TERMS: i64 = 40;
/// Places of terms with that beginning that are looked at; a longer beginning finds the others.
const PREFIX_POSTINGS: i64 = 50_000;
/// Terms that a slip of the keyboard is taken for.
const GUESSES: usize = 3;
/// Words of a query that are taken for slips; more of them are no slips.
const GUESSED_WORDS: usize = 3;
/// Letters of a word that a slip is looked for in.
const SLIP_LETTERS_MAX: usize = 24;
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

/// A query in the terms of one language.
pub(crate) struct Asked {
    pub words: Vec<Vec<Way>>,
    pub terms: Vec<String>,
    pub meant: Vec<String>,
    guessed: usize,
    /// The term of each word.
    said: Vec<String>,
    source: &'static Terms,
}

impl Asked {
    pub(crate) fn of(
        conn: &mut Conn,
        source: &'static Terms,
        text: &str,
        language: &'static str,
        typing: bool,
        synonyms: &str,
    ) -> Result<Self> {
        let mut asked =
            Self { words: Vec::new(), terms: Vec::new(), meant: Vec::new(), guessed: 0, said: Vec::new(), source };
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
        let source = self.source;
        let exact = postings(conn, source, language, term)?;
        let missing = exact.is_empty();
        if !missing {
            self.terms.push(term.to_owned());
            ways.push(Way { weight: 1.0, terms: vec![exact] });
        }
        let plain = store::search::plain(word);
        if last || (missing && plain.len() >= 3) {
            let beginning = if term.len() < plain.len() && plain.starts_with(term) { term } else { plain.as_str() };
            let mut longer = beginning_with(conn, source, language, beginning)?;
            longer.retain(|longer| longer != term);
            ways.extend(self.any_of(conn, language, longer, if last { PREFIX } else { OTHER_FORM })?);
        }
        let number = plain.bytes().all(|b| b.is_ascii_digit());
        let may_slip = ways.is_empty() && plain.len() >= 3 && !number && self.guessed < GUESSED_WORDS;
        // A word of the other language is no slip in this one.
        let other = super::other_language(language);
        if may_slip && postings(conn, source, other, &store::search::term(word, other))?.is_empty() {
            self.guessed += 1;
            let mut guesses = one_slip_away(conn, source, language, &plain)?;
            if guesses.is_empty() && plain.len() >= 4 {
                guesses = close_to(conn, source, language, term)?;
            }
            self.meant.extend_from_slice(&guesses);
            ways.extend(self.any_of(conn, language, guesses, GUESS)?);
        }
        Ok(ways)
    }

    /// One way for several terms that may be meant: together they are as common as all of them, so that a rare one
    /// among them does not weigh more than a word that was really said.
    fn any_of(&mut self, conn: &mut Conn, language: &str, terms: Vec<String>, weight: f64) -> Result<Option<Way>> {
        let source = self.source;
        let mut together: BTreeMap<i64, Posting> = BTreeMap::new();
        for term in &terms {
            for found in postings(conn, source, language, term)? {
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
        let (asked, source) = (terms_of(text), self.source);
        for line in synonyms.lines().take(limits::SYNONYMS_MAX) {
            let group: Vec<Vec<String>> = line.split(',').map(terms_of).filter(|terms| !terms.is_empty()).collect();
            let said = group.iter().find(|terms| asked.windows(terms.len()).any(|window| window == terms.as_slice()));
            let Some(said) = said.cloned() else { continue };
            let mut ways = Vec::new();
            for terms in group.into_iter().filter(|terms| *terms != said) {
                let mut way = Way { weight: SYNONYM, terms: Vec::new() };
                for term in &terms {
                    way.terms.push(postings(conn, source, language, term)?);
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

fn postings(conn: &mut Conn, source: &Terms, language: &str, term: &str) -> Result<Vec<Posting>> {
    let (table, text) = (source.table, source.text);
    let sql = format!(
        "select {text}, times, words from {table} where language = ?1 and term = ?2 order by {text} desc limit ?3"
    );
    let mut found = conn.query(&sql, params![language, term, source.newest], |row| {
        Ok(Posting { text: row.get(0)?, times: row.get(1)?, words: row.get(2)? })
    })?;
    found.reverse();
    Ok(found)
}

/// The terms with this beginning that stand in most texts.
fn beginning_with(conn: &mut Conn, source: &Terms, language: &str, beginning: &str) -> Result<Vec<String>> {
    let end = format!("{beginning}\u{7f}");
    let sql = format!(
        "select term from (select term from {} where language = ?1 and term >= ?2 and term < ?3 order by term limit ?5) places
         group by term order by count(*) desc, term limit ?4",
        source.table
    );
    Ok(conn.query(&sql, params![language, beginning, &end, PREFIX_TERMS, PREFIX_POSTINGS], |row| row.get(0))?)
}

/// Terms of the words that one letter wrong, missing, too many or swapped makes this one of: those in most texts. The
/// slip is undone before the word loses its ending, which a stem cannot tell.
fn one_slip_away(conn: &mut Conn, source: &Terms, language: &str, word: &str) -> Result<Vec<String>> {
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
        "select term from {} where language = ?1 and term in ({})
         group by term order by count(*) desc, term limit {GUESSES}",
        source.table,
        terms.join(", ")
    );
    Ok(conn.query(&sql, params![language], |row| row.get(0))?)
}

/// Terms that a slip makes this one of: one letter wrong, missing, too many or swapped; two in long words. The first
/// letter is right, or was swapped with the second, or is missing.
fn close_to(conn: &mut Conn, source: &Terms, language: &str, term: &str) -> Result<Vec<String>> {
    let most = if term.len() >= 8 { 2 } else { 1 };
    let mut starts: Vec<char> = term.chars().take(2).collect();
    starts.dedup();
    let mut close: Vec<(usize, i64, String)> = Vec::new();
    for start in starts {
        let (from, to) = (start.to_string(), format!("{start}\u{7f}"));
        let (short, long) = (term.len().saturating_sub(most), term.len() + most);
        // From term to term in the index: a common term stands there once for each text.
        let table = source.table;
        let sql = format!(
            "with recursive known (term) as (
               select min(term) from {table} where language = ?1 and term >= ?2 and term < ?3
               union all
               select (select min(n.term) from {table} n where n.language = ?1 and n.term > known.term and n.term < ?3)
               from known where known.term is not null)
             select term from known where term is not null and length(term) between ?4 and ?5"
        );
        let (short, long) = (i64::try_from(short).unwrap_or(0), i64::try_from(long).unwrap_or(i64::MAX));
        let words = conn.query(&sql, params![language, &from, &to, short, long], |row| row.get::<String>(0))?;
        for word in words {
            let distance = strsim::osa_distance(&word, term);
            if distance > 0 && distance <= most {
                let sql = format!("select count(*) from {table} where language = ?1 and term = ?2");
                let texts = conn.one(&sql, params![language, &word], |row| row.get::<i64>(0))?;
                close.push((distance, -texts, word));
            }
        }
    }
    close.sort();
    let best = close.first().map_or(0, |(distance, ..)| *distance);
    Ok(close.into_iter().filter(|(distance, ..)| *distance == best).map(|(.., word)| word).take(GUESSES).collect())
}
