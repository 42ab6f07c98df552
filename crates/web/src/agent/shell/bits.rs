//! Small pieces and names that several agent pages use.

use desk::routing::Service;
use desk::tickets::{StandardView, View};
use desk::views::{Count, SavedView};
use desk::{DepartmentId, Frame, PersonId, TicketId, ViewId, limits};
use maud::{Markup, html};

use crate::agent::planning::project_name;
use crate::assets;
use crate::parts;
use crate::reader::Reader;

/// Stands for a value in a sentence that is going to be marked up; no text contains it.
pub(crate) const SLOT: &str = "\u{1}";

/// A sentence made with [`SLOT`], with `value` in its place.
pub(crate) fn filled(sentence: &str, value: &Markup) -> Markup {
    let (before, after) = sentence.split_once(SLOT).unwrap_or((sentence, ""));
    html! { (before) (value) (after) }
}

/// A sentence made with [`SLOT`], with the value in bold in its place.
pub(crate) fn bold(sentence: &str, value: &str) -> Markup {
    filled(sentence, &html! { b { (value) } })
}

/// An icon of another size, hidden from screen readers.
pub(crate) fn sized_icon(name: &str, size: &str) -> Markup {
    html! {
        svg class="i" data-size=(size) aria-hidden="true" { use href={ (assets::url("icons.svg")) "#i-" (name) } {} }
    }
}

/// Initials of another size; the name stands beside them.
pub(crate) fn sized_avatar(id: PersonId, name: &str, size: &str) -> Markup {
    html! {
        span.avatar data-hue=(id.0.rem_euclid(8) + 1) data-size=(size) aria-hidden="true" { (parts::initials(name)) }
    }
}

/// The sign of a ticket that nobody has.
pub(crate) fn nobody(label: Option<&str>, size: Option<&str>) -> Markup {
    html! {
        span.avatar data-none data-size=[size] role=[label.map(|_| "img")] aria-label=[label] title=[label]
            aria-hidden=[label.is_none().then_some("true")] { (sized_icon("user", "s")) }
    }
}

/// A shape whose word stands beside it: not read twice.
pub(crate) fn silent(shape: &Markup) -> Markup {
    html! { span aria-hidden="true" { (shape) } }
}

/// Hints of keys, hidden from screen readers.
pub(crate) fn keys(names: &[&str]) -> Markup {
    html! { span.kbds.desktop-only aria-hidden="true" { @for name in names { kbd.kbd { (name) } } } }
}

/// A count as menus show it: it stops at the bound of counting.
pub(crate) fn count(count: i64) -> String {
    if count > limits::COUNT_SHOWN_MAX { format!("{}+", limits::COUNT_SHOWN_MAX) } else { count.to_string() }
}

/// What people call a view.
pub(crate) fn view_name(reader: &Reader, frame: &Frame, view: View) -> String {
    match view {
        View::Standard(view) => standard_name(reader, view),
        View::Department(id) => department(frame, id).map_or_else(|| view.code(), |(_, name)| name.to_owned()),
        View::Type(id) => frame.kind(id).map_or_else(|| view.code(), |kind| parts::type_name(reader, kind)),
        View::Project(id) => project_name(reader, frame, id),
        View::Saved(id) => saved(frame, id).map_or_else(|| view.code(), |(view, _)| view.name.clone()),
        View::Service(id) => {
            let service = frame.services.iter().find(|service| service.id == id);
            service.map_or_else(|| view.code(), |service| service.name.clone())
        }
    }
}

/// A view that the reader has, and what it counts.
pub(crate) fn saved(frame: &Frame, id: ViewId) -> Option<&(SavedView, Count)> {
    frame.saved.iter().find(|(view, _)| view.id == id)
}

/// What a view counts, as menus show it.
pub(crate) fn view_count(counted: &Count) -> String {
    if counted.more { format!("{}+", counted.tickets) } else { count(counted.tickets) }
}

/// What people call a default view.
pub(crate) fn standard_name(reader: &Reader, view: StandardView) -> String {
    let text = reader.text;
    match view {
        StandardView::Mine => text.msg_view_mine(),
        StandardView::Unassigned => text.msg_view_unassigned(),
        StandardView::WaitingAgent => text.msg_view_waiting_agent(),
        StandardView::WaitingCustomer => text.msg_view_waiting_customer(),
        StandardView::Questions => text.msg_view_questions(),
        StandardView::SettledQuestions => text.msg_view_settled_questions(),
        StandardView::Open => text.msg_view_open(),
        StandardView::Closed => text.msg_view_closed(),
        StandardView::Spam => text.msg_view_spam(),
        StandardView::Trash => text.msg_view_trash(),
    }
}

/// The names of a department's service and of the department.
pub(crate) fn department(frame: &Frame, id: DepartmentId) -> Option<(&str, &str)> {
    department_of(&frame.services, id)
}

/// The same among some services.
pub(crate) fn department_of(services: &[Service], id: DepartmentId) -> Option<(&str, &str)> {
    services.iter().find_map(|service| {
        let department = service.departments.iter().find(|department| department.id == id)?;
        Some((service.name.as_str(), department.name.as_str()))
    })
}

/// The name of an agent.
pub(crate) fn agent(frame: &Frame, id: PersonId) -> Option<&str> {
    frame.agents.iter().find(|agent| agent.id == id).map(|agent| agent.name.as_str())
}

/// The address of a ticket's page, coming from a view.
pub(crate) fn ticket_url(id: TicketId, view: View) -> String {
    format!("/agent/tickets/{id}?view={}", view.code())
}

/// A text as the value of a query parameter (RFC 3986, 2.1).
pub(crate) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{count, encode};

    #[test]
    fn counts_stop_at_the_bound() {
        assert_eq!((count(0), count(999), count(1000)), ("0".to_owned(), "999".to_owned(), "999+".to_owned()));
    }

    #[test]
    fn query_values() {
        assert_eq!(encode("wi-fi & café?"), "wi-fi%20%26%20caf%C3%A9%3F");
    }
}
