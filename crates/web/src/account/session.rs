//! Signing in by password or mailed link, signing out, choosing a language.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use desk::mailflow::outbox::{self, MailKind};
use desk::people::{self, SignIn};
use desk::{Actor, Error, FieldError, limits};
use serde::Deserialize;

use super::sign_in as sign_in_page;
use crate::answer::{Answer, Failure, is_local, page, page_with, redirect};
use crate::app::App;
use crate::reader::{Reader, session_cookie};

/// What the sign-in forms send.
#[derive(Debug, Deserialize)]
pub(crate) struct Credentials {
    #[serde(default)]
    address: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// The page to come back to.
#[derive(Debug, Deserialize)]
pub(crate) struct Back {
    #[serde(default)]
    back: String,
}

/// Puts away what the reader was welcomed with, until they sign in again.
pub(crate) async fn put_away_welcome(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(form): Form<Back>,
) -> Answer {
    if let Some(token) = reader.session.clone() {
        app.desk.change(&reader.actor, move |c| people::put_away_welcome(c, &token)).await?;
    }
    Ok(redirect(if is_local(&form.back) { &form.back } else { "/" }))
}

/// Where to go afterwards.
#[derive(Debug, Deserialize)]
pub(crate) struct Next {
    #[serde(default)]
    next: String,
}

async fn organisation(app: &App) -> desk::Result<String> {
    Ok(app.desk.frame(&Actor::visitor()).await?.organisation.clone())
}

/// The sign-in page.
pub(crate) async fn show(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(next): Query<Next>,
) -> Answer {
    let organisation = organisation(&app).await?;
    page(sign_in_page::page(&reader, &organisation, "", &[], false, &next.next))
}

/// Signs in with a password.
pub(crate) async fn by_password(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(form): Form<Credentials>,
) -> Answer {
    let again = |status, field, problem| {
        let (app, reader, form) = (app.clone(), reader.clone(), &form);
        async move {
            let organisation = organisation(&app).await?;
            let errors = [FieldError { field, problem }];
            let markup = sign_in_page::page(&reader, &organisation, &form.address, &errors, false, &form.next);
            Ok(page_with(status, markup))
        }
    };
    if !people::is_valid_address(&people::normalise_address(&form.address)) {
        return again(StatusCode::UNPROCESSABLE_ENTITY, "password", "wrong").await;
    }
    if !app.throttles.sign_in(reader.peer, &form.address) {
        return again(StatusCode::TOO_MANY_REQUESTS, "password", "too_often").await;
    }
    // Slow on purpose; a few at a time leave room for everybody else.
    let _turn = app.throttles.hash().await;
    match people::sign_in_by_password(&app.desk, &form.address, form.password.clone()).await {
        Ok(signed_in) => Ok(welcome(&app, &signed_in, &form.next)),
        Err(Error::NotFound) => again(StatusCode::UNPROCESSABLE_ENTITY, "password", "wrong").await,
        Err(error) => Err(error.into()),
    }
}

/// Mails a link, if the address is known; says the same in any case.
pub(crate) async fn send_link(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(form): Form<Credentials>,
) -> Answer {
    let organisation = organisation(&app).await?;
    let address = people::normalise_address(&form.address);
    let problem = match () {
        () if !people::is_valid_address(&address) => Some("bad_address"),
        () if !app.throttles.sign_in(reader.peer, &address) => Some("too_often"),
        () => None,
    };
    if let Some(problem) = problem {
        let errors = [FieldError { field: "address", problem }];
        let markup = sign_in_page::page(&reader, &organisation, &form.address, &errors, false, &form.next);
        return Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, markup));
    }
    let desk = app.desk.clone();
    // Nobody waits for it, so that the time it takes tells nobody whether the address is known.
    tokio::spawn(async move {
        let system = Actor::system("sign-in");
        let queued = desk.change(&system, move |c| {
            let Some(person) = people::find_by_address(c.sql(), &address)? else { return Ok(()) };
            let token = people::link_for(c, person.id, limits::SIGN_IN_LINK, limits::SIGN_IN_LINK_USES)?;
            outbox::queue(c, MailKind::SignIn, None, None, person.id, &token).map(|_| ())
        });
        if let Err(error) = queued.await {
            tracing::error!(%error, "sign-in link");
        }
    });
    page(sign_in_page::page(&reader, &organisation, &form.address, &[], true, &form.next))
}

/// Signs in with a mailed link.
pub(crate) async fn by_link(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(token): Path<String>,
    Query(next): Query<Next>,
) -> Answer {
    let result = app.desk.change(&Actor::system("sign-in"), move |c| people::sign_in_by_link(c, &token)).await;
    match result {
        Ok(signed_in) => Ok(welcome(&app, &signed_in, &next.next)),
        Err(Error::NotFound) => {
            let organisation = organisation(&app).await?;
            let errors = [FieldError { field: "link", problem: "wrong" }];
            let markup = sign_in_page::page(&reader, &organisation, "", &errors, false, &next.next);
            Ok(page_with(StatusCode::NOT_FOUND, markup))
        }
        Err(error) => Err(error.into()),
    }
}

fn welcome(app: &App, signed_in: &SignIn, next: &str) -> Response {
    let home = if signed_in.role.is_staff() { "/agent" } else { "/tickets" };
    let mut response = redirect(if !next.is_empty() && is_local(next) { next } else { home });
    keep_session(app, &mut response, &signed_in.token);
    response
}

/// Lets the browser keep the session.
pub(crate) fn keep_session(app: &App, response: &mut Response, token: &str) {
    let secure = app.settings.secure();
    let flags = if secure { "; Secure" } else { "" };
    let cookie = format!(
        "{}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}{flags}",
        session_cookie(secure),
        limits::SESSION.as_secs()
    );
    set_cookie(response, &cookie);
}

fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// Signs out.
pub(crate) async fn sign_out(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    if let Some(token) = reader.session.clone() {
        app.desk.change(&Actor::system("sign-in"), move |c| people::end_session(c, &token)).await?;
        app.desk.change(&reader.actor, desk::chat::stop_taking).await?;
    }
    let secure = app.settings.secure();
    let flags = if secure { "; Secure" } else { "" };
    let mut response = redirect("/");
    let cookie = format!("{}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{flags}", session_cookie(secure));
    set_cookie(&mut response, &cookie);
    Ok(response)
}

/// The language that somebody chose, and the page to come back to.
#[derive(Debug, Deserialize)]
pub(crate) struct Chosen {
    #[serde(default)]
    code: String,
    #[serde(default)]
    back: String,
}

/// Chooses the language: for this browser, and for good when signed in.
pub(crate) async fn language(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(chosen): Form<Chosen>,
) -> Answer {
    let code = match chosen.code.as_str() {
        "en" => "en",
        "fr" => "fr",
        _ => return Err(Failure::BadRequest),
    };
    if reader.person.is_some() {
        app.desk.change(&reader.actor, move |c| people::language_chosen(c, code)).await?;
    }
    let mut response = redirect(if chosen.back.is_empty() { "/" } else { &chosen.back });
    set_cookie(&mut response, &format!("language={code}; Path=/; SameSite=Lax; Max-Age=31536000"));
    Ok(response)
}
