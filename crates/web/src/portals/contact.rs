//! The part of a portal where visitors reach somebody: a chat, a message, or the word that nothing can be sent.

use desk::limits;
use desk::policy::VisitorView;
use desk::portals::Portal;
use maud::{Markup, html};

use super::page::Model;
use crate::customer::new_ticket::{self, NewTicketForm};
use crate::parts::{self, icon};
use crate::reader::Reader;

/// The form as it was sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    /// The visitor's name.
    pub name: String,
    /// Their address.
    pub address: String,
    /// The question.
    pub body: String,
    /// Where they were.
    pub page: String,
    /// A token of the host site.
    pub identity: String,
    /// Only programs fill it.
    pub website: String,
    /// The security code that the form was given.
    pub challenge: String,
    /// Its answer, found by the browser.
    pub proof: String,
    /// Its answer, given by a person.
    pub code: String,
    /// The visitor wanted to talk, and nobody is there any more; or the other way round.
    pub changed: bool,
}

/// The panel of a whole page.
pub(super) fn panel(reader: &Reader, model: &Model) -> Markup {
    let text = reader.text;
    let view = model.seen.view;
    html! {
        div.stack data-view=(view.code()) {
            @match view {
                VisitorView::Chat => {
                    h2 #contact-title { (text.msg_portal_chat_title()) }
                    (state(reader, model))
                    (form(reader, model))
                }
                VisitorView::Message => {
                    h2 #contact-title { (text.msg_portal_message_title()) }
                    (state(reader, model))
                    (form(reader, model))
                }
                VisitorView::Unavailable => (unavailable(reader, model.asked)),
            }
        }
    }
}

/// The same as a page of its own, small.
pub(super) fn widget(reader: &Reader, model: &Model) -> Markup {
    let text = reader.text;
    let (portal, view) = (model.portal, model.seen.view);
    html! {
        section.widget #contact data-region="morph" data-state=(view.code()) data-portal=(portal.subdomain)
            aria-labelledby="contact-title" {
            header {
                @if view == VisitorView::Chat { (faces(model)) }
                div {
                    h1 #contact-title {
                        @match view {
                            VisitorView::Message => (text.msg_portal_message_title()),
                            _ => (portal.name),
                        }
                    }
                    (state(reader, model))
                }
                (close(reader))
            }
            div.widget-body tabindex="0" role="group" aria-label=(text.msg_portal_form()) data-view=(view.code()) {
                @if view == VisitorView::Unavailable { (unavailable(reader, model.asked)) } @else { (form(reader, model)) }
            }
            @if reader.person.is_none() && view != VisitorView::Unavailable { p.widget-foot { (text.msg_portal_no_tracking()) } }
        }
    }
}

/// Closes the small window; a script shows it where that makes sense.
pub(crate) fn close(reader: &Reader) -> Markup {
    html! {
        button.btn type="button" data-widget-close data-icon data-variant="quiet" aria-label=(reader.text.msg_portal_close()) {
            (icon("x"))
        }
    }
}

fn faces(model: &Model) -> Markup {
    html! {
        span.avatars aria-hidden="true" {
            @for (id, name) in model.seen.available.iter().take(3) {
                span.avatar data-hue=(id.0.rem_euclid(8) + 1) data-size="m" { (parts::initials(name)) }
            }
        }
    }
}

/// Whether somebody is there, before anything is written.
fn state(reader: &Reader, model: &Model) -> Markup {
    let text = reader.text;
    html! {
        small.portal-state {
            @match model.seen.view {
                VisitorView::Chat => {
                    span.dot data-tone="success" {} " "
                    (text.msg_portal_available(i64::try_from(model.seen.available.len()).unwrap_or(0)))
                }
                VisitorView::Message => { span.dot {} " " (text.msg_portal_nobody()) }
                VisitorView::Unavailable => (text.msg_portal_closed()),
            }
        }
    }
}

/// Nothing can be sent, whoever is there.
fn unavailable(reader: &Reader, asked: &Asked) -> Markup {
    let text = reader.text;
    html! {
        div.empty role="status" {
            span.empty-art { (parts::large_icon("moon-star")) }
            h2 { (text.msg_portal_unavailable()) }
            p { (text.msg_portal_sorry()) }
        }
        @if !asked.body.is_empty() {
            div.field {
                label for="portal-kept" { (text.msg_portal_kept()) }
                textarea.textarea #portal-kept rows="4" readonly { (asked.body) }
            }
        }
    }
}

fn form(reader: &Reader, model: &Model) -> Markup {
    let text = reader.text;
    let (asked, chat) = (model.asked, model.seen.view == VisitorView::Chat);
    let action = address(model.portal, model.framed);
    html! {
        form.stack #portal-ask method="post" action=(action) enctype="multipart/form-data" data-ask data-portal-ask
            aria-label=(text.msg_portal_form()) {
            @if asked.changed {
                p.callout data-tone="warning" role="alert" {
                    (icon("info")) span { @if chat { (text.msg_portal_somebody_came()) } @else { (text.msg_portal_all_left()) } }
                }
            }
            input type="hidden" name="want" value=(if chat { "chat" } else { "message" });
            input type="hidden" name="page" value=(asked.page);
            input type="hidden" name="identity" value=(asked.identity);
            @if let Some(person) = &reader.person {
                p.hint { (text.msg_portal_as(&person.name)) }
            } @else {
                div.portal-who data-unless-known {
                    (line(reader, model, &Line {
                        name: "name", kind: "text", label: text.msg_portal_name(), value: &asked.name,
                        autocomplete: "name", required: true, max: limits::NAME_CHARS_MAX,
                    }))
                    (line(reader, model, &Line {
                        name: "address", kind: "email",
                        label: if chat { text.msg_portal_address_optional() } else { text.msg_portal_address() },
                        value: &asked.address, autocomplete: "email", required: !chat, max: limits::ADDRESS_CHARS_MAX,
                    }))
                }
            }
            (question(reader, model))
            div #similar aria-live="polite" {}
            (new_ticket::honeypot(reader, &NewTicketForm { website: asked.website.clone(), ..NewTicketForm::default() }))
            @if let Some(challenge) = &model.challenge {
                (new_ticket::code(reader, challenge, &asked.code, model.errors))
            }
            button.btn type="submit" data-variant="primary" data-size="l" data-block {
                (icon(if chat { "message-circle" } else { "send" }))
                @if chat { (text.msg_portal_start_chat()) } @else { (text.msg_portal_send()) }
            }
        }
    }
}

/// Where the form goes.
pub(super) fn address(portal: &Portal, framed: bool) -> String {
    format!("/p/{}{}", portal.subdomain, if framed { "?frame=1" } else { "" })
}

struct Line<'l> {
    name: &'static str,
    kind: &'static str,
    label: String,
    value: &'l str,
    autocomplete: &'static str,
    required: bool,
    max: usize,
}

fn line(reader: &Reader, model: &Model, line: &Line) -> Markup {
    let invalid = parts::problem(reader, model.errors, line.name).is_some();
    html! {
        div.field {
            label for={ "portal-" (line.name) } { (line.label) }
            input.input #{ "portal-" (line.name) } type=(line.kind) name=(line.name) value=(line.value) required[line.required]
                maxlength=(line.max) autocomplete=(line.autocomplete) aria-invalid=[invalid.then_some("true")]
                aria-describedby=[invalid.then(|| format!("error-{}", line.name))];
            (parts::error_line(reader, model.errors, line.name))
        }
    }
}

fn question(reader: &Reader, model: &Model) -> Markup {
    let text = reader.text;
    let invalid = parts::problem(reader, model.errors, "body").is_some();
    html! {
        div.field {
            label for="portal-body" { (text.msg_portal_question()) }
            textarea.textarea #portal-body name="body" rows=(if model.framed { "3" } else { "4" }) required maxlength=(limits::CHAT_CHARS_MAX)
                aria-invalid=[invalid.then_some("true")] aria-describedby=[invalid.then_some("error-body")] { (model.asked.body) }
            (parts::error_line(reader, model.errors, "body"))
        }
        // In a small window they come with the first message of the chat.
        @if !(model.framed && model.seen.view == VisitorView::Chat) {
            div.field {
                label for="portal-files" { (text.msg_portal_files()) }
                input.input #portal-files type="file" name="upload" multiple;
                (parts::error_line(reader, model.errors, "files"))
            }
        }
    }
}
