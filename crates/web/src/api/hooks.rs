//! Webhooks: who is told about events.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use desk::integrations::{self, NewWebhook, Webhook};
use desk::{EventId, WebhookId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Asking, Given, json};
use super::body::Sent;
use super::shapes::moment;
use super::spec::Problems;
use crate::app::App;

/// A webhook.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WebhookShape {
    pub id: i64,
    pub name: String,
    pub url: String,
    /// Kinds of events; none: all about tickets.
    pub kinds: Vec<String>,
    pub enabled: bool,
    /// Signs what is sent, as Standard Webhooks has it.
    pub secret: String,
    /// The newest event that it was told of.
    pub cursor: i64,
    /// Since when every try failed.
    #[schema(format = DateTime)]
    pub failing_since: Option<String>,
}

impl WebhookShape {
    fn of(hook: &Webhook) -> Self {
        Self {
            id: hook.id.0,
            name: hook.name.clone(),
            url: hook.url.clone(),
            kinds: hook.kinds.iter().map(|kind| kind.code().to_owned()).collect(),
            enabled: hook.enabled,
            secret: hook.secret.clone(),
            cursor: hook.cursor.0,
            failing_since: hook.failing_since.map(moment),
        }
    }
}

/// What a webhook shall be.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WebhookBody {
    name: String,
    url: String,
    #[serde(default)]
    kinds: Vec<String>,
    #[serde(default = "yes")]
    enabled: bool,
}

fn yes() -> bool {
    true
}

impl WebhookBody {
    fn wanted(&self) -> NewWebhook {
        NewWebhook { name: self.name.clone(), url: self.url.clone(), kinds: self.kinds.clone() }
    }
}

/// All webhooks
#[utoipa::path(get, path = "/api/v1/webhooks", tag = "Webhooks",
    responses((status = 200, body = Vec<WebhookShape>), Problems))]
pub(crate) async fn list(State(app): State<App>) -> Given {
    let hooks = app.desk.read(integrations::webhooks).await?;
    json(&hooks.iter().map(WebhookShape::of).collect::<Vec<_>>())
}

/// Adds a webhook; it is told of what happens from now on
#[utoipa::path(post, path = "/api/v1/webhooks", tag = "Webhooks", request_body = WebhookBody,
    responses((status = 201, body = WebhookShape), Problems))]
pub(crate) async fn add(State(app): State<App>, asking: Asking, Sent { value, bytes }: Sent<WebhookBody>) -> Given {
    asking
        .change(&app, &bytes, StatusCode::CREATED, move |c| {
            let id = integrations::add_webhook(c, &value.wanted())?;
            Ok(WebhookShape::of(&integrations::webhook(c.sql(), id)?))
        })
        .await
}

/// Changes a webhook
#[utoipa::path(put, path = "/api/v1/webhooks/{id}", tag = "Webhooks", params(("id" = i64, Path)),
    request_body = WebhookBody, responses((status = 200, body = WebhookShape), Problems))]
pub(crate) async fn change(
    State(app): State<App>,
    asking: Asking,
    Path(id): Path<WebhookId>,
    Sent { value, bytes }: Sent<WebhookBody>,
) -> Given {
    asking
        .change(&app, &bytes, StatusCode::OK, move |c| {
            integrations::change_webhook(c, id, &value.wanted(), value.enabled)?;
            Ok(WebhookShape::of(&integrations::webhook(c.sql(), id)?))
        })
        .await
}

/// Forgets a webhook
#[utoipa::path(delete, path = "/api/v1/webhooks/{id}", tag = "Webhooks", params(("id" = i64, Path)),
    responses((status = 200, body = i64), Problems))]
pub(crate) async fn remove(State(app): State<App>, asking: Asking, Path(id): Path<WebhookId>, bytes: Bytes) -> Given {
    asking
        .change(&app, &bytes, StatusCode::OK, move |c| {
            integrations::delete_webhook(c, id)?;
            Ok(id.0)
        })
        .await
}

/// A try to tell a webhook of an event.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AttemptShape {
    pub event: i64,
    #[schema(format = DateTime)]
    pub at: String,
    /// The HTTP status; 0 when no answer came.
    pub status: u16,
    /// The beginning of the answer, or why there was none.
    pub answer: String,
    pub millis: i64,
}

/// The newest tries of a webhook
#[utoipa::path(get, path = "/api/v1/webhooks/{id}/deliveries", tag = "Webhooks", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<AttemptShape>), Problems))]
pub(crate) async fn deliveries(State(app): State<App>, Path(id): Path<WebhookId>) -> Given {
    let found = app
        .desk
        .read(move |conn| {
            integrations::webhook(conn, id)?;
            integrations::deliveries(conn, id, desk::limits::WEBHOOK_LOG)
        })
        .await?;
    let shapes: Vec<AttemptShape> = found
        .into_iter()
        .map(|attempt| AttemptShape {
            event: attempt.event.0,
            at: moment(attempt.at),
            status: attempt.status,
            answer: attempt.answer,
            millis: attempt.millis,
        })
        .collect();
    json(&shapes)
}

/// From where on.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReplayBody {
    /// The first event to send again.
    from: i64,
}

/// Sends everything again from an event on
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/replay", tag = "Webhooks", params(("id" = i64, Path)),
    request_body = ReplayBody, responses((status = 200, body = WebhookShape), Problems))]
pub(crate) async fn replay(
    State(app): State<App>,
    asking: Asking,
    Path(id): Path<WebhookId>,
    Sent { value, bytes }: Sent<ReplayBody>,
) -> Given {
    asking
        .change(&app, &bytes, StatusCode::OK, move |c| {
            integrations::replay(c, id, EventId(value.from))?;
            Ok(WebhookShape::of(&integrations::webhook(c.sql(), id)?))
        })
        .await
}
