//! How far a ticket is: a status of its type, and what that status counts as.

use store::{Conn, Row, params};

use super::codes;
use crate::error::{Error, Result};
use crate::{StatusId, TypeId};

codes! {
    /// What a status counts as, whatever a type calls it: lists, rules and customers' pages live from it.
    Category {
        /// Just arrived; nobody looked.
        New = "new",
        /// The default of a new ticket.
        Open = "open",
        /// The customer waits for us.
        WaitingAgent = "waiting_agent",
        /// We wait for the customer.
        WaitingCustomer = "waiting_customer",
        /// Settled.
        Closed = "closed",
    }
}

codes! {
    /// The sign that a status bears.
    Shape {
        /// A dashed ring.
        New = "new",
        /// A half-filled ring.
        Agent = "agent",
        /// A ring with dots.
        Customer = "customer",
        /// A ring with a bar.
        Hold = "hold",
        /// A check.
        Solved = "solved",
        /// A cross.
        Rejected = "rejected",
        /// A line.
        Closed = "closed",
    }
}

/// A status as a ticket has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The row.
    pub id: StatusId,
    /// What it counts as.
    pub category: Category,
    /// Its name; empty for the usual name of its category.
    pub name: String,
    /// What customers read; empty for the usual words.
    pub customer: String,
    /// Its sign; nothing for that of its category.
    pub shape: Option<Shape>,
}

/// Columns of [`Status::read`], of a `status` named `w`.
pub(crate) const STATUS_COLUMNS: &str = "w.id, w.category, w.name, w.customer, w.shape";

impl Status {
    /// Reads [`STATUS_COLUMNS`] that begin at `at`.
    pub(crate) fn read(row: &Row, at: usize) -> store::Result<Self> {
        Ok(Self {
            id: row.get(at)?,
            category: Category::from_code(&row.get::<String>(at + 1)?).unwrap_or(Category::Open),
            name: row.get(at + 2)?,
            customer: row.get(at + 3)?,
            shape: Shape::from_code(&row.get::<String>(at + 4)?),
        })
    }

    /// As events keep it: its number and what it counts as.
    #[must_use]
    pub fn mark(&self) -> String {
        format!("{}:{}", self.id, self.category.code())
    }
}

/// What an event kept of a status. The events of older desks know the category alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The status, if the event names it.
    pub status: Option<StatusId>,
    /// What it counted as.
    pub category: Category,
}

impl Mark {
    /// Reads what [`Status::mark`] wrote, or the code of a category.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            Some((id, category)) => {
                Some(Self { status: Some(id.parse().ok()?), category: Category::from_code(category)? })
            }
            None => Some(Self { status: None, category: Category::from_code(text)? }),
        }
    }

    /// Where a ticket goes to get it back.
    #[must_use]
    pub fn goal(self) -> Goal {
        self.status.map_or(Goal::Category(self.category), Goal::Status)
    }
}

/// Where a ticket shall go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// To the first status of its type that counts as this.
    Category(Category),
    /// To this status of its type.
    Status(StatusId),
}

impl Goal {
    /// Reads the code of a category or the number of a status.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Category::from_code(code).map(Self::Category).or_else(|| code.parse().ok().map(Self::Status))
    }

    /// As forms and rules write it.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Category(category) => category.code().to_owned(),
            Self::Status(id) => id.to_string(),
        }
    }
}

impl From<Category> for Goal {
    fn from(category: Category) -> Self {
        Self::Category(category)
    }
}

impl From<StatusId> for Goal {
    fn from(id: StatusId) -> Self {
        Self::Status(id)
    }
}

/// The statuses of a type in their order, without deleted ones.
pub(super) fn of_type(conn: &mut Conn, kind: TypeId) -> Result<Vec<Status>> {
    let sql = format!(
        "select {STATUS_COLUMNS} from status w where w.type_id = ?1 and w.retired_to is null order by w.position, w.id"
    );
    Ok(conn.query(&sql, params![kind], |row| Status::read(row, 0))?)
}

/// The type and status of a new ticket; a type that is not in use gives way to the desk's first.
pub(super) fn at_birth(conn: &mut Conn, kind: Option<TypeId>) -> Result<(TypeId, Status)> {
    let sql = format!(
        "select w.type_id, {STATUS_COLUMNS} from status w
         where w.is_default and w.retired_to is null and w.type_id = coalesce(
           (select id from ticket_type where id = ?1 and enabled),
           (select id from ticket_type where builtin = 'ticket'))"
    );
    conn.find(&sql, params![kind], |row| Ok((row.get(0)?, Status::read(row, 1)?)))?.ok_or(Error::NotFound)
}

/// The status that `goal` means for a ticket which is in `now`; nothing when it is there already, or its type has
/// nothing that counts as that.
///
/// # Errors
/// When it is not a status of the type.
pub(super) fn reach(statuses: &[Status], now: &Status, goal: Goal) -> Result<Option<Status>> {
    match goal {
        Goal::Status(id) if id == now.id => Ok(None),
        Goal::Status(id) => statuses
            .iter()
            .find(|status| status.id == id)
            .cloned()
            .map(Some)
            .ok_or_else(|| Error::field("status", "unknown")),
        Goal::Category(category) => Ok(by_category(statuses, now.category, category).cloned()),
    }
}

/// What counts as `category`, or comes nearest; nothing when the ticket is as near already. A closed ticket that shall
/// not be closed goes to whatever is not.
pub(crate) fn by_category(statuses: &[Status], now: Category, category: Category) -> Option<&Status> {
    for wanted in nearest(category) {
        if now == *wanted {
            return None;
        }
        if let Some(found) = statuses.iter().find(|status| status.category == *wanted) {
            return Some(found);
        }
    }
    let reopens = now == Category::Closed && category != Category::Closed;
    statuses.iter().find(|status| reopens && status.category != Category::Closed)
}

/// What is as good as a category, the best first.
fn nearest(category: Category) -> &'static [Category] {
    match category {
        Category::New => &[Category::New, Category::Open, Category::WaitingAgent],
        Category::Open => &[Category::Open, Category::New, Category::WaitingAgent],
        Category::WaitingAgent => &[Category::WaitingAgent, Category::Open, Category::New],
        Category::WaitingCustomer => &[Category::WaitingCustomer],
        Category::Closed => &[Category::Closed],
    }
}

/// The first status that counts as `category`, or comes nearest to it.
pub(crate) fn counting_as(statuses: &[Status], category: Category) -> Option<&Status> {
    nearest(category).iter().find_map(|category| statuses.iter().find(|status| status.category == *category))
}

#[cfg(test)]
mod tests {
    use super::{Category, Goal, Mark, Status, reach};
    use crate::StatusId;

    fn status(id: i64, category: Category) -> Status {
        Status { id: StatusId(id), category, name: String::new(), customer: String::new(), shape: None }
    }

    #[test]
    fn a_category_means_the_first_status_that_counts_as_it() {
        let of = [
            status(1, Category::New),
            status(2, Category::WaitingAgent),
            status(3, Category::Closed),
            status(4, Category::Closed),
        ];
        let goal = |now: usize, goal: Goal| reach(&of, &of[now], goal).map(|to| to.map(|to| to.id.0));
        assert_eq!(goal(0, Category::Closed.into()).ok(), Some(Some(3)));
        assert_eq!(goal(3, Category::Closed.into()).ok(), Some(None), "it is closed already");
        assert_eq!(goal(2, Category::Open.into()).ok(), Some(Some(1)), "nothing is open: the nearest");
        assert_eq!(goal(0, Category::WaitingCustomer.into()).ok(), Some(None), "the type knows no waiting");
        assert_eq!(goal(0, Category::Open.into()).ok(), Some(None), "new is as near as it gets");
        assert_eq!(goal(0, Category::WaitingAgent.into()).ok(), Some(Some(2)));
        assert_eq!(goal(2, Category::WaitingCustomer.into()).ok(), Some(Some(1)), "what is closed opens again");
        assert!(goal(0, StatusId(9).into()).is_err());
    }

    #[test]
    fn events_of_older_desks_are_read() {
        let mark = |text| Mark::parse(text).map(|mark| (mark.status.map(|id| id.0), mark.category));
        assert_eq!(mark("12:closed"), Some((Some(12), Category::Closed)));
        assert_eq!(mark("closed"), Some((None, Category::Closed)));
        assert_eq!(mark("12"), None);
    }
}
