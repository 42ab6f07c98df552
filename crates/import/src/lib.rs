//! Files of other systems that become tickets, people and companies: read, understood, shown before they count, taken in
//! step by step. What is kept of an import, and how it goes on after a crash, is the desk's ([`desk::imports`]).
#![forbid(unsafe_code)]

mod apply;
mod conversation;
mod field;
mod known;
mod look;
mod mbox;
mod plan;
mod run;
mod source;
mod when;

pub use field::Field;
pub use look::{Look, Shown, has_month_first, look};
pub use mbox::Mbox;
pub use plan::{Definition, Problem};
pub use run::run;
pub use source::{Format, Unreadable, columns};
