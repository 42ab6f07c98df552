//! Services and their departments: add, rename, reorder, archive.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::routing::{self, Department, Rearrange, Service};
use desk::{Change, DepartmentId, Error, FieldError, ServiceId};
use maud::{Markup, html};
use serde::Deserialize;

use super::{NameForm, button_form, name_form, page};
use crate::agent::shell::bits;
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts;
use crate::reader::Reader;

const HERE: &str = "/agent/settings/services";

/// A name, or what to do instead of naming.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Named {
    #[serde(default)]
    name: String,
    #[serde(default)]
    action: String,
}

/// The form that came back: which, what was typed, what is wrong.
#[derive(Default)]
struct Refused {
    form: String,
    typed: String,
    errors: Vec<FieldError>,
}

/// The page.
pub(crate) async fn services(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    show(&app, &reader, StatusCode::OK, &Refused::default()).await
}

async fn show(app: &App, reader: &Reader, status: StatusCode, refused: &Refused) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let (services, unsettled) =
        app.desk.read(|conn| Ok((routing::all_services(conn)?, routing::unsettled(conn)?))).await?;
    let unsettled: HashMap<DepartmentId, i64> = unsettled.into_iter().collect();
    let text = reader.text;
    let body = html! {
        @if frame.services.is_empty() {
            div.callout data-tone="warning" role="status" {
                (parts::icon("triangle-alert")) div { (text.msg_settings_services_missing()) }
            }
        }
        div.stack #services {
            @for service in &services { (card(reader, service, &unsettled, refused)) }
        }
        section.form-section aria-labelledby="new-service" {
            header { h2 #new-service { (text.msg_settings_service_add()) } p { (text.msg_settings_service_add_hint()) } }
            div { (name_form(reader, &form(refused, "new-service", HERE.to_owned(), "", &text.msg_settings_service_name(), &text.msg_agent_add()))) }
        }
    };
    let title = text.msg_settings_services();
    Ok(page_with(status, page(reader, &frame, "services", &title, &text.msg_settings_services_lead(), &body)))
}

/// The form with this name, with what was typed if it is the one that came back.
fn form<'f>(refused: &'f Refused, id: &str, action: String, value: &'f str, label: &str, button: &str) -> NameForm<'f> {
    let back = refused.form == id;
    NameForm {
        id: id.to_owned(),
        action,
        label: label.to_owned(),
        value: if back { &refused.typed } else { value },
        button: button.to_owned(),
        errors: if back { &refused.errors } else { &[] },
    }
}

fn card(reader: &Reader, service: &Service, unsettled: &HashMap<DepartmentId, i64>, refused: &Refused) -> Markup {
    let text = reader.text;
    let id = format!("service-{}", service.id);
    let action = format!("{HERE}/{}", service.id);
    let new = format!("new-department-{}", service.id);
    html! {
        section.card #(id) aria-labelledby={ "title-" (id) } {
            header {
                h2.sr-only #{ "title-" (id) } { (service.name) }
                (name_form(reader, &form(refused, &id, action.clone(), &service.name, &text.msg_settings_service_name(), &text.msg_agent_save())))
                @if service.archived { span.pill data-outline { (text.msg_settings_archived()) } }
                (arrange(reader, &action, &service.name, service.archived))
            }
            div.card-body.stack {
                table.table {
                    caption.sr-only { (text.msg_settings_departments_of(&service.name)) }
                    thead {
                        tr {
                            th scope="col" { (text.msg_agent_department()) }
                            th scope="col" { (text.msg_settings_unsettled()) }
                            th scope="col" { span.sr-only { (text.msg_settings_order()) } }
                        }
                    }
                    tbody {
                        @for department in &service.departments {
                            (row(reader, department, unsettled.get(&department.id).copied().unwrap_or(0), refused))
                        }
                    }
                }
                (name_form(reader, &form(refused, &new, format!("{HERE}/{}/departments", service.id), "", &text.msg_settings_department_name(), &text.msg_settings_department_add())))
            }
        }
    }
}

fn row(reader: &Reader, department: &Department, unsettled: i64, refused: &Refused) -> Markup {
    let text = reader.text;
    let id = format!("department-{}", department.id);
    let action = format!("/agent/settings/departments/{}", department.id);
    html! {
        tr #(id) {
            td {
                (name_form(reader, &form(refused, &id, action.clone(), &department.name, &text.msg_settings_department_name(), &text.msg_agent_save())))
                @if department.archived { " " span.pill data-outline { (text.msg_settings_archived()) } }
            }
            td { (bits::count(unsettled)) }
            td.end { div.arrange { (arrange(reader, &action, &department.name, department.archived)) } }
        }
    }
}

fn arrange(reader: &Reader, action: &str, name: &str, archived: bool) -> Markup {
    let text = reader.text;
    html! {
        (button_form(action, "up", "arrow-up", &text.msg_settings_up(name)))
        (button_form(action, "down", "arrow-down", &text.msg_settings_down(name)))
        @if archived {
            (button_form(action, "restore", "rotate-ccw", &text.msg_settings_restore(name)))
        } @else {
            (button_form(action, "archive", "archive", &text.msg_settings_archive(name)))
        }
    }
}

async fn save<F>(app: &App, reader: &Reader, form: String, typed: String, verbs: F) -> Answer
where
    F: Fn(&mut Change<'_, '_>) -> desk::Result<()> + Send + 'static,
{
    match app.desk.change(&reader.actor, verbs).await {
        Ok(()) => redirect_after(HERE, Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => {
            show(app, reader, StatusCode::UNPROCESSABLE_ENTITY, &Refused { form, typed, errors }).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Adds a service.
pub(crate) async fn add_service(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(named): Form<Named>,
) -> Answer {
    let typed = named.name.clone();
    let verb = move |c: &mut Change<'_, '_>| routing::add_service(c, &named.name).map(|_| ());
    save(&app, &reader, "new-service".into(), typed, verb).await
}

/// Adds a department to a service.
pub(crate) async fn add_department(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<ServiceId>,
    Form(named): Form<Named>,
) -> Answer {
    let typed = named.name.clone();
    let verb = move |c: &mut Change<'_, '_>| routing::add_department(c, id, &named.name).map(|_| ());
    save(&app, &reader, format!("new-department-{id}"), typed, verb).await
}

/// Renames, moves, archives or restores a service.
pub(crate) async fn change_service(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<ServiceId>,
    Form(named): Form<Named>,
) -> Answer {
    let typed = named.name.clone();
    let verb = move |c: &mut Change<'_, '_>| match Rearrange::from_code(&named.action) {
        Some(how) => routing::rearrange_service(c, id, how),
        None => routing::rename_service(c, id, &named.name),
    };
    save(&app, &reader, format!("service-{id}"), typed, verb).await
}

/// Renames, moves, archives or restores a department.
pub(crate) async fn change_department(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<DepartmentId>,
    Form(named): Form<Named>,
) -> Answer {
    let typed = named.name.clone();
    let verb = move |c: &mut Change<'_, '_>| match Rearrange::from_code(&named.action) {
        Some(how) => routing::rearrange_department(c, id, how),
        None => routing::rename_department(c, id, &named.name),
    };
    save(&app, &reader, format!("department-{id}"), typed, verb).await
}
