//! Signatures below a delimiter: `-- ` (RFC 3676 section 4.3) and its common
//! variants. A closing such as "Thanks, Alex" without a delimiter stays.

use super::line::{Kind, Line, is_rule};

/// Most visible lines below a correct `-- `: a longer block is rather text.
const EXACT_LINES_MAX: usize = 40;
/// Most visible lines below a delimiter that lost its space.
const LOOSE_LINES_MAX: usize = 14;
/// Most visible lines below a rule of underscores.
const RULE_LINES_MAX: usize = 8;

/// Delimiters without their space that divide a text rather than end it.
const SECTIONS_MIN: usize = 3;
/// Lines at the end in which these are counted.
const SECTIONS_REACH: usize = 200;

/// How sure a delimiter line is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Delimiter {
    Exact,
    Loose,
    Rule,
}

fn delimiter(line: &Line<'_>) -> Option<Delimiter> {
    if line.kind != Kind::Text || line.text.len() > 200 {
        return None;
    }
    match line.text.trim_matches(|c: char| c.is_whitespace() || c == '\u{200b}') {
        "--" if line.delimiter_space => Some(Delimiter::Exact),
        "- --" => Some(Delimiter::Exact), // dash-escaped inside an OpenPGP message, RFC 4880 section 7.1
        "--" | "—" | "–" | "―" | "__" | "-- --" | "~~" => Some(Delimiter::Loose),
        text if text.starts_with('_') && is_rule(text, 10) => Some(Delimiter::Rule),
        _ => None,
    }
}

/// Whether the line is a delimiter that nobody writes otherwise.
pub(super) fn is_exact_delimiter(line: &Line<'_>) -> bool {
    delimiter(line) == Some(Delimiter::Exact)
}

/// Where the signature at the end of `lines` begins.
pub(super) fn start(lines: &[Line<'_>]) -> Option<usize> {
    if let Some(start) = pgp_start(lines).or_else(|| marked_start(lines)) {
        return Some(start);
    }
    let loose = lines.iter().rev().take(SECTIONS_REACH).filter(|line| delimiter(line) == Some(Delimiter::Loose));
    let in_sections = loose.count() >= SECTIONS_MIN;
    let mut visible = 0;
    let mut contact = false;
    // A rule with the sender's sentences below it was met: nothing above it is less theirs.
    let mut prose = false;
    for (index, line) in lines.iter().enumerate().rev() {
        match line.kind {
            Kind::Blank => continue,
            Kind::Quote | Kind::Boundary => return None,
            Kind::Text | Kind::Signature => {}
        }
        match delimiter(line) {
            Some(Delimiter::Exact) => return Some(index),
            Some(Delimiter::Loose)
                if visible <= LOOSE_LINES_MAX && !prose && !in_sections && !in_patch(lines, index) =>
            {
                if !is_prose(lines, index + 1) {
                    return Some(index);
                }
                prose = true;
            }
            Some(Delimiter::Rule) if (1..=RULE_LINES_MAX).contains(&visible) && contact && !prose => {
                if !is_prose(lines, index + 1) {
                    return Some(index);
                }
                prose = true;
            }
            _ => {}
        }
        contact |= has_contact(&line.text);
        visible += 1;
        if visible > EXACT_LINES_MAX {
            return None;
        }
    }
    None
}

/// Whether the text below a mere rule goes on as a text does: it begins with a sentence or a list, or asks something.
/// Signatures begin with a name.
fn is_prose(lines: &[Line<'_>], start: usize) -> bool {
    const SENTENCE_WORDS_MIN: usize = 7;
    const FIRST_LINE_WORDS_MIN: usize = 5;
    const QUESTION_WORDS_MIN: usize = 4;
    let below = lines.get(start..).unwrap_or_default();
    let words = |text: &str| text.split_whitespace().count();
    let paragraph: Vec<_> = below
        .iter()
        .skip_while(|line| line.kind == Kind::Blank)
        .take_while(|line| line.kind != Kind::Blank)
        .map(|line| line.text.trim())
        .collect();
    let first = paragraph.first().copied().unwrap_or_default();
    let item = first.starts_with("1.") || first.starts_with("1)") || first.starts_with("- ") || first.starts_with("* ");
    let ends = |text: &&&str| text.ends_with(['.', '!', '?', ':', '。']) || text.contains(". ");
    let sentence = words(first) >= FIRST_LINE_WORDS_MIN
        && paragraph.iter().map(|text| words(text)).sum::<usize>() >= SENTENCE_WORDS_MIN
        && paragraph.iter().take(3).any(|text| ends(&text));
    let asks = below.iter().any(|line| line.text.ends_with('?') && words(&line.text) >= QUESTION_WORDS_MIN);
    item || sentence || asks
}

/// A lone `--` that is a removed `-` line of a diff.
fn in_patch(lines: &[Line<'_>], index: usize) -> bool {
    let near = |line: &Line<'_>| {
        line.text.starts_with("@@ ") || line.text.starts_with("diff ") || line.text.starts_with("+++ ")
    };
    let above = lines.get(index.saturating_sub(3)..index).unwrap_or_default();
    above.iter().any(near)
        || lines.get(index + 1).is_some_and(|line| line.text.starts_with(['+', '-']) && !is_rule(&line.text, 1))
}

/// The run of lines at the end that the markup marks as a signature.
fn marked_start(lines: &[Line<'_>]) -> Option<usize> {
    let run = lines.iter().rev().take_while(|line| matches!(line.kind, Kind::Signature | Kind::Blank)).count();
    let start = lines.len() - run;
    lines.iter().skip(start).any(|line| line.kind == Kind::Signature).then_some(start)
}

/// An OpenPGP signature block at the end (RFC 4880 section 7).
fn pgp_start(lines: &[Line<'_>]) -> Option<usize> {
    const BLOCK_LINES_MAX: usize = 60;
    let last = lines.iter().rposition(|line| line.kind != Kind::Blank)?;
    if lines.get(last)?.text.trim() != "-----END PGP SIGNATURE-----" {
        return None;
    }
    let from = last.saturating_sub(BLOCK_LINES_MAX);
    let block = lines.get(from..last)?;
    block.iter().rposition(|line| line.text.trim() == "-----BEGIN PGP SIGNATURE-----").map(|at| from + at)
}

/// An address, a link or a number long enough for a telephone.
fn has_contact(text: &str) -> bool {
    const PHONE_DIGITS_MIN: usize = 7;
    text.contains('@')
        || text.contains("http")
        || text.contains("www.")
        || text.bytes().filter(u8::is_ascii_digit).take(PHONE_DIGITS_MIN).count() == PHONE_DIGITS_MIN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts() {
        for (text, expected) in [
            ("Hi\n-- \nBob", Some(1)),
            ("Hi\n--\nBob\nACME", Some(1)),
            ("Hi\n--\u{a0}\nBob", Some(1)),
            ("Hi\n—\nBob", Some(1)),
            ("Hi\n- -- \nBob\n", Some(1)),
            ("Hi\n_______________\nBob\nbob@x.org", Some(1)),
            ("Hi\n---\nBob", None),
            ("a | b\n--|--\n1 | 2", None),
            ("Hi\n_______________\nand then it went on", None),
            ("@@ -1,2 +1,2 @@\n a\n--\n+b", None),
            ("Hi\n-- \nBob\n> quote", None),
            ("Hi\n-----BEGIN PGP SIGNATURE-----\nabc\n-----END PGP SIGNATURE-----", Some(1)),
        ] {
            let lines: Vec<_> = text.split('\n').map(Line::of_text).collect();
            assert_eq!(start(&lines), expected, "{text}");
        }
    }
}
