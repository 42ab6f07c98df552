//! The page of one portal: its form, its codes, and what visitors see and why.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::portals::{self, Portal, PortalForm, Seen, Why};
use desk::{CompanyId, Error, FieldError, Frame, PersonId, PortalId, limits};
use maud::{Markup, html};
use serde::Deserialize;

use super::{HERE, codes, form_of, matrix};
use crate::agent::settings::{Sheet, sheet};
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::form::Form;
use crate::guides::origin;
use crate::parts::{self, Errors, icon};
use crate::reader::Reader;

/// For which company.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Begun {
    company: String,
}

/// The form for a new portal.
pub(crate) async fn new_portal(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(begun): Query<Begun>,
) -> Answer {
    let typed = PortalForm { company: begun.company.parse().ok(), ..fresh() };
    show(&app, &reader, StatusCode::OK, None, Some(typed), &[]).await
}

fn fresh() -> PortalForm {
    PortalForm { active: true, hue: 262, chroma: 150, guides: true, community: true, ..PortalForm::default() }
}

/// One portal.
pub(crate) async fn portal(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<PortalId>,
) -> Answer {
    show(&app, &reader, StatusCode::OK, Some(id), None, &[]).await
}

/// A portal, what its visitors see, and how its agents stand.
type Known = (Portal, Seen, Vec<(PersonId, String, Why)>);

struct Model {
    portal: Option<Known>,
    without: Vec<(CompanyId, String)>,
    suggested: Vec<String>,
}

pub(super) async fn show(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    id: Option<PortalId>,
    typed: Option<PortalForm>,
    errors: &Errors,
) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let now = reader.now;
    let wanted = typed.clone().filter(|_| {
        errors.iter().any(|error| error.field == "subdomain" && matches!(error.problem, "taken" | "reserved"))
    });
    let model = app
        .desk
        .read(move |conn| {
            let portal = match id {
                Some(id) => {
                    let portal = portals::find(conn, id)?;
                    let seen = portals::seen_by_visitors(conn, &portal, now)?;
                    let agents = portals::availability_of(conn, &portal, now)?;
                    Some((portal, seen, agents))
                }
                None => None,
            };
            let without = portals::companies_without(conn)?;
            let suggested = match &wanted {
                Some(form) => {
                    let known = portal.as_ref().map(|(portal, ..)| portal.company.1.clone());
                    let chosen = without.iter().find(|(id, _)| Some(*id) == form.company).map(|(_, name)| name.clone());
                    portals::suggestions(conn, &form.subdomain, &known.or(chosen).unwrap_or_default())?
                }
                None => Vec::new(),
            };
            Ok(Model { portal, without, suggested })
        })
        .await?;
    let text = reader.text;
    let typed = typed.or_else(|| model.portal.as_ref().map(|(portal, ..)| form_of(portal))).unwrap_or_else(fresh);
    let body = html! {
        (form(app, reader, &frame, &model, &typed, errors))
        @if let Some((portal, seen, agents)) = &model.portal {
            (codes::codes(app, reader, portal))
            (matrix::matrix(reader, portal, seen, agents))
            (identity(reader, portal))
        }
    };
    let title = model.portal.as_ref().map_or_else(|| text.msg_portals_add(), |(portal, ..)| portal.name.clone());
    Ok(page_with(status, sheet(reader, &frame, "portals", &title, Sheet::Editor, &body)))
}

fn field(reader: &Reader, errors: &Errors, name: &str, label: &str, hint: &str, input: &Markup) -> Markup {
    html! {
        div.field {
            label for={ "portal-" (name) } { (label) }
            (input)
            @if !hint.is_empty() { p.hint #{ "hint-" (name) } { (hint) } }
            (parts::error_line(reader, errors, name))
        }
    }
}

fn form(app: &App, reader: &Reader, frame: &Frame, model: &Model, typed: &PortalForm, errors: &Errors) -> Markup {
    let text = reader.text;
    let action = model.portal.as_ref().map_or_else(|| HERE.to_owned(), |(portal, ..)| format!("{HERE}/{}", portal.id));
    let invalid = |name: &str| parts::problem(reader, errors, name).map(|_| "true");
    let described = |name: &str| invalid(name).map(|_| format!("error-{name}"));
    let around = match &app.settings.portal_domain {
        Some(domain) => (String::new(), format!(".{domain}")),
        None => {
            (format!("{}/p/", app.settings.public_url.split_once("://").map_or("", |(_, rest)| rest)), String::new())
        }
    };
    html! {
        form.stack.portal-form #portal-form method="post" action=(action) enctype="multipart/form-data" data-enhance aria-label=(text.msg_portals_portal()) {
            (parts::error_line(reader, errors, "portal"))
            section.form-section {
                header { h2 { (text.msg_portals_who()) } p { (text.msg_portals_who_hint()) } }
                div.stack {
                    @if let Some((portal, ..)) = &model.portal {
                        p { (text.msg_portals_company()) " " b { (portal.company.1) } }
                    } @else {
                        (field(reader, errors, "company", &text.msg_portals_company(), &text.msg_portals_company_hint(), &html! {
                            select.select #portal-company name="company" required aria-invalid=[invalid("company")] aria-describedby=[described("company")] {
                                option value="" {}
                                @for (id, name) in &model.without { option value=(id) selected[typed.company == Some(*id)] { (name) } }
                            }
                        }))
                    }
                    (field(reader, errors, "subdomain", &text.msg_portals_subdomain(), "", &html! {
                        div.affix {
                            @if !around.0.is_empty() { span { (around.0) } }
                            input.input #portal-subdomain name="subdomain" value=(typed.subdomain) required autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="63"
                                aria-invalid=[invalid("subdomain")] aria-describedby=[described("subdomain")];
                            @if !around.1.is_empty() { span { (around.1) } }
                        }
                        @if !model.suggested.is_empty() {
                            p.hint.cluster { (text.msg_portals_free()) @for name in &model.suggested { button.pill type="button" data-fill="#portal-subdomain" data-value=(name) { (name) } } }
                        }
                    }))
                    (field(reader, errors, "domain", &text.msg_portals_domain(), &text.msg_portals_domain_hint(), &html! {
                        input.input #portal-domain name="domain" value=(typed.domain) autocomplete="off" spellcheck="false" placeholder="help.acme.example" aria-invalid=[invalid("domain")] aria-describedby=[described("domain")];
                    }))
                    label.switch { span { (text.msg_portals_is_active()) small { (text.msg_portals_is_active_hint()) } } input type="checkbox" role="switch" name="active" value="yes" checked[typed.active]; }
                }
            }
            section.form-section {
                header { h2 { (text.msg_portals_looks()) } p { (text.msg_portals_looks_hint()) } }
                div.stack {
                    (field(reader, errors, "name", &text.msg_portals_name(), "", &html! {
                        input.input #portal-name name="name" value=(typed.name) maxlength=(limits::NAME_CHARS_MAX) autocomplete="off" aria-invalid=[invalid("name")] aria-describedby=[described("name")];
                    }))
                    (field(reader, errors, "welcome", &text.msg_portals_welcome(), "", &html! {
                        textarea.textarea #portal-welcome name="welcome" rows="2" maxlength=(limits::PORTAL_WELCOME_CHARS_MAX) aria-invalid=[invalid("welcome")] aria-describedby=[described("welcome")] { (typed.welcome) }
                    }))
                    (field(reader, errors, "hue", &text.msg_portals_hue(), &text.msg_portals_hue_hint(), &html! {
                        input.hue #portal-hue type="range" name="hue" min="0" max="359" value=(typed.hue) data-hue-slider;
                    }))
                    (field(reader, errors, "chroma", &text.msg_portals_chroma(), "", &html! {
                        input.chroma #portal-chroma type="range" name="chroma" min="0" max=(limits::CHROMA_MAX) value=(typed.chroma) data-chroma-slider;
                    }))
                    (field(reader, errors, "logo", &text.msg_portals_logo(), &text.msg_portals_logo_hint(), &html! {
                        @if let Some((portal, ..)) = model.portal.as_ref().filter(|(portal, ..)| portal.logo.is_some()) {
                            p.cluster { img.portal-logo src={ "/p/" (portal.subdomain) "/logo" } alt=(text.msg_portals_logo()) width="40" height="40";
                                button.btn type="submit" form="no-logo" data-size="s" data-variant="quiet" { (text.msg_portals_no_logo()) } }
                        }
                        input.input #portal-logo type="file" name="logo" accept="image/png,image/jpeg,image/gif,image/webp" aria-invalid=[invalid("logo")] aria-describedby=[described("logo")];
                    }))
                    (field(reader, errors, "language", &text.msg_portals_language(), "", &html! {
                        select.select #portal-language name="language" {
                            option value="" selected[typed.language.is_empty()] { (text.msg_portals_language_browser()) }
                            option value="en" selected[typed.language == "en"] lang="en" { "English" }
                            option value="fr" selected[typed.language == "fr"] lang="fr" { "Français" }
                        }
                    }))
                    label.check { input type="checkbox" name="guides" value="yes" checked[typed.guides]; span { (text.msg_portals_guides()) } }
                    label.check { input type="checkbox" name="community" value="yes" checked[typed.community]; span { (text.msg_portals_community()) } }
                }
            }
            section.form-section {
                header { h2 { (text.msg_portals_answers()) } p { (text.msg_portals_answers_hint()) } }
                div.stack {
                    (field(reader, errors, "department", &text.msg_portals_department(), "", &html! {
                        select.select #portal-department name="department" required aria-invalid=[invalid("department")] aria-describedby=[described("department")] {
                            @for service in &frame.services { optgroup label=(service.name) {
                                @for department in &service.departments { option value=(department.id) selected[typed.department == Some(department.id)] { (department.name) } }
                            } }
                        }
                    }))
                    (field(reader, errors, "sites", &text.msg_portals_sites(), &text.msg_portals_sites_hint(), &html! {
                        textarea.textarea #portal-sites name="sites" rows="2" spellcheck="false" placeholder="https://www.acme.example" aria-invalid=[invalid("sites")] aria-describedby=[described("sites")] { (typed.sites) }
                    }))
                }
            }
            div.savebar { span.spacer {} a.btn href=(HERE) data-variant="quiet" { (text.msg_portals_back()) } button.btn type="submit" data-variant="primary" { (text.msg_agent_save()) } }
        }
        @if let Some((portal, ..)) = &model.portal {
            form #no-logo method="post" action={ (HERE) "/" (portal.id) "/switch" } { input type="hidden" name="action" value="no_logo"; }
        }
    }
}

fn identity(reader: &Reader, portal: &Portal) -> Markup {
    let text = reader.text;
    let action = format!("{HERE}/{}/switch", portal.id);
    html! {
        section.form-section #identity aria-labelledby="identity-title" {
            header { h2 #identity-title { (text.msg_portals_identity()) } p { (text.msg_portals_identity_hint()) } }
            div.stack {
                details { summary { (text.msg_portals_secret()) }
                    div.copyline { span.truncate.mono #portal-secret { (portal.secret) } button.btn type="button" data-size="s" data-copy="#portal-secret" data-label-copied=(text.msg_portals_copied()) { (icon("copy")) span.copy-label { (text.msg_portals_copy()) } } } }
                div.code { pre tabindex="0" #identity-code { (format!("{{ \"alg\": \"HS256\", \"typ\": \"JWT\" }}\n{{ \"aud\": \"{}\", \"email\": \"ana@acme.example\", \"name\": \"Ana\", \"exp\": {} }}", portal.subdomain, reader.now.0 / 1_000_000 + 3600)) } }
                p.hint { (text.msg_portals_identity_docs()) }
                div.cluster {
                    form method="post" action=(action) data-enhance { button.btn type="submit" name="action" value="secret" data-size="s" { (icon("refresh-cw")) (text.msg_portals_new_secret()) } }
                    form method="post" action=(action) data-enhance { button.btn type="submit" name="action" value="delete" data-size="s" data-variant="danger" { (icon("trash-2")) (text.msg_portals_delete()) } }
                }
            }
        }
    }
}

fn typed(form: &Form) -> PortalForm {
    let get = |name: &str| form.get(name).to_owned();
    let yes = |name: &str| !form.get(name).is_empty();
    PortalForm {
        company: form.get("company").parse().ok(),
        subdomain: get("subdomain"),
        domain: get("domain"),
        active: yes("active"),
        name: get("name"),
        hue: form.get("hue").parse().unwrap_or(-1),
        chroma: form.get("chroma").parse().unwrap_or(-1),
        language: get("language"),
        welcome: get("welcome"),
        guides: yes("guides"),
        community: yes("community"),
        sites: get("sites"),
        department: form.get("department").parse().ok(),
    }
}

/// Makes a portal.
pub(crate) async fn add_portal(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    parts: Multipart,
) -> Answer {
    save(&app, &reader, None, Form::read(parts).await?).await
}

/// Changes a portal.
pub(crate) async fn change_portal(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<PortalId>,
    parts: Multipart,
) -> Answer {
    save(&app, &reader, Some(id), Form::read(parts).await?).await
}

async fn save(app: &App, reader: &Reader, id: Option<PortalId>, form: Form) -> Answer {
    let typed = typed(&form);
    if typed.sites.lines().map(str::trim).any(|line| !line.is_empty() && origin(line).is_none()) {
        let errors = [FieldError { field: "sites", problem: "bad_url" }];
        return show(app, reader, StatusCode::UNPROCESSABLE_ENTITY, id, Some(typed), &errors).await;
    }
    let (wanted, logo) = (typed.clone(), form.files.first().map(|file| file.content.clone()));
    let saved = app
        .desk
        .change(&reader.actor, move |c| {
            let id = match id {
                Some(id) => portals::change_portal(c, id, &wanted).map(|()| id)?,
                None => portals::add_portal(c, &wanted)?,
            };
            if let Some(logo) = &logo {
                portals::set_logo(c, id, Some(logo))?;
            }
            Ok(id)
        })
        .await;
    match saved {
        Ok(id) => redirect_after(&format!("{HERE}/{id}"), Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => {
            let errors: Vec<FieldError> = errors;
            show(app, reader, StatusCode::UNPROCESSABLE_ENTITY, id, Some(typed), &errors).await
        }
        Err(error) => Err(error.into()),
    }
}
