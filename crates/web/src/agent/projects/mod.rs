//! Projects: all of them, the form of one, and what stands above its tickets. Its tickets are a view.

pub(crate) mod effort;
mod head;
pub(super) mod picture;

use head::today;
pub(super) use head::{Head, is_late};

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::projects::{self, About, Progress, Project};
use desk::{Error, FieldError, Frame, ProjectId, limits};
use maud::{Markup, html};
use serde::Deserialize;

use super::shell::fields::{self, Field};
use super::shell::{self};
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts::{self, Errors};
use crate::reader::Reader;

const HERE: &str = "/agent/projects";

/// Which page of the list.
#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    /// How many of the open ones come before.
    #[serde(default)]
    from: usize,
    /// The closed ones made before this one.
    before: Option<ProjectId>,
}

/// All projects: the open ones, then the closed.
pub(crate) async fn all(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let (actor, today) = (reader.actor.clone(), today(&reader, &frame));
    let open: Vec<Project> = frame.projects.iter().skip(wanted.from).take(limits::PAGE_ROWS).cloned().collect();
    let rest = frame.projects.len().saturating_sub(wanted.from + open.len());
    let ids: Vec<ProjectId> = open.iter().map(|project| project.id).collect();
    let (open_progress, closed, closed_progress, next) = app
        .desk
        .read(move |conn| {
            let open = projects::progress_of(conn, &actor, &ids, today)?;
            let (closed, next) = projects::closed_projects(conn, wanted.before)?;
            let ids: Vec<ProjectId> = closed.iter().map(|project| project.id).collect();
            let progress = projects::progress_of(conn, &actor, &ids, today)?;
            Ok((open, closed, progress, next))
        })
        .await?;
    let text = reader.text;
    let body = html! {
        @if frame.projects.is_empty() {
            div.empty {
                span.empty-art { (shell::bits::sized_icon("presentation", "xl")) }
                h2 { (text.msg_project_none()) }
                p { (text.msg_project_none_more()) }
                div.cluster { a.btn href={ (HERE) "/new" } data-variant="primary" { (parts::icon("plus")) (text.msg_project_new()) } }
            }
        }
        (rows(&reader, &frame, &open, &open_progress))
        @if rest > 0 || wanted.from > 0 {
            nav.pagination.page-note aria-label=(text.msg_agent_pages()) {
                @if wanted.from > 0 { a href=(HERE) { (text.msg_agent_page_first()) } }
                @if rest > 0 { a rel="next" href={ (HERE) "?from=" (wanted.from + limits::PAGE_ROWS) } { (text.msg_agent_page_next()) } }
            }
        }
        @if !closed.is_empty() {
            section.stack {
                h2 { (text.msg_project_closed_ones()) }
                (rows(&reader, &frame, &closed, &closed_progress))
                @if let Some(next) = next {
                    nav.pagination.page-note aria-label=(text.msg_project_closed_ones()) {
                        a rel="next" href={ (HERE) "?before=" (next) } { (text.msg_agent_page_next()) }
                    }
                }
            }
        }
    };
    Ok(page_with(StatusCode::OK, sheet(&reader, &frame, &text.msg_project_all(), HERE, &body)))
}

fn sheet(reader: &Reader, frame: &Frame, title: &str, here: &str, body: &Markup) -> Markup {
    let main = html! {
        header.topbar {
            h1 { (title) }
            span.spacer {}
            @if here == HERE {
                a.btn href={ (HERE) "/new" } data-variant="primary" data-size="s" {
                    (parts::icon("plus")) (reader.text.msg_project_new())
                }
            }
        }
        // A form keeps what was typed whatever happens elsewhere.
        div.scroll { div.page.settings #projects data-size="m" data-region=[(here == HERE).then_some("morph")] { (body) } }
    };
    let place = shell::Place { active: "projects", title, live: "tickets", here, detail: false };
    shell::document(reader, frame, &place, &main)
}

fn rows(reader: &Reader, frame: &Frame, projects: &[Project], progress: &[Progress]) -> Markup {
    html! {
        @if !projects.is_empty() {
            ul.pick-list {
                @for (project, progress) in projects.iter().zip(progress) {
                    li.type-row #{ "project-" (project.id) } {
                        div {
                            a href={ "/agent/views/project-" (project.id) } { (project.about.name) }
                            @if let Some(line) = project.about.description.lines().next() { p.hint.truncate { (line) } }
                        }
                        (head::meter(reader, frame, project, progress))
                    }
                }
            }
        }
    }
}

/// The form as it was filled in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ProjectForm {
    name: String,
    description: String,
    due_on: String,
    /// `close`, `reopen`, or nothing to save.
    action: String,
}

impl ProjectForm {
    fn of(project: &Project) -> Self {
        let due_on = project.about.due_on.map(|day| day.to_string()).unwrap_or_default();
        Self {
            name: project.about.name.clone(),
            description: project.about.description.clone(),
            due_on,
            action: String::new(),
        }
    }

    fn about(&self) -> desk::Result<About> {
        let due_on = match self.due_on.trim() {
            "" => None,
            day => Some(day.parse().map_err(|_| Error::field("due_on", "date"))?),
        };
        Ok(About { name: self.name.clone(), description: self.description.clone(), due_on })
    }
}

/// The form of a new project.
pub(crate) async fn new(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    show(&app, &reader, StatusCode::OK, None, &ProjectForm::default(), &[]).await
}

/// The form of a project.
pub(crate) async fn edit(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<ProjectId>,
) -> Answer {
    let actor = reader.actor.clone();
    let project = app.desk.read(move |conn| projects::find(conn, &actor, id)).await?;
    show(&app, &reader, StatusCode::OK, Some(&project), &ProjectForm::of(&project), &[]).await
}

async fn show(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    project: Option<&Project>,
    typed: &ProjectForm,
    errors: &Errors,
) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let text = reader.text;
    let field = |name, label, value, kind, required, max| Field {
        name,
        label,
        value,
        kind,
        hint: None,
        required,
        max,
        autocomplete: "off",
        list: None,
    };
    let name = field("name", text.msg_project_name(), typed.name.as_str(), "text", true, limits::NAME_CHARS_MAX);
    let about = limits::PROJECT_TEXT_CHARS_MAX;
    let description =
        field("description", text.msg_project_description(), typed.description.as_str(), "text", false, about);
    let due_on = field("due_on", text.msg_project_due_on(), typed.due_on.as_str(), "date", false, 10);
    let action = project.map_or_else(|| HERE.to_owned(), |project| format!("{HERE}/{}", project.id));
    let closed = project.is_some_and(|project| project.closed_at.is_some());
    let back = project.map_or_else(|| HERE.to_owned(), |project| format!("/agent/views/project-{}", project.id));
    let body = html! {
        form.stack #project-form method="post" action=(action) {
            (fields::line(reader, errors, &name))
            (fields::lines(reader, errors, &description))
            (fields::line(reader, errors, &due_on))
            div.cluster {
                button.btn type="submit" data-variant="primary" { (text.msg_agent_save()) }
                a.btn href=(back) data-variant="quiet" { (text.msg_agent_cancel()) }
                @if project.is_some() {
                    span.spacer {}
                    button.btn type="submit" name="action" value=(if closed { "reopen" } else { "close" }) {
                        (parts::icon(if closed { "rotate-ccw" } else { "archive" }))
                        (if closed { text.msg_project_reopen() } else { text.msg_project_close() })
                    }
                }
            }
            @if project.is_some() { p.hint { (text.msg_project_close_hint()) } }
        }
    };
    let title = project.map_or_else(|| text.msg_project_new(), |project| project.about.name.clone());
    Ok(page_with(status, sheet(reader, &frame, &title, &action_page(project), &body)))
}

/// The address of the form itself.
fn action_page(project: Option<&Project>) -> String {
    project.map_or_else(|| format!("{HERE}/new"), |project| format!("{HERE}/{}", project.id))
}

/// Makes a project.
pub(crate) async fn add(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(form): Form<ProjectForm>,
) -> Answer {
    let typed = form.clone();
    match app.desk.change(&reader.actor, move |c| projects::add(c, &form.about()?)).await {
        Ok(id) => redirect_after(&format!("/agent/views/project-{id}"), Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => refused(&app, &reader, None, &typed, &errors).await,
        Err(error) => Err(error.into()),
    }
}

/// Changes, closes or opens a project.
pub(crate) async fn change(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<ProjectId>,
    Form(form): Form<ProjectForm>,
) -> Answer {
    let typed = form.clone();
    let result = app
        .desk
        .change(&reader.actor, move |c| {
            projects::change(c, id, &form.about()?)?;
            match form.action.as_str() {
                "" => Ok(()),
                "close" => projects::set_closed(c, id, true),
                "reopen" => projects::set_closed(c, id, false),
                _ => Err(Error::NotFound),
            }
        })
        .await;
    match result {
        Ok(()) => redirect_after(&format!("/agent/views/project-{id}"), Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => {
            let actor = reader.actor.clone();
            let project = app.desk.read(move |conn| projects::find(conn, &actor, id)).await?;
            refused(&app, &reader, Some(&project), &typed, &errors).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn refused(
    app: &App,
    reader: &Reader,
    project: Option<&Project>,
    typed: &ProjectForm,
    errors: &[FieldError],
) -> Answer {
    show(app, reader, StatusCode::UNPROCESSABLE_ENTITY, project, typed, errors).await
}
