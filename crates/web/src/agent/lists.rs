//! Lists: views, search, the palette's results.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::{Extension, Json};
use desk::tickets::{self, Cursor, Order, SearchCursor, StandardView, View};
use desk::{Frame, guides, policy, views};
use serde::Deserialize;
use serde_json::{Value, json};

use super::list_page::{self, ListModel};
use super::projects::{Head, picture};
use super::shell::bits;
use super::views::board;
use crate::answer::{Answer, Failure, page, redirect};
use crate::app::App;
use crate::limits;
use crate::parts::{self, status_name};
use crate::reader::Reader;

/// Where agents land.
pub(crate) async fn home() -> Answer {
    Ok(redirect("/agent/views/open"))
}

/// Which page of a list, in which order.
#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    order: String,
    #[serde(default)]
    after: String,
    /// `board` or `list`.
    #[serde(default, rename = "as")]
    shape: String,
    /// The column of a board that `after` is about.
    #[serde(default)]
    lane: String,
}

/// A view.
pub(crate) async fn list(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(code): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let view = View::from_code(&code).ok_or(Failure::NotFound)?;
    let after = Cursor::from_code(&wanted.after);
    let frame = app.desk.frame(&reader.actor).await?;
    if matches!(view, View::Standard(view) if !frame.standard.contains(&view)) {
        return Ok(redirect("/agent/views/open"));
    }
    let project = match view {
        View::Project(id) => Some(Head::load(&app, &reader, &frame, id).await?),
        _ => None,
    };
    if let Some(head) = project.as_ref().filter(|_| wanted.shape == "timeline") {
        return picture::show(&app, &reader, &frame, head, &wanted.after).await;
    }
    let title = match &project {
        Some(head) => head.project.about.name.clone(),
        None => title(&reader, &frame, view).ok_or(Failure::NotFound)?,
    };
    let above = |shape: &str| project.as_ref().map(|head| head.markup(&reader, &frame, shape));
    let saved = match view {
        View::Saved(id) => bits::saved(&frame, id).map(|(view, _)| view.clone()),
        _ => None,
    };
    let is_board = saved.as_ref().is_some_and(|view| view.definition.board);
    if tickets::has_board(view) && (wanted.shape == "board" || is_board && wanted.shape != "list") {
        let (lane, count) = (wanted.lane.as_str(), count(&frame, view));
        let above = above("board");
        let asked = board::Asked { view, saved: saved.as_ref(), title, count, lane, after, above };
        return board::show(&app, &reader, &frame, asked).await;
    }
    let usual = saved.as_ref().map_or(Order::Newest, |view| view.definition.order);
    let order = Order::from_code(&wanted.order).unwrap_or(usual);
    let (actor, asked) = (reader.actor.clone(), saved.clone());
    let found = app
        .desk
        .read(move |conn| match &asked {
            Some(saved) => views::list(conn, &actor, saved, order, after),
            None => tickets::list(conn, &actor, view, order, after),
        })
        .await?;
    let shape = if is_board { "&as=list" } else { "" };
    let first_page_url = format!("/agent/views/{code}?order={}{shape}", order.code());
    let next_page_url = found.next.map(|cursor| format!("{first_page_url}&after={}", cursor.code()));
    let model = ListModel {
        view: Some(view),
        saved: saved.as_ref(),
        title,
        above: above("list"),
        query: None,
        rows: &found.rows,
        count: count(&frame, view),
        order,
        first_page_url,
        next_page_url,
        is_first_page: after.is_none(),
        writing: &app.presence.typing(reader.actor.person),
    };
    page(list_page::page(&reader, &frame, &model))
}

/// The view's name, if it exists for the reader.
fn title(reader: &Reader, frame: &Frame, view: View) -> Option<String> {
    match view {
        View::Standard(view) => Some(bits::standard_name(reader, view)),
        View::Service(id) => frame.menu.iter().find(|service| service.id == id).map(|s| s.name.clone()),
        View::Department(id) => {
            frame.menu.iter().flat_map(|s| &s.departments).find(|d| d.id == id).map(|d| d.name.clone())
        }
        View::Type(id) => frame.kind(id).map(|kind| parts::type_name(reader, kind)),
        View::Project(id) => {
            frame.projects.iter().find(|project| project.id == id).map(|project| project.about.name.clone())
        }
        View::Saved(id) => bits::saved(frame, id).map(|(view, _)| view.name.clone()),
    }
}

fn count(frame: &Frame, view: View) -> Option<String> {
    let counted = match view {
        View::Saved(id) => return bits::saved(frame, id).map(|(_, count)| bits::view_count(count)),
        View::Type(id) => frame.kinds.get(&id).copied(),
        View::Standard(StandardView::Closed | StandardView::Trash) | View::Project(_) => None,
        View::Standard(view) => Some(frame.count(view)),
        View::Department(id) => frame.departments.get(&id).copied(),
        View::Service(id) => {
            let service = frame.menu.iter().find(|service| service.id == id)?;
            Some(service.departments.iter().filter_map(|d| frame.departments.get(&d.id)).sum())
        }
    };
    counted.map(bits::count)
}

/// What is searched, and from where on.
#[derive(Debug, Deserialize)]
pub(crate) struct Searched {
    #[serde(default)]
    q: String,
    #[serde(default)]
    before: String,
}

/// Search results.
pub(crate) async fn search(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(searched): Query<Searched>,
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let (actor, query, before) = (reader.actor.clone(), searched.q.clone(), SearchCursor::from_code(&searched.before));
    let found = app.desk.read(move |conn| tickets::search(conn, &actor, &query, before)).await?;
    let first_page_url = format!("/agent/search?q={}", bits::encode(&searched.q));
    let next_page_url = found.next.map(|cursor| format!("{first_page_url}&before={}", cursor.code()));
    let model = ListModel {
        view: None,
        saved: None,
        title: reader.text.msg_search_title(),
        above: None,
        query: Some(&searched.q),
        rows: &found.rows,
        count: None,
        order: Order::Newest,
        first_page_url,
        next_page_url,
        is_first_page: before.is_none(),
        writing: &[],
    };
    page(list_page::page(&reader, &frame, &model))
}

/// Tickets, views and departments for the command palette.
pub(crate) async fn palette(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(searched): Query<Searched>,
) -> Result<Json<Value>, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let wanted = searched.q.to_lowercase();
    let text = reader.text;
    let places = frame
        .standard
        .iter()
        .map(|view| View::Standard(*view))
        .chain(frame.saved.iter().map(|(view, _)| View::Saved(view.id)))
        .chain(
            frame.types.iter().filter(|kind| kind.enabled && !frame.kinds.is_empty()).map(|kind| View::Type(kind.id)),
        )
        .chain(frame.projects.iter().map(|project| View::Project(project.id)))
        .chain(frame.menu.iter().flat_map(|s| s.departments.iter().map(|d| View::Department(d.id))));
    let mut out: Vec<Value> = places
        .filter_map(|view| title(&reader, &frame, view).map(|name| (view, name)))
        .filter(|(_, name)| name.to_lowercase().contains(&wanted))
        .map(|(view, name)| {
            json!({"group": text.msg_palette_places(), "label": name, "hint": "",
                   "href": format!("/agent/views/{}", view.code()), "icon": "inbox"})
        })
        .take(limits::PALETTE_RESULTS)
        .collect();
    if !wanted.trim().is_empty() {
        let actor = reader.actor.clone();
        policy::allow(&actor, policy::Action::ReadInternals, None)?;
        let language = reader.lang;
        let (rows, found) = app
            .desk
            .read(move |conn| {
                let rows = tickets::suggest(conn, &actor, &searched.q, limits::PALETTE_RESULTS)?;
                let query = guides::Query {
                    text: &searched.q,
                    language: Some(language),
                    kind: None,
                    typing: true,
                    skip: 0,
                    count: limits::PALETTE_GUIDES,
                };
                let found = match guides::search(conn, &actor, &query) {
                    Err(desk::Error::Invalid(_)) => guides::Found::default(),
                    other => other?,
                };
                Ok((rows, found))
            })
            .await?;
        out.extend(rows.iter().map(|row| {
            let hint = format!("#{} · {} · {}", row.id, row.requester.1, status_name(&reader, &row.status));
            json!({"group": text.msg_palette_tickets(), "label": row.subject, "hint": hint,
                   "href": format!("/agent/tickets/{}", row.id), "icon": "mail"})
        }));
        out.extend(found.hits.iter().map(|hit| {
            let title: String = hit.title.iter().map(|piece| piece.text.as_str()).collect();
            json!({"group": text.msg_guide_all(), "label": title, "hint": "",
                   "href": crate::guides::url(hit.guide, &title), "icon": "book-open"})
        }));
    }
    Ok(Json(Value::Array(out)))
}
