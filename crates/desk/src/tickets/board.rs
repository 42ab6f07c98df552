//! A view as a board: its tickets in columns by how far they are, each column paged by key.

use store::Conn;

use super::lists::{important_first, rows_where};
use super::{Category, Cursor, ListRow, Order, StandardView, View};
use crate::actor::Actor;
use crate::automation::{Condition, Mode, Operator, Property};
use crate::error::Result;
use crate::routing::TicketType;
use crate::views::{self, SavedView};
use crate::{StatusId, TypeId, limits};

/// A column: the tickets of one status, or of all statuses that count as the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// What counts as this; what nobody looked at stands with what is open.
    Category(Category),
    /// This status.
    Status(StatusId, Category),
}

impl Lane {
    /// For addresses of pages, and what a ticket that is put there is sent.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Category(category) => category.code().to_owned(),
            Self::Status(id, _) => id.to_string(),
        }
    }

    fn is_closed(self) -> bool {
        matches!(self, Self::Category(Category::Closed) | Self::Status(_, Category::Closed))
    }

    fn condition(self) -> String {
        let side = if self.is_closed() { "t.category = 'closed'" } else { "t.category <> 'closed'" };
        match self {
            Self::Category(Category::Closed) => side.to_owned(),
            Self::Category(Category::New | Category::Open) => format!("t.category in ('new', 'open') and {side}"),
            Self::Category(category) => format!("t.category = '{}' and {side}", category.code()),
            Self::Status(id, Category::Closed) => format!("t.status_id = {id}"),
            Self::Status(id, _) => format!("t.status_id = {id} and {side}"),
        }
    }
}

/// The cards of a column.
#[derive(Debug, Clone)]
pub struct LanePage {
    /// Which.
    pub lane: Lane,
    /// Its cards.
    pub rows: Vec<ListRow>,
    /// Where the column goes on.
    pub next: Option<Cursor>,
}

/// Whether a view can be a board: not where all tickets are in one column, nor what is out of the lists.
#[must_use]
pub fn has_board(view: View) -> bool {
    match view {
        View::Standard(view) => {
            matches!(view, StandardView::Mine | StandardView::Unassigned | StandardView::Open)
        }
        View::Department(_) | View::Service(_) | View::Type(_) | View::Project(_) | View::Saved(_) => true,
    }
}

/// The columns of a view: the statuses of its type, or what statuses count as where types mix.
#[must_use]
pub fn lanes(view: View, saved: Option<&SavedView>, types: &[TicketType]) -> Vec<Lane> {
    let kind = match view {
        View::Type(id) => Some(id),
        _ => saved.and_then(only_type),
    };
    match kind.and_then(|id| types.iter().find(|kind| kind.id == id)) {
        Some(kind) => kind.statuses.iter().map(|status| Lane::Status(status.id, status.category)).collect(),
        None => [Category::Open, Category::WaitingAgent, Category::WaitingCustomer, Category::Closed]
            .into_iter()
            .map(Lane::Category)
            .collect(),
    }
}

/// The one type that a view's filter lets through.
fn only_type(view: &SavedView) -> Option<TypeId> {
    let conditions = &view.definition.conditions;
    conditions.of.iter().filter(|_| conditions.mode == Mode::All).find_map(|part| match part {
        Condition::Test(test) if test.property == Property::Type && test.operator == Operator::Is => {
            test.value.parse().ok()
        }
        _ => None,
    })
}

/// The beginning of every column; of one of them the cards after a cursor.
///
/// # Errors
/// When the database fails.
pub fn board(
    conn: &mut Conn,
    actor: &Actor,
    view: View,
    saved: Option<&SavedView>,
    lanes: &[Lane],
    after: Option<(Lane, Cursor)>,
) -> Result<Vec<LanePage>> {
    let mut out = Vec::new();
    for lane in lanes.iter().copied() {
        let after = after.filter(|(of, _)| *of == lane).map(|(_, cursor)| cursor);
        let condition = lane.condition();
        let most = limits::BOARD_CARDS;
        // Of these the settled ones are found by no index, or are none; the column is there to drop cards.
        let unlisted = matches!(view, View::Standard(StandardView::Unassigned) | View::Service(_))
            || saved.is_some_and(|saved| views::is_open_only(&saved.definition.conditions));
        if lane.is_closed() && unlisted {
            out.push(LanePage { lane, rows: Vec::new(), next: None });
            continue;
        }
        let found = match saved {
            Some(saved) => {
                let narrowed = (condition.as_str(), !lane.is_closed());
                views::page(conn, actor, saved, saved.definition.order, after, narrowed, most)?
            }
            None => {
                let condition = format!("t.place = '' and {} and {condition}", view.narrowed(actor.person));
                if lane == Lane::Category(Category::Closed) {
                    rows_where(conn, actor, &condition, "updated_at", Order::Newest, after, (most, most))?
                } else {
                    important_first(conn, actor, &condition, Order::Newest, after, most)?
                }
            }
        };
        out.push(LanePage { lane, rows: found.rows, next: found.next });
    }
    Ok(out)
}
