//! What people call the parts of a rule.

use desk::Frame;
use desk::automation::{Deed, Definition, Mode, Property, Rule, Step, Trigger, WHOEVER_HAS_IT};
use maud::{Markup, html};

use crate::agent::conditions::words as conditions;
pub(in crate::agent) use crate::agent::conditions::words::{
    agents, choices, departments, mode, projects, property, test, value,
};
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
        Trigger::TypeChanged => text.msg_settings_trigger_type_changed(),
        Trigger::Assigned => text.msg_settings_trigger_assigned(),
        Trigger::PriorityChanged => text.msg_settings_trigger_priority_changed(),
        Trigger::DepartmentChanged => text.msg_settings_trigger_department_changed(),
        Trigger::ProjectChanged => text.msg_settings_trigger_project_changed(),
        Trigger::DueChanged => text.msg_settings_trigger_due_changed(),
        Trigger::TagAdded => text.msg_settings_trigger_tag_added(),
        Trigger::TagRemoved => text.msg_settings_trigger_tag_removed(),
    }
}

pub(super) fn deed(reader: &Reader, deed: Deed) -> String {
    let text = reader.text;
    match deed {
        Deed::Acknowledge => text.msg_settings_deed_acknowledge(),
        Deed::Reply => text.msg_settings_deed_reply(),
        Deed::Note => text.msg_settings_deed_note(),
        Deed::Status => text.msg_settings_deed_status(),
        Deed::Type => text.msg_settings_deed_type(),
        Deed::Priority => text.msg_settings_deed_priority(),
        Deed::Assign => text.msg_settings_deed_assign(),
        Deed::AssignInTurn => text.msg_settings_deed_in_turn(),
        Deed::AssignLeastBusy => text.msg_settings_deed_least_busy(),
        Deed::Department => text.msg_settings_deed_department(),
        Deed::Project => text.msg_settings_deed_project(),
        Deed::AddTag => text.msg_settings_deed_add_tag(),
        Deed::RemoveTag => text.msg_settings_deed_remove_tag(),
        Deed::Notify => text.msg_settings_deed_notify(),
        Deed::Webhook => text.msg_settings_deed_webhook(),
        Deed::Spam => text.msg_settings_deed_spam(),
        Deed::Trash => text.msg_settings_deed_trash(),
        Deed::Stop => text.msg_settings_deed_stop(),
    }
}

/// The property that a deed changes, for naming its values.
pub(super) fn property_of(deed: Deed) -> Option<Property> {
    match deed {
        Deed::Status => Some(Property::Status),
        Deed::Type => Some(Property::Type),
        Deed::Priority => Some(Property::Priority),
        Deed::Assign | Deed::Notify | Deed::Reply | Deed::Note => Some(Property::Assignee),
        Deed::Department => Some(Property::Department),
        Deed::Project => Some(Property::Project),
        _ => None,
    }
}

pub(super) fn argument(reader: &Reader, frame: &Frame, deed: Deed, argument: &str) -> String {
    if argument == WHOEVER_HAS_IT && matches!(deed, Deed::Reply | Deed::Note) {
        return reader.text.msg_settings_rule_whoever();
    }
    if deed == Deed::Webhook {
        let known = frame.webhooks.iter().find(|(id, _)| id.to_string() == argument);
        return known.map_or_else(|| argument.to_owned(), |(_, name)| name.clone());
    }
    match property_of(deed) {
        Some(property) => value(reader, frame, property, argument),
        None => argument.to_owned(),
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
            @if definition.in_hours { " " (text.msg_settings_rule_sentence_hours()) }
        }
        @if !definition.conditions.of.is_empty() {
            ", " (if none { text.msg_settings_rule_sentence_none() } else { text.msg_settings_rule_sentence_if() })
            " " (conditions::group(reader, frame, &definition.conditions))
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
