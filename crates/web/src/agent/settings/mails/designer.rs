//! The words of one mail in one language, beside what its readers will see.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::guides::{self, LANGUAGES};
use desk::mailflow::templates::{self, Template};
use desk::{Change, Error, FieldError, Frame, TicketId, limits};
use markup::letter::{Fault, Words};
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;

use super::super::{Sheet, sheet};
use super::{HERE, words};
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::guides::language_name;
use crate::parts;
use crate::reader::Reader;

/// Which words, and what they are tried on.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    lang: String,
    ticket: String,
}

/// The form as it was sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    lang: String,
    subject: String,
    body: String,
    ticket: String,
    action: String,
}

impl Typed {
    fn words(&self) -> Words {
        Words { subject: self.subject.clone(), body: self.body.replace("\r\n", "\n") }
    }

    /// The ticket that the words are tried on, if one is named.
    fn ticket(&self) -> Result<Option<TicketId>, Error> {
        match self.ticket.trim().trim_start_matches('#') {
            "" => Ok(None),
            number => number.parse().map(Some).map_err(|_| Error::field("ticket", "number")),
        }
    }
}

/// What stands on the page besides the words.
#[derive(Default)]
struct Said {
    errors: Vec<FieldError>,
    faults: [Vec<Fault>; 2],
    /// A test is on its way.
    tested: bool,
    /// The standard words are in the form.
    reset: bool,
}

/// The page.
pub(crate) async fn designer(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(code): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let template = Template::from_code(&code).ok_or(Failure::NotFound)?;
    let lang = guides::language(if wanted.lang.is_empty() { reader.lang } else { &wanted.lang });
    let wording = app.desk.read(move |conn| templates::wording(conn, template, lang)).await?;
    let typed = Typed {
        lang: lang.to_owned(),
        subject: wording.words.subject,
        body: wording.words.body,
        ticket: wanted.ticket,
        action: String::new(),
    };
    show(&app, &reader, StatusCode::OK, template, &typed, &Said::default()).await
}

/// Keeps words, shows them, mails them to whoever writes them, or brings the standard ones back.
pub(crate) async fn save_mail(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(code): Path<String>,
    Form(typed): Form<Typed>,
) -> Answer {
    let template = Template::from_code(&code).ok_or(Failure::NotFound)?;
    let (lang, words) = (guides::language(&typed.lang), typed.words());
    let kept = match typed.action.as_str() {
        "preview" | "text" => return preview(&app, &reader, template, &typed).await,
        "reset" => {
            // Nothing is lost until it is saved.
            let Words { subject, body } = template.standard(lang);
            let typed = Typed { subject, body, ..typed };
            let said = Said { reset: true, ..Said::default() };
            return show(&app, &reader, StatusCode::OK, template, &typed, &said).await;
        }
        "test" => match typed.ticket() {
            Ok(ticket) => {
                let test = move |c: &mut Change| templates::queue_trial(c, (template, lang), &words, ticket);
                app.desk.change(&reader.actor, test).await
            }
            Err(error) => Err(error),
        },
        _ => app.desk.change(&reader.actor, move |c| templates::keep(c, template, lang, &words)).await,
    };
    match kept {
        Ok(()) if typed.action == "test" => {
            let said = Said { tested: true, ..Said::default() };
            show(&app, &reader, StatusCode::OK, template, &typed, &said).await
        }
        Ok(()) => {
            let ticket = typed.ticket().ok().flatten().map_or_else(String::new, |ticket| format!("&ticket={ticket}"));
            redirect_after(&format!("{HERE}/{code}?lang={lang}{ticket}"), Done::Saved, 1, None)
        }
        Err(Error::Invalid(errors)) => {
            let said = Said { errors, faults: template.faults(&typed.words()), ..Said::default() };
            show(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, template, &typed, &said).await
        }
        Err(Error::NotFound) if typed.action == "test" => {
            let said = Said { errors: unknown_ticket(), ..Said::default() };
            show(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, template, &typed, &said).await
        }
        Err(error) => Err(error.into()),
    }
}

fn unknown_ticket() -> Vec<FieldError> {
    vec![FieldError { field: "ticket", problem: "unknown" }]
}

/// The mail alone, for the frame beside the words.
async fn preview(app: &App, reader: &Reader, template: Template, typed: &Typed) -> Answer {
    let (lang, words, actor) = (guides::language(&typed.lang), typed.words(), reader.actor.clone());
    let site = app.settings.public_url.clone();
    let drafted = match typed.ticket() {
        Ok(ticket) => {
            app.desk.read(move |conn| templates::preview(conn, &actor, &site, (template, lang), words, ticket)).await
        }
        Err(error) => Err(error),
    };
    let told = |said: String| (StatusCode::UNPROCESSABLE_ENTITY, note(reader, &[said]).into_string(), "text/html");
    let (status, content, kind) = match drafted.map(|draft| draft.write()) {
        Ok(Ok(letter)) if typed.action == "text" => {
            (StatusCode::OK, format!("{}\n\n{}", letter.subject, letter.text), "text/plain")
        }
        Ok(Ok(letter)) => (StatusCode::OK, letter.html, "text/html"),
        Ok(Err(fault)) => told(words::fault(reader, &fault)),
        Err(Error::NotFound) => told(parts::problem(reader, &unknown_ticket(), "ticket").unwrap_or_default()),
        Err(Error::Invalid(errors)) => told(parts::problem(reader, &errors, "ticket").unwrap_or_default()),
        Err(error) => return Err(error.into()),
    };
    let mut response = (status, content).into_response();
    let headers = response.headers_mut();
    let kind = if kind == "text/plain" { "text/plain; charset=utf-8" } else { "text/html; charset=utf-8" };
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    Ok(response)
}

/// A mail carries its looks in itself, and does nothing.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; \
                      form-action 'none'";

/// Words in the place of a mail.
fn note(reader: &Reader, lines: &[String]) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(reader.lang) {
            head { meta charset="utf-8"; meta name="color-scheme" content="light dark"; title { (reader.text.msg_mails_preview()) } }
            body style="font:15px/1.6 system-ui,sans-serif;padding:1.5rem;" { @for line in lines { p role="alert" { (line) } } }
        }
    }
}

async fn show(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    template: Template,
    typed: &Typed,
    said: &Said,
) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let lang = guides::language(&typed.lang);
    let own = app.desk.read(move |conn| templates::wording(conn, template, lang)).await?.own_since.is_some();
    Ok(page_with(status, whole(reader, &frame, template, typed, said, own)))
}

fn whole(reader: &Reader, frame: &Frame, template: Template, typed: &Typed, said: &Said, own: bool) -> Markup {
    let text = reader.text;
    let here = format!("{HERE}/{}", template.code());
    let lang = guides::language(&typed.lang);
    let body = html! {
        p.soft { a href=(HERE) { (text.msg_mails_title()) } " · " (words::when(reader, template)) }
        nav.tabs aria-label=(text.msg_mails_languages()) {
            @for one in LANGUAGES {
                a href={ (here) "?lang=" (one) } aria-current=[(one == lang).then_some("page")] { (language_name(one)) }
            }
        }
        div.mail-designer {
            form.stack #mail method="post" action=(here) data-enhance data-mail-designer {
                input type="hidden" name="lang" value=(lang);
                @if said.tested {
                    div.callout #tested data-tone="success" role="status" {
                        (parts::icon("send"))
                        p { (text.msg_mails_tested(reader.person.as_ref().map_or("", |person| &person.address))) }
                    }
                }
                @if said.reset { div.callout #reset-note role="status" { (parts::icon("rotate-ccw")) p { (text.msg_mails_reset_note()) } } }
                (fields(reader, template, typed, said))
                @if template.is_of_ticket() { (ticket(reader, typed, said)) }
                (buttons(reader, own))
                (placeholders(reader, template))
            }
            section.mail-shown aria-labelledby="shown" {
                h2 #shown { (text.msg_mails_preview()) }
                iframe.mail-frame name="preview" title=(text.msg_mails_preview()) data-mail-frame {}
            }
        }
    };
    sheet(reader, frame, "mails", &words::name(reader, template), Sheet::Editor, &body)
}

fn fields(reader: &Reader, template: Template, typed: &Typed, said: &Said) -> Markup {
    let text = reader.text;
    let [subject, body] = &said.faults;
    let wrong = |field: &str| said.errors.iter().any(|error| error.field == field);
    html! {
        div.field {
            label for="subject" { (text.msg_mails_subject()) }
            input.input #subject name="subject" value=(typed.subject) maxlength=(limits::SUBJECT_CHARS_MAX) autocomplete="off" required
                aria-invalid=[wrong("subject").then_some("true")] aria-describedby=[wrong("subject").then_some("error-subject")];
            (faults(reader, said, "subject", subject))
        }
        div.field {
            label for="body" { (text.msg_mails_body()) }
            textarea.textarea.mail-source #body name="body" rows="16" maxlength=(limits::MAIL_TEMPLATE_CHARS_MAX) required
                aria-invalid=[wrong("body").then_some("true")]
                aria-describedby=(if wrong("body") { "error-body body-hint" } else { "body-hint" }) { "\n" (typed.body) }
            (faults(reader, said, "body", body))
            p.hint #body-hint { (text.msg_mails_body_hint()) }
            @if !template.needed().is_empty() {
                p.hint { (text.msg_mails_needs()) " " @for name in template.needed() { code { (braces(name)) } } }
            }
        }
    }
}

/// What is wrong with a field: each fault of the words, or what forms say.
fn faults(reader: &Reader, said: &Said, field: &str, faults: &[Fault]) -> Markup {
    let of_words = said.errors.iter().any(|error| error.field == field && error.problem == "template");
    html! {
        @if of_words {
            div id={ "error-" (field) } { @for fault in faults { p.error { (words::fault(reader, fault)) } } }
        } @else {
            (parts::error_line(reader, &said.errors, field))
        }
    }
}

fn ticket(reader: &Reader, typed: &Typed, said: &Said) -> Markup {
    let text = reader.text;
    let wrong = said.errors.iter().any(|error| error.field == "ticket");
    html! {
        div.field {
            label for="ticket" { (text.msg_mails_ticket()) }
            input.input #ticket name="ticket" value=(typed.ticket) inputmode="numeric" autocomplete="off"
                aria-invalid=[wrong.then_some("true")] aria-describedby=(if wrong { "error-ticket ticket-hint" } else { "ticket-hint" });
            (parts::error_line(reader, &said.errors, "ticket"))
            p.hint #ticket-hint { (text.msg_mails_ticket_hint()) }
        }
    }
}

fn buttons(reader: &Reader, own: bool) -> Markup {
    let text = reader.text;
    html! {
        div.cluster {
            button.btn name="action" value="save" data-variant="primary" { (text.msg_agent_save()) }
            button.btn name="action" value="test" { (parts::icon("send")) (text.msg_mails_test()) }
            button.btn name="action" value="preview" formtarget="preview" formnovalidate data-show { (parts::icon("eye")) (text.msg_mails_show()) }
            button.btn name="action" value="text" formtarget="preview" formnovalidate data-show-text { (parts::icon("type")) (text.msg_mails_as_text()) }
            @if own {
                button.btn name="action" value="reset" formnovalidate data-variant="quiet" { (parts::icon("rotate-ccw")) (text.msg_mails_reset()) }
            }
        }
    }
}

fn placeholders(reader: &Reader, template: Template) -> Markup {
    html! {
        div.stack {
            h2 { (reader.text.msg_mails_placeholders()) }
            ul.placeholder-list {
                @for (name, _) in template.placeholders() {
                    li {
                        button.placeholder-insert type="button" data-puts=(braces(name)) { code { (braces(name)) } }
                        span.hint { (words::meaning(reader, name)) }
                    }
                }
            }
        }
    }
}

fn braces(name: &str) -> String {
    format!("{{{{ {name} }}}}")
}
