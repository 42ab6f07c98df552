//! Placeholders in words that an admin writes: `{{ name }}`, and `{% if name %}` around what needs it. Nothing else of
//! the template language is let through, so a template takes as long as it is.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::{Environment, Error, ErrorKind, Value};

/// Instructions of one template: more than the longest one needs.
const FUEL: u64 = 50_000;
/// Bytes that all values of one mail may bring.
const VALUES_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Stand around the number of a value while the words become HTML. Private use (Unicode 16, 23.5), taken from what
/// people write.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// What the placeholders of one mail stand for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values(BTreeMap<&'static str, Part>);

/// One value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// Words in a line.
    Line(String),
    /// Safe HTML, a paragraph or more.
    Block(String),
}

impl Part {
    fn content(&self) -> &str {
        match self {
            Self::Line(content) | Self::Block(content) => content,
        }
    }
}

impl Values {
    /// With words for a placeholder.
    #[must_use]
    pub fn line(mut self, name: &'static str, words: impl Into<String>) -> Self {
        self.0.insert(name, Part::Line(words.into()));
        self
    }

    /// With HTML for a placeholder, which must be safe.
    #[must_use]
    pub fn block(mut self, name: &'static str, html: impl Into<String>) -> Self {
        self.0.insert(name, Part::Block(html.into()));
        self
    }
}

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Braces or conditions that do not close, in this line (from 1).
    Syntax(usize),
    /// Something else than a placeholder or a condition, in this line.
    Forbidden(usize),
    /// There is no such placeholder.
    Unknown(String),
    /// The mail would be useless without this placeholder.
    Missing(&'static str),
    /// The mail would be too long.
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

/// Everything that is wrong with a template that knows placeholders and needs some of them.
#[must_use]
pub fn faults(template: &str, known: &[&'static str], needed: &[&'static str]) -> Vec<Fault> {
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
    }
    // What stands in a condition may be left out.
    out.extend(needed.iter().filter(|name| !names.contains(&(name, true))).map(|name| Fault::Missing(name)));
    if out.is_empty()
        && let Err(error) = Environment::empty().template_from_str(template)
    {
        out.push(Fault::Syntax(error.line().unwrap_or(1)));
    }
    out
}

/// The placeholders of a template, and whether each is certain to be written.
fn names(template: &str) -> Result<Vec<(&str, bool)>, Fault> {
    let mut out = Vec::new();
    let (mut rest, mut line, mut depth) = (template, 1, 0_usize);
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

/// The names of a condition, if it is made of names, `not`, `and`, `or`.
fn tested<'t>(words: &[&'t str]) -> Option<impl Iterator<Item = (&'t str, bool)> + use<'t>> {
    let names: Vec<&str> = words.iter().copied().filter(|word| !matches!(*word, "not" | "and" | "or")).collect();
    let fine = !names.is_empty() && names.iter().all(|name| is_name(name));
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

impl Filled {
    /// A text with its marks replaced by the words of the values.
    pub fn words(&self, text: &str) -> String {
        self.replaced(text, |part| match part {
            Part::Line(words) => words.clone(),
            Part::Block(html) => crate::html_to_text(html),
        })
    }

    /// The HTML of a value, if a text is nothing but its mark.
    pub fn block(&self, text: &str) -> Option<&str> {
        let number = text.trim().strip_prefix(OPEN)?.strip_suffix(CLOSE)?;
        match self.parts.get(number.parse::<usize>().ok()?)? {
            Part::Block(html) => Some(html),
            Part::Line(_) => None,
        }
    }

    fn replaced(&self, text: &str, write: impl Fn(&Part) -> String) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(OPEN) {
            out.push_str(before);
            let Some((number, after)) = after.split_once(CLOSE) else { break };
            let part = number.parse::<usize>().ok().and_then(|number| self.parts.get(number));
            out.push_str(&part.map(&write).unwrap_or_default());
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

/// One line with its values in their places.
pub(super) fn line(template: &str, values: &Values) -> Result<String, Fault> {
    let filled = fill(template, values)?;
    Ok(filled.words(&filled.text).split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Fills a template.
pub(super) fn fill(template: &str, values: &Values) -> Result<Filled, Fault> {
    let template = template.replace([OPEN, CLOSE], "");
    let known: Vec<&'static str> = values.0.keys().copied().collect();
    if let Some(fault) = faults(&template, &known, &[]).into_iter().next() {
        return Err(fault);
    }
    let parts = Arc::new(Mutex::new((Vec::new(), 0)));
    let mut environment = Environment::empty();
    environment.set_fuel(Some(FUEL));
    let (known, kept) = (values.clone(), Arc::clone(&parts));
    // A value is written as its mark: Markdown makes nothing of what people are called.
    environment.set_formatter(move |out, _, value| {
        let Some(name) = value.as_str().filter(|name| !name.is_empty()) else { return Ok(()) };
        let part = known.0.get(name).ok_or(ErrorKind::UndefinedError)?;
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.1 += part.content().len();
        if kept.1 > VALUES_BYTES_MAX {
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
        let value = if part.content().is_empty() { Value::from("") } else { Value::from(*name) };
        groups.entry(group).or_default().insert(inner, value);
    }
    Value::from_pairs(groups.into_iter().map(|(group, mut inner)| match inner.remove("") {
        Some(value) => (group, value),
        None => (group, Value::from_pairs(inner)),
    }))
}
