//! Where tickets go: services, their departments, and the addresses that open tickets.

use store::{Conn, params};

use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::policy::Action;
use crate::{DepartmentId, ServiceId, people};

/// A service with its departments, in the order of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// The row.
    pub id: ServiceId,
    /// Its name.
    pub name: String,
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
}

/// An address of the desk and where its mail goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskAddress {
    /// Lower case.
    pub address: String,
    /// The sender's name on answers.
    pub name: String,
    /// The department of its tickets.
    pub department: DepartmentId,
}

/// All services with their departments.
///
/// # Errors
/// When the database fails.
pub fn services(conn: &mut Conn) -> Result<Vec<Service>> {
    let mut services = conn.query("select id, name from service order by position, id", &[], |row| {
        Ok(Service { id: row.get(0)?, name: row.get(1)?, departments: Vec::new() })
    })?;
    let departments = conn.query("select service_id, id, name from department order by position, id", &[], |row| {
        Ok((row.get::<ServiceId>(0)?, Department { id: row.get(1)?, name: row.get(2)? }))
    })?;
    for (service, department) in departments {
        if let Some(service) = services.iter_mut().find(|s| s.id == service) {
            service.departments.push(department);
        }
    }
    Ok(services)
}

/// All addresses that open tickets, the oldest (main) first.
///
/// # Errors
/// When the database fails.
pub fn addresses(conn: &mut Conn) -> Result<Vec<DeskAddress>> {
    Ok(conn.query("select address, name, department_id from desk_address order by id", &[], |row| {
        Ok(DeskAddress { address: row.get(0)?, name: row.get(1)?, department: row.get(2)? })
    })?)
}

/// The desk's address that `recipient` means: itself, or with a `+detail` after the local part.
/// Returns the address and the detail.
///
/// # Errors
/// When the database fails.
pub fn resolve_address(conn: &mut Conn, recipient: &str) -> Result<Option<(DeskAddress, Option<String>)>> {
    let recipient = people::normalise_address(recipient);
    let find = |conn: &mut Conn, address: &str| {
        conn.find("select address, name, department_id from desk_address where address = ?1", params![address], |row| {
            Ok(DeskAddress { address: row.get(0)?, name: row.get(1)?, department: row.get(2)? })
        })
    };
    if let Some(found) = find(conn, &recipient)? {
        return Ok(Some((found, None)));
    }
    let Some((local, host)) = recipient.rsplit_once('@') else { return Ok(None) };
    let Some((base, detail)) = local.split_once('+') else { return Ok(None) };
    Ok(find(conn, &format!("{base}@{host}"))?.map(|found| (found, Some(detail.to_owned()))))
}

/// Creates a service.
///
/// # Errors
/// When the name is missing or the actor may not.
pub fn add_service(c: &mut Change, name: &str) -> Result<ServiceId> {
    c.allow(Action::Configure, None)?;
    let name = required_name(name, "service")?;
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
/// When the name is missing or the actor may not.
pub fn add_department(c: &mut Change, service: ServiceId, name: &str) -> Result<DepartmentId> {
    c.allow(Action::Configure, None)?;
    let name = required_name(name, "department")?;
    let now = c.now();
    let id = c.sql().insert(
        "insert into department (service_id, name, position, created_at)
         values (?1, ?2, (select count(*) from department where service_id = ?1), ?3) returning id",
        params![service, &name, now],
    )?;
    c.record(Event::of_desk(Kind::Configured, &format!("department:{name}")))?;
    Ok(DepartmentId(id))
}

/// Makes an address open tickets in a department.
///
/// # Errors
/// When it cannot be an address or is taken, or the actor may not.
pub fn add_address(c: &mut Change, address: &str, name: &str, department: DepartmentId) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let address = people::normalise_address(address);
    if !people::is_valid_address(&address) || address.split('@').next().is_some_and(|local| local.contains('+')) {
        return Err(Error::field("address", "bad_address"));
    }
    if resolve_address(c.sql(), &address)?.is_some() {
        return Err(Error::field("address", "taken"));
    }
    c.sql().execute(
        "insert into desk_address (address, name, department_id) values (?1, ?2, ?3)",
        params![&address, name.trim(), department],
    )?;
    c.record(Event::of_desk(Kind::Configured, &format!("address:{address}")))?;
    Ok(())
}

fn required_name(name: &str, field: &'static str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::field(field, "required"));
    }
    if name.chars().count() > crate::limits::NAME_CHARS_MAX {
        return Err(Error::field(field, "too_long"));
    }
    Ok(name.to_owned())
}
