//! Everything that one ticket page shows, in a bounded number of queries.

use std::collections::HashMap;

use store::{Conn, params};

use super::{Channel, Draft, MessageKind, Side, Status, Ticket, find};
use crate::actor::Actor;
use crate::error::Result;
use crate::event::Kind;
use crate::people::{self, Person};
use crate::policy::{self, Action};
use crate::{AttachmentId, EventId, MessageId, OutboxId, PersonId, TicketId, Time, limits};

/// A person by name.
pub type Named = (PersonId, String);

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
    /// Its files.
    pub attachments: Vec<Attachment>,
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
}

/// One thing in the conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A message.
    Message(Box<Message>),
    /// A line of the timeline.
    Event(EventLine),
}

/// Another ticket of the same requester.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherTicket {
    /// The number.
    pub id: TicketId,
    /// What about.
    pub subject: String,
    /// How far.
    pub status: Status,
    /// Last activity.
    pub updated_at: Time,
}

/// The agent's page of a ticket.
#[derive(Debug, Clone)]
pub struct Page {
    /// The ticket.
    pub ticket: Ticket,
    /// The door it came through.
    pub channel: Channel,
    /// When it was opened.
    pub created_at: Time,
    /// Who asked.
    pub requester: Person,
    /// Others who take part.
    pub participants: Vec<(PersonId, String)>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Messages and events in the order of time.
    pub entries: Vec<Entry>,
    /// True when the oldest entries are left out.
    pub cut: bool,
    /// Other tickets of the requester that the actor may see.
    pub others: Vec<OtherTicket>,
    /// The actor's draft.
    pub draft: Option<Draft>,
    /// Drafts of other agents: who is writing.
    pub others_writing: Vec<(PersonId, String)>,
    /// Files uploaded and not sent yet.
    pub uploads: Vec<Attachment>,
    /// The ticket a mail pretended to belong to.
    pub related: Option<(TicketId, String)>,
    /// What the actor had seen before.
    pub seen: Option<MessageId>,
}

/// Loads the agent's page.
///
/// # Errors
/// [`crate::Error::NotFound`] when the ticket does not exist for the actor.
pub fn page(conn: &mut Conn, actor: &Actor, id: TicketId) -> Result<Page> {
    let ticket = find(conn, actor, id)?;
    policy::allow(actor, Action::ReadInternals, Some(&ticket.facts()))?;
    let beside = Beside::load(conn, actor, id)?;
    // Named only to who may see it.
    let related = match beside.related {
        Some(related) => find(conn, actor, related).ok().map(|ticket| (ticket.id, ticket.subject)),
        None => None,
    };
    let (messages, cut) = messages(conn, id, true)?;
    let events = events(conn, id)?;
    let (draft, others_writing) = if beside.has_drafts { drafts(conn, actor, id)? } else { (None, Vec::new()) };
    Ok(Page {
        requester: people::find(conn, ticket.requester)?,
        participants: if beside.has_participants { participants(conn, id)? } else { Vec::new() },
        tags: beside.tags,
        entries: interleave(messages, events),
        cut,
        others: others(conn, actor, &ticket)?,
        draft,
        others_writing,
        uploads: if beside.has_uploads { waiting_uploads(conn, actor, id)? } else { Vec::new() },
        channel: beside.channel,
        created_at: beside.created_at,
        seen: beside.seen,
        related,
        ticket,
    })
}

/// What stands beside a ticket, and what there is to load at all: most tickets have no drafts, no
/// participants and no waiting uploads, and an empty statement costs as much as a full one.
struct Beside {
    channel: Channel,
    created_at: Time,
    tags: Vec<String>,
    seen: Option<MessageId>,
    related: Option<TicketId>,
    has_drafts: bool,
    has_participants: bool,
    has_uploads: bool,
}

impl Beside {
    fn load(conn: &mut Conn, actor: &Actor, id: TicketId) -> Result<Self> {
        let me = actor.person.map_or(0, |person| person.0);
        Ok(conn.one(
            "select t.channel, t.created_at,
                    (select string_agg(g.tag, ',' order by g.tag) from ticket_tag g where g.ticket_id = t.id),
                    (select s.message_id from ticket_seen s where s.ticket_id = t.id and s.person_id = ?2), t.related_id,
                    exists (select 1 from draft d where d.ticket_id = t.id),
                    exists (select 1 from participant x where x.ticket_id = t.id),
                    exists (select 1 from attachment a
                            where a.person_id = ?2 and a.ticket_id = t.id and a.message_id is null)
             from ticket t where t.id = ?1",
            params![id, me],
            |row| {
                let tags: Option<String> = row.get(2)?;
                Ok(Self {
                    channel: Channel::from_code(&row.get::<String>(0)?).unwrap_or(Channel::Web),
                    created_at: row.get(1)?,
                    tags: tags.map(|tags| tags.split(',').map(ToOwned::to_owned).collect()).unwrap_or_default(),
                    seen: row.get(3)?,
                    related: row.get(4)?,
                    has_drafts: row.get(5)?,
                    has_participants: row.get(6)?,
                    has_uploads: row.get(7)?,
                })
            },
        )?)
    }
}

/// The customer's page of a ticket.
#[derive(Debug, Clone)]
pub struct CustomerPage {
    /// The ticket.
    pub ticket: Ticket,
    /// When it was opened.
    pub created_at: Time,
    /// Public messages in the order of time.
    pub messages: Vec<Message>,
    /// The agent in charge, by name.
    pub assignee: Option<(PersonId, String)>,
    /// Where it stands.
    pub department: String,
}

/// Loads the customer's page: public messages only.
///
/// # Errors
/// [`crate::Error::NotFound`] when the ticket does not exist for the actor.
pub fn customer_page(conn: &mut Conn, actor: &Actor, id: TicketId) -> Result<CustomerPage> {
    let ticket = find(conn, actor, id)?;
    policy::allow(actor, Action::ReadTicket, Some(&ticket.facts()))?;
    let (created_at, assignee, department) = conn.one(
        "select t.created_at, a.id, a.name, d.name from ticket t
         join department d on d.id = t.department_id left join person a on a.id = t.assignee_id where t.id = ?1",
        params![id],
        |row| {
            let assignee = row.get::<Option<PersonId>>(1)?.zip(row.get::<Option<String>>(2)?);
            Ok((row.get::<Time>(0)?, assignee, row.get::<String>(3)?))
        },
    )?;
    let (messages, _) = messages(conn, id, false)?;
    Ok(CustomerPage { ticket, created_at, messages, assignee, department })
}

fn messages(conn: &mut Conn, ticket: TicketId, internals: bool) -> Result<(Vec<Message>, bool)> {
    let kinds = if internals { "true" } else { "m.kind = 'reply'" };
    let sql = format!(
        "select m.id, m.author_id, p.name, m.kind, m.side, m.channel, m.html, m.quoted, m.created_at, m.automatic,
                m.thread_why, o.id, o.state, o.error, o.due_at, o.attempts,
                exists (select 1 from attachment a where a.message_id = m.id)
         from message m join person p on p.id = m.author_id
         left join outbox o on o.message_id = m.id and o.kind = 'reply'
         where m.ticket_id = ?1 and m.withdrawn_at is null and {kinds} order by m.id desc limit ?2"
    );
    let mut messages = conn.query(&sql, params![ticket, limits::MESSAGES_SHOWN_MAX + 1], |row| {
        let outbox: Option<OutboxId> = row.get(11)?;
        let delivery = match outbox {
            Some(id) => Some(Delivery {
                id,
                state: row.get(12)?,
                error: row.get(13)?,
                due_at: row.get(14)?,
                attempts: row.get(15)?,
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

const ATTACHMENT_COLUMNS: &str = "a.id, a.token, a.name, a.content_type, a.size, a.inline, a.content_id";

fn read_attachment(row: &store::Row) -> store::Result<Attachment> {
    Ok(Attachment {
        id: row.get(0)?,
        token: row.get(1)?,
        name: row.get(2)?,
        content_type: row.get(3)?,
        size: row.get(4)?,
        inline: row.get(5)?,
        content_id: row.get(6)?,
    })
}

fn attachments(conn: &mut Conn, ticket: TicketId) -> Result<HashMap<MessageId, Vec<Attachment>>> {
    let sql = format!(
        "select {ATTACHMENT_COLUMNS}, a.message_id from message m join attachment a on a.message_id = m.id
         where m.ticket_id = ?1 order by a.id"
    );
    let mut out: HashMap<MessageId, Vec<Attachment>> = HashMap::new();
    for (message, attachment) in
        conn.query(&sql, params![ticket], |row| Ok((row.get::<MessageId>(7)?, read_attachment(row)?)))?
    {
        out.entry(message).or_default().push(attachment);
    }
    Ok(out)
}

fn waiting_uploads(conn: &mut Conn, actor: &Actor, ticket: TicketId) -> Result<Vec<Attachment>> {
    let sql = format!(
        "select {ATTACHMENT_COLUMNS} from attachment a
         where a.person_id = ?1 and a.ticket_id = ?2 and a.message_id is null order by a.id"
    );
    Ok(conn.query(&sql, params![actor.person, ticket], read_attachment)?)
}

fn events(conn: &mut Conn, ticket: TicketId) -> Result<Vec<EventLine>> {
    let mut events = conn.query(
        "select e.id, e.kind, e.actor_kind, e.actor_name, e.because, x.kind, x.actor_name, e.before, e.after, e.at,
                case when e.change_id = 0 then e.id else e.change_id end, e.undone_at is not null
         from event e left join event x on x.id = e.cause_id
         where e.ticket_id = ?1 order by e.id desc limit ?2",
        params![ticket, limits::EVENTS_SHOWN_MAX],
        |row| {
            let cause_kind = row.get::<Option<String>>(5)?.and_then(|code| Kind::from_code(&code));
            let event = EventLine {
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
            };
            Ok(event)
        },
    )?;
    events.reverse();
    // A message speaks for itself.
    events.retain(|event| {
        !matches!(event.kind, Kind::CustomerReplied | Kind::AgentReplied | Kind::NoteAdded | Kind::Configured)
    });
    Ok(events)
}

/// By time; at the same moment the message comes before what followed from it.
fn interleave(messages: Vec<Message>, events: Vec<EventLine>) -> Vec<Entry> {
    let mut entries: Vec<(Time, u8, i64, Entry)> = messages
        .into_iter()
        .map(|message| (message.created_at, 0, message.id.0, Entry::Message(Box::new(message))))
        .chain(events.into_iter().map(|event| (event.at, 1, event.id.0, Entry::Event(event))))
        .collect();
    entries.sort_by_key(|(at, rank, id, _)| (*at, *rank, *id));
    entries.into_iter().map(|(_, _, _, entry)| entry).collect()
}

fn drafts(conn: &mut Conn, actor: &Actor, ticket: TicketId) -> Result<(Option<Draft>, Vec<Named>)> {
    let rows = conn.query(
        "select d.person_id, p.name, d.kind, d.html from draft d join person p on p.id = d.person_id
         where d.ticket_id = ?1 order by d.saved_at",
        params![ticket],
        |row| Ok((row.get::<PersonId>(0)?, row.get::<String>(1)?, row.get::<String>(2)?, row.get::<String>(3)?)),
    )?;
    let mut own = None;
    let mut others = Vec::new();
    for (person, name, kind, html) in rows {
        if Some(person) == actor.person {
            own = Some(Draft { kind: MessageKind::from_code(&kind).unwrap_or(MessageKind::Reply), html });
        } else {
            others.push((person, name));
        }
    }
    Ok((own, others))
}

fn participants(conn: &mut Conn, ticket: TicketId) -> Result<Vec<(PersonId, String)>> {
    Ok(conn.query(
        "select p.id, p.name from participant x join person p on p.id = x.person_id where x.ticket_id = ?1 order by p.id",
        params![ticket],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

fn others(conn: &mut Conn, actor: &Actor, ticket: &Ticket) -> Result<Vec<OtherTicket>> {
    let sql = format!(
        "select t.id, t.subject, t.status, t.updated_at from ticket t
         where t.requester_id = ?1 and t.id <> ?2 and {} order by t.updated_at desc, t.id desc limit ?3",
        policy::ticket_condition(actor)
    );
    Ok(conn.query(&sql, params![ticket.requester, ticket.id, limits::OTHER_TICKETS_SHOWN], |row| {
        Ok(OtherTicket {
            id: row.get(0)?,
            subject: row.get(1)?,
            status: Status::from_code(&row.get::<String>(2)?).unwrap_or(Status::Open),
            updated_at: row.get(3)?,
        })
    })?)
}
