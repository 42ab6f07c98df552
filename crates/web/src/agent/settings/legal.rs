//! Terms and privacy policy, in both languages.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::members::{self, Document, Legal};
use desk::{Error, FieldError};
use maud::{Markup, html};
use serde::Deserialize;

use super::{Sheet, sheet};
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts;
use crate::reader::Reader;

const HERE: &str = "/agent/settings/legal";

/// The form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    terms_en: String,
    terms_fr: String,
    privacy_en: String,
    privacy_fr: String,
    rules_en: String,
    rules_fr: String,
}

/// The page.
pub(crate) async fn legal(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    show(&app, &reader, StatusCode::OK, None, &[]).await
}

async fn show(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    typed: Option<&Typed>,
    errors: &[FieldError],
) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let known: Vec<(Document, Legal, i64)> = app
        .desk
        .read(|conn| {
            let mut out = Vec::new();
            for document in Document::ALL {
                out.push((document, members::current(conn, document)?, members::accepted(conn, document)?));
            }
            Ok(out)
        })
        .await?;
    let text = reader.text;
    let body = html! {
        p.soft { (text.msg_settings_legal_lead()) }
        form.stack #legal method="post" action=(HERE) data-enhance {
            @for (document, legal, count) in &known {
                @let (title, href) = match document {
                    Document::Terms => (text.msg_legal_terms(), "/terms"),
                    Document::Privacy => (text.msg_legal_privacy(), "/privacy"),
                    Document::Rules => (text.msg_topic_rules(), "/community/rules"),
                };
                @let [english, french] = texts(*document, legal, typed);
                section.stack {
                    h2 { (title) }
                    p.hint { (text.msg_settings_legal_version(legal.version, *count)) " · " a href=(href) { (text.msg_guide_see()) } }
                    @if *document == Document::Rules { p.hint { (text.msg_settings_rules_hint()) } }
                    (parts::error_line(reader, errors, document.code()))
                    (area(&format!("{}_en", document.code()), &label(reader, *document, "en"), english))
                    (area(&format!("{}_fr", document.code()), &label(reader, *document, "fr"), french))
                }
            }
            div { button.btn type="submit" data-variant="primary" { (text.msg_agent_save()) } }
        }
    };
    Ok(page_with(status, sheet(reader, &frame, "legal", &text.msg_settings_legal(), Sheet::Editor, &body)))
}

fn texts<'t>(document: Document, legal: &'t Legal, typed: Option<&'t Typed>) -> [&'t str; 2] {
    let [english, french] = &legal.sources;
    match (typed, document) {
        (Some(typed), Document::Terms) => [&typed.terms_en, &typed.terms_fr],
        (Some(typed), Document::Privacy) => [&typed.privacy_en, &typed.privacy_fr],
        (Some(typed), Document::Rules) => [&typed.rules_en, &typed.rules_fr],
        (None, _) => [english, french],
    }
}

fn label(reader: &Reader, document: Document, language: &str) -> String {
    let text = reader.text;
    match (document, language) {
        (Document::Terms, "fr") => text.msg_settings_legal_terms_fr(),
        (Document::Terms, _) => text.msg_settings_legal_terms_en(),
        (Document::Privacy, "fr") => text.msg_settings_legal_privacy_fr(),
        (Document::Privacy, _) => text.msg_settings_legal_privacy_en(),
        (Document::Rules, "fr") => text.msg_settings_rules_fr(),
        (Document::Rules, _) => text.msg_settings_rules_en(),
    }
}

/// A text in the language with which its name ends.
fn area(name: &str, label: &str, value: &str) -> Markup {
    let language = name.rsplit_once('_').map(|(_, language)| language);
    html! {
        div.field {
            label for=(name) { (label) }
            textarea.textarea #(name) name=(name) lang=[language] rows="10" { "\n" (value) }
        }
    }
}

/// Keeps what was written, as new versions of what changed.
pub(crate) async fn save_legal(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(typed): Form<Typed>,
) -> Answer {
    let (terms, privacy) =
        ([typed.terms_en.clone(), typed.terms_fr.clone()], [typed.privacy_en.clone(), typed.privacy_fr.clone()]);
    let rules = [typed.rules_en.clone(), typed.rules_fr.clone()];
    let kept = app
        .desk
        .change(&reader.actor, move |c| {
            members::change(c, Document::Terms, &terms)?;
            members::change(c, Document::Privacy, &privacy)?;
            members::change(c, Document::Rules, &rules)
        })
        .await;
    match kept {
        Ok(()) => redirect_after(HERE, Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => {
            show(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, Some(&typed), &errors).await
        }
        Err(error) => Err(error.into()),
    }
}
