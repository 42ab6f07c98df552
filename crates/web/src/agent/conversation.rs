//! The conversation of a ticket: messages with their files and what became of their mails.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use desk::tickets::{Attachment, Channel, Delivery, Entry, Message, MessageKind, Page, Side};
use desk::{Frame, MessageId};
use maud::{Markup, PreEscaped, html};

use super::shell::bits;
use super::timeline;
use crate::parts;
use crate::reader::Reader;

/// What stands before the id of an inline picture in sanitised HTML (RFC 2392).
const CID_SOURCE: &str = "src=\"cid:";
/// Types that every browser shows as a picture.
const PICTURES: [&str; 5] = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"];
/// Characters of a file's extension that its sign has room for.
const EXTENSION_CHARS: usize = 4;

/// The whole conversation, oldest first.
pub(crate) fn thread(reader: &Reader, frame: &Frame, page: &Page) -> Markup {
    let unread = first_unread(page);
    html! {
        ol.thread #thread data-rail data-region="thread" data-label-new=(reader.text.msg_agent_thread_new()) {
            @if page.cut { li.day #thread-cut { (reader.text.msg_agent_thread_cut()) } }
            @for entry in &page.entries {
                @match entry {
                    Entry::Message(message) => {
                        li #{ "message_" (message.id) } data-first-unread[unread == Some(message.id)] {
                            (bubble(reader, frame, page, message))
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

fn bubble(reader: &Reader, frame: &Frame, page: &Page, message: &Message) -> Markup {
    let (author, name) = &message.author;
    let note = message.kind == MessageKind::Note;
    let from = match message.side {
        Side::Customer => "customer",
        Side::Agent => "agent",
    };
    let foreign = message.side == Side::Customer && !page.ticket.language.is_empty();
    html! {
        article.msg data-from=[(!note).then_some(from)] data-kind=[note.then_some("note")] {
            (bits::sized_avatar(*author, name, "m"))
            div.bubble {
                header.msg-head {
                    span.name { (name) }
                    (origin(reader, frame, message))
                    (automatic(reader, &message.automatic))
                    (parts::time(reader, message.created_at))
                }
                div.msg-body.table-wrap lang=[foreign.then_some(&page.ticket.language)] {
                    (PreEscaped(body_html(message)))
                    @if !message.quoted.is_empty() {
                        details.quoted #{ "quoted_" (message.id) } {
                            summary.pill { (parts::icon("ellipsis")) (reader.text.msg_agent_quoted()) }
                            (PreEscaped(with_pictures(&message.quoted, &pictures_by_id(message))))
                        }
                    }
                }
                (files(reader, message))
                @if let Some(delivery) = &message.delivery { (trouble(reader, delivery)) }
            }
        }
    }
}

/// How the message came, or where its mail is; how it found the ticket is in the title.
fn origin(reader: &Reader, frame: &Frame, message: &Message) -> Markup {
    let text = reader.text;
    let why = timeline::reason(reader, &message.thread_why);
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
        (Side::Customer, Channel::Agent, _) => {
            html! { span.meta title=[why] { (parts::icon("pencil")) (text.msg_agent_by_agent()) } }
        }
        (Side::Agent, _, Some("sent")) => {
            html! { span.meta { (parts::icon("check")) (text.msg_agent_sent()) } }
        }
        (Side::Agent, _, Some("queued" | "claimed" | "sending")) => {
            html! { span.meta { (parts::icon("clock")) (text.msg_agent_sending()) } }
        }
        (Side::Agent, _, Some("failed" | "unsure")) => {
            html! { span.meta { (parts::icon("triangle-alert")) (text.msg_agent_not_sent()) } }
        }
        (Side::Agent, _, _) => html! { span.meta { (frame.organisation) } },
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

/// A mail that did not leave: why, and a way to send it again.
fn trouble(reader: &Reader, delivery: &Delivery) -> Markup {
    let text = reader.text;
    let words = match delivery.state.as_str() {
        "failed" => text.msg_agent_mail_failed(&delivery.error),
        "unsure" => text.msg_agent_mail_unsure(),
        "queued" if delivery.attempts > 0 => text.msg_agent_mail_waiting(&delivery.error),
        _ => return html! {},
    };
    html! {
        div.msg-body {
            div.callout data-tone=(if delivery.state == "queued" { "warning" } else { "danger" }) {
                (parts::icon("triangle-alert"))
                div { (words) }
                form method="post" action={ "/agent/mail/" (delivery.id) "/retry" } data-enhance {
                    button.btn type="submit" data-size="s" { (text.msg_agent_try_again()) }
                }
            }
        }
    }
}

/// The files that the text does not show.
fn files(reader: &Reader, message: &Message) -> Markup {
    let shown = shown_inside(message);
    let mut listed = message.attachments.iter().filter(|file| !shown.contains(file.content_id.as_str())).peekable();
    html! {
        @if listed.peek().is_some() {
            div.files { @for file in listed { (file_chip(reader, file)) } }
        }
    }
}

/// The ids of the pictures that the text shows.
fn shown_inside(message: &Message) -> HashSet<Cow<'_, str>> {
    [&message.html, &message.quoted]
        .into_iter()
        .flat_map(|html| html.split(CID_SOURCE).skip(1))
        .map(|after| plain_id(after.split('"').next().unwrap_or_default()))
        .filter(|id| !id.is_empty())
        .collect()
}

fn file_chip(reader: &Reader, file: &Attachment) -> Markup {
    let picture = PICTURES.contains(&file.content_type.as_str());
    html! {
        a.file href={ "/files/" (file.token) } download=[(!picture).then_some(&file.name)] title=(file.name) {
            span.file-type {
                @if picture {
                    img src={ "/files/" (file.token) "?inline" } width="28" height="28" loading="lazy" alt="";
                } @else {
                    (extension(&file.name))
                }
            }
            span.truncate { (file.name) }
            span.meta { (parts::file_size(reader, file.size)) }
        }
    }
}

/// The sign of a file's type: the beginning of its extension.
pub(crate) fn extension(name: &str) -> String {
    let extension = name.rsplit_once('.').map_or("?", |(_, extension)| extension);
    extension.chars().take(EXTENSION_CHARS).flat_map(char::to_uppercase).collect()
}

/// The HTML of a message with its inline pictures in place.
pub(crate) fn body_html(message: &Message) -> String {
    with_pictures(&message.html, &pictures_by_id(message)).into_owned()
}

fn pictures_by_id(message: &Message) -> HashMap<&str, &str> {
    message
        .attachments
        .iter()
        .filter(|file| !file.content_id.is_empty())
        .map(|file| (file.content_id.as_str(), file.token.as_str()))
        .collect()
}

/// Replaces `cid:` by the place of the file, in one pass. A picture that did not come keeps no
/// source, because browsers would complain about the scheme.
fn with_pictures<'h>(html: &'h str, pictures: &HashMap<&str, &str>) -> Cow<'h, str> {
    if !html.contains(CID_SOURCE) {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once(CID_SOURCE) {
        out.push_str(before);
        let (id, behind) = after.split_once('"').unwrap_or((after, ""));
        if let Some(token) = pictures.get(plain_id(id).as_ref()) {
            out.push_str("src=\"/files/");
            out.push_str(token);
            out.push_str("?inline\"");
        }
        rest = behind;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// A content id as the mail's header had it: character references and percent signs are undone.
fn plain_id(id: &str) -> Cow<'_, str> {
    if !id.contains(['&', '%']) {
        return Cow::Borrowed(id);
    }
    let text = id.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let escaped = after.split_at_checked(2).filter(|_| first == b'%').and_then(|(digits, behind)| {
            let digits = std::str::from_utf8(digits).ok().filter(|digits| !digits.starts_with('+'))?;
            Some((u8::from_str_radix(digits, 16).ok()?, behind))
        });
        let (byte, behind) = escaped.unwrap_or((first, after));
        bytes.push(byte);
        rest = behind;
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{extension, plain_id, with_pictures};

    #[test]
    fn pictures_find_their_files() {
        let pictures = HashMap::from([("a@b", "tok1"), ("c&d", "tok2")]);
        let cases = [
            ("<p>no picture</p>", "<p>no picture</p>"),
            ("<img src=\"cid:a@b\" alt=\"x\">", "<img src=\"/files/tok1?inline\" alt=\"x\">"),
            ("<img src=\"cid:a%40b\">", "<img src=\"/files/tok1?inline\">"),
            ("<p>a</p><img src=\"cid:c&amp;d\">", "<p>a</p><img src=\"/files/tok2?inline\">"),
            ("<img src=\"cid:gone\" alt=\"x\">", "<img  alt=\"x\">"),
            ("src=\"cid:", ""),
        ];
        for (html, expected) in cases {
            assert_eq!(with_pictures(html, &pictures), expected, "{html}");
        }
    }

    #[test]
    fn ids_of_any_bytes() {
        for (id, expected) in [("100%", "100%"), ("%zz", "%zz"), ("%é", "%é"), ("%C3%A9", "é"), ("%+1", "%+1")] {
            assert_eq!(plain_id(id), expected);
        }
    }

    #[test]
    fn extensions() {
        assert_eq!((extension("a.jpeg2000"), extension("Makefile")), ("JPEG".to_owned(), "?".to_owned()));
    }
}
