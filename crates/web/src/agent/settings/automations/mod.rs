//! Automations: the list, the editor, trying a rule, its log.

mod editor;
mod log;
mod tried;
mod typed;
pub(in crate::agent) mod words;

pub(crate) use log::{rule_log, undo_run, undo_runs};

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::automation::{self, Preview, Rule};
use desk::{Error, FieldError, Frame, RuleId, Time};
use maud::{Markup, html};
use serde::Deserialize;

use super::{Sheet, button_form, page, sheet};
use crate::answer::{Answer, Failure, page as whole_page, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts::{self, Errors};
use crate::reader::Reader;
use typed::Typed;

const HERE: &str = "/agent/settings/automations";
const MICROS_PER_DAY: i64 = 86_400_000_000;

/// The list.
pub(crate) async fn rules(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let rules = app.desk.read(automation::rules).await?;
    let text = reader.text;
    let body = html! {
        div.cluster {
            a.btn href={ (HERE) "/new" } data-variant="primary" { (parts::icon("plus")) (text.msg_settings_rule_new()) }
        }
        ol.stack #rules {
            @for rule in &rules { li #{ "rule-" (rule.id) } { (card(&reader, &frame, rule)) } }
        }
    };
    let (title, lead) = (text.msg_settings_rules(), text.msg_settings_rules_lead());
    whole_page(page(&reader, &frame, "automations", &title, &lead, &body))
}

fn card(reader: &Reader, frame: &Frame, rule: &Rule) -> Markup {
    let text = reader.text;
    let (name, action) = (words::title(reader, rule), format!("{HERE}/{}", rule.id));
    let act = format!("{action}/act");
    let (switch, symbol, label) = if rule.enabled {
        ("off", "pause", text.msg_settings_rule_switch_off(&name))
    } else {
        ("on", "play", text.msg_settings_rule_switch_on(&name))
    };
    html! {
        section.card aria-labelledby={ "title-" (rule.id) } {
            header {
                h2 #{ "title-" (rule.id) } { a href=(action) { (name) } }
                @if !rule.enabled { span.pill data-outline { (text.msg_settings_off()) } }
                (button_form(&act, switch, symbol, &label))
                (button_form(&act, "up", "arrow-up", &text.msg_settings_up(&name)))
                (button_form(&act, "down", "arrow-down", &text.msg_settings_down(&name)))
                (button_form(&act, "copy", "copy", &text.msg_settings_rule_copy(&name)))
                (button_form(&act, "delete", "trash-2", &text.msg_settings_delete(&name)))
            }
            div.card-body {
                p { (words::sentence(reader, frame, &rule.definition)) }
                p.hint {
                    (words::edited(reader, rule)) " · "
                    a href={ (action) "/runs" } { (text.msg_settings_rule_log()) }
                }
            }
        }
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct Act {
    action: String,
}

/// Switches, moves, copies or forgets a rule.
pub(crate) async fn rule_act(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<RuleId>,
    Form(act): Form<Act>,
) -> Answer {
    let found = app.desk.read(move |conn| automation::find_rule(conn, id)).await?;
    let name = words::title(&reader, &found);
    let copied = reader.text.msg_settings_rule_copied(name);
    let result = app
        .desk
        .change(&reader.actor, move |c| match act.action.as_str() {
            "on" => automation::switch_rule(c, id, true),
            "off" => automation::switch_rule(c, id, false),
            "up" => automation::move_rule(c, id, true),
            "down" => automation::move_rule(c, id, false),
            "copy" => automation::copy_rule(c, id, &copied).map(|_| ()),
            "delete" => automation::delete_rule(c, id),
            _ => Err(Error::NotFound),
        })
        .await;
    match result {
        Ok(()) => redirect_after(HERE, Done::Saved, 1, None),
        Err(Error::Invalid(_)) => redirect_after(HERE, Done::Refused, 1, None),
        Err(error) => Err(error.into()),
    }
}

/// The form of a new rule.
pub(crate) async fn new_rule(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    show(&app, &reader, StatusCode::OK, None, &Typed::empty(), &[], None).await
}

/// The form of a rule.
pub(crate) async fn rule(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<RuleId>,
) -> Answer {
    let rule = app.desk.read(move |conn| automation::find_rule(conn, id)).await?;
    let typed = Typed::of(&rule);
    show(&app, &reader, StatusCode::OK, Some(&rule), &typed, &[], None).await
}

/// Keeps a new rule, or changes its form.
pub(crate) async fn add_rule(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Answer {
    settle(&app, &reader, None, Typed::read(fields)).await
}

/// Keeps a rule, or changes its form.
pub(crate) async fn change_rule(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<RuleId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Answer {
    let rule = app.desk.read(move |conn| automation::find_rule(conn, id)).await?;
    settle(&app, &reader, Some(rule), Typed::read(fields)).await
}

async fn settle(app: &App, reader: &Reader, rule: Option<Rule>, mut typed: Typed) -> Answer {
    if typed.rearrange() {
        return show(app, reader, StatusCode::OK, rule.as_ref(), &typed, &[], None).await;
    }
    let Some(definition) = typed.definition() else {
        let errors = [FieldError { field: "wait", problem: "number" }];
        return show(app, reader, StatusCode::UNPROCESSABLE_ENTITY, rule.as_ref(), &typed, &errors, None).await;
    };
    if typed.action == "try" {
        let days = typed.period.parse::<i64>().unwrap_or(30).clamp(0, 36_500);
        let now = Time::now();
        let since = if days == 0 { Time(i64::MIN) } else { Time(now.0 - days * MICROS_PER_DAY) };
        let found = app.desk.read(move |conn| automation::preview(conn, &definition, since, now)).await?;
        return show(app, reader, StatusCode::OK, rule.as_ref(), &typed, &[], Some(&found)).await;
    }
    let (name, enabled, id) = (typed.name.clone(), typed.enabled, rule.as_ref().map(|rule| rule.id));
    let result = app
        .desk
        .change(&reader.actor, move |c| match id {
            Some(id) => automation::change_rule(c, id, &name, enabled, &definition).map(|()| id),
            None => automation::add_rule(c, &name, enabled, &definition),
        })
        .await;
    match result {
        Ok(_) => redirect_after(HERE, Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => {
            show(app, reader, StatusCode::UNPROCESSABLE_ENTITY, rule.as_ref(), &typed, &errors, None).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn show(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    rule: Option<&Rule>,
    typed: &Typed,
    errors: &Errors,
    preview: Option<&Preview>,
) -> Result<Response, Failure> {
    let text = reader.text;
    let frame = app.desk.frame(&reader.actor).await?;
    let all = app.desk.read(automation::rules).await?;
    let place = rule.and_then(|rule| all.iter().position(|one| one.id == rule.id));
    let title = rule.map_or_else(|| text.msg_settings_rule_new(), |rule| words::title(reader, rule));
    let action = rule.map_or_else(|| HERE.to_owned(), |rule| format!("{HERE}/{}", rule.id));
    let shown = rule.filter(|rule| !rule.builtin.is_empty()).map(|_| title.clone()).unwrap_or_default();
    let beside = preview.map_or_else(|| html! {}, |preview| tried::found(reader, &frame, preview));
    let body = html! {
        nav.crumbs aria-label=(text.msg_settings_rules()) {
            a href=(HERE) { (text.msg_settings_rules()) }
            @if let (Some(rule), Some(place)) = (rule, place) {
                " · " (text.msg_settings_rule_place(count(place + 1), count(all.len()))) " · "
                a href={ (HERE) "/" (rule.id) "/runs" } { (text.msg_settings_rule_log()) }
                " · " (words::edited(reader, rule))
            }
        }
        (editor::form(reader, &frame, &action, typed, errors, &shown, &beside))
    };
    Ok(page_with(status, sheet(reader, &frame, "automations", &title, Sheet::Editor, &body)))
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
