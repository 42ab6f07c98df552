//! Canned replies of the services that the token's agent works for.

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use desk::tickets::{self, CannedReply};
use desk::{CannedId, ServiceId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Asking, Given, json};
use super::body::Sent;
use super::shapes::Known;
use super::spec::Problems;
use crate::app::App;
use crate::body;
use crate::reader::Reader;

/// A canned reply.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CannedShape {
    pub id: i64,
    pub service: i64,
    pub name: String,
    /// Safe HTML with placeholders such as `{name}`.
    pub html: String,
    /// How often it was put into an answer.
    pub used: i64,
}

impl CannedShape {
    fn of(reply: &CannedReply) -> Self {
        let (name, html) = (reply.name.clone(), reply.html.clone());
        Self { id: reply.id.0, service: reply.service.0, name, html, used: reply.used }
    }
}

/// What a canned reply shall be.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CannedBody {
    service: i64,
    name: String,
    /// It is made safe.
    html: String,
}

/// Canned replies
#[utoipa::path(get, path = "/api/v1/canned", tag = "Desk", responses((status = 200, body = Vec<CannedShape>), Problems))]
pub(crate) async fn list(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Given {
    let actor = reader.actor.clone();
    let replies = app.desk.read(move |conn| tickets::canned(conn, &actor)).await?;
    json(&replies.iter().map(CannedShape::of).collect::<Vec<_>>())
}

/// Adds a canned reply to a service
#[utoipa::path(post, path = "/api/v1/canned", tag = "Desk", request_body = CannedBody,
    responses((status = 201, body = Known), Problems))]
pub(crate) async fn add(State(app): State<App>, asking: Asking, Sent { value: new, bytes }: Sent<CannedBody>) -> Given {
    let html = body::clean(&new.html, "html");
    asking
        .change(&app, &bytes, StatusCode::CREATED, move |c| {
            Ok(Known { id: tickets::add_canned(c, ServiceId(new.service), &new.name, &html)?.0 })
        })
        .await
}

/// Changes a canned reply
#[utoipa::path(put, path = "/api/v1/canned/{id}", tag = "Desk", params(("id" = i64, Path)), request_body = CannedBody,
    responses((status = 200, body = Known), Problems))]
pub(crate) async fn change(
    State(app): State<App>,
    asking: Asking,
    Path(id): Path<CannedId>,
    Sent { value: new, bytes }: Sent<CannedBody>,
) -> Given {
    let html = body::clean(&new.html, "html");
    asking
        .change(&app, &bytes, StatusCode::OK, move |c| {
            tickets::change_canned(c, id, ServiceId(new.service), &new.name, &html)?;
            Ok(Known { id: id.0 })
        })
        .await
}

/// Forgets a canned reply
#[utoipa::path(delete, path = "/api/v1/canned/{id}", tag = "Desk", params(("id" = i64, Path)),
    responses((status = 200, body = Known), Problems))]
pub(crate) async fn remove(State(app): State<App>, asking: Asking, Path(id): Path<CannedId>, bytes: Bytes) -> Given {
    asking
        .change(&app, &bytes, StatusCode::OK, move |c| {
            tickets::delete_canned(c, id)?;
            Ok(Known { id: id.0 })
        })
        .await
}
