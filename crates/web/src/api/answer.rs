//! Answering with JSON, and once only where a key asks for it.

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::Change;
use desk::integrations::{self, Caller};
use serde::Serialize;

use super::Problem;
use crate::app::App;

/// What a handler gives.
pub(crate) type Given = Result<Response, Problem>;

/// JSON with status 200.
pub(super) fn json<T: Serialize>(value: &T) -> Given {
    Ok((StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], text(value)?).into_response())
}

/// The same with the address of the next page (RFC 8288).
pub(super) fn page<T: Serialize>(value: &T, next: Option<String>) -> Given {
    let mut response = json(value)?;
    if let Some(link) = next.and_then(|next| HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")).ok()) {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

pub(super) fn text<T: Serialize>(value: &T) -> Result<String, desk::Error> {
    serde_json::to_string(value).map_err(|error| desk::Error::Internal(error.to_string()))
}

/// A request that changes something: whose it is, its key, and its bytes.
pub(crate) struct Asking {
    caller: Arc<Caller>,
    key: Option<String>,
    place: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Asking {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Extension(caller) = Extension::<Arc<Caller>>::from_request_parts(parts, state)
            .await
            .map_err(|_| Problem::bad_request("Nobody asks."))?;
        Ok(Self { caller, key: key(&parts.headers)?, place: format!("{} {}", parts.method, parts.uri) })
    }
}

fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let value = value.to_str().map_err(|_| Problem::field("idempotency_key", "unknown"))?;
    Ok(Some(value.to_owned()))
}

impl Asking {
    /// Does `verb` and answers with what it gives; the same key again gets the same answer and does nothing.
    pub(super) async fn change<T, F>(self, app: &App, bytes: &Bytes, status: StatusCode, verb: F) -> Given
    where
        T: Serialize,
        F: Fn(&mut Change<'_, '_>) -> desk::Result<T> + Send + 'static,
    {
        let request = [self.place.as_bytes(), b"\n", bytes].concat();
        let (token, key) = (self.caller.token, self.key);
        let answered = app
            .desk
            .change(&self.caller.actor, move |c| {
                integrations::once(c, token, key.as_deref(), &request, |c| {
                    let value = verb(c)?;
                    Ok((status.as_u16(), text(&value)?))
                })
            })
            .await?;
        let status = StatusCode::from_u16(answered.status).unwrap_or(StatusCode::OK);
        let headers = [(header::CONTENT_TYPE, "application/json")];
        let mut response = (status, headers, answered.body).into_response();
        if answered.again {
            response.headers_mut().insert("idempotent-replay", HeaderValue::from_static("true"));
        }
        Ok(response)
    }
}
