//! `guichet mail …`: taking mail in from a pipe, showing what is understood of one, and reading all
//! again.

mod deliver;
mod inspect;
mod reparse;

pub(crate) use deliver::deliver;
pub(crate) use inspect::inspect;
pub(crate) use reparse::reparse;
