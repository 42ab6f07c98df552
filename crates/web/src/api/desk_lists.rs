//! What the desk is made of: services, types, agents, views, and who the token is.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use desk::integrations::Caller;
use desk::tickets::{StandardView, View};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::{Given, json};
use super::shapes::{Named, Person, ServiceShape, TypeShape, ViewShape, types as type_shapes};
use super::spec::Problems;
use crate::agent::view_name;
use crate::app::App;
use crate::reader::Reader;

/// Who asks.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Me {
    pub person: Person,
    /// `read`, `write`, `configure`.
    pub scopes: Vec<String>,
}

/// The agent whose token it is
#[utoipa::path(get, path = "/api/v1/me", tag = "Desk", responses((status = 200, body = Me), Problems))]
pub(crate) async fn me(Extension(caller): Extension<Arc<Caller>>) -> Given {
    let scopes = caller.scopes.iter().map(|scope| scope.code().to_owned()).collect();
    json(&Me { person: Person::of(&caller.person), scopes })
}

/// Services and departments that take tickets
#[utoipa::path(get, path = "/api/v1/services", tag = "Desk", responses((status = 200, body = Vec<ServiceShape>), Problems))]
pub(crate) async fn services(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Given {
    let frame = app.desk.frame(&reader.actor).await?;
    let shapes: Vec<ServiceShape> = frame
        .services
        .iter()
        .map(|service| ServiceShape {
            id: service.id.0,
            name: service.name.clone(),
            departments: service.departments.iter().map(|d| Named { id: d.id.0, name: d.name.clone() }).collect(),
        })
        .collect();
    json(&shapes)
}

/// Types of tickets with their statuses
#[utoipa::path(get, path = "/api/v1/types", tag = "Desk", responses((status = 200, body = Vec<TypeShape>), Problems))]
pub(crate) async fn types(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Given {
    let frame = app.desk.frame(&reader.actor).await?;
    json(&type_shapes(&reader, &frame))
}

/// Agents
#[utoipa::path(get, path = "/api/v1/agents", tag = "Desk", responses((status = 200, body = Vec<Named>), Problems))]
pub(crate) async fn agents(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Given {
    let frame = app.desk.frame(&reader.actor).await?;
    let shapes: Vec<Named> =
        frame.agents.iter().map(|agent| Named { id: agent.id.0, name: agent.name.clone() }).collect();
    json(&shapes)
}

/// Views: what `/tickets` can list
#[utoipa::path(get, path = "/api/v1/views", tag = "Desk", responses((status = 200, body = Vec<ViewShape>), Problems))]
pub(crate) async fn views(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Given {
    let frame = app.desk.frame(&reader.actor).await?;
    let shapes: Vec<ViewShape> = StandardView::ALL
        .iter()
        .map(|view| View::Standard(*view))
        .chain(frame.saved.iter().map(|(view, _)| View::Saved(view.id)))
        .chain(frame.types.iter().map(|kind| View::Type(kind.id)))
        .chain(frame.projects.iter().map(|project| View::Project(project.id)))
        .chain(frame.menu.iter().flat_map(|service| service.departments.iter().map(|d| View::Department(d.id))))
        .map(|view| ViewShape { code: view.code(), name: view_name(&reader, &frame, view) })
        .collect();
    json(&shapes)
}
