//! Guides in the composer: those that may answer the ticket, others by typing, as a link or as their text.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use desk::guides::{self, Readers};
use desk::{TicketId, people, tickets};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;

use super::canned_picker::Panel;
use super::ticket_page::TicketModel;
use crate::answer::Failure;
use crate::app::App;
use crate::parts;
use crate::reader::Reader;

/// Guides that are offered at a time.
const OFFERED: usize = 8;
/// Letters of a question that are asked for guides.
const WORDS: usize = 180;

/// The button that opens the picker.
pub(super) fn opener(reader: &Reader, model: &TicketModel) -> Markup {
    let text = reader.text;
    html! {
        button.btn type="button" data-variant="quiet" data-size="s" popovertarget={ "guides-" (model.page.ticket.id) }
            aria-label=(text.msg_guide_insert_one()) title=(text.msg_guide_insert_one()) { (parts::icon("book-open")) }
    }
}

/// The picker; a script asks for the guides when it opens, and for others while somebody types.
pub(super) fn picker(reader: &Reader, model: &TicketModel) -> Markup {
    let (text, ticket) = (reader.text, model.page.ticket.id);
    let panel = Panel {
        id: format!("guides-{ticket}"),
        from: format!("/agent/tickets/{ticket}/guides"),
        asks: true,
        search: text.msg_guide_search_for(),
        title: text.msg_guide_all(),
        none: html! { (text.msg_guide_nothing()) " " a href="/agent/guides" { (text.msg_guide_all()) } },
    };
    panel.show(reader)
}

/// What is typed.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    q: String,
}

/// Guides for a ticket, in the customer's language: each as a link and as its text. Customers get no link to what only
/// agents read.
pub(crate) async fn guides(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    let (actor, fallback, base) = (reader.actor.clone(), reader.lang, app.settings.public_url.clone());
    let found = app
        .desk
        .read(move |conn| {
            let ticket = tickets::find(conn, &actor, id)?;
            let requester = people::find(conn, ticket.requester)?;
            let language = if requester.language.is_empty() { fallback } else { guides::language(&requester.language) };
            let words: String = if wanted.q.trim().is_empty() {
                format!("{} {}", ticket.subject, tickets::question(conn, id)?).chars().take(WORDS).collect()
            } else {
                wanted.q
            };
            // Where the help centre is hidden, a link would lead customers nowhere.
            let hidden = guides::HelpCentre::load(conn)?.hidden;
            let mut out = Vec::new();
            for hit in guides::suggestions_for(conn, &actor, language, &words, OFFERED)? {
                let guide = guides::find(conn, &actor, hit.guide)?;
                if guide.readers == Readers::Agents {
                    continue;
                }
                let (reading, _) = guides::read(conn, guide.id, language)?;
                let address = match guide.readers {
                    _ if hidden => String::new(),
                    Readers::Public => format!("{base}/g/{}", guide.link),
                    _ => format!("{base}/guides/{}", guide.id),
                };
                out.push((reading, address));
            }
            Ok(out)
        })
        .await?;
    let text = reader.text;
    let mut offered = Vec::new();
    for (reading, address) in &found {
        if !address.is_empty() {
            let link = html! { p { a href=(address) { (reading.title) } } }.into_string();
            offered.push(json!({"id": "", "name": reading.title, "note": text.msg_guide_as_link(), "html": link}));
        }
        // A mail knows no addresses without a site.
        let whole =
            markup::sanitize(&reading.html.replace(" href=\"/", &format!(" href=\"{}/", app.settings.public_url)));
        offered.push(json!({"id": "", "name": reading.title, "note": text.msg_guide_as_text(), "html": whole}));
    }
    Ok(Json(offered).into_response())
}
