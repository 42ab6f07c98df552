//! Dates of mail headers: RFC 5322 section 3.3 with its obsolete forms, and the forms that programs write.

/// A date as RFC 3339 with the sender's offset; `None` if it means nothing.
pub fn parse(value: &str) -> Option<String> {
    let plain = without_comments(value);
    let spaced: String = plain.chars().map(|c| if c == ',' || c == '\t' { ' ' } else { c }).collect();
    let mut found = Found::default();
    for word in spaced.split_ascii_whitespace().take(12) {
        found.take(word);
    }
    found.finish()
}

fn without_comments(value: &str) -> String {
    let mut depth = 0usize;
    let mut out = String::new();
    for c in value.chars().take(400) {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

#[derive(Default)]
struct Found {
    year: Option<u32>,
    month: Option<u32>,
    /// `mar`, which is March or the Tuesday of four languages: March only if no other month follows.
    march_or_tuesday: bool,
    day: Option<u32>,
    time: Option<(u32, u32, u32)>,
    /// A number says more than a name: `GMT +0200` is two hours east.
    offset: Option<i32>,
    named_offset: Option<i32>,
    afternoon: Option<bool>,
}

impl Found {
    /// Words are known by their shape, so their order does not matter much.
    fn take(&mut self, word: &str) {
        let word = word.trim_end_matches(['.', ';', '"']).trim_start_matches('"');
        if self.time.is_none() && word.contains(':') {
            self.take_time(word);
        } else if word.starts_with(['+', '-']) && self.time.is_some() {
            self.offset = self.offset.or_else(|| numeric_offset(word));
        } else if word.bytes().all(|b| b.is_ascii_digit()) && !word.is_empty() {
            self.take_number(word);
        } else if word.bytes().next().is_some_and(|b| b.is_ascii_digit()) {
            self.take_compound(word);
        } else if self.time.is_none() && self.day.is_none() && self.month.is_none() && word.eq_ignore_ascii_case("mar")
        {
            self.march_or_tuesday = true;
        } else if let Some(month) = month(word) {
            self.month = self.month.or(Some(month));
        } else if let Some(afternoon) = half_of_day(word) {
            self.afternoon = Some(afternoon);
        } else if self.time.is_some() && self.named_offset.is_none() {
            self.take_zone(word);
        }
    }

    /// `CET`, `GMT+0200`.
    fn take_zone(&mut self, zone: &str) {
        let upper = zone.to_ascii_uppercase();
        let number = ["GMT", "UTC", "UT"].iter().find_map(|prefix| upper.strip_prefix(prefix));
        match number.filter(|rest| rest.starts_with(['+', '-'])) {
            Some(number) => self.offset = self.offset.or_else(|| numeric_offset(number)),
            None => self.named_offset = named_offset(&upper),
        }
    }

    fn take_number(&mut self, word: &str) {
        let Ok(number) = word.parse::<u32>() else {
            return;
        };
        let offset_place = self.time.is_some() && self.offset.is_none() && self.year.is_some() && word.len() == 4;
        if self.day.is_none() && word.len() <= 2 {
            self.day = Some(number);
        } else if self.year.is_none() {
            self.year = full_year(number, word.len());
        } else if offset_place {
            self.offset = numeric_offset(&format!("+{word}"));
        }
    }

    /// `09:15`, `09:15:00`, `09:15:00.123`, `9:15PM`, `09:15:00Z`, `09:15:00+01:00`.
    fn take_time(&mut self, word: &str) {
        if let Some((date, time)) = word.split_once('T').filter(|(date, _)| date.len() >= 8) {
            self.take_compound(date);
            return self.take_time(time);
        }
        let end = word.bytes().position(|b| !b.is_ascii_digit() && b != b':' && b != b'.').unwrap_or(word.len());
        let Some((digits, rest)) = word.split_at_checked(end) else {
            return;
        };
        let mut fields = digits.split(':').map(|field| field.split('.').next().unwrap_or_default().parse::<u32>());
        if let (Some(Ok(hour)), Some(Ok(minute))) = (fields.next(), fields.next()) {
            let second = fields.next().and_then(Result::ok).unwrap_or(0);
            self.time = Some((hour, minute, second));
        }
        match half_of_day(rest) {
            Some(afternoon) => self.afternoon = Some(afternoon),
            None if rest.starts_with(['+', '-']) => self.offset = numeric_offset(rest),
            None => self.take_zone(rest),
        }
    }

    /// `2026-03-02`, `02-Mar-2026`, `02.03.2026`, `1st`, `09.15.00`; `2/3/26` is left alone (two readings).
    fn take_compound(&mut self, word: &str) {
        let fields: Vec<&str> = word.split(['-', '/', '.']).collect();
        match fields.as_slice() {
            [year, month, day] if year.len() == 4 => {
                self.year = year.parse().ok();
                self.month = month.parse().ok();
                self.day = day.parse().ok();
            }
            [day, name, year] if month(name).is_some() => {
                self.day = day.parse().ok();
                self.month = month(name);
                self.year = year.parse().ok().and_then(|number| full_year(number, year.len()));
            }
            [first, second, year] if year.len() == 4 && self.day.is_none() => {
                self.take_numbers(word, first.parse().ok(), second.parse().ok(), year);
            }
            [hour, minute, rest @ ..]
                if word.contains('.') && rest.len() < 2 && self.day.is_some() && self.time.is_none() =>
            {
                let second = rest.first().map_or(Ok(0), |second| second.parse());
                if let (Ok(hour), Ok(minute), Ok(second)) = (hour.parse(), minute.parse(), second) {
                    self.time = Some((hour, minute, second));
                }
            }
            // "10h04" as people in France write.
            [single] if self.day.is_some() && self.year.is_some() && self.time.is_none() => {
                let (hour, minute) = single.split_once(['h', 'H']).unwrap_or_default();
                if let (Ok(hour), Ok(minute)) = (hour.parse(), minute.parse()) {
                    self.time = Some((hour, minute, 0));
                }
            }
            [single] => {
                let digits = single.trim_end_matches(|c: char| c.is_ascii_alphabetic());
                self.day = self.day.or(digits.parse().ok());
            }
            _ => {}
        }
    }

    /// Day and month with dots; with slashes only where one of the two can't be a month.
    fn take_numbers(&mut self, word: &str, first: Option<u32>, second: Option<u32>, year: &str) {
        let (Some(first), Some(second)) = (first, second) else {
            return;
        };
        let (day, month) = match word.contains('.') || first > 12 {
            true => (first, second),
            false if second > 12 => (second, first),
            false => return,
        };
        (self.day, self.month, self.year) = (Some(day), Some(month), year.parse().ok());
    }

    fn finish(self) -> Option<String> {
        let month = self.month.or(self.march_or_tuesday.then_some(3))?;
        let (year, day) = (self.year?, self.day?);
        let (mut hour, minute, second) = self.time.unwrap_or_default();
        match self.afternoon {
            Some(true) if hour < 12 => hour += 12,
            Some(false) if hour == 12 => hour = 0,
            _ => {}
        }
        let sane = (1900..=9999).contains(&year) && (1..=days_in(year, month)?).contains(&day);
        if !sane || hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let offset = self.offset.or(self.named_offset).unwrap_or(0);
        let sign = if offset < 0 { '-' } else { '+' };
        let (offset_hours, offset_minutes) = (offset.abs() / 60, offset.abs() % 60);
        let second = second.min(59);
        Some(format!(
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{sign}{offset_hours:02}:{offset_minutes:02}"
        ))
    }
}

/// RFC 5322 section 4.3: two digits are 2000–2049 or 1950–1999, three count from 1900.
fn full_year(number: u32, digits: usize) -> Option<u32> {
    match digits {
        1 | 2 if number < 50 => Some(2000 + number),
        2 | 3 => Some(1900 + number),
        4 => Some(number),
        _ => None,
    }
}

fn days_in(year: u32, month: u32) -> Option<u32> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 => Some(if leap { 29 } else { 28 }),
        _ => None,
    }
}

/// Beginnings of the months' names: English, and those of other languages that some programs wrongly write.
#[rustfmt::skip]
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen", "janv", "sty", "led", "oca", "tam", "янв", "січ", "ιαν"],
    &["feb", "fév", "fev", "lut", "úno", "şub", "hel", "фев", "лют", "φεβ"],
    &["mar", "mär", "mrz", "maa", "már", "bře", "мар", "бер", "μαρ", "μάρ"],
    &["apr", "avr", "abr", "ápr", "kwi", "dub", "nis", "huh", "апр", "кві", "απρ"],
    &["may", "mai", "mei", "mag", "maj", "máj", "kvě", "tou", "мая", "май", "тра", "μαΐ", "μαϊ"],
    &["jun", "giu", "juin", "jún", "cze", "čvn", "červn", "haz", "kes", "июн", "чер", "ιουν", "ιούν"],
    &["jul", "lug", "jui", "júl", "lip", "čvc", "červe", "tem", "hei", "июл", "ιουλ", "ιούλ"],
    &["aug", "aoû", "aou", "ago", "sie", "srp", "ağu", "elo", "авг", "сер", "αυγ", "αύγ"],
    &["sep", "set", "wrz", "zář", "sze", "eyl", "syy", "сен", "вер", "σεπ"],
    &["oct", "okt", "ott", "out", "paź", "říj", "eki", "lok", "окт", "жов", "οκτ"],
    &["nov", "lis", "kas", "marras", "ноя", "ное", "νοε", "νοέ"],
    &["dec", "déc", "dez", "dic", "des", "gru", "pro", "ara", "jou", "дек", "гру", "δεκ"],
];

/// The month whose name begins the longest.
fn month(word: &str) -> Option<u32> {
    // Weekdays that begin like March.
    const WEEKDAYS: [&str; 8] = ["mardi", "martes", "martedi", "martedì", "marti", "marți", "maandag", "mar.di"];
    let word = word.to_lowercase();
    if WEEKDAYS.contains(&word.as_str()) {
        return None;
    }
    let number = (1..).zip(MONTHS);
    let known = number.flat_map(|(number, starts)| starts.iter().map(move |start| (number, *start)));
    known.filter(|(_, start)| word.starts_with(start)).max_by_key(|(_, start)| start.len()).map(|(number, _)| number)
}

/// `PM`, `p.m`: whether it is the afternoon.
fn half_of_day(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "am" | "a.m" => Some(false),
        "pm" | "p.m" => Some(true),
        _ => None,
    }
}

/// Minutes east of UTC, from `+0100`, `+01:00`, `-5`, `+100`.
fn numeric_offset(word: &str) -> Option<i32> {
    let sign = if word.starts_with('-') { -1 } else { 1 };
    let digits: String = word.chars().skip(1).filter(char::is_ascii_digit).take(5).collect();
    let number: i32 = digits.parse().ok()?;
    let (hours, minutes) = match digits.len() {
        1 | 2 => (number, 0),
        3 | 4 => (number / 100, number % 100),
        _ => return None,
    };
    (hours <= 15 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

/// Minutes east of UTC of a zone name in upper case; single letters mean nothing (RFC 5322 section 4.3).
fn named_offset(word: &str) -> Option<i32> {
    let hours = match word {
        "GMT" | "UT" | "UTC" | "Z" | "WET" => 0,
        "CET" | "MET" | "MEZ" | "BST" | "WEST" => 1,
        "CEST" | "MEST" | "MESZ" | "EET" => 2,
        "EEST" | "MSK" => 3,
        "MSD" => 4,
        "HKT" | "SGT" | "AWST" => 8,
        "JST" | "KST" => 9,
        "AEST" => 10,
        "AEDT" => 11,
        "NZST" => 12,
        "NZDT" => 13,
        "EDT" => -4,
        "EST" | "CDT" => -5,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" | "AKDT" => -8,
        "AKST" => -9,
        "HST" => -10,
        "ADT" | "BRT" | "ART" => -3,
        "AST" => -4,
        "SAST" => 2,
        _ => return None,
    };
    Some(hours * 60)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn dates() {
        for (value, expected) in [
            ("Mon, 2 Mar 2026 09:15:00 +0100", Some("2026-03-02T09:15:00+01:00")),
            ("Mon, 2 Mar 2026 09:15:00 +0100 (CET)", Some("2026-03-02T09:15:00+01:00")),
            ("2 Mar 2026 09:15 -0330", Some("2026-03-02T09:15:00-03:30")),
            ("Mon, 02 Mar 26 09:15:00 EST", Some("2026-03-02T09:15:00-05:00")),
            ("Tue, 1 Feb 94 10:00:00 GMT", Some("1994-02-01T10:00:00+00:00")),
            ("Sat, 1 Jan 100 10:00:00 GMT", Some("2000-01-01T10:00:00+00:00")),
            ("Mon Mar  2 09:15:00 2026", Some("2026-03-02T09:15:00+00:00")),
            ("Mon Mar  2 09:15:00 CET 2026", Some("2026-03-02T09:15:00+01:00")),
            ("Mon, 2 Mar 2026 09:15:00 GMT+0100", Some("2026-03-02T09:15:00+01:00")),
            ("Mon,2 Mar 2026 09:15:00+0100", Some("2026-03-02T09:15:00+01:00")),
            ("Mon, 2-Mar-2026 09:15:00 +0000", Some("2026-03-02T09:15:00+00:00")),
            ("2026-03-02T09:15:00Z", Some("2026-03-02T09:15:00+00:00")),
            ("2026-03-02 09:15:00+02:00", Some("2026-03-02T09:15:00+02:00")),
            ("Mon, 2 March 2026 9:15:00 PM -0500", Some("2026-03-02T21:15:00-05:00")),
            ("lun., 2 mars 2026 09:15:00 +0100", Some("2026-03-02T09:15:00+01:00")),
            ("(x) Mon (y), 2 Mar 2026 09:15:60 A", Some("2026-03-02T09:15:59+00:00")),
            ("Mon, 2 Mar 2026 09:15:00 -0000", Some("2026-03-02T09:15:00+00:00")),
            ("mar., 3 févr. 2026 10:04:05 +0100", Some("2026-02-03T10:04:05+01:00")),
            ("mar. 3 mars 2026 10:04:05 +0100", Some("2026-03-03T10:04:05+01:00")),
            ("Mar 3 2026 10:04:05", Some("2026-03-03T10:04:05+00:00")),
            ("Tue Mar 3 10:04:05 2026", Some("2026-03-03T10:04:05+00:00")),
            ("Tue, 3 Mar 2026 10:04 +0100", Some("2026-03-03T10:04:00+01:00")),
            ("Di, 3 Feb 2026 10:04:05 +0100", Some("2026-02-03T10:04:05+01:00")),
            ("Di, 3 Dez 2026 10:04:05 +0100", Some("2026-12-03T10:04:05+01:00")),
            ("maandag 4 mei 2026 10:04", Some("2026-05-04T10:04:00+00:00")),
            ("martes, 3 de febrero de 2026 10:04:05 -0300", Some("2026-02-03T10:04:05-03:00")),
            ("Вт, 3 фев 2026 10:04:05 +0300", Some("2026-02-03T10:04:05+03:00")),
            ("Wt, 3 lut 2026 10:04:05 +0100", Some("2026-02-03T10:04:05+01:00")),
            ("jeu, 2 juil. 2026 10:04:05 +0200", Some("2026-07-02T10:04:05+02:00")),
            ("jeu, 4 juin 2026 10:04:05 +0200", Some("2026-06-04T10:04:05+02:00")),
            ("to 5 marraskuuta 2026 10:04", Some("2026-11-05T10:04:00+00:00")),
            ("Tue, 3 Feb 2026 10.04.05 +0100", Some("2026-02-03T10:04:05+01:00")),
            ("Tue, 3 Feb 2026 10.04 +0100", Some("2026-02-03T10:04:00+01:00")),
            ("Tue 3 Feb 2026 10:04:05 GMT +0200", Some("2026-02-03T10:04:05+02:00")),
            ("Tue 3 Feb 2026 10:04:05 UTC+2", Some("2026-02-03T10:04:05+02:00")),
            ("Tue Feb 03 2026 10:04:05 GMT+0200 (CEST)", Some("2026-02-03T10:04:05+02:00")),
            ("Tuesday, February 03, 2026 10:04 AM", Some("2026-02-03T10:04:00+00:00")),
            ("February 3, 2026 10:04:05 p.m. PST", Some("2026-02-03T22:04:05-08:00")),
            ("3 février 2026 10h04", Some("2026-02-03T10:04:00+00:00")),
            ("03.02.2026 10:04:05 +0100", Some("2026-02-03T10:04:05+01:00")),
            ("23/02/2026 10:04", Some("2026-02-23T10:04:00+00:00")),
            ("2/23/2026 10:04", Some("2026-02-23T10:04:00+00:00")),
            ("03/02/2026 10:04", None),
            ("Tue, 3 Feb 26 10:04:05 +0100", Some("2026-02-03T10:04:05+01:00")),
            ("\"Tue, 3 Feb 2026 10:04:05 +0100\"", Some("2026-02-03T10:04:05+01:00")),
            ("Tue, 3 Feb 2026 10:04:05 +0100 (CET", Some("2026-02-03T10:04:05+01:00")),
            ("Mon, 30 Feb 2026 09:15:00 +0000", None),
            ("Mon, 2 Mar 2026 25:15:00 +0000", None),
            ("yesterday", None),
            ("", None),
            ("0", None),
        ] {
            assert_eq!(parse(value).as_deref(), expected, "{value}");
        }
    }
}
