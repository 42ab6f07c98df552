//! The shapes of the JSON.

use desk::tickets::{self, EventLine, ListRow, Page};
use desk::{Frame, Time};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::parts;
use crate::reader::Reader;

/// A moment as RFC 3339 writes it, in UTC.
pub(super) fn moment(at: Time) -> String {
    at.timestamp().to_string()
}

/// Somebody by name.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Named {
    pub id: i64,
    pub name: String,
}

impl Named {
    pub(super) fn of((id, name): &(desk::PersonId, String)) -> Self {
        Self { id: id.0, name: name.clone() }
    }
}

/// How far a ticket is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StatusShape {
    pub id: i64,
    pub name: String,
    /// What it counts as: `new`, `open`, `waiting_agent`, `waiting_customer`, `closed`.
    pub category: String,
}

impl StatusShape {
    pub(super) fn of(reader: &Reader, status: &tickets::Status) -> Self {
        Self { id: status.id.0, name: parts::status_name(reader, status), category: status.category.code().to_owned() }
    }
}

/// A ticket in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TicketRow {
    pub id: i64,
    pub subject: String,
    /// The beginning of the last message.
    pub preview: String,
    pub status: StatusShape,
    /// The type.
    #[serde(rename = "type")]
    pub kind: i64,
    /// `low`, `normal`, `high`, `urgent`.
    pub priority: String,
    pub requester: Named,
    pub company: Option<String>,
    /// The department, by name.
    pub department: String,
    pub assignee: Option<Named>,
    pub tags: Vec<String>,
    /// The day when it shall be done.
    #[schema(format = Date)]
    pub due_on: Option<String>,
    pub messages: i64,
    #[schema(format = DateTime)]
    pub created_at: String,
    /// The last message or note.
    #[schema(format = DateTime)]
    pub updated_at: String,
}

impl TicketRow {
    pub(super) fn of(reader: &Reader, row: &ListRow) -> Self {
        Self {
            id: row.id.0,
            subject: row.subject.clone(),
            preview: row.preview.clone(),
            status: StatusShape::of(reader, &row.status),
            kind: row.kind.0,
            priority: row.priority.code().to_owned(),
            requester: Named::of(&row.requester),
            company: row.company.clone(),
            department: row.department.clone(),
            assignee: row.assignee.as_ref().map(Named::of),
            tags: row.tags.clone(),
            due_on: row.due_on.map(|day| day.to_string()),
            messages: row.messages,
            created_at: moment(row.created_at),
            updated_at: moment(row.updated_at),
        }
    }
}

/// A page of tickets.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TicketPage {
    pub items: Vec<TicketRow>,
    /// Send it as `after` to get the next page.
    pub next: Option<String>,
}

/// A ticket in full.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Ticket {
    pub id: i64,
    pub subject: String,
    pub status: StatusShape,
    /// The type.
    #[serde(rename = "type")]
    pub kind: i64,
    /// `low`, `normal`, `high`, `urgent`.
    pub priority: String,
    /// `mail`, `web`, `agent`.
    pub channel: String,
    /// Empty in the lists, else `spam`, `trash`, `merged`.
    pub place: String,
    pub department: i64,
    pub assignee: Option<i64>,
    pub requester: Person,
    /// Others who take part.
    pub participants: Vec<Named>,
    pub tags: Vec<String>,
    pub project: Option<i64>,
    /// The day when it shall be done.
    #[schema(format = Date)]
    pub due_on: Option<String>,
    /// How much work it is thought to be.
    pub estimate_minutes: Option<i64>,
    /// The ticket that its messages went to.
    pub merged_into: Option<i64>,
    /// The newest message: send it as `seen` with an answer.
    pub last_message: i64,
    #[schema(format = DateTime)]
    pub created_at: String,
}

impl Ticket {
    pub(super) fn of(reader: &Reader, page: &Page) -> Self {
        let ticket = &page.ticket;
        Self {
            id: ticket.id.0,
            subject: ticket.subject.clone(),
            status: StatusShape::of(reader, &ticket.status),
            kind: ticket.kind.0,
            priority: ticket.priority.code().to_owned(),
            channel: page.channel.code().to_owned(),
            place: ticket.place.code().to_owned(),
            department: ticket.department.0,
            assignee: ticket.assignee.map(|id| id.0),
            requester: Person::of(&page.requester),
            participants: page.participants.iter().map(Named::of).collect(),
            tags: page.tags.clone(),
            project: ticket.project.map(|id| id.0),
            due_on: ticket.due_on.map(|day| day.to_string()),
            estimate_minutes: ticket.estimate,
            merged_into: ticket.merged_into.map(|id| id.0),
            last_message: ticket.last_message.0,
            created_at: moment(page.created_at),
        }
    }
}

/// A person.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Person {
    pub id: i64,
    pub name: String,
    pub address: String,
    /// `customer`, `agent`, `admin`.
    pub role: String,
    pub company: Option<String>,
    /// `en`, `fr` or empty.
    pub language: String,
    /// The plan that they were given; without one they have the default plan.
    pub plan: Option<String>,
}

impl Person {
    pub(super) fn of(person: &desk::people::Person) -> Self {
        Self {
            id: person.id.0,
            name: person.name.clone(),
            address: person.address.clone(),
            role: person.role.code().to_owned(),
            company: person.company.clone(),
            language: person.language.clone(),
            plan: person.plan.as_ref().map(|(_, name)| name.clone()),
        }
    }
}

/// A message of a ticket.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Message {
    pub id: i64,
    pub author: Named,
    /// `reply` or `note`: notes are for agents only.
    pub kind: String,
    /// Who wrote it: `customer` or `agent`.
    pub side: String,
    /// `mail`, `web`, `agent`.
    pub channel: String,
    /// Safe HTML.
    pub html: String,
    pub files: Vec<File>,
    /// Of an agent's answer: `queued`, `sending`, `sent`, `failed`, `unsure`, …
    pub delivery: Option<String>,
    #[schema(format = DateTime)]
    pub created_at: String,
}

impl Message {
    pub(super) fn of(message: &tickets::Message) -> Self {
        Self {
            id: message.id.0,
            author: Named::of(&message.author),
            kind: message.kind.code().to_owned(),
            side: message.side.code().to_owned(),
            channel: message.channel.code().to_owned(),
            html: message.html.clone(),
            files: message
                .attachments
                .iter()
                .map(|file| File {
                    name: file.name.clone(),
                    content_type: file.content_type.clone(),
                    size: file.size,
                    url: format!("/api/v1/files/{}", file.token),
                })
                .collect(),
            delivery: message.delivery.as_ref().map(|delivery| delivery.state.clone()),
            created_at: moment(message.created_at),
        }
    }
}

/// A file of a message.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct File {
    pub name: String,
    pub content_type: String,
    /// Bytes.
    pub size: i64,
    /// Where its content is.
    pub url: String,
}

/// What happened to a ticket.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Event {
    pub id: i64,
    /// `ticket_opened`, `status_changed`, `assigned`, …
    pub kind: String,
    /// `agent`, `customer`, `rule`, `system`.
    pub actor_kind: String,
    pub actor: String,
    pub before: String,
    pub after: String,
    /// A reason as a code with an argument.
    pub because: String,
    /// Send it to `/undo/{change}` to take it back.
    pub change: i64,
    pub undone: bool,
    #[schema(format = DateTime)]
    pub at: String,
}

impl Event {
    pub(super) fn of(event: &EventLine) -> Self {
        Self {
            id: event.id.0,
            kind: event.kind.code().to_owned(),
            actor_kind: event.actor_kind.clone(),
            actor: event.actor.clone(),
            before: event.before.clone(),
            after: event.after.clone(),
            because: event.because.clone(),
            change: event.change.0,
            undone: event.undone,
            at: moment(event.at),
        }
    }
}

/// What was made, changed or forgotten.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Known {
    pub id: i64,
}

/// What a change did.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Changed {
    /// The ticket.
    pub id: i64,
    /// The message that was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<i64>,
    /// Send it to `/undo/{change}` to take it back; nothing when nothing changed.
    pub change: Option<i64>,
}

/// A file to send along.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewFile {
    pub name: String,
    /// The bytes in base64.
    #[schema(format = Byte)]
    pub content: String,
}

/// A type of tickets.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TypeShape {
    pub id: i64,
    /// `ticket`, `task`, `feature`.
    pub family: String,
    pub name: String,
    pub enabled: bool,
    pub statuses: Vec<StatusShape>,
    /// Where new tickets begin.
    pub default_status: i64,
}

/// A service.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ServiceShape {
    pub id: i64,
    pub name: String,
    pub departments: Vec<Named>,
}

/// A view.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ViewShape {
    /// Send it as `view` to `/tickets`.
    pub code: String,
    pub name: String,
}

pub(super) fn types(reader: &Reader, frame: &Frame) -> Vec<TypeShape> {
    frame
        .types
        .iter()
        .map(|kind| TypeShape {
            id: kind.id.0,
            family: kind.family.code().to_owned(),
            name: parts::type_name(reader, kind),
            enabled: kind.enabled,
            statuses: kind.statuses.iter().map(|status| StatusShape::of(reader, status)).collect(),
            default_status: kind.default.0,
        })
        .collect()
}
