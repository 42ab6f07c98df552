//! The agent's own settings, and the mail ledger.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use desk::mailflow::{claim, halt, held, inbound, keeping, mailboxes, outbox, pauses, providers, relay_limits};
use desk::people::{self, PersonSettings};
use desk::{Error, FieldError, OutboxId, PauseId, Time};
use serde::Deserialize;

use super::mail_leaving::{Leaving, LimitsForm};
use super::mail_ledger::{self, Ledger};
use super::profile::{self as profile_page, Own, ProfileForm};
use super::settings;
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::reader::Reader;
use crate::{body, limits};

/// The profile.
pub(crate) async fn profile(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    show_profile(&app, &reader, StatusCode::OK, None, &[]).await
}

/// The profile page: as it is kept, or as it was filled in.
pub(super) async fn show_profile(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    typed: Option<&ProfileForm>,
    errors: &[FieldError],
) -> Answer {
    let person = reader.person.as_ref().ok_or(Failure::Forbidden)?;
    let kept = ProfileForm {
        name: person.name.clone(),
        language: person.language.clone(),
        time_zone: person.time_zone.clone(),
        signature: person.signature.clone(),
        keys_off: person.keys_off,
        notify_mail: person.notify_mail,
        format: String::new(),
    };
    let id = person.id;
    let has_password = app.desk.read(move |conn| people::has_password(conn, id)).await?;
    let frame = app.desk.frame(&reader.actor).await?;
    let grants = settings::own_grants(app, reader, &frame, errors).await?;
    let own = Own { has_password, grants };
    Ok(page_with(status, profile_page::page(reader, &frame, typed.unwrap_or(&kept), &own, errors)))
}

/// Keeps the profile.
pub(crate) async fn save_profile(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(form): Form<ProfileForm>,
) -> Answer {
    let language = if matches!(form.language.as_str(), "en" | "fr") { form.language.clone() } else { String::new() };
    let settings = PersonSettings {
        name: form.name.clone(),
        language,
        time_zone: form.time_zone.trim().to_owned(),
        signature: body::clean(&form.signature, &form.format),
        keys_off: form.keys_off,
        notify_mail: form.notify_mail,
    };
    match app.desk.change(&reader.actor, move |c| people::settings_saved(c, &settings)).await {
        Ok(()) => redirect_after("/agent/profile", Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => {
            show_profile(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, Some(&form), &errors).await
        }
        Err(error) => Err(error.into()),
    }
}

/// A new password.
#[derive(Debug, Deserialize)]
pub(crate) struct PasswordForm {
    #[serde(default)]
    current: String,
    #[serde(default)]
    password: String,
}

/// Keeps a new password; other browsers are signed out, this one stays.
pub(crate) async fn set_password(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(form): Form<PasswordForm>,
) -> Answer {
    let account = reader.person.as_ref().map(|person| person.address.clone()).unwrap_or_default();
    if !app.throttles.sign_in(reader.peer, &account) {
        let errors = [FieldError { field: "current", problem: "too_often" }];
        return show_profile(&app, &reader, StatusCode::TOO_MANY_REQUESTS, None, &errors).await;
    }
    let _turn = app.throttles.hash().await;
    match people::change_password(&app.desk, &reader.actor, form.current, form.password).await {
        Ok(token) => {
            let mut response = redirect_after("/agent/profile", Done::Saved, 1, None)?;
            crate::account::keep_session(&app, &mut response, &token);
            Ok(response)
        }
        Err(Error::Invalid(errors)) => {
            show_profile(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, None, &errors).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The ledger of mail.
pub(crate) async fn ledger(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(behind): Query<Behind>,
) -> Answer {
    show_ledger(&app, &reader, StatusCode::OK, &behind, None, &[]).await
}

/// Where the lists of the ledger go on: behind these mails.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Behind {
    #[serde(default)]
    held: String,
    #[serde(default)]
    discarded: String,
}

/// The page of the ledger: with limits as they are kept, or as they were typed.
pub(super) async fn show_ledger(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    behind: &Behind,
    typed: Option<LimitsForm>,
    errors: &[FieldError],
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let (after_held, after_discarded) = (behind.held.parse().ok(), behind.discarded.parse().ok());
    let ledger = app
        .desk
        .read(move |conn| {
            let mut compared = Vec::new();
            for mailbox in mailboxes::all(conn)? {
                let comparison = mailboxes::comparison(conn, &mailbox)?;
                compared.push((mailbox, comparison));
            }
            let known = relay_limits::current(conn, Time::now())?;
            Ok(Ledger {
                addresses: inbound::sums(conn)?,
                mailboxes: compared,
                held: held::held(conn, after_held, limits::HELD_SHOWN)?,
                discarded: held::discarded(conn, after_discarded, limits::HELD_SHOWN)?,
                paused: pauses::pauses(conn, limits::PAUSES_SHOWN)?,
                kept: keeping::kept(conn)?,
                halt: halt::current(conn)?,
                leaving: Leaving {
                    form: LimitsForm::new(&known),
                    waiting: if known.is_empty() { 0 } else { claim::waiting(conn, Time::now())? },
                    limits: known,
                    holds: providers::holds(conn)?,
                },
            })
        })
        .await?;
    let ledger = match typed {
        Some(form) => Ledger { leaving: Leaving { form, ..ledger.leaving }, ..ledger },
        None => ledger,
    };
    Ok(page_with(status, mail_ledger::page(reader, &frame, &ledger, errors)))
}

/// How long mails are kept.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Keeping {
    #[serde(default)]
    days: String,
}

/// Says how long mails are kept as they came.
pub(crate) async fn keep_mail(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(keeping): Form<Keeping>,
) -> Answer {
    app.desk.change(&reader.actor, move |c| keeping::keep_for(c, &keeping.days)).await?;
    redirect_after("/agent/mail", Done::Saved, 1, None)
}

/// Lets what answers by itself go out again.
pub(crate) async fn resume_mail(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<PauseId>,
) -> Answer {
    app.desk.change(&reader.actor, move |c| pauses::resume(c, id)).await?;
    redirect_after("/agent/mail", Done::Resumed, 1, None)
}

/// Tries now whether the relay takes mail again.
pub(crate) async fn end_halt(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    app.desk.change(&reader.actor, halt::try_now).await?;
    redirect_after("/agent/mail", Done::Retried, 1, None)
}

/// Sends a failed mail again.
pub(crate) async fn retry_mail(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<OutboxId>,
) -> Answer {
    let ticket = app.desk.change(&reader.actor, move |c| outbox::try_again(c, id)).await?;
    redirect_after(&format!("/agent/tickets/{ticket}"), Done::Retried, 1, None)
}
