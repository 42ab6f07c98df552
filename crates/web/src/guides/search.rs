//! Searching the help centre: a page that works without scripts, and the same page's results while typing.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use desk::community::{self, Hit as Topic};
use desk::guides::{self, Found, Hit, Kind};
use desk::{Error, FieldError, Frame};
use maud::{Markup, html};
use serde::Deserialize;

use super::{kind_icon, kind_name, pieces, url};
use crate::answer::{Answer, page_with};
use crate::app::App;
use crate::community::url as topic_url;
use crate::customer::shell;
use crate::files::percent;
use crate::parts::{self, Head, icon};
use crate::reader::Reader;

/// Hits on a page.
const HITS: usize = 10;
/// Topics of the community beside them.
const TOPICS: usize = 3;
/// Pages of one search.
const PAGES_MAX: usize = 20;

/// What is searched for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    q: String,
    kind: String,
    page: usize,
    /// Present while somebody types.
    typing: Option<String>,
}

/// The address of a search.
pub(crate) fn search_url(words: &str) -> String {
    format!("/guides/search?q={}", percent(words))
}

/// The large field of the front page and of the results.
pub(crate) fn search_form(reader: &Reader, words: &str, live: bool) -> Markup {
    let text = reader.text;
    html! {
        search {
            form.bigsearch action="/guides/search" data-search-as-you-type=[live.then_some("")] {
                (parts::large_icon("search"))
                input.input #q type="search" name="q" value=(words) placeholder=(text.msg_guide_search_for())
                    aria-label=(text.msg_guide_search_for()) maxlength=(desk::limits::QUERY_CHARS_MAX) required
                    autocomplete="off" enterkeyhint="search";
                button.btn data-variant="primary" data-size="l" data-icon aria-label=(text.msg_guide_search()) {
                    (icon("arrow-right"))
                }
                @if live { div.search-hits data-hits hidden {} p.sr-only role="status" data-hits-status {} }
            }
        }
    }
}

/// The small field beside a heading.
pub(super) fn small_form(reader: &Reader) -> Markup {
    html! {
        search.desktop-only {
            form.input-wrap.guide-search action="/guides/search" {
                (icon("search"))
                input.input type="search" name="q" placeholder=(reader.text.msg_guide_search())
                    aria-label=(reader.text.msg_guide_search_for()) maxlength=(desk::limits::QUERY_CHARS_MAX) required;
            }
        }
    }
}

/// The results.
pub(crate) async fn search(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let (actor, language, words) = (reader.actor.clone(), reader.lang, wanted.q.clone());
    let (kind, at) = (Kind::from_code(&wanted.kind), wanted.page.min(PAGES_MAX));
    let typing = wanted.typing.is_some();
    let found = app
        .desk
        .read(move |conn| {
            let query = guides::Query {
                text: &words,
                language: Some(language),
                kind,
                typing,
                skip: at * HITS,
                count: HITS + 1,
            };
            guides::search(conn, &actor, &query)
        })
        .await;
    let (found, errors) = match found {
        Ok(found) => (found, Vec::new()),
        Err(Error::Invalid(errors)) => (Found::default(), errors),
        Err(error) => return Err(error.into()),
    };
    let (actor, words, now) = (reader.actor.clone(), wanted.q.clone(), reader.now);
    let topics = if errors.is_empty() && at == 0 && kind.is_none() {
        app.desk.read(move |conn| community::near(conn, &actor, &words, TOPICS, now)).await?
    } else {
        Vec::new()
    };
    // What is typed on the way to a word says nothing about what is missing; what agents search for is theirs.
    if !typing && errors.is_empty() && at == 0 && kind.is_none() && !reader.actor.is_staff() {
        app.tally.query(reader.lang, &wanted.q, found.hits.len());
    }
    let by_script = headers.contains_key("x-requested-with");
    if typing && by_script {
        return Ok(page_with(StatusCode::OK, while_typing(&reader, &wanted.q, &found, &topics, &errors)));
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(page_with(status, page(&reader, &frame, &wanted.q, kind, at, &found, &topics, &errors)))
}

#[expect(clippy::too_many_arguments, reason = "what the page shows")]
fn page(
    reader: &Reader,
    frame: &Frame,
    words: &str,
    kind: Option<Kind>,
    at: usize,
    found: &Found,
    topics: &[Topic],
    errors: &[FieldError],
) -> Markup {
    let text = reader.text;
    let here = search_url(words);
    let paged = kind.map_or_else(|| here.clone(), |kind| format!("{here}&kind={}", kind.code()));
    let title = text.msg_guide_results_for(words);
    let (shown, more) = found.hits.split_at(found.hits.len().min(HITS));
    let main = html! {
        div.portal data-size="m" {
            header.search-head {
                h1 { (if words.trim().is_empty() { text.msg_guide_search() } else { title.clone() }) }
                (search_form(reader, words, false))
                (parts::error_line(reader, errors, "q"))
            }
            @if errors.is_empty() {
                nav.cluster aria-label=(text.msg_guide_kinds()) {
                    a.pill href=(here) aria-current=[kind.is_none().then_some("page")] { (text.msg_guide_kind_all()) }
                    @for one in Kind::ALL {
                        a.pill href={ (here) "&kind=" (one.code()) } aria-current=[(kind == Some(*one)).then_some("page")] {
                            (icon(kind_icon(*one))) (kind_name(reader, *one))
                        }
                    }
                }
                @if !found.meant.is_empty() { p.soft { (text.msg_guide_meant(found.meant.join(", "))) } }
                @if shown.is_empty() && topics.is_empty() { (nothing(reader)) } @else {
                    ol.hits { @for hit in shown { (row(reader, hit)) } }
                }
                (from_community(reader, words, topics))
                @if !more.is_empty() || at > 0 {
                    nav.pagination aria-label=(text.msg_guide_pages()) {
                        @if at > 0 { a rel="prev" href={ (paged) "&page=" (at - 1) } { (text.msg_guide_page_before()) } }
                        @if !more.is_empty() && at < PAGES_MAX { a rel="next" href={ (paged) "&page=" (at + 1) } { (text.msg_guide_next_page()) } }
                    }
                }
            }
        }
    };
    let robots = html! { meta name="robots" content="noindex"; };
    let head =
        Head { title: &title, space: "customer", script: "customer.js", live: "", event: 0, more: Some(&robots) };
    shell::page_with_head(reader, frame, "guides", &head, &main)
}

/// What members asked about it.
fn from_community(reader: &Reader, words: &str, topics: &[Topic]) -> Markup {
    let text = reader.text;
    html! {
        @if !topics.is_empty() {
            section.stack aria-labelledby="hits-community" {
                div.section-title {
                    h2 #hits-community { (text.msg_topic_asking()) }
                    a href={ "/community?q=" (percent(words)) } { (text.msg_topic_see_all()) }
                }
                ol.hits {
                    @for hit in topics {
                        li {
                            h3 { a href=(topic_url(hit.row.id, &hit.row.subject)) { (pieces(&hit.title)) } }
                            p { (pieces(&hit.snippet)) }
                        }
                    }
                }
            }
        }
    }
}

fn nothing(reader: &Reader) -> Markup {
    let text = reader.text;
    html! {
        div.empty {
            h2 { (text.msg_guide_nothing()) }
            p { (text.msg_guide_nothing_more()) }
            div.cluster {
                a.btn href="/guides" { (text.msg_guide_all()) }
                a.btn data-variant="primary" href="/tickets/new" { (icon("message-square-plus")) (text.msg_customer_ask()) }
            }
        }
    }
}

fn row(reader: &Reader, hit: &Hit) -> Markup {
    let title: String = hit.title.iter().map(|piece| piece.text.as_str()).collect();
    let foreign = (hit.language != reader.lang).then_some(hit.language.as_str());
    html! {
        li lang=[foreign] {
            h2 { a href=(url(hit.guide, &title)) { (pieces(&hit.title)) } }
            p { (pieces(&hit.snippet)) }
            p.meta.with-icon { (icon(kind_icon(hit.kind))) (kind_name(reader, hit.kind))
                @if foreign.is_some() { " · " (super::language_name(&hit.language)) } }
        }
    }
}

/// The first hits below the field, for a script.
fn while_typing(reader: &Reader, words: &str, found: &Found, topics: &[Topic], errors: &[FieldError]) -> Markup {
    let text = reader.text;
    let count = i64::try_from(found.hits.len().min(HITS) + topics.len()).unwrap_or(0);
    html! {
        div data-hits data-status={
            @if let Some(problem) = parts::problem(reader, errors, "q") { (problem) } @else { (text.msg_guide_hits(count)) }
        } {
            @if errors.is_empty() && (!found.hits.is_empty() || !topics.is_empty()) {
                ul {
                    @for hit in found.hits.iter().take(6) {
                        @let title: String = hit.title.iter().map(|piece| piece.text.as_str()).collect();
                        li { a href=(url(hit.guide, &title)) { (icon(kind_icon(hit.kind))) span { (pieces(&hit.title)) } } }
                    }
                    @for hit in topics {
                        li { a href=(topic_url(hit.row.id, &hit.row.subject)) { (icon("messages-square")) span { (pieces(&hit.title)) } } }
                    }
                }
                a.all href=(search_url(words)) { (text.msg_guide_all_results()) }
            } @else if errors.is_empty() {
                p { (text.msg_guide_nothing()) }
            } @else {
                p { (parts::problem(reader, errors, "q").unwrap_or_default()) }
            }
        }
    }
}
