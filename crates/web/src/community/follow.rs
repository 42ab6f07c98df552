//! What somebody hears of topics: on the page, by the link of a mail without signing in, and the digest.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use desk::community::{self, Digest, Level};
use desk::policy::Action;
use desk::{Actor, Error, Time};
use maud::html;
use serde::Deserialize;

use super::topic::level_words;
use super::way_in;
use crate::answer::{Answer, Failure, page, redirect, redirect_after};
use crate::app::App;
use crate::customer::shell;
use crate::flash::Done;
use crate::reader::Reader;

/// What was chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    level: String,
    digest: String,
}

/// Keeps what the reader wants to hear of a topic.
pub(crate) async fn choose(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<desk::TicketId>,
    Form(chosen): Form<Chosen>,
) -> Answer {
    let level = Level::from_code(&chosen.level).ok_or(Failure::BadRequest)?;
    let (actor, now) = (reader.actor.clone(), reader.now);
    let done = app
        .desk
        .change(&reader.actor, move |c| {
            community::find(c.sql(), &actor, id, Action::React, now)?;
            community::choose(c, id, level)
        })
        .await;
    match done {
        Ok(()) => redirect_after(&format!("/community/{id}"), Done::Saved, 1, None),
        Err(error) => way_in(&reader, error),
    }
}

/// The choice of whoever got a mail, by its link.
pub(crate) async fn by_key(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(key): Path<String>,
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let wanted = key.clone();
    let level = app
        .desk
        .read(move |conn| {
            let (ticket, person) = community::by_key(conn, &wanted)?;
            community::level_of(conn, ticket, person)
        })
        .await?;
    let text = reader.text;
    let main = html! {
        div.portal.form-page {
            form #follow .form-card method="post" action={ "/c/" (key) } aria-labelledby="follow-title" {
                header { h1 #follow-title { (text.msg_topic_follow_title()) } p.soft { (text.msg_topic_follow_lead()) } }
                fieldset.stack.follow {
                    legend { (text.msg_topic_follow()) }
                    // The link says "no more": that is one click away.
                    @for one in Level::ALL {
                        label.check { input type="radio" name="level" value=(one.code()) checked[*one == Level::Mute]; (level_words(&reader, *one)) }
                    }
                }
                @if level == Level::Mute { p.hint { (text.msg_topic_follow_muted()) } }
                footer.form-foot { button.btn type="submit" data-variant="primary" data-size="l" { (text.msg_agent_save()) } }
            }
        }
    };
    page(shell::page(&reader, &frame, "", &text.msg_topic_follow_title(), "", 0, &main))
}

/// Keeps it. A mail program that unsubscribes with one click says nothing else (RFC 8058).
pub(crate) async fn choose_by_key(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(key): Path<String>,
    Form(chosen): Form<Chosen>,
) -> Answer {
    let level = Level::from_code(&chosen.level).unwrap_or(Level::Mute);
    let nobody = Actor::system("unsubscribe");
    app.desk.change(&nobody, move |c| community::choose_by_key(c, &key, level)).await?;
    let frame = app.desk.frame(&reader.actor).await?;
    let text = reader.text;
    let main = html! {
        div.portal.form-page {
            section.form-card { header { h1 { (text.msg_topic_follow_done()) } p.soft { (level_words(&reader, level)) } } a href="/" { (text.msg_customer_home()) } }
        }
    };
    page(shell::page(&reader, &frame, "", &text.msg_topic_follow_done(), "", 0, &main))
}

/// How often the reader gets a summary.
pub(crate) async fn digest(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let person = reader.actor.person.ok_or(Failure::Forbidden)?;
    let (actor, now) = (reader.actor.clone(), Time::now());
    let found = app
        .desk
        .read(move |conn| {
            super::enter(conn, &actor, now)?;
            community::digest(conn, person)
        })
        .await;
    let digest = match found {
        Ok(digest) => digest,
        Err(error @ (Error::Refused(_) | Error::Denied(_))) => return way_in(&reader, error),
        Err(error) => return Err(error.into()),
    };
    let text = reader.text;
    let main = html! {
        div.portal.form-page {
            form #digest .form-card method="post" action="/community/digest" data-enhance aria-labelledby="digest-title" {
                header { h1 #digest-title { (text.msg_topic_digest()) } p.soft { (text.msg_topic_digest_lead()) } }
                fieldset.stack.follow {
                    legend { (text.msg_topic_digest_often()) }
                    @for one in Digest::ALL {
                        @let words = match one {
                            Digest::Never => text.msg_topic_digest_never(),
                            Digest::Daily => text.msg_topic_digest_daily(),
                            Digest::Weekly => text.msg_topic_digest_weekly(),
                        };
                        label.check { input type="radio" name="digest" value=(one.code()) checked[*one == digest]; (words) }
                    }
                }
                footer.form-foot { button.btn type="submit" data-variant="primary" data-size="l" { (text.msg_agent_save()) } a href="/community" { (text.msg_topic_all()) } }
            }
        }
    };
    page(shell::page(&reader, &frame, "community", &text.msg_topic_digest(), "", 0, &main))
}

/// Keeps it.
pub(crate) async fn keep_digest(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(chosen): Form<Chosen>,
) -> Answer {
    let wanted = Digest::from_code(&chosen.digest).ok_or(Failure::BadRequest)?;
    app.desk.change(&reader.actor, move |c| community::choose_digest(c, wanted)).await?;
    let mut response = redirect("/community/digest");
    crate::flash::set(&mut response, Done::Saved, 1, None);
    Ok(response)
}
