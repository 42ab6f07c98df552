//! Asking in a portal: a chat when somebody is there, a message when nobody is, nothing when it is switched off.

use super::{KnownBy, State, contacts};
use crate::change::Change;
use crate::error::{Error, Result};
use crate::one_line::one_line;
use crate::people::{self, NewPerson, Person};
use crate::policy::VisitorView;
use crate::portals::{self, Identity, Portal};
use crate::tickets::{self, Body, Channel, MailFacts, NewFile, NewTicket, Priority};
use crate::{FieldError, PortalId, TicketId, limits};
use store::params;

/// What a visitor asks.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Their name.
    pub name: String,
    /// Their address, if they gave one.
    pub address: String,
    /// The words.
    pub body: Body,
    /// Files with them.
    pub files: Vec<NewFile>,
    /// Where they were.
    pub page: String,
    /// What their browser says about itself.
    pub browser: String,
    /// `en` or `fr`.
    pub language: String,
    /// Whom the host site vouches for.
    pub identity: Option<Identity>,
    /// Who is signed in.
    pub person: Option<Person>,
    /// They wanted to talk to somebody; else a message is all they want.
    pub chat: bool,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Somebody will take it; the code opens it.
    Chat(TicketId, String),
    /// It is a ticket. The code opens it, for who is not known already.
    Message(TicketId, Option<String>),
    /// Visitors see something else now: nothing was kept.
    Changed(VisitorView),
}

/// Asks in a portal. The view is decided here, whatever the visitor's page showed.
///
/// # Errors
/// When a field is missing or cannot be used, or the portal does not exist.
pub fn request(c: &mut Change, portal: PortalId, asked: &Request) -> Result<Outcome> {
    let now = c.now();
    let portal = portals::find(c.sql(), portal)?;
    let seen = portals::seen_by_visitors(c.sql(), &portal, now)?;
    match (seen.view, asked.chat) {
        (VisitorView::Unavailable, _) => return Ok(Outcome::Changed(seen.view)),
        // They meant to talk at once: that nobody is there is theirs to know before they write.
        (VisitorView::Message, true) => return Ok(Outcome::Changed(seen.view)),
        _ => {}
    }
    let chat = asked.chat && seen.view == VisitorView::Chat;
    check(asked, chat)?;
    let stranger = asked.person.is_none() && asked.identity.is_none();
    let is_new = stranger && people::find_by_address(c.sql(), &asked.address)?.is_none();
    let (requester, known_by) = requester(c, asked)?;
    let ticket = open(c, &portal, asked, &requester, chat)?;
    let (ticket, token) = ticket;
    if !chat {
        let code = tickets::form_link_code(c.sql(), &token, requester.id)?;
        // Whoever typed somebody else's address must not get that person's link.
        return Ok(Outcome::Message(ticket, is_new.then_some(code)));
    }
    c.sql().execute(
        "insert into chat (ticket_id, portal_id, state, page, browser, identity, requested_at, seen_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
        params![
            ticket,
            portal.id,
            State::Waiting.code(),
            &cut(&asked.page, limits::PAGE_CHARS_MAX),
            &cut(&asked.browser, limits::BROWSER_CHARS_MAX),
            known_by.code(),
            now,
        ],
    )?;
    for (agent, _) in &seen.available {
        contacts::notify(c, *agent, ticket)?;
    }
    c.announce_topic("chats".to_owned());
    Ok(Outcome::Chat(ticket, tickets::chat_link_code(c.sql(), &token, requester.id)?))
}

fn cut(words: &str, most: usize) -> String {
    one_line(words).chars().take(most).collect()
}

fn check(asked: &Request, chat: bool) -> Result<()> {
    let mut errors = Vec::new();
    let mut wrong = |field, problem| errors.push(FieldError { field, problem });
    let known = asked.person.is_some() || asked.identity.is_some();
    if !known && one_line(&asked.name).is_empty() {
        wrong("name", "required");
    }
    match people::normalise_address(&asked.address) {
        _ if known => {}
        address if address.is_empty() && chat => {}
        address if address.is_empty() => wrong("address", "required"),
        address if !people::is_valid_address(&address) || !people::has_address(&address) => {
            wrong("address", "bad_address");
        }
        _ => {}
    }
    match asked.body.text.chars().count() {
        0 if asked.files.is_empty() => wrong("body", "required"),
        count if count > limits::CHAT_CHARS_MAX => wrong("body", "too_long"),
        _ => {}
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

fn requester(c: &mut Change, asked: &Request) -> Result<(Person, KnownBy)> {
    if let Some(person) = &asked.person {
        return Ok((person.clone(), KnownBy::Session));
    }
    let (name, address, known_by) = match &asked.identity {
        Some(identity) => (&identity.name, identity.address.clone(), KnownBy::Signed),
        None if asked.address.trim().is_empty() => (&asked.name, people::no_address(c), KnownBy::Nothing),
        None => (&asked.name, asked.address.clone(), KnownBy::Typed),
    };
    let new = NewPerson { name: one_line(name), address, language: asked.language.clone(), ..NewPerson::default() };
    Ok((people::find_or_create(c, &new)?, known_by))
}

fn open(
    c: &mut Change,
    portal: &Portal,
    asked: &Request,
    requester: &Person,
    chat: bool,
) -> Result<(TicketId, String)> {
    let subject: String = one_line(&asked.body.text).chars().take(80).collect();
    let file = asked.files.first().map(|file| file.name.clone()).unwrap_or_default();
    let ticket = tickets::open(
        c,
        &NewTicket {
            requester: requester.id,
            kind: None,
            department: portal.department,
            subject: if subject.is_empty() { file } else { subject },
            body: asked.body.clone(),
            channel: if chat { Channel::Chat } else { Channel::Web },
            files: asked.files.clone(),
            uploads: Vec::new(),
            because: "portal".into(),
            address: String::new(),
            language: asked.language.clone(),
            mail: MailFacts::default(),
            related: None,
            priority: Priority::Normal,
            company: Some(portal.company.0),
        },
    )?;
    Ok((ticket.id, ticket.token))
}
