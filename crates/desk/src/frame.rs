//! What stands around every agent page: the menu with its live counts.

use std::collections::HashMap;

use store::{Conn, params};

use crate::actor::{Actor, Granted, Scope};
use crate::chat::{self, Contact, Standing};
use crate::community::{self, Community};
use crate::error::Result;
use crate::guides::HelpCentre;
use crate::integrations;
use crate::members;
use crate::people::{self, Person, Role};
use crate::policy;
use crate::projects::{self, Project};
use crate::routing::{self, Service, TicketType};
use crate::settings::{self, Setting};
use crate::tickets::{StandardView, View};
use crate::views::{self, Count, SavedView};
use crate::{CompanyId, DepartmentId, EventId, PersonId, PlanId, TypeId, WebhookId, limits};

/// The menu of an agent.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The organisation's name.
    pub organisation: String,
    /// The desk's language.
    pub language: String,
    /// The desk's time zone.
    pub time_zone: String,
    /// How the help centre is set up.
    pub help_centre: HelpCentre,
    /// How the community is set up.
    pub community: Community,
    /// Posts that wait for a moderator.
    pub moderation: i64,
    /// Services and departments where tickets can go.
    pub services: Vec<Service>,
    /// Those of them whose tickets the reader may see.
    pub menu: Vec<Service>,
    /// The types of tickets, those that are not in use too.
    pub types: Vec<TicketType>,
    /// Agents and admins.
    pub agents: Vec<Person>,
    reach: HashMap<PersonId, Option<Granted>>,
    /// The default views that the desk keeps in its menu.
    pub standard: Vec<StandardView>,
    /// The views that agents made, as far as the reader has them, with how many tickets they count.
    pub saved: Vec<(SavedView, Count)>,
    /// Tickets of each default view; above [`limits::COUNT_SHOWN_MAX`] it stops counting.
    pub views: Vec<(StandardView, i64)>,
    /// Open tickets of each department.
    pub departments: HashMap<DepartmentId, i64>,
    /// Open tickets of each type, where there are several.
    pub kinds: HashMap<TypeId, i64>,
    /// The open projects.
    pub projects: Vec<Project>,
    /// Webhooks that rules can tell, by name.
    pub webhooks: Vec<(WebhookId, String)>,
    /// The plans of customers, the default one first.
    pub plans: Vec<(PlanId, String)>,
    /// Texts that members suggested for guides and nobody has read.
    pub suggested: i64,
    /// How the reader stands to chat requests; nothing for who answers in no portal.
    pub chat: Option<(Standing, Vec<Contact>)>,
    /// Requests that wait for the reader.
    pub chats: i64,
    /// The reader's answers that leave later.
    pub scheduled: i64,
    /// Those of them that did not leave at their time.
    pub kept: i64,
    /// The newest event, for live updates.
    pub newest_event: EventId,
}

impl Frame {
    pub(crate) fn load(conn: &mut Conn, actor: &Actor) -> Result<Self> {
        // First, so that whatever changes while the rest is read comes as a live update.
        let (newest_event, scheduled, kept) = conn.one(
            "select coalesce((select max(id) from event), 0), count(*), count(case when kept <> '' then 1 end)
             from scheduled_reply where person_id = ?1",
            params![actor.person.filter(|_| actor.is_staff())],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        let services = routing::services(conn)?;
        let types = routing::types(conn)?;
        let several = types.iter().filter(|kind| kind.enabled).count() > 1;
        Ok(Self {
            newest_event,
            scheduled,
            kept,
            help_centre: HelpCentre::load(conn)?,
            community: Community::load(conn)?,
            moderation: if actor.is_staff() { community::badges(conn)? } else { 0 },
            organisation: settings::get(conn, Setting::Organisation)?,
            language: settings::get(conn, Setting::Language)?,
            time_zone: settings::get(conn, Setting::TimeZone)?,
            menu: reachable(actor, &services),
            services,
            standard: views::default_views(conn)?,
            saved: saved_views(conn, actor)?,
            kinds: if several { open_by(conn, actor, "ticket_type", "type_id")? } else { HashMap::new() },
            webhooks: if actor.is_staff() { integrations::names(conn)? } else { Vec::new() },
            projects: if actor.is_staff() { projects::open_projects(conn)? } else { Vec::new() },
            chats: if actor.is_staff() { chat::waiting(conn, actor)? } else { 0 },
            chat: own_standing(conn, actor)?,
            suggested: if actor.is_staff() { suggested(conn)? } else { 0 },
            plans: if actor.is_staff() { members::names(conn)? } else { Vec::new() },
            types,
            reach: if actor.is_staff() { people::all_granted(conn)? } else { HashMap::new() },
            agents: if actor.is_staff() { people::agents(conn)? } else { Vec::new() },
            views: view_counts(conn, actor)?,
            departments: open_by(conn, actor, "department", "department_id")?,
        })
    }

    /// The agents who may handle a ticket of a department and company.
    pub fn able(&self, department: DepartmentId, company: Option<CompanyId>) -> impl Iterator<Item = &Person> {
        self.agents.iter().filter(move |agent| {
            agent.role == Role::Admin
                || match self.reach.get(&agent.id) {
                    Some(None) => true,
                    Some(Some(granted)) => {
                        granted.departments.contains(&department)
                            || company.is_some_and(|company| granted.companies.contains(&company))
                    }
                    None => false,
                }
        })
    }

    /// A type of tickets.
    #[must_use]
    pub fn kind(&self, id: TypeId) -> Option<&TicketType> {
        self.types.iter().find(|kind| kind.id == id)
    }

    /// Tickets of a default view.
    #[must_use]
    pub fn count(&self, view: StandardView) -> i64 {
        self.views.iter().find(|(v, _)| *v == view).map_or(0, |(_, count)| *count)
    }
}

fn own_standing(conn: &mut Conn, actor: &Actor) -> Result<Option<(Standing, Vec<Contact>)>> {
    let Some(person) = actor.person.filter(|_| actor.is_staff()) else { return Ok(None) };
    if !chat::has_portals(conn, actor)? {
        return Ok(None);
    }
    match chat::standing(conn, person)? {
        Some(standing) => Ok(Some((standing, chat::contacts(conn, person)?))),
        None => Ok(None),
    }
}

fn suggested(conn: &mut Conn) -> Result<i64> {
    let sql = "select count(*) from (select 1 from guide_edit where state = 'suggested' limit ?1) waiting";
    Ok(conn.one(sql, params![limits::COUNT_SHOWN_MAX + 1], |row| row.get(0))?)
}

fn reachable(actor: &Actor, services: &[Service]) -> Vec<Service> {
    let Scope::Granted(granted) = &actor.scope else { return services.to_vec() };
    let mut out = services.to_vec();
    for service in &mut out {
        service.departments.retain(|department| granted.departments.contains(&department.id));
    }
    out.retain(|service| !service.departments.is_empty());
    out
}

/// Counts stop at the bound, so that a desk with a million tickets counts as fast as a small one.
fn view_counts(conn: &mut Conn, actor: &Actor) -> Result<Vec<(StandardView, i64)>> {
    if !actor.is_staff() {
        return Ok(Vec::new());
    }
    let policy = policy::ticket_condition(actor);
    let bound = limits::COUNT_SHOWN_MAX + 1;
    let counted: Vec<StandardView> =
        StandardView::ALL.iter().copied().filter(|view| view.is_work() || *view == StandardView::Spam).collect();
    let columns: Vec<String> = counted
        .iter()
        .map(|view| {
            let condition = View::Standard(*view).condition(actor.person);
            format!("(select count(*) from (select 1 from ticket t where {condition} and {policy} limit {bound}) v)")
        })
        .collect();
    let counts = conn.one(&format!("select {}", columns.join(", ")), &[], |row| {
        (0..columns.len()).map(|at| row.get::<i64>(at)).collect::<store::Result<Vec<_>>>()
    })?;
    Ok(counted.into_iter().zip(counts).collect())
}

fn saved_views(conn: &mut Conn, actor: &Actor) -> Result<Vec<(SavedView, Count)>> {
    if !actor.is_staff() {
        return Ok(Vec::new());
    }
    let mut out = Vec::new();
    for view in views::views(conn, actor)? {
        let count = views::count(conn, actor, &view)?;
        out.push((view, count));
    }
    Ok(out)
}

/// Open tickets of each row of `table`, by the column that points there.
fn open_by<T>(conn: &mut Conn, actor: &Actor, table: &str, column: &str) -> Result<HashMap<T, i64>>
where
    T: store::Column + Eq + std::hash::Hash,
{
    if !actor.is_staff() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "select d.id, (select count(*) from (select 1 from ticket t
                       where t.category <> 'closed' and t.place = '' and t.{column} = d.id and {} limit ?1) v)
         from {table} d",
        policy::ticket_condition(actor)
    );
    Ok(conn
        .query(&sql, params![limits::COUNT_SHOWN_MAX + 1], |row| Ok((row.get(0)?, row.get(1)?)))?
        .into_iter()
        .collect())
}
