//! What visitors of a portal may do, and which agents answer them.

use crate::actor::{Actor, Granted, Kind, Scope};
use crate::{CompanyId, DepartmentId};

/// What visitors of a portal see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VisitorView {
    /// They can start a chat.
    Chat,
    /// Nobody is there: they can leave a message.
    Message,
    /// The portal is switched off: nothing can be sent.
    Unavailable,
}

impl VisitorView {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Chat, Self::Message, Self::Unavailable];

    /// For pages and tests.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Chat => "online",
            Self::Message => "offline",
            Self::Unavailable => "inactive",
        }
    }
}

/// The view that follows from the portal's state and from how many agents take its requests. That the portal is
/// switched off counts more than that somebody is there.
#[must_use]
pub fn visitor_view(active: bool, available: usize) -> VisitorView {
    match (active, available) {
        (false, _) => VisitorView::Unavailable,
        (true, 0) => VisitorView::Message,
        (true, _) => VisitorView::Chat,
    }
}

/// Whether an agent with these grants (nothing for the whole desk) answers what is asked in a portal: what is asked
/// there are tickets of its department and its company, so that this says the same as the policy of tickets.
#[must_use]
pub fn handles_portal(granted: Option<&Granted>, company: CompanyId, department: DepartmentId) -> bool {
    granted.is_none_or(|granted| granted.companies.contains(&company) || granted.departments.contains(&department))
}

/// The same as SQL about a `portal` named `o`.
#[must_use]
pub fn portal_condition(actor: &Actor) -> String {
    match (&actor.scope, actor.kind) {
        (Scope::All, Kind::Agent | Kind::Admin | Kind::System | Kind::Rule) => "true".to_owned(),
        (Scope::Granted(granted), _) => {
            let mut ways = vec!["false".to_owned()];
            ways.extend(super::is_one_of("o.company_id", &granted.companies));
            ways.extend(super::is_one_of("o.department_id", &granted.departments));
            format!("({})", ways.join(" or "))
        }
        _ => "false".to_owned(),
    }
}
