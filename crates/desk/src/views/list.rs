//! The pages of a view: as many tickets are looked at as a page may cost, and the next page goes on from there.

use store::{Conn, Value};

use super::filter::OWN_PARAMETERS;
use super::{Count, Filter, SavedView};
use crate::actor::Actor;
use crate::automation::Property;
use crate::error::Result;
use crate::policy;
use crate::settings::{self, Setting};
use crate::tickets::{Cursor, ListPage, Order, read_row, row_select};
use crate::{Day, TicketId, Time, limits};

/// What a filter looks at, of every ticket that the base finds.
const LOOKED_AT: &str = "t.id, t.updated_at, t.created_at, t.category, t.status_id, t.type_id, t.department_id,
                         t.assignee_id, t.priority, t.subject, t.requester_id, t.company_id, t.channel, t.address,
                         t.language, t.project_id, t.due_on";

/// A view for one reader, ready to be asked.
struct Asked {
    filter: Filter,
    policy: String,
    /// The column that the order is by.
    by: &'static str,
    order: Order,
    scan: usize,
}

impl Asked {
    fn new(conn: &mut Conn, actor: &Actor, view: &SavedView, order: Order, scan: usize) -> Result<Self> {
        let by = match order {
            Order::Newest | Order::Oldest => "updated_at",
            // Tickets are numbered in the order in which they were opened.
            Order::OpenedLast | Order::OpenedFirst => "id",
        };
        let (conditions, now) = (&view.definition.conditions, Time::now());
        // Only days are counted in the desk's zone.
        let zone = if conditions.asks_for(Property::DueDays) {
            settings::get(conn, Setting::TimeZone)?
        } else {
            String::new()
        };
        let filter = Filter::new(conditions, actor.person, now, Day::of(now, &zone));
        Ok(Self { filter, policy: policy::ticket_condition(actor), by, order, scan })
    }

    fn sorted(&self, limit: usize) -> String {
        let (_, direction, _) = self.order.sql();
        format!("order by t.{} {direction}, t.id {direction} limit {limit}", self.by)
    }

    /// The tickets after the cursor that one page looks at.
    fn looked_at(&self, besides: &str) -> String {
        let (compare, ..) = self.order.sql();
        format!(
            "select {LOOKED_AT} from ticket t
             where {} and {} and {besides} and (t.{}, t.id) {compare} (?1, ?2) {}",
            self.filter.base,
            self.policy,
            self.by,
            self.sorted(self.scan)
        )
    }

    fn params(&self, after: Option<Cursor>) -> Vec<Value<'_>> {
        let (_, _, start) = self.order.sql();
        let (at, id) = after.map_or((start, start), |cursor| (cursor.at.0, cursor.id.0));
        self.filter.params([Value::Int(at), Value::Int(id)])
    }
}

/// One page of a view. `besides` narrows it: a column of its board.
///
/// # Errors
/// When the database fails.
pub fn list(conn: &mut Conn, actor: &Actor, view: &SavedView, order: Order, after: Option<Cursor>) -> Result<ListPage> {
    page(conn, actor, view, order, after, ("true", true), limits::PAGE_ROWS)
}

/// The same, narrowed to what is also true of `ticket t`, and of another length. What an index finds may narrow what is
/// looked at.
pub(crate) fn page(
    conn: &mut Conn,
    actor: &Actor,
    view: &SavedView,
    order: Order,
    after: Option<Cursor>,
    (besides, indexed): (&str, bool),
    room: usize,
) -> Result<ListPage> {
    let mut asked = Asked::new(conn, actor, view, order, limits::VIEW_SCAN)?;
    if !indexed {
        asked.filter.rest = format!("{} and {besides}", asked.filter.rest);
    }
    let looked_at = asked.looked_at(if indexed { besides } else { "true" });
    let tail = asked.sorted(room + 1);
    let sql = format!(
        "{} where t.id in (select t.id from ({looked_at}) t where {} {tail}) {}",
        row_select(actor.person.map_or(0, |person| person.0)),
        asked.filter.rest,
        asked.sorted(room + 1),
    );
    let params = asked.params(after);
    let mut rows = conn.query(&sql, &params, read_row)?;
    let more = rows.len() > room;
    rows.truncate(room);
    let next = if more {
        rows.last().map(|row| Cursor {
            important: false,
            at: if asked.by == "id" { Time(row.id.0) } else { row.updated_at },
            id: row.id,
        })
    } else {
        end_of_look(conn, &asked, &looked_at, &params)?
    };
    Ok(ListPage { rows, next })
}

/// The last ticket that a page looked at, if it looked at as many as it may: the next page goes on there.
fn end_of_look(conn: &mut Conn, asked: &Asked, looked_at: &str, params: &[Value]) -> Result<Option<Cursor>> {
    if asked.filter.rest == "true" {
        return Ok(None);
    }
    let (_, direction, _) = asked.order.turned().sql();
    let sql = format!(
        "select t.{0}, t.id, (select count(*) from ({looked_at}) t) from ({looked_at}) t
         order by t.{0} {direction}, t.id {direction} limit 1",
        asked.by
    );
    // What the base compares with are numbers: only the cursor is a parameter.
    let params = params.get(..OWN_PARAMETERS).unwrap_or_default();
    let found = conn.find(&sql, params, |row| Ok((row.get::<i64>(0)?, row.get::<TicketId>(1)?, row.get::<i64>(2)?)))?;
    Ok(found
        .filter(|(_, _, looked)| usize::try_from(*looked).is_ok_and(|looked| looked >= asked.scan))
        .map(|(at, id, _)| Cursor { important: false, at: Time(at), id }))
}

/// How many tickets a view has, as far as the menu counts.
///
/// # Errors
/// When the database fails.
pub fn count(conn: &mut Conn, actor: &Actor, view: &SavedView) -> Result<Count> {
    let asked = Asked::new(conn, actor, view, Order::Newest, limits::VIEW_COUNT_SCAN)?;
    let sql = format!(
        "select coalesce(sum(case when {} then 1 else 0 end), 0), count(*) from ({}) t",
        asked.filter.rest,
        asked.looked_at("true")
    );
    let (tickets, looked) = conn.one(&sql, &asked.params(None), |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)))?;
    Ok(Count { tickets, more: usize::try_from(looked).is_ok_and(|looked| looked >= limits::VIEW_COUNT_SCAN) })
}

/// The tickets before and after one in a view.
///
/// # Errors
/// When the database fails.
pub fn neighbours(
    conn: &mut Conn,
    actor: &Actor,
    view: &SavedView,
    id: TicketId,
) -> Result<(Option<TicketId>, Option<TicketId>)> {
    let found =
        conn.find("select updated_at from ticket where id = ?1", store::params![id], |row| row.get::<Time>(0))?;
    let Some(updated_at) = found else { return Ok((None, None)) };
    let mut nearest = |order: Order| -> Result<Option<TicketId>> {
        let asked = Asked::new(conn, actor, view, order, limits::VIEW_COUNT_SCAN)?;
        let at = if asked.by == "id" { Time(id.0) } else { updated_at };
        let sql =
            format!("select t.id from ({}) t where {} {}", asked.looked_at("true"), asked.filter.rest, asked.sorted(1));
        let params = asked.params(Some(Cursor { important: false, at, id }));
        Ok(conn.find(&sql, &params, |row| row.get(0))?)
    };
    let order = view.definition.order;
    Ok((nearest(order.turned())?, nearest(order)?))
}
