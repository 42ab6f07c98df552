//! What is near a question that is being written: guides that answer it, and open questions of others.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use desk::{community, guides};
use maud::html;
use serde::Deserialize;

use crate::answer::{Answer, Failure, page_with};
use crate::app::App;
use crate::community::url;
use crate::parts::icon;
use crate::reader::Reader;

/// Of each.
const COUNT: usize = 3;

/// The words so far.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    q: String,
}

/// A few links, for a script.
pub(crate) async fn similar(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let (actor, now, language) = (reader.actor.clone(), reader.now, reader.lang);
    if reader.person.is_none() && !app.throttles.similar(reader.peer) {
        return Err(Failure::TooOften);
    }
    let (guides, topics) = app
        .desk
        .read(move |conn| {
            let guides = guides::suggestions_for(conn, &actor, language, &wanted.q, COUNT)?;
            Ok((guides, community::near(conn, &actor, &wanted.q, COUNT, now)?))
        })
        .await?;
    let text = reader.text;
    let found = i64::try_from(guides.len() + topics.len()).unwrap_or(0);
    let body = html! {
        div.suggest-box data-similar {
            @if found > 0 {
                p { (icon("lightbulb")) (text.msg_customer_similar(found)) }
                ul {
                    @for hit in &guides {
                        @let title: String = hit.title.iter().map(|piece| piece.text.as_str()).collect();
                        li { a href=(crate::guides::url(hit.guide, &title)) target="_blank" { (icon("book-open")) span.truncate { (title) } } }
                    }
                    @for hit in &topics {
                        li { a href=(url(hit.row.id, &hit.row.subject)) target="_blank" { (icon("messages-square")) span.truncate { (hit.row.subject) } } }
                    }
                }
            }
        }
    };
    Ok(page_with(StatusCode::OK, body))
}
