//! What waits for a moderator: posts that nobody has read yet, and posts that somebody reported.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use desk::community::{self, Held, Reported};
use desk::members::{self, Document};
use desk::{Error, FieldError, MessageId};
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;

use super::sheet;
use crate::answer::{Answer, page_with, redirect_after};
use crate::app::App;
use crate::community::{name, numbered};
use crate::flash::Done;
use crate::parts::{self, icon};
use crate::reader::Reader;

const HERE: &str = "/agent/moderation";

/// Which page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    after: String,
}

/// The queue.
pub(crate) async fn queue(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    show(&app, &reader, &wanted.after, None, StatusCode::OK).await
}

async fn show(
    app: &App,
    reader: &Reader,
    after: &str,
    wrong: Option<(MessageId, Vec<FieldError>)>,
    status: StatusCode,
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let after = after.parse().map(MessageId).unwrap_or(MessageId(0));
    let actor = reader.actor.clone();
    let ((held, next), reported, rules) = app
        .desk
        .read(move |conn| {
            let rules = members::current(conn, Document::Rules)?;
            Ok((community::held(conn, &actor, after)?, community::reports(conn, &actor)?, rules))
        })
        .await?;
    let rules = numbered(&rules, reader.lang);
    let text = reader.text;
    let errors = |id: MessageId| wrong.as_ref().filter(|(known, _)| *known == id).map(|(_, errors)| errors.as_slice());
    let body = html! {
        @if held.is_empty() && reported.is_empty() {
            div.empty { span.empty-art { (icon("shield-check")) } h2 { (text.msg_moderation_nothing()) } p { (text.msg_moderation_nothing_lead()) } }
        }
        @if !reported.is_empty() {
            section.stack aria-labelledby="reported" {
                h2 #reported { (text.msg_moderation_reported()) }
                @for one in &reported { (reported_card(reader, one, &rules, errors(one.message).unwrap_or_default())) }
            }
        }
        @if !held.is_empty() {
            section.stack aria-labelledby="held" {
                h2 #held { (text.msg_moderation_held()) }
                @for one in &held { (held_card(reader, one, errors(one.message).unwrap_or_default())) }
                @if let Some(next) = next { nav.pagination { a rel="next" href={ (HERE) "?after=" (next) } { (text.msg_agent_page_next()) } } }
            }
        }
    };
    Ok(page_with(status, sheet(reader, &frame, "queue", &text.msg_moderation_title(), &body)))
}

fn reported_card(reader: &Reader, one: &Reported, rules: &[String], errors: &[FieldError]) -> Markup {
    let text = reader.text;
    html! {
        article.mod-card #{ "post-" (one.message) } {
            header.cluster {
                b { (name(reader, &one.author.1)) } (parts::time(reader, one.at))
                a href={ "/community/" (one.ticket) "#post_" (one.message) } { (one.subject) }
                @if one.hidden { span.pill { (icon("eye-off")) (text.msg_moderation_hidden()) } }
            }
            div.mod-words { (PreEscaped(&one.html)) }
            ul.mod-said {
                @for (who, rule, words, at) in &one.said {
                    li {
                        (icon("flag")) b { (who) } " "
                        @if let Some(rule) = rule { (rule_words(reader, *rule, rules)) " " }
                        @if !words.is_empty() { "“" (words) "” " }
                        (parts::time(reader, *at))
                    }
                }
            }
            form.mod-act #{ "act-" (one.message) } method="post" action={ (HERE) "/posts/" (one.message) "/settle" } data-enhance {
                (because(reader, one.message, errors))
                div.cluster {
                    button.btn type="submit" name="act" value="hide" data-variant="primary" data-size="s" { (icon("eye-off")) (text.msg_moderation_hide()) }
                    button.btn type="submit" name="act" value="dismiss" data-size="s" { (icon("check")) (text.msg_moderation_dismiss()) }
                    a.btn data-variant="quiet" data-size="s" href={ (HERE) "/posts/" (one.message) } { (text.msg_moderation_more()) }
                }
            }
        }
    }
}

fn held_card(reader: &Reader, one: &Held, errors: &[FieldError]) -> Markup {
    let text = reader.text;
    html! {
        article.mod-card #{ "post-" (one.message) } {
            header.cluster {
                b { (name(reader, &one.author.1)) }
                span.meta { (text.msg_moderation_since()) " " (parts::time(reader, one.author_since)) }
                (parts::time(reader, one.at))
                @if one.is_topic { span.pill { (text.msg_moderation_topic()) } }
                a href={ "/agent/tickets/" (one.ticket) } { (one.subject) }
            }
            p.with-icon { (icon("hourglass")) (why_held(reader, &one.because)) }
            div.mod-words { (PreEscaped(&one.html)) }
            form.mod-act #{ "act-" (one.message) } method="post" action={ (HERE) "/posts/" (one.message) "/settle" } data-enhance {
                (because(reader, one.message, errors))
                div.cluster {
                    button.btn type="submit" name="act" value="approve" data-variant="primary" data-size="s" { (icon("check")) (text.msg_moderation_approve()) }
                    button.btn type="submit" name="act" value="reject" data-size="s" { (icon("x")) (text.msg_moderation_reject()) }
                    a.btn data-variant="quiet" data-size="s" href={ (HERE) "/people/" (one.author.0) } { (icon("user")) (text.msg_moderation_person()) }
                }
            }
        }
    }
}

fn because(reader: &Reader, id: MessageId, errors: &[FieldError]) -> Markup {
    let invalid = !errors.is_empty();
    html! {
        div.field {
            label for={ "because-" (id) } { (reader.text.msg_moderation_because()) }
            input.input #{ "because-" (id) } name="because" maxlength=(desk::limits::REASON_CHARS_MAX) autocomplete="off"
                aria-invalid=[invalid.then_some("true")] aria-describedby=[invalid.then(|| format!("wrong-{id}"))];
            @if invalid { p.error #{ "wrong-" (id) } { (parts::problem(reader, errors, "because").unwrap_or_default()) } }
        }
    }
}

/// A rule by its number, with its words.
pub(super) fn rule_words(reader: &Reader, rule: i64, rules: &[String]) -> Markup {
    let words = usize::try_from(rule - 1).ok().and_then(|at| rules.get(at));
    html! { span.pill title=[words] { (reader.text.msg_moderation_rule(rule.to_string())) } }
}

/// Why a post waits.
pub(crate) fn why_held(reader: &Reader, code: &str) -> String {
    let text = reader.text;
    match code {
        "watched" => text.msg_moderation_why_watched(),
        "link" => text.msg_moderation_why_link(),
        "repeated" => text.msg_moderation_why_repeated(),
        _ => text.msg_moderation_why_wave(),
    }
}

/// What to do with a post of the queue.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Decision {
    act: String,
    because: String,
}

/// Does it.
pub(crate) async fn settle(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<i64>,
    Form(decision): Form<Decision>,
) -> Answer {
    let id = MessageId(id);
    let result = app
        .desk
        .change(&reader.actor, move |c| {
            match decision.act.as_str() {
                "approve" => community::approve(c, id).map(|_| ()),
                "reject" => community::reject(c, id, &decision.because).map(|_| ()),
                "hide" => community::hide(c, id, &decision.because, None).map(|_| ()),
                "dismiss" => community::settle(c, id, false),
                _ => Err(Error::field("because", "unknown")),
            }?;
            community::done(c)
        })
        .await;
    match result {
        Ok(done) => redirect_after(HERE, Done::Moderated, 1, done),
        Err(Error::TooLate) => redirect_after(HERE, Done::Same, 1, None),
        Err(Error::Invalid(errors)) => {
            show(&app, &reader, "", Some((id, errors)), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(error.into()),
    }
}
