//! Blocked senders: whose tickets are spam, and what was caught.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use desk::PersonId;
use desk::tickets::{self, Blocked};
use maud::{Markup, html};
use serde::Deserialize;

use super::page;
use crate::answer::{self, Answer, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts;
use crate::reader::Reader;

/// The page.
pub(crate) async fn blocked(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let senders = app.desk.read(tickets::blocked_senders).await?;
    let text = reader.text;
    let body = html! {
        div #blocked {
            @if senders.is_empty() {
                div.empty {
                    span.empty-art { (parts::icon("ban")) }
                    h2 { (text.msg_settings_blocked_none()) }
                    p { (text.msg_settings_blocked_none_more()) }
                }
            } @else {
                div.stack { @for sender in &senders { (card(&reader, sender)) } }
            }
        }
    };
    let title = text.msg_settings_blocked();
    answer::page(page(&reader, &frame, "blocked", &title, &text.msg_settings_blocked_lead(), &body))
}

fn card(reader: &Reader, sender: &Blocked) -> Markup {
    let text = reader.text;
    let id = format!("blocked-{}", sender.person);
    html! {
        section.card #(id) aria-labelledby={ "title-" (id) } {
            header {
                h2 #{ "title-" (id) } { (sender.name) " " span.meta { (sender.address) } }
                form.cluster method="post" action={ "/agent/settings/blocked/" (sender.person) } data-enhance {
                    button.btn type="submit" data-size="s" { (text.msg_settings_unblock()) }
                    @if !sender.caught.is_empty() {
                        button.btn type="submit" name="release" value="1" data-size="s" {
                            (text.msg_settings_unblock_release(i64::try_from(sender.caught.len()).unwrap_or(0)))
                        }
                    }
                }
            }
            div.card-body {
                p.meta {
                    @match &sender.by {
                        Some(name) => (text.msg_settings_blocked_by(name)),
                        None => (text.msg_settings_blocked_by_rule()),
                    }
                    " · " (parts::time(reader, sender.since))
                }
                ul.mini-list {
                    @for (ticket, subject) in &sender.caught {
                        li { a href={ "/agent/tickets/" (ticket) } { "#" (ticket) " " span.truncate { (subject) } } }
                    }
                }
            }
        }
    }
}

/// Whether what was caught comes back.
#[derive(Debug, Deserialize)]
pub(crate) struct Unblock {
    #[serde(default)]
    release: String,
}

/// Lets a sender through again.
pub(crate) async fn unblock(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<PersonId>,
    Form(form): Form<Unblock>,
) -> Answer {
    let release = !form.release.is_empty();
    app.desk.change(&reader.actor, move |c| tickets::unblock(c, id, release)).await?;
    redirect_after("/agent/settings/blocked", Done::Saved, 1, None)
}
