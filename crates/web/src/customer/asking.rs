//! The form for a new question.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{FromRequest, Multipart, Query, Request, State};
use axum::http::StatusCode;
use desk::members::{self, Document};
use desk::people::{self, NewPerson, Person};
use desk::policy::Action;
use desk::tickets::{self, Body, Channel, MailFacts, NewFile, NewTicket, Priority};
use desk::{Change, DepartmentId, Error, FieldError, TicketId, Time, challenge, community, guides};
use serde::Deserialize;

use super::frame;
use super::new_ticket::{self as form_page, Asked, NewTicketForm};
use crate::answer::{Answer, Failure, page, page_with, redirect, redirect_after};
use crate::app::App;
use crate::body;
use crate::files::percent;
use crate::flash::Done;
use crate::form::Form;
use crate::parts::Errors;
use crate::reader::Reader;

/// What a link to the form, or the form's own script, already says.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Given {
    #[serde(default)]
    address: String,
    /// The guide that did not help.
    #[serde(default)]
    guide: String,
    /// Present: everybody shall read it.
    #[serde(default)]
    open: String,
    /// Where in the community.
    #[serde(default)]
    category: String,
    /// The topic that somebody writes to the desk about.
    #[serde(default)]
    about: String,
}

/// The empty form.
pub(crate) async fn form(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(given): Query<Given>,
) -> Answer {
    if !given.open.is_empty() && reader.person.is_none() {
        // Visitors write to the desk alone: whoever wants to ask everybody signs in first.
        return Ok(redirect(&format!("/sign-in?next={}", percent(&reader.here))));
    }
    let visibility = match (given.open.is_empty(), given.about.is_empty()) {
        (false, _) => "public",
        (true, false) => "private",
        (true, true) => "",
    };
    let typed = NewTicketForm {
        address: given.address,
        guide: given.guide,
        visibility: visibility.to_owned(),
        category: given.category,
        about: given.about,
        ..NewTicketForm::default()
    };
    // Whoever asks for many addresses learns nothing of them.
    let known = if typed.address.is_empty() {
        None
    } else if app.throttles.lookup(reader.peer) {
        known(&app, &reader, &typed.address).await?
    } else {
        Some(false)
    };
    show(&app, &reader, StatusCode::OK, &typed, &[], known).await
}

async fn show(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    typed: &NewTicketForm,
    errors: &Errors,
    known: Option<bool>,
) -> Answer {
    let frame = frame(app, reader).await?;
    let (about, actor, now) = (typed.about.parse().ok(), reader.actor.clone(), reader.now);
    let person = reader.person.as_ref().filter(|person| !person.role.is_staff()).map(|person| person.id);
    let (categories, about, rules) = app
        .desk
        .read(move |conn| {
            let rules = match person {
                Some(person) if members::accepted_at(conn, person, Document::Rules)?.is_none() => {
                    Some(members::current(conn, Document::Rules)?.version)
                }
                _ => None,
            };
            let about = about.and_then(|id| community::find(conn, &actor, id, Action::ReadCommunity, now).ok());
            Ok((guides::categories(conn)?, about.map(|topic| topic.subject), rules))
        })
        .await?;
    let challenge = if reader.person.is_none() {
        let kept = typed.challenge.clone();
        Some(app.desk.read(move |conn| challenge::issue(conn, &kept, Time::now())).await?)
    } else {
        None
    };
    let asked =
        Asked { frame: &frame, services: &frame.services, known, challenge, categories: &categories, about, rules };
    Ok(page_with(status, form_page::page(reader, &asked, typed, errors)))
}

/// Opens a ticket for the reader, or for a visitor who gives an address.
pub(crate) async fn open(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    request: Request,
) -> Answer {
    if reader.person.is_none() && !app.throttles.ticket(reader.peer) {
        return Err(Failure::TooOften);
    }
    let parts = Multipart::from_request(request, &app).await.map_err(|_| Failure::BadRequest)?;
    let form = Form::read(parts).await?;
    let mut typed = typed(&form);
    if !typed.website.is_empty() {
        // Only a program fills what nobody sees: it is thanked and nothing is kept.
        return Ok(redirect("/"));
    }
    let frame = frame(&app, &reader).await?;
    let departments: Vec<DepartmentId> =
        frame.services.iter().flat_map(|service| service.departments.iter().map(|d| d.id)).collect();
    let known = known(&app, &reader, &typed.address).await?;
    let errors = problems(&reader, &typed, known, !form.files.is_empty());
    if !errors.is_empty() {
        return show(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors, known).await;
    }
    let seen_by_all = typed.visibility == "public" && reader.person.is_some();
    if seen_by_all && form.get("personal").is_empty() {
        typed.personal = personal(&typed);
        if !typed.personal.is_empty() {
            return show(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, &typed, &[], known).await;
        }
    }
    let (asked, person, files) = (typed.clone(), reader.person.clone(), form.files);
    // Outside of the transaction: it may be long.
    let body = if seen_by_all { crate::community::written(&asked.body) } else { body::written(&asked.body, "") };
    let language = reader.lang;
    let result = app
        .desk
        .change(&reader.actor, move |c| {
            if person.is_none() {
                challenge::spend(c, &asked.challenge, &asked.proof, &asked.code)?;
            }
            let requester = requester(c, person.as_ref(), &asked, language)?;
            let about = match asked.about.parse() {
                Ok(topic) if community::is_listed(c.sql(), topic)? => Some(topic),
                _ => None,
            };
            let opened = open_for(c, &requester, &asked, &body, &files, &departments, language, about)?;
            // Only who is known may ask everybody.
            let public = asked.visibility == "public" && person.is_some();
            if let Some(version) = asked.accept_rules.parse().ok().filter(|_| public) {
                community::accept_rules(c, version)?;
            }
            let held = if public { community::offer(c, opened.0, asked.category.parse().ok())? } else { false };
            if let Ok(guide) = asked.guide.parse() {
                guides::follow_up(c, guide, opened.0)?;
            }
            Ok((opened.0, opened.1, public, held))
        })
        .await;
    match result {
        Ok((ticket, _, _, true)) => redirect_after(&format!("/tickets/{ticket}"), Done::Held, 1, None),
        Ok((ticket, _, true, _)) => Ok(redirect(&format!("/community/{ticket}"))),
        Ok((ticket, ..)) if reader.person.is_some() => Ok(redirect(&format!("/tickets/{ticket}"))),
        Ok((ticket, code, ..)) => {
            // Whoever typed somebody else's address must not get that person's link: it goes by mail.
            let link = (known == Some(false)).then(|| format!("/t/{code}"));
            page(form_page::sent(&reader, &frame, ticket, link.as_deref()))
        }
        Err(Error::Invalid(errors)) => {
            show(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors, known).await
        }
        Err(Error::Refused(refusal)) => {
            // What was typed stays, and goes to the desk alone with one click.
            typed.refusal = Some(refusal);
            typed.visibility = "private".to_owned();
            show(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, &typed, &[], known).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What in a question for everybody is about persons, and perhaps not meant for everybody.
fn personal(typed: &NewTicketForm) -> Vec<String> {
    let mut found: Vec<String> = markup::personal::find(&format!("{}\n{}", typed.subject, typed.body), &[])
        .into_iter()
        .map(|found| found.words)
        .collect();
    found.dedup();
    found
}

fn typed(form: &Form) -> NewTicketForm {
    let get = |name: &str| form.get(name).to_owned();
    NewTicketForm {
        address: get("address"),
        first_name: get("first_name"),
        last_name: get("last_name"),
        department: get("department"),
        subject: get("subject"),
        body: get("body"),
        guide: get("guide"),
        visibility: get("visibility"),
        category: get("category"),
        about: get("about"),
        accept_rules: get("accept_rules"),
        website: get("website"),
        challenge: get("challenge"),
        proof: get("proof"),
        code: get("code"),
        refusal: None,
        personal: Vec::new(),
    }
}

/// Whether a visitor's address belongs to somebody; nothing for who is signed in or gave none.
async fn known(app: &App, reader: &Reader, address: &str) -> desk::Result<Option<bool>> {
    let address = people::normalise_address(address);
    if reader.person.is_some() || !people::is_valid_address(&address) {
        return Ok(None);
    }
    let found = app.desk.read(move |conn| people::find_by_address(conn, &address)).await?;
    Ok(Some(found.is_some()))
}

/// What a visitor must still give: names only when the address is unknown.
fn problems(reader: &Reader, typed: &NewTicketForm, known: Option<bool>, has_files: bool) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut need = |field: &'static str, value: &str| {
        if value.trim().is_empty() {
            errors.push(FieldError { field, problem: "required" });
        }
    };
    if reader.person.is_none() {
        need("address", &typed.address);
    }
    if known == Some(false) {
        need("first_name", &typed.first_name);
        need("last_name", &typed.last_name);
    }
    need("subject", &typed.subject);
    if !has_files {
        need("body", &typed.body);
    }
    if reader.person.is_none() && known.is_none() && !typed.address.trim().is_empty() {
        errors.push(FieldError { field: "address", problem: "bad_address" });
    }
    errors
}

fn requester(
    c: &mut Change,
    signed_in: Option<&Person>,
    asked: &NewTicketForm,
    language: &str,
) -> desk::Result<Person> {
    if let Some(person) = signed_in {
        return Ok(person.clone());
    }
    let new = NewPerson {
        name: format!("{} {}", asked.first_name.trim(), asked.last_name.trim()).trim().to_owned(),
        address: asked.address.clone(),
        language: language.to_owned(),
        ..NewPerson::default()
    };
    people::find_or_create(c, &new)
}

#[expect(clippy::too_many_arguments, reason = "one thing of the form each")]
fn open_for(
    c: &mut Change,
    requester: &Person,
    asked: &NewTicketForm,
    body: &Body,
    files: &[NewFile],
    departments: &[DepartmentId],
    language: &str,
    about: Option<TicketId>,
) -> desk::Result<(TicketId, String)> {
    let department = match (asked.department.parse().ok(), departments) {
        (Some(chosen), known) if known.contains(&chosen) => chosen,
        // With one department there is nothing to choose.
        (None, [only]) => *only,
        (None, _) => return Err(Error::field("department", "required")),
        _ => return Err(Error::field("department", "unknown")),
    };
    let ticket = tickets::open(
        c,
        &NewTicket {
            requester: requester.id,
            kind: None,
            department,
            subject: asked.subject.clone(),
            body: body.clone(),
            channel: Channel::Web,
            files: files.to_vec(),
            uploads: Vec::new(),
            because: "form".into(),
            address: String::new(),
            language: if requester.language.is_empty() { language.to_owned() } else { requester.language.clone() },
            mail: MailFacts::default(),
            related: about.filter(|_| asked.visibility != "public"),
            priority: Priority::Normal,
            company: None,
        },
    )?;
    let link = tickets::form_link_code(c.sql(), &ticket.token, requester.id)?;
    Ok((ticket.id, link))
}
