//! What went wrong, as RFC 9457 has it.

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use desk::Refusal;

use crate::answer::Failure;

/// What went wrong.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// A code for programs: `unknown_token`, `not_found`, `invalid`, …
    pub code: &'static str,
    /// A sentence for people.
    pub title: String,
    /// What is wrong with which field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// Finds the fault in the log of the desk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    pub retry_after: Option<u64>,
}

/// What is wrong with a field.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct FieldProblem {
    /// The field.
    pub field: String,
    /// `required`, `too_long`, `unknown`, `taken`, …
    pub problem: String,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: &'static str, title: impl Into<String>) -> Self {
        Self {
            status: status.as_u16(),
            code,
            title: title.into(),
            errors: Vec::new(),
            reference: None,
            retry_after: None,
        }
    }

    /// The request cannot be understood.
    pub(crate) fn bad_request(title: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_request", title)
    }

    /// One field cannot be used.
    pub(crate) fn field(field: &str, problem: &str) -> Self {
        let error = FieldProblem { field: field.to_owned(), problem: problem.to_owned() };
        Self {
            errors: vec![error],
            ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "Something in the request cannot be used.")
        }
    }

    /// It does not exist, or not for the token.
    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "This does not exist, or not for this token.")
    }
}

impl From<desk::Error> for Problem {
    fn from(error: desk::Error) -> Self {
        match error {
            desk::Error::NotFound => Self::not_found(),
            desk::Error::Denied(_) => {
                Self::new(StatusCode::FORBIDDEN, "forbidden", "The agent of this token may not do this.")
            }
            desk::Error::Refused(refusal) => refused(refusal),
            desk::Error::Invalid(errors) | desk::Error::Row(_, errors) => {
                let errors: Vec<FieldProblem> = errors
                    .into_iter()
                    .map(|error| FieldProblem { field: error.field.to_owned(), problem: error.problem.to_owned() })
                    .collect();
                Self {
                    errors,
                    ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "Something in the request cannot be used.")
                }
            }
            desk::Error::Moved { newest } => Self::new(
                StatusCode::CONFLICT,
                "moved",
                format!("The ticket has news, or was merged into another; its newest message is {newest}."),
            ),
            desk::Error::Edited => Self::new(
                StatusCode::CONFLICT,
                "edited",
                "Somebody else changed the same lines of the guide meanwhile.",
            ),
            desk::Error::TooLate => Self::new(StatusCode::CONFLICT, "too_late", "This can no longer be taken back."),
            desk::Error::Store(_) | desk::Error::Internal(_) => {
                let reference = desk::change::random_token(6);
                tracing::error!(%error, %reference, "API request failed");
                Self {
                    reference: Some(reference),
                    ..Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something failed inside the desk.")
                }
            }
        }
    }
}

/// Why the community does not take something.
fn refused(refusal: Refusal) -> Problem {
    let (status, code, title) = match refusal {
        Refusal::Locked => (StatusCode::CONFLICT, "locked", "The topic is closed: nobody adds anything to it."),
        Refusal::TooFast(_) => (StatusCode::TOO_MANY_REQUESTS, "too_fast", "This person wrote a lot in a short time."),
        Refusal::Rules => (StatusCode::FORBIDDEN, "rules", "This person has not accepted the rules of the community."),
        Refusal::Banned(_) => (StatusCode::FORBIDDEN, "banned", "The community is closed to this person."),
        Refusal::Silenced(_) => {
            (StatusCode::FORBIDDEN, "silenced", "This person reads the community and writes nothing.")
        }
    };
    Problem::new(status, code, title)
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_string(&self).unwrap_or_else(|_| "{}".to_owned());
        let mut response = (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// What layers and the framework refuse by themselves, in the form of everything else here.
pub(crate) async fn in_json(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let failure = response.extensions_mut().remove::<Failure>();
    let is_problem =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/problem+json");
    let status = response.status();
    if is_problem || failure.is_none() && !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let allow = response.headers().get(header::ALLOW).cloned();
    let mut response = match status {
        StatusCode::NOT_FOUND => Problem::not_found(),
        StatusCode::METHOD_NOT_ALLOWED => Problem::new(status, "method_not_allowed", "This method is not known here."),
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(status, "too_large", "The request is too large."),
        StatusCode::SERVICE_UNAVAILABLE => Problem::new(status, "too_slow", "This took too long."),
        status if status.is_server_error() => Problem::new(status, "internal", "Something failed inside the desk."),
        _ => Problem::bad_request("The request cannot be understood: see the address and its parameters."),
    }
    .into_response();
    if let Some(allow) = allow {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    response
}
