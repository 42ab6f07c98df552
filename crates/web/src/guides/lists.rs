//! Guides from A to Z, of a category, and the questions with their answers.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use desk::guides::{self, Category, Entry, Kind, Readers};
use desk::policy::{self, Action};
use desk::{CategoryId, Frame};
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;

use super::{kept, kind_icon, kind_name, page::question_page, page::safe_json, search, url};
use crate::answer::{Answer, Failure};
use crate::app::App;
use crate::customer::shell;
use crate::files::percent;
use crate::parts::{Head, icon};
use crate::reader::Reader;

/// Which page of a list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    kind: String,
    after: String,
}

impl Wanted {
    fn list(&self, category: Option<CategoryId>) -> guides::Wanted {
        let after = self.after.split_once('.').and_then(|(id, title)| Some((title.to_owned(), id.parse().ok()?)));
        guides::Wanted { category, kind: Kind::from_code(&self.kind), after }
    }
}

/// The query of the next page.
pub(crate) fn next_query(kind: Option<Kind>, (title, id): &(String, i64)) -> String {
    let after = percent(&format!("{id}.{title}"));
    let kind = kind.map_or_else(String::new, |kind| format!("kind={}&", kind.code()));
    format!("?{kind}after={after}")
}

/// All guides, in the order of their titles.
pub(crate) async fn all(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let front = app.desk.front(&reader.actor, reader.lang).await?;
    let (actor, language, list) = (reader.actor.clone(), reader.lang, wanted.list(None));
    let kind = list.kind;
    let page = app.desk.read(move |conn| guides::all(conn, &actor, language, &list)).await?;
    let text = reader.text;
    let main = html! {
        div.portal {
            div.guide-top { h1 { (text.msg_guide_all()) } (search::small_form(&reader)) }
            (kinds(&reader, "/guides", kind))
            @if wanted.after.is_empty() && kind.is_none() && front.categories.len() > 1 {
                ul.cluster.guide-cats {
                    @for (category, total, _) in &front.categories {
                        li {
                            a.pill href={ "/guides/category/" (category.id.map_or(0, |id| id.0)) } {
                                (icon(&category.icon)) (category.name(reader.lang)) " " span.count { (total) }
                            }
                        }
                    }
                }
            }
            (rows(&reader, &page.entries, Some(&front.categories.iter().map(|(one, ..)| one.clone()).collect::<Vec<_>>())))
            (more(&reader, page.next.as_ref().map(|next| next_query(kind, next))))
            (write_one(&reader, &frame))
        }
    };
    Ok(kept(&reader, &headers, whole(&reader, &frame, &text.msg_guide_all(), None, &main)))
}

/// The guides of a category, and its questions with their answers.
pub(crate) async fn category(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<CategoryId>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let (actor, language, list) = (reader.actor.clone(), reader.lang, wanted.list(Some(id)));
    let kind = list.kind;
    let (page, known) =
        app.desk.read(move |conn| Ok((guides::all(conn, &actor, language, &list)?, guides::categories(conn)?))).await?;
    let found: &Category = known.iter().find(|category| category.id == Some(id)).ok_or(Failure::NotFound)?;
    let title = found.name(reader.lang).to_owned();
    // The name of a category may say what is not for everybody.
    if page.entries.is_empty() && wanted.after.is_empty() && !reader.actor.is_staff() {
        return Err(Failure::NotFound);
    }
    let text = reader.text;
    let main = html! {
        div.portal {
            div.guide-top {
                nav aria-label=(text.msg_guide_crumbs()) {
                    ol.crumbs {
                        li { a href="/guides" { (text.msg_guide_all()) } (icon("chevron-right")) }
                        li aria-current="page" { (title) }
                    }
                }
                (search::small_form(&reader))
            }
            header.guide-head { h1 { (title) } @if !found.about(reader.lang).is_empty() { p.soft { (found.about(reader.lang)) } } }
            @if page.entries.is_empty() { p.soft { (text.msg_guide_none_here()) } }
            (rows(&reader, &page.entries, None))
            (more(&reader, page.next.as_ref().map(|next| next_query(kind, next))))
            (write_one(&reader, &frame))
        }
    };
    Ok(kept(&reader, &headers, whole(&reader, &frame, &title, None, &main)))
}

/// Questions and answers, each of which opens in its place.
pub(crate) async fn faq(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    headers: HeaderMap,
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let (actor, language) = (reader.actor.clone(), reader.lang);
    let (pairs, known) =
        app.desk.read(move |conn| Ok((guides::faq(conn, &actor, language, None)?, guides::categories(conn)?))).await?;
    let text = reader.text;
    let title = text.msg_guide_faq();
    let main = html! {
        div.portal data-size="m" {
            div.guide-top { h1 { (title) } (search::small_form(&reader)) }
            @if pairs.is_empty() { p.soft { (text.msg_guide_none_here()) } }
            @for category in &known {
                @let own: Vec<_> = pairs.iter().filter(|(entry, _)| category.id == Some(entry.category)).collect();
                @if !own.is_empty() {
                    section.faq {
                        h2 { (category.name(reader.lang)) }
                        @for (entry, answer) in own {
                            @let foreign = (entry.language != reader.lang).then_some(entry.language.as_str());
                            details #{ "faq-" (entry.guide) } lang=[foreign] {
                                summary { (entry.title) (icon("chevron-down")) }
                                div.prose { (PreEscaped(without_anchors(answer))) }
                                p.meta { a href=(url(entry.guide, &entry.title)) { (text.msg_guide_own_page()) } }
                            }
                        }
                    }
                }
            }
        }
    };
    let answers: Vec<(String, String)> = pairs
        .iter()
        .filter(|(entry, _)| entry.readers == Readers::Public)
        .map(|(entry, answer)| (entry.title.clone(), markup::html_to_text(answer)))
        .collect();
    let answers: Vec<(&str, &str)> = answers.iter().map(|(title, text)| (title.as_str(), text.as_str())).collect();
    let more = html! {
        @if !answers.is_empty() {
            script type="application/ld+json" { (PreEscaped(safe_json(&question_page(&answers)))) }
        }
    };
    Ok(kept(&reader, &headers, whole(&reader, &frame, &title, Some(&more), &main)))
}

/// Two answers on a page may have the same heading.
fn without_anchors(html: &str) -> String {
    html.replace(" id=\"h-", " data-h=\"")
}

fn whole(reader: &Reader, frame: &Frame, title: &str, more: Option<&Markup>, main: &Markup) -> Markup {
    let head = Head { title, space: "customer", script: "customer.js", live: "", event: 0, more };
    shell::page_with_head(reader, frame, "guides", &head, main)
}

fn kinds(reader: &Reader, here: &str, active: Option<Kind>) -> Markup {
    let text = reader.text;
    html! {
        nav.cluster aria-label=(text.msg_guide_kinds()) {
            a.pill href=(here) aria-current=[active.is_none().then_some("page")] { (text.msg_guide_kind_all()) }
            @for kind in Kind::ALL {
                a.pill href={ (here) "?kind=" (kind.code()) } aria-current=[(active == Some(*kind)).then_some("page")] {
                    (icon(kind_icon(*kind))) (kind_name(reader, *kind))
                }
            }
        }
    }
}

/// Guides as a list. Where they come from several categories, each says which.
fn rows(reader: &Reader, entries: &[Entry], categories: Option<&[Category]>) -> Markup {
    let text = reader.text;
    let category_of = |entry: &Entry| {
        let found = categories?.iter().find(|category| category.id == Some(entry.category))?;
        Some(found.name(reader.lang).to_owned())
    };
    html! {
        @if !entries.is_empty() {
            ul.guide-rows {
                @for entry in entries {
                    @let foreign = (entry.language != reader.lang).then_some(entry.language.as_str());
                    li #{ "guide-" (entry.guide) } {
                        (icon(kind_icon(entry.kind)))
                        a href=(url(entry.guide, &entry.title)) lang=[foreign] hreflang=[foreign] { (entry.title) }
                        @if let Some(name) = category_of(entry) { span.meta { (name) } }
                        @match entry.readers {
                            Readers::Public => {}
                            Readers::Members => span.pill { (icon("lock")) (text.msg_guide_for_members()) },
                            Readers::Agents => span.pill data-tone="warning" { (icon("lock")) (text.msg_guide_for_agents()) },
                        }
                        @if foreign.is_some() { span.pill { (super::language_name(&entry.language)) } }
                    }
                }
            }
        }
    }
}

fn more(reader: &Reader, next: Option<String>) -> Markup {
    html! {
        @if let Some(next) = next {
            nav.pagination aria-label=(reader.text.msg_guide_pages()) { a rel="next" href=(next) { (reader.text.msg_guide_next_page()) } }
        }
    }
}

fn write_one(reader: &Reader, frame: &Frame) -> Markup {
    html! {
        @if policy::allow_guide(&reader.actor, Action::WriteGuides, &frame.help_centre, None).is_ok() {
            p.guide-edit {
                (icon("pencil-line"))
                span { (reader.text.msg_guide_know_more()) " " a href="/guides/new/edit" { (reader.text.msg_guide_write()) } }
                span { a href="/guides/own" { (reader.text.msg_guide_own()) } }
            }
        }
    }
}
