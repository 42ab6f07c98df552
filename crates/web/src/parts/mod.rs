//! Small pieces that every page is made of.

mod cards;
mod fields;
mod files;
mod languages;
mod people;
mod shell;
mod tickets;
mod time;

pub(crate) use cards::{cards, protection};
pub(crate) use fields::{Errors, error_line, file_size, problem};
pub(crate) use files::{file_type, file_url, is_blank, is_picture, with_pictures};
pub(crate) use languages::languages;
pub(crate) use people::{avatar, initials, presence_avatar};
pub(crate) use shell::{Head, document, icon, large_icon, toast};
pub(crate) use tickets::{
    category_icon, category_name, mark_name, priority_icon, priority_name, shape_of, status_icon, status_name,
    type_name,
};
pub(crate) use time::{date, day, moment, month_of, time};
