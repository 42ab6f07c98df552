//! Opening a ticket: the one intake verb that mail, form and agents all end in.

use store::{params, search};

use super::files::{NewFile, attach, check_count, claim_uploads};
use super::{Body, Channel, MessageKind, Place, Priority, Side, Ticket, status};
use crate::change::Change;
use crate::community::Visibility;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::one_line::one_line;
use crate::policy::Action;
use crate::{AttachmentId, CompanyId, DepartmentId, MessageId, PersonId, TicketId, TypeId, limits};

/// What a mail adds to a message.
#[derive(Debug, Clone, Default)]
pub struct MailFacts {
    /// Its Message-ID.
    pub rfc_id: String,
    /// The kept mail.
    pub raw_sha256: String,
    /// `none`, the class of an automatic mail, or `suppressed` when a person wrote it but wants no
    /// automatic answer.
    pub automatic: String,
    /// How the mail found its ticket, as a code.
    pub thread_why: String,
    /// What was found out about its sender: `dmarc=pass from=example.org …`; empty when nothing could be.
    pub checks: String,
    /// What stood in its head, a line for each field: `List-Id: members.example.org`.
    pub headers: String,
    /// How it was signed or encrypted, as a code; empty when it was not.
    pub protection: String,
}

/// A ticket to open.
#[derive(Debug, Clone)]
pub struct NewTicket {
    /// Who asks.
    pub requester: PersonId,
    /// What kind; the desk's first when that is not in use.
    pub kind: Option<TypeId>,
    /// Where to.
    pub department: DepartmentId,
    /// What about; a mail without one gets the beginning of its text.
    pub subject: String,
    /// The first message.
    pub body: Body,
    /// The door.
    pub channel: Channel,
    /// Files that come with it.
    pub files: Vec<NewFile>,
    /// Files uploaded before.
    pub uploads: Vec<AttachmentId>,
    /// Which address or page it came by, as a code for the timeline.
    pub because: String,
    /// The desk's address that answers; empty takes the department's.
    pub address: String,
    /// `en`, `fr`, … or empty.
    pub language: String,
    /// For mail.
    pub mail: MailFacts,
    /// The ticket this mail pretended to belong to.
    pub related: Option<TicketId>,
    /// How urgent.
    pub priority: Priority,
    /// The company it is asked from; the requester's if none.
    pub company: Option<CompanyId>,
}

/// Opens a ticket.
///
/// # Errors
/// When it has no words, a bad subject, or the department is unknown.
pub fn open(c: &mut Change, new: &NewTicket) -> Result<Ticket> {
    c.allow(if c.actor().is_staff() { Action::OpenTicketFor } else { Action::OpenTicket }, None)?;
    new.body.check(!new.files.is_empty() || !new.uploads.is_empty() || new.channel == Channel::Mail)?;
    if new.channel != Channel::Mail {
        check_count(new.files.len(), new.uploads.len())?;
    }
    let subject = subject_of(new)?;
    let open_department = c.sql().find(
        "select d.archived_at is null and s.archived_at is null from department d
         join service s on s.id = d.service_id where d.id = ?1",
        params![new.department],
        |row| row.get::<bool>(0),
    )?;
    // A mail is never turned away because somebody archived where its address leads to.
    match open_department {
        Some(open) if open || new.channel == Channel::Mail => {}
        _ => return Err(Error::field("department", "unknown")),
    }
    let address = if new.address.is_empty() { answering_address(c, new.department)? } else { new.address.clone() };
    let (kind, status) = status::at_birth(c.sql(), new.kind)?;
    let (token, now) = (c.mail_token(), c.now());
    let id = TicketId(c.sql().insert(
        "insert into ticket (token, subject, requester_id, department_id, category, priority, channel, language, address,
                             related_id, created_at, updated_at, public_at, important, company_id, type_id, status_id)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11, ?11, ?12,
                 coalesce(?15, (select company_id from person where id = ?3)), ?13, ?14) returning id",
        params![
            &token,
            &subject,
            new.requester,
            new.department,
            status.category.code(),
            new.priority.number(),
            new.channel.code(),
            &new.language,
            &address,
            new.related,
            now,
            new.priority.is_important(),
            kind,
            status.id,
            new.company,
        ],
    )?);
    let message = add_message(
        c,
        &NewMessage {
            ticket: id,
            subject: &subject,
            author: new.requester,
            kind: MessageKind::Reply,
            side: Side::Customer,
            channel: new.channel,
            body: &new.body,
            mail: &new.mail,
            language: &new.language,
        },
    )?;
    attach(c, id, message, new.requester, &new.files)?;
    claim_uploads(c, None, id, message, &new.uploads)?;
    c.record(Event::on(Kind::TicketOpened, id).message(message).because(&new.because))?;
    Ok(Ticket {
        id,
        token,
        subject,
        requester: new.requester,
        department: new.department,
        assignee: None,
        kind,
        status,
        priority: new.priority,
        language: new.language.clone(),
        address,
        last_message: message,
        place: Place::Desk,
        merged_into: None,
        company: None,
        project: None,
        due_on: None,
        estimate: None,
        visibility: Visibility::Private,
        locked: false,
        participant: false,
    })
}

fn subject_of(new: &NewTicket) -> Result<String> {
    let subject = one_line(&new.subject);
    if subject.is_empty() {
        return match new.channel {
            Channel::Mail => Ok(new.body.preview().chars().take(80).collect()),
            _ => Err(Error::field("subject", "required")),
        };
    }
    if subject.chars().count() > limits::SUBJECT_CHARS_MAX {
        return match new.channel {
            Channel::Mail => Ok(subject.chars().take(limits::SUBJECT_CHARS_MAX).collect()),
            _ => Err(Error::field("subject", "too_long")),
        };
    }
    Ok(subject)
}

/// The address that answers for a department: its own, else the desk's main one.
fn answering_address(c: &mut Change, department: DepartmentId) -> Result<String> {
    let found = c.sql().find(
        "select address from desk_address order by (department_id = ?1) desc, id limit 1",
        params![department],
        |row| row.get::<String>(0),
    )?;
    Ok(found.unwrap_or_default())
}

/// A message to add to a ticket.
pub(super) struct NewMessage<'m> {
    pub ticket: TicketId,
    pub subject: &'m str,
    pub author: PersonId,
    pub kind: MessageKind,
    pub side: Side,
    pub channel: Channel,
    pub body: &'m Body,
    pub mail: &'m MailFacts,
    pub language: &'m str,
}

/// Writes the message, what lists show of it, and its search terms.
pub(super) fn add_message(c: &mut Change, new: &NewMessage) -> Result<MessageId> {
    let now = c.now();
    let automatic = if new.mail.automatic.is_empty() { "none" } else { &new.mail.automatic };
    let (id, author) = c.sql().one(
        "insert into message (ticket_id, author_id, kind, side, channel, html, quoted, text, created_at, rfc_id,
                              raw_sha256, automatic, thread_why, headers, checks,
                              protection)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
         returning id, (select p.name || ' ' || p.address from person p where p.id = ?2)",
        params![
            new.ticket,
            new.author,
            new.kind.code(),
            new.side.code(),
            new.channel.code(),
            &new.body.html,
            &new.body.quoted,
            &new.body.text,
            now,
            &new.mail.rfc_id,
            &new.mail.raw_sha256,
            automatic,
            &new.mail.thread_why,
            &new.mail.headers,
            &new.mail.checks,
            &new.mail.protection,
        ],
        |row| Ok((row.get::<MessageId>(0)?, row.get::<String>(1)?)),
    )?;
    // What customers see of it: notes leave no trace there.
    let public = new.kind == MessageKind::Reply;
    c.sql().execute(
        // What is written into the past changes nothing of what was last said.
        "update ticket set preview = case when ?7 and ?2 >= updated_at then ?3 else preview end,
                           last_side = case when ?5 and ?2 >= updated_at then ?6 else last_side end,
                           public_at = case when ?5 and ?2 >= public_at then ?2 else public_at end,
                           updated_at = case when ?2 >= updated_at then ?2 else updated_at end,
                           last_message_id = ?4, messages = messages + 1, revision = revision + 1
         where id = ?1",
        params![
            new.ticket,
            now,
            &new.body.preview(),
            id,
            public,
            new.side.code(),
            !matches!(automatic, "bounce" | "report")
        ],
    )?;
    let words = format!("{} {} {author} {}", new.ticket, new.subject, new.body.text);
    search::index_message(c.sql(), id.0, &search::terms(&words, new.language))?;
    Ok(id)
}
