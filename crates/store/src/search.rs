//! Full-text search: one analyser for both engines, so that both find the same.
//!
//! Words are cut by Unicode rules, lower-cased, stripped of accents and stemmed; the terms go to
//! FTS5 or to a `tsvector('simple')` in the same transaction as the text.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_segmentation::UnicodeSegmentation;

use crate::{Conn, Result, limits, params};

/// Of the analyser: what was indexed by another one is indexed anew.
pub const ANALYSER: i64 = 2;

struct Stemmers {
    english: Stemmer,
    french: Stemmer,
}

static STEMMERS: LazyLock<Stemmers> = LazyLock::new(|| Stemmers {
    english: Stemmer::create(Algorithm::English),
    french: Stemmer::create(Algorithm::French),
});

/// A lower-case word without accents: letters and digits of ASCII, or of scripts that have no
/// transliteration worth having.
fn fold(word: &str) -> String {
    deunicode::deunicode(word).to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect()
}

/// A text for comparing: lower case, without accents, single spaces.
#[must_use]
pub fn folded(text: &str) -> String {
    deunicode::deunicode(text).to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Folded before it is stemmed, so that a word typed without its accents finds the same stem.
fn stem(word: &str, french: bool) -> String {
    let folded = fold(word);
    if french { stem_french(folded) } else { STEMMERS.english.stem(&folded).into_owned() }
}

/// The French stemmer knows some endings by their accents only: what it leaves of « annulée », « première », « payé » is
/// made what it leaves of « annuler », « premier », « payer ».
fn stem_french(mut word: String) -> String {
    const ENDINGS: [(&str, &str); 4] = [("ees", "e"), ("ee", "e"), ("ieres", "ier"), ("iere", "ier")];
    if word.len() >= 5
        && let Some((rest, ending)) = ENDINGS.iter().find_map(|(from, to)| Some((word.strip_suffix(from)?, to)))
    {
        word = format!("{rest}{ending}");
    }
    let mut stem = STEMMERS.french.stem(&word).into_owned();
    if stem.len() >= 3 && stem.ends_with('y') {
        stem.pop();
        stem.push('i');
    }
    if stem.len() >= 5 && stem.ends_with('i') {
        stem.pop();
    }
    stem
}

/// The term under which a word stands in a text of the language.
#[must_use]
pub fn term(word: &str, language: &str) -> String {
    stem(word, language == "fr")
}

/// A word in lower case without accents, of letters and digits.
#[must_use]
pub fn plain(word: &str) -> String {
    fold(word)
}

/// The words of a text; an elision such as « l’été » is two, and so are `example.org` and `last_name`. A number keeps its
/// point.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.unicode_words().flat_map(parts).filter(|word| !word.is_empty())
}

fn parts(word: &str) -> impl Iterator<Item = &str> {
    let number = !word.contains(char::is_alphabetic);
    word.split(move |c: char| !number && (c.is_ascii_punctuation() || c == '’'))
}

/// The terms of a text, separated by spaces: what the index stores.
#[must_use]
pub fn terms(text: &str, language: &str) -> String {
    let french = language == "fr";
    let mut out = String::with_capacity(text.len() / 2);
    for word in words(text).take(limits::SEARCH_WORDS_PER_TEXT_MAX) {
        let stemmed = stem(word, french);
        if out.len() + stemmed.len() >= limits::SEARCH_TERMS_BYTES_MAX {
            break;
        }
        if !stemmed.is_empty() && stemmed.len() <= limits::SEARCH_WORD_BYTES_MAX {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&stemmed);
        }
    }
    out
}

/// The forms under which a word of a query may stand in the index.
fn forms(word: &str) -> BTreeSet<String> {
    [stem(word, false), stem(word, true)].into_iter().filter(|form| !form.is_empty()).collect()
}

/// Each word of the query with its forms; the last word is a prefix, because it may be unfinished.
fn query_words(query: &str) -> Vec<BTreeSet<String>> {
    words(query).take(limits::SEARCH_WORDS_PER_QUERY_MAX).map(forms).filter(|forms| !forms.is_empty()).collect()
}

/// Indexes the text of one message; replaces what was indexed for it before.
///
/// # Errors
/// When the database refuses.
pub fn index_message(conn: &mut Conn, message: i64, terms: &str) -> Result<()> {
    if conn.is_postgres() {
        conn.execute(
            "insert into message_search (message_id, terms) values (?1, strip(to_tsvector('simple', ?2)))
             on conflict (message_id) do update set terms = excluded.terms",
            params![message, terms],
        )?;
    } else {
        conn.execute("insert or replace into message_search (rowid, terms) values (?1, ?2)", params![message, terms])?;
    }
    Ok(())
}

/// Begins or ends writing the whole index anew.
///
/// What is replaced leaves tombstones in FTS5, and its automatic merging answers them by rewriting large segments within
/// one change: at 50,000 texts that held the writer for seconds. Meanwhile only the merging that must be takes place.
///
/// # Errors
/// When the database refuses.
pub fn rewriting(conn: &mut Conn, begins: bool) -> Result<()> {
    if !conn.is_postgres() {
        // 4 is the standard of FTS5.
        let segments: i64 = if begins { 0 } else { 4 };
        conn.execute("insert into message_search (message_search, rank) values ('automerge', ?1)", params![segments])?;
    }
    Ok(())
}

/// Takes a message out of the index.
///
/// # Errors
/// When the database refuses.
pub fn forget_message(conn: &mut Conn, message: i64) -> Result<()> {
    let column = if conn.is_postgres() { "message_id" } else { "rowid" };
    conn.execute(&format!("delete from message_search where {column} = ?1"), params![message])?;
    Ok(())
}

/// What the index is asked: every word in one of its forms, the last one as a prefix. `None` when the
/// query holds no word.
#[must_use]
pub fn match_text(conn: &Conn, query: &str) -> Option<String> {
    let words = query_words(query);
    let last = words.len().checked_sub(1)?;
    let postgres = conn.is_postgres();
    let (or, and) = if postgres { (" | ", " & ") } else { (" OR ", " AND ") };
    let words = words.iter().enumerate().map(|(at, forms)| {
        // Of two prefixes the shorter finds all that the longer does.
        let covered = |form: &&String| at == last && forms.iter().any(|f| f != *form && form.starts_with(f.as_str()));
        let forms: Vec<String> = forms
            .iter()
            .filter(|form| !covered(form))
            .map(|form| match (postgres, at == last) {
                (true, true) => format!("{form}:*"),
                (true, false) => form.clone(),
                (false, true) => format!("\"{form}\"*"),
                (false, false) => format!("\"{form}\""),
            })
            .collect();
        format!("({})", forms.join(or))
    });
    Some(words.collect::<Vec<_>>().join(and))
}

/// SQL that is true when the message `column` matches the text in `parameter` (see [`match_text`]).
#[must_use]
pub fn matches(conn: &Conn, column: &str, parameter: &str) -> String {
    if conn.is_postgres() {
        format!(
            "exists (select 1 from message_search f where f.message_id = {column} and f.terms @@ to_tsquery('simple', {parameter}))"
        )
    } else {
        format!(
            "exists (select 1 from message_search where message_search match {parameter} and message_search.rowid = {column})"
        )
    }
}

/// Ids of the newest messages that match, newest first; `before` is an exclusive upper bound.
///
/// # Errors
/// When the database refuses.
pub fn newest_messages(conn: &mut Conn, query: &str, before: i64, count: i64) -> Result<Vec<i64>> {
    let Some(text) = match_text(conn, query) else { return Ok(Vec::new()) };
    if conn.is_postgres() {
        // The plan for a word that is everywhere is not the one for a rare word. Terms are letters and digits.
        let sql = format!(
            "select message_id from message_search where terms @@ to_tsquery('simple', '{text}') and message_id < {before}
             order by message_id desc limit {count}"
        );
        return conn.query_once(&sql, |row| row.get(0));
    }
    let sql = "select rowid from message_search where message_search match ?1 and rowid < ?2
               order by rowid desc limit ?3";
    conn.query(sql, params![&text, before, count], |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{query_words, terms};

    #[test]
    fn accents_and_word_forms_are_folded() {
        assert_eq!(terms("Réservation annulée", "fr"), terms("reservations annulees", "fr"));
        assert_eq!(terms("Printers printing", "en"), "printer print");
    }

    #[test]
    fn french_forms_of_a_verb_are_one_term() {
        for forms in [
            "annuler annulé annulée annulées annulee ANNULATION",
            "créer crée créé créée créés",
            "payer payé payée payez paie paiement",
            "modifier modifié modifiée modification",
            "envoyer envoyé envoyée envoi",
            "premier première premières premiere",
            "télécharger téléchargée telechargees téléchargement",
        ] {
            let found: BTreeSet<String> = forms.split(' ').map(|word| terms(word, "fr")).collect();
            assert_eq!(found.len(), 1, "{forms}: {found:?}");
        }
    }

    #[test]
    fn names_of_hosts_and_files_are_several_words() {
        assert_eq!(terms("mail.example.org", "en"), "mail exampl org");
        assert_eq!(terms("l’été isn't last_name", "fr"), "l ete isn t last nam");
        assert_eq!(terms("3.14 1,000 192.168.0.1", "en"), "314 1000 19216801");
        assert_eq!(terms("e\u{301}te\u{301}", "fr"), "ete");
    }

    #[test]
    fn a_query_finds_both_languages() {
        let words = query_words("réservations");
        let indexed = terms("réservation", "fr");
        assert!(words.first().is_some_and(|forms| forms.contains(&indexed)));
    }
}
