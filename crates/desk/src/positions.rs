//! The order of what an admin arranges by hand: services, departments, filters, rules.

use store::params;

use crate::change::Change;
use crate::error::{Error, Result};

/// Moves `id` one place up or down in `order`, and keeps the order in `table`; false at either end.
///
/// # Errors
/// [`Error::NotFound`] when it is not in the order.
pub(crate) fn move_one(c: &mut Change, table: &str, mut order: Vec<i64>, id: i64, up: bool) -> Result<bool> {
    let at = order.iter().position(|one| *one == id).ok_or(Error::NotFound)?;
    let other = if up { at.checked_sub(1) } else { Some(at + 1) };
    let Some(other) = other.filter(|other| *other < order.len()) else { return Ok(false) };
    order.swap(at, other);
    keep(c, table, &order)?;
    Ok(true)
}

/// Keeps an order in the positions of `table`.
///
/// # Errors
/// When the database fails.
pub(crate) fn keep(c: &mut Change, table: &str, order: &[i64]) -> Result<()> {
    let sql = format!("update {table} set position = ?2 where id = ?1");
    for (position, id) in (0_i64..).zip(order) {
        c.sql().execute(&sql, params![*id, position])?;
    }
    Ok(())
}
