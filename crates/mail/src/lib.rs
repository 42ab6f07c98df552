//! The mail door: understanding messages, taking them in, sending answers.
#![forbid(unsafe_code)]

pub mod authenticity;
pub mod cards;
pub mod doctor;
pub mod imap;
pub mod inspect;
pub mod intake;
// Made by the build; a test of the repository finds texts that nobody uses.
#[allow(dead_code, missing_docs, clippy::all, clippy::unwrap_used, clippy::expect_used)]
mod l10n;
pub mod limits;
pub mod outgoing;
pub mod signing;
pub mod smtp;
pub mod understand;
