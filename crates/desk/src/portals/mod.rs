//! Portals: where the people of a company reach the desk, under a name and colours of their own.

mod identity;
mod manage;
mod names;
mod view;

pub use identity::{Identity, identify};
pub use manage::{PortalForm, add_portal, change_portal, delete_portal, new_secret, set_logo, switch_portal};
pub(crate) use names::host_name;
pub use names::{RESERVED, suggestions};
pub use view::{Seen, Why, availability_of, seen_by_visitors};

use store::{Conn, Row, params};

use crate::error::{Error, Result};
use crate::one_line::one_line;
use crate::{CompanyId, DepartmentId, PortalId, limits};

/// A portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portal {
    /// The row.
    pub id: PortalId,
    /// Whose it is.
    pub company: (CompanyId, String),
    /// Its part of the address, as the domain name system has it.
    pub subdomain: String,
    /// A domain of the company's own, or empty.
    pub domain: String,
    /// Whether requests can be sent.
    pub active: bool,
    /// What it is called.
    pub name: String,
    /// Hue of its accent colour, in degrees.
    pub hue: i64,
    /// Chroma of its accent colour, in thousandths.
    pub chroma: i64,
    /// `en`, `fr`, or empty: as the browser says.
    pub language: String,
    /// A few words above everything.
    pub welcome: String,
    /// Whether it shows the guides.
    pub guides: bool,
    /// Whether it shows the community.
    pub community: bool,
    /// Sites that may show it in their pages, a line each; empty for all.
    pub sites: String,
    /// Where what is asked here goes.
    pub department: DepartmentId,
    /// The host site signs with it who its visitors are.
    pub secret: String,
    /// Content and type of its logo.
    pub logo: Option<(String, String)>,
}

const COLUMNS: &str =
    "o.id, o.company_id, k.name, o.subdomain, o.domain, o.active, o.name, o.hue, o.chroma, o.language,
     o.welcome, o.guides, o.community, o.sites, o.department_id, o.secret, o.logo_sha256, o.logo_type, lower(k.name)";

fn read(row: &Row) -> store::Result<Portal> {
    let logo: (String, String) = (row.get(16)?, row.get(17)?);
    Ok(Portal {
        id: row.get(0)?,
        company: (row.get(1)?, row.get(2)?),
        subdomain: row.get(3)?,
        domain: row.get(4)?,
        active: row.get(5)?,
        name: row.get(6)?,
        hue: row.get(7)?,
        chroma: row.get(8)?,
        language: row.get(9)?,
        welcome: row.get(10)?,
        guides: row.get(11)?,
        community: row.get(12)?,
        sites: row.get(13)?,
        department: row.get(14)?,
        secret: row.get(15)?,
        logo: (!logo.0.is_empty()).then_some(logo),
    })
}

fn find_where(conn: &mut Conn, condition: &str, value: store::Value) -> Result<Portal> {
    let sql = format!("select {COLUMNS} from portal o join company k on k.id = o.company_id where {condition}");
    conn.find(&sql, &[value], read)?.ok_or(Error::NotFound)
}

/// One portal.
///
/// # Errors
/// [`Error::NotFound`] when it does not exist.
pub fn find(conn: &mut Conn, id: PortalId) -> Result<Portal> {
    find_where(conn, "o.id = ?1", id.into())
}

/// The portal of a sub-domain, however that is written.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub fn by_subdomain(conn: &mut Conn, name: &str) -> Result<Portal> {
    let name = host_name(name).ok_or(Error::NotFound)?;
    find_where(conn, "o.subdomain = ?1", (&name).into())
}

/// The portal of a domain of a company's own.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub fn by_domain(conn: &mut Conn, domain: &str) -> Result<Portal> {
    let domain = host_name(domain).ok_or(Error::NotFound)?;
    find_where(conn, "o.domain = ?1", (&domain).into())
}

/// A page of portals.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PortalPage {
    /// In the order of their companies' names.
    pub portals: Vec<Portal>,
    /// Questions of the last seven days in each, to a bound.
    pub questions: Vec<i64>,
    /// Where the next page begins.
    pub next: Option<(String, i64)>,
}

/// Portals by company; those whose company's name or address holds `words`, if there are any.
///
/// # Errors
/// When the database fails.
pub fn page(conn: &mut Conn, words: &str, after: Option<&(String, i64)>, since: crate::Time) -> Result<PortalPage> {
    let (name, id) = after.cloned().unwrap_or_default();
    let words = format!("%{}%", one_line(words).to_lowercase().replace(['%', '_', '\\'], " ").trim());
    let sql = format!(
        "select {COLUMNS}, (select count(*) from (select 1 from chat h where h.portal_id = o.id and h.requested_at > ?4
                                                  limit {bound}) counted)
         from portal o join company k on k.id = o.company_id
         where (lower(k.name), o.id) > (?1, ?2) and (lower(k.name) like ?3 or o.subdomain like ?3)
         order by lower(k.name), o.id limit {rows}",
        bound = limits::COUNT_SHOWN_MAX + 1,
        rows = limits::COMPANY_ROWS + 1
    );
    let mut found = conn.query(&sql, params![&name, id, &words, since], |row| {
        Ok((read(row)?, row.get::<String>(18)?, row.get::<i64>(19)?))
    })?;
    let more = found.len() > limits::COMPANY_ROWS;
    found.truncate(limits::COMPANY_ROWS);
    let next = found.last().filter(|_| more).map(|(portal, key, _)| (key.clone(), portal.id.0));
    let questions = found.iter().map(|(_, _, questions)| *questions).collect();
    Ok(PortalPage { portals: found.into_iter().map(|(portal, ..)| portal).collect(), questions, next })
}

/// Companies that have no portal yet.
///
/// # Errors
/// When the database fails.
pub fn companies_without(conn: &mut Conn) -> Result<Vec<(CompanyId, String)>> {
    Ok(conn.query(
        "select k.id, k.name from company k where not exists (select 1 from portal o where o.company_id = k.id)
         order by lower(k.name), k.id",
        &[],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}
