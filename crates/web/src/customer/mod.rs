//! The customers' pages.

mod asking;
mod home;
mod legal;
mod my_tickets;
pub(crate) mod new_ticket;
mod reading;
pub(crate) mod shell;
mod similar;
mod ticket;

pub(crate) use asking::{form, open};
pub(crate) use home::{asking, categories, greeting};
pub(crate) use legal::{cookies, privacy, terms};
pub(crate) use reading::{home, mine, reply, reply_by_link, show, show_by_link, solved};
pub(crate) use similar::similar;

use desk::Frame;

use crate::app::App;
use crate::reader::Reader;

/// The organisation's name, departments and newest event, for customers' pages.
async fn frame(app: &App, reader: &Reader) -> desk::Result<std::sync::Arc<Frame>> {
    app.desk.frame(&reader.actor).await
}
