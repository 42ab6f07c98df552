//! Canned replies in the composer: found by typing, put in with what the ticket knows.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use desk::tickets::{self, fill_placeholders};
use desk::{TicketId, people};
use maud::{Markup, html};
use serde_json::json;

use super::shell::bits;
use super::ticket_page::TicketModel;
use crate::answer::Failure;
use crate::app::App;
use crate::parts;
use crate::reader::Reader;

/// The button that opens the picker; so does `/` in an empty composer.
pub(super) fn opener(reader: &Reader, model: &TicketModel) -> Markup {
    let text = reader.text;
    html! {
        button.btn type="button" data-variant="quiet" data-size="s" popovertarget={ "canned-" (model.page.ticket.id) }
            data-canned aria-label=(text.msg_agent_canned()) title={ (text.msg_agent_canned()) " (/)" } {
            (parts::icon("message-square-quote"))
            span.desktop-only { (text.msg_agent_canned_short()) }
            (bits::keys(&["/"]))
        }
    }
}

/// The picker; a script asks for the replies when it opens.
pub(super) fn picker(reader: &Reader, model: &TicketModel) -> Markup {
    let text = reader.text;
    let ticket = model.page.ticket.id;
    let panel = Panel {
        id: format!("canned-{ticket}"),
        from: format!("/agent/tickets/{ticket}/replies"),
        asks: false,
        search: text.msg_agent_canned_search(),
        title: text.msg_agent_canned(),
        none: html! { (text.msg_agent_canned_none()) " " a href="/agent/settings/replies" { (text.msg_settings_canned()) } },
    };
    panel.show(reader)
}

/// What is found by typing and put into the composer.
pub(super) struct Panel {
    pub id: String,
    /// Where a script asks for what there is.
    pub from: String,
    /// Asked again for what is typed; else the script looks in what it has.
    pub asks: bool,
    pub search: String,
    pub title: String,
    /// When nothing is found.
    pub none: Markup,
}

impl Panel {
    pub(super) fn show(&self, reader: &Reader) -> Markup {
        let text = reader.text;
        let list = format!("{}-list", self.id);
        html! {
            div.menu.picker #(self.id) popover data-side="top" data-picker=(self.from) data-picker-asks[self.asks]
                data-keep data-label-used=(text.msg_agent_canned_used()) {
                div.picker-search {
                    (parts::icon("search"))
                    input type="text" autocomplete="off" spellcheck="false" role="combobox" aria-expanded="true" autofocus
                        aria-controls=(list) aria-label=(self.search);
                }
                div.picker-cols {
                    div.picker-list #(list) role="listbox" aria-label=(self.title) {}
                    div.picker-preview aria-live="polite" {
                        p.soft data-none hidden { (self.none) }
                        div data-preview {}
                    }
                }
                div.picker-foot aria-hidden="true" {
                    span { kbd.kbd { "↵" } (text.msg_agent_canned_insert()) }
                    span { kbd.kbd { "⇥" } (text.msg_agent_canned_next()) }
                    span.desktop-only { kbd.kbd { "Ctrl" } kbd.kbd { "↵" } (text.msg_agent_canned_send()) }
                }
            }
        }
    }
}

/// The canned replies that a ticket offers, filled in.
pub(crate) async fn replies(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
) -> Result<Response, Failure> {
    let actor = reader.actor.clone();
    let (ticket, requester, replies) = app
        .desk
        .read(move |conn| {
            let ticket = tickets::find(conn, &actor, id)?;
            let requester = people::find(conn, ticket.requester)?;
            let replies = tickets::canned_for(conn, &ticket)?;
            Ok((ticket, requester, replies))
        })
        .await?;
    let offered: Vec<serde_json::Value> = replies
        .iter()
        .map(|reply| {
            let filled = fill_placeholders(&reply.html, &ticket, &requester, &reader.actor.name);
            // A value may have landed in a link.
            let html = markup::sanitize(&filled);
            json!({"id": reply.id.to_string(), "name": reply.name, "used": reply.used, "html": html})
        })
        .collect();
    Ok(Json(offered).into_response())
}
