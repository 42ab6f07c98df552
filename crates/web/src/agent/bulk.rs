//! One action on many tickets, in one change that one undo takes back.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum_extra::extract::Form;
use desk::tickets::{self, Priority, Status};
use desk::{Change, PersonId, TicketId};
use serde::Deserialize;

use crate::answer::{Answer, Failure, is_local, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::reader::Reader;

/// The selection and what to do with it.
#[derive(Debug, Deserialize)]
pub(crate) struct Bulk {
    #[serde(default)]
    ids: Vec<TicketId>,
    #[serde(default)]
    action: String,
    #[serde(default)]
    tag: String,
    #[serde(default)]
    back: String,
}

/// What is done to each ticket.
#[derive(Debug, Clone)]
enum Act {
    Assign(Option<PersonId>),
    Status(Status),
    Priority(Priority),
    Tag(String),
}

impl Act {
    fn read(form: &Bulk, me: Option<PersonId>) -> Option<Self> {
        let (verb, value) = form.action.split_once(':').unwrap_or((&form.action, ""));
        match verb {
            "assign" if value.is_empty() => Some(Self::Assign(None)),
            "assign" if value == "me" => Some(Self::Assign(me)),
            "assign" => value.parse().ok().map(|person| Self::Assign(Some(person))),
            "status" => Status::from_code(value).map(Self::Status),
            "priority" => Priority::from_code(value).map(Self::Priority),
            "tag" => Some(Self::Tag(form.tag.clone())),
            _ => None,
        }
    }

    fn run(&self, c: &mut Change, id: TicketId) -> desk::Result<()> {
        match self {
            Self::Assign(person) => tickets::assign(c, id, *person),
            Self::Status(status) => tickets::set_status(c, id, *status),
            Self::Priority(priority) => tickets::set_priority(c, id, *priority),
            Self::Tag(tag) => tickets::add_tag(c, id, tag),
        }
    }

    fn done(&self) -> Done {
        match self {
            Self::Assign(_) => Done::Assigned,
            Self::Status(Status::Closed) => Done::Closed,
            Self::Status(Status::Open) => Done::Reopened,
            Self::Status(_) => Done::Status,
            Self::Priority(_) => Done::Priority,
            Self::Tag(_) => Done::Tagged,
        }
    }
}

/// Does one thing to all selected tickets, or to none.
pub(crate) async fn bulk(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(form): Form<Bulk>,
) -> Answer {
    let act = Act::read(&form, reader.actor.person).ok_or(Failure::BadRequest)?;
    let ids = form.ids;
    if ids.is_empty() || ids.len() > desk::limits::BULK_TICKETS_MAX {
        return Err(Failure::BadRequest);
    }
    let (count, done) = (ids.len(), act.done());
    let change = app
        .desk
        .change(&reader.actor, move |c| {
            for id in &ids {
                act.run(c, *id)?;
            }
            Ok(c.id())
        })
        .await?;
    let back = if is_local(&form.back) { form.back.as_str() } else { "/agent/views/open" };
    redirect_after(back, done, count, change)
}
