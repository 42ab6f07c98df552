//! Views that agents make: a filter over every property, an order, and what the rows show.

mod filter;
mod list;
mod saved;
#[cfg(test)]
mod tests;

pub(crate) use list::page;
pub use list::{count, list, neighbours};
pub(crate) use saved::follow_status;
pub use saved::{add, change, default_views, delete, find, move_view, set_default, views};

use serde::{Deserialize, Serialize};

use crate::automation::{Group, Property};
use crate::tickets::{Order, codes, kept_by_code};
use crate::{PersonId, ViewId};

pub(crate) use filter::{Filter, is_open_only};

codes! {
    /// What the rows of a list can show beside the subject.
    Column {
        /// The beginning of the last message.
        Preview = "preview",
        /// Type and tags.
        Tags = "tags",
        /// The department.
        Department = "department",
        /// How many messages.
        Messages = "messages",
    }
}

kept_by_code!(Column, Order);

/// What a view shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// Which tickets.
    pub conditions: Group,
    /// In which order.
    pub order: Order,
    /// What the rows leave out.
    #[serde(default)]
    pub hidden: Vec<Column>,
    /// Columns of cards instead of rows.
    #[serde(default)]
    pub board: bool,
}

/// A view that somebody made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// The row.
    pub id: ViewId,
    /// Who made it.
    pub owner: PersonId,
    /// Its name.
    pub name: String,
    /// Everybody on the desk has it; otherwise only who made it.
    pub shared: bool,
    /// What it shows.
    pub definition: Definition,
}

/// The properties that a view can filter by: those that a ticket has at any time.
pub const PROPERTIES: &[Property] = &[
    Property::Status,
    Property::Type,
    Property::Assignee,
    Property::Department,
    Property::Priority,
    Property::Tag,
    Property::Subject,
    Property::Sender,
    Property::SenderDomain,
    Property::Company,
    Property::Channel,
    Property::Address,
    Property::Language,
    Property::AgeHours,
    Property::Project,
    Property::DueDays,
];

/// How many tickets a view counts in the menu, and whether there may be more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// Tickets that it counted.
    pub tickets: i64,
    /// Counting stopped before the end.
    pub more: bool,
}

/// Stands for whoever reads the view, where an agent is asked for.
pub const ME: &str = "me";
