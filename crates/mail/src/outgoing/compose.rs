//! Writing one mail: headers that thread in every mail program, a text part, an HTML part, files.

use std::collections::HashMap;
use std::sync::LazyLock;

use desk::Desk;
use desk::mailflow::outbox::{BY_RULE, MailKind, Outgoing};
use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::raw::Raw;

use super::Settings;
use super::facts::{Facts, MessageFacts, TicketFacts};
use super::template::{self, Content};
use crate::l10n::{L10n, L10nLanguage};

/// A mail ready to be handed over.
pub(super) struct Letter {
    /// The envelope's sender.
    pub from: String,
    /// The envelope's recipients.
    pub to: Vec<String>,
    /// The mail.
    pub content: Vec<u8>,
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
    let wanted = mail.clone();
    let facts = desk.read(move |conn| Facts::load(conn, &files, &wanted)).await?;
    let text: &L10nLanguage = if facts.language == "fr" { &FRENCH } else { &ENGLISH };
    let letter = match mail.kind {
        MailKind::Reply => reply(settings, &facts, text, mail.detail == BY_RULE),
        MailKind::Acknowledgement => acknowledgement(settings, &facts, text, &mail.detail),
        MailKind::Notification => notification(settings, &facts, text, &mail.detail),
        MailKind::SignIn => sign_in(settings, &facts, text, &mail.detail),
        MailKind::Account => Some(account(settings, &facts, text, &mail.detail)),
        MailKind::AddressTest => Some(address_test(&facts, text)),
        MailKind::Welcome => Some(welcome(settings, &facts, text, &mail.detail)),
    };
    let draft = letter.ok_or_else(|| desk::Error::Internal("the mail's ticket or message is gone".into()))?;
    Ok(draft.finish(&facts, mail))
}

/// A mail before its headers.
struct Draft<'f> {
    subject: String,
    html: String,
    text: String,
    automatic: Option<&'static str>,
    message: Option<&'f MessageFacts>,
    /// Whether an answer goes into the ticket.
    threaded: bool,
    copies: bool,
}

fn reply<'f>(settings: &Settings, facts: &'f Facts, text: &L10nLanguage, by_rule: bool) -> Option<Draft<'f>> {
    let (ticket, message) = (facts.ticket.as_ref()?, facts.message.as_ref()?);
    let signature_text = markup::html_to_mail_text(&message.signature);
    let link = ticket_link(settings, ticket, !copies(facts, ticket).is_empty());
    let html = template::page(&Content {
        title: &ticket.subject,
        organisation: &facts.organisation,
        greeting: None,
        body_html: &message.html,
        signature_html: Some((&message.author, &message.signature)),
        button: None,
        quote: Some((&text.msg_you_wrote(), &ticket.last_words)),
        link: Some((&text.msg_see_conversation(), &link)),
        footer: &footer(facts, ticket, text),
        language: &facts.language,
    });
    let plain = format!(
        "{}\n\n{}{}\n\n-- \n{}\n{}\n",
        markup::html_to_mail_text(&message.html).trim_end(),
        message.author,
        // A signature that begins with the name needs it no second time.
        match signature_text.trim() {
            "" => String::new(),
            text => format!("\n{}", text.strip_prefix(message.author.as_str()).unwrap_or(text).trim_start()),
        },
        footer(facts, ticket, text),
        link,
    );
    Some(Draft {
        subject: format!("Re: {}", strip_re(&ticket.subject)),
        html,
        text: plain,
        // Two desks whose rules answer each other would never end.
        automatic: by_rule.then_some("auto-replied"),
        message: Some(message),
        threaded: true,
        copies: true,
    })
}

/// The words that the desk's rule gives, else the usual ones.
fn acknowledgement<'f>(settings: &Settings, facts: &'f Facts, text: &L10nLanguage, words: &str) -> Option<Draft<'f>> {
    let ticket = facts.ticket.as_ref()?;
    let own = serde_json::from_str::<HashMap<String, String>>(words).ok();
    let body = own.and_then(|mut own| own.remove(&facts.language)).unwrap_or_else(|| text.msg_ack_body());
    let hello = text.msg_hello(&facts.recipient.name);
    let link = ticket_link(settings, ticket, false);
    let html = template::page(&Content {
        title: &ticket.subject,
        organisation: &facts.organisation,
        greeting: Some(&hello),
        body_html: &markup::text_to_html(&body),
        signature_html: None,
        button: None,
        quote: Some((&text.msg_you_wrote(), &ticket.last_words)),
        link: Some((&text.msg_see_conversation(), &link)),
        footer: &footer(facts, ticket, text),
        language: &facts.language,
    });
    let plain = format!("{hello}\n\n{body}\n\n-- \n{}\n{link}\n", footer(facts, ticket, text));
    Some(Draft {
        subject: text.msg_ack_subject(strip_re(&ticket.subject)),
        html,
        text: plain,
        automatic: Some("auto-replied"),
        message: None,
        threaded: true,
        copies: false,
    })
}

fn notification<'f>(settings: &Settings, facts: &'f Facts, text: &L10nLanguage, why: &str) -> Option<Draft<'f>> {
    let ticket = facts.ticket.as_ref()?;
    let sentence = match (why, &facts.message) {
        ("customer_replied", Some(message)) => text.msg_notify_replied(&message.author),
        ("assigned", _) => text.msg_notify_assigned(&ticket.requester),
        ("rule", _) => text.msg_notify_rule(&ticket.requester),
        ("moved", _) => text.msg_notify_moved(&ticket.requester),
        _ => text.msg_notify_opened(&ticket.requester),
    };
    let words = facts.message.as_ref().map_or(ticket.last_words.as_str(), |message| message.text.as_str());
    let link = format!("{}/agent/tickets/{}", settings.public_url, ticket.id);
    let footer = text.msg_why_agent(&facts.organisation);
    let html = template::page(&Content {
        title: &ticket.subject,
        organisation: &facts.organisation,
        greeting: Some(&sentence),
        body_html: &markup::text_to_html(words),
        signature_html: None,
        button: Some((&text.msg_notify_open(), &link)),
        quote: None,
        link: None,
        footer: &footer,
        language: &facts.language,
    });
    Some(Draft {
        subject: format!("[#{}] {}", ticket.id, ticket.subject),
        html,
        text: format!("{sentence}\n\n{words}\n\n{link}\n\n-- \n{footer}\n"),
        automatic: Some("auto-generated"),
        message: None,
        threaded: false,
        copies: false,
    })
}

fn sign_in<'f>(settings: &Settings, facts: &'f Facts, text: &L10nLanguage, token: &str) -> Option<Draft<'f>> {
    let link = format!("{}/sign-in/{token}", settings.public_url);
    let (hello, body) = (text.msg_hello(&facts.recipient.name), text.msg_sign_in_body());
    let subject = text.msg_sign_in_subject(&facts.organisation);
    let footer = text.msg_sign_in_ignore();
    let html = template::page(&Content {
        title: &subject,
        organisation: &facts.organisation,
        greeting: Some(&hello),
        body_html: &markup::text_to_html(&body),
        signature_html: None,
        button: Some((&text.msg_sign_in_button(), &link)),
        quote: None,
        link: None,
        footer: &footer,
        language: &facts.language,
    });
    Some(Draft {
        text: format!("{hello}\n\n{body}\n\n{link}\n\n-- \n{footer}\n"),
        subject,
        html,
        automatic: Some("auto-generated"),
        message: None,
        threaded: false,
        copies: false,
    })
}

/// To whoever signed up: their login, a link that signs in at once, and where to read.
fn account<'f>(settings: &Settings, facts: &'f Facts, text: &L10nLanguage, token: &str) -> Draft<'f> {
    let site = &settings.public_url;
    let button = (text.msg_sign_in_button(), format!("{site}/sign-in/{token}?next=/"));
    let mut body = text.msg_account_body(&facts.recipient.name, &facts.recipient.address, format!("{site}/sign-in"));
    if !facts.help_hidden {
        body.push_str("\n\n");
        body.push_str(&text.msg_account_guides(format!("{site}/guides")));
    }
    notice(facts, text.msg_account_subject(&facts.organisation), &body, Some(button))
}

/// What comes back to the desk, or shows its reader that it did not.
fn address_test<'f>(facts: &'f Facts, text: &L10nLanguage) -> Draft<'f> {
    notice(facts, text.msg_address_test_subject(&facts.organisation), &text.msg_address_test_body(), None)
}

/// To whoever set the desk up: where mail is taken, and where to go on.
fn welcome<'f>(settings: &Settings, facts: &'f Facts, text: &L10nLanguage, address: &str) -> Draft<'f> {
    let link = format!("{}/agent/settings/addresses", settings.public_url);
    let button = (text.msg_welcome_button(), link);
    notice(facts, text.msg_welcome_subject(&facts.organisation), &text.msg_welcome_body(address), Some(button))
}

/// A few words of the desk itself, and perhaps a button that leads on.
fn notice<'f>(facts: &'f Facts, subject: String, body: &str, button: Option<(String, String)>) -> Draft<'f> {
    let html = template::page(&Content {
        title: &subject,
        organisation: &facts.organisation,
        greeting: None,
        body_html: &markup::text_to_html(body),
        signature_html: None,
        button: button.as_ref().map(|(words, link)| (words.as_str(), link.as_str())),
        quote: None,
        link: None,
        footer: "",
        language: &facts.language,
    });
    let below = button.map(|(words, link)| format!("\n{words}: {link}\n")).unwrap_or_default();
    Draft {
        text: format!("{body}\n{below}"),
        subject,
        html,
        automatic: Some("auto-generated"),
        message: None,
        threaded: false,
        copies: false,
    }
}

fn footer(facts: &Facts, ticket: &TicketFacts, text: &L10nLanguage) -> String {
    format!("{} {}", text.msg_question_number(ticket.id.to_string()), text.msg_why_customer(&facts.organisation))
}

/// The way to the conversation: without a password, unless others read the same mail.
fn ticket_link(settings: &Settings, ticket: &TicketFacts, copied: bool) -> String {
    if copied {
        format!("{}/tickets/{}", settings.public_url, ticket.id)
    } else {
        format!("{}/t/{}", settings.public_url, ticket.link)
    }
}

/// Who gets the same mail besides the recipient.
fn copies<'f>(facts: &'f Facts, ticket: &'f TicketFacts) -> Vec<&'f (String, String)> {
    ticket.participants.iter().filter(|(_, address)| *address != facts.recipient.address).collect()
}

fn strip_re(subject: &str) -> String {
    let mut rest = subject.trim();
    while let Some(prefix) = rest.get(..3).filter(|prefix| prefix.eq_ignore_ascii_case("re:")) {
        rest = rest.get(prefix.len()..).unwrap_or_default().trim_start();
    }
    rest.to_owned()
}

/// `support@example.org` with the ticket's token: `support+TOKEN@example.org`.
fn reply_address(address: &str, token: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, host)) => format!("{local}+{token}@{host}"),
        None => address.to_owned(),
    }
}

impl Draft<'_> {
    fn finish(self, facts: &Facts, mail: &Outgoing) -> Letter {
        let (from, from_name) = &facts.from;
        let name = match &self.message {
            Some(message) => format!("{} ({from_name})", message.author),
            None => from_name.clone(),
        };
        // A test goes to the address that is tested, everything else to the person.
        let (to_name, to) = match mail.kind {
            MailKind::AddressTest => (String::new(), mail.detail.clone()),
            _ => (facts.recipient.name.clone(), facts.recipient.address.clone()),
        };
        let mut builder = MessageBuilder::new()
            .from((name, from.clone()))
            .to((to_name, to.clone()))
            .subject(self.subject)
            .message_id(mail.rfc_id.clone())
            .text_body(self.text)
            .html_body(self.html);
        let mut recipients = vec![to];
        if let Some(ticket) = facts.ticket.as_ref().filter(|_| self.threaded) {
            builder = builder.reply_to((from_name.clone(), reply_address(from, &ticket.token)));
            if let Some(last) = ticket.references.last() {
                builder = builder.in_reply_to(last.clone()).references(ticket.references.clone());
            }
            let copies = if self.copies { copies(facts, ticket) } else { Vec::new() };
            if !copies.is_empty() {
                let list = copies.iter().map(|(n, a)| Address::from((n.clone(), a.clone()))).collect();
                builder = builder.cc(Address::new_list(list));
                recipients.extend(copies.iter().map(|(_, address)| address.clone()));
            }
        }
        if let Some(automatic) = self.automatic {
            builder = builder
                .header("Auto-Submitted", Raw::new(automatic))
                .header("X-Auto-Response-Suppress", Raw::new("All"));
        }
        for file in self.message.map_or(&[][..], |message| &message.files) {
            let kind = ContentType::new(file.content_type.clone());
            builder = builder.attachment(kind, file.name.clone(), file.content.clone());
        }
        let mut content = Vec::new();
        builder.serialize(&mut content);
        let file_name = mail.rfc_id.chars().filter(|c| c.is_ascii_alphanumeric() || ".-".contains(*c)).collect();
        Letter { from: from.clone(), to: recipients, content, file_name }
    }
}
