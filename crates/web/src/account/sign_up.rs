//! Creating an account: name, address, and what is accepted. The answer is the same whether the address is known.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::challenge::{self, Challenge};
use desk::members::{self, Accepted, Document, NewMember};
use desk::settings::{self, Setting};
use desk::{Actor, Error, Time, limits};
use maud::{Markup, html};
use serde::Deserialize;

use crate::answer::{Answer, Failure, page_with, redirect};
use crate::app::App;
use crate::customer::new_ticket::{NewTicketForm, code, honeypot};
use crate::customer::shell::{self, Field, text_field};
use crate::parts::{self, Errors, Head, icon};
use crate::reader::Reader;

/// The form as it was sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    name: String,
    mail: String,
    accept: String,
    terms: i64,
    privacy: i64,
    rules: i64,
    website: String,
    challenge: String,
    proof: String,
    code: String,
}

/// The form, where members sign up by themselves.
pub(crate) async fn show(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    if reader.person.is_some() {
        return Ok(redirect("/"));
    }
    form(&app, &reader, StatusCode::OK, Typed::default(), &[]).await
}

async fn form(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    mut typed: Typed,
    errors: &Errors,
) -> Result<Response, Failure> {
    let kept = typed.challenge.clone();
    let (open, challenge, [terms, privacy, rules]) = app
        .desk
        .read(move |conn| {
            let open = settings::get(conn, Setting::SignUp)? != "no";
            let challenge = challenge::issue(conn, &kept, Time::now())?;
            let mut versions = [0; 3];
            for (version, document) in versions.iter_mut().zip(Document::ALL) {
                *version = members::current(conn, document)?.version;
            }
            Ok((open, challenge, versions))
        })
        .await?;
    if !open {
        return Err(Failure::NotFound);
    }
    (typed.terms, typed.privacy, typed.rules) = (terms, privacy, rules);
    let organisation = app.desk.frame(&Actor::visitor()).await?.organisation.clone();
    Ok(page_with(status, page(reader, &organisation, &typed, &challenge, errors)))
}

fn page(reader: &Reader, organisation: &str, typed: &Typed, challenge: &Challenge, errors: &Errors) -> Markup {
    let text = reader.text;
    let title = text.msg_sign_up_title();
    let wrong = parts::problem(reader, errors, "accept").is_some();
    let security = NewTicketForm {
        website: typed.website.clone(),
        challenge: typed.challenge.clone(),
        proof: typed.proof.clone(),
        code: typed.code.clone(),
        ..NewTicketForm::default()
    };
    let body = html! {
        form #sign-up .auth-card method="post" action="/sign-up" data-ask aria-labelledby="sign-up-title" {
            div.auth-head { h1 #sign-up-title { (title) } p { (text.msg_sign_up_lead()) } }
            (text_field(reader, errors, &Field {
                name: "name", label: &text.msg_sign_up_name(), kind: "text", value: &typed.name,
                autocomplete: "name", hint: "", max: limits::NAME_CHARS_MAX, focus: typed.name.is_empty(),
            }))
            (text_field(reader, errors, &Field {
                name: "mail", label: &text.msg_sign_up_address(), kind: "email", value: &typed.mail,
                autocomplete: "email", hint: "", max: limits::ADDRESS_CHARS_MAX, focus: false,
            }))
            div.field {
                label.check {
                    input #accept type="checkbox" name="accept" value="yes" required checked[typed.accept == "yes"]
                        aria-invalid=[wrong.then_some("true")] aria-describedby=[wrong.then_some("error-accept")];
                    span {
                        (text.msg_sign_up_accept()) " " a href="/terms" target="_blank" { (text.msg_legal_terms()) } " "
                        (text.msg_sign_up_and()) " " a href="/privacy" target="_blank" { (text.msg_legal_privacy()) } ", "
                        a href="/community/rules" target="_blank" { (text.msg_topic_rules()) }
                    }
                }
                (parts::error_line(reader, errors, "accept"))
            }
            input type="hidden" name="terms" value=(typed.terms);
            input type="hidden" name="privacy" value=(typed.privacy);
            input type="hidden" name="rules" value=(typed.rules);
            (honeypot(reader, &security))
            (code(reader, challenge, &security.code, errors))
            button.btn type="submit" data-variant="primary" data-size="l" data-block { (text.msg_sign_up_button()) }
        }
        p.auth-foot { a href="/sign-in" { (text.msg_sign_in_title()) } }
        div.auth-foot { (parts::languages(reader, "text-button", &reader.here)) }
    };
    card(reader, organisation, &title, &body)
}

fn card(reader: &Reader, organisation: &str, title: &str, body: &Markup) -> Markup {
    let head = Head { title, space: "customer", script: "customer.js", live: "", event: 0, more: None };
    let body = html! {
        main #main .auth {
            div { a.logo.auth-logo href="/" { (shell::mark()) (shell::shown_name(organisation)) } (body) }
        }
    };
    parts::document(reader, &head, &body)
}

/// Makes the account, and says to look into the mail.
pub(crate) async fn sign_up(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(typed): Form<Typed>,
) -> Answer {
    if !app.throttles.ticket(reader.peer) {
        return Err(Failure::TooOften);
    }
    if !typed.website.is_empty() {
        // Only a program fills what nobody sees: it is thanked and nothing is kept.
        return Ok(redirect("/"));
    }
    let (asked, language) = (typed.clone(), reader.lang);
    let outcome = app
        .desk
        .change(&Actor::system("sign-up"), move |c| {
            let new = NewMember {
                name: asked.name.clone(),
                address: asked.mail.clone(),
                language: language.to_owned(),
                accepted: Accepted {
                    yes: asked.accept == "yes",
                    terms: asked.terms,
                    privacy: asked.privacy,
                    rules: asked.rules,
                },
            };
            challenge::spend(c, &asked.challenge, &asked.proof, &asked.code)?;
            members::sign_up(c, &new)
        })
        .await;
    match outcome {
        Ok(()) => {
            let organisation = app.desk.frame(&Actor::visitor()).await?.organisation.clone();
            let text = reader.text;
            let title = text.msg_sign_up_sent_title();
            let body = html! {
                section.auth-card aria-labelledby="sent-title" {
                    div.auth-head { h1 #sent-title { (title) } }
                    p.callout data-tone="success" role="status" { (icon("mail")) span { (text.msg_sign_up_sent()) } }
                }
            };
            Ok(page_with(StatusCode::OK, card(&reader, &organisation, &title, &body)))
        }
        Err(Error::Invalid(errors)) => form(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, typed, &errors).await,
        Err(error) => Err(error.into()),
    }
}
