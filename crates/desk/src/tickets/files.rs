//! Files of messages: uploaded before sending or come with a mail; served only to who sees the ticket.

use store::{Conn, params};

use super::{Card, Reply, Ticket, find};
use crate::actor::Actor;
use crate::change::Change;
use crate::community;
use crate::error::{Error, Result};
use crate::policy::Action;
use crate::{AttachmentId, MessageId, PersonId, ScheduledId, TicketId, Time, limits};

/// A file to attach.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// A name without a path.
    pub name: String,
    /// Found by looking at the content.
    pub content_type: String,
    /// The bytes.
    pub content: Vec<u8>,
    /// Shown inside the HTML.
    pub inline: bool,
    /// What `cid:` calls it.
    pub content_id: String,
    /// What it says, of an invitation or a person's card.
    pub card: Option<Card>,
}

/// A file to serve.
#[derive(Debug, Clone)]
pub struct Download {
    /// Its name.
    pub name: String,
    /// Its type.
    pub content_type: String,
    /// The name of its content.
    pub file_sha256: String,
}

/// Keeps an agent's or customer's file until the message that it belongs to is sent.
///
/// # Errors
/// When it is too large, or the ticket does not exist for the actor.
pub fn upload(c: &mut Change, ticket: TicketId, file: &NewFile) -> Result<(AttachmentId, String)> {
    let actor = c.actor().clone();
    let found: Ticket = find(c.sql(), &actor, ticket)?;
    c.allow(Action::Note, Some(&found.facts()))?;
    let person = actor.person.ok_or(Error::NotFound)?;
    insert(c, ticket, None, person, file)
}

/// Forgets an upload that was not sent.
///
/// # Errors
/// When it is not the actor's, or was sent.
pub fn forget_upload(c: &mut Change, id: AttachmentId) -> Result<()> {
    let person = c.actor().person;
    let gone = c.sql().execute(
        "delete from attachment where id = ?1 and person_id = ?2 and message_id is null and scheduled_id is null",
        params![id, person],
    )?;
    if gone == 0 { Err(Error::NotFound) } else { Ok(()) }
}

pub(super) fn attach(
    c: &mut Change,
    ticket: TicketId,
    message: MessageId,
    person: PersonId,
    files: &[NewFile],
) -> Result<()> {
    for file in files {
        insert(c, ticket, Some(message), person, file)?;
    }
    Ok(())
}

fn insert(
    c: &mut Change,
    ticket: TicketId,
    message: Option<MessageId>,
    person: PersonId,
    file: &NewFile,
) -> Result<(AttachmentId, String)> {
    if file.content.len() > limits::ATTACHMENT_BYTES_MAX {
        return Err(Error::field("files", "too_large"));
    }
    let (sha256, token, now) = (c.keep_file(&file.content)?, c.token(18), c.now());
    let size = i64::try_from(file.content.len()).unwrap_or(i64::MAX);
    let card = file.card.as_ref().map(Card::kept).unwrap_or_default();
    let id = c.sql().insert(
        "insert into attachment (token, ticket_id, message_id, person_id, file_sha256, name, content_type, size, inline,
                                 content_id, created_at, card)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) returning id",
        params![
            &token,
            ticket,
            message,
            person,
            &sha256,
            &file.name,
            &file.content_type,
            size,
            file.inline,
            &file.content_id,
            now,
            &card,
        ],
    )?;
    Ok((AttachmentId(id), token))
}

/// Refuses more files than a message written in a browser may have.
pub(super) fn check_count(files: usize, uploads: usize) -> Result<()> {
    if files + uploads > limits::FILES_PER_MESSAGE_MAX { Err(Error::field("files", "too_many")) } else { Ok(()) }
}

/// Ties waiting uploads of `person` (or, without one, of the ticket's requester) to their message.
pub(super) fn claim_uploads(
    c: &mut Change,
    person: Option<PersonId>,
    ticket: TicketId,
    message: MessageId,
    uploads: &[AttachmentId],
) -> Result<()> {
    let person = person.or(c.actor().person);
    for upload in uploads {
        let claimed = c.sql().execute(
            "update attachment set message_id = ?1
             where id = ?2 and person_id = ?3 and ticket_id = ?4 and message_id is null and scheduled_id is null",
            params![message, *upload, person, ticket],
        )?;
        if claimed == 0 {
            return Err(Error::field("files", "unknown"));
        }
    }
    Ok(())
}

/// Ties files and waiting uploads to an answer that leaves later.
pub(super) fn keep_for_later(
    c: &mut Change,
    ticket: TicketId,
    scheduled: ScheduledId,
    author: PersonId,
    new: &Reply,
) -> Result<()> {
    let mut files = new.uploads.clone();
    for file in &new.files {
        files.push(insert(c, ticket, None, author, file)?.0);
    }
    for file in files {
        let tied = c.sql().execute(
            "update attachment set scheduled_id = ?1
             where id = ?2 and person_id = ?3 and ticket_id = ?4 and message_id is null and scheduled_id is null",
            params![scheduled, file, author, ticket],
        )?;
        if tied == 0 {
            return Err(Error::field("files", "unknown"));
        }
    }
    Ok(())
}

/// The file of a token, if the actor may see the message that it belongs to.
///
/// # Errors
/// [`Error::NotFound`] when not.
pub fn download(conn: &mut Conn, actor: &Actor, token: &str) -> Result<Download> {
    if token.contains('\0') {
        return Err(Error::NotFound);
    }
    let (ticket, person, kind, name, content_type, file_sha256, withheld) = conn
        .find(
            "select a.ticket_id, a.person_id, case when a.scheduled_id is null then m.kind else 'scheduled' end, a.name,
                    a.content_type, a.file_sha256, a.withheld or coalesce(m.withheld, '') <> ''
             from attachment a left join message m on m.id = a.message_id
             where a.token = ?1 and (m.id is null or m.withdrawn_at is null)",
            params![token],
            |row| {
                Ok((
                    row.get::<Option<TicketId>>(0)?,
                    row.get::<PersonId>(1)?,
                    row.get::<Option<String>>(2)?,
                    row.get::<String>(3)?,
                    row.get::<String>(4)?,
                    row.get::<String>(5)?,
                    row.get::<bool>(6)?,
                ))
            },
        )?
        .ok_or(Error::NotFound)?;
    let ticket = ticket.ok_or(Error::NotFound)?;
    let found = match find(conn, actor, ticket) {
        // Whoever reads a public ticket has its files, but for those that others do not see.
        Err(Error::NotFound) if kind.as_deref() == Some("reply") && !withheld => {
            community::find(conn, actor, ticket, Action::ReadCommunity, Time::now())?;
            return Ok(Download { name, content_type, file_sha256 });
        }
        found => found?,
    };
    let visible = match kind.as_deref() {
        // Not sent yet: only whoever uploaded it.
        None => actor.person == Some(person),
        Some("reply") => true,
        Some(_) => crate::policy::allow(actor, Action::ReadInternals, Some(&found.facts())).is_ok(),
    };
    if visible { Ok(Download { name, content_type, file_sha256 }) } else { Err(Error::NotFound) }
}
