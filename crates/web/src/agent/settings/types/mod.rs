//! Types of tickets: the list, one type with its statuses, and what becomes of a deleted status's tickets.

mod one;
mod statuses;

pub(crate) use one::{change_type, kind};
pub(crate) use statuses::{delete_form, delete_status, save_statuses};

use std::collections::HashMap;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::routing::{self, DeskAddress, Family, TicketType};
use desk::{Error, FieldError, Frame, StatusId, TypeId, limits};
use maud::{Markup, html};
use serde::Deserialize;

use super::{NameForm, name_form, page};
use crate::agent::shell::bits;
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts;
use crate::reader::Reader;

const HERE: &str = "/agent/settings/types";

/// Everything that the pages show beside the types.
struct Known {
    addresses: Vec<DeskAddress>,
    tickets: HashMap<StatusId, i64>,
}

impl Known {
    async fn load(app: &App) -> Result<Self, Failure> {
        let (addresses, tickets) =
            app.desk.read(|conn| Ok((routing::addresses(conn)?, routing::tickets_in(conn)?))).await?;
        Ok(Self { addresses, tickets: tickets.into_iter().collect() })
    }

    /// The address that stands for a type: the one that it got last. The desk's main one stands for the first type.
    fn address(&self, kind: &TicketType) -> Option<&DeskAddress> {
        let own = self.addresses.iter().filter(|address| address.kind == Some(kind.id));
        own.max_by_key(|address| (address.named_at, address.id.0))
            .or_else(|| self.addresses.first().filter(|_| kind.is_first()))
    }

    fn tickets_in(&self, status: StatusId) -> i64 {
        self.tickets.get(&status).copied().unwrap_or(0)
    }
}

/// The list.
pub(crate) async fn types(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    show(&app, &reader, StatusCode::OK, None, "", &[]).await
}

async fn show(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    refused: Option<Family>,
    typed: &str,
    errors: &[FieldError],
) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let known = Known::load(app).await?;
    let text = reader.text;
    let body = html! {
        @for family in Family::ALL.iter().copied() {
            @let back = refused == Some(family);
            (family_section(reader, &frame, &known, family, if back { typed } else { "" }, if back { errors } else { &[] }))
        }
    };
    let (title, lead) = (text.msg_settings_types(), text.msg_settings_types_lead());
    Ok(page_with(status, page(reader, &frame, "types", &title, &lead, &body)))
}

fn family_name(reader: &Reader, family: Family) -> String {
    match family {
        Family::Ticket => reader.text.msg_settings_family_ticket(),
        Family::Task => reader.text.msg_settings_family_task(),
        Family::Feature => reader.text.msg_settings_family_feature(),
    }
}

/// How many types of a family are in use, in words.
fn used(reader: &Reader, frame: &Frame, family: Family) -> String {
    let used = frame.types.iter().filter(|kind| kind.family == family && kind.enabled).count();
    reader.text.msg_settings_types_used(number(used), number(limits::TYPES_PER_FAMILY))
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn family_section(
    reader: &Reader,
    frame: &Frame,
    known: &Known,
    family: Family,
    typed: &str,
    errors: &[FieldError],
) -> Markup {
    let text = reader.text;
    let of = |enabled: bool| frame.types.iter().filter(move |kind| kind.family == family && kind.enabled == enabled);
    let id = format!("family-{}", family.code());
    html! {
        section.stack #(id) {
            header.cluster {
                h2 { (family_name(reader, family)) }
                span.meta { (used(reader, frame, family)) }
            }
            @if of(true).next().is_some() {
                ul.pick-list { @for kind in of(true) { (row(reader, known, kind)) } }
            }
            @if of(false).next().is_some() {
                details.edit {
                    summary { (parts::icon("eye-off")) (text.msg_settings_types_hidden(number(of(false).count()))) }
                    ul.pick-list { @for kind in of(false) { (row(reader, known, kind)) } }
                }
            }
            (name_form(reader, &NameForm {
                id: format!("new-{}", family.code()),
                action: format!("{HERE}?family={}", family.code()),
                label: text.msg_settings_type_new(),
                value: typed,
                button: text.msg_agent_add(),
                errors,
            }))
        }
    }
}

fn row(reader: &Reader, known: &Known, kind: &TicketType) -> Markup {
    let text = reader.text;
    let name = parts::type_name(reader, kind);
    let tickets: i64 = kind.statuses.iter().map(|status| known.tickets_in(status.id)).sum();
    html! {
        li.type-row #{ "type-" (kind.id) } {
            span.type-icon { (parts::icon(&kind.icon)) }
            div {
                a href={ (HERE) "/" (kind.id) } { (name) }
                p.hint {
                    @for (at, status) in kind.statuses.iter().enumerate() {
                        @if at > 0 { " → " }
                        (parts::status_name(reader, status))
                    }
                }
            }
            span.meta {
                @if let Some(address) = known.address(kind).filter(|_| kind.enabled) { (address.address) " · " }
                (text.msg_settings_type_tickets(bits::count(tickets)))
            }
            @if !kind.enabled {
                form method="post" action={ (HERE) "/" (kind.id) } data-enhance {
                    button.btn type="submit" name="action" value="enable" data-size="s" {
                        (text.msg_settings_enable()) span.sr-only { " " (name) }
                    }
                }
            }
        }
    }
}

/// Which family a new type belongs to.
#[derive(Debug, Deserialize)]
pub(crate) struct Of {
    family: String,
}

/// A name.
#[derive(Debug, Deserialize)]
pub(crate) struct Named {
    #[serde(default)]
    name: String,
}

/// Makes a type.
pub(crate) async fn add_type(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    axum::extract::Query(of): axum::extract::Query<Of>,
    Form(named): Form<Named>,
) -> Answer {
    let family = Family::from_code(&of.family).ok_or(Failure::BadRequest)?;
    let typed = named.name.clone();
    let frame = app.desk.frame(&reader.actor).await?;
    if is_taken(&reader, &frame, None, &typed) {
        let errors = [FieldError { field: "name", problem: "taken" }];
        return show(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, Some(family), &typed, &errors).await;
    }
    match app.desk.change(&reader.actor, move |c| routing::add_type(c, family, &named.name)).await {
        Ok(id) => redirect_after(&page_of(id), Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => {
            show(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, Some(family), &typed, &errors).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether another type has the name in the reader's language: the desk itself knows no words for built-in ones.
fn is_taken(reader: &Reader, frame: &Frame, own: Option<TypeId>, name: &str) -> bool {
    let wanted = name.trim().to_lowercase();
    frame.types.iter().any(|kind| Some(kind.id) != own && parts::type_name(reader, kind).to_lowercase() == wanted)
}

fn page_of(id: TypeId) -> String {
    format!("{HERE}/{id}")
}
