//! Projects: what is planned together.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use desk::projects::{self, About, Progress, Project};
use desk::{Change, Day, ProjectId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Asking, Given, json};
use super::body::{Sent, said};
use super::shapes::{Known, moment};
use super::spec::Problems;
use super::writing::day;
use crate::app::App;
use crate::reader::Reader;

/// A project.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProjectShape {
    /// Its tickets are the view `project-{id}`.
    pub id: i64,
    pub name: String,
    pub description: String,
    #[schema(format = Date)]
    pub due_on: Option<String>,
    /// Closed ones take no more tickets.
    #[schema(format = DateTime)]
    pub closed_at: Option<String>,
    /// Tickets that the token sees, counted up to ten thousand; a list of projects counts a thousand.
    pub tickets: i64,
    /// Those of them that are closed.
    pub closed: i64,
    /// Those that are open and whose day is over.
    pub overdue: i64,
    /// Minutes of all estimates.
    pub estimate_minutes: i64,
    /// Minutes of those that are closed.
    pub closed_minutes: i64,
}

impl ProjectShape {
    fn of(project: &Project, progress: &Progress) -> Self {
        Self {
            id: project.id.0,
            name: project.about.name.clone(),
            description: project.about.description.clone(),
            due_on: project.about.due_on.map(|day| day.to_string()),
            closed_at: project.closed_at.map(moment),
            tickets: progress.tickets,
            closed: progress.closed,
            overdue: progress.overdue,
            estimate_minutes: progress.minutes,
            closed_minutes: progress.minutes_closed,
        }
    }
}

/// The open projects: what is due first comes first
#[utoipa::path(get, path = "/api/v1/projects", tag = "Projects",
    responses((status = 200, body = Vec<ProjectShape>), Problems))]
pub(crate) async fn list(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Given {
    let frame = app.desk.frame(&reader.actor).await?;
    let (actor, today) = (reader.actor.clone(), Day::of(reader.now, &frame.time_zone));
    let ids: Vec<ProjectId> = frame.projects.iter().map(|project| project.id).collect();
    let progress = app.desk.read(move |conn| projects::progress_of(conn, &actor, &ids, today)).await?;
    let shapes: Vec<ProjectShape> =
        frame.projects.iter().zip(&progress).map(|(project, progress)| ProjectShape::of(project, progress)).collect();
    json(&shapes)
}

/// A project
#[utoipa::path(get, path = "/api/v1/projects/{id}", tag = "Projects", params(("id" = i64, Path)),
    responses((status = 200, body = ProjectShape), Problems))]
pub(crate) async fn one(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<ProjectId>,
) -> Given {
    let frame = app.desk.frame(&reader.actor).await?;
    let (actor, today) = (reader.actor.clone(), Day::of(reader.now, &frame.time_zone));
    let (project, progress) = app
        .desk
        .read(move |conn| Ok((projects::find(conn, &actor, id)?, projects::progress(conn, &actor, id, today)?)))
        .await?;
    json(&ProjectShape::of(&project, &progress))
}

/// A new project.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewProject {
    name: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    #[schema(format = Date)]
    due_on: Option<String>,
}

/// Makes a project
#[utoipa::path(post, path = "/api/v1/projects", tag = "Projects", request_body = NewProject,
    responses((status = 201, body = Known), Problems))]
pub(crate) async fn add(State(app): State<App>, asking: Asking, Sent { value: new, bytes }: Sent<NewProject>) -> Given {
    let due_on = day(new.due_on.as_deref())?;
    asking
        .change(&app, &bytes, StatusCode::CREATED, move |c| {
            let about = About { name: new.name.clone(), description: new.description.clone(), due_on };
            Ok(Known { id: projects::add(c, &about)?.0 })
        })
        .await
}

/// What to change; what is not there stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ProjectChanges {
    name: Option<String>,
    description: Option<String>,
    /// `2026-11-30`; `null` for none.
    #[serde(deserialize_with = "said")]
    #[schema(value_type = Option<String>, format = Date)]
    due_on: Option<Option<String>>,
    /// `true` closes it, `false` opens it again.
    closed: Option<bool>,
}

/// Changes, closes or opens a project
#[utoipa::path(patch, path = "/api/v1/projects/{id}", tag = "Projects", params(("id" = i64, Path)),
    request_body = ProjectChanges, responses((status = 200, body = Known), Problems))]
pub(crate) async fn change(
    State(app): State<App>,
    asking: Asking,
    Path(id): Path<ProjectId>,
    Sent { value: new, bytes }: Sent<ProjectChanges>,
) -> Given {
    let due = new.due_on.as_ref().map(|said| day(said.as_deref())).transpose()?;
    asking
        .change(&app, &bytes, StatusCode::OK, move |c: &mut Change| {
            let actor = c.actor().clone();
            let old = projects::find(c.sql(), &actor, id)?.about;
            let about = About {
                name: new.name.clone().unwrap_or(old.name),
                description: new.description.clone().unwrap_or(old.description),
                due_on: due.unwrap_or(old.due_on),
            };
            projects::change(c, id, &about)?;
            if let Some(closed) = new.closed {
                projects::set_closed(c, id, closed)?;
            }
            Ok(Known { id: id.0 })
        })
        .await
}
