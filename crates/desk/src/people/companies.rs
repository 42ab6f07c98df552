//! Companies: whose people ask, and which domains their addresses have.

use store::{Conn, Row, params};

use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::one_line::one_line;
use crate::policy::Action;
use crate::portals::host_name;
use crate::{CompanyId, FieldError, PersonId, PortalId, limits};

/// A company as its list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// The row.
    pub id: CompanyId,
    /// Its name.
    pub name: String,
    /// The domains of its people's addresses.
    pub domains: Vec<String>,
    /// How many people belong to it.
    pub people: i64,
    /// Where they reach the desk.
    pub portal: Option<PortalId>,
    /// Agents with a grant of its own.
    pub agents: Vec<(PersonId, String)>,
}

/// A company as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CompanyForm {
    /// Its name.
    pub name: String,
    /// Its domains, with spaces, commas or line ends between.
    pub domains: String,
}

/// A page of companies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CompanyPage {
    /// In the order of their names.
    pub companies: Vec<Company>,
    /// Where the next page begins.
    pub next: Option<(String, i64)>,
}

const COLUMNS: &str = "k.id, k.name,
    (select string_agg(x.domain, ' ' order by x.domain) from company_domain x where x.company_id = k.id),
    (select count(*) from (select 1 from person p where p.company_id = k.id limit 1000) counted),
    (select o.id from portal o where o.company_id = k.id), lower(k.name)";

fn read(row: &Row) -> store::Result<(Company, String)> {
    let domains: Option<String> = row.get(2)?;
    let company = Company {
        id: row.get(0)?,
        name: row.get(1)?,
        domains: domains.unwrap_or_default().split_whitespace().map(ToOwned::to_owned).collect(),
        people: row.get(3)?,
        portal: row.get(4)?,
        agents: Vec::new(),
    };
    Ok((company, row.get(5)?))
}

/// Companies by name; those whose name holds `words`, if there are any.
///
/// # Errors
/// When the database fails.
pub fn company_page(conn: &mut Conn, words: &str, after: Option<&(String, i64)>) -> Result<CompanyPage> {
    let (name, id) = after.cloned().unwrap_or_default();
    let words = format!("%{}%", one_line(words).to_lowercase().replace(['%', '_', '\\'], " ").trim());
    let sql = format!(
        "select {COLUMNS} from company k where (lower(k.name), k.id) > (?1, ?2) and lower(k.name) like ?3
         order by lower(k.name), k.id limit {}",
        limits::COMPANY_ROWS + 1
    );
    let mut found = conn.query(&sql, params![&name, id, &words], read)?;
    let more = found.len() > limits::COMPANY_ROWS;
    found.truncate(limits::COMPANY_ROWS);
    let next = found.last().filter(|_| more).map(|(company, key)| (key.clone(), company.id.0));
    let mut companies: Vec<Company> = found.into_iter().map(|(company, _)| company).collect();
    with_agents(conn, &mut companies)?;
    Ok(CompanyPage { companies, next })
}

/// One company.
///
/// # Errors
/// [`Error::NotFound`] when it does not exist.
pub fn company(conn: &mut Conn, id: CompanyId) -> Result<Company> {
    let sql = format!("select {COLUMNS} from company k where k.id = ?1");
    let mut found: Vec<Company> = conn.find(&sql, params![id], read)?.map(|(company, _)| company).into_iter().collect();
    with_agents(conn, &mut found)?;
    found.pop().ok_or(Error::NotFound)
}

fn with_agents(conn: &mut Conn, companies: &mut [Company]) -> Result<()> {
    if companies.is_empty() {
        return Ok(());
    }
    let ids: Vec<String> = companies.iter().map(|company| company.id.to_string()).collect();
    let sql = format!(
        "select g.company_id, p.id, p.name from agent_grant g join person p on p.id = g.person_id
         where g.company_id in ({}) order by p.name, p.id",
        ids.join(", ")
    );
    let granted =
        conn.query(&sql, &[], |row| Ok((row.get::<CompanyId>(0)?, row.get::<PersonId>(1)?, row.get::<String>(2)?)))?;
    for company in companies {
        let own = granted.iter().filter(|(of, ..)| *of == company.id);
        company.agents = own.map(|(_, person, name)| (*person, name.clone())).collect();
    }
    Ok(())
}

/// Creates a company. People with an address at one of its domains belong to it.
///
/// # Errors
/// When the name is missing or too long, a domain is none or another company's, or the actor may not.
pub fn add_company(c: &mut Change, form: &CompanyForm) -> Result<CompanyId> {
    let (name, domains) = checked(c, None, form)?;
    let now = c.now();
    let id = CompanyId(
        c.sql().insert("insert into company (name, created_at) values (?1, ?2) returning id", params![&name, now])?,
    );
    keep_domains(c, id, &domains)?;
    c.record(Event::of_desk(Kind::Configured, &format!("company:{name}")))?;
    Ok(id)
}

/// Changes a company. Whoever has an address at a new domain and no company belongs to it from now on.
///
/// # Errors
/// As [`add_company`]; [`Error::NotFound`] when it does not exist.
pub fn change_company(c: &mut Change, id: CompanyId, form: &CompanyForm) -> Result<()> {
    let (name, domains) = checked(c, Some(id), form)?;
    if c.sql().execute("update company set name = ?2 where id = ?1", params![id, &name])? == 0 {
        return Err(Error::NotFound);
    }
    keep_domains(c, id, &domains)?;
    c.record(Event::of_desk(Kind::Configured, &format!("company:{name}")))?;
    Ok(())
}

/// Forgets a company that nothing belongs to.
///
/// # Errors
/// With the field `name` and `in_use` when people, tickets, a portal or grants name it; and the policy's.
pub fn delete_company(c: &mut Change, id: CompanyId) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let company = company(c.sql(), id)?;
    let used = c.sql().one(
        "select exists (select 1 from person where company_id = ?1)
             or exists (select 1 from ticket where company_id = ?1)
             or exists (select 1 from portal where company_id = ?1)
             or exists (select 1 from agent_grant where company_id = ?1)",
        params![id],
        |row| row.get::<bool>(0),
    )?;
    if used {
        return Err(Error::field("name", "in_use"));
    }
    c.sql().execute("delete from company_domain where company_id = ?1", params![id])?;
    c.sql().execute("delete from company where id = ?1", params![id])?;
    c.record(Event::of_desk(Kind::Configured, &format!("company_deleted:{}", company.name)))?;
    Ok(())
}

fn keep_domains(c: &mut Change, id: CompanyId, domains: &[String]) -> Result<()> {
    c.sql().execute("delete from company_domain where company_id = ?1", params![id])?;
    for domain in domains {
        c.sql().execute("insert into company_domain (domain, company_id) values (?1, ?2)", params![domain, id])?;
        // `%` and `_` are no letters of a domain.
        c.sql().execute(
            "update person set company_id = ?2 where company_id is null and role = 'customer' and address like '%@' || ?1",
            params![domain, id],
        )?;
    }
    Ok(())
}

fn checked(c: &mut Change, id: Option<CompanyId>, form: &CompanyForm) -> Result<(String, Vec<String>)> {
    c.allow(Action::Configure, None)?;
    let name = one_line(&form.name);
    let mut errors = Vec::new();
    let mut wrong = |field, problem| errors.push(FieldError { field, problem });
    match name.chars().count() {
        0 => wrong("name", "required"),
        count if count > limits::NAME_CHARS_MAX => wrong("name", "too_long"),
        _ => {}
    }
    let mut domains = Vec::new();
    for word in form.domains.split([' ', ',', ';', '\n', '\r', '\t']).filter(|word| !word.is_empty()) {
        let domain = word.trim_start_matches('@').trim_end_matches('.').to_lowercase();
        if host_name(&domain).is_none_or(|host| !host.contains('.')) {
            wrong("domains", "bad_domain");
            break;
        }
        // Addresses are kept as people write them, so domains are too.
        if !domains.contains(&domain) {
            domains.push(domain);
        }
    }
    if domains.len() > limits::DOMAINS_PER_COMPANY {
        wrong("domains", "too_many");
    }
    for domain in &domains {
        let of = c.sql().find("select company_id from company_domain where domain = ?1", params![domain], |row| {
            row.get::<CompanyId>(0)
        })?;
        if of.is_some_and(|of| Some(of) != id) {
            wrong("domains", "taken");
            break;
        }
    }
    if errors.is_empty() { Ok((name, domains)) } else { Err(Error::Invalid(errors)) }
}

/// The company that people with an address belong to.
pub(super) fn company_of_domain(conn: &mut Conn, address: &str) -> Result<Option<CompanyId>> {
    let domain = address.rsplit('@').next().unwrap_or_default();
    Ok(conn.find("select company_id from company_domain where domain = ?1", params![domain], |row| row.get(0))?)
}

/// The company of a name, whatever its spaces and capital letters.
///
/// # Errors
/// When the database fails.
pub fn find_company(conn: &mut Conn, name: &str) -> Result<Option<CompanyId>> {
    Ok(conn.find(
        "select id from company where lower(name) = lower(?1) order by id limit 1",
        params![&one_line(name)],
        |row| row.get(0),
    )?)
}

/// All companies by name.
///
/// # Errors
/// When the database fails.
pub fn companies(conn: &mut Conn) -> Result<Vec<(CompanyId, String)>> {
    Ok(conn.query("select id, name from company order by lower(name), id", &[], |row| Ok((row.get(0)?, row.get(1)?)))?)
}
