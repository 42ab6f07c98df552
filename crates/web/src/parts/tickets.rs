//! Status, type and priority: a shape and a word, never a colour alone.

use desk::Frame;
use desk::routing::TicketType;
use desk::tickets::{Category, Mark, Priority, Shape, Status};
use maud::{Markup, html};

use crate::assets;
use crate::reader::Reader;

/// What agents call what a status counts as.
pub(crate) fn category_name(reader: &Reader, category: Category) -> String {
    match category {
        Category::New => reader.text.msg_status_new(),
        Category::Open => reader.text.msg_status_open(),
        Category::WaitingAgent => reader.text.msg_status_waiting_agent(),
        Category::WaitingCustomer => reader.text.msg_status_waiting_customer(),
        Category::Closed => reader.text.msg_status_closed(),
    }
}

/// What agents call a status.
pub(crate) fn status_name(reader: &Reader, status: &Status) -> String {
    if status.name.is_empty() { category_name(reader, status.category) } else { status.name.clone() }
}

/// The status that an event kept, by name.
pub(crate) fn mark_name(reader: &Reader, frame: &Frame, mark: Mark) -> String {
    let known = mark.status.and_then(|id| frame.types.iter().find_map(|kind| kind.past_status(id)));
    known.map_or_else(|| category_name(reader, mark.category), |status| status_name(reader, status))
}

/// The sign of what a status counts as.
pub(crate) fn shape_of(category: Category) -> Shape {
    match category {
        Category::New | Category::Open => Shape::New,
        Category::WaitingAgent => Shape::Agent,
        Category::WaitingCustomer => Shape::Customer,
        Category::Closed => Shape::Solved,
    }
}

/// A sign by name, with words for who does not see it.
pub(crate) fn shape_icon(shape: Shape, words: &str) -> Markup {
    html! {
        svg class="i" data-status=(shape.code()) role="img" aria-label=(words) {
            title { (words) }
            use href={ (assets::url("icons.svg")) "#i-st-" (shape.code()) } {}
        }
    }
}

/// The shape of a status, with its name for who does not see it.
pub(crate) fn status_icon(reader: &Reader, status: &Status) -> Markup {
    shape_icon(status.shape.unwrap_or(shape_of(status.category)), &status_name(reader, status))
}

/// The same for what a status counts as.
pub(crate) fn category_icon(reader: &Reader, category: Category) -> Markup {
    shape_icon(shape_of(category), &category_name(reader, category))
}

/// What people call a type.
pub(crate) fn type_name(reader: &Reader, kind: &TicketType) -> String {
    let text = reader.text;
    match (kind.name.as_str(), kind.builtin.as_str()) {
        ("", "ticket") => text.msg_type_ticket(),
        ("", "question") => text.msg_type_question(),
        ("", "problem") => text.msg_type_problem(),
        ("", "suggestion") => text.msg_type_suggestion(),
        ("", "order") => text.msg_type_order(),
        ("", "task") => text.msg_type_task(),
        ("", "feature") => text.msg_type_feature(),
        (name, _) => name.to_owned(),
    }
}

/// What people call a priority.
pub(crate) fn priority_name(reader: &Reader, priority: Priority) -> String {
    match priority {
        Priority::Low => reader.text.msg_priority_low(),
        Priority::Normal => reader.text.msg_priority_normal(),
        Priority::High => reader.text.msg_priority_high(),
        Priority::Urgent => reader.text.msg_priority_urgent(),
    }
}

/// The shape of a priority, with its name for who does not see it.
pub(crate) fn priority_icon(reader: &Reader, priority: Priority) -> Markup {
    let name = priority_name(reader, priority);
    html! {
        svg class="i" data-prio=(priority.code()) role="img" aria-label=(name) {
            title { (name) }
            use href={ (assets::url("icons.svg")) "#i-pr-" (priority.code()) } {}
        }
    }
}
