//! Asking a question: for people we know and for those we do not know yet.

use desk::challenge::Challenge;
use desk::guides::{Category, Readers};
use desk::routing::Service;
use desk::{Frame, Refusal, TicketId, limits};
use maud::{Markup, html};

use super::shell::{self, Field, described_by, text_field};
use crate::community;
use crate::parts::{self, Errors, icon};
use crate::reader::Reader;

/// Characters of the answer to a security code.
const CODE_CHARS_MAX: usize = 8;

/// The form as it was sent.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub(crate) struct NewTicketForm {
    /// A visitor's mail address.
    #[serde(default)]
    pub address: String,
    /// Asked when the address is not known.
    #[serde(default)]
    pub first_name: String,
    /// Asked when the address is not known.
    #[serde(default)]
    pub last_name: String,
    /// The number of the department.
    #[serde(default)]
    pub department: String,
    /// What it is about.
    #[serde(default)]
    pub subject: String,
    /// The question.
    #[serde(default)]
    pub body: String,
    /// The guide that did not help.
    #[serde(default)]
    pub guide: String,
    /// `public`: everybody who reads the community may read it.
    #[serde(default)]
    pub visibility: String,
    /// Where in the community.
    #[serde(default)]
    pub category: String,
    /// The topic that it is about.
    #[serde(default)]
    pub about: String,
    /// The version of the rules that is accepted with it.
    #[serde(default)]
    pub accept_rules: String,
    /// Why it cannot be public.
    #[serde(skip)]
    pub refusal: Option<Refusal>,
    /// What everybody would read about persons.
    #[serde(skip)]
    pub personal: Vec<String>,
    /// A trap: people do not see it and leave it empty.
    #[serde(default)]
    pub website: String,
    /// The security code that the form was given.
    #[serde(default)]
    pub challenge: String,
    /// Its answer, found by the browser.
    #[serde(default)]
    pub proof: String,
    /// Its answer, given by a person.
    #[serde(default)]
    pub code: String,
}

/// What the page must know besides the form.
pub(crate) struct Asked<'p> {
    /// What stands around the page.
    pub frame: &'p Frame,
    /// Where questions go.
    pub services: &'p [Service],
    /// Whether the visitor's address is known, once it was given.
    pub known: Option<bool>,
    /// The security code of a visitor's form.
    pub challenge: Option<Challenge>,
    /// Where public questions go.
    pub categories: &'p [Category],
    /// The version of the rules that the reader has not accepted yet.
    pub rules: Option<i64>,
    /// What the topic is called that somebody writes about.
    pub about: Option<String>,
}

/// The form.
pub(crate) fn page(reader: &Reader, asked: &Asked, form: &NewTicketForm, errors: &Errors) -> Markup {
    let text = reader.text;
    let title = text.msg_customer_ask();
    let again = asked.known.is_some() || !errors.is_empty();
    let main = html! {
        div.portal.form-page {
            @if asked.services.iter().all(|service| service.departments.is_empty()) {
                section.form-card aria-labelledby="new-title" {
                    header { h1 #new-title { (title) } p.soft { (text.msg_customer_not_open()) } }
                }
            } @else {
                form #new-ticket .form-card method="post" action="/tickets" enctype="multipart/form-data" data-enhance
                    data-ask aria-labelledby="new-title" {
                    header {
                        h1 #new-title { (title) }
                        p.soft { (text.msg_customer_new_lead()) }
                        @if let Some(about) = &asked.about {
                            p.callout { (icon("messages-square")) span { (text.msg_customer_about(about)) } }
                            input type="hidden" name="about" value=(form.about);
                        }
                    }
                    @if let Some(refusal) = form.refusal {
                        p.callout data-tone="danger" role="alert" #refused {
                            (icon("circle-alert"))
                            span { (community::refused_words(reader, refusal)) " " (text.msg_customer_private_now())
                                @if refusal == Refusal::Rules { " " a href="/community/rules" target="_blank" { (text.msg_topic_rules_read()) } } }
                        }
                    }
                    @if !form.personal.is_empty() { (personal(reader, &form.personal)) }
                    @if reader.person.is_none() { (visitor(reader, form, errors, asked.known)) }
                    (departments(reader, asked.services, form, errors))
                    (text_field(reader, errors, &Field {
                        name: "subject", label: &text.msg_customer_subject(), kind: "text", value: &form.subject,
                        autocomplete: "off", hint: "", max: limits::SUBJECT_CHARS_MAX, focus: false,
                    }))
                    div #similar aria-live="polite" {}
                    (body(reader, form, errors))
                    (files(reader, errors, again))
                    (visibility(reader, asked, form))
                    @if !form.guide.is_empty() { input type="hidden" name="guide" value=(form.guide); }
                    (honeypot(reader, form))
                    @if let Some(challenge) = &asked.challenge { (code(reader, challenge, &form.code, errors)) }
                    footer.form-foot {
                        button.btn type="submit" data-variant="primary" data-size="l" { (text.msg_customer_send_question()) }
                        p.hint { (foot_hint(reader)) }
                    }
                }
            }
        }
    };
    shell::page(reader, asked.frame, "new", &title, "", 0, &main)
}

/// Asks once whether everybody shall read what is about persons.
fn personal(reader: &Reader, found: &[String]) -> Markup {
    let text = reader.text;
    html! {
        div.callout data-tone="warning" role="alert" #personal {
            (icon("triangle-alert"))
            div.stack {
                p { (text.msg_customer_personal()) }
                p.cluster { @for words in found { code { (words) } } }
                label.check { input type="checkbox" name="personal" value="yes" autofocus; (text.msg_customer_personal_fine()) }
            }
        }
    }
}

/// Who may read the question: only the desk, or everybody. Visitors write to the desk alone.
fn visibility(reader: &Reader, asked: &Asked, form: &NewTicketForm) -> Markup {
    let text = reader.text;
    if reader.person.is_none() || asked.frame.community.hidden || asked.about.is_some() {
        return html! {};
    }
    let public = match form.visibility.as_str() {
        "public" => true,
        "private" => false,
        // What everybody reads begins with the rules.
        _ => !asked.frame.community.private_by_default && asked.rules.is_none(),
    };
    let everybody = asked.frame.community.readers == Readers::Public;
    html! {
        fieldset.choice #visibility {
            legend { (text.msg_customer_who_reads()) }
            label {
                input type="radio" name="visibility" value="private" checked[!public];
                span { b { (icon("lock")) (text.msg_customer_only_team()) } small { (text.msg_customer_only_team_hint()) } }
            }
            label {
                input type="radio" name="visibility" value="public" checked[public];
                span {
                    b { (icon("users-round")) (text.msg_customer_open()) }
                    small { @if everybody { (text.msg_customer_open_everybody()) } @else { (text.msg_customer_open_hint()) } }
                }
            }
        }
        @if let Some(version) = asked.rules {
            label.check.when-open {
                input type="checkbox" name="accept_rules" value=(version) checked[form.accept_rules == version.to_string()];
                span { (text.msg_topic_rules_accept()) " " a href="/community/rules" target="_blank" { (text.msg_topic_rules_read()) } }
            }
        }
        @if asked.categories.len() > 1 {
            div.field.when-open {
                label for="category" { (text.msg_topic_category()) }
                select.select #category name="category" {
                    @for category in asked.categories {
                        @let id = category.id.map_or(0, |id| id.0).to_string();
                        option value=(id) selected[id == form.category] { (category.name(reader.lang)) }
                    }
                }
            }
        }
    }
}

fn foot_hint(reader: &Reader) -> String {
    if reader.person.is_some() {
        reader.text.msg_customer_new_hint()
    } else {
        reader.text.msg_customer_new_hint_visitor()
    }
}

/// The address first; names only when the address says nothing. A script asks for this part again when the
/// address was given.
fn visitor(reader: &Reader, form: &NewTicketForm, errors: &Errors, known: Option<bool>) -> Markup {
    let text = reader.text;
    let unknown = known == Some(false) || errors.iter().any(|error| ["first_name", "last_name"].contains(&error.field));
    let hint = if unknown { text.msg_customer_address_unknown() } else { String::new() };
    html! {
        div.stack #visitor data-region="morph" aria-live="polite" {
            (text_field(reader, errors, &Field {
                name: "address", label: &text.msg_customer_address(), kind: "email", value: &form.address,
                autocomplete: "email", hint: &hint, max: limits::ADDRESS_CHARS_MAX, focus: false,
            }))
            @if unknown {
                div.grid-2 #names {
                    (text_field(reader, errors, &Field {
                        name: "first_name", label: &text.msg_customer_first_name(), kind: "text", value: &form.first_name,
                        autocomplete: "given-name", hint: "", max: limits::NAME_CHARS_MAX / 2, focus: true,
                    }))
                    (text_field(reader, errors, &Field {
                        name: "last_name", label: &text.msg_customer_last_name(), kind: "text", value: &form.last_name,
                        autocomplete: "family-name", hint: "", max: limits::NAME_CHARS_MAX / 2, focus: false,
                    }))
                }
            }
        }
    }
}

/// The service, then one of its departments. Without scripts one list holds the departments under their
/// services; where there is nothing to choose, nothing is shown.
fn departments(reader: &Reader, services: &[Service], form: &NewTicketForm, errors: &Errors) -> Markup {
    let text = reader.text;
    let offered: Vec<&Service> = services.iter().filter(|service| !service.departments.is_empty()).collect();
    let only = match offered.as_slice() {
        [service] => match service.departments.as_slice() {
            [department] => Some(department.id),
            _ => None,
        },
        _ => None,
    };
    let invalid = parts::problem(reader, errors, "department").is_some();
    html! {
        @if let Some(only) = only {
            input type="hidden" name="department" value=(only);
        } @else {
            div.grid-2 data-choices {
                @if offered.len() > 1 {
                    // A script fills it with the services and shows it.
                    div.field data-choices-group hidden {
                        label for="service" { (text.msg_customer_service()) }
                        select #service .select {}
                    }
                }
                div.field {
                    label for="department" { (text.msg_customer_department()) }
                    select #department .select name="department" required data-choices-all
                        aria-invalid=[invalid.then_some("true")] aria-describedby=[described_by("department", invalid, false)] {
                        @if offered.len() > 1 {
                            option value="" { (text.msg_customer_choose()) }
                            @for service in &offered { optgroup label=(service.name) { (options(service, form)) } }
                        } @else {
                            @for service in &offered { (options(service, form)) }
                        }
                    }
                    (parts::error_line(reader, errors, "department"))
                }
            }
        }
    }
}

fn options(service: &Service, form: &NewTicketForm) -> Markup {
    html! {
        @for department in &service.departments {
            @let id = department.id.to_string();
            option value=(id) selected[id == form.department] { (department.name) }
        }
    }
}

/// The security code. A script answers it; without, a person does.
pub(crate) fn code(reader: &Reader, challenge: &Challenge, typed: &str, errors: &Errors) -> Markup {
    let text = reader.text;
    let (a, b) = challenge.sum;
    let label = text.msg_customer_code(a.to_string(), b.to_string());
    html! {
        div.stack #security data-proof-of-work=(limits::PROOF_BITS) {
            input type="hidden" name="challenge" value=(challenge.code);
            input type="hidden" name="proof" value="";
            p.hint.mail-ok role="status" data-done hidden { (parts::icon("shield-check")) (text.msg_customer_code_done()) }
            div data-question {
                (text_field(reader, errors, &Field {
                    name: "code", label: &label, kind: "text", value: typed, autocomplete: "off",
                    hint: &text.msg_customer_code_hint(), max: CODE_CHARS_MAX, focus: false,
                }))
            }
        }
    }
}

fn body(reader: &Reader, form: &NewTicketForm, errors: &Errors) -> Markup {
    let invalid = parts::problem(reader, errors, "body").is_some();
    html! {
        div.field {
            label for="body" { (reader.text.msg_customer_body()) }
            textarea #body .textarea name="body" rows="6" required maxlength=(limits::MESSAGE_CHARS_MAX)
                aria-invalid=[invalid.then_some("true")] aria-describedby=[described_by("body", invalid, false)] {
                (form.body)
            }
            (parts::error_line(reader, errors, "body"))
        }
    }
}

/// Browsers without scripts forget chosen files when a form comes back: it is said.
fn files(reader: &Reader, errors: &Errors, again: bool) -> Markup {
    let text = reader.text;
    let invalid = parts::problem(reader, errors, "files").is_some();
    html! {
        div.field {
            label for="files" { (text.msg_customer_files()) " " span.optional { (text.msg_customer_optional()) } }
            input #files .input type="file" name="upload" multiple aria-invalid=[invalid.then_some("true")]
                aria-describedby=[described_by("files", invalid, true)];
            p #hint-files .hint {
                @if again { (text.msg_customer_files_again()) } @else { (text.msg_customer_files_hint()) }
            }
            (parts::error_line(reader, errors, "files"))
        }
    }
}

/// Programs fill in every field; people neither see nor reach this one.
pub(crate) fn honeypot(reader: &Reader, form: &NewTicketForm) -> Markup {
    html! {
        div.sr-only aria-hidden="true" {
            label for="website" { (reader.text.msg_customer_leave_empty()) }
            input #website type="text" name="website" value=(form.website) tabindex="-1" autocomplete="off";
        }
    }
}

/// Thanks, and what happens next; with the link of the ticket for who is new here.
pub(crate) fn sent(reader: &Reader, frame: &Frame, number: TicketId, link: Option<&str>) -> Markup {
    let text = reader.text;
    let title = text.msg_customer_sent_title();
    let main = html! {
        div.portal.form-page {
            section.form-card aria-labelledby="sent-title" {
                header {
                    h1 #sent-title { (title) }
                    p.soft { (text.msg_customer_sent_number(number.to_string())) }
                }
                ol.steps-nav {
                    li { b { (text.msg_customer_sent_copy()) } small { (text.msg_customer_sent_copy_lead()) } }
                    li { b { (text.msg_customer_sent_read()) } small { (text.msg_customer_sent_read_lead()) } }
                    li { b { (text.msg_customer_sent_answer()) } small { (text.msg_customer_sent_answer_lead()) } }
                }
                footer.form-foot {
                    @if let Some(link) = link {
                        a.btn data-variant="primary" data-size="l" href=(link) {
                            (text.msg_customer_sent_follow()) (icon("arrow-right"))
                        }
                    }
                    a href="/" { (text.msg_customer_home()) }
                }
            }
        }
    };
    shell::page(reader, frame, "new", &title, "", 0, &main)
}
