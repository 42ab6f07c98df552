//! The HTTP door: pages, live updates, downloads. It decides nothing: it extracts, calls the desk,
//! and answers.
#![forbid(unsafe_code)]

mod access;
mod account;
mod agent;
mod answer;
mod api;
mod app;
mod assets;
mod body;
mod chat;
mod community;
mod customer;
mod doctor;
mod drain;
mod error_page;
mod files;
mod flash;
mod form;
mod guides;
// Made by the build; a test of the repository finds texts that nobody uses.
#[allow(dead_code, missing_docs, clippy::all, clippy::unwrap_used, clippy::expect_used)]
mod l10n;
mod limits;
mod live;
pub mod notices;
mod parts;
mod portals;
mod presence;
mod reader;
mod routes;
mod server;
mod signing;
mod throttle;
pub mod webhooks;

pub use app::{App, ReadAgain, Settings};
pub use doctor::{Doctor, reach};
pub use routes::{RouteInfo, router, table};
pub use server::serve;
pub use signing::{Asked, Signing};
