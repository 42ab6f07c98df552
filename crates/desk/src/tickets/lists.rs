//! Lists of tickets: views, always narrowed by the policy, paged by key.

use store::{Conn, Row, params};

use super::{Priority, STATUS_COLUMNS, Side, Status, codes};
use crate::actor::Actor;
use crate::community::Visibility;
use crate::error::Result;
use crate::policy;
use crate::{
    CompanyId, Day, DepartmentId, MessageId, PersonId, ProjectId, ServiceId, TicketId, Time, TypeId, ViewId, limits,
};

codes! {
    /// The default views, in the order of the menu.
    StandardView {
        /// Assigned to the reader.
        Mine = "mine",
        /// Nobody's.
        Unassigned = "unassigned",
        /// The customer waits for us.
        WaitingAgent = "waiting-agent",
        /// We wait for the customer.
        WaitingCustomer = "waiting-customer",
        /// Questions of members that are not settled.
        Questions = "questions",
        /// Questions of members that are.
        SettledQuestions = "settled-questions",
        /// Everything not settled.
        Open = "open",
        /// Everything settled.
        Closed = "closed",
        /// Caught as spam.
        Spam = "spam",
        /// Deleted.
        Trash = "trash",
    }
}

impl StandardView {
    /// What is to do: counted in the menu, the important first.
    #[must_use]
    pub fn is_work(self) -> bool {
        !matches!(self, Self::Closed | Self::SettledQuestions | Self::Spam | Self::Trash)
    }

    /// Whether a desk can do without it in its menu: not without the list of everything, nor without what brings
    /// tickets back.
    #[must_use]
    pub fn is_removable(self) -> bool {
        !matches!(self, Self::Open | Self::Spam | Self::Trash)
    }
}

/// Which tickets a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// One of the default views.
    Standard(StandardView),
    /// The open tickets of a department.
    Department(DepartmentId),
    /// The open tickets of a service.
    Service(ServiceId),
    /// The open tickets of a type.
    Type(TypeId),
    /// The open tickets of a project.
    Project(ProjectId),
    /// One that an agent made: see [`crate::views`].
    Saved(ViewId),
}

impl View {
    /// Reads what [`View::code`] wrote: `open`, `department-3`, `service-1`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        if let Some(id) = code.strip_prefix("project-") {
            return id.parse().ok().map(Self::Project);
        }
        if let Some(id) = code.strip_prefix("department-") {
            return id.parse().ok().map(Self::Department);
        }
        if let Some(id) = code.strip_prefix("service-") {
            return id.parse().ok().map(Self::Service);
        }
        if let Some(id) = code.strip_prefix("type-") {
            return id.parse().ok().map(Self::Type);
        }
        if let Some(id) = code.strip_prefix("view-") {
            return id.parse().ok().map(Self::Saved);
        }
        StandardView::from_code(code).map(Self::Standard)
    }

    /// For addresses of pages.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Standard(view) => view.code().to_owned(),
            Self::Department(id) => format!("department-{id}"),
            Self::Service(id) => format!("service-{id}"),
            Self::Type(id) => format!("type-{id}"),
            Self::Project(id) => format!("project-{id}"),
            Self::Saved(id) => format!("view-{id}"),
        }
    }

    /// Whether the important tickets come first.
    #[must_use]
    pub fn has_important_first(self) -> bool {
        match self {
            Self::Standard(view) => view.is_work(),
            Self::Department(_) | Self::Service(_) | Self::Type(_) | Self::Project(_) => true,
            Self::Saved(_) => false,
        }
    }

    /// The condition on `ticket t`. The literals match the partial indexes.
    pub(crate) fn condition(self, reader: Option<PersonId>) -> String {
        match self {
            Self::Standard(StandardView::Closed) => "t.category = 'closed' and t.place = ''".to_owned(),
            Self::Standard(StandardView::SettledQuestions) => {
                "t.channel = 'web' and t.category = 'closed' and t.place = ''".to_owned()
            }
            Self::Standard(StandardView::Spam) => "t.place = 'spam' and t.place <> ''".to_owned(),
            Self::Standard(StandardView::Trash) => "t.place = 'trash' and t.place <> ''".to_owned(),
            _ => format!("t.category <> 'closed' and t.place = '' and {}", self.narrowed(reader)),
        }
    }

    /// Which of the tickets in the lists it is about, settled ones too.
    pub(super) fn narrowed(self, reader: Option<PersonId>) -> String {
        let reader = reader.map_or(0, |person| person.0);
        match self {
            Self::Standard(StandardView::Mine) => format!("t.assignee_id = {reader}"),
            Self::Standard(StandardView::Unassigned) => "t.assignee_id is null".to_owned(),
            Self::Standard(StandardView::Questions) => "t.channel = 'web'".to_owned(),
            Self::Standard(StandardView::WaitingAgent) => "t.category = 'waiting_agent'".to_owned(),
            Self::Standard(StandardView::WaitingCustomer) => "t.category = 'waiting_customer'".to_owned(),
            Self::Standard(_) => "true".to_owned(),
            Self::Department(id) => format!("t.department_id = {id}"),
            Self::Service(id) => {
                format!("t.department_id in (select id from department where service_id = {id})")
            }
            Self::Type(id) => format!("t.type_id = {id}"),
            Self::Project(id) => format!("t.project_id = {id}"),
            // Its filter says it.
            Self::Saved(_) => "false".to_owned(),
        }
    }
}

codes! {
    /// How a list is sorted.
    Order {
        /// Newest activity first.
        Newest = "newest",
        /// Longest without activity first.
        Oldest = "oldest",
        /// Opened last first.
        OpenedLast = "opened-last",
        /// Opened first first.
        OpenedFirst = "opened-first",
    }
}

impl Order {
    /// How to compare, which way to sort, and where everything begins.
    pub(crate) fn sql(self) -> (&'static str, &'static str, i64) {
        match self {
            Self::Newest | Self::OpenedLast => ("<", "desc", i64::MAX),
            Self::Oldest | Self::OpenedFirst => (">", "asc", i64::MIN),
        }
    }

    /// The other way round.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Newest => Self::Oldest,
            Self::Oldest => Self::Newest,
            Self::OpenedLast => Self::OpenedFirst,
            Self::OpenedFirst => Self::OpenedLast,
        }
    }
}

/// Where a page of a list begins: after this ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Whether it stands among the important ones.
    pub important: bool,
    /// Its last activity, as the list sorts by it.
    pub at: Time,
    /// Its number.
    pub id: TicketId,
}

impl Cursor {
    /// For addresses of pages.
    #[must_use]
    pub fn code(self) -> String {
        format!("{}.{}.{}", u8::from(self.important), self.at.0, self.id)
    }

    /// Reads what [`Cursor::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let (important, rest) = code.split_once('.')?;
        let (at, id) = rest.split_once('.')?;
        let important = match important {
            "0" => false,
            "1" => true,
            _ => return None,
        };
        Some(Self { important, at: Time(at.parse().ok()?), id: id.parse().ok()? })
    }
}

/// One row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// The number.
    pub id: TicketId,
    /// What it is about.
    pub subject: String,
    /// The beginning of the last message.
    pub preview: String,
    /// What kind it is.
    pub kind: TypeId,
    /// How far it is.
    pub status: Status,
    /// How urgent it is.
    pub priority: Priority,
    /// Who asked.
    pub requester: (PersonId, String),
    /// Where they work.
    pub company: Option<String>,
    /// Where it stands.
    pub department: String,
    /// The same by its number, and the company that it was asked from: who may have it depends on both.
    pub within: (DepartmentId, Option<CompanyId>),
    /// Who has it.
    pub assignee: Option<(PersonId, String)>,
    /// Last activity.
    pub updated_at: Time,
    /// The newest public message.
    pub public_at: Time,
    /// When it was opened.
    pub created_at: Time,
    /// Stands first in lists of work.
    pub important: bool,
    /// Something is newer than the reader has seen.
    pub unread: bool,
    /// Who wrote last.
    pub last_side: Side,
    /// How many messages.
    pub messages: i64,
    /// Its tags.
    pub tags: Vec<String>,
    /// When it shall be done.
    pub due_on: Option<Day>,
    /// Who may read it.
    pub visibility: Visibility,
}

/// One page of a list.
#[derive(Debug, Clone)]
pub struct ListPage {
    /// The rows.
    pub rows: Vec<ListRow>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

pub(crate) fn row_select(reader: i64) -> String {
    format!(
        "select t.id, t.subject, t.preview, t.type_id, t.priority, t.requester_id, r.name, c.name, d.name,
                t.assignee_id, a.name, t.updated_at, t.created_at, t.last_side, t.messages, t.last_message_id,
                s.message_id, t.public_at, t.important, (select string_agg(g.tag, ',' order by g.tag) from ticket_tag g where g.ticket_id = t.id),
                t.due_on, t.visibility, t.department_id, t.company_id, {STATUS_COLUMNS}
         from ticket t
         join status w on w.id = t.status_id
         join person r on r.id = t.requester_id
         left join company c on c.id = r.company_id
         join department d on d.id = t.department_id
         left join person a on a.id = t.assignee_id
         left join ticket_seen s on s.ticket_id = t.id and s.person_id = {reader}"
    )
}

pub(crate) fn read_row(row: &Row) -> store::Result<ListRow> {
    let assignee: Option<PersonId> = row.get(9)?;
    let assignee_name: Option<String> = row.get(10)?;
    let last_side = Side::from_code(&row.get::<String>(13)?).unwrap_or(Side::Customer);
    let seen: Option<MessageId> = row.get(16)?;
    Ok(ListRow {
        id: row.get(0)?,
        subject: row.get(1)?,
        preview: row.get(2)?,
        kind: row.get(3)?,
        status: Status::read(row, 24)?,
        within: (row.get(22)?, row.get(23)?),
        visibility: Visibility::from_code(&row.get::<String>(21)?).unwrap_or(Visibility::Private),
        priority: Priority::from_number(row.get(4)?),
        requester: (row.get(5)?, row.get(6)?),
        company: row.get(7)?,
        department: row.get(8)?,
        assignee: assignee.map(|id| (id, assignee_name.unwrap_or_default())),
        updated_at: row.get(11)?,
        public_at: row.get(17)?,
        important: row.get(18)?,
        created_at: row.get(12)?,
        unread: last_side == Side::Customer && seen.is_none_or(|seen| seen < row.get(15).unwrap_or(seen)),
        last_side,
        messages: row.get(14)?,
        tags: row
            .get::<Option<String>>(19)?
            .map(|tags| tags.split(',').map(ToOwned::to_owned).collect())
            .unwrap_or_default(),
        due_on: row.get(20)?,
    })
}

/// One page of a view, narrowed to what the actor may see.
///
/// # Errors
/// When the database fails.
pub fn list(conn: &mut Conn, actor: &Actor, view: View, order: Order, after: Option<Cursor>) -> Result<ListPage> {
    let condition = view.condition(actor.person);
    if !view.has_important_first() {
        return page_where(conn, actor, &condition, "updated_at", order, after);
    }
    important_first(conn, actor, &condition, order, after, limits::PAGE_ROWS)
}

/// The important tickets before the others.
pub(super) fn important_first(
    conn: &mut Conn,
    actor: &Actor,
    condition: &str,
    order: Order,
    after: Option<Cursor>,
    most: usize,
) -> Result<ListPage> {
    // One range of the index for each, whichever way the rest is sorted.
    let mut page = ListPage { rows: Vec::new(), next: None };
    for important in [true, false] {
        let after = match after {
            Some(cursor) if cursor.important == important => Some(cursor),
            Some(cursor) if important && !cursor.important => continue,
            _ => None,
        };
        let room = most - page.rows.len();
        let condition = format!("{condition} and t.important = {important}");
        let found = rows_where(conn, actor, &condition, "updated_at", order, after, (room, most))?;
        page.rows.extend(found.rows);
        if let Some(next) = found.next {
            page.next = Some(Cursor { important, ..next });
            break;
        }
    }
    Ok(page)
}

/// One page of the tickets that the actor asked or takes part in, open and settled.
///
/// # Errors
/// When the database fails.
pub fn own(conn: &mut Conn, actor: &Actor, after: Option<Cursor>) -> Result<ListPage> {
    page_where(conn, actor, "t.place in ('', 'spam')", "public_at", Order::Newest, after)
}

pub(super) fn page_where(
    conn: &mut Conn,
    actor: &Actor,
    condition: &str,
    by: &str,
    order: Order,
    after: Option<Cursor>,
) -> Result<ListPage> {
    rows_where(conn, actor, condition, by, order, after, (limits::PAGE_ROWS, limits::PAGE_ROWS))
}

/// Up to `room` rows after a cursor; `next` says that there are more. `most` is the most that the list ever asks for, so
/// that the statement stays the same.
pub(super) fn rows_where(
    conn: &mut Conn,
    actor: &Actor,
    condition: &str,
    by: &str,
    order: Order,
    after: Option<Cursor>,
    (room, most): (usize, usize),
) -> Result<ListPage> {
    let (compare, direction, start) = order.sql();
    let cursor = after.unwrap_or(Cursor { important: false, at: Time(start), id: TicketId(start) });
    let condition = format!("{condition} and (t.{by}, t.id) {compare} (?1, ?2)");
    // The limit is no parameter: PostgreSQL must know it when it plans the statement.
    let tail = format!("order by t.{by} {direction}, t.id {direction} limit {}", most + 1);
    let seen = match policy::ticket_ranges(actor) {
        Some(ranges) => format!("t.id in ({})", first_of("t.id", &condition, &ranges, &tail)),
        None => format!("{condition} and {}", policy::ticket_condition(actor)),
    };
    let sql = format!("{} where {seen} {tail}", row_select(actor.person.map_or(0, |person| person.0)));
    let mut rows = conn.query(&sql, params![cursor.at, cursor.id], read_row)?;
    let more = rows.len() > room;
    rows.truncate(room);
    let last = rows.last().filter(|_| more).map(|row| Cursor {
        important: false,
        at: if by == "public_at" { row.public_at } else { row.updated_at },
        id: row.id,
    });
    // With no room at all there is only the word that something follows.
    let next = last.or(more.then_some(cursor));
    Ok(ListPage { rows, next })
}

/// `columns` of the first tickets of each range, which together hold the first of them all.
fn first_of(columns: &str, condition: &str, ranges: &[String], tail: &str) -> String {
    let parts = ranges.iter().map(|range| {
        format!("select * from (select {columns} from ticket t where {condition} and {range} {tail}) part")
    });
    parts.collect::<Vec<_>>().join(" union all ")
}

/// The tickets before and after one in a view, for "previous" and "next".
///
/// # Errors
/// When the database fails.
pub fn neighbours(
    conn: &mut Conn,
    actor: &Actor,
    view: View,
    id: TicketId,
) -> Result<(Option<TicketId>, Option<TicketId>)> {
    let own = conn.find("select important, updated_at from ticket where id = ?1", params![id], |row| {
        Ok((row.get::<bool>(0)?, row.get::<Time>(1)?))
    })?;
    let Some((important, at)) = own else { return Ok((None, None)) };
    let view_condition = view.condition(actor.person);
    let ranges = policy::ticket_ranges(actor).unwrap_or_else(|| vec![policy::ticket_condition(actor)]);
    let end = |condition: &str, direction: &str| {
        let condition = format!("{view_condition} and {condition}");
        let tail = format!("order by t.updated_at {direction}, t.id {direction} limit 1");
        let firsts = first_of("t.id, t.updated_at", &condition, &ranges, &tail);
        format!("(select t.id from ({firsts}) t {tail})")
    };
    // Each is the end of one range of the index; the important ones are a range of their own.
    let important_first = view.has_important_first();
    let nearest = |compare: &str, direction: &str| {
        let within = if important_first { format!("t.important = {important} and ") } else { String::new() };
        end(&format!("{within}(t.updated_at, t.id) {compare} (?1, ?2)"), direction)
    };
    let beyond = |direction: &str| end(&format!("t.important = {}", !important), direction);
    let (mut before, mut after) = (nearest(">", "asc"), nearest("<", "desc"));
    if important_first && important {
        after = format!("coalesce({after}, {})", beyond("desc"));
    } else if important_first {
        before = format!("coalesce({before}, {})", beyond("asc"));
    }
    Ok(conn.one(&format!("select {before}, {after}"), params![at, id], |row| Ok((row.get(0)?, row.get(1)?)))?)
}
