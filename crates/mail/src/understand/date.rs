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
    day: Option<u32>,
    time: Option<(u32, u32, u32)>,
    offset: Option<i32>,
    afternoon: Option<bool>,
}

impl Found {
    /// Words are known by their shape, so their order does not matter much.
    fn take(&mut self, word: &str) {
        let word = word.trim_end_matches(['.', ';']);
        if self.time.is_none() && word.contains(':') {
            self.take_time(word);
        } else if word.starts_with(['+', '-']) && self.time.is_some() {
            self.offset = self.offset.or_else(|| numeric_offset(word));
        } else if word.bytes().all(|b| b.is_ascii_digit()) && !word.is_empty() {
            self.take_number(word);
        } else if word.bytes().next().is_some_and(|b| b.is_ascii_digit()) {
            self.take_compound(word);
        } else if let Some(month) = month(word) {
            self.month = self.month.or(Some(month));
        } else if word.eq_ignore_ascii_case("am") || word.eq_ignore_ascii_case("pm") {
            self.afternoon = Some(word.eq_ignore_ascii_case("pm"));
        } else if self.time.is_some() && self.offset.is_none() {
            self.offset = named_offset(word);
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
        match rest.to_ascii_lowercase().as_str() {
            "" => {}
            "am" => self.afternoon = Some(false),
            "pm" => self.afternoon = Some(true),
            zone if zone.starts_with(['+', '-']) => self.offset = numeric_offset(zone),
            zone => self.offset = named_offset(zone),
        }
    }

    /// `2026-03-02`, `02-Mar-2026`, `2/3/26` is left alone (two readings), `1st`, `09.15.00`.
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
            [hour, minute, second] if word.contains('.') && self.day.is_some() && self.time.is_none() => {
                if let (Ok(hour), Ok(minute), Ok(second)) = (hour.parse(), minute.parse(), second.parse()) {
                    self.time = Some((hour, minute, second));
                }
            }
            [single] => {
                let digits = single.trim_end_matches(|c: char| c.is_ascii_alphabetic());
                self.day = self.day.or(digits.parse().ok());
            }
            _ => {}
        }
    }

    fn finish(self) -> Option<String> {
        let (year, month, day) = (self.year?, self.month?, self.day?);
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
        let offset = self.offset.unwrap_or(0);
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

/// English names, and those of other languages that some programs wrongly write.
fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let head: String = word.chars().take(3).collect();
    let number = match head.as_str() {
        "jan" | "ene" | "gen" => 1,
        "feb" | "fév" | "fev" => 2,
        "mar" | "mär" | "mrz" | "maa" if word != "mardi" && word != "mar.di" => 3,
        "apr" | "avr" | "abr" => 4,
        "may" | "mai" | "mei" | "mag" => 5,
        "jun" | "giu" => 6,
        "jul" | "lug" => 7,
        "aug" | "aoû" | "aou" | "ago" => 8,
        "sep" | "set" => 9,
        "oct" | "okt" | "ott" | "out" => 10,
        "nov" => 11,
        "dec" | "déc" | "dez" | "dic" => 12,
        "jui" if word.starts_with("juin") => 6,
        "jui" => 7,
        _ => return None,
    };
    Some(number)
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

/// Minutes east of UTC of a zone name; single letters mean nothing (RFC 5322 section 4.3).
fn named_offset(word: &str) -> Option<i32> {
    let word = word.to_ascii_uppercase();
    for prefix in ["GMT", "UTC", "UT"] {
        if let Some(rest) = word.strip_prefix(prefix).filter(|rest| rest.starts_with(['+', '-'])) {
            return numeric_offset(rest);
        }
    }
    let hours = match word.as_str() {
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
        "PST" => -8,
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
