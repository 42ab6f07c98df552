//! Properties of one ticket, and undo.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, header};
use desk::tickets::{self, Category, Goal, Place, Priority};
use desk::{Change, Error, EventId, TicketId};
use desk::{community, members};
use serde::Deserialize;

use super::bulk;
use super::reading::From;
use crate::answer::{Answer, Failure, is_local, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::reader::Reader;

/// One value of one property; the others are empty.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Property {
    #[serde(default)]
    assignee: String,
    #[serde(default)]
    status: String,
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    priority: String,
    #[serde(default)]
    department: String,
    #[serde(default)]
    tag: String,
    #[serde(default)]
    plan: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    view: String,
    /// The page to go back to, instead of the ticket.
    #[serde(default)]
    back: String,
}

/// Changes one ticket and goes back to it, or to the list when the reader has given it out of reach.
pub(super) async fn change<F>(app: &App, reader: &Reader, id: TicketId, view: &str, done: Done, verb: F) -> Answer
where
    F: Fn(&mut Change<'_, '_>) -> desk::Result<()> + Send + 'static,
{
    let result = app
        .desk
        .change(&reader.actor, move |c| {
            verb(c)?;
            let actor = c.actor().clone();
            Ok((c.id(), tickets::find(c.sql(), &actor, id).is_ok()))
        })
        .await;
    let (change, reachable) = result?;
    let back = match view {
        view if !reachable => format!("/agent/views/{}", From::of(view).view().code()),
        "" => format!("/agent/tickets/{id}"),
        page if page.starts_with('/') && is_local(page) => page.to_owned(),
        view => format!("/agent/tickets/{id}?view={view}"),
    };
    redirect_after(&back, if change.is_some() { done } else { Done::Same }, 1, change)
}

/// Gives the requester a plan.
pub(crate) async fn set_plan(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    Form(form): Form<Property>,
) -> Answer {
    let plan = form.plan.parse().map_err(|_| Failure::BadRequest)?;
    let given = move |c: &mut Change| {
        let actor = c.actor().clone();
        let requester = tickets::find(c.sql(), &actor, id)?.requester;
        members::set_plan(c, requester, plan)?;
        Ok(c.id().is_some())
    };
    let done = if app.desk.change(&reader.actor, given).await? { Done::Saved } else { Done::Same };
    let view = From::of(&form.view).view().code();
    redirect_after(&format!("/agent/tickets/{id}?view={view}"), done, 1, None)
}

/// Gives the ticket to an agent or to nobody.
pub(crate) async fn assign(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    Form(form): Form<Property>,
) -> Answer {
    let assignee = match form.assignee.as_str() {
        "" => None,
        "me" => reader.actor.person,
        other => Some(other.parse().map_err(|_| Failure::BadRequest)?),
    };
    change(&app, &reader, id, &form.view, Done::Assigned, move |c| tickets::assign(c, id, assignee)).await
}

/// Sets the status.
pub(crate) async fn set_status(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    Form(form): Form<Property>,
) -> Answer {
    let goal = Goal::from_code(&form.status).ok_or(Failure::BadRequest)?;
    let done = match goal {
        Goal::Category(Category::Closed) => Done::Closed,
        Goal::Category(Category::Open) => Done::Reopened,
        _ => Done::Status,
    };
    let back = if is_local(&form.back) { &form.back } else { &form.view };
    change(&app, &reader, id, back, done, move |c| tickets::set_status(c, id, goal)).await
}

/// Makes it a ticket of another type, in a status of that type.
pub(crate) async fn change_type(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    Form(form): Form<Property>,
) -> Answer {
    let (kind, status) = form.kind.split_once('/').unwrap_or((&form.kind, ""));
    let kind = kind.parse().map_err(|_| Failure::BadRequest)?;
    let status = if status.is_empty() { None } else { Some(status.parse().map_err(|_| Failure::BadRequest)?) };
    change(&app, &reader, id, &form.view, Done::Typed, move |c| tickets::change_type(c, id, kind, status)).await
}

/// Sets the priority.
pub(crate) async fn set_priority(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    Form(form): Form<Property>,
) -> Answer {
    let priority = Priority::from_code(&form.priority).ok_or(Failure::BadRequest)?;
    change(&app, &reader, id, &form.view, Done::Priority, move |c| tickets::set_priority(c, id, priority)).await
}

/// Moves the ticket to another department.
pub(crate) async fn change_department(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    Form(form): Form<Property>,
) -> Answer {
    let department = form.department.parse().map_err(|_| Failure::BadRequest)?;
    change(&app, &reader, id, &form.view, Done::Moved, move |c| tickets::change_department(c, id, department)).await
}

/// Calls the ticket spam, deletes it, or puts it back.
pub(crate) async fn place(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    Form(form): Form<Property>,
) -> Answer {
    let place = Place::from_code(&form.place).ok_or(Failure::BadRequest)?;
    change(&app, &reader, id, &form.view, bulk::placed(place), move |c| bulk::put(c, id, place)).await
}

/// Puts a tag on the ticket.
pub(crate) async fn add_tag(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    Form(form): Form<Property>,
) -> Answer {
    let tag = form.tag;
    change(&app, &reader, id, &form.view, Done::Tagged, move |c| tickets::add_tag(c, id, &tag)).await
}

/// Takes a tag off the ticket.
pub(crate) async fn remove_tag(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    Form(form): Form<Property>,
) -> Answer {
    let tag = form.tag;
    change(&app, &reader, id, &form.view, Done::Untagged, move |c| tickets::remove_tag(c, id, &tag)).await
}

/// Whether one event is taken back, or all that happened with it.
#[derive(Debug, Deserialize)]
pub(crate) struct How {
    alone: Option<String>,
}

/// Takes back a change of the reader, and shows what it was about.
pub(crate) async fn undo(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    headers: HeaderMap,
    Path(change): Path<EventId>,
    Query(how): Query<How>,
) -> Answer {
    let asked_from = agent_page(&headers);
    let undone = app.desk.change(&reader.actor, move |c| {
        if community::is_act(c.sql(), change)? {
            community::undo(c, change)?;
            return Ok(tickets::Undone { tickets: Vec::new() });
        }
        tickets::undo(c, change, how.alone.is_some())
    });
    match undone.await {
        Ok(undone) => {
            let back = match (asked_from, undone.tickets.as_slice()) {
                (Some(page), _) => page,
                (None, [one]) => format!("/agent/tickets/{one}"),
                (None, _) => "/agent/views/open".to_owned(),
            };
            redirect_after(&back, Done::Undone, undone.tickets.len(), None)
        }
        Err(Error::Invalid(_)) => {
            let back = asked_from.unwrap_or_else(|| "/agent/views/open".to_owned());
            redirect_after(&back, Done::Refused, 1, None)
        }
        Err(Error::TooLate) => {
            let back = asked_from.unwrap_or_else(|| "/agent/views/open".to_owned());
            redirect_after(&back, Done::TooLate, 1, None)
        }
        Err(error) => Err(error.into()),
    }
}

/// The page of agents or of the community that a request was made from, if the browser says so.
fn agent_page(headers: &HeaderMap) -> Option<String> {
    let referer = headers.get(header::REFERER)?.to_str().ok()?;
    let after_host = referer.split_once("://")?.1;
    let path = after_host.get(after_host.find('/')?..)?;
    (is_local(path) && ["/agent/", "/community/"].iter().any(|place| path.starts_with(place))).then(|| path.to_owned())
}
