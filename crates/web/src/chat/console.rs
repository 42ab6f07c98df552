//! The agents' console: the list, one conversation, and who the visitor is.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form as UrlForm, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::chat::{self, Board, Chat, State as ChatState};
use desk::tickets::{self, Entry, Message, Page, Side, StandardView, View};
use desk::{FieldError, Frame, MessageId, PersonId, TicketId, Time};
use maud::{Markup, html};
use serde::Deserialize;

use super::bubbles::{self, Seat};
use super::visitor::Sign;
use super::{aside, queue, state};
use crate::agent::ticket_page::{TicketModel, Typed};
use crate::agent::{composer, shell};
use crate::answer::{Answer, Failure, page, page_with, redirect};
use crate::app::App;
use crate::parts::{self, icon};
use crate::reader::Reader;

/// How a console is shown after a form came back.
#[derive(Default)]
pub(crate) struct Shown {
    pub status: StatusCode,
    pub errors: Vec<FieldError>,
    pub typed: Option<Typed>,
}

/// Whether requests reach the reader.
fn is_available(frame: &Frame, now: Time) -> bool {
    frame.chat.as_ref().is_some_and(|(standing, _)| {
        // A page of theirs is being asked for just now.
        standing.available || standing.is_available(now)
    })
}

/// The list, with nothing beside it.
pub(crate) async fn home(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let (actor, available, now) = (reader.actor.clone(), is_available(&frame, reader.now), reader.now);
    let board = app.desk.read(move |conn| chat::board(conn, &actor, available, now)).await?;
    let text = reader.text;
    let main = html! {
        (bar(&reader, &frame))
        div.console data-alone {
            (queue::queue(&reader, &board, None, available))
            div.ticket-main.console-empty {
                div.empty {
                    span.empty-art { (parts::large_icon("messages-square")) }
                    h2 { (text.msg_chat_choose()) }
                    p { @if frame.chat.is_some() { (text.msg_chat_choose_hint()) } @else { (text.msg_chat_no_portals()) } }
                }
            }
        }
    };
    let live = live(&reader, None);
    let place =
        shell::Place { active: "chats", title: &text.msg_chat_all(), live: &live, here: "/agent/chats", detail: false };
    page(shell::document(&reader, &frame, &place, &main))
}

fn live(reader: &Reader, ticket: Option<TicketId>) -> String {
    let me = reader.actor.person.map_or(0, |person| person.0);
    match ticket {
        Some(ticket) => format!("chats chats-of:{me} chat:{ticket}"),
        None => format!("chats chats-of:{me}"),
    }
}

fn bar(reader: &Reader, frame: &Frame) -> Markup {
    html! {
        header.topbar #console-bar data-region="morph" {
            h1 { (reader.text.msg_chat_all()) }
            span.spacer {}
            @if frame.chat.is_some() { (super::availability::opener(reader, frame, "console")) }
        }
    }
}

/// One chat.
pub(crate) async fn one(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
) -> Answer {
    shown(&app, &reader, id, Shown::default()).await
}

struct Found {
    page: Page,
    chat: Chat,
    board: Board,
    agents: Vec<(PersonId, String)>,
}

pub(crate) async fn shown(app: &App, reader: &Reader, id: TicketId, shown: Shown) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let (actor, available, now) = (reader.actor.clone(), is_available(&frame, reader.now), reader.now);
    let found = app
        .desk
        .read(move |conn| {
            let page = tickets::page(conn, &actor, id)?;
            Ok(match chat::of_ticket(conn, id)? {
                Some(chat) => {
                    let board = chat::board(conn, &actor, available, now)?;
                    let agents = chat::invited(conn, id)?;
                    Some(Found { page, chat, board, agents })
                }
                None => None,
            })
        })
        .await?;
    // A ticket that never was a chat has its own page.
    let Some(found) = found else { return Ok(redirect(&format!("/agent/tickets/{id}"))) };
    let text = reader.text;
    let (page, chat) = (&found.page, &found.chat);
    let messages: Vec<Message> = page
        .entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Message(message) => Some((**message).clone()),
            Entry::Event(_) => None,
        })
        .collect();
    let own = messages.last().filter(|message| message.side == Side::Agent).map(|message| message.id);
    let view = View::Standard(StandardView::Open);
    let model = TicketModel {
        page,
        view,
        previous: None,
        next: None,
        present: &[],
        errors: &shown.errors,
        typed: shown.typed.as_ref(),
        planned: None,
        pictures: None,
        moved: false,
        mail_files_max: app.settings.mail_files_max(),
        works_here: shell::bits::department_of(&frame.menu, page.ticket.department).is_some(),
        chat: true,
    };
    let names: Vec<String> = found.agents.iter().map(|(_, name)| name.clone()).collect();
    let main = html! {
        (bar(reader, &frame))
        div.console {
            (queue::queue(reader, &found.board, Some(id), available))
            section.ticket-main #chat data-chat=(chat.state.code()) data-topic={ "chat:" (id) } data-base={ "/agent/chats/" (id) }
                data-side="agent" aria-label=(text.msg_chat_with(&page.requester.name)) {
                (aside::head(reader, page, chat, &actions(reader, &frame, &found)))
                @for field in ["agent", "assignee", "department"] { (parts::error_line(reader, &shown.errors, field)) }
                div #screen.screen hidden { video autoplay playsinline muted aria-label=(text.msg_chat_screen_of(&page.requester.name)) {}
                    p.cluster { span role="status" { (text.msg_chat_screen_of(&page.requester.name)) } span.spacer {}
                        button.btn type="button" data-size="s" data-screen-full { (text.msg_chat_screen_full()) }
                        button.btn type="button" data-size="s" data-screen-stop { (text.msg_chat_share_stop()) } } }
                div.scroll #chat-log data-scroll-end tabindex="0" role="region" aria-label=(text.msg_chat_messages()) {
                    div.ticket-col.console-col {
                        ol.chat #chat-messages data-calm data-region="thread" { (bubbles::list(reader, &messages, Seat::Agent)) }
                        div #chat-below data-region="morph" { (state::agent(reader, app, chat, &page.requester.name, own)) }
                        div.thread-end {}
                    }
                }
                @if chat.is_live() || shown.typed.is_some() { (composer::dock(reader, &model)) } @else { (over(reader, id)) }
            }
            (aside::pane(reader, page, chat, &names))
        }
    };
    let (here, live) = (format!("/agent/chats/{id}"), live(reader, Some(id)));
    let place = shell::Place { active: "chats", title: &page.requester.name, live: &live, here: &here, detail: true };
    Ok(page_with(shown.status, shell::document(reader, &frame, &place, &main)))
}

fn over(reader: &Reader, id: TicketId) -> Markup {
    html! {
        div.dock { div.ticket-col.console-col { p.callout {
            (icon("info"))
            span { (reader.text.msg_chat_over_hint()) " " a href={ "/agent/tickets/" (id) } { (reader.text.msg_chat_as_ticket(id.to_string())) } }
        } } }
    }
}

fn actions(reader: &Reader, frame: &Frame, found: &Found) -> Markup {
    let text = reader.text;
    let (chat, ticket) = (&found.chat, &found.page.ticket);
    let act = format!("/agent/chats/{}/act", chat.ticket);
    let mut able: Vec<_> =
        frame.able(ticket.department, ticket.company).filter(|agent| Some(agent.id) != ticket.assignee).collect();
    able.sort_by(|a, b| a.name.cmp(&b.name));
    html! {
        @if chat.state == ChatState::Waiting {
            form method="post" action=(act) { button.btn type="submit" name="act" value="take" data-variant="primary" data-size="s" { (text.msg_chat_take()) } }
        }
        @if chat.is_live() {
            button.btn type="button" data-variant="quiet" data-size="s" popovertarget="hand-over" {
                (icon("forward")) span.desktop-only { (text.msg_chat_hand_over()) } span.sr-only.mobile-only { (text.msg_chat_hand_over()) }
            }
            div.menu #hand-over popover data-align="end" {
                p.menu-label { (text.msg_chat_to_agent()) }
                form method="post" action=(act) {
                    input type="hidden" name="act" value="agent";
                    @for agent in able.iter().filter(|agent| Some(agent.id) != reader.actor.person) {
                        button.menu-item type="submit" name="to" value=(agent.id) { (aside::agent_item(&agent.name, agent.id)) }
                    }
                }
                hr;
                p.menu-label { (text.msg_chat_to_department()) }
                form method="post" action=(act) {
                    input type="hidden" name="act" value="department";
                    @for service in &frame.services { @for department in &service.departments {
                        button.menu-item type="submit" name="to" value=(department.id) { (icon("layers-2")) span.truncate { (service.name) " ▸ " (department.name) } }
                    } }
                }
                hr;
                p.menu-label { (text.msg_chat_invite()) }
                form method="post" action=(act) {
                    input type="hidden" name="act" value="invite";
                    @for agent in able.iter().filter(|agent| Some(agent.id) != reader.actor.person) {
                        button.menu-item type="submit" name="to" value=(agent.id) { (aside::agent_item(&agent.name, agent.id)) }
                    }
                }
            }
            form method="post" action=(act) data-enhance {
                button.btn type="submit" name="act" value="end" data-size="s" { (icon("check")) (text.msg_chat_end()) }
            }
        }
    }
}

/// Only messages behind this one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Behind {
    after: i64,
}

/// What is new behind a message, for a script.
pub(crate) async fn news(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    Query(behind): Query<Behind>,
) -> Answer {
    let (actor, after) = (reader.actor.clone(), MessageId(behind.after));
    let news = app.desk.read(move |conn| chat::agent_news(conn, &actor, id, after)).await?;
    let markup = html! {
        div data-chat=(news.chat.state.code()) {
            ol { (bubbles::list(&reader, &news.messages, Seat::Agent)) }
            (state::agent(&reader, &app, &news.chat, &news.visitor, news.own))
        }
    };
    Ok(page_with(StatusCode::OK, markup))
}

/// The agent's page is open and shows messages up to one.
pub(crate) async fn alive(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    UrlForm(sign): UrlForm<Sign>,
) -> Result<Response, Failure> {
    let actor = reader.actor.clone();
    app.desk.read(move |conn| tickets::find(conn, &actor, id)).await?;
    if !sign.typing.is_empty() {
        app.typing.announce(&app.desk, id, Side::Agent, sign.typing == "1").await?;
    }
    if sign.newest > 0 {
        app.desk.change(&reader.actor, move |c| chat::seen_by_agent(c, id, MessageId(sign.newest))).await?;
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}
