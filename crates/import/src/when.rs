//! Moments and days as other systems write them.

use desk::{Day, Time};
use jiff::civil::{Date, DateTime};
use jiff::fmt::strtime;
use jiff::tz::TimeZone;

/// How a day is written with numbers, beside the form with slashes, of which the file says what comes first.
const DAYS: [&str; 4] = ["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%Y%m%d"];
/// How a time of the day follows it.
const CLOCKS: [&str; 6] = [" %H:%M:%S", " %H:%M", "T%H:%M:%S", "T%H:%M", " %I:%M:%S %p", " %I:%M %p"];

/// The forms of a day, that with slashes last.
fn day_forms(month_first: bool) -> impl Iterator<Item = &'static str> {
    DAYS.into_iter().chain([if month_first { "%m/%d/%Y" } else { "%d/%m/%Y" }])
}

/// Whether a date with slashes can only have the month first.
pub(crate) fn has_month_first(text: &str) -> bool {
    let date = text.split_whitespace().next().unwrap_or_default();
    Date::strptime("%d/%m/%Y", date).is_err() && Date::strptime("%m/%d/%Y", date).is_ok()
}

/// Reads a moment: RFC 3339, RFC 2822, seconds or milliseconds since 1970, or a date (with a time) in the desk's zone.
pub(crate) fn moment(text: &str, zone: &TimeZone, month_first: bool) -> Option<Time> {
    let text = text.trim();
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Some(Time(at.as_microsecond()));
    }
    if (9..=13).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit()) {
        let number: i64 = text.parse().ok()?;
        let seconds = if text.len() > 11 { number / 1000 } else { number };
        return jiff::Timestamp::from_second(seconds).ok().map(|at| Time(at.as_microsecond()));
    }
    if let Ok(zoned) = jiff::fmt::rfc2822::parse(text) {
        return Some(Time(zoned.timestamp().as_microsecond()));
    }
    // `2026-11-22 10:00:00 UTC` and `… +0100`, as Ruby writes them.
    let spaced = text.strip_suffix(" UTC").map_or_else(|| text.to_owned(), |rest| format!("{rest} +0000"));
    if let Ok(zoned) = strtime::parse("%Y-%m-%d %H:%M:%S %z", &spaced).and_then(|parts| parts.to_timestamp()) {
        return Some(Time(zoned.as_microsecond()));
    }
    let with_clock = day_forms(month_first).flat_map(|day| CLOCKS.map(|clock| format!("{day}{clock}")));
    let local = with_clock
        .chain(["%Y%m%d%H%M%S".to_owned()])
        .find_map(|form| DateTime::strptime(&form, text).ok())
        .or_else(|| text.parse::<DateTime>().ok())
        .or_else(|| day(text, month_first).map(|day| day.date().to_datetime(jiff::civil::Time::midnight())))?;
    local.to_zoned(zone.clone()).ok().map(|zoned| Time(zoned.timestamp().as_microsecond()))
}

/// Reads a day.
pub(crate) fn day(text: &str, month_first: bool) -> Option<Day> {
    let text = text.trim();
    let date = day_forms(month_first).find_map(|form| Date::strptime(form, text).ok());
    let date = date.or_else(|| text.parse::<DateTime>().ok().map(|at| at.date()));
    let date = date.or_else(|| text.parse::<jiff::Timestamp>().ok().map(|at| at.to_zoned(TimeZone::UTC).date()));
    date?.to_string().parse().ok()
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::{day, has_month_first, moment};

    #[test]
    fn moments_of_other_systems() {
        let zone = TimeZone::get("Europe/Paris").unwrap();
        for (text, expected) in [
            ("2026-03-04T09:30:00Z", "2026-03-04T09:30:00Z"),
            ("2026-03-04T09:30:00.123+01:00", "2026-03-04T08:30:00.123Z"),
            ("2026-03-04 09:30:00 UTC", "2026-03-04T09:30:00Z"),
            ("2026-03-04 09:30:00 +0200", "2026-03-04T07:30:00Z"),
            ("2026-03-04 09:30", "2026-03-04T08:30:00Z"),
            ("2026-07-04 09:30:00", "2026-07-04T07:30:00Z"),
            ("04/03/2026 09:30", "2026-03-04T08:30:00Z"),
            ("20260304093000", "2026-03-04T08:30:00Z"),
            ("04/03/2026 09:30 PM", "2026-03-04T20:30:00Z"),
            ("04.03.2026 09:30", "2026-03-04T08:30:00Z"),
            ("2026-03-04", "2026-03-03T23:00:00Z"),
            ("Wed, 4 Mar 2026 09:30:00 +0000", "2026-03-04T09:30:00Z"),
            ("1772616600", "2026-03-04T09:30:00Z"),
            ("1772616600000", "2026-03-04T09:30:00Z"),
        ] {
            let found = moment(text, &zone, false).map(|at| at.timestamp().to_string());
            assert_eq!(found.as_deref(), Some(expected), "{text}");
        }
        let found = moment("03/25/2026 09:30", &zone, true).map(|at| at.timestamp().to_string());
        assert_eq!(found.as_deref(), Some("2026-03-25T08:30:00Z"));
        assert!(has_month_first("03/25/2026 9:30") && !has_month_first("03/04/2026") && !has_month_first("25/03/2026"));
        for text in ["", "soon", "2026-13-01", "31/02/2026", "03/25/2026", "12:30"] {
            assert_eq!(moment(text, &zone, false), None, "{text}");
        }
    }

    #[test]
    fn days_of_other_systems() {
        for text in ["2026-03-04", "04/03/2026", "2026-03-04T10:00:00", "2026-03-04T10:00:00Z"] {
            assert_eq!(day(text, false).map(|day| day.to_string()).as_deref(), Some("2026-03-04"), "{text}");
        }
        assert_eq!(day("yesterday", false), None);
    }
}
