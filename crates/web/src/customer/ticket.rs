//! One question: where it stands, the conversation, and the answer.

mod message;

pub(crate) use message::files;

use desk::Frame;
use desk::community::Visibility;
use desk::tickets::{Category, CustomerPage};
use desk::{PersonId, Refusal};
use maud::{Markup, html};

use super::{my_tickets, shell};
use crate::community;
use crate::parts::{self, Errors, icon};
use crate::reader::Reader;

/// What the page of a question shows.
pub(crate) struct TicketModel<'p> {
    /// The question.
    pub page: &'p CustomerPage,
    /// Where answers go.
    pub reply_url: String,
    /// What is wrong with the answer.
    pub errors: &'p Errors,
    /// Why it may not be public.
    pub refusal: Option<Refusal>,
    /// The answer as typed.
    pub typed: &'p str,
    /// The newest event that the page shows.
    pub event: i64,
    /// Topics of live updates.
    pub live: &'p str,
    /// Whom the page is for: signed in, or by a link.
    pub me: Option<PersonId>,
    /// The code of the link that the reader came by: files need it too.
    pub link: Option<&'p str>,
}

/// The page of a question.
pub(crate) fn page(reader: &Reader, frame: &Frame, model: &TicketModel) -> Markup {
    let ticket = &model.page.ticket;
    let main = html! {
        div.portal.form-page data-size="m" {
            section.mine-main aria-labelledby="ticket-title" {
                (head(reader, model.page))
                ol #thread .thread data-region="thread" data-label-new=(reader.text.msg_customer_new_below()) {
                    @for message in &model.page.messages {
                        (message::message(reader, &frame.organisation, message, model))
                    }
                }
                div #answer data-region="morph" { (reply(reader, model)) }
            }
        }
    };
    shell::page(reader, frame, "tickets", &ticket.subject, model.live, model.event, &main)
}

fn head(reader: &Reader, page: &CustomerPage) -> Markup {
    let text = reader.text;
    html! {
        header #ticket-head .mine-head data-region="morph" {
            @if reader.person.is_some() {
                a.btn data-variant="quiet" href="/tickets" { (icon("arrow-left")) (text.msg_customer_my_questions()) }
            }
            h1 #ticket-title { (page.ticket.subject) }
            (track(reader, page))
            p { (sentence(reader, page)) }
            p.muted.small-c {
                "#" (page.ticket.id) " · " (page.department) " "
                @match page.ticket.visibility {
                    Visibility::Private => span { (icon("lock")) (text.msg_customer_private()) },
                    Visibility::Held => span { (icon("hourglass")) (text.msg_customer_held()) },
                    Visibility::Public => a href={ "/community/" (page.ticket.id) } { (icon("users-round")) (text.msg_customer_public()) },
                }
            }
        }
    }
}

/// Received, in work, settled: how far it is, at a glance.
fn track(reader: &Reader, page: &CustomerPage) -> Markup {
    let text = reader.text;
    let status = &page.ticket.status;
    let on_it = page.assignee.is_some();
    let at = match status.category {
        Category::Closed => 2,
        Category::New | Category::Open if !on_it => 0,
        _ => 1,
    };
    let mut steps =
        [text.msg_customer_state_received(), text.msg_customer_state_on_it(), text.msg_customer_state_settled()];
    if let Some(step) = steps.get_mut(at) {
        *step = my_tickets::state_words(reader, status, on_it);
    }
    html! {
        ol.track aria-label=(text.msg_customer_progress()) {
            @for (step, words) in steps.iter().enumerate() {
                li data-done[step < at] aria-current=[(step == at).then_some("step")] { (words) }
            }
        }
    }
}

fn sentence(reader: &Reader, page: &CustomerPage) -> String {
    let text = reader.text;
    match (page.ticket.status.category, &page.assignee) {
        (Category::Closed, _) => text.msg_customer_sentence_settled(),
        (Category::WaitingCustomer, _) => text.msg_customer_sentence_your_turn(),
        (_, Some((_, name))) => text.msg_customer_sentence_on_it(name),
        (Category::WaitingAgent, None) => text.msg_customer_sentence_team(),
        (Category::New | Category::Open, None) => text.msg_customer_sentence_received(),
    }
}

fn reply(reader: &Reader, model: &TicketModel) -> Markup {
    let text = reader.text;
    let closed = model.page.ticket.status.category == Category::Closed;
    let invalid = parts::problem(reader, model.errors, "body").is_some();
    let files_invalid = parts::problem(reader, model.errors, "files").is_some();
    let hint = if closed { text.msg_customer_reply_reopens() } else { text.msg_customer_reply_hint() };
    html! {
        // Takes the focus when a button that takes none is pressed: on a phone the buttons show
        // only while the focus is inside.
        form #reply .composer.mine-composer method="post" action=(model.reply_url) enctype="multipart/form-data"
            data-enhance tabindex="-1" aria-label=(text.msg_customer_reply()) {
            @if let Some(refusal) = model.refusal {
                p.callout data-tone="danger" role="alert" {
                    (icon("circle-alert"))
                    span { (community::refused_words(reader, refusal)) " " a href={ "/tickets/new?about=" (model.page.ticket.id) } { (text.msg_topic_write_team()) } }
                }
            }
            label.sr-only for="reply-body" { (text.msg_customer_reply()) }
            textarea #reply-body .composer-body name="body" rows="3" placeholder=(hint)
                autofocus[!model.errors.is_empty()] aria-invalid=[invalid.then_some("true")]
                aria-describedby=[invalid.then_some("error-body")] { (model.typed) }
            div.files {
                (parts::error_line(reader, model.errors, "body"))
                (parts::error_line(reader, model.errors, "files"))
                label.sr-only for="reply-files" { (text.msg_customer_files()) }
                input #reply-files .input type="file" name="upload" multiple
                    aria-invalid=[files_invalid.then_some("true")]
                    aria-describedby=[files_invalid.then_some("error-files")];
            }
            div.composer-foot {
                span.spacer {}
                @if !closed {
                    button.btn type="submit" name="settle" value="1" data-variant="quiet" data-size="l" {
                        (icon("check")) (text.msg_customer_settle())
                    }
                }
                button.btn type="submit" data-variant="primary" data-size="l" { (text.msg_customer_send()) }
            }
        }
    }
}

/// Whether a question is solved, for who comes from the button of a mail.
pub(crate) fn solved(reader: &Reader, frame: &Frame, subject: &str, code: &str) -> Markup {
    let text = reader.text;
    let title = text.msg_customer_solved();
    let main = html! {
        div.portal.form-page data-size="m" {
            form.stack method="post" action={ "/t/" (code) "/messages" } enctype="multipart/form-data" {
                h1 { (title) }
                p { b { (subject) } }
                p.muted { (text.msg_customer_solved_hint()) }
                div.cluster {
                    button.btn type="submit" name="settle" value="1" data-variant="primary" data-size="l" {
                        (icon("check")) (text.msg_customer_solved_yes())
                    }
                    a.btn href={ "/t/" (code) "#reply" } data-size="l" { (text.msg_customer_solved_no()) }
                }
            }
        }
    };
    shell::page(reader, frame, "tickets", &title, "", 0, &main)
}
