//! Texts that moderators have ready.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use desk::community::{self, ReadyText};
use desk::{Error, FieldError, limits};
use maud::{Markup, html};
use serde::Deserialize;

use super::{edit, page};
use crate::answer::{Answer, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::guides::language_name;
use crate::parts::{self, Errors};
use crate::reader::Reader;

const HERE: &str = "/agent/settings/ready";

/// A text as the form sends it; without a key it is a new one.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    key: String,
    name: String,
    text: String,
    language: String,
    action: String,
}

/// The page.
pub(crate) async fn ready(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    show(&app, &reader, StatusCode::OK, None, &[]).await
}

async fn show(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    refused: Option<&Typed>,
    errors: &[FieldError],
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let actor = reader.actor.clone();
    let texts = app.desk.read(move |conn| community::ready_texts(conn, &actor)).await?;
    let text = reader.text;
    let new = Typed { language: reader.lang.to_owned(), ..Typed::default() };
    let (typed, new_errors): (&Typed, &Errors) = match refused {
        Some(typed) if typed.key.is_empty() => (typed, errors),
        _ => (&new, &[]),
    };
    let body = html! {
        div.stack #ready-texts {
            @for one in &texts { (card(reader, one, refused.filter(|typed| typed.key == one.key()), errors)) }
        }
        section.form-section.wide aria-labelledby="new-text" {
            header { h2 #new-text { (text.msg_ready_add()) } p { (text.msg_ready_add_hint()) } }
            (form(reader, "new", typed, new_errors, &text.msg_agent_add()))
        }
    };
    let title = text.msg_ready_title();
    Ok(page_with(status, page(reader, &frame, "ready", &title, &text.msg_ready_lead(), &body)))
}

fn card(reader: &Reader, one: &ReadyText, refused: Option<&Typed>, errors: &Errors) -> Markup {
    let text = reader.text;
    let id = one.key().replace('.', "-");
    let kept = Typed {
        key: one.key(),
        name: one.name.clone(),
        text: one.text.clone(),
        language: one.language.clone(),
        ..Typed::default()
    };
    let errors: &Errors = if refused.is_some() { errors } else { &[] };
    html! {
        section.card #{ "text-" (id) } aria-labelledby={ "title-" (id) } {
            header {
                h2 #{ "title-" (id) } lang=(one.language) { (one.name) }
                span.meta { (language_name(&one.language)) }
                form method="post" action=(HERE) data-enhance {
                    input type="hidden" name="key" value=(one.key());
                    button.btn type="submit" name="action" value="delete" data-variant="quiet" data-size="s" data-icon
                        aria-label=(text.msg_settings_delete(&one.name)) title=(text.msg_settings_delete(&one.name)) { (parts::icon("trash-2")) }
                }
            }
            div.card-body.stack {
                div.msg-body lang=(one.language) { @for paragraph in one.text.split("\n\n") { p { (paragraph) } } }
                (edit(reader, &id, refused.is_some(), &form(reader, &id, refused.unwrap_or(&kept), errors, &text.msg_agent_save())))
            }
        }
    }
}

fn form(reader: &Reader, id: &str, typed: &Typed, errors: &Errors, button: &str) -> Markup {
    let text = reader.text;
    let invalid = |field: &str| parts::problem(reader, errors, field).is_some().then_some("true");
    html! {
        form.stack #{ "form-" (id) } method="post" action=(HERE) data-enhance {
            input type="hidden" name="key" value=(typed.key);
            div.field {
                label for={ "name-" (id) } { (text.msg_ready_name()) }
                input.input #{ "name-" (id) } name="name" value=(typed.name) required maxlength=(limits::NAME_CHARS_MAX)
                    autocomplete="off" aria-invalid=[invalid("name")];
                (parts::error_line(reader, errors, "name"))
            }
            @if typed.key.is_empty() {
                div.field {
                    label for={ "language-" (id) } { (text.msg_ready_language()) }
                    select.select #{ "language-" (id) } name="language" {
                        @for code in ["en", "fr"] { option value=(code) selected[code == typed.language] { (language_name(code)) } }
                    }
                }
            }
            div.field {
                label for={ "words-" (id) } { (text.msg_ready_words()) }
                textarea.textarea #{ "words-" (id) } name="text" rows="8" required maxlength=(limits::CANNED_CHARS_MAX)
                    lang=[Some(&typed.language).filter(|code| !code.is_empty())] aria-invalid=[invalid("text")] { "\n" (typed.text) }
                (parts::error_line(reader, errors, "text"))
            }
            div { button.btn type="submit" data-variant="primary" data-size="s" { (button) } }
        }
    }
}

/// Keeps, changes or puts away a text.
pub(crate) async fn save_ready(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(typed): Form<Typed>,
) -> Answer {
    let new = typed.clone();
    let result = app
        .desk
        .change(&reader.actor, move |c| match (new.key.as_str(), new.action.as_str()) {
            (key, "delete") => community::delete_ready(c, key),
            ("", _) => community::add_ready(c, &new.language, &new.name, &new.text).map(|_| ()),
            (key, _) => community::change_ready(c, key, &new.name, &new.text),
        })
        .await;
    match result {
        Ok(()) => redirect_after(HERE, Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => {
            show(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, Some(&typed), &errors).await
        }
        Err(error) => Err(error.into()),
    }
}
