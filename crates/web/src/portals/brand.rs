//! What makes a portal look like its company: two numbers for the colour, and a logo.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::portal_of;
use crate::answer::{Answer, Failure};
use crate::app::App;
use crate::reader::Reader;

/// The accent of the portal. Lightness stays ours, so that what is written on it can be read.
pub(crate) async fn colours(Extension(reader): Extension<Arc<Reader>>) -> Result<Response, Failure> {
    let portal = portal_of(&reader)?;
    let (whole, thousandths) = (portal.chroma / 1000, portal.chroma % 1000);
    let sheet =
        format!("@layer tokens {{ :root {{ --accent-h: {}; --accent-c: {whole}.{thousandths:03}; }} }}\n", portal.hue);
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=60")];
    Ok((headers, sheet).into_response())
}

/// The logo.
pub(crate) async fn logo(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    let portal = portal_of(&reader)?;
    let (name, kind) = portal.logo.clone().ok_or(Failure::NotFound)?;
    let files = app.desk.store().files().clone();
    let content = app.desk.read(move |conn| Ok(files.get(conn, &name)?)).await?;
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".to_owned()),
        (header::CACHE_CONTROL, "public, max-age=300".to_owned()),
    ];
    Ok((headers, content).into_response())
}
