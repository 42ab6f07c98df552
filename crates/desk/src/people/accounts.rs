//! Signing in: sessions, passwords and e-mailed links. Only hashes of tokens are stored.

use store::{Conn, files, params};

use super::directory::{COLUMNS, PERSON_COLUMNS, SessionPerson, read_person};
use super::grants;
use super::{Role, hash_password, verify_password};
use crate::actor::Actor;
use crate::change::{Change, random_token};
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::{Desk, PersonId, Time, limits};

/// A new session: the secret that the browser keeps.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// For the cookie.
    pub token: String,
    /// Who signed in.
    pub person: PersonId,
    /// What they are, which decides where they land.
    pub role: Role,
}

fn hash(token: &str) -> String {
    files::name_of(token.as_bytes())
}

/// The person behind a session token, with what the policy needs.
///
/// # Errors
/// When the database fails.
pub fn session_actor(conn: &mut Conn, token: &str, now: Time) -> Result<Option<SessionPerson>> {
    let sql = format!(
        "select {COLUMNS}, case when p.time_zone <> '' then p.time_zone else
                coalesce((select value from setting where name = 'time_zone'), 'UTC') end,
                coalesce(l.welcome_en, ''), coalesce(l.welcome_fr, '')
         from session s join person p on p.id = s.person_id left join company c on c.id = p.company_id
         left join plan l on s.welcome and l.id = coalesce(p.plan_id, (select id from plan where is_default))
         where s.token_hash = ?1 and s.expires_at > ?2 and p.disabled_at is null"
    );
    let found = conn.find(&sql, params![&hash(token), now], |row| {
        let welcome: [String; 2] = [row.get(PERSON_COLUMNS + 1)?, row.get(PERSON_COLUMNS + 2)?];
        Ok((read_person(row)?, row.get::<String>(PERSON_COLUMNS)?, welcome))
    })?;
    let Some((person, time_zone, welcome)) = found else { return Ok(None) };
    let granted = if person.role == Role::Agent { grants::granted(conn, person.id)? } else { None };
    Ok(Some(SessionPerson { person, granted, time_zone, welcome }))
}

/// An agent with what the policy needs; nothing for others, and for who left.
///
/// # Errors
/// When the database fails.
pub fn staff_actor(conn: &mut Conn, id: PersonId) -> Result<Option<SessionPerson>> {
    let sql = format!(
        "select {COLUMNS} from person p left join company c on c.id = p.company_id
         where p.id = ?1 and p.role <> 'customer' and p.disabled_at is null"
    );
    let Some(person) = conn.find(&sql, params![id], read_person)? else { return Ok(None) };
    let granted = if person.role == Role::Agent { grants::granted(conn, person.id)? } else { None };
    Ok(Some(SessionPerson { time_zone: person.time_zone.clone(), person, granted, welcome: Default::default() }))
}

/// Starts a session for a person whose identity has been proven.
///
/// # Errors
/// When the database fails.
pub fn start_session(c: &mut Change, person: PersonId) -> Result<String> {
    let token = random_token(32);
    let now = c.now();
    // Nothing else tidies up: who signs in again takes their old sessions away.
    c.sql().execute("delete from session where person_id = ?1 and expires_at < ?2", params![person, now])?;
    c.sql().execute(
        "insert into session (token_hash, person_id, created_at, expires_at, welcome)
         values (?1, ?2, ?3, ?4, (select role = 'customer' from person where id = ?2))",
        params![&hash(&token), person, now, now.plus(limits::SESSION)],
    )?;
    let because = format!("person:{person}");
    c.record(Event::of_desk(Kind::SignedIn, "").because(because))?;
    Ok(token)
}

/// The words that a session began with were read.
///
/// # Errors
/// When the database fails.
pub fn put_away_welcome(c: &mut Change, token: &str) -> Result<()> {
    c.sql().execute("update session set welcome = false where token_hash = ?1", params![&hash(token)])?;
    Ok(())
}

/// Ends a session.
///
/// # Errors
/// When the database fails.
pub fn end_session(c: &mut Change, token: &str) -> Result<()> {
    c.sql().execute("delete from session where token_hash = ?1", params![&hash(token)])?;
    Ok(())
}

/// Signs in with a password. The slow comparison runs outside of any transaction.
///
/// # Errors
/// [`Error::NotFound`] when address and password do not belong together.
pub async fn sign_in_by_password(desk: &Desk, address: &str, password: String) -> Result<SignIn> {
    let address = super::normalise_address(address);
    let found = desk
        .read(move |conn| {
            Ok(conn.find(
                "select id, role, password_hash from person where address = ?1 and disabled_at is null",
                params![&address],
                |row| Ok((row.get::<PersonId>(0)?, row.get::<String>(1)?, row.get::<Option<String>>(2)?)),
            )?)
        })
        .await?;
    let stored = found.as_ref().and_then(|(_, _, hash)| hash.clone());
    let right = tokio::task::spawn_blocking(move || verify_password(&password, stored.as_deref()))
        .await
        .map_err(|error| Error::Internal(error.to_string()))?;
    let (person, role, _) = found.filter(|_| right).ok_or(Error::NotFound)?;
    let token = desk.change(&Actor::system("sign-in"), move |c| start_session(c, person)).await?;
    Ok(SignIn { token, person, role: Role::from_code(&role) })
}

/// A link token that signs `person` in; `lifetime` and `uses` bound what a leaked one is worth.
///
/// # Errors
/// When the database fails.
pub fn link_for(c: &mut Change, person: PersonId, lifetime: std::time::Duration, uses: i64) -> Result<String> {
    let token = random_token(24);
    let now = c.now();
    // Nothing else tidies up.
    c.sql().execute("delete from sign_in_link where expires_at < ?1", params![now])?;
    c.sql().execute(
        "insert into sign_in_link (token_hash, person_id, created_at, expires_at, uses_left) values (?1, ?2, ?3, ?4, ?5)",
        params![&hash(&token), person, now, now.plus(lifetime), uses],
    )?;
    Ok(token)
}

/// Signs in with a link token.
///
/// # Errors
/// [`Error::NotFound`] when it is unknown, expired or used up.
pub fn sign_in_by_link(c: &mut Change, token: &str) -> Result<SignIn> {
    let now = c.now();
    let found = c.sql().find(
        "update sign_in_link set uses_left = uses_left - 1
         where token_hash = ?1 and expires_at > ?2 and uses_left > 0 returning person_id",
        params![&hash(token), now],
        |row| row.get::<PersonId>(0),
    )?;
    let person = found.ok_or(Error::NotFound)?;
    let role =
        c.sql().find("select role from person where id = ?1 and disabled_at is null", params![person], |row| {
            row.get::<String>(0)
        })?;
    let role = Role::from_code(&role.ok_or(Error::NotFound)?);
    let token = start_session(c, person)?;
    Ok(SignIn { token, person, role })
}

/// Whether the person has a password; who always came by mailed links has none.
///
/// # Errors
/// When the database fails.
pub fn has_password(conn: &mut Conn, person: PersonId) -> Result<bool> {
    Ok(conn.one("select password_hash is not null from person where id = ?1", params![person], |row| row.get(0))?)
}

/// Gives a person a new password, if the current one is right, and a new session; all others end.
///
/// # Errors
/// With the field that is wrong: `current` or `password`.
pub async fn change_password(desk: &Desk, actor: &Actor, current: String, new: String) -> Result<String> {
    let person = actor.person.ok_or(Error::NotFound)?;
    let stored = desk
        .read(move |conn| {
            Ok(conn.one("select password_hash from person where id = ?1", params![person], |row| {
                row.get::<Option<String>>(0)
            })?)
        })
        .await?;
    let hash = tokio::task::spawn_blocking(move || {
        if stored.is_some() && !verify_password(&current, stored.as_deref()) {
            return Err(Error::field("current", "wrong"));
        }
        hash_password(&new)
    })
    .await
    .map_err(|error| Error::Internal(error.to_string()))??;
    desk.change(actor, move |c| {
        set_password(c, person, &hash)?;
        start_session(c, person)
    })
    .await
}

/// Keeps a new password (already hashed) and ends the person's other sessions.
///
/// # Errors
/// When the database fails.
pub fn set_password(c: &mut Change, person: PersonId, password_hash: &str) -> Result<()> {
    c.sql().execute("update person set password_hash = ?2 where id = ?1", params![person, password_hash])?;
    c.sql().execute("delete from session where person_id = ?1", params![person])?;
    c.record(Event::of_desk(Kind::Configured, "password"))?;
    Ok(())
}
