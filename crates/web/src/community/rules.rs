//! The rules of the community, and accepting them.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use desk::members::{self, Document, Legal};
use desk::{Error, FieldError, PersonId, TicketId, Time, community};
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;
use store::Conn;

use crate::answer::{Answer, is_local, page_with, redirect};
use crate::app::App;
use crate::customer::shell;
use crate::parts::{self, icon};
use crate::reader::Reader;

/// Where to go afterwards.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Next {
    next: String,
    version: i64,
    accept: String,
}

/// The rules.
pub(crate) async fn rules(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(next): Query<Next>,
) -> Answer {
    show(&app, &reader, &next.next, &[]).await
}

async fn show(app: &App, reader: &Reader, next: &str, errors: &[FieldError]) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let person = reader.actor.person;
    let (legal, at) =
        app.desk.read(move |conn| Ok((members::current(conn, Document::Rules)?, accepted(conn, person)?))).await?;
    let text = reader.text;
    let asks = reader.person.is_some() && !reader.actor.is_staff() && at.is_none();
    let source = legal.source(reader.lang).unwrap_or_default();
    let invalid = parts::problem(reader, errors, "accept").is_some();
    let main = html! {
        div.portal data-size="m" {
            div.stack.legal {
                h1 { (text.msg_topic_rules()) }
                @if asks { p.callout { (icon("info")) span { (text.msg_topic_rules_first()) } } }
                @if let Some(at) = legal.at { p.soft { (text.msg_legal_since(parts::date(reader, at))) } }
                div.prose { (PreEscaped(markup::guide::render(source, &Default::default()).html)) }
                @if asks {
                    form.form-card #accept-rules method="post" action="/community/rules" data-enhance {
                        input type="hidden" name="next" value=(next);
                        input type="hidden" name="version" value=(legal.version);
                        label.check {
                            input type="checkbox" name="accept" value="yes" required aria-invalid=[invalid.then_some("true")]
                                aria-describedby=[invalid.then_some("error-accept")];
                            span { (text.msg_topic_rules_accept()) }
                        }
                        (parts::error_line(reader, errors, "accept"))
                        footer.form-foot { button.btn type="submit" data-variant="primary" data-size="l" { (text.msg_topic_rules_go()) } }
                    }
                } @else if let Some(at) = at {
                    p.hint { (text.msg_topic_accepted_on()) " " (parts::time(reader, at)) }
                }
            }
        }
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(page_with(status, shell::page(reader, &frame, "community", &text.msg_topic_rules(), "", 0, &main)))
}

/// The rules have changed while somebody wrote: what they wrote goes on with their acceptance.
pub(super) async fn before(app: &App, reader: &Reader, topic: TicketId, body: &str, errors: &[FieldError]) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let legal = app.desk.read(move |conn| members::current(conn, Document::Rules)).await?;
    let (text, source) = (reader.text, legal.source(reader.lang).unwrap_or_default());
    let main = html! {
        div.portal data-size="m" {
            div.stack.legal {
                h1 { (text.msg_topic_rules()) }
                p.callout role="alert" { (icon("info")) span { (text.msg_topic_rules_first()) } }
                div.prose { (PreEscaped(markup::guide::render(source, &Default::default()).html)) }
                form.form-card #accept-rules method="post" action={ "/community/" (topic) "/comments" } enctype="multipart/form-data" {
                    (accept_field(reader, legal.version, errors))
                    div.field {
                        label for="body" { (text.msg_topic_words()) }
                        textarea.textarea #body name="body" rows="6" { "\n" (body) }
                    }
                    div.field {
                        label for="upload" { (text.msg_customer_files()) }
                        input #upload .input type="file" name="upload" multiple;
                    }
                    footer.form-foot { button.btn type="submit" data-variant="primary" data-size="l" { (text.msg_topic_send()) } }
                }
            }
        }
    };
    let page = shell::page(reader, &frame, "community", &text.msg_topic_rules(), "", 0, &main);
    Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, page))
}

fn accept_field(reader: &Reader, version: i64, errors: &[FieldError]) -> Markup {
    let invalid = parts::problem(reader, errors, "accept").is_some();
    html! {
        label.check {
            input type="checkbox" name="accept_rules" value=(version) required aria-invalid=[invalid.then_some("true")]
                aria-describedby=[invalid.then_some("error-accept")];
            span { (reader.text.msg_topic_rules_accept()) }
        }
        (parts::error_line(reader, errors, "accept"))
    }
}

/// Keeps that the reader accepts them.
pub(crate) async fn accept(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(next): Form<Next>,
) -> Answer {
    if next.accept != "yes" {
        let errors = [FieldError { field: "accept", problem: "accept" }];
        return show(&app, &reader, &next.next, &errors).await;
    }
    let version = next.version;
    match app.desk.change(&reader.actor, move |c| community::accept_rules(c, version)).await {
        Ok(()) => Ok(redirect(if is_local(&next.next) { &next.next } else { "/community" })),
        Err(Error::Invalid(errors)) => show(&app, &reader, &next.next, &errors).await,
        Err(error) => Err(error.into()),
    }
}

/// When somebody accepted the rules as they are now.
pub(super) fn accepted(conn: &mut Conn, person: Option<PersonId>) -> desk::Result<Option<Time>> {
    person.map_or(Ok(None), |person| members::accepted_at(conn, person, Document::Rules))
}

/// The rules by number, in short.
pub(super) fn short(conn: &mut Conn, language: &str) -> desk::Result<Vec<String>> {
    Ok(numbered(&members::current(conn, Document::Rules)?, language))
}

/// The items of the numbered list: what reports and measures refer to.
pub(crate) fn numbered(legal: &Legal, language: &str) -> Vec<String> {
    let source = legal.source(language).unwrap_or_default();
    source
        .lines()
        .filter_map(|line| {
            let (number, rule) = line.trim_start().split_once(". ")?;
            let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| rule.replace(['*', '_', '`'], "").trim().to_owned())
        })
        .collect()
}
