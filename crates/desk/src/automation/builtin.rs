//! The flow that a new desk starts with.

use super::Facts;
use crate::event::{Kind, Recorded};
use crate::tickets::Status;

/// The built-in rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Builtin {
    /// A new ticket is acknowledged once.
    Acknowledge,
    /// A public answer makes the ticket wait for the customer.
    WaitForCustomer,
    /// The customer's answer makes the ticket wait for us.
    WaitForAgent,
}

impl Builtin {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledge",
            Self::WaitForCustomer => "wait_for_customer",
            Self::WaitForAgent => "wait_for_agent",
        }
    }
}

/// What a rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    SetStatus(Status),
    Acknowledge,
    StopAcknowledging,
}

/// Acknowledgements that one person gets in an hour before the desk falls silent: more than
/// anybody in need writes, fewer than a mail loop.
const ACKNOWLEDGEMENTS_PER_HOUR_MAX: i64 = 5;

/// True for events that some rule may react to.
pub(crate) fn interested(kind: Kind) -> bool {
    matches!(kind, Kind::TicketOpened | Kind::AgentReplied | Kind::CustomerReplied)
}

/// What the rules do about an event. Pure: no clock, no database.
pub(crate) fn evaluate(recorded: &Recorded, facts: &Facts) -> Vec<(Builtin, Action)> {
    match recorded.event.kind {
        // Whoever is caught as spam must not learn that the address works.
        Kind::TicketOpened if !facts.in_lists => Vec::new(),
        Kind::TicketOpened if facts.acknowledge && facts.automatic == "none" && recorded.actor_kind != "agent" => {
            if facts.acknowledged_lately < ACKNOWLEDGEMENTS_PER_HOUR_MAX {
                vec![(Builtin::Acknowledge, Action::Acknowledge)]
            } else {
                vec![(Builtin::Acknowledge, Action::StopAcknowledging)]
            }
        }
        Kind::AgentReplied if facts.chosen_status.is_empty() => {
            vec![(Builtin::WaitForCustomer, Action::SetStatus(Status::WaitingCustomer))]
        }
        // An out-of-office notice is no answer.
        Kind::CustomerReplied if matches!(facts.automatic.as_str(), "none" | "suppressed") => {
            vec![(Builtin::WaitForAgent, Action::SetStatus(Status::WaitingAgent))]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, Builtin, evaluate};
    use crate::automation::Facts;
    use crate::event::{Event, Kind, Recorded};
    use crate::tickets::Status;
    use crate::{EventId, PersonId, TicketId, Time};

    fn facts() -> Facts {
        Facts {
            ticket: TicketId(1),
            status: Status::Open,
            in_lists: true,
            requester: PersonId(1),
            automatic: "none".into(),
            chosen_status: String::new(),
            acknowledge: true,
            acknowledged_lately: 0,
        }
    }

    fn event(kind: Kind, actor_kind: &'static str) -> Recorded {
        Recorded { id: EventId(1), at: Time(0), actor_kind, event: Event::on(kind, TicketId(1)) }
    }

    #[test]
    fn the_built_in_flow() {
        let waits = |status| Action::SetStatus(status);
        let cases = [
            (Kind::TicketOpened, "system", facts(), vec![(Builtin::Acknowledge, Action::Acknowledge)]),
            (Kind::TicketOpened, "agent", facts(), vec![]),
            (Kind::TicketOpened, "system", Facts { automatic: "auto-reply".into(), ..facts() }, vec![]),
            (Kind::TicketOpened, "system", Facts { acknowledge: false, ..facts() }, vec![]),
            (Kind::TicketOpened, "system", Facts { in_lists: false, ..facts() }, vec![]),
            (
                Kind::TicketOpened,
                "system",
                Facts { acknowledged_lately: 5, ..facts() },
                vec![(Builtin::Acknowledge, Action::StopAcknowledging)],
            ),
            (Kind::AgentReplied, "agent", facts(), vec![(Builtin::WaitForCustomer, waits(Status::WaitingCustomer))]),
            (Kind::AgentReplied, "agent", Facts { chosen_status: "closed".into(), ..facts() }, vec![]),
            (Kind::CustomerReplied, "customer", facts(), vec![(Builtin::WaitForAgent, waits(Status::WaitingAgent))]),
            (Kind::CustomerReplied, "customer", Facts { automatic: "auto-reply".into(), ..facts() }, vec![]),
            (Kind::NoteAdded, "agent", facts(), vec![]),
        ];
        for (kind, actor, facts, expected) in cases {
            assert_eq!(evaluate(&event(kind, actor), &facts), expected, "{kind:?} by {actor}, {facts:?}");
        }
    }
}
