//! Mails about chats: the conversation for whoever asked, and that somebody waits, for agents.

use desk::chat;
use desk::mailflow::templates::{self, Draft};
use desk::tickets::Side;
use desk::{Error, MessageId};
use markup::letter::{Values, Words};
use store::Conn;

use super::facts::Facts;
use crate::l10n::L10nLanguage;

/// The conversation up to a message, each message under who wrote it.
pub(super) fn transcript(
    conn: &mut Conn,
    site: &str,
    facts: &Facts,
    text: &L10nLanguage,
    up_to: Option<MessageId>,
) -> desk::Result<Draft> {
    let ticket = facts.ticket.as_ref().ok_or_else(|| Error::Internal("the mail's ticket is gone".into()))?;
    let chat = chat::find(conn, ticket.id)?;
    let actor = desk::Actor::system("outbox");
    let mut messages = chat::visitor_messages(conn, &actor, &chat, MessageId(0))?;
    messages.retain(|message| up_to.is_none_or(|last| message.id <= last));
    let conversation: String = messages
        .iter()
        .map(|message| {
            let name = match message.side {
                Side::Customer => text.msg_chat_you(),
                Side::Agent => message.author.1.clone(),
            };
            let files: String =
                message.attachments.iter().map(|file| markup::text_to_html(&format!("[{}]", file.name))).collect();
            format!("<p><strong>{}</strong></p>{}{files}", markup::escaped(&name), message.html)
        })
        .collect();
    let values = Values::default()
        .line("subject", text.msg_chat_transcript_subject(&facts.organisation))
        .line("sentence", text.msg_chat_transcript(&chat.portal_name))
        .block("words", conversation)
        .line("footer", text.msg_chat_transcript_footer());
    let body = "{{ sentence }}\n\n{{ words }}\n\n---\n\n{{ footer }}";
    let words = Words { subject: "{{ subject }}".to_owned(), body: body.to_owned() };
    templates::plain(conn, site, &facts.language, None, words, values)
}

/// Somebody waits.
pub(super) fn request(conn: &mut Conn, site: &str, facts: &Facts, text: &L10nLanguage) -> desk::Result<Draft> {
    let ticket = facts.ticket.as_ref().ok_or_else(|| Error::Internal("the mail's ticket is gone".into()))?;
    let portal = chat::find(conn, ticket.id)?.portal_name;
    let values = Values::default()
        .line("subject", text.msg_chat_request_subject(&ticket.requester, &portal))
        .line("sentence", text.msg_chat_request(&ticket.requester, &portal))
        .block("words", markup::text_to_html(&ticket.last_words))
        .line("button", text.msg_chat_request_open())
        .line("link", format!("{site}/agent/chats/{}", ticket.id))
        .line("footer", text.msg_chat_request_footer());
    let body = "{{ sentence }}\n\n{{ words }}\n\n**[{{ button }}]({{ link }})**\n\n---\n\n{{ footer }}";
    let words = Words { subject: "{{ subject }}".to_owned(), body: body.to_owned() };
    templates::plain(conn, site, &facts.language, Some(ticket.subject.clone()), words, values)
}
