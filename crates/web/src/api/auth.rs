//! Who asks: a bearer token (RFC 6750), its scopes, and how often it may ask.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use desk::integrations::{self, Caller, Scope};
use desk::{Actor, Time};

use super::Problem;
use crate::app::App;
use crate::reader::Reader;

/// How old the note of a token's last use may become.
const NOTED: Duration = Duration::from_secs(3600);

/// Lets the caller in and tells the handlers who it is.
pub(crate) async fn layer(State((app, scope)): State<(App, Scope)>, mut request: Request, next: Next) -> Response {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
    if request.uri().to_string().contains("%00") {
        return Problem::bad_request("The address has a NUL character, which no database keeps.").into_response();
    }
    match admit(&app, scope, request.headers()).await {
        Ok(caller) => {
            let reader = Reader::of_caller(request.headers(), peer, &caller.person, caller.actor.clone());
            request.extensions_mut().insert(Arc::new(reader));
            request.extensions_mut().insert(Arc::new(caller));
            next.run(request).await
        }
        Err(problem) => problem.into_response(),
    }
}

async fn admit(app: &App, scope: Scope, headers: &HeaderMap) -> Result<Caller, Problem> {
    let unknown = || {
        Problem::new(
            StatusCode::UNAUTHORIZED,
            "unknown_token",
            "Send a token that works: Authorization: Bearer guichet_…",
        )
    };
    let secret = bearer(headers).ok_or_else(unknown)?;
    let caller = app.desk.read(move |conn| integrations::caller(conn, &secret)).await?.ok_or_else(unknown)?;
    if let Err(seconds) = app.throttles.api(caller.token.0) {
        let mut problem =
            Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_often", "This token asks too often. Wait, then go on.");
        problem.retry_after = Some(seconds);
        return Err(problem);
    }
    if !caller.scopes.contains(&scope) {
        let title = format!("This token lacks the scope “{}”.", scope.code());
        return Err(Problem::new(StatusCode::FORBIDDEN, "missing_scope", title));
    }
    if caller.last_used_at.is_none_or(|at| at.elapsed(Time::now()) > NOTED) {
        let token = caller.token;
        app.desk.change(&Actor::system("api"), move |c| integrations::used(c, token)).await?;
    }
    Ok(caller)
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = value.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && secret.len() < 200).then(|| secret.trim().to_owned())
}
