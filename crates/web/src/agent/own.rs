//! The agent's own settings, and the mail ledger.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use desk::mailflow::{inbound, outbox};
use desk::people::{self, PersonSettings};
use desk::{Error, InboundId, OutboxId};
use serde::Deserialize;

use super::mail_ledger::{self, HeldMail};
use super::profile::{self as profile_page, ProfileForm};
use crate::answer::{Answer, Failure, page, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::reader::Reader;
use crate::{body, limits};

/// The profile.
pub(crate) async fn profile(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    let person = reader.person.as_ref().ok_or(Failure::Forbidden)?;
    let form = ProfileForm {
        name: person.name.clone(),
        language: person.language.clone(),
        time_zone: person.time_zone.clone(),
        signature: person.signature.clone(),
        keys_off: person.keys_off,
        notify_mail: person.notify_mail,
        format: String::new(),
    };
    let frame = app.desk.frame(&reader.actor).await?;
    page(profile_page::page(&reader, &frame, &form, &[]))
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
            let frame = app.desk.frame(&reader.actor).await?;
            let markup = profile_page::page(&reader, &frame, &form, &errors);
            Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, markup))
        }
        Err(error) => Err(error.into()),
    }
}

/// A new password.
#[derive(Debug, Deserialize)]
pub(crate) struct PasswordForm {
    #[serde(default)]
    password: String,
}

/// Keeps a new password; other browsers are signed out, this one stays.
pub(crate) async fn set_password(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(form): Form<PasswordForm>,
) -> Answer {
    let person = reader.person.as_ref().ok_or(Failure::Forbidden)?;
    let id = person.id;
    let _turn = app.throttles.hash().await;
    let hashed = tokio::task::spawn_blocking(move || people::hash_password(&form.password))
        .await
        .map_err(|error| Failure::from(Error::Internal(error.to_string())))?;
    match hashed {
        Ok(hash) => {
            let token = app
                .desk
                .change(&reader.actor, move |c| {
                    people::set_password(c, id, &hash)?;
                    people::start_session(c, id)
                })
                .await?;
            let mut response = redirect_after("/agent/profile", Done::Saved, 1, None)?;
            crate::account::keep_session(&app, &mut response, &token);
            Ok(response)
        }
        Err(Error::Invalid(errors)) => {
            let form = ProfileForm {
                name: person.name.clone(),
                language: person.language.clone(),
                time_zone: person.time_zone.clone(),
                signature: person.signature.clone(),
                keys_off: person.keys_off,
                notify_mail: person.notify_mail,
                format: String::new(),
            };
            let frame = app.desk.frame(&reader.actor).await?;
            let markup = profile_page::page(&reader, &frame, &form, &errors);
            Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, markup))
        }
        Err(error) => Err(error.into()),
    }
}

/// The ledger of incoming mail.
pub(crate) async fn ledger(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let (sums, held) =
        app.desk.read(|conn| Ok((inbound::sums(conn)?, inbound::held(conn, limits::HELD_SHOWN)?))).await?;
    let held: Vec<HeldMail> = held
        .into_iter()
        .map(|(mail, reason)| HeldMail {
            id: mail.id,
            received_at: mail.received_at,
            envelope_from: mail.envelope_from,
            envelope_to: mail.envelope_to,
            reason,
        })
        .collect();
    page(mail_ledger::page(&reader, &frame, &sums, &held))
}

/// Lets a held mail be read again.
pub(crate) async fn release_mail(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<InboundId>,
) -> Answer {
    app.desk.change(&reader.actor, move |c| inbound::release(c, id)).await?;
    redirect_after("/agent/mail", Done::Released, 1, None)
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
