//! Tokens: a program acts as the agent who made it, within the scopes that the agent gave it.

use store::{Conn, files, params};

use crate::actor::Actor;
use crate::change::{Change, random_token};
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::one_line::one_line;
use crate::people::{self, Person, Role};
use crate::policy::Action;
use crate::tickets::codes;
use crate::{PersonId, Time, TokenId, limits};

codes! {
    /// What a token may be used for.
    Scope {
        /// Reading.
        Read = "read",
        /// Changing tickets and people.
        Write = "write",
        /// Webhooks.
        Configure = "configure",
    }
}

/// A token as its owner sees it; the secret is shown once, when it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// The row.
    pub id: TokenId,
    /// What it is for.
    pub name: String,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: Time,
    /// The day on which it was used last.
    pub last_used_at: Option<Time>,
}

/// Who asks with a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The token.
    pub token: TokenId,
    /// Whose it is.
    pub person: Person,
    /// For the policy.
    pub actor: Actor,
    /// What the token may be used for.
    pub scopes: Vec<Scope>,
    /// When it was used last, as far as it was noted.
    pub last_used_at: Option<Time>,
}

/// How tokens begin, so that a leaked one is recognised.
const PREFIX: &str = "guichet_";

fn scopes_of(text: &str) -> Vec<Scope> {
    text.split(' ').filter_map(Scope::from_code).collect()
}

/// Makes a token for the acting agent; returns its secret, which nobody can read again.
///
/// # Errors
/// When the name is missing, no scope is given, or there are too many.
pub fn add_token(c: &mut Change, name: &str, scopes: &[Scope]) -> Result<(TokenId, String)> {
    c.allow(Action::EnterAgentSpace, None)?;
    let person = c.actor().person.ok_or(Error::NotFound)?;
    let name = one_line(name);
    if name.is_empty() {
        return Err(Error::field("name", "required"));
    }
    if name.chars().count() > limits::NAME_CHARS_MAX {
        return Err(Error::field("name", "too_long"));
    }
    if scopes.is_empty() {
        return Err(Error::field("scopes", "required"));
    }
    if scopes.contains(&Scope::Configure) {
        c.allow(Action::Configure, None)?;
    }
    let count = c.sql().one(
        "select count(*) from api_token where person_id = ?1 and revoked_at is null",
        params![person],
        |row| row.get::<i64>(0),
    )?;
    if count >= limits::TOKENS_MAX {
        return Err(Error::field("name", "too_many"));
    }
    let secret = format!("{PREFIX}{}", random_token(32));
    let codes: Vec<&str> = scopes.iter().map(|scope| scope.code()).collect();
    let now = c.now();
    let id = c.sql().insert(
        "insert into api_token (person_id, name, token_hash, scopes, created_at) values (?1, ?2, ?3, ?4, ?5)
         returning id",
        params![person, &name, &files::name_of(secret.as_bytes()), &codes.join(" "), now],
    )?;
    c.record(Event::of_desk(Kind::Configured, &format!("token:{name}")))?;
    Ok((TokenId(id), secret))
}

/// The tokens of a person that work.
///
/// # Errors
/// When the database fails.
pub fn tokens(conn: &mut Conn, person: PersonId) -> Result<Vec<ApiToken>> {
    Ok(conn.query(
        "select id, name, scopes, created_at, last_used_at from api_token
         where person_id = ?1 and revoked_at is null order by id",
        params![person],
        |row| {
            Ok(ApiToken {
                id: row.get(0)?,
                name: row.get(1)?,
                scopes: scopes_of(&row.get::<String>(2)?),
                created_at: row.get(3)?,
                last_used_at: row.get(4)?,
            })
        },
    )?)
}

/// Ends a token of the acting agent; an admin may end anybody's.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub fn revoke_token(c: &mut Change, id: TokenId) -> Result<()> {
    c.allow(Action::EnterAgentSpace, None)?;
    let admin = c.allow(Action::Configure, None).is_ok();
    let (person, now) = (c.actor().person, c.now());
    let ended = c.sql().execute(
        "update api_token set revoked_at = ?3 where id = ?1 and (person_id = ?2 or ?4) and revoked_at is null",
        params![id, person, now, admin],
    )?;
    if ended == 0 {
        return Err(Error::NotFound);
    }
    c.record(Event::of_desk(Kind::Configured, &format!("token_ended:{id}")))?;
    Ok(())
}

/// Who asks with a secret; nothing when it does not work, or its owner is no agent any more.
///
/// # Errors
/// When the database fails.
pub fn caller(conn: &mut Conn, secret: &str) -> Result<Option<Caller>> {
    if !secret.starts_with(PREFIX) {
        return Ok(None);
    }
    let found = conn.find(
        "select id, person_id, scopes, last_used_at from api_token where token_hash = ?1 and revoked_at is null",
        params![&files::name_of(secret.as_bytes())],
        |row| Ok((row.get::<TokenId>(0)?, row.get::<PersonId>(1)?, row.get::<String>(2)?, row.get::<Option<Time>>(3)?)),
    )?;
    let Some((token, person, scopes, last_used_at)) = found else { return Ok(None) };
    let Some(found) = people::staff_actor(conn, person)? else { return Ok(None) };
    let mut scopes = scopes_of(&scopes);
    // Who is no admin any more configures nothing.
    scopes.retain(|scope| *scope != Scope::Configure || found.person.role == Role::Admin);
    let actor = Actor::person(person, &found.person.name, found.person.role, found.granted);
    Ok(Some(Caller { token, person: found.person, actor, scopes, last_used_at }))
}

/// Notes that a token was used.
///
/// # Errors
/// When the database fails.
pub fn used(c: &mut Change, id: TokenId) -> Result<()> {
    let now = c.now();
    c.sql().execute("update api_token set last_used_at = ?2 where id = ?1", params![id, now])?;
    Ok(())
}
