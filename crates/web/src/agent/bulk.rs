//! One action on many tickets, in one change that one undo takes back.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum_extra::extract::Form;
use desk::tickets::{self, Category, Goal, Place, Priority};
use desk::{Change, DepartmentId, Error, PersonId, ProjectId, TicketId};
use serde::Deserialize;

use super::merging;
use crate::answer::{Answer, Failure, is_local, redirect, redirect_after};
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
    Status(Goal),
    Priority(Priority),
    Tag(String),
    Department(DepartmentId),
    Project(Option<ProjectId>),
    Place(Place),
}

impl Act {
    fn read(form: &Bulk, me: Option<PersonId>) -> Option<Self> {
        let (verb, value) = form.action.split_once(':').unwrap_or((&form.action, ""));
        match verb {
            "assign" if value.is_empty() => Some(Self::Assign(None)),
            "assign" if value == "me" => Some(Self::Assign(me)),
            "assign" => value.parse().ok().map(|person| Self::Assign(Some(person))),
            "status" => Goal::from_code(value).map(Self::Status),
            "priority" => Priority::from_code(value).map(Self::Priority),
            "tag" => Some(Self::Tag(form.tag.clone())),
            "department" => value.parse().ok().map(Self::Department),
            "project" if value.is_empty() => Some(Self::Project(None)),
            "project" => value.parse().ok().map(|project| Self::Project(Some(project))),
            "place" => Place::from_code(value).map(Self::Place),
            _ => None,
        }
    }

    fn run(&self, c: &mut Change, id: TicketId) -> desk::Result<()> {
        match self {
            Self::Assign(person) => tickets::assign(c, id, *person),
            Self::Status(status) => tickets::set_status(c, id, *status),
            Self::Priority(priority) => tickets::set_priority(c, id, *priority),
            Self::Tag(tag) => tickets::add_tag(c, id, tag),
            Self::Department(department) => tickets::change_department(c, id, *department),
            Self::Project(project) => tickets::file_in_project(c, id, *project),
            Self::Place(place) => put(c, id, *place),
        }
    }

    fn done(&self) -> Done {
        match self {
            Self::Assign(_) => Done::Assigned,
            Self::Status(Goal::Category(Category::Closed)) => Done::Closed,
            Self::Status(Goal::Category(Category::Open)) => Done::Reopened,
            Self::Status(_) => Done::Status,
            Self::Priority(_) => Done::Priority,
            Self::Tag(_) => Done::Tagged,
            Self::Department(_) => Done::Moved,
            Self::Project(_) => Done::Planned,
            Self::Place(place) => placed(*place),
        }
    }
}

/// Puts a ticket where it belongs.
pub(crate) fn put(c: &mut Change, id: TicketId, place: Place) -> desk::Result<()> {
    match place {
        Place::Desk => tickets::put_back(c, id),
        Place::Spam => tickets::mark_as_spam(c, id),
        Place::Trash => tickets::move_to_trash(c, id),
        Place::Merged | Place::Gone => Err(Error::NotFound),
    }
}

/// What that is called.
pub(super) fn placed(place: Place) -> Done {
    match place {
        Place::Spam => Done::Spam,
        Place::Trash => Done::Deleted,
        _ => Done::PutBack,
    }
}

/// Does one thing to all selected tickets, or to none.
pub(crate) async fn bulk(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(form): Form<Bulk>,
) -> Answer {
    let mut ids = form.ids.clone();
    if ids.is_empty() || ids.len() > desk::limits::BULK_TICKETS_MAX {
        return Err(Failure::BadRequest);
    }
    if form.action == "merge" {
        ids.sort_unstable();
        return Ok(redirect(&merging::url(&ids)));
    }
    let act = Act::read(&form, reader.actor.person).ok_or(Failure::BadRequest)?;
    let (count, done) = (ids.len(), act.done());
    let change = app
        .desk
        .change(&reader.actor, move |c| {
            for id in &ids {
                act.run(c, *id)?;
            }
            Ok(c.id())
        })
        .await;
    let back = if is_local(&form.back) { form.back.as_str() } else { "/agent/views/open" };
    match change {
        Ok(change) => redirect_after(back, if change.is_some() { done } else { Done::Same }, count, change),
        Err(Error::Invalid(_)) => redirect_after(back, Done::Refused, count, None),
        Err(error) => Err(error.into()),
    }
}
