//! What invitations and people's cards say, and how a mail was protected. Nothing of it acts: the words are strangers'.

use desk::tickets::{Asks, Attachment, Card, Comes, ContactCard, EventCard, Every, Guest, Message, Moment, Repeat};
use jiff::civil::Weekday;
use maud::{Markup, html};

use super::icon;
use super::time::{clock, day_and_month, exact, weekday_name};
use crate::reader::Reader;

/// The cards of a message's files.
pub(crate) fn cards(reader: &Reader, files: &[Attachment]) -> Markup {
    let mut cards = files.iter().filter_map(|file| file.card.as_ref()).peekable();
    html! {
        @if cards.peek().is_some() {
            div.said {
                @for card in cards {
                    @match card {
                        Card::Event(event) => (event_card(reader, event)),
                        Card::Contacts(people) => @for person in people { (contact(reader, person)) },
                    }
                }
            }
        }
    }
}

/// What to know of a mail that was signed or encrypted; `mail` is where its file is, for who may have it.
pub(crate) fn protection(reader: &Reader, message: &Message, mail: Option<&str>) -> Markup {
    let text = reader.text;
    let (shown, line) = match message.protection.as_str() {
        "pgp-signed" => ("signature", text.msg_protected_pgp_signed()),
        "smime-signed" => ("signature", text.msg_protected_smime_signed()),
        "smime-sealed" => ("signature", text.msg_protected_smime_sealed()),
        "pgp-encrypted" => ("lock", text.msg_protected_pgp_encrypted()),
        "smime-encrypted" => ("lock", text.msg_protected_smime_encrypted()),
        _ => return html! {},
    };
    let hidden = !message.protection.ends_with("-signed");
    html! {
        p.remote {
            (icon(shown))
            span {
                (line)
                @if hidden { " " @if mail.is_some() { (text.msg_protected_open()) } @else { (text.msg_protected_unread()) } }
            }
            @if let (Some(mail), true) = (mail, hidden) {
                a.btn data-size="s" href=(mail) download { (icon("download")) (text.msg_protected_download()) }
            }
        }
    }
}

fn event_card(reader: &Reader, event: &EventCard) -> Markup {
    let text = reader.text;
    let title = if event.summary.is_empty() { text.msg_card_untitled() } else { event.summary.clone() };
    let more = i64::try_from(event.more).unwrap_or(i64::MAX);
    html! {
        div.said-card data-tone=[(event.asks == Asks::Cancellation).then_some("danger")] {
            p.meta { (icon("calendar")) (asks(reader, &event.asks)) }
            p.said-title { (title) }
            dl.facts {
                @if let Some(start) = &event.start {
                    dt { (text.msg_card_when()) }
                    dd {
                        (span(reader, start, event.end.as_ref()))
                        @if let Some(repeat) = &event.repeats { ", " (repeats(reader, repeat)) }
                    }
                }
                @if !event.location.is_empty() { dt { (text.msg_card_where()) } dd { (event.location) } }
                @if let Some(organiser) = &event.organiser { dt { (text.msg_card_organiser()) } dd { (full(organiser)) } }
                @if event.guests > 1 { dt { (text.msg_card_guests()) } dd { (event.guests) } }
            }
            @if more > 0 { p.meta { (text.msg_card_more(more)) } }
        }
    }
}

fn contact(reader: &Reader, person: &ContactCard) -> Markup {
    let text = reader.text;
    let name = [&person.name, &person.organisation].into_iter().find(|name| !name.is_empty());
    let organisation = [&person.title, &person.organisation];
    let organisation: Vec<&str> =
        organisation.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    html! {
        div.said-card {
            p.meta { (icon("id-card")) (text.msg_card_contact()) }
            @if let Some(name) = name { p.said-title { (name) } }
            dl.facts {
                @if !organisation.is_empty() { dt { (text.msg_card_organisation()) } dd { (organisation.join(", ")) } }
                @if !person.addresses.is_empty() { dt { (text.msg_card_mail()) } dd { (person.addresses.join(", ")) } }
                @if !person.phones.is_empty() { dt { (text.msg_card_phone()) } dd { (person.phones.join(", ")) } }
            }
        }
    }
}

fn asks(reader: &Reader, asks: &Asks) -> String {
    let text = reader.text;
    match asks {
        Asks::Nothing => text.msg_card_event(),
        Asks::Invitation => text.msg_card_invitation(),
        Asks::Change => text.msg_card_change(),
        Asks::Cancellation => text.msg_card_cancellation(),
        Asks::Counter => text.msg_card_counter(),
        Asks::Answer(guest, Comes::Accepted) => text.msg_card_accepted(short(guest)),
        Asks::Answer(guest, Comes::Declined) => text.msg_card_declined(short(guest)),
        Asks::Answer(guest, Comes::Tentative) => text.msg_card_tentative(short(guest)),
        Asks::Answer(guest, Comes::Unclear) => text.msg_card_answered(short(guest)),
    }
}

fn short(guest: &Guest) -> &str {
    if guest.name.is_empty() { &guest.address } else { &guest.name }
}

fn full(guest: &Guest) -> String {
    if guest.name.is_empty() || guest.name == guest.address {
        guest.address.clone()
    } else {
        format!("{} ({})", guest.name, guest.address)
    }
}

/// From when to when, in the reader's zone; the day of the end only where it is another.
fn span(reader: &Reader, start: &Moment, end: Option<&Moment>) -> Markup {
    let text = reader.text;
    match (start, end) {
        (Moment::At(start), end) => {
            let begins = start.timestamp().to_zoned(reader.zone.clone());
            let ends = match end {
                Some(Moment::At(end)) if end > start => Some(end.timestamp().to_zoned(reader.zone.clone())),
                _ => None,
            };
            html! {
                time datetime=(start.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ")) title=(exact(reader, &begins)) {
                    (named_day(reader, begins.date())) ", " (clock(reader, begins.time()))
                    @if let Some(ends) = ends {
                        " – "
                        @if ends.date() != begins.date() { (named_day(reader, ends.date())) ", " }
                        (clock(reader, ends.time()))
                    }
                }
                " (" (begins.strftime("%Z")) ")"
            }
        }
        (Moment::Day(start), Some(Moment::Day(end))) => html! {
            (named_day(reader, start.date())) " – " (named_day(reader, end.date()))
        },
        (Moment::Day(start), _) => html! { (named_day(reader, start.date())) ", " (text.msg_card_all_day()) },
        (Moment::Clock { day, hour, minute }, end) => html! {
            (named_day(reader, day.date())) ", " (clock(reader, jiff::civil::time(*hour, *minute, 0, 0)))
            @if let Some(Moment::Clock { day: last, hour, minute }) = end {
                " – "
                @if last != day { (named_day(reader, last.date())) ", " }
                (clock(reader, jiff::civil::time(*hour, *minute, 0, 0)))
            }
            " (" (text.msg_card_no_zone()) ")"
        },
    }
}

fn named_day(reader: &Reader, date: jiff::civil::Date) -> String {
    let weekday: Weekday = date.weekday();
    format!("{} {}", weekday_name(reader, weekday), day_and_month(reader, date))
}

fn repeats(reader: &Reader, repeat: &Repeat) -> String {
    let text = reader.text;
    let every = match repeat.every {
        Every::Day => text.msg_card_every_day(),
        Every::Week => text.msg_card_every_week(),
        Every::Month => text.msg_card_every_month(),
        Every::Year => text.msg_card_every_year(),
        Every::Rule => text.msg_card_every_rule(),
    };
    match repeat.until {
        Some(last) => format!("{every} {}", text.msg_card_until(day_and_month(reader, last.date()))),
        None => every,
    }
}
