//! What is forgotten by itself: guides that have been in the bin long enough, files that were put up and never saved.

use store::params;

use super::lists::today;
use crate::change::Change;
use crate::error::Result;
use crate::policy::Action;
use crate::{GuideId, Time, limits};

/// Forgets what has been in the bin for 30 days, files that waited as long for a text, and counts that nobody is shown any
/// more; tells how many guides went.
///
/// # Errors
/// When the database fails.
pub fn purge(c: &mut Change) -> Result<usize> {
    c.allow(Action::Purge, None)?;
    let before = Time(c.now().0 - i64::try_from(limits::TRASH.as_micros()).unwrap_or(0));
    let sql = format!(
        "select id from guide where trashed_at is not null and trashed_at < ?1 order by trashed_at limit {}",
        limits::TRASH_BATCH
    );
    let guides = c.sql().query(&sql, params![before], |row| row.get::<GuideId>(0))?;
    for guide in &guides {
        forget(c, *guide)?;
    }
    let waiting = c.sql().query(
        "delete from guide_file where guide_id is null and created_at < ?1 returning file_sha256",
        params![before],
        |row| row.get::<String>(0),
    )?;
    // What was counted is shown for so long.
    let day = today(c.now()) - limits::GUIDE_READ_DAYS;
    for table in ["guide_query", "guide_reading"] {
        c.sql().execute(&format!("delete from {table} where day < ?1"), params![day])?;
    }
    for content in waiting {
        c.forget_file(&content)?;
    }
    Ok(guides.len())
}

fn forget(c: &mut Change, guide: GuideId) -> Result<()> {
    let files =
        c.sql().query("delete from guide_file where guide_id = ?1 returning file_sha256", params![guide], |row| {
            row.get::<String>(0)
        })?;
    let texts = "(select id from guide_text where guide_id = ?1)";
    for sql in [
        format!("delete from guide_term where text_id in {texts}"),
        format!("delete from guide_vote where text_id in {texts}"),
        format!("delete from guide_version where text_id in {texts}"),
        "delete from guide_edit where guide_id = ?1".to_owned(),
        "delete from guide_reading where guide_id = ?1".to_owned(),
        "delete from guide_ticket where guide_id = ?1".to_owned(),
        "delete from guide_text where guide_id = ?1".to_owned(),
        "delete from guide where id = ?1".to_owned(),
    ] {
        c.sql().execute(&sql, params![guide])?;
    }
    for content in files {
        c.forget_file(&content)?;
    }
    Ok(())
}
