//! Finds the addresses that a free-form report says could not be reached.

use super::super::Facts;
use super::phrases;
use crate::understand::classify::fold::{contains_any, fold, starts_with_any};

/// Lines of a report that are searched.
const LINES_MAX: usize = 400;

/// The addresses that failed, in order, lower case.
pub fn failed(facts: &Facts<'_>, report: &str) -> Vec<String> {
    let mut found = Vec::new();
    for value in facts.header_all("x-failed-recipients") {
        for address in in_line(value) {
            super::push_new(&mut found, address);
        }
    }
    if found.is_empty() {
        let own = own_addresses(facts);
        found = by_rank(report, &own).into_iter().find(|list| !list.is_empty()).unwrap_or_default();
    }
    if found.is_empty() {
        found = in_line(facts.subject);
    }
    if found.is_empty() {
        let own = own_addresses(facts);
        found = returned_recipients(facts);
        found.retain(|address| !own.contains(address));
    }
    found
}

/// Tells whether the report names an address as reports do: alone on a line, or after a label.
pub fn are_announced(facts: &Facts<'_>, report: &str) -> bool {
    let [alone, labelled, ..] = by_rank(report, &own_addresses(facts));
    !alone.is_empty() || !labelled.is_empty()
}

/// Addresses by how well their line names them: alone on a line, after a label, as recipients of
/// the mail that came back, any other.
fn by_rank(report: &str, own: &[String]) -> [Vec<String>; 4] {
    let mut ranked: [Vec<String>; 4] = Default::default();
    let mut after_label = false;
    for line in report.lines().take(LINES_MAX) {
        let addresses = in_line(line);
        let folded = fold(line);
        let is_label = contains_any(&folded, phrases::RECIPIENT_LABELS);
        if addresses.is_empty() {
            after_label = is_label || after_label && folded.is_empty();
            continue;
        }
        let rank = if contains_any(&folded, phrases::OTHER_ADDRESS_LABELS) {
            after_label = false;
            continue;
        } else if begins_with_address(line) {
            0
        } else if starts_with_any(&folded, &["to:", "an:", "a:", "para:", "aan:"]) {
            2
        } else if is_label || after_label {
            1
        } else {
            3
        };
        // An alias that led to the address stands behind it in brackets.
        let addresses = if rank == 0 { in_line(line.split(" (").next().unwrap_or(line)) } else { addresses };
        for address in addresses {
            if !own.contains(&address)
                && !is_machine(&address)
                && let Some(list) = ranked.get_mut(rank)
            {
                super::push_new(list, address);
            }
        }
    }
    ranked
}

/// An address, perhaps in brackets or quotes, is the first thing on the line and nearly all of it,
/// or a colon follows it.
fn begins_with_address(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '<' | '"' | '\'' | '>' | '*' | '-' | '•' | '[' | '(')
    });
    let word_end = line
        .find(|c: char| c.is_whitespace() || matches!(c, '>' | '"' | '\'' | ',' | ';' | '<' | '('))
        .unwrap_or(line.len());
    line.get(..word_end).is_some_and(|word| clean(word.trim_end_matches([':', '.', ')', ']'])).is_some())
}

/// Who sent the mail that came back is named in reports too.
fn own_addresses(facts: &Facts<'_>) -> Vec<String> {
    let mut own: Vec<String> = ["to", "delivered-to", "envelope-to", "return-path"]
        .iter()
        .flat_map(|name| facts.header_all(name))
        .flat_map(in_line)
        .collect();
    if let Some(from) = facts.from {
        own.push(from.address.to_lowercase());
    }
    own
}

fn is_machine(address: &str) -> bool {
    let local = address.split('@').next().unwrap_or_default();
    phrases::DAEMONS.contains(&local) || matches!(local, "abuse" | "support" | "helpdesk")
}

/// The recipients in the header of the returned mail.
fn returned_recipients(facts: &Facts<'_>) -> Vec<String> {
    const HEADER_BYTES_MAX: usize = 64 * 1024;
    let returned = facts
        .parts
        .iter()
        .find(|part| matches!(part.content_type, "message/rfc822" | "text/rfc822-headers" | "message/global"));
    let Some(returned) = returned else {
        return Vec::new();
    };
    let data = returned.data;
    let text = String::from_utf8_lossy(data.get(..HEADER_BYTES_MAX.min(data.len())).unwrap_or_default());
    let mut found = Vec::new();
    for line in text.lines().take_while(|line| !line.trim().is_empty()) {
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("to")
        {
            for address in in_line(value) {
                super::push_new(&mut found, address);
            }
        }
    }
    // With several recipients nobody knows which one failed.
    if found.len() == 1 { found } else { Vec::new() }
}

/// All addresses in a line, lower case, in order.
pub fn in_line(line: &str) -> Vec<String> {
    const LINE_BYTES_MAX: usize = 4 * 1024;
    if line.len() > LINE_BYTES_MAX || !line.contains('@') {
        return Vec::new();
    }
    let mut found = Vec::new();
    let pieces = line.split(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '<' | '>'
                    | '('
                    | ')'
                    | '['
                    | ']'
                    | '"'
                    | ','
                    | ';'
                    | '\''
                    | '|'
                    | '“'
                    | '”'
                    | '„'
                    | '«'
                    | '»'
                    | '：'
                    | '；'
                    | '，'
                    | '、'
                    | '。'
                    | '（'
                    | '）'
                    | '【'
                    | '】'
                    | '「'
                    | '」'
                    | '＜'
                    | '＞'
            )
    });
    for piece in pieces.filter(|piece| piece.contains('@')) {
        let piece = piece.rsplit(['=', ':']).find(|piece| piece.contains('@')).unwrap_or(piece);
        if let Some(address) = clean(piece) {
            super::push_new(&mut found, address);
        }
    }
    found
}

/// The address in lower case without brackets, if it is one.
pub fn clean(word: &str) -> Option<String> {
    const ADDRESS_BYTES_MAX: usize = 320;
    let word = word
        .trim()
        .trim_start_matches("mailto:")
        .trim_matches(|c: char| matches!(c, '<' | '>' | '"' | '\'' | '.' | ':' | ',' | '!' | '`'));
    let word = word.to_lowercase();
    let word = word.strip_prefix("smtp:").unwrap_or(&word);
    let (local, host) = word.rsplit_once('@')?;
    let is_local = !local.is_empty()
        && local.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>()[],;:\\\"@".contains(c));
    let is_host = host.len() >= 2
        && !host.starts_with(['.', '-'])
        && !host.contains("..")
        && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    (is_local && is_host && word.len() <= ADDRESS_BYTES_MAX).then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (line, want) in [
            ("<A@Example.com>: gone", vec!["a@example.com"]),
            ("RCPT TO:<a@b.example>", vec!["a@b.example"]),
            ("dda:SMTP=userx@example.COM; on", vec!["userx@example.com"]),
            ("'a@b.example' [SMTP:a@b.example]", vec!["a@b.example"]),
            ("to a@b.example and c@d.example.", vec!["a@b.example", "c@d.example"]),
            ("a@ @b x@y..z", vec![]),
        ] {
            assert_eq!(in_line(line), want, "{line}");
        }
    }
}
