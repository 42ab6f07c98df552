//! What a mail needs to know of the desk, read in one go.

use desk::mailflow::keys::{self, SigningKey};
use desk::mailflow::outbox::{MailKind, Outgoing};
use desk::people::{self, Person};
use desk::routing::Naming;
use desk::settings::{self, Setting};
use desk::tickets;
use desk::{Actor, AttachmentId, MessageId, TicketId, Time};
use store::{Conn, files::Files, params};

use super::fit;
use crate::limits;

/// Everything about a mail to write.
pub(super) struct Facts {
    pub organisation: String,
    pub language: String,
    pub recipient: Person,
    /// The desk's address that the mail comes from, and its display name.
    pub from: (String, String),
    /// Whether that name stands beside the agent's.
    pub naming: Naming,
    /// What the mail is signed with.
    pub keys: Vec<SigningKey>,
    pub ticket: Option<TicketFacts>,
    pub message: Option<MessageFacts>,
}

/// The ticket that a mail is about.
pub(super) struct TicketFacts {
    pub id: TicketId,
    pub token: String,
    pub subject: String,
    pub requester: String,
    /// Message-IDs of the conversation so far, the oldest first.
    pub references: Vec<String>,
    /// Others who take part.
    pub participants: Vec<(String, String)>,
    /// The last thing that the customer wrote before the message, as text.
    pub last_words: String,
}

/// The message that a mail carries or reports.
pub(super) struct MessageFacts {
    pub author: String,
    pub text: String,
    /// Files that come with the mail.
    pub files: Vec<File>,
    /// Files that are too large for it.
    pub linked: Vec<Linked>,
}

/// Which files come with a mail.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fit {
    /// Bytes of the largest mail.
    pub bytes_max: u64,
    /// Days for which a link opens what is larger.
    pub link_days: u32,
}

/// A file that the mail tells of.
pub(super) struct Linked {
    pub id: AttachmentId,
    /// The end of the last day, in the desk's time zone.
    pub until: jiff::Zoned,
    pub name: String,
    pub size: i64,
    pub token: String,
}

/// A file to send along.
pub(super) struct File {
    pub name: String,
    pub content_type: String,
    pub content: Vec<u8>,
}

impl Facts {
    pub(super) fn load(conn: &mut Conn, files: &Files, mail: &Outgoing, fit: Fit) -> desk::Result<Self> {
        let recipient = people::find(conn, mail.person)?;
        let desk_language = settings::get(conn, Setting::Language)?;
        let (ticket, (from, naming), ticket_language) = match mail.ticket {
            Some(id) => {
                let found = tickets::find(conn, &Actor::system("outbox"), id)?;
                let from = sender(conn, &found.address)?;
                let language = found.language.clone();
                (Some(TicketFacts::load(conn, &found, mail)?), from, language)
            }
            None => (None, sender(conn, "")?, String::new()),
        };
        let message = match mail.message {
            Some(message) => {
                Some(MessageFacts::load(conn, files, message, (mail.kind == MailKind::Reply).then_some(fit))?)
            }
            None => None,
        };
        let wanted = [recipient.language.as_str(), ticket_language.as_str(), desk_language.as_str()];
        let language = wanted.into_iter().find(|code| matches!(*code, "en" | "fr")).unwrap_or("en").to_owned();
        Ok(Self {
            organisation: settings::get(conn, Setting::Organisation)?,
            language,
            recipient,
            keys: keys::signing(conn, &from.0)?,
            from,
            naming,
            ticket,
            message,
        })
    }
}

/// The address a mail comes from, the name beside it and how it is used.
fn sender(conn: &mut Conn, address: &str) -> desk::Result<((String, String), Naming)> {
    let found = conn.find(
        "select address, name, naming from desk_address order by (address = ?1) desc, id limit 1",
        params![address],
        |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?)),
    )?;
    let (address, name, naming) = found.ok_or_else(|| desk::Error::Internal("the desk has no address".into()))?;
    let name = if name.is_empty() { settings::get(conn, Setting::Organisation)? } else { name };
    Ok(((address, name), Naming::from_code(&naming).unwrap_or(Naming::AgentTeam)))
}

impl TicketFacts {
    fn load(conn: &mut Conn, ticket: &tickets::Ticket, mail: &Outgoing) -> desk::Result<Self> {
        // An answer refers to what came before it; an acknowledgement to the message itself.
        let own = mail.message.map_or(i64::MAX, |message| message.0);
        let before = if mail.kind == MailKind::Reply { own } else { own.saturating_add(1) };
        let mut references = conn.query(
            // In public others write too: what their mail systems call their mails is nobody's business.
            "select m.rfc_id from message m join ticket t on t.id = m.ticket_id
             where m.ticket_id = ?1 and m.id < ?2 and m.kind = 'reply' and m.rfc_id <> '' and m.withdrawn_at is null
               and (t.visibility = 'private' or m.side = 'agent' or m.author_id = ?4)
             order by m.id desc limit ?3",
            params![ticket.id, before, limits::REFERENCES_MAX, mail.person],
            |row| row.get::<String>(0),
        )?;
        references.reverse();
        let participants = conn.query(
            "select p.name, p.address from participant x join person p on p.id = x.person_id
             join ticket t on t.id = x.ticket_id
             where x.ticket_id = ?1 and p.role = 'customer' and p.returned = '' and t.visibility = 'private' order by p.id",
            params![ticket.id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let last_words = tickets::words_before(conn, ticket.id, mail.message)?;
        Ok(Self {
            id: ticket.id,
            token: ticket.token.clone(),
            subject: ticket.subject.clone(),
            requester: people::find(conn, ticket.requester)?.name,
            references,
            participants,
            last_words,
        })
    }
}

impl MessageFacts {
    fn load(conn: &mut Conn, files: &Files, message: MessageId, fit: Option<Fit>) -> desk::Result<Self> {
        // Whoever asked may not be named in public.
        let (author, text, html) = conn.one(
            "select case when t.anonymous and t.visibility <> 'private' and t.requester_id = m.author_id then '' else p.name end,
                    m.text, m.html
             from message m join person p on p.id = m.author_id join ticket t on t.id = m.ticket_id where m.id = ?1",
            params![message],
            |row| Ok((row.get(0)?, row.get::<String>(1)?, row.get::<String>(2)?)),
        )?;
        let Some(fit) = fit else {
            return Ok(Self { author, text, files: Vec::new(), linked: Vec::new() });
        };
        let rows = conn.query(
            "select name, content_type, file_sha256, size, token, id from attachment where message_id = ?1 order by id",
            params![message],
            |row| {
                let file = (row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?);
                Ok((file, row.get::<i64>(3)?, (row.get::<String>(4)?, row.get::<AttachmentId>(5)?)))
            },
        )?;
        let sizes: Vec<u64> = rows.iter().map(|row| u64::try_from(row.1).unwrap_or(u64::MAX)).collect();
        let fitting = fit::fitting(&sizes, fit::room(fit.bytes_max, &text, &html));
        let (mut out, mut linked) = (Vec::new(), Vec::new());
        let until = tickets::file_link_end(conn, Time::now(), fit.link_days)?;
        for (((name, content_type, sha256), size, (token, id)), fits) in rows.into_iter().zip(fitting) {
            if fits {
                // Only what leaves with the mail is read: a large file never is in memory here.
                out.push(File { name, content_type, content: files.get(conn, &sha256)? });
            } else {
                linked.push(Linked { id, until: until.clone(), name, size, token });
            }
        }
        Ok(Self { author, text, files: out, linked })
    }
}
