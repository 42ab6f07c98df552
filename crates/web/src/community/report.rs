//! Telling the moderators about a post.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use desk::community;
use desk::{Error, FieldError, MessageId, Refusal};
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;

use super::{enter, name, refused, rules, url, way_in};
use crate::answer::{Answer, page_with, redirect_after};
use crate::app::App;
use crate::customer::shell;
use crate::flash::Done;
use crate::parts::{self, Errors, icon};
use crate::reader::Reader;

/// What is wrong with the post.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    rule: String,
    words: String,
}

/// The form.
pub(crate) async fn report_form(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(post): Path<MessageId>,
) -> Answer {
    show(&app, &reader, post, &Typed::default(), &[], None).await
}

async fn show(
    app: &App,
    reader: &Reader,
    post: MessageId,
    typed: &Typed,
    errors: &[FieldError],
    refusal: Option<Refusal>,
) -> Answer {
    let (actor, now, language) = (reader.actor.clone(), reader.now, reader.lang);
    let found = app
        .desk
        .read(move |conn| {
            enter(conn, &actor, now)?;
            let (topic, found) = community::post(conn, &actor, post, now)?;
            Ok((topic, found, rules::short(conn, language)?))
        })
        .await;
    let (topic, found, rules) = match found {
        Ok(found) => found,
        Err(error) => return way_in(reader, error),
    };
    let frame = app.desk.frame(&reader.actor).await?;
    let text = reader.text;
    let main = html! {
        div.portal.form-page {
            form #report .form-card method="post" action={ "/community/posts/" (post) "/report" } data-enhance data-then={ "#post_" (post) } aria-labelledby="report-title" {
                header { h1 #report-title { (text.msg_topic_report_title()) } p.soft { (text.msg_topic_report_lead()) } }
                blockquote.reported { p.meta { (name(reader, &found.name)) } (PreEscaped(&found.html)) }
                @if let Some(refusal) = refusal { p.callout data-tone="danger" role="alert" { (icon("circle-alert")) span { (refused::words(reader, refusal)) } } }
                (rule_field(reader, &rules, &typed.rule))
                (reason_field(reader, "words", &text.msg_topic_report_words(), &typed.words, errors))
                footer.form-foot {
                    button.btn type="submit" data-variant="primary" data-size="l" { (text.msg_topic_report_send()) }
                    a href={ (url(topic.id, &topic.subject)) "#post_" (post) } { (text.msg_topic_cancel()) }
                }
            }
        }
    };
    let status = if errors.is_empty() && refusal.is_none() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(page_with(status, shell::page(reader, &frame, "community", &text.msg_topic_report_title(), "", 0, &main)))
}

/// Which rule was broken.
pub(crate) fn rule_field(reader: &Reader, rules: &[String], chosen: &str) -> Markup {
    html! {
        @if !rules.is_empty() {
            div.field {
                label for="rule" { (reader.text.msg_topic_rule()) }
                select.select #rule name="rule" {
                    option value="" { (reader.text.msg_topic_rule_none()) }
                    @for (at, rule) in rules.iter().enumerate() {
                        @let number = (at + 1).to_string();
                        option value=(number) selected[number == chosen] { (number) ". " (rule) }
                    }
                }
            }
        }
    }
}

/// A line that says why.
pub(crate) fn reason_field(reader: &Reader, name: &str, label: &str, value: &str, errors: &Errors) -> Markup {
    let invalid = parts::problem(reader, errors, name).is_some();
    html! {
        div.field {
            label for=(name) { (label) }
            textarea.textarea #(name) name=(name) rows="2" maxlength=(desk::limits::REASON_CHARS_MAX)
                aria-invalid=[invalid.then_some("true")] aria-describedby=[invalid.then(|| format!("error-{name}"))] { "\n" (value) }
            (parts::error_line(reader, errors, name))
        }
    }
}

/// Keeps the report.
pub(crate) async fn report(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(post): Path<MessageId>,
    Form(typed): Form<Typed>,
) -> Answer {
    let (rule, words) = (typed.rule.parse().ok(), typed.words.clone());
    match app.desk.change(&reader.actor, move |c| community::report(c, post, rule, &words)).await {
        Ok(ticket) => redirect_after(&format!("/community/{ticket}#post_{post}"), Done::Reported, 1, None),
        Err(Error::Invalid(errors)) => show(&app, &reader, post, &typed, &errors, None).await,
        Err(Error::Refused(refusal @ Refusal::TooFast(_))) => {
            show(&app, &reader, post, &typed, &[], Some(refusal)).await
        }
        Err(error) => way_in(&reader, error),
    }
}
