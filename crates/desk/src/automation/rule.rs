//! Rules: what they wait for, what must hold, what they do.

use serde::{Deserialize, Serialize};

use super::condition::Group;
use crate::event::Kind;
use crate::settings::Hours;
use crate::tickets::{codes, kept_by_code};
use crate::{RuleId, Time};

codes! {
    /// What wakes a rule.
    Trigger {
        /// A ticket was opened.
        Opened = "opened",
        /// The customer, or somebody who takes part, wrote.
        CustomerReplied = "customer_replied",
        /// An agent answered in public.
        AgentReplied = "agent_replied",
        /// An agent left a note.
        NoteAdded = "note_added",
        /// Another status.
        StatusChanged = "status_changed",
        /// It became one of another type.
        TypeChanged = "type_changed",
        /// Somebody else has it, or nobody.
        Assigned = "assigned",
        /// Another priority.
        PriorityChanged = "priority_changed",
        /// Another department.
        DepartmentChanged = "department_changed",
        /// It was filed in a project, or taken out of one.
        ProjectChanged = "project_changed",
        /// Another day when it shall be done.
        DueChanged = "due_changed",
        /// A tag was put on.
        TagAdded = "tag_added",
        /// A tag was taken off.
        TagRemoved = "tag_removed",
    }
}

impl Trigger {
    /// The trigger of an event, if rules can wait for it.
    #[must_use]
    pub fn of(kind: Kind) -> Option<Self> {
        Self::ALL.iter().copied().find(|trigger| trigger.kind() == kind)
    }

    /// The event that it waits for.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::Opened => Kind::TicketOpened,
            Self::CustomerReplied => Kind::CustomerReplied,
            Self::AgentReplied => Kind::AgentReplied,
            Self::NoteAdded => Kind::NoteAdded,
            Self::StatusChanged => Kind::StatusChanged,
            Self::TypeChanged => Kind::TypeChanged,
            Self::Assigned => Kind::Assigned,
            Self::PriorityChanged => Kind::PriorityChanged,
            Self::DepartmentChanged => Kind::DepartmentChanged,
            Self::ProjectChanged => Kind::ProjectChanged,
            Self::DueChanged => Kind::DueChanged,
            Self::TagAdded => Kind::TagAdded,
            Self::TagRemoved => Kind::TagRemoved,
        }
    }
}

codes! {
    /// What a rule does.
    Deed {
        /// A mail to the requester, with the texts of the rule or the usual one.
        Acknowledge = "acknowledge",
        /// A public answer with the texts of the rule, by the agent of this number or whoever has the ticket.
        Reply = "reply",
        /// A note, the same way.
        Note = "note",
        /// The status of this number, or the first that counts as this category.
        Status = "status",
        /// The type of this number.
        Type = "type",
        /// The priority of this code.
        Priority = "priority",
        /// To the agent of this number.
        Assign = "assign",
        /// To the agent of the ticket's department who has the fewest open tickets.
        AssignLeastBusy = "assign_least_busy",
        /// To the agents of the ticket's department, one after the other.
        AssignInTurn = "assign_in_turn",
        /// To the department of this number.
        Department = "department",
        /// Into the project of this number.
        Project = "project",
        /// This tag on.
        AddTag = "add_tag",
        /// This tag off.
        RemoveTag = "remove_tag",
        /// A mail to the agent of this number.
        Notify = "notify",
        /// Tells the webhook of this number.
        Webhook = "webhook",
        /// It is spam.
        Spam = "spam",
        /// Into the trash.
        Trash = "trash",
        /// No later rule is asked about this event.
        Stop = "stop",
    }
}

impl Deed {
    /// Whether it needs an argument.
    #[must_use]
    pub fn takes_argument(self) -> bool {
        matches!(
            self,
            Self::Reply
                | Self::Note
                | Self::Status
                | Self::Type
                | Self::Priority
                | Self::Assign
                | Self::Department
                | Self::Project
                | Self::AddTag
                | Self::RemoveTag
                | Self::Notify
                | Self::Webhook
        )
    }

    /// Whether it has words of its own.
    #[must_use]
    pub fn has_words(self) -> bool {
        matches!(self, Self::Acknowledge | Self::Reply | Self::Note)
    }

    /// Whether later rules have nothing left to do.
    pub(super) fn ends_the_chain(self) -> bool {
        matches!(self, Self::Spam | Self::Trash | Self::Stop)
    }
}

/// One thing that a rule does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What.
    pub deed: Deed,
    /// With what: a code, a number or a tag.
    #[serde(default)]
    pub argument: String,
    /// The English words of a mail; empty for the usual ones.
    #[serde(default)]
    pub en: String,
    /// The French words of a mail.
    #[serde(default)]
    pub fr: String,
}

/// What a rule says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// What wakes it.
    pub trigger: Trigger,
    /// Minutes after that; conditions are asked then.
    pub wait_minutes: u32,
    /// Only minutes of business hours count.
    #[serde(default)]
    pub in_hours: bool,
    /// What must hold.
    pub conditions: Group,
    /// What it does, in order.
    pub steps: Vec<Step>,
}

/// A rule that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The row.
    pub id: RuleId,
    /// Its name; empty for a built-in rule that nobody renamed.
    pub name: String,
    /// Which rule of a new desk it is, or empty.
    pub builtin: String,
    /// It is applied.
    pub enabled: bool,
    /// How many times it was saved.
    pub version: i64,
    /// Who saved it last; empty for the desk itself.
    pub edited_by: String,
    /// When.
    pub edited_at: Time,
    /// What it says.
    pub definition: Definition,
}

impl Definition {
    /// When its conditions are asked after an event at `at`.
    pub(super) fn due(&self, at: Time, hours: &Hours) -> Time {
        if self.in_hours {
            return hours.after(at, self.wait_minutes);
        }
        at.plus(std::time::Duration::from_secs(u64::from(self.wait_minutes) * 60))
    }
}

impl Rule {
    /// How the timeline names it: its name, or the code of a built-in rule.
    #[must_use]
    pub fn label(&self) -> &str {
        if self.name.is_empty() { &self.builtin } else { &self.name }
    }
}

/// Stands for whoever has the ticket, where a rule names an agent who writes.
pub const WHOEVER_HAS_IT: &str = "assignee";

kept_by_code!(Trigger, Deed, super::condition::Operator, super::condition::Property, super::condition::Mode);
