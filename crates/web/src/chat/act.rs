//! What agents do with a chat.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use desk::chat::{self, Taken};
use desk::{Error, TicketId};
use serde::Deserialize;

use super::console::{Shown, shown};
use crate::answer::{Answer, Failure, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::reader::Reader;

/// What, and to whom.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Act {
    act: String,
    to: String,
}

/// Takes, hands over, invites or ends.
pub(crate) async fn act(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    Form(form): Form<Act>,
) -> Answer {
    let what = form.act.clone();
    let done = app
        .desk
        .change(&reader.actor, move |c| {
            let person = || form.to.parse().map_err(|_| Error::field("agent", "required"));
            Ok(match form.act.as_str() {
                "take" => match chat::take(c, id)? {
                    Taken::Yes => Done::ChatTaken,
                    Taken::No(_) => Done::ChatGone,
                },
                "agent" => {
                    chat::hand_over(c, id, Some(person()?), None)?;
                    Done::ChatHanded
                }
                "department" => {
                    let department = form.to.parse().map_err(|_| Error::field("agent", "required"))?;
                    chat::hand_over(c, id, None, Some(department))?;
                    Done::ChatHanded
                }
                "invite" => {
                    chat::invite(c, id, person()?)?;
                    Done::ChatInvited
                }
                "end" => {
                    chat::end(c, id)?;
                    Done::ChatEnded
                }
                _ => return Err(Error::NotFound),
            })
        })
        .await;
    match done {
        // Whoever was later has nothing to do there.
        Ok(Done::ChatGone) => redirect_after("/agent/chats", Done::ChatGone, 1, None),
        Ok(Done::ChatHanded) if what != "invite" => redirect_after("/agent/chats", Done::ChatHanded, 1, None),
        Ok(done) => redirect_after(&format!("/agent/chats/{id}"), done, 1, None),
        Err(Error::Invalid(errors)) => {
            shown(&app, &reader, id, Shown { status: StatusCode::UNPROCESSABLE_ENTITY, errors, typed: None }).await
        }
        Err(error) => Err(Failure::from(error)),
    }
}
