//! Tickets: opening, answering, changing them.

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use base64::Engine as _;
use desk::tickets::{self, Channel, Goal, MailFacts, MessageKind, NewTicket, Place, Priority, Reply};
use desk::{Change, Day, DepartmentId, EventId, MessageId, PersonId, ProjectId, TicketId, TypeId, people};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Problem;
use super::answer::{Asking, Given};
use super::body::{Sent, said};
use super::people::PersonBody;
use super::shapes::{Changed, NewFile};
use super::spec::Problems;
use crate::agent::bulk_put;
use crate::app::App;
use crate::body;
use crate::reader::Reader;

/// A ticket to open in somebody's name.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TicketBody {
    requester: PersonBody,
    subject: String,
    /// What they ask, as plain text.
    #[serde(default)]
    text: String,
    /// The same as HTML, instead of `text`; it is made safe.
    #[serde(default)]
    html: String,
    /// Where to; the desk's first department without.
    #[serde(default)]
    department: Option<i64>,
    #[serde(default, rename = "type")]
    kind: Option<i64>,
    /// `low`, `normal`, `high`, `urgent`.
    #[serde(default)]
    priority: Option<String>,
    #[serde(default)]
    assignee: Option<i64>,
    #[serde(default)]
    tags: Vec<String>,
    /// A project's id.
    #[serde(default)]
    project: Option<i64>,
    /// The day when it shall be done: `2026-11-30`.
    #[serde(default)]
    #[schema(format = Date)]
    due_on: Option<String>,
    /// How much work it is thought to be.
    #[serde(default)]
    estimate_minutes: Option<i64>,
    #[serde(default)]
    files: Vec<NewFile>,
}

fn words(text: &str, html: &str) -> tickets::Body {
    if html.is_empty() { body::written(text, "text") } else { body::written(html, "html") }
}

fn files(new: &[NewFile]) -> Result<Vec<tickets::NewFile>, Problem> {
    new.iter()
        .map(|file| {
            let content = base64::engine::general_purpose::STANDARD
                .decode(&file.content)
                .map_err(|_| Problem::field("files", "base64"))?;
            Ok(crate::form::file(&file.name, content))
        })
        .collect()
}

fn priority(code: Option<&str>) -> Result<Option<Priority>, Problem> {
    code.map(|code| Priority::from_code(code).ok_or_else(|| Problem::field("priority", "unknown"))).transpose()
}

/// Opens a ticket
#[utoipa::path(post, path = "/api/v1/tickets", tag = "Tickets", request_body = TicketBody,
    responses((status = 201, body = Changed), Problems))]
pub(crate) async fn add(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    asking: Asking,
    Sent { value: new, bytes }: Sent<TicketBody>,
) -> Given {
    let frame = app.desk.frame(&reader.actor).await?;
    let first = frame.services.iter().flat_map(|service| &service.departments).map(|department| department.id).next();
    let department =
        new.department.map(DepartmentId).or(first).ok_or_else(|| Problem::field("department", "required"))?;
    let files = files(&new.files)?;
    let priority = priority(new.priority.as_deref())?.unwrap_or(Priority::Normal);
    if new.kind.is_some_and(|id| !frame.types.iter().any(|kind| kind.id.0 == id && kind.enabled)) {
        return Err(Problem::field("type", "unknown"));
    }
    let due = day(new.due_on.as_deref())?;
    asking
        .change(&app, &bytes, StatusCode::CREATED, move |c| {
            let person = new.requester.person(c.sql())?;
            let requester = people::find_or_create(c, &person)?;
            let ticket = tickets::open(
                c,
                &NewTicket {
                    requester: requester.id,
                    kind: new.kind.map(TypeId),
                    department,
                    subject: new.subject.clone(),
                    body: words(&new.text, &new.html),
                    channel: Channel::Agent,
                    files: files.clone(),
                    uploads: Vec::new(),
                    because: "by_program".into(),
                    address: String::new(),
                    language: requester.language,
                    mail: MailFacts::default(),
                    related: None,
                    priority,
                    company: None,
                },
            )?;
            new.requester.give_plan(c, requester.id)?;
            for tag in &new.tags {
                tickets::add_tag(c, ticket.id, tag)?;
            }
            if let Some(assignee) = new.assignee {
                tickets::assign(c, ticket.id, Some(PersonId(assignee)))?;
            }
            // It may have gone out of the agent's reach.
            let agent = c.actor().everywhere();
            c.in_the_name_of(&agent, |c| {
                tickets::file_in_project(c, ticket.id, new.project.map(ProjectId))?;
                tickets::set_due(c, ticket.id, due)?;
                tickets::set_estimate(c, ticket.id, new.estimate_minutes)
            })?;
            Ok(changed(c, ticket.id, Some(ticket.last_message)))
        })
        .await
}

fn changed(c: &Change, id: TicketId, message: Option<MessageId>) -> Changed {
    Changed { id: id.0, message: message.map(|id| id.0), change: c.id().map(|id| id.0) }
}

/// An answer or a note.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MessageBody {
    /// `reply` is mailed to the customer, `note` is for agents.
    kind: String,
    #[serde(default)]
    text: String,
    /// Instead of `text`; it is made safe.
    #[serde(default)]
    html: String,
    /// The newest message that you have read: a reply is refused with 409 when there is a newer one.
    #[serde(default)]
    seen: Option<i64>,
    /// The status to set afterwards: a category's code, or a status's id as a text.
    #[serde(default)]
    then: Option<String>,
    #[serde(default)]
    files: Vec<NewFile>,
}

/// Answers a ticket, or leaves a note
#[utoipa::path(post, path = "/api/v1/tickets/{id}/messages", tag = "Tickets", params(("id" = i64, Path)),
    request_body = MessageBody, responses((status = 201, body = Changed), Problems))]
pub(crate) async fn write(
    State(app): State<App>,
    asking: Asking,
    Path(id): Path<TicketId>,
    Sent { value: new, bytes }: Sent<MessageBody>,
) -> Given {
    let kind = MessageKind::from_code(&new.kind).ok_or_else(|| Problem::field("kind", "unknown"))?;
    let then = match &new.then {
        Some(code) => Some(Goal::from_code(code).ok_or_else(|| Problem::field("then", "unknown"))?),
        None => None,
    };
    let reply = Reply {
        kind,
        body: words(&new.text, &new.html),
        uploads: Vec::new(),
        files: files(&new.files)?,
        seen: new.seen.map(MessageId),
        then,
    };
    asking
        .change(&app, &bytes, StatusCode::CREATED, move |c| {
            let message = tickets::reply(c, id, &reply)?;
            Ok(changed(c, id, Some(message)))
        })
        .await
}

/// A day as ISO 8601 writes it, or none.
pub(super) fn day(text: Option<&str>) -> Result<Option<Day>, Problem> {
    text.map(|text| text.parse().map_err(|_| Problem::field("due_on", "date"))).transpose()
}

/// What to change; what is not there stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct TicketChanges {
    /// A category's code (`open`, `waiting_agent`, `waiting_customer`, `closed`), or a status's id as a text.
    status: Option<String>,
    /// An agent's id; `null` for nobody.
    #[serde(deserialize_with = "said")]
    #[schema(value_type = Option<i64>)]
    assignee: Option<Option<i64>>,
    /// `low`, `normal`, `high`, `urgent`.
    priority: Option<String>,
    department: Option<i64>,
    #[serde(rename = "type")]
    kind: Option<i64>,
    /// A project's id; `null` for none.
    #[serde(deserialize_with = "said")]
    #[schema(value_type = Option<i64>)]
    project: Option<Option<i64>>,
    /// The day when it shall be done: `2026-11-30`; `null` for none.
    #[serde(deserialize_with = "said")]
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Option<String>>,
    /// How much work it is thought to be; `null` for nothing said.
    #[serde(deserialize_with = "said")]
    #[schema(value_type = Option<i64>)]
    estimate_minutes: Option<Option<i64>>,
    /// Empty for the lists, `spam`, `trash`.
    place: Option<String>,
    add_tags: Vec<String>,
    remove_tags: Vec<String>,
}

/// Changes what stands beside the conversation
#[utoipa::path(patch, path = "/api/v1/tickets/{id}", tag = "Tickets", params(("id" = i64, Path)),
    request_body = TicketChanges, responses((status = 200, body = Changed), Problems))]
pub(crate) async fn change(
    State(app): State<App>,
    asking: Asking,
    Path(id): Path<TicketId>,
    Sent { value: new, bytes }: Sent<TicketChanges>,
) -> Given {
    let priority = priority(new.priority.as_deref())?;
    let goal = match &new.status {
        Some(code) => Some(Goal::from_code(code).ok_or_else(|| Problem::field("status", "unknown"))?),
        None => None,
    };
    let place = match &new.place {
        Some(code) => Some(Place::from_code(code).ok_or_else(|| Problem::field("place", "unknown"))?),
        None => None,
    };
    let due = new.due_on.as_ref().map(|said| day(said.as_deref())).transpose()?;
    asking
        .change(&app, &bytes, StatusCode::OK, move |c| {
            let actor = c.actor().clone();
            tickets::find(c.sql(), &actor, id)?;
            if let Some(kind) = new.kind {
                tickets::change_type(c, id, TypeId(kind), None)?;
            }
            if let Some(goal) = goal {
                tickets::set_status(c, id, goal)?;
            }
            if let Some(priority) = priority {
                tickets::set_priority(c, id, priority)?;
            }
            for tag in &new.add_tags {
                tickets::add_tag(c, id, tag)?;
            }
            for tag in &new.remove_tags {
                tickets::remove_tag(c, id, tag)?;
            }
            if let Some(assignee) = new.assignee {
                tickets::assign(c, id, assignee.map(PersonId))?;
            }
            if let Some(project) = new.project {
                tickets::file_in_project(c, id, project.map(ProjectId))?;
            }
            if let Some(due) = due {
                tickets::set_due(c, id, due)?;
            }
            if let Some(minutes) = new.estimate_minutes {
                tickets::set_estimate(c, id, minutes)?;
            }
            if let Some(place) = place {
                bulk_put(c, id, place)?;
            }
            // Last: it may take the ticket out of the agent's reach.
            if let Some(department) = new.department {
                tickets::change_department(c, id, DepartmentId(department))?;
            }
            Ok(changed(c, id, None))
        })
        .await
}

/// Where the messages go.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MergeBody {
    /// The ticket that takes them.
    into: i64,
}

/// Merges a ticket into another
#[utoipa::path(post, path = "/api/v1/tickets/{id}/merge", tag = "Tickets", params(("id" = i64, Path)),
    request_body = MergeBody, responses((status = 200, body = Changed), Problems))]
pub(crate) async fn merge(
    State(app): State<App>,
    asking: Asking,
    Path(id): Path<TicketId>,
    Sent { value, bytes }: Sent<MergeBody>,
) -> Given {
    let into = TicketId(value.into);
    asking
        .change(&app, &bytes, StatusCode::OK, move |c| {
            tickets::merge(c, into, &[id])?;
            Ok(changed(c, into, None))
        })
        .await
}

/// What becomes a ticket of its own.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SplitBody {
    subject: String,
    messages: Vec<i64>,
}

/// Splits messages off into a ticket of their own
#[utoipa::path(post, path = "/api/v1/tickets/{id}/split", tag = "Tickets", params(("id" = i64, Path)),
    request_body = SplitBody, responses((status = 201, body = Changed), Problems))]
pub(crate) async fn split(
    State(app): State<App>,
    asking: Asking,
    Path(id): Path<TicketId>,
    Sent { value, bytes }: Sent<SplitBody>,
) -> Given {
    let messages: Vec<MessageId> = value.messages.iter().copied().map(MessageId).collect();
    asking
        .change(&app, &bytes, StatusCode::CREATED, move |c| {
            let new = tickets::split(c, id, &messages, &value.subject)?;
            Ok(changed(c, new, None))
        })
        .await
}

/// Takes back a change of the token's agent
#[utoipa::path(post, path = "/api/v1/undo/{change}", tag = "Tickets", params(("change" = i64, Path)),
    responses((status = 200, body = Vec<i64>, description = "The tickets that it touched"), Problems))]
pub(crate) async fn undo(State(app): State<App>, asking: Asking, Path(change): Path<EventId>, bytes: Bytes) -> Given {
    asking
        .change(&app, &bytes, StatusCode::OK, move |c| {
            let undone = tickets::undo(c, change, false)?;
            Ok(undone.tickets.iter().map(|id| id.0).collect::<Vec<_>>())
        })
        .await
}
