//! Guides inside other sites: a frame that tells its size, and a small script that puts it there.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use desk::guides::{self, Found};
use desk::settings::{self, Setting};
use desk::{Actor, Error};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde::Deserialize;

use super::{pieces, url};
use crate::answer::{Answer, Failure};
use crate::app::App;
use crate::assets;
use crate::parts::icon;
use crate::reader::{Reader, texts};

/// Hits that a search inside another site shows.
const HITS: usize = 6;

/// How a frame is wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    lang: String,
    q: String,
}

/// A public guide by its link, alone. Whoever is signed in sees no more here than everybody.
pub(crate) async fn embedded(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(token): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let language = if wanted.lang.is_empty() { reader.lang } else { guides::language(&wanted.lang) };
    let (id, reading, sites) = app
        .desk
        .read(move |conn| {
            let guide = guides::by_link(conn, &Actor::visitor(), &token)?;
            let (reading, _) = guides::read(conn, guide.id, language)?;
            Ok((guide.id, reading, settings::get(conn, Setting::GuideSites)?))
        })
        .await?;
    app.tally.read(id);
    let (lang, text) = texts(&reading.language);
    let address = format!("{}{}?lang={}", app.settings.public_url, url(id, &reading.title), reading.language);
    let body = html! {
        article {
            h1 { (reading.title) }
            // Our own pages refuse to be framed.
            div.prose { (PreEscaped(reading.html.replace("<a href=\"", "<a target=\"_blank\" href=\""))) }
            p.meta { a href=(address) target="_blank" rel="noopener" { (text.msg_guide_open_page()) } }
        }
    };
    framed(&sites, document(lang, &reading.title, &body))
}

/// A field for searching the public guides, alone.
pub(crate) async fn embedded_search(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let (lang, text) = if wanted.lang.is_empty() { (reader.lang, reader.text) } else { texts(&wanted.lang) };
    let words = wanted.q.clone();
    let (found, sites) = app
        .desk
        .read(move |conn| {
            let query =
                guides::Query { text: &words, language: Some(lang), kind: None, typing: false, skip: 0, count: HITS };
            let found = match guides::search(conn, &Actor::visitor(), &query) {
                Err(Error::Invalid(_)) => Err("too_short"),
                other => Ok(other?),
            };
            Ok((found, settings::get(conn, Setting::GuideSites)?))
        })
        .await?;
    if let Ok(found) = &found {
        app.tally.query(lang, &wanted.q, found.hits.len());
    }
    let base = &app.settings.public_url;
    let body = html! {
        h1.sr-only { (text.msg_guide_search()) }
        search {
            form.bigsearch action="/e/search" {
                (icon("search"))
                input type="hidden" name="lang" value=(lang);
                input.input type="search" name="q" value=(wanted.q) placeholder=(text.msg_guide_search_for())
                    aria-label=(text.msg_guide_search_for()) maxlength=(desk::limits::QUERY_CHARS_MAX) required;
                button.btn data-variant="primary" data-icon aria-label=(text.msg_guide_search()) { (icon("arrow-right")) }
            }
        }
        @match &found {
            _ if wanted.q.is_empty() => {}
            Ok(found) => (hits(base, text, found)),
            Err(_) => p.error role="alert" { (text.msg_error_too_short()) },
        }
    };
    framed(&sites, document(lang, &text.msg_guide_search(), &body))
}

fn hits(base: &str, text: &crate::l10n::L10nLanguage, found: &Found) -> Markup {
    html! {
        @if found.hits.is_empty() { p role="status" { (text.msg_guide_nothing()) } } @else {
            ol.hits {
                @for hit in &found.hits {
                    @let title: String = hit.title.iter().map(|piece| piece.text.as_str()).collect();
                    li lang=(hit.language) {
                        h2 { a href={ (base) (url(hit.guide, &title)) } target="_blank" rel="noopener" { (pieces(&hit.title)) } }
                        p { (pieces(&hit.snippet)) }
                    }
                }
            }
        }
    }
}

fn document(lang: &str, title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(lang) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                title { (title) }
                link rel="stylesheet" href=(assets::url("guichet.css"));
                script type="module" src=(assets::url("framed.js")) {}
            }
            body.framed data-space="customer" { main { (body) } }
        }
    }
}

/// A page that the sites of the list may frame; all, while there is no list.
fn framed(sites: &str, page: Markup) -> Result<Response, Failure> {
    let mut response = page.into_string().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    allow_framing(&mut response, sites)?;
    Ok(response)
}

/// Lets the sites of the list (a line each) frame an answer; all, while there is no list.
pub(crate) fn allow_framing(response: &mut Response, sites: &str) -> Result<(), Failure> {
    let listed: Vec<String> = sites.lines().filter_map(|line| origin(line.trim())).collect();
    // A list that nobody can read is not the same as none.
    let ancestors = if sites.trim().is_empty() { "*".to_owned() } else { format!("'self' {}", listed.join(" ")) };
    let policy = format!(
        "default-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'self'; object-src 'none'; \
         frame-src https://www.youtube-nocookie.com https://player.vimeo.com; frame-ancestors {ancestors}"
    );
    let headers = response.headers_mut();
    let policy = HeaderValue::from_str(&policy).map_err(|_| Failure::BadRequest)?;
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    // Only the policy knows several sites; the older header would refuse them all.
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("ALLOWALL"));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));
    Ok(())
}

/// A line of the list as the policy writes it: `https://www.example.org`.
pub(crate) fn origin(line: &str) -> Option<String> {
    let (scheme, host) = line.split_once("://").unwrap_or(("https", line));
    let host = host.split('/').next().unwrap_or_default().to_ascii_lowercase();
    let name = host.strip_prefix("*.").unwrap_or(&host);
    let fine = name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:".contains(&b));
    (fine && matches!(scheme, "https" | "http")).then(|| format!("{scheme}://{host}"))
}

/// The script for other sites.
pub(crate) async fn snippet() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=3600"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    (headers, include_str!("../../assets/js/embed.js")).into_response()
}
