//! The description of the API (OpenAPI 3.1), made from the handlers and shapes.

use std::sync::LazyLock;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{IntoResponses, Modify, OpenApi};

use super::problem::{FieldProblem, Problem};
use super::{canned, desk_lists, guides, hooks, people, projects, tickets, topics, views, writing};

/// What every request may be answered besides.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only described")]
pub(super) enum Problems {
    /// The request cannot be understood.
    #[response(status = 400, content_type = "application/problem+json")]
    BadRequest(Problem),
    /// No token that works.
    #[response(status = 401, content_type = "application/problem+json")]
    UnknownToken(Problem),
    /// The token lacks a scope, or its agent may not.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
    /// It does not exist, or not for the token.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
    /// The ticket moved on, or it is too late.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(Problem),
    /// The request is too large.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(Problem),
    /// A field cannot be used.
    #[response(status = 422, content_type = "application/problem+json")]
    Invalid(Problem),
    /// The token asks too often: see Retry-After.
    #[response(status = 429, content_type = "application/problem+json")]
    TooOften(Problem),
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Guichet",
        description = "Everything that an agent can do, for programs. A token acts as the agent who made it, within \
                       its scopes: `read`, `write`, `configure`. Send it as `Authorization: Bearer guichet_…`. \
                       A request that changes something may carry an `Idempotency-Key`: sent again within a day it \
                       gets the same answer and does nothing.",
        license(name = "")
    ),
    paths(
        desk_lists::me, desk_lists::services, desk_lists::types, desk_lists::agents, desk_lists::views,
        tickets::list, tickets::search, tickets::one, tickets::messages, tickets::events, tickets::file,
        writing::add, writing::change, writing::write, writing::merge, writing::split, writing::undo,
        canned::list, canned::add, canned::change, canned::remove,
        views::one, views::add, views::change, views::remove,
        projects::list, projects::add, projects::one, projects::change,
        guides::list, guides::search, guides::one, guides::add, guides::change, guides::remove,
        people::find, people::add, people::one,
        topics::list, topics::one, topics::comment, topics::moderate, topics::moderate_post, topics::sanction,
        hooks::list, hooks::add, hooks::change, hooks::remove, hooks::deliveries, hooks::replay
    ),
    components(schemas(Problem, FieldProblem)),
    modifiers(&Token),
    security(("token" = []))
)]
struct Api;

struct Token;

impl Modify for Token {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        api.components.get_or_insert_default().add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

/// The description, made once.
pub(super) static SPEC: LazyLock<serde_json::Value> =
    LazyLock::new(|| serde_json::to_value(Api::openapi()).unwrap_or_default());

/// The description for programs.
pub(crate) async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], SPEC.to_string()).into_response()
}
