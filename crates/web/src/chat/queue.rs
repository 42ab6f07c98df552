//! The agents' list of chats: who waits, one's own, those that just ended.

use desk::chat::{Board, Chat, Row};
use desk::{TicketId, Time, limits};
use maud::{Markup, html};

use crate::agent::shell::bits;
use crate::parts::{self, icon};
use crate::reader::Reader;

/// Seconds after which waiting becomes too long.
const LATE_SECONDS: u64 = 90;

/// The list; `available` is whether requests reach the reader.
pub(super) fn queue(reader: &Reader, board: &Board, current: Option<TicketId>, available: bool) -> Markup {
    let text = reader.text;
    html! {
        section.queue #chat-queue data-region="morph" data-current=[current] aria-label=(text.msg_chat_all()) {
            div.scroll tabindex="0" role="group" aria-label=(text.msg_chat_all()) {
                h2 { (bits::sized_icon("bell-ring", "s")) (text.msg_chat_waiting_list())
                    @if !board.waiting.is_empty() { span.count data-tone="accent" { (board.waiting.len()) } } }
                @if !available {
                    p.hint.queue-hint { (text.msg_chat_unavailable_hint()) }
                } @else if board.waiting.is_empty() {
                    p.hint.queue-hint { (text.msg_chat_nobody_waits()) }
                }
                ul role="list" aria-live="polite" { @for row in &board.waiting { (request(reader, row)) } }
                @if !board.mine.is_empty() {
                    h2 { (text.msg_chat_yours()) span.count { (board.mine.len()) } }
                    @for row in &board.mine { (line(reader, row, current)) }
                }
                @if !board.ended.is_empty() {
                    h2 { (text.msg_chat_just_ended()) }
                    @for row in &board.ended { (line(reader, row, current)) }
                }
            }
        }
    }
}

fn request(reader: &Reader, row: &Row) -> Markup {
    let text = reader.text;
    let (id, name) = &row.visitor;
    let waited = row.chat.requested_at.elapsed(reader.now).as_secs();
    let late = waited >= LATE_SECONDS;
    let ticket = row.chat.ticket;
    html! {
        li.request #{ "request_" (ticket) } data-state=[late.then_some("late")] {
            header {
                (bits::sized_avatar(*id, name, "m"))
                b.truncate { (name) }
                span.sla data-state=(if late { "soon" } else { "ok" }) { (parts::time(reader, row.chat.requested_at)) }
            }
            p { (row.preview) }
            p.meta.truncate { (row.chat.portal_name) }
            footer {
                form method="post" action={ "/agent/chats/" (ticket) "/act" } {
                    button.btn.take type="submit" name="act" value="take" data-size="s" data-variant=[late.then_some("primary")]
                        data-block aria-label=(text.msg_chat_take_from(name)) { (text.msg_chat_take()) }
                }
                a.btn href={ "/agent/chats/" (ticket) } data-size="s" data-icon aria-label=(text.msg_chat_look_at(name))
                    title=(text.msg_chat_look_at(name)) { (icon("eye")) }
            }
        }
    }
}

fn line(reader: &Reader, row: &Row, current: Option<TicketId>) -> Markup {
    let (id, name) = &row.visitor;
    let here = current == Some(row.chat.ticket);
    html! {
        a.chat-row #{ "chat_" (row.chat.ticket) } href={ "/agent/chats/" (row.chat.ticket) } aria-current=[here.then_some("true")] {
            span.avatar data-hue=(id.0.rem_euclid(8) + 1) data-size="m" data-presence=(presence(&row.chat, reader.now))
                aria-hidden="true" { (parts::initials(name)) }
            b.truncate { (name) }
            (parts::time(reader, row.updated_at))
            span.truncate { (row.preview) }
            @if row.unread > 0 && !here && row.chat.is_live() {
                span.count data-tone="accent" { (row.unread) span.sr-only { " " (reader.text.msg_chat_unread(row.unread)) } }
            } @else { span {} }
        }
    }
}

/// Whether the visitor is there, as the avatar shows it.
pub(super) fn presence(chat: &Chat, now: Time) -> &'static str {
    match chat.is_live() && chat.seen_at.elapsed(now) < limits::VISITOR_GRACE {
        true => "on",
        false => "off",
    }
}
