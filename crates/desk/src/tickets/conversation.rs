//! The conversation of a ticket: its messages with files and deliveries, and its timeline.

use std::collections::HashMap;

use store::{Conn, params};

use super::{Card, Channel, MessageKind, Side};
use crate::actor::Actor;
use crate::error::Result;
use crate::event::Kind;
use crate::{AttachmentId, EventId, MessageId, OutboxId, PersonId, TicketId, Time, limits};

/// The last thing that the customer wrote, up to a message; empty when there is nothing.
///
/// # Errors
/// When the database fails.
pub fn words_before(conn: &mut Conn, ticket: TicketId, up_to: Option<MessageId>) -> Result<String> {
    let found = conn.find(
        // In public others write too, and a mail says "you wrote".
        "select m.text from message m join ticket t on t.id = m.ticket_id
         where m.ticket_id = ?1 and m.id <= ?2 and m.side = 'customer' and m.kind = 'reply'
           and (m.author_id = t.requester_id
                or t.visibility = 'private'
                   and exists (select 1 from participant x where x.ticket_id = t.id and x.person_id = m.author_id))
         order by m.id desc limit 1",
        params![ticket, up_to.map_or(i64::MAX, |message| message.0)],
        |row| row.get(0),
    )?;
    Ok(found.unwrap_or_default())
}

/// A file of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The row.
    pub id: AttachmentId,
    /// Its place under `/files/`.
    pub token: String,
    /// Its name.
    pub name: String,
    /// Its type, found by looking at it.
    pub content_type: String,
    /// Bytes.
    pub size: i64,
    /// Shown inside the HTML under `content_id`.
    pub inline: bool,
    /// What `cid:` calls it.
    pub content_id: String,
    /// Its message is public, and the file is not.
    pub withheld: bool,
    /// What it says, of an invitation or a person's card.
    pub card: Option<Card>,
    /// It was too large for the mail of its message: until when the link there opens it.
    pub link_until: Option<Time>,
}

/// A message of the conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The row.
    pub id: MessageId,
    /// Who wrote it.
    pub author: (PersonId, String),
    /// Answer or note.
    pub kind: MessageKind,
    /// Which side of the counter.
    pub side: Side,
    /// By mail or in a browser.
    pub channel: Channel,
    /// Sanitised.
    pub html: String,
    /// The history below it, sanitised.
    pub quoted: String,
    /// When.
    pub created_at: Time,
    /// Class of an automatic mail, else `none`.
    pub automatic: String,
    /// How a mail found this ticket.
    pub thread_why: String,
    /// It came by mail, and the mail is kept.
    pub has_mail: bool,
    /// What was found out about who sent it: `dmarc=pass from=example.org …`.
    pub checks: String,
    /// How its mail was signed or encrypted, as a code; empty when it was not.
    pub protection: String,
    /// Its files.
    pub attachments: Vec<Attachment>,
    /// Empty, or why not everybody who reads the ticket sees it: `held`, `hidden`, `internal`.
    pub withheld: String,
    /// A moderator, or its author, changed it.
    pub edited: bool,
    /// For answers: the mail that carries it: row, state, error, when it is due.
    pub delivery: Option<Delivery>,
}

/// What became of the mail of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The row.
    pub id: OutboxId,
    /// `queued`, `claimed`, `sending`, `sent`, `failed`, `unsure`, `cancelled`.
    pub state: String,
    /// Why not, for people.
    pub error: String,
    /// When the next try is due.
    pub due_at: Time,
    /// Tries so far.
    pub attempts: i64,
    /// The provider that it waits for; empty while it does not.
    pub waits_for: String,
    /// Of several readers those whom it did not reach, a line each: address and status code.
    pub unreached: String,
}

/// A line of the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventLine {
    /// The row.
    pub id: EventId,
    /// What happened.
    pub kind: Kind,
    /// `agent`, `customer`, `rule`, `system`.
    pub actor_kind: String,
    /// Who, or the rule's code.
    pub actor: String,
    /// A reason as a code with an argument.
    pub because: String,
    /// The kind of event that caused it, and who did that.
    pub cause: Option<(Kind, String)>,
    /// Value before.
    pub before: String,
    /// Value after.
    pub after: String,
    /// When.
    pub at: Time,
    /// The change to undo.
    pub change: EventId,
    /// It was taken back.
    pub undone: bool,
    /// What moved with it (a merge, a split, a message put elsewhere) can still go back.
    pub returns: bool,
}

/// One thing in the conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A message.
    Message(Box<Message>),
    /// A line of the timeline.
    Event(EventLine),
}

/// Who reads a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Eyes {
    /// The desk: everything.
    Desk,
    /// Customers, of whom this one, if it is one, reads what waits of their own words, too.
    Customer(PersonId),
}

pub(super) fn messages(
    conn: &mut Conn,
    ticket: TicketId,
    eyes: Eyes,
    after: MessageId,
) -> Result<(Vec<Message>, bool)> {
    let kinds = match eyes {
        Eyes::Desk => "true".to_owned(),
        Eyes::Customer(me) => format!(
            "m.kind = 'reply' and (m.withheld in ('', 'internal') or m.withheld = 'held' and m.author_id = {me})"
        ),
    };
    let sql = format!(
        "select m.id, m.author_id, p.name, m.kind, m.side, m.channel, m.html, m.quoted, m.created_at, m.automatic,
                m.thread_why, o.id, o.state, o.error, o.due_at, o.attempts,
                exists (select 1 from attachment a where a.message_id = m.id), m.withheld, m.edited_at is not null,
                m.checks, m.raw_sha256 <> '', m.protection, o.waits_for, o.unreached
         from message m join person p on p.id = m.author_id
         left join outbox o on o.message_id = m.id and o.kind = 'reply'
         where m.ticket_id = ?1 and m.id > ?2 and m.withdrawn_at is null and {kinds} order by m.id desc limit {}",
        limits::MESSAGES_SHOWN_MAX + 1
    );
    let mut messages = conn.query(&sql, params![ticket, after], |row| {
        let outbox: Option<OutboxId> = row.get(11)?;
        let delivery = match outbox {
            Some(id) => Some(Delivery {
                id,
                state: row.get(12)?,
                error: row.get(13)?,
                due_at: row.get(14)?,
                attempts: row.get(15)?,
                waits_for: row.get(22)?,
                unreached: row.get(23)?,
            }),
            None => None,
        };
        let has_files: bool = row.get(16)?;
        let message = Message {
            id: row.get(0)?,
            author: (row.get(1)?, row.get(2)?),
            kind: MessageKind::from_code(&row.get::<String>(3)?).unwrap_or(MessageKind::Note),
            side: Side::from_code(&row.get::<String>(4)?).unwrap_or(Side::Customer),
            channel: Channel::from_code(&row.get::<String>(5)?).unwrap_or(Channel::Web),
            html: row.get(6)?,
            quoted: row.get(7)?,
            created_at: row.get(8)?,
            automatic: row.get(9)?,
            thread_why: row.get(10)?,
            attachments: Vec::new(),
            withheld: row.get(17)?,
            edited: row.get(18)?,
            checks: row.get(19)?,
            has_mail: row.get(20)?,
            protection: row.get(21)?,
            delivery,
        };
        Ok((message, has_files))
    })?;
    let most = usize::try_from(limits::MESSAGES_SHOWN_MAX).unwrap_or(usize::MAX);
    let cut = messages.len() > most;
    messages.truncate(most);
    messages.reverse();
    let mut files = if messages.iter().any(|(_, has)| *has) { attachments(conn, ticket)? } else { HashMap::new() };
    let messages = messages.into_iter().map(|(mut message, _)| {
        message.attachments = files.remove(&message.id).unwrap_or_default();
        message
    });
    Ok((messages.collect(), cut))
}

pub(super) const ATTACHMENT_COLUMNS: &str =
    "a.id, a.token, a.name, a.content_type, a.size, a.inline, a.content_id, a.withheld,
                                  a.card, a.link_until";

pub(super) fn read_attachment(row: &store::Row) -> store::Result<Attachment> {
    Ok(Attachment {
        id: row.get(0)?,
        token: row.get(1)?,
        name: row.get(2)?,
        content_type: row.get(3)?,
        size: row.get(4)?,
        inline: row.get(5)?,
        content_id: row.get(6)?,
        withheld: row.get(7)?,
        card: Card::read(&row.get::<String>(8)?),
        link_until: Some(row.get::<Time>(9)?).filter(|until| *until != Time(0)),
    })
}

pub(crate) fn attachments(conn: &mut Conn, ticket: TicketId) -> Result<HashMap<MessageId, Vec<Attachment>>> {
    let sql = format!(
        "select {ATTACHMENT_COLUMNS}, a.message_id from message m join attachment a on a.message_id = m.id
         where m.ticket_id = ?1 order by a.id"
    );
    let mut out: HashMap<MessageId, Vec<Attachment>> = HashMap::new();
    for (message, attachment) in
        conn.query(&sql, params![ticket], |row| Ok((row.get::<MessageId>(10)?, read_attachment(row)?)))?
    {
        out.entry(message).or_default().push(attachment);
    }
    Ok(out)
}

/// The files of a message, for who has found the message.
///
/// # Errors
/// When the database fails.
pub fn files_of(conn: &mut Conn, message: MessageId) -> Result<Vec<Attachment>> {
    let sql = format!("select {ATTACHMENT_COLUMNS} from attachment a where a.message_id = ?1 order by a.id");
    Ok(conn.query(&sql, params![message], read_attachment)?)
}

pub(super) fn waiting_uploads(conn: &mut Conn, actor: &Actor, ticket: TicketId) -> Result<Vec<Attachment>> {
    let sql = format!(
        "select {ATTACHMENT_COLUMNS} from attachment a
         where a.person_id = ?1 and a.ticket_id = ?2 and a.message_id is null and a.scheduled_id is null order by a.id"
    );
    Ok(conn.query(&sql, params![actor.person, ticket], read_attachment)?)
}

pub(super) fn events(conn: &mut Conn, ticket: TicketId) -> Result<Vec<EventLine>> {
    let sql = format!(
        "select e.id, e.kind, e.actor_kind, e.actor_name, e.because, x.kind, x.actor_name, e.before, e.after, e.at,
                case when e.change_id = 0 then e.id else e.change_id end, e.undone_at is not null,
                coalesce(e.undone_at is null and h.place <> 'merged' and case e.kind
                    when 'merged_in' then o.merged_into = e.ticket_id
                    when 'split_off' then o.place <> 'merged'
                    when 'message_moved' then o.place <> 'merged'
                        and exists (select 1 from message_move m join message y on y.id = m.message_id
                                    where m.event_id = e.id and y.ticket_id = m.to_ticket) end, 1 = 0)
         from event e
         join ticket h on h.id = e.ticket_id
         left join event x on x.id = e.cause_id
         left join ticket o on o.id = cast(case when e.kind in ('merged_in', 'split_off', 'message_moved')
                                                then e.after end as bigint)
         where e.ticket_id = ?1 order by e.id desc limit {}",
        limits::EVENTS_SHOWN_MAX
    );
    let mut events = conn.query(&sql, params![ticket], |row| {
        let cause_kind = row.get::<Option<String>>(5)?.and_then(|code| Kind::from_code(&code));
        Ok(EventLine {
            id: row.get(0)?,
            kind: Kind::from_code(&row.get::<String>(1)?).unwrap_or(Kind::Configured),
            actor_kind: row.get(2)?,
            actor: row.get(3)?,
            because: row.get(4)?,
            cause: cause_kind.zip(row.get::<Option<String>>(6)?),
            before: row.get(7)?,
            after: row.get(8)?,
            at: row.get(9)?,
            change: row.get(10)?,
            undone: row.get(11)?,
            returns: row.get(12)?,
        })
    })?;
    events.reverse();
    // A message speaks for itself.
    events.retain(|event| {
        !matches!(
            event.kind,
            Kind::CustomerReplied | Kind::Commented | Kind::AgentReplied | Kind::NoteAdded | Kind::Configured
        )
    });
    Ok(events)
}

/// By time; at the same moment the message comes before what followed from it.
pub(super) fn interleave(messages: Vec<Message>, events: Vec<EventLine>) -> Vec<Entry> {
    let mut entries: Vec<(Time, u8, i64, Entry)> = messages
        .into_iter()
        .map(|message| (message.created_at, 0, message.id.0, Entry::Message(Box::new(message))))
        .chain(events.into_iter().map(|event| (event.at, 1, event.id.0, Entry::Event(event))))
        .collect();
    entries.sort_by_key(|(at, rank, id, _)| (*at, *rank, *id));
    entries.into_iter().map(|(_, _, _, entry)| entry).collect()
}
