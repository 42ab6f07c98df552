//! The agents' space.

mod aside;
mod bulk;
mod composer;
mod conversation;
mod list_page;
mod lists;
mod mail_ledger;
mod new_ticket;
mod own;
mod profile;
mod properties;
mod reading;
mod shell;
mod ticket_page;
mod timeline;
mod writing;

pub(crate) use bulk::bulk;
pub(crate) use lists::{home, list, palette, search};
pub(crate) use own::{ledger, profile, release_mail, retry_mail, save_profile, set_password};
pub(crate) use properties::{add_tag, assign, change_department, remove_tag, set_priority, set_status, undo};
pub(crate) use reading::show;
pub(crate) use writing::{forget_upload, new_ticket, open, presence, reply, save_draft, upload};
