//! How long mails are kept as they came. What was understood of them stays with their messages.

use store::{Conn, params};

use crate::change::Change;
use crate::error::{Error, Result};
use crate::policy::Action;
use crate::settings::{self, Setting};
use crate::{InboundId, Time, limits};

const DAY: i64 = 86_400_000_000;

/// Days that mails are kept as they came; nothing means for ever.
///
/// # Errors
/// When the database fails.
pub fn kept(conn: &mut Conn) -> Result<Option<i64>> {
    Ok(settings::get(conn, Setting::MailKept)?.parse().ok())
}

/// Says how long: one of [`limits::MAIL_KEPT_DAYS`], or for ever.
///
/// # Errors
/// When the actor may not, or it is another number.
pub fn keep_for(c: &mut Change, days: &str) -> Result<()> {
    let known = days.parse().is_ok_and(|days: i64| limits::MAIL_KEPT_DAYS.contains(&days));
    if !known && !days.is_empty() {
        return Err(Error::field("days", "unknown"));
    }
    settings::set(c, Setting::MailKept, days)
}

/// Forgets the bytes of some mails that are older than they are to be kept. What waits, or waits for a person, stays.
/// Gives how many they were.
///
/// # Errors
/// When the database or the disk fails.
pub(crate) fn forget(c: &mut Change) -> Result<i64> {
    c.allow(Action::Purge, None)?;
    let Some(days) = kept(c.sql())? else { return Ok(0) };
    let before = Time(c.now().0 - days * DAY);
    let sql = format!(
        "select id, raw_sha256 from inbound
         where state in ('done', 'duplicate', 'discarded') and raw_sha256 <> '' and received_at < ?1
         order by received_at limit {}",
        limits::MAIL_FORGET_BATCH
    );
    let old = c.sql().query(&sql, params![before], |row| Ok((row.get::<InboundId>(0)?, row.get::<String>(1)?)))?;
    for (mail, _) in &old {
        c.sql().execute("update inbound set raw_sha256 = '' where id = ?1", params![*mail])?;
    }
    for (_, content) in &old {
        c.forget_file(content)?;
    }
    Ok(i64::try_from(old.len()).unwrap_or(i64::MAX))
}
