//! People who ask.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use desk::members;
use desk::people::{self, NewPerson};
use desk::{Change, PersonId, PlanId};
use serde::Deserialize;
use store::Conn;
use utoipa::{IntoParams, ToSchema};

use super::answer::{Asking, Given, json};
use super::body::{Asked, Sent};
use super::shapes::Person;
use super::spec::Problems;
use crate::app::App;
use crate::reader::Reader;

/// Whom to look for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wanted {
    /// A mail address, in full.
    address: String,
}

/// People of a mail address: one or none
#[utoipa::path(get, path = "/api/v1/people", tag = "People", params(Wanted),
    responses((status = 200, body = Vec<Person>), Problems))]
pub(crate) async fn find(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Asked(wanted): Asked<Wanted>,
) -> Given {
    let actor = reader.actor.clone();
    let found = app
        .desk
        .read(move |conn| match people::find_by_address(conn, &wanted.address)? {
            Some(person) => people::known_to(conn, &actor, person.id).map(|known| known.then_some(person)),
            None => Ok(None),
        })
        .await?;
    json(&found.iter().map(Person::of).collect::<Vec<_>>())
}

/// A person
#[utoipa::path(get, path = "/api/v1/people/{id}", tag = "People", params(("id" = i64, Path)),
    responses((status = 200, body = Person), Problems))]
pub(crate) async fn one(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<PersonId>,
) -> Given {
    let actor = reader.actor.clone();
    let person = app
        .desk
        .read(move |conn| {
            if !people::known_to(conn, &actor, id)? {
                return Err(desk::Error::NotFound);
            }
            people::find(conn, id)
        })
        .await?;
    json(&Person::of(&person))
}

/// Somebody who asks.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonBody {
    /// Their mail address: what tells people apart.
    pub address: String,
    /// Kept for who is new here; else what the desk knows already.
    #[serde(default)]
    pub name: String,
    /// `en`, `fr` or empty.
    #[serde(default)]
    pub language: String,
    /// The name of the plan that they have from now on; left out, nothing changes.
    #[serde(default)]
    pub plan: Option<String>,
}

impl PersonBody {
    pub(super) fn person(&self, conn: &mut Conn) -> desk::Result<NewPerson> {
        let language =
            if matches!(self.language.as_str(), "en" | "fr") { self.language.clone() } else { String::new() };
        let (name, address, plan) = (self.name.clone(), self.address.clone(), self.plan(conn)?);
        Ok(NewPerson { name, address, language, plan, ..NewPerson::default() })
    }

    fn plan(&self, conn: &mut Conn) -> desk::Result<Option<PlanId>> {
        let Some(name) = &self.plan else { return Ok(None) };
        members::find_plan(conn, name)?.map(Some).ok_or_else(|| desk::Error::field("plan", "unknown"))
    }

    /// Gives the plan that was named, if one was, to somebody who was here before.
    pub(super) fn give_plan(&self, c: &mut Change, person: PersonId) -> desk::Result<()> {
        match self.plan(c.sql())? {
            Some(plan) => members::set_plan(c, person, plan),
            None => Ok(()),
        }
    }
}

/// Finds a person by their address, or adds them
#[utoipa::path(post, path = "/api/v1/people", tag = "People", request_body = PersonBody,
    responses((status = 200, body = Person), Problems))]
pub(crate) async fn add(State(app): State<App>, asking: Asking, Sent { value, bytes }: Sent<PersonBody>) -> Given {
    let made = move |c: &mut Change| {
        let new = value.person(c.sql())?;
        let person = people::find_or_create(c, &new)?;
        value.give_plan(c, person.id)?;
        Ok(Person::of(&people::find(c.sql(), person.id)?))
    };
    asking.change(&app, &bytes, StatusCode::OK, made).await
}
