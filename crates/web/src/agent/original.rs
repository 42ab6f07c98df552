//! The mail of a message as it came: its source, and the file itself.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect};
use desk::tickets::{self, Original};
use desk::{Error, MessageId, TicketId};
use maud::{Markup, html};

use super::{look, shell, timeline};
use crate::answer::{Answer, Failure, page, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::reader::Reader;
use crate::{files, limits, parts};

/// The message of a ticket.
type Place = Path<(TicketId, MessageId)>;

async fn read(
    app: &App,
    reader: &Reader,
    (id, message): (TicketId, MessageId),
) -> Result<(Original, Option<Vec<u8>>), Failure> {
    let (actor, files) = (reader.actor.clone(), app.desk.store().files().clone());
    let found = app.desk.read(move |conn| {
        let original = tickets::original(conn, &actor, id, message)?;
        let raw = if original.kept { Some(files.get(conn, &original.raw_sha256)?) } else { None };
        Ok((original, raw))
    });
    Ok(found.await?)
}

/// What is known of a mail, and its source.
pub(crate) async fn source(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(place): Place,
) -> Answer {
    let (original, raw) = read(&app, &reader, place).await?;
    let frame = app.desk.frame(&reader.actor).await?;
    let (text, (id, message)) = (reader.text, place);
    let (title, back) = (text.msg_agent_source(), format!("/agent/tickets/{id}"));
    let main = html! {
        header.topbar {
            a.btn href={ (back) "#message_" (message) } data-variant="quiet" data-size="s" { (parts::icon("arrow-left")) "#" (id) }
            h1 { (title) }
            span.spacer {}
            (look::ways(&reader, place, "source"))
            @if raw.is_some() {
                @if original.readable {
                    form method="post" action={ (back) "/messages/" (message) "/read-again" } {
                        button.btn type="submit" data-size="s" title=(text.msg_agent_reread_hint()) {
                            (parts::icon("refresh-cw")) span.desktop-only { (text.msg_agent_reread()) }
                            span.sr-only.mobile-only { (text.msg_agent_reread()) }
                        }
                    }
                }
                a.btn href={ (back) "/messages/" (message) "/mail.eml" } data-size="s" download {
                    (parts::icon("download")) (text.msg_agent_source_download())
                }
            }
        }
        div.scroll {
            div.page.stack {
                (facts(&reader, &original))
                @if let Some(raw) = &raw {
                    @let shown = raw.get(..limits::SOURCE_BYTES_SHOWN).unwrap_or(raw);
                    pre.source tabindex="0" role="region" aria-label=(title) { (String::from_utf8_lossy(shown)) }
                    @if shown.len() < raw.len() { p.soft { (text.msg_agent_source_cut()) } }
                } @else {
                    div.callout { (parts::icon("info")) div { (text.msg_agent_source_gone()) } }
                }
            }
        }
    };
    let place = shell::Place { active: "", title: &title, live: "", here: &back, detail: true };
    page(shell::document(&reader, &frame, &place, &main))
}

fn facts(reader: &Reader, original: &Original) -> Markup {
    let text = reader.text;
    html! {
        dl.facts {
            dt { (text.msg_agent_held_at()) } dd { (parts::time(reader, original.created_at)) }
            @if let Some(why) = timeline::reason(reader, &original.thread_why) {
                dt { (text.msg_agent_source_why()) } dd { (why) }
            }
            dt { (text.msg_agent_source_checks()) }
            dd {
                @if original.checks.is_empty() { (text.msg_agent_source_unchecked()) } @else { code { (original.checks) } }
            }
        }
    }
}

/// The file.
pub(crate) async fn file(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(place): Place,
) -> Answer {
    let (original, raw) = read(&app, &reader, place).await?;
    let Some(raw) = raw else {
        return Ok(Redirect::to(&format!("/agent/tickets/{}/messages/{}/source", place.0, place.1)).into_response());
    };
    let headers = [
        (header::CONTENT_TYPE, "message/rfc822".to_owned()),
        (header::CONTENT_DISPOSITION, files::to_keep(&format!("{} {}", place.0, original.subject), "eml")),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".to_owned()),
    ];
    Ok((headers, raw).into_response())
}

/// Reads the mail again with what is known of mail today.
pub(crate) async fn read_again(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path((id, message)): Place,
) -> Answer {
    let (_, raw) = read(&app, &reader, (id, message)).await?;
    let (raw, understand) = (raw.ok_or(Error::NotFound)?, app.read_again);
    let reading = tokio::task::spawn_blocking(move || understand(&raw)).await;
    let reading = reading.map_err(|error| Error::Internal(error.to_string()))?.ok_or(Error::NotFound)?;
    let changed = app.desk.change(&reader.actor, move |c| Ok((tickets::reread(c, id, message, &reading)?, c.id())));
    let (changed, change) = changed.await?;
    let to = format!("/agent/tickets/{id}#message_{message}");
    if changed { redirect_after(&to, Done::Reread, 1, change) } else { redirect_after(&to, Done::Same, 1, None) }
}
