//! Points in time as people read them.

use desk::{Day, Time};
use maud::{Markup, html};

use crate::reader::Reader;

/// A `time` element: short text, the exact moment with its zone in the title. Pages refresh the text.
pub(crate) fn time(reader: &Reader, at: Time) -> Markup {
    let zoned = at.timestamp().to_zoned(reader.zone.clone());
    html! {
        time datetime=(at.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ")) data-rel title=(exact(reader, &zoned)) {
            (short(reader, at, &zoned))
        }
    }
}

/// Relative under a day, the weekday under a week, else day and month (with the year if another).
fn short(reader: &Reader, at: Time, zoned: &jiff::Zoned) -> String {
    let seconds = at.elapsed(reader.now).as_secs();
    let text = reader.text;
    match seconds {
        0..60 => text.msg_time_now(),
        60..3600 => text.msg_time_minutes(i64::try_from(seconds / 60).unwrap_or(0)),
        3600..86_400 => text.msg_time_hours(i64::try_from(seconds / 3600).unwrap_or(0)),
        86_400..604_800 => weekday_name(reader, zoned.weekday()),
        _ => day_and_month(reader, zoned.date()),
    }
}

pub(super) fn weekday_name(reader: &Reader, day: jiff::civil::Weekday) -> String {
    let names = reader.text.msg_time_weekdays();
    let at = usize::try_from(day.to_monday_zero_offset()).unwrap_or(0);
    names.split(' ').nth(at).unwrap_or_default().to_owned()
}

/// A moment to the minute in words, in the reader's zone: `29 Nov, 23:50`.
pub(crate) fn moment(reader: &Reader, at: Time) -> String {
    let zoned = at.timestamp().to_zoned(reader.zone.clone());
    format!("{}, {}", day_and_month(reader, zoned.date()), clock(reader, zoned.time()))
}

/// The day of a moment in words, in the reader's zone.
pub(crate) fn date(reader: &Reader, at: Time) -> String {
    day_and_month(reader, at.timestamp().to_zoned(reader.zone.clone()).date())
}

/// The name of a day's month.
pub(crate) fn month_of(reader: &Reader, day: Day) -> String {
    month(reader, day.date())
}

fn month(reader: &Reader, date: jiff::civil::Date) -> String {
    let names = reader.text.msg_time_months();
    let at = usize::try_from(date.month() - 1).unwrap_or(0);
    names.split(' ').nth(at).unwrap_or_default().to_owned()
}

/// A day of the calendar.
pub(crate) fn day(reader: &Reader, day: Day) -> Markup {
    html! { time datetime=(day) { (day_and_month(reader, day.date())) } }
}

pub(super) fn day_and_month(reader: &Reader, date: jiff::civil::Date) -> String {
    let this_year = reader.now.timestamp().to_zoned(reader.zone.clone()).year();
    let short = format!("{} {}", date.day(), month(reader, date));
    if date.year() == this_year { short } else { format!("{short} {}", date.year()) }
}

pub(super) fn clock(reader: &Reader, time: jiff::civil::Time) -> String {
    let form = if reader.lang == "fr" { "%H\u{202f}h\u{202f}%M" } else { "%H:%M" };
    time.strftime(form).to_string()
}

pub(super) fn exact(reader: &Reader, zoned: &jiff::Zoned) -> String {
    let clock = clock(reader, zoned.time());
    format!("{} {} {}, {clock} ({})", zoned.day(), month(reader, zoned.date()), zoned.year(), zoned.strftime("%Z"))
}
