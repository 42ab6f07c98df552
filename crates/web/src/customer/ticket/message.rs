//! A message of the conversation, with its pictures and files.

use std::collections::HashSet;

use desk::tickets::{Attachment, Message, Side};
use maud::{Markup, PreEscaped, html};

use super::TicketModel;
use crate::customer::shell;
use crate::parts;
use crate::reader::Reader;

/// The message.
pub(super) fn message(reader: &Reader, organisation: &str, message: &Message, model: &TicketModel) -> Markup {
    let (author, name) = &message.author;
    let (mine, link) = (model.me == Some(*author), model.link);
    let text = reader.text;
    let mut shown = HashSet::new();
    let body = parts::with_pictures(&message.html, &message.attachments, link, &mut shown);
    let quoted = parts::with_pictures(&message.quoted, &message.attachments, link, &mut shown);
    let files: Vec<&Attachment> = message.attachments.iter().filter(|file| !shown.contains(&file.id)).collect();
    html! {
        li #{ "message_" (message.id) } {
            article.msg data-from=(message.side.code()) {
                (shell::large_avatar(*author, name))
                div.bubble {
                    header.msg-head {
                        span.name { @if mine { (text.msg_customer_you()) } @else { (name) } }
                        @if message.side == Side::Agent {
                            span.meta { (text.msg_customer_team_of(shell::shown_name(organisation))) }
                        }
                        (parts::time(reader, message.created_at))
                    }
                    (parts::protection(reader, message, None))
                    div.msg-body {
                        @if parts::is_blank(&body) && message.protection.is_empty() { p.soft { (text.msg_parts_no_text()) } }
                        (PreEscaped(&body))
                        @if !quoted.trim().is_empty() {
                            details.quoted {
                                summary.btn data-variant="quiet" { (text.msg_customer_quoted()) }
                                blockquote { (PreEscaped(&quoted)) }
                            }
                        }
                    }
                    (parts::cards(reader, &message.attachments))
                    (pictures(&files, link))
                    (chips(reader, &files, link))
                }
            }
        }
    }
}

/// The files of a message that anybody who reads it may have.
pub(crate) fn files(reader: &Reader, files: &[&Attachment]) -> Markup {
    html! { (pictures(files, None)) (chips(reader, files, None)) }
}

fn pictures(files: &[&Attachment], link: Option<&str>) -> Markup {
    let pictures: Vec<&&Attachment> = files.iter().filter(|file| parts::is_picture(file)).collect();
    html! {
        @if !pictures.is_empty() {
            div.files {
                @for file in pictures {
                    @let address = parts::file_url(file, true, link);
                    a href=(address) { img.preview src=(address) alt=(file.name) loading="lazy"; }
                }
            }
        }
    }
}

fn chips(reader: &Reader, files: &[&Attachment], link: Option<&str>) -> Markup {
    let files: Vec<&&Attachment> = files.iter().filter(|file| !parts::is_picture(file)).collect();
    html! {
        @if !files.is_empty() {
            div.files {
                @for file in files {
                    a.file href=(parts::file_url(file, false, link)) {
                        span.file-type aria-hidden="true" { (parts::file_type(&file.name)) }
                        span.truncate { (file.name) }
                        span.meta { (parts::file_size(reader, file.size)) }
                    }
                }
            }
        }
    }
}
