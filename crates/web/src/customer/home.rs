//! The front door: search and read, ask, or follow what was asked.

use desk::Frame;
use desk::community::Row;
use desk::guides::{Entry, Front};
use maud::{Markup, html};

use super::shell;
use crate::parts::{self, Head, icon};
use crate::reader::Reader;
use crate::{community, guides};

/// The first page of customers and visitors.
pub(crate) fn page(reader: &Reader, frame: &Frame, front: &Front, asked: &[Row]) -> Markup {
    let guides = !front.hidden && front.total > 0;
    let main = html! {
        div.portal data-size=[(!guides).then_some("m")] {
            section.hero aria-labelledby="home-title" {
                h1 #home-title { (greeting(reader)) }
                @if guides {
                    (guides::search_form(reader, "", true))
                    @if !front.popular.is_empty() {
                        p.popular {
                            span { (reader.text.msg_guide_popular()) }
                            @for words in &front.popular { a.pill href=(guides::search_url(words)) { (words) } }
                        }
                    }
                } @else {
                    p { (reader.text.msg_customer_home_lead()) }
                }
            }
            @if guides { (categories(reader, front)) (bottom(reader, front, asked)) } @else { (ask_or_follow(reader)) (asking(reader, asked)) }
        }
    };
    let head = guides.then(|| guides::front_head(reader, &frame.organisation));
    let title = shell::shown_name(&frame.organisation);
    let head = Head { title, space: "customer", script: "customer.js", live: "", event: 0, more: head.as_ref() };
    shell::page_with_head(reader, frame, "", &head, &main)
}

pub(crate) fn greeting(reader: &Reader) -> String {
    let first = reader.person.as_ref().and_then(|person| person.name.split_whitespace().next());
    first.map_or_else(|| reader.text.msg_customer_home_title(), |name| reader.text.msg_customer_home_title_for(name))
}

pub(crate) fn categories(reader: &Reader, front: &Front) -> Markup {
    let text = reader.text;
    html! {
        div.section-title {
            h2 { (text.msg_guide_all()) }
            a href="/guides" { (text.msg_guide_a_to_z(front.total)) }
        }
        div.cats {
            @for (category, total, first) in &front.categories {
                @let id = category.id.map_or(0, |id| id.0);
                section.cat aria-labelledby={ "category-" (id) } {
                    header {
                        span.cat-icon { (parts::large_icon(&category.icon)) }
                        h3 #{ "category-" (id) } {
                            a href={ "/guides/category/" (id) } { (category.name(reader.lang)) }
                        }
                        span.count title=(text.msg_guide_count(*total)) { (total) }
                    }
                    ul { @for entry in first { li { (link(reader, entry)) } } }
                }
            }
        }
    }
}

/// A link to a guide; one in another language says so.
fn link(reader: &Reader, entry: &Entry) -> Markup {
    let foreign = (entry.language != reader.lang).then_some(entry.language.as_str());
    html! { a href=(guides::url(entry.guide, &entry.title)) lang=[foreign] hreflang=[foreign] { (entry.title) } }
}

/// What other members ask, so that somebody helps before the desk does.
pub(crate) fn asking(reader: &Reader, asked: &[Row]) -> Markup {
    let text = reader.text;
    html! {
        @if !asked.is_empty() {
            section aria-labelledby="home-asking" {
                div.section-title { h2 #home-asking { (text.msg_topic_asking()) } a href="/community" { (text.msg_topic_see_all()) } }
                (community::qlist(reader, asked))
            }
        }
    }
}

fn bottom(reader: &Reader, front: &Front, asked: &[Row]) -> Markup {
    let text = reader.text;
    html! {
        div.two-col.portal-bottom {
            div.stack {
                (asking(reader, asked))
                (shelf(reader, "home-featured", &text.msg_guide_featured(), &front.featured))
                (shelf(reader, "home-most-read", &text.msg_guide_most_read(), &front.most_read))
                @if front.faq {
                    p { a.btn href="/guides/faq" { (icon("circle-question-mark")) (text.msg_guide_faq()) } }
                }
            }
            aside.contact aria-labelledby="home-ask" {
                div.stack {
                    h2 #home-ask { (text.msg_customer_home_ask()) }
                    p { (text.msg_customer_home_ask_lead()) }
                    a.btn data-variant="primary" data-size="l" data-block href="/tickets/new" {
                        (icon("message-square-plus")) (text.msg_customer_ask())
                    }
                    a.btn data-size="l" data-block href="/tickets" {
                        (icon("messages-square")) (text.msg_customer_my_questions())
                    }
                }
                p.hint { (follow_lead(reader)) }
            }
        }
    }
}

fn shelf(reader: &Reader, id: &str, title: &str, entries: &[Entry]) -> Markup {
    html! {
        @if !entries.is_empty() {
            section aria-labelledby=(id) {
                div.section-title { h2 #(id) { (title) } }
                ul.guide-list { @for entry in entries { li { (link(reader, entry)) } } }
            }
        }
    }
}

fn ask_or_follow(reader: &Reader) -> Markup {
    let text = reader.text;
    html! {
        div.grid-2 {
            section.contact aria-labelledby="home-ask" {
                h2 #home-ask { (text.msg_customer_home_ask()) }
                p { (text.msg_customer_home_ask_lead()) }
                a.btn data-variant="primary" data-size="l" data-block href="/tickets/new" {
                    (icon("message-square-plus")) (text.msg_customer_ask())
                }
            }
            section.contact aria-labelledby="home-follow" {
                h2 #home-follow { (text.msg_customer_home_follow()) }
                p { (follow_lead(reader)) }
                a.btn data-size="l" data-block href="/tickets" {
                    (icon("messages-square")) (text.msg_customer_my_questions())
                }
            }
        }
    }
}

fn follow_lead(reader: &Reader) -> String {
    if reader.person.is_some() {
        reader.text.msg_customer_home_follow_lead()
    } else {
        reader.text.msg_customer_home_follow_visitor()
    }
}
