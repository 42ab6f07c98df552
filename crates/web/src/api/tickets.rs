//! Tickets: reading them.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use desk::tickets::{self, Cursor, Entry, Order, Page, SearchCursor, View};
use desk::{Error, TicketId, views};
use serde::Deserialize;
use utoipa::IntoParams;

use super::Problem;
use super::answer::{Given, json, page};
use super::body::Asked;
use super::shapes::{Event, Message, Ticket, TicketPage, TicketRow};
use super::spec::Problems;
use crate::agent::encode;
use crate::app::App;
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
