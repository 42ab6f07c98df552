//! An event of a calendar (RFC 5545), and what is asked about it (RFC 5546).

use calcard::common::PartialDateTime;
use calcard::common::timezone::Tz;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarFrequency, ICalendarMethod,
    ICalendarParameterName, ICalendarParameterValue, ICalendarParticipationStatus, ICalendarProperty,
    ICalendarRecurrenceRule, ICalendarStatus, ICalendarValue,
};
use desk::tickets::{Asks, Comes, EventCard, Every, Guest, Moment, Repeat};
use desk::{Day, Time};
use jiff::civil;
use jiff::tz::{Offset, TimeZone};

use super::words;

/// The first event of a calendar.
pub(super) fn card(calendar: &ICalendar) -> Option<EventCard> {
    let mut events = calendar.components.iter().filter(|one| one.component_type == ICalendarComponentType::VEvent);
    let event = events.next()?;
    let start = event.property(&ICalendarProperty::Dtstart).and_then(|entry| moment(calendar, entry));
    Some(EventCard {
        asks: asks(calendar, event),
        summary: said(event, &ICalendarProperty::Summary),
        location: said(event, &ICalendarProperty::Location),
        end: end(calendar, event, start.as_ref()),
        start,
        organiser: event.property(&ICalendarProperty::Organizer).and_then(guest),
        guests: event.properties(&ICalendarProperty::Attendee).count(),
        repeats: value(event, &ICalendarProperty::Rrule).and_then(|value| match value {
            ICalendarValue::RecurrenceRule(rule) => Some(repeat(rule)),
            _ => None,
        }),
        more: events.count(),
    })
}

fn asks(calendar: &ICalendar, event: &ICalendarComponent) -> Asks {
    let head = calendar.components.iter().find(|one| one.component_type == ICalendarComponentType::VCalendar);
    let method = head.and_then(|head| match value(head, &ICalendarProperty::Method)? {
        ICalendarValue::Method(method) => Some(method),
        _ => None,
    });
    let off =
        matches!(value(event, &ICalendarProperty::Status), Some(ICalendarValue::Status(ICalendarStatus::Cancelled)));
    let again = value(event, &ICalendarProperty::Sequence).and_then(ICalendarValue::as_integer);
    let first = event.property(&ICalendarProperty::Attendee);
    match method {
        Some(ICalendarMethod::Cancel) => Asks::Cancellation,
        _ if off => Asks::Cancellation,
        Some(ICalendarMethod::Request) if again.is_some_and(|number| number > 0) => Asks::Change,
        Some(ICalendarMethod::Request | ICalendarMethod::Add) => Asks::Invitation,
        Some(ICalendarMethod::Counter) => Asks::Counter,
        Some(ICalendarMethod::Reply) => match first.and_then(|entry| Some((guest(entry)?, comes(entry)))) {
            Some((guest, comes)) => Asks::Answer(guest, comes),
            None => Asks::Nothing,
        },
        _ => Asks::Nothing,
    }
}

fn value<'c>(component: &'c ICalendarComponent, name: &ICalendarProperty) -> Option<&'c ICalendarValue> {
    component.property(name)?.values.first()
}

fn said(event: &ICalendarComponent, name: &ICalendarProperty) -> String {
    value(event, name).and_then(|value| value.as_text().map(words)).unwrap_or_default()
}

fn guest(entry: &ICalendarEntry) -> Option<Guest> {
    let address = words(entry.calendar_address()?);
    let name = entry.params.iter().find_map(|parameter| match (&parameter.name, &parameter.value) {
        (ICalendarParameterName::Cn, ICalendarParameterValue::Text(name)) => Some(words(name)),
        _ => None,
    });
    (!address.is_empty()).then(|| Guest { name: name.unwrap_or_default(), address })
}

fn comes(entry: &ICalendarEntry) -> Comes {
    let stated = entry.params.iter().find_map(|parameter| match (&parameter.name, &parameter.value) {
        (ICalendarParameterName::Partstat, ICalendarParameterValue::Partstat(stated)) => Some(stated),
        _ => None,
    });
    match stated {
        Some(ICalendarParticipationStatus::Accepted) => Comes::Accepted,
        Some(ICalendarParticipationStatus::Declined) => Comes::Declined,
        Some(ICalendarParticipationStatus::Tentative) => Comes::Tentative,
        _ => Comes::Unclear,
    }
}

/// A date, or a moment in the zone that the file names, its own description of that zone included.
fn moment(calendar: &ICalendar, entry: &ICalendarEntry) -> Option<Moment> {
    let stated = entry.values.first()?.as_partial_date_time()?;
    let date = date(stated)?;
    let Some(hour) = stated.hour else { return day(date).map(Moment::Day) };
    let part = |value: Option<u8>| value.and_then(|value| i8::try_from(value).ok()).unwrap_or_default();
    let local = date.to_datetime(civil::Time::new(part(Some(hour)), part(stated.minute), 0, 0).ok()?);
    let zone = match (stated.tz_hour, entry.tz_id()) {
        (Some(_), _) => Some(offset(stated)?),
        (None, Some(id)) => {
            let known = calendar.build_tz_resolver().resolve(id);
            let name = known.as_ref().and_then(Tz::name).map_or_else(|| id.to_owned(), |name| name.into_owned());
            TimeZone::get(&name).ok()
        }
        (None, None) => None,
    };
    match zone {
        Some(zone) => Some(Moment::At(Time(local.to_zoned(zone).ok()?.timestamp().as_microsecond()))),
        None => Some(Moment::Clock { day: day(date)?, hour: local.hour(), minute: local.minute() }),
    }
}

fn date(stated: &PartialDateTime) -> Option<civil::Date> {
    let (month, day) = (i8::try_from(stated.month?).ok()?, i8::try_from(stated.day?).ok()?);
    civil::Date::new(i16::try_from(stated.year?).ok()?, month, day).ok()
}

fn day(date: civil::Date) -> Option<Day> {
    date.to_string().parse().ok()
}

fn offset(stated: &PartialDateTime) -> Option<TimeZone> {
    let minutes = i32::from(stated.tz_hour.unwrap_or_default()) * 60 + i32::from(stated.tz_minute.unwrap_or_default());
    let seconds = if stated.tz_minus { -minutes } else { minutes } * 60;
    Offset::from_seconds(seconds).ok().map(TimeZone::fixed)
}

/// The end, or the beginning and how long it takes. Whole days end before the day that the file names.
fn end(calendar: &ICalendar, event: &ICalendarComponent, start: Option<&Moment>) -> Option<Moment> {
    let stated = event.property(&ICalendarProperty::Dtend).and_then(|entry| moment(calendar, entry));
    match (stated, start?) {
        (Some(Moment::Day(end)), Moment::Day(start)) => {
            let last = Day(end.0 - 1);
            (last > *start).then_some(Moment::Day(last))
        }
        (Some(end), _) => Some(end),
        (None, Moment::At(start)) => {
            let ICalendarValue::Duration(takes) = value(event, &ICalendarProperty::Duration)? else { return None };
            let takes = takes.as_seconds().checked_mul(1_000_000)?;
            Some(Moment::At(Time(start.0.checked_add(takes)?)))
        }
        (None, _) => None,
    }
}

/// In words where few suffice.
fn repeat(rule: &ICalendarRecurrenceRule) -> Repeat {
    let lists =
        [rule.bysetpos.len(), rule.byweekno.len(), rule.byyearday.len(), rule.byhour.len(), rule.byminute.len()];
    let odd = rule.interval.unwrap_or(1) > 1
        || rule.byday.len() > 1
        || rule.bymonthday.len() > 1
        || rule.bymonth.len() > 1
        || lists.iter().any(|count| *count > 0);
    let every = match rule.freq {
        _ if odd => Every::Rule,
        ICalendarFrequency::Weekly => Every::Week,
        _ if !rule.byday.is_empty() => Every::Rule,
        ICalendarFrequency::Daily => Every::Day,
        ICalendarFrequency::Monthly => Every::Month,
        ICalendarFrequency::Yearly => Every::Year,
        _ => Every::Rule,
    };
    Repeat { every, until: rule.until.as_ref().and_then(date).and_then(day) }
}
