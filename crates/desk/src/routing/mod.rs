//! Where tickets go: services, their departments, the types of tickets, and the addresses that open them.

mod addresses;
mod statuses;
mod types;

pub use addresses::{
    AddressTest, DeskAddress, Hop, Naming, Standing, add_address, addresses, come_back, first_address, mark_received,
    name_address, resolve_address, send_test, send_tests,
};
pub use statuses::{NewStatus, add_status, delete_status, make_default, move_tickets, save_statuses, tickets_in};
pub use types::{Family, ICONS, TicketType, add_type, change_type, set_enabled, types};

use store::{Conn, params};

use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::one_line::one_line;
use crate::policy::Action;
use crate::{DepartmentId, ServiceId, positions};

/// A service with its departments, in the order of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// The row.
    pub id: ServiceId,
    /// Its name.
    pub name: String,
    /// Takes no new tickets.
    pub archived: bool,
    /// Its departments.
    pub departments: Vec<Department>,
}

/// A department: where tickets are routed, and the team they are given to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    /// The row.
    pub id: DepartmentId,
    /// Its name.
    pub name: String,
    /// Takes no new tickets.
    pub archived: bool,
}

/// The services and departments where tickets can go: what is archived is left out, and so is a service
/// without any department.
///
/// # Errors
/// When the database fails.
pub fn services(conn: &mut Conn) -> Result<Vec<Service>> {
    let mut services = all_services(conn)?;
    for service in &mut services {
        service.departments.retain(|department| !department.archived);
    }
    services.retain(|service| !service.archived && !service.departments.is_empty());
    Ok(services)
}

/// All services with their departments, archived ones too.
///
/// # Errors
/// When the database fails.
pub fn all_services(conn: &mut Conn) -> Result<Vec<Service>> {
    let mut services =
        conn.query("select id, name, archived_at is not null from service order by position, id", &[], |row| {
            Ok(Service { id: row.get(0)?, name: row.get(1)?, archived: row.get(2)?, departments: Vec::new() })
        })?;
    let departments = conn.query(
        "select service_id, id, name, archived_at is not null from department order by position, id",
        &[],
        |row| Ok((row.get::<ServiceId>(0)?, Department { id: row.get(1)?, name: row.get(2)?, archived: row.get(3)? })),
    )?;
    for (service, department) in departments {
        if let Some(service) = services.iter_mut().find(|s| s.id == service) {
            service.departments.push(department);
        }
    }
    Ok(services)
}

/// Creates a service.
///
/// # Errors
/// When the name is missing or taken, or the actor may not.
pub fn add_service(c: &mut Change, name: &str) -> Result<ServiceId> {
    c.allow(Action::Configure, None)?;
    let name = required_name(name, "service")?;
    refuse_taken(c, "service", "true", 0, &name)?;
    let now = c.now();
    let id = c.sql().insert(
        "insert into service (name, position, created_at)
         values (?1, (select count(*) from service), ?2) returning id",
        params![&name, now],
    )?;
    c.record(Event::of_desk(Kind::Configured, &format!("service:{name}")))?;
    Ok(ServiceId(id))
}

/// Creates a department of a service.
///
/// # Errors
/// When the name is missing or taken in the service, there is no such service, or the actor may not.
pub fn add_department(c: &mut Change, service: ServiceId, name: &str) -> Result<DepartmentId> {
    c.allow(Action::Configure, None)?;
    let name = required_name(name, "department")?;
    if c.sql().find("select 1 from service where id = ?1", params![service], |row| row.get::<i64>(0))?.is_none() {
        return Err(Error::NotFound);
    }
    refuse_taken(c, "department", &format!("service_id = {service}"), 0, &name)?;
    let now = c.now();
    let id = c.sql().insert(
        "insert into department (service_id, name, position, created_at)
         values (?1, ?2, (select count(*) from department where service_id = ?1), ?3) returning id",
        params![service, &name, now],
    )?;
    c.record(Event::of_desk(Kind::Configured, &format!("department:{name}")))?;
    Ok(DepartmentId(id))
}

/// What can be done to a service or department besides naming it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rearrange {
    /// One place up among its like.
    Up,
    /// One place down.
    Down,
    /// No new tickets; those it has stay.
    Archive,
    /// New tickets again.
    Restore,
}

impl Rearrange {
    /// Reads `up`, `down`, `archive`, `restore`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "up" => Self::Up,
            "down" => Self::Down,
            "archive" => Self::Archive,
            "restore" => Self::Restore,
            _ => return None,
        })
    }
}

/// Gives a service another name.
///
/// # Errors
/// When the name is missing or taken, the actor may not, or there is no such service.
pub fn rename_service(c: &mut Change, id: ServiceId, name: &str) -> Result<()> {
    rename(c, "service", "true", id.0, name)
}

/// Gives a department another name.
///
/// # Errors
/// When the name is missing or taken, the actor may not, or there is no such department.
pub fn rename_department(c: &mut Change, id: DepartmentId, name: &str) -> Result<()> {
    let siblings = format!("service_id = (select service_id from department where id = {id})");
    rename(c, "department", &siblings, id.0, name)
}

fn rename(c: &mut Change, table: &'static str, siblings: &str, id: i64, name: &str) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let name = required_name(name, table)?;
    refuse_taken(c, table, siblings, id, &name)?;
    let done = c.sql().execute(&format!("update {table} set name = ?2 where id = ?1"), params![id, &name])?;
    if done == 0 {
        return Err(Error::NotFound);
    }
    c.record(Event::of_desk(Kind::Configured, &format!("{table}:{name}")))?;
    Ok(())
}

/// Moves, archives or restores a service.
///
/// # Errors
/// When the actor may not, or there is no such service.
pub fn rearrange_service(c: &mut Change, id: ServiceId, how: Rearrange) -> Result<()> {
    let order = c.sql().query("select id from service order by position, id", &[], |row| row.get(0))?;
    rearrange(c, "service", id.0, how, order)
}

/// Moves, archives or restores a department among those of its service.
///
/// # Errors
/// When the actor may not, or there is no such department.
pub fn rearrange_department(c: &mut Change, id: DepartmentId, how: Rearrange) -> Result<()> {
    let order = c.sql().query(
        "select id from department where service_id = (select service_id from department where id = ?1)
         order by position, id",
        params![id],
        |row| row.get(0),
    )?;
    rearrange(c, "department", id.0, how, order)
}

fn rearrange(c: &mut Change, table: &str, id: i64, how: Rearrange, order: Vec<i64>) -> Result<()> {
    c.allow(Action::Configure, None)?;
    if !order.contains(&id) {
        return Err(Error::NotFound);
    }
    match how {
        Rearrange::Archive | Rearrange::Restore => {
            let archived_at = (how == Rearrange::Archive).then_some(c.now());
            let sql = format!("update {table} set archived_at = ?2 where id = ?1");
            c.sql().execute(&sql, params![id, archived_at])?;
        }
        Rearrange::Up | Rearrange::Down => {
            if !positions::move_one(c, table, order, id, how == Rearrange::Up)? {
                return Ok(());
            }
        }
    }
    c.record(Event::of_desk(Kind::Configured, &format!("{table}_arranged:{id}")))?;
    Ok(())
}

/// How many tickets of a department are not settled: what an admin should know before archiving it.
///
/// # Errors
/// When the database fails.
pub fn unsettled(conn: &mut Conn) -> Result<Vec<(DepartmentId, i64)>> {
    Ok(conn.query(
        "select d.id, (select count(*) from (select 1 from ticket t where t.category <> 'closed' and t.place = ''
                                             and t.department_id = d.id limit 1000) v) from department d",
        &[],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

fn required_name(name: &str, field: &'static str) -> Result<String> {
    let name = one_line(name);
    if name.is_empty() {
        return Err(Error::field(field, "required"));
    }
    if name.chars().count() > crate::limits::NAME_CHARS_MAX {
        return Err(Error::field(field, "too_long"));
    }
    Ok(name)
}

/// Two of the same name in one menu could not be told apart.
fn refuse_taken(c: &mut Change, table: &'static str, siblings: &str, id: i64, name: &str) -> Result<()> {
    let sql = format!("select 1 from {table} where lower(name) = lower(?2) and id <> ?1 and {siblings}");
    match c.sql().find(&sql, params![id, name], |row| row.get::<i64>(0))? {
        Some(_) => Err(Error::field(table, "taken")),
        None => Ok(()),
    }
}
