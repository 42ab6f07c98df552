//! One line of a message, as the search for the sender's own words sees it,
//! and the small text tools that the phrase tables share.

use std::borrow::Cow;
use std::ops::Range;

use aho_corasick::AhoCorasick;

/// Longest line (bytes) in which phrases are looked for: what mail programs
/// write themselves is short, and a long line costs time for nothing.
pub(super) const PHRASE_LINE_BYTES_MAX: usize = 600;

/// What a line is before any phrase is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing visible.
    Blank,
    /// Quoted with `>`, or inside a quoting HTML element.
    Quote,
    /// Everything else.
    Text,
    /// A place where the markup itself says that a quoted mail begins.
    Boundary,
    /// Inside an HTML element that a mail program made for its signature.
    Signature,
}

/// One line with its trailing white space removed.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    pub(super) kind: Kind,
    pub(super) text: Cow<'a, str>,
    /// Whether the line had the trailing space of a `-- ` delimiter.
    pub(super) delimiter_space: bool,
}

impl<'a> Line<'a> {
    /// Classifies one line of plain text.
    pub(super) fn of_text(raw: &'a str) -> Self {
        let text = raw.trim_end();
        let kind = if text.trim_matches(is_invisible).is_empty() {
            Kind::Blank
        } else if is_quoted(text) {
            Kind::Quote
        } else {
            Kind::Text
        };
        Line { kind, text: Cow::Borrowed(text), delimiter_space: text.len() < raw.len() }
    }

    /// The line in the form the phrase tables use; empty when the line is too
    /// long to be one of theirs.
    pub(super) fn normal(&self) -> String {
        if self.text.len() > PHRASE_LINE_BYTES_MAX { String::new() } else { normalize(&self.text) }
    }

    /// Whether the line shows a letter, a digit or a pictograph, or is an answer in signs alone (`?`, `:-)`).
    pub(super) fn has_words(&self) -> bool {
        let shown = |c: char| c.is_alphanumeric() || (c as u32) >= 0x1F000 || ('\u{2600}'..='\u{27BF}').contains(&c);
        self.text.chars().any(shown) || is_answer_in_signs(self.text.trim())
    }
}

/// Question and exclamation marks, an ellipsis, or a smiley drawn with signs.
fn is_answer_in_signs(text: &str) -> bool {
    const SIGNS_MAX: usize = 8;
    let short = !text.is_empty() && text.chars().take(SIGNS_MAX + 1).count() <= SIGNS_MAX;
    let asks = text.chars().all(|c| matches!(c, '?' | '!' | '？' | '！' | ' '));
    let ellipsis = text == "…" || text.len() >= 3 && text.bytes().all(|b| b == b'.');
    let smiley = text.starts_with([':', ';', '=', '<', '^'])
        && text.ends_with([')', '(', '/', '\\', '*', '^', '3'])
        && text.len() > 1
        && text.bytes().all(|b| b.is_ascii_punctuation() || b == b'3');
    short && (asks || ellipsis || smiley)
}

/// Joins lines that a hard wrap tore inside quoted text: `> a long line` and
/// then its last word alone, without `>`. Such a remainder is quote, not answer.
pub(super) fn mend_wrapped_quotes(lines: &mut [Line<'_>]) {
    for middle in 1..lines.len() {
        let (Some(before), Some(line)) = (lines.get(middle - 1), lines.get(middle)) else {
            continue;
        };
        if line.kind != Kind::Text || before.kind != Kind::Quote {
            continue;
        }
        let between = lines.get(middle + 1).is_some_and(|after| after.kind == Kind::Quote);
        let last = lines.get(middle + 1).is_none_or(|after| after.kind == Kind::Blank);
        let lowercase = line.text.chars().next().is_some_and(char::is_lowercase);
        if is_torn(&before.text, &line.text)
            && (between || (last && lowercase))
            && let Some(line) = lines.get_mut(middle)
        {
            line.kind = Kind::Quote;
        }
    }
}

/// Whether `rest` looks torn from the end of `before` by a wrap at 70 to 80 columns.
fn is_torn(before: &str, rest: &str) -> bool {
    const WRAP_COLUMNS_MIN: usize = 70;
    const REST_CHARS_MAX: usize = 40;
    let word = rest.split_whitespace().next().unwrap_or_default().chars().count();
    let ends_sentence = before.ends_with(['.', '?', '!', ':', ';', ')']);
    !ends_sentence
        && rest.chars().take(REST_CHARS_MAX + 1).count() <= REST_CHARS_MAX
        && before.chars().take(200).count() + 1 + word >= WRAP_COLUMNS_MIN
}

/// `>` at the start, also after the initials of a Fidonet or Usenet quote
/// (`JB> text`), but not the `>From ` that mbox files put before a text line.
fn is_quoted(text: &str) -> bool {
    let inner = text.trim_start_matches(is_space);
    if inner.starts_with(">From ") && !inner.starts_with(">From:") {
        return false;
    }
    if inner.starts_with(">>>>> \"") && inner.contains("\" == ") {
        return false; // an attribution of Emacs
    }
    if inner.starts_with(['>', '＞']) {
        return true;
    }
    let initials = inner.chars().take_while(char::is_ascii_uppercase).count();
    let name = inner.get(..initials).unwrap_or_default();
    (1..=3).contains(&initials)
        && !matches!(name, "SQL" | "PS") // prompts
        && inner.get(initials..).is_some_and(|rest| rest == ">" || rest.starts_with("> "))
}

/// White space that stands at the start of lines, with the no-break kinds.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace()
}

/// Spaces and the characters that have no width.
fn is_invisible(c: char) -> bool {
    c.is_whitespace() || is_formatting(c)
}

/// Zero-width characters and direction marks, which programs sprinkle around names.
fn is_formatting(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}' | '\u{61C}')
}

/// Lower case, single spaces, plain apostrophes and digits, no direction marks
/// and no `*` (bold in text made from HTML): the form of the phrase tables.
pub(super) fn normalize(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !is_formatting(*c) && *c != '*') {
        match c {
            c if c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            '’' | '‘' | 'ʼ' | '`' | '´' => out.push('\''),
            '：' => out.push(':'),
            '\u{660}'..='\u{669}' => out.extend(char::from_digit(c as u32 - 0x660, 10)),
            '\u{6F0}'..='\u{6F9}' => out.extend(char::from_digit(c as u32 - 0x6F0, 10)),
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c => out.extend(c.to_lowercase().filter(|c| *c != '\u{307}')),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Whether `phrase` stands in `text` with no letter or digit at its sides.
/// Scripts that write without spaces need no such border.
pub(super) fn has_phrase(text: &str, phrase: &str) -> bool {
    let borderless = phrase.chars().next().is_some_and(is_spaceless_script);
    text.match_indices(phrase).any(|(at, found)| borderless || has_borders(text, at..at + found.len()))
}

/// A table of phrases that is searched in one pass.
pub(super) struct Phrases {
    search: Option<AhoCorasick>,
    borderless: Vec<bool>,
}

impl Phrases {
    /// Of a table in normal form.
    pub(super) fn of(table: &[&str]) -> Self {
        let borderless = table.iter().map(|phrase| phrase.chars().next().is_some_and(is_spaceless_script)).collect();
        Self { search: AhoCorasick::new(table).ok(), borderless }
    }

    /// Whether one of them stands in `text`, as [`has_phrase`] says.
    pub(super) fn stand_in(&self, text: &str) -> bool {
        self.search.as_ref().is_some_and(|search| {
            search.find_overlapping_iter(text).any(|found| {
                self.borderless.get(found.pattern().as_usize()) == Some(&true) || has_borders(text, found.range())
            })
        })
    }
}

fn has_borders(text: &str, range: Range<usize>) -> bool {
    let before = text.get(..range.start).and_then(|t| t.chars().next_back());
    let after = text.get(range.end..).and_then(|t| t.chars().next());
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

/// Thai, Lao, Chinese, Japanese and Korean.
fn is_spaceless_script(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1100}'..='\u{11FF}' | '\u{3000}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}')
}

/// The same character (one of `-_=*~#+` or a long dash) at least `min` times and nothing else.
pub(super) fn is_rule(text: &str, min: usize) -> bool {
    // "- - - - - - - -", as some webmailers draw it.
    const SPACED_MIN: usize = 8;
    let text = text.trim();
    let mut count = 0;
    let drawn = text.chars().filter(|c| *c != ' ').all(|c| {
        count += 1;
        matches!(c, '-' | '_' | '=' | '*' | '~' | '#' | '+' | '\u{2010}'..='\u{2012}' | '—' | '–' | '─' | '━')
    });
    drawn && count >= if text.contains(' ') { min.max(SPACED_MIN) } else { min }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_lines() {
        for (raw, kind) in [
            ("", Kind::Blank),
            (" \u{a0}\u{200b}", Kind::Blank),
            ("> a", Kind::Quote),
            ("  >> a", Kind::Quote),
            ("JB> a", Kind::Quote),
            (">From the start", Kind::Text),
            ("a > b", Kind::Text),
            ("HTML> tag", Kind::Text),
        ] {
            assert_eq!(Line::of_text(raw).kind, kind, "{raw:?}");
        }
    }

    #[test]
    fn phrases_have_borders() {
        assert!(has_phrase("bob wrote:", "wrote"));
        assert!(!has_phrase("typewrote:", "wrote"));
        assert!(has_phrase("10:00写道:", "写道"));
    }

    #[test]
    fn normal_form() {
        assert_eq!(normalize(" *De\u{a0}:*  L’Été "), "de : l'été");
        assert_eq!(normalize("١٠:٣٠"), "10:30");
    }
}
