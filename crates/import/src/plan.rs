//! What a record means: pure, so that looking at a file and taking it in say the same.

use std::collections::BTreeMap;

use desk::imports::{Import, What};
use desk::people;
use desk::tickets::{Body, Category, Goal, Priority};
use desk::{Day, DepartmentId, PersonId, Time, TypeId};
use serde::{Deserialize, Serialize};

use crate::conversation::{self, Said, bare_address, messages};
use crate::field::Field;
use crate::known::{Known, priority, status};
use crate::source::Record;
use crate::when;

/// Microseconds.
const DAY: i64 = 86_400_000_000;

/// What an admin says of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// What each column is; the others are left out.
    pub columns: BTreeMap<String, Field>,
    /// Where tickets go that name no department of the desk.
    pub department: Option<i64>,
    /// Tickets that say no status that is understood are closed, not open.
    pub closed: bool,
    /// `03/04/2024` is the fourth of March, not the third of April.
    #[serde(default)]
    pub month_first: bool,
    /// Which system numbers the records: the same number of another system is another record.
    pub source: String,
    /// The desk's address that mails were for.
    pub address: String,
    /// Records in the file, once it was looked at.
    #[serde(default)]
    pub records: i64,
}

impl Definition {
    /// What was said of a file that is being taken in.
    #[must_use]
    pub fn of(import: &Import) -> Self {
        serde_json::from_str(&import.definition).unwrap_or_default()
    }

    /// As the import keeps it.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn kept(&self) -> desk::Result<String> {
        serde_json::to_string(self).map_err(|error| desk::Error::Internal(error.to_string()))
    }
}

/// Why a record cannot be taken: the field, and what is wrong with it as a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Nothing when it is the record itself.
    pub field: Option<Field>,
    /// `required`, `bad_address`, `date`, `unreadable`, …
    pub code: &'static str,
}

impl Problem {
    pub(crate) fn of(field: Field, code: &'static str) -> Self {
        Self { field: Some(field), code }
    }

    /// As it is kept: [`Problem::read`] takes it apart.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}:{}", self.field.map_or("", Field::code), self.code)
    }

    /// The field and the code of what is kept.
    #[must_use]
    pub fn read(text: &str) -> (Option<Field>, &str) {
        let (field, code) = text.split_once(':').unwrap_or(("", text));
        (Field::from_code(field), code)
    }
}

/// Somebody outside the desk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Somebody {
    pub address: String,
    pub name: String,
    pub company: String,
    pub language: String,
    pub title: String,
}

/// A ticket that a record becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ticket {
    /// What tells the record from others of its system.
    pub key: String,
    pub requester: Somebody,
    pub subject: String,
    pub body: Body,
    pub messages: Vec<Said>,
    pub department: DepartmentId,
    pub kind: Option<TypeId>,
    pub status: Goal,
    pub priority: Priority,
    pub assignee: Option<PersonId>,
    pub tags: Vec<String>,
    pub at: Time,
    pub due_on: Option<Day>,
}

/// What a record becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Planned {
    Ticket(Box<Ticket>),
    Person(Somebody),
    /// Name and domain.
    Company(String, String),
}

/// A record that is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    pub planned: Planned,
    /// Values that the desk does not know, with what they are.
    pub unknown: Vec<(Field, String)>,
}

struct Reading<'r> {
    record: &'r Record,
    definition: &'r Definition,
    unknown: Vec<(Field, String)>,
}

impl Reading<'_> {
    fn get(&self, field: Field) -> String {
        let columns = self.definition.columns.iter().filter(|(_, one)| **one == field);
        let mut values = columns.filter_map(|(name, _)| self.record.values.get(name)).filter(|text| !text.is_empty());
        values.next().cloned().unwrap_or_default()
    }

    /// A name on one line; a stray quotation mark must not make half a file a name.
    fn short(&self, field: Field) -> Result<String, Problem> {
        let text = self.get(field).split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().count() > desk::limits::NAME_CHARS_MAX {
            return Err(Problem::of(field, "too_long"));
        }
        Ok(text)
    }

    /// A value that must be one of what the desk knows; others are remembered.
    fn known<T>(&mut self, field: Field, find: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = self.get(field);
        if text.is_empty() {
            return None;
        }
        let found = find(&text);
        if found.is_none() {
            self.unknown.push((field, text));
        }
        found
    }

    fn address(&self, field: Field) -> Result<String, Problem> {
        let address = bare_address(&self.get(field));
        match address.as_str() {
            "" => Err(Problem::of(field, "required")),
            address if !people::is_valid_address(address) => Err(Problem::of(field, "bad_address")),
            _ => Ok(address),
        }
    }
}

/// What a record becomes, or why it cannot.
pub(crate) fn plan(known: &Known, what: What, definition: &Definition, record: &Record) -> Result<Plan, Problem> {
    let mut reading = Reading { record, definition, unknown: Vec::new() };
    let planned = match what {
        What::Tickets => Planned::Ticket(Box::new(ticket(known, &mut reading)?)),
        What::People => Planned::Person(Somebody {
            address: reading.address(Field::Address)?,
            name: reading.get(Field::Name),
            company: reading.short(Field::Company)?,
            language: language(&reading.get(Field::Language)),
            title: reading.get(Field::JobTitle),
        }),
        What::Companies => {
            let name = reading.short(Field::Name)?;
            if name.is_empty() {
                return Err(Problem::of(Field::Name, "required"));
            }
            Planned::Company(name, domain(&reading.get(Field::Domain)))
        }
        // The intake understands mails; a table holds none.
        What::Mails => return Err(Problem { field: None, code: "unreadable" }),
    };
    Ok(Plan { planned, unknown: reading.unknown })
}

/// The first domain of a list, without what addresses of sites add.
fn domain(text: &str) -> String {
    let text = text.to_lowercase();
    let first = text.split([',', ' ', ';']).next().unwrap_or_default();
    let host = first.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    host.trim_end_matches('/').chars().take(desk::limits::ADDRESS_CHARS_MAX).collect()
}

/// The number that a record has in its system, or all that is in it.
fn key(reading: &Reading) -> String {
    let id = reading.get(Field::Id);
    let usable = !id.is_empty() && id.chars().count() <= desk::limits::NAME_CHARS_MAX;
    if usable { format!("id:{id}") } else { fingerprint(reading.record) }
}

/// What a record without a number is told by: everything in it.
fn fingerprint(record: &Record) -> String {
    let lists: Vec<String> = record.lists.iter().map(|(name, list)| format!("{name}={list:?}")).collect();
    store::files::name_of(format!("{:?}{lists:?}", record.values).as_bytes())
}

fn language(text: &str) -> String {
    let text = text.to_lowercase();
    if text.starts_with("fr") {
        "fr".to_owned()
    } else if text.starts_with("en") {
        "en".to_owned()
    } else {
        String::new()
    }
}

fn ticket(known: &Known, reading: &mut Reading) -> Result<Ticket, Problem> {
    let requester = Somebody {
        address: reading.address(Field::Address)?,
        name: reading.get(Field::Name),
        company: reading.short(Field::Company)?,
        ..Somebody::default()
    };
    let created = reading.get(Field::CreatedAt);
    let at = match created.as_str() {
        "" => known.now,
        // A day ahead is a clock that is wrong, a year ahead a date that was misread.
        text => when::moment(text, &known.zone, reading.definition.month_first)
            .filter(|at| at.0 >= 0 && at.0 <= known.now.0 + DAY)
            .ok_or_else(|| Problem::of(Field::CreatedAt, "date"))?
            .min(known.now),
    };
    let due_on = match reading.get(Field::DueOn).as_str() {
        "" => None,
        text => Some(when::day(text, reading.definition.month_first).ok_or_else(|| Problem::of(Field::DueOn, "date"))?),
    };
    let department = reading.known(Field::Department, |name| known.department(name));
    let department = department.or(reading.definition.department.map(DepartmentId));
    let department = department.ok_or_else(|| Problem::of(Field::Department, "required"))?;
    let kind = reading.known(Field::Type, |name| known.kind(name).map(|kind| kind.id));
    let status = reading.known(Field::Status, |text| status(known, kind, text));
    let usual = if reading.definition.closed { Category::Closed } else { Category::Open };
    let priority = reading.known(Field::Priority, priority).unwrap_or(Priority::Normal);
    let assignee = reading.known(Field::Assignee, |text| known.agent(text));
    let tags = reading.get(Field::Tags);
    let tags = tags.split([',', ';', '\n']).map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect();
    let definition = reading.definition;
    let columns = definition.columns.iter().filter(|(_, field)| **field == Field::Messages);
    let lists = columns.filter_map(|(name, _)| reading.record.lists.get(name));
    let mut messages = messages(known, definition.month_first, lists, at);
    let mut body = conversation::body(&reading.get(Field::Body), false);
    let mut subject = reading.get(Field::Subject);
    if body.text.trim().is_empty() {
        // The first thing that the requester said is the question.
        let own = |said: &Said| {
            let by = said.by.as_ref().map_or("", |by| by.address.as_str());
            said.agent.is_none() && !said.note && (by.is_empty() || by == requester.address)
        };
        body = match messages.iter().position(own).map(|place| messages.remove(place)) {
            Some(said) => said.body,
            None => conversation::body(&subject, false),
        };
    }
    if subject.is_empty() {
        subject = body.preview().chars().take(80).collect();
    }
    if subject.is_empty() {
        return Err(Problem::of(Field::Subject, "required"));
    }
    let subject = subject.chars().take(desk::limits::SUBJECT_CHARS_MAX).collect();
    Ok(Ticket {
        key: key(reading),
        requester,
        subject,
        body,
        messages,
        department,
        kind,
        status: status.unwrap_or(usual.into()),
        priority,
        assignee,
        tags,
        at,
        due_on,
    })
}
