//! Business hours: when the desk is at work, in its own time zone. A desk that says nothing is always at work.

use jiff::civil::Time as Clock;
use jiff::tz::TimeZone;
use jiff::{ToSpan, Zoned};
use serde::{Deserialize, Serialize};
use store::Conn;

use super::{Setting, get, set};
use crate::Time;
use crate::change::Change;
use crate::error::{Error, Result};

/// Minutes of a day: from, and up to.
pub type Span = (u16, u16);

/// The hours of a week, Monday first; nothing for a day off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week(pub [Option<Span>; 7]);

/// A week in the desk's time zone.
#[derive(Debug, Clone)]
pub struct Hours {
    week: Option<Week>,
    zone: TimeZone,
}

/// Minutes of a day.
const DAY: u16 = 24 * 60;
/// How far ahead a wait looks for the hours that it needs.
const DAYS_AHEAD: u32 = 3660;

impl Hours {
    /// The hours that a desk keeps as texts.
    #[must_use]
    pub fn read(week: &str, zone: &str) -> Self {
        // Asked for every event of a rule: without hours no zone is looked up.
        let week: Option<Week> = serde_json::from_str(week).ok();
        let zone = week.as_ref().and_then(|_| TimeZone::get(zone).ok()).unwrap_or(TimeZone::UTC);
        Self { week, zone }
    }

    /// The desk's hours.
    ///
    /// # Errors
    /// When the database fails.
    pub fn load(conn: &mut Conn) -> Result<Self> {
        Ok(Self::read(&get(conn, Setting::BusinessHours)?, &get(conn, Setting::TimeZone)?))
    }

    /// The week, if the desk has said one.
    #[must_use]
    pub fn week(&self) -> Option<&Week> {
        self.week.as_ref()
    }

    /// Whether the desk is at work.
    #[must_use]
    pub fn is_open(&self, at: Time) -> bool {
        let Some(week) = &self.week else { return true };
        let local = at.timestamp().to_zoned(self.zone.clone());
        let minute = minute_of(&local);
        span_of(week, &local).is_some_and(|(from, to)| (from..to).contains(&minute))
    }

    /// The moment when `minutes` of work have passed since `from`. A desk that is never at work waits ten years.
    #[must_use]
    pub fn after(&self, from: Time, minutes: u32) -> Time {
        let whole = std::time::Duration::from_secs(u64::from(minutes) * 60);
        let Some(week) = &self.week else { return from.plus(whole) };
        let mut left = i64::from(minutes) * 60_000_000;
        let mut day = from.timestamp().to_zoned(self.zone.clone());
        for _ in 0..DAYS_AHEAD {
            if let Some((open, close)) = self.span_at(week, &day) {
                let begin = open.max(from.0);
                if begin + left <= close {
                    return Time(begin + left);
                }
                left -= (close - begin).max(0);
            }
            let Ok(next) = day.checked_add(1.day()).and_then(|day| day.start_of_day()) else { break };
            day = next;
        }
        from.plus(whole.max(std::time::Duration::from_secs(u64::from(DAYS_AHEAD) * 86_400)))
    }

    /// The work of the day as moments: on the day when clocks change it is an hour longer or shorter, like any clock's.
    fn span_at(&self, week: &Week, day: &Zoned) -> Option<(i64, i64)> {
        let (from, to) = span_of(week, day)?;
        let at = |minute: u16| {
            let (date, minute) = if minute == DAY { (day.date().tomorrow().ok()?, 0) } else { (day.date(), minute) };
            let clock = Clock::new(i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?, 0, 0).ok()?;
            Some(date.to_datetime(clock).to_zoned(self.zone.clone()).ok()?.timestamp().as_microsecond())
        };
        Some((at(from)?, at(to)?))
    }
}

fn minute_of(local: &Zoned) -> u16 {
    u16::try_from(i32::from(local.hour()) * 60 + i32::from(local.minute())).unwrap_or(0)
}

fn span_of(week: &Week, local: &Zoned) -> Option<Span> {
    let day = usize::try_from(local.weekday().to_monday_zero_offset()).ok()?;
    week.0.get(day).copied().flatten()
}

/// Sets the hours; nothing for a desk that is always at work.
///
/// # Errors
/// [`Error::Row`] with the day whose end does not come after its beginning; when the actor may not.
pub fn set_hours(c: &mut Change, week: Option<&Week>) -> Result<()> {
    let Some(week) = week else { return set(c, Setting::BusinessHours, "") };
    for (day, span) in week.0.iter().enumerate() {
        if span.is_some_and(|(from, to)| from >= to || to > DAY) {
            return Err(Error::field("hours", "order").in_row(day));
        }
    }
    if week.0.iter().all(Option::is_none) {
        return Err(Error::field("hours", "required").in_row(0));
    }
    let kept = serde_json::to_string(week).map_err(|error| Error::Internal(error.to_string()))?;
    set(c, Setting::BusinessHours, &kept)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Hours, Week};
    use crate::Time;

    fn paris() -> Hours {
        let nine_to_six = Some((540, 1080));
        let week = Week([nine_to_six, nine_to_six, nine_to_six, nine_to_six, Some((540, 1020)), None, None]);
        Hours::read(&serde_json::to_string(&week).unwrap(), "Europe/Paris")
    }

    fn at(text: &str) -> Time {
        Time(text.parse::<jiff::Timestamp>().unwrap().as_microsecond())
    }

    #[test]
    fn hours_of_a_week_with_its_weekend_and_its_change_of_clocks() {
        let hours = paris();
        for (from, minutes, due) in [
            // Friday 20 November 2026, 16:30 in Paris: half an hour is left, the rest on Monday.
            ("2026-11-20T15:30:00Z", 60, "2026-11-23T08:30:00Z"),
            ("2026-11-20T15:30:00Z", 30, "2026-11-20T16:00:00Z"),
            ("2026-11-21T12:00:00Z", 1, "2026-11-23T08:01:00Z"),
            ("2026-11-23T02:00:00Z", 0, "2026-11-23T08:00:00Z"),
            // The clocks go back on Sunday 25 October 2026: nine in the morning is an hour later for the sun.
            ("2026-10-23T14:59:00Z", 2, "2026-10-26T08:01:00Z"),
        ] {
            assert_eq!(hours.after(at(from), minutes), at(due), "{from} {minutes}");
        }
        assert!(hours.is_open(at("2026-11-20T15:59:59Z")) && !hours.is_open(at("2026-11-20T16:00:00Z")));
        assert!(!hours.is_open(at("2026-11-22T10:00:00Z")));
        let always = Hours::read("", "Europe/Paris");
        assert!(always.is_open(at("2026-11-22T03:00:00Z")));
        assert_eq!(always.after(at("2026-11-22T03:00:00Z"), 5), at("2026-11-22T03:05:00Z"));
        let never = Hours::read("[null,null,null,null,null,null,null]", "UTC");
        assert!(never.after(at("2026-11-22T03:00:00Z"), 5) > at("2036-01-01T00:00:00Z"));
    }

    proptest! {
        #[test]
        fn waiting_twice_is_waiting_for_both(begin in 0_i64..60_000_000, first in 0_u32..5000, second in 0_u32..5000) {
            let hours = paris();
            let from = Time(at("2026-01-01T00:00:00Z").0 + begin * 1_000_000);
            let both = hours.after(from, first + second);
            prop_assert_eq!(hours.after(hours.after(from, first), second), both);
            prop_assert!(both >= from);
        }

        #[test]
        fn time_that_is_up_is_working_time(begin in 0_i64..60_000_000, minutes in 1_u32..5000) {
            let hours = paris();
            let due = hours.after(Time(at("2026-01-01T00:00:00Z").0 + begin * 1_000_000), minutes);
            prop_assert!(hours.is_open(Time(due.0 - 1)));
        }
    }
}
