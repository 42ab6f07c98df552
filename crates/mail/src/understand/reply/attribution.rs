//! Attribution lines: "On Mon, 2 Mar 2026 at 10:00, Zoé <z@example.org> wrote:"
//! in the languages and orders that mail programs use, over one to five lines.
//!
//! There are two strengths. A *strong* one carries an address or a time, as
//! programs write them, and ends the sender's text by itself. A *weak* one
//! ("Bob wrote:") counts only directly above quoted lines, because people
//! write such sentences too.

use std::sync::LazyLock;

use super::line::{Kind, Line, PHRASE_LINE_BYTES_MAX, Phrases, has_phrase, normalize};

/// Most lines over which one attribution is looked for.
const SPAN_LINES_MAX: usize = 5;

/// Words for "wrote" by language, in the normal form of `line::normalize`.
#[rustfmt::skip]
const VERBS: &[&str] = &[
    "wrote", "writes", "has written", "wrote the following", // English
    "a écrit", "écrit", "a ecrit", "écrivait", "écrivit", "ont écrit", // French
    "a ?crit", "a \u{fffd}crit", "a crit", // French, with the accent lost on the way
    "schrieb", "schrieben", "geschrieben", "schreibt", // German
    "escribió", "escribio", "escribe", "ha escrito", "escribía", // Spanish
    "ha scritto", "scritto", "scrive", "scrisse", // Italian
    "escreveu", "escreveram", "escreve", "escreveu o seguinte", // Portuguese
    "schreef", "geschreven", "schrijft", // Dutch
    "skrev", "skriver", "skrev följande", "skrev følgende", "skreiv", // Swedish, Danish, Norwegian
    "skrifaði", "kirjoitti", "kirjutas", // Icelandic, Finnish, Estonian
    "napisał", "napisała", "napisał(a)", "pisze", "napisali", "napisano", // Polish
    "napsal", "napsala", "napsal(a)", "píše", "napísal", "napísala", "napísal(a)", // Czech, Slovak
    "написал", "написала", "написал(а)", "пишет", "писал", "писала", "написали", // Russian
    "пише", "написав", "написала", "написав(ла)", "писав", // Ukrainian
    "написа", "написао", "napisao", "napisala", "napisao je", "je napisao", "je napisal", "piše", // South Slavic
    "yazdı", "yazmış", "yazdi", // Turkish
    "írta", "írt", "ezt írta", // Hungarian
    "a scris", "scris", "scria", // Romanian
    "έγραψε", "έγραψαν", "γράφει", // Greek
    "כתב", "כתבה", "כתב/ה", "כתב(ה)", // Hebrew
    "كتب", "كتبت", "كتبه", "كتابة ما يلي بواسطة", "نوشت", "نوشته", // Arabic, Persian
    "書きました", "書いた", "のメール", "のメッセージ", "さんは", "さんのメール", // Japanese
    "写道", "寫道", "写到", "寫到", "撰写", // Chinese
    "작성", "님이 작성", "님이 쓴", "썼습니다", "쓴 글", // Korean
    "đã viết", "viết", "menulis", "tulis", "เขียน", "ได้เขียน", "लिखा", // Vietnamese, Indonesian, Thai, Hindi
    "va escriure", "ha escrit", "escribiu", "idatzi", "rašė", "rakstīja", "skribis", // Catalan to Esperanto
];

/// Weaker words, which need a short line directly above a quote.
#[rustfmt::skip]
const LOOSE_VERBS: &[&str] = &[
    "said", "says", "spake", "stated", "posted", "responded", "replied", "scribbled", "opined",
    "mentioned", "asked", "commented", "typed", "a dit", "sagte", "meinte", "dijo", "dice", "disse",
    "sa", "sagde", "сказал", "meinte",
];

static VERB_SEARCH: LazyLock<Phrases> = LazyLock::new(|| Phrases::of(VERBS));
static LOOSE_SEARCH: LazyLock<Phrases> = LazyLock::new(|| Phrases::of(LOOSE_VERBS));

/// Starts of attributions that have no verb ("Quoting Bob:").
#[rustfmt::skip]
const STARTS_WITHOUT_VERB: &[&str] = &[
    "quoting ", "zitat von ", "zitiere ", "citando ", "citat ", "citat från ", "selon ", "según ",
    "citazione ", "cytowanie ", "cytat ", "citace ", "citerar ", "according to ", "incoming from ", "in article ",
    "in message ", "in news:", "цитирую ", "цитирование ", "quoth ", "citát ",
    "mensaje citado por ", "citeren ", "lainaus ", "引用",
];

/// First words of an attribution's first line.
#[rustfmt::skip]
const INTROS: &[&str] = &[
    "on ", "at ", "le ", "am ", "el ", "il giorno ", "il ", "em ", "op ", "den ", "på ", "dnia ",
    "w dniu ", "dne ", "v ", "la ", "în ", "in data ", "a ", "στις ", "την ", "в ", "у ", "на ",
    "pada ", "vào ", "în data ", "de ", "בתאריך ", "ב-", "ביום ", "في ", "در ", "在 ", "于",
    "el dia ", "dana ", "dne", "am: ", "in article ", "in message ", "in <", "from ", "citando ",
    "quoting ", "data ",
];

/// A sentence with one of these before "wrote" is a person's own.
#[rustfmt::skip]
const PERSONAL: &[&str] = &[
    "you wrote", "i wrote", "he wrote", "she wrote", "we wrote", "they wrote", "who wrote",
    "m'a écrit", "nous a écrit", "vous a écrit", "j'ai écrit", "m'avez écrit", "mir schrieb", "me escribió",
    "mi ha scritto", "vous avez écrit", "vous nous avez écrit", "tu as écrit", "tu m'as écrit", "nous avons écrit", "je vous ai écrit",
    "ich schrieb", "ich geschrieben", "sie schrieben", "du schriebst", "wir schrieben", "haben sie geschrieben", "yo escribí",
    "usted escribió", "me escribieron", "ho scritto", "mi avete scritto", "ik schreef", "schreef ik", "schreef u",
];

/// An attribution that ends at a given line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attribution {
    /// Index of its first line.
    pub(super) start: usize,
    /// Whether it ends the sender's text even without quoted lines below.
    pub(super) strong: bool,
}

/// The attribution whose last line is `lines[last]`, if there is one.
pub(super) fn ending_at(lines: &[Line<'_>], last: usize) -> Option<Attribution> {
    let line = lines.get(last).filter(|line| line.kind == Kind::Text)?;
    let tail = without_rule(&line.normal());
    if !may_end(&tail) {
        return None;
    }
    let mut joined = tail.clone();
    let mut start = last;
    let mut found = None;
    for _ in 0..SPAN_LINES_MAX {
        let strength = strength_of(&joined);
        if let Some(strong) = strength
            && found.is_none_or(|old: Attribution| strong && !old.strong)
        {
            found = Some(Attribution { start, strong });
        }
        let Some(previous) = line_above(lines, start, last == start && is_bare_verb(&tail)) else {
            break;
        };
        let above = lines.get(previous).map(Line::normal).unwrap_or_default();
        if above.is_empty() || joined.len() + above.len() > PHRASE_LINE_BYTES_MAX {
            break;
        }
        match found {
            // Complete: what stands above is the sender's.
            Some(old) if begins_complete(&joined) => return Some(old),
            Some(ref mut old) if continues(&above, &joined) => old.start = previous,
            // the date may still come further up, above a wrapped name
            Some(old) if has_date(&joined) || has_intro(&joined) || ends_sentence(&above) => {
                return Some(old);
            }
            Some(_) => {}
            None if ends_sentence(&above) && !above.ends_with('.') => return None,
            None => {}
        }
        joined.insert(0, ' ');
        joined.insert_str(0, &above);
        start = previous;
    }
    found
}

/// Whether the line begins with an attribution and goes on with what it introduces, as Yahoo's phone
/// program writes it.
pub(super) fn opens(lines: &[Line<'_>], index: usize) -> bool {
    let Some(first) = lines.get(index).and_then(head_of).filter(|first| has_intro(first)) else {
        return false;
    };
    if goes_on(&first) {
        return true;
    }
    // The same with its address on the next line.
    let torn = !first.contains(": ") && has_date(&first) && has_time(&first);
    let second = lines.get(index + 1).filter(|_| torn).and_then(head_of);
    second.is_some_and(|second| goes_on(&format!("{first} {second}")))
}

/// The start of a line in normal form.
fn head_of(line: &Line<'_>) -> Option<String> {
    let head = line.text.get(..line.text.floor_char_boundary(PHRASE_LINE_BYTES_MAX))?;
    (line.kind == Kind::Text).then(|| normalize(head))
}

/// Whether a complete attribution with an address begins `text`, and more follows it.
fn goes_on(text: &str) -> bool {
    const COLONS_MAX: usize = 6;
    text.contains('@')
        && text.match_indices(": ").take(COLONS_MAX).any(|(at, _)| {
            let attribution = text.get(..=at).unwrap_or_default();
            begins_complete(attribution)
                && bracketed_address(attribution)
                && ends_with_verb(attribution.trim_end_matches([':', ' ']))
                && strength_of(attribution) == Some(true)
        })
}

/// The next line up in the same paragraph; a lone "wrote:" may have one blank line above.
fn line_above(lines: &[Line<'_>], start: usize, skip_blank: bool) -> Option<usize> {
    let mut previous = start.checked_sub(1)?;
    if skip_blank && lines.get(previous)?.kind == Kind::Blank {
        previous = previous.checked_sub(1)?;
    }
    (lines.get(previous)?.kind == Kind::Text).then_some(previous)
}

/// Without the dashes that Zoho and others put behind "wrote".
fn without_rule(text: &str) -> String {
    text.trim_end_matches(['-', ' ']).to_owned() + if text.ends_with(":-") { "-" } else { "" }
}

/// Cheap test that spares the rest for nearly every line.
fn may_end(tail: &str) -> bool {
    !tail.is_empty()
        && (tail.ends_with([':', '>', ']', '。', '"'])
            || tail.ends_with(":-")
            || tail.ends_with("...")
            || ends_with_verb(tail)
            || lost_its_colon(tail))
}

/// "Am 03.03.26 um 10:12 schrieb Bob", as some phones write it.
fn lost_its_colon(text: &str) -> bool {
    const WORDS_MAX: usize = 16;
    let personal = || PERSONAL.iter().any(|phrase| has_phrase(text, phrase));
    has_intro(text)
        && has_date(text)
        && has_time(text)
        && text.split(' ').count() <= WORDS_MAX
        && VERB_SEARCH.stand_in(text)
        && !personal()
}

pub(super) fn ends_with_verb(text: &str) -> bool {
    VERBS.iter().any(|verb| text.ends_with(verb))
}

/// "wrote:", "a écrit :" alone on the line.
fn is_bare_verb(text: &str) -> bool {
    let bare = text.trim_end_matches([':', ' ']);
    VERBS.contains(&bare)
}

/// `Some(true)` for strong, `Some(false)` for weak.
fn strength_of(joined: &str) -> Option<bool> {
    let text = joined.trim_start_matches(['-', ' ', '_', '=', '[', '#']);
    if text.contains("! ") || text.match_indices("? ").any(|(at, _)| !is_lost_letter(text, at)) {
        return None; // the sender's sentence on the same line
    }
    let closed = text.ends_with(':') || text.ends_with(":-");
    let verb = VERB_SEARCH.stand_in(text);
    let address = has_address(text);
    let time = has_time(text);
    let date = has_date(text);
    let words = text.split(' ').count();
    if (closed || ends_with_verb(text.trim_end_matches(['。', '"', '.']))) && verb {
        let personal = PERSONAL.iter().any(|phrase| has_phrase(text, phrase));
        let dated = date || has_intro(text) && time;
        // "The client (c@x.example) wrote on the form:" goes on behind its verb.
        let bare =
            words <= 14 && (ends_with_verb(text.trim_end_matches([':', ' ', '-', '"', '.'])) || ends_in_address(text));
        let strong = !personal && (bracketed_address(text) && (dated || bare) || date && time && words <= 24);
        return Some(strong);
    }
    if closed && bracketed_address(text) && date && time && words <= 24 {
        return Some(true);
    }
    if verb && text.contains("news:") && (closed || text.ends_with("...") || text.ends_with('>')) {
        return Some(false);
    }
    let started = STARTS_WITHOUT_VERB.iter().any(|start| text.starts_with(start));
    let loose = closed && words <= 8 && LOOSE_SEARCH.stand_in(text);
    let bare = words <= 16 && address && (date || closed) && (closed || text.ends_with('>'));
    let torn = lost_its_colon(text);
    (torn || loose || bare || closed && started && words <= 20 || closed && date && time && words <= 16)
        .then_some(false)
}

/// The question mark that a wrong charset made of the "à" between a date and its time.
fn is_lost_letter(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|t| t.strip_suffix(' ')).and_then(|t| t.chars().next_back());
    let after = text.get(at + 1..).and_then(|t| t.strip_prefix(' ')).and_then(|t| t.chars().next());
    [before, after].iter().all(|c| c.is_some_and(|c| c.is_ascii_digit()))
}

/// An attribution that begins with the word before its date, and has both.
fn begins_complete(joined: &str) -> bool {
    const FIRST: [&str; 10] = ["on ", "le ", "am ", "el ", "il ", "em ", "op ", "den ", "dnia ", "dne "];
    FIRST.iter().any(|word| joined.starts_with(word)) && has_date(joined) && has_time(joined)
}

/// Whether the line `above` belongs to the attribution found below it.
fn continues(above: &str, below: &str) -> bool {
    if ends_sentence(above) || above.ends_with(':') {
        return false;
    }
    // The bracket of the address is open.
    if above.ends_with(['<', '(']) {
        return true;
    }
    let (date, time) = (has_date(above), has_time(above));
    if is_torn_start(below) && !has_intro(below) && (date || time || has_intro(above) || is_name(above)) {
        return true;
    }
    if has_intro(above) && !date && weekday_or_digit(above) && starts_with_year(below) {
        return true;
    }
    let addressed = bracketed_address(above);
    if has_date(below) && has_time(below) {
        return addressed && !has_address(below) && !has_intro(below);
    }
    if has_intro(above) {
        return date && (time || has_time(below) || leads_on(above) || !has_address(below))
            || addressed
            || above.contains('@')
            || !has_address(below) && weekday_or_digit(above);
    }
    (date && time) || addressed && !has_intro(below)
}

/// Begins in the middle: with the address of a name, with "wrote", or with the rest of a bracket.
fn is_torn_start(below: &str) -> bool {
    let rest_of_bracket = below.find(')').is_some_and(|close| below.find('(').is_none_or(|open| close < open));
    below.starts_with(['<', '(']) || below.starts_with("wrote") || below.starts_with("writes") || rest_of_bracket
}

/// The year of a date that begins on the line above.
fn starts_with_year(below: &str) -> bool {
    let digits = below.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && below.starts_with(['1', '2']) && has_time(below)
}

/// A name alone, whose address stands on the next line.
fn is_name(above: &str) -> bool {
    const NAME_WORDS_MAX: usize = 8;
    !above.ends_with(',') && above.split(' ').count() <= NAME_WORDS_MAX
}

/// Ends with a comma or with the word before a time.
fn leads_on(above: &str) -> bool {
    const BEFORE_TIME: [&str; 16] =
        ["at", "à", "um", "las", "ore", "alle", "om", "às", "kl", "kl.", "klo", "o", "v", "la", "в", "о"];
    above.ends_with(',') || above.rsplit(' ').next().is_some_and(|word| BEFORE_TIME.contains(&word))
}

fn weekday_or_digit(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
}

fn has_intro(text: &str) -> bool {
    INTROS.iter().any(|intro| text.starts_with(intro))
}

/// Ends like a sentence; "a.m.", "г." and other short abbreviations do not count.
fn ends_sentence(text: &str) -> bool {
    let last_word = text.rsplit(' ').next().unwrap_or_default();
    text.ends_with(['!', '?', '。', '！', '？']) || (text.ends_with('.') && last_word.chars().count() > 5)
}

/// An `@` between two characters that can stand in an address.
fn has_address(text: &str) -> bool {
    text.match_indices('@').any(|(at, _)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + 1..).and_then(|t| t.chars().next());
        before.is_some_and(|c| !c.is_whitespace()) && after.is_some_and(|c| c.is_alphanumeric() || c == '.' || c == '[')
    })
}

/// An address in `<>`, `()`, `[]`, or written as `mailto:`.
fn bracketed_address(text: &str) -> bool {
    text.contains("mailto:")
        || text.split(['<', '(', '[', '«', '"', '＜']).skip(1).any(|inner| {
            let inner = inner.split(['>', ')', ']', '»', '"', '＞']).next().unwrap_or_default();
            has_address(inner)
        })
}

/// Ends with an address, perhaps in brackets, and a colon.
fn ends_in_address(text: &str) -> bool {
    text.rsplit(' ').find(|word| !matches!(*word, ":" | "-" | ":-")).is_some_and(|word| word.contains('@'))
}

/// `10:30`, `10h30`, `kl. 10.30`.
pub(super) fn has_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (1..bytes.len()).any(|at| {
        let separator = matches!(bytes.get(at), Some(b':' | b'h'));
        let dotted = bytes.get(at) == Some(&b'.')
            && bytes.get(at.wrapping_sub(2)) != Some(&b'.')
            && bytes.get(at.wrapping_sub(3)) != Some(&b'.')
            && !matches!(bytes.get(at + 3), Some(b'.'));
        (separator || dotted) && digit(at - 1) && digit(at + 1) && digit(at + 2) && !digit(at + 3)
    }) || (text.contains('时') || text.contains('時') || text.contains('시')) && text.contains('分')
}

/// A year, a date in numbers, or one with the characters for year and month.
pub(super) fn has_date(text: &str) -> bool {
    if text.contains('年') || text.contains('년') || text.contains('月') || text.contains('월') {
        return true;
    }
    let mut numbers = 0;
    let mut previous_end = 0;
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
            continue;
        }
        let start = at;
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        let number = text.get(start..at).unwrap_or_default();
        if number.len() == 4 && (number.starts_with("19") || number.starts_with("20")) && bytes.get(at) != Some(&b'@') {
            return true;
        }
        let between = bytes.get(previous_end..start).unwrap_or_default();
        let joined = matches!(between, b"/" | b"-" | b"." | b". ");
        numbers = if number.len() > 4 {
            0
        } else if numbers > 0 && joined {
            numbers + 1
        } else {
            1
        };
        if numbers == 3 {
            return true;
        }
        previous_end = at;
    }
    false
}

#[cfg(test)]
#[path = "attribution_tests.rs"]
mod tests;
