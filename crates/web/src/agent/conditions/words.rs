//! What people call the parts of a condition.

use desk::Frame;
use desk::automation::{Condition, Group, Mode, Operator, Property, Test};
use desk::tickets::{Category, Mark, Priority};
use desk::views::ME;
use maud::{Markup, html};

use crate::agent::settings::names;
use crate::parts;
use crate::reader::Reader;

pub(in crate::agent) fn property(reader: &Reader, property: Property) -> String {
    let text = reader.text;
    match property {
        Property::Sender => text.msg_settings_element_sender(),
        Property::SenderDomain => text.msg_settings_property_domain(),
        Property::Company => text.msg_settings_property_company(),
        Property::Subject => text.msg_settings_element_subject(),
        Property::Content => text.msg_settings_element_content(),
        Property::Header => text.msg_settings_property_header(),
        Property::Channel => text.msg_settings_property_channel(),
        Property::Address => text.msg_settings_property_address(),
        Property::Language => text.msg_settings_property_language(),
        Property::Type => text.msg_settings_property_type(),
        Property::Status => text.msg_settings_property_status(),
        Property::Priority => text.msg_settings_property_priority(),
        Property::Department => text.msg_settings_property_department(),
        Property::Assignee => text.msg_settings_property_assignee(),
        Property::Tag => text.msg_settings_property_tag(),
        Property::Author => text.msg_settings_property_author(),
        Property::Machine => text.msg_settings_property_machine(),
        Property::StatusChosen => text.msg_settings_property_status_chosen(),
        Property::InHours => text.msg_settings_property_in_hours(),
        Property::AgeHours => text.msg_settings_property_age(),
        Property::Project => text.msg_agent_project(),
        Property::DueDays => text.msg_settings_property_due(),
    }
}

pub(in crate::agent) fn mode(reader: &Reader, mode: Mode) -> String {
    match mode {
        Mode::All => reader.text.msg_settings_mode_all(),
        Mode::Any => reader.text.msg_settings_mode_any(),
        Mode::None => reader.text.msg_settings_mode_none(),
    }
}

/// The word between two conditions.
pub(in crate::agent) fn join(reader: &Reader, mode: Mode) -> String {
    match mode {
        Mode::All => reader.text.msg_settings_rule_and(),
        Mode::Any => reader.text.msg_settings_rule_or(),
        Mode::None => reader.text.msg_settings_rule_nor(),
    }
}

/// The values that a property is chosen from; none when it is typed.
pub(in crate::agent) fn choices(reader: &Reader, frame: &Frame, property: Property) -> Vec<(String, String)> {
    let text = reader.text;
    let of = |pairs: Vec<(&str, String)>| pairs.into_iter().map(|(code, words)| (code.to_owned(), words)).collect();
    match property {
        Property::Status => statuses(reader, frame),
        Property::Type => frame
            .types
            .iter()
            .filter(|kind| kind.enabled)
            .map(|kind| (kind.id.to_string(), parts::type_name(reader, kind)))
            .collect(),
        Property::Priority => {
            Priority::ALL.iter().map(|one| (one.code().to_owned(), parts::priority_name(reader, *one))).collect()
        }
        Property::Department => departments(frame),
        Property::Assignee => agents(frame),
        Property::Project => projects(frame),
        Property::Language => of(vec![("en", "English".to_owned()), ("fr", "Français".to_owned())]),
        Property::Channel => of(vec![
            ("mail", text.msg_settings_channel_mail()),
            ("web", text.msg_settings_channel_web()),
            ("chat", text.msg_settings_channel_chat()),
            ("agent", text.msg_settings_channel_agent()),
        ]),
        Property::Author => of(vec![
            ("customer", text.msg_settings_author_customer()),
            ("agent", text.msg_settings_author_agent()),
            ("rule", text.msg_settings_author_rule()),
            ("system", text.msg_settings_author_system()),
        ]),
        Property::Machine | Property::StatusChosen | Property::InHours => {
            of(vec![("yes", text.msg_settings_rule_yes()), ("no", text.msg_settings_rule_no())])
        }
        _ => Vec::new(),
    }
}

/// What a status can count as, whatever the type; then the statuses of every type in use.
fn statuses(reader: &Reader, frame: &Frame) -> Vec<(String, String)> {
    let categories = Category::ALL.iter().filter(|one| **one != Category::New);
    let mut out: Vec<(String, String)> =
        categories.map(|one| (one.code().to_owned(), parts::category_name(reader, *one))).collect();
    for kind in frame.types.iter().filter(|kind| kind.enabled) {
        let of = parts::type_name(reader, kind);
        out.extend(
            kind.statuses
                .iter()
                .map(|status| (status.id.to_string(), format!("{of} ▸ {}", parts::status_name(reader, status)))),
        );
    }
    out
}

pub(in crate::agent) fn agents(frame: &Frame) -> Vec<(String, String)> {
    frame.agents.iter().map(|agent| (agent.id.to_string(), agent.name.clone())).collect()
}

/// The open projects.
pub(in crate::agent) fn projects(frame: &Frame) -> Vec<(String, String)> {
    frame.projects.iter().map(|project| (project.id.to_string(), project.about.name.clone())).collect()
}

pub(in crate::agent) fn departments(frame: &Frame) -> Vec<(String, String)> {
    frame
        .services
        .iter()
        .flat_map(|service| {
            service.departments.iter().map(|d| (d.id.to_string(), format!("{} ▸ {}", service.name, d.name)))
        })
        .collect()
}

/// A value in words: the name of what a code or number stands for.
pub(in crate::agent) fn value(reader: &Reader, frame: &Frame, property: Property, value: &str) -> String {
    // A status of the past, as events keep it.
    if let Some(mark) = Mark::parse(value).filter(|mark| property == Property::Status && mark.status.is_some()) {
        return parts::mark_name(reader, frame, mark);
    }
    if property == Property::Assignee && value == ME {
        return reader.text.msg_views_me();
    }
    let known = choices(reader, frame, property).into_iter().find(|(code, _)| code == value);
    known.map_or_else(|| value.to_owned(), |(_, words)| words)
}

/// A test in words: what, how, with what.
pub(in crate::agent) fn test(reader: &Reader, frame: &Frame, test: &Test) -> Markup {
    html! {
        (property(reader, test.property)) " " (names::operator(reader, test.operator))
        @if test.operator.takes_value() { " " b { (value(reader, frame, test.property, &test.value)) } }
    }
}

pub(in crate::agent) fn group(reader: &Reader, frame: &Frame, group: &Group) -> Markup {
    let none = group.mode == Mode::None && !group.of.is_empty();
    let word = if none { reader.text.msg_settings_rule_or() } else { join(reader, group.mode) };
    html! {
        @if none { (mode(reader, Mode::None)) ": " }
        @for (at, part) in group.of.iter().enumerate() {
            @if at > 0 { " " (word) " " }
            @match part {
                Condition::Test(one) => { (test(reader, frame, one)) },
                Condition::Group(group) => { "(" (self::group(reader, frame, group)) ")" },
            }
        }
    }
}

/// An operator that makes sense for at least one property.
pub(in crate::agent) fn operators(reader: &Reader) -> Vec<(String, String)> {
    Operator::ALL.iter().map(|one| (one.code().to_owned(), names::operator(reader, *one))).collect()
}
