//! A customer's tickets: by account, or one by its link.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::community::Visibility;
use desk::policy::Action;
use desk::settings::{self, Setting};
use desk::tickets::{self, Category, Channel, Cursor, CustomerReply, MailFacts, Place};
use desk::{Actor, Error, FieldError, Refusal, TicketId, people};
use serde::Deserialize;

use super::ticket::{self as ticket_page, TicketModel};
use super::{frame, home as home_page, my_tickets};
use crate::answer::{Answer, Failure, page, page_with, redirect};
use crate::app::App;
use crate::form::Form;
use crate::reader::Reader;
use crate::{body, community, portals};

/// The front page. A desk that is not set up yet says so.
pub(crate) async fn home(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(wanted): Query<portals::Wanted>,
) -> Answer {
    let frame = frame(&app, &reader).await?;
    let ready = app.desk.read(|conn| settings::get(conn, Setting::Setup)).await?;
    if ready.is_empty() {
        return page(crate::account::setup::waiting(&reader));
    }
    if let Some(portal) = &reader.portal {
        return portals::home(&app, &reader, portal, &wanted).await;
    }
    let front = app.desk.front(&reader.actor, reader.lang).await?;
    let asked = community::front(&app, &reader, &frame).await?;
    page(home_page::page(&reader, &frame, &front, &asked))
}

/// Which page of a list.
#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    after: String,
}

/// The reader's tickets.
pub(crate) async fn mine(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let frame = frame(&app, &reader).await?;
    // Staff see here what they asked themselves, not what they answer.
    let actor = as_customer(&reader);
    let after = Cursor::from_code(&wanted.after);
    let found = app.desk.read(move |conn| tickets::own(conn, &actor, after)).await?;
    let next = found.next.map(|cursor| format!("/tickets?after={}", cursor.code()));
    page(my_tickets::page(&reader, &frame, &found.rows, next, frame.newest_event.0))
}

/// The reader in the customer's role, whatever else they are.
fn as_customer(reader: &Reader) -> Actor {
    match (&reader.person, reader.actor.person) {
        (Some(person), Some(id)) => Actor::person(id, &person.name, people::Role::Customer, None),
        _ => reader.actor.clone(),
    }
}

/// How a page is reached and shown.
struct Shown {
    actor: Actor,
    reply_url: String,
    /// The code of the link that the reader came by.
    link: Option<String>,
    status: StatusCode,
    errors: Vec<FieldError>,
    refusal: Option<Refusal>,
    typed: String,
}

async fn render(app: &App, reader: &Reader, id: TicketId, shown: Shown) -> Result<Response, Failure> {
    let frame = frame(app, reader).await?;
    let actor = shown.actor.clone();
    let found = app.desk.read(move |conn| tickets::customer_page(conn, &actor, id)).await?;
    let live = if shown.link.is_some() { String::new() } else { format!("question:{id}") };
    let model = TicketModel {
        page: &found,
        reply_url: shown.reply_url,
        errors: &shown.errors,
        refusal: shown.refusal,
        typed: &shown.typed,
        event: frame.newest_event.0,
        live: &live,
        me: shown.actor.person,
        link: shown.link.as_deref(),
    };
    Ok(page_with(shown.status, ticket_page::page(reader, &frame, &model)))
}

fn shown_to(reader: &Reader, id: TicketId) -> Shown {
    Shown {
        actor: as_customer(reader),
        reply_url: format!("/tickets/{id}/messages"),
        link: None,
        status: StatusCode::OK,
        errors: Vec::new(),
        refusal: None,
        typed: String::new(),
    }
}

/// One of the reader's tickets.
pub(crate) async fn show(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
) -> Answer {
    let actor = as_customer(&reader);
    let (merged, public) = app
        .desk
        .read(move |conn| {
            let found = tickets::find(conn, &actor, id)?;
            Ok((found.merged_into, found.visibility == Visibility::Public && found.place == Place::Desk))
        })
        .await?;
    match merged {
        Some(into) => Ok(redirect(&format!("/tickets/{into}"))),
        // Its page is where others answer. Whom the community is closed to still has this one.
        None if public && opens(&app, &reader, id).await => Ok(redirect(&format!("/community/{id}"))),
        None => render(&app, &reader, id, shown_to(&reader, id)).await,
    }
}

/// Whether the reader may read the topic in the community.
async fn opens(app: &App, reader: &Reader, id: TicketId) -> bool {
    let (actor, now) = (reader.actor.clone(), reader.now);
    app.desk.read(move |conn| desk::community::find(conn, &actor, id, Action::ReadCommunity, now)).await.is_ok()
}

/// The ticket of a link, for the person whom it was made for.
async fn linked(app: &App, code: &str) -> Result<(TicketId, Shown), Failure> {
    let wanted = code.to_owned();
    let (ticket, person) = app.desk.read(move |conn| tickets::open_link(conn, &wanted)).await?;
    let shown = Shown {
        actor: Actor::ticket_link(person.id, &person.name, ticket.id),
        reply_url: format!("/t/{code}/messages"),
        link: Some(code.to_owned()),
        status: StatusCode::OK,
        errors: Vec::new(),
        refusal: None,
        typed: String::new(),
    };
    Ok((ticket.id, shown))
}

/// A ticket by its link.
pub(crate) async fn show_by_link(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(code): Path<String>,
) -> Answer {
    let (id, shown) = linked(&app, &code).await?;
    render(&app, &reader, id, shown).await
}

/// Asks once more before a ticket is settled: programs that look at links in mails press no buttons.
pub(crate) async fn solved(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(code): Path<String>,
) -> Answer {
    let wanted = code.clone();
    let (ticket, _) = app.desk.read(move |conn| tickets::open_link(conn, &wanted)).await?;
    if ticket.status.category == Category::Closed {
        return Ok(redirect(&format!("/t/{code}")));
    }
    let frame = frame(&app, &reader).await?;
    page(ticket_page::solved(&reader, &frame, &ticket.subject, &code))
}

/// An answer in one of the reader's tickets.
pub(crate) async fn reply(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    parts: Multipart,
) -> Answer {
    let shown = shown_to(&reader, id);
    answer(&app, &reader, id, &format!("/tickets/{id}"), shown, parts).await
}

/// An answer by a link.
pub(crate) async fn reply_by_link(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(code): Path<String>,
    parts: Multipart,
) -> Answer {
    let (id, shown) = linked(&app, &code).await?;
    answer(&app, &reader, id, &format!("/t/{code}"), shown, parts).await
}

async fn answer(app: &App, reader: &Reader, id: TicketId, back: &str, mut shown: Shown, parts: Multipart) -> Answer {
    let form = Form::read(parts).await?;
    let author = shown.actor.person.ok_or(Failure::Forbidden)?;
    let settles = !form.get("settle").is_empty();
    let new = CustomerReply {
        author,
        body: body::written(form.get("body"), form.get("format")),
        files: form.files.clone(),
        channel: Channel::Web,
        mail: MailFacts::default(),
    };
    let writes = !settles || !new.body.text.trim().is_empty() || !new.files.is_empty();
    let result = app
        .desk
        .change(&shown.actor, move |c| {
            if writes {
                tickets::reply_as_customer(c, id, &new)?;
                // The rules have their say first: what the customer wants comes last.
                c.react()?;
            }
            if settles { tickets::settle(c, id) } else { Ok(()) }
        })
        .await;
    match result {
        Ok(()) => Ok(redirect(back)),
        Err(Error::Refused(refusal)) => {
            shown.status = StatusCode::UNPROCESSABLE_ENTITY;
            shown.refusal = Some(refusal);
            shown.typed = form.get("body").to_owned();
            render(app, reader, id, shown).await
        }
        Err(Error::Invalid(errors)) => {
            shown.status = StatusCode::UNPROCESSABLE_ENTITY;
            shown.errors = errors;
            shown.typed = form.get("body").to_owned();
            render(app, reader, id, shown).await
        }
        Err(error) => Err(error.into()),
    }
}
