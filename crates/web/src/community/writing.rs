//! Adding to a topic, changing what one wrote, saying with one click what one thinks.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Multipart, Path, State};
use axum::http::StatusCode;
use desk::community::{self, NewComment, Reaction};
use desk::tickets::{Body, Category, Channel, Goal, MailFacts};
use desk::{Error, FieldError, MessageId, Refusal, TicketId};
use maud::html;
use serde::Deserialize;

use super::ready::{Filling, Wish};
use super::topic::{Shown, Typed, render};
use super::{enter, refused, rules, url, way_in};
use crate::answer::{Answer, Failure, is_local, page_with, redirect, redirect_after};
use crate::app::App;
use crate::customer::shell;
use crate::flash::Done;
use crate::form::Form as Sent;
use crate::parts::{self, icon};
use crate::reader::Reader;

/// What somebody wrote in the community: Markdown.
pub(crate) fn written(words: &str) -> Body {
    let html = markup::post::html(words);
    Body { text: markup::html_to_text(&html), html, quoted: String::new() }
}

/// A comment.
pub(crate) async fn comment(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    parts: Multipart,
) -> Answer {
    let sent = Sent::read(parts).await?;
    let mut typed = Typed { body: sent.get("body").to_owned(), ..Typed::default() };
    let wish = if reader.actor.is_staff() { Wish::of(&sent) } else { Wish::None };
    match wish {
        Wish::Take => typed.ready = Some(Filling::of(&app, &reader, sent.get("choose")).await?),
        Wish::Without | Wish::None => {}
    }
    if !matches!(wish, Wish::None) {
        return again(&app, &reader, id, &typed, StatusCode::OK).await;
    }
    if reader.actor.is_staff() && !sent.get("ready").is_empty() {
        let mut filling = Filling::sent(&app, &reader, &sent).await?;
        let done = filling.compose(&mut typed.body);
        let shows = !sent.get("compose").is_empty();
        typed.ready = Some(filling);
        if !done || shows {
            let status = if shows { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            return again(&app, &reader, id, &typed, status).await;
        }
    }
    let new = NewComment {
        body: written(&typed.body),
        files: sent.files.clone(),
        channel: Channel::Web,
        mail: MailFacts::default(),
        then: (!sent.get("close").is_empty()).then_some(Goal::Category(Category::Closed)),
    };
    let accepts: Option<i64> = sent.get("accept_rules").parse().ok();
    let result = app
        .desk
        .change(&reader.actor, move |c| {
            if let Some(version) = accepts {
                community::accept_rules(c, version)?;
            }
            let posted = community::comment(c, id, &new)?;
            let change = c.id();
            Ok((posted, change))
        })
        .await;
    match result {
        Ok((posted, change)) => {
            let (done, undo) = if posted.held { (Done::Held, None) } else { (Done::Sent, change) };
            let undo = undo.filter(|_| reader.actor.is_staff());
            redirect_after(&format!("/community/{id}#post_{}", posted.message), done, 1, undo)
        }
        Err(Error::Refused(Refusal::Rules)) => rules::before(&app, &reader, id, &typed.body, &[]).await,
        Err(Error::Invalid(errors)) if errors.iter().any(|error| error.field == "accept") => {
            rules::before(&app, &reader, id, &typed.body, &errors).await
        }
        Err(Error::Invalid(errors)) => {
            typed.errors = errors;
            again(&app, &reader, id, &typed, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(Error::Refused(refusal)) => {
            typed.refusal = Some(refusal);
            again(&app, &reader, id, &typed, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => way_in(&reader, error),
    }
}

async fn again(app: &App, reader: &Reader, id: TicketId, typed: &Typed, status: StatusCode) -> Answer {
    match render(app, reader, id, MessageId(0), typed, status).await {
        Ok(Shown::Page(page)) => Ok(page),
        Ok(Shown::Elsewhere(to)) => Ok(redirect(&to)),
        Err(error) => way_in(reader, error),
    }
}

/// What was clicked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Clicked {
    kind: String,
    back: String,
    post: String,
}

/// Says what somebody thinks of a post, or takes it back.
pub(crate) async fn react(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(post): Path<MessageId>,
    Form(clicked): Form<Clicked>,
) -> Answer {
    let reaction = Reaction::from_code(&clicked.kind).ok_or(Failure::BadRequest)?;
    match app.desk.change(&reader.actor, move |c| community::react(c, post, reaction)).await {
        Ok(ticket) if clicked.back.is_empty() || !is_local(&clicked.back) => {
            Ok(redirect(&format!("/community/{ticket}#post_{post}")))
        }
        Ok(_) => Ok(redirect(&format!("{}#post_{post}", clicked.back))),
        Err(error) => way_in(&reader, error),
    }
}

/// Says which answer helped, or what the organisation says.
pub(crate) async fn answer(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    Form(clicked): Form<Clicked>,
) -> Answer {
    let post: Option<MessageId> = clicked.post.parse().ok().map(MessageId);
    let official = clicked.kind == "official";
    let done = app
        .desk
        .change(&reader.actor, move |c| {
            if official { community::set_official(c, id, post) } else { community::accept_answer(c, id, post) }
        })
        .await;
    match done {
        Ok(()) | Err(Error::TooLate) => {
            Ok(redirect(&format!("/community/{id}{}", post.map(|post| format!("#post_{post}")).unwrap_or_default())))
        }
        Err(error) => way_in(&reader, error),
    }
}

/// Goes on between whoever asked and the desk.
pub(crate) async fn make_private(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
) -> Answer {
    let done = app.desk.change(&reader.actor, move |c| {
        community::make_private(c, id, "")?;
        community::done(c)
    });
    let done = done.await?;
    let to = if reader.actor.is_staff() { format!("/agent/tickets/{id}") } else { format!("/tickets/{id}") };
    redirect_after(&to, if reader.actor.is_staff() { Done::Moderated } else { Done::Saved }, 1, done)
}

/// The form to change a post.
pub(crate) async fn edit_form(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(post): Path<MessageId>,
) -> Answer {
    show_edit(&app, &reader, post, None, &[], None).await
}

async fn show_edit(
    app: &App,
    reader: &Reader,
    post: MessageId,
    typed: Option<(&str, &str)>,
    errors: &[FieldError],
    refusal: Option<desk::Refusal>,
) -> Answer {
    let (actor, now) = (reader.actor.clone(), reader.now);
    let found = app
        .desk
        .read(move |conn| {
            enter(conn, &actor, now)?;
            let (topic, found) = community::post(conn, &actor, post, now)?;
            let own = actor.person == Some(found.author);
            if !own && !actor.is_staff() { Err(Error::NotFound) } else { Ok((topic, found, own)) }
        })
        .await;
    let (topic, found, own) = match found {
        Ok(found) => found,
        Err(error) => return way_in(reader, error),
    };
    let frame = app.desk.frame(&reader.actor).await?;
    let text = reader.text;
    let known = markup::post::source(&found.html);
    let (body, because) = typed.unwrap_or((&known, ""));
    let invalid = parts::problem(reader, errors, "body").is_some();
    let main = html! {
        div.portal.form-page {
            form #edit .form-card method="post" action={ "/community/posts/" (post) "/edit" } data-enhance
                data-then={ "#post_" (post) } aria-labelledby="edit-title" {
                header { h1 #edit-title { (text.msg_topic_edit_title()) } p.soft { (topic.subject) } }
                @if let Some(refusal) = refusal { p.callout data-tone="danger" role="alert" { (icon("circle-alert")) span { (refused::words(reader, refusal)) } } }
                div.field {
                    label for="body" { (text.msg_topic_words()) }
                    textarea.textarea #body name="body" rows="8" required aria-invalid=[invalid.then_some("true")]
                        aria-describedby=[invalid.then_some("error-body")] { "\n" (body) }
                    (parts::error_line(reader, errors, "body"))
                }
                @if !own {
                    (crate::community::report::reason_field(reader, "because", &text.msg_moderation_because(), because, errors))
                }
                footer.form-foot {
                    button.btn type="submit" data-variant="primary" data-size="l" { (text.msg_agent_save()) }
                    a href={ (url(topic.id, &topic.subject)) "#post_" (post) } { (text.msg_topic_cancel()) }
                }
            }
        }
    };
    let status = if errors.is_empty() && refusal.is_none() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(page_with(status, shell::page(reader, &frame, "community", &text.msg_topic_edit_title(), "", 0, &main)))
}

/// The changed words.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Changed {
    body: String,
    because: String,
}

/// Changes a post.
pub(crate) async fn edit(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(post): Path<MessageId>,
    Form(changed): Form<Changed>,
) -> Answer {
    let (body, because) = (written(&changed.body), changed.because.clone());
    let done = app.desk.change(&reader.actor, move |c| community::edit(c, post, &body, &because)).await;
    let typed = Some((changed.body.as_str(), changed.because.as_str()));
    match done {
        Ok(ticket) => redirect_after(&format!("/community/{ticket}#post_{post}"), Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => show_edit(&app, &reader, post, typed, &errors, None).await,
        Err(Error::Refused(refusal)) => show_edit(&app, &reader, post, typed, &[], Some(refusal)).await,
        Err(error) => way_in(&reader, error),
    }
}
