//! What rules look at: one ticket at the moment of an event.

use store::{Conn, params};

use super::condition::Property;
use crate::error::Result;
use crate::event::{Kind, Recorded};
use crate::settings::Hours;
use crate::tickets::{Mark, Priority};
use crate::{Day, EventId, MessageId, ProjectId, TicketId, Time};

/// The facts of one ticket at the moment of an event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    /// It is in the lists: not caught as spam, not deleted.
    pub in_lists: bool,
    pub sender: String,
    pub company: String,
    pub subject: String,
    pub content: String,
    /// What stood in the head of the mail, a line for each field.
    pub headers: String,
    pub channel: String,
    pub address: String,
    pub language: String,
    pub kind: String,
    /// What the status counts as, and its number.
    pub status: String,
    pub status_id: String,
    pub priority: String,
    pub department: String,
    /// A person's number, or empty.
    pub assignee: String,
    pub tags: Vec<String>,
    /// The kind of actor: customer, agent, rule, system.
    pub author: String,
    /// A machine wrote the message and must get no answer.
    pub machine: bool,
    /// What the requester is written in: `en`, `fr`, or empty.
    pub speaks: String,
    /// A mail may answer what the customer wrote last: no machine did, and it does not ask for silence.
    pub answerable: bool,
    pub status_chosen: bool,
    /// The desk is at work.
    pub in_hours: bool,
    pub age_hours: i64,
    /// A project's number, or empty.
    pub project: String,
    pub due_on: Option<Day>,
    /// When the conditions are asked, and the zone that the desk counts its days in.
    pub asked_at: Time,
    pub zone: String,
}

/// The event that the facts are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Moment {
    pub event: EventId,
    pub kind: Kind,
    pub at: Time,
    pub author: String,
    pub ticket: TicketId,
    pub message: Option<MessageId>,
    /// The event's value after.
    pub after: String,
}

impl Moment {
    pub(super) fn of(recorded: &Recorded, ticket: TicketId) -> Self {
        Self {
            event: recorded.id,
            kind: recorded.event.kind,
            at: recorded.at,
            author: recorded.actor_kind.to_owned(),
            ticket,
            message: recorded.event.message,
            after: recorded.event.after.clone(),
        }
    }
}

impl Facts {
    /// As it is now, with what the event adds.
    pub(crate) fn load(conn: &mut Conn, moment: &Moment, now: Time) -> Result<Self> {
        let facts = conn.one(
            "select t.place = '', p.address, coalesce(c.name, ''), t.subject, coalesce(m.text, ''),
                    t.channel, t.address, t.language, t.category, t.priority, t.department_id, t.assignee_id,
                    coalesce(m.automatic, 'none'), t.created_at,
                    (select string_agg(g.tag, ',' order by g.tag) from ticket_tag g where g.ticket_id = t.id),
                    t.type_id, t.status_id,
                    coalesce((select value from setting where name = 'business_hours'), ''),
                    coalesce((select value from setting where name = 'time_zone'), 'UTC'),
                    t.project_id, t.due_on, coalesce(m.headers, ''),
                    coalesce(case when m.side = 'customer' then m.automatic end,
                             (select x.automatic from message x
                              where x.ticket_id = t.id and x.side = 'customer' order by x.id desc limit 1), 'none'),
                    case when t.language <> '' then t.language else p.language end
             from ticket t
             join person p on p.id = t.requester_id
             left join company c on c.id = t.company_id
             left join message m on m.id = ?2
             where t.id = ?1",
            params![moment.ticket, moment.message],
            |row| {
                let automatic: String = row.get(12)?;
                let created: Time = row.get(13)?;
                let tags: Option<String> = row.get(14)?;
                let zone: String = row.get(18)?;
                Ok(Self {
                    in_lists: row.get(0)?,
                    sender: row.get(1)?,
                    company: row.get(2)?,
                    subject: row.get(3)?,
                    content: row.get(4)?,
                    channel: row.get(5)?,
                    address: row.get(6)?,
                    language: row.get(7)?,
                    kind: row.get::<i64>(15)?.to_string(),
                    status: row.get(8)?,
                    status_id: row.get::<i64>(16)?.to_string(),
                    priority: Priority::from_number(row.get(9)?).code().to_owned(),
                    department: row.get::<i64>(10)?.to_string(),
                    assignee: row.get::<Option<i64>>(11)?.map(|id| id.to_string()).unwrap_or_default(),
                    tags: tags.map(|tags| tags.split(',').map(ToOwned::to_owned).collect()).unwrap_or_default(),
                    author: moment.author.clone(),
                    // Mail that asks for no answer was still written by a person.
                    machine: !matches!(automatic.as_str(), "none" | "suppressed"),
                    answerable: row.get::<String>(22)? == "none",
                    speaks: row.get(23)?,
                    in_hours: Hours::read(&row.get::<String>(17)?, &zone).is_open(now),
                    status_chosen: moment.kind == Kind::AgentReplied && !moment.after.is_empty(),
                    age_hours: (now.0 - created.0) / 3_600_000_000,
                    project: row.get::<Option<ProjectId>>(19)?.map(|id| id.to_string()).unwrap_or_default(),
                    due_on: row.get(20)?,
                    headers: row.get(21)?,
                    asked_at: now,
                    zone,
                })
            },
        )?;
        Ok(facts)
    }

    /// As it was right after an event, or at a later moment: what happened since is put back.
    pub(super) fn load_as_of(conn: &mut Conn, moment: &Moment, asked: Option<Time>) -> Result<Self> {
        let mut facts = Self::load(conn, moment, asked.unwrap_or(moment.at))?;
        // What the same hand did in the same change was there when the rules were asked.
        let later = conn.query(
            "select kind, before, after from event
             where ticket_id = ?1 and id > ?2
               and (cast(?3 as bigint) < 0 and (case when change_id = 0 then id else change_id end
                             <> (select case when e.change_id = 0 then e.id else e.change_id end from event e where e.id = ?2)
                             or cause_id is not null)
                    or cast(?3 as bigint) >= 0 and at > cast(?3 as bigint))
             order by id desc",
            params![moment.ticket, moment.event, asked.map_or(-1, |asked| asked.0)],
            |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?)),
        )?;
        for (kind, before, after) in later {
            facts.put_back(Kind::from_code(&kind), before, &after);
        }
        facts.tags.sort_unstable();
        Ok(facts)
    }

    fn put_back(&mut self, kind: Option<Kind>, before: String, after: &str) {
        match kind {
            Some(Kind::StatusChanged) => self.put_back_status(&before),
            Some(Kind::TypeChanged) => {
                if let Some((kind, status)) = before.split_once('/') {
                    self.kind = kind.to_owned();
                    self.put_back_status(status);
                }
            }
            Some(Kind::PriorityChanged) => self.priority = before,
            Some(Kind::Assigned) => self.assignee = before,
            Some(Kind::DepartmentChanged) => self.department = before,
            Some(Kind::ProjectChanged) => self.project = before,
            Some(Kind::DueChanged) => self.due_on = before.parse().ok(),
            Some(Kind::Placed) => self.in_lists = before.is_empty(),
            Some(Kind::TagAdded) => self.tags.retain(|tag| tag != after),
            Some(Kind::TagRemoved) => self.tags.push(before),
            _ => {}
        }
    }

    fn put_back_status(&mut self, mark: &str) {
        if let Some(mark) = Mark::parse(mark) {
            self.status = mark.category.code().to_owned();
            self.status_id = mark.status.map(|id| id.to_string()).unwrap_or_default();
        }
    }

    /// Days until it shall be done; negative when that is over.
    fn due_days(&self) -> Option<i64> {
        Some(self.due_on?.0 - Day::of(self.asked_at, &self.zone).0)
    }

    /// The values of a property; several for tags, none when there is nothing.
    pub(super) fn seen(&self, property: Property) -> Vec<String> {
        let yes = |is: bool| (if is { "yes" } else { "no" }).to_owned();
        let one = |text: &str| if text.is_empty() { Vec::new() } else { vec![text.to_owned()] };
        match property {
            Property::Sender => one(&self.sender),
            Property::SenderDomain => one(self.sender.rsplit_once('@').map_or("", |(_, domain)| domain)),
            Property::Company => one(&self.company),
            Property::Subject => one(&self.subject),
            Property::Content => one(&self.content),
            Property::Header => self.headers.lines().map(ToOwned::to_owned).collect(),
            Property::Channel => one(&self.channel),
            Property::Address => one(&self.address),
            Property::Language => one(&self.language),
            Property::Type => one(&self.kind),
            Property::Status => [one(&self.status), one(&self.status_id)].concat(),
            Property::Priority => one(&self.priority),
            Property::Department => one(&self.department),
            Property::Assignee => one(&self.assignee),
            Property::Tag => self.tags.clone(),
            Property::Author => one(&self.author),
            Property::Machine => vec![yes(self.machine)],
            Property::StatusChosen => vec![yes(self.status_chosen)],
            Property::InHours => vec![yes(self.in_hours)],
            Property::AgeHours => vec![self.age_hours.to_string()],
            Property::Project => one(&self.project),
            Property::DueDays => self.due_days().map(|days| days.to_string()).into_iter().collect(),
        }
    }
}
