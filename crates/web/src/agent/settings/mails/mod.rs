//! Mails to customers: their colour, and the words of each in both languages.

mod designer;
mod words;

pub(crate) use designer::{designer, save_mail};

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::guides::LANGUAGES;
use desk::mailflow::templates::{self, Template, Wording};
use desk::{Error, FieldError};
use maud::{Markup, html};
use serde::Deserialize;

use super::page;
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::guides::language_name;
use crate::parts;
use crate::reader::Reader;

const HERE: &str = "/agent/settings/mails";

/// The page.
pub(crate) async fn mails(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    show(&app, &reader, StatusCode::OK, None, &[]).await
}

async fn show(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    colour: Option<&str>,
    errors: &[FieldError],
) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let (accent, known) = app
        .desk
        .read(|conn| {
            let mut known: Vec<(Template, Vec<(&'static str, Wording)>)> = Vec::new();
            for template in Template::ALL {
                let mut of = Vec::new();
                for language in LANGUAGES {
                    of.push((language, templates::wording(conn, template, language)?));
                }
                known.push((template, of));
            }
            Ok((templates::accent(conn)?, known))
        })
        .await?;
    let text = reader.text;
    let body = html! {
        ul.pick-list { @for (template, wordings) in &known { (line(reader, *template, wordings)) } }
        section.form-section.wide aria-labelledby="look" {
            header { h2 #look { (text.msg_mails_look()) } p { (text.msg_mails_look_hint()) } }
            form.stack #colour-form method="post" action=(HERE) data-enhance {
                div.field {
                    label for="colour" { (text.msg_mails_colour()) }
                    input.input.colour #colour type="color" name="colour" value=(colour.map_or_else(|| accent.code(), ToOwned::to_owned))
                        aria-invalid=[(!errors.is_empty()).then_some("true")]
                        aria-describedby=[(!errors.is_empty()).then_some("error-colour")];
                    (parts::error_line(reader, errors, "colour"))
                }
                div { button.btn type="submit" data-variant="primary" { (text.msg_agent_save()) } }
            }
        }
    };
    Ok(page_with(status, page(reader, &frame, "mails", &text.msg_mails_title(), &text.msg_mails_lead(), &body)))
}

fn line(reader: &Reader, template: Template, wordings: &[(&'static str, Wording)]) -> Markup {
    let text = reader.text;
    let here = format!("{HERE}/{}", template.code());
    html! {
        li.type-row #{ "mail-" (template.code()) } {
            div {
                a href=(here) { (words::name(reader, template)) }
                p.hint { (words::when(reader, template)) }
            }
            div.cluster {
                @for (language, wording) in wordings {
                    a.pill href={ (here) "?lang=" (language) } {
                        (language_name(language)) " · "
                        @if wording.own_since.is_some() { (text.msg_mails_own()) } @else { (text.msg_mails_standard()) }
                    }
                }
            }
        }
    }
}

/// The look as it was sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Look {
    colour: String,
}

/// Keeps the look.
pub(crate) async fn save_look(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(look): Form<Look>,
) -> Answer {
    let colour = look.colour.clone();
    match app.desk.change(&reader.actor, move |c| templates::set_accent(c, &colour)).await {
        Ok(()) => redirect_after(HERE, Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => {
            show(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, Some(&look.colour), &errors).await
        }
        Err(error) => Err(error.into()),
    }
}
