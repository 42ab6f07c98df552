//! Webhooks: who is told of what, what became of it, and the way to send it again.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::event::Kind;
use desk::integrations::{self, NewWebhook, Webhook};
use desk::{Error, EventId, FieldError, WebhookId};
use maud::{Markup, html};

use crate::agent::settings::{Sheet, page, sheet};
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts;
use crate::reader::Reader;

const HERE: &str = "/agent/settings/webhooks";
/// Tries that the page shows.
const TRIES: i64 = 50;

/// The form as it was filled in.
#[derive(Debug, Clone, Default)]
struct Typed {
    name: String,
    url: String,
    kinds: Vec<String>,
    enabled: bool,
    action: String,
    from: String,
}

impl Typed {
    fn read(fields: Vec<(String, String)>) -> Self {
        let mut typed = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "name" => typed.name = value,
                "url" => typed.url = value,
                "kind" => typed.kinds.push(value),
                "enabled" => typed.enabled = true,
                "action" => typed.action = value,
                "from" => typed.from = value,
                _ => {}
            }
        }
        typed
    }

    fn of(hook: &Webhook) -> Self {
        Self {
            name: hook.name.clone(),
            url: hook.url.clone(),
            kinds: hook.kinds.iter().map(|kind| kind.code().to_owned()).collect(),
            enabled: hook.enabled,
            ..Self::default()
        }
    }

    fn wanted(&self) -> NewWebhook {
        NewWebhook { name: self.name.clone(), url: self.url.clone(), kinds: self.kinds.clone() }
    }
}

/// The list.
pub(crate) async fn webhooks(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    show_all(&app, &reader, StatusCode::OK, &Typed::default(), &[]).await
}

async fn show_all(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    typed: &Typed,
    errors: &[FieldError],
) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let hooks = app.desk.read(integrations::webhooks).await?;
    let text = reader.text;
    let body = html! {
        @if !hooks.is_empty() { ul.pick-list #webhooks { @for hook in &hooks { (row(reader, hook)) } } }
        section.form-section aria-labelledby="new-webhook" {
            header { h2 #new-webhook { (text.msg_settings_hook_add()) } p { (text.msg_settings_hook_add_hint()) } }
            (form(reader, HERE, typed, errors, false))
        }
    };
    let (title, lead) = (text.msg_settings_hooks(), text.msg_settings_hooks_lead());
    Ok(page_with(status, page(reader, &frame, "webhooks", &title, &lead, &body)))
}

fn row(reader: &Reader, hook: &Webhook) -> Markup {
    let text = reader.text;
    html! {
        li.type-row #{ "webhook-" (hook.id) } {
            div { a href={ (HERE) "/" (hook.id) } { (hook.name) } p.hint { (hook.url) } }
            @if !hook.enabled {
                span.pill data-outline { (text.msg_settings_off()) }
            } @else if let Some(since) = hook.failing_since {
                span.pill data-tone="danger" { (text.msg_settings_hook_failing()) } " " (parts::time(reader, since))
            }
        }
    }
}

fn form(reader: &Reader, action: &str, typed: &Typed, errors: &[FieldError], kept: bool) -> Markup {
    let text = reader.text;
    let wrong = |field: &str| parts::problem(reader, errors, field).is_some();
    html! {
        form.stack #webhook-form method="post" action=(action) data-enhance {
            @for (field, label, value, most) in [
                ("name", text.msg_settings_hook_name(), &typed.name, desk::limits::NAME_CHARS_MAX),
                ("url", text.msg_settings_hook_url(), &typed.url, desk::limits::URL_CHARS_MAX),
            ] {
                div.field {
                    label for={ "hook-" (field) } { (label) }
                    input.input #{ "hook-" (field) } name=(field) value=(value) required maxlength=(most) autocomplete="off"
                        type=(if field == "url" { "url" } else { "text" })
                        aria-invalid=[wrong(field).then_some("true")]
                        aria-describedby=[wrong(field).then(|| format!("error-{field}"))];
                    (parts::error_line(reader, errors, field))
                }
            }
            fieldset.field {
                legend { (text.msg_settings_hook_kinds()) }
                p.hint { (text.msg_settings_hook_kinds_hint()) }
                div.kinds {
                    @for kind in Kind::ALL.iter().filter(|kind| kind.is_about_tickets()) {
                        label.check {
                            input type="checkbox" name="kind" value=(kind.code())
                                checked[typed.kinds.iter().any(|code| code == kind.code())];
                            code { "ticket." (kind.code()) }
                        }
                    }
                }
                (parts::error_line(reader, errors, "kinds"))
            }
            @if kept {
                label.switch {
                    span { (text.msg_settings_enabled()) }
                    input type="checkbox" role="switch" name="enabled" value="yes" checked[typed.enabled];
                }
            }
            div.cluster {
                button.btn type="submit" name="action" value="save" data-variant="primary" {
                    (if kept { text.msg_agent_save() } else { text.msg_agent_add() })
                }
                @if kept {
                    button.btn type="submit" name="action" value="delete" formnovalidate data-variant="quiet" {
                        (parts::icon("trash-2")) (text.msg_settings_delete(&typed.name))
                    }
                }
            }
        }
    }
}

/// The page of a webhook.
pub(crate) async fn webhook(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<WebhookId>,
) -> Answer {
    show_one(&app, &reader, id, StatusCode::OK, None, &[]).await
}

async fn show_one(
    app: &App,
    reader: &Reader,
    id: WebhookId,
    status: StatusCode,
    typed: Option<&Typed>,
    errors: &[FieldError],
) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let (hook, tries) = app
        .desk
        .read(move |conn| Ok((integrations::webhook(conn, id)?, integrations::deliveries(conn, id, TRIES)?)))
        .await?;
    let text = reader.text;
    let kept = Typed::of(&hook);
    let action = format!("{HERE}/{id}");
    let body = html! {
        nav.crumbs aria-label=(text.msg_settings_hooks()) { a href=(HERE) { (text.msg_settings_hooks()) } }
        (form(reader, &action, typed.unwrap_or(&kept), errors, true))
        section.stack {
            h2 { (text.msg_settings_hook_secret()) }
            p.hint { (text.msg_settings_hook_secret_hint()) }
            span.copy-line {
                code #hook-secret { (hook.secret) }
                button.btn type="button" data-size="s" data-copy="#hook-secret" data-label-copied=(text.msg_settings_copied()) {
                    (parts::icon("copy")) span.copy-label { (text.msg_settings_copy()) }
                }
            }
        }
        section.stack {
            h2 { (text.msg_settings_hook_log()) }
            form.address-test #replay method="post" action=(action) data-enhance {
                label for="from" { (text.msg_settings_hook_replay_from()) }
                input.input #from name="from" inputmode="numeric" required maxlength="18" autocomplete="off"
                    value=(typed.map_or("", |typed| &typed.from))
                    aria-invalid=[parts::problem(reader, errors, "from").map(|_| "true")]
                    aria-describedby=[parts::problem(reader, errors, "from").map(|_| "error-from")];
                button.btn type="submit" name="action" value="replay" data-size="s" {
                    (parts::icon("rotate-cw")) (text.msg_settings_hook_replay())
                }
                (parts::error_line(reader, errors, "from"))
            }
            @if tries.is_empty() { p.hint { (text.msg_settings_hook_none()) } }
            div.table-wrap tabindex="0" role="group" aria-label=(text.msg_settings_hook_log()) {
                table.table {
                    thead { tr {
                        th scope="col" { (text.msg_settings_hook_event()) }
                        th scope="col" { (text.msg_settings_hook_answer()) }
                        th scope="col" { (text.msg_settings_hook_time()) }
                    } }
                    tbody {
                        @for one in &tries {
                            tr {
                                td { "#" (one.event) " · " (parts::time(reader, one.at)) }
                                td {
                                    @if one.arrived() { (parts::icon("circle-check")) } @else { (parts::icon("triangle-alert")) }
                                    " " @if one.status > 0 { (one.status) " " } (one.answer)
                                }
                                td { (one.millis) " ms" }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(page_with(status, sheet(reader, &frame, "webhooks", &hook.name, Sheet::List, &body)))
}

/// Adds a webhook.
pub(crate) async fn add_webhook(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Answer {
    let typed = Typed::read(fields);
    let new = typed.wanted();
    match app.desk.change(&reader.actor, move |c| integrations::add_webhook(c, &new)).await {
        Ok(id) => redirect_after(&format!("{HERE}/{id}"), Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => show_all(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors).await,
        Err(error) => Err(error.into()),
    }
}

/// Changes or forgets a webhook, or sends it everything again.
pub(crate) async fn change_webhook(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<WebhookId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Answer {
    let typed = Typed::read(fields);
    let form = typed.clone();
    let result = app
        .desk
        .change(&reader.actor, move |c| match form.action.as_str() {
            "delete" => integrations::delete_webhook(c, id),
            "replay" => {
                let from =
                    form.from.trim().trim_start_matches('#').parse().map_err(|_| Error::field("from", "number"))?;
                integrations::replay(c, id, EventId(from))
            }
            _ => integrations::change_webhook(c, id, &form.wanted(), form.enabled),
        })
        .await;
    let back = if typed.action == "delete" { HERE.to_owned() } else { format!("{HERE}/{id}") };
    match result {
        Ok(()) => redirect_after(&back, Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => {
            let shown = (typed.action != "replay").then_some(&typed);
            show_one(&app, &reader, id, StatusCode::UNPROCESSABLE_ENTITY, shown, &errors).await
        }
        Err(error) => Err(error.into()),
    }
}
