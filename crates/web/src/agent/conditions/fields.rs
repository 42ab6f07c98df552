//! The fields of conditions: groups of lines, each with a property, a comparison and a value.

use desk::automation::{Mode, Operator, Property, ValueKind};
use desk::views::{ME, PROPERTIES};
use desk::{Frame, limits};
use maud::{Markup, html};

use super::typed::{Conditions, Line, Lines};
use super::words;
use crate::parts::{self, Errors};
use crate::reader::Reader;

/// All of them, with the buttons that add lines and groups.
pub(in crate::agent) fn conditions(
    reader: &Reader,
    frame: &Frame,
    properties: &[Property],
    typed: &Conditions,
    errors: &Errors,
) -> Markup {
    let text = reader.text;
    html! {
        (parts::error_line(reader, errors, "conditions"))
        @if let Some(outer) = typed.groups.first() { (lines(reader, frame, properties, outer, 0)) }
        @for (at, group) in typed.groups.iter().enumerate().skip(1) {
            fieldset.cond-group {
                legend.sr-only { (text.msg_settings_rule_group_add()) }
                (mode(reader, typed, at))
                (lines(reader, frame, properties, group, at))
                (adder(&format!("line:{at}"), "plus", &text.msg_settings_rule_condition_add()))
            }
        }
        div.cond {
            span.join {}
            (adder("line:0", "plus", &text.msg_settings_rule_condition_add()))
            (adder("group", "brackets", &text.msg_settings_rule_group_add()))
        }
    }
}

/// How many of a group's conditions must hold.
pub(in crate::agent) fn mode(reader: &Reader, typed: &Conditions, at: usize) -> Markup {
    let chosen = typed.groups.get(at).map_or(Mode::All, |group| group.mode);
    let modes: Vec<(String, String)> =
        Mode::ALL.iter().map(|one| (one.code().to_owned(), words::mode(reader, *one))).collect();
    select(&format!("g{at}"), &reader.text.msg_settings_rule_match(), chosen.code(), &modes)
}

fn lines(reader: &Reader, frame: &Frame, properties: &[Property], group: &Lines, at: usize) -> Markup {
    html! {
        @for (number, line) in group.lines.iter().enumerate() {
            (line_fields(reader, frame, properties, line, &format!("g{at}.{number}"), (number > 0).then(|| words::join(reader, group.mode))))
        }
    }
}

fn line_fields(
    reader: &Reader,
    frame: &Frame,
    known: &[Property],
    line: &Line,
    key: &str,
    join: Option<String>,
) -> Markup {
    let text = reader.text;
    let properties: Vec<(String, String)> =
        known.iter().map(|one| (one.code().to_owned(), words::property(reader, *one))).collect();
    let place = key.trim_start_matches('g');
    html! {
        div.cond.cond-test {
            span.join { @if let Some(join) = join { (join) } }
            (select_or_nothing(reader, &format!("{key}.property"), &text.msg_settings_rule_property(),
                line.property.map_or("", Property::code), &properties))
            (select(&format!("{key}.operator"), &text.msg_settings_rule_operator(),
                line.operator.map_or("", Operator::code), &words::operators(reader)))
            input.input.for-words name={ (key) ".value" } aria-label=(text.msg_settings_rule_value()) autocomplete="off"
                value=(if line.property.is_some_and(|one| one.kind() == ValueKind::Choice) { "" } else { &line.value })
                maxlength=(limits::RULE_VALUE_CHARS_MAX);
            @for property in known.iter().filter(|one| one.kind() == ValueKind::Choice) {
                select.select.{ "for-" (property.code()) } name={ (key) "." (property.code()) }
                    aria-label=(text.msg_settings_rule_value()) {
                    // A rule is read by nobody; a view by whoever has it.
                    @if *property == Property::Assignee && known == PROPERTIES {
                        option value=(ME) selected[line.value == ME] { (text.msg_views_me()) }
                    }
                    @let choices = words::choices(reader, frame, *property);
                    @let own = line.property == Some(*property) && !line.value.is_empty() && line.value != ME;
                    // What is offered no more is kept until somebody chooses something else.
                    @if own && !choices.iter().any(|(code, _)| *code == line.value) {
                        option value=(line.value) selected { (words::value(reader, frame, *property, &line.value)) }
                    }
                    @for (code, name) in choices {
                        option value=(code) selected[line.property == Some(*property) && line.value == code] { (name) }
                    }
                }
            }
            (remover(reader, &format!("drop_line:{place}")))
        }
    }
}

/// A choice without a visible label.
pub(in crate::agent) fn select(name: &str, label: &str, chosen: &str, options: &[(String, String)]) -> Markup {
    html! {
        select.select name=(name) aria-label=(label) {
            @for (value, words) in options { option value=(value) selected[value == chosen] { (words) } }
        }
    }
}

/// The same, with nothing to begin with.
pub(in crate::agent) fn select_or_nothing(
    reader: &Reader,
    name: &str,
    label: &str,
    chosen: &str,
    options: &[(String, String)],
) -> Markup {
    let nothing = (String::new(), reader.text.msg_settings_rule_nothing());
    let options: Vec<(String, String)> = std::iter::once(nothing).chain(options.iter().cloned()).collect();
    select(name, label, chosen, &options)
}

/// A button that adds to the form.
pub(in crate::agent) fn adder(action: &str, symbol: &str, label: &str) -> Markup {
    html! {
        button.btn type="submit" name="action" value=(action) data-variant="quiet" data-size="s" {
            (parts::icon(symbol)) (label)
        }
    }
}

/// A button that takes something out of the form.
pub(in crate::agent) fn remover(reader: &Reader, action: &str) -> Markup {
    let label = reader.text.msg_settings_rule_line_remove();
    html! {
        button.btn type="submit" name="action" value=(action) data-variant="quiet" data-size="s" data-icon
            aria-label=(label) title=(label) { (parts::icon("x")) }
    }
}
