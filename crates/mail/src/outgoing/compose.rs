//! Writing one mail: headers that thread in every mail program, a text part, an HTML part, files.

use std::collections::HashMap;
use std::sync::LazyLock;

use desk::mailflow::outbox::{BY_RULE, MailKind, Outgoing};
use desk::mailflow::templates::{self, Draft, Links, Occasion, Template};
use desk::people;
use desk::routing::Naming;
use desk::{Actor, AttachmentId, Desk, Time, policy, tickets};
use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::raw::Raw;
use markup::letter::{Values, Words};
use store::Conn;

use super::Settings;
use super::facts::{Facts, Fit, TicketFacts};
use super::{chat, community, linked};
use crate::l10n::{L10n, L10nLanguage};
use crate::signing;

/// A mail ready to be handed over.
pub(super) struct Letter {
    /// The envelope's sender.
    pub from: String,
    /// The envelope's recipients.
    pub to: Vec<String>,
    /// The mail.
    pub content: Vec<u8>,
    /// Files that links in it open, and until when.
    pub links: Vec<(AttachmentId, Time)>,
    /// A name for it where mails are files.
    pub file_name: String,
}

impl Letter {
    /// True when no address needs SMTPUTF8.
    pub(super) fn is_ascii(&self) -> bool {
        self.from.is_ascii() && self.to.iter().all(|to| to.is_ascii())
    }
}

static ENGLISH: LazyLock<L10nLanguage> = LazyLock::new(|| L10n::En.load());
static FRENCH: LazyLock<L10nLanguage> = LazyLock::new(|| L10n::Fr.load());

pub(super) async fn compose(desk: &Desk, settings: &Settings, mail: &Outgoing) -> desk::Result<Letter> {
    let files = desk.store().files().clone();
    let (wanted, how) = (mail.clone(), settings.clone());
    let fit = Fit { bytes_max: settings.mail_bytes_max, link_days: desk.file_link_days() };
    // Writing takes its time: not while a connection is held.
    let (facts, draft) = desk
        .read(move |conn| {
            let facts = Facts::load(conn, &files, &wanted, fit)?;
            let draft = draft(conn, &how, &facts, &wanted)?;
            Ok((facts, draft))
        })
        .await?;
    let mut letter = finish(draft.write()?, &facts, mail, &settings.public_url);
    signing::sign(desk.secrets(), &facts.keys, &mut letter.content);
    Ok(letter)
}

fn draft(conn: &mut Conn, settings: &Settings, facts: &Facts, mail: &Outgoing) -> desk::Result<Draft> {
    let site = settings.public_url.as_str();
    let text: &L10nLanguage = if facts.language == "fr" { &FRENCH } else { &ENGLISH };
    let rule_words = serde_json::from_str::<HashMap<String, String>>(&mail.detail).ok();
    let rule_words = rule_words.and_then(|mut words| words.remove(&facts.language)).unwrap_or_default();
    let template = match mail.kind {
        MailKind::Reply => Template::Answer,
        MailKind::Acknowledgement if rule_words.is_empty() => Template::Acknowledgement,
        MailKind::Acknowledgement => Template::RuleMessage,
        MailKind::SignIn => Template::SignIn,
        MailKind::Account => Template::Account,
        MailKind::Trial => return templates::trial(conn, site, &mail.detail),
        MailKind::Notification => return notification(conn, site, facts, text, &mail.detail),
        MailKind::Comment => return community::comment(conn, site, facts, text, &mail.detail),
        MailKind::Sanction => return community::sanction(conn, site, facts, text, &mail.detail),
        MailKind::Published => return community::published(conn, site, facts, text),
        MailKind::Transcript => return chat::transcript(conn, site, facts, text, mail.message),
        MailKind::ChatRequest => return chat::request(conn, site, facts, text),
        MailKind::Digest => return community::digest(conn, site, facts, text, &mail.detail),
        MailKind::AddressTest => {
            let (subject, body) = (text.msg_address_test_subject(&facts.organisation), text.msg_address_test_body());
            return notice(conn, site, facts, subject, body, None);
        }
        MailKind::Welcome => {
            let subject = text.msg_welcome_subject(&facts.organisation);
            let button = (text.msg_welcome_button(), format!("{site}/agent/settings/addresses"));
            return notice(conn, site, facts, subject, text.msg_welcome_body(&mail.detail), Some(button));
        }
    };
    let shared =
        mail.kind == MailKind::Reply && facts.ticket.as_ref().is_some_and(|ticket| !copies(facts, ticket).is_empty());
    let behind = linked::cards(conn, settings, facts, text, mail)?;
    let occasion = Occasion {
        template,
        language: &facts.language,
        person: mail.person,
        ticket: mail.ticket,
        message: mail.message,
        rule_words: &rule_words,
        links: if shared { Links::Shared } else { Links::Working(&mail.detail) },
        behind: &behind,
    };
    templates::draft(conn, site, &occasion)
}

/// To an agent: what happened, what was written, and the way there.
fn notification(conn: &mut Conn, site: &str, facts: &Facts, text: &L10nLanguage, why: &str) -> desk::Result<Draft> {
    let ticket = facts.ticket.as_ref().ok_or_else(|| desk::Error::Internal("the mail's ticket is gone".into()))?;
    let sentence = match (why, &facts.message) {
        ("customer_replied", Some(message)) => text.msg_notify_replied(&message.author),
        ("assigned", _) => text.msg_notify_assigned(&ticket.requester),
        ("rule", _) => text.msg_notify_rule(&ticket.requester),
        ("returned", _) => text.msg_notify_returned(&ticket.requester),
        ("unreached", _) => text.msg_notify_unreached(&ticket.requester),
        ("answer_kept", _) => text.msg_notify_kept(&ticket.requester),
        ("moved", _) => text.msg_notify_moved(&ticket.requester),
        ("answer_stale", _) => text.msg_notify_stale(),
        ("answer_unclear", _) => text.msg_notify_unclear(),
        ("answer_refused", _) => text.msg_notify_refused(),
        _ => text.msg_notify_opened(&ticket.requester),
    };
    let (author, words) = match &facts.message {
        Some(message) => (message.author.as_str(), message.text.as_str()),
        None => (ticket.requester.as_str(), ticket.last_words.as_str()),
    };
    let values = Values::default()
        .line("subject", format!("[#{}] {}", ticket.id, ticket.subject))
        .line("sentence", sentence)
        .block("words", markup::letter::words_of(author, words))
        .line("button", text.msg_notify_open())
        .line("link", format!("{site}/agent/tickets/{}", ticket.id))
        .line(
            "answer",
            if may_answer(conn, facts, ticket)? { text.msg_notify_answer(&ticket.requester) } else { String::new() },
        )
        .line("footer", text.msg_why_agent(&facts.organisation));
    let body = "{{ sentence }}\n\n{{ words }}\n\n**[{{ button }}]({{ link }})**\n\n{% if answer %}{{ answer }}{% endif %}\n\n---\n\n{{ footer }}";
    let words = Words { subject: "{{ subject }}".to_owned(), body: body.to_owned() };
    templates::plain(conn, site, &facts.language, Some(ticket.subject.clone()), words, values)
}

/// Whether what the reader answers would go to the customer.
fn may_answer(conn: &mut Conn, facts: &Facts, ticket: &TicketFacts) -> desk::Result<bool> {
    let Some(agent) = people::staff_actor(conn, facts.recipient.id)? else { return Ok(false) };
    let agent = Actor::person(agent.person.id, &agent.person.name, agent.person.role, agent.granted);
    let found = tickets::find(conn, &agent, ticket.id);
    Ok(found.is_ok_and(|found| policy::allow(&agent, policy::Action::Reply, Some(&found.facts())).is_ok()))
}

/// A few words of the desk itself, and perhaps a button that leads on.
pub(super) fn notice(
    conn: &mut Conn,
    site: &str,
    facts: &Facts,
    subject: String,
    body: String,
    button: Option<(String, String)>,
) -> desk::Result<Draft> {
    let (button, link) = button.unwrap_or_default();
    let values =
        Values::default().line("subject", subject).line("body", body).line("button", button).line("link", link);
    let body = "{{ body }}\n\n{% if button %}**[{{ button }}]({{ link }})**{% endif %}";
    let words = Words { subject: "{{ subject }}".to_owned(), body: body.to_owned() };
    templates::plain(conn, site, &facts.language, None, words, values)
}

/// What answers by itself says so, so that machines do not answer it (RFC 3834).
fn automatic(mail: &Outgoing) -> Option<&'static str> {
    match mail.kind {
        // Two desks whose rules answer each other would never end.
        MailKind::Reply => (mail.detail == BY_RULE).then_some("auto-replied"),
        MailKind::Acknowledgement => Some("auto-replied"),
        _ => Some("auto-generated"),
    }
}

/// Who gets the same mail besides the recipient.
fn copies<'f>(facts: &'f Facts, ticket: &'f TicketFacts) -> Vec<&'f (String, String)> {
    let other = |address: &str| address != facts.recipient.address && people::has_address(address);
    ticket.participants.iter().filter(|(_, address)| other(address)).collect()
}

/// `support@example.org` with the ticket's token: `support+TOKEN@example.org`.
pub(super) fn reply_address(address: &str, token: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, host)) => format!("{local}+{token}@{host}"),
        None => address.to_owned(),
    }
}

fn finish(content: markup::letter::Letter, facts: &Facts, mail: &Outgoing, site: &str) -> Letter {
    // Answers to these go into the ticket, and only an agent's answer carries files and goes to others too.
    let threaded = matches!(mail.kind, MailKind::Reply | MailKind::Acknowledgement | MailKind::Transcript);
    let key = (mail.kind == MailKind::Comment).then(|| mail.detail.split(':').nth(1)).flatten();
    let message = facts.message.as_ref().filter(|_| mail.kind == MailKind::Reply);
    let (from, from_name) = &facts.from;
    let name = match (message, &facts.message) {
        (Some(message), _) => facts.naming.shown(Some(&message.author), from_name),
        // Who writes in public is named there anyway.
        (None, Some(message)) if key.is_some() => Naming::AgentTeam.shown(Some(&message.author), from_name),
        _ => from_name.clone(),
    };
    // A test goes to the address that is tested, everything else to the person.
    let (to_name, to) = match mail.kind {
        MailKind::AddressTest => (String::new(), mail.detail.clone()),
        // Agents choose where they hear of chats.
        MailKind::ChatRequest => (facts.recipient.name.clone(), mail.detail.clone()),
        _ => (facts.recipient.name.clone(), facts.recipient.address.clone()),
    };
    let mut builder = MessageBuilder::new()
        .from((name, from.clone()))
        .to((to_name, to.clone()))
        .subject(content.subject)
        .message_id(mail.rfc_id.clone())
        .text_body(content.text)
        .html_body(content.html);
    let mut recipients = vec![to];
    if let Some(ticket) = facts.ticket.as_ref().filter(|_| threaded) {
        builder = builder.reply_to((from_name.clone(), reply_address(from, &ticket.token)));
        if let Some(last) = ticket.references.last() {
            builder = builder.in_reply_to(last.clone()).references(ticket.references.clone());
        }
        let copies = if message.is_some() { copies(facts, ticket) } else { Vec::new() };
        if !copies.is_empty() {
            let list = copies.iter().map(|(n, a)| Address::from((n.clone(), a.clone()))).collect();
            builder = builder.cc(Address::new_list(list));
            if !facts.recipient.returned.is_empty() {
                // It leaves for the others.
                recipients.clear();
            }
            recipients.extend(copies.iter().map(|(_, address)| address.clone()));
        }
    }
    if let (Some(key), Some(ticket)) = (key, &facts.ticket) {
        builder = community::headers(builder, site, key, (from_name, from), ticket);
    }
    if let Some(automatic) = automatic(mail) {
        builder =
            builder.header("Auto-Submitted", Raw::new(automatic)).header("X-Auto-Response-Suppress", Raw::new("All"));
    }
    for file in message.map_or(&[][..], |message| &message.files) {
        let kind = ContentType::new(file.content_type.clone());
        builder = builder.attachment(kind, file.name.clone(), file.content.clone());
    }
    let mut bytes = Vec::new();
    builder.serialize(&mut bytes);
    let file_name = mail.rfc_id.chars().filter(|c| c.is_ascii_alphanumeric() || ".-".contains(*c)).collect();
    let linked = facts.message.iter().flat_map(|message| &message.linked);
    let links = linked.map(|file| (file.id, Time(file.until.timestamp().as_microsecond()))).collect();
    Letter { from: from.clone(), to: recipients, content: bytes, links, file_name }
}
