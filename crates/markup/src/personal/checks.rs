//! What must hold of a datum besides its form.

use std::net::IpAddr;

/// Whether words of a form pass the check that the form names.
pub(super) fn checked(check: &str, words: &str) -> bool {
    let digits: String = words.replace("(0)", "").chars().filter(char::is_ascii_digit).collect();
    let joined = || words.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    let (count, lettered) = (digits.len(), usize::from(words.contains(char::is_alphabetic)));
    let value = words.ends_with(char::is_alphanumeric) && words.matches('.').count() < 2;
    let tidy = !words.ends_with(|last: char| last.is_whitespace() || ",.;:)]'’\"»>".contains(last));
    let rare = |ch: char| ch.is_numeric() || ch.is_uppercase() || "!?@#$%&*_+=".contains(ch);
    match check {
        "iban" => is_iban(&joined()),
        "nir" => is_nir(&joined()),
        "card" => is_card(&digits),
        "network" => count > 0 && words.parse().is_ok_and(|ip: IpAddr| !ip.is_loopback() && !ip.is_unspecified()),
        "town" => !words.to_lowercase().contains(" eur"),
        "foreign" => (8..=15).contains(&digits.trim_start_matches('0').len()),
        "national" => (10..=11).contains(&count) && !digits.starts_with("00"),
        "tidy" => tidy,
        "strong" => tidy && words.trim_end_matches(['!', '?']).chars().skip(1).any(rare),
        "coded" => tidy && count > 0,
        "marked" => value && count + lettered > 2,
        "bare" => {
            value && count + lettered > 3 && !(count == 4 && (words.starts_with("19") || words.starts_with("20")))
        }
        "five" => count > 4,
        _ => true,
    }
}

fn is_iban(joined: &str) -> bool {
    let (head, body) = joined.split_at_checked(4).unwrap_or_default();
    let digits = body.chars().chain(head.chars()).filter_map(|ch| ch.to_digit(36));
    digits.fold(0, |rest, digit| (rest * if digit < 10 { 10 } else { 100 } + digit) % 97) == 1
}

/// The number of the French social security, in Corsica with a letter: a key follows, or the month is one.
fn is_nir(joined: &str) -> bool {
    let joined = joined.replacen("2A", "19", 1).replacen("2B", "18", 1);
    let (number, key) = joined.split_at_checked(13).unwrap_or_default();
    let month = number.get(3..5).and_then(|month| month.parse().ok()).is_some_and(|month| (1..=12).contains(&month));
    if key.is_empty() { month } else { key.parse() == number.parse().map(|number: u64| 97 - number % 97) }
}

/// The check of Luhn; no other card begins with those digits.
fn is_card(digits: &str) -> bool {
    let values = digits.bytes().rev().map(|byte| usize::from(byte & 15));
    let sum: usize = values.enumerate().map(|(at, digit)| digit + at % 2 * (digit + digit / 5)).sum();
    digits.starts_with(['2', '3', '4', '5', '6']) && sum.is_multiple_of(10)
}
