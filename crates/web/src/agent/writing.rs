//! Answers, notes, drafts, files, new tickets.

use std::sync::Arc;

use axum::extract::{Form as UrlForm, Multipart, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use desk::people::{self, NewPerson};
use desk::tickets::{self, Category, Channel, Draft, Goal, MailFacts, MessageKind, NewTicket, Priority, Reply, Side};
use desk::{AttachmentId, CannedId, Error, FieldError, MessageId, TicketId};
use serde::Deserialize;
use serde_json::json;

use super::new_ticket::{self as form_page, NewTicketForm};
use super::reading::{From, Shown, render};
use super::shell::bits;
use super::ticket_page::Typed;
use crate::answer::{Answer, Failure, page, page_with, redirect, redirect_after};
use crate::app::App;
use crate::body;
use crate::chat::{ChatShown, show_console};
use crate::flash::Done;
use crate::form::Form;
use crate::reader::Reader;

/// An answer or a note.
pub(crate) async fn reply(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    parts: Multipart,
) -> Answer {
    let form = Form::read(parts).await?;
    let kind = MessageKind::from_code(form.get("kind")).unwrap_or(MessageKind::Reply);
    // What is ticked for an answer says nothing about a note.
    let ticked = |name: &str| kind == MessageKind::Reply && !form.get(name).is_empty();
    let new = Reply {
        kind,
        body: body::written(form.get("body"), form.get("format")),
        uploads: form.ids("files"),
        files: form.files.clone(),
        seen: form.get("seen").parse().ok().map(MessageId),
        then: if ticked("close") { Some(Category::Closed.into()) } else { Goal::from_code(form.get("then")) },
    };
    let used: Vec<CannedId> = form.ids("canned");
    let canned_name = ticked("save_canned").then(|| form.get("canned_name").to_owned());
    let send_at = form.get("send_at").to_owned();
    let later = if kind == MessageKind::Reply { form.get("send_on").to_owned() } else { String::new() };
    let typed = Typed { kind, html: new.body.html.clone(), send_at: send_at.clone() };
    let leaves = reader.moment(if later == "chosen" { &send_at } else { &later });
    let waits = !later.is_empty();
    let closes = new.then == Some(Category::Closed.into());
    let result = app
        .desk
        .change(&reader.actor, move |c| {
            if waits {
                tickets::schedule(c, id, &new, leaves.ok_or(Error::field("send_at", "moment"))?)?;
            } else {
                tickets::reply(c, id, &new)?;
            }
            for used in &used {
                tickets::use_canned(c, id, *used)?;
            }
            if let Some(name) = &canned_name {
                tickets::save_as_canned(c, id, name, &new.body.html)?;
            }
            Ok(c.id())
        })
        .await;
    let view = From::of(form.get("view")).view();
    let chat = form.get("from") == "chat";
    match result {
        Ok(_) if chat => Ok(redirect(&format!("/agent/chats/{id}"))),
        Err(Error::Invalid(errors)) if chat => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            show_console(&app, &reader, id, ChatShown { status, errors, typed: Some(typed) }).await
        }
        Ok(change) => {
            let done = match (kind, closes) {
                (MessageKind::Note, _) => Done::Noted,
                _ if waits => Done::AnswerScheduled,
                (_, true) => Done::Closed,
                _ => Done::Sent,
            };
            redirect_after(&format!("/agent/tickets/{id}?view={}", view.code()), done, 1, change)
        }
        Err(Error::Moved { .. }) => {
            let shown = Shown { status: StatusCode::CONFLICT, typed: Some(typed), moved: true, ..Shown::default() };
            render(&app, &reader, id, view, shown).await
        }
        Err(Error::Refused(_)) => {
            // The topic was closed meanwhile: what was written is kept.
            let errors = vec![FieldError { field: "body", problem: "locked" }];
            let status = StatusCode::CONFLICT;
            render(&app, &reader, id, view, Shown { status, errors, typed: Some(typed), ..Shown::default() }).await
        }
        Err(Error::Invalid(errors)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            render(&app, &reader, id, view, Shown { status, errors, typed: Some(typed), ..Shown::default() }).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What the composer saves while somebody writes.
#[derive(Debug, Deserialize)]
pub(crate) struct DraftForm {
    #[serde(default)]
    body: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    format: String,
    #[serde(default)]
    seen: String,
}

/// Keeps a draft.
pub(crate) async fn save_draft(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    UrlForm(form): UrlForm<DraftForm>,
) -> Result<StatusCode, Failure> {
    let kind = MessageKind::from_code(&form.kind).unwrap_or(MessageKind::Reply);
    let draft = Draft { kind, html: body::clean(&form.body, &form.format) };
    let seen = form.seen.parse().ok().map(MessageId);
    app.desk.change(&reader.actor, move |c| tickets::save_draft(c, id, &draft, seen)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Keeps a file until its message is sent.
pub(crate) async fn upload(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    parts: Multipart,
) -> Result<Response, Failure> {
    let form = Form::read(parts).await?;
    let file = form.files.into_iter().next().ok_or(Failure::BadRequest)?;
    let (name, content_type, size) = (file.name.clone(), file.content_type.clone(), file.content.len());
    let kept = app.desk.change(&reader.actor, move |c| tickets::upload(c, id, &file)).await;
    match kept {
        Ok((id, token)) => {
            let url = format!("/files/{token}?inline");
            let answer = json!({"id": id.to_string(), "name": name, "size": size, "type": content_type, "url": url});
            Ok(Json(answer).into_response())
        }
        Err(Error::Invalid(errors)) => {
            let words = crate::parts::problem(&reader, &errors, "files").unwrap_or_default();
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Json(json!({"error": words}))).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Forgets a file that was not sent.
pub(crate) async fn forget_upload(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<AttachmentId>,
) -> Result<StatusCode, Failure> {
    app.desk.change(&reader.actor, move |c| tickets::forget_upload(c, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What becomes of the link to a file.
#[derive(Debug, Deserialize)]
pub(crate) struct LinkForm {
    #[serde(default)]
    decision: String,
    #[serde(default)]
    view: String,
}

/// Ends the link to a file that was too large for its mail, or lets it open again.
pub(crate) async fn set_file_link(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path((id, file)): Path<(TicketId, AttachmentId)>,
    UrlForm(form): UrlForm<LinkForm>,
) -> Answer {
    let opens = form.decision == "renew";
    app.desk.change(&reader.actor, move |c| tickets::set_file_link(c, id, file, opens)).await?;
    let done = if opens { Done::LinkRenewed } else { Done::LinkEnded };
    redirect_after(&bits::ticket_url(id, From::of(&form.view).view()), done, 1, None)
}

/// A sign of somebody at a ticket.
#[derive(Debug, Deserialize)]
pub(crate) struct SignForm {
    #[serde(default)]
    state: String,
}

/// Tells the others who is here or typing.
pub(crate) async fn presence(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    UrlForm(form): UrlForm<SignForm>,
) -> Result<StatusCode, Failure> {
    let Some(person) = &reader.person else { return Err(Failure::Forbidden) };
    let actor = reader.actor.clone();
    app.desk.read(move |conn| tickets::find(conn, &actor, id)).await?;
    let typing = form.state == "typing";
    app.presence.announce(&app.desk, id, person.id, &person.name, typing).await?;
    // If its customer is there, they see it too.
    app.typing.announce(&app.desk, id, Side::Agent, typing).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the form begins with.
#[derive(Debug, Deserialize)]
pub(crate) struct Begun {
    /// The project that the ticket is for.
    #[serde(default)]
    project: String,
}

/// The form for a ticket in a customer's name.
pub(crate) async fn new_ticket(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(begun): Query<Begun>,
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let form = NewTicketForm { project: begun.project, ..NewTicketForm::default() };
    page(form_page::page(&reader, &frame, &form, &[]))
}

/// Opens a ticket in a customer's name.
pub(crate) async fn open(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    UrlForm(form): UrlForm<NewTicketForm>,
) -> Answer {
    let typed = form.clone();
    let body = body::written(&form.body, &form.format);
    let result = app
        .desk
        .change(&reader.actor, move |c| {
            let department = form.department.parse().map_err(|_| Error::field("department", "required"))?;
            let new = NewPerson { name: form.name.clone(), address: form.address.clone(), ..NewPerson::default() };
            let requester = people::find_or_create(c, &new)?;
            let ticket = tickets::open(
                c,
                &NewTicket {
                    requester: requester.id,
                    kind: form.kind.parse().ok(),
                    department,
                    subject: form.subject.clone(),
                    body: body.clone(),
                    channel: Channel::Agent,
                    files: Vec::new(),
                    uploads: Vec::new(),
                    because: "by_agent".into(),
                    address: String::new(),
                    language: requester.language,
                    mail: MailFacts::default(),
                    related: None,
                    priority: Priority::from_code(&form.priority).unwrap_or(Priority::Normal),
                    company: None,
                },
            )?;
            let project = match form.project.as_str() {
                "" => None,
                project => Some(project.parse().map_err(|_| Error::field("project", "unknown"))?),
            };
            let due = match form.due_on.trim() {
                "" => None,
                day => Some(day.parse().map_err(|_| Error::field("due_on", "date"))?),
            };
            // It may have gone out of the agent's reach.
            let agent = c.actor().everywhere();
            c.in_the_name_of(&agent, |c| {
                tickets::file_in_project(c, ticket.id, project)?;
                tickets::set_due(c, ticket.id, due)
            })?;
            Ok(ticket.id)
        })
        .await;
    match result {
        Ok(id) => redirect_after(&format!("/agent/tickets/{id}"), Done::Opened, 1, None),
        Err(Error::Invalid(errors)) => {
            let frame = app.desk.frame(&reader.actor).await?;
            let markup = form_page::page(&reader, &frame, &typed, &errors);
            Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, markup))
        }
        Err(error) => Err(error.into()),
    }
}
