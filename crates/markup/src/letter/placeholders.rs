//! Placeholders in words that an admin writes: `{{ name }}`, and `{% if name %}` around what needs it. Nothing else of
//! the template language is let through, and not much of it, so filling a template takes as long as it is.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::{Environment, Error, ErrorKind, Value};

use super::values::{Form, Part, Values};
use crate::limits;

/// Instructions of one template: more than the longest one needs.
const FUEL: u64 = 50_000;

/// Stand around the number of a value while the words become HTML. Private use (Unicode 16, 23.5), taken from what
/// people write.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Braces or conditions that do not close, in this line (from 1).
    Syntax(usize),
    /// Something else than a placeholder or a condition, in this line.
    Forbidden(usize),
    /// There is no such placeholder here.
    Unknown(String),
    /// The mail would be useless without this placeholder.
    Missing(&'static str),
    /// The template is too long, has too many conditions, or its mail would be too long.
    TooLong,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Syntax(line) => write!(f, "line {line} does not close"),
            Self::Forbidden(line) => write!(f, "line {line} holds more than placeholders and conditions"),
            Self::Unknown(name) => write!(f, "{name} is no placeholder"),
            Self::Missing(name) => write!(f, "{name} is missing"),
            Self::TooLong => f.write_str("too long"),
        }
    }
}

impl std::error::Error for Fault {}

/// What is wrong with a template that knows some placeholders.
pub(super) fn faults(template: &str, known: &[&'static str]) -> Vec<Fault> {
    let names = match names(template) {
        Ok(names) => names,
        Err(fault) => return vec![fault],
    };
    let mut out: Vec<Fault> = Vec::new();
    for (name, _) in names.iter().filter(|(name, _)| !known.contains(name)) {
        let fault = Fault::Unknown((*name).to_owned());
        if !out.contains(&fault) {
            out.push(fault);
        }
        if out.len() == limits::TEMPLATE_FAULTS_MAX {
            break;
        }
    }
    if out.is_empty()
        && let Err(error) = Environment::empty().template_from_str(template)
    {
        out.push(Fault::Syntax(error.line().unwrap_or(1)));
    }
    out
}

/// Whether a placeholder stands only in conditions.
pub(super) fn may_be_left_out(template: &str, name: &str) -> bool {
    names(template).is_ok_and(|names| !names.contains(&(name, true)))
}

/// The placeholders of a template, and whether each is certain to be written.
fn names(template: &str) -> Result<Vec<(&str, bool)>, Fault> {
    // Before anything takes it apart.
    if template.chars().nth(limits::TEMPLATE_CHARS_MAX).is_some() {
        return Err(Fault::TooLong);
    }
    let mut out = Vec::new();
    let (mut rest, mut line, mut depth, mut conditions) = (template, 1, 0_usize, 0);
    while let Some(at) = rest.find('{') {
        let (before, tag) = rest.split_at(at);
        line += before.matches('\n').count();
        let end = match tag.get(1..2) {
            Some("{") => "}}",
            Some("%") => "%}",
            Some("#") => return Err(Fault::Forbidden(line)),
            _ => {
                rest = tag.get(1..).unwrap_or_default();
                continue;
            }
        };
        let (inner, after) = tag.get(2..).and_then(|inside| inside.split_once(end)).ok_or(Fault::Syntax(line))?;
        let words: Vec<&str> = inner.split_whitespace().collect();
        conditions += usize::from(end == "%}");
        if conditions > limits::TEMPLATE_CONDITIONS_MAX {
            return Err(Fault::TooLong);
        }
        match (end, words.as_slice()) {
            ("}}", [name]) if is_name(name) => out.push((*name, depth == 0)),
            ("%}", ["if", tests @ ..]) => {
                depth += 1;
                out.extend(tested(tests).ok_or(Fault::Forbidden(line))?);
            }
            ("%}", ["elif", tests @ ..]) => out.extend(tested(tests).ok_or(Fault::Forbidden(line))?),
            ("%}", ["else"]) => {}
            ("%}", ["endif"]) => depth = depth.checked_sub(1).ok_or(Fault::Syntax(line))?,
            _ => return Err(Fault::Forbidden(line)),
        }
        line += inner.matches('\n').count();
        rest = after;
    }
    if depth == 0 { Ok(out) } else { Err(Fault::Syntax(line)) }
}

/// The names of a condition, if it is made of a few names, `not`, `and`, `or`.
fn tested<'t>(words: &[&'t str]) -> Option<impl Iterator<Item = (&'t str, bool)> + use<'t>> {
    let names: Vec<&str> = words.iter().copied().filter(|word| !matches!(*word, "not" | "and" | "or")).collect();
    let few = words.len() <= limits::TEMPLATE_CONDITION_WORDS_MAX;
    let fine = few && !names.is_empty() && names.iter().all(|name| is_name(name));
    fine.then(|| names.into_iter().map(|name| (name, false)))
}

fn is_name(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || "._".contains(c))
}

/// Words with a mark wherever a value belongs, and the values in order.
pub(super) struct Filled {
    pub text: String,
    parts: Vec<Part>,
}

/// A piece of a text with marks.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Words(String),
    /// A value that is a web address.
    Address(String),
    /// HTML.
    Block(String),
}

impl Filled {
    /// A text with its marks replaced by the words of the values.
    pub fn words(&self, text: &str) -> String {
        let words = self.pieces(text).into_iter().map(|piece| match piece {
            Piece::Words(words) | Piece::Address(words) => words,
            Piece::Block(html) => crate::html_to_text(&html),
        });
        words.collect()
    }

    /// A text in pieces.
    pub fn pieces(&self, text: &str) -> Vec<Piece> {
        let mut out: Vec<Piece> = Vec::new();
        let mut add = |piece| match (out.last_mut(), piece) {
            (_, Piece::Words(words)) if words.is_empty() => {}
            (Some(Piece::Words(known)), Piece::Words(words)) => known.push_str(&words),
            (_, piece) => out.push(piece),
        };
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(OPEN) {
            add(Piece::Words(before.to_owned()));
            let Some((number, after)) = after.split_once(CLOSE) else { break };
            let part = number.parse::<usize>().ok().and_then(|number| self.parts.get(number));
            if let Some(Part { form, content }) = part {
                let address = content.starts_with("https://") || content.starts_with("http://");
                add(match form {
                    Form::Block => Piece::Block(content.clone()),
                    Form::Line if address && !content.contains(char::is_whitespace) => Piece::Address(content.clone()),
                    Form::Line => Piece::Words(content.clone()),
                });
            }
            rest = after;
        }
        add(Piece::Words(rest.to_owned()));
        out
    }
}

/// One line with its values in their places.
pub(super) fn line(template: &str, values: &Values) -> Result<String, Fault> {
    let filled = fill(template, values)?;
    let line = filled.words(&filled.text).split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(line.chars().take(limits::SUBJECT_CHARS_MAX).collect())
}

/// Fills a template.
pub(super) fn fill(template: &str, values: &Values) -> Result<Filled, Fault> {
    let known: Vec<&'static str> = values.0.keys().copied().collect();
    if let Some(fault) = faults(template, &known).into_iter().next() {
        return Err(fault);
    }
    // Nobody writes a mark, not even by its number.
    let template = template.replace([OPEN, CLOSE], "").replace("&#", "&amp;#");
    let parts = Arc::new(Mutex::new((Vec::new(), 0)));
    let mut environment = Environment::empty();
    environment.set_fuel(Some(FUEL));
    let (known, kept) = (values.clone(), Arc::clone(&parts));
    // A value is written as its mark: Markdown makes nothing of what people are called.
    environment.set_formatter(move |out, _, value| {
        let Some(name) = value.as_str().filter(|name| !name.is_empty()) else { return Ok(()) };
        let part = known.0.get(name).ok_or(ErrorKind::UndefinedError)?;
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.1 += part.content.len();
        if kept.1 > limits::TEMPLATE_VALUES_BYTES_MAX {
            return Err(Error::from(ErrorKind::OutOfFuel));
        }
        let number = kept.0.len();
        kept.0.push(part.clone());
        write!(out, "{OPEN}{number}{CLOSE}").map_err(Error::from)
    });
    let text = environment.render_str(&template, context(values)).map_err(|error| match error.kind() {
        ErrorKind::OutOfFuel => Fault::TooLong,
        _ => Fault::Syntax(error.line().unwrap_or(1)),
    })?;
    let mut parts = parts.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(Filled { text, parts: std::mem::take(&mut parts.0) })
}

/// `a.b` as a map of maps. Each value is its own name, so that the formatter knows which it writes; a value that says
/// nothing is empty, so that conditions see it.
fn context(values: &Values) -> Value {
    let mut groups: BTreeMap<&str, BTreeMap<&str, Value>> = BTreeMap::new();
    for (name, part) in &values.0 {
        let (group, inner) = name.split_once('.').unwrap_or((name, ""));
        let value = if part.content.is_empty() { Value::from("") } else { Value::from(*name) };
        groups.entry(group).or_default().insert(inner, value);
    }
    Value::from_pairs(groups.into_iter().map(|(group, mut inner)| match inner.remove("") {
        Some(value) => (group, value),
        None => (group, Value::from_pairs(inner)),
    }))
}
