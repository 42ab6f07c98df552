//! Tickets: reading, opening, answering, changing.

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use base64::Engine as _;
use desk::tickets::{
    self, Channel, Cursor, Entry, Goal, MailFacts, MessageKind, NewTicket, Order, Page, Place, Priority, Reply,
    SearchCursor, View,
};
use desk::{Change, DepartmentId, Error, EventId, MessageId, PersonId, TicketId, TypeId, people, views};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::Problem;
use super::answer::{Asking, Given, json, page};
use super::body::{Asked, Sent, said};
use super::people::PersonBody;
use super::shapes::{Changed, Event, Message, NewFile, Ticket, TicketPage, TicketRow};
use super::spec::Problems;
use crate::agent::{bulk_put, encode};
use crate::app::App;
use crate::body;
use crate::reader::Reader;

/// Which tickets.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wanted {
    /// A view's code from `/views`; `open` without.
    #[serde(default)]
    view: String,
    /// `newest` or `oldest`; in views that agents made also `opened-last`, `opened-first`.
    #[serde(default)]
    order: String,
    /// `next` of the page before.
    #[serde(default)]
    after: String,
}

/// The tickets of a view
#[utoipa::path(get, path = "/api/v1/tickets", tag = "Tickets", params(Wanted),
    responses((status = 200, body = TicketPage), Problems))]
pub(crate) async fn list(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Asked(wanted): Asked<Wanted>,
) -> Given {
    let code = if wanted.view.is_empty() { "open" } else { &wanted.view };
    let view = View::from_code(code).ok_or_else(|| Problem::field("view", "unknown"))?;
    let order = match wanted.order.as_str() {
        "" => None,
        order => Some(Order::from_code(order).ok_or_else(|| Problem::field("order", "unknown"))?),
    };
    let after = match wanted.after.as_str() {
        "" => None,
        after => Some(Cursor::from_code(after).ok_or_else(|| Problem::field("after", "unknown"))?),
    };
    let actor = reader.actor.clone();
    let found = app
        .desk
        .read(move |conn| match view {
            View::Saved(id) => {
                let saved = views::find(conn, &actor, id)?;
                views::list(conn, &actor, &saved, order.unwrap_or(saved.definition.order), after)
            }
            view => tickets::list(conn, &actor, view, order.unwrap_or(Order::Newest), after),
        })
        .await?;
    let next = found.next.map(Cursor::code);
    let link = next.as_ref().map(|next| format!("/api/v1/tickets?view={code}&order={}&after={next}", wanted.order));
    page(&TicketPage { items: found.rows.iter().map(|row| TicketRow::of(&reader, row)).collect(), next }, link)
}

/// What is searched.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Searched {
    /// Words and operators, as in the search of the pages.
    q: String,
    /// `next` of the page before.
    #[serde(default)]
    after: String,
}

/// Searches tickets
#[utoipa::path(get, path = "/api/v1/search", tag = "Tickets", params(Searched),
    responses((status = 200, body = TicketPage), Problems))]
pub(crate) async fn search(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Asked(asked): Asked<Searched>,
) -> Given {
    let before = match asked.after.as_str() {
        "" => None,
        after => Some(SearchCursor::from_code(after).ok_or_else(|| Problem::field("after", "unknown"))?),
    };
    let (actor, query) = (reader.actor.clone(), asked.q.clone());
    let found = app.desk.read(move |conn| tickets::search(conn, &actor, &query, before)).await?;
    let next = found.next.map(SearchCursor::code);
    let link = next.as_ref().map(|next| format!("/api/v1/search?q={}&after={next}", encode(&asked.q)));
    page(&TicketPage { items: found.rows.iter().map(|row| TicketRow::of(&reader, row)).collect(), next }, link)
}

/// All that is known of a ticket, if it exists for the token.
async fn found(app: &App, reader: &Reader, id: TicketId) -> Result<Page, Problem> {
    let actor = reader.actor.clone();
    Ok(app.desk.read(move |conn| tickets::page(conn, &actor, id)).await?)
}

/// A ticket
#[utoipa::path(get, path = "/api/v1/tickets/{id}", tag = "Tickets", params(("id" = i64, Path)),
    responses((status = 200, body = Ticket), Problems))]
pub(crate) async fn one(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
) -> Given {
    let found = found(&app, &reader, id).await?;
    json(&Ticket::of(&reader, &found))
}

/// The messages of a ticket, notes included; of very long ones the newest
#[utoipa::path(get, path = "/api/v1/tickets/{id}/messages", tag = "Tickets", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<Message>), Problems))]
pub(crate) async fn messages(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
) -> Given {
    let found = found(&app, &reader, id).await?;
    let shapes: Vec<Message> = found
        .entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Message(message) => Some(Message::of(message)),
            Entry::Event(_) => None,
        })
        .collect();
    json(&shapes)
}

/// The timeline of a ticket
#[utoipa::path(get, path = "/api/v1/tickets/{id}/events", tag = "Tickets", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<Event>), Problems))]
pub(crate) async fn events(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
) -> Given {
    let found = found(&app, &reader, id).await?;
    let shapes: Vec<Event> = found
        .entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Event(event) => Some(Event::of(event)),
            Entry::Message(_) => None,
        })
        .collect();
    json(&shapes)
}

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
    asking
        .change(&app, &bytes, StatusCode::CREATED, move |c| {
            let requester = people::find_or_create(c, &new.requester.person())?;
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
                },
            )?;
            for tag in &new.tags {
                tickets::add_tag(c, ticket.id, tag)?;
            }
            if let Some(assignee) = new.assignee {
                tickets::assign(c, ticket.id, Some(PersonId(assignee)))?;
            }
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

/// The content of a file
#[utoipa::path(get, path = "/api/v1/files/{token}", tag = "Tickets", params(("token" = String, Path)),
    responses((status = 200, description = "The bytes", content_type = "application/octet-stream", body = String), Problems))]
pub(crate) async fn file(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(token): Path<String>,
) -> Given {
    let (actor, store) = (reader.actor.clone(), app.desk.store().files().clone());
    let content = app
        .desk
        .read(move |conn| {
            let file = tickets::download(conn, &actor, &token)?;
            store.get(conn, &file.file_sha256).map_err(Error::from)
        })
        .await?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], content).into_response())
}
