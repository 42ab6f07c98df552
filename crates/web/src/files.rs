//! Serving files. Nothing that a stranger sent may act on our pages: all but images are downloads,
//! and the browser is told to run nothing.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use desk::tickets::{Download, FileLink};
use desk::{Actor, tickets};
use serde::Deserialize;

use crate::answer::{Answer, Failure};
use crate::app::App;
use crate::reader::Reader;

/// How a file is wanted.
#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    /// Present: inside the page, if that is safe.
    inline: Option<String>,
    /// The code of the ticket's link, for who came by it.
    link: Option<String>,
}

/// A file of a message.
pub(crate) async fn download(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(token): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let (actor, files) = (reader.actor.clone(), app.desk.store().files().clone());
    let (file, content) = app
        .desk
        .read(move |conn| {
            let actor = match &wanted.link {
                Some(link) => {
                    let opened = tickets::open_link(conn, link);
                    let (ticket, person) = opened.or_else(|_| tickets::open_chat_link(conn, link))?;
                    Actor::ticket_link(person.id, &person.name, ticket.id)
                }
                None => actor,
            };
            let file = tickets::download(conn, &actor, &token)?;
            let content = files.get(conn, &file.file_sha256)?;
            Ok(((file, wanted.inline.is_some()), content))
        })
        .await?;
    let (file, inline) = file;
    Ok(served(&file, content, inline, "private, max-age=3600"))
}

/// A file that was too large for its mail, for whoever has the link: no session is asked, nothing changes.
pub(crate) async fn download_by_link(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(code): Path<String>,
) -> Answer {
    if !app.throttles.file(reader.peer) {
        return Err(Failure::TooOften);
    }
    let files = app.desk.store().files().clone();
    let found = app
        .desk
        .read(move |conn| match tickets::open_file_link(conn, &code)? {
            FileLink::Open(file) => {
                let content = files.get(conn, &file.file_sha256)?;
                Ok(Some((file, content)))
            }
            FileLink::Expired => Ok(None),
        })
        .await?;
    let (file, content) = found.ok_or(Failure::Expired)?;
    // A copy on the way would outlive the link.
    Ok(served(&file, content, false, "private, no-store"))
}

fn served(file: &Download, content: Vec<u8>, inline: bool, caching: &str) -> Response {
    let harmless = matches!(file.content_type.as_str(), "image/png" | "image/jpeg" | "image/gif" | "image/webp");
    let disposition = if inline && harmless { "inline" } else { "attachment" };
    let kind = if harmless { file.content_type.as_str() } else { "application/octet-stream" };
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("{disposition}; filename*=UTF-8''{}", percent(&file.name))),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".to_owned()),
        (header::CACHE_CONTROL, caching.to_owned()),
    ];
    (headers, content).into_response()
}

/// The most letters of a name that is made of somebody's words.
const NAME_CHARS_MAX: usize = 80;

/// `Content-Disposition` of a file to keep (RFC 6266), named by `words`: as they are, as far as no system stumbles over
/// them, and in ASCII for programs that know no more.
pub(crate) fn to_keep(words: &str, extension: &str) -> String {
    let allowed = |c: char| !c.is_control() && !"/\\:*?\"<>|%".contains(c) && !is_unseen(c);
    let name: String = words.chars().map(|c| if allowed(c) { c } else { ' ' }).collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name: String = name.chars().take(NAME_CHARS_MAX).collect();
    let name = name.trim_matches(['.', ' ']);
    let plain: String = name.chars().map(|c| if c.is_ascii() { c } else { '_' }).collect();
    format!("attachment; filename=\"{plain}.{extension}\"; filename*=UTF-8''{}.{extension}", percent(name))
}

/// Characters that only change how others are shown.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Percent-encoding with the unreserved characters of RFC 3986 left as they are, which suits RFC 8187 too.
pub(crate) fn percent(words: &str) -> String {
    words.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::to_keep;

    #[test]
    fn names_of_what_is_kept() {
        for (words, wanted) in [
            ("3 Where is it?", "filename=\"3 Where is it.eml\"; filename*=UTF-8''3%20Where%20is%20it.eml"),
            ("3 Été", "filename=\"3 _t_.eml\"; filename*=UTF-8''3%20%C3%89t%C3%A9.eml"),
            ("3 ../a\"b\r\nX: y\u{202e}", "filename=\"3 .. a b X y.eml\"; filename*=UTF-8''3%20..%20a%20b%20X%20y.eml"),
            ("3 ", "filename=\"3.eml\"; filename*=UTF-8''3.eml"),
        ] {
            assert_eq!(to_keep(words, "eml"), format!("attachment; {wanted}"), "{words:?}");
        }
        assert!(to_keep(&"é".repeat(500), "eml").len() < 700);
    }
}
