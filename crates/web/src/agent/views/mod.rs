//! Views that agents make: the form, the list of them, and any view as a board.

pub(super) mod board;
mod form;
mod own;

pub(super) use form::order_name;
pub(crate) use form::{add, change, edit, new};
pub(crate) use own::{act, switch_default, views};
