//! What a record means: pure, so that looking at a file and taking it in say the same.

use std::collections::BTreeMap;

use desk::imports::What;
use desk::people;
use desk::routing::{Service, TicketType};
use desk::tickets::{Body, Category, Goal, Priority};
use desk::{Day, DepartmentId, PersonId, Time, TypeId};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::field::Field;
use crate::source::{Record, plain};
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

/// The fields that make sense for what a file holds.
pub const WHAT_FIELDS: [(What, &[Field]); 3] = [
    (
        What::Tickets,
        &[
            Field::Id,
            Field::Subject,
            Field::Body,
            Field::Messages,
            Field::Address,
            Field::Name,
            Field::Company,
            Field::Department,
            Field::Type,
            Field::Status,
            Field::Priority,
            Field::Assignee,
            Field::Tags,
            Field::CreatedAt,
            Field::DueOn,
        ],
    ),
    (What::People, &[Field::Address, Field::Name, Field::Company, Field::Language, Field::JobTitle]),
    (What::Companies, &[Field::Name, Field::Domain]),
];

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

/// What the desk is made of, for understanding names.
pub(crate) struct Known {
    pub services: Vec<Service>,
    pub types: Vec<TicketType>,
    /// Agents by address and name, folded.
    pub agents: Vec<(PersonId, String, String)>,
    pub zone: TimeZone,
    pub now: Time,
}

impl Known {
    pub(crate) fn load(conn: &mut store::Conn, now: Time) -> desk::Result<Self> {
        let zone = desk::settings::get(conn, desk::settings::Setting::TimeZone)?;
        let agents = people::agents(conn)?;
        Ok(Self {
            services: desk::routing::services(conn)?,
            types: desk::routing::types(conn)?,
            agents: agents.into_iter().map(|agent| (agent.id, fold(&agent.address), fold(&agent.name))).collect(),
            zone: TimeZone::get(&zone).unwrap_or(TimeZone::UTC),
            now,
        })
    }

    fn department(&self, name: &str) -> Option<DepartmentId> {
        let wanted = fold(name);
        self.services.iter().flat_map(|service| &service.departments).find(|d| fold(&d.name) == wanted).map(|d| d.id)
    }

    fn kind(&self, name: &str) -> Option<&TicketType> {
        let wanted = fold(name);
        let enabled = self.types.iter().filter(|kind| kind.enabled);
        enabled.into_iter().find(|kind| fold(&kind.name) == wanted || kind.builtin == wanted)
    }

    fn agent(&self, text: &str) -> Option<PersonId> {
        let wanted = fold(text);
        self.agents.iter().find(|(_, address, name)| *address == wanted || *name == wanted).map(|(id, ..)| *id)
    }
}

fn fold(text: &str) -> String {
    store::search::folded(text.trim())
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

/// A message after the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    /// An agent said it: who, if the desk knows them.
    pub agent: Option<Option<PersonId>>,
    /// Else whoever this is, or the requester.
    pub by: Option<Somebody>,
    pub note: bool,
    pub body: Body,
    pub at: Time,
}

/// A ticket that a record becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ticket {
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
    /// What tells the record from others of its system.
    pub key: String,
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

/// `Clara <clara@example.org>` is `clara@example.org`.
fn bare_address(text: &str) -> String {
    people::normalise_address(text.rsplit_once('<').map_or(text, |(_, rest)| rest.trim_end_matches('>')))
}

/// What a record becomes, or why it cannot.
pub(crate) fn plan(known: &Known, what: What, definition: &Definition, record: &Record) -> Result<Plan, Problem> {
    let mut reading = Reading { record, definition, unknown: Vec::new() };
    let (planned, key) = match what {
        What::Tickets => {
            let id = reading.get(Field::Id);
            let long = id.chars().count() > desk::limits::NAME_CHARS_MAX;
            let key = if id.is_empty() || long { fingerprint(record) } else { format!("id:{id}") };
            (Planned::Ticket(Box::new(ticket(known, &mut reading)?)), key)
        }
        What::People => {
            let somebody = Somebody {
                address: reading.address(Field::Address)?,
                name: reading.get(Field::Name),
                company: reading.short(Field::Company)?,
                language: language(&reading.get(Field::Language)),
                title: reading.get(Field::JobTitle),
            };
            let key = somebody.address.clone();
            (Planned::Person(somebody), key)
        }
        What::Companies | What::Mails => {
            let name = reading.short(Field::Name)?;
            if name.is_empty() {
                return Err(Problem::of(Field::Name, "required"));
            }
            let domain = reading.get(Field::Domain).to_lowercase();
            let domain = domain.split([',', ' ', ';']).next().unwrap_or_default();
            let domain = domain.trim_start_matches("https://").trim_start_matches("http://");
            let domain = domain.trim_start_matches("www.").trim_end_matches('/').to_owned();
            let domain = domain.chars().take(desk::limits::ADDRESS_CHARS_MAX).collect();
            (Planned::Company(name.clone(), domain), name)
        }
    };
    Ok(Plan { planned, key, unknown: reading.unknown })
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
    let mut messages = messages(known, reading, at);
    let mut body = body(&reading.get(Field::Body), false);
    let mut subject = reading.get(Field::Subject);
    if body.text.trim().is_empty() {
        // The first thing that the requester said is the question.
        let own = |said: &Said| {
            let by = said.by.as_ref().map_or("", |by| by.address.as_str());
            said.agent.is_none() && !said.note && (by.is_empty() || by == requester.address)
        };
        body = match messages.iter().position(own).map(|place| messages.remove(place)) {
            Some(said) => said.body,
            None => self::body(&subject, false),
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

/// A status by the name that the type gives it, or by what other systems call the same.
fn status(known: &Known, kind: Option<TypeId>, text: &str) -> Option<Goal> {
    let wanted = fold(text);
    let kind = kind.and_then(|id| known.types.iter().find(|kind| kind.id == id)).or_else(|| known.types.first());
    let named = kind.and_then(|kind| kind.statuses.iter().find(|status| fold(&status.name) == wanted));
    if let Some(status) = named {
        return Some(Goal::Status(status.id));
    }
    let category = match wanted.as_str() {
        "new" | "open" | "opened" | "reopened" | "active" | "todo" | "in progress" | "nouveau" | "ouvert"
        | "en cours" => Category::Open,
        "waiting_agent" | "waiting on agent" | "customer replied" | "en attente d'un agent" => Category::WaitingAgent,
        "waiting_customer"
        | "pending"
        | "hold"
        | "on hold"
        | "waiting"
        | "waiting on customer"
        | "snoozed"
        | "stalled"
        | "pending reminder"
        | "en attente"
        | "en attente du client" => Category::WaitingCustomer,
        "closed" | "solved" | "resolved" | "done" | "completed" | "deleted" | "archived" | "rejected" | "merged"
        | "clos" | "ferme" | "resolu" | "termine" => Category::Closed,
        _ => return None,
    };
    Some(category.into())
}

fn priority(text: &str) -> Option<Priority> {
    match fold(text).as_str() {
        "low" | "lowest" | "basse" | "faible" | "1" | "1 low" => Some(Priority::Low),
        "normal" | "medium" | "moyenne" | "normale" | "2" | "2 normal" => Some(Priority::Normal),
        "high" | "haute" | "elevee" | "important" | "3" | "3 high" => Some(Priority::High),
        "urgent" | "critical" | "highest" | "emergency" | "urgente" | "critique" | "4" => Some(Priority::Urgent),
        _ => None,
    }
}

/// Words of another system: HTML where they are said to be, or hold marks that nobody types.
fn body(text: &str, is_html: bool) -> Body {
    let marks = ["<p>", "<p ", "<br", "<div", "<span", "<table", "<ul>"];
    let is_html = is_html || marks.iter().any(|mark| text.contains(mark));
    let html = if is_html { markup::sanitize(text) } else { markup::text_to_html(text) };
    let text = markup::html_to_text(&html);
    let body = Body { html, quoted: String::new(), text };
    if body.html.chars().count() <= desk::limits::MESSAGE_CHARS_MAX {
        return body;
    }
    // So much is shown of anything; half of it, because marking it up makes it longer.
    let text: String = body.text.chars().take(desk::limits::MESSAGE_CHARS_MAX / 4).collect();
    Body { html: markup::text_to_html(&text), quoted: String::new(), text }
}

/// Further messages, in the order of time.
fn messages(known: &Known, reading: &Reading, opened: Time) -> Vec<Said> {
    let columns = reading.definition.columns.iter().filter(|(_, field)| **field == Field::Messages);
    let lists = columns.filter_map(|(name, _)| reading.record.lists.get(name));
    let mut out: Vec<Said> = lists.flatten().filter_map(|message| said(known, reading, message, opened)).collect();
    out.sort_by_key(|said| said.at);
    out
}

/// A message as other systems write it: whose, when, whether the customer may see it.
fn said(known: &Known, reading: &Reading, message: &Value, opened: Time) -> Option<Said> {
    let get = |names: &[&str]| {
        names.iter().find_map(|path| {
            let value = path.split('.').try_fold(message, |value, part| value.get(part))?;
            plain(value).filter(|text| !text.is_empty())
        })
    };
    let html = get(&["html", "html_body", "body_html"]);
    let body = match html {
        Some(html) => body(&html, true),
        None => body(&get(&["body", "text", "plain_body", "body_text", "content", "message"])?, false),
    };
    if body.text.trim().is_empty() {
        return None;
    }
    let one_of =
        |names: &[&str], wanted: &[&str]| get(names).is_some_and(|text| wanted.contains(&fold(&text).as_str()));
    let (yes, no) = (["true", "1", "yes"], ["false", "0", "no"]);
    let note = one_of(&["kind", "type"], &["note", "internal", "private"])
        || one_of(&["public", "is_public"], &no)
        || one_of(&["private", "internal", "is_private", "is_internal"], &yes)
        || one_of(&["visibility"], &["internal", "private"]);
    let at = get(&["created_at", "date", "created", "time", "at"])
        .and_then(|text| when::moment(&text, &known.zone, reading.definition.month_first));
    let address = get(&["address", "email", "author_email", "from", "author.email", "author.address", "from_email"]);
    // `Clara <clara@example.org>` has a name of its own.
    let before =
        address.as_deref().and_then(|text| text.rsplit_once('<')).map(|(name, _)| name.trim_matches([' ', '"']));
    let before = before.filter(|name| !name.is_empty()).map(ToOwned::to_owned);
    let address = address.map(|text| bare_address(&text)).filter(|text| people::is_valid_address(text));
    let name = get(&["author_name", "name", "author.name", "author", "from_name"]).or(before).unwrap_or_default();
    // A name alone may be a colleague's; beside an address it is that address's.
    let by_agent = match &address {
        Some(address) => known.agent(address),
        None => known.agent(&name),
    };
    let by_staff = one_of(&["side", "author_type", "sender", "author.role", "role"], &["agent", "admin", "staff"])
        || one_of(&["incoming"], &no)
        || by_agent.is_some()
        || note;
    let by = Somebody { address: address.unwrap_or_default(), name, ..Somebody::default() };
    Some(Said {
        agent: by_staff.then_some(by_agent),
        by: Some(by).filter(|by| !by.address.is_empty() || !by.name.is_empty()),
        note,
        body,
        at: at.unwrap_or(opened).clamp(opened.min(known.now), known.now),
    })
}
