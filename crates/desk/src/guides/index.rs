//! The words of guides, for searching them.

use store::{Conn, params};

use super::terms;
use crate::GuideTextId;
use crate::error::Result;

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
    let times = terms::count(&[(title, terms::TITLE_WEIGHT), (body, 1)], language);
    let words = times.iter().map(|(_, count)| count).sum::<i64>();
    conn.execute("update guide_text set words = ?2 where id = ?1", params![text, words])?;
    if published { terms::write(conn, &terms::GUIDES, language, text.0, words, &times) } else { Ok(()) }
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
