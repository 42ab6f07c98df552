//! Points in time and days, as tables keep them.

/// Microseconds since 1970, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
pub struct Time(pub i64);

impl Time {
    /// The present moment. Verbs use [`crate::Change::now`] instead.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    pub fn now() -> Self {
        Self(jiff::Timestamp::now().as_microsecond())
    }

    /// The same moment for calendars and formats.
    #[must_use]
    pub fn timestamp(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }

    /// This moment later by `by`.
    #[must_use]
    pub fn plus(self, by: std::time::Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(by.as_micros()).unwrap_or(i64::MAX)))
    }

    /// How long ago this was, seen from `now`; zero if it lies ahead.
    #[must_use]
    pub fn elapsed(self, now: Self) -> std::time::Duration {
        std::time::Duration::from_micros(u64::try_from(now.0.saturating_sub(self.0)).unwrap_or(0))
    }
}

impl From<Time> for store::Value<'_> {
    fn from(time: Time) -> Self {
        Self::Int(time.0)
    }
}

impl store::Column for Time {
    fn read(row: &store::Row, index: usize) -> store::Result<Self> {
        row.get(index).map(Self)
    }
}

/// A day of the calendar, counted from 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
pub struct Day(pub i64);

/// The last day that is taken: 9999-12-31.
const LAST_DAY: i64 = 2_932_896;

impl Day {
    /// The day of a moment in a time zone; one that is unknown counts as UTC.
    #[must_use]
    pub fn of(at: Time, zone: &str) -> Self {
        let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
        Self::of_date(at.timestamp().to_zoned(zone).date())
    }

    fn of_date(date: jiff::civil::Date) -> Self {
        let days = jiff::civil::date(1970, 1, 1).until(date).map(|span| i64::from(span.get_days()));
        Self(days.unwrap_or(0))
    }

    /// The same day for calendars and formats.
    #[must_use]
    pub fn date(self) -> jiff::civil::Date {
        let days = jiff::Span::new().try_days(self.0);
        days.and_then(|days| jiff::civil::date(1970, 1, 1).checked_add(days)).unwrap_or(jiff::civil::Date::MAX)
    }
}

/// As ISO 8601 writes it: `2026-11-30`.
impl std::fmt::Display for Day {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.date().fmt(out)
    }
}

impl std::str::FromStr for Day {
    type Err = jiff::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let date: jiff::civil::Date = text.parse()?;
        let day = Self::of_date(date);
        if (0..=LAST_DAY).contains(&day.0) { Ok(day) } else { Err(jiff::Error::from_args(format_args!("{date}"))) }
    }
}

impl From<Day> for store::Value<'_> {
    fn from(day: Day) -> Self {
        Self::Int(day.0)
    }
}

impl store::Column for Day {
    fn read(row: &store::Row, index: usize) -> store::Result<Self> {
        row.get(index).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::{Day, Time};

    #[test]
    fn days_are_written_and_read() {
        for (text, number) in [("1970-01-01", 0), ("2026-11-22", 20_779), ("9999-12-31", super::LAST_DAY)] {
            assert_eq!(text.parse::<Day>().unwrap(), Day(number));
            assert_eq!(Day(number).to_string(), text);
        }
        assert!("1969-12-31".parse::<Day>().is_err());
        assert!("tomorrow".parse::<Day>().is_err());
    }

    #[test]
    fn a_day_begins_at_midnight_of_the_zone() {
        let at = Time("2026-11-22T23:30:00Z".parse::<jiff::Timestamp>().unwrap().as_microsecond());
        assert_eq!(Day::of(at, "UTC").to_string(), "2026-11-22");
        assert_eq!(Day::of(at, "Europe/Paris").to_string(), "2026-11-23");
        assert_eq!(Day::of(at, "Nowhere/Land").to_string(), "2026-11-22");
    }
}
