//! Versions of a text: who wrote what, what differs, back to an older one.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use desk::guides::{self, Line, Version};
use desk::limits;
use desk::policy::{self, Action};
use maud::{Markup, html};
use serde::Deserialize;
use similar::{ChangeTag, TextDiff};

use super::{language_name, number, url};
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::customer::shell;
use crate::flash::Done;
use crate::parts::{self, Head, icon};
use crate::reader::Reader;

/// Longer texts are compared less finely.
const DIFF_TIME: std::time::Duration = std::time::Duration::from_millis(15);
/// Characters around a change that are shown.
const AROUND: usize = 160;

/// Which text, and whether each line says who wrote it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    lang: String,
    blame: Option<String>,
    /// The newest version to show.
    to: Option<i64>,
}

/// The versions of a text, each with what it changed.
pub(crate) async fn history(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(address): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let id = number(&address).ok_or(Failure::NotFound)?;
    let frame = app.desk.frame(&reader.actor).await?;
    let language = if wanted.lang.is_empty() { reader.lang } else { guides::language(&wanted.lang) };
    let (actor, centre) = (reader.actor.clone(), frame.help_centre.clone());
    let (blame, to) = (wanted.blame.is_some(), wanted.to.unwrap_or(i64::MAX));
    let shown = usize::try_from(limits::VERSIONS_AT_ONCE).unwrap_or(usize::MAX);
    let (guide, reading, versions) = app
        .desk
        .read(move |conn| {
            let guide = guides::find(conn, &actor, id)?;
            // Earlier versions are for who writes: they may say what was taken back on purpose.
            policy::allow_guide(&actor, Action::WriteGuides, &centre, Some(&guide.facts()))?;
            let reading = guides::text_for(conn, &actor, &centre, id, language)?.ok_or(desk::Error::NotFound)?;
            // One more than is shown, to compare the last with.
            let count = if blame { limits::VERSIONS_SHOWN } else { limits::VERSIONS_AT_ONCE + 1 };
            let versions = guides::versions(conn, reading.id, to, count)?;
            Ok((guide, reading, versions))
        })
        .await?;
    let may = policy::allow_guide(&reader.actor, Action::PublishGuides, &frame.help_centre, Some(&guide.facts()));
    let text = reader.text;
    let title = text.msg_guide_versions_of(&reading.title);
    let here = format!("/guides/{id}/versions?lang={language}");
    let main = html! {
        div.portal data-size="m" {
            div.guide-top {
                nav aria-label=(text.msg_guide_crumbs()) {
                    ol.crumbs {
                        li { a href="/guides" { (text.msg_guide_all()) } (icon("chevron-right")) }
                        li { a href={ (url(id, &reading.title)) "?lang=" (language) } { (reading.title) } (icon("chevron-right")) }
                        li aria-current="page" { (text.msg_guide_versions()) }
                    }
                }
            }
            header.guide-head { h1 { (title) } p.cluster {
                span.pill { (language_name(language)) }
                @if wanted.blame.is_some() { a href=(here) { (text.msg_guide_versions()) } }
                @else { a href={ (here) "&blame=1" } { (text.msg_guide_blame()) } }
            } }
            @if wanted.blame.is_some() { (blamed(&reader, &guides::blame(&versions), &versions)) } @else {
                ol.versions {
                    @for (at, version) in versions.iter().enumerate().take(shown) {
                        li #{ "version-" (version.number) } {
                            (head(&reader, version))
                            div.diff { (changed(version, versions.get(at + 1))) }
                            @if version.number != reading.version && may.is_ok() {
                                form method="post" action={ "/guides/" (id) "/revert" } {
                                    input type="hidden" name="lang" value=(language);
                                    button.btn data-size="s" name="version" value=(version.number) {
                                        (icon("undo-2")) (text.msg_guide_revert(version.number))
                                    }
                                }
                            }
                        }
                    }
                }
                @if let Some(older) = versions.get(shown) {
                    nav.pagination aria-label=(text.msg_guide_pages()) {
                        a rel="next" href={ (here) "&to=" (older.number) } { (text.msg_guide_next_page()) }
                    }
                }
            }
        }
    };
    let head = Head { title: &title, space: "customer", script: "customer.js", live: "", event: 0, more: None };
    Ok(page_with(StatusCode::OK, shell::page_with_head(&reader, &frame, "guides", &head, &main)))
}

fn head(reader: &Reader, version: &Version) -> Markup {
    let text = reader.text;
    html! {
        p { b { (text.msg_guide_version(version.number)) } " · " (version.author) " · " (parts::time(reader, version.at))
            @if let Some(old) = version.reverts { " · " span.pill { (text.msg_guide_reverted(old)) } } }
    }
}

fn changed(version: &Version, older: Option<&Version>) -> Markup {
    html! {
        @match older {
            Some(older) => {
                @if older.title != version.title { p { (difference(&older.title, &version.title)) } }
                (difference(&older.source, &version.source))
            }
            None => { (short(&version.source)) }
        }
    }
}

fn short(text: &str) -> String {
    let cut: String = text.chars().take(AROUND * 3).collect();
    if cut.len() < text.len() { format!("{cut} …") } else { cut }
}

/// What came and went, word by word, with a little of what stands around it.
pub(super) fn difference(old: &str, new: &str) -> Markup {
    let diff = TextDiff::configure().timeout(DIFF_TIME).diff_words(old, new);
    // Words of a kind are said together.
    let mut runs: Vec<(ChangeTag, String)> = Vec::new();
    for change in diff.iter_all_changes() {
        match runs.last_mut().filter(|(tag, _)| *tag == change.tag()) {
            Some((_, text)) => text.push_str(change.value()),
            None => runs.push((change.tag(), change.value().to_owned())),
        }
    }
    let last = runs.len().saturating_sub(1);
    html! {
        @for (at, (tag, text)) in runs.iter().enumerate() {
            @match tag {
                ChangeTag::Equal => (middle(text, at == 0, at == last)),
                ChangeTag::Delete => del { (text) },
                ChangeTag::Insert => ins { (text) },
            }
        }
    }
}

/// What did not change: only its ends next to what did.
fn middle(text: &str, first: bool, last: bool) -> String {
    let count = text.chars().count();
    if count <= AROUND * 2 {
        return text.to_owned();
    }
    let start: String = text.chars().take(AROUND).collect();
    let end: String = text.chars().skip(count - AROUND).collect();
    match (first, last) {
        (true, true) => format!("{start} …"),
        (true, false) => format!("… {end}"),
        (false, true) => format!("{start} …"),
        (false, false) => format!("{start} … {end}"),
    }
}

/// Every line with who wrote it.
fn blamed(reader: &Reader, lines: &[Line], versions: &[Version]) -> Markup {
    let by = |number: i64| versions.iter().find(|version| version.number == number);
    html! {
        div.table-wrap tabindex="0" {
            table.table.blame {
                caption.sr-only { (reader.text.msg_guide_blame()) }
                tbody {
                    @for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.text.trim().is_empty()) {
                        @let same = lines.get(..at).and_then(|before| before.iter().rev().find(|line| !line.text.trim().is_empty()))
                            .is_some_and(|before| before.version == line.version);
                        tr {
                            @if let (false, Some(version)) = (same, by(line.version)) {
                                th scope="row" { (version.author) " " span.meta { (parts::time(reader, version.at)) } }
                            } @else { td {} }
                            td { (line.text) }
                        }
                    }
                }
            }
        }
    }
}

/// Which version comes back.
#[derive(Debug, Deserialize)]
pub(crate) struct Back {
    version: i64,
    #[serde(default)]
    lang: String,
}

/// Brings an older version back.
pub(crate) async fn revert(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(address): Path<String>,
    Form(back): Form<Back>,
) -> Answer {
    let id = number(&address).ok_or(Failure::NotFound)?;
    let language = guides::language(&back.lang);
    app.desk.change(&reader.actor, move |c| guides::revert(c, id, language, back.version)).await?;
    redirect_after(&format!("/guides/{id}/versions?lang={language}"), Done::PutBack, 1, None)
}
