//! Canned replies: the texts that a service has ready.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::tickets::{self, CannedReply};
use desk::{CannedId, Error, FieldError, Frame, ServiceId, limits};
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;

use super::{button_form, edit, page};
use crate::agent::composer::{format_bar, rich_field};
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::body;
use crate::flash::Done;
use crate::parts::{self, Errors};
use crate::reader::Reader;

const HERE: &str = "/agent/settings/replies";

/// A canned reply as the form sends it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    canned_name: String,
    service: String,
    body: String,
    format: String,
    action: String,
}

#[derive(Default)]
struct Refused {
    reply: Option<CannedId>,
    typed: Option<Typed>,
    errors: Vec<FieldError>,
}

/// The page.
pub(crate) async fn canned(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    show(&app, &reader, StatusCode::OK, &Refused::default()).await
}

async fn show(app: &App, reader: &Reader, status: StatusCode, refused: &Refused) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let actor = reader.actor.clone();
    let replies = app.desk.read(move |conn| tickets::canned(conn, &actor)).await?;
    let text = reader.text;
    let empty = Typed::default();
    let (typed, errors): (&Typed, &Errors) = match (&refused.typed, refused.reply) {
        (Some(typed), None) => (typed, &refused.errors),
        _ => (&empty, &[]),
    };
    let body = html! {
        div.stack #replies {
            @for service in &frame.menu {
                @let own: Vec<&CannedReply> = replies.iter().filter(|reply| reply.service == service.id).collect();
                @if !own.is_empty() {
                    h2 { (service.name) }
                    @for reply in own { (card(reader, &frame, reply, refused)) }
                }
            }
        }
        section.form-section.wide aria-labelledby="new-reply" {
            header { h2 #new-reply { (text.msg_settings_canned_add()) } p { (text.msg_settings_canned_hint()) } }
            (form(reader, &frame, HERE, "new", typed, errors, &text.msg_agent_add()))
        }
    };
    let title = text.msg_settings_canned();
    Ok(page_with(status, page(reader, &frame, "replies", &title, &text.msg_settings_canned_lead(), &body)))
}

fn card(reader: &Reader, frame: &Frame, reply: &CannedReply, refused: &Refused) -> Markup {
    let text = reader.text;
    let (id, action) = (reply.id.to_string(), format!("{HERE}/{}", reply.id));
    let back = refused.reply == Some(reply.id);
    let kept = Typed {
        canned_name: reply.name.clone(),
        service: reply.service.to_string(),
        body: reply.html.clone(),
        ..Typed::default()
    };
    let typed = refused.typed.as_ref().filter(|_| back).unwrap_or(&kept);
    let errors: &Errors = if back { &refused.errors } else { &[] };
    html! {
        section.card #{ "reply-" (reply.id) } aria-labelledby={ "title-" (reply.id) } {
            header {
                h3 #{ "title-" (reply.id) } { (reply.name) }
                span.meta { (text.msg_settings_canned_used(reply.used)) }
                (button_form(&action, "delete", "trash-2", &text.msg_settings_delete(&reply.name)))
            }
            div.card-body.stack {
                div.msg-body { (PreEscaped(&reply.html)) }
                (edit(reader, &id, back, &form(reader, frame, &action, &id, typed, errors, &text.msg_agent_save())))
            }
        }
    }
}

fn form(
    reader: &Reader,
    frame: &Frame,
    action: &str,
    id: &str,
    typed: &Typed,
    errors: &Errors,
    button: &str,
) -> Markup {
    let text = reader.text;
    let problem = |field: &str| parts::problem(reader, errors, field);
    let name = problem("canned_name");
    html! {
        form.stack.composer-plain #{ "form-" (id) } method="post" action=(action) data-enhance data-composer=(if id == "new" { "" } else { "keep" }) {
            div.grid-2 {
                div.field {
                    label for={ "canned-name-" (id) } { (text.msg_settings_canned_name()) }
                    input.input #{ "canned-name-" (id) } name="canned_name" value=(typed.canned_name) autocomplete="off"
                        maxlength=(limits::NAME_CHARS_MAX) aria-invalid=[name.as_ref().map(|_| "true")]
                        aria-describedby=[name.as_ref().map(|_| format!("error-name-{id}"))];
                    @if let Some(problem) = &name { p.error #{ "error-name-" (id) } { (problem) } }
                }
                div.field {
                    label for={ "service-" (id) } { (text.msg_settings_service_name()) }
                    select.select #{ "service-" (id) } name="service" {
                        @for service in &frame.menu {
                            option value=(service.id) selected[service.id.to_string() == typed.service] { (service.name) }
                        }
                    }
                    @if let Some(problem) = problem("service") { p.error { (problem) } }
                }
            }
            (rich_field(&format!("canned-{id}"), &text.msg_settings_canned_text(), &typed.body))
            @if let Some(problem) = problem("body") { p.error role="alert" { (problem) } }
            (format_bar(reader))
            div.cluster { button.btn type="submit" data-variant="primary" { (button) } }
        }
    }
}

fn kept(typed: &Typed) -> (ServiceId, String, String) {
    let service = typed.service.parse().unwrap_or(ServiceId(0));
    (service, typed.canned_name.clone(), body::clean(&typed.body, &typed.format))
}

/// Adds a canned reply.
pub(crate) async fn add_canned(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(typed): Form<Typed>,
) -> Answer {
    let (service, name, html) = kept(&typed);
    let result =
        app.desk.change(&reader.actor, move |c| tickets::add_canned(c, service, &name, &html).map(|_| ())).await;
    settle(&app, &reader, None, typed, result).await
}

/// Changes or forgets a canned reply.
pub(crate) async fn change_canned(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<CannedId>,
    Form(typed): Form<Typed>,
) -> Answer {
    let (service, name, html) = kept(&typed);
    let delete = typed.action == "delete";
    let result = app
        .desk
        .change(&reader.actor, move |c| {
            if delete { tickets::delete_canned(c, id) } else { tickets::change_canned(c, id, service, &name, &html) }
        })
        .await;
    settle(&app, &reader, Some(id), typed, result).await
}

async fn settle(app: &App, reader: &Reader, reply: Option<CannedId>, typed: Typed, result: desk::Result<()>) -> Answer {
    match result {
        Ok(()) => redirect_after(HERE, Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => {
            let typed = Typed { body: body::clean(&typed.body, &typed.format), ..typed };
            let refused = Refused { reply, typed: Some(typed), errors };
            show(app, reader, StatusCode::UNPROCESSABLE_ENTITY, &refused).await
        }
        Err(error) => Err(error.into()),
    }
}
