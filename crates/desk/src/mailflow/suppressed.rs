//! Addresses that no mail goes to by itself: those that mail came back from for good, and those that an admin names.

use store::{Conn, params};

use super::outbox;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::people::{self, NewPerson};
use crate::policy::Action;
use crate::{PersonId, Time, limits, routing};

/// Stands where a report's status code would: an admin put the address on the list, so only one takes it off.
pub const BY_HAND: &str = "by_hand";

/// An address of the list.
#[derive(Debug, Clone)]
pub struct Suppressed {
    /// Whose it is.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The address.
    pub address: String,
    /// The status code of the report (RFC 3463), empty when it had none, or [`BY_HAND`].
    pub why: String,
    /// Since when; zero when that was not kept.
    pub since: Time,
}

/// Where a page of the list goes on: behind this moment and person.
pub type Mark = (Time, PersonId);

/// A page of the list, the newest first, and where the next goes on. With an address only that one.
///
/// # Errors
/// When the database fails.
pub fn list(conn: &mut Conn, address: &str, after: Option<Mark>) -> Result<(Vec<Suppressed>, Option<Mark>)> {
    if !address.is_empty() && !people::is_valid_address(&people::normalise_address(address)) {
        return Ok((Vec::new(), None));
    }
    let (since, person) = after.unwrap_or((Time(i64::MAX), PersonId(i64::MAX)));
    let named = if address.is_empty() { "?1 = ''" } else { "address = ?1" };
    let sql = format!(
        "select id, name, address, returned, returned_at from person
         where returned <> '' and {named} and (returned_at, id) < (?2, ?3)
         order by returned_at desc, id desc limit {}",
        limits::SUPPRESSED_SHOWN + 1
    );
    let mut found = conn.query(&sql, params![&people::normalise_address(address), since, person], |row| {
        Ok(Suppressed {
            person: row.get(0)?,
            name: row.get(1)?,
            address: row.get(2)?,
            why: row.get(3)?,
            since: row.get(4)?,
        })
    })?;
    let more = found.len() > limits::SUPPRESSED_SHOWN;
    found.truncate(limits::SUPPRESSED_SHOWN);
    let next = found.last().filter(|_| more).map(|last| (last.since, last.person));
    Ok((found, next))
}

/// Puts an address on the list; nothing changes for one that is there.
///
/// # Errors
/// When it is no address, the desk's own or an agent's, or the actor may not.
pub fn suppress(c: &mut Change, address: &str) -> Result<PersonId> {
    c.allow(Action::ManageMail, None)?;
    let address = people::normalise_address(address);
    if !people::is_valid_address(&address) {
        return Err(Error::field("address", "bad_address"));
    }
    if routing::resolve_address(c.sql(), &address)?.is_some() {
        return Err(Error::field("address", "own_address"));
    }
    let new = NewPerson { address, ..NewPerson::default() };
    let person = people::find_or_create(c, &new)?;
    if person.role.is_staff() {
        return Err(Error::field("address", "staff_address"));
    }
    mark(c, person.id, BY_HAND)?;
    Ok(person.id)
}

/// Takes an address off the list, whatever put it there.
///
/// # Errors
/// When it is not on it, or the actor may not.
pub fn release(c: &mut Change, person: PersonId) -> Result<()> {
    c.allow(Action::ManageMail, None)?;
    let sql = "update person set returned = '' where id = ?1 and returned <> ''";
    if c.sql().execute(sql, params![person])? == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Notes why nothing goes to somebody by itself, and keeps back what waits for them; what an admin said stays.
pub(super) fn mark(c: &mut Change, person: PersonId, why: &str) -> Result<()> {
    let now = c.now();
    let known = "select exists (select 1 from person where id = ?1 and returned <> '')";
    let known = c.sql().one(known, params![person], |row| row.get::<bool>(0))?;
    c.sql().execute(
        "update person set returned_at = case when returned = '' then cast(?3 as bigint) else returned_at end,
                           returned = ?2 where id = ?1 and returned <> 'by_hand'",
        params![person, why, now],
    )?;
    // What an agent sends to a known one leaves all the same.
    if known { Ok(()) } else { outbox::hold_back(c, person) }
}
