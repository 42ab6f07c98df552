//! How many mails the relay takes in a minute, an hour, a day. What was handed over is counted in the database, in
//! sixtieths of each span, so that all nodes together keep to it; a mail counts when it is claimed.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use store::{Conn, params};

use crate::change::Change;
use crate::error::{Error, FieldError, Result};
use crate::settings::{self, Setting};
use crate::{Time, limits};

/// Over which mails are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// A day.
    Day,
}

impl Span {
    /// All of them, the shortest first.
    pub const ALL: [Self; 3] = [Self::Minute, Self::Hour, Self::Day];

    /// As it is kept, and the field of the form.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
        }
    }

    fn length(self) -> Duration {
        Duration::from_secs(match self {
            Self::Minute => 60,
            Self::Hour => 3600,
            Self::Day => 86_400,
        })
    }

    /// What is counted together.
    fn part(self) -> Duration {
        self.length() / 60
    }

    /// When what was counted from `began` on has left the span.
    fn free_at(self, began: Time) -> Time {
        began.plus(self.part()).plus(self.length())
    }
}

/// The limits that are set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Limits {
    minute: Option<i64>,
    hour: Option<i64>,
    day: Option<i64>,
}

/// One limit and how far it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Over which time.
    pub span: Span,
    /// How many mails.
    pub most: i64,
    /// How many left in that time.
    pub used: i64,
    /// When the next one may leave, if none may now.
    pub full_until: Option<Time>,
}

/// The limits that are set, the shortest span first.
///
/// # Errors
/// When the database fails.
pub fn current(conn: &mut Conn, now: Time) -> Result<Vec<Limit>> {
    let limits: Limits = serde_json::from_str(&settings::get(conn, Setting::MailLimits)?).unwrap_or_default();
    let mut found = Vec::new();
    for (span, most) in [(Span::Minute, limits.minute), (Span::Hour, limits.hour), (Span::Day, limits.day)] {
        let Some(most) = most else { continue };
        let counted = conn.query(
            "select began_at, used from relay_use where span = ?1 order by began_at",
            params![span.code()],
            |row| Ok((row.get::<Time>(0)?, row.get::<i64>(1)?)),
        )?;
        found.push(limit(span, most, &counted, now));
    }
    Ok(found)
}

fn limit(span: Span, most: i64, counted: &[(Time, i64)], now: Time) -> Limit {
    let inside: Vec<&(Time, i64)> = counted.iter().filter(|(began, _)| span.free_at(*began) > now).collect();
    let used: i64 = inside.iter().map(|(_, used)| used).sum();
    let mut left = used;
    let full_until = inside.iter().find_map(|(began, used)| {
        let full = left >= most;
        left -= used;
        (full && left < most).then(|| span.free_at(*began))
    });
    Limit { span, most, used, full_until }
}

/// Sets the limits, each as it was typed; empty means none.
///
/// # Errors
/// When the actor may not, or something is no number of mails.
pub fn set(c: &mut Change, minute: &str, hour: &str, day: &str) -> Result<()> {
    let mut wrong = Vec::new();
    let mut read = |span: Span, typed: &str| {
        let typed = typed.trim();
        let number = typed.parse().ok().filter(|number| (1..=limits::RELAY_LIMIT_MAX).contains(number));
        if !typed.is_empty() && number.is_none() {
            wrong.push(FieldError { field: span.code(), problem: "mails" });
        }
        number
    };
    let limits = Limits { minute: read(Span::Minute, minute), hour: read(Span::Hour, hour), day: read(Span::Day, day) };
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let written = serde_json::to_string(&limits).map_err(|error| Error::Internal(error.to_string()))?;
    settings::set(c, Setting::MailLimits, &written)?;
    for (span, most) in [(Span::Minute, limits.minute), (Span::Hour, limits.hour), (Span::Day, limits.day)] {
        if most.is_none() {
            c.sql().execute("delete from relay_use where span = ?1", params![span.code()])?;
        }
    }
    c.announce_topic("outbox".to_owned());
    c.announce_topic("inbound".to_owned());
    Ok(())
}

/// How many mails may leave now, and which of [`limits::TURNS`] is next.
pub(super) fn room(c: &mut Change) -> Result<(i64, i64)> {
    let now = c.now();
    let known = current(c.sql(), now)?;
    let Some(room) = known.iter().map(|limit| limit.most - limit.used).min() else {
        return Ok((i64::MAX, 0));
    };
    let turns = c
        .sql()
        .find("select used from relay_use where span = 'turns' and began_at = 0", &[], |row| row.get::<i64>(0))?;
    Ok((room, turns.unwrap_or(0) % limits::TURNS))
}

/// Counts mails that were claimed.
pub(super) fn count(c: &mut Change, mails: usize) -> Result<()> {
    let now = c.now();
    let known = current(c.sql(), now)?;
    if known.is_empty() || mails == 0 {
        return Ok(());
    }
    let mails = i64::try_from(mails).unwrap_or(i64::MAX);
    let add = "insert into relay_use (span, began_at, used) values (?1, ?2, ?3)
               on conflict (span, began_at) do update set used = relay_use.used + excluded.used";
    for limit in known {
        let span = limit.span;
        let part = i64::try_from(span.part().as_micros()).unwrap_or(i64::MAX);
        c.sql().execute(add, params![span.code(), Time(now.0 - now.0.rem_euclid(part)), mails])?;
        let gone = Time(now.0 - part * 61);
        c.sql().execute("delete from relay_use where span = ?1 and began_at <= ?2", params![span.code(), gone])?;
    }
    c.sql().execute(add, params!["turns", 0, mails])?;
    Ok(())
}

/// When the next mail may leave, if none may now.
pub(super) fn full_until(conn: &mut Conn, now: Time) -> Result<Option<Time>> {
    Ok(current(conn, now)?.iter().filter_map(|limit| limit.full_until).max())
}

#[cfg(test)]
mod tests {
    use super::{Limit, Span, limit};
    use crate::Time;

    const SECOND: i64 = 1_000_000;

    fn at(second: i64) -> Time {
        Time(second * SECOND)
    }

    #[test]
    fn what_left_longer_ago_than_the_span_is_free_again() {
        let counted = [(at(100), 3), (at(110), 2)];
        let then = |second| limit(Span::Minute, 5, &counted, at(second));
        assert_eq!(then(120), Limit { span: Span::Minute, most: 5, used: 5, full_until: Some(at(161)) });
        assert_eq!(then(160).used, 5);
        assert_eq!(then(161), Limit { span: Span::Minute, most: 5, used: 2, full_until: None });
        assert_eq!(then(171).used, 0);
    }

    #[test]
    fn a_limit_that_was_lowered_waits_until_enough_is_free() {
        let counted = [(at(100), 3), (at(110), 2), (at(120), 1)];
        assert_eq!(limit(Span::Minute, 2, &counted, at(130)).full_until, Some(at(171)));
        assert_eq!(limit(Span::Minute, 1, &counted, at(130)).full_until, Some(at(181)));
    }
}
