//! What a file of a mail says, for people: invitations and people's cards. Kept with the file, so that a page reads no
//! file to show it.

use serde::{Deserialize, Serialize};

use crate::{Day, Time};

/// What a file says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Card {
    /// Something in a calendar.
    Event(Box<EventCard>),
    /// People.
    Contacts(Vec<ContactCard>),
}

/// An event of a calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventCard {
    /// What it is about.
    pub asks: Asks,
    /// What it is called.
    pub summary: String,
    /// Where.
    pub location: String,
    /// When it begins.
    pub start: Option<Moment>,
    /// When it ends; of whole days, the last of them.
    pub end: Option<Moment>,
    /// Who invites.
    pub organiser: Option<Guest>,
    /// How many are invited.
    pub guests: usize,
    /// It comes again.
    pub repeats: Option<Repeat>,
    /// How many other events the file holds.
    pub more: usize,
}

/// What a file with an event wants (RFC 5546).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asks {
    /// Nothing: it tells of an event.
    Nothing,
    /// Whether one comes.
    Invitation,
    /// The same, after an earlier invitation.
    Change,
    /// It does not take place.
    Cancellation,
    /// Who was invited says whether they come.
    Answer(Guest, Comes),
    /// Who was invited wishes something else.
    Counter,
}

/// Whether somebody comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comes {
    /// They do.
    Accepted,
    /// They do not.
    Declined,
    /// Perhaps.
    Tentative,
    /// They said something else.
    Unclear,
}

/// A point in time, as exactly as the file says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// A whole day.
    Day(Day),
    /// A moment.
    At(Time),
    /// A clock's time that belongs to no zone that is known.
    Clock {
        /// The day.
        day: Day,
        /// The hour.
        hour: i8,
        /// And the minute.
        minute: i8,
    },
}

/// Who takes part in an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guest {
    /// Their name, or nothing.
    pub name: String,
    /// Their address.
    pub address: String,
}

/// How an event comes again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeat {
    /// How often.
    pub every: Every,
    /// The last day.
    pub until: Option<Day>,
}

/// How often something comes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// Each day.
    Day,
    /// Each week.
    Week,
    /// Each month.
    Month,
    /// Each year.
    Year,
    /// By a rule that few words do not tell.
    Rule,
}

/// A person's card.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactCard {
    /// Their name.
    pub name: String,
    /// Organisation and department.
    pub organisation: String,
    /// What they are there.
    pub title: String,
    /// Mail addresses.
    pub addresses: Vec<String>,
    /// Telephone numbers.
    pub phones: Vec<String>,
}

impl Card {
    /// As it is kept.
    pub(super) fn kept(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What was kept; nothing when that is nothing.
    pub(super) fn read(kept: &str) -> Option<Self> {
        serde_json::from_str(kept).ok()
    }
}
