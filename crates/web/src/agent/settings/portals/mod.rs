//! Portals: the list, each with its switch, what visitors see, and how it gets to them.

mod codes;
mod form;
mod matrix;

pub(crate) use form::{add_portal, change_portal, new_portal, portal};

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use desk::policy::VisitorView;
use desk::portals::{self, Portal, PortalForm, Seen};
use desk::settings::{self, Setting};
use desk::{Error, PortalId, Time, limits};
use maud::{Markup, html};
use serde::Deserialize;

use super::companies::{Wanted, search};
use super::{Sheet, sheet};
use crate::agent::shell::bits;
use crate::answer::{Answer, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts::{self, icon};
use crate::portals::url;
use crate::reader::Reader;

const HERE: &str = "/agent/settings/portals";
/// Over which questions are counted.
const WEEK: std::time::Duration = std::time::Duration::from_secs(7 * 24 * 3600);

/// The list.
pub(crate) async fn portals(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let (words, after, now) = (wanted.q.clone(), wanted.after(), reader.now);
    let since = Time(now.0.saturating_sub(i64::try_from(WEEK.as_micros()).unwrap_or(i64::MAX)));
    let (found, seen, without, relays) = app
        .desk
        .read(move |conn| {
            let found = portals::page(conn, &words, after.as_ref(), since)?;
            let mut seen = Vec::new();
            for portal in &found.portals {
                seen.push(portals::seen_by_visitors(conn, portal, now)?);
            }
            let without = portals::companies_without(conn)?;
            Ok((found, seen, without, settings::get(conn, Setting::ScreenRelays)?))
        })
        .await?;
    let text = reader.text;
    let rows = found.portals.iter().zip(&seen).zip(&found.questions);
    let body = html! {
        div.cluster.portals-head {
            p.soft { (text.msg_portals_lead()) }
            span.spacer {}
            (search(&reader, HERE, &wanted.q, &text.msg_companies_find()))
            a.btn href={ (HERE) "/new" } data-variant="primary" data-size="s" { (icon("plus")) (text.msg_portals_add()) }
        }
        @if found.portals.is_empty() {
            div.empty { span.empty-art { (parts::large_icon("app-window")) } h2 { (text.msg_portals_none()) } p { (text.msg_portals_none_hint()) } }
        } @else {
            div.table-wrap {
                table.table data-stack {
                    thead { tr {
                        th scope="col" { (text.msg_portals_company()) }
                        th scope="col" { (text.msg_portals_address()) }
                        th scope="col" { (text.msg_portals_portal()) }
                        th scope="col" { (text.msg_portals_visitors_see()) }
                        th.end scope="col" { (text.msg_portals_questions()) }
                        th scope="col" { span.sr-only { (text.msg_portals_actions()) } }
                    } }
                    tbody { @for ((portal, seen), questions) in rows { (row(&app, &reader, portal, seen, *questions)) } }
                }
            }
        }
        @if let Some(next) = &found.next { p { a.btn href=(wanted.next(HERE, next)) { (text.msg_companies_more()) } } }
        p.meta.page-note {
            (bits::sized_icon("info", "s"))
            (text.msg_portals_one_each())
            @if !without.is_empty() { " " (text.msg_portals_without(without.iter().take(5).map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", "))) }
        }
        section.form-section aria-labelledby="relays-title" {
            header { h2 #relays-title { (text.msg_portals_relays()) } p { (text.msg_portals_relays_hint()) } }
            form.stack #relays method="post" action={ (HERE) "/relays" } data-enhance {
                div.field {
                    label for="relays-list" { (text.msg_portals_relays_list()) }
                    textarea.textarea #relays-list name="relays" rows="2" spellcheck="false" placeholder="turn:turn.example.org:3478 name password" maxlength=(limits::SITES_CHARS_MAX) { (relays) }
                }
                div { button.btn type="submit" { (text.msg_agent_save()) } }
            }
        }
    };
    Ok(page_with(StatusCode::OK, sheet(&reader, &frame, "portals", &text.msg_portals_title(), Sheet::Wide, &body)))
}

fn row(app: &App, reader: &Reader, portal: &Portal, seen: &Seen, questions: i64) -> Markup {
    let text = reader.text;
    let address = url(&app.settings, portal);
    let shown = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
    let one = format!("{HERE}/{}", portal.id);
    html! {
        tr #{ "portal-" (portal.id) } {
            td { a.co-link href=(one) { (portal.company.1) } @if portal.name != portal.company.1 { " " span.meta { (portal.name) } } }
            td { a.mono href=(address) { (shown) } }
            td {
                form method="post" action={ (one) "/switch" } data-enhance {
                    button.switch-button type="submit" role="switch" aria-checked=(portal.active) name="active" value=(if portal.active { "" } else { "yes" })
                        aria-label=(text.msg_portals_switch(&portal.name)) {
                        span.switch-track aria-hidden="true" {}
                        @if portal.active { (text.msg_portals_active()) } @else { (text.msg_portals_inactive()) }
                    }
                }
            }
            td { (visitors_see(reader, seen)) }
            td.num { (bits::count(questions)) }
            td.end.nowrap { a.btn href={ (one) "#codes" } data-size="s" { (icon("code")) (text.msg_portals_codes()) } }
        }
    }
}

/// What visitors see, in a word.
pub(super) fn visitors_see(reader: &Reader, seen: &Seen) -> Markup {
    let text = reader.text;
    html! {
        span.status {
            @match seen.view {
                VisitorView::Chat => { span.dot data-tone="success" {} (text.msg_portals_available(i64::try_from(seen.available.len()).unwrap_or(0))) }
                VisitorView::Message => { span.dot {} (text.msg_portals_message()) }
                VisitorView::Unavailable => span.muted { (text.msg_portal_unavailable()) },
            }
        }
    }
}

/// A switch.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Switched {
    active: String,
    action: String,
}

/// Switches a portal on or off, gives it a new secret, takes its logo away, or deletes it.
pub(crate) async fn switch_portal(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<PortalId>,
    Form(switched): Form<Switched>,
) -> Answer {
    let action = switched.action.clone();
    let done = app
        .desk
        .change(&reader.actor, move |c| match switched.action.as_str() {
            "secret" => portals::new_secret(c, id),
            "no_logo" => portals::set_logo(c, id, None),
            "delete" => portals::delete_portal(c, id).map(|_| ()),
            _ => portals::switch_portal(c, id, !switched.active.is_empty()),
        })
        .await;
    match (done, action.as_str()) {
        (Ok(()), "secret" | "no_logo") => redirect_after(&format!("{HERE}/{id}"), Done::Saved, 1, None),
        (Ok(()), _) => redirect_after(HERE, Done::Saved, 1, None),
        (Err(Error::Invalid(errors)), _) => {
            form::show(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, Some(id), None, &errors).await
        }
        (Err(error), _) => Err(error.into()),
    }
}

/// The servers that help browsers find each other.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Relays {
    relays: String,
}

/// Keeps them.
pub(crate) async fn save_relays(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(form): Form<Relays>,
) -> Answer {
    let lines: String = form.relays.chars().take(limits::SITES_CHARS_MAX).collect();
    app.desk.change(&reader.actor, move |c| settings::set(c, Setting::ScreenRelays, lines.trim())).await?;
    redirect_after(HERE, Done::Saved, 1, None)
}

/// A portal as its form begins.
fn form_of(portal: &Portal) -> PortalForm {
    PortalForm {
        company: Some(portal.company.0),
        subdomain: portal.subdomain.clone(),
        domain: portal.domain.clone(),
        active: portal.active,
        name: portal.name.clone(),
        hue: portal.hue,
        chroma: portal.chroma,
        language: portal.language.clone(),
        welcome: portal.welcome.clone(),
        guides: portal.guides,
        community: portal.community,
        sites: portal.sites.clone(),
        department: Some(portal.department),
    }
}
