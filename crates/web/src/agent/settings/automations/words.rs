//! What people call the parts of a rule.

use desk::Frame;
use desk::automation::{Condition, Deed, Definition, Group, Mode, Operator, Property, Rule, Step, Test, Trigger};
use desk::tickets::{Priority, Status};
use maud::{Markup, html};

use super::super::names;
use crate::agent::shell::bits;
use crate::parts;
use crate::reader::Reader;

/// Its name, or what a built-in rule is called.
pub(in crate::agent) fn rule_name(reader: &Reader, label: &str) -> String {
    let text = reader.text;
    match label {
        "acknowledge" => text.msg_agent_rule_acknowledge(),
        "wait_for_customer" => text.msg_agent_rule_wait_for_customer(),
        "wait_for_agent" => text.msg_agent_rule_wait_for_agent(),
        "blocked_sender" => text.msg_agent_rule_blocked(),
        _ => label.to_owned(),
    }
}

pub(super) fn trigger(reader: &Reader, trigger: Trigger) -> String {
    let text = reader.text;
    match trigger {
        Trigger::Opened => text.msg_settings_trigger_opened(),
        Trigger::CustomerReplied => text.msg_settings_trigger_customer_replied(),
        Trigger::AgentReplied => text.msg_settings_trigger_agent_replied(),
        Trigger::NoteAdded => text.msg_settings_trigger_note_added(),
        Trigger::StatusChanged => text.msg_settings_trigger_status_changed(),
        Trigger::Assigned => text.msg_settings_trigger_assigned(),
        Trigger::PriorityChanged => text.msg_settings_trigger_priority_changed(),
        Trigger::DepartmentChanged => text.msg_settings_trigger_department_changed(),
        Trigger::TagAdded => text.msg_settings_trigger_tag_added(),
        Trigger::TagRemoved => text.msg_settings_trigger_tag_removed(),
    }
}

pub(super) fn property(reader: &Reader, property: Property) -> String {
    let text = reader.text;
    match property {
        Property::Sender => text.msg_settings_element_sender(),
        Property::SenderDomain => text.msg_settings_property_domain(),
        Property::Company => text.msg_settings_property_company(),
        Property::Subject => text.msg_settings_element_subject(),
        Property::Content => text.msg_settings_element_content(),
        Property::Channel => text.msg_settings_property_channel(),
        Property::Address => text.msg_settings_property_address(),
        Property::Language => text.msg_settings_property_language(),
        Property::Status => text.msg_settings_property_status(),
        Property::Priority => text.msg_settings_property_priority(),
        Property::Department => text.msg_settings_property_department(),
        Property::Assignee => text.msg_settings_property_assignee(),
        Property::Tag => text.msg_settings_property_tag(),
        Property::Author => text.msg_settings_property_author(),
        Property::Machine => text.msg_settings_property_machine(),
        Property::StatusChosen => text.msg_settings_property_status_chosen(),
        Property::AgeHours => text.msg_settings_property_age(),
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
pub(super) fn join(reader: &Reader, mode: Mode) -> String {
    match mode {
        Mode::All => reader.text.msg_settings_rule_and(),
        Mode::Any => reader.text.msg_settings_rule_or(),
        Mode::None => reader.text.msg_settings_rule_nor(),
    }
}

pub(super) fn deed(reader: &Reader, deed: Deed) -> String {
    let text = reader.text;
    match deed {
        Deed::Acknowledge => text.msg_settings_deed_acknowledge(),
        Deed::Status => text.msg_settings_deed_status(),
        Deed::Priority => text.msg_settings_deed_priority(),
        Deed::Assign => text.msg_settings_deed_assign(),
        Deed::AssignLeastBusy => text.msg_settings_deed_least_busy(),
        Deed::Department => text.msg_settings_deed_department(),
        Deed::AddTag => text.msg_settings_deed_add_tag(),
        Deed::RemoveTag => text.msg_settings_deed_remove_tag(),
        Deed::Notify => text.msg_settings_deed_notify(),
        Deed::Spam => text.msg_settings_deed_spam(),
        Deed::Trash => text.msg_settings_deed_trash(),
        Deed::Stop => text.msg_settings_deed_stop(),
    }
}

/// The values that a property is chosen from; none when it is typed.
pub(super) fn choices(reader: &Reader, frame: &Frame, property: Property) -> Vec<(String, String)> {
    let text = reader.text;
    let of = |pairs: Vec<(&str, String)>| pairs.into_iter().map(|(code, words)| (code.to_owned(), words)).collect();
    match property {
        Property::Status => {
            Status::ALL.iter().map(|one| (one.code().to_owned(), parts::status_name(reader, *one))).collect()
        }
        Property::Priority => {
            Priority::ALL.iter().map(|one| (one.code().to_owned(), parts::priority_name(reader, *one))).collect()
        }
        Property::Department => departments(frame),
        Property::Assignee => agents(frame),
        Property::Language => of(vec![("en", "English".to_owned()), ("fr", "Français".to_owned())]),
        Property::Channel => of(vec![
            ("mail", text.msg_settings_channel_mail()),
            ("web", text.msg_settings_channel_web()),
            ("agent", text.msg_settings_channel_agent()),
        ]),
        Property::Author => of(vec![
            ("customer", text.msg_settings_author_customer()),
            ("agent", text.msg_settings_author_agent()),
            ("rule", text.msg_settings_author_rule()),
            ("system", text.msg_settings_author_system()),
        ]),
        Property::Machine | Property::StatusChosen => {
            of(vec![("yes", text.msg_settings_rule_yes()), ("no", text.msg_settings_rule_no())])
        }
        _ => Vec::new(),
    }
}

pub(super) fn agents(frame: &Frame) -> Vec<(String, String)> {
    frame.agents.iter().map(|agent| (agent.id.to_string(), agent.name.clone())).collect()
}

pub(super) fn departments(frame: &Frame) -> Vec<(String, String)> {
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
    let known = choices(reader, frame, property).into_iter().find(|(code, _)| code == value);
    known.map_or_else(|| value.to_owned(), |(_, words)| words)
}

/// The property that a deed changes, for naming its values.
pub(super) fn property_of(deed: Deed) -> Option<Property> {
    match deed {
        Deed::Status => Some(Property::Status),
        Deed::Priority => Some(Property::Priority),
        Deed::Assign | Deed::Notify => Some(Property::Assignee),
        Deed::Department => Some(Property::Department),
        _ => None,
    }
}

pub(super) fn argument(reader: &Reader, frame: &Frame, deed: Deed, argument: &str) -> String {
    match property_of(deed) {
        Some(property) => value(reader, frame, property, argument),
        None => argument.to_owned(),
    }
}

/// A test in words: what, how, with what.
pub(in crate::agent) fn test(reader: &Reader, frame: &Frame, test: &Test) -> Markup {
    html! {
        (property(reader, test.property)) " " (names::operator(reader, test.operator))
        @if test.operator.takes_value() { " " b { (value(reader, frame, test.property, &test.value)) } }
    }
}

fn conditions(reader: &Reader, frame: &Frame, group: &Group) -> Markup {
    let word = if group.mode == Mode::None { reader.text.msg_settings_rule_or() } else { join(reader, group.mode) };
    html! {
        @for (at, part) in group.of.iter().enumerate() {
            @if at > 0 { " " (word) " " }
            @match part {
                Condition::Test(one) => { (test(reader, frame, one)) },
                Condition::Group(group) => { "(" (conditions(reader, frame, group)) ")" },
            }
        }
    }
}

/// How long a rule waits, in words.
pub(super) fn wait(reader: &Reader, minutes: u32) -> String {
    let text = reader.text;
    let (number, unit) = super::typed::unit_of(minutes);
    let words = match unit {
        "days" => text.msg_settings_rule_days(),
        "hours" => text.msg_settings_rule_hours(),
        _ => text.msg_settings_rule_minutes(),
    };
    format!("{number} {words}")
}

/// The rule in one sentence.
pub(in crate::agent) fn sentence(reader: &Reader, frame: &Frame, definition: &Definition) -> Markup {
    let text = reader.text;
    let none = definition.conditions.mode == Mode::None;
    html! {
        (text.msg_settings_rule_sentence_when(trigger(reader, definition.trigger)))
        @if definition.wait_minutes > 0 {
            ", " (text.msg_settings_rule_sentence_wait(wait(reader, definition.wait_minutes)))
        }
        @if !definition.conditions.of.is_empty() {
            ", " (if none { text.msg_settings_rule_sentence_none() } else { text.msg_settings_rule_sentence_if() })
            " " (conditions(reader, frame, &definition.conditions))
        }
        ": "
        @for (at, step) in definition.steps.iter().enumerate() {
            @if at > 0 { ", " }
            (step_words(reader, frame, step))
        }
        "."
    }
}

fn step_words(reader: &Reader, frame: &Frame, step: &Step) -> Markup {
    let name = deed(reader, step.deed);
    // Inside a sentence it begins small.
    let mut letters = name.chars();
    let small: String = letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
    html! {
        (small)
        @if step.deed.takes_argument() { " " b { (argument(reader, frame, step.deed, &step.argument)) } }
    }
}

/// An operator that makes sense for at least one property.
pub(super) fn operators(reader: &Reader) -> Vec<(String, String)> {
    Operator::ALL.iter().map(|one| (one.code().to_owned(), names::operator(reader, *one))).collect()
}

/// The name of a rule in a heading or a list.
pub(in crate::agent) fn title(reader: &Reader, rule: &Rule) -> String {
    rule_name(reader, rule.label())
}

/// Who saved it last.
pub(super) fn edited(reader: &Reader, rule: &Rule) -> Markup {
    html! {
        @if rule.edited_by.is_empty() {
            (reader.text.msg_settings_rule_untouched())
        } @else {
            (reader.text.msg_settings_rule_edited(&rule.edited_by)) ", " (parts::time(reader, rule.edited_at))
        }
    }
}

/// The agent of a number, as the frame knows them.
pub(super) fn agent<'f>(frame: &'f Frame, number: &str) -> Option<&'f str> {
    number.parse().ok().and_then(|id| bits::agent(frame, id))
}
