//! The first set-up of an empty desk, with a link that works once.

use store::{Conn, files};

use crate::change::{Change, random_token};
use crate::error::{Error, FieldError, Result};
use crate::mailflow::outbox::{self, MailKind};
use crate::people::{self, NewPerson, Role};
use crate::settings::{self, Setting};
use crate::{PersonId, limits, routing};

/// What the set-up form asks.
#[derive(Debug, Clone)]
pub struct NewDesk {
    /// The organisation's name.
    pub organisation: String,
    /// The first admin's name.
    pub name: String,
    /// The first admin's address.
    pub address: String,
    /// Their hashed password.
    pub password_hash: String,
    /// The first service.
    pub service: String,
    /// Its first department.
    pub department: String,
    /// The address that opens tickets there.
    pub desk_address: String,
    /// `en` or `fr`.
    pub language: String,
}

/// A new one-time token for an empty desk; earlier ones stop working. Nothing when the desk is set up.
///
/// # Errors
/// When the database fails.
pub fn new_token(c: &mut Change) -> Result<Option<String>> {
    if !settings::get(c.sql(), Setting::Setup)?.is_empty() {
        return Ok(None);
    }
    let token = random_token(18);
    settings::set(c, Setting::SetupToken, &files::name_of(token.as_bytes()))?;
    Ok(Some(token))
}

/// Whether the token opens the set-up.
///
/// # Errors
/// [`Error::NotFound`] when it does not, or no longer.
pub fn check_token(conn: &mut Conn, token: &str) -> Result<()> {
    let done = !settings::get(conn, Setting::Setup)?.is_empty();
    let stored = settings::get(conn, Setting::SetupToken)?;
    if done || stored.is_empty() || stored != files::name_of(token.as_bytes()) {
        return Err(Error::NotFound);
    }
    Ok(())
}

/// Creates the organisation, its first admin, service, department and address.
///
/// # Errors
/// With everything that is missing or wrong.
pub fn set_up(c: &mut Change, new: &NewDesk) -> Result<PersonId> {
    let problems = problems(new);
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    settings::set(c, Setting::Organisation, new.organisation.trim())?;
    settings::set(c, Setting::Language, if new.language == "fr" { "fr" } else { "en" })?;
    let admin = people::create(
        c,
        &NewPerson { name: new.name.clone(), address: new.address.clone(), ..NewPerson::default() },
        Role::Admin,
    )?;
    people::set_password(c, admin, &new.password_hash)?;
    let service = routing::add_service(c, &new.service)?;
    let department = routing::add_department(c, service, &new.department)?;
    routing::add_address(c, &new.desk_address, &new.organisation, department, None).map_err(|error| match error {
        Error::Invalid(errors) => Error::Invalid(
            errors.into_iter().map(|error| FieldError { field: "desk_address", problem: error.problem }).collect(),
        ),
        other => other,
    })?;
    settings::set(c, Setting::Setup, "done")?;
    outbox::queue(c, MailKind::Welcome, None, None, admin, &people::normalise_address(&new.desk_address))?;
    Ok(admin)
}

/// Everything that is missing or wrong, said at once.
#[must_use]
pub fn problems(new: &NewDesk) -> Vec<FieldError> {
    let mut errors: Vec<FieldError> = [
        ("organisation", &new.organisation),
        ("name", &new.name),
        ("service", &new.service),
        ("department", &new.department),
    ]
    .into_iter()
    .filter_map(|(field, value)| match value.trim().chars().count() {
        0 => Some(FieldError { field, problem: "required" }),
        count if count > limits::NAME_CHARS_MAX => Some(FieldError { field, problem: "too_long" }),
        _ => None,
    })
    .collect();
    for (field, address) in [("address", &new.address), ("desk_address", &new.desk_address)] {
        if !people::is_valid_address(&people::normalise_address(address)) {
            errors.push(FieldError { field, problem: "bad_address" });
        }
    }
    errors
}
