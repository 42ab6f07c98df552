use super::*;

#[test]
fn dates_and_times() {
    for (text, date, time) in [
        ("2 mars 2026 à 10:00", true, true),
        ("02/03/26 10h30", true, true),
        ("kl. 10.30", false, true),
        ("2026年3月2日", true, false),
        ("version 1.2", false, false),
        ("1.2.3.45", true, false),
        ("12345", false, false),
    ] {
        assert_eq!((has_date(text), has_time(text)), (date, time), "{text}");
    }
}

#[test]
fn spans() {
    for (text, expected) in [
        ("a\nBob wrote:", Some((1, false))),
        ("Thanks\nOn Mon, Mar 2, 2026 at 10:00 AM Bob\n<b@x.org> wrote:", Some((1, true))),
        ("On Mon, Mar 2, 2026 at 10:00 AM Bob <b@x.org>\n\nwrote:", Some((0, true))),
        ("I like it. He wrote a book", None),
    ] {
        let lines: Vec<_> = text.split('\n').map(Line::of_text).collect();
        let found = ending_at(&lines, lines.len() - 1).map(|found| (found.start, found.strong));
        assert_eq!(found, expected, "{text}");
    }
}
