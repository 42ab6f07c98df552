//! The first set-up: organisation, admin, service, department, address.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use desk::setup::{self, NewDesk};
use desk::{Actor, Error, people};

use super::keep_session;
use super::setup::{self as setup_page, SetupForm};
use crate::answer::{Answer, Failure, page, page_with, redirect};
use crate::app::App;
use crate::reader::Reader;

/// The form, for who has the link of the log.
pub(crate) async fn setup_form(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(token): Path<String>,
) -> Answer {
    let wanted = token.clone();
    app.desk.read(move |conn| setup::check_token(conn, &wanted)).await?;
    let form = SetupForm { language: reader.lang.to_owned(), ..SetupForm::default() };
    page(setup_page::page(&reader, &form, &[], &format!("/setup/{token}")))
}

/// Sets the desk up and signs its first admin in.
pub(crate) async fn set_up(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(token): Path<String>,
    Form(form): Form<SetupForm>,
) -> Answer {
    let typed = form.clone();
    let result = create(&app, &token, form).await;
    match result {
        Ok(session) => {
            // The first thing to know is where mail goes.
            let mut response = redirect("/agent/settings/addresses");
            keep_session(&app, &mut response, &session);
            Ok(response)
        }
        Err(Error::Invalid(errors)) => {
            let markup = setup_page::page(&reader, &typed, &errors, &format!("/setup/{token}"));
            Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, markup))
        }
        Err(error) => Err(Failure::from(error)),
    }
}

async fn create(app: &App, token: &str, form: SetupForm) -> desk::Result<String> {
    let (token, password) = (token.to_owned(), form.password.clone());
    let wanted = token.clone();
    app.desk.read(move |conn| setup::check_token(conn, &wanted)).await?;
    let hash = tokio::task::spawn_blocking(move || people::hash_password(&password))
        .await
        .map_err(|error| Error::Internal(error.to_string()))?;
    let mut new = NewDesk {
        organisation: form.organisation,
        name: form.name,
        address: form.address,
        password_hash: String::new(),
        service: form.service,
        department: form.department,
        desk_address: form.desk_address,
        language: form.language,
    };
    match hash {
        Ok(hash) => new.password_hash = hash,
        // Everything that is wrong is said at once, the password with the rest.
        Err(Error::Invalid(mut errors)) => {
            errors.extend(setup::problems(&new));
            return Err(Error::Invalid(errors));
        }
        Err(error) => return Err(error),
    }
    app.desk
        .change(&Actor::system("set-up"), move |c| {
            setup::check_token(c.sql(), &token)?;
            let admin = setup::set_up(c, &new)?;
            people::start_session(c, admin)
        })
        .await
}
