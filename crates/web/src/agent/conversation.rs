//! The conversation of a ticket: messages with their files and what became of their mails.

use std::collections::HashSet;

use desk::community::Visibility;
use desk::mailflow::outbox::{DELAYED, RETURNED};
use desk::mailflow::suppressed::BY_HAND;
use desk::tickets::{Attachment, Channel, Delivery, Entry, Message, MessageKind, Page, Side};
use desk::{AttachmentId, Frame, MessageId};
use maud::{Markup, PreEscaped, html};

use super::shell::bits;
use super::ticket_page::TicketModel;
use super::{moving, pictures, timeline};
use crate::parts;
use crate::reader::Reader;

/// The whole conversation, oldest first.
pub(crate) fn thread(reader: &Reader, frame: &Frame, model: &TicketModel) -> Markup {
    let page = model.page;
    let unread = first_unread(page);
    html! {
        ol.thread #thread data-rail data-region="thread" data-label-new=(reader.text.msg_agent_thread_new()) {
            @if page.cut { li.day #thread-cut { (reader.text.msg_agent_thread_cut()) } }
            @for entry in &page.entries {
                @match entry {
                    Entry::Message(message) => {
                        li #{ "message_" (message.id) } data-first-unread[unread == Some(message.id)] {
                            (bubble(reader, frame, model, message))
                        }
                    }
                    Entry::Event(event) => { (timeline::event(reader, frame, event)) }
                }
            }
        }
    }
}

/// Where reading goes on: the first message of the customer's side that the reader has not seen.
fn first_unread(page: &Page) -> Option<MessageId> {
    page.entries.iter().find_map(|entry| match entry {
        Entry::Message(message) if message.side == Side::Customer && page.seen.is_none_or(|seen| seen < message.id) => {
            Some(message.id)
        }
        _ => None,
    })
}

fn bubble(reader: &Reader, frame: &Frame, model: &TicketModel, message: &Message) -> Markup {
    let page = model.page;
    let (author, name) = &message.author;
    let name = if is_report(message) { &reader.text.msg_agent_mail_system() } else { name };
    let note = message.kind == MessageKind::Note;
    let from = match message.side {
        Side::Customer => "customer",
        Side::Agent => "agent",
    };
    let mut shown = HashSet::new();
    let body = parts::with_pictures(&message.html, &message.attachments, None, &mut shown);
    let quoted = parts::with_pictures(&message.quoted, &message.attachments, None, &mut shown);
    let (remote, [body, quoted]) = with_remote(model, message, [body, quoted]);
    let mail = message.has_mail.then(|| format!("/agent/tickets/{}/messages/{}/mail.eml", page.ticket.id, message.id));
    let foreign = message.side == Side::Customer && !page.ticket.language.is_empty();
    html! {
        article.msg data-from=[(!note).then_some(from)] data-kind=[note.then_some("note")] {
            (bits::sized_avatar(*author, name, "m"))
            div.bubble {
                header.msg-head {
                    span.name { (name) }
                    (origin(reader, frame, message))
                    (sender(reader, message))
                    (automatic(reader, &message.automatic))
                    (withheld(reader, page, message))
                    (parts::time(reader, message.created_at))
                    @if message.has_mail {
                        (source(reader, model, message))
                        (moving::menu(reader, model, message))
                    }
                }
                (parts::protection(reader, message, mail.as_deref()))
                @if remote && model.pictures != Some(message.id) { (offer_pictures(reader, model, message)) }
                div.msg-body.table-wrap lang=[foreign.then_some(&page.ticket.language)] {
                    @if parts::is_blank(&body) && message.protection.is_empty() { p.soft lang=(reader.lang) { (reader.text.msg_parts_no_text()) } }
                    (PreEscaped(&body))
                    @if !message.quoted.is_empty() {
                        details.quoted #{ "quoted_" (message.id) } {
                            summary.pill { (parts::icon("ellipsis")) (reader.text.msg_agent_quoted()) }
                            (PreEscaped(&quoted))
                        }
                    }
                }
                (parts::cards(reader, &message.attachments))
                (files(reader, &message.attachments, &shown))
                @for file in &message.attachments { (file_link(reader, model, file)) }
                @if let Some(delivery) = &message.delivery { (trouble(reader, delivery)) (unreached(reader, delivery)) }
                @if message.thread_why.starts_with("answer_") { (unsent(reader, &message.thread_why)) }
            }
        }
    }
}

/// What a server reports about an answer is not the customer's word.
fn is_report(message: &Message) -> bool {
    message.kind == MessageKind::Note && matches!(message.automatic.as_str(), "bounce" | "report")
}

/// How the message came, or where its mail is; how it found the ticket is in the title.
fn origin(reader: &Reader, frame: &Frame, message: &Message) -> Markup {
    let text = reader.text;
    let why = timeline::reason(reader, &message.thread_why);
    if is_report(message) {
        return html! { span.meta title=[why] { (parts::icon("mail")) (text.msg_agent_by_mail()) } };
    }
    if message.kind == MessageKind::Note {
        return html! { span.meta title=[why] { (parts::icon("lock")) (text.msg_agent_note()) } };
    }
    let state = message.delivery.as_ref().map(|delivery| delivery.state.as_str());
    match (message.side, message.channel, state) {
        (Side::Customer, Channel::Mail, _) => {
            html! { span.meta title=[why] { (parts::icon("mail")) (text.msg_agent_by_mail()) } }
        }
        (Side::Customer, Channel::Web, _) => {
            html! { span.meta title=[why] { (parts::icon("globe")) (text.msg_agent_by_web()) } }
        }
        (Side::Customer, Channel::Chat, _) => {
            html! { span.meta title=[why] { (parts::icon("messages-square")) (text.msg_agent_by_chat()) } }
        }
        (Side::Customer, Channel::Agent, _) => {
            html! { span.meta title=[why] { (parts::icon("pencil")) (text.msg_agent_by_agent()) } }
        }
        (Side::Agent, _, Some("sent")) => {
            html! { span.meta { (parts::icon("check")) (text.msg_agent_sent()) } }
        }
        (Side::Agent, _, Some("queued" | "claimed" | "sending")) => {
            html! { span.meta { (parts::icon("clock")) (text.msg_agent_sending()) } }
        }
        (Side::Agent, _, Some("returned")) => {
            html! { span.meta { (parts::icon("triangle-alert")) (text.msg_agent_came_back()) } }
        }
        (Side::Agent, _, Some("failed" | "unsure")) => {
            html! { span.meta { (parts::icon("triangle-alert")) (text.msg_agent_not_sent()) } }
        }
        (Side::Agent, _, _) => html! { span.meta { (frame.organisation) } },
    }
}

/// The words of a message with its pictures from elsewhere, if those are wanted; and whether there are any.
fn with_remote(model: &TicketModel, message: &Message, words: [String; 2]) -> (bool, [String; 2]) {
    let [html, quoted] = [&message.html, &message.quoted].map(|html| markup::remote_images(html).len());
    // Without the mail nothing says where they are.
    if html + quoted == 0 || !message.has_mail {
        return (false, words);
    }
    if model.pictures != Some(message.id) {
        return (true, words);
    }
    let address = |number| pictures::address(model.page.ticket.id, message.id, number);
    let [own, history] = words;
    let history = markup::with_remote_images(&history, &|number| address(number + html));
    (true, [markup::with_remote_images(&own, &address), history])
}

fn offer_pictures(reader: &Reader, model: &TicketModel, message: &Message) -> Markup {
    let text = reader.text;
    let ticket = bits::ticket_url(model.page.ticket.id, model.view);
    html! {
        p.remote {
            (parts::icon("image")) span { (text.msg_agent_pictures_hidden()) }
            a.btn data-size="s" href={ (ticket) "&pictures=" (message.id) "#message_" (message.id) } { (text.msg_agent_pictures_show()) }
            a.btn data-size="s" data-variant="quiet" href={ "/agent/tickets/" (model.page.ticket.id) "/messages/" (message.id) "/look" } { (text.msg_agent_look()) }
        }
    }
}

fn source(reader: &Reader, model: &TicketModel, message: &Message) -> Markup {
    let name = reader.text.msg_agent_source();
    html! {
        a.meta.mark href={ "/agent/tickets/" (model.page.ticket.id) "/messages/" (message.id) "/source" } title=(name) aria-label=(name) {
            (parts::icon("code"))
        }
    }
}

/// Whether the sender's domain vouches for a mail.
fn sender(reader: &Reader, message: &Message) -> Markup {
    let text = reader.text;
    let found = |key: &str| message.checks.split(' ').find_map(|word| word.strip_prefix(key));
    match found("dmarc=") {
        Some("pass") => {
            let name = text.msg_agent_sender_confirmed(found("from=").unwrap_or_default());
            html! { span.meta.mark title=(name) { (parts::icon("shield-check")) span.sr-only { (name) } } }
        }
        Some("fail") => html! {
            span.pill data-tone="warning" title={ (text.msg_agent_sender_unconfirmed_more()) " " (message.checks) } {
                (parts::icon("shield-alert")) (text.msg_agent_sender_unconfirmed())
            }
        },
        _ => html! {},
    }
}

/// The class of an automatic mail.
fn automatic(reader: &Reader, class: &str) -> Markup {
    let text = reader.text;
    let name = match class {
        "bounce" => text.msg_agent_auto_bounce(),
        "report" => text.msg_agent_auto_report(),
        "auto-reply" => text.msg_agent_auto_reply(),
        "list" => text.msg_agent_auto_list(),
        "bulk" => text.msg_agent_auto_bulk(),
        "auto-generated" => text.msg_agent_auto_generated(),
        _ => return html! {},
    };
    html! { span.pill data-outline { (name) } }
}

/// Of a message that others do not read as it stands: why.
fn withheld(reader: &Reader, page: &Page, message: &Message) -> Markup {
    let text = reader.text;
    let public = page.ticket.visibility != Visibility::Private;
    html! {
        @match message.withheld.as_str() {
            "held" => a.pill data-tone="warning" href="/agent/moderation" { (parts::icon("hourglass")) (text.msg_moderation_held()) },
            "hidden" => a.pill data-tone="warning" href={ "/agent/moderation/posts/" (message.id) } { (parts::icon("eye-off")) (text.msg_moderation_hidden()) },
            "internal" if public => span.pill { (parts::icon("lock")) (text.msg_customer_only_team()) },
            _ => {},
        }
        @if message.edited { span.pill data-outline { (text.msg_topic_edited()) } }
    }
}

/// A mail that did not leave or arrive: why, and a way to send it again.
fn trouble(reader: &Reader, delivery: &Delivery) -> Markup {
    let text = reader.text;
    let delayed = delivery.error.strip_prefix(DELAYED);
    let words = match (delivery.state.as_str(), delayed) {
        ("sent", Some(status)) => text.msg_agent_mail_delayed(returned(reader, status)),
        ("failed", _) if delivery.error == RETURNED => text.msg_agent_mail_kept(),
        ("failed", _) => text.msg_agent_mail_failed(&delivery.error),
        ("returned", _) => text.msg_agent_mail_returned(returned(reader, &delivery.error)),
        ("unsure", _) => text.msg_agent_mail_unsure(),
        ("queued", _) if !delivery.waits_for.is_empty() => text.msg_agent_mail_provider(&delivery.waits_for),
        ("queued", _) if delivery.attempts > 0 => text.msg_agent_mail_waiting(&delivery.error),
        _ => return html! {},
    };
    let hopeful = matches!(delivery.state.as_str(), "queued" | "sent");
    html! {
        div.msg-body {
            div.callout data-tone=(if hopeful { "warning" } else { "danger" }) {
                (parts::icon("triangle-alert"))
                div { (words) }
                // Sent again, a mail that is only late arrives twice.
                @if delivery.state != "sent" {
                    form method="post" action={ "/agent/mail/" (delivery.id) "/retry" } data-enhance {
                        button.btn type="submit" data-size="s" { (text.msg_agent_try_again()) }
                    }
                }
            }
        }
    }
}

/// Those of several readers whom an answer did not reach.
fn unreached(reader: &Reader, delivery: &Delivery) -> Markup {
    let lines = delivery.unreached.lines().filter_map(|line| line.split_once(' '));
    let lines = lines
        .map(|(address, status)| reader.text.msg_agent_event_answer_not_delivered(address, returned(reader, status)));
    html! {
        @if !delivery.unreached.is_empty() {
            div.msg-body {
                div.callout data-tone="warning" {
                    (parts::icon("triangle-alert"))
                    div { @for line in lines { p { (line) } } }
                }
            }
        }
    }
}

/// Why an agent's answer by mail did not go out.
fn unsent(reader: &Reader, why: &str) -> Markup {
    html! {
        div.msg-body {
            div.callout data-tone="warning" {
                (parts::icon("triangle-alert"))
                div { (reader.text.msg_agent_unsent()) " " (timeline::reason(reader, why).unwrap_or_default()) }
            }
        }
    }
}

/// Why no mail goes to somebody by itself.
pub(super) fn no_mail(reader: &Reader, why: &str) -> String {
    let words = returned(reader, why);
    if why == BY_HAND { reader.text.msg_agent_no_mail(words) } else { reader.text.msg_agent_comes_back(words) }
}

/// What a mail server means with a status code (RFC 3463), and the code.
pub(super) fn returned(reader: &Reader, status: &str) -> String {
    let text = reader.text;
    let words = match status {
        "5.1.2" | "5.4.4" => text.msg_agent_returned_host(),
        BY_HAND => return text.msg_agent_returned_by_hand(),
        "5.2.1" => text.msg_agent_returned_closed(),
        "5.2.2" | "4.2.2" => text.msg_agent_returned_full(),
        "5.2.3" | "5.3.4" => text.msg_agent_returned_large(),
        _ if status.starts_with("5.1.") => text.msg_agent_returned_address(),
        _ if status.starts_with("5.7.") => text.msg_agent_returned_policy(),
        _ if status.starts_with("4.4.") => text.msg_agent_returned_silent(),
        "" => return text.msg_agent_returned_unsaid(),
        _ => text.msg_agent_returned_other(),
    };
    format!("{words} ({status})")
}

/// The files that the text does not show.
pub(super) fn files(reader: &Reader, attachments: &[Attachment], shown: &HashSet<AttachmentId>) -> Markup {
    let mut listed = attachments.iter().filter(|file| !shown.contains(&file.id)).peekable();
    html! {
        @if listed.peek().is_some() {
            div.files { @for file in listed { (file_chip(reader, file)) } }
        }
    }
}

/// Of a file that was too large for its mail: until when the link there opens it, and a way to change that.
fn file_link(reader: &Reader, model: &TicketModel, file: &Attachment) -> Markup {
    let text = reader.text;
    let Some(until) = file.link_until else { return html! {} };
    let open = until > reader.now;
    let (words, name, decision) = if open {
        let words = text.msg_agent_file_link_open(&file.name, parts::moment(reader, until));
        (words, text.msg_agent_file_link_end(), "end")
    } else {
        (text.msg_agent_file_link_over(&file.name), text.msg_agent_file_link_renew(), "renew")
    };
    html! {
        form.remote.linked method="post" action={ "/agent/tickets/" (model.page.ticket.id) "/files/" (file.id) "/link" } data-enhance {
            (parts::icon("link")) span { (words) }
            input type="hidden" name="view" value=(model.view.code());
            button.btn type="submit" name="decision" value=(decision) data-size="s" {
                (name) span.sr-only { " (" (file.name) ")" }
            }
        }
    }
}

fn file_chip(reader: &Reader, file: &Attachment) -> Markup {
    let picture = parts::is_picture(file);
    html! {
        a.file href={ "/files/" (file.token) } download=[(!picture).then_some(&file.name)] title=(file.name) {
            span.file-type {
                @if picture {
                    img src={ "/files/" (file.token) "?inline" } width="28" height="28" loading="lazy" alt="";
                } @else {
                    (parts::file_type(&file.name))
                }
            }
            span.truncate { (file.name) }
            span.meta { (parts::file_size(reader, file.size)) }
        }
    }
}
