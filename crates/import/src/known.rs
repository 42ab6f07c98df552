//! What the desk is made of, and what other systems call the same.

use desk::people;
use desk::routing::{Service, TicketType};
use desk::tickets::{Category, Goal, Priority};
use desk::{DepartmentId, PersonId, Time, TypeId};
use jiff::tz::TimeZone;

/// What the desk is made of, for understanding names.
pub(crate) struct Known {
    pub services: Vec<Service>,
    pub types: Vec<TicketType>,
    /// Agents by address and name, folded.
    pub agents: Vec<(PersonId, String, String)>,
    pub zone: TimeZone,
    pub now: Time,
}

impl Known {
    pub(crate) fn load(conn: &mut store::Conn, now: Time) -> desk::Result<Self> {
        let zone = desk::settings::get(conn, desk::settings::Setting::TimeZone)?;
        let agents = people::agents(conn)?;
        Ok(Self {
            services: desk::routing::services(conn)?,
            types: desk::routing::types(conn)?,
            agents: agents.into_iter().map(|agent| (agent.id, fold(&agent.address), fold(&agent.name))).collect(),
            zone: TimeZone::get(&zone).unwrap_or(TimeZone::UTC),
            now,
        })
    }

    pub(crate) fn department(&self, name: &str) -> Option<DepartmentId> {
        let wanted = fold(name);
        self.services.iter().flat_map(|service| &service.departments).find(|d| fold(&d.name) == wanted).map(|d| d.id)
    }

    pub(crate) fn kind(&self, name: &str) -> Option<&TicketType> {
        let wanted = fold(name);
        let enabled = self.types.iter().filter(|kind| kind.enabled);
        enabled.into_iter().find(|kind| fold(&kind.name) == wanted || kind.builtin == wanted)
    }

    pub(crate) fn agent(&self, text: &str) -> Option<PersonId> {
        let wanted = fold(text);
        self.agents.iter().find(|(_, address, name)| *address == wanted || *name == wanted).map(|(id, ..)| *id)
    }
}

pub(crate) fn fold(text: &str) -> String {
    store::search::folded(text.trim())
}

/// A status by the name that the type gives it, or by what other systems call the same.
pub(crate) fn status(known: &Known, kind: Option<TypeId>, text: &str) -> Option<Goal> {
    let wanted = fold(text);
    let kind = kind.and_then(|id| known.types.iter().find(|kind| kind.id == id)).or_else(|| known.types.first());
    let named = kind.and_then(|kind| kind.statuses.iter().find(|status| fold(&status.name) == wanted));
    if let Some(status) = named {
        return Some(Goal::Status(status.id));
    }
    let category = match wanted.as_str() {
        "new" | "open" | "opened" | "reopened" | "active" | "todo" | "in progress" | "nouveau" | "ouvert"
        | "en cours" => Category::Open,
        "waiting_agent" | "waiting on agent" | "customer replied" | "en attente d'un agent" => Category::WaitingAgent,
        "waiting_customer"
        | "pending"
        | "hold"
        | "on hold"
        | "waiting"
        | "waiting on customer"
        | "snoozed"
        | "stalled"
        | "pending reminder"
        | "en attente"
        | "en attente du client" => Category::WaitingCustomer,
        "closed" | "solved" | "resolved" | "done" | "completed" | "deleted" | "archived" | "rejected" | "merged"
        | "clos" | "ferme" | "resolu" | "termine" => Category::Closed,
        _ => return None,
    };
    Some(category.into())
}

pub(crate) fn priority(text: &str) -> Option<Priority> {
    match fold(text).as_str() {
        "low" | "lowest" | "basse" | "faible" | "1" | "1 low" => Some(Priority::Low),
        "normal" | "medium" | "moyenne" | "normale" | "2" | "2 normal" => Some(Priority::Normal),
        "high" | "haute" | "elevee" | "important" | "3" | "3 high" => Some(Priority::High),
        "urgent" | "critical" | "highest" | "emergency" | "urgente" | "critique" | "4" => Some(Priority::Urgent),
        _ => None,
    }
}
