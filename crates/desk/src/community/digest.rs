//! A mail now and then with what is new, for whoever wants it.

use std::time::Duration;

use store::{Conn, params};

use super::Community;
use super::lists::{ROW_COLUMNS, Row, read_row};
use crate::change::Change;
use crate::error::{Error, Result};
use crate::mailflow::outbox::{self, MailKind};
use crate::policy::LISTED;
use crate::tickets::{STATUS_COLUMNS, codes};
use crate::{PersonId, Time, limits};

codes! {
    /// How often.
    Digest {
        /// Not at all.
        Never = "",
        /// Every day on which something is new.
        Daily = "daily",
        /// Every week.
        Weekly = "weekly",
    }
}

impl Digest {
    fn span(self) -> Duration {
        Duration::from_secs(24 * 3600 * if self == Self::Weekly { 7 } else { 1 })
    }
}

/// What somebody chose.
///
/// # Errors
/// When the database fails.
pub fn digest(conn: &mut Conn, person: PersonId) -> Result<Digest> {
    let code = conn.one("select digest from person where id = ?1", params![person], |row| row.get::<String>(0))?;
    Ok(Digest::from_code(&code).unwrap_or(Digest::Never))
}

/// Keeps how often the acting person gets a mail; the first one tells of what comes from now on.
///
/// # Errors
/// When nobody is signed in.
pub fn choose_digest(c: &mut Change, wanted: Digest) -> Result<()> {
    let (person, now) = (c.actor().person.ok_or(Error::NotFound)?, c.now());
    c.sql().execute(
        "update person set digest = ?2, digest_at = ?3 where id = ?1 and digest <> ?2",
        params![person, wanted.code(), now],
    )?;
    Ok(())
}

/// Queues the mails whose time has come; gives how many people were looked at.
///
/// # Errors
/// When the database fails.
pub fn queue_due(c: &mut Change) -> Result<usize> {
    let now = c.now();
    let mut looked_at = 0;
    for digest in [Digest::Daily, Digest::Weekly] {
        let due = Time(now.0 - i64::try_from(digest.span().as_micros()).unwrap_or(0));
        let people = c.sql().query(
            "select p.id, p.digest_at from person p
             where p.digest = ?1 and p.digest <> '' and p.digest_at <= ?2 and p.disabled_at is null
             order by p.digest_at limit ?3",
            params![digest.code(), due, limits::DIGESTS_AT_ONCE],
            |row| Ok((row.get::<PersonId>(0)?, row.get::<Time>(1)?)),
        )?;
        looked_at += people.len();
        for (person, since) in people {
            c.sql().execute("update person set digest_at = ?2 where id = ?1", params![person, now])?;
            let since = since.max(due);
            if may_read(c, person)? && !news(c.sql(), since, 1)?.is_empty() {
                outbox::queue(c, MailKind::Digest, None, None, person, &since.0.to_string())?;
            }
        }
    }
    Ok(looked_at)
}

fn may_read(c: &mut Change, person: PersonId) -> Result<bool> {
    let (now, found) = (c.now(), crate::people::find(c.sql(), person)?);
    let community = Community::load(c.sql())?;
    let actor = crate::Actor::person(person, &found.name, found.role, None);
    let standing = super::Standing::of(c.sql(), &actor, &community, now)?;
    let allowed = crate::policy::allow_topic(&actor, crate::policy::Action::ReadCommunity, &community, &standing, None);
    Ok(allowed.is_ok())
}

/// Topics with something new since a moment, the newest first.
///
/// # Errors
/// When the database fails.
pub fn news(conn: &mut Conn, since: Time, count: usize) -> Result<Vec<Row>> {
    let sql = format!(
        "select {ROW_COLUMNS}, {STATUS_COLUMNS} from ticket t
         join status w on w.id = t.status_id join person r on r.id = t.requester_id
         where {LISTED} and t.topic_at > ?1 order by t.pinned desc, t.topic_at desc limit {count}"
    );
    Ok(conn.query(&sql, params![since], read_row)?)
}
