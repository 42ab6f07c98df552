//! The help centre: reading, searching, writing.

mod editor;
mod embed;
mod feed;
mod files;
mod history;
mod lists;
mod manage;
mod own;
mod page;
mod review;
mod search;
pub(crate) mod tally;
mod typed;

pub(crate) use editor::{edit, keep, save, upload};
pub(crate) use embed::{allow_framing, embedded, embedded_search, origin, snippet};
pub(crate) use feed::{feed, robots, sitemap};
pub(crate) use files::download;
pub(crate) use history::{history, revert};
pub(crate) use lists::{all, category, faq, next_query};
pub(crate) use manage::{act, list};
pub(crate) use own::own;
pub(crate) use page::{by_link, show, vote};
pub(crate) use review::{decide, review, writing_name};
pub(crate) use search::{search, search_form, search_url};

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::GuideId;
use desk::guides::{Kind, Piece};
use maud::{Markup, html};
use sha2::{Digest, Sha256};

use crate::reader::Reader;

/// The address of a guide; the words behind its number are for people.
pub(crate) fn url(guide: GuideId, title: &str) -> String {
    let words = slug(title);
    if words.is_empty() { format!("/guides/{guide}") } else { format!("/guides/{guide}-{words}") }
}

/// Words of an address: letters and digits with dashes.
pub(crate) fn slug(title: &str) -> String {
    let words: Vec<String> = desk::guides::plain_words(title).collect();
    words.join("-").chars().take(60).collect::<String>().trim_matches('-').to_owned()
}

/// The number at the beginning of a guide's address.
fn number(address: &str) -> Option<GuideId> {
    address.split('-').next()?.parse().ok()
}

/// A kind's name.
fn kind_name(reader: &Reader, kind: Kind) -> String {
    match kind {
        Kind::Guide => reader.text.msg_guide_kind_guide(),
        Kind::Faq => reader.text.msg_guide_kind_faq(),
        Kind::Video => reader.text.msg_guide_kind_video(),
    }
}

fn kind_icon(kind: Kind) -> &'static str {
    match kind {
        Kind::Guide => "book-open",
        Kind::Faq => "circle-question-mark",
        Kind::Video => "play",
    }
}

/// A language's own name.
pub(crate) fn language_name(language: &str) -> &'static str {
    if language == "fr" { "Français" } else { "English" }
}

/// Text with what was searched for marked.
pub(crate) fn pieces(pieces: &[Piece]) -> Markup {
    html! { @for piece in pieces { @if piece.hit { mark { (piece.text) } } @else { (piece.text) } } }
}

/// What search engines and link previews get to know of the front page.
pub(crate) fn front_head(reader: &Reader, organisation: &str) -> Markup {
    html! {
        meta name="description" content=(reader.text.msg_guide_front_description(organisation));
        link rel="alternate" type="application/atom+xml" href="/feed.xml" title=(organisation);
    }
}

/// Pages with films may show the players of those sites.
const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'; base-uri 'none'; \
                      form-action 'self'; object-src 'none'; frame-src https://www.youtube-nocookie.com \
                      https://player.vimeo.com";

/// A page that browsers may keep and ask again whether it still holds (RFC 9110, 8.8.3).
fn kept(reader: &Reader, headers: &HeaderMap, page: Markup) -> Response {
    let page = page.into_string();
    let mark = Sha256::digest(page.as_bytes());
    // Weak: the page may travel compressed.
    let mark = mark.iter().take(8).fold(String::from("W/\""), |out, byte| format!("{out}{byte:02x}")) + "\"";
    let public = reader.person.is_none() && reader.flash.is_none();
    let asked = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let same = reader.flash.is_none() && asked.split(',').any(|known| known.trim() == mark);
    let mut response = if same { StatusCode::NOT_MODIFIED.into_response() } else { page.into_response() };
    let headers = response.headers_mut();
    let cache = if public { "public, no-cache" } else { "private, no-cache" };
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("Cookie, Accept-Language, Accept-Encoding"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    if let Ok(mark) = HeaderValue::from_str(&mark) {
        headers.insert(header::ETAG, mark);
    }
    response
}
