//! Who may enter which route, decided before any handler runs. What the handler then finds is
//! narrowed again by the desk's policy.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use desk::actor::Kind;
use desk::integrations::Scope;

use crate::answer::{Failure, redirect};
use crate::reader::Reader;

/// Who may enter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Everybody.
    Public,
    /// Everybody who is signed in.
    SignedIn,
    /// Agents and admins.
    Agent,
    /// Admins.
    Admin,
    /// Programs whose token may read.
    TokenRead,
    /// Programs whose token may change tickets and people.
    TokenWrite,
    /// Programs whose token may configure.
    TokenConfigure,
}

impl Access {
    /// For the generated matrix.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::SignedIn => "signed_in",
            Self::Agent => "agent",
            Self::Admin => "admin",
            Self::TokenRead => "token_read",
            Self::TokenWrite => "token_write",
            Self::TokenConfigure => "token_configure",
        }
    }

    fn admits(self, reader: &Reader) -> bool {
        match self {
            Self::Public => true,
            Self::SignedIn => reader.person.is_some(),
            Self::Agent => reader.actor.is_staff(),
            Self::Admin => reader.actor.kind == Kind::Admin,
            // A session is no token: another site could use it.
            Self::TokenRead | Self::TokenWrite | Self::TokenConfigure => false,
        }
    }

    /// The scope that a token needs.
    pub(crate) fn scope(self) -> Option<Scope> {
        match self {
            Self::TokenRead => Some(Scope::Read),
            Self::TokenWrite => Some(Scope::Write),
            Self::TokenConfigure => Some(Scope::Configure),
            _ => None,
        }
    }
}

/// Lets the reader in, asks them to sign in, or refuses.
pub(crate) async fn layer(State(access): State<Access>, request: Request, next: Next) -> Response {
    let Some(reader) = request.extensions().get::<Arc<Reader>>() else {
        return Failure::Forbidden.into_response();
    };
    if access.admits(reader) {
        return next.run(request).await;
    }
    let signed_in = reader.person.is_some();
    let next_page = if request.method() == Method::GET { request.uri().path().to_owned() } else { "/".to_owned() };
    if !signed_in {
        return redirect(&format!("/sign-in?next={next_page}"));
    }
    Failure::Forbidden.into_response()
}

/// Refuses a body that says it is too large.
pub(crate) async fn body_limit(State(most): State<usize>, request: Request, next: Next) -> Response {
    let stated = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if stated.is_some_and(|length: usize| length > most) {
        return Failure::TooLarge.into_response();
    }
    next.run(request).await
}
