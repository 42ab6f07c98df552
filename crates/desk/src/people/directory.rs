//! Finding and creating persons and companies.

use store::{Conn, Row, params};

use super::Role;
use super::companies::company_of_domain;
use crate::actor::{Actor, Granted, Scope};
use crate::change::Change;
use crate::chat;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::members;
use crate::one_line::one_line;
use crate::policy::Action;
use crate::{CompanyId, PersonId, PlanId, TicketId, limits, policy, tickets};

/// A person as pages and mails need them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The row.
    pub id: PersonId,
    /// Their name; the address when none is known.
    pub name: String,
    /// Their mail address, lower case.
    pub address: String,
    /// What they are to the desk.
    pub role: Role,
    /// Where they work.
    pub company: Option<String>,
    /// `en`, `fr`, or empty: as the browser says.
    pub language: String,
    /// IANA name, or empty: the desk's.
    pub time_zone: String,
    /// Their job.
    pub title: String,
    /// Sanitised HTML put under their answers.
    pub signature: String,
    /// Single-key shortcuts are switched off.
    pub keys_off: bool,
    /// Wants mail about what happens to their tickets.
    pub notify_mail: bool,
    /// The plan that they were given, with its name; none for the default one.
    pub plan: Option<(PlanId, String)>,
    /// Mail to them comes back: the status code of their mail server; empty while it does not.
    pub returned: String,
}

/// The person of a session with what the policy needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionPerson {
    /// Who.
    pub person: Person,
    /// What an agent may see; nothing for all.
    pub granted: Option<Granted>,
    /// Their time zone, else the desk's.
    pub time_zone: String,
    /// What their plan welcomes them with, in English and French, until they have put it away.
    pub welcome: [String; 2],
}

/// A person to create.
#[derive(Debug, Clone, Default)]
pub struct NewPerson {
    /// May be empty: the part of the address before the at sign is used.
    pub name: String,
    /// Any case.
    pub address: String,
    /// `en`, `fr` or empty.
    pub language: String,
    /// Where they work.
    pub company: Option<CompanyId>,
    /// Their job.
    pub title: String,
    /// Which plan; none for the default one.
    pub plan: Option<PlanId>,
}

pub(super) const COLUMNS: &str =
    "p.id, p.name, p.address, p.role, c.name, p.language, p.time_zone, p.title, p.signature, p.keys_off, p.notify_mail,
     p.plan_id, (select l.name from plan l where l.id = p.plan_id), p.returned";

/// How many columns that is.
pub(super) const PERSON_COLUMNS: usize = 14;

pub(super) fn read_person(row: &Row) -> store::Result<Person> {
    Ok(Person {
        id: row.get(0)?,
        name: row.get(1)?,
        address: row.get(2)?,
        role: Role::from_code(&row.get::<String>(3)?),
        company: row.get(4)?,
        language: row.get(5)?,
        time_zone: row.get(6)?,
        title: row.get(7)?,
        signature: row.get(8)?,
        keys_off: row.get(9)?,
        notify_mail: row.get(10)?,
        plan: row.get::<Option<PlanId>>(11)?.zip(row.get(12)?),
        returned: row.get(13)?,
    })
}

/// The address as it is compared: trimmed, lower case.
#[must_use]
pub fn normalise_address(address: &str) -> String {
    address.trim().to_lowercase()
}

/// The address of somebody who gave none ends so (RFC 2606): it stands for them, and nothing is ever sent there.
const NOWHERE: &str = "@visitor.invalid";

/// Whether mail can be sent to a person.
#[must_use]
pub fn has_address(address: &str) -> bool {
    !address.ends_with(NOWHERE)
}

/// An address for somebody who gave none.
pub(crate) fn no_address(c: &mut Change) -> String {
    format!("{}{NOWHERE}", c.mail_token())
}

/// Whether a normalised address can receive mail: one at sign, a dotted or local host, no spaces.
#[must_use]
pub fn is_valid_address(address: &str) -> bool {
    let Some((local, host)) = address.rsplit_once('@') else { return false };
    let plain =
        |text: &str| text.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>()[]\\,;:\"".contains(c));
    let host_ok = !host.is_empty()
        && host.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        });
    !local.is_empty()
        && local.len() <= 64
        && address.chars().count() <= limits::ADDRESS_CHARS_MAX
        && !local.contains('@')
        && plain(local)
        && host_ok
}

/// The person with this id.
///
/// # Errors
/// When there is none.
pub fn find(conn: &mut Conn, id: PersonId) -> Result<Person> {
    let sql = format!("select {COLUMNS} from person p left join company c on c.id = p.company_id where p.id = ?1");
    conn.find(&sql, params![id], read_person)?.ok_or(Error::NotFound)
}

/// The person with this address, in any case.
///
/// # Errors
/// When the database fails.
pub fn find_by_address(conn: &mut Conn, address: &str) -> Result<Option<Person>> {
    let sql = format!("select {COLUMNS} from person p left join company c on c.id = p.company_id where p.address = ?1");
    Ok(conn.find(&sql, params![&normalise_address(address)], read_person)?)
}

/// Whether the actor may know a person: somebody of the desk, or who asked or takes part in a ticket that the actor sees.
///
/// # Errors
/// When the database fails.
pub fn known_to(conn: &mut Conn, actor: &Actor, id: PersonId) -> Result<bool> {
    let sql = format!(
        "select exists (select 1 from person where id = ?1 and role <> 'customer')
             or exists (select 1 from ticket t where t.requester_id = ?1 and {0})
             or exists (select 1 from participant x join ticket t on t.id = x.ticket_id where x.person_id = ?1 and {0})
             or (select true from person where id = ?1) and {1}",
        policy::ticket_condition(actor),
        actor.scope == Scope::All
    );
    Ok(conn.one(&sql, params![id], |row| row.get::<Option<bool>>(0))?.unwrap_or(false))
}

/// The person with this address, created as a customer if unknown (an unknown sender is not turned
/// away). A known person without a name gets the one given.
///
/// # Errors
/// When the address cannot be one.
pub fn find_or_create(c: &mut Change, new: &NewPerson) -> Result<Person> {
    if let Some(person) = find_by_address(c.sql(), &new.address)? {
        return Ok(person);
    }
    let id = create(c, new, Role::Customer)?;
    find(c.sql(), id)
}

/// Creates a person.
///
/// # Errors
/// When the address cannot be one or is taken, or the actor may not create staff.
pub fn create(c: &mut Change, new: &NewPerson, role: Role) -> Result<PersonId> {
    if role.is_staff() {
        c.allow(Action::Configure, None)?;
    }
    let address = normalise_address(&new.address);
    if !is_valid_address(&address) {
        return Err(Error::field("address", "bad_address"));
    }
    if find_by_address(c.sql(), &address)?.is_some() {
        return Err(Error::field("address", "taken"));
    }
    let company = match new.company {
        Some(company) => Some(company),
        None => company_of_domain(c.sql(), &address)?,
    };
    let plan = match new.plan {
        Some(plan) => members::own_plan(c.sql(), plan)?,
        None => None,
    };
    let name = clean_name(&new.name, &address);
    let now = c.now();
    let id = c.sql().insert(
        "insert into person (name, address, role, company_id, language, title, plan_id, created_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) returning id",
        params![&name, &address, role.code(), company, &new.language, &new.title, plan, now],
    )?;
    if role.is_staff() {
        c.record(Event::of_desk(Kind::Configured, &format!("agent:{address}")))?;
    }
    Ok(PersonId(id))
}

fn clean_name(name: &str, address: &str) -> String {
    let name: String =
        name.chars().filter(|c| !c.is_control()).take(limits::NAME_CHARS_MAX).collect::<String>().trim().to_owned();
    if name.is_empty() { address.split('@').next().unwrap_or(address).to_owned() } else { name }
}

/// Agents and admins by name.
///
/// # Errors
/// When the database fails.
pub fn agents(conn: &mut Conn) -> Result<Vec<Person>> {
    let sql = format!(
        "select {COLUMNS} from person p left join company c on c.id = p.company_id
         where p.role <> 'customer' and p.disabled_at is null order by p.name, p.id"
    );
    Ok(conn.query(&sql, &[], read_person)?)
}

/// Makes somebody an agent: a person with this address, known or new.
///
/// # Errors
/// When the actor may not, the address cannot be one, or the person is an agent already.
pub fn make_agent(c: &mut Change, name: &str, address: &str) -> Result<PersonId> {
    c.allow(Action::Configure, None)?;
    let address = normalise_address(address);
    if !is_valid_address(&address) {
        return Err(Error::field("address", "bad_address"));
    }
    let Some(person) = find_by_address(c.sql(), &address)? else {
        let name = one_line(name);
        if name.is_empty() {
            return Err(Error::field("name", "required"));
        }
        let new = NewPerson { name, address, ..NewPerson::default() };
        return create(c, &new, Role::Agent);
    };
    if person.role.is_staff() {
        return Err(Error::field("address", "taken"));
    }
    set_role(c, person.id, Role::Agent)?;
    Ok(person.id)
}

/// Changes what somebody is to the desk. Who is no agent any more loses their grants and their open tickets.
///
/// # Errors
/// When the actor may not, or the last admin would go.
pub fn set_role(c: &mut Change, person: PersonId, role: Role) -> Result<()> {
    c.allow(Action::Configure, None)?;
    find(c.sql(), person)?;
    c.sql().execute("update person set role = ?2 where id = ?1", params![person, role.code()])?;
    if !role.is_staff() {
        c.sql().execute("delete from agent_grant where person_id = ?1", params![person])?;
        let theirs = c.sql().query(
            "select id from ticket where assignee_id = ?1 and category <> 'closed' and place = ''",
            params![person],
            |row| row.get::<TicketId>(0),
        )?;
        for ticket in theirs {
            tickets::assign(c, ticket, None)?;
        }
    }
    let admins =
        c.sql().one("select count(*) from person where role = 'admin' and disabled_at is null", &[], |row| {
            row.get::<i64>(0)
        })?;
    if admins == 0 {
        return Err(Error::field("role", "last"));
    }
    c.record(Event::of_desk(Kind::Configured, &format!("role:{person}:{}", role.code())))?;
    chat::reach_changed(c, person)?;
    Ok(())
}

/// What people set for themselves.
#[derive(Debug, Clone)]
pub struct PersonSettings {
    /// Their name.
    pub name: String,
    /// `en`, `fr` or empty.
    pub language: String,
    /// IANA name or empty.
    pub time_zone: String,
    /// Sanitised HTML.
    pub signature: String,
    /// Single keys off.
    pub keys_off: bool,
    /// Mail about tickets.
    pub notify_mail: bool,
}

/// Keeps a person's own settings.
///
/// # Errors
/// When the name is missing or nobody is signed in.
pub fn settings_saved(c: &mut Change, settings: &PersonSettings) -> Result<()> {
    let person = c.actor().person.ok_or(Error::NotFound)?;
    if settings.name.trim().is_empty() {
        return Err(Error::field("name", "required"));
    }
    if !settings.time_zone.is_empty() && jiff::tz::TimeZone::get(&settings.time_zone).is_err() {
        return Err(Error::field("time_zone", "unknown"));
    }
    c.sql().execute(
        "update person set name = ?2, language = ?3, time_zone = ?4, signature = ?5, keys_off = ?6, notify_mail = ?7
         where id = ?1",
        params![
            person,
            &clean_name(&settings.name, ""),
            &settings.language,
            &settings.time_zone,
            &settings.signature,
            settings.keys_off,
            settings.notify_mail,
        ],
    )?;
    c.record(Event::of_desk(Kind::Configured, "own_settings"))?;
    Ok(())
}

/// Keeps the language that the acting person chose.
///
/// # Errors
/// When nobody is signed in.
pub fn language_chosen(c: &mut Change, language: &str) -> Result<()> {
    let person = c.actor().person.ok_or(Error::NotFound)?;
    c.sql().execute("update person set language = ?2 where id = ?1", params![person, language])?;
    c.record(Event::of_desk(Kind::Configured, "own_language"))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::is_valid_address;

    #[test]
    fn addresses() {
        for good in ["a@b.example", "o'brien+tag@sub.example.org", "zoé@exemple.fr", "root@localhost"] {
            assert!(is_valid_address(good), "{good}");
        }
        for bad in ["", "a", "@b", "a@", "a b@c.d", "a@b..c", "a@-b.c", "<a@b.c>", "a@b@c", "a,b@c.d"] {
            assert!(!is_valid_address(bad), "{bad}");
        }
    }
}
