//! Serving files. Nothing that a stranger sent may act on our pages: all but images are downloads,
//! and the browser is told to run nothing.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::IntoResponse;
use desk::{Actor, tickets};
use serde::Deserialize;

use crate::answer::Answer;
use crate::app::App;
use crate::reader::Reader;

/// How a file is wanted.
#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    /// Present: inside the page, if that is safe.
    inline: Option<String>,
    /// The code of the ticket's link, for who came by it.
    link: Option<String>,
}

/// A file of a message.
pub(crate) async fn download(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(token): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let (actor, files) = (reader.actor.clone(), app.desk.store().files().clone());
    let (file, content) = app
        .desk
        .read(move |conn| {
            let actor = match &wanted.link {
                Some(link) => {
                    let opened = tickets::open_link(conn, link);
                    let (ticket, person) = opened.or_else(|_| tickets::open_chat_link(conn, link))?;
                    Actor::ticket_link(person.id, &person.name, ticket.id)
                }
                None => actor,
            };
            let file = tickets::download(conn, &actor, &token)?;
            let content = files.get(conn, &file.file_sha256)?;
            Ok(((file, wanted.inline.is_some()), content))
        })
        .await?;
    let (file, inline) = file;
    let harmless = matches!(file.content_type.as_str(), "image/png" | "image/jpeg" | "image/gif" | "image/webp");
    let disposition = if inline && harmless { "inline" } else { "attachment" };
    let kind = if harmless { file.content_type.as_str() } else { "application/octet-stream" };
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("{disposition}; filename*=UTF-8''{}", percent(&file.name))),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".to_owned()),
        (header::CACHE_CONTROL, "private, max-age=3600".to_owned()),
    ];
    Ok((headers, content).into_response())
}

/// Percent-encoding with the unreserved characters of RFC 3986 left as they are, which suits RFC 8187 too.
pub(crate) fn percent(words: &str) -> String {
    words.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}
