//! Keys that mail is signed with: each domain, its records to copy, whether they were found, and a form for a new key.

mod card;
mod form;

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::mailflow::keys::{self, Algorithm, Pair};
use desk::policy::{self, Action};
use desk::{Error, FieldError, SigningKeyId, limits};
use maud::html;
use serde::Deserialize;

use super::page;
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::reader::Reader;

const HERE: &str = "/agent/settings/signing";

/// A new key. The private one is never sent back.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    domain: String,
    /// `rsa`, `ed25519`, or `own` for one that is brought.
    what: String,
    selector: String,
    pem: String,
}

/// The form that came back.
struct Refused<'r> {
    typed: &'r Typed,
    errors: &'r [FieldError],
}

/// The page.
pub(crate) async fn signing(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    show(&app, &reader, StatusCode::OK, None).await
}

async fn show(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    refused: Option<Refused<'_>>,
) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let (domains, all) = app.desk.read(|conn| Ok((keys::domains(conn)?, keys::all(conn)?))).await?;
    let text = reader.text;
    // Keys of a domain without addresses stay in sight: they may be removed.
    let mut shown = domains.clone();
    shown.extend(all.iter().map(|key| key.domain.clone()).filter(|domain| !domains.contains(domain)));
    shown.dedup();
    let secrets = app.desk.secrets();
    let body = html! {
        @if shown.is_empty() { p.soft { (text.msg_signing_no_domain()) } }
        ul.stack #signing {
            @for (at, domain) in shown.iter().enumerate() {
                @let own: Vec<_> = all.iter().filter(|key| key.domain == *domain).collect();
                (card::card(reader, secrets, at, domain, &own, domains.contains(domain)))
            }
        }
        @if !domains.is_empty() {
            section.form-section aria-labelledby="new-key" {
                header { h2 #new-key { (text.msg_signing_add()) } p { (text.msg_signing_add_hint()) } }
                (form::form(reader, &domains, refused.as_ref()))
            }
        }
    };
    let (title, lead) = (text.msg_signing_title(), text.msg_signing_lead());
    Ok(page_with(status, page(reader, &frame, "signing", &title, &lead, &body)))
}

/// Makes a key, or takes one in.
pub(crate) async fn add_key(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(typed): Form<Typed>,
) -> Answer {
    // Making one costs a second of a processor: not for who may not.
    policy::allow(&reader.actor, Action::Configure, None)?;
    let saved = async {
        let pair = pair(&app, &typed).await?;
        let (desk, domain, selector) = (app.desk.clone(), typed.domain.clone(), typed.selector.clone());
        app.desk.change(&reader.actor, move |c| keys::add(c, desk.secrets(), &domain, &selector, &pair)).await
    };
    match saved.await {
        Ok(_) => redirect_after(HERE, Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => {
            let refused = Refused { typed: &typed, errors: &errors };
            show(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, Some(refused)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The key that is wanted.
async fn pair(app: &App, typed: &Typed) -> desk::Result<Pair> {
    if typed.what != "own" {
        let algorithm = Algorithm::from_code(&typed.what).ok_or_else(|| Error::field("what", "unknown"))?;
        let signing = app.signing.clone();
        let made = tokio::task::spawn_blocking(move || signing.make(algorithm)).await;
        return made.map_err(|error| Error::Internal(error.to_string()))?;
    }
    if typed.pem.chars().count() > limits::PEM_CHARS_MAX {
        return Err(Error::field("pem", "too_long"));
    }
    if typed.selector.trim().is_empty() {
        return Err(Error::field("selector", "required"));
    }
    app.signing.read(&typed.pem).ok_or_else(|| Error::field("pem", "bad_key"))
}

/// A button of a key.
#[derive(Debug, Deserialize)]
pub(crate) struct Act {
    #[serde(default)]
    action: String,
}

/// Looks for its record, signs with it, stops, removes it.
pub(crate) async fn key_act(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<SigningKeyId>,
    Form(act): Form<Act>,
) -> Answer {
    policy::allow(&reader.actor, Action::Configure, None)?;
    if act.action == "look" {
        let key = app.desk.read(move |conn| keys::one(conn, id)).await?;
        let published = app.signing.look(&key).await;
        app.desk.change(&reader.actor, move |c| keys::looked(c, id, &published)).await?;
        return redirect_after(HERE, Done::Saved, 1, None);
    }
    app.desk
        .change(&reader.actor, move |c| match act.action.as_str() {
            "start" => keys::start(c, id),
            "stop" => keys::stop(c, id),
            "remove" => keys::remove(c, id),
            _ => Err(Error::NotFound),
        })
        .await?;
    redirect_after(HERE, Done::Saved, 1, None)
}
