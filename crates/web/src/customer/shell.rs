//! What stands around every customer page: header, languages, footer.

mod field;

use desk::Frame;
use desk::policy::Action;
use markup::guide::MediaByName;
use maud::{Markup, PreEscaped, html};

use crate::assets;
use crate::community;
use crate::parts::{self, Head, icon};
use crate::reader::Reader;

pub(crate) use super::ticket::files;
pub(crate) use field::{Field, described_by, text_field};

/// A whole customer page. `active` is the page's place in the menu: `tickets`, `new`, or empty.
pub(crate) fn page(
    reader: &Reader,
    frame: &Frame,
    active: &str,
    title: &str,
    live: &str,
    event: i64,
    main: &Markup,
) -> Markup {
    page_with_head(
        reader,
        frame,
        active,
        &Head { title, space: "customer", script: "customer.js", live, event, more: None },
        main,
    )
}

/// The same with a head of its own.
pub(crate) fn page_with_head(reader: &Reader, frame: &Frame, active: &str, head: &Head, main: &Markup) -> Markup {
    let live = head.live;
    let body = html! {
        a.skip-link href="#main" { (reader.text.msg_customer_skip()) }
        (top(reader, frame, active))
        @if !live.is_empty() {
            p #offline .banner role="status" hidden { (icon("wifi-off")) (reader.text.msg_customer_offline()) }
        }
        @if !reader.welcome.is_empty() { (welcome(reader)) }
        main #main tabindex="-1" { (main) }
        footer.portal-foot {
            div {
                span { @if let Some(portal) = &reader.portal { (portal.name) } @else { (shown_name(&frame.organisation)) } }
                a href="/terms" { (reader.text.msg_legal_terms()) }
                a href="/privacy" { (reader.text.msg_legal_privacy()) }
                a href="/cookies" { (reader.text.msg_legal_cookies()) }
                span.end { (reader.text.msg_customer_powered_by()) }
            }
        }
        (parts::toast(reader))
    };
    parts::document(reader, head, &body)
}

/// The words of the reader's plan, once for each time that they sign in.
fn welcome(reader: &Reader) -> Markup {
    let text = reader.text;
    html! {
        section.welcome aria-label=(text.msg_plans_welcome()) {
            div.prose { (PreEscaped(markup::guide::render(&reader.welcome, &MediaByName::default()).html)) }
            form method="post" action="/welcome" data-put-away {
                input type="hidden" name="back" value=(reader.here);
                button.btn type="submit" data-variant="quiet" data-icon aria-label=(text.msg_plans_put_away())
                    title=(text.msg_plans_put_away()) { (icon("x")) }
            }
        }
    }
}

/// Whether the help centre is there for the reader.
pub(crate) fn reads_guides(reader: &Reader, frame: &Frame) -> bool {
    frame.help_centre.allow(&reader.actor, Action::ReadGuides).is_ok()
}

/// The product's mark.
pub(crate) fn mark() -> Markup {
    html! { svg class="mark" aria-hidden="true" { use href={ (assets::url("icons.svg")) "#i-mark" } {} } }
}

/// The organisation's name; the product's before set-up.
pub(crate) fn shown_name(organisation: &str) -> &str {
    if organisation.trim().is_empty() { "Guichet" } else { organisation }
}

fn top(reader: &Reader, frame: &Frame, active: &str) -> Markup {
    let text = reader.text;
    html! {
        header.portal-top {
            (logo(reader, frame))
            nav aria-label=(text.msg_customer_nav()) {
                @if reads_guides(reader, frame) {
                    a href="/guides" aria-current=[current(active, "guides")] { (text.msg_guide_all()) }
                }
                @if community::is_open(reader, frame) {
                    a href="/community" aria-current=[current(active, "community")] { (text.msg_topic_all()) }
                }
                a href="/tickets" aria-current=[current(active, "tickets")] { (text.msg_customer_my_questions()) }
                a href="/tickets/new" aria-current=[current(active, "new")] { (text.msg_customer_ask()) }
            }
            div.end {
                button.btn.desktop-only type="button" data-variant="quiet" popovertarget="languages" {
                    (icon("languages")) (text.msg_language_name())
                }
                @if let Some(person) = &reader.person {
                    button.btn type="button" data-variant="quiet" data-icon popovertarget="me" {
                        span.sr-only { (text.msg_customer_account(&person.name)) }
                        (large_avatar(person.id, &person.name))
                    }
                } @else {
                    a.btn.desktop-only href="/sign-in" { (text.msg_customer_sign_in()) }
                }
                button.btn.mobile-only type="button" data-variant="quiet" data-icon popovertarget="portal-menu"
                    aria-label=(text.msg_customer_menu()) { (icon("menu")) }
            }
        }
        div #languages .menu popover data-align="end" { (parts::languages(reader, "menu-item", &reader.here)) }
        (person_menu(reader))
        (phone_menu(reader, frame, active))
    }
}

/// Whose pages these are: the portal's company, or the desk's own organisation.
fn logo(reader: &Reader, frame: &Frame) -> Markup {
    html! {
        @if let Some(portal) = &reader.portal {
            a.logo.truncate href={ "/p/" (portal.subdomain) } {
                @if portal.logo.is_some() { img.portal-logo src={ "/p/" (portal.subdomain) "/logo" } alt="" width="28" height="28"; }
                @else { (mark()) }
                span.truncate { (portal.name) }
            }
        } @else {
            a.logo.truncate href="/" { (mark()) span.truncate { (shown_name(&frame.organisation)) } }
        }
    }
}

fn current(active: &str, place: &str) -> Option<&'static str> {
    (active == place).then_some("page")
}

fn person_menu(reader: &Reader) -> Markup {
    let text = reader.text;
    html! {
        @if let Some(person) = &reader.person {
            div #me .menu popover data-align="end" {
                header { (person.name) }
                @if reader.actor.is_staff() {
                    a.menu-item href="/agent" { (icon("inbox")) (text.msg_customer_agent_space()) }
                }
                form method="post" action="/sign-out" {
                    button.menu-item type="submit" { (icon("log-out")) (text.msg_customer_sign_out()) }
                }
            }
        }
    }
}

fn phone_menu(reader: &Reader, frame: &Frame, active: &str) -> Markup {
    let text = reader.text;
    html! {
        div #portal-menu .menu popover data-align="end" {
            @if reads_guides(reader, frame) {
                a.menu-item href="/guides" aria-current=[current(active, "guides")] { (text.msg_guide_all()) }
            }
            @if community::is_open(reader, frame) {
                a.menu-item href="/community" aria-current=[current(active, "community")] { (text.msg_topic_all()) }
            }
            a.menu-item href="/tickets" aria-current=[current(active, "tickets")] { (text.msg_customer_my_questions()) }
            a.menu-item href="/tickets/new" aria-current=[current(active, "new")] { (text.msg_customer_ask()) }
            @if reader.person.is_none() {
                a.menu-item href="/sign-in" { (text.msg_customer_sign_in()) }
            }
            hr;
            (parts::languages(reader, "menu-item", &reader.here))
        }
    }
}

/// The initials at the size of conversations; the name stands beside them or around them.
pub(crate) fn large_avatar(id: desk::PersonId, name: &str) -> Markup {
    // The same eight hues as small avatars, so that a person keeps their colour.
    let hue = id.0.rem_euclid(8) + 1;
    html! { span.avatar data-hue=(hue) data-size="m" aria-hidden="true" { (parts::initials(name)) } }
}
