//! What an examination of the set-up finds, as every door shows it, and what the desk itself can say about it.

use serde::Serialize;
use store::Conn;

use crate::Time;
use crate::change::Change;
use crate::error::Result;
use crate::policy::Action;
use crate::routing::Hop;
use crate::settings::{self, Setting};

/// How a finding is meant, the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// As it should be.
    Ok,
    /// Good to know.
    Notice,
    /// Works, and should be better.
    Warning,
    /// Does not work.
    Failure,
}

/// What findings are about, in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// Disk, database, clock, name lookups.
    Machine,
    /// The pages as people reach them.
    Pages,
    /// How mail comes in.
    Incoming,
    /// How mail leaves.
    Outgoing,
    /// Mails that went out and must come in again.
    Trips,
}

impl Group {
    /// All, in order.
    pub const ALL: [Self; 5] = [Self::Machine, Self::Pages, Self::Incoming, Self::Outgoing, Self::Trips];
}

/// A record of the domain name system, to copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Its name.
    pub name: String,
    /// `MX`, `TXT`, `PTR`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Its value.
    pub value: String,
}

/// A finding, in the language of its reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// How it is meant.
    pub level: Level,
    /// What it is about.
    pub group: Group,
    /// What was found, for programs.
    pub code: &'static str,
    /// What was looked at: `SPF`, a certificate, the disk.
    pub check: String,
    /// Which of them: a domain, a server; may be empty.
    pub about: String,
    /// What is, and what to change.
    pub words: String,
    /// The record that would be right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<Record>,
    /// Of a mail that came back: its way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hops: Vec<Hop>,
}

/// Findings about one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What about.
    pub group: Group,
    /// The same in the language of its reader.
    pub title: String,
    /// The findings.
    pub lines: Vec<Line>,
}

/// An examination as far as it has come.
#[derive(Debug, Clone)]
pub struct Examination {
    /// When it began.
    pub started_at: Time,
    /// Whether everything was asked.
    pub complete: bool,
    /// What was found.
    pub sections: Vec<Section>,
}

/// What was fetched from the public address of the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reached {
    /// Something answered.
    Answered {
        /// With this HTTP status.
        status: u16,
        /// As a desk does.
        desk: bool,
        /// Its certificate, if it has one.
        certificate: Option<Vec<u8>>,
    },
    /// Nothing, and why.
    Silent(String),
}

/// Since when mail waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waits {
    /// The oldest mail that was accepted and not read yet.
    pub inbound: Option<Time>,
    /// The oldest mail that should have left.
    pub outbox: Option<Time>,
}

/// Since when mail waits.
///
/// # Errors
/// When the database fails.
pub fn waits(conn: &mut Conn) -> Result<Waits> {
    // Numbers grow with time: the first waiting mail is the oldest. Of the outbox only what is queued is in an index.
    let inbound =
        conn.find("select received_at from inbound where state = 'received' order by id limit 1", &[], |row| {
            row.get::<Time>(0)
        })?;
    let outbox =
        conn.find("select created_at from outbox where state = 'queued' order by created_at limit 1", &[], |row| {
            row.get::<Time>(0)
        })?;
    Ok(Waits { inbound, outbox })
}

/// Writes that an examination begins: whether the database takes what is written is part of it.
///
/// # Errors
/// When the actor may not, or the database refuses.
pub fn begin(c: &mut Change) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let now = c.now().0.to_string();
    settings::keep(c, Setting::Examined, &now)
}
