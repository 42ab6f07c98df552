//! The ticket page.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::tickets::{self, StandardView, View};
use desk::{FieldError, MessageId, TicketId, views};
use serde::Deserialize;

use super::shell::bits;
use super::ticket_page::{self, Present, TicketModel, Typed};
use crate::answer::{Answer, Failure, page_with};
use crate::app::App;
use crate::reader::Reader;

/// The list that the reader came from.
#[derive(Debug, Deserialize)]
pub(crate) struct From {
    #[serde(default)]
    pub view: String,
    /// The message whose pictures are wanted.
    #[serde(default)]
    pub pictures: String,
}

impl From {
    pub(super) fn of(view: &str) -> Self {
        Self { view: view.to_owned(), pictures: String::new() }
    }

    pub(super) fn view(&self) -> View {
        View::from_code(&self.view).unwrap_or(View::Standard(StandardView::Open))
    }
}

/// A ticket.
pub(crate) async fn show(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    Query(from): Query<From>,
) -> Answer {
    let pictures = from.pictures.parse().ok();
    render(&app, &reader, id, from.view(), Shown { pictures, ..Shown::default() }).await
}

/// How a ticket page is shown after a form came back.
#[derive(Default)]
pub(super) struct Shown {
    pub status: StatusCode,
    pub errors: Vec<FieldError>,
    pub typed: Option<Typed>,
    pub moved: bool,
    /// A field of the plan that could not be read, with what was typed.
    pub planned: Option<(&'static str, String)>,
    /// The message whose pictures from elsewhere are shown.
    pub pictures: Option<MessageId>,
}

pub(super) async fn render(
    app: &App,
    reader: &Reader,
    id: TicketId,
    view: View,
    shown: Shown,
) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let actor = reader.actor.clone();
    let saved = match view {
        View::Saved(id) => bits::saved(&frame, id).map(|(view, _)| view.clone()),
        _ => None,
    };
    let (found, previous, next) = app
        .desk
        .read(move |conn| {
            let page = tickets::page(conn, &actor, id)?;
            let (previous, next) = match &saved {
                Some(saved) => views::neighbours(conn, &actor, saved, id)?,
                None => tickets::neighbours(conn, &actor, view, id)?,
            };
            Ok((page, previous, next))
        })
        .await?;
    let present: Vec<Present> = app
        .presence
        .others(id, reader.actor.person)
        .into_iter()
        .map(|somebody| Present { id: somebody.person, name: somebody.name, typing: somebody.typing })
        .collect();
    let model = TicketModel {
        page: &found,
        view,
        previous,
        next,
        present: &present,
        errors: &shown.errors,
        typed: shown.typed.as_ref(),
        moved: shown.moved,
        planned: shown.planned.as_ref(),
        pictures: shown.pictures,
        mail_files_max: app.settings.mail_files_max(),
        chat: false,
        works_here: bits::department_of(&frame.menu, found.ticket.department).is_some(),
    };
    let markup = ticket_page::page(reader, &frame, &model);
    let newest = found.ticket.last_message;
    if found.seen.is_none_or(|seen| seen < newest) {
        let (desk, actor) = (app.desk.clone(), reader.actor.clone());
        // The page need not wait for it; if it is lost the row is shown as unread once more.
        tokio::spawn(async move { desk.change(&actor, move |c| tickets::mark_seen(c, id, newest)).await });
    }
    Ok(page_with(shown.status, markup))
}
