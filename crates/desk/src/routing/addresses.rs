//! The desk's own mail addresses: what is written to one opens tickets.

use serde::{Deserialize, Serialize};
use store::{Conn, Row, params};

use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::mailflow::outbox::{self, MailKind};
use crate::one_line::one_line;
use crate::policy::Action;
use crate::tickets::codes;
use crate::{AddressId, DepartmentId, Time, TypeId, limits, people};

codes! {
    /// Who an agent's answer says it is from.
    Naming {
        /// `Ada (Support)`.
        AgentTeam = "agent_team",
        /// `Support`.
        Team = "team",
        /// `Ada`.
        Agent = "agent",
    }
}

impl Naming {
    /// The name beside the address. What no agent wrote is always the team's.
    #[must_use]
    pub fn shown(self, agent: Option<&str>, team: &str) -> String {
        match (self, agent.filter(|name| !name.is_empty())) {
            (Self::AgentTeam, Some(agent)) => format!("{agent} ({team})"),
            (Self::Agent, Some(agent)) => agent.to_owned(),
            (Self::Team, _) | (_, None) => team.to_owned(),
        }
    }
}

/// An address of the desk and where its mail goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskAddress {
    /// The row.
    pub id: AddressId,
    /// Lower case.
    pub address: String,
    /// The sender's name on answers; empty for the organisation's.
    pub name: String,
    /// Whether it stands beside the agent's.
    pub naming: Naming,
    /// The department of its tickets.
    pub department: DepartmentId,
    /// The type of its tickets; nothing for the desk's first.
    pub kind: Option<TypeId>,
    /// When the address was given, or given again.
    pub named_at: Time,
    /// The newest mail that came by it: when, and from whom.
    pub received: Option<(Time, String)>,
    /// The newest test of it.
    pub test: Option<AddressTest>,
}

/// A mail that the desk sent to see whether an address reaches it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressTest {
    /// Where to: the address, or one that is forwarded to it.
    pub to: String,
    /// When it was asked for.
    pub sent_at: Time,
    /// When it came back.
    pub back_at: Option<Time>,
    /// Why it could not be sent.
    pub error: String,
    /// The servers that it came through, the first one first, this desk last.
    pub hops: Vec<Hop>,
}

impl AddressTest {
    /// Where it stands at a moment.
    #[must_use]
    pub fn standing(&self, now: Time) -> Standing {
        match self.back_at {
            Some(back) => Standing::Back(back),
            None if !self.error.is_empty() => Standing::Refused,
            None if self.sent_at.elapsed(now) > limits::ADDRESS_TEST_LATE => Standing::Late,
            None => Standing::Waiting,
        }
    }
}

/// Where a test stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It came back.
    Back(Time),
    /// It could not be sent.
    Refused,
    /// It should be back, and is not.
    Late,
    /// It is on its way.
    Waiting,
}

/// A server that a mail came through, as it says itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hop {
    /// Who took it.
    pub by: String,
    /// From whom.
    pub from: String,
    /// How: `ESMTPS`.
    pub with: String,
    /// When, by that server's own clock, in microseconds.
    pub at: Option<i64>,
}

const COLUMNS: &str = "a.id, a.address, a.name, a.department_id, a.type_id, a.received_at, a.received_from,
                       a.test_to, a.test_sent_at, a.test_back_at, coalesce(o.error, ''), a.named_at, a.test_hops,
                       a.naming";
const TABLES: &str = "desk_address a left join outbox o on o.rfc_id = a.test_rfc_id";

fn read(row: &Row) -> store::Result<DeskAddress> {
    let received: Option<Time> = row.get(5)?;
    let sent: Option<Time> = row.get(8)?;
    let from: String = row.get(6)?;
    let (to, back_at, error): (String, Option<Time>, String) = (row.get(7)?, row.get(9)?, row.get(10)?);
    let hops: String = row.get(12)?;
    let hops = serde_json::from_str(&hops).unwrap_or_default();
    Ok(DeskAddress {
        id: row.get(0)?,
        address: row.get(1)?,
        name: row.get(2)?,
        naming: Naming::from_code(&row.get::<String>(13)?).unwrap_or(Naming::AgentTeam),
        department: row.get(3)?,
        kind: row.get(4)?,
        named_at: row.get(11)?,
        received: received.map(|at| (at, from)),
        test: sent.map(|sent_at| AddressTest { to, sent_at, back_at, error, hops }),
    })
}

/// All addresses that open tickets, the oldest (main) first.
///
/// # Errors
/// When the database fails.
pub fn addresses(conn: &mut Conn) -> Result<Vec<DeskAddress>> {
    Ok(conn.query(&format!("select {COLUMNS} from {TABLES} order by a.id"), &[], read)?)
}

/// The desk's address that `recipient` means: itself, or with a `+detail` after the local part.
/// Returns the address and the detail.
///
/// # Errors
/// When the database fails.
pub fn resolve_address(conn: &mut Conn, recipient: &str) -> Result<Option<(DeskAddress, Option<String>)>> {
    let recipient = people::normalise_address(recipient);
    let sql = format!("select {COLUMNS} from {TABLES} where a.address = ?1");
    if let Some(found) = conn.find(&sql, params![&recipient], read)? {
        return Ok(Some((found, None)));
    }
    let Some((local, host)) = recipient.rsplit_once('@') else { return Ok(None) };
    let Some((base, detail)) = local.split_once('+') else { return Ok(None) };
    Ok(conn.find(&sql, params![&format!("{base}@{host}")], read)?.map(|found| (found, Some(detail.to_owned()))))
}

/// The first of some addresses that is the desk's.
///
/// # Errors
/// When the database fails.
pub fn first_address(conn: &mut Conn, named: &[String]) -> Result<Option<String>> {
    for address in named {
        if resolve_address(conn, address)?.is_some() {
            return Ok(Some(address.clone()));
        }
    }
    Ok(None)
}

/// Makes an address open tickets in a department, of a type or of the desk's first.
///
/// # Errors
/// When it cannot be an address or is taken, or the actor may not.
pub fn add_address(
    c: &mut Change,
    address: &str,
    name: &str,
    department: DepartmentId,
    kind: Option<TypeId>,
) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let address = people::normalise_address(address);
    if !people::is_valid_address(&address) || address.split('@').next().is_some_and(|local| local.contains('+')) {
        return Err(Error::field("address", "bad_address"));
    }
    if resolve_address(c.sql(), &address)?.is_some() {
        return Err(Error::field("address", "taken"));
    }
    let (department_known, kind_known) = c.sql().one(
        "select exists (select 1 from department where id = ?1),
                cast(?2 as bigint) is null or exists (select 1 from ticket_type where id = ?2)",
        params![department, kind],
        |row| Ok((row.get::<bool>(0)?, row.get::<bool>(1)?)),
    )?;
    if !department_known || !kind_known {
        return Err(Error::field(if department_known { "type" } else { "department" }, "unknown"));
    }
    let now = c.now();
    c.sql().execute(
        "insert into desk_address (address, name, department_id, type_id, named_at) values (?1, ?2, ?3, ?4, ?5)",
        params![&address, name.trim(), department, kind, now],
    )?;
    c.record(Event::of_desk(Kind::Configured, &format!("address:{address}")))?;
    Ok(())
}

/// Says who mail of an address is from.
///
/// # Errors
/// When the name is too long, there is no such address, or the actor may not.
pub fn name_address(c: &mut Change, id: AddressId, name: &str, naming: Naming) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let name = one_line(name);
    if name.chars().count() > limits::NAME_CHARS_MAX {
        return Err(Error::field("name", "too_long"));
    }
    let known = c
        .sql()
        .execute("update desk_address set name = ?2, naming = ?3 where id = ?1", params![id, &name, naming.code()])?;
    if known == 0 {
        return Err(Error::NotFound);
    }
    c.record(Event::of_desk(Kind::Configured, "address_name"))?;
    Ok(())
}

/// Gives a type an address of its own beside the desk's main one: `suggestion@…`. Those that it had keep working.
/// Without a main address there is nothing to stand beside.
pub(super) fn add_for_type(c: &mut Change, kind: TypeId, name: &str) -> Result<()> {
    let main =
        c.sql().find("select address, name, department_id from desk_address order by id limit 1", &[], |row| {
            Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<DepartmentId>(2)?))
        })?;
    let Some((main, sender, department)) = main else { return Ok(()) };
    let Some((_, host)) = main.rsplit_once('@') else { return Ok(()) };
    let base = local_part(name, kind);
    for number in 1..100 {
        let local = if number == 1 { base.clone() } else { format!("{base}-{number}") };
        let address = format!("{local}@{host}");
        match resolve_address(c.sql(), &address)? {
            None => return add_address(c, &address, &sender, department, Some(kind)),
            Some((taken, _)) if taken.kind == Some(kind) => {
                // It had that name before.
                let now = c.now();
                c.sql().execute("update desk_address set named_at = ?2 where id = ?1", params![taken.id, now])?;
                return Ok(());
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// A name as the local part of an address: ASCII letters, digits and hyphens.
fn local_part(name: &str, kind: TypeId) -> String {
    const CHARS_MAX: usize = 40;
    let folded: String =
        store::search::folded(name).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let words = folded.split_whitespace().collect::<Vec<_>>().join("-");
    let short: String = words.chars().take(CHARS_MAX).collect();
    let short = short.trim_matches('-');
    if short.is_empty() { format!("type-{kind}") } else { short.to_owned() }
}

/// How exactly the last mail of an address is remembered: a minute, in microseconds.
const RECEIVED_NOTED: i64 = 60_000_000;

/// Remembers that a mail came by an address.
///
/// # Errors
/// When the database fails.
pub fn mark_received(c: &mut Change, id: AddressId, from: &str) -> Result<()> {
    let now = c.now();
    c.sql().execute(
        // Not with every mail: nodes that take mail for one address would wait for each other.
        "update desk_address set received_at = ?2, received_from = ?3
         where id = ?1 and (received_at is null or received_at < ?4)",
        params![id, now, from, now.0 - RECEIVED_NOTED],
    )?;
    Ok(())
}

/// Sends a mail to `to`, which must come back by the address: the address itself, or one that is forwarded to it.
///
/// # Errors
/// When `to` is no address, or the actor may not.
pub fn send_test(c: &mut Change, id: AddressId, to: &str) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let to = people::normalise_address(to);
    if !people::is_valid_address(&to) {
        return Err(Error::field("to", "bad_address"));
    }
    let person = c.actor().person.ok_or(Error::NotFound)?;
    let rfc_id = outbox::queue(c, MailKind::AddressTest, None, None, person, &to)?;
    let now = c.now();
    let known = c.sql().execute(
        "update desk_address set test_rfc_id = ?2, test_to = ?3, test_sent_at = ?4, test_back_at = null, test_hops = ''
         where id = ?1",
        params![id, &rfc_id, &to, now],
    )?;
    if known == 0 {
        return Err(Error::NotFound);
    }
    c.record(Event::of_desk(Kind::Configured, "address_test"))?;
    Ok(())
}

/// Tests every address whose test is not on its way: where its newest test went, so that an address which is forwarded
/// to it is tested again. Returns how many were sent.
///
/// # Errors
/// When the actor may not.
pub fn send_tests(c: &mut Change) -> Result<usize> {
    let now = c.now();
    let mut sent = 0;
    for address in addresses(c.sql())? {
        let test = address.test.as_ref();
        if test.is_some_and(|test| test.standing(now) == Standing::Waiting) {
            continue;
        }
        send_test(c, address.id, test.map_or(&address.address, |test| &test.to))?;
        sent += 1;
    }
    Ok(sent)
}

/// Whether a mail that came in by an address is the test of it; notes when it came, and through whom.
///
/// # Errors
/// When the database fails.
pub fn come_back(c: &mut Change, id: AddressId, rfc_id: &str, hops: impl FnOnce() -> Vec<Hop>) -> Result<bool> {
    if rfc_id.is_empty() {
        return Ok(false);
    }
    let now = c.now();
    let tested = c.sql().execute(
        "update desk_address set test_back_at = ?2 where id = ?3 and test_rfc_id = ?1 and test_back_at is null",
        params![rfc_id, now, id],
    )?;
    if tested > 0 {
        let hops = serde_json::to_string(&hops()).map_err(|error| Error::Internal(error.to_string()))?;
        c.sql().execute("update desk_address set test_hops = ?2 where id = ?1", params![id, &hops])?;
        c.record(Event::of_desk(Kind::Configured, "address_test"))?;
    }
    Ok(tested > 0)
}

#[cfg(test)]
mod tests {
    use super::{Naming, local_part};
    use crate::TypeId;

    #[test]
    fn who_a_mail_is_from() {
        for (naming, with_agent) in
            [(Naming::AgentTeam, "Ada (Support)"), (Naming::Team, "Support"), (Naming::Agent, "Ada")]
        {
            assert_eq!(naming.shown(Some("Ada"), "Support"), with_agent);
            assert_eq!(naming.shown(None, "Support"), "Support");
            assert_eq!(naming.shown(Some(""), "Support"), "Support");
        }
    }

    #[test]
    fn names_become_local_parts() {
        for (name, local) in
            [("Suggestion", "suggestion"), ("Idée reçue !", "idee-recue"), ("!!!", "type-7"), ("a+b", "a-b")]
        {
            assert_eq!(local_part(name, TypeId(7)), local, "{name}");
        }
    }
}
