//! What machines read of the public guides: a map of the site, a feed of what changed.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use desk::guides;
use desk::settings::{self, Setting};
use maud::{PreEscaped, html};

use super::url;
use crate::answer::Answer;
use crate::app::App;
use crate::reader::Reader;

/// Addresses that a map may have (sitemaps.org).
const MAP_MAX: usize = 50_000;
/// Guides that the feed tells of.
const FEED_MAX: usize = 30;
const XML: PreEscaped<&str> = PreEscaped("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");

/// Where search engines find the map, and what they leave alone.
pub(crate) async fn robots(State(app): State<App>) -> Answer {
    let text = format!(
        "User-agent: *\nDisallow: /agent\nDisallow: /tickets\nDisallow: /t/\nDisallow: /guides/search\n\
         Sitemap: {}/sitemap.xml\n",
        app.settings.public_url
    );
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

/// Every public guide in every language.
pub(crate) async fn sitemap(State(app): State<App>) -> Answer {
    let entries = app.desk.read(|conn| guides::sitemap(conn, MAP_MAX, None)).await?;
    let base = &app.settings.public_url;
    let map = html! {
        (XML)
        urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" {
            @for (entry, _) in &entries {
                url {
                    loc { (base) (url(entry.guide, &entry.title)) "?lang=" (entry.language) }
                    lastmod { (entry.updated_at.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ")) }
                }
            }
        }
    };
    Ok(([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], map.into_string()).into_response())
}

/// The public guides that changed last, as Atom (RFC 4287), in the reader's language.
pub(crate) async fn feed(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    let language = reader.lang;
    let (entries, name) = app
        .desk
        .read(move |conn| {
            Ok((guides::sitemap(conn, FEED_MAX, Some(language))?, settings::get(conn, Setting::Organisation)?))
        })
        .await?;
    let base = &app.settings.public_url;
    let moment = |at: desk::Time| at.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let newest = entries.first().map_or_else(|| moment(reader.now), |(entry, _)| moment(entry.updated_at));
    let feed = html! {
        (XML)
        feed xmlns="http://www.w3.org/2005/Atom" xml:lang=(reader.lang) {
            title { (name) }
            id { (base) "/feed.xml" }
            (PreEscaped(format!("<link rel=\"self\" href=\"{}/feed.xml\"/>", base.replace('"', "%22"))))
            updated { (newest) }
            author { name { (name) } }
            @for (entry, text) in &entries {
                @let address = format!("{base}{}?lang={}", url(entry.guide, &entry.title), entry.language);
                entry {
                    title { (entry.title) }
                    id { (base) "/guides/" (entry.guide) "?lang=" (entry.language) }
                    (PreEscaped(format!("<link href=\"{}\"/>", address.replace('&', "&amp;"))))
                    updated { (moment(entry.updated_at)) }
                    summary { (text) }
                }
            }
        }
    };
    let headers =
        [(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8"), (header::VARY, "Cookie, Accept-Language")];
    Ok((headers, feed.into_string()).into_response())
}
