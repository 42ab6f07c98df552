//! Live updates: topic names and event numbers, never content. The page fetches itself again, so no
//! permission can be forgotten on this way.

mod hub;

pub(crate) use hub::Hub;

use std::convert::Infallible;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use desk::policy::Action;
use desk::{Error, PortalId, TicketId, Time, community, portals, tickets};
use futures_util::{Stream, StreamExt, stream};
use hub::News;
use serde::Deserialize;

use crate::answer::{Answer, Failure};
use crate::app::App;
use crate::limits;
use crate::reader::Reader;

/// What a page follows, and the last event that it knows.
#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    topics: String,
    #[serde(default)]
    after: i64,
    /// The code of a chat, for its visitor.
    #[serde(default)]
    code: String,
}

/// The stream of one page.
pub(crate) async fn stream(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let topics = allowed(&app, &reader, &wanted).await?;
    if topics.is_empty() {
        return Err(Failure::Forbidden);
    }
    // Listening starts before looking back, so that nothing falls between.
    let following = app.hub.follow(topics);
    let resumed = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let known: i64 = resumed.unwrap_or(wanted.after);
    let newest = app
        .desk
        .read(|conn| Ok(conn.one("select coalesce(max(id), 0) from event", &[], |row| row.get::<i64>(0))?))
        .await?;
    // After a pause the page looks once for what it missed.
    let missed: Vec<News> = match newest > known {
        true => following.topics().iter().map(|topic| (topic.clone(), newest)).collect(),
        false => Vec::new(),
    };
    let followed = stream::unfold(following, |following| async move {
        let news = following.news().await;
        Some((stream::iter(news), following))
    });
    Ok(answer(stream::iter(missed).chain(followed.flatten()).map(|news| Ok(message(&news)))))
}

fn answer(events: impl Stream<Item = Result<Event, Infallible>> + Send + 'static) -> Response {
    Sse::new(events).keep_alive(KeepAlive::new().interval(limits::LIVE_COMMENT)).into_response()
}

fn message((topic, event): &News) -> Event {
    let message = Event::default().data(serde_json::json!({"topic": **topic, "id": event}).to_string());
    if *event > 0 { message.id(event.to_string()) } else { message }
}

/// Of what a page asks to follow, what its reader may know about.
async fn allowed(app: &App, reader: &Reader, wanted: &Wanted) -> desk::Result<Vec<String>> {
    let mut out = Vec::new();
    for topic in wanted.topics.split(',').filter(|topic| !topic.is_empty()).take(limits::LIVE_TOPICS_MAX) {
        if !out.iter().any(|known| known == topic) && may_follow(app, reader, topic, &wanted.code).await {
            out.push(topic.to_owned());
        }
    }
    Ok(out)
}

async fn may_follow(app: &App, reader: &Reader, topic: &str, code: &str) -> bool {
    let actor = reader.actor.clone();
    let staff = actor.is_staff();
    let Some((kind, id)) = topic.split_once(':') else {
        return staff
            && matches!(
                topic,
                "tickets"
                    | "mailboxes"
                    | "doctor"
                    | "inbound"
                    | "imports"
                    | "guides"
                    | "typing"
                    | "moderation"
                    | "chats"
            );
    };
    let Ok(id) = id.parse::<i64>() else { return false };
    let (ticket, code) = (TicketId(id), code.to_owned());
    match kind {
        "ticket" if staff => app.desk.read(move |conn| tickets::find(conn, &actor, ticket)).await.is_ok(),
        "question" => app
            .desk
            .read(move |conn| match tickets::find(conn, &actor, ticket) {
                Err(Error::NotFound) => {
                    community::find(conn, &actor, ticket, Action::ReadCommunity, Time::now()).map(|_| ())
                }
                found => found.map(|_| ()),
            })
            .await
            .is_ok(),
        "chat" if staff && code.is_empty() => {
            app.desk.read(move |conn| tickets::find(conn, &actor, ticket)).await.is_ok()
        }
        "chat" => {
            let opened = app.desk.read(move |conn| tickets::open_chat_link(conn, &code)).await;
            opened.is_ok_and(|(opened, _)| opened.id == ticket)
        }
        "chats-of" => staff && actor.person.is_some_and(|me| me.0 == id),
        "portal" => app.desk.read(move |conn| portals::find(conn, PortalId(id))).await.is_ok(),
        _ => false,
    }
}
