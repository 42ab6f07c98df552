//! The agents' space.

mod aside;
mod bulk;
mod canned_picker;
pub(crate) mod composer;
mod conditions;
mod conversation;
mod dashboard;
mod guide_picker;
mod held_mail;
mod list_page;
mod lists;
mod look;
mod mail_leaving;
mod mail_ledger;
mod merging;
pub(crate) mod moderation;
mod moving;
mod new_ticket;
mod original;
mod own;
pub(crate) mod pictures;
mod planning;
mod profile;
mod projects;
mod properties;
mod publishing;
mod reading;
mod scheduled;
pub(crate) mod settings;
pub(crate) mod shell;
mod suppressed;
pub(crate) mod ticket_page;
mod timeline;
pub(crate) mod views;
mod why;
mod writing;

pub(crate) use bulk::{bulk, put as bulk_put};
pub(crate) use canned_picker::replies;
pub(crate) use dashboard::dashboard;
pub(crate) use guide_picker::guides;
pub(crate) use held_mail::{decide as decide_mail, held_file, held_mail, release_mail};
pub(crate) use lists::{home, list, palette, search};
pub(crate) use look::{look, paper};
pub(crate) use mail_leaving::{limit_mail, try_provider};
pub(crate) use merging::{merge, merge_form, split, split_form};
pub(crate) use moving::{move_form, move_message};
pub(crate) use original::{file as mail_file, read_again, source};
pub(crate) use own::{end_halt, keep_mail, ledger, profile, resume_mail, retry_mail, save_profile, set_password};
pub(crate) use pictures::picture;
pub(crate) use planning::{set_due, set_estimate, set_project};
pub(crate) use projects::{
    add as add_project, all as projects, change as change_project, edit as project, new as new_project,
};
pub(crate) use properties::{
    add_tag, assign, change_department, change_type, place, remove_tag, set_plan, set_priority, set_status, undo,
};
pub(crate) use publishing::{publish, publish_form};
pub(crate) use reading::show;
pub(crate) use scheduled::{decide as decide_scheduled, scheduled};
pub(crate) use shell::bits::{encode, view_name};
pub(crate) use suppressed::{list as suppressed, release as release_address, suppress};
pub(crate) use why::why;
pub(crate) use writing::{forget_upload, new_ticket, open, presence, reply, save_draft, set_file_link, upload};
