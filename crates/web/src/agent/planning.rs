//! Planning a ticket: its project, the day it is due, how much work it is.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use desk::tickets;
use desk::{Day, FieldError, Frame, ProjectId, TicketId, limits};
use maud::{Markup, html};
use serde::Deserialize;

use super::aside::{Spot, property};
use super::projects::{effort, is_late};
use super::properties::change;
use super::reading::{From, Shown, render};
use super::shell::bits;
use super::ticket_page::TicketModel;
use crate::answer::{Answer, Failure};
use crate::app::App;
use crate::flash::Done;
use crate::parts;
use crate::reader::Reader;

/// What the forms send: one of these.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Plan {
    project: String,
    due_on: String,
    estimate: String,
    view: String,
}

/// Files the ticket in a project, or takes it out.
pub(crate) async fn set_project(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    Form(form): Form<Plan>,
) -> Answer {
    let project: Option<ProjectId> = match form.project.as_str() {
        "" => None,
        project => Some(project.parse().map_err(|_| Failure::BadRequest)?),
    };
    change(&app, &reader, id, &form.view, Done::Planned, move |c| tickets::file_in_project(c, id, project)).await
}

/// Says when the ticket shall be done.
pub(crate) async fn set_due(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    Form(form): Form<Plan>,
) -> Answer {
    let due: Option<Day> = match form.due_on.trim() {
        "" => None,
        day => match day.parse() {
            Ok(day) => Some(day),
            Err(_) => return refused(&app, &reader, id, &form.view, ("due_on", "date", &form.due_on)).await,
        },
    };
    change(&app, &reader, id, &form.view, Done::Planned, move |c| tickets::set_due(c, id, due)).await
}

/// Says how much work it is thought to be.
pub(crate) async fn set_estimate(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    Form(form): Form<Plan>,
) -> Answer {
    let minutes = match form.estimate.trim() {
        "" => None,
        text => match effort::read(text).filter(|minutes| (1..=limits::ESTIMATE_MINUTES_MAX).contains(minutes)) {
            Some(minutes) => Some(minutes),
            None => return refused(&app, &reader, id, &form.view, ("estimate", "effort", &form.estimate)).await,
        },
    };
    change(&app, &reader, id, &form.view, Done::Planned, move |c| tickets::set_estimate(c, id, minutes)).await
}

/// The page again, with what was typed into a field and what is wrong with it.
async fn refused(
    app: &App,
    reader: &Reader,
    id: TicketId,
    view: &str,
    (field, problem, typed): (&'static str, &'static str, &str),
) -> Answer {
    let shown = Shown {
        status: StatusCode::UNPROCESSABLE_ENTITY,
        errors: vec![FieldError { field, problem }],
        planned: Some((field, typed.to_owned())),
        ..Shown::default()
    };
    render(app, reader, id, From::of(view).view(), shown).await
}

/// The rows beside a ticket: the project where there is any, the day that it is due, the effort.
pub(super) fn rows(reader: &Reader, frame: &Frame, model: &TicketModel, spot: Spot) -> Markup {
    let text = reader.text;
    let ticket = &model.page.ticket;
    html! {
        @if !frame.projects.is_empty() || ticket.project.is_some() {
            div { dt { (text.msg_agent_project()) } dd { (project(reader, frame, model, spot)) } }
        }
        div { dt { (text.msg_agent_due()) } dd { (due(reader, frame, model, spot)) } }
        div { dt { (text.msg_agent_estimate()) } dd { (estimate(reader, model, spot)) } }
    }
}

/// The name of a project; one that is closed is known by its number only.
pub(super) fn project_name(reader: &Reader, frame: &Frame, id: ProjectId) -> String {
    let known = frame.projects.iter().find(|project| project.id == id);
    known.map_or_else(|| reader.text.msg_project_number(id.to_string()), |project| project.about.name.clone())
}

fn project(reader: &Reader, frame: &Frame, model: &TicketModel, spot: Spot) -> Markup {
    let text = reader.text;
    let current = model.page.ticket.project;
    let value = match current {
        Some(id) => html! { (parts::icon("presentation")) span.truncate { (project_name(reader, frame, id)) } },
        None => html! { span.muted { (text.msg_agent_no_project()) } },
    };
    let items = html! {
        button.menu-item type="submit" name="project" value="" data-active[current.is_none()]
            aria-current=[current.is_none().then_some("true")] { (text.msg_agent_no_project()) }
        hr;
        @for project in &frame.projects {
            @let own = current == Some(project.id);
            button.menu-item type="submit" name="project" value=(project.id) data-active[own]
                aria-current=[own.then_some("true")] { (parts::icon("presentation")) span.truncate { (project.about.name) } }
        }
    };
    html! {
        (property(model, &spot.id("project-menu"), "project", None, &value, &items))
        @if let Some(id) = current {
            a.prop.meta href={ "/agent/views/project-" (id) } { (text.msg_agent_project_open()) }
        }
    }
}

/// What was typed into a form that came back.
fn typed<'m>(model: &'m TicketModel, field: &str) -> Option<&'m str> {
    model.planned.filter(|(name, _)| *name == field).map(|(_, value)| value.as_str())
}

fn due(reader: &Reader, frame: &Frame, model: &TicketModel, spot: Spot) -> Markup {
    let text = reader.text;
    let ticket = &model.page.ticket;
    let late = is_late(reader, frame, &ticket.status, ticket.due_on);
    let value = match ticket.due_on {
        Some(due) => html! {
            span.due data-late[late] {
                (parts::icon(if late { "triangle-alert" } else { "flag" }))
                @if late { span.sr-only { (text.msg_project_late()) } }
                (parts::day(reader, due))
            }
        },
        None => html! { span.muted { (text.msg_agent_no_due()) } },
    };
    let kept = typed(model, "due_on").map(ToOwned::to_owned);
    let shown = kept.unwrap_or_else(|| ticket.due_on.map(|day| day.to_string()).unwrap_or_default());
    let items = html! { input.input #(spot.id("due")) type="date" name="due_on" value=(shown) max="9999-12-31"; };
    entry(reader, model, spot, "due", &text.msg_agent_due(), &value, &items)
}

fn estimate(reader: &Reader, model: &TicketModel, spot: Spot) -> Markup {
    let text = reader.text;
    let minutes = model.page.ticket.estimate;
    let value = match minutes {
        Some(minutes) => html! { (parts::icon("timer")) span { (effort::words(minutes)) } },
        None => html! { span.muted { (text.msg_agent_no_estimate()) } },
    };
    let kept = typed(model, "estimate").map(ToOwned::to_owned);
    let shown = kept.unwrap_or_else(|| minutes.map(effort::words).unwrap_or_default());
    let hint = spot.id("estimate-hint");
    let items = html! {
        input.input #(spot.id("estimate")) type="text" name="estimate" value=(shown) maxlength="20" autocomplete="off"
            aria-describedby=(hint);
        p.hint #(hint) { (text.msg_agent_estimate_hint()) }
    };
    entry(reader, model, spot, "estimate", &text.msg_agent_estimate(), &value, &items)
}

/// A property that opens a small form; empty takes the value away.
fn entry(
    reader: &Reader,
    model: &TicketModel,
    spot: Spot,
    name: &str,
    label: &str,
    value: &Markup,
    field: &Markup,
) -> Markup {
    let menu = spot.id(&format!("{name}-menu"));
    html! {
        button.prop type="button" popovertarget=(menu) { (value) }
        div.menu #(menu) popover {
            form.menu-item-field method="post" action={ "/agent/tickets/" (model.page.ticket.id) "/" (name) } data-enhance {
                input type="hidden" name="view" value=(model.view.code());
                label for=(spot.id(name)) { (label) }
                (field)
                button.btn type="submit" { (reader.text.msg_agent_save()) }
            }
        }
    }
}

/// The day that a row of a list is due, if there is one.
pub(super) fn due_tag(reader: &Reader, frame: &Frame, row: &tickets::ListRow) -> Markup {
    let late = is_late(reader, frame, &row.status, row.due_on);
    html! {
        @if let Some(due) = row.due_on {
            span.tag.due data-late[late] title=(reader.text.msg_agent_due()) {
                (bits::sized_icon("flag", "s"))
                @if late { span.sr-only { (reader.text.msg_project_late()) } }
                (parts::day(reader, due))
            }
        }
    }
}
