//! Messages between two browsers that find each other to show a screen. The desk passes them on.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use desk::chat::{self, Signal};
use desk::settings::{self, Setting};
use desk::{Actor, Error, TicketId};
use serde::Deserialize;
use serde_json::{Value, json};

use super::visitor::visitor;
use crate::answer::{Answer, Failure};
use crate::app::App;
use crate::reader::Reader;

/// Behind which message.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Behind {
    after: i64,
}

/// What the agent's browser says.
pub(crate) async fn visitor_signals(
    State(app): State<App>,
    Path(code): Path<String>,
    Query(behind): Query<Behind>,
) -> Answer {
    let (id, actor) = visitor(&app, &code).await?;
    list(&app, id, actor, behind.after).await
}

/// What the visitor's browser says.
pub(crate) async fn agent_signals(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    Query(behind): Query<Behind>,
) -> Answer {
    list(&app, id, reader.actor.clone(), behind.after).await
}

async fn list(app: &App, id: TicketId, actor: Actor, after: i64) -> Answer {
    let (signals, relays) = app
        .desk
        .read(move |conn| Ok((chat::signals(conn, &actor, id, after)?, settings::get(conn, Setting::ScreenRelays)?)))
        .await?;
    let messages: Vec<Value> = signals.iter().filter_map(message).collect();
    Ok(Json(json!({"signals": messages, "relays": ice_servers(&relays)})).into_response())
}

fn message(signal: &Signal) -> Option<Value> {
    let body: Value = serde_json::from_str(&signal.body).ok()?;
    Some(json!({"id": signal.id, "body": body}))
}

/// A line for each STUN or TURN server (RFC 8489, RFC 8656): its address, and with spaces between a name and a password.
fn ice_servers(lines: &str) -> Vec<Value> {
    let server = |line: &str| {
        let mut words = line.split_whitespace();
        let urls = words.next()?;
        Some(match (words.next(), words.next()) {
            (Some(name), Some(password)) => json!({"urls": urls, "username": name, "credential": password}),
            _ => json!({"urls": urls}),
        })
    };
    lines.lines().filter_map(server).collect()
}

/// Says something to the agent's browser.
pub(crate) async fn visitor_signal(
    State(app): State<App>,
    Path(code): Path<String>,
    Json(body): Json<Value>,
) -> Result<Response, Failure> {
    let (id, actor) = visitor(&app, &code).await?;
    say(&app, id, &actor, &body).await
}

/// Says something to the visitor's browser.
pub(crate) async fn agent_signal(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    Json(body): Json<Value>,
) -> Result<Response, Failure> {
    say(&app, id, &reader.actor, &body).await
}

async fn say(app: &App, id: TicketId, actor: &Actor, body: &Value) -> Result<Response, Failure> {
    let body = body.to_string();
    match app.desk.change(actor, move |c| chat::signal(c, id, &body)).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(Error::Invalid(_)) => Err(Failure::TooLarge),
        Err(error) => Err(error.into()),
    }
}
