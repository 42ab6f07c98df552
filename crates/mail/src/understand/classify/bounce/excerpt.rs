//! Finds the server's own words in a free-form report.

use super::phrases;
use crate::understand::classify::fold::{contains_any, fold, starts_with_any};

/// Bytes of the text that are searched.
const REPORT_BYTES_MAX: usize = 32 * 1024;

/// The text up to the returned mail.
pub fn report_text(text: &str) -> &str {
    let mut end = REPORT_BYTES_MAX.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = text.get(..end).unwrap_or_default();
    let mut at = 0;
    let mut has_words = false;
    for line in text.split_inclusive('\n') {
        if has_words && begins_returned_mail(line) {
            return text.get(..at).unwrap_or(text);
        }
        has_words |= line.chars().any(char::is_alphanumeric);
        at += line.len();
    }
    text
}

fn begins_returned_mail(line: &str) -> bool {
    const LINE_BYTES_MAX: usize = 200;
    if line.len() > LINE_BYTES_MAX {
        return false;
    }
    let line = line.trim_start_matches(['>', '|', ' ', '\t']);
    let is_field = ["Return-Path:", "Received:", "Message-ID:", "Message-Id:", "MIME-Version:"]
        .iter()
        .any(|field| line.starts_with(field));
    if is_field {
        return true;
    }
    let folded = fold(line);
    let bare = folded.trim_matches(['-', '=', '*', '_', '#', ' ', ':', '.']);
    // "The original message was received at …" opens sendmail's report.
    starts_with_any(bare, phrases::RETURNED_STARTS) && !bare.starts_with("the original message was ")
        || folded.starts_with("--") && contains_any(bare, phrases::RETURNED_MARKS)
}

/// RFC 3463 codes such as `5.1.1` in the text, with numbers of addresses and versions left out.
pub fn enhanced_codes(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '@' | '-' | ':')))
        .flat_map(|word| {
            // "550-5.1.1" is a code after a reply code.
            word.split(['-', ':'])
        })
        .map(|word| word.trim_end_matches('.'))
        .filter(|word| is_enhanced_code(word))
        .map(str::to_owned)
}

fn is_enhanced_code(word: &str) -> bool {
    let mut numbers = word.split('.');
    let class = numbers.next().unwrap_or_default();
    let is_number =
        |n: Option<&str>| n.is_some_and(|n| (1..=3).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit()));
    // A detail has three digits at most; a second number of two is a program's version.
    matches!(class, "2" | "4" | "5")
        && numbers.next().is_some_and(|subject| subject.len() == 1 && is_number(Some(subject)))
        && is_number(numbers.next())
        && numbers.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes() {
        for (text, want) in [
            ("550 5.1.1 <a@b>: no", vec!["5.1.1"]),
            ("550-5.7.1 [94.136.40.141 12]", vec!["5.7.1"]),
            ("said: 552-5.2.2 full (#5.2.1)", vec!["5.2.2", "5.2.1"]),
            ("Exim 4.60, Exim 4.92.3, 5.1.2.3, 10.5.1.1, v5.1.1", vec![]),
            ("#< #5.1.1 smtp;550 5.1.1.>", vec!["5.1.1", "5.1.1"]),
        ] {
            assert_eq!(enhanced_codes(text).collect::<Vec<_>>(), want, "{text}");
        }
    }

    #[test]
    fn cuts_returned_mail() {
        for (text, want) in [
            ("it failed\n--- Below this line is a copy of the message.\n\nx", "it failed\n"),
            ("it failed\n\n   ----- Original message -----\nx", "it failed\n\n"),
            ("it failed\nReceived: from x\n", "it failed\n"),
            ("it failed\nOriginal message follows.\nx", "it failed\n"),
            ("it failed\nfor good\n", "it failed\nfor good\n"),
        ] {
            assert_eq!(report_text(text), want);
        }
    }
}
