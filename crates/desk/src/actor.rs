//! Who acts, and how far that reaches.

use crate::people::Role;
use crate::{CompanyId, DepartmentId, PersonId, TicketId};

/// Whoever reads or changes the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// What kind of actor it is.
    pub kind: Kind,
    /// The person, if one acts.
    pub person: Option<PersonId>,
    /// A name for the timeline: the person's, or the rule's.
    pub name: String,
    /// Which tickets exist for this actor.
    pub scope: Scope,
}

/// The kinds of actors, as events keep them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An administrator in the browser.
    Admin,
    /// An agent in the browser.
    Agent,
    /// A customer, signed in or by the link of one ticket.
    Customer,
    /// Nobody known: the sign-in page, the public form.
    Visitor,
    /// A rule.
    Rule,
    /// The desk itself: mail intake, outbox, set-up, demo.
    System,
}

/// Which tickets exist for an actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All of them.
    All,
    /// Those that the agent's grants name, and those assigned to the agent.
    Granted(Granted),
    /// The person's own: asked or taken part in.
    Own,
    /// One, opened by its link.
    Ticket(TicketId),
    /// None.
    Nothing,
}

/// What an agent's grants add up to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Granted {
    /// Tickets of these departments.
    pub departments: Vec<DepartmentId>,
    /// Tickets of people of these companies.
    pub companies: Vec<CompanyId>,
}

impl Actor {
    /// A signed-in person; `granted` is what an agent may see, nothing for the whole desk.
    #[must_use]
    pub fn person(person: PersonId, name: &str, role: Role, granted: Option<Granted>) -> Self {
        let (kind, scope) = match (role, granted) {
            (Role::Admin, _) => (Kind::Admin, Scope::All),
            (Role::Agent, None) => (Kind::Agent, Scope::All),
            (Role::Agent, Some(granted)) => (Kind::Agent, Scope::Granted(granted)),
            (Role::Customer, _) => (Kind::Customer, Scope::Own),
        };
        Self { kind, person: Some(person), name: name.to_owned(), scope }
    }

    /// Somebody who came by their link of one ticket.
    #[must_use]
    pub fn ticket_link(person: PersonId, name: &str, ticket: TicketId) -> Self {
        Self { kind: Kind::Customer, person: Some(person), name: name.to_owned(), scope: Scope::Ticket(ticket) }
    }

    /// Somebody not signed in.
    #[must_use]
    pub fn visitor() -> Self {
        Self { kind: Kind::Visitor, person: None, name: String::new(), scope: Scope::Nothing }
    }

    /// The desk itself; `name` says which part.
    #[must_use]
    pub fn system(name: &str) -> Self {
        Self { kind: Kind::System, person: None, name: name.to_owned(), scope: Scope::All }
    }

    /// A rule, by its code.
    #[must_use]
    pub fn rule(code: &str) -> Self {
        Self { kind: Kind::Rule, person: None, name: code.to_owned(), scope: Scope::All }
    }

    /// The same agent with the whole desk in reach, for what must not stop at the border of their grants.
    #[must_use]
    pub fn everywhere(&self) -> Self {
        Self { scope: if self.is_staff() { Scope::All } else { self.scope.clone() }, ..self.clone() }
    }

    /// True for agents and admins.
    #[must_use]
    pub fn is_staff(&self) -> bool {
        matches!(self.kind, Kind::Agent | Kind::Admin)
    }
}

impl Kind {
    /// As events keep it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Admin | Self::Agent => "agent",
            Self::Customer => "customer",
            Self::Visitor => "visitor",
            Self::Rule => "rule",
            Self::System => "system",
        }
    }
}
