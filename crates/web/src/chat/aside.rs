//! What an agent knows of a visitor.

use desk::chat::{Chat, KnownBy};
use desk::people;
use desk::tickets::Page;
use maud::{Markup, html};

use super::queue::presence;
use crate::agent::shell::bits;
use crate::parts::{self, icon};
use crate::reader::Reader;

/// The pane at the side.
pub(super) fn pane(reader: &Reader, page: &Page, chat: &Chat, agents: &[String]) -> Markup {
    let text = reader.text;
    html! {
        aside.aside #visitor data-region="morph" tabindex="0" aria-label=(text.msg_chat_visitor()) {
            (part(text.msg_chat_visitor(), &visitor(reader, page, chat)))
            (part(text.msg_chat_this(), &html! {
                ul.contact-list {
                    li { (icon("globe")) span { (chat.portal_name) } }
                    @if !chat.page.is_empty() { li { (icon("file")) span.break-anywhere { (chat.page) } } }
                    @for name in agents { li { (icon("users-round")) span.truncate { (name) } span.meta { (text.msg_chat_invited()) } } }
                    li { (icon("inbox")) a href={ "/agent/tickets/" (chat.ticket) } { (text.msg_chat_as_ticket(chat.ticket.to_string())) } }
                }
            }))
            @if !page.others.is_empty() {
                (part(text.msg_chat_before(), &html! {
                    ul.mini-list {
                        @for other in &page.others {
                            li { a href={ "/agent/tickets/" (other.id) } {
                                (parts::status_icon(reader, &other.status))
                                span.truncate { (other.subject) }
                                span.meta { (parts::time(reader, other.updated_at)) }
                            } }
                        }
                    }
                }))
            }
        }
    }
}

fn part(title: String, body: &Markup) -> Markup {
    html! {
        details.disclosure open {
            summary { (title) svg class="i chev" data-size="s" aria-hidden="true" { use href={ (crate::assets::url("icons.svg")) "#i-chevron-right" } {} } }
            div.disclosure-body { (body) }
        }
    }
}

fn visitor(reader: &Reader, page: &Page, chat: &Chat) -> Markup {
    let text = reader.text;
    let person = &page.requester;
    let language = if page.ticket.language == "fr" { text.msg_agent_speaks_fr() } else { text.msg_agent_speaks_en() };
    html! {
        div.person {
            span.avatar data-hue=(person.id.0.rem_euclid(8) + 1) data-size="l" data-presence=(presence(chat, reader.now)) aria-hidden="true" { (parts::initials(&person.name)) }
            b { (person.name) }
            span.meta { (language) }
        }
        ul.contact-list {
            li {
                (icon("mail"))
                @if people::has_address(&person.address) { a.truncate href={ "mailto:" (person.address) } { (person.address) } }
                @else { span.muted { (text.msg_chat_no_address()) } }
            }
            li {
                @match chat.known_by {
                    KnownBy::Signed | KnownBy::Session => { (icon("shield-check")) span { (text.msg_chat_verified()) } }
                    KnownBy::Typed => { (icon("shield-alert")) span { (text.msg_chat_not_verified()) } }
                    KnownBy::Nothing => { (icon("user")) span { (text.msg_chat_unknown()) } }
                }
            }
            @if let Some(company) = &person.company { li { (icon("building-2")) span.truncate { (company) } } }
            @if !chat.browser.is_empty() { li { (icon("laptop")) span title=(chat.browser) { (browser(&chat.browser)) } } }
        }
    }
}

/// What a browser and its machine are called, as far as one can tell: the order matters, each says it is the next.
fn browser(agent: &str) -> String {
    let browsers =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    let systems = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let name =
        |known: &[(&str, &'static str)]| known.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name);
    let parts: Vec<&str> = [name(&browsers), name(&systems)].into_iter().flatten().collect();
    if parts.is_empty() { agent.chars().take(40).collect() } else { parts.join(", ") }
}

/// The heading of the conversation.
pub(super) fn head(reader: &Reader, page: &Page, chat: &Chat, actions: &Markup) -> Markup {
    let person = &page.requester;
    html! {
        header.topbar #chat-bar data-region="morph" {
            a.btn.mobile-only href="/agent/chats" data-variant="quiet" data-size="s" data-icon aria-label=(reader.text.msg_chat_all()) { (icon("arrow-left")) }
            span.avatar data-hue=(person.id.0.rem_euclid(8) + 1) data-size="m" data-presence=(presence(chat, reader.now)) aria-hidden="true" { (parts::initials(&person.name)) }
            div.truncate {
                h2.strong.small.truncate { (person.name) }
                span.meta.truncate { (chat.portal_name) @if !chat.page.is_empty() { " · " (chat.page) } }
            }
            span.spacer {}
            (actions)
        }
    }
}

/// A name in a menu, for the one who may get the chat.
pub(super) fn agent_item(name: &str, id: desk::PersonId) -> Markup {
    html! { (bits::sized_avatar(id, name, "xs")) span.truncate { (name) } }
}
