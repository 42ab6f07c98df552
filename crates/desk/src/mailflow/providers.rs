//! Providers that take too much from us: when one has said so, mail to all its people waits while other mail leaves. From
//! time to time one mail finds out whether it goes on. What waits has the provider's name in `waits_for`; mails are moved
//! there and back as they are met, some at a time, so that no transaction touches a long queue as a whole.

use store::{Conn, params};

use super::claim::URGENCIES;
use super::halt;
use super::outbox::{self, Outgoing, announce_ticket};
use crate::change::Change;
use crate::error::{Error, Result};
use crate::policy::Action;
use crate::{OutboxId, Time, limits};

/// Where all mail of a provider waits for the same answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Its name.
    pub provider: String,
    /// Since when.
    pub since: Time,
    /// When one mail finds out.
    pub until: Time,
    /// What it said.
    pub reason: String,
    /// Mails that wait, as far as they are counted.
    pub waiting: i64,
}

/// What holds or has just ended.
pub(super) struct Open {
    pub provider: String,
    /// Mail waits; else it goes back to its turn.
    pub holding: bool,
    pub until: Time,
}

/// Who takes the mail of an address: its domain, or one name for all domains of a large provider.
#[must_use]
pub fn provider_of(address: &str) -> String {
    let domain = address.rsplit_once('@').map_or(address, |(_, domain)| domain).to_lowercase();
    let family = domain.split('.').next().unwrap_or_default();
    let known = match family {
        "gmail" | "googlemail" => "gmail.com",
        "outlook" | "hotmail" | "live" | "msn" => "outlook.com",
        "yahoo" | "ymail" | "rocketmail" => "yahoo.com",
        "icloud" | "me" | "mac" if domain.ends_with(".com") => "icloud.com",
        _ => return domain,
    };
    // The families are names at the top: hotmail.co.uk, but not live.example.org of somebody else.
    let rest = domain.split_once('.').map_or("", |(_, rest)| rest);
    let at_top = rest.len() <= 3 || rest.split('.').count() == 2 && rest.split('.').all(|part| part.len() <= 3);
    if at_top { known.to_owned() } else { domain }
}

/// What holds mail back now, the longest first.
///
/// # Errors
/// When the database fails.
pub fn holds(conn: &mut Conn) -> Result<Vec<Hold>> {
    let sql = format!(
        "select h.provider, h.since, h.until_at, h.reason,
                (select count(*) from (select 1 from outbox o where o.waits_for = h.provider and o.state = 'queued'
                                       limit {}) w)
         from provider_hold h where h.state <> 'over' and h.state = 'holding' order by h.since, h.provider limit {}",
        limits::WAITING_COUNTED,
        limits::PROVIDERS_SHOWN
    );
    Ok(conn.query(&sql, &[], |row| {
        Ok(Hold {
            provider: row.get(0)?,
            since: row.get(1)?,
            until: row.get(2)?,
            reason: row.get(3)?,
            waiting: row.get(4)?,
        })
    })?)
}

/// Whether a mail must wait because its provider holds us back; the mail that finds out need not.
///
/// # Errors
/// When the database fails.
pub fn holds_back(conn: &mut Conn, mail: &Outgoing, provider: &str) -> Result<bool> {
    let sql = "select exists (select 1 from provider_hold
                              where provider = ?1 and state = 'holding' and coalesce(probe_id, 0) <> ?2)";
    Ok(conn.one(sql, params![provider, mail.id], |row| row.get(0))?)
}

/// Puts a claimed mail to what waits for a provider; it was not tried.
///
/// # Errors
/// When the database fails.
pub fn wait(c: &mut Change, mail: &Outgoing, provider: &str) -> Result<()> {
    let now = c.now();
    c.sql().execute(
        "update outbox set state = 'queued', waits_for = ?3, due_at = ?4, attempts = attempts - 1
         where id = ?1 and attempts = ?2 and state = 'claimed'",
        params![mail.id, mail.attempts, provider, now],
    )?;
    announce_ticket(c, mail.id)
}

/// A provider has said that it takes too much from us: this mail waits with all others to it. One that hears it again and
/// again is perhaps itself the reason, and is given up.
///
/// # Errors
/// When the database fails.
pub fn limited(c: &mut Change, mail: &Outgoing, provider: &str, reason: &str) -> Result<()> {
    halt::ended(c)?;
    hold(c, mail, provider, reason)?;
    if mail.attempts % limits::OUTBOX_TRIES_MAX == 0 {
        return outbox::refused(c, mail, reason, true);
    }
    let now = c.now();
    // Behind the others, so that another mail finds out the next time.
    c.sql().execute(
        "update outbox set state = 'queued', waits_for = ?3, due_at = ?4, error = ?5
         where id = ?1 and attempts = ?2 and state in ('claimed', 'sending')",
        params![mail.id, mail.attempts, provider, now, reason],
    )?;
    announce_ticket(c, mail.id)
}

fn hold(c: &mut Change, mail: &Outgoing, provider: &str, reason: &str) -> Result<()> {
    let now = c.now();
    let before = c.sql().find(
        "select state, since, until_at, tries, probe_id from provider_hold where provider = ?1",
        params![provider],
        |row| {
            let state: String = row.get(0)?;
            let times: (Time, Time) = (row.get(1)?, row.get(2)?);
            Ok((state == "holding", times, row.get::<i64>(3)?, row.get::<Option<OutboxId>>(4)?))
        },
    )?;
    let (since, tries) = match before {
        // Another mail that was on its way has said so already.
        Some((true, (_, until), _, probe)) if until > now && probe != Some(mail.id) => return Ok(()),
        Some((true, (since, _), tries, _)) => (since, tries),
        Some((false, (_, ended), tries, _)) if ended.elapsed(now) < limits::PROVIDER_REMEMBERED => (now, tries),
        _ => (now, 0),
    };
    let at = usize::try_from(tries).unwrap_or(0).min(limits::PROVIDER_PAUSES.len() - 1);
    let until = now.plus(limits::PROVIDER_PAUSES[at]);
    c.sql().execute(
        "insert into provider_hold (provider, state, since, until_at, tries, reason) values (?1, 'holding', ?2, ?3, ?4, ?5)
         on conflict (provider) do update set state = 'holding', since = excluded.since, until_at = excluded.until_at,
                                              tries = excluded.tries, reason = excluded.reason, probe_id = null",
        params![provider, since, until, tries + 1, reason],
    )?;
    let forgotten = Time(now.0 - i64::try_from(limits::PROVIDER_REMEMBERED.as_micros()).unwrap_or(0));
    c.sql().execute("delete from provider_hold where state = 'over' and until_at < ?1", params![forgotten])?;
    announce(c);
    Ok(())
}

/// A provider has answered about the mail that was to find out: the others follow.
pub(super) fn answered(c: &mut Change, mail: &Outgoing) -> Result<()> {
    let now = c.now();
    let ended = c.sql().execute(
        "update provider_hold set state = 'draining', until_at = ?2, probe_id = null
         where state <> 'over' and state = 'holding' and probe_id = ?1",
        params![mail.id, now],
    )?;
    if ended > 0 {
        announce(c);
    }
    Ok(())
}

/// What holds or has just ended.
pub(super) fn open(conn: &mut Conn) -> Result<Vec<Open>> {
    let sql = "select provider, state, until_at from provider_hold where state <> 'over' order by provider";
    Ok(conn.query(sql, &[], |row| {
        let state: String = row.get(1)?;
        Ok(Open { provider: row.get(0)?, holding: state == "holding", until: row.get(2)? })
    })?)
}

/// A provider's mail that finds out whether it goes on; where none waits any more, it does.
pub(super) fn probe(c: &mut Change, provider: &str) -> Result<Option<OutboxId>> {
    let now = c.now();
    let sql = format!(
        "select id from outbox where state = 'queued' and waits_for = ?1 and urgency = ?2 and due_at <= ?3
         order by due_at, id limit 1 {}",
        c.sql().skip_locked()
    );
    let mut found = None;
    for urgency in URGENCIES {
        if found.is_none() {
            found = c.sql().find(&sql, params![provider, urgency, now], |row| row.get::<OutboxId>(0))?;
        }
    }
    match found {
        Some(mail) => {
            // Whoever asks has the time of a lease to say how it went.
            let until = now.plus(limits::OUTBOX_LEASE);
            c.sql().execute(
                "update provider_hold set probe_id = ?2, until_at = ?3 where provider = ?1",
                params![provider, mail, until],
            )?;
        }
        None => {
            c.sql().execute(
                "update provider_hold set state = 'draining', until_at = ?2, probe_id = null where provider = ?1",
                params![provider, now],
            )?;
        }
    }
    Ok(found)
}

/// Gives some of what waited for a provider back to its turn.
pub(super) fn drain(c: &mut Change, provider: &str) -> Result<()> {
    let sql = format!(
        "update outbox set waits_for = '' where id in (
           select id from outbox where state = 'queued' and waits_for = ?1 limit {} {})",
        limits::PROVIDER_MOVES,
        c.sql().skip_locked()
    );
    let moved = c.sql().execute(&sql, params![provider])?;
    let all = i64::try_from(moved).is_ok_and(|moved| moved < limits::PROVIDER_MOVES);
    if all {
        c.sql().execute("update provider_hold set state = 'over' where provider = ?1", params![provider])?;
        announce(c);
    }
    Ok(())
}

/// Tries a provider now instead of later.
///
/// # Errors
/// When the actor may not, or it does not hold us back.
pub fn try_now(c: &mut Change, provider: &str) -> Result<()> {
    c.allow(Action::ManageMail, None)?;
    if hurry(c, provider)? { Ok(()) } else { Err(Error::NotFound) }
}

/// Ends a pause, unless a mail is finding out just now. Tells whether there was one.
pub(super) fn hurry(c: &mut Change, provider: &str) -> Result<bool> {
    let now = c.now();
    let found = c.sql().execute(
        "update provider_hold set until_at = case when probe_id is null then ?2 else until_at end
         where provider = ?1 and state = 'holding'",
        params![provider, now],
    )?;
    announce(c);
    Ok(found > 0)
}

fn announce(c: &mut Change) {
    c.announce_topic("outbox".to_owned());
    c.announce_topic("inbound".to_owned());
}

#[cfg(test)]
mod tests {
    use super::provider_of;

    #[test]
    fn large_providers_have_one_name() {
        for (address, provider) in [
            ("a@gmail.com", "gmail.com"),
            ("a@GoogleMail.com", "gmail.com"),
            ("a@hotmail.co.uk", "outlook.com"),
            ("a@live.fr", "outlook.com"),
            ("a@yahoo.fr", "yahoo.com"),
            ("a@live.example.org", "live.example.org"),
            ("a@me.example", "me.example"),
            ("a@Customer.Example", "customer.example"),
        ] {
            assert_eq!(provider_of(address), provider, "{address}");
        }
    }
}
