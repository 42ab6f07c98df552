//! Merging tickets into one, and splitting messages off into a ticket of their own.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum_extra::extract::{Form, Query};
use desk::tickets::{self, Entry, Message, OtherTicket};
use desk::{Error, FieldError, MessageId, TicketId, limits};
use maud::{Markup, html};
use serde::Deserialize;

use super::shell;
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts;
use crate::reader::Reader;

/// The tickets to merge, and what to look for.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Chosen {
    #[serde(default)]
    tickets: Vec<TicketId>,
    #[serde(default)]
    q: String,
}

/// The page that merges tickets chosen in a list into the first of them.
pub(super) fn url(tickets: &[TicketId]) -> String {
    let Some((first, others)) = tickets.split_first() else { return "/agent".to_owned() };
    let chosen: Vec<String> = others.iter().map(|ticket| format!("tickets={ticket}")).collect();
    format!("/agent/tickets/{first}/merge?{}", chosen.join("&"))
}

/// The page that offers tickets to merge.
pub(crate) async fn merge_form(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    Query(chosen): Query<Chosen>,
) -> Answer {
    show_merge(&app, &reader, id, &chosen, StatusCode::OK, &[]).await
}

/// A ticket that may be merged, with who asked.
struct Candidate {
    ticket: OtherTicket,
    requester: String,
    same: bool,
    chosen: bool,
}

async fn show_merge(
    app: &App,
    reader: &Reader,
    id: TicketId,
    chosen: &Chosen,
    status: StatusCode,
    errors: &[FieldError],
) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let query = chosen.q.as_str();
    let (actor, wanted) = (reader.actor.clone(), chosen.clone());
    let (ticket, requester, found) = app
        .desk
        .read(move |conn| {
            let ticket = tickets::find(conn, &actor, id)?;
            let requester = desk::people::find(conn, ticket.requester)?.name;
            let others: Vec<OtherTicket> = if wanted.q.trim().is_empty() {
                tickets::suggestions(conn, &actor, id)?
            } else {
                tickets::search(conn, &actor, &wanted.q, None)?.rows.into_iter().map(OtherTicket::from).collect()
            };
            let mut found = Vec::new();
            for (other, chosen) in tickets::others(conn, &actor, &wanted.tickets)?
                .into_iter()
                .map(|other| (other, true))
                .chain(
                    others.into_iter().filter(|other| !wanted.tickets.contains(&other.id)).map(|other| (other, false)),
                )
                .filter(|(other, _)| other.id != id)
            {
                let its = tickets::find(conn, &actor, other.id)?;
                let requester = desk::people::find(conn, its.requester)?.name;
                found.push(Candidate { ticket: other, requester, same: its.requester == ticket.requester, chosen });
            }
            Ok((ticket, requester, found))
        })
        .await?;
    let text = reader.text;
    let action = format!("/agent/tickets/{id}/merge");
    let title = text.msg_merge_title(id.to_string());
    let main = html! {
        header.topbar {
            a.btn href={ "/agent/tickets/" (id) } data-variant="quiet" data-size="s" data-key="escape" {
                (parts::icon("arrow-left")) "#" (id)
            }
            h1 { (title) }
        }
        div.scroll {
            div.page.settings data-size="m" {
                p.soft { (text.msg_merge_lead(&ticket.subject, &requester)) }
                form.name-form role="search" method="get" action=(action) {
                    @for ticket in &chosen.tickets { input type="hidden" name="tickets" value=(ticket); }
                    label.sr-only for="q" { (text.msg_merge_search()) }
                    div.input-wrap {
                        (parts::icon("search"))
                        input.input #q type="search" name="q" value=(query) maxlength=(limits::QUERY_CHARS_MAX)
                            placeholder=(text.msg_merge_search()) autocomplete="off";
                    }
                    button.btn type="submit" { (text.msg_agent_search()) }
                }
                form.stack #merge method="post" action=(action) data-enhance {
                    input type="hidden" name="q" value=(query);
                    h2 { @if query.trim().is_empty() { (text.msg_merge_suggested()) } @else { (text.msg_merge_found()) } }
                    @if found.is_empty() { p.soft { (text.msg_merge_none()) } }
                    ul.pick-list { @for candidate in &found { li { (choice(reader, candidate)) } } }
                    (parts::error_line(reader, errors, "tickets"))
                    @if found.iter().any(|candidate| !candidate.same) {
                        div.callout data-tone="warning" { (parts::icon("triangle-alert")) div { (text.msg_merge_warning()) } }
                    }
                    @if !found.is_empty() {
                        div.cluster {
                            button.btn type="submit" data-variant="primary" { (parts::icon("merge")) (text.msg_merge_button(id.to_string())) }
                        }
                    }
                }
            }
        }
    };
    Ok(page_with(status, plain_page(reader, &frame, &title, &action, &main)))
}

fn choice(reader: &Reader, candidate: &Candidate) -> Markup {
    let ticket = &candidate.ticket;
    html! {
        label.check {
            input type="checkbox" name="tickets" value=(ticket.id) checked[candidate.chosen];
            span.truncate { "#" (ticket.id) " " (ticket.subject) }
            (parts::status_icon(reader, &ticket.status))
            span.meta { (candidate.requester) " · " (parts::time(reader, ticket.updated_at)) }
            @if !candidate.same { span.pill data-tone="warning" { (reader.text.msg_merge_other_person()) } }
        }
    }
}

fn plain_page(reader: &Reader, frame: &desk::Frame, title: &str, here: &str, main: &Markup) -> Markup {
    let place = shell::Place { active: "", title, live: "tickets", here, detail: false };
    shell::document(reader, frame, &place, main)
}

/// Merges the chosen tickets into this one.
pub(crate) async fn merge(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    Form(chosen): Form<Chosen>,
) -> Answer {
    let (others, count) = (chosen.tickets.clone(), chosen.tickets.len());
    let result = app
        .desk
        .change(&reader.actor, move |c| {
            tickets::merge(c, id, &others)?;
            Ok(c.id())
        })
        .await;
    match result {
        Ok(change) => redirect_after(&format!("/agent/tickets/{id}"), Done::Merged, count, change),
        Err(Error::Invalid(errors)) => {
            show_merge(&app, &reader, id, &chosen, StatusCode::UNPROCESSABLE_ENTITY, &errors).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The messages to split off, and what the new ticket is about.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Parting {
    #[serde(default)]
    messages: Vec<MessageId>,
    #[serde(default)]
    subject: String,
}

/// The page that offers messages to split off.
pub(crate) async fn split_form(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
) -> Answer {
    show_split(&app, &reader, id, None, StatusCode::OK, &[]).await
}

async fn show_split(
    app: &App,
    reader: &Reader,
    id: TicketId,
    typed: Option<&Parting>,
    status: StatusCode,
    errors: &[FieldError],
) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let actor = reader.actor.clone();
    let found = app.desk.read(move |conn| tickets::page(conn, &actor, id)).await?;
    let messages: Vec<&Message> = found
        .entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Message(message) => Some(message.as_ref()),
            Entry::Event(_) => None,
        })
        .collect();
    let text = reader.text;
    let title = text.msg_split_title(id.to_string());
    let action = format!("/agent/tickets/{id}/split");
    let subject = typed.map_or(found.ticket.subject.as_str(), |typed| typed.subject.as_str());
    let main = html! {
        header.topbar {
            a.btn href={ "/agent/tickets/" (id) } data-variant="quiet" data-size="s" data-key="escape" {
                (parts::icon("arrow-left")) "#" (id)
            }
            h1 { (title) }
        }
        div.scroll {
            form.page.settings #split data-size="m" method="post" action=(action) data-enhance {
                p.soft { (text.msg_split_lead()) }
                div.field {
                    label for="subject" { (text.msg_agent_field_subject()) }
                    input.input #subject name="subject" value=(subject) maxlength=(limits::SUBJECT_CHARS_MAX)
                        autocomplete="off";
                    (parts::error_line(reader, errors, "subject"))
                }
                fieldset {
                    legend { (text.msg_split_messages()) }
                    ul.pick-list {
                        @for message in &messages {
                            @let chosen = typed.is_some_and(|typed| typed.messages.contains(&message.id));
                            li {
                                label.check {
                                    input type="checkbox" name="messages" value=(message.id) checked[chosen];
                                    span.truncate { b { (message.author.1) } " " (beginning(&message.html)) }
                                    span.meta { (parts::time(reader, message.created_at)) }
                                }
                            }
                        }
                    }
                }
                (parts::error_line(reader, errors, "messages"))
                div.cluster {
                    button.btn type="submit" data-variant="primary" { (parts::icon("split")) (text.msg_split_button()) }
                }
            }
        }
    };
    Ok(page_with(status, plain_page(reader, &frame, &title, &action, &main)))
}

/// Enough words to know a message again.
fn beginning(html: &str) -> String {
    const CHARS: usize = 120;
    markup::html_to_text(html).split_whitespace().collect::<Vec<_>>().join(" ").chars().take(CHARS).collect()
}

/// Makes a ticket of the chosen messages.
pub(crate) async fn split(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    Form(parting): Form<Parting>,
) -> Answer {
    let (messages, subject) = (parting.messages.clone(), parting.subject.clone());
    let result = app
        .desk
        .change(&reader.actor, move |c| {
            let new = tickets::split(c, id, &messages, &subject)?;
            Ok((new, c.id()))
        })
        .await;
    match result {
        Ok((new, change)) => redirect_after(&format!("/agent/tickets/{new}"), Done::Split, 1, change),
        Err(Error::Invalid(errors)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            show_split(&app, &reader, id, Some(&parting), status, &errors).await
        }
        Err(error) => Err(error.into()),
    }
}
