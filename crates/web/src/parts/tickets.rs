//! Status and priority: a shape and a word, never a colour alone.

use desk::tickets::{Priority, Status};
use maud::{Markup, html};

use crate::assets;
use crate::reader::Reader;

/// What agents call a status.
pub(crate) fn status_name(reader: &Reader, status: Status) -> String {
    match status {
        Status::New => reader.text.msg_status_new(),
        Status::Open => reader.text.msg_status_open(),
        Status::WaitingAgent => reader.text.msg_status_waiting_agent(),
        Status::WaitingCustomer => reader.text.msg_status_waiting_customer(),
        Status::Closed => reader.text.msg_status_closed(),
    }
}

/// The shape of a status, with its name for who does not see it.
pub(crate) fn status_icon(reader: &Reader, status: Status) -> Markup {
    let (category, symbol) = match status {
        Status::New | Status::Open => ("new", "st-new"),
        Status::WaitingAgent => ("agent", "st-agent"),
        Status::WaitingCustomer => ("customer", "st-customer"),
        Status::Closed => ("solved", "st-solved"),
    };
    let name = status_name(reader, status);
    html! {
        svg class="i" data-status=(category) role="img" aria-label=(name) {
            title { (name) }
            use href={ (assets::url("icons.svg")) "#i-" (symbol) } {}
        }
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
