//! Looking at a file before it counts: what its records would become, and which could not be taken.

use std::collections::BTreeMap;

use desk::imports::What;
use desk::tickets::Goal;
use desk::{DepartmentId, Desk, Time, TypeId};

use crate::field::Field;
use crate::known::Known;
use crate::mbox::{MAIL_BYTES_MAX, Mbox};
use crate::plan::{Definition, Planned, Problem, plan};
use crate::source::{self, Format, Unreadable};
use crate::when;

/// Records that are shown in full.
const SHOWN: usize = 8;
/// Refused ones that are shown.
const PROBLEMS: usize = 20;
/// Values that the desk does not know.
const UNKNOWN: usize = 30;

/// A record as it would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// A ticket: who asks, what about, when, where, how many messages, how far.
    Ticket {
        /// Who asks.
        from: String,
        /// What about.
        subject: String,
        /// When it was opened.
        at: Time,
        /// Where it goes.
        department: DepartmentId,
        /// What kind, if the file says.
        kind: Option<TypeId>,
        /// How far it is.
        status: Goal,
        /// Messages in all.
        messages: usize,
        /// How many of them customers must not read.
        notes: usize,
    },
    /// A person: name and address.
    Person(String, String),
    /// A company: name and domain.
    Company(String, String),
}

/// What looking at a file found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// Records in the file.
    pub records: i64,
    /// Those that could be taken.
    pub fine: i64,
    /// The first of them.
    pub shown: Vec<Shown>,
    /// The first that could not: their number and why.
    pub problems: Vec<(i64, Problem)>,
    /// Values that the desk does not know, with how often they come; what is usual stands for them.
    pub unknown: Vec<(Field, String, i64)>,
}

/// Looks at a whole file. Writes nothing.
///
/// # Errors
/// When the database fails; inside, when the file cannot be read.
pub async fn look(
    desk: &Desk,
    content: Vec<u8>,
    what: What,
    definition: Definition,
) -> desk::Result<Result<Look, Unreadable>> {
    let known = desk.read(|conn| Known::load(conn, Time::now())).await?;
    let looked = tokio::task::spawn_blocking(move || look_at(&known, &content, what, &definition)).await;
    looked.map_err(|error| desk::Error::Internal(format!("looking at a file: {error}")))
}

fn look_at(known: &Known, content: &[u8], what: What, definition: &Definition) -> Result<Look, Unreadable> {
    let mut look = Look::default();
    if what == What::Mails {
        if Format::of(content) != Format::Mbox {
            return Err(Unreadable::Format);
        }
        look.records = i64::try_from(Mbox::new(content, MAIL_BYTES_MAX).count()).unwrap_or(i64::MAX);
        look.fine = look.records;
        return if look.records == 0 { Err(Unreadable::Empty) } else { Ok(look) };
    }
    let text = source::text(content);
    let mut unknown: BTreeMap<(Field, String), i64> = BTreeMap::new();
    for record in source::records(&text)? {
        look.records += 1;
        let planned = record
            .map_err(|code| Problem { field: None, code })
            .and_then(|record| plan(known, what, definition, &record));
        match planned {
            Ok(plan) => {
                look.fine += 1;
                for one in plan.unknown {
                    *unknown.entry(one).or_default() += 1;
                }
                if look.shown.len() < SHOWN {
                    look.shown.push(shown(plan.planned));
                }
            }
            Err(problem) if look.problems.len() < PROBLEMS => look.problems.push((look.records, problem)),
            Err(_) => {}
        }
    }
    let mut unknown: Vec<_> = unknown.into_iter().map(|((field, value), count)| (field, value, count)).collect();
    unknown.sort_by_key(|(field, _, count)| (*field, -count));
    unknown.truncate(UNKNOWN);
    look.unknown = unknown;
    if look.records == 0 { Err(Unreadable::Empty) } else { Ok(look) }
}

fn shown(planned: Planned) -> Shown {
    match planned {
        Planned::Ticket(ticket) => Shown::Ticket {
            from: ticket.requester.address,
            subject: ticket.subject,
            at: ticket.at,
            department: ticket.department,
            kind: ticket.kind,
            status: ticket.status,
            messages: ticket.messages.len() + 1,
            notes: ticket.messages.iter().filter(|said| said.note).count(),
        },
        Planned::Person(somebody) => Shown::Person(somebody.name, somebody.address),
        Planned::Company(name, domain) => Shown::Company(name, domain),
    }
}

/// Whether the dates of a file can only be read with the month first.
#[must_use]
pub fn has_month_first(content: &[u8], columns: &[String]) -> bool {
    let text = source::text(content);
    let Ok(records) = source::records(&text) else { return false };
    records.flatten().any(|record| {
        columns.iter().filter_map(|name| record.values.get(name)).any(|value| when::has_month_first(value))
    })
}
