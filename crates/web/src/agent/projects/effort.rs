//! Effort as people write and read it: `1 h 30`, `1,5`, `90 min`.

/// Minutes of what somebody typed; hours without a unit. Nothing when it cannot be read.
pub(crate) fn read(text: &str) -> Option<i64> {
    let text: String = text.to_lowercase().replace(',', ".").split_whitespace().collect();
    let (hours, minutes) = if let Some((hours, minutes)) = text.split_once([':', 'h']) {
        (hours, minutes)
    } else if text.ends_with(['m', 'n']) {
        ("", text.as_str())
    } else {
        (text.as_str(), "")
    };
    if hours.is_empty() && minutes.is_empty() {
        return None;
    }
    let minutes = minutes.trim_end_matches("min").trim_end_matches('m');
    let hours: f64 = if hours.is_empty() { 0.0 } else { number(hours)? };
    let minutes: f64 = if minutes.is_empty() { 0.0 } else { number(minutes)? };
    #[expect(clippy::cast_possible_truncation, reason = "the digits are bounded")]
    let whole = (hours * 60.0 + minutes).round() as i64;
    Some(whole)
}

/// A decimal number without a sign, not longer than anybody needs.
fn number(text: &str) -> Option<f64> {
    let plain = text.len() <= 10 && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    text.parse().ok().filter(|_| plain)
}

/// Hours and minutes.
pub(crate) fn words(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{rest}\u{a0}min"),
        (hours, 0) => format!("{hours}\u{a0}h"),
        (hours, rest) => format!("{hours}\u{a0}h\u{a0}{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{read, words};

    #[test]
    fn what_people_type() {
        for (text, minutes) in [
            ("2", 120),
            ("1,5", 90),
            ("1.25 h", 75),
            ("1 h 30", 90),
            ("1h05m", 65),
            ("0:45", 45),
            ("90 min", 90),
            ("90m", 90),
            ("0", 0),
        ] {
            assert_eq!(read(text), Some(minutes), "{text}");
        }
        for text in ["", " ", "soon", "-2", "1e9", "nan", "inf", "h", ":", "1:xx", "99999999999"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_said_is_read_back() {
        for minutes in [1, 59, 60, 61, 90, 600, 6_000_000] {
            assert_eq!(read(&words(minutes)), Some(minutes));
        }
    }
}
