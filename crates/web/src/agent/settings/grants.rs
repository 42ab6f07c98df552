//! Grants of an agent: how far they reach, the signature there, and the mail for new tickets.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use desk::people::{self, Grant, Reach};
use desk::{CompanyId, Error, Frame, GrantId, PersonId};
use maud::{Markup, html};
use serde::Deserialize;

use super::agents::show_agent;
use crate::agent::composer::{format_bar, rich_field};
use crate::agent::own::show_profile;
use crate::agent::shell::bits;
use crate::answer::{Answer, Failure, redirect_after};
use crate::app::App;
use crate::body;
use crate::flash::Done;
use crate::parts::{self, Errors, icon};
use crate::reader::Reader;

/// How far a grant reaches, in words.
pub(super) fn reach_name(reader: &Reader, frame: &Frame, companies: &[(CompanyId, String)], reach: Reach) -> String {
    match reach {
        Reach::Desk => reader.text.msg_settings_reach_desk(),
        Reach::Service(id) => {
            let service = frame.services.iter().find(|service| service.id == id);
            reader.text.msg_settings_reach_service(service.map_or("?", |service| service.name.as_str()))
        }
        Reach::Department(id) => bits::department(frame, id)
            .map_or_else(|| reader.text.msg_settings_archived(), |(service, name)| format!("{service} ▸ {name}")),
        Reach::Company(id) => {
            let company = companies.iter().find(|(company, _)| *company == id);
            reader.text.msg_settings_reach_company(company.map_or("", |(_, name)| name.as_str()))
        }
    }
}

/// The grants, each with its form. `admin` may take them back.
pub(super) fn list(
    reader: &Reader,
    frame: &Frame,
    companies: &[(CompanyId, String)],
    grants: &[Grant],
    errors: &Errors,
    admin: bool,
) -> Markup {
    let text = reader.text;
    html! {
        section.stack #grants aria-labelledby="grants-title" {
            h2 #grants-title { (text.msg_settings_grants()) }
            @if grants.is_empty() { p.soft { (text.msg_settings_grants_none()) } }
            @for grant in grants {
                @let name = reach_name(reader, frame, companies, grant.reach);
                @let id = format!("grant-{}", grant.id);
                section.card #(id) aria-labelledby={ "title-" (id) } {
                    header {
                        h3 #{ "title-" (id) } { (name) }
                        @if admin {
                            form method="post" action={ "/agent/settings/grants/" (grant.id) } data-enhance {
                                button.btn type="submit" name="action" value="revoke" data-variant="quiet" data-size="s"
                                    data-icon aria-label=(text.msg_settings_revoke(&name)) title=(text.msg_settings_revoke(&name)) {
                                    (icon("trash-2"))
                                }
                            }
                        }
                    }
                    form.card-body.stack.composer-plain #{ "form-" (id) } method="post" data-enhance data-composer="keep"
                        action={ "/agent/settings/grants/" (grant.id) } {
                        @if !admin { input type="hidden" name="own" value="1"; }
                        (rich_field(&format!("signature-{}", grant.id), &text.msg_settings_signature(), &grant.signature))
                        (parts::error_line(reader, errors, "signature"))
                        (format_bar(reader))
                        (notify(reader, grant.notify_new))
                        div.cluster { button.btn type="submit" { (text.msg_agent_save()) } }
                    }
                }
            }
        }
    }
}

fn notify(reader: &Reader, on: bool) -> Markup {
    html! {
        label.switch {
            span { (reader.text.msg_settings_notify_new()) }
            input type="checkbox" role="switch" name="notify_new" value="true" checked[on];
        }
    }
}

/// The form for one more grant.
pub(super) fn add_form(
    reader: &Reader,
    frame: &Frame,
    companies: &[(CompanyId, String)],
    agent: PersonId,
    errors: &Errors,
) -> Markup {
    let text = reader.text;
    let wrong = parts::problem(reader, errors, "reach").is_some();
    html! {
        form.form-section #new-grant method="post" action={ "/agent/settings/agents/" (agent) "/grants" } data-enhance
            aria-labelledby="add-grant" {
            header { h2 #add-grant { (text.msg_settings_grant_add()) } p { (text.msg_settings_grant_add_hint()) } }
            div {
                div.field {
                    label for="reach" { (text.msg_settings_agent_sees()) }
                    select.select #reach name="reach" aria-invalid=[wrong.then_some("true")]
                        aria-describedby=[wrong.then_some("error-reach")] {
                        option value="desk" { (text.msg_settings_reach_desk()) }
                        @for service in &frame.services {
                            optgroup label=(service.name) {
                                option value=(Reach::Service(service.id).code()) {
                                    (text.msg_settings_reach_service(&service.name))
                                }
                                @for department in &service.departments {
                                    option value=(Reach::Department(department.id).code()) { (department.name) }
                                }
                            }
                        }
                        @if !companies.is_empty() {
                            optgroup label=(text.msg_settings_companies()) {
                                @for (company, name) in companies {
                                    option value=(Reach::Company(*company).code()) {
                                        (text.msg_settings_reach_company(name))
                                    }
                                }
                            }
                        }
                    }
                    (parts::error_line(reader, errors, "reach"))
                }
                (notify(reader, false))
                div.cluster { button.btn type="submit" data-variant="primary" { (text.msg_agent_add()) } }
            }
        }
    }
}

/// The reader's own grants, on their own page; an admin can add to them there.
pub(crate) async fn own(app: &App, reader: &Reader, frame: &Frame, errors: &Errors) -> Result<Markup, Failure> {
    let me = reader.actor.person.ok_or(Failure::Forbidden)?;
    let (grants, companies) =
        app.desk.read(move |conn| Ok((people::grants_of(conn, me)?, people::companies(conn)?))).await?;
    let admin = desk::policy::allow(&reader.actor, desk::policy::Action::Configure, None).is_ok();
    Ok(html! {
        (list(reader, frame, &companies, &grants, errors, false))
        @if admin { (add_form(reader, frame, &companies, me, errors)) }
    })
}

/// A grant as the forms send it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct GrantForm {
    reach: String,
    body: String,
    format: String,
    notify_new: String,
    own: String,
    action: String,
}

/// Gives an agent a grant.
pub(crate) async fn add_grant(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(agent): Path<PersonId>,
    Form(form): Form<GrantForm>,
) -> Answer {
    let reach = Reach::from_code(&form.reach).ok_or(Failure::BadRequest)?;
    let notify = !form.notify_new.is_empty();
    let result = app.desk.change(&reader.actor, move |c| people::grant(c, agent, reach, "", notify).map(|_| ())).await;
    match result {
        Ok(()) => redirect_after(&format!("/agent/settings/agents/{agent}"), Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => {
            show_agent(&app, &reader, agent, StatusCode::UNPROCESSABLE_ENTITY, &errors).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Changes a grant's signature and notification, or takes the grant back.
pub(crate) async fn change_grant(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<GrantId>,
    Form(form): Form<GrantForm>,
) -> Answer {
    let signature = body::clean(&form.body, &form.format);
    let (notify, revoked) = (!form.notify_new.is_empty(), form.action == "revoke");
    let own = !form.own.is_empty();
    let result = app
        .desk
        .change(&reader.actor, move |c| {
            if revoked { people::revoke(c, id) } else { people::change_grant(c, id, &signature, notify) }
        })
        .await;
    match result {
        Ok(_) if own => redirect_after("/agent/profile", Done::Saved, 1, None),
        Ok(agent) => redirect_after(&format!("/agent/settings/agents/{agent}"), Done::Saved, 1, None),
        Err(Error::Invalid(errors)) if own => {
            show_profile(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, None, &errors).await
        }
        Err(Error::Invalid(errors)) => {
            let agent = app.desk.read(move |conn| people::grant_owner(conn, id)).await?;
            show_agent(&app, &reader, agent, StatusCode::UNPROCESSABLE_ENTITY, &errors).await
        }
        Err(error) => Err(error.into()),
    }
}
