//! What a rule did, and taking a run back.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use desk::automation::Rule;
use desk::event::Kind;
use desk::{Frame, RuleId, Time, automation, tickets};
use maud::{Markup, html};
use serde::Deserialize;
use similar::{ChangeTag, TextDiff};

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

/// Takes back the runs of a page of the log, as far as nobody built on them.
pub(crate) async fn undo_runs(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<RuleId>,
    Form(from): Form<From>,
) -> Answer {
    let before = from.before.unwrap_or(i64::MAX);
    let undone = app
        .desk
        .change(&reader.actor, move |c| {
            let rule = automation::find_rule(c.sql(), id)?;
            let now = c.now();
            let (runs, _) = automation::runs(c.sql(), &rule, before, now)?;
            let mut undone = 0;
            for run in runs.iter().filter(|run| !run.undone) {
                match tickets::undo_run(c, id, run.id) {
                    Ok(()) => undone += 1,
                    Err(desk::Error::TooLate) => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(undone)
        })
        .await?;
    let done = if undone == 0 { Done::TooLate } else { Done::Undone };
    redirect_after(&format!("/agent/settings/automations/{id}/runs"), done, undone, None)
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
        @if runs.iter().any(|run| !run.undone) {
            form method="post" action={ (here) "/runs/undo" } data-enhance {
                // What ran since this page was made is not taken back unseen.
                input type="hidden" name="before" value=(runs.first().map_or(0, |run| run.id + 1));
                button.btn type="submit" data-size="s" {
                    (parts::icon("undo-2"))
                    (text.msg_settings_rule_undo_all(i64::try_from(runs.iter().filter(|run| !run.undone).count()).unwrap_or(0)))
                }
            }
        }
        h2 { (text.msg_settings_rule_history()) }
        ol.stack #versions {
            @for (place, one) in versions.iter().enumerate() {
                li #{ "version-" (one.version) } {
                    p { b { (text.msg_settings_rule_version(one.version)) } " · " (words::edited(&reader, one))
                        @if !one.enabled { " " span.pill data-outline { (text.msg_settings_off()) } } }
                    @match versions.get(place + 1) {
                        Some(older) => p.soft { (difference(&said(&reader, &frame, older), &said(&reader, &frame, one))) },
                        None => p.soft { (said(&reader, &frame, one)) },
                    }
                }
            }
        }
    };
    let title = format!("{} – {name}", text.msg_settings_rule_log());
    whole_page(page(&reader, &frame, "automations", &title, &text.msg_settings_rule_log_lead(), &body))
}

/// All that a version says, as plain words.
fn said(reader: &Reader, frame: &Frame, rule: &Rule) -> String {
    let sentence = markup::html_to_text(&words::sentence(reader, frame, &rule.definition).into_string());
    let mut out =
        format!("{} – {}", words::title(reader, rule), sentence.split_whitespace().collect::<Vec<_>>().join(" "));
    for text in rule.definition.steps.iter().flat_map(|step| [&step.en, &step.fr]).filter(|text| !text.is_empty()) {
        out.push_str(&format!(" “{}”", text.trim()));
    }
    out
}

/// Longer texts are compared less finely.
const DIFF_TIME: std::time::Duration = std::time::Duration::from_millis(20);

/// What came and went between two versions, word by word.
fn difference(old: &str, new: &str) -> Markup {
    let diff = TextDiff::configure().timeout(DIFF_TIME).diff_words(old, new);
    html! {
        @for change in diff.iter_all_changes() {
            @match change.tag() {
                ChangeTag::Equal => (change.value()),
                ChangeTag::Delete => del { (change.value()) },
                ChangeTag::Insert => ins { (change.value()) },
            }
        }
    }
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
        Kind::AgentReplied => return html! { (reader.text.msg_settings_rule_answered()) },
        Kind::NoteAdded => return html! { (reader.text.msg_settings_rule_noted()) },
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
