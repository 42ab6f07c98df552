//! The form of a view: its filter, its order, what its rows show, and who has it.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::automation::{Condition, Group, Mode, Operator, Property, Test};
use desk::tickets::{Category, Order, StandardView, View};
use desk::views::{self, Column, Definition, PROPERTIES, SavedView};
use desk::{Error, FieldError, ViewId, limits};
use maud::{Markup, html};
use serde::Deserialize;

use crate::agent::conditions::{Conditions, by_name, fields};
use crate::agent::shell;
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts::{self, Errors};
use crate::reader::Reader;

/// The form as it was filled in.
#[derive(Debug, Clone)]
struct Typed {
    name: String,
    shared: bool,
    conditions: Conditions,
    order: Order,
    shown: Vec<Column>,
    board: bool,
    action: String,
}

impl Typed {
    fn of(name: &str, shared: bool, definition: &Definition) -> Self {
        Self {
            name: name.to_owned(),
            shared,
            conditions: Conditions::of(&definition.conditions),
            order: definition.order,
            shown: Column::ALL.iter().copied().filter(|column| !definition.hidden.contains(column)).collect(),
            board: definition.board,
            action: String::new(),
        }
    }

    fn read(fields: Vec<(String, String)>) -> Self {
        let shown = fields.iter().filter(|(name, _)| name == "column").filter_map(|(_, code)| Column::from_code(code));
        let shown = shown.collect();
        let fields = by_name(fields);
        let get = |name: &str| fields.get(name).map_or("", String::as_str);
        Self {
            name: get("name").to_owned(),
            shared: get("shared") == "yes",
            conditions: Conditions::read(&fields),
            order: Order::from_code(get("order")).unwrap_or(Order::Newest),
            shown,
            board: get("board") == "yes",
            action: get("action").to_owned(),
        }
    }

    fn definition(&self) -> Definition {
        Definition {
            conditions: self.conditions.group(),
            order: self.order,
            hidden: Column::ALL.iter().copied().filter(|column| !self.shown.contains(column)).collect(),
            board: self.board,
        }
    }
}

/// The list that a new view begins from.
#[derive(Debug, Deserialize)]
pub(crate) struct Begun {
    #[serde(default)]
    from: String,
}

/// What a list that the desk brings along filters by, to begin a view with.
fn conditions_of(view: View) -> Group {
    let test =
        |property: Property, operator: Operator, value: String| Condition::Test(Test { property, operator, value });
    let open = || test(Property::Status, Operator::IsNot, Category::Closed.code().to_owned());
    let is = |property: Property, value: String| test(property, Operator::Is, value);
    let of = match view {
        View::Standard(StandardView::Mine) => vec![open(), is(Property::Assignee, views::ME.to_owned())],
        View::Standard(StandardView::Unassigned) => {
            vec![open(), test(Property::Assignee, Operator::Empty, String::new())]
        }
        View::Standard(StandardView::WaitingAgent) => {
            vec![is(Property::Status, Category::WaitingAgent.code().to_owned())]
        }
        View::Standard(StandardView::WaitingCustomer) => {
            vec![is(Property::Status, Category::WaitingCustomer.code().to_owned())]
        }
        View::Standard(StandardView::Closed) => vec![is(Property::Status, Category::Closed.code().to_owned())],
        View::Department(id) => vec![open(), is(Property::Department, id.to_string())],
        View::Type(id) => vec![open(), is(Property::Type, id.to_string())],
        View::Project(id) => vec![open(), is(Property::Project, id.to_string())],
        _ => vec![open()],
    };
    Group { mode: Mode::All, of }
}

/// The form of a new view, begun from a list.
pub(crate) async fn new(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(begun): Query<Begun>,
) -> Answer {
    let from = View::from_code(&begun.from).unwrap_or(View::Standard(StandardView::Open));
    let definition = match from {
        // Somebody else's view is where one's own begins.
        View::Saved(id) => find(&app, &reader, id).await.ok().map(|view| view.definition),
        _ => None,
    };
    let definition = definition.unwrap_or_else(|| Definition {
        conditions: conditions_of(from),
        order: Order::Newest,
        hidden: Vec::new(),
        board: false,
    });
    show(&app, &reader, StatusCode::OK, None, &Typed::of("", false, &definition), &[]).await
}

/// The form of a view.
pub(crate) async fn edit(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<ViewId>,
) -> Answer {
    let view = find(&app, &reader, id).await?;
    let typed = Typed::of(&view.name, view.shared, &view.definition);
    show(&app, &reader, StatusCode::OK, Some(&view), &typed, &[]).await
}

async fn find(app: &App, reader: &Reader, id: ViewId) -> Result<SavedView, Failure> {
    let actor = reader.actor.clone();
    Ok(app.desk.read(move |conn| views::find(conn, &actor, id)).await?)
}

/// Keeps a new view, or changes its form.
pub(crate) async fn add(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Answer {
    settle(&app, &reader, None, Typed::read(fields)).await
}

/// Keeps a view, or changes its form.
pub(crate) async fn change(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<ViewId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Answer {
    let view = find(&app, &reader, id).await?;
    settle(&app, &reader, Some(view), Typed::read(fields)).await
}

async fn settle(app: &App, reader: &Reader, view: Option<SavedView>, mut typed: Typed) -> Answer {
    let action = typed.action.clone();
    if typed.conditions.rearrange(&action) {
        return show(app, reader, StatusCode::OK, view.as_ref(), &typed, &[]).await;
    }
    let (form, id) = (typed.clone(), view.as_ref().map(|view| view.id));
    let result = app
        .desk
        .change(&reader.actor, move |c| match id {
            Some(id) => views::change(c, id, &form.name, form.shared, &form.definition()).map(|()| id),
            None => views::add(c, &form.name, form.shared, &form.definition()),
        })
        .await;
    match result {
        Ok(id) => redirect_after(&format!("/agent/views/{}", View::Saved(id).code()), Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => {
            show(app, reader, StatusCode::UNPROCESSABLE_ENTITY, view.as_ref(), &typed, &errors).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn show(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    view: Option<&SavedView>,
    typed: &Typed,
    errors: &[FieldError],
) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let text = reader.text;
    let title = view.map_or_else(|| text.msg_views_new(), |view| view.name.clone());
    let (action, active) = match view {
        Some(view) => (format!("/agent/settings/views/{}", view.id), View::Saved(view.id).code()),
        None => ("/agent/settings/views".to_owned(), String::new()),
    };
    let main = html! {
        header.topbar { h1 { (title) } }
        div.scroll {
            form.page.stack.rule-form #view-form data-size="m" method="post" action=(action) {
                // What the enter key presses.
                button.sr-only type="submit" name="action" value="save" tabindex="-1" aria-hidden="true" {}
                (name_field(reader, typed, errors))
                div.rule data-single {
                    section.card.rule-card aria-labelledby="view-which" {
                        header.rule-head {
                            span.rule-badge data-tone="if" { (parts::icon("list-filter")) }
                            div.spacer { h2 #view-which { (text.msg_views_which()) } }
                            (fields::mode(reader, &typed.conditions, 0))
                        }
                        div.rule-body { (fields::conditions(reader, &frame, PROPERTIES, &typed.conditions, errors)) }
                    }
                }
                (look(reader, typed))
                (who(reader, typed))
                div.savebar {
                    span.spacer {}
                    a.btn href={ "/agent/views/" (if active.is_empty() { "open" } else { &active }) } data-variant="quiet" {
                        (text.msg_agent_cancel())
                    }
                    button.btn type="submit" name="action" value="save" data-variant="primary" { (text.msg_agent_save()) }
                }
            }
        }
    };
    let here = view
        .map_or_else(|| "/agent/settings/views/new".to_owned(), |view| format!("/agent/settings/views/{}", view.id));
    let place = shell::Place { active: &active, title: &title, live: "tickets", here: &here, detail: false };
    Ok(page_with(status, shell::document(reader, &frame, &place, &main)))
}

fn name_field(reader: &Reader, typed: &Typed, errors: &Errors) -> Markup {
    let wrong = parts::problem(reader, errors, "name").is_some();
    html! {
        div.field {
            label for="view-name" { (reader.text.msg_views_name()) }
            input.input #view-name name="name" value=(typed.name) required autocomplete="off"
                maxlength=(limits::NAME_CHARS_MAX) aria-invalid=[wrong.then_some("true")]
                aria-describedby=[wrong.then_some("error-name")];
            (parts::error_line(reader, errors, "name"))
        }
    }
}

/// The order, and what the rows show.
fn look(reader: &Reader, typed: &Typed) -> Markup {
    let text = reader.text;
    html! {
        div.grid-2 {
            div.field {
                label for="view-order" { (text.msg_views_order()) }
                select.select #view-order name="order" {
                    @for order in Order::ALL {
                        option value=(order.code()) selected[*order == typed.order] { (order_name(reader, *order)) }
                    }
                }
            }
            div.field {
                label for="view-board" { (text.msg_views_shape()) }
                select.select #view-board name="board" {
                    option value="no" selected[!typed.board] { (text.msg_views_list()) }
                    option value="yes" selected[typed.board] { (text.msg_views_board()) }
                }
            }
        }
        fieldset.field {
            legend { (text.msg_views_columns()) }
            div.cluster {
                @for column in Column::ALL {
                    label.check {
                        input type="checkbox" name="column" value=(column.code()) checked[typed.shown.contains(column)];
                        (column_name(reader, *column))
                    }
                }
            }
        }
    }
}

/// What people call an order.
pub(in crate::agent) fn order_name(reader: &Reader, order: Order) -> String {
    let text = reader.text;
    match order {
        Order::Newest => text.msg_agent_sort_newest(),
        Order::Oldest => text.msg_agent_sort_oldest(),
        Order::OpenedLast => text.msg_views_opened_last(),
        Order::OpenedFirst => text.msg_views_opened_first(),
    }
}

fn column_name(reader: &Reader, column: Column) -> String {
    let text = reader.text;
    match column {
        Column::Preview => text.msg_views_column_preview(),
        Column::Tags => text.msg_views_column_tags(),
        Column::Department => text.msg_agent_department(),
        Column::Messages => text.msg_views_column_messages(),
    }
}

fn who(reader: &Reader, typed: &Typed) -> Markup {
    let text = reader.text;
    html! {
        fieldset.field {
            legend { (text.msg_views_who()) }
            div.cluster {
                @for (value, words) in [("no", text.msg_views_mine()), ("yes", text.msg_views_shared())] {
                    label.check {
                        input type="radio" name="shared" value=(value) checked[typed.shared == (value == "yes")];
                        (words)
                    }
                }
            }
        }
    }
}
