//! Making, changing and switching portals: for admins.

use store::params;

use super::names::{RESERVED, host_name};
use super::{Portal, find};
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::one_line::one_line;
use crate::policy::Action;
use crate::{CompanyId, DepartmentId, FieldError, PortalId, limits};

/// A portal as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PortalForm {
    /// Whose it is; counts for a new one only.
    pub company: Option<CompanyId>,
    /// Its part of the address.
    pub subdomain: String,
    /// A domain of the company's own, or empty.
    pub domain: String,
    /// Whether requests can be sent.
    pub active: bool,
    /// What it is called; the company's name when empty.
    pub name: String,
    /// Hue in degrees.
    pub hue: i64,
    /// Chroma in thousandths.
    pub chroma: i64,
    /// `en`, `fr` or empty.
    pub language: String,
    /// A few words above everything.
    pub welcome: String,
    /// Whether it shows the guides.
    pub guides: bool,
    /// Whether it shows the community.
    pub community: bool,
    /// Sites that may show it, a line each.
    pub sites: String,
    /// Where what is asked goes.
    pub department: Option<DepartmentId>,
}

/// What is fine to write.
struct Checked {
    subdomain: String,
    domain: String,
    name: String,
    welcome: String,
    sites: String,
    language: &'static str,
    department: DepartmentId,
}

/// Makes the portal of a company.
///
/// # Errors
/// When a field cannot be used, the company has a portal already, or the actor may not.
pub fn add_portal(c: &mut Change, form: &PortalForm) -> Result<PortalId> {
    c.allow(Action::Configure, None)?;
    let mut errors = Vec::new();
    let company = match form.company {
        None => Err("required"),
        Some(id) => {
            let found = c.sql().find(
                "select k.name, exists (select 1 from portal o where o.company_id = k.id) from company k where k.id = ?1",
                params![id],
                |row| Ok((row.get::<String>(0)?, row.get::<bool>(1)?)),
            )?;
            match found {
                None => Err("unknown"),
                Some((_, true)) => Err("has_portal"),
                Some((name, false)) => Ok((id, name)),
            }
        }
    };
    if let Err(problem) = company {
        errors.push(FieldError { field: "company", problem });
    }
    let fallback = company.as_ref().map(|(_, name)| name.clone()).unwrap_or_default();
    let checked = checked(c, None, form, &fallback, errors)?;
    let (company, _) = company.map_err(|problem| Error::field("company", problem))?;
    let (secret, now) = (c.token(limits::PORTAL_SECRET_BYTES), c.now());
    let id = PortalId(c.sql().insert(
        "insert into portal (company_id, subdomain, domain, active, name, hue, chroma, language, welcome, guides,
                             community, sites, department_id, secret, created_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) returning id",
        params![
            company,
            &checked.subdomain,
            &checked.domain,
            form.active,
            &checked.name,
            form.hue,
            form.chroma,
            checked.language,
            &checked.welcome,
            form.guides,
            form.community,
            &checked.sites,
            checked.department,
            &secret,
            now,
        ],
    )?);
    c.record(Event::of_desk(Kind::Configured, &format!("portal:{}", checked.subdomain)))?;
    Ok(id)
}

/// Changes a portal; its company stays.
///
/// # Errors
/// As [`add_portal`]; [`Error::NotFound`] when it does not exist.
pub fn change_portal(c: &mut Change, id: PortalId, form: &PortalForm) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let portal = find(c.sql(), id)?;
    let checked = checked(c, Some(id), form, &portal.company.1, Vec::new())?;
    c.sql().execute(
        "update portal set subdomain = ?2, domain = ?3, active = ?4, name = ?5, hue = ?6, chroma = ?7, language = ?8,
                           welcome = ?9, guides = ?10, community = ?11, sites = ?12, department_id = ?13
         where id = ?1",
        params![
            id,
            &checked.subdomain,
            &checked.domain,
            form.active,
            &checked.name,
            form.hue,
            form.chroma,
            checked.language,
            &checked.welcome,
            form.guides,
            form.community,
            &checked.sites,
            checked.department,
        ],
    )?;
    told(c, id, &format!("portal:{}", checked.subdomain))
}

/// Switches a portal on or off. Visitors see it at once.
///
/// # Errors
/// [`Error::NotFound`] when it does not exist, or the policy's.
pub fn switch_portal(c: &mut Change, id: PortalId, active: bool) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let portal = find(c.sql(), id)?;
    c.sql().execute("update portal set active = ?2 where id = ?1", params![id, active])?;
    told(c, id, &format!("portal_{}:{}", if active { "on" } else { "off" }, portal.subdomain))
}

/// Gives a portal its logo, or takes it away.
///
/// # Errors
/// When it is no picture that browsers show, too large, or the actor may not.
pub fn set_logo(c: &mut Change, id: PortalId, picture: Option<&[u8]>) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let portal = find(c.sql(), id)?;
    let (name, kind) = match picture {
        None => (String::new(), ""),
        Some(content) => {
            let kind = infer::get(content).map_or("", |kind| kind.mime_type());
            if !matches!(kind, "image/png" | "image/jpeg" | "image/gif" | "image/webp") {
                return Err(Error::field("logo", "no_picture"));
            }
            if content.len() > limits::LOGO_BYTES_MAX {
                return Err(Error::field("logo", "too_large"));
            }
            (c.keep_file(content)?, kind)
        }
    };
    c.sql().execute("update portal set logo_sha256 = ?2, logo_type = ?3 where id = ?1", params![id, &name, kind])?;
    if let Some((old, _)) = portal.logo.filter(|(old, _)| *old != name) {
        c.forget_file(&old)?;
    }
    told(c, id, &format!("portal:{}", portal.subdomain))
}

/// Gives a portal another secret: what was signed with the old one counts no more.
///
/// # Errors
/// [`Error::NotFound`] when it does not exist, or the policy's.
pub fn new_secret(c: &mut Change, id: PortalId) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let (portal, secret) = (find(c.sql(), id)?, c.token(limits::PORTAL_SECRET_BYTES));
    c.sql().execute("update portal set secret = ?2 where id = ?1", params![id, &secret])?;
    told(c, id, &format!("portal_secret:{}", portal.subdomain))
}

/// Deletes a portal that nobody has chatted in; one with chats is switched off instead.
///
/// # Errors
/// With the field `portal` and `in_use` when there were chats; and the policy's.
pub fn delete_portal(c: &mut Change, id: PortalId) -> Result<Portal> {
    c.allow(Action::Configure, None)?;
    let portal = find(c.sql(), id)?;
    let used = c
        .sql()
        .one("select exists (select 1 from chat where portal_id = ?1)", params![id], |row| row.get::<bool>(0))?;
    if used {
        return Err(Error::field("portal", "in_use"));
    }
    c.sql().execute("delete from portal where id = ?1", params![id])?;
    if let Some((logo, _)) = &portal.logo {
        c.forget_file(logo)?;
    }
    told(c, id, &format!("portal_deleted:{}", portal.subdomain))?;
    Ok(portal)
}

/// Whoever looks at it sees the change.
fn told(c: &mut Change, id: PortalId, what: &str) -> Result<()> {
    c.record(Event::of_desk(Kind::Configured, what))?;
    c.announce_topic(format!("portal:{id}"));
    Ok(())
}

fn checked(
    c: &mut Change,
    id: Option<PortalId>,
    form: &PortalForm,
    company: &str,
    mut errors: Vec<FieldError>,
) -> Result<Checked> {
    let mut wrong = |field, problem| errors.push(FieldError { field, problem });
    let subdomain = host_name(&form.subdomain).filter(|name| !name.contains('.'));
    let taken = |c: &mut Change, column: &str, value: &str| -> Result<bool> {
        let sql = format!("select id from portal where {column} = ?1");
        let of = c.sql().find(&sql, params![value], |row| row.get::<PortalId>(0))?;
        Ok(of.is_some_and(|of| Some(of) != id))
    };
    match &subdomain {
        _ if form.subdomain.trim().is_empty() => wrong("subdomain", "required"),
        None => wrong("subdomain", "bad_name"),
        Some(name) if RESERVED.contains(&name.as_str()) => wrong("subdomain", "reserved"),
        Some(name) if taken(c, "subdomain", name)? => wrong("subdomain", "taken"),
        Some(_) => {}
    }
    let domain = match form.domain.trim() {
        "" => Some(String::new()),
        domain => host_name(domain).filter(|domain| domain.contains('.')),
    };
    match &domain {
        None => wrong("domain", "bad_domain"),
        Some(domain) if !domain.is_empty() && taken(c, "domain", domain)? => wrong("domain", "taken"),
        Some(_) => {}
    }
    let name = match one_line(&form.name) {
        name if name.is_empty() => company.to_owned(),
        name => name,
    };
    if name.chars().count() > limits::NAME_CHARS_MAX {
        wrong("name", "too_long");
    }
    let welcome = markup::clean::lines(&form.welcome).trim().to_owned();
    if welcome.chars().count() > limits::PORTAL_WELCOME_CHARS_MAX {
        wrong("welcome", "too_long");
    }
    if form.sites.chars().count() > limits::SITES_CHARS_MAX {
        wrong("sites", "too_long");
    }
    if !(0..360).contains(&form.hue) || !(0..=limits::CHROMA_MAX).contains(&form.chroma) {
        wrong("hue", "number");
    }
    let department = match form.department {
        None => None,
        Some(id) => {
            let sql = "select 1 from department where id = ?1 and archived_at is null";
            c.sql().find(sql, params![id], |row| row.get::<i64>(0))?.map(|_| id)
        }
    };
    if department.is_none() {
        wrong("department", "required");
    }
    match (subdomain, domain, department) {
        (Some(subdomain), Some(domain), Some(department)) if errors.is_empty() => Ok(Checked {
            subdomain,
            domain,
            name,
            welcome,
            sites: markup::clean::lines(&form.sites).trim().to_owned(),
            language: match form.language.as_str() {
                "en" => "en",
                "fr" => "fr",
                _ => "",
            },
            department,
        }),
        _ => Err(Error::Invalid(errors)),
    }
}
