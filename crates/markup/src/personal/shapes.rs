//! Where in a text a form stands. A check decides while a form is tried, so that a shorter or another way can still
//! be right: this is what an ordinary regular expression cannot do, and why there is a small matcher here.

use super::Datum;
use super::checks::checked;
use super::folded::{Span, Unit, border, bytes};
use super::forms::{PARSED, Part};

type Then<'t> = &'t dyn Fn(Span) -> Option<Span>;

fn accepts(set: &str, unit: &Unit) -> bool {
    set.chars().any(|class| match class {
        'D' => unit.ch.is_ascii_digit(),
        'H' => unit.ch.is_ascii_hexdigit(),
        'L' => unit.ch.is_alphabetic(),
        'W' => unit.ch.is_alphanumeric(),
        'U' => unit.raw.is_uppercase(),
        'B' => unit.ch == ' ' && unit.raw != '\n',
        'S' => unit.ch != ' ',
        'Q' => !"\n\"“”«»`".contains(unit.raw),
        'G' => " .-/".contains(unit.ch) && unit.raw != '\n',
        'O' => "()[]{}".contains(unit.ch),
        _ => unit.ch == class,
    })
}

/// Goes on from a span along the parts of a form, the longest way first.
fn go(units: &[Unit], parts: &[Part], span: Span, then: Then) -> Option<Span> {
    match parts.split_first() {
        None => then(span),
        Some((Part::Start, rest)) => go(units, rest, (span.1, span.1), then),
        Some((Part::One(set, (least, most)), rest)) => {
            let run = units.iter().skip(span.1).take(*most).take_while(|unit| accepts(set, unit)).count();
            (*least..=run).rev().find_map(|count| go(units, rest, (span.0, span.1 + count), then))
        }
        Some((Part::Any(ways, counts), rest)) => {
            repeat(units, ways, *counts, span, &|span| go(units, rest, span, then))
        }
    }
}

fn repeat(units: &[Unit], ways: &[Vec<Part>], (least, most): Span, span: Span, then: Then) -> Option<Span> {
    let again = |next| repeat(units, ways, (least.saturating_sub(1), most - 1), next, then);
    let found = ways.iter().filter(|_| most > 0).find_map(|way| go(units, way, span, &again));
    if least == 0 { found.or_else(|| then(span)) } else { found }
}

/// The first form that stands at a place, between word borders, and is no price and no part of a longer number.
fn first(text: &str, units: &[Unit], at: usize) -> Option<(Span, Option<Datum>)> {
    let letter = units.get(at).is_some_and(|unit| unit.ch.is_alphabetic());
    let mut forms = PARSED.iter().take_while(|(datum, ..)| letter || *datum < Some(Datum::Secret));
    forms.find_map(|(datum, check, ways)| {
        let holds = |span: &Span| {
            let words = text.get(bytes(units, *span)).unwrap_or_default();
            let [next, after] = [span.1, span.1 + 1].map(|at| units.get(at).map_or(' ', |unit| unit.ch));
            let longer =
                after.is_ascii_digit() && matches!((next, datum), ('.', _) | (',' | '/', None | Some(Datum::Number)));
            let part = longer || "€$£%".contains(next) || next == ' ' && after == '€';
            let whole = border(units, span.0) && border(units, span.1);
            whole && !(part && words.ends_with(|last: char| last.is_ascii_digit())) && checked(check, words)
        };
        repeat(units, ways, (1, 1), (at, at), &|span| Some(span).filter(holds)).map(|span| (span, *datum))
    })
}

/// Everything that is found by its form, in the order of the text.
pub(super) fn claims(text: &str, units: &[Unit]) -> Vec<(Span, Datum)> {
    let (mut claims, mut last) = (Vec::new(), 0);
    for at in 0..units.len() {
        let ch = |back: usize| at.checked_sub(back).and_then(|at| units.get(at)).map_or(' ', |unit| unit.ch);
        let begins = at >= last && !ch(1).is_alphanumeric() && (ch(0).is_alphanumeric() || "+(:#".contains(ch(0)));
        let inside = at > last + 1 && ".-".contains(ch(1)) && ch(2).is_ascii_digit() && ch(0).is_ascii_digit();
        let Some((span, datum)) = (begins && !inside).then(|| first(text, units, at)).flatten() else { continue };
        // What is announced as a number may be known better by its form.
        let better = |(own, known): &(Span, Option<Datum>)| {
            own.0 == span.0 && (own.1 > span.1 || own.1 == span.1 && known.is_none() && datum == Some(Datum::Number))
        };
        let (span, datum) = first(text, units, span.0).filter(better).unwrap_or((span, datum));
        last = span.1;
        claims.extend(datum.map(|datum| (span, datum)));
    }
    claims
}
