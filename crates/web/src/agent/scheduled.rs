//! Answers that leave later: choosing when, what waits below a conversation, and the agent's own in one list.

use std::collections::HashSet;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use desk::tickets::{self, Scheduled};
use desk::{Error, MessageId, ScheduledId, TicketId, Time};
use jiff::civil::{Weekday, time};
use jiff::{ToSpan, Zoned};
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;

use super::conversation;
use super::reading::{From, Shown, render};
use super::shell::{self, bits};
use super::ticket_page::TicketModel;
use crate::answer::{Answer, page, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts;
use crate::reader::Reader;

/// The agent's own scheduled answers.
const LIST: &str = "/agent/scheduled";

/// What `datetime-local` fields hold.
const LOCAL: &str = "%Y-%m-%dT%H:%M";

/// Ways to send later, in the menu of the composer; `form` is the composer.
pub(super) fn ways(reader: &Reader, model: &TicketModel, form: &str) -> Markup {
    let text = reader.text;
    let problem = parts::problem(reader, model.errors, "send_at").map(|_| "true");
    let typed = model.typed.map_or("", |typed| typed.send_at.as_str());
    html! {
        div role="group" aria-labelledby="send-later-title" {
            hr;
            div.menu-label #send-later-title { (text.msg_scheduled_ways()) }
            @for (name, at) in moments(reader) {
                button.menu-item type="submit" form=(form) name="send_on" value=(at.strftime(LOCAL)) {
                    (parts::icon("alarm-clock")) span { (name) }
                    span.end.meta { (parts::moment(reader, Time(at.timestamp().as_microsecond()))) }
                }
            }
            div.menu-later {
                label for="send_at" { (text.msg_scheduled_at()) }
                div.cluster {
                    input.input #send_at type="datetime-local" name="send_at" form=(form) value=(typed) data-size="s"
                        aria-invalid=[problem] aria-describedby="send-at-problem";
                    button.btn type="submit" form=(form) name="send_on" value="chosen" data-size="s" { (text.msg_scheduled_send()) }
                }
                div #send-at-problem data-region="refusal" { (parts::error_line(reader, model.errors, "send_at")) }
            }
        }
    }
}

/// What is often wanted: soon, the next morning, the next week.
fn moments(reader: &Reader) -> Vec<(String, Zoned)> {
    let text = reader.text;
    let now = reader.now.timestamp().to_zoned(reader.zone.clone());
    let morning = |day: Result<Zoned, jiff::Error>| day.and_then(|day| day.with().time(time(8, 0, 0, 0)).build());
    let tomorrow = morning(now.tomorrow());
    let monday =
        morning(now.nth_weekday(1, Weekday::Monday)).ok().filter(|monday| Some(monday) != tomorrow.as_ref().ok());
    [
        (text.msg_scheduled_in_an_hour(), now.checked_add(1.hour()).ok()),
        (text.msg_scheduled_tomorrow(), tomorrow.ok()),
        (text.msg_scheduled_monday(), monday),
    ]
    .into_iter()
    .filter_map(|(name, at)| Some((name, at?)))
    .collect()
}

/// What waits below the conversation.
pub(super) fn below(reader: &Reader, model: &TicketModel) -> Markup {
    let found = &model.page.scheduled;
    html! {
        div #scheduled data-region="morph" {
            @if !found.is_empty() {
                section.stack aria-label=(reader.text.msg_scheduled_title()) {
                    @for one in found { (card(reader, one, Some(model))) }
                }
            }
        }
    }
}

/// One answer: on the page of its ticket, or in the list.
fn card(reader: &Reader, one: &Scheduled, model: Option<&TicketModel>) -> Markup {
    let text = reader.text;
    let (author, name) = &one.author;
    let mut shown = HashSet::new();
    let body = parts::with_pictures(&one.html, &one.files, None, &mut shown);
    html! {
        article.msg.scheduled #{ "scheduled_" (one.id) } data-from="agent" {
            (bits::sized_avatar(*author, name, "m"))
            div.bubble {
                header.msg-head {
                    @if model.is_some() { span.name { (name) } } @else {
                        a.name href={ "/agent/tickets/" (one.ticket.0) "#scheduled_" (one.id) } { "#" (one.ticket.0) " " (one.ticket.1) }
                    }
                    @if one.kept.is_empty() {
                        span.meta { (parts::icon("alarm-clock")) (text.msg_scheduled_leaves(parts::moment(reader, one.send_at))) }
                    }
                }
                div.msg-body.table-wrap { (PreEscaped(&body)) }
                (conversation::files(reader, &one.files, &shown))
                @if !one.kept.is_empty() {
                    div.msg-body {
                        div.callout data-tone="warning" {
                            (parts::icon("triangle-alert"))
                            div { (text.msg_scheduled_kept(parts::moment(reader, one.send_at))) " " (why(reader, &one.kept)) }
                        }
                    }
                }
                (decisions(reader, one, model))
            }
        }
    }
}

/// Why an answer did not leave at its time.
pub(super) fn why(reader: &Reader, kept: &str) -> String {
    let text = reader.text;
    match kept {
        "news" => text.msg_scheduled_why_news(),
        "author_left" => text.msg_scheduled_why_author_left(),
        "may_not" => text.msg_scheduled_why_may_not(),
        "locked" => text.msg_scheduled_why_locked(),
        "away" => text.msg_scheduled_why_away(),
        _ => text.msg_scheduled_why_failed(),
    }
}

fn decisions(reader: &Reader, one: &Scheduled, model: Option<&TicketModel>) -> Markup {
    let text = reader.text;
    let own = Some(one.author.0) == reader.actor.person;
    html! {
        form.decisions method="post" action={ "/agent/tickets/" (one.ticket.0) "/scheduled/" (one.id) } data-enhance {
            @if let Some(model) = model {
                input type="hidden" name="view" value=(model.view.code());
                input type="hidden" name="seen" value=(model.page.ticket.last_message);
            }
            // Whoever sends has the conversation before them.
            @if own && model.is_some() {
                button.btn type="submit" name="decision" value="send" data-size="s" { (text.msg_scheduled_now()) }
            }
            button.btn type="submit" name="decision" value="take_back" data-variant="quiet" data-size="s" {
                (text.msg_scheduled_take_back())
                span.sr-only { ", " (text.msg_scheduled_leaves(parts::moment(reader, one.send_at))) }
            }
        }
    }
}

/// The agent's own.
pub(crate) async fn scheduled(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    let text = reader.text;
    let frame = app.desk.frame(&reader.actor).await?;
    let actor = reader.actor.clone();
    let found = app.desk.read(move |conn| tickets::own_scheduled(conn, &actor)).await?;
    let title = text.msg_scheduled_title();
    let main = html! {
        header.topbar { h1 { (title) } }
        div.scroll tabindex="0" role="region" aria-label=(title) {
            div.ticket-col #own-scheduled data-region="morph" {
                @if found.is_empty() {
                    div.empty {
                        span.empty-art { (bits::sized_icon("alarm-clock", "xl")) }
                        h2 { (text.msg_scheduled_none()) }
                        p { (text.msg_scheduled_none_more()) }
                    }
                } @else {
                    div.stack { @for one in &found { (card(&reader, one, None)) } }
                }
            }
        }
    };
    let place = shell::Place { active: "scheduled", title: &title, live: "tickets", here: LIST, detail: false };
    page(shell::document(&reader, &frame, &place, &main))
}

/// What an agent does with one.
#[derive(Debug, Deserialize)]
pub(crate) struct Decided {
    #[serde(default)]
    decision: String,
    #[serde(default)]
    seen: String,
    #[serde(default)]
    view: String,
}

/// Sends an answer now, or takes it back into the composer.
pub(crate) async fn decide(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path((id, scheduled)): Path<(TicketId, ScheduledId)>,
    Form(form): Form<Decided>,
) -> Answer {
    let view = From::of(&form.view).view();
    let ticket = bits::ticket_url(id, view);
    let (sends, seen) = (form.decision == "send", form.seen.parse().ok().map(MessageId));
    let result = app
        .desk
        .change(&reader.actor, move |c| {
            if sends {
                tickets::send_now(c, scheduled, seen)?;
            } else {
                tickets::take_back(c, scheduled)?;
            }
            Ok(c.id())
        })
        .await;
    match result {
        Ok(change) if sends => redirect_after(&ticket, Done::Sent, 1, change),
        Ok(_) => redirect_after(&ticket, Done::TakenBack, 1, None),
        // It left meanwhile, or somebody took it back.
        Err(Error::NotFound) => {
            let actor = reader.actor.clone();
            app.desk.read(move |conn| tickets::find(conn, &actor, id)).await?;
            redirect_after(&ticket, Done::TooLate, 1, None)
        }
        Err(Error::Moved { .. }) => {
            let shown = Shown { status: StatusCode::CONFLICT, moved: true, ..Shown::default() };
            render(&app, &reader, id, view, shown).await
        }
        Err(Error::Refused(_)) => redirect_after(&ticket, Done::Refused, 1, None),
        Err(error) => Err(error.into()),
    }
}
