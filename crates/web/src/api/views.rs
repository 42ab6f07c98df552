//! Views that agents made: what `/tickets` lists with `view-{id}`.

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use desk::ViewId;
use desk::automation::Group;
use desk::tickets::Order;
use desk::views::{self, Column, Definition, SavedView};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Problem;
use super::answer::{Asking, Given, json};
use super::body::Sent;
use super::shapes::Known;
use super::spec::Problems;
use crate::app::App;
use crate::reader::Reader;

/// A view with what it shows.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SavedShape {
    pub id: i64,
    pub name: String,
    /// Everybody on the desk has it.
    pub shared: bool,
    /// A group: `{"mode": "all", "of": [{"property": "subject", "operator": "contains", "value": "printer"}]}`; groups may
    /// stand among the tests, two deep.
    #[schema(value_type = Object)]
    pub conditions: Group,
    /// `newest`, `oldest`, `opened-last`, `opened-first`.
    pub order: String,
    /// Shown as columns of cards.
    pub board: bool,
    /// What rows leave out: `preview`, `tags`, `department`, `messages`.
    pub hidden: Vec<String>,
}

impl SavedShape {
    fn of(view: &SavedView) -> Self {
        let definition = &view.definition;
        Self {
            id: view.id.0,
            name: view.name.clone(),
            shared: view.shared,
            conditions: definition.conditions.clone(),
            order: definition.order.code().to_owned(),
            board: definition.board,
            hidden: definition.hidden.iter().map(|column| column.code().to_owned()).collect(),
        }
    }
}

/// What a view shall be.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ViewBody {
    name: String,
    #[serde(default)]
    shared: bool,
    /// A group of tests, as `GET` shows it.
    #[schema(value_type = Object)]
    conditions: serde_json::Value,
    /// `newest`, `oldest`, `opened-last`, `opened-first`; the first without.
    #[serde(default)]
    order: Option<String>,
    #[serde(default)]
    board: bool,
    /// What rows leave out: `preview`, `tags`, `department`, `messages`.
    #[serde(default)]
    hidden: Vec<String>,
}

impl ViewBody {
    fn definition(&self) -> Result<Definition, Problem> {
        let unknown = |field| move || Problem::field(field, "unknown");
        let order = match &self.order {
            Some(order) => Order::from_code(order).ok_or_else(unknown("order"))?,
            None => Order::Newest,
        };
        let hidden = self.hidden.iter().map(|code| Column::from_code(code).ok_or_else(unknown("hidden")));
        Ok(Definition {
            conditions: serde_json::from_value(self.conditions.clone())
                .map_err(|_| Problem::field("conditions", "unknown"))?,
            order,
            hidden: hidden.collect::<Result<_, _>>()?,
            board: self.board,
        })
    }
}

/// A view that an agent made
#[utoipa::path(get, path = "/api/v1/views/{id}", tag = "Desk", params(("id" = i64, Path)),
    responses((status = 200, body = SavedShape), Problems))]
pub(crate) async fn one(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<ViewId>,
) -> Given {
    let actor = reader.actor.clone();
    let view = app.desk.read(move |conn| views::find(conn, &actor, id)).await?;
    json(&SavedShape::of(&view))
}

/// Makes a view
#[utoipa::path(post, path = "/api/v1/views", tag = "Desk", request_body = ViewBody,
    responses((status = 201, body = Known), Problems))]
pub(crate) async fn add(State(app): State<App>, asking: Asking, Sent { value: new, bytes }: Sent<ViewBody>) -> Given {
    let definition = new.definition()?;
    asking
        .change(&app, &bytes, StatusCode::CREATED, move |c| {
            Ok(Known { id: views::add(c, &new.name, new.shared, &definition)?.0 })
        })
        .await
}

/// Changes a view
#[utoipa::path(put, path = "/api/v1/views/{id}", tag = "Desk", params(("id" = i64, Path)), request_body = ViewBody,
    responses((status = 200, body = Known), Problems))]
pub(crate) async fn change(
    State(app): State<App>,
    asking: Asking,
    Path(id): Path<ViewId>,
    Sent { value: new, bytes }: Sent<ViewBody>,
) -> Given {
    let definition = new.definition()?;
    asking
        .change(&app, &bytes, StatusCode::OK, move |c| {
            views::change(c, id, &new.name, new.shared, &definition)?;
            Ok(Known { id: id.0 })
        })
        .await
}

/// Forgets a view
#[utoipa::path(delete, path = "/api/v1/views/{id}", tag = "Desk", params(("id" = i64, Path)),
    responses((status = 200, body = Known), Problems))]
pub(crate) async fn remove(State(app): State<App>, asking: Asking, Path(id): Path<ViewId>, bytes: Bytes) -> Given {
    asking
        .change(&app, &bytes, StatusCode::OK, move |c| {
            views::delete(c, id)?;
            Ok(Known { id: id.0 })
        })
        .await
}
