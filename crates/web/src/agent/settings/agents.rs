//! Agents: who answers here, and what each may see.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::people::{self, Grant, Person, Role};
use desk::{Error, FieldError, PersonId, limits};
use maud::{Markup, html};
use serde::Deserialize;

use super::{grants, page};
use crate::agent::shell::fields::{self, Field};
use crate::answer::{self, Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts::{self, Errors};
use crate::reader::Reader;

const HERE: &str = "/agent/settings/agents";

/// Somebody who becomes an agent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NewAgent {
    address: String,
    name: String,
}

/// The list.
pub(crate) async fn agents(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    show_list(&app, &reader, StatusCode::OK, &NewAgent::default(), &[]).await
}

async fn show_list(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    typed: &NewAgent,
    errors: &Errors,
) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let ids: Vec<PersonId> = frame.agents.iter().map(|agent| agent.id).collect();
    let grants: Vec<Vec<Grant>> =
        app.desk.read(move |conn| ids.into_iter().map(|id| people::grants_of(conn, id)).collect()).await?;
    let text = reader.text;
    let address = Field {
        name: "address",
        label: text.msg_agent_field_address(),
        value: &typed.address,
        kind: "email",
        hint: None,
        required: true,
        max: limits::ADDRESS_CHARS_MAX,
        autocomplete: "off",
        list: None,
    };
    let name = Field {
        name: "name",
        label: text.msg_agent_field_name(),
        value: &typed.name,
        kind: "text",
        hint: Some(text.msg_settings_agent_name_hint()),
        required: false,
        max: limits::NAME_CHARS_MAX,
        autocomplete: "off",
        list: None,
    };
    let body = html! {
        div.table-wrap #agents {
            table.table {
                thead {
                    tr {
                        th scope="col" { (text.msg_agent_field_name()) }
                        th scope="col" { (text.msg_settings_agent_role()) }
                        th scope="col" { (text.msg_settings_agent_sees()) }
                    }
                }
                tbody {
                    @for (agent, grants) in frame.agents.iter().zip(&grants) {
                        tr #{ "agent-" (agent.id) } {
                            td {
                                span.cell-co {
                                    (parts::avatar(agent.id, &agent.name))
                                    span {
                                        a.co-link href={ (HERE) "/" (agent.id) } { (agent.name) }
                                        span.meta { (agent.address) }
                                    }
                                }
                            }
                            td { (role_name(reader, agent.role)) }
                            td { (sees(reader, &frame, agent, grants)) }
                        }
                    }
                }
            }
        }
        form.form-section #new-agent method="post" action=(HERE) data-enhance aria-labelledby="add-agent" {
            header { h2 #add-agent { (text.msg_settings_agent_add()) } p { (text.msg_settings_agent_add_hint()) } }
            div {
                (fields::line(reader, errors, &address))
                (fields::line(reader, errors, &name))
                div.cluster { button.btn type="submit" data-variant="primary" { (text.msg_agent_add()) } }
            }
        }
    };
    let title = text.msg_settings_agents();
    Ok(page_with(status, page(reader, &frame, "agents", &title, &text.msg_settings_agents_lead(), &body)))
}

fn role_name(reader: &Reader, role: Role) -> String {
    match role {
        Role::Admin => reader.text.msg_settings_role_admin(),
        Role::Agent => reader.text.msg_settings_role_agent(),
        Role::Customer => reader.text.msg_settings_role_none(),
    }
}

fn sees(reader: &Reader, frame: &desk::Frame, agent: &Person, grants: &[Grant]) -> Markup {
    let text = reader.text;
    html! {
        @if agent.role == Role::Admin {
            (text.msg_settings_reach_desk())
        } @else if grants.is_empty() {
            span.pill data-tone="warning" { (text.msg_settings_agent_sees_nothing()) }
        } @else {
            span.cluster { @for grant in grants { span.tag { (grants::reach_name(reader, frame, &[], grant.reach)) } } }
        }
    }
}

/// One agent.
pub(crate) async fn agent(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<PersonId>,
) -> Answer {
    show_agent(&app, &reader, id, StatusCode::OK, &[]).await
}

/// The page of an agent: role and grants.
pub(super) async fn show_agent(
    app: &App,
    reader: &Reader,
    id: PersonId,
    status: StatusCode,
    errors: &[FieldError],
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let (person, grants, companies) = app
        .desk
        .read(move |conn| Ok((people::find(conn, id)?, people::grants_of(conn, id)?, people::companies(conn)?)))
        .await?;
    if !person.role.is_staff() {
        return Err(Failure::NotFound);
    }
    let text = reader.text;
    let body = html! {
        form.form-section #role method="post" action={ (HERE) "/" (id) } data-enhance aria-labelledby="role-title" {
            header { h2 #role-title { (text.msg_settings_agent_role()) } p { (text.msg_settings_agent_role_hint()) } }
            div {
                div.field {
                    label for="role-select" { (text.msg_settings_agent_role()) }
                    select.select #role-select name="role" {
                        @for role in [Role::Agent, Role::Admin, Role::Customer] {
                            option value=(role.code()) selected[role == person.role] { (role_name(reader, role)) }
                        }
                    }
                    (parts::error_line(reader, errors, "role"))
                }
                div.cluster { button.btn type="submit" { (text.msg_agent_save()) } }
            }
        }
        @if person.role == Role::Admin { p.callout data-tone="neutral" { (text.msg_settings_admin_sees_all()) } }
        (grants::list(reader, &frame, &companies, &grants, errors, true))
        (grants::add_form(reader, &frame, &companies, id, errors))
    };
    let markup = page(reader, &frame, "agents", &person.name, &person.address, &body);
    if status == StatusCode::OK { answer::page(markup) } else { Ok(page_with(status, markup)) }
}

/// Makes somebody an agent.
pub(crate) async fn add_agent(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(new): Form<NewAgent>,
) -> Answer {
    let typed = new.clone();
    match app.desk.change(&reader.actor, move |c| people::make_agent(c, &new.name, &new.address)).await {
        Ok(id) => redirect_after(&format!("{HERE}/{id}"), Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => {
            show_list(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors).await
        }
        Err(error) => Err(error.into()),
    }
}

/// A role.
#[derive(Debug, Deserialize)]
pub(crate) struct Chosen {
    #[serde(default)]
    role: String,
}

/// Changes what somebody is to the desk.
pub(crate) async fn change_role(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<PersonId>,
    Form(chosen): Form<Chosen>,
) -> Answer {
    let role = match chosen.role.as_str() {
        "admin" => Role::Admin,
        "agent" => Role::Agent,
        "customer" => Role::Customer,
        _ => return Err(Failure::BadRequest),
    };
    match app.desk.change(&reader.actor, move |c| people::set_role(c, id, role)).await {
        Ok(()) if role == Role::Customer => redirect_after(HERE, Done::Saved, 1, None),
        Ok(()) => redirect_after(&format!("{HERE}/{id}"), Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => show_agent(&app, &reader, id, StatusCode::UNPROCESSABLE_ENTITY, &errors).await,
        Err(error) => Err(error.into()),
    }
}
