//! Which terms stand in which text: written with the text, read by the ranking.

use std::collections::BTreeMap;

use store::{Conn, search};

use crate::error::Result;
use crate::limits;

/// A term of the title counts for so many of the text.
pub(crate) const TITLE_WEIGHT: i64 = 3;

/// Where the terms of a kind of texts are kept.
#[derive(Debug)]
pub(crate) struct Terms {
    /// The table.
    pub table: &'static str,
    /// Its column that names the text.
    pub text: &'static str,
    /// Of a term that stands everywhere, so many of the newest texts are looked at.
    pub newest: i64,
}

/// Those of guides.
pub(crate) const GUIDES: Terms = Terms { table: "guide_term", text: "text_id", newest: i64::MAX };
/// Those of public tickets, which are many.
pub(crate) const TOPICS: Terms = Terms { table: "topic_term", text: "ticket_id", newest: 5_000 };
/// The same for what is only named beside something else, with every page: it must cost little.
pub(crate) const TOPICS_BESIDE: Terms = Terms { newest: 500, ..TOPICS };

/// How often each term stands in parts of a text, which count by their weights.
pub(crate) fn count(parts: &[(&str, i64)], language: &str) -> Vec<(String, i64)> {
    let mut times: BTreeMap<String, i64> = BTreeMap::new();
    for (part, weight) in parts {
        for term in search::terms(part, language).split(' ').filter(|term| !term.is_empty()) {
            *times.entry(term.to_owned()).or_default() += weight;
        }
    }
    times.into_iter().collect()
}

/// Keeps the terms of a text of `words` terms in all.
pub(crate) fn write(
    conn: &mut Conn,
    terms: &Terms,
    language: &str,
    text: i64,
    words: i64,
    times: &[(String, i64)],
) -> Result<()> {
    for rows in times.chunks(limits::TERMS_PER_INSERT) {
        let values: Vec<String> = (0..rows.len())
            .map(|at| {
                format!(
                    "(?1, ?{}, cast(?2 as bigint), cast(?{} as bigint), cast(?3 as bigint))",
                    at * 2 + 4,
                    at * 2 + 5
                )
            })
            .collect();
        let mut parameters = vec![store::Value::from(language), store::Value::from(text), store::Value::from(words)];
        for (term, count) in rows {
            parameters.push(store::Value::from(term));
            parameters.push(store::Value::from(*count));
        }
        let (table, column) = (terms.table, terms.text);
        conn.execute(
            &format!("insert into {table} (language, term, {column}, times, words) values {}", values.join(", ")),
            &parameters,
        )?;
    }
    Ok(())
}
