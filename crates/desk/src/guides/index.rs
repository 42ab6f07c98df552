//! Which terms stand in which text: written with the text, read by the ranking.

use std::collections::BTreeMap;

use store::{Conn, params, search};

use crate::error::Result;
use crate::{GuideTextId, limits};

/// A term of the title counts for so many of the text.
const TITLE_WEIGHT: i64 = 3;

/// Replaces what was indexed for a text; nothing is left of one that readers do not get.
pub(super) fn write(
    conn: &mut Conn,
    text: GuideTextId,
    language: &str,
    title: &str,
    body: &str,
    published: bool,
) -> Result<()> {
    conn.execute("delete from guide_term where text_id = ?1", params![text])?;
    let mut times: BTreeMap<String, i64> = BTreeMap::new();
    let mut words = 0;
    for (part, weight) in [(title, TITLE_WEIGHT), (body, 1)] {
        for term in search::terms(part, language).split(' ').filter(|term| !term.is_empty()) {
            *times.entry(term.to_owned()).or_default() += weight;
            words += weight;
        }
    }
    conn.execute("update guide_text set words = ?2 where id = ?1", params![text, words])?;
    if !published {
        return Ok(());
    }
    let times: Vec<(String, i64)> = times.into_iter().collect();
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
        conn.execute(
            &format!("insert into guide_term (language, term, text_id, times, words) values {}", values.join(", ")),
            &parameters,
        )?;
    }
    Ok(())
}

/// Indexes a text anew after it was published or taken back.
///
/// # Errors
/// When the database fails.
pub fn reindex(conn: &mut Conn, text: GuideTextId) -> Result<()> {
    let found = conn.find(
        "select t.language, t.title, t.text, t.published_at is not null and g.trashed_at is null
         from guide_text t join guide g on g.id = t.guide_id where t.id = ?1",
        params![text],
        |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?, row.get::<bool>(3)?)),
    )?;
    match found {
        Some((language, title, body, published)) => write(conn, text, &language, &title, &body, published),
        None => Ok(()),
    }
}
