//! Opening a ticket in a customer's name.

use desk::{Frame, limits};
use maud::{Markup, html};

use super::shell;
use super::shell::fields::{self, Field};
use crate::parts::Errors;
use crate::reader::Reader;

/// The form as it was filled in.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct NewTicketForm {
    /// Whose question it is.
    pub address: String,
    /// Their name, if they are new here.
    pub name: String,
    /// What about.
    pub subject: String,
    /// What they ask.
    pub body: String,
    /// `html` when an editor wrote it.
    pub format: String,
    /// Where to: a department's id.
    pub department: String,
    /// What kind: a type's id.
    #[serde(rename = "type")]
    pub kind: String,
    /// How urgent: a code.
    pub priority: String,
    /// A project's id, or empty.
    pub project: String,
    /// When it shall be done, or empty.
    pub due_on: String,
}

/// The page of the form.
pub(crate) fn page(reader: &Reader, frame: &Frame, form: &NewTicketForm, errors: &Errors) -> Markup {
    let text = reader.text;
    let title = text.msg_agent_new_ticket();
    let due_on = Field {
        name: "due_on",
        label: text.msg_project_due_on(),
        value: &form.due_on,
        kind: "date",
        hint: None,
        required: false,
        max: 10,
        autocomplete: "off",
        list: None,
    };
    let main = html! {
        header.topbar { h1 { (title) } }
        div.scroll {
            form.page #new-ticket data-size="m" method="post" action="/agent/tickets" data-enhance {
                section.form-section aria-labelledby="who" {
                    header { h2 #who { (text.msg_agent_new_who()) } p { (text.msg_agent_new_who_hint()) } }
                    div { (who(reader, form, errors)) }
                }
                section.form-section aria-labelledby="what" {
                    header { h2 #what { (text.msg_agent_new_what()) } p { (text.msg_agent_new_what_hint()) } }
                    div { (what(reader, form, errors)) }
                }
                section.form-section aria-labelledby="where" {
                    header { h2 #where { (text.msg_agent_new_where()) } p { (text.msg_agent_new_where_hint()) } }
                    div {
                        div.grid-2 {
                            (fields::department(reader, frame, errors, &form.department))
                            (fields::priority(reader, errors, &form.priority))
                            (fields::kind(reader, frame, errors, &form.kind))
                            (fields::project(reader, frame, errors, &form.project))
                            (fields::line(reader, errors, &due_on))
                        }
                        div.cluster {
                            button.btn type="submit" data-variant="primary" { (text.msg_agent_open_ticket()) }
                            a.btn href="/agent/views/mine" data-variant="quiet" { (text.msg_agent_cancel()) }
                        }
                    }
                }
            }
        }
    };
    let place = shell::Place { active: "", title: &title, live: "tickets", here: "/agent/tickets/new", detail: false };
    shell::document(reader, frame, &place, &main)
}

fn who(reader: &Reader, form: &NewTicketForm, errors: &Errors) -> Markup {
    let text = reader.text;
    let address = Field {
        name: "address",
        label: text.msg_agent_field_address(),
        value: &form.address,
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
        value: &form.name,
        kind: "text",
        hint: Some(text.msg_agent_field_name_hint()),
        required: false,
        max: limits::NAME_CHARS_MAX,
        autocomplete: "off",
        list: None,
    };
    html! { (fields::line(reader, errors, &address)) (fields::line(reader, errors, &name)) }
}

fn what(reader: &Reader, form: &NewTicketForm, errors: &Errors) -> Markup {
    let text = reader.text;
    let subject = Field {
        name: "subject",
        label: text.msg_agent_field_subject(),
        value: &form.subject,
        kind: "text",
        hint: None,
        required: true,
        max: limits::SUBJECT_CHARS_MAX,
        autocomplete: "off",
        list: None,
    };
    let body = Field {
        name: "body",
        label: text.msg_agent_field_body(),
        value: &form.body,
        kind: "text",
        hint: None,
        required: true,
        max: limits::MESSAGE_CHARS_MAX,
        autocomplete: "off",
        list: None,
    };
    html! { (fields::line(reader, errors, &subject)) (fields::lines(reader, errors, &body)) }
}
