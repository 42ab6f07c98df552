//! Mailboxes on other servers: how fetching goes, what is wrong, and the form that adds one.

mod card;
mod consent;
mod form;

pub(in crate::agent) use card::{state, where_it_is};
pub(crate) use consent::{begin as begin_consent, come_back as end_consent};

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::mailflow::mailboxes;
use desk::{Error, FieldError, MailboxId, routing};
use maud::html;
use serde::Deserialize;

use super::page;
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::reader::Reader;
use form::Typed;

const HERE: &str = "/agent/settings/mailboxes";
/// What secrets of mailboxes are sealed for; the mail door opens them under the same name.
const SECRET: &str = mailboxes::SECRET;

/// The form that came back.
struct Refused<'r> {
    of: Option<MailboxId>,
    typed: &'r Typed,
    errors: &'r [FieldError],
}

/// The page.
pub(crate) async fn mailboxes(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    show(&app, &reader, StatusCode::OK, None).await
}

async fn show(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    refused: Option<Refused<'_>>,
) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let (all, addresses) = app.desk.read(|conn| Ok((mailboxes::all(conn)?, routing::addresses(conn)?))).await?;
    let text = reader.text;
    let new = refused.as_ref().filter(|refused| refused.of.is_none());
    let body = html! {
        @if all.is_empty() { p.soft { (text.msg_mailbox_none()) } }
        ul.stack #mailboxes {
            @for mailbox in &all {
                @let back = refused.as_ref().filter(|refused| refused.of == Some(mailbox.id));
                (card::card(reader, mailbox, &addresses, back))
            }
        }
        section.form-section aria-labelledby="new-mailbox" {
            header { h2 #new-mailbox { (text.msg_mailbox_add()) } p { (text.msg_mailbox_add_hint()) } }
            (form::form(reader, &addresses, None, new))
        }
    };
    let (title, lead) = (text.msg_mailbox_title(), text.msg_mailbox_lead());
    Ok(page_with(status, page(reader, &frame, "mailboxes", &title, &lead, &body)))
}

/// Adds a mailbox.
pub(crate) async fn add_mailbox(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(typed): Form<Typed>,
) -> Answer {
    let saved = async {
        let (definition, since) = (typed.definition(&app)?, typed.since(reader.now)?);
        app.desk.change(&reader.actor, move |c| mailboxes::add(c, &definition, since)).await
    };
    match saved.await {
        Ok(_) => redirect_after(HERE, Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => {
            let refused = Refused { of: None, typed: &typed, errors: &errors };
            show(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, Some(refused)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Changes a mailbox.
pub(crate) async fn change_mailbox(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<MailboxId>,
    Form(typed): Form<Typed>,
) -> Answer {
    let saved = async {
        let definition = typed.definition(&app)?;
        app.desk.change(&reader.actor, move |c| mailboxes::change(c, id, &definition)).await
    };
    match saved.await {
        Ok(()) => redirect_after(HERE, Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => {
            let refused = Refused { of: Some(id), typed: &typed, errors: &errors };
            show(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, Some(refused)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// A button of a mailbox.
#[derive(Debug, Deserialize)]
pub(crate) struct Act {
    #[serde(default)]
    action: String,
}

/// Looks now, pauses, goes on, removes.
pub(crate) async fn mailbox_act(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<MailboxId>,
    Form(act): Form<Act>,
) -> Answer {
    app.desk
        .change(&reader.actor, move |c| match act.action.as_str() {
            "look" => mailboxes::look_now(c, id),
            "pause" => mailboxes::switch(c, id, false),
            "resume" => mailboxes::switch(c, id, true),
            "remove" => mailboxes::remove(c, id),
            _ => Err(Error::NotFound),
        })
        .await?;
    redirect_after(HERE, Done::Saved, 1, None)
}
