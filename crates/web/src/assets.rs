//! The front-end files, inside the binary.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

mod table {
    include!(concat!(env!("OUT_DIR"), "/assets.rs"));
}

/// Where a file is served. The version in the path changes with any file, so browsers keep it for
/// ever; modules and fonts refer to each other by relative paths.
pub(crate) fn url(name: &str) -> String {
    let folder = if name.ends_with(".js") { "js/" } else { "" };
    format!("/assets/{}/{folder}{name}", table::VERSION)
}

/// Changes with any file.
pub(crate) fn version() -> &'static str {
    table::VERSION
}

/// Serves a file. The version is not checked: an old page gets the new file rather than none.
pub(crate) async fn serve(Path(path): Path<String>) -> Response {
    let versioned = path.strip_prefix(table::VERSION).and_then(|rest| rest.strip_prefix('/'));
    let name = versioned.unwrap_or(&path);
    let found =
        table::FILES.binary_search_by_key(&name, |(name, _)| name).ok().and_then(|at| table::FILES.get(at)).or_else(
            || {
                // A page from before an upgrade: drop the old version.
                let rest = path.split_once('/')?.1;
                table::FILES.iter().find(|(name, _)| *name == rest)
            },
        );
    let Some((name, content)) = found else { return StatusCode::NOT_FOUND.into_response() };
    let cache = if versioned.is_some() { "public, max-age=31536000, immutable" } else { "public, max-age=86400" };
    ([(header::CONTENT_TYPE, content_type(name)), (header::CACHE_CONTROL, cache)], *content).into_response()
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "text/plain; charset=utf-8",
    }
}
