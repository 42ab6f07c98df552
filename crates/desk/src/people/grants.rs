//! Grants: which tickets an agent may see and answer, with which signature, and what they are told of.

use std::collections::HashMap;

use store::{Conn, Row, params};

use crate::actor::{Actor, Granted};
use crate::change::Change;
use crate::chat;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::policy::{self, Action, TicketFacts};
use crate::{CompanyId, DepartmentId, GrantId, PersonId, ServiceId, limits};

/// How far a grant reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The whole desk.
    Desk,
    /// A service with all its departments.
    Service(ServiceId),
    /// One department.
    Department(DepartmentId),
    /// The tickets of a company's people.
    Company(CompanyId),
}

impl Reach {
    /// For forms: `desk`, `service-1`, `department-3`, `company-2`.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Desk => "desk".to_owned(),
            Self::Service(id) => format!("service-{id}"),
            Self::Department(id) => format!("department-{id}"),
            Self::Company(id) => format!("company-{id}"),
        }
    }

    /// Reads what [`Reach::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let (kind, id) = code.split_once('-').unwrap_or((code, ""));
        match kind {
            "desk" => Some(Self::Desk),
            "service" => id.parse().ok().map(Self::Service),
            "department" => id.parse().ok().map(Self::Department),
            "company" => id.parse().ok().map(Self::Company),
            _ => None,
        }
    }

    fn of(service: Option<ServiceId>, department: Option<DepartmentId>, company: Option<CompanyId>) -> Self {
        match (company, department, service) {
            (Some(company), ..) => Self::Company(company),
            (_, Some(department), _) => Self::Department(department),
            (_, _, Some(service)) => Self::Service(service),
            _ => Self::Desk,
        }
    }

    fn columns(self) -> (Option<ServiceId>, Option<DepartmentId>, Option<CompanyId>) {
        match self {
            Self::Desk => (None, None, None),
            Self::Service(id) => (Some(id), None, None),
            Self::Department(id) => (None, Some(id), None),
            Self::Company(id) => (None, None, Some(id)),
        }
    }
}

/// One grant of an agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The row.
    pub id: GrantId,
    /// Whose.
    pub agent: PersonId,
    /// How far.
    pub reach: Reach,
    /// Sanitised HTML under answers to these tickets; empty takes the agent's own.
    pub signature: String,
    /// A mail for every new ticket of these.
    pub notify_new: bool,
}

const COLUMNS: &str = "g.id, g.person_id, g.service_id, g.department_id, g.company_id, g.signature, g.notify_new";

fn read(row: &Row) -> store::Result<Grant> {
    Ok(Grant {
        id: row.get(0)?,
        agent: row.get(1)?,
        reach: Reach::of(row.get(2)?, row.get(3)?, row.get(4)?),
        signature: row.get(5)?,
        notify_new: row.get(6)?,
    })
}

/// The grants of an agent, in the order they were given.
///
/// # Errors
/// When the database fails.
pub fn grants_of(conn: &mut Conn, agent: PersonId) -> Result<Vec<Grant>> {
    let sql = format!("select {COLUMNS} from agent_grant g where g.person_id = ?1 order by g.id");
    Ok(conn.query(&sql, params![agent], read)?)
}

/// What an agent may see; nothing for the whole desk.
pub(crate) fn granted(conn: &mut Conn, agent: PersonId) -> Result<Option<Granted>> {
    let grants = grants_of(conn, agent)?;
    let departments = conn.query("select id, service_id from department", &[], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(sum(&grants, &departments))
}

/// What every agent with a grant may see.
pub(crate) fn all_granted(conn: &mut Conn) -> Result<HashMap<PersonId, Option<Granted>>> {
    let sql = format!("select {COLUMNS} from agent_grant g order by g.id");
    let mut by_agent: HashMap<PersonId, Vec<Grant>> = HashMap::new();
    for grant in conn.query(&sql, &[], read)? {
        by_agent.entry(grant.agent).or_default().push(grant);
    }
    let departments = conn.query("select id, service_id from department", &[], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(by_agent.into_iter().map(|(agent, grants)| (agent, sum(&grants, &departments))).collect())
}

fn sum(grants: &[Grant], departments: &[(DepartmentId, ServiceId)]) -> Option<Granted> {
    let mut out = Granted::default();
    for grant in grants {
        match grant.reach {
            Reach::Desk => return None,
            Reach::Service(service) => {
                out.departments.extend(departments.iter().filter(|(_, of)| *of == service).map(|(id, _)| *id));
            }
            Reach::Department(department) => out.departments.push(department),
            Reach::Company(company) => out.companies.push(company),
        }
    }
    out.departments.sort_unstable();
    out.departments.dedup();
    Some(out)
}

/// Whether an agent or admin may handle a ticket, so that it can be given to them.
///
/// # Errors
/// When the database fails.
pub fn can_handle(conn: &mut Conn, agent: PersonId, ticket: &TicketFacts) -> Result<bool> {
    let Ok(person) = super::find(conn, agent) else { return Ok(false) };
    let disabled =
        conn.one("select disabled_at is not null from person where id = ?1", params![agent], |row| row.get::<bool>(0))?;
    if disabled || !person.role.is_staff() {
        return Ok(false);
    }
    let granted = if person.role == super::Role::Agent { granted(conn, agent)? } else { None };
    let actor = Actor::person(agent, &person.name, person.role, granted);
    // What was given to them does not count: it is asked whether it may be.
    let ticket = TicketFacts { assignee: None, ..*ticket };
    Ok(policy::allow(&actor, Action::Reply, Some(&ticket)).is_ok())
}

/// The signature under an agent's answers to a ticket: that of the closest grant, else the agent's own.
///
/// # Errors
/// When the database fails.
pub fn signature(conn: &mut Conn, agent: PersonId, ticket: crate::TicketId) -> Result<String> {
    let found = conn.find(
        "select g.signature from agent_grant g
         join ticket t on t.id = ?2
         join department d on d.id = t.department_id
         where g.person_id = ?1 and g.signature <> ''
           and (g.company_id = t.company_id
                or g.company_id is null and (g.department_id = d.id
                                             or g.department_id is null and (g.service_id = d.service_id or g.service_id is null)))
         order by g.department_id is null, g.company_id is null, g.service_id is null, g.id limit 1",
        params![agent, ticket],
        |row| row.get::<String>(0),
    )?;
    match found {
        Some(signature) => Ok(signature),
        None => Ok(super::find(conn, agent)?.signature),
    }
}

/// Gives an agent a grant.
///
/// # Errors
/// When the actor may not, the person is no agent, or what it names is unknown or was granted already.
pub fn grant(c: &mut Change, agent: PersonId, reach: Reach, signature: &str, notify_new: bool) -> Result<GrantId> {
    c.allow(Action::Configure, None)?;
    if !super::find(c.sql(), agent)?.role.is_staff() {
        return Err(Error::field("agent", "unknown"));
    }
    check_signature(signature)?;
    let known = match reach {
        Reach::Desk => true,
        Reach::Service(id) => exists(c, "select 1 from service where id = ?1", id.0)?,
        Reach::Department(id) => exists(c, "select 1 from department where id = ?1", id.0)?,
        Reach::Company(id) => exists(c, "select 1 from company where id = ?1", id.0)?,
    };
    if !known {
        return Err(Error::field("reach", "unknown"));
    }
    if grants_of(c.sql(), agent)?.iter().any(|grant| grant.reach == reach) {
        return Err(Error::field("reach", "taken"));
    }
    let (service, department, company) = reach.columns();
    let id = c.sql().insert(
        "insert into agent_grant (person_id, service_id, department_id, company_id, signature, notify_new)
         values (?1, ?2, ?3, ?4, ?5, ?6) returning id",
        params![agent, service, department, company, signature, notify_new],
    )?;
    c.record(Event::of_desk(Kind::Configured, &format!("grant:{agent}:{}", reach.code())))?;
    chat::reach_changed(c, agent)?;
    Ok(GrantId(id))
}

fn exists(c: &mut Change, sql: &str, id: i64) -> Result<bool> {
    Ok(c.sql().find(sql, params![id], |row| row.get::<i64>(0))?.is_some())
}

fn check_signature(signature: &str) -> Result<()> {
    if signature.chars().count() > limits::SIGNATURE_CHARS_MAX {
        return Err(Error::field("signature", "too_long"));
    }
    Ok(())
}

/// Changes the signature and the notification of a grant: an admin those of anybody, an agent their own.
///
/// # Errors
/// [`Error::NotFound`] when the grant is not the actor's to change.
pub fn change_grant(c: &mut Change, id: GrantId, signature: &str, notify_new: bool) -> Result<PersonId> {
    let agent = grant_owner(c.sql(), id)?;
    if c.actor().person != Some(agent) && c.allow(Action::Configure, None).is_err() {
        return Err(Error::NotFound);
    }
    check_signature(signature)?;
    c.sql().execute(
        "update agent_grant set signature = ?2, notify_new = ?3 where id = ?1",
        params![id, signature, notify_new],
    )?;
    c.record(Event::of_desk(Kind::Configured, &format!("grant:{agent}")))?;
    Ok(agent)
}

/// Takes a grant back.
///
/// # Errors
/// When the actor may not, or there is no such grant.
pub fn revoke(c: &mut Change, id: GrantId) -> Result<PersonId> {
    c.allow(Action::Configure, None)?;
    let agent = grant_owner(c.sql(), id)?;
    c.sql().execute("delete from agent_grant where id = ?1", params![id])?;
    c.record(Event::of_desk(Kind::Configured, &format!("revoked:{agent}")))?;
    chat::reach_changed(c, agent)?;
    Ok(agent)
}

/// Whose grant it is.
///
/// # Errors
/// [`Error::NotFound`] when there is no such grant.
pub fn grant_owner(conn: &mut Conn, id: GrantId) -> Result<PersonId> {
    conn.find("select person_id from agent_grant where id = ?1", params![id], |row| row.get(0))?.ok_or(Error::NotFound)
}

/// The admins who want mail.
///
/// # Errors
/// When the database fails.
pub(crate) fn admins(conn: &mut Conn) -> Result<Vec<PersonId>> {
    Ok(conn.query(
        "select id from person where role = 'admin' and role <> 'customer' and disabled_at is null and notify_mail order by id",
        &[],
        |row| row.get(0),
    )?)
}

/// The agents who want a mail for a new ticket, or one that was moved to their department.
///
/// # Errors
/// When the database fails.
pub(crate) fn watchers(conn: &mut Conn, ticket: crate::TicketId) -> Result<Vec<PersonId>> {
    Ok(conn.query(
        "select distinct p.id from ticket t
         join department d on d.id = t.department_id
         join agent_grant g on g.notify_new
           and (g.company_id = t.company_id
                or g.company_id is null and (g.department_id = d.id
                                             or g.department_id is null and (g.service_id = d.service_id or g.service_id is null)))
         join person p on p.id = g.person_id and p.disabled_at is null and p.role <> 'customer'
         where t.id = ?1 order by p.id",
        params![ticket],
        |row| row.get(0),
    )?)
}
