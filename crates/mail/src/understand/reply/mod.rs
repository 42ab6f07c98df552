//! What the sender newly wrote: a message less its quoted history, signature
//! and footers (section `reply` of the mail contract).
//!
//! Everything works on lines. One pass looks for the place where a quoted mail
//! begins for sure (a header block, an "Original Message" line, an attribution
//! without quote marks below it). Then the end is trimmed again and again:
//! footers, signatures, quotes with their attribution. Nothing in the middle is
//! ever taken out, so answers between quotes keep the quotes they answer, and a
//! quote at the top keeps its place above the text that answers it. Whatever
//! would leave nothing of the sender's own words is not cut.

mod attribution;
mod containers;
mod footer;
mod headers;
mod html;
mod line;
mod lists;
mod scanner;
mod separator;
mod signature;
mod tags;

pub use html::reply_of_html;

use std::ops::Range;

use line::{Kind, Line};

/// Most lines that are looked at; a longer message keeps what lies behind them.
const LINES_MAX: usize = 60_000;
/// Most footers, signatures and quotes that are trimmed off one end.
const ROUNDS_MAX: usize = 16;

/// A message that is nothing but a signature is at most this long; with more
/// lines the delimiter on top was something else.
const SIGNATURE_LINES_MAX: usize = 16;

/// The new part of a plain text body. Empty only if `text` has no visible words
/// or if all of them are a signature or footer.
pub fn reply_of_text(text: &str) -> String {
    reply_with(text, Quotes::Anyone)
}

/// The same for a text made from HTML whose quoted mails are cut already: what is still marked with `>` is indented by
/// the sender, unless an attribution stands above it.
pub fn reply_of_indented(text: &str) -> String {
    reply_with(text, Quotes::Attributed)
}

/// The same for the text of a mail that answers none: what a line with a colon introduces ("the log says:") is shown,
/// not quoted.
pub fn reply_of_first_text(text: &str) -> String {
    reply_with(text, Quotes::NotIntroduced)
}

/// Which quotes at the end of a text are not the sender's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quotes {
    Anyone,
    NotIntroduced,
    Attributed,
}

fn reply_with(text: &str, quotes: Quotes) -> String {
    let mut lines: Vec<Line<'_>> = text.split('\n').take(LINES_MAX + 1).map(Line::of_text).collect();
    if lines.len() > LINES_MAX {
        lines.truncate(LINES_MAX);
        let kept = kept(&mut lines, quotes);
        return if kept.hard { join(&lines, &kept) } else { text.trim().to_owned() };
    }
    let kept = kept(&mut lines, quotes);
    join(&lines, &kept)
}

fn join(lines: &[Line<'_>], kept: &Kept) -> String {
    let kept = lines.get(kept.start..kept.end).unwrap_or_default();
    let mut reply = String::with_capacity(kept.iter().map(|line| line.text.len() + 1).sum());
    for line in kept {
        reply.push_str(&line.text);
        reply.push('\n');
    }
    reply.trim().to_owned()
}

/// The lines that are the reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Kept {
    start: usize,
    end: usize,
    /// Whether the end is the beginning of a quoted mail.
    hard: bool,
}

/// Finds the reply in `lines`. Also marks the odd quoted lines as quoted.
fn kept(lines: &mut [Line<'_>], quotes: Quotes) -> Kept {
    line::mend_wrapped_quotes(lines);
    mark_bars(lines);
    mark_names(lines);
    let start = Some(leading_wrapper(lines)).filter(|start| has_words(lines, *start, lines.len())).unwrap_or(0);
    let survey = survey(lines, start);
    let hard_end = survey.hard.unwrap_or(lines.len());
    let end = trim_end(lines, start..hard_end, survey.first_own, quotes);
    let reply = Kept { start, end, hard: survey.hard.is_some() };
    if survey.first_own.is_some() && has_words(lines, start, end) { reply } else { without_own_words(lines, start) }
}

/// What one pass from the top found.
struct Survey {
    /// The first line of the sender's own words.
    first_own: Option<usize>,
    /// The line where a quoted mail begins, with own words above it.
    hard: Option<usize>,
}

fn survey(lines: &[Line<'_>], start: usize) -> Survey {
    let mut first_own = None;
    let mut below_delimiter = false;
    let mut own_candidates: Vec<usize> = Vec::new();
    for (index, line) in lines.iter().enumerate().skip(start) {
        if matches!(line.kind, Kind::Blank | Kind::Signature)
            || (line.kind == Kind::Quote
                && !separator::is_reply_above(line)
                && !headers::is_arrowed_heading(line)
                && !headers::quoted_block_at(lines, index))
        {
            continue;
        }
        if let Some(begin) = quoted_mail_at(lines, index) {
            own_candidates.retain(|own| *own < begin);
            let first_own = first_own.or(own_candidates.first().copied()).filter(|own| *own < begin);
            // with nothing above it, this is a forward: what follows is its text
            return Survey { first_own, hard: first_own.map(|_| begin.max(start)) };
        }
        if line.kind == Kind::Quote || first_own.is_some() {
            continue;
        }
        below_delimiter |= signature::is_exact_delimiter(line);
        if let Some(found) =
            attribution::ending_at(lines, index).filter(|found| found.strong || quote_below(lines, index))
        {
            own_candidates.retain(|own| *own < found.start);
            first_own = own_candidates.first().copied();
            own_candidates.clear();
        } else if !below_delimiter && line.has_words() && !footer::is_device_line(line) {
            // held back for the lines that an attribution may span
            own_candidates.push(index);
            if own_candidates.len() > 8 {
                first_own = own_candidates.first().copied();
            }
        }
    }
    Survey { first_own: first_own.or(own_candidates.first().copied()), hard: None }
}

/// If `lines[index]` says that all below it is a quoted mail: where that begins.
fn quoted_mail_at(lines: &[Line<'_>], index: usize) -> Option<usize> {
    let line = lines.get(index)?;
    if line.kind == Kind::Text && attribution::opens(lines, index) {
        return Some(index);
    }
    if headers::is_arrowed_heading(line) && unquoted_below(lines, index)
        || line.kind == Kind::Quote && headers::quoted_block_at(lines, index)
    {
        return Some(index);
    }
    if line.kind == Kind::Boundary || separator::is_reply_above(line) {
        return Some(separator::above(lines, index));
    }
    if separator::is_announcement(line) || headers::foreign_block_at(lines, index) || headers::is_flat_heading(line) {
        return Some(index);
    }
    if let Some(begin) = headers::block_at(lines, index).or_else(|| headers::bare_block_at(lines, index)) {
        return Some(begin);
    }
    let found = attribution::ending_at(lines, index).filter(|found| found.strong)?;
    unquoted_below(lines, index).then(|| separator::above(lines, found.start))
}

/// Whether the next visible line is quoted.
fn quote_below(lines: &[Line<'_>], index: usize) -> bool {
    next_visible(lines, index).is_some_and(|line| line.kind == Kind::Quote)
}

/// Whether text follows in which no quote begins soon: below "[snip]" or a
/// greeting, quotes with answers may still come.
fn unquoted_below(lines: &[Line<'_>], index: usize) -> bool {
    const VISIBLE_LINES: usize = 3;
    const REACH_LINES: usize = 12;
    let below = (index + 1..lines.len()).take(REACH_LINES);
    let below = below.filter(|at| lines.get(*at).is_some_and(|line| line.kind != Kind::Blank)).take(VISIBLE_LINES);
    let mut seen = false;
    for at in below {
        if !lines.get(at).is_some_and(|line| line.kind == Kind::Text) {
            return seen && ends_in_history(lines, at);
        }
        // The old mail quotes another one.
        if seen && attribution::ending_at(lines, at).is_some_and(|found| found.strong) {
            return true;
        }
        seen = true;
    }
    seen
}

/// Whether all that is left is quoted, with an attribution in it: the history of an old mail that is not marked itself.
fn ends_in_history(lines: &[Line<'_>], start: usize) -> bool {
    const ATTRIBUTION_LINES: usize = 4;
    let rest = lines.get(start..).unwrap_or_default();
    if rest.iter().any(|line| !matches!(line.kind, Kind::Quote | Kind::Blank)) {
        return false;
    }
    let inner: Vec<Line<'_>> = rest
        .iter()
        .take(ATTRIBUTION_LINES)
        .map(|line| Line::of_text(line.text.trim_start().trim_start_matches('>').trim_start()))
        .collect();
    (0..inner.len()).any(|at| attribution::ending_at(&inner, at).is_some_and(|found| found.strong))
}

fn next_visible<'a, 'b>(lines: &'a [Line<'b>], index: usize) -> Option<&'a Line<'b>> {
    const GAP_LINES_MAX: usize = 6;
    lines.iter().skip(index + 1).take(GAP_LINES_MAX).find(|line| line.kind != Kind::Blank)
}

/// Trims footers, signatures and quotes off the end, in whatever order they stand.
fn trim_end(lines: &[Line<'_>], within: Range<usize>, first_own: Option<usize>, quotes: Quotes) -> usize {
    let Range { start, mut end } = within;
    for _ in 0..ROUNDS_MAX {
        let rest = lines.get(..end).unwrap_or_default();
        let rest = rest.get(start..).unwrap_or_default();
        let Some(last) = rest.iter().rposition(|line| line.kind != Kind::Blank) else {
            return start;
        };
        let rest = rest.get(..=last).unwrap_or_default();
        let next = scanner::start(rest)
            .or_else(|| list_footer(rest))
            .or_else(|| footer::device_start(rest))
            .or_else(|| signature::start(rest))
            .map(|at| at + start)
            .or_else(|| {
                quote_start(lines, start, start + last + 1, quotes).filter(|at| first_own.is_some_and(|own| own < *at))
            });
        match next {
            Some(next) if next < end => end = next,
            _ => return start + last + 1,
        }
    }
    end
}

/// A list footer needs text above it: at the very top it would be the message.
fn list_footer(lines: &[Line<'_>]) -> Option<usize> {
    lists::start(lines).or_else(|| lists::scrubbed_start(lines)).filter(|start| has_words(lines, 0, *start))
}

/// Where the quote at the end of `lines[..end]` begins, with its attribution. Also
/// finds an attribution that has lost its quote to an earlier cut.
fn quote_start(lines: &[Line<'_>], start: usize, end: usize, quotes: Quotes) -> Option<usize> {
    let mut begin = end;
    let mut quoted = false;
    while let Some(line) = begin.checked_sub(1).filter(|at| *at >= start).and_then(|at| lines.get(at)) {
        match line.kind {
            Kind::Quote => quoted = true,
            Kind::Blank => {}
            _ => break,
        }
        begin -= 1;
    }
    if quoted && is_prompt_session(lines.get(begin..end).unwrap_or_default()) {
        return None;
    }
    let above = begin.checked_sub(1).filter(|at| *at >= start);
    if quoted && let Some(block) = above.and_then(|above| headers::short_block_ending_at(lines, above)) {
        return Some(block.max(start));
    }
    match above.and_then(|above| attribution::ending_at(lines, above)) {
        Some(found)
            if quoted && (found.strong || quotes != Quotes::NotIntroduced) || found.strong && end < lines.len() =>
        {
            Some(separator::above(lines, found.start).max(start))
        }
        _ => {
            let introduced =
                || above.and_then(|above| lines.get(above)).is_some_and(|line| line.text.ends_with([':', '：']));
            let theirs = match quotes {
                Quotes::Anyone => true,
                Quotes::NotIntroduced => !introduced(),
                Quotes::Attributed => false,
            };
            (quoted && theirs).then_some(begin)
        }
    }
}

/// `>>> ` lines of which none has another depth are the prompt of a Python
/// session that the sender shows, not a quote.
fn is_prompt_session(lines: &[Line<'_>]) -> bool {
    lines.iter().filter(|line| line.kind == Kind::Quote).all(|line| line.text.starts_with(">>> "))
}

/// A message without own words: a forward, a bare quote or only a signature. It
/// is kept but for the footers at its ends.
fn without_own_words(lines: &[Line<'_>], start: usize) -> Kept {
    let mut end = lines.len();
    for _ in 0..ROUNDS_MAX {
        let rest = lines.get(start..end).unwrap_or_default();
        let Some(next) = scanner::start(rest).or_else(|| list_footer(rest)).or_else(|| footer::device_start(rest))
        else {
            break;
        };
        end = start + next;
    }
    let mut begin = start;
    while begin < end && lines.get(begin).is_some_and(|line| line.kind == Kind::Blank || footer::is_device_line(line)) {
        begin += 1;
    }
    if !has_words(lines, begin, end) {
        return Kept { start: end, end, hard: false };
    }
    let rest = lines.get(begin..end).unwrap_or_default();
    let history = rest.iter().any(|line| matches!(line.kind, Kind::Quote | Kind::Boundary)) || survey_finds_mail(rest);
    match signature::start(rest) {
        Some(signature) if !history && !has_words(rest, 0, signature) && rest.len() <= SIGNATURE_LINES_MAX => {
            Kept { start: begin, end: begin, hard: false }
        }
        Some(signature) if has_words(rest, 0, signature) => Kept { start: begin, end: begin + signature, hard: false },
        _ => Kept { start: begin, end, hard: false },
    }
}

fn survey_finds_mail(lines: &[Line<'_>]) -> bool {
    const LOOK_LINES_MAX: usize = 200;
    (0..lines.len().min(LOOK_LINES_MAX)).any(|index| quoted_mail_at(lines, index).is_some())
}

fn has_words(lines: &[Line<'_>], start: usize, end: usize) -> bool {
    lines.get(start..end).unwrap_or_default().iter().any(|line| line.kind != Kind::Boundary && line.has_words())
}

/// The first line after what a program put above the text: the heading of an
/// OpenPGP message, or a "reply above this line" that came at the very top.
fn leading_wrapper(lines: &[Line<'_>]) -> usize {
    const HEADING_LINES_MAX: usize = 6;
    let Some(first) = lines.iter().position(|line| line.kind != Kind::Blank) else {
        return 0;
    };
    let Some(line) = lines.get(first) else {
        return 0;
    };
    if line.text.trim() == "-----BEGIN PGP SIGNED MESSAGE-----" {
        let heading = lines.iter().skip(first + 1).take(HEADING_LINES_MAX);
        let length = heading.take_while(|line| line.kind != Kind::Blank).count();
        return if length < HEADING_LINES_MAX { (first + 1 + length).min(lines.len()) } else { 0 };
    }
    if line.kind == Kind::Text && separator::is_reply_above(line) { first + 1 } else { 0 }
}

/// Old Usenet readers quote with `|`, `:` or `}`. Such lines count only as a run
/// directly below an attribution.
fn mark_bars(lines: &mut [Line<'_>]) {
    let mut index = 0;
    while index < lines.len() {
        let bar = lines.get(index).filter(|line| line.kind == Kind::Text).and_then(|line| bar_of(&line.text));
        let Some(bar) = bar else {
            index += 1;
            continue;
        };
        let run = lines
            .iter()
            .skip(index)
            .take_while(|line| line.kind == Kind::Blank || bar_of(&line.text) == Some(bar))
            .count();
        let above = lines.get(..index).and_then(|above| above.iter().rposition(|line| line.kind != Kind::Blank));
        let introduced =
            above.is_some_and(|above| index - above <= 3 && attribution::ending_at(lines, above).is_some());
        // A colon alone belongs to the attribution above it.
        let has_words = lines.iter().skip(index).take(run).any(Line::has_words);
        if introduced && has_words {
            for line in lines.iter_mut().skip(index).take(run).filter(|line| line.kind == Kind::Text) {
                line.kind = Kind::Quote;
            }
        }
        index += run.max(1);
    }
}

/// Emacs quotes with the name of the writer ("Bob> text"). Such lines count only below an attribution that names him.
fn mark_names(lines: &mut [Line<'_>]) {
    let mut index = 1;
    while index < lines.len() {
        let Some(name) = lines.get(index).and_then(|line| name_of(line)).map(str::to_owned) else {
            index += 1;
            continue;
        };
        let same = |line: &&Line<'_>| line.kind == Kind::Blank || name_of(line) == Some(name.as_str());
        let run = lines.iter().skip(index).take_while(same).count();
        let above = lines.get(..index).and_then(|above| above.iter().rposition(|line| line.kind != Kind::Blank));
        let introduced = above.is_some_and(|above| {
            let named = lines.get(above).is_some_and(|line| line.text.contains(name.as_str()));
            named && index - above <= 3 && attribution::ending_at(lines, above).is_some()
        });
        for line in lines.iter_mut().skip(index).take(run).filter(|line| introduced && line.kind == Kind::Text) {
            line.kind = Kind::Quote;
        }
        index += run.max(1);
    }
}

/// The name before `>` at the start of a line.
fn name_of<'a>(line: &'a Line<'_>) -> Option<&'a str> {
    const NAME_BYTES: std::ops::RangeInclusive<usize> = 2..=15;
    let text = line.text.trim_start();
    let head = text.get(..text.floor_char_boundary(*NAME_BYTES.end() + 1))?;
    let (name, _) = head.split_once('>').filter(|_| line.kind == Kind::Text)?;
    let titled = name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(|c| c.is_ascii_alphabetic());
    (titled && NAME_BYTES.contains(&name.len())).then_some(name)
}

fn bar_of(text: &str) -> Option<char> {
    let mut chars = text.chars();
    let bar = chars.next().filter(|c| matches!(c, '|' | ':' | '}' | ']' | '#' | '%' | '!'))?;
    chars.next().is_none_or(|c| c.is_whitespace() || c == '>').then_some(bar)
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;

#[cfg(test)]
#[path = "own_words_tests.rs"]
mod own_words_tests;

#[cfg(test)]
#[path = "program_tests.rs"]
mod program_tests;

#[cfg(test)]
#[path = "program_footer_tests.rs"]
mod program_footer_tests;

#[cfg(test)]
#[path = "html_mail_tests.rs"]
mod html_mail_tests;

#[cfg(test)]
#[path = "odd_tests.rs"]
mod odd_tests;

#[cfg(test)]
#[path = "archive_tests.rs"]
mod archive_tests;
