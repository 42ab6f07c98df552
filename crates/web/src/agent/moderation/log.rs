//! What moderators did, each act with its reason, and taking it back.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use desk::community::{self, Act, Measure};
use desk::event::Kind;
use desk::{Error, EventId};
use maud::{Markup, html};
use serde::Deserialize;

use super::person::measure_name;
use super::queue::why_held;
use super::sheet;
use crate::answer::{Answer, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts::{self, icon};
use crate::reader::Reader;

const HERE: &str = "/agent/moderation/log";

/// Which page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    before: String,
}

/// The log.
pub(crate) async fn log(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let before = wanted.before.parse().map(EventId).unwrap_or(EventId(i64::MAX));
    let actor = reader.actor.clone();
    let (acts, next) = app.desk.read(move |conn| community::acts(conn, &actor, None, before)).await?;
    let text = reader.text;
    let body = html! {
        @if acts.is_empty() {
            div.empty { span.empty-art { (icon("scroll-text")) } h2 { (text.msg_moderation_no_acts()) } }
        } @else {
            (list(&reader, &acts))
        }
        @if let Some(next) = next { nav.pagination { a rel="next" href={ (HERE) "?before=" (next) } { (text.msg_agent_page_next()) } } }
    };
    Ok(page_with(StatusCode::OK, sheet(&reader, &frame, "log", &text.msg_moderation_log(), &body)))
}

/// Acts, newest first.
pub(super) fn list(reader: &Reader, acts: &[Act]) -> Markup {
    let text = reader.text;
    html! {
        ul.mod-list {
            @for act in acts {
                li #{ "act-" (act.id) } data-over[act.undone] {
                    span { b { (act.actor) } " " (did(reader, act.kind, &act.before, &act.after)) }
                    @if let Some((id, name)) = &act.person { a href={ "/agent/moderation/people/" (id) } { (name) } }
                    @if let Some((id, subject)) = &act.ticket {
                        @let post = act.message.map(|post| format!("#post_{post}")).unwrap_or_default();
                        a href={ "/community/" (id) (post) } { (subject) }
                    }
                    @if act.because == "taken_back" { span { (text.msg_moderation_taken_back()) } }
                    @else if !act.because.is_empty() && act.because != "published" { span { "“" (act.because) "”" } }
                    span.meta { (parts::time(reader, act.at)) }
                    @if act.undone { span.meta { (text.msg_moderation_undone()) } }
                    @if act.is_undoable() {
                        form method="post" action={ (HERE) "/" (act.id) "/undo" } data-enhance {
                            button.btn type="submit" data-size="s" { (icon("undo-2")) (text.msg_undo()) }
                        }
                    }
                }
            }
        }
    }
}

/// What was done; empty for what moderators do not do.
pub(crate) fn did(reader: &Reader, kind: Kind, before: &str, after: &str) -> String {
    let text = reader.text;
    match kind {
        Kind::PostHeld => text.msg_act_held(why_held(reader, after)),
        Kind::PostApproved => text.msg_act_approved(),
        Kind::PostRejected => text.msg_act_rejected(),
        Kind::PostHidden => text.msg_act_hidden(),
        Kind::PostShown => text.msg_act_shown(),
        Kind::PostEdited => text.msg_act_edited(),
        Kind::TopicLocked => text.msg_act_locked(),
        Kind::TopicUnlocked => text.msg_act_unlocked(),
        Kind::TopicPinned if after.is_empty() => text.msg_act_unpinned(),
        Kind::TopicPinned => text.msg_act_pinned(),
        Kind::TopicMoved => text.msg_act_moved(),
        Kind::VisibilityChanged if after == "private" => text.msg_act_private(),
        Kind::VisibilityChanged => text.msg_act_public(),
        Kind::AnswerAccepted if after.is_empty() => text.msg_act_not_accepted(),
        Kind::AnswerAccepted => text.msg_act_accepted(),
        Kind::AnswerOfficial if after.is_empty() => text.msg_act_not_official(),
        Kind::AnswerOfficial => text.msg_act_official(),
        Kind::ReportsSettled if after == "upheld" => text.msg_act_upheld(),
        Kind::ReportsSettled => text.msg_act_dismissed(),
        Kind::PersonSanctioned => {
            let measure = Measure::from_code(before).unwrap_or(Measure::Warning);
            text.msg_act_sanctioned(measure_name(reader, measure))
        }
        Kind::SanctionLifted => text.msg_act_lifted(),
        _ => String::new(),
    }
}

/// Takes an act back.
pub(crate) async fn undo(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<i64>,
) -> Answer {
    match app.desk.change(&reader.actor, move |c| community::undo(c, EventId(id))).await {
        Ok(()) => redirect_after(HERE, Done::Undone, 1, None),
        Err(Error::TooLate | Error::NotFound) => redirect_after(HERE, Done::TooLate, 1, None),
        Err(error) => Err(error.into()),
    }
}
