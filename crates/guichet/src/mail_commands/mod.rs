//! `guichet mail …`: taking mail in from a pipe, and showing what is understood of one.

mod deliver;
mod inspect;

pub(crate) use deliver::deliver;
pub(crate) use inspect::inspect;
