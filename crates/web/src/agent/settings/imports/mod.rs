//! Imports: files of other systems, looked at before they count, taken in step by step.

mod draft;
mod report;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Multipart, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::imports::{self, Import, State as Step, What};
use desk::{Error, ImportId};
use import::{Definition, Field, Format};
use maud::{Markup, html};
use serde::Deserialize;

use super::{Sheet, page, sheet};
use crate::answer::{Answer, Failure, page_with, redirect, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::form::Form as Upload;
use crate::parts::{self, Errors};
use crate::reader::Reader;

const HERE: &str = "/agent/settings/imports";

/// Which page of the list.
#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    before: Option<ImportId>,
}

/// All imports, and the form that brings a file.
pub(crate) async fn all(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    list(&app, &reader, StatusCode::OK, wanted.before, "", &[]).await
}

async fn list(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    before: Option<ImportId>,
    chosen: &str,
    errors: &Errors,
) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let (text, actor) = (reader.text, reader.actor.clone());
    let (found, next) = app.desk.read(move |conn| imports::all(conn, &actor, before)).await?;
    let wrong = parts::problem(reader, errors, "file").is_some();
    let body = html! {
        form.card #import-form method="post" action=(HERE) enctype="multipart/form-data" { div.card-body.stack {
            div.grid-2 {
                div.field {
                    label for="file" { (text.msg_import_file()) }
                    input.input #file type="file" name="file" required accept=".csv,.tsv,.txt,.json,.ndjson,.jsonl,.mbox,.mbx"
                        aria-invalid=[wrong.then_some("true")] aria-describedby="file-hint error-file";
                    p.hint #file-hint { (text.msg_import_file_hint()) }
                    (parts::error_line(reader, errors, "file"))
                }
                div.field {
                    label for="what" { (text.msg_import_what()) }
                    select.select #what name="what" {
                        @for what in What::ALL {
                            option value=(what.code()) selected[what.code() == chosen] { (what_name(reader, *what)) }
                        }
                    }
                }
            }
            div { button.btn type="submit" data-variant="primary" { (parts::icon("upload")) (text.msg_import_look()) } }
        } }
        @if !found.is_empty() {
            section.stack {
                h2 { (text.msg_import_past()) }
                ul.pick-list { @for import in &found { (row(reader, import)) } }
                @if let Some(next) = next {
                    nav.pagination.page-note aria-label=(text.msg_agent_pages()) {
                        a rel="next" href={ (HERE) "?before=" (next) } { (text.msg_agent_page_next()) }
                    }
                }
            }
        }
    };
    Ok(page_with(status, page(reader, &frame, "imports", &text.msg_import_all(), &text.msg_import_lead(), &body)))
}

fn row(reader: &Reader, import: &Import) -> Markup {
    html! {
        li.type-row #{ "import-" (import.id) } {
            div {
                a href={ (HERE) "/" (import.id) } { (import.name) }
                p.hint {
                    (what_name(reader, import.what)) " · " (import.person.1) " · " (parts::time(reader, import.created_at))
                }
            }
            span.pill data-outline { (step_name(reader, import.state)) }
        }
    }
}

fn what_name(reader: &Reader, what: What) -> String {
    let text = reader.text;
    match what {
        What::Tickets => text.msg_import_tickets(),
        What::People => text.msg_import_people(),
        What::Companies => text.msg_import_companies(),
        What::Mails => text.msg_import_mails(),
    }
}

fn step_name(reader: &Reader, step: Step) -> String {
    let text = reader.text;
    match step {
        Step::Draft => text.msg_import_draft(),
        Step::Running => text.msg_import_running(),
        Step::Paused => text.msg_import_paused(),
        Step::Done => text.msg_import_done(),
        Step::Cancelled => text.msg_import_cancelled(),
    }
}

/// Keeps a file and guesses what its columns are.
pub(crate) async fn add(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>, parts: Multipart) -> Answer {
    let form = Upload::read(parts).await?;
    let chosen = form.get("what").to_owned();
    let Some(file) = form.files.into_iter().next() else {
        let errors = [desk::FieldError { field: "file", problem: "required" }];
        return list(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, None, &chosen, &errors).await;
    };
    // A mailbox holds mails, whatever was chosen.
    let what = match Format::of(&file.content) {
        Format::Mbox => What::Mails,
        _ => What::from_code(&chosen).ok_or(Failure::BadRequest)?,
    };
    let frame = app.desk.frame(&reader.actor).await?;
    let first = frame.services.iter().flat_map(|service| &service.departments).next();
    let address = app.desk.read(desk::routing::addresses).await?.into_iter().next();
    let columns = guess(&file.content, what);
    let dates: Vec<String> = columns
        .iter()
        .filter(|(_, field)| matches!(field, Field::CreatedAt | Field::DueOn))
        .map(|(name, _)| name.clone())
        .collect();
    let definition = Definition {
        month_first: import::has_month_first(&file.content, &dates),
        columns,
        department: first.map(|department| department.id.0),
        address: address.map(|one| one.address).unwrap_or_default(),
        ..Definition::default()
    };
    let kept = definition.kept()?;
    let id = app.desk.change(&reader.actor, move |c| imports::add(c, &file.name, &file.content, what, &kept)).await?;
    Ok(redirect(&format!("{HERE}/{id}")))
}

/// What the columns probably are, each field once.
fn guess(content: &[u8], what: What) -> BTreeMap<String, Field> {
    let mut columns: BTreeMap<String, Field> = BTreeMap::new();
    for (name, _) in import::columns(content).unwrap_or_default() {
        let free: Vec<Field> =
            Field::of(what).iter().copied().filter(|field| !columns.values().any(|used| used == field)).collect();
        if let Some(field) = Field::guess(&name, &free) {
            columns.insert(name, field);
        }
    }
    columns
}

async fn find(app: &App, reader: &Reader, id: ImportId) -> Result<Import, Failure> {
    let actor = reader.actor.clone();
    Ok(app.desk.read(move |conn| imports::find(conn, &actor, id)).await?)
}

/// An import: what its columns are, how far it is, what became of it.
pub(crate) async fn one(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<ImportId>,
) -> Answer {
    let import = find(&app, &reader, id).await?;
    let definition = Definition::of(&import);
    show(&app, &reader, StatusCode::OK, &import, &definition, &[]).await
}

async fn show(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    import: &Import,
    definition: &Definition,
    errors: &Errors,
) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let draft = import.state == Step::Draft;
    let inner = if draft {
        draft::show(app, reader, &frame, import, definition, errors).await?
    } else {
        report::show(app, reader, import, definition).await?
    };
    let body = html! {
        nav.crumbs aria-label=(reader.text.msg_import_all()) {
            a href=(HERE) { (reader.text.msg_import_all()) }
            " · " (what_name(reader, import.what)) " · " (parts::file_size(reader, import.size))
        }
        (inner)
    };
    // While somebody maps columns nothing replaces the page; afterwards it follows the import.
    let kind = if draft { Sheet::Editor } else { Sheet::List };
    Ok(page_with(status, sheet(reader, &frame, "imports", &import.name, kind, &body)))
}

/// Maps columns, starts, pauses, goes on or ends.
pub(crate) async fn act(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<ImportId>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let action = sent.iter().find(|(name, _)| name == "action").map_or("", |(_, value)| value.as_str());
    let step = match action {
        "look" | "start" => return draft::save(&app, &reader, id, &sent, action == "start").await,
        "pause" => Step::Paused,
        "resume" => Step::Running,
        "cancel" => Step::Cancelled,
        _ => return Err(Failure::BadRequest),
    };
    match app.desk.change(&reader.actor, move |c| imports::go(c, id, step)).await {
        // It was over already: the page says what became of it.
        Ok(()) | Err(Error::TooLate) => redirect_after(&format!("{HERE}/{id}"), Done::Saved, 1, None),
        Err(error) => Err(error.into()),
    }
}
