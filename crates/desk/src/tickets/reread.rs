//! Mails that are read again with what is known of mail today.

use store::{Conn, params};

use super::merge::{refresh, reindex};
use super::properties::changeable;
use super::{Body, Card, MailFacts, NewFile, files};
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::settings::{self, Setting};
use crate::{AttachmentId, EventId, MessageId, PersonId, TicketId, limits};

/// Why there is an earlier version of a message.
const BECAUSE: &str = "read_again";

/// What of message `m` and its ticket `t` says that its mail may be read again: its words are as they were understood,
/// and nobody but the desk and who takes part reads them. What was published has been checked by a person.
pub(super) const REREADABLE: &str = "m.raw_sha256 <> '' and m.side = 'customer' and m.withdrawn_at is null \
    and m.edited_at is null and t.visibility = 'private' \
    and not exists (select 1 from message_version v where v.message_id = m.id and v.because <> 'read_again')";

/// What a mail says.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Its words.
    pub body: Body,
    /// Its files.
    pub files: Vec<NewFile>,
    /// What else is known of it; of these how it found its ticket and who sent it are as they were.
    pub mail: MailFacts,
}

/// A mail that can be read again.
#[derive(Debug, Clone)]
pub struct Readable {
    /// Its message.
    pub message: MessageId,
    /// Where that is.
    pub ticket: TicketId,
    /// The name of its content.
    pub raw_sha256: String,
}

/// Some messages whose mails can be read again, from the oldest on, behind one of them.
///
/// # Errors
/// When the database fails.
pub fn readable(conn: &mut Conn, after: MessageId) -> Result<Vec<Readable>> {
    let sql = format!(
        "select m.id, m.ticket_id, m.raw_sha256 from message m join ticket t on t.id = m.ticket_id
         where m.id > ?1 and {REREADABLE} order by m.id limit {}",
        limits::REREAD_BATCH
    );
    Ok(conn.query(&sql, params![after], |row| {
        Ok(Readable { message: row.get(0)?, ticket: row.get(1)?, raw_sha256: row.get(2)? })
    })?)
}

/// How far reading all mails again has come; zero when it is not under way.
///
/// # Errors
/// When the database fails.
pub fn progress(conn: &mut Conn) -> Result<MessageId> {
    Ok(MessageId(settings::get(conn, Setting::MailReread)?.parse().unwrap_or(0)))
}

/// Says how far it has come.
///
/// # Errors
/// When the database fails.
pub fn keep_progress(c: &mut Change, last: MessageId) -> Result<()> {
    settings::keep(c, Setting::MailReread, &last.to_string())
}

struct Now {
    author: PersonId,
    body: Body,
    automatic: String,
    headers: String,
    protection: String,
}

/// Gives a message what its mail says by today's understanding; what stood there is kept. Files that are not understood
/// as such any more stay, because others may point to them. Tells whether anything is different.
///
/// # Errors
/// [`Error::NotFound`] when there is no such mail for the actor, or its words were changed by people or are public.
pub fn reread(c: &mut Change, ticket: TicketId, message: MessageId, reading: &Reading) -> Result<bool> {
    changeable(c, ticket)?;
    let sql = format!(
        "select m.author_id, m.html, m.quoted, m.text, m.automatic, m.headers, m.protection
         from message m join ticket t on t.id = m.ticket_id where m.id = ?1 and m.ticket_id = ?2 and {REREADABLE}"
    );
    let now = c.sql().find(&sql, params![message, ticket], |row| {
        Ok(Now {
            author: row.get(0)?,
            body: Body { html: row.get(1)?, quoted: row.get(2)?, text: row.get(3)? },
            automatic: row.get(4)?,
            headers: row.get(5)?,
            protection: row.get(6)?,
        })
    })?;
    let now = now.ok_or(Error::NotFound)?;
    let mail = &reading.mail;
    let facts = now.automatic != mail.automatic || now.headers != mail.headers || now.protection != mail.protection;
    if facts {
        c.sql().execute(
            "update message set automatic = ?2, headers = ?3, protection = ?4 where id = ?1",
            params![message, &mail.automatic, &mail.headers, &mail.protection],
        )?;
    }
    let words = now.body != reading.body;
    if words {
        let (by, at) = (c.actor().person.unwrap_or(now.author), c.now());
        c.sql().execute(
            "insert into message_version (message_id, html, quoted, text, because, person_id, at)
             select id, html, quoted, text, ?2, ?3, ?4 from message where id = ?1",
            params![message, BECAUSE, by, at],
        )?;
        write(c, ticket, message, &reading.body)?;
    }
    let files = fit_files(c, ticket, message, now.author, &reading.files)?;
    if facts || words || files {
        c.record(Event::on(Kind::MailReread, ticket).message(message).values(now.automatic, &mail.automatic))?;
    }
    Ok(facts || words || files)
}

fn write(c: &mut Change, ticket: TicketId, message: MessageId, body: &Body) -> Result<()> {
    c.sql().execute(
        "update message set html = ?2, quoted = ?3, text = ?4 where id = ?1",
        params![message, &body.html, &body.quoted, &body.text],
    )?;
    refresh(c, ticket)?;
    reindex(c, message)
}

/// What is known of a file, and its content's name.
#[derive(PartialEq, Eq)]
struct Facts {
    sha256: String,
    name: String,
    content_type: String,
    inline: bool,
    content_id: String,
    card: String,
}

/// Files that are there stay the same files, with what is known of them today; others come to them.
fn fit_files(
    c: &mut Change,
    ticket: TicketId,
    message: MessageId,
    author: PersonId,
    wanted: &[NewFile],
) -> Result<bool> {
    let mut there = c.sql().query(
        "select id, file_sha256, name, content_type, inline, content_id, card from attachment
         where message_id = ?1 order by id",
        params![message],
        |row| {
            let facts = Facts {
                sha256: row.get(1)?,
                name: row.get(2)?,
                content_type: row.get(3)?,
                inline: row.get(4)?,
                content_id: row.get(5)?,
                card: row.get(6)?,
            };
            Ok((row.get::<AttachmentId>(0)?, facts))
        },
    )?;
    let mut changed = false;
    for file in wanted {
        let facts = Facts {
            sha256: store::files::name_of(&file.content),
            name: file.name.clone(),
            content_type: file.content_type.clone(),
            inline: file.inline,
            content_id: file.content_id.clone(),
            card: file.card.as_ref().map(Card::kept).unwrap_or_default(),
        };
        let same = there.iter().position(|(_, one)| *one == facts);
        let Some(at) = same.or_else(|| there.iter().position(|(_, one)| one.sha256 == facts.sha256)) else {
            files::attach(c, ticket, message, author, std::slice::from_ref(file))?;
            changed = true;
            continue;
        };
        let (id, known) = there.remove(at);
        if known != facts {
            c.sql().execute(
                "update attachment set name = ?2, content_type = ?3, inline = ?4, content_id = ?5, card = ?6
                 where id = ?1",
                params![id, &facts.name, &facts.content_type, facts.inline, &facts.content_id, &facts.card],
            )?;
            changed = true;
        }
    }
    Ok(changed)
}

/// Gives a message the words and the class back that it had, unless it was changed, moved or made public since.
/// Files that came to it stay.
pub(super) fn take_back(
    c: &mut Change,
    event: EventId,
    ticket: TicketId,
    message: MessageId,
    class: &str,
) -> Result<bool> {
    let sql = format!(
        "select exists (select 1 from message m join ticket t on t.id = m.ticket_id
                        where m.id = ?2 and m.ticket_id = ?1 and {REREADABLE})
            and not exists (select 1 from event n where n.ticket_id = ?1 and n.message_id = ?2 and n.id > ?3
                              and n.kind = 'mail_reread')"
    );
    if !c.sql().one(&sql, params![ticket, message, event], |row| row.get::<bool>(0))? {
        return Ok(false);
    }
    c.sql().execute("update message set automatic = ?2 where id = ?1", params![message, class])?;
    let earlier = c.sql().find(
        "select v.html, v.quoted, v.text from message_version v join event e on e.at = v.at
         where v.message_id = ?1 and e.id = ?2 and v.because = ?3",
        params![message, event, BECAUSE],
        |row| Ok(Body { html: row.get(0)?, quoted: row.get(1)?, text: row.get(2)? }),
    )?;
    if let Some(body) = earlier {
        write(c, ticket, message, &body)?;
    }
    Ok(true)
}
