//! The desk's mail addresses: what each opens, whether mail reaches it, and a test that shows it.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::routing::{self, DeskAddress, Naming, Standing};
use desk::settings::{self, Setting};
use desk::{AddressId, Error, FieldError, Frame, limits};
use maud::{Markup, html};
use serde::Deserialize;

use super::doctor::way;
use super::{edit, page};
use crate::agent::shell::bits;
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts::{self, Errors};
use crate::reader::Reader;

const HERE: &str = "/agent/settings/addresses";

/// A new address, or where a test goes.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    address: String,
    #[serde(default)]
    department: String,
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    naming: String,
}

/// The form that came back: one of an address, or the new address.
struct Refused<'r> {
    of: Option<AddressId>,
    typed: &'r Typed,
    errors: &'r [FieldError],
}

/// The page.
pub(crate) async fn addresses(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    show(&app, &reader, StatusCode::OK, None).await
}

async fn show(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    refused: Option<Refused<'_>>,
) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let (addresses, organisation) =
        app.desk.read(|conn| Ok((routing::addresses(conn)?, settings::get(conn, Setting::Organisation)?))).await?;
    let text = reader.text;
    let (refused_test, refused_new) = match refused {
        Some(refused) if refused.of.is_some() => (Some(refused), None),
        other => (None, other),
    };
    let body = html! {
        ul.stack #addresses {
            @for address in &addresses {
                @let back = refused_test.as_ref().filter(|refused| refused.of == Some(address.id));
                (card(reader, &frame, address, &organisation, back))
            }
        }
        section.form-section aria-labelledby="new-address" {
            header { h2 #new-address { (text.msg_settings_address_add()) } p { (text.msg_settings_address_add_hint()) } }
            (new_form(reader, &frame, refused_new.as_ref()))
        }
    };
    let (title, lead) = (text.msg_settings_addresses(), text.msg_settings_addresses_lead());
    Ok(page_with(status, page(reader, &frame, "addresses", &title, &lead, &body)))
}

/// An address with a button that copies it.
pub(super) fn shown(reader: &Reader, address: &DeskAddress) -> Markup {
    let text = reader.text;
    let id = format!("address-{}", address.id);
    html! {
        span.copy-line {
            code #(id) { (address.address) }
            button.btn type="button" data-size="s" data-copy={ "#" (id) } data-label-copied=(text.msg_settings_copied()) {
                (parts::icon("copy")) span.copy-label { (text.msg_settings_copy()) }
                span.sr-only { " " (address.address) }
            }
        }
    }
}

/// The newest mail that came by it.
pub(super) fn received(reader: &Reader, address: &DeskAddress) -> Markup {
    let text = reader.text;
    html! {
        @match &address.received {
            Some((at, from)) => p.hint.mail-ok {
                (parts::icon("circle-check")) span { (text.msg_settings_address_last(from)) " · " (parts::time(reader, *at)) }
            },
            None => p.hint { (text.msg_settings_address_never()) },
        }
    }
}

fn card(
    reader: &Reader,
    frame: &Frame,
    address: &DeskAddress,
    organisation: &str,
    refused: Option<&Refused>,
) -> Markup {
    let text = reader.text;
    let kind = address.kind.and_then(|id| frame.kind(id));
    let place = bits::department(frame, address.department);
    html! {
        li.card #{ "address-card-" (address.id) } {
            div.card-body.stack {
                (shown(reader, address))
                p.hint {
                    @if let Some(kind) = kind { (parts::icon(&kind.icon)) " " (parts::type_name(reader, kind)) " · " }
                    @if let Some((service, department)) = place { (service) " ▸ " (department) }
                    @if kind.is_some_and(|kind| !kind.enabled) { " · " (text.msg_settings_address_type_off()) }
                }
                (received(reader, address))
                (test_form(reader, address, refused))
                (tested(reader, address))
                (sender(reader, address, organisation, refused))
            }
        }
    }
}

fn test_form(reader: &Reader, address: &DeskAddress, refused: Option<&Refused>) -> Markup {
    let text = reader.text;
    let field = format!("to-{}", address.id);
    let wrong = refused.and_then(|refused| parts::problem(reader, refused.errors, "to"));
    let refused = refused.filter(|refused| refused.typed.naming.is_empty());
    let value = refused.map_or(address.address.as_str(), |refused| &refused.typed.to);
    html! {
        form.address-test #{ "test-" (address.id) } method="post" action={ (HERE) "/" (address.id) "/test" } data-enhance {
            label for=(field) { (text.msg_settings_address_test_to()) }
            input.input #(field) name="to" type="email" value=(value) required maxlength=(limits::ADDRESS_CHARS_MAX) autocomplete="off"
                aria-invalid=[wrong.as_ref().map(|_| "true")] aria-describedby=[wrong.as_ref().map(|_| format!("wrong-{field}"))];
            button.btn type="submit" data-size="s" { (parts::icon("send")) (text.msg_settings_address_test()) }
            @if let Some(wrong) = wrong { p.error #{ "wrong-" (field) } { (wrong) } }
        }
    }
}

/// Who mail of an address is from, as its readers see it.
fn sender(reader: &Reader, address: &DeskAddress, organisation: &str, refused: Option<&Refused>) -> Markup {
    let text = reader.text;
    let team = if address.name.is_empty() { organisation } else { &address.name };
    let agent = &reader.actor.name;
    let refused = refused.filter(|refused| !refused.typed.naming.is_empty());
    let errors: &Errors = refused.map_or(&[], |refused| refused.errors);
    let name = refused.map_or(address.name.as_str(), |refused| &refused.typed.name);
    let naming = refused.and_then(|refused| Naming::from_code(&refused.typed.naming)).unwrap_or(address.naming);
    let (field, choice) = (format!("name-{}", address.id), format!("naming-{}", address.id));
    let wrong = parts::problem(reader, errors, "name");
    html! {
        p.hint {
            (text.msg_settings_sender_shown()) " "
            strong data-shown { (address.naming.shown(Some(agent), team)) } " <" (address.address) ">"
        }
        (edit(reader, &format!("sender-{}", address.id), refused.is_some(), &html! {
            form.stack #{ "sender-form-" (address.id) } method="post" action={ (HERE) "/" (address.id) } data-enhance {
                div.grid-2 {
                    div.field {
                        label for=(field) { (text.msg_settings_sender_name()) }
                        input.input #(field) name="name" value=(name) placeholder=(organisation) maxlength=(limits::NAME_CHARS_MAX)
                            autocomplete="off" aria-invalid=[wrong.as_ref().map(|_| "true")] aria-describedby={ "about-" (field) };
                        @match &wrong {
                            Some(wrong) => p.error #{ "about-" (field) } { (wrong) },
                            None => p.hint #{ "about-" (field) } { (text.msg_settings_sender_name_hint(organisation)) },
                        }
                    }
                    div.field {
                        label for=(choice) { (text.msg_settings_sender_naming()) }
                        select.select #(choice) name="naming" {
                            @for one in Naming::ALL {
                                option value=(one.code()) selected[*one == naming] { (one.shown(Some(agent), team)) }
                            }
                        }
                    }
                }
                p.hint { (text.msg_settings_sender_hint()) }
                div { button.btn type="submit" data-variant="primary" data-size="s" { (text.msg_agent_save()) } }
            }
        }))
    }
}

/// What became of the newest test.
fn tested(reader: &Reader, address: &DeskAddress) -> Markup {
    let text = reader.text;
    html! {
        div role="status" {
            @if let Some(test) = &address.test {
                @match test.standing(reader.now) {
                    Standing::Back(back) => {
                        p.hint.mail-ok {
                            (parts::icon("circle-check"))
                            span {
                                (text.msg_settings_test_back(&test.to, seconds(back.0 - test.sent_at.0)))
                                " · " (parts::time(reader, back))
                            }
                        }
                        @if !test.hops.is_empty() {
                            details #{ "way-" (address.id) } { summary.hint { (text.msg_doctor_way()) } (way(reader, &test.hops)) }
                        }
                    },
                    Standing::Refused => p.error { (text.msg_settings_test_failed(&test.to, &test.error)) },
                    Standing::Late => p.error {
                        (text.msg_settings_test_late(&test.to)) " · " (parts::time(reader, test.sent_at))
                    },
                    Standing::Waiting => p.hint {
                        (parts::icon("hourglass")) " " (text.msg_settings_test_waiting(&test.to))
                        " · " (parts::time(reader, test.sent_at))
                    },
                }
            }
        }
    }
}

/// Microseconds as seconds with a digit behind the point.
fn seconds(micros: i64) -> String {
    format!("{}.{}", micros / 1_000_000, micros.rem_euclid(1_000_000) / 100_000)
}

fn new_form(reader: &Reader, frame: &Frame, refused: Option<&Refused>) -> Markup {
    let text = reader.text;
    let nothing = Typed::default();
    let (typed, errors): (&Typed, &Errors) = refused.map_or((&nothing, &[]), |refused| (refused.typed, refused.errors));
    let wrong = parts::problem(reader, errors, "address").is_some();
    html! {
        form.stack #new-address-form method="post" action=(HERE) data-enhance {
            div.field {
                label for="address" { (text.msg_settings_address()) }
                input.input #address name="address" type="email" value=(typed.address) required maxlength=(limits::ADDRESS_CHARS_MAX)
                    autocomplete="off" aria-invalid=[wrong.then_some("true")] aria-describedby=[wrong.then_some("error-address")];
                (parts::error_line(reader, errors, "address"))
            }
            div.grid-2 {
                div.field {
                    label for="department" { (text.msg_agent_department()) }
                    select.select #department name="department" {
                        @for service in &frame.services {
                            optgroup label=(service.name) {
                                @for department in &service.departments {
                                    option value=(department.id) selected[typed.department == department.id.to_string()] {
                                        (department.name)
                                    }
                                }
                            }
                        }
                    }
                    (parts::error_line(reader, errors, "department"))
                }
                div.field {
                    label for="type" { (text.msg_agent_type()) }
                    select.select #type name="type" {
                        @for kind in frame.types.iter().filter(|kind| kind.enabled) {
                            option value=(kind.id) selected[typed.kind == kind.id.to_string()] { (parts::type_name(reader, kind)) }
                        }
                    }
                }
            }
            div { button.btn type="submit" data-variant="primary" { (text.msg_agent_add()) } }
        }
    }
}

/// Adds an address.
pub(crate) async fn add_address(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(typed): Form<Typed>,
) -> Answer {
    let form = typed.clone();
    let result = app
        .desk
        .change(&reader.actor, move |c| {
            let department = form.department.parse().map_err(|_| Error::field("department", "required"))?;
            routing::add_address(c, &form.address, "", department, form.kind.parse().ok())
        })
        .await;
    match result {
        Ok(()) => redirect_after(HERE, Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => {
            let refused = Refused { of: None, typed: &typed, errors: &errors };
            show(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, Some(refused)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Says who mail of an address is from.
pub(crate) async fn name_address(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<AddressId>,
    Form(typed): Form<Typed>,
) -> Answer {
    let (name, naming) = (typed.name.clone(), Naming::from_code(&typed.naming));
    let saved = app
        .desk
        .change(&reader.actor, move |c| {
            let naming = naming.ok_or_else(|| Error::field("name", "unknown"))?;
            routing::name_address(c, id, &name, naming)
        })
        .await;
    match saved {
        Ok(()) => redirect_after(HERE, Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => {
            let refused = Refused { of: Some(id), typed: &typed, errors: &errors };
            show(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, Some(refused)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Sends a mail that must come back.
pub(crate) async fn test_address(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<AddressId>,
    Form(typed): Form<Typed>,
) -> Answer {
    let to = typed.to.clone();
    match app.desk.change(&reader.actor, move |c| routing::send_test(c, id, &to)).await {
        Ok(()) => redirect_after(HERE, Done::Sent, 1, None),
        Err(Error::Invalid(errors)) => {
            let refused = Refused { of: Some(id), typed: &typed, errors: &errors };
            show(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, Some(refused)).await
        }
        Err(error) => Err(error.into()),
    }
}
