//! A mail that landed in the wrong ticket: into a new one or another, by one click, with undo.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::people;
use desk::tickets::{self, Belongs, Entry, Message, OtherTicket};
use desk::{Error, FieldError, MessageId, TicketId, limits};
use maud::{Markup, html};
use serde::Deserialize;

use super::shell;
use super::ticket_page::TicketModel;
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts;
use crate::reader::Reader;

/// The most that is taken for the number of a ticket.
const NUMBER_CHARS_MAX: usize = 20;

/// The menu of a message that came by mail.
pub(super) fn menu(reader: &Reader, model: &TicketModel, message: &Message) -> Markup {
    let text = reader.text;
    let (name, id) = (text.msg_move_elsewhere(), format!("elsewhere-{}", message.id));
    let action = url(model.page.ticket.id, message.id);
    html! {
        button.meta.mark type="button" popovertarget=(id) title=(name) aria-label=(name) { (parts::icon("forward")) }
        div.menu #(id) popover data-align="end" {
            p.menu-label { (name) }
            @if has_others(model) {
                form method="post" action=(action) data-enhance {
                    button.menu-item type="submit" name="ticket" value="new" {
                        (parts::icon("plus")) (text.msg_move_new())
                    }
                }
            }
            a.menu-item href=(action) { (parts::icon("forward")) (text.msg_move_other()) }
        }
    }
}

fn has_others(model: &TicketModel) -> bool {
    model.page.entries.iter().filter(|entry| matches!(entry, Entry::Message(_))).count() > 1
}

fn url(ticket: TicketId, message: MessageId) -> String {
    format!("/agent/tickets/{ticket}/messages/{message}/move")
}

/// Where to: the number of a ticket, or `new`.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Target {
    #[serde(default)]
    ticket: String,
}

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    q: String,
}

/// The page that offers tickets which the mail may belong to.
pub(crate) async fn move_form(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(place): Path<(TicketId, MessageId)>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    match elsewhere(&app, &reader, place).await {
        Err(Error::NotFound) => show(&app, &reader, place, wanted.q.trim(), "", StatusCode::OK, &[]).await,
        Err(error) => Err(error.into()),
        Ok(ticket) => there(ticket, place.1),
    }
}

/// The ticket that somebody has moved the message to since.
async fn elsewhere(app: &App, reader: &Reader, (id, message): (TicketId, MessageId)) -> desk::Result<TicketId> {
    let actor = reader.actor.clone();
    app.desk.read(move |conn| tickets::moved_to(conn, &actor, id, message)).await
}

/// To the message where it is, for whoever goes back to the page that moved it.
fn there(ticket: TicketId, message: MessageId) -> Answer {
    redirect_after(&format!("/agent/tickets/{ticket}#message_{message}"), Done::MessageElsewhere, 1, None)
}

/// A ticket to choose, with who asked.
struct Candidate {
    ticket: OtherTicket,
    requester: String,
    /// Of the author of the mail.
    same: bool,
}

async fn show(
    app: &App,
    reader: &Reader,
    (id, message): (TicketId, MessageId),
    query: &str,
    typed: &str,
    status: StatusCode,
    errors: &[FieldError],
) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let (actor, wanted) = (reader.actor.clone(), query.to_owned());
    let (found, author, sought, named, likely) = app
        .desk
        .read(move |conn| {
            let mut found = tickets::belongs(conn, &actor, id, message)?;
            let author = people::find(conn, found.author)?.name;
            let wrote = found.author;
            let candidates = |conn: &mut store::Conn, tickets: Vec<OtherTicket>| {
                let one = |ticket: OtherTicket| {
                    let requester = tickets::find(conn, &actor, ticket.id)?.requester;
                    let same = requester == wrote;
                    Ok(Candidate { ticket, requester: people::find(conn, requester)?.name, same })
                };
                tickets.into_iter().map(one).collect::<desk::Result<Vec<_>>>()
            };
            let (named, likely) = (std::mem::take(&mut found.named), std::mem::take(&mut found.likely));
            let sought = match wanted.as_str() {
                "" => None,
                words => {
                    let rows = tickets::search(conn, &actor, words, None)?.rows;
                    let others = rows.into_iter().filter(|row| row.id != id).map(OtherTicket::from);
                    Some(candidates(conn, others.collect())?)
                }
            };
            let (named, likely) = (candidates(conn, named)?, candidates(conn, likely)?);
            Ok((found, author, sought, named, likely))
        })
        .await?;
    let text = reader.text;
    let (title, here) = (text.msg_move_title(), url(id, message));
    let main = html! {
        header.topbar {
            a.btn href={ "/agent/tickets/" (id) "#message_" (message) } data-variant="quiet" data-size="s" data-key="escape" {
                (parts::icon("arrow-left")) "#" (id)
            }
            h1 { (title) }
        }
        div.scroll {
            div.page.settings data-size="m" {
                p.soft { (text.msg_move_lead(&author)) }
                (apart(reader, &found, &here))
                (search(reader, query, &here))
                @if let Some(sought) = &sought {
                    @if sought.is_empty() { p.soft role="status" { (text.msg_merge_none()) } }
                    (list(reader, sought, &here, text.msg_merge_found()))
                } @else {
                    (list(reader, &named, &here, text.msg_move_named()))
                    (list(reader, &likely, &here, text.msg_merge_suggested()))
                }
                @if sought.iter().flatten().chain(&named).chain(&likely).any(|candidate| !candidate.same) {
                    div.callout data-tone="warning" { (parts::icon("triangle-alert")) div { (text.msg_move_warning()) } }
                }
                form.stack #by-number method="post" action=(here) data-enhance {
                    div.field {
                        label for="ticket" { (text.msg_move_number()) }
                        div.name-form {
                            input.input #ticket name="ticket" value=(typed) inputmode="numeric" autocomplete="off" required
                                placeholder="#" maxlength=(NUMBER_CHARS_MAX) aria-invalid=[(!errors.is_empty()).then_some("true")]
                                aria-describedby=[(!errors.is_empty()).then_some("error-ticket")];
                            button.btn type="submit" { (text.msg_move_here()) }
                        }
                        (parts::error_line(reader, errors, "ticket"))
                    }
                }
            }
        }
    };
    let place = shell::Place { active: "", title: &title, live: "tickets", here: &here, detail: false };
    Ok(page_with(status, shell::document(reader, &frame, &place, &main)))
}

/// Into a ticket of its own.
fn apart(reader: &Reader, found: &Belongs, here: &str) -> Markup {
    html! {
        @if found.apart {
            form method="post" action=(here) data-enhance {
                button.btn type="submit" name="ticket" value="new" data-variant="primary" {
                    (parts::icon("plus")) (reader.text.msg_move_new())
                }
            }
        }
    }
}

/// For any other ticket, by words or its number.
fn search(reader: &Reader, query: &str, here: &str) -> Markup {
    let text = reader.text;
    html! {
        form.name-form role="search" method="get" action=(here) {
            label.sr-only for="q" { (text.msg_merge_search()) }
            div.input-wrap {
                (parts::icon("search"))
                input.input #q type="search" name="q" value=(query) maxlength=(limits::QUERY_CHARS_MAX)
                    placeholder=(text.msg_merge_search()) autocomplete="off";
            }
            button.btn type="submit" { (text.msg_agent_search()) }
        }
    }
}

/// Tickets, each with the button that moves the message there.
fn list(reader: &Reader, candidates: &[Candidate], here: &str, title: String) -> Markup {
    let text = reader.text;
    html! {
        @if !candidates.is_empty() {
            section.stack {
                h2 { (title) }
                form method="post" action=(here) data-enhance {
                    ul.pick-list {
                        @for Candidate { ticket, requester, same } in candidates {
                            li.check {
                                button.btn type="submit" name="ticket" value=(ticket.id) data-size="s" {
                                    (text.msg_move_here()) span.sr-only { " #" (ticket.id) }
                                }
                                a.truncate href={ "/agent/tickets/" (ticket.id) } { "#" (ticket.id) " " (ticket.subject) }
                                (parts::status_icon(reader, &ticket.status))
                                span.meta { (requester) " · " (parts::time(reader, ticket.updated_at)) }
                                @if !same { span.pill data-tone="warning" { (text.msg_merge_other_person()) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Puts the message where it belongs.
pub(crate) async fn move_message(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(place): Path<(TicketId, MessageId)>,
    Form(target): Form<Target>,
) -> Answer {
    let (from, message) = place;
    let typed = target.ticket.trim();
    let to = match typed {
        "new" => None,
        number => match number.trim_start_matches('#').parse::<TicketId>() {
            Ok(number) => Some(number),
            Err(_) => {
                let problem = if number.is_empty() { "required" } else { "no_ticket_number" };
                let errors = [FieldError { field: "ticket", problem }];
                return show(&app, &reader, place, "", typed, StatusCode::UNPROCESSABLE_ENTITY, &errors).await;
            }
        },
    };
    let moved = app
        .desk
        .change(&reader.actor, move |c| {
            let to = tickets::move_message(c, from, message, to)?;
            Ok((to, c.id()))
        })
        .await;
    match moved {
        Ok((to, change)) => {
            redirect_after(&format!("/agent/tickets/{to}#message_{message}"), Done::MessageMoved, 1, change)
        }
        Err(Error::Invalid(errors)) => {
            show(&app, &reader, place, "", typed, StatusCode::UNPROCESSABLE_ENTITY, &errors).await
        }
        Err(Error::NotFound) => match elsewhere(&app, &reader, place).await {
            Ok(ticket) => there(ticket, message),
            Err(error) => Err(error.into()),
        },
        Err(error) => Err(error.into()),
    }
}
