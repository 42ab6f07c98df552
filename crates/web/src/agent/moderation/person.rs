//! A person before the moderators: what was decided about them, and what may be decided now.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use desk::community::{self, Measure, Sanction};
use desk::members::{self, Document};
use desk::policy::Action;
use desk::{Error, EventId, FieldError, PersonId, people, policy};
use maud::{Markup, html};

use super::post::{Act, measures, wanted};
use super::queue::rule_words;
use super::{log, sheet};
use crate::answer::{Answer, page_with, redirect_after};
use crate::app::App;
use crate::community::{measure_words, numbered, reason_field, rule_field};
use crate::flash::Done;
use crate::parts::{self, icon};
use crate::reader::Reader;

/// What a measure is called on its button.
pub(super) fn measure_name(reader: &Reader, measure: Measure) -> String {
    let text = reader.text;
    match measure {
        Measure::Warning => text.msg_moderation_warn(),
        Measure::Slow => text.msg_moderation_slow(),
        Measure::Silence => text.msg_moderation_silence(),
        Measure::Ban => text.msg_moderation_ban(),
        Measure::Removal => text.msg_moderation_remove(),
    }
}

/// Who is slowed down, silenced, banned or removed just now.
pub(crate) async fn everybody(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let (actor, now) = (reader.actor.clone(), reader.now);
    let found = app.desk.read(move |conn| community::sanctioned(conn, &actor, now)).await?;
    let text = reader.text;
    let body = html! {
        @if found.is_empty() {
            div.empty { span.empty-art { (icon("users-round")) } h2 { (text.msg_moderation_nobody()) } p { (text.msg_moderation_nobody_lead()) } }
        } @else {
            ul.mod-list {
                @for (sanction, name) in &found {
                    li {
                        a href={ "/agent/moderation/people/" (sanction.person) } { b { (name) } }
                        span.pill data-tone="danger" { (measure_words(&reader, sanction.measure, sanction.until)) }
                        span { (sanction.because) } span.meta { (sanction.by) ", " (parts::time(&reader, sanction.at)) }
                    }
                }
            }
        }
    };
    Ok(page_with(StatusCode::OK, sheet(&reader, &frame, "people", &text.msg_moderation_people(), &body)))
}

/// One person.
pub(crate) async fn person(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<PersonId>,
) -> Answer {
    show(&app, &reader, id, &Act::default(), &[], StatusCode::OK).await
}

async fn show(
    app: &App,
    reader: &Reader,
    id: PersonId,
    typed: &Act,
    errors: &[FieldError],
    status: StatusCode,
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let actor = reader.actor.clone();
    let (found, sanctions, (acts, _), rules) = app
        .desk
        .read(move |conn| {
            policy::allow(&actor, Action::Moderate, None)?;
            let found = people::find(conn, id)?;
            let sanctions = community::of_person(conn, &actor, id)?;
            let acts = community::acts(conn, &actor, Some(id), EventId(i64::MAX))?;
            Ok((found, sanctions, acts, members::current(conn, Document::Rules)?))
        })
        .await?;
    if found.role.is_staff() {
        return Err(crate::answer::Failure::NotFound);
    }
    let rules = numbered(&rules, reader.lang);
    let text = reader.text;
    let body = html! {
        header.cluster { h2 { (found.name) } span.meta { (text.msg_moderation_may()) } }
        (history(reader, &sanctions, &rules))
        form.stack.mod-form #moderate method="post" action={ "/agent/moderation/people/" (id) } data-enhance {
            (rule_field(reader, &rules, &typed.rule))
            (reason_field(reader, "because", &text.msg_moderation_because_told(), &typed.because, errors))
            (measures(reader, typed, errors))
        }
        @if !acts.is_empty() { section.stack { h2 { (text.msg_moderation_log()) } (log::list(reader, &acts)) } }
    };
    Ok(page_with(status, sheet(reader, &frame, "people", &found.name, &body)))
}

/// What was decided about somebody, with a button to take back what still holds.
pub(super) fn history(reader: &Reader, sanctions: &[Sanction], rules: &[String]) -> Markup {
    let text = reader.text;
    html! {
        @if !sanctions.is_empty() {
            section.stack {
                h2 { (text.msg_moderation_history()) }
                ul.mod-list {
                    @for one in sanctions {
                        @let over = one.until.is_some_and(|until| until <= reader.now);
                        @let holds = one.lifted_at.is_none() && !over;
                        li data-over[!holds] {
                            span.pill data-tone=[holds.then_some("danger")] { (measure_words(reader, one.measure, one.until)) }
                            @if let Some(rule) = one.rule { (rule_words(reader, rule, rules)) }
                            span { (one.because) } span.meta { (one.by) ", " (parts::time(reader, one.at)) }
                            @if one.lifted_at.is_some() { span.meta { (text.msg_moderation_lifted()) } }
                            @if holds && one.measure != Measure::Warning {
                                form method="post" action={ "/agent/moderation/people/" (one.person) } data-enhance {
                                    input type="hidden" name="act" value="lift";
                                    button.btn type="submit" name="days" value=(one.id) data-size="s" { (icon("undo-2")) (text.msg_moderation_lift()) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Decides about somebody.
pub(crate) async fn act_on_person(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<PersonId>,
    Form(act): Form<Act>,
) -> Answer {
    let typed = act.clone();
    let result = app
        .desk
        .change(&reader.actor, move |c| {
            if let Some(sanction) = act.lifts() {
                community::lift(c, sanction, "")?;
                return community::done(c);
            }
            let new = wanted(&act, id, None)?;
            community::sanction(c, &new)?;
            community::done(c)
        })
        .await;
    let back = format!("/agent/moderation/people/{id}");
    match result {
        Ok(done) => redirect_after(&back, Done::Moderated, 1, done),
        Err(Error::TooLate) => redirect_after(&back, Done::Same, 1, None),
        Err(Error::Invalid(errors)) => show(&app, &reader, id, &typed, &errors, StatusCode::UNPROCESSABLE_ENTITY).await,
        Err(error) => Err(error.into()),
    }
}
