//! Settings of the desk, each room a page: services, types, addresses, agents, canned replies, rules, blocked senders.

mod addresses;
mod agents;
mod automations;
mod blocked;
mod canned;
mod companies;
mod contacts;
mod doctor;
mod features;
mod filters;
mod grants;
mod guides;
mod hours;
mod imports;
mod integrations;
mod legal;
mod mailboxes;
mod mails;
pub(super) mod names;
mod plans;
mod portals;
mod ready;
mod services;
mod signing;
mod types;

pub(crate) use addresses::{add_address, addresses, name_address, test_address};
pub(crate) use agents::{add_agent, agent, agents, change_role};
pub(super) use automations::words;
pub(crate) use automations::{add_rule, change_rule, new_rule, rule, rule_act, rule_log, rules, undo_run, undo_runs};
pub(crate) use blocked::{blocked, unblock};
pub(crate) use canned::{add_canned, canned, change_canned};
pub(crate) use companies::{add_company, change_company, companies};
pub(crate) use contacts::{add_contact, change_contact, contacts};
pub(crate) use doctor::{doctor, examine};
pub(crate) use features::{features, save_features};
pub(crate) use filters::{add_filter, change_filter, filters};
pub(super) use grants::own as own_grants;
pub(crate) use grants::{add_grant, change_grant};
pub(crate) use guides::{add_category, change_category, export, guides, import as import_guides, save_words};
pub(crate) use hours::{hours, save_hours};
pub(crate) use imports::{act as import_act, add as add_import, all as imports, one as import};
pub(crate) use integrations::{add_token, add_webhook, change_webhook, revoke_token, tokens, webhook, webhooks};
pub(crate) use legal::{legal, save_legal};
pub(crate) use mailboxes::{add_mailbox, begin_consent, change_mailbox, end_consent, mailbox_act, mailboxes};
pub(super) use mailboxes::{state as mailbox_state, where_it_is as mailbox_place};
pub(crate) use mails::{designer, mails, save_look, save_mail};
pub(crate) use plans::{add_plan, change_plan, plans};
pub(crate) use portals::{add_portal, change_portal, new_portal, portal, portals, save_relays, switch_portal};
pub(crate) use ready::{ready, save_ready};
pub(crate) use services::{add_department, add_service, change_department, change_service, services};
pub(crate) use signing::{add_key, key_act, signing};
pub(crate) use types::{add_type, change_type, delete_form, delete_status, kind, save_statuses, types};

use std::sync::Arc;

use axum::Extension;
use desk::{Frame, policy};
use maud::{Markup, html};

use super::shell;
use crate::answer::{Answer, redirect};
use crate::parts::{self, Errors};
use crate::reader::Reader;

/// Where settings begin: the first page that the reader may open.
pub(crate) async fn home(Extension(reader): Extension<Arc<Reader>>) -> Answer {
    let admin = policy::allow(&reader.actor, policy::Action::Configure, None).is_ok();
    Ok(redirect(if admin { "/agent/settings/services" } else { "/agent/settings/replies" }))
}

/// A page of settings: its heading, a sentence about it, and what it is made of.
pub(super) fn page(
    reader: &Reader,
    frame: &Frame,
    active: &'static str,
    title: &str,
    lead: &str,
    body: &Markup,
) -> Markup {
    sheet(reader, frame, active, title, Sheet::List, &html! { p.soft { (lead) } (body) })
}

/// What a page of settings is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sheet {
    /// It shows what there is and follows changes of others.
    List,
    /// The same, and wide.
    Wide,
    /// Wide, and what was typed or tried stays whatever happens elsewhere.
    Editor,
}

/// The same without the sentence.
fn sheet(reader: &Reader, frame: &Frame, active: &'static str, title: &str, kind: Sheet, body: &Markup) -> Markup {
    let list = kind != Sheet::Editor;
    let main = html! {
        header.topbar { h1 { (title) } }
        div.scroll {
            div.page.settings #settings data-size=(if kind == Sheet::List { "m" } else { "xl" }) data-region=[list.then_some("morph")] { (body) }
        }
    };
    let here = format!("/agent/settings/{active}");
    let place = shell::Place { active, title, live: "tickets imports mailboxes", here: &here, detail: false };
    shell::settings(reader, frame, &place, &main)
}

/// What is wrong, where a small form has no field of its own for it.
fn wrong(reader: &Reader, errors: &Errors) -> Markup {
    html! {
        @for error in errors {
            p.error role="alert" { (parts::problem(reader, errors, error.field).unwrap_or_default()) }
        }
    }
}

/// A form of one name and its buttons. `id` tells it from the others of the page.
struct NameForm<'f> {
    id: String,
    action: String,
    label: String,
    value: &'f str,
    button: String,
    errors: &'f Errors,
}

fn name_form(reader: &Reader, form: &NameForm) -> Markup {
    let invalid = !form.errors.is_empty();
    html! {
        form.name-form #{ "form-" (form.id) } method="post" action=(form.action) data-enhance {
            label.sr-only for={ "name-" (form.id) } { (form.label) }
            input.input #{ "name-" (form.id) } name="name" value=(form.value) required placeholder=(form.label)
                maxlength=(desk::limits::NAME_CHARS_MAX) autocomplete="off" aria-invalid=[invalid.then_some("true")]
                aria-describedby=[invalid.then(|| format!("wrong-{}", form.id))];
            button.btn type="submit" data-size="s" { (form.button) }
            @if invalid { div #{ "wrong-" (form.id) } { (wrong(reader, form.errors)) } }
        }
    }
}

/// Fields that stay out of sight until somebody changes something.
fn edit(reader: &Reader, id: &str, open: bool, form: &Markup) -> Markup {
    html! {
        details.edit #{ "edit-" (id) } open[open] {
            summary { (parts::icon("pencil")) (reader.text.msg_settings_change()) }
            (form)
        }
    }
}

/// A small form of one button; the name of the thing is read out with it.
pub(super) fn button_form(action: &str, value: &str, symbol: &str, label: &str) -> Markup {
    html! {
        form method="post" action=(action) data-enhance {
            button.btn type="submit" name="action" value=(value) data-variant="quiet" data-size="s" data-icon
                aria-label=(label) title=(label) { (parts::icon(symbol)) }
        }
    }
}
