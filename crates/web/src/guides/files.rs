//! Pictures, films and documents of guides. Nothing runs; films can be wound.

use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::guides;

use crate::answer::{Answer, Failure};
use crate::app::App;
use crate::files::percent;
use crate::reader::Reader;

/// What browsers show inside a page.
const SHOWN: [&str; 7] =
    ["image/png", "image/jpeg", "image/gif", "image/webp", "video/mp4", "video/webm", "application/pdf"];

/// A file of a guide that the reader may read.
pub(crate) async fn download(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let (actor, kept) = (reader.actor.clone(), app.desk.store().files().clone());
    // A name says what the content is, so what is kept never changes.
    let mark = format!("\"{}\"", token.chars().filter(char::is_ascii_alphanumeric).collect::<String>());
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()) == Some(mark.as_str());
    let (file, content) = app
        .desk
        .read(move |conn| {
            let file = guides::download(conn, &actor, &token)?;
            let content = if known { Vec::new() } else { kept.get(conn, &file.file_sha256)? };
            Ok((file, content))
        })
        .await?;
    let shown = SHOWN.contains(&file.content_type.as_str());
    let (kind, disposition) =
        if shown { (file.content_type.as_str(), "inline") } else { ("application/octet-stream", "attachment") };
    let headers_out = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("{disposition}; filename*=UTF-8''{}", percent(&file.name))),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".to_owned()),
        // Asked again each time: whoever may not read the guide any more gets nothing.
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
        (header::ETAG, mark),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin".to_owned()),
    ];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, headers_out).into_response());
    }
    let range = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    match range.map(|range| part(range, content.len())) {
        Some(Some((from, to))) => {
            let said = format!("bytes {from}-{}/{}", to - 1, content.len());
            let piece = content.get(from..to).unwrap_or_default().to_vec();
            Ok((StatusCode::PARTIAL_CONTENT, headers_out, [(header::CONTENT_RANGE, said)], piece).into_response())
        }
        Some(None) => unsatisfiable(content.len()),
        None => Ok((headers_out, content).into_response()),
    }
}

/// One range of bytes (RFC 9110, 14.1.2); several are not worth their complexity.
fn part(range: &str, length: usize) -> Option<(usize, usize)> {
    let (from, to) = range.strip_prefix("bytes=")?.split_once('-')?;
    let (from, to) = match (from.parse::<usize>(), to.parse::<usize>()) {
        (Ok(from), Ok(to)) => (from, (to.saturating_add(1)).min(length)),
        (Ok(from), Err(_)) if to.is_empty() => (from, length),
        (Err(_), Ok(last)) if from.is_empty() => (length.saturating_sub(last), length),
        _ => return None,
    };
    (from < to && to <= length).then_some((from, to))
}

fn unsatisfiable(length: usize) -> Result<Response, Failure> {
    Response::builder()
        .status(StatusCode::RANGE_NOT_SATISFIABLE)
        .header(header::CONTENT_RANGE, format!("bytes */{length}"))
        .body(Body::empty())
        .map_err(|_| Failure::BadRequest)
}
