//! Files as calendars and address books write them, and as nobody should.

use desk::tickets::{Asks, Card, Comes, EventCard, Every, Moment};

use super::card;
use crate::limits::{CARD_BYTES_MAX, CARD_CHARS_MAX, CARD_LIST_MAX};
use crate::understand::Attachment;

fn file(content_type: &str, filename: &str, data: &str) -> Attachment {
    Attachment {
        filename: filename.to_owned(),
        content_type: content_type.to_owned(),
        size: data.len(),
        sha256: String::new(),
        inline: false,
        content_id: None,
        data: data.as_bytes().to_vec(),
    }
}

fn calendar(head: &str, event: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}\r\nBEGIN:VEVENT\r\nUID:1\r\n{event}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

fn event(head: &str, event: &str) -> EventCard {
    match card(&file("text/calendar", "invite.ics", &calendar(head, event))) {
        Some(Card::Event(card)) => *card,
        other => panic!("{other:?}"),
    }
}

fn at(text: &str) -> Moment {
    Moment::At(desk::Time(text.parse::<jiff::Timestamp>().unwrap().as_microsecond()))
}

fn whole(text: &str) -> Moment {
    Moment::Day(text.parse().unwrap())
}

#[test]
fn an_invitation_as_calendars_write_it() {
    let found = event(
        "METHOD:REQUEST",
        "SUMMARY:Visit\\, at last\r\nLOCATION:Room 2\r\nDTSTART;TZID=Europe/Paris:20260302T093000\r\n\
         DTEND;TZID=Europe/Paris:20260302T103000\r\nRRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260401T000000Z\r\n\
         ORGANIZER;CN=Zoé Martin:mailto:zoe@example.org\r\nATTENDEE;CN=Ann:mailto:ann@example.org\r\n\
         ATTENDEE:mailto:bob@example.org",
    );
    assert_eq!(found.asks, Asks::Invitation);
    assert_eq!((found.summary.as_str(), found.location.as_str(), found.guests), ("Visit, at last", "Room 2", 2));
    assert_eq!((found.start, found.end), (Some(at("2026-03-02T08:30:00Z")), Some(at("2026-03-02T09:30:00Z"))));
    let organiser = found.organiser.unwrap();
    assert_eq!((organiser.name.as_str(), organiser.address.as_str()), ("Zoé Martin", "zoe@example.org"));
    let repeats = found.repeats.unwrap();
    assert_eq!((repeats.every, repeats.until.unwrap().to_string().as_str()), (Every::Week, "2026-04-01"));
}

#[test]
fn what_is_asked() {
    let start = "DTSTART:20260302T093000Z";
    assert_eq!(event("METHOD:REQUEST", &format!("{start}\r\nSEQUENCE:2")).asks, Asks::Change);
    assert_eq!(event("METHOD:CANCEL", start).asks, Asks::Cancellation);
    assert_eq!(event("METHOD:REQUEST", &format!("{start}\r\nSTATUS:CANCELLED")).asks, Asks::Cancellation);
    assert_eq!(event("METHOD:PUBLISH", start).asks, Asks::Nothing);
    assert_eq!(event("X-NOTHING:1", start).asks, Asks::Nothing);
    for (code, comes) in [
        ("ACCEPTED", Comes::Accepted),
        ("DECLINED", Comes::Declined),
        ("TENTATIVE", Comes::Tentative),
        ("DELEGATED", Comes::Unclear),
    ] {
        match event("METHOD:REPLY", &format!("{start}\r\nATTENDEE;PARTSTAT={code}:mailto:ann@example.org")).asks {
            Asks::Answer(guest, found) => assert_eq!((guest.address.as_str(), found), ("ann@example.org", comes)),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn times_as_exactly_as_they_are_written() {
    let of = |text: &str| {
        let found = event("METHOD:REQUEST", text);
        (found.start, found.end)
    };
    assert_eq!(of("DTSTART;VALUE=DATE:20260302\r\nDTEND;VALUE=DATE:20260303"), (Some(whole("2026-03-02")), None));
    assert_eq!(
        of("DTSTART;VALUE=DATE:20260302\r\nDTEND;VALUE=DATE:20260305"),
        (Some(whole("2026-03-02")), Some(whole("2026-03-04")))
    );
    assert_eq!(
        of("DTSTART:20260302T093000Z\r\nDURATION:PT45M"),
        (Some(at("2026-03-02T09:30:00Z")), Some(at("2026-03-02T10:15:00Z")))
    );
    assert_eq!(of("DTSTART;TZID=Romance Standard Time:20260302T093000").0, Some(at("2026-03-02T08:30:00Z")), "Outlook");
    let clock = Some(Moment::Clock { day: "2026-03-02".parse().unwrap(), hour: 9, minute: 30 });
    assert_eq!(of("DTSTART:20260302T093000").0, clock, "of no zone");
    assert_eq!(of("DTSTART;TZID=Mars/Olympus Mons:20260302T093000").0, clock, "of a zone that nobody knows");
    for broken in
        ["DTSTART:20261302T093000Z", "DTSTART:99999999T999999Z", "DTSTART;TZID=../../etc/passwd:x", "DTSTART:"]
    {
        assert_eq!(of(broken).0, None, "{broken}");
    }
}

#[test]
fn zones_of_the_file_itself() {
    let zone = "METHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nTZID:Here\r\nX-LIC-LOCATION:Europe/Paris\r\nBEGIN:STANDARD\r\n\
        DTSTART:19701025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE";
    let found = event(zone, "DTSTART;TZID=Here:20260302T093000").start;
    assert_eq!(found, Some(at("2026-03-02T08:30:00Z")));
}

#[test]
fn rules_that_few_words_do_not_tell() {
    for (rule, every) in [
        ("FREQ=DAILY", Every::Day),
        ("FREQ=MONTHLY;BYMONTHDAY=2", Every::Month),
        ("FREQ=YEARLY", Every::Year),
        ("FREQ=WEEKLY;INTERVAL=2", Every::Rule),
        ("FREQ=MONTHLY;BYDAY=-1FR", Every::Rule),
        ("FREQ=SECONDLY", Every::Rule),
    ] {
        let found = event("METHOD:REQUEST", &format!("DTSTART:20260302T093000Z\r\nRRULE:{rule}"));
        assert_eq!(found.repeats.map(|repeats| repeats.every), Some(every), "{rule}");
    }
}

#[test]
fn cards_of_people() {
    let text = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Martin;Zoé;;Dr.;\r\nFN:Dr. Zoé Martin\r\nORG:Roses Ltd;Garden\r\nTITLE:Gardener\r\n\
        EMAIL;TYPE=work:zoe@example.org\r\nTEL;TYPE=cell:+33 1 23 45 67 89\r\nEND:VCARD\r\n";
    let Some(Card::Contacts(found)) = card(&file("text/vcard", "zoe.vcf", text)) else { panic!("no card") };
    let [zoe] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((zoe.name.as_str(), zoe.title.as_str()), ("Dr. Zoé Martin", "Gardener"));
    assert_eq!(zoe.organisation, "Roses Ltd, Garden");
    assert_eq!(
        (zoe.addresses.as_slice(), zoe.phones.as_slice()),
        (&["zoe@example.org".to_owned()][..], &["+33 1 23 45 67 89".to_owned()][..])
    );
    let many = card(&file("application/octet-stream", "all.VCF", &text.repeat(1000)));
    assert!(matches!(many, Some(Card::Contacts(all)) if all.len() == CARD_LIST_MAX));
}

#[test]
fn what_is_strange_stays_a_file() {
    for (content_type, name, data) in [
        ("text/calendar", "a.ics", ""),
        ("text/calendar", "a.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
        ("text/calendar", "a.ics", "<html>"),
        ("text/vcard", "a.vcf", "BEGIN:VCARD\r\nEND:VCARD\r\n"),
        ("text/plain", "a.txt", &calendar("METHOD:REQUEST", "SUMMARY:x")),
    ] {
        assert_eq!(card(&file(content_type, name, data)), None, "{name} {data}");
    }
    let large = calendar("METHOD:REQUEST", &format!("DESCRIPTION:{}", "x".repeat(CARD_BYTES_MAX)));
    assert_eq!(card(&file("text/calendar", "a.ics", &large)), None);
}

#[test]
fn hostile_files_are_bounded() {
    let deep = "BEGIN:VCALENDAR\r\n".to_owned() + &"BEGIN:VEVENT\r\n".repeat(10_000);
    assert!(!matches!(card(&file("text/calendar", "a.ics", &deep)), Some(Card::Contacts(_))));
    let many = "BEGIN:VCALENDAR\r\n".to_owned()
        + &"BEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT\r\n".repeat(5_000)
        + "END:VCALENDAR\r\n";
    assert!(matches!(card(&file("text/calendar", "a.ics", &many)), None | Some(Card::Event(_))));
    let long = event("METHOD:REQUEST", &format!("SUMMARY:{}\r\nLOCATION:a\\nb\u{202e}c", "x".repeat(10_000)));
    assert_eq!(long.summary.chars().count(), CARD_CHARS_MAX);
    assert!(!long.location.contains(['\n', '\u{202e}']), "{:?}", long.location);
}
