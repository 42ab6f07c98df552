//! The API for programs, version 1: the same verbs as the pages, with JSON. A token acts as the agent who made it.

mod answer;
mod auth;
mod body;
mod canned;
mod desk_lists;
mod docs;
mod guides;
mod hooks;
mod people;
mod problem;
mod projects;
mod shapes;
mod spec;
mod tickets;
mod topics;
mod views;
mod writing;

pub(crate) use auth::layer;
pub(crate) use canned::{add as add_canned, change as change_canned, list as canned, remove as delete_canned};
pub(crate) use desk_lists::{agents, me, services, types, views};
pub(crate) use docs::page as docs;
pub(crate) use guides::{
    add as add_guide, change as change_guide, list as guides, one as guide, remove as delete_guide,
    search as search_guides,
};
pub(crate) use hooks::{
    add as add_webhook, change as change_webhook, deliveries, list as webhooks, remove as delete_webhook, replay,
};
pub(crate) use people::{add as add_person, find as find_people, one as person};
pub(crate) use problem::{Problem, in_json};
pub(crate) use projects::{add as add_project, change as change_project, list as projects, one as project};
pub(crate) use spec::openapi;
pub(crate) use tickets::{events, file, list as tickets, messages, one as ticket, search};
pub(crate) use topics::{
    comment as comment_topic, list as topics, moderate as moderate_topic, moderate_post, one as topic, sanction,
};
pub(crate) use views::{add as add_view, change as change_view, one as view, remove as delete_view};
pub(crate) use writing::{add as add_ticket, change as change_ticket, merge, split, undo, write};
