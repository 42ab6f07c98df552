//! The first page of a new desk: its owner, its name, its first address.

use desk::limits;
use maud::{Markup, html};

use crate::customer::shell::{self, Field, text_field};
use crate::parts::{self, Errors, Head, icon};
use crate::reader::Reader;

/// The form as it was sent.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct SetupForm {
    /// The organisation's name.
    pub organisation: String,
    /// The owner's name.
    pub name: String,
    /// The owner's address.
    pub address: String,
    /// The owner's password.
    pub password: String,
    /// The first service.
    pub service: String,
    /// Its first department.
    pub department: String,
    /// The first address that opens tickets.
    pub desk_address: String,
    /// The desk's language: `en` or `fr`.
    pub language: String,
}

/// The page; the form goes to `action`.
pub(crate) fn page(reader: &Reader, form: &SetupForm, errors: &Errors, action: &str) -> Markup {
    let text = reader.text;
    let title = text.msg_setup_title();
    let head = Head { title: &title, space: "customer", script: "customer.js", live: "", event: 0, more: None };
    let body = html! {
        a.skip-link href="#main" { (text.msg_customer_skip()) }
        div.setup {
            (aside(reader))
            main #main tabindex="-1" {
                form #setup .setup-form method="post" action=(action) data-enhance aria-labelledby="setup-you" {
                    (you(reader, form, errors))
                    (organisation(reader, form, errors))
                    (mail(reader, form, errors))
                    footer.form-foot {
                        button.btn type="submit" data-variant="primary" data-size="l" {
                            (text.msg_setup_button()) (icon("arrow-right"))
                        }
                    }
                }
            }
        }
    };
    parts::document(reader, &head, &body)
}

fn aside(reader: &Reader) -> Markup {
    let text = reader.text;
    html! {
        aside aria-label=(text.msg_setup_about()) {
            span.logo { (shell::mark()) "Guichet" }
            div.stack {
                h1.setup-title { (text.msg_setup_welcome()) }
                p.soft { (text.msg_setup_lead()) }
            }
            ol.steps-nav {
                li { b { (text.msg_setup_step_you()) } small { (text.msg_setup_step_you_lead()) } }
                li { b { (text.msg_setup_step_organisation()) } small { (text.msg_setup_step_organisation_lead()) } }
                li { b { (text.msg_setup_step_mail()) } small { (text.msg_setup_step_mail_lead()) } }
            }
            div { (parts::languages(reader, "text-button", &reader.here)) }
        }
    }
}

fn you(reader: &Reader, form: &SetupForm, errors: &Errors) -> Markup {
    let text = reader.text;
    let least = i64::try_from(limits::PASSWORD_CHARS_MIN).unwrap_or(0);
    html! {
        header { h2 #setup-you { (text.msg_setup_owner()) } }
        (line(reader, errors, "name", &text.msg_setup_name(), &form.name, ""))
        (text_field(reader, errors, &Field {
            name: "address", label: &text.msg_setup_address(), kind: "email", value: &form.address,
            autocomplete: "email", hint: "", max: limits::ADDRESS_CHARS_MAX, focus: false,
        }))
        (text_field(reader, errors, &Field {
            name: "password", label: &text.msg_setup_password(), kind: "password", value: &form.password,
            autocomplete: "new-password", hint: &text.msg_setup_password_hint(least), max: limits::PASSWORD_CHARS_MAX,
            focus: false,
        }))
    }
}

fn organisation(reader: &Reader, form: &SetupForm, errors: &Errors) -> Markup {
    let text = reader.text;
    let chosen = if form.language.is_empty() { reader.lang } else { form.language.as_str() };
    html! {
        header { h2 { (text.msg_setup_step_organisation()) } }
        (line(reader, errors, "organisation", &text.msg_setup_organisation(), &form.organisation, ""))
        div.field {
            label for="language" { (text.msg_setup_language()) }
            select #language .select name="language" {
                option value="en" lang="en" selected[chosen == "en"] { "English" }
                option value="fr" lang="fr" selected[chosen == "fr"] { "Français" }
            }
            (parts::error_line(reader, errors, "language"))
        }
        div.grid-2 {
            (line(reader, errors, "service", &text.msg_setup_service(), &form.service, &text.msg_setup_service_hint()))
            (line(
                reader, errors, "department", &text.msg_setup_department(), &form.department,
                &text.msg_setup_department_hint(),
            ))
        }
    }
}

fn mail(reader: &Reader, form: &SetupForm, errors: &Errors) -> Markup {
    let text = reader.text;
    html! {
        header { h2 { (text.msg_setup_step_mail()) } }
        (text_field(reader, errors, &Field {
            name: "desk_address", label: &text.msg_setup_desk_address(), kind: "email", value: &form.desk_address,
            autocomplete: "off", hint: &text.msg_setup_desk_address_hint(), max: limits::ADDRESS_CHARS_MAX,
            focus: false,
        }))
    }
}

fn line(reader: &Reader, errors: &Errors, name: &'static str, label: &str, value: &str, hint: &str) -> Markup {
    let autocomplete = match name {
        "name" => "name",
        "organisation" => "organization",
        _ => "off",
    };
    let max = limits::NAME_CHARS_MAX;
    text_field(reader, errors, &Field { name, label, kind: "text", value, autocomplete, hint, max, focus: false })
}

/// What visitors of a desk that is not set up yet see.
pub(crate) fn waiting(reader: &Reader) -> Markup {
    let text = reader.text;
    let title = text.msg_setup_waiting();
    let head = Head { title: &title, space: "customer", script: "customer.js", live: "", event: 0, more: None };
    let body = html! {
        main #main .auth {
            section.auth-card {
                div.auth-head {
                    h1 { (title) }
                    p { (text.msg_setup_waiting_lead()) }
                }
            }
        }
    };
    parts::document(reader, &head, &body)
}
