//! Everything that one ticket page shows, in a bounded number of queries.

use store::{Conn, params};

use super::conversation::{Attachment, Entry, Eyes, Message, events, interleave, messages, waiting_uploads};
use super::scheduled::{self, Scheduled};
use super::{Channel, Draft, ListRow, MessageKind, Place, STATUS_COLUMNS, Status, Ticket, find};
use crate::actor::Actor;
use crate::error::Result;
use crate::people::{self, Person};
use crate::policy::{self, Action};
use crate::{MessageId, PersonId, TicketId, Time, limits};

/// A person by name.
pub type Named = (PersonId, String);

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

impl From<ListRow> for OtherTicket {
    fn from(row: ListRow) -> Self {
        Self { id: row.id, subject: row.subject, status: row.status, updated_at: row.updated_at }
    }
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
    /// Answers that leave later, in the order of their time.
    pub scheduled: Vec<Scheduled>,
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
    let (messages, cut) = messages(conn, id, Eyes::Desk, MessageId(0))?;
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
        scheduled: if beside.has_scheduled { scheduled::of_ticket(conn, id)? } else { Vec::new() },
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
    has_scheduled: bool,
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
                            where a.person_id = ?2 and a.ticket_id = t.id and a.message_id is null),
                    exists (select 1 from scheduled_reply r where r.ticket_id = t.id)
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
                    has_scheduled: row.get(8)?,
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
    if !matches!(ticket.place, Place::Desk | Place::Spam) {
        return Err(crate::Error::NotFound);
    }
    let (created_at, assignee, department) = conn.one(
        "select t.created_at, a.id, a.name, d.name from ticket t
         join department d on d.id = t.department_id left join person a on a.id = t.assignee_id where t.id = ?1",
        params![id],
        |row| {
            let assignee = row.get::<Option<PersonId>>(1)?.zip(row.get::<Option<String>>(2)?);
            Ok((row.get::<Time>(0)?, assignee, row.get::<String>(3)?))
        },
    )?;
    let me = actor.person.unwrap_or(PersonId(0));
    let (mut messages, _) = messages(conn, id, Eyes::Customer(me), MessageId(0))?;
    let unnamed = conn.one("select anonymous from ticket where id = ?1", params![id], |row| row.get::<bool>(0))?;
    if unnamed && me != ticket.requester {
        for message in messages.iter_mut().filter(|message| message.author.0 == ticket.requester) {
            message.author.1.clear();
        }
    }
    Ok(CustomerPage { ticket, created_at, messages, assignee, department })
}

/// What customers read of a ticket, oldest first.
pub(crate) fn customer_messages(conn: &mut Conn, id: TicketId) -> Result<(Vec<Message>, bool)> {
    messages(conn, id, Eyes::Customer(PersonId(0)), MessageId(0))
}

/// The newest messages behind `after`, oldest first: what a customer reads, or with `internal` notes too.
pub(crate) fn messages_after(conn: &mut Conn, id: TicketId, after: MessageId, internal: bool) -> Result<Vec<Message>> {
    let eyes = if internal { Eyes::Desk } else { Eyes::Customer(PersonId(0)) };
    Ok(messages(conn, id, eyes, after)?.0)
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
        "select t.id, t.subject, t.updated_at, {STATUS_COLUMNS} from ticket t join status w on w.id = t.status_id
         where t.requester_id = ?1 and t.id <> ?2 and t.place in ('', 'spam') and {} order by t.public_at desc, t.id desc limit {}",
        policy::ticket_condition(actor),
        limits::OTHER_TICKETS_SHOWN
    );
    Ok(conn.query(&sql, params![ticket.requester, ticket.id], |row| {
        Ok(OtherTicket {
            id: row.get(0)?,
            subject: row.get(1)?,
            updated_at: row.get(2)?,
            status: Status::read(row, 3)?,
        })
    })?)
}
