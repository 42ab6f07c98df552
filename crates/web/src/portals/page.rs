//! The pages of a portal: whole, or small in a window or another site.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::portals::{self, Portal, Seen};
use desk::{FieldError, Frame, challenge};
use maud::{Markup, html};
use serde::Deserialize;

use super::contact::{self, Asked};
use super::portal_of;
use crate::answer::{Answer, Failure, page_with};
use crate::app::App;
use crate::customer::{self, shell};
use crate::guides;
use crate::parts::{self, Head};
use crate::reader::Reader;
use crate::{assets, community};

/// How the page is wanted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    /// Present: small, for a window or a frame.
    pub frame: String,
    /// Where the visitor was.
    pub page: String,
}

impl Wanted {
    pub(crate) fn is_framed(&self) -> bool {
        !self.frame.is_empty()
    }
}

/// A portal by its path.
pub(crate) async fn show(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let portal = portal_of(&reader)?;
    let asked = Asked { page: wanted.page.clone(), ..Asked::default() };
    render(&app, &reader, &portal, &wanted, StatusCode::OK, &asked, &[]).await
}

/// A portal by its own name, at the root.
pub(crate) async fn home(app: &App, reader: &Reader, portal: &Portal, wanted: &Wanted) -> Answer {
    render(app, reader, portal, wanted, StatusCode::OK, &Asked::default(), &[]).await
}

/// What the page is made of.
pub(super) struct Model<'p> {
    pub portal: &'p Portal,
    pub frame: Arc<Frame>,
    pub seen: Seen,
    pub challenge: Option<challenge::Challenge>,
    pub asked: &'p Asked,
    pub errors: &'p [FieldError],
    pub framed: bool,
}

/// The page with a form as it was typed.
pub(super) async fn render(
    app: &App,
    reader: &Reader,
    portal: &Portal,
    wanted: &Wanted,
    status: StatusCode,
    asked: &Asked,
    errors: &[FieldError],
) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let (of, kept, stranger, now) = (portal.clone(), asked.challenge.clone(), reader.person.is_none(), reader.now);
    let (seen, challenge) = app
        .desk
        .read(move |conn| {
            let seen = portals::seen_by_visitors(conn, &of, now)?;
            let challenge = if stranger { Some(challenge::issue(conn, &kept, now)?) } else { None };
            Ok((seen, challenge))
        })
        .await?;
    let model = Model { portal, frame, seen, challenge, asked, errors, framed: wanted.is_framed() };
    if model.framed {
        let widget = contact::widget(reader, &model);
        let live = format!("portal:{}", portal.id);
        return in_frame(
            &portal.sites,
            status,
            frame_document(reader, portal, &live, model.frame.newest_event.0, &widget),
        );
    }
    let main = whole(app, reader, &model).await?;
    let live = format!("portal:{}", portal.id);
    let head = Head {
        title: &portal.name,
        space: "customer",
        script: "portal.js",
        live: &live,
        event: model.frame.newest_event.0,
        more: None,
    };
    Ok(page_with(status, shell::page_with_head(reader, &model.frame, "", &head, &main)))
}

async fn whole(app: &App, reader: &Reader, model: &Model<'_>) -> Result<Markup, Failure> {
    let portal = model.portal;
    let front = app.desk.front(&reader.actor, reader.lang).await?;
    let asking = if portal.community { community::front(app, reader, &model.frame).await? } else { Vec::new() };
    let shows_guides = portal.guides && !front.hidden && front.total > 0;
    Ok(html! {
        div.portal data-size=[(!shows_guides).then_some("m")] {
            section.hero aria-labelledby="home-title" {
                h1 #home-title { (customer::greeting(reader)) }
                @if !portal.welcome.is_empty() { p { (portal.welcome) } }
                @if shows_guides { (guides::search_form(reader, "", true)) }
            }
            div.two-col.portal-bottom {
                div.stack {
                    @if shows_guides { (customer::categories(reader, &front)) }
                    (customer::asking(reader, &asking))
                }
                aside.contact #contact data-region="morph" aria-labelledby="contact-title" { (contact::panel(reader, model)) }
            }
        }
        a.launcher.portal-launcher href="#contact" aria-label=(reader.text.msg_portal_to_contact()) { (parts::icon("message-circle")) }
    })
}

/// The document of a small page: no menu, no footer, the portal's colours.
pub(crate) fn frame_document(reader: &Reader, portal: &Portal, live: &str, event: i64, widget: &Markup) -> Markup {
    let own = html! {
        meta name="robots" content="noindex";
        @if reader.portal.is_none() { (brand(portal)) }
    };
    let head = Head { title: &portal.name, space: "customer", script: "portal.js", live, event, more: Some(&own) };
    let body = html! {
        main.widget-page #main { (widget) }
        (parts::toast(reader))
    };
    parts::document(reader, &head, &body)
}

/// A page that the portal's sites may show in their own; all, while there is no list.
pub(crate) fn in_frame(sites: &str, status: StatusCode, page: Markup) -> Result<Response, Failure> {
    let mut response = page_with(status, page);
    guides::allow_framing(&mut response, sites)?;
    Ok(response)
}

/// The style sheet with the portal's colours, for the head of its pages.
pub(crate) fn brand(portal: &Portal) -> Markup {
    html! { link rel="stylesheet" href={ "/p/" (portal.subdomain) "/brand.css?" (portal.hue) "-" (portal.chroma) "-" (assets::version()) }; }
}
