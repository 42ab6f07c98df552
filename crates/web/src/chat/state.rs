//! What stands below the messages and changes: who types, what was seen, who waits, how it ended.

use desk::chat::{Chat, State};
use desk::guides::Hit;
use desk::tickets::Side;
use desk::{MessageId, TicketId};
use maud::{Markup, html};

use crate::app::App;
use crate::guides;
use crate::parts::{self, icon};
use crate::reader::Reader;

/// What the visitor's page must know.
pub(super) struct VisitorState<'s> {
    pub chat: &'s Chat,
    /// The agent who answers.
    pub agent: Option<&'s str>,
    pub typing: bool,
    /// The newest message of all, if it is the visitor's.
    pub own: Option<MessageId>,
    /// How many wait since longer.
    pub before: i64,
    /// Somebody is there to take it.
    pub available: bool,
    /// Answers can reach the visitor by mail.
    pub has_address: bool,
    /// Guides near the question.
    pub guides: &'s [Hit],
    /// The base of the visitor's addresses.
    pub base: &'s str,
    pub framed: bool,
    /// What was wrong with the address that they left.
    pub wrong: Option<String>,
    /// The conversation is on its way to their mailbox.
    pub mailed: bool,
}

/// Under the messages of the visitor.
pub(super) fn visitor(reader: &Reader, state: &VisitorState) -> Markup {
    let text = reader.text;
    let chat = state.chat;
    html! {
        div #chat-state data-state=(chat.state.code()) {
            @if state.own.is_some_and(|own| own <= chat.agent_read) { p.chat-stamp { (text.msg_chat_seen()) } }
            @match chat.state {
                State::Waiting => (waiting(reader, state)),
                State::Open => (typing(state.typing, &text.msg_chat_is_typing(state.agent.unwrap_or_default()))),
                State::Ended => (ended(reader, state)),
                State::Missed => {
                    p.sys { (text.msg_chat_missed()) }
                    (address(reader, state))
                }
            }
        }
    }
}

fn typing(is: bool, words: &str) -> Markup {
    html! {
        p.chat-typing-line role="status" {
            @if is { span.sr-only { (words) } span.chat-typing aria-hidden="true" { span.typing { i {} i {} i {} } } }
        }
    }
}

fn waiting(reader: &Reader, state: &VisitorState) -> Markup {
    let text = reader.text;
    html! {
        div.chat-waiting role="status" {
            @if state.available {
                p.sys { (text.msg_chat_waiting(state.before + 1)) }
            } @else {
                p.callout data-tone="warning" { (icon("info")) span { (text.msg_chat_nobody_left()) } }
            }
        }
        (address(reader, state))
        @if !state.guides.is_empty() {
            section.chat-guides aria-label=(text.msg_chat_meanwhile()) {
                p.meta { (text.msg_chat_meanwhile()) }
                ul {
                    @for hit in state.guides {
                        @let title: String = hit.title.iter().map(|piece| piece.text.as_str()).collect();
                        li { a.suggest-line href=(guides::url(hit.guide, &title)) target="_blank" rel="noopener" { (icon("book-open")) span { (title) } (icon("chevron-right")) } }
                    }
                }
                p.hint { (text.msg_chat_still_there()) }
            }
        }
    }
}

/// Where answers reach the visitor when they have to go.
fn address(reader: &Reader, state: &VisitorState) -> Markup {
    let text = reader.text;
    html! {
        @if state.has_address {
            p.hint { (text.msg_chat_by_mail()) }
        } @else {
            form.chat-address method="post" action=(action(state)) {
                input type="hidden" name="wish" value="address";
                div.field {
                    label for="chat-address" {
                        @if state.chat.state == State::Ended { (text.msg_chat_address_after()) } @else { (text.msg_chat_leave_address()) }
                    }
                    input.input #chat-address type="email" name="address" autocomplete="email" required
                        maxlength=(desk::limits::ADDRESS_CHARS_MAX) aria-invalid=[state.wrong.is_some().then_some("true")]
                        aria-describedby=[state.wrong.is_some().then_some("error-chat-address")];
                    @if let Some(wrong) = &state.wrong { p.error #error-chat-address { (wrong) } }
                }
                button.btn type="submit" { (text.msg_chat_keep_address()) }
            }
        }
    }
}

fn action(state: &VisitorState) -> String {
    format!("{}{}", state.base, if state.framed { "?frame=1" } else { "" })
}

fn ended(reader: &Reader, state: &VisitorState) -> Markup {
    let text = reader.text;
    let chat = state.chat;
    html! {
        p.sys role="status" { (text.msg_chat_ended()) }
        @match chat.rating {
            Some(stars) => p.sys { (text.msg_chat_thanks(stars)) },
            None => form.chat-rate method="post" action=(action(state)) {
                input type="hidden" name="wish" value="rate";
                fieldset {
                    legend { (text.msg_chat_rate()) }
                    div.chat-stars {
                        @for stars in 1..=5_i64 {
                            label { input.sr-only type="radio" name="stars" value=(stars) required; span { (icon("star")) span.sr-only { (text.msg_chat_stars(stars)) } } }
                        }
                    }
                }
                div.field {
                    label for="chat-opinion" { (text.msg_chat_opinion()) }
                    textarea.textarea #chat-opinion name="opinion" rows="2" maxlength=(desk::limits::REASON_CHARS_MAX) {}
                }
                button.btn type="submit" { (text.msg_chat_send_rating()) }
            },
        }
        @if state.mailed {
            p.sys role="status" { (icon("check")) (text.msg_chat_on_its_way()) }
        } @else if state.has_address {
            form method="post" action=(action(state)) {
                button.btn type="submit" name="wish" value="transcript" data-variant="quiet" { (icon("mail")) (text.msg_chat_transcript()) }
            }
        } @else { (address(reader, state)) }
    }
}

/// Under the messages of an agent.
pub(super) fn agent(reader: &Reader, app: &App, chat: &Chat, visitor: &str, own: Option<MessageId>) -> Markup {
    let text = reader.text;
    let here = chat.visitor_is_here(reader.now);
    html! {
        div #chat-state data-state=(chat.state.code()) {
            @if own.is_some_and(|own| own <= chat.visitor_read) { p.chat-stamp { (text.msg_chat_seen()) } }
            @match chat.state {
                State::Waiting => p.sys { (text.msg_chat_waits_since()) " " (parts::time(reader, chat.requested_at)) },
                State::Open if !here => p.sys role="status" { (icon("moon")) (text.msg_chat_visitor_left(visitor)) },
                State::Open => (typing(is_typing(app, chat.ticket), &text.msg_chat_is_typing(visitor))),
                State::Ended => p.sys {
                    (text.msg_chat_ended())
                    @if let Some(stars) = chat.rating { " " (text.msg_chat_rated(stars)) @if !chat.opinion.is_empty() { " “" (chat.opinion) "”" } }
                },
                State::Missed => p.sys { (text.msg_chat_was_missed()) },
            }
        }
    }
}

fn is_typing(app: &App, ticket: TicketId) -> bool {
    app.typing.is_typing(ticket, Side::Customer)
}
