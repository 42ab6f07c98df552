//! What stands around every agent page: navigation, palette, key help, banners and toasts.

pub(crate) mod bits;
mod dialogs;
pub(crate) mod fields;
mod nav;
mod settings_nav;

use desk::Frame;
use maud::{Markup, html};

use crate::chat;
use crate::parts;
use crate::reader::Reader;

/// Where a page stands.
pub(crate) struct Place<'p> {
    /// Code of the view that the menu marks, or empty.
    pub active: &'p str,
    /// The document's title.
    pub title: &'p str,
    /// Topics of live updates.
    pub live: &'p str,
    /// The page's own address, to come back to.
    pub here: &'p str,
    /// One thing in full: phones show it without the bar at the bottom.
    pub detail: bool,
}

/// An agent page; `main` is what stands inside the `main` element: a `header.topbar`, then a `.scroll`.
pub(crate) fn page(reader: &Reader, frame: &Frame, active: &str, title: &str, live: &str, main: &Markup) -> Markup {
    let here = format!("/agent/views/{}", if active.is_empty() { "mine" } else { active });
    document(reader, frame, &Place { active, title, live, here: &here, detail: false }, main)
}

/// The same for a page that knows its own address.
pub(crate) fn document(reader: &Reader, frame: &Frame, place: &Place, main: &Markup) -> Markup {
    around(reader, frame, place, &nav::sidenav(reader, frame, place), main)
}

/// A page of settings; `place.active` is the code of the settings' menu.
pub(crate) fn settings(reader: &Reader, frame: &Frame, place: &Place, main: &Markup) -> Markup {
    around(reader, frame, place, &settings_nav::sidenav(reader, place), main)
}

fn around(reader: &Reader, frame: &Frame, place: &Place, nav: &Markup, main: &Markup) -> Markup {
    // Whoever takes requests hears of them on every page.
    let me = reader.actor.person.map_or(0, |person| person.0);
    let takes = frame.chat.as_ref().is_some_and(|(standing, _)| standing.available);
    let live = match place.live {
        live if takes && !live.contains("chats") => format!("{live} chats chats-of:{me}").trim_start().to_owned(),
        live => live.to_owned(),
    };
    let head = parts::Head {
        title: place.title,
        space: "agent",
        script: "agent.js",
        live: &live,
        event: frame.newest_event.0,
        more: None,
    };
    let body = html! {
        a.skip-link href="#main" { (reader.text.msg_agent_skip()) }
        div.shell data-page=[place.detail.then_some("detail")] {
            (nav)
            main.sheet #main tabindex="-1" {
                (banners(reader))
                (chat::availability_notice(reader, frame))
                (main)
            }
            (nav::tabbar(reader, place.active))
        }
        (chat::availability_menu(reader, frame, place.here))
        (dialogs::palette(reader))
        (dialogs::keys(reader))
        (parts::toast(reader))
    };
    parts::document(reader, &head, &body)
}

fn banners(reader: &Reader) -> Markup {
    let text = reader.text;
    html! {
        div #offline .banner role="status" hidden { (parts::icon("wifi-off")) (text.msg_agent_offline()) }
        div #moved .banner data-tone="info" role="status" hidden {
            (parts::icon("info"))
            (text.msg_agent_moved())
            a.btn data-size="s" href="" { (text.msg_agent_reload()) }
        }
    }
}
