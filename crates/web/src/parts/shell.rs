//! The document around every page.

use maud::{DOCTYPE, Markup, html};

use crate::assets;
use crate::portals;
use crate::reader::Reader;

/// What the head and body of a document need.
pub(crate) struct Head<'p> {
    /// The title, without the product's name.
    pub title: &'p str,
    /// `agent` or `customer`.
    pub space: &'static str,
    /// The module that enhances the page.
    pub script: &'static str,
    /// Topics of live updates, separated by spaces; empty for pages that never change.
    pub live: &'p str,
    /// The newest event that the page shows.
    pub event: i64,
    /// What else the head says.
    pub more: Option<&'p Markup>,
}

/// A whole page.
pub(crate) fn document(reader: &Reader, head: &Head, body: &Markup) -> Markup {
    let keys = reader.person.as_ref().is_some_and(|person| person.keys_off).then_some("off");
    let live = Some(head.live).filter(|live| reader.repeatable && !live.is_empty());
    html! {
        (DOCTYPE)
        html lang=(reader.lang) data-tz=[reader.zone.iana_name()] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                meta name="color-scheme" content="light dark";
                title { (head.title) @if reader.portal.is_none() { " · Guichet" } }
                link rel="stylesheet" href=(assets::url("guichet.css"));
                link rel="icon" href=(assets::url("favicon.svg")) type="image/svg+xml";
                script type="module" src=(assets::url(head.script)) {}
                @if let Some(portal) = &reader.portal { (portals::brand(portal)) }
                @if let Some(more) = head.more { (more) }
            }
            body data-space=(head.space) data-live=[live]
                data-event=[live.map(|_| head.event)] data-keys=[keys] data-label-failed=(reader.text.msg_request_failed()) {
                (body)
            }
        }
    }
}

/// An icon of the sprite, hidden from screen readers: the word beside it says the same.
pub(crate) fn icon(name: &str) -> Markup {
    html! { svg class="i" aria-hidden="true" { use href={ (assets::url("icons.svg")) "#i-" (name) } {} } }
}

/// The same, larger.
pub(crate) fn large_icon(name: &str) -> Markup {
    html! { svg class="i" data-size="l" aria-hidden="true" { use href={ (assets::url("icons.svg")) "#i-" (name) } {} } }
}

/// The toast of the last action, with its undo.
pub(crate) fn toast(reader: &Reader) -> Markup {
    html! {
        div #toasts .toasts role="status" {
            @if let Some(flash) = &reader.flash {
                div.toast #{ "toast-" (flash.id) } {
                    span { (flash.text) }
                    @if let Some(change) = flash.undo {
                        form method="post" action={ "/agent/undo/" (change) } data-enhance {
                            button.btn data-variant="quiet" data-size="s" data-undo { (reader.text.msg_undo()) }
                        }
                    }
                }
            }
        }
    }
}
