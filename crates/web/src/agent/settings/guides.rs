//! The help centre: its categories, words that stand for one another, sites that may show guides.

use std::io::{Cursor, Read, Write};
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Multipart, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::guides::exchange::{Folder, Report};
use desk::guides::{self, Category, ICONS};
use desk::settings::{self, Setting};
use desk::{CategoryId, Error, FieldError, limits};
use maud::{Markup, html};
use serde::Deserialize;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{Sheet, button_form, edit, sheet, wrong};
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::form;
use crate::guides::origin;
use crate::parts::{self, Errors};
use crate::reader::Reader;

const HERE: &str = "/agent/settings/guides";

/// A category's form, or the words and sites.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    name_en: String,
    name_fr: String,
    about_en: String,
    about_fr: String,
    icon: String,
    synonyms: String,
    guide_sites: String,
    /// `save`, `up`, `down`, `delete`.
    action: String,
}

impl Typed {
    fn of(category: &Category) -> Self {
        let ([name_en, name_fr], [about_en, about_fr]) = (category.names.clone(), category.abouts.clone());
        Self { name_en, name_fr, about_en, about_fr, icon: category.icon.clone(), ..Self::default() }
    }

    fn category(&self) -> Category {
        Category {
            id: None,
            code: String::new(),
            names: [self.name_en.clone(), self.name_fr.clone()],
            abouts: [self.about_en.clone(), self.about_fr.clone()],
            icon: self.icon.clone(),
        }
    }
}

/// Which form came back, as it was filled in, and what is wrong with it.
#[derive(Default)]
struct Back {
    /// A category; none for the form of a new one.
    category: Option<CategoryId>,
    /// The form of words and sites.
    words: bool,
    typed: Typed,
    errors: Vec<FieldError>,
    /// The file of guides could not be read.
    zip: bool,
    /// What became of it.
    report: Option<Report>,
}

/// Bytes that a file of guides may hold.
const UNPACKED_BYTES_MAX: u64 = 300 * 1024 * 1024;
/// Files in it.
const FILES_MAX: usize = 50_000;

/// The page.
pub(crate) async fn guides(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    show(&app, &reader, StatusCode::OK, &Back::default()).await
}

async fn show(app: &App, reader: &Reader, status: StatusCode, back: &Back) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let (categories, synonyms, sites) = app
        .desk
        .read(|conn| {
            let synonyms = settings::get(conn, Setting::Synonyms)?;
            Ok((guides::categories(conn)?, synonyms, settings::get(conn, Setting::GuideSites)?))
        })
        .await?;
    let text = reader.text;
    let none = Vec::new();
    let new = !back.words && !back.zip && back.category.is_none();
    let (typed, errors) = if new { (back.typed.clone(), &back.errors) } else { (Typed::default(), &none) };
    let body = html! {
        p.soft { (text.msg_settings_guides_lead()) }
        section.stack aria-labelledby="categories-h" {
            h2 #categories-h { (text.msg_settings_categories()) }
            ul.pick-list.guide-manage {
                @for (at, category) in categories.iter().enumerate() {
                    (row(reader, category, at == 0, at + 1 == categories.len(), back))
                }
            }
            details.edit open[!errors.is_empty()] {
                summary { (parts::icon("plus")) (text.msg_settings_category_new()) }
                (category_form(reader, "new", HERE, &typed, errors))
            }
        }
        (words(reader, back, &synonyms, &sites))
        (exchange(reader, back))
    };
    Ok(page_with(status, sheet(reader, &frame, "guides", &text.msg_guide_all(), Sheet::Editor, &body)))
}

fn row(reader: &Reader, category: &Category, first: bool, last: bool, back: &Back) -> Markup {
    let text = reader.text;
    let id = category.id.map_or(0, |id| id.0);
    let action = format!("{HERE}/categories/{id}");
    let came_back = back.category.is_some() && back.category == category.id;
    let none = Vec::new();
    let (typed, errors) = if came_back { (back.typed.clone(), &back.errors) } else { (Typed::of(category), &none) };
    let name = category.name(reader.lang);
    html! {
        li.type-row #{ "category-" (id) } {
            div {
                b.with-icon { (parts::icon(&category.icon)) (name) }
                @if !category.about(reader.lang).is_empty() { p.hint { (category.about(reader.lang)) } }
                (edit(reader, &format!("category-{id}"), came_back, &category_form(reader, &id.to_string(), &action, &typed, errors)))
            }
            div.cluster {
                @if !first { (button_form(&action, "up", "arrow-up", &text.msg_settings_up(name))) }
                @if !last { (button_form(&action, "down", "arrow-down", &text.msg_settings_down(name))) }
                (button_form(&action, "delete", "trash-2", &text.msg_settings_category_delete(name)))
            }
        }
    }
}

fn category_form(reader: &Reader, id: &str, action: &str, typed: &Typed, errors: &Errors) -> Markup {
    let text = reader.text;
    let names = text.msg_settings_category_icons();
    let line = |name: &str, label: &str, value: &str| {
        html! {
            div.field {
                label for={ (name) "-" (id) } { (label) }
                input.input #{ (name) "-" (id) } name=(name) value=(value) maxlength=(limits::GUIDE_TITLE_CHARS_MAX)
                    autocomplete="off" aria-invalid=[(!errors.is_empty()).then_some("true")];
            }
        }
    };
    html! {
        form.stack #{ "form-category-" (id) } method="post" action=(action) data-enhance {
            div.grid-2 {
                (line("name_en", &text.msg_settings_category_name_en(), &typed.name_en))
                (line("name_fr", &text.msg_settings_category_name_fr(), &typed.name_fr))
                (line("about_en", &text.msg_settings_category_about_en(), &typed.about_en))
                (line("about_fr", &text.msg_settings_category_about_fr(), &typed.about_fr))
            }
            fieldset.field {
                legend { (text.msg_settings_category_icon()) }
                div.cluster {
                    @for (at, icon) in ICONS.iter().enumerate() {
                        label.check {
                            input type="radio" name="icon" value=(icon) aria-label=(names.split(' ').nth(at).unwrap_or(icon)) checked[typed.icon == *icon || typed.icon.is_empty() && at == 0];
                            (parts::icon(icon))
                        }
                    }
                }
            }
            (wrong(reader, errors))
            div { button.btn type="submit" name="action" value="save" data-variant="primary" data-size="s" { (text.msg_agent_save()) } }
        }
    }
}

fn words(reader: &Reader, back: &Back, synonyms: &str, sites: &str) -> Markup {
    let text = reader.text;
    let none = Vec::new();
    let (synonyms, sites, errors) = if back.words {
        (back.typed.synonyms.as_str(), back.typed.guide_sites.as_str(), &back.errors)
    } else {
        (synonyms, sites, &none)
    };
    let field = |name: &'static str, label: String, hint: String, value: &str| {
        let wrong = parts::problem(reader, errors, name).is_some();
        html! {
            div.field {
                label for=(name) { (label) }
                textarea.textarea #(name) name=(name) rows="5" maxlength="20000" aria-invalid=[wrong.then_some("true")]
                    aria-describedby={ "hint-" (name) @if wrong { " error-" (name) } } { "\n" (value) }
                p.hint #{ "hint-" (name) } { (hint) }
                (parts::error_line(reader, errors, name))
            }
        }
    };
    html! {
        form.stack #guide-words method="post" action={ (HERE) "/words" } data-enhance {
            (field("synonyms", text.msg_settings_synonyms(), text.msg_settings_synonyms_hint(), synonyms))
            (field("guide_sites", text.msg_settings_sites(), text.msg_settings_sites_hint(), sites))
            div { button.btn type="submit" data-variant="primary" { (text.msg_agent_save()) } }
        }
    }
}

/// All guides as one file, and back.
fn exchange(reader: &Reader, back: &Back) -> Markup {
    let text = reader.text;
    html! {
        section.stack #exchange aria-labelledby="exchange-h" {
            h2 #exchange-h { (text.msg_settings_guides_exchange()) }
            p.soft { (text.msg_settings_guides_exchange_lead()) }
            @if let Some(report) = &back.report {
                div.callout data-tone=(if report.refused.is_empty() { "success" } else { "warning" }) role="status" {
                    div {
                        p { (text.msg_settings_guides_taken(count(report.taken), count(report.same))) }
                        @if !report.refused.is_empty() {
                            ul { @for (path, problem) in &report.refused {
                                @let error = [FieldError { field: "file", problem: known_problem(problem) }];
                                li { code { (path) } " " (parts::problem(reader, &error, "file").unwrap_or_default()) }
                            } }
                        }
                    }
                }
            }
            p { a.btn href="/agent/settings/guides/export" { (parts::icon("download")) (text.msg_settings_guides_export()) } }
            form.cluster method="post" action="/agent/settings/guides/import#exchange" enctype="multipart/form-data" {
                div.field {
                    label for="zip" { (text.msg_settings_guides_import()) }
                    input #zip type="file" name="file" accept=".zip,application/zip" required aria-invalid=[back.zip.then_some("true")]
                        aria-describedby=[back.zip.then_some("error-file")];
                    @if back.zip { (parts::error_line(reader, &back.errors, "file")) }
                }
                button.btn type="submit" { (parts::icon("upload")) (text.msg_settings_guides_take()) }
            }
        }
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Problems that a refused text can have.
fn known_problem(code: &str) -> &'static str {
    ["required", "too_long", "too_large", "too_many", "undescribed", "missing_file"]
        .into_iter()
        .find(|known| *known == code)
        .unwrap_or("unknown")
}

/// Everything as one file.
pub(crate) async fn export(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    let (actor, kept) = (reader.actor.clone(), app.desk.store().files().clone());
    let packed = app
        .desk
        .read(move |conn| {
            let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
            let wrong = |error: ZipError| Error::Internal(error.to_string());
            guides::exchange::export(conn, &actor, &kept, &mut |(path, content)| {
                zip.start_file(path, SimpleFileOptions::default()).map_err(wrong)?;
                zip.write_all(&content).map_err(|error| Error::Internal(error.to_string()))
            })?;
            Ok(zip.finish().map_err(wrong)?.into_inner())
        })
        .await?;
    let headers = [
        (header::CONTENT_TYPE, "application/zip"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"guides.zip\""),
    ];
    Ok((headers, packed).into_response())
}

/// Takes such a file in.
pub(crate) async fn import(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    parts: Multipart,
) -> Answer {
    let file = form::Form::read(parts).await?.files.into_iter().next();
    let entries = file.and_then(|file| unpack(&file.content));
    let Some(entries) = entries else {
        let back = Back { zip: true, ..Back::default() };
        return refused(&app, &reader, back, Error::field("file", "no_zip")).await;
    };
    let language = reader.lang;
    let folder = Arc::new(Folder::read(entries, language));
    let all = folder.clone();
    app.desk.change(&reader.actor, move |c| all.take_categories(c)).await?;
    let mut report = Report::default();
    for from in (0..folder.len()).step_by(limits::IMPORT_BATCH) {
        let all = folder.clone();
        let part = app.desk.change(&reader.actor, move |c| all.take(c, from, from + limits::IMPORT_BATCH)).await?;
        report.taken += part.taken;
        report.same += part.same;
        report.refused.extend(part.refused);
    }
    show(&app, &reader, StatusCode::OK, &Back { report: Some(report), words: false, ..Back::default() }).await
}

/// The files of a zip; `None` when it is none, or would not fit into memory.
fn unpack(packed: &[u8]) -> Option<Vec<guides::exchange::Entry>> {
    let mut zip = ZipArchive::new(Cursor::new(packed)).ok()?;
    let mut entries = Vec::new();
    let mut room = UNPACKED_BYTES_MAX;
    for at in 0..zip.len().min(FILES_MAX) {
        let file = zip.by_index(at).ok()?;
        if file.is_dir() {
            continue;
        }
        let path = file.enclosed_name()?.to_string_lossy().into_owned();
        let mut content = Vec::new();
        file.take(room + 1).read_to_end(&mut content).ok()?;
        room = room.checked_sub(content.len() as u64)?;
        entries.push((path, content));
    }
    Some(entries)
}

/// Makes a category.
pub(crate) async fn add_category(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(typed): Form<Typed>,
) -> Answer {
    let category = typed.category();
    match app.desk.change(&reader.actor, move |c| guides::add_category(c, &category)).await {
        Ok(_) => redirect_after(HERE, Done::Saved, 1, None),
        Err(error) => refused(&app, &reader, Back { typed, ..Back::default() }, error).await,
    }
}

/// Changes, moves or deletes a category.
pub(crate) async fn change_category(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<CategoryId>,
    Form(typed): Form<Typed>,
) -> Answer {
    let (category, action) = (typed.category(), typed.action.clone());
    let changed = app
        .desk
        .change(&reader.actor, move |c| match action.as_str() {
            "up" => guides::move_category(c, id, true),
            "down" => guides::move_category(c, id, false),
            "delete" => guides::delete_category(c, id),
            _ => guides::change_category(c, id, &category),
        })
        .await;
    match changed {
        Ok(()) => redirect_after(HERE, Done::Saved, 1, None),
        Err(error) => {
            let typed = if typed.action == "save" { typed } else { known(&app, id).await? };
            refused(&app, &reader, Back { category: Some(id), typed, ..Back::default() }, error).await
        }
    }
}

async fn known(app: &App, id: CategoryId) -> Result<Typed, Failure> {
    let categories = app.desk.read(guides::categories).await?;
    Ok(categories.iter().find(|category| category.id == Some(id)).map(Typed::of).unwrap_or_default())
}

/// Keeps the words that stand for one another and the sites that may show guides.
pub(crate) async fn save_words(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(typed): Form<Typed>,
) -> Answer {
    let bad_site = typed.guide_sites.lines().map(str::trim).any(|line| !line.is_empty() && origin(line).is_none());
    let many = typed.synonyms.lines().count() > limits::SYNONYMS_MAX;
    let mut errors = Vec::new();
    if bad_site {
        errors.push(FieldError { field: "guide_sites", problem: "bad_url" });
    }
    if many {
        errors.push(FieldError { field: "synonyms", problem: "too_many" });
    }
    if !errors.is_empty() {
        return refused(&app, &reader, Back { words: true, typed, ..Back::default() }, Error::Invalid(errors)).await;
    }
    let (synonyms, sites) = (markup::clean::lines(&typed.synonyms), markup::clean::lines(&typed.guide_sites));
    app.desk
        .change(&reader.actor, move |c| {
            settings::set(c, Setting::Synonyms, synonyms.trim())?;
            settings::set(c, Setting::GuideSites, sites.trim())
        })
        .await?;
    redirect_after(HERE, Done::Saved, 1, None)
}

async fn refused(app: &App, reader: &Reader, mut back: Back, error: Error) -> Answer {
    match error {
        Error::Invalid(errors) => {
            back.errors = errors;
            show(app, reader, StatusCode::UNPROCESSABLE_ENTITY, &back).await
        }
        error => Err(error.into()),
    }
}
