//! What people call the parts of a filter.

use desk::automation::{Effect, Element, Operator};

use crate::reader::Reader;

pub(in crate::agent) fn element(reader: &Reader, element: Element) -> String {
    match element {
        Element::Sender => reader.text.msg_settings_element_sender(),
        Element::Subject => reader.text.msg_settings_element_subject(),
        Element::Content => reader.text.msg_settings_element_content(),
    }
}

pub(in crate::agent) fn operator(reader: &Reader, operator: Operator) -> String {
    match operator {
        Operator::Is => reader.text.msg_settings_operator_is(),
        Operator::IsNot => reader.text.msg_settings_operator_is_not(),
        Operator::Contains => reader.text.msg_settings_operator_contains(),
        Operator::ContainsNot => reader.text.msg_settings_operator_contains_not(),
        Operator::Starts => reader.text.msg_settings_operator_starts(),
        Operator::Ends => reader.text.msg_settings_operator_ends(),
        Operator::AtLeast => reader.text.msg_settings_operator_at_least(),
        Operator::AtMost => reader.text.msg_settings_operator_at_most(),
        Operator::Empty => reader.text.msg_settings_operator_empty(),
        Operator::Filled => reader.text.msg_settings_operator_filled(),
    }
}

pub(super) fn effect(reader: &Reader, effect: Effect) -> String {
    match effect {
        Effect::Assign => reader.text.msg_settings_effect_assign(),
        Effect::Department => reader.text.msg_settings_effect_department(),
        Effect::Important => reader.text.msg_settings_effect_important(),
        Effect::Tag => reader.text.msg_settings_effect_tag(),
        Effect::Close => reader.text.msg_settings_effect_close(),
        Effect::Spam => reader.text.msg_settings_effect_spam(),
        Effect::Delete => reader.text.msg_settings_effect_delete(),
    }
}
