//! A text that waits for an agent, or for its time.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use desk::guides::{self, Edit, MemberWriting, Reading};
use desk::{Error, FieldError, Frame, GuideEditId};
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;

use super::editor::moment;
use super::history::difference;
use super::{language_name, url};
use crate::agent::shell;
use crate::answer::{Answer, page_with, redirect, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts::{self, icon};
use crate::reader::Reader;

/// The text and what it changes.
pub(crate) async fn review(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<GuideEditId>,
) -> Answer {
    show(&app, &reader, StatusCode::OK, id, &[], false).await
}

async fn show(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    id: GuideEditId,
    errors: &[FieldError],
    edited: bool,
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let actor = reader.actor.clone();
    let (edit, current, html) = app
        .desk
        .read(move |conn| {
            let edit = guides::edit(conn, &actor, id)?;
            let current = match edit.guide {
                Some(guide) => guides::text(conn, guide, &edit.language)?,
                None => None,
            };
            let media = guides::media_of(conn, edit.guide, Some(edit.person))?;
            let html = markup::guide::render(&edit.written.source, &media).html;
            Ok((edit, current, html))
        })
        .await?;
    Ok(page_with(status, page(reader, &frame, &edit, current.as_ref(), &html, errors, edited)))
}

fn page(
    reader: &Reader,
    frame: &Frame,
    edit: &Edit,
    current: Option<&Reading>,
    shown: &str,
    errors: &[FieldError],
    edited: bool,
) -> Markup {
    let text = reader.text;
    let title = text.msg_guide_review_of(&edit.written.title);
    let action = format!("/agent/guides/edits/{}", edit.id);
    let main = html! {
        header.topbar {
            nav aria-label=(text.msg_guide_crumbs()) {
                ol.crumbs {
                    li { a href="/agent/guides" { (text.msg_guide_all()) } (icon("chevron-right")) }
                    li aria-current="page" { span.truncate { (edit.written.title) } }
                }
            }
        }
        div.scroll { div.page.settings data-size="xl" {
            h1 { (title) }
            p.cluster {
                span { (edit.author) " · " (parts::time(reader, edit.at)) }
                span.pill { (language_name(&edit.language)) }
                @if let Some(at) = edit.publish_at { span.pill data-tone="info" { (icon("clock")) (moment(reader, at)) } }
            }
            @if edited { p.callout data-tone="warning" role="alert" { span { (text.msg_guide_review_conflict()) } } }
            @for error in errors { p.error role="alert" { (parts::problem(reader, errors, error.field).unwrap_or_default()) } }
            @match edit.state.as_str() {
                "suggested" => {
                    form.cluster #accept method="post" action=(action) {
                        button.btn data-variant="primary" name="action" value="accept" { (icon("check")) (text.msg_guide_accept()) }
                    }
                    details.edit { summary { (icon("x")) (text.msg_guide_decline()) }
                        form.stack method="post" action=(action) {
                            div.field { label for="because" { (text.msg_guide_decline_why()) }
                                input.input #because name="because" maxlength="255" autocomplete="off"; }
                            div { button.btn data-variant="danger" name="action" value="decline" { (text.msg_guide_decline()) } }
                        } }
                }
                "scheduled" => {
                    form.cluster #withdraw method="post" action=(action) {
                        button.btn name="action" value="withdraw" { (icon("undo-2")) (text.msg_guide_to_draft()) }
                    }
                }
                _ => p.callout data-tone="neutral" { span { (text.msg_guide_decided()) } },
            }
            section.stack aria-labelledby="changes-h" {
                h2 #changes-h { (text.msg_guide_changes()) }
                div.diff {
                    @match current {
                        Some(current) => {
                            @if current.title != edit.written.title { p { (difference(&current.title, &edit.written.title)) } }
                            (difference(&current.source, &edit.written.source))
                        }
                        None => p.soft { (text.msg_guide_all_new()) },
                    }
                }
            }
            section.stack aria-labelledby="result-h" {
                h2 #result-h { (text.msg_guide_preview()) }
                article.card { div.card-body.prose lang=(edit.language) { (PreEscaped(shown)) } }
            }
        } }
    };
    let here = format!("/agent/guides/edits/{}", edit.id);
    let place = shell::Place { active: "guides", title: &title, live: "", here: &here, detail: false };
    shell::document(reader, frame, &place, &main)
}

/// What becomes of it.
#[derive(Debug, Deserialize)]
pub(crate) struct Decision {
    action: String,
    #[serde(default)]
    because: String,
}

/// Publishes a suggestion, turns it down, or takes a scheduled text back.
pub(crate) async fn decide(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<GuideEditId>,
    Form(decision): Form<Decision>,
) -> Answer {
    let because = decision.because;
    let outcome = match decision.action.as_str() {
        "accept" => app
            .desk
            .change(&reader.actor, move |c| guides::accept(c, id))
            .await
            .map(|saved| redirect_after(&format!("/guides/{}", saved.guide), Done::Published, 1, None)),
        "withdraw" => app.desk.change(&reader.actor, move |c| guides::withdraw(c, id)).await.map(|edit| {
            let guide = edit.guide.map_or_else(|| "new".to_owned(), |id| id.to_string());
            Ok(redirect(&format!("/guides/{guide}/edit?lang={}", edit.language)))
        }),
        _ => app
            .desk
            .change(&reader.actor, move |c| guides::decline(c, id, &because))
            .await
            .map(|()| redirect_after("/agent/guides", Done::Saved, 1, None)),
    };
    match outcome {
        Ok(answer) => answer,
        Err(Error::Invalid(errors)) => show(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, id, &errors, false).await,
        Err(Error::Edited) => show(&app, &reader, StatusCode::CONFLICT, id, &[], true).await,
        Err(Error::TooLate) => redirect_after("/agent/guides", Done::Same, 1, None),
        Err(error) => Err(error.into()),
    }
}

/// How members' writing is called in settings.
pub(crate) fn writing_name(reader: &Reader, writing: MemberWriting) -> String {
    match writing {
        MemberWriting::Direct => reader.text.msg_guide_writing_direct(),
        MemberWriting::Approval => reader.text.msg_guide_writing_approval(),
        MemberWriting::Off => reader.text.msg_guide_writing_off(),
    }
}

/// A guide's address for agents' lists.
pub(super) fn edit_url(entry: &guides::Entry) -> String {
    format!("/guides/{}/edit?lang={}", entry.guide, entry.language)
}

/// Where readers find it.
pub(super) fn read_url(entry: &guides::Entry) -> String {
    format!("{}?lang={}", url(entry.guide, &entry.title), entry.language)
}
