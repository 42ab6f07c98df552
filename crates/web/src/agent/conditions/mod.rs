//! Forms of conditions, as automations and views have them: the fields, what was typed, and words for it.

pub(super) mod fields;
mod typed;
pub(super) mod words;

pub(super) use typed::{Conditions, PLACES_MAX, by_name};
