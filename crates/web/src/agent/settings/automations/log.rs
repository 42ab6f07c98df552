//! What a rule did, and taking a run back.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, Query, State};
use desk::event::Kind;
use desk::{Frame, RuleId, Time, automation, tickets};
use maud::{Markup, html};
use serde::Deserialize;

use super::super::page;
use super::words;
use crate::answer::{Answer, page as whole_page, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts;
use crate::reader::Reader;

#[derive(Debug, Deserialize)]
pub(crate) struct From {
    before: Option<i64>,
}

/// The runs of a rule and its versions.
pub(crate) async fn rule_log(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<RuleId>,
    Query(from): Query<From>,
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let now = Time::now();
    let before = from.before.unwrap_or(i64::MAX);
    let (rule, runs, count, versions) = app
        .desk
        .read(move |conn| {
            let rule = automation::find_rule(conn, id)?;
            let (runs, count) = automation::runs(conn, &rule, before, now)?;
            Ok((rule, runs, count, automation::versions(conn, id)?))
        })
        .await?;
    let text = reader.text;
    let name = words::title(&reader, &rule);
    let here = format!("/agent/settings/automations/{id}");
    let body = html! {
        nav.crumbs aria-label=(text.msg_settings_rules()) {
            a href="/agent/settings/automations" { (text.msg_settings_rules()) } " › " a href=(here) { (name) }
        }
        p.soft { (text.msg_settings_rule_runs_lately(count)) }
        @if runs.is_empty() { p.hint { (text.msg_settings_rule_log_empty()) } }
        @else {
            table.table #runs {
                caption.sr-only { (text.msg_settings_rule_log()) }
                tbody {
                    @for run in &runs {
                        tr {
                            td { a href={ "/agent/tickets/" (run.ticket) } { "#" (run.ticket) " " (run.subject) } }
                            td { @for deed in &run.deeds { (deed_words(&reader, &frame, deed)) " " } }
                            td { (parts::time(&reader, run.at)) " · " (text.msg_settings_rule_version(run.version)) }
                            td.end {
                                @if run.undone { span.pill data-outline { (text.msg_settings_rule_undone()) } }
                                @else {
                                    form method="post" action={ (here) "/runs/" (run.id) "/undo" } data-enhance {
                                        button.btn type="submit" data-size="s" data-variant="quiet" {
                                            (parts::icon("undo-2")) (text.msg_settings_rule_undo())
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            @if runs.len() == desk::limits::RUN_ROWS && let Some(last) = runs.last() {
                a.btn href={ (here) "/runs?before=" (last.id) } { (text.msg_settings_rule_older()) }
            }
        }
        h2 { (text.msg_settings_rule_history()) }
        ol.stack #versions {
            @for one in &versions {
                li {
                    p { b { (text.msg_settings_rule_version(one.version)) } " · " (words::edited(&reader, one))
                        @if !one.enabled { " " span.pill data-outline { (text.msg_settings_off()) } } }
                    p.soft { (words::sentence(&reader, &frame, &one.definition)) }
                }
            }
        }
    };
    let title = format!("{} – {name}", text.msg_settings_rule_log());
    whole_page(page(&reader, &frame, "automations", &title, &text.msg_settings_rule_log_lead(), &body))
}

fn deed_words(reader: &Reader, frame: &Frame, (kind, before, after): &(Kind, String, String)) -> Markup {
    use desk::automation::{Deed, RuleEffect};
    let deed = match kind {
        Kind::StatusChanged => Deed::Status,
        Kind::TypeChanged => Deed::Type,
        Kind::PriorityChanged => Deed::Priority,
        Kind::Assigned => Deed::Assign,
        Kind::DepartmentChanged => Deed::Department,
        Kind::ProjectChanged => Deed::Project,
        Kind::TagAdded => Deed::AddTag,
        Kind::TagRemoved => Deed::RemoveTag,
        Kind::Notified => Deed::Notify,
        Kind::WebhookCalled => Deed::Webhook,
        Kind::Acknowledged => return html! { (words::deed(reader, Deed::Acknowledge)) },
        Kind::Placed if after == "spam" => Deed::Spam,
        Kind::Placed => Deed::Trash,
        _ => return html! { (parts::icon("triangle-alert")) },
    };
    super::tried::change(reader, frame, &RuleEffect { deed, before: before.clone(), after: after.clone() })
}

/// Takes back what a rule did in one run, as far as nobody built on it.
pub(crate) async fn undo_run(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path((id, run)): Path<(RuleId, i64)>,
) -> Answer {
    let back = format!("/agent/settings/automations/{id}/runs");
    match app.desk.change(&reader.actor, move |c| tickets::undo_run(c, id, run)).await {
        Ok(()) => redirect_after(&back, Done::Undone, 1, None),
        Err(desk::Error::TooLate) => redirect_after(&back, Done::TooLate, 1, None),
        Err(error) => Err(error.into()),
    }
}
