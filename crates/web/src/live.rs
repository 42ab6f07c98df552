//! Live updates: topic names and event numbers, never content. The page fetches itself again, so no
//! permission can be forgotten on this way.

use std::collections::HashSet;
use std::convert::Infallible;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use desk::policy::Action;
use desk::{Error, Time, community, tickets};
use futures_util::{Stream, StreamExt, stream};
use serde::Deserialize;
use tokio_stream::wrappers::BroadcastStream;

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
}

/// The stream of one page.
pub(crate) async fn stream(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Answer {
    // Listening starts before looking back, so that nothing falls between.
    let notices = BroadcastStream::new(app.desk.store().notices());
    let topics = allowed(&app, &reader, &wanted.topics).await?;
    if topics.is_empty() {
        return Err(Failure::Forbidden);
    }
    let resumed = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let known: i64 = resumed.unwrap_or(wanted.after);
    let newest = app
        .desk
        .read(|conn| Ok(conn.one("select coalesce(max(id), 0) from event", &[], |row| row.get::<i64>(0))?))
        .await?;
    // After a pause the page looks once for what it missed.
    let missed = if newest > known { messages(&topics, &topics, newest) } else { Vec::new() };
    let followed = notices.flat_map(move |notice| {
        stream::iter(match notice {
            Ok(notice) => follow(&topics, &notice),
            Err(_) => messages(&topics, &topics, 0),
        })
    });
    let events = stream::iter(missed).chain(followed);
    Ok(answer(events))
}

fn answer(events: impl Stream<Item = Result<Event, Infallible>> + Send + 'static) -> Response {
    Sse::new(events).keep_alive(KeepAlive::new().interval(limits::LIVE_COMMENT)).into_response()
}

/// The topics of a notice that this page follows.
fn follow(topics: &HashSet<String>, notice: &str) -> Vec<Result<Event, Infallible>> {
    if notice.is_empty() {
        return messages(topics, topics, 0);
    }
    let mut words = notice.split(' ');
    let event = words.next().and_then(|id| id.parse().ok()).unwrap_or(0);
    let named: HashSet<String> = words.map(ToOwned::to_owned).collect();
    messages(topics, &named, event)
}

fn messages(topics: &HashSet<String>, named: &HashSet<String>, event: i64) -> Vec<Result<Event, Infallible>> {
    topics
        .intersection(named)
        .map(|topic| {
            let message = Event::default().data(serde_json::json!({"topic": topic, "id": event}).to_string());
            Ok(if event > 0 { message.id(event.to_string()) } else { message })
        })
        .collect()
}

/// Of what a page asks to follow, what its reader may know about.
async fn allowed(app: &App, reader: &Reader, asked: &str) -> desk::Result<HashSet<String>> {
    let mut out = HashSet::new();
    for topic in asked.split(',').filter(|topic| !topic.is_empty()).take(limits::LIVE_TOPICS_MAX) {
        let ok = match topic.strip_prefix("ticket:").or(topic.strip_prefix("question:")).map(str::parse) {
            Some(Ok(ticket)) if topic.starts_with("question:") || reader.actor.is_staff() => {
                let actor = reader.actor.clone();
                let public = topic.starts_with("question:");
                app.desk
                    .read(move |conn| match tickets::find(conn, &actor, ticket) {
                        Err(Error::NotFound) if public => {
                            community::find(conn, &actor, ticket, Action::ReadCommunity, Time::now()).map(|_| ())
                        }
                        found => found.map(|_| ()),
                    })
                    .await
                    .is_ok()
            }
            Some(Ok(_)) => false,
            Some(Err(_)) => false,
            None => {
                matches!(topic, "tickets" | "inbound" | "imports" | "guides" | "typing" | "moderation")
                    && reader.actor.is_staff()
            }
        };
        if ok {
            out.insert(topic.to_owned());
        }
    }
    Ok(out)
}
