//! The questions of a person, open and settled, in words of people.

use desk::Frame;
use desk::community::Visibility;
use desk::tickets::{Category, ListRow, Shape, Side, Status};
use maud::{Markup, html};

use super::shell;
use crate::parts::{self, icon};
use crate::reader::Reader;
use crate::{assets, limits};

/// The list; `next` is the address of older questions.
pub(crate) fn page(reader: &Reader, frame: &Frame, rows: &[ListRow], next: Option<String>, event: i64) -> Markup {
    let text = reader.text;
    let title = text.msg_customer_my_questions();
    let main = html! {
        div.portal.form-page data-size="m" {
            header.section-title {
                h1 { (title) }
                @if !rows.is_empty() {
                    a.btn.end data-variant="primary" data-size="l" href="/tickets/new" {
                        (icon("plus")) (text.msg_customer_new())
                    }
                }
            }
            div.stack {
                div #questions data-region="morph" {
                    @if rows.is_empty() {
                        (empty(reader))
                    } @else {
                        ul.qlist { @for row in rows { (question(reader, row)) } }
                    }
                }
                @if let Some(next) = next {
                    nav aria-label=(text.msg_customer_pages()) {
                        a.btn data-size="l" href=(next) rel="next" { (text.msg_customer_older()) (icon("arrow-right")) }
                    }
                }
            }
        }
    };
    shell::page(reader, frame, "tickets", &title, &topics(rows), event, &main)
}

/// Their own questions only: what happens at the rest of the desk is nothing to them.
fn topics(rows: &[ListRow]) -> String {
    let topics: Vec<String> =
        rows.iter().take(limits::LIVE_TOPICS_MAX).map(|row| format!("question:{}", row.id)).collect();
    topics.join(" ")
}

fn question(reader: &Reader, row: &ListRow) -> Markup {
    let on_it = row.assignee.is_some();
    let unread = row.last_side == Side::Agent && row.status.category == Category::WaitingCustomer;
    let tone = match row.status.category {
        Category::WaitingCustomer => Some("accent"),
        Category::Closed => Some("success"),
        _ => None,
    };
    html! {
        li #{ "ticket_" (row.id) } {
            a href={ "/tickets/" (row.id) } {
                (state_icon(&row.status, on_it))
                span.q.strong[unread] { (row.subject) }
                span.meta { @if row.visibility != Visibility::Private { (icon("users-round")) } "#" (row.id) " · " (row.department) " · " (parts::time(reader, row.public_at)) }
                span.pill data-tone=[tone] {
                    @if unread { span.dot data-tone="accent" {} }
                    (state_words(reader, &row.status, on_it))
                }
            }
        }
    }
}

fn empty(reader: &Reader) -> Markup {
    let text = reader.text;
    html! {
        div.empty {
            span.empty-art { (icon("messages-square")) }
            h2 { (text.msg_customer_empty_title()) }
            p { (text.msg_customer_empty_lead()) }
            div.cluster {
                a.btn data-variant="primary" data-size="l" href="/tickets/new" {
                    (icon("message-square-plus")) (text.msg_customer_ask())
                }
            }
        }
    }
}

/// What customers read for a status; a new question that somebody took is being worked on.
pub(super) fn state_words(reader: &Reader, status: &Status, on_it: bool) -> String {
    if !status.customer.is_empty() {
        return status.customer.clone();
    }
    match status.category {
        Category::New | Category::Open if !on_it => reader.text.msg_customer_state_received(),
        Category::New | Category::Open | Category::WaitingAgent => reader.text.msg_customer_state_on_it(),
        Category::WaitingCustomer => reader.text.msg_customer_state_your_turn(),
        Category::Closed => reader.text.msg_customer_state_settled(),
    }
}

/// The shape of a status; the words stand beside it.
fn state_icon(status: &Status, on_it: bool) -> Markup {
    let shape = match (status.shape, status.category) {
        (Some(shape), _) => shape,
        (None, Category::New | Category::Open) if on_it => Shape::Agent,
        (None, category) => parts::shape_of(category),
    };
    html! {
        svg class="i" data-size="l" data-status=(shape.code()) aria-hidden="true" {
            use href={ (assets::url("icons.svg")) "#i-st-" (shape.code()) } {}
        }
    }
}
