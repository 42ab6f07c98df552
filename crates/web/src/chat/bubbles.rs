//! Messages as bubbles: one's own at the right.

use std::collections::HashSet;

use desk::tickets::{Attachment, Message, MessageKind, Side};
use maud::{Markup, PreEscaped, html};

use crate::parts;
use crate::reader::Reader;

/// Pixels of a picture in a bubble.
const PREVIEW_WIDTH: u32 = 240;

/// Who looks.
#[derive(Clone, Copy)]
pub(super) enum Seat<'s> {
    /// The visitor, who came by this link.
    Visitor(&'s str),
    /// An agent.
    Agent,
}

impl Seat<'_> {
    fn link(&self) -> Option<&str> {
        match self {
            Self::Visitor(code) => Some(code),
            Self::Agent => None,
        }
    }
}

/// Some messages, oldest first.
pub(super) fn list(reader: &Reader, messages: &[Message], seat: Seat) -> Markup {
    html! { @for message in messages { (bubble(reader, message, seat)) } }
}

fn bubble(reader: &Reader, message: &Message, seat: Seat) -> Markup {
    let own = match seat {
        Seat::Visitor(_) => message.side == Side::Customer,
        Seat::Agent => message.side == Side::Agent,
    };
    let note = message.kind == MessageKind::Note;
    let (author, name) = &message.author;
    let mut shown = HashSet::new();
    let body = parts::with_pictures(&message.html, &message.attachments, seat.link(), &mut shown);
    let files: Vec<&Attachment> = message.attachments.iter().filter(|file| !shown.contains(&file.id)).collect();
    html! {
        li #{ "message_" (message.id) } .out[own] .in[!own] data-message=(message.id) data-kind=[note.then_some("note")] {
            @if !own { span.avatar data-hue=(author.0.rem_euclid(8) + 1) aria-hidden="true" { (parts::initials(name)) } }
            div.chat-text title=(parts::moment(reader, message.created_at)) {
                span.sr-only {
                    @if own && matches!(seat, Seat::Visitor(_)) { (reader.text.msg_customer_you()) } @else { (name) } ": "
                }
                @if note { span.meta { (parts::icon("lock")) (name) ", " (reader.text.msg_agent_note()) } }
                (PreEscaped(&body))
                (attached(reader, &files, seat))
            }
        }
    }
}

fn attached(reader: &Reader, files: &[&Attachment], seat: Seat) -> Markup {
    html! {
        @for file in files {
            @if parts::is_picture(file) {
                @let address = parts::file_url(file, true, seat.link());
                a.chat-picture href=(address) target="_blank" rel="noopener" {
                    img src=(address) alt=(file.name) width=(PREVIEW_WIDTH) loading="lazy";
                }
            } @else {
                a.file href=(parts::file_url(file, false, seat.link())) {
                    span.file-type aria-hidden="true" { (parts::file_type(&file.name)) }
                    span.truncate { (file.name) }
                    span.meta { (parts::file_size(reader, file.size)) }
                }
            }
        }
    }
}
