//! Companies: their names, the domains of their people, who looks after them.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::people::{self, Company, CompanyForm};
use desk::{CompanyId, Error, FieldError, limits};
use maud::{Markup, html};
use serde::Deserialize;

use super::{edit, page};
use crate::agent::encode;
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts::{self, Errors, icon};
use crate::reader::Reader;

const HERE: &str = "/agent/settings/companies";

/// Which part of the list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    pub(super) q: String,
    pub(super) after: String,
    pub(super) id: i64,
}

impl Wanted {
    pub(super) fn after(&self) -> Option<(String, i64)> {
        (self.id > 0).then(|| (self.after.clone(), self.id))
    }

    pub(super) fn next(&self, here: &str, next: &(String, i64)) -> String {
        format!("{here}?q={}&after={}&id={}", encode(&self.q), encode(&next.0), next.1)
    }
}

/// A company as the form sends it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    name: String,
    domains: String,
    action: String,
}

impl Typed {
    fn form(&self) -> CompanyForm {
        CompanyForm { name: self.name.clone(), domains: self.domains.clone() }
    }
}

#[derive(Default)]
struct Refused {
    company: Option<CompanyId>,
    typed: Option<Typed>,
    errors: Vec<FieldError>,
}

/// The list.
pub(crate) async fn companies(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    show(&app, &reader, StatusCode::OK, &wanted, &Refused::default()).await
}

async fn show(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    wanted: &Wanted,
    refused: &Refused,
) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let (words, after, refused_id) = (wanted.q.clone(), wanted.after(), refused.company);
    let found = app
        .desk
        .read(move |conn| {
            let mut found = people::company_page(conn, &words, after.as_ref())?;
            // What came back must be there, on whichever page it stood.
            if let Some(id) = refused_id.filter(|id| !found.companies.iter().any(|company| company.id == *id)) {
                found.companies.insert(0, people::company(conn, id)?);
            }
            Ok(found)
        })
        .await?;
    let text = reader.text;
    let empty = Typed::default();
    let (typed, errors): (&Typed, &Errors) = match (&refused.typed, refused.company) {
        (Some(typed), None) => (typed, &refused.errors),
        _ => (&empty, &[]),
    };
    let body = html! {
        (search(reader, HERE, &wanted.q, &text.msg_companies_find()))
        div.stack #companies {
            @for company in &found.companies { (card(reader, company, refused)) }
            @if found.companies.is_empty() { p.soft { (text.msg_companies_none()) } }
        }
        @if let Some(next) = &found.next { p { a.btn href=(wanted.next(HERE, next)) { (text.msg_companies_more()) } } }
        section.form-section.wide aria-labelledby="new-company" {
            header { h2 #new-company { (text.msg_companies_add()) } }
            (form(reader, HERE, "new", typed, errors, &text.msg_agent_add()))
        }
    };
    Ok(page_with(
        status,
        page(reader, &frame, "companies", &text.msg_companies_title(), &text.msg_companies_lead(), &body),
    ))
}

/// A field that searches a list.
pub(super) fn search(reader: &Reader, action: &str, words: &str, label: &str) -> Markup {
    html! {
        search {
            form.name-form action=(action) {
                input.input type="search" name="q" value=(words) placeholder=(label) aria-label=(label) maxlength=(limits::NAME_CHARS_MAX);
                button.btn type="submit" data-size="s" { (icon("search")) (reader.text.msg_guide_search()) }
            }
        }
    }
}

fn card(reader: &Reader, company: &Company, refused: &Refused) -> Markup {
    let text = reader.text;
    let (id, action) = (company.id.to_string(), format!("{HERE}/{}", company.id));
    let back = refused.company == Some(company.id);
    let kept = Typed { name: company.name.clone(), domains: company.domains.join("\n"), action: String::new() };
    let typed = refused.typed.as_ref().filter(|_| back).unwrap_or(&kept);
    let errors: &Errors = if back { &refused.errors } else { &[] };
    html! {
        section.card #{ "company-" (company.id) } aria-labelledby={ "company-title-" (company.id) } {
            header {
                h2 #{ "company-title-" (company.id) } { (company.name) }
                span.meta { (text.msg_companies_people(company.people)) }
            }
            div.card-body.stack {
                p.meta {
                    @if company.domains.is_empty() { (text.msg_companies_no_domain()) } @else { (company.domains.join(", ")) }
                    " · "
                    @match company.portal {
                        Some(portal) => a href={ "/agent/settings/portals/" (portal) } { (text.msg_companies_portal()) },
                        None => a href={ "/agent/settings/portals/new?company=" (company.id) } { (text.msg_companies_no_portal()) },
                    }
                }
                p.meta {
                    (text.msg_companies_agents()) " "
                    @if company.agents.is_empty() { (text.msg_companies_no_agents()) }
                    @for (at, (agent, name)) in company.agents.iter().enumerate() {
                        @if at > 0 { ", " }
                        a href={ "/agent/settings/agents/" (agent) } { (name) }
                    }
                }
                (edit(reader, &id, back, &html! {
                    (form(reader, &action, &id, typed, errors, &text.msg_agent_save()))
                    form method="post" action=(action) data-enhance {
                        button.btn type="submit" name="action" value="delete" data-variant="danger" data-size="s" { (icon("trash-2")) (text.msg_companies_delete()) }
                    }
                }))
            }
        }
    }
}

fn form(reader: &Reader, action: &str, id: &str, typed: &Typed, errors: &Errors, button: &str) -> Markup {
    let text = reader.text;
    let wrong = |field: &str| parts::problem(reader, errors, field);
    html! {
        form.stack #{ "form-company-" (id) } method="post" action=(action) data-enhance {
            div.field {
                label for={ "name-" (id) } { (text.msg_companies_name()) }
                input.input #{ "name-" (id) } name="name" value=(typed.name) required maxlength=(limits::NAME_CHARS_MAX) autocomplete="off"
                    aria-invalid=[wrong("name").map(|_| "true")] aria-describedby=[wrong("name").map(|_| format!("wrong-name-{id}"))];
                @if let Some(words) = wrong("name") { p.error #{ "wrong-name-" (id) } { (words) } }
            }
            div.field {
                label for={ "domains-" (id) } { (text.msg_companies_domains()) }
                textarea.textarea #{ "domains-" (id) } name="domains" rows="2" spellcheck="false" aria-invalid=[wrong("domains").map(|_| "true")]
                    aria-describedby={ "hint-domains-" (id) @if wrong("domains").is_some() { " wrong-domains-" (id) } } { (typed.domains) }
                p.hint #{ "hint-domains-" (id) } { (text.msg_companies_domains_hint()) }
                @if let Some(words) = wrong("domains") { p.error #{ "wrong-domains-" (id) } { (words) } }
            }
            div { button.btn type="submit" name="action" value="save" data-variant="primary" { (button) } }
        }
    }
}

/// Adds a company.
pub(crate) async fn add_company(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(typed): Form<Typed>,
) -> Answer {
    let form = typed.form();
    let made = app.desk.change(&reader.actor, move |c| people::add_company(c, &form).map(|_| ())).await;
    answer(&app, &reader, None, typed, made).await
}

/// Changes a company, or deletes it.
pub(crate) async fn change_company(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<CompanyId>,
    Form(typed): Form<Typed>,
) -> Answer {
    let (form, deletes) = (typed.form(), typed.action == "delete");
    let changed = app
        .desk
        .change(&reader.actor, move |c| {
            if deletes { people::delete_company(c, id) } else { people::change_company(c, id, &form) }
        })
        .await;
    let typed = if deletes { None } else { Some(typed) };
    match (changed, typed) {
        (changed, Some(typed)) => answer(&app, &reader, Some(id), typed, changed).await,
        (Err(Error::Invalid(errors)), None) => {
            let refused = Refused { company: Some(id), typed: None, errors };
            show(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, &Wanted::default(), &refused).await
        }
        (changed, None) => {
            changed?;
            redirect_after(HERE, Done::Saved, 1, None)
        }
    }
}

async fn answer(
    app: &App,
    reader: &Reader,
    company: Option<CompanyId>,
    typed: Typed,
    done: desk::Result<()>,
) -> Answer {
    match done {
        Ok(()) => redirect_after(HERE, Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => {
            let refused = Refused { company, typed: Some(typed), errors };
            show(app, reader, StatusCode::UNPROCESSABLE_ENTITY, &Wanted::default(), &refused).await
        }
        Err(error) => Err(error.into()),
    }
}
