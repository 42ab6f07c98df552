//! What handlers answer.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::Markup;

use crate::flash::{self, Done};

/// What a handler gives: a page, a redirect, or a failure that becomes a page.
pub(crate) type Answer = Result<Response, Failure>;

/// Why there is no page.
#[derive(Debug, Clone)]
pub(crate) enum Failure {
    /// It does not exist, or not for this reader.
    NotFound,
    /// It was here for a time that is over.
    Expired,
    /// The reader may not.
    Forbidden,
    /// A member may not, for a reason that they are told.
    Refused(desk::Refusal),
    /// The request makes no sense.
    BadRequest,
    /// The request is too large.
    TooLarge,
    /// Too many tries.
    TooOften,
    /// Something inside failed; the log has it under this reference.
    Internal(String),
}

impl From<desk::Error> for Failure {
    fn from(error: desk::Error) -> Self {
        match error {
            desk::Error::NotFound => Self::NotFound,
            desk::Error::Denied(_) => Self::Forbidden,
            desk::Error::Refused(refusal) => Self::Refused(refusal),
            desk::Error::Invalid(_)
            | desk::Error::Row(..)
            | desk::Error::Moved { .. }
            | desk::Error::Edited
            | desk::Error::TooLate => Self::BadRequest,
            desk::Error::Store(_) | desk::Error::Internal(_) => {
                let reference = desk::change::random_token(6);
                tracing::error!(%error, %reference, "request failed");
                Self::Internal(reference)
            }
        }
    }
}

impl Failure {
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Expired => StatusCode::GONE,
            Self::Refused(desk::Refusal::TooFast(_)) => StatusCode::TOO_MANY_REQUESTS,
            Self::Forbidden | Self::Refused(_) => StatusCode::FORBIDDEN,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooOften => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Failure {
    /// Only the status: the layer that knows the reader's language draws the page.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// A page.
pub(crate) fn page(markup: Markup) -> Answer {
    Ok(page_with(StatusCode::OK, markup))
}

/// A page with another status, such as a form that came back.
pub(crate) fn page_with(status: StatusCode, markup: Markup) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, markup.into_string()).into_response()
}

/// On to another page, after a change.
pub(crate) fn redirect(to: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let to = if is_local(to) { to } else { "/" };
    if let Ok(value) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    response
}

/// On to another page, with a toast.
pub(crate) fn redirect_after(to: &str, done: Done, count: usize, undo: Option<desk::EventId>) -> Answer {
    let mut response = redirect(to);
    flash::set(&mut response, done, count, undo);
    Ok(response)
}

/// Only a path on this site: a "back" address from a form must not lead elsewhere.
pub(crate) fn is_local(to: &str) -> bool {
    to.starts_with('/') && !to.starts_with("//") && !to.contains('\\') && !to.chars().any(char::is_control)
}
