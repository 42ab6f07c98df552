//! A mail as its author designed it: with its own colours, on paper of its own. The page around it keeps the styles of
//! strangers out, so the mail stands in a frame that has a policy of its own and runs nothing.

use std::collections::HashSet;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use desk::tickets;
use desk::{MessageId, TicketId};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde::Deserialize;

use super::{pictures, shell};
use crate::answer::{Answer, page};
use crate::app::App;
use crate::parts;
use crate::reader::Reader;

/// What the frame may do: show, and open links elsewhere. Cookies are sent, because the mail's own pictures need them.
const SANDBOX: &str = "allow-same-origin allow-popups allow-popups-to-escape-sandbox";

/// The same for who opens the mail alone; styles are those that were found harmless.
const POLICY: &str = "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; default-src 'none'; \
                      style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'; base-uri 'none'; \
                      form-action 'none'";

/// Paper: white as the mail's author took for granted, and no wider than the frame.
const PAPER: &str = "html { color-scheme: light; } \
                     body { margin: 0; padding: 16px; background: #fff; color: #1b1c20; \
                            font: 15px/1.5 system-ui, sans-serif; overflow-wrap: break-word; } \
                     img { max-width: 100%; height: auto; } img:not([src]) { width: auto; height: auto; }";

/// What is wanted of it.
#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    /// Present: with the pictures that stand elsewhere.
    pictures: Option<String>,
}

/// The ways to see a mail as it came, one of them here.
pub(super) fn ways(reader: &Reader, (id, message): (TicketId, MessageId), here: &str) -> Markup {
    let base = format!("/agent/tickets/{id}/messages/{message}");
    html! {
        nav.segmented aria-label=(reader.text.msg_agent_original_ways()) {
            @for (way, name) in [("look", reader.text.msg_agent_look()), ("source", reader.text.msg_agent_source_text())] {
                a href={ (base) "/" (way) } aria-current=[(way == here).then_some("true")] { (name) }
            }
        }
    }
}

/// The page with the frame.
pub(crate) async fn look(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path((id, message)): Path<(TicketId, MessageId)>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let actor = reader.actor.clone();
    let mail = app.desk.read(move |conn| tickets::original(conn, &actor, id, message)).await?;
    let frame = app.desk.frame(&reader.actor).await?;
    let (text, back) = (reader.text, format!("/agent/tickets/{id}"));
    let elsewhere = wanted.pictures.is_none()
        && [&mail.html, &mail.quoted].iter().any(|html| !markup::remote_images(html).is_empty());
    let pictures = wanted.pictures.as_ref().map(|_| "?pictures");
    let title = text.msg_agent_source();
    let main = html! {
        header.topbar {
            a.btn href={ (back) "#message_" (message) } data-variant="quiet" data-size="s" { (parts::icon("arrow-left")) "#" (id) }
            h1 { (title) }
            span.spacer {}
            (ways(&reader, (id, message), "look"))
        }
        @if elsewhere {
            p.mail-look-note {
                (parts::icon("image")) span { (text.msg_agent_pictures_hidden()) }
                a.btn data-size="s" href="?pictures" { (text.msg_agent_pictures_show()) }
            }
        }
        iframe.mail-look src={ (back) "/messages/" (message) "/look.html" (pictures.unwrap_or_default()) } title=(title) sandbox=(SANDBOX) {}
    };
    let place = shell::Place { active: "", title: &title, live: "", here: &back, detail: true };
    page(shell::document(&reader, &frame, &place, &main))
}

/// The mail alone.
pub(crate) async fn paper(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path((id, message)): Path<(TicketId, MessageId)>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let actor = reader.actor.clone();
    let found = app.desk.read(move |conn| {
        let mail = tickets::original(conn, &actor, id, message)?;
        Ok((mail, tickets::files_of(conn, message)?))
    });
    let (mail, files) = found.await?;
    let mut shown = HashSet::new();
    let mut count = 0;
    let [own, history] = [&mail.html, &mail.quoted].map(|html| {
        let before = count;
        count += markup::remote_images(html).len();
        let html = parts::with_pictures(html, &files, None, &mut shown);
        if wanted.pictures.is_none() {
            return html;
        }
        markup::with_remote_images(&html, &|number| pictures::address(id, message, before + number))
    });
    let whole = html! {
        (DOCTYPE)
        html {
            head { meta charset="utf-8"; title { (reader.text.msg_agent_source()) } style { (PreEscaped(PAPER)) } }
            body { (PreEscaped(own)) (PreEscaped(history)) }
        }
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN")),
    ];
    Ok((headers, whole.into_string()).into_response())
}
