//! One type: its name, sign and address, and the way its tickets go.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::routing::{self, ICONS, TicketType};
use desk::{Error, FieldError, TypeId, limits};
use maud::{Markup, html};
use serde::Deserialize;

use super::statuses::{self, Rows};
use super::{HERE, Known, is_taken, page_of, used};
use crate::agent::settings::{Sheet, addresses, sheet};
use crate::agent::shell::bits;
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts::{self, Errors};
use crate::reader::Reader;

/// What the form of a type holds, or what to do with it.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    name: String,
    #[serde(default)]
    icon: String,
    #[serde(default)]
    action: String,
}

/// The page of a type.
pub(crate) async fn kind(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TypeId>,
) -> Answer {
    show(&app, &reader, id, StatusCode::OK, None, &[], None).await
}

pub(super) async fn show(
    app: &App,
    reader: &Reader,
    id: TypeId,
    status: StatusCode,
    typed: Option<&Typed>,
    errors: &Errors,
    rows: Option<&Rows>,
) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let kind = frame.kind(id).ok_or(Failure::NotFound)?;
    let known = Known::load(app).await?;
    let text = reader.text;
    let name = parts::type_name(reader, kind);
    let kept;
    let rows = match rows {
        Some(rows) => rows,
        None => {
            kept = Rows::of(kind);
            &kept
        }
    };
    let count = |closed: bool| -> i64 {
        let statuses = kind.statuses.iter().filter(|s| closed || s.category != desk::tickets::Category::Closed);
        statuses.map(|status| known.tickets_in(status.id)).sum()
    };
    let body = html! {
        nav.crumbs aria-label=(text.msg_settings_types()) {
            a href=(HERE) { (text.msg_settings_types()) }
        }
        header.page-head {
            div.type-title {
                span.type-icon { (bits::sized_icon(&kind.icon, "xl")) }
                div {
                    p.strong { (name) }
                    p {
                        (used(reader, &frame, kind.family)) " · "
                        (text.msg_settings_type_counts(bits::count(count(true)), bits::count(count(false))))
                    }
                }
            }
            (switch(reader, kind, &name, errors))
        }
        section.form-section aria-labelledby="type-name" {
            header { h2 #type-name { (text.msg_settings_type_name_address()) } p { (text.msg_settings_type_name_hint()) } }
            div.stack {
                (name_form(reader, kind, &name, typed, errors))
                (address(reader, &known, kind))
            }
        }
        (statuses::section(reader, kind, &known, rows))
        section.form-section aria-labelledby="type-rules" {
            header { h2 #type-rules { (text.msg_settings_type_rules()) } }
            div {
                p { (text.msg_settings_type_rules_lead()) }
                p { a href="/agent/settings/automations" { (text.msg_settings_rules()) } }
            }
        }
    };
    Ok(page_with(status, sheet(reader, &frame, "types", &name, Sheet::Editor, &body)))
}

fn switch(reader: &Reader, kind: &TicketType, name: &str, errors: &Errors) -> Markup {
    let text = reader.text;
    let (action, words) =
        if kind.enabled { ("disable", text.msg_settings_disable()) } else { ("enable", text.msg_settings_enable()) };
    html! {
        form.cluster #type-switch method="post" action=(page_of(kind.id)) {
            @if kind.enabled {
                span.pill data-tone="success" { (text.msg_settings_enabled()) }
            } @else {
                span.pill data-outline { (text.msg_settings_off()) }
            }
            @if !kind.is_first() {
                button.btn type="submit" name="action" value=(action) data-size="s" {
                    (words) span.sr-only { " " (name) }
                }
            }
            (parts::error_line(reader, errors, "enabled"))
        }
    }
}

fn name_form(reader: &Reader, kind: &TicketType, name: &str, typed: Option<&Typed>, errors: &Errors) -> Markup {
    let text = reader.text;
    let value = typed.map_or(name, |typed| &typed.name);
    let icon = typed.map_or(kind.icon.as_str(), |typed| &typed.icon);
    let invalid = parts::problem(reader, errors, "name").is_some();
    html! {
        form.stack #type-form method="post" action=(page_of(kind.id)) {
            div.field {
                label for="name" { (text.msg_settings_type_name()) }
                input.input #name name="name" value=(value) required maxlength=(limits::NAME_CHARS_MAX)
                    autocomplete="off" aria-invalid=[invalid.then_some("true")]
                    aria-describedby=[invalid.then_some("error-name")];
                (parts::error_line(reader, errors, "name"))
            }
            fieldset.field {
                legend { (text.msg_settings_type_icon()) }
                div.icon-row {
                    @for one in ICONS {
                        label {
                            input.sr-only type="radio" name="icon" value=(one) checked[*one == icon]
                                aria-label=(icon_name(reader, one));
                            span { (parts::icon(one)) }
                        }
                    }
                }
            }
            div { button.btn type="submit" data-variant="primary" { (text.msg_agent_save()) } }
        }
    }
}

fn icon_name(reader: &Reader, icon: &str) -> String {
    let text = reader.text;
    match icon {
        "mail" => text.msg_settings_icon_mail(),
        "circle-question-mark" => text.msg_settings_icon_circle_question_mark(),
        "triangle-alert" => text.msg_settings_icon_triangle_alert(),
        "lightbulb" => text.msg_settings_icon_lightbulb(),
        "shopping-bag" => text.msg_settings_icon_shopping_bag(),
        "bug" => text.msg_settings_icon_bug(),
        "receipt" => text.msg_settings_icon_receipt(),
        "shield-alert" => text.msg_settings_icon_shield_alert(),
        "phone" => text.msg_settings_icon_phone(),
        "key-round" => text.msg_settings_icon_key_round(),
        "wifi" => text.msg_settings_icon_wifi(),
        "laptop" => text.msg_settings_icon_laptop(),
        "book-open" => text.msg_settings_icon_book_open(),
        "megaphone" => text.msg_settings_icon_megaphone(),
        "circle-check" => text.msg_settings_icon_circle_check(),
        "sparkles" => text.msg_settings_icon_sparkles(),
        other => other.to_owned(),
    }
}

/// The address of the type, what came by it, and the way to test it.
fn address(reader: &Reader, known: &Known, kind: &TicketType) -> Markup {
    let text = reader.text;
    html! {
        div.field {
            span.label { (text.msg_settings_address()) }
            @match known.address(kind).filter(|_| kind.enabled) {
                Some(address) => { (addresses::shown(reader, address)) (addresses::received(reader, address)) },
                None => { p.hint { (text.msg_settings_type_no_address()) } },
            }
            p.hint { a href="/agent/settings/addresses" { (text.msg_settings_addresses()) } }
        }
    }
}

/// Names a type, or puts it in or out of use.
pub(crate) async fn change_type(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TypeId>,
    Form(typed): Form<Typed>,
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let kind = frame.kind(id).ok_or(Failure::NotFound)?;
    let name = parts::type_name(&reader, kind);
    if typed.action.is_empty() && is_taken(&reader, &frame, Some(id), &typed.name) {
        let errors = [FieldError { field: "name", problem: "taken" }];
        return show(&app, &reader, id, StatusCode::UNPROCESSABLE_ENTITY, Some(&typed), &errors, None).await;
    }
    let mut form = typed.clone();
    if kind.name.is_empty() && form.name == name {
        form.name.clear();
    }
    let result = app
        .desk
        .change(&reader.actor, move |c| match form.action.as_str() {
            "enable" => routing::set_enabled(c, id, &name, true),
            "disable" => routing::set_enabled(c, id, &name, false),
            _ => routing::change_type(c, id, &form.name, &form.icon),
        })
        .await;
    match result {
        Ok(()) => redirect_after(&page_of(id), Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => {
            let typed = typed.action.is_empty().then_some(&typed);
            show(&app, &reader, id, StatusCode::UNPROCESSABLE_ENTITY, typed, &errors, None).await
        }
        Err(error) => Err(error.into()),
    }
}
