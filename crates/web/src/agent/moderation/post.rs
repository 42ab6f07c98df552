//! Everything that a moderator may do about one post and its author.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use desk::community::{self, Measure, NewSanction};
use desk::members::{self, Document};
use desk::{Error, FieldError, MessageId, PersonId, SanctionId, TicketId};
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;

use super::person::{history, measure_name};
use super::sheet;
use crate::answer::{Answer, page_with, redirect_after};
use crate::app::App;
use crate::community::{name, numbered, reason_field, rule_field, url};
use crate::flash::Done;
use crate::parts::{self, icon};
use crate::reader::Reader;

/// What to do.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Act {
    act: String,
    pub(super) because: String,
    pub(super) rule: String,
    days: String,
    sure: String,
}

impl Act {
    /// The measure that is to be taken back.
    pub(super) fn lifts(&self) -> Option<SanctionId> {
        if self.act == "lift" { self.days.parse().ok() } else { None }
    }
}

/// The page of a post.
pub(crate) async fn post(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<i64>,
) -> Answer {
    show(&app, &reader, MessageId(id), &Act::default(), &[], StatusCode::OK).await
}

async fn show(
    app: &App,
    reader: &Reader,
    id: MessageId,
    typed: &Act,
    errors: &[FieldError],
    status: StatusCode,
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let (actor, now) = (reader.actor.clone(), reader.now);
    let (topic, post, sanctions, rules, staff) = app
        .desk
        .read(move |conn| {
            let (topic, post) = community::post(conn, &actor, id, now)?;
            let sanctions = community::of_person(conn, &actor, post.author)?;
            let staff = desk::people::find(conn, post.author)?.role.is_staff();
            Ok((topic, post, sanctions, members::current(conn, Document::Rules)?, staff))
        })
        .await?;
    let rules = numbered(&rules, reader.lang);
    let text = reader.text;
    let here = format!("/agent/moderation/posts/{id}");
    let body = html! {
        p { a href={ (url(topic.id, &topic.subject)) "#post_" (id) } { (icon("arrow-left")) (topic.subject) } }
        article.mod-card {
            header.cluster { b { (name(reader, &post.name)) } (parts::time(reader, post.at))
                @if post.withheld == "hidden" { span.pill { (icon("eye-off")) (text.msg_moderation_hidden()) ": " (post.because) } } }
            div.mod-words { (PreEscaped(&post.html)) }
            div.cluster {
                a.btn data-size="s" href={ "/community/posts/" (id) "/edit" } { (icon("pencil")) (text.msg_topic_edit()) }
                a.btn data-size="s" href={ "/agent/tickets/" (topic.id) "/split" } { (icon("split")) (text.msg_moderation_split()) }
                @if !staff { a.btn data-size="s" href={ "/agent/moderation/people/" (post.author) } { (icon("user")) (text.msg_moderation_person()) } }
            }
        }
        form.stack.mod-form #moderate method="post" action=(here) data-enhance {
            (rule_field(reader, &rules, &typed.rule))
            (reason_field(reader, "because", &text.msg_moderation_because_told(), &typed.because, errors))
            fieldset.stack {
                legend { (text.msg_moderation_the_post()) }
                div.cluster {
                    @if post.withheld == "hidden" {
                        button.btn type="submit" name="act" value="show" { (icon("eye")) (text.msg_moderation_show()) }
                    } @else {
                        button.btn type="submit" name="act" value="hide" { (icon("eye-off")) (text.msg_moderation_hide()) }
                    }
                    @if post.reports > 0 { button.btn type="submit" name="act" value="dismiss" { (icon("check")) (text.msg_moderation_dismiss()) } }
                }
            }
            @if !staff { (measures(reader, typed, errors)) }
        }
        @if !staff { (history(reader, &sanctions, &rules)) }
    };
    Ok(page_with(status, sheet(reader, &frame, "queue", &text.msg_moderation_post_title(), &body)))
}

/// The measures against a person, with how long they hold.
pub(super) fn measures(reader: &Reader, typed: &Act, errors: &[FieldError]) -> Markup {
    let text = reader.text;
    let days = if typed.days.is_empty() { "7" } else { &typed.days };
    let invalid = parts::problem(reader, errors, "days").is_some();
    html! {
        fieldset.stack {
            legend { (text.msg_moderation_the_person()) }
            div.field.narrow {
                label for="days" { (text.msg_moderation_days()) }
                input.input #days name="days" type="number" min="1" max=(desk::limits::SANCTION_DAYS_MAX) value=(days)
                    aria-invalid=[invalid.then_some("true")] aria-describedby=[invalid.then_some("error-days")];
                (parts::error_line(reader, errors, "days"))
            }
            div.cluster {
                @for measure in Measure::ALL {
                    @let look = matches!(measure, Measure::Ban | Measure::Removal).then_some("danger");
                    button.btn type="submit" name="act" value=(measure.code()) data-variant=[look] { (measure_name(reader, *measure)) }
                }
            }
            div.field {
                @let unsure = parts::problem(reader, errors, "sure").is_some();
                label.check {
                    input type="checkbox" name="sure" value="yes" aria-invalid=[unsure.then_some("true")]
                        aria-describedby=[unsure.then_some("error-sure")];
                    (text.msg_moderation_sure())
                }
                (parts::error_line(reader, errors, "sure"))
            }
            p.hint { (text.msg_moderation_measures_hint()) }
        }
    }
}

/// A measure as it was sent. What has no end is asked for twice.
pub(super) fn wanted(act: &Act, person: PersonId, post: Option<(TicketId, MessageId)>) -> Result<NewSanction, Error> {
    let measure = Measure::from_code(&act.act).ok_or_else(|| Error::field("because", "unknown"))?;
    if measure == Measure::Removal && act.sure != "yes" {
        return Err(Error::field("sure", "required"));
    }
    Ok(NewSanction {
        person,
        measure,
        because: act.because.clone(),
        rule: act.rule.parse().ok(),
        days: act.days.parse().unwrap_or(0),
        post,
    })
}

/// Does it.
pub(crate) async fn act_on_post(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<i64>,
    Form(act): Form<Act>,
) -> Answer {
    let id = MessageId(id);
    let (typed, actor, now) = (act.clone(), reader.actor.clone(), reader.now);
    let result = app
        .desk
        .change(&reader.actor, move |c| {
            let rule = act.rule.parse().ok();
            match act.act.as_str() {
                "hide" => community::hide(c, id, &act.because, rule).map(|_| ()),
                "show" => community::show(c, id, &act.because).map(|_| ()),
                "dismiss" => community::settle(c, id, false),
                _ => {
                    let (topic, post) = community::post(c.sql(), &actor, id, now)?;
                    let new = wanted(&act, post.author, Some((topic.id, id)))?;
                    community::sanction(c, &new)?;
                    community::settle(c, id, true)
                }
            }?;
            community::done(c)
        })
        .await;
    let back = format!("/agent/moderation/posts/{id}");
    match result {
        Ok(done) => redirect_after(&back, Done::Moderated, 1, done),
        Err(Error::TooLate) => redirect_after(&back, Done::Same, 1, None),
        Err(Error::Invalid(errors)) => show(&app, &reader, id, &typed, &errors, StatusCode::UNPROCESSABLE_ENTITY).await,
        Err(error) => Err(error.into()),
    }
}
