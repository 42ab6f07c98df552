//! What moderators do with a whole topic: close it with a summary, pin it, move it, take it out of the community.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Multipart, Path, State};
use axum::http::StatusCode;
use desk::community::{self, Lock};
use desk::policy::Action;
use desk::{Error, FieldError, MessageId, TicketId};
use maud::{Markup, html};
use serde::Deserialize;

use super::ready::{self, Filling, Wish};
use super::topic::Model;
use super::writing::written;
use super::{url, way_in};
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::customer::shell;
use crate::flash::Done;
use crate::form::Form as Sent;
use crate::parts::{self, icon};
use crate::reader::Reader;

/// The moderators' bar above a topic.
pub(super) fn bar(reader: &Reader, model: &Model) -> Markup {
    let (text, topic) = (reader.text, &model.seen.topic);
    let action = format!("/community/{}/moderate", topic.id);
    let reports: i64 = model.posts.posts.iter().map(|post| post.reports).sum();
    let button = |act: &str, symbol: &str, words: String, pressed: bool| {
        html! {
            form method="post" action=(action) data-enhance {
                button.btn type="submit" name="act" value=(act) data-variant="quiet" data-size="s"
                    aria-pressed=(if pressed { "true" } else { "false" }) { (icon(symbol)) (words) }
            }
        }
    };
    html! {
        div.modbar #modbar role="group" aria-label=(text.msg_moderation_bar()) data-region="morph" {
            b { (icon("shield-check")) (text.msg_moderation_moderator()) }
            @if topic.locked.is_some() {
                (button("unlock", "lock", text.msg_topic_locked(), true))
            } @else {
                a.btn data-variant="quiet" data-size="s" href={ "/community/" (topic.id) "/lock" } { (icon("lock")) (text.msg_moderation_lock()) }
            }
            (button(if topic.pinned { "unpin" } else { "pin" }, "pin", text.msg_moderation_pin(), topic.pinned))
            button.btn type="button" data-variant="quiet" data-size="s" popovertarget="move-menu" { (icon("folder-input")) (text.msg_moderation_move()) }
            a.btn data-variant="quiet" data-size="s" href={ "/agent/tickets/" (topic.id) "/merge" } { (icon("merge")) (text.msg_moderation_merge()) }
            a.btn data-variant="quiet" data-size="s" href={ "/agent/tickets/" (topic.id) } { (icon("inbox")) (text.msg_moderation_ticket()) }
            (button("private", "eye-off", text.msg_topic_make_private(), false))
            span.spacer {}
            a.btn data-variant="quiet" data-size="s" href="/agent/moderation" {
                (icon("flag")) (text.msg_moderation_queue())
                @if reports > 0 { span.count data-tone="danger" { (reports) } }
            }
        }
        div.menu #move-menu popover {
            form method="post" action=(action) data-enhance {
                input type="hidden" name="act" value="move";
                @for category in model.categories {
                    @let id = category.id.map_or(0, |id| id.0);
                    button.menu-item type="submit" name="category" value=(id) aria-current=[(category.id == topic.category).then_some("true")] {
                        (icon(&category.icon)) (category.name(reader.lang))
                    }
                }
            }
        }
    }
}

/// What is to be done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Act {
    act: String,
    category: String,
}

/// Does it.
pub(crate) async fn moderate(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    Form(act): Form<Act>,
) -> Answer {
    let private = act.act == "private";
    let result = app
        .desk
        .change(&reader.actor, move |c| {
            match act.act.as_str() {
                "unlock" => community::unlock(c, id, ""),
                "pin" => community::pin(c, id, true),
                "unpin" => community::pin(c, id, false),
                "private" => community::make_private(c, id, ""),
                "move" => {
                    let category = act.category.parse().map_err(|_| Error::field("category", "unknown"))?;
                    community::move_to(c, id, category)
                }
                _ => Err(Error::field("act", "unknown")),
            }?;
            community::done(c)
        })
        .await;
    let back = if private { format!("/agent/tickets/{id}") } else { format!("/community/{id}") };
    match result {
        Ok(done) => redirect_after(&back, Done::Moderated, 1, done),
        Err(Error::TooLate) => redirect_after(&back, Done::Same, 1, None),
        Err(error) => Err(error.into()),
    }
}

/// The form to close a topic.
pub(crate) async fn lock_form(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
) -> Answer {
    let typed = Typed { tell: true, ..Typed::default() };
    show(&app, &reader, id, typed, &[], StatusCode::OK).await
}

#[derive(Debug, Default)]
struct Typed {
    body: String,
    summary: String,
    because: String,
    tell: bool,
    ready: Option<Filling>,
}

async fn show(
    app: &App,
    reader: &Reader,
    id: TicketId,
    typed: Typed,
    errors: &[FieldError],
    status: StatusCode,
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let (actor, now) = (reader.actor.clone(), reader.now);
    let found = app
        .desk
        .read(move |conn| {
            let topic = community::find(conn, &actor, id, Action::Moderate, now)?;
            let posts = community::posts(conn, &actor, &topic, MessageId(0), now)?;
            Ok((topic, posts, community::ready_texts(conn, &actor)?))
        })
        .await;
    let (topic, posts, texts) = match found {
        Ok(found) => found,
        Err(error) => return way_in(reader, error),
    };
    let people = ready::people(&posts.posts);
    let count = i64::try_from(people.len()).unwrap_or(0);
    let Typed { body, summary, because, tell, ready: filling } = typed;
    let text = reader.text;
    let here = format!("/community/{id}/lock");
    let main = html! {
        div.portal.form-page {
            div.form-card {
                header { h1 #lock-title { (text.msg_lock_title()) } p.soft { (topic.subject) " · " (text.msg_lock_lead()) } }
                form.stack #lock method="post" action=(here) enctype="multipart/form-data" data-enhance aria-labelledby="lock-title" {
                    @if let Some(ready) = &filling { (ready.fields(reader, &people, &body)) }
                    @else { (ready::chooser(reader, &texts, &text.msg_lock_last())) }
                    @if filling.as_ref().is_none_or(|ready| ready.composed) {
                        div.field {
                            label for="body" { (text.msg_lock_message()) " " span.optional { (text.msg_customer_optional()) } }
                            textarea.textarea #body name="body" rows="5" { "\n" (body) }
                            (parts::error_line(reader, errors, "body"))
                        }
                    }
                    div.field {
                        label for="summary" { (text.msg_lock_summary()) " " span.optional { (text.msg_lock_summary_hint()) } }
                        textarea.textarea #summary name="summary" rows="4" maxlength=(desk::limits::SUMMARY_CHARS_MAX) { "\n" (summary) }
                        (parts::error_line(reader, errors, "summary"))
                    }
                    (super::report::reason_field(reader, "because", &text.msg_lock_because(), &because, errors))
                    label.switch { input type="checkbox" role="switch" name="tell" value="yes" checked[tell]; span { (text.msg_lock_tell(count)) } }
                    footer.form-foot {
                        button.btn type="submit" data-variant="primary" data-size="l" { (icon("lock")) (text.msg_lock_do()) }
                        a href=(url(topic.id, &topic.subject)) { (text.msg_topic_cancel()) }
                        p.hint { (text.msg_lock_undo()) }
                    }
                }
            }
        }
    };
    Ok(page_with(status, shell::page(reader, &frame, "community", &text.msg_lock_title(), "", 0, &main)))
}

/// Closes the topic in one go.
pub(crate) async fn lock(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    parts: Multipart,
) -> Answer {
    let sent = Sent::read(parts).await?;
    let mut typed = Typed {
        body: sent.get("body").to_owned(),
        summary: sent.get("summary").to_owned(),
        because: sent.get("because").to_owned(),
        tell: sent.get("tell") == "yes",
        ready: None,
    };
    let wish = Wish::of(&sent);
    if matches!(wish, Wish::Take) {
        typed.ready = Some(Filling::of(&app, &reader, sent.get("choose")).await?);
    }
    if !matches!(wish, Wish::None) {
        return show(&app, &reader, id, typed, &[], StatusCode::OK).await;
    }
    if !sent.get("ready").is_empty() {
        let mut filling = Filling::sent(&app, &reader, &sent).await?;
        let done = filling.compose(&mut typed.body);
        let shows = !sent.get("compose").is_empty();
        typed.ready = Some(filling);
        if !done || shows {
            let status = if shows { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            return show(&app, &reader, id, typed, &[], status).await;
        }
    }
    let wanted = Lock {
        message: (!typed.body.trim().is_empty()).then(|| written(&typed.body)),
        summary: typed.summary.clone(),
        tell: typed.tell,
        because: typed.because.clone(),
    };
    let locked = app.desk.change(&reader.actor, move |c| {
        community::lock(c, id, &wanted)?;
        community::done(c)
    });
    match locked.await {
        Ok(done) => redirect_after(&format!("/community/{id}"), Done::Locked, 1, done),
        Err(Error::Invalid(errors)) => show(&app, &reader, id, typed, &errors, StatusCode::UNPROCESSABLE_ENTITY).await,
        Err(Error::TooLate) => redirect_after(&format!("/community/{id}"), Done::Same, 1, None),
        Err(Error::NotFound) => Err(Failure::NotFound),
        Err(error) => Err(error.into()),
    }
}
