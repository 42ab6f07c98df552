//! Who may do what: one function for one thing, one SQL condition for lists; the same rules.

mod community;
mod guides;
mod portals;

pub use community::{LISTED, TopicFacts, allow_topic};
pub use guides::{GuideFacts, allow_guide, guide_condition};
pub use portals::{VisitorView, handles_portal, portal_condition, visitor_view};

use crate::actor::{Actor, Kind, Scope};
use crate::error::{Denied, Error, Result};
use crate::{CompanyId, DepartmentId, PersonId, TicketId, limits};

/// Everything that can be allowed or denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Read the conversation as a customer sees it.
    ReadTicket,
    /// Read notes, events, properties.
    ReadInternals,
    /// Ask: open a ticket for oneself.
    OpenTicket,
    /// Open a ticket in a customer's name.
    OpenTicketFor,
    /// Answer as a customer, in one's own ticket.
    ReplyAsCustomer,
    /// Answer as an agent.
    Reply,
    /// Add a note.
    Note,
    /// Change assignee, status, priority or tags.
    ChangeProperties,
    /// Take back an own change.
    Undo,
    /// Send a failed mail again.
    RetryMail,
    /// Read the mail ledger and release what is held.
    ManageMail,
    /// Enter the agent space.
    EnterAgentSpace,
    /// Create services, agents, addresses.
    Configure,
    /// Write and change the canned replies of a service.
    WriteCanned,
    /// Make and change projects.
    Plan,
    /// Forget what has been in the bin long enough.
    Purge,
    /// Read the community, or one topic.
    ReadCommunity,
    /// Add to a topic.
    Comment,
    /// Ask everybody.
    StartTopic,
    /// Say with one click what one thinks of a post, report it, choose what one hears.
    React,
    /// Hide, close, warn, ban: keep order among members.
    Moderate,
    /// Read the help centre, or one guide.
    ReadGuides,
    /// Write a new guide, or change one.
    WriteGuides,
    /// Show what was written to readers without asking anybody.
    PublishGuides,
    /// Decide who reads a guide, where it stands, and what becomes of suggestions.
    ManageGuides,
}

/// What the policy must know of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TicketFacts {
    /// The ticket.
    pub id: TicketId,
    /// Who asked.
    pub requester: PersonId,
    /// Where it stands.
    pub department: DepartmentId,
    /// The company it was asked from.
    pub company: Option<CompanyId>,
    /// Who has it.
    pub assignee: Option<PersonId>,
    /// True if the actor takes part besides the requester.
    pub participant: bool,
}

/// Whether `actor` may do `action`; for things about a ticket, on `ticket`.
///
/// # Errors
/// [`Error::NotFound`] when the ticket does not exist for the actor, [`Error::Denied`] otherwise.
pub fn allow(actor: &Actor, action: Action, ticket: Option<&TicketFacts>) -> Result<()> {
    if let Some(ticket) = ticket
        && !sees(actor, ticket)
    {
        return Err(Error::NotFound);
    }
    let allowed = match action {
        Action::ReadTicket => true,
        Action::OpenTicket => true,
        Action::ReplyAsCustomer => matches!(actor.kind, Kind::Customer | Kind::System),
        Action::ReadInternals
        | Action::OpenTicketFor
        | Action::Reply
        | Action::Note
        | Action::ChangeProperties
        | Action::Undo
        | Action::WriteCanned
        | Action::RetryMail => matches!(actor.kind, Kind::Agent | Kind::Admin | Kind::Rule | Kind::System),
        // Guides are asked about with `allow_guide`, which knows how the help centre is set up.
        Action::ReadGuides | Action::WriteGuides | Action::PublishGuides | Action::ManageGuides => false,
        // The community is asked about with `allow_topic`, which knows how somebody stands in it.
        Action::ReadCommunity | Action::Comment | Action::StartTopic | Action::React => false,
        Action::Moderate => actor.is_staff() || actor.kind == Kind::System,
        Action::EnterAgentSpace => actor.is_staff(),
        Action::Plan => actor.is_staff() || actor.kind == Kind::System,
        Action::Purge => actor.kind == Kind::System,
        Action::ManageMail | Action::Configure => matches!(actor.kind, Kind::Admin | Kind::System),
    };
    if allowed { Ok(()) } else { Err(Error::Denied(Denied(action))) }
}

fn sees(actor: &Actor, ticket: &TicketFacts) -> bool {
    match &actor.scope {
        Scope::All => true,
        Scope::Granted(granted) => {
            granted.departments.contains(&ticket.department)
                || ticket.company.is_some_and(|company| granted.companies.contains(&company))
                || (ticket.assignee.is_some() && ticket.assignee == actor.person)
        }
        Scope::Own => actor.person == Some(ticket.requester) || ticket.participant,
        Scope::Ticket(id) => *id == ticket.id,
        Scope::Nothing => false,
    }
}

/// The same as [`allow`] with [`Action::ReadTicket`], as SQL about a `ticket` named `t`.
#[must_use]
pub fn ticket_condition(actor: &Actor) -> String {
    let person = actor.person.map_or(0, |person| person.0);
    match &actor.scope {
        Scope::All => "true".to_owned(),
        Scope::Granted(granted) => {
            let mut ways = vec![format!("t.assignee_id = {person}")];
            ways.extend(is_one_of("t.department_id", &granted.departments));
            ways.extend(is_one_of("t.company_id", &granted.companies));
            format!("({})", ways.join(" or "))
        }
        Scope::Own => format!(
            "t.id in (select id from ticket where requester_id = {person}
                      union all select ticket_id from participant where person_id = {person})"
        ),
        Scope::Ticket(id) => format!("t.id = {id}"),
        Scope::Nothing => "false".to_owned(),
    }
}

/// [`ticket_condition`] taken apart: a ticket is seen if one of these holds, and each is one range of an index. A list
/// reads the beginning of every range instead of searching all tickets for the few that somebody sees. `None` when one
/// condition does: everything is seen, or so many ranges that they are most of the desk.
#[must_use]
pub fn ticket_ranges(actor: &Actor) -> Option<Vec<String>> {
    let Scope::Granted(granted) = &actor.scope else { return None };
    let person = actor.person.map_or(0, |person| person.0);
    let mut ranges = vec![format!("t.assignee_id = {person}")];
    ranges.extend(granted.departments.iter().map(|id| format!("t.department_id = {id}")));
    ranges.extend(granted.companies.iter().map(|id| format!("t.company_id = {id}")));
    (ranges.len() <= limits::RANGES_MAX).then_some(ranges)
}

/// Whether the actor works for a service, as SQL: `column` is the service's id.
#[must_use]
pub fn service_condition(actor: &Actor, column: &str) -> String {
    match &actor.scope {
        Scope::All => "true".to_owned(),
        Scope::Granted(granted) => is_one_of("x.id", &granted.departments).map_or_else(
            || "false".to_owned(),
            |departments| format!("{column} in (select x.service_id from department x where {departments})"),
        ),
        Scope::Own | Scope::Ticket(_) | Scope::Nothing => "false".to_owned(),
    }
}

fn is_one_of<T: std::fmt::Display>(column: &str, ids: &[T]) -> Option<String> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    (!ids.is_empty()).then(|| format!("{column} in ({})", ids.join(", ")))
}
