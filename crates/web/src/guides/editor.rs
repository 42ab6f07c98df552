//! Writing a guide: the form, saving it, keeping what is unfinished, files.

mod form;

pub(super) use form::moment;

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::guides::{self, Category, Figures, GuideFile, Kept, Reading, Waiting, exchange};
use desk::policy::{self, Action};
use desk::{Error, FieldError, Frame, GuideId, limits};
use serde::Deserialize;

use super::typed::{Typed, target};
use super::url;
use crate::answer::{Answer, Failure, page_with, redirect, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::form::Form;
use crate::parts;
use crate::reader::Reader;

/// Which text.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    lang: String,
    /// The ticket that a new guide is made of.
    ticket: Option<desk::TicketId>,
}

/// All that the form shows.
struct Model {
    frame: Arc<Frame>,
    categories: Vec<Category>,
    /// The guide as it is.
    guide: Option<guides::Guide>,
    reading: Option<Reading>,
    other: Option<Reading>,
    /// What the reader left unfinished.
    draft: Option<Kept>,
    waiting: Waiting,
    figures: Option<Figures>,
    typed: Typed,
    /// The text as the rich editor begins with it.
    html: String,
    errors: Vec<FieldError>,
    /// Somebody else changed the same lines.
    edited: bool,
    public_url: String,
    manages: bool,
    publishes: bool,
}

async fn model(
    app: &App,
    reader: &Reader,
    guide: Option<GuideId>,
    language: &'static str,
    typed: Option<Typed>,
) -> Result<Model, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let (actor, centre) = (reader.actor.clone(), frame.help_centre.clone());
    let manages = centre.allow(&actor, Action::ManageGuides).is_ok();
    let public_url = app.settings.public_url.clone();
    let frame_in = frame.clone();
    let model = app
        .desk
        .read(move |conn| {
            let found = match guide {
                Some(id) => Some(guides::find(conn, &actor, id)?),
                None => None,
            };
            let facts = found.as_ref().map(guides::Guide::facts);
            policy::allow_guide(&actor, Action::WriteGuides, &centre, facts.as_ref())?;
            let publishes = policy::allow_guide(&actor, Action::PublishGuides, &centre, facts.as_ref()).is_ok();
            let in_language = |conn: &mut store::Conn, language: &str| match guide {
                Some(id) => guides::text_for(conn, &actor, &centre, id, language),
                None => Ok(None),
            };
            let reading = in_language(conn, language)?;
            let other = in_language(conn, guides::other_language(language))?;
            let draft = guides::draft(conn, &actor, guide, language)?;
            let typed = typed.unwrap_or_else(|| {
                let typed = Typed::of(found.as_ref(), language, reading.as_ref(), other.as_ref());
                draft.as_ref().map_or(typed.clone(), |draft| typed.with_draft(draft))
            });
            let media = guides::media_of(conn, guide, actor.person)?;
            let html = markup::guide::render(&typed.written.source, &media).html;
            let waiting = match (manages, guide) {
                (true, Some(_)) => guides::suggestions(conn, &actor, guide)?,
                _ => Waiting::default(),
            };
            let figures = match (manages, guide) {
                (true, Some(id)) => Some(guides::figures(conn, &actor, id)?),
                _ => None,
            };
            Ok(Model {
                frame: frame_in,
                categories: guides::categories(conn)?,
                guide: found,
                reading,
                other,
                draft,
                waiting,
                figures,
                typed,
                html,
                errors: Vec::new(),
                edited: false,
                public_url,
                manages,
                publishes,
            })
        })
        .await?;
    Ok(model)
}

/// The form, with what the reader left unfinished.
pub(crate) async fn edit(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(address): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let guide = target(&address)?;
    let language = if wanted.lang.is_empty() { reader.lang } else { guides::language(&wanted.lang) };
    let mut model = model(&app, &reader, guide, language, None).await?;
    if let (None, None, Some(ticket)) = (guide, &model.draft, wanted.ticket) {
        let actor = reader.actor.clone();
        let (title, source) = app.desk.read(move |conn| desk::tickets::as_guide(conn, &actor, ticket)).await?;
        model.html = markup::guide::render(&source, &markup::guide::MediaByName::new()).html;
        (model.typed.written.title, model.typed.written.source) = (title, source);
        model.typed.fields.public = false;
    }
    Ok(page_with(StatusCode::OK, form::page(&reader, &model)))
}

/// Saves, suggests, schedules, or throws the draft away.
pub(crate) async fn save(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(address): Path<String>,
    parts: Multipart,
) -> Answer {
    let guide = target(&address)?;
    let form = Form::read(parts).await?;
    let mut typed = Typed::read(&app, &reader, guide, &form).await?;
    if !form.files.is_empty() {
        // Without scripts files come with the form: they stand at the end of the text, to be put in place.
        return with_files(&app, &reader, guide, form, typed).await;
    }
    let language = typed.language;
    let long = typed.written.source.chars().count() > limits::GUIDE_CHARS_MAX;
    let outcome = match typed.action.as_str() {
        "preview" if long => Err(Error::field("body", "too_long")),
        "discard" => {
            app.desk.change(&reader.actor, move |c| guides::forget_draft(c, guide, language)).await?;
            return Ok(redirect(&after(guide)));
        }
        "preview" => return preview(&app, &reader, &typed).await,
        "suggest" => suggest(&app, &reader, &typed).await,
        "schedule" => schedule(&app, &reader, &typed).await,
        _ => publish(&app, &reader, &typed).await,
    };
    let (errors, edited) = match outcome {
        Ok(response) => return response,
        Err(Error::Invalid(errors)) => (errors, false),
        Err(Error::Edited) => (Vec::new(), true),
        Err(error) => return Err(error.into()),
    };
    let mut model = model(&app, &reader, guide, language, Some(typed.clone())).await?;
    if edited {
        // Saving again is to decide: what is kept is what stands in the form.
        typed.written.base = model.reading.as_ref().map_or(0, |reading| reading.version);
        model.typed = typed;
    }
    (model.errors, model.edited) = (errors, edited);
    let status = if edited { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(page_with(status, form::page(&reader, &model)))
}

fn after(guide: Option<GuideId>) -> String {
    guide.map_or_else(|| "/guides".to_owned(), |id| format!("/guides/{id}"))
}

async fn publish(app: &App, reader: &Reader, typed: &Typed) -> desk::Result<Answer> {
    let (one, language) = (typed.clone(), typed.language);
    let saved = app
        .desk
        .change(&reader.actor, move |c| guides::save(c, one.guide, language, &one.written, &one.fields))
        .await?;
    let address = format!("{}?lang={language}", url(saved.guide, &typed.written.title));
    Ok(redirect_after(&address, if saved.merged { Done::Joined } else { Done::Published }, 1, None))
}

async fn suggest(app: &App, reader: &Reader, typed: &Typed) -> desk::Result<Answer> {
    let (one, language) = (typed.clone(), typed.language);
    app.desk.change(&reader.actor, move |c| guides::suggest(c, one.guide, language, &one.written, &one.fields)).await?;
    Ok(redirect_after(&after(typed.guide), Done::Suggested, 1, None))
}

async fn schedule(app: &App, reader: &Reader, typed: &Typed) -> desk::Result<Answer> {
    let at = typed.moment(reader).ok_or(Error::field("publish_at", "date"))?;
    let (one, language) = (typed.clone(), typed.language);
    app.desk
        .change(&reader.actor, move |c| guides::schedule(c, one.guide, language, &one.written, &one.fields, at))
        .await?;
    Ok(redirect_after("/agent/guides", Done::Scheduled, 1, None))
}

/// The guide as readers would get it.
async fn preview(app: &App, reader: &Reader, typed: &Typed) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let (actor, guide, source) = (reader.actor.clone(), typed.guide, typed.written.source.clone());
    frame.help_centre.allow(&actor, Action::WriteGuides)?;
    let html = app
        .desk
        .read(move |conn| {
            if let Some(id) = guide {
                guides::find(conn, &actor, id)?;
            }
            let media = guides::media_of(conn, guide, actor.person)?;
            Ok(markup::guide::render(&source, &media).html)
        })
        .await?;
    Ok(page_with(StatusCode::OK, form::preview(reader, &frame, typed, &html)))
}

async fn with_files(app: &App, reader: &Reader, guide: Option<GuideId>, form: Form, mut typed: Typed) -> Answer {
    let mut errors = Vec::new();
    for file in form.files {
        let (_, pixels) = exchange::look_at(&file.content);
        match app.desk.change(&reader.actor, move |c| guides::upload(c, guide, &file, pixels)).await {
            Ok(kept) => {
                let sign = if is_shown(&kept) { "!" } else { "" };
                typed.written.source.push_str(&format!("\n\n{sign}[{}](files/{})\n", words_of(&kept), kept.name));
            }
            Err(Error::Invalid(wrong)) => errors.extend(wrong),
            Err(error) => return Err(error.into()),
        }
    }
    let language = typed.language;
    let mut model = model(app, reader, guide, language, Some(typed)).await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    model.errors = errors;
    Ok(page_with(status, form::page(reader, &model)))
}

fn is_shown(file: &GuideFile) -> bool {
    file.content_type.starts_with("image/") || file.content_type.starts_with("video/")
}

/// What a file is called in a text until somebody says it better; pictures are left without, so that they are asked for.
fn words_of(file: &GuideFile) -> String {
    if is_shown(file) { String::new() } else { file.name.clone() }
}

/// Keeps what is unfinished.
pub(crate) async fn keep(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(address): Path<String>,
    parts: Multipart,
) -> Answer {
    let guide = target(&address)?;
    let form = Form::read(parts).await?;
    let typed = Typed::read(&app, &reader, guide, &form).await?;
    let kept = app
        .desk
        .change(&reader.actor, move |c| guides::keep_draft(c, guide, typed.language, &typed.written, &typed.fields))
        .await;
    match kept {
        Ok(()) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(Error::Invalid(_)) => Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response()),
        Err(error) => Err(error.into()),
    }
}

/// Takes a file for the editor, and tells it how to show it.
pub(crate) async fn upload(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(address): Path<String>,
    parts: Multipart,
) -> Answer {
    let guide = target(&address)?;
    let file = Form::read(parts).await?.files.into_iter().next().ok_or(Failure::BadRequest)?;
    let (_, pixels) = exchange::look_at(&file.content);
    match app.desk.change(&reader.actor, move |c| guides::upload(c, guide, &file, pixels)).await {
        Ok(kept) => Ok(json(StatusCode::OK, &told(&reader, &kept))),
        Err(Error::Invalid(errors)) => {
            let problem = parts::problem(&reader, &errors, "files").unwrap_or_default();
            Ok(json(StatusCode::UNPROCESSABLE_ENTITY, &serde_json::json!({ "error": problem })))
        }
        Err(error) => Err(error.into()),
    }
}

fn told(reader: &Reader, file: &GuideFile) -> serde_json::Value {
    let kind = file.content_type.split('/').next().unwrap_or_default();
    serde_json::json!({
        "name": file.name, "url": file.url(), "kind": kind, "size": parts::file_size(reader, file.size),
        "width": file.pixels.map(|(width, _)| width), "height": file.pixels.map(|(_, height)| height),
    })
}

fn json(status: StatusCode, value: &serde_json::Value) -> Response {
    (status, [(axum::http::header::CONTENT_TYPE, "application/json")], value.to_string()).into_response()
}
