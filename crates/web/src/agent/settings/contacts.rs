//! Contacts: the ways on which an agent hears of chat requests.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::chat::{self, Contact, ContactKind};
use desk::{ContactId, Error, FieldError};
use maud::{Markup, html};
use serde::Deserialize;

use super::{button_form, page};
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts::{self, icon};
use crate::reader::Reader;

const HERE: &str = "/agent/settings/contacts";

/// A way as the form sends it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    kind: String,
    address: String,
    action: String,
}

/// The page.
pub(crate) async fn contacts(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    show(&app, &reader, StatusCode::OK, &Typed::default(), &[]).await
}

async fn show(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    typed: &Typed,
    errors: &[FieldError],
) -> Result<Response, Failure> {
    let person = reader.actor.person.ok_or(Failure::Forbidden)?;
    let frame = app.desk.frame(&reader.actor).await?;
    let own = app.desk.read(move |conn| chat::contacts(conn, person)).await?;
    let text = reader.text;
    let invalid = parts::problem(reader, errors, "address").is_some();
    let body = html! {
        ul.plain-list #contacts { @for contact in &own { (line(reader, contact)) } }
        @if own.is_empty() { p.soft { (text.msg_contacts_none()) } }
        section.form-section aria-labelledby="new-contact" {
            header { h2 #new-contact { (text.msg_contacts_add()) } p { (text.msg_contacts_add_hint()) } }
            form.stack #contact-form method="post" action=(HERE) data-enhance {
                div.field {
                    label for="contact-kind" { (text.msg_contacts_kind()) }
                    select.select #contact-kind name="kind" {
                        option value="mail" selected[typed.kind != "webhook"] { (text.msg_contacts_mail()) }
                        option value="webhook" selected[typed.kind == "webhook"] { (text.msg_contacts_webhook()) }
                    }
                }
                div.field {
                    label for="contact-address" { (text.msg_contacts_address()) }
                    input.input #contact-address name="address" value=(typed.address) required autocomplete="off" spellcheck="false"
                        maxlength=(desk::limits::PAGE_CHARS_MAX) aria-invalid=[invalid.then_some("true")]
                        aria-describedby=[invalid.then_some("error-address")];
                    (parts::error_line(reader, errors, "address"))
                }
                div { button.btn type="submit" data-variant="primary" { (text.msg_agent_add()) } }
            }
        }
    };
    Ok(page_with(
        status,
        page(reader, &frame, "contacts", &text.msg_contacts_title(), &text.msg_contacts_lead(), &body),
    ))
}

fn line(reader: &Reader, contact: &Contact) -> Markup {
    let text = reader.text;
    let action = format!("{HERE}/{}", contact.id);
    html! {
        li.card #{ "contact-" (contact.id) } {
            header {
                (icon(if contact.kind == ContactKind::Mail { "mail" } else { "send" }))
                b.truncate { (contact.address) }
                span.meta { @if contact.enabled { (text.msg_contacts_on()) } @else { (text.msg_contacts_off()) } }
                @if contact.enabled { (button_form(&action, "off", "pause", &text.msg_contacts_switch_off(&contact.address))) }
                @else { (button_form(&action, "on", "play", &text.msg_contacts_switch_on(&contact.address))) }
                (button_form(&action, "remove", "trash-2", &text.msg_contacts_remove(&contact.address)))
            }
            @if !contact.trouble.is_empty() { p.error.card-body { (text.msg_contacts_trouble()) " " (contact.trouble) } }
        }
    }
}

/// Adds a way.
pub(crate) async fn add_contact(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(typed): Form<Typed>,
) -> Answer {
    let (kind, address) = (ContactKind::from_code(&typed.kind).unwrap_or(ContactKind::Mail), typed.address.clone());
    match app.desk.change(&reader.actor, move |c| chat::add_contact(c, kind, &address)).await {
        Ok(()) => redirect_after(HERE, Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => show(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors).await,
        Err(error) => Err(error.into()),
    }
}

/// Selects a way, or not, or removes it.
pub(crate) async fn change_contact(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<ContactId>,
    Form(typed): Form<Typed>,
) -> Answer {
    app.desk
        .change(&reader.actor, move |c| match typed.action.as_str() {
            "remove" => chat::remove_contact(c, id),
            action => chat::switch_contact(c, id, action == "on"),
        })
        .await?;
    redirect_after(HERE, Done::Saved, 1, None)
}
