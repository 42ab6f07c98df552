//! When a page cannot be shown: what happened, in plain words, and a way out.

use axum::response::Response;
use maud::{Markup, html};

use crate::answer::{Failure, page_with};

use crate::customer::shell;
use crate::files::percent;
use crate::parts::{self, Head, icon};
use crate::reader::Reader;

/// The page for an HTTP status; `reference` finds the fault in the log.
pub(crate) fn page(reader: &Reader, status: u16, reference: Option<&str>, why: Option<String>) -> Markup {
    let text = reader.text;
    let (title, lead) = words(reader, status);
    let head = Head { title: &title, space: "customer", script: "customer.js", live: "", event: 0, more: None };
    let (way_out, label) = if reader.actor.is_staff() {
        ("/agent", text.msg_error_page_to_agent())
    } else {
        ("/", text.msg_error_page_to_home())
    };
    let body = html! {
        main #main .auth {
            div {
                a.logo.auth-logo href=(way_out) { (shell::mark()) "Guichet" }
                section.auth-card aria-labelledby="error-title" {
                    div.auth-head {
                        h1 #error-title { (title) }
                        p { (why.as_deref().unwrap_or(&lead)) }
                    }
                    @if let Some(reference) = reference {
                        p.callout data-tone="neutral" {
                            (icon("info"))
                            span { (text.msg_error_page_reference()) " " span.mono { (reference) } }
                        }
                    }
                    @if why.is_some() && reader.person.is_some() && !reader.actor.is_staff() {
                        // Whatever happens in the community, private questions stay open.
                        a.btn data-size="l" data-block href="/tickets/new" { (text.msg_topic_write_team()) }
                        p.meta { a href="/community/rules" { (text.msg_topic_rules_read()) } }
                    }
                    a.btn data-variant="primary" data-size="l" data-block href=(way_out) { (label) }
                    @if status == 404 && reader.person.is_none() {
                        // What is for members is not there for strangers.
                        p.meta { (text.msg_error_page_404_member()) " " a href={ "/sign-in?next=" (percent(&reader.here)) } { (text.msg_customer_sign_in()) } }
                    }
                }
            }
        }
    };
    parts::document(reader, &head, &body)
}

fn words(reader: &Reader, status: u16) -> (String, String) {
    let text = reader.text;
    match status {
        403 => (text.msg_error_page_403(), text.msg_error_page_403_lead()),
        404 if reader.actor.is_staff() => (text.msg_error_page_404(), text.msg_error_page_404_agent()),
        404 => (text.msg_error_page_404(), text.msg_error_page_404_lead()),
        410 => (text.msg_error_page_410(), text.msg_error_page_410_lead()),
        413 => (text.msg_error_page_413(), text.msg_error_page_413_lead()),
        429 => (text.msg_error_page_429(), text.msg_error_page_429_lead()),
        400..=499 => (text.msg_error_page_400(), text.msg_error_page_400_lead()),
        _ => (text.msg_error_page_500(), text.msg_error_page_500_lead()),
    }
}

/// A failure as a page in the reader's language.
pub(crate) fn answer(reader: &Reader, failure: Failure) -> Response {
    let status = failure.status();
    let reference = match &failure {
        Failure::Internal(reference) => Some(reference.as_str()),
        _ => None,
    };
    let why = match failure {
        Failure::Refused(refusal) => Some(crate::community::refused_words(reader, refusal)),
        _ => None,
    };
    page_with(status, page(reader, status.as_u16(), reference, why))
}
