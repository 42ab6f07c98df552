//! The statuses of a type as one form: every button keeps what was typed.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::routing::{self, NewStatus, TicketType};
use desk::tickets::{Category, Shape, Status};
use desk::{Change, Error, FieldError, StatusId, TypeId, limits};
use maud::{Markup, html};
use serde::Deserialize;

use super::{Known, one, page_of};
use crate::agent::settings::{Sheet, sheet, wrong};
use crate::agent::shell::bits;
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts;
use crate::reader::Reader;

/// One line of the form.
#[derive(Debug, Clone)]
struct Line {
    id: StatusId,
    new: NewStatus,
}

/// The form as it was filled in.
#[derive(Debug, Clone)]
pub(super) struct Rows {
    lines: Vec<Line>,
    /// The line for a new status.
    added: NewStatus,
    action: String,
    /// What is wrong, and in which line; beyond the last: in the new one.
    errors: Option<(usize, Vec<FieldError>)>,
}

fn blank() -> NewStatus {
    NewStatus { name: String::new(), customer: String::new(), category: Category::Open, shape: None }
}

impl Rows {
    pub(super) fn of(kind: &TicketType) -> Self {
        let line = |status: &Status| Line {
            id: status.id,
            new: NewStatus {
                name: status.name.clone(),
                customer: status.customer.clone(),
                category: status.category,
                shape: status.shape,
            },
        };
        Self { lines: kind.statuses.iter().map(line).collect(), added: blank(), action: String::new(), errors: None }
    }

    /// Reads the fields `name.3`, `category.3`, … of each `id`, in the order of the page; the new line's have no number.
    fn read(fields: Vec<(String, String)>) -> Option<Self> {
        let ids: Vec<StatusId> =
            fields.iter().filter(|(name, _)| name == "id").filter_map(|(_, id)| id.parse().ok()).collect();
        if ids.len() > limits::STATUSES_PER_TYPE {
            return None;
        }
        let fields: HashMap<String, String> = fields.into_iter().collect();
        let read = |suffix: &str| {
            let get = |name: &str| fields.get(&format!("{name}{suffix}")).cloned().unwrap_or_default();
            NewStatus {
                name: get("name"),
                customer: get("customer"),
                category: Category::from_code(&get("category")).unwrap_or(Category::Open),
                shape: Shape::from_code(&get("shape")),
            }
        };
        let lines = ids.into_iter().map(|id| Line { id, new: read(&format!(".{id}")) }).collect();
        let action = fields.get("action").cloned().unwrap_or_default();
        Some(Self { lines, added: read(""), action, errors: None })
    }

    /// Moves a line where a button says; true when that was the button.
    fn rearrange(&mut self) -> bool {
        let Some((way, id)) = self.action.split_once(':') else { return false };
        let Some(at) = self.lines.iter().position(|line| line.id.to_string() == id) else { return false };
        let to = match way {
            "up" => at.checked_sub(1),
            "down" => Some(at + 1).filter(|to| *to < self.lines.len()),
            _ => return false,
        };
        if let Some(to) = to {
            self.lines.swap(at, to);
        }
        true
    }

    /// The first line whose name stands above it already, in the reader's language; the new line comes last.
    fn twice(&self, reader: &Reader, kind: &TicketType) -> Option<usize> {
        // One that shall count as something else may be refused for that first.
        let unnamed = |line: &Line| {
            let old = kind.status(line.id);
            old.is_some_and(|status| status.name.is_empty() && status.category == line.new.category)
        };
        let lines = self.lines.iter().map(|line| (&line.new, unnamed(line)));
        let added = (self.action == "add").then_some((&self.added, false));
        let mut known: Vec<String> = Vec::new();
        lines.chain(added).position(|(new, unnamed)| {
            let name = match new.name.trim() {
                "" if unnamed => parts::category_name(reader, new.category),
                // Missing, or about to be something else: the desk says so.
                "" => return false,
                name => name.to_owned(),
            };
            let twice = known.contains(&name.to_lowercase());
            known.push(name.to_lowercase());
            twice
        })
    }

    fn save(&self, c: &mut Change, kind: TypeId) -> desk::Result<()> {
        let rows: Vec<_> = self.lines.iter().map(|line| (line.id, line.new.clone())).collect();
        let ids = routing::save_statuses(c, kind, &rows)?;
        match self.action.split_once(':') {
            Some(("default", id)) => {
                let row = self.lines.iter().position(|line| line.id.to_string() == id).ok_or(Error::NotFound)?;
                // It may have another number now.
                let stands = ids.get(row).copied().ok_or(Error::NotFound)?;
                routing::make_default(c, stands).map_err(|error| match error {
                    Error::Invalid(errors) => Error::Row(row, errors),
                    other => other,
                })
            }
            _ if self.action == "add" => {
                routing::add_status(c, kind, &self.added).map(|_| ()).map_err(|error| match error {
                    Error::Invalid(errors) => Error::Row(self.lines.len(), errors),
                    other => other,
                })
            }
            _ => Ok(()),
        }
    }
}

/// The section of the type's page.
pub(super) fn section(reader: &Reader, kind: &TicketType, known: &Known, rows: &Rows) -> Markup {
    let text = reader.text;
    let begin = kind.status(kind.default).map(|status| parts::status_name(reader, status)).unwrap_or_default();
    html! {
        section.form-section.wide #workflow aria-labelledby="type-workflow" {
            header { h2 #type-workflow { (text.msg_settings_workflow()) } p { (text.msg_settings_workflow_hint()) } }
            div.stack {
                ol.flow aria-label=(text.msg_settings_workflow()) tabindex="0" {
                    @for status in &kind.statuses {
                        li { (bits::silent(&parts::status_icon(reader, status))) (parts::status_name(reader, status)) }
                    }
                }
                form.stack #status-form method="post" action={ (page_of(kind.id)) "/statuses" } {
                    // First in the form: what the enter key presses.
                    button.sr-only type="submit" name="action" value="save" tabindex="-1" { (text.msg_agent_save()) }
                    p.sr-only role="status" data-says=(text.msg_settings_sort_place()) {}
                    ol.sortable data-sortable {
                        li.sortable-head aria-hidden="true" {
                            span {} span { (text.msg_agent_status()) } span { (text.msg_settings_counts_as()) }
                            span { (text.msg_settings_customers_read()) } span {}
                        }
                        @for (at, line) in rows.lines.iter().enumerate() {
                            @if let Some(status) = kind.status(line.id) {
                                @let errors = rows.errors.as_ref().filter(|(row, _)| *row == at).map(|(_, errors)| errors);
                                (row(reader, kind, known, status, &line.new, errors))
                            }
                        }
                    }
                    div.cluster {
                        button.btn type="submit" name="action" value="save" data-variant="primary" { (text.msg_agent_save()) }
                        span.hint { (text.msg_settings_new_begin(begin)) }
                    }
                    (adder(reader, rows))
                }
            }
        }
    }
}

fn shapes(reader: &Reader) -> [(Shape, String); 7] {
    let text = reader.text;
    [
        (Shape::New, text.msg_settings_shape_new()),
        (Shape::Agent, text.msg_settings_shape_agent()),
        (Shape::Customer, text.msg_settings_shape_customer()),
        (Shape::Hold, text.msg_settings_shape_hold()),
        (Shape::Solved, text.msg_settings_shape_solved()),
        (Shape::Rejected, text.msg_settings_shape_rejected()),
        (Shape::Closed, text.msg_settings_shape_closed()),
    ]
}

fn shape_select(reader: &Reader, name: &str, label: &str, chosen: Option<Shape>) -> Markup {
    html! {
        select.select name=(name) aria-label=(label) {
            option value="" selected[chosen.is_none()] { (reader.text.msg_settings_shape_usual()) }
            @for (shape, words) in shapes(reader) {
                option value=(shape.code()) selected[chosen == Some(shape)] { (words) }
            }
        }
    }
}

fn category_select(reader: &Reader, name: &str, label: &str, chosen: Category, quiet: bool) -> Markup {
    html! {
        select.select name=(name) data-quiet[quiet] aria-label=(label) {
            @for category in Category::ALL {
                option value=(category.code()) selected[*category == chosen] { (parts::category_name(reader, *category)) }
            }
        }
    }
}

fn row(
    reader: &Reader,
    kind: &TicketType,
    known: &Known,
    status: &Status,
    new: &NewStatus,
    errors: Option<&Vec<FieldError>>,
) -> Markup {
    let text = reader.text;
    let id = status.id;
    let name = parts::status_name(reader, status);
    let usual = parts::category_name(reader, status.category);
    let invalid = errors.map(|_| "true");
    let menu = format!("status-more-{id}");
    let item = |action: &str, symbol: &str, words: String| {
        html! {
            button.menu-item type="submit" name="action" value={ (action) ":" (id) } { (parts::icon(symbol)) (words) }
        }
    };
    html! {
        li #{ "status-" (id) } {
            button.grip type="button" data-grip aria-label=(text.msg_settings_move(&name)) { (parts::icon("grip-vertical")) }
            span.sname {
                input type="hidden" name="id" value=(id);
                (bits::silent(&parts::status_icon(reader, status)))
                input.input data-quiet name={ "name." (id) } value=(new.name) placeholder=(usual) autocomplete="off"
                    aria-label=(text.msg_settings_status_name(&name)) maxlength=(limits::NAME_CHARS_MAX)
                    aria-invalid=[invalid] aria-describedby=[errors.map(|_| format!("wrong-{id}"))];
            }
            (category_select(reader, &format!("category.{id}"), &text.msg_settings_counts_as_for(&name), new.category, true))
            input.input data-quiet name={ "customer." (id) } value=(new.customer) autocomplete="off"
                placeholder=(text.msg_settings_usual_words()) aria-label=(text.msg_settings_customers_read_for(&name))
                maxlength=(limits::NAME_CHARS_MAX);
            span {
                button.btn type="button" data-variant="quiet" data-size="s" data-icon popovertarget=(menu)
                    aria-label=(text.msg_settings_more_for(&name)) { (parts::icon("ellipsis")) }
                div.menu #(menu) popover data-align="end" {
                    (item("up", "arrow-up", text.msg_settings_up(&name)))
                    (item("down", "arrow-down", text.msg_settings_down(&name)))
                    @if kind.default != id && status.category != Category::Closed {
                        (item("default", "circle-dot", text.msg_settings_status_default(&name)))
                    }
                    div.menu-item-field {
                        (shape_select(reader, &format!("shape.{id}"), &text.msg_settings_shape_for(&name), new.shape))
                    }
                    @if kind.default != id {
                        a.menu-item href={ "/agent/settings/statuses/" (id) "/delete" } data-tone="danger" {
                            (parts::icon("trash-2")) (text.msg_settings_delete(&name))
                            span.meta { (bits::count(known.tickets_in(id))) }
                        }
                    }
                }
            }
            @if let Some(errors) = errors { div.row-wrong #{ "wrong-" (id) } { (wrong(reader, errors)) } }
        }
    }
}

/// The line of a new status.
fn adder(reader: &Reader, rows: &Rows) -> Markup {
    let text = reader.text;
    let errors = rows.errors.as_ref().filter(|(row, _)| *row == rows.lines.len()).map(|(_, errors)| errors);
    html! {
        fieldset.status-new {
            legend { (text.msg_settings_status_add()) }
            input.input name="name" value=(rows.added.name) autocomplete="off" placeholder=(text.msg_settings_status_new())
                aria-label=(text.msg_settings_status_new()) maxlength=(limits::NAME_CHARS_MAX)
                aria-invalid=[errors.map(|_| "true")] aria-describedby=[errors.map(|_| "wrong-new")];
            (category_select(reader, "category", &text.msg_settings_counts_as(), rows.added.category, false))
            (shape_select(reader, "shape", &text.msg_settings_shape(), rows.added.shape))
            input.input name="customer" value=(rows.added.customer) autocomplete="off"
                placeholder=(text.msg_settings_customers_read()) aria-label=(text.msg_settings_customers_read())
                maxlength=(limits::NAME_CHARS_MAX);
            button.btn type="submit" name="action" value="add" { (parts::icon("plus")) (text.msg_agent_add()) }
            @if let Some(errors) = errors { div #wrong-new { (wrong(reader, errors)) } }
        }
    }
}

/// Keeps the statuses, and does what the button says.
pub(crate) async fn save_statuses(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TypeId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Answer {
    let mut rows = Rows::read(fields).ok_or(Failure::BadRequest)?;
    rows.rearrange();
    let frame = app.desk.frame(&reader.actor).await?;
    let kind = frame.kind(id).ok_or(Failure::NotFound)?;
    if let Some(row) = rows.twice(&reader, kind) {
        rows.errors = Some((row, vec![FieldError { field: "name", problem: "taken" }]));
        return one::show(&app, &reader, id, StatusCode::UNPROCESSABLE_ENTITY, None, &[], Some(&rows)).await;
    }
    let saved = rows.clone();
    match app.desk.change(&reader.actor, move |c| saved.save(c, id)).await {
        Ok(()) => {
            follow(&app);
            redirect_after(&page_of(id), Done::Saved, 1, None)
        }
        Err(Error::Row(row, errors)) => {
            rows.errors = Some((row, errors));
            one::show(&app, &reader, id, StatusCode::UNPROCESSABLE_ENTITY, None, &[], Some(&rows)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What the first batch left behind follows without anybody waiting for it; after a crash, with the next start.
fn follow(app: &App) {
    let desk = app.desk.clone();
    tokio::spawn(async move {
        if let Err(error) = desk::housekeeping::empty_statuses(&desk, &desk::Actor::system("statuses")).await {
            tracing::error!(%error, "tickets could not leave a deleted status");
        }
    });
}

/// Where the tickets of a deleted status go.
#[derive(Debug, Deserialize)]
pub(crate) struct Heir {
    #[serde(default)]
    to: String,
}

/// Asks where the tickets of a status go.
pub(crate) async fn delete_form(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<StatusId>,
) -> Answer {
    show_delete(&app, &reader, id, StatusCode::OK, &[]).await
}

async fn show_delete(
    app: &App,
    reader: &Reader,
    id: StatusId,
    status: StatusCode,
    errors: &[FieldError],
) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let kind = frame.types.iter().find(|kind| kind.status(id).is_some()).ok_or(Failure::NotFound)?;
    let old = kind.status(id).ok_or(Failure::NotFound)?;
    let known = Known::load(app).await?;
    let text = reader.text;
    let name = parts::status_name(reader, old);
    let nearest = kind.statuses.iter().find(|one| one.id != id && one.category == old.category);
    let body = html! {
        nav.crumbs aria-label=(text.msg_settings_types()) {
            a href=(page_of(kind.id)) { (parts::type_name(reader, kind)) }
        }
        form.stack #delete-status method="post" action={ "/agent/settings/statuses/" (id) "/delete" } data-enhance {
            p { (text.msg_settings_status_tickets(bits::count(known.tickets_in(id)), &name)) }
            div.field {
                label for="to" { (text.msg_settings_status_heir()) }
                select.select #to name="to" {
                    @for one in kind.statuses.iter().filter(|one| one.id != id) {
                        option value=(one.id) selected[nearest.is_some_and(|nearest| nearest.id == one.id)] {
                            (parts::status_name(reader, one))
                        }
                    }
                }
            }
            (wrong(reader, errors))
            div.cluster {
                button.btn type="submit" data-variant="danger" { (text.msg_settings_delete(&name)) }
                a.btn href=(page_of(kind.id)) { (text.msg_agent_cancel()) }
            }
        }
    };
    let title = text.msg_settings_delete(&name);
    Ok(page_with(status, sheet(reader, &frame, "types", &title, Sheet::Editor, &body)))
}

/// Deletes a status and moves its tickets.
pub(crate) async fn delete_status(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<StatusId>,
    Form(heir): Form<Heir>,
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let kind = frame.types.iter().find(|kind| kind.status(id).is_some()).ok_or(Failure::NotFound)?.id;
    let to = heir.to.parse::<StatusId>().map_err(|_| Failure::BadRequest)?;
    match app.desk.change(&reader.actor, move |c| routing::delete_status(c, id, to)).await {
        Ok(()) => {
            follow(&app);
            redirect_after(&page_of(kind), Done::Saved, 1, None)
        }
        Err(Error::Invalid(errors)) => show_delete(&app, &reader, id, StatusCode::UNPROCESSABLE_ENTITY, &errors).await,
        Err(error) => Err(error.into()),
    }
}
