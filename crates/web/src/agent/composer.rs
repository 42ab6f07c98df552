//! The composer: an answer or a note, with files, kept as a draft while it is written.

use desk::community::Visibility;
use desk::limits;
use desk::tickets::{Attachment, Category, Entry, MessageKind, Place, Ticket};
use maud::{Markup, html};

use super::canned_picker;
use super::guide_picker;
use super::scheduled;
use super::shell::bits::{self, SLOT, bold};
use super::ticket_page::TicketModel;
use crate::parts;
use crate::reader::Reader;

/// The dock below the conversation: who else writes, what went wrong, the composer.
pub(crate) fn dock(reader: &Reader, model: &TicketModel) -> Markup {
    html! {
        div.dock {
            div.ticket-col {
                (notices(reader, model))
                // What was merged is answered where it went; words that were on their way are kept.
                @if model.page.ticket.place != Place::Merged || model.typed.is_some() { (form(reader, model)) }
            }
        }
        @if !model.chat { (send_menu(reader, model)) }
    }
}

fn form_id(model: &TicketModel) -> String {
    format!("composer_{}", model.page.ticket.id)
}

/// Stands outside the form, which scripts leave alone while somebody writes: what is new since then,
/// and the newest message on the screen.
fn notices(reader: &Reader, model: &TicketModel) -> Markup {
    let text = reader.text;
    let moved_by = last_author(model).unwrap_or_default();
    html! {
        div #composer-notices data-region="morph" {
            @if !model.chat { input type="hidden" name="seen" value=(model.page.ticket.last_message) form=(form_id(model)); }
            @if let Some((id, name)) = writing(reader, model).filter(|_| !model.moved) {
                div.collision role="status" {
                    (bits::sized_avatar(id, name, "xs"))
                    span { (bold(&text.msg_agent_is_replying(SLOT), name)) }
                    span.typing aria-hidden="true" { i {} i {} i {} }
                }
            }
            div #composer-refusal data-region="refusal" {
                @if model.moved {
                    div.collision role="alert" {
                        (parts::icon("triangle-alert"))
                        span { (bold(&text.msg_agent_moved_by(SLOT), moved_by)) }
                    }
                }
                @for field in ["body", "files", "canned_name", "service", "send_at"] {
                    @if let Some(problem) = parts::problem(reader, model.errors, field) {
                        p.error role="alert" { (parts::icon("circle-alert")) (problem) }
                    }
                }
            }
        }
    }
}

fn last_author<'p>(model: &TicketModel<'p>) -> Option<&'p str> {
    model.page.entries.iter().rev().find_map(|entry| match entry {
        Entry::Message(message) => Some(message.author.1.as_str()),
        Entry::Event(_) => None,
    })
}

/// Who else writes: whoever types just now, else whoever has a draft and is here.
fn writing<'p>(reader: &Reader, model: &TicketModel<'p>) -> Option<(desk::PersonId, &'p str)> {
    let others = || model.present.iter().filter(|other| Some(other.id) != reader.actor.person);
    let drafts = &model.page.others_writing;
    others()
        .find(|other| other.typing)
        .or_else(|| others().find(|other| drafts.iter().any(|(id, _)| *id == other.id)))
        .map(|other| (other.id, other.name.as_str()))
}

/// The kind and the text that the composer opens with.
fn opening<'p>(model: &TicketModel<'p>) -> (MessageKind, &'p str) {
    match (model.typed, &model.page.draft) {
        (Some(typed), _) => (typed.kind, &typed.html),
        (None, Some(draft)) => (draft.kind, &draft.html),
        (None, None) => (MessageKind::Reply, ""),
    }
}

fn form(reader: &Reader, model: &TicketModel) -> Markup {
    let text = reader.text;
    let ticket = &model.page.ticket;
    let base = format!("/agent/tickets/{}", ticket.id);
    let (kind, html) = opening(model);
    let format = if html.is_empty() { "text" } else { "html" };
    let requester = &model.page.requester.name;
    let first_name = requester.split_whitespace().next().unwrap_or(requester);
    html! {
        form.composer #(form_id(model)) method="post" action={ (base) "/messages" } enctype="multipart/form-data" novalidate
            data-composer data-enhance data-keep data-enter=[model.chat.then_some("send")] data-mode=(kind.code()) data-thread=(if model.chat { "#chat-messages" } else { "#thread" })
            data-draft-url={ (base) "/draft" } data-upload-url={ (base) "/files" }
            data-presence-url={ (base) "/presence" } data-max-bytes=(limits::ATTACHMENT_BYTES_MAX)
            data-label-too-big=(text.msg_agent_too_big()) data-label-remove=(text.msg_agent_file_remove())
            data-label-failed=(text.msg_agent_send_failed()) aria-label=(text.msg_agent_composer()) {
            input type="hidden" name="view" value=(model.view.code());
            @if model.chat { input type="hidden" name="from" value="chat"; }
            input type="hidden" name="format" value=(format);
            (head(reader, model, kind))
            @if public(ticket) {
                p.composer-public.when-reply { (parts::icon("users-round")) (text.msg_agent_public_answer()) }
            }
            label.sr-only for="reply" { (text.msg_agent_composer_label(requester)) }
            textarea.composer-body #reply name="body" rows="2" data-rich=(if html.is_empty() { "" } else { "html" })
                placeholder=(if public(ticket) { text.msg_agent_public_placeholder() } else { text.msg_agent_placeholder(first_name) }) { (html) }
            div.files data-files { @for file in &model.page.uploads { (upload(reader, file)) } }
            @if !model.chat {
                @let weight: i64 = model.page.uploads.iter().map(|file| file.size).sum();
                p.composer-heavy.when-reply data-heavy=(model.mail_files_max) role="status" {
                    span hidden[weight <= model.mail_files_max] { (parts::icon("link")) (text.msg_agent_files_heavy()) }
                }
            }
            @if !model.chat { (options(reader, model)) }
            (foot(reader, model))
            (format_bar(reader))
            (message_template(reader))
        }
        (canned_picker::picker(reader, model))
        (guide_picker::picker(reader, model))
    }
}

/// Whether everybody reads what is answered here.
fn public(ticket: &Ticket) -> bool {
    ticket.visibility == Visibility::Public && !ticket.locked
}

/// What else happens with the answer.
fn options(reader: &Reader, model: &TicketModel) -> Markup {
    let text = reader.text;
    html! {
        div.composer-options.when-reply {
            label.check { input type="checkbox" name="close" value="1"; span { (text.msg_agent_close_ticket()) } }
            @if model.works_here {
                label.check { input type="checkbox" name="save_canned" value="1"; span { (text.msg_agent_save_canned()) } }
                input.input type="text" name="canned_name" maxlength=(limits::NAME_CHARS_MAX) autocomplete="off"
                    data-size="s" aria-label=(text.msg_agent_canned_name()) placeholder=(text.msg_agent_canned_name());
            }
        }
    }
}

fn head(reader: &Reader, model: &TicketModel, kind: MessageKind) -> Markup {
    let text = reader.text;
    let note = kind == MessageKind::Note;
    let copies: Vec<&str> = model.page.participants.iter().map(|(_, name)| name.as_str()).collect();
    html! {
        div.composer-head {
            div.segmented role="group" aria-label=(text.msg_agent_kind()) {
                label {
                    input type="radio" name="kind" value="reply" checked[!note] data-key="r";
                    (text.msg_agent_reply())
                }
                label {
                    input type="radio" name="kind" value="note" checked[note] data-key="n";
                    (bits::sized_icon("lock", "s")) (text.msg_agent_note_short())
                }
            }
            div.composer-to.truncate.desktop-only.when-note { (text.msg_agent_team_only()) }
            div.composer-to.truncate.desktop-only.when-reply {
                (bold(&text.msg_agent_to(SLOT), &model.page.requester.name))
                @if !copies.is_empty() { ", " (text.msg_agent_cc(copies.join(", "))) }
            }
            span.spacer {}
            span.meta.desktop-only data-draft-state role="status" data-label-saving=(text.msg_agent_draft_saving())
                data-label-saved=(text.msg_agent_draft_saved()) data-label-unsaved=(text.msg_agent_draft_unsaved())
                data-label-sending=(text.msg_agent_sending()) {}
        }
    }
}

/// A file that was uploaded and not sent yet.
fn upload(reader: &Reader, file: &Attachment) -> Markup {
    html! {
        span.file data-state="done" data-size=(file.size) {
            span.file-type { (parts::file_type(&file.name)) }
            span.truncate { (file.name) }
            span.meta { (parts::file_size(reader, file.size)) }
            button type="button" data-remove-file aria-label=(reader.text.msg_agent_file_remove_named(&file.name)) {
                (bits::sized_icon("x", "s"))
            }
            input type="hidden" name="files" value=(file.id);
        }
    }
}

fn foot(reader: &Reader, model: &TicketModel) -> Markup {
    let text = reader.text;
    let signed = reader.person.as_ref().is_some_and(|person| !person.signature.trim().is_empty());
    html! {
        div.composer-foot {
            (canned_picker::opener(reader, model))
            (guide_picker::opener(reader, model))
            button.btn type="button" data-pick data-variant="quiet" data-size="s" data-icon
                aria-label=(text.msg_agent_attach()) title=(text.msg_agent_attach()) { (parts::icon("paperclip")) }
            input.sr-only type="file" name="upload" multiple tabindex="-1" aria-label=(text.msg_agent_attach());
            button.btn.desktop-only type="button" data-format-bar data-variant="quiet" data-size="s" data-icon
                aria-label=(text.msg_agent_format()) title={ (text.msg_agent_format()) " (Alt F10)" } {
                (parts::icon("type"))
            }
            span.spacer {}
            @if signed && !model.chat { span.meta.desktop-only.when-reply { (text.msg_agent_signature_added()) "\u{2002}" } }
            button.btn.when-note type="submit" name="then" value="" data-variant="primary" {
                (text.msg_agent_add_note()) (bits::keys(&["Ctrl", "↵"]))
            }
            @if model.chat {
                button.btn.when-reply type="submit" name="then" value="" data-variant="primary" {
                    (text.msg_agent_send()) (bits::keys(&["↵"]))
                }
            } @else { span.split.when-reply {
                button.btn type="submit" name="then" value="" data-variant="primary" {
                    (text.msg_agent_send()) (bits::keys(&["Ctrl", "↵"]))
                }
                button.btn type="button" data-variant="primary" popovertarget="send-menu"
                    aria-label=(text.msg_agent_send_ways()) { (parts::icon("chevron-down")) }
            } }
        }
    }
}

/// Other ways to send. The first button of the composer leaves the status to the rules.
fn send_menu(reader: &Reader, model: &TicketModel) -> Markup {
    let text = reader.text;
    let form = form_id(model);
    html! {
        div.menu #send-menu popover data-side="top" data-align="end" {
            button.menu-item type="submit" form=(form) name="then" value=(Category::Closed.code()) {
                (bits::silent(&parts::category_icon(reader, Category::Closed)))
                span { (text.msg_agent_send_close()) }
            }
            button.menu-item type="submit" form=(form) name="then" value=(Category::WaitingAgent.code())
                data-send-second {
                (bits::silent(&parts::category_icon(reader, Category::WaitingAgent)))
                span { (text.msg_agent_send_keep()) }
                (bits::keys(&["Ctrl", "⇧", "↵"]))
            }
            (scheduled::ways(reader, model, &form))
        }
    }
}

/// A text with formats, in a form of its own.
pub(crate) fn rich_field(id: &str, label: &str, html: &str) -> Markup {
    html! {
        div.field {
            label for=(id) { (label) }
            input type="hidden" name="format" value=(if html.is_empty() { "text" } else { "html" });
            textarea.textarea #(id) name="body" rows="4" data-rich=(if html.is_empty() { "" } else { "html" }) { (html) }
        }
    }
}

/// The tools over selected text.
pub(crate) fn format_bar(reader: &Reader) -> Markup {
    let text = reader.text;
    let formats = [
        ("bold", "bold", text.msg_agent_format_bold()),
        ("italic", "italic", text.msg_agent_format_italic()),
        ("list", "list", text.msg_agent_format_list()),
        ("list-ordered", "list-ordered", text.msg_agent_format_numbers()),
        ("quote", "text-quote", text.msg_agent_format_quote()),
        ("code", "code", text.msg_agent_format_code()),
        ("link", "link", text.msg_agent_format_link()),
    ];
    html! {
        div.bubble-bar popover="manual" role="toolbar" aria-label=(text.msg_agent_format()) {
            @for (format, symbol, name) in &formats {
                button type="button" data-format=(format) aria-label=(name) title=(name) { (parts::icon(symbol)) }
            }
            input type="text" inputmode="url" data-link hidden aria-label=(text.msg_agent_format_address()) placeholder="https://";
        }
    }
}

/// What a message looks like while it is being sent.
fn message_template(reader: &Reader) -> Markup {
    let Some(me) = reader.actor.person else { return html! {} };
    html! {
        template data-message {
            article.msg data-from="agent" data-kind="note" {
                (bits::sized_avatar(me, &reader.actor.name, "m"))
                div.bubble {
                    header.msg-head {
                        span.name { (reader.actor.name) }
                        span.meta data-slot="state" { (reader.text.msg_agent_sending()) }
                    }
                    div.msg-body data-slot="body" {}
                }
            }
        }
    }
}
