//! Sending what was asked in a portal.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{FromRequest, Multipart, Query, Request as HttpRequest, State};
use axum::http::{StatusCode, header};
use desk::chat::{self, Outcome, Request};
use desk::people::Person;
use desk::portals::identify;
use desk::{Error, Time, challenge};
use maud::{Markup, html};

use super::contact::Asked;
use super::page::{Wanted, frame_document, in_frame, render};
use super::{contact, portal_of};
use crate::answer::{Answer, Failure, page, redirect};
use crate::app::App;
use crate::body;
use crate::customer::shell;
use crate::form::Form;
use crate::parts::icon;
use crate::reader::Reader;

/// Starts a chat, or leaves a message: as the portal is at this moment.
pub(crate) async fn ask(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(wanted): Query<Wanted>,
    request: HttpRequest,
) -> Answer {
    let portal = portal_of(&reader)?;
    if reader.person.is_none() && !app.throttles.ticket(reader.peer) {
        return Err(Failure::TooOften);
    }
    let browser =
        request.headers().get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).map(ToOwned::to_owned);
    let parts = Multipart::from_request(request, &app).await.map_err(|_| Failure::BadRequest)?;
    let form = Form::read(parts).await?;
    let mut asked = typed(&form);
    if !asked.website.is_empty() {
        // Only a program fills what nobody sees: it is thanked and nothing is kept.
        return Ok(redirect(&contact::address(&portal, wanted.is_framed())));
    }
    let identity = if asked.identity.is_empty() { None } else { identify(&portal, &asked.identity, Time::now()) };
    if identity.is_none() && !asked.identity.is_empty() {
        // Somebody pretends, or the site's clock is wrong: they may still write as anybody may.
        tracing::warn!(portal = %portal.subdomain, "a visitor's identity was refused");
        asked.identity.clear();
    }
    let vouched = identity.is_some();
    let new = Request {
        name: asked.name.clone(),
        address: asked.address.clone(),
        body: body::written(&asked.body, ""),
        files: form.files.clone(),
        page: asked.page.clone(),
        browser: browser.unwrap_or_default(),
        language: reader.lang.to_owned(),
        identity,
        person: person(&reader),
        chat: form.get("want") == "chat",
    };
    let (id, kept) = (portal.id, asked.clone());
    let result = app
        .desk
        .change(&reader.actor, move |c| {
            if new.person.is_none() && !vouched {
                challenge::spend(c, &kept.challenge, &kept.proof, &kept.code)?;
            }
            match chat::request(c, id, &new)? {
                // The code is good for another try.
                Outcome::Changed(_) => Err(Error::TooLate),
                outcome => Ok(outcome),
            }
        })
        .await;
    match result {
        Ok(Outcome::Chat(_, code)) => {
            Ok(redirect(&format!("/chat/{code}{}", if wanted.is_framed() { "?frame=1" } else { "" })))
        }
        Ok(Outcome::Message(ticket, code)) => {
            let sent = sent(&reader, &portal.name, ticket, code.as_deref(), wanted.is_framed());
            if wanted.is_framed() {
                return in_frame(&portal.sites, StatusCode::OK, frame_document(&reader, &portal, "", 0, &sent));
            }
            let frame = app.desk.frame(&reader.actor).await?;
            let main = html! { div.portal.form-page { (sent) } };
            page(shell::page(&reader, &frame, "", &portal.name, "", 0, &main))
        }
        Ok(Outcome::Changed(_)) | Err(Error::TooLate) => {
            asked.changed = true;
            render(&app, &reader, &portal, &wanted, StatusCode::CONFLICT, &asked, &[]).await
        }
        Err(Error::Invalid(errors)) => {
            render(&app, &reader, &portal, &wanted, StatusCode::UNPROCESSABLE_ENTITY, &asked, &errors).await
        }
        Err(error) => Err(error.into()),
    }
}

fn person(reader: &Reader) -> Option<Person> {
    reader.person.clone()
}

fn typed(form: &Form) -> Asked {
    let get = |name: &str| form.get(name).to_owned();
    Asked {
        name: get("name"),
        address: get("address"),
        body: get("body"),
        page: get("page"),
        identity: get("identity"),
        website: get("website"),
        challenge: get("challenge"),
        proof: get("proof"),
        code: get("code"),
        changed: false,
    }
}

/// It is kept, and what happens next.
fn sent(reader: &Reader, portal: &str, ticket: desk::TicketId, code: Option<&str>, framed: bool) -> Markup {
    let text = reader.text;
    let body = html! {
        div.empty role="status" {
            span.empty-art { (icon("circle-check")) }
            h1 { (text.msg_portal_sent()) }
            p { (text.msg_portal_sent_hint(ticket.to_string())) }
            @if let Some(code) = code {
                p { a.btn href={ "/t/" (code) } target=[framed.then_some("_blank")] { (text.msg_portal_sent_follow()) } }
            }
        }
    };
    html! {
        @if framed {
            section.widget data-state="offline" aria-label=(portal) {
                header { div { b { (portal) } } (contact::close(reader)) }
                div.widget-body.widget-center tabindex="0" role="group" aria-label=(portal) { (body) }
            }
        } @else { section.form-card { (body) } }
    }
}
