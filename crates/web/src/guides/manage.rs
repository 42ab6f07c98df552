//! The agents' list of guides: what readers have, what waits, what is missing in a language, the bin.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use desk::guides::{self, Draft, Edit, Gap, Managed, Part, Placed, Readers, Waiting};
use desk::{CategoryId, GuideId};
use maud::{Markup, html};
use serde::Deserialize;

use super::editor::moment;
use super::review::{edit_url, read_url};
use super::{kind_icon, language_name, lists::next_query};
use crate::agent::shell;
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts::{self, icon};
use crate::reader::Reader;

/// Which part of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    part: String,
    category: String,
    after: String,
}

const PARTS: [(&str, Part); 4] =
    [("", Part::All), ("unpublished", Part::Unpublished), ("untranslated", Part::Untranslated), ("bin", Part::Bin)];

/// The list.
pub(crate) async fn list(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let (actor, language, category) =
        (reader.actor.clone(), reader.lang, wanted.category.parse::<i64>().ok().map(CategoryId));
    let (code, part) = PARTS.into_iter().find(|(code, _)| *code == wanted.part).unwrap_or(("", Part::All));
    let after = wanted.after.split_once('.').and_then(|(id, title)| Some((title.to_owned(), id.parse().ok()?)));
    let first = after.is_none() && part == Part::All;
    let (rows, next, waiting, drafts, gaps, categories) = app
        .desk
        .read(move |conn| {
            let list = guides::Wanted { category, kind: None, after };
            let page = guides::everything(conn, &actor, language, part, &list)?;
            let (waiting, drafts, gaps) = if first {
                (guides::suggestions(conn, &actor, None)?, guides::drafts(conn, &actor)?, guides::gaps(conn, &actor)?)
            } else {
                (Waiting::default(), Vec::new(), Vec::new())
            };
            Ok((page.entries, page.next, waiting, drafts, gaps, guides::categories(conn)?))
        })
        .await?;
    let text = reader.text;
    let title = text.msg_guide_all();
    let body = html! {
        nav.tabs aria-label=(text.msg_guide_parts()) {
            @for (one, _) in PARTS {
                a href={ "/agent/guides" @if !one.is_empty() { "?part=" (one) } } aria-current=[(one == code).then_some("page")] {
                    (part_name(&reader, one))
                }
            }
        }
        form.filter-line action="/agent/guides" {
            @if !code.is_empty() { input type="hidden" name="part" value=(code); }
            label.sr-only for="by-category" { (text.msg_guide_category()) }
            select.select #by-category name="category" {
                option value="" { (text.msg_guide_every_category()) }
                @for one in &categories {
                    option value=(one.id.map_or(0, |id| id.0)) selected[one.id == category] { (one.name(language)) }
                }
            }
            button.btn data-size="s" { (text.msg_guide_show()) }
        }
        (waits(&reader, &waiting))
        (unfinished(&reader, &drafts))
        @if rows.is_empty() { (empty(&reader, part)) } @else {
            ul.pick-list.guide-manage { @for row in &rows { (line(&reader, row)) } }
        }
        @if let Some(next) = &next {
            @let query = next_query(None, next);
            @let more = query.trim_start_matches('?');
            nav.pagination.page-note aria-label=(text.msg_guide_pages()) {
                a rel="next" href={ "/agent/guides?part=" (code) "&" (more) @if let Some(id) = category { "&category=" (id) } } { (text.msg_guide_next_page()) }
            }
        }
        (missing(&reader, &gaps))
    };
    let main = html! {
        header.topbar {
            h1 { (title) }
            span.spacer {}
            a.btn href="/guides/new/edit" data-variant="primary" data-size="s" { (icon("plus")) (text.msg_guide_new()) }
        }
        div.scroll { div.page.settings #guides data-size="m" data-region="morph" { (body) } }
    };
    let place = shell::Place { active: "guides", title: &title, live: "guides", here: "/agent/guides", detail: false };
    Ok(page_with(StatusCode::OK, shell::document(&reader, &frame, &place, &main)))
}

fn part_name(reader: &Reader, code: &str) -> String {
    match code {
        "unpublished" => reader.text.msg_guide_part_unpublished(),
        "untranslated" => reader.text.msg_guide_part_untranslated(),
        "bin" => reader.text.msg_guide_part_bin(),
        _ => reader.text.msg_guide_part_all(),
    }
}

fn empty(reader: &Reader, part: Part) -> Markup {
    let text = reader.text;
    html! {
        div.empty {
            span.empty-art { (shell::bits::sized_icon("book-open", "xl")) }
            @if part == Part::All {
                h2 { (text.msg_guide_none()) }
                p { (text.msg_guide_none_more()) }
                div.cluster { a.btn href="/guides/new/edit" data-variant="primary" { (icon("plus")) (text.msg_guide_new()) } }
            } @else { h2 { (text.msg_guide_none_here()) } }
        }
    }
}

fn waits(reader: &Reader, waiting: &Waiting) -> Markup {
    let text = reader.text;
    let item = |edit: &Edit| {
        html! {
            li.type-row {
                div { a href={ "/agent/guides/edits/" (edit.id) } { (edit.written.title) }
                    p.hint { (edit.author) " · " (parts::time(reader, edit.at)) " · " (language_name(&edit.language)) } }
                @if let Some(at) = edit.publish_at { span.pill data-tone="info" { (icon("clock")) (moment(reader, at)) } }
            }
        }
    };
    html! {
        @for (id, title, edits) in [("suggested", text.msg_guide_suggestions(), &waiting.suggested), ("scheduled", text.msg_guide_scheduled(), &waiting.scheduled)] {
            @if !edits.is_empty() {
                section.stack aria-labelledby=(id) { h2 #(id) { (title) } ul.pick-list { @for edit in edits { (item(edit)) } } }
            }
        }
    }
}

fn unfinished(reader: &Reader, drafts: &[Draft]) -> Markup {
    let text = reader.text;
    html! {
        @if !drafts.is_empty() {
            section.stack aria-labelledby="drafts" {
                h2 #drafts { (text.msg_guide_drafts()) }
                ul.pick-list {
                    @for draft in drafts {
                        @let guide = draft.guide.map_or_else(|| "new".to_owned(), |id| id.to_string());
                        li.type-row { div {
                            a href={ "/guides/" (guide) "/edit?lang=" (draft.language) } {
                                @if draft.title.is_empty() { (text.msg_guide_new()) } @else { (draft.title) }
                            }
                            p.hint { (parts::time(reader, draft.at)) " · " (language_name(&draft.language)) }
                        } }
                    }
                }
            }
        }
    }
}

fn line(reader: &Reader, row: &Managed) -> Markup {
    let text = reader.text;
    let entry = &row.entry;
    let other = guides::other_language(&entry.language);
    html! {
        li.type-row #{ "guide-" (entry.guide) } {
            div {
                a.with-icon href=(edit_url(entry)) { (icon(kind_icon(entry.kind))) (entry.title) }
                p.hint.cluster {
                    span { (parts::time(reader, entry.updated_at)) }
                    span { (text.msg_guide_read_times(row.reads)) }
                    @if row.published && !row.trashed { a href=(read_url(entry)) { (text.msg_guide_see()) } }
                }
            }
            div.cluster {
                @if !row.published { span.pill data-tone="warning" { (text.msg_guide_unpublished()) } }
                @match entry.readers {
                    Readers::Public => {}
                    Readers::Members => span.pill { (icon("lock")) (text.msg_guide_for_members()) },
                    Readers::Agents => span.pill data-tone="warning" { (icon("lock")) (text.msg_guide_for_agents()) },
                }
                @if row.locked { span.pill { (text.msg_guide_locked()) } }
                @if row.behind { span.pill data-tone="warning" { (language_name(&entry.language)) " · " (text.msg_guide_outdated()) } }
                @match row.other {
                    None => a.pill href={ "/guides/" (entry.guide) "/edit?lang=" (other) } { (language_name(other)) " · " (text.msg_guide_missing_text()) },
                    Some((_, true)) => a.pill data-tone="warning" href={ "/guides/" (entry.guide) "/edit?lang=" (other) } { (language_name(other)) " · " (text.msg_guide_outdated()) },
                    Some((_, false)) => {}
                }
                @if row.trashed {
                    form method="post" action={ "/agent/guides/" (entry.guide) "/act" } {
                        button.btn data-size="s" name="action" value="back" { (icon("undo-2")) (text.msg_guide_put_back()) }
                    }
                }
            }
        }
    }
}

/// What people searched for and did not find.
fn missing(reader: &Reader, gaps: &[Gap]) -> Markup {
    let text = reader.text;
    html! {
        @if !gaps.is_empty() {
            section.stack aria-labelledby="gaps" {
                h2 #gaps { (text.msg_guide_gaps()) }
                p.soft { (text.msg_guide_gaps_lead()) }
                ul.cluster { @for gap in gaps { li { span.pill lang=(gap.language) { (gap.query) " " span.count { (gap.times) } } } } }
            }
        }
    }
}

/// What an agent does with a guide.
#[derive(Debug, Deserialize)]
pub(crate) struct Deed {
    action: String,
    #[serde(default)]
    lang: String,
}

/// Shows a text to readers or takes it away, throws a guide away or brings it back.
pub(crate) async fn act(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<GuideId>,
    Form(deed): Form<Deed>,
) -> Answer {
    let language = guides::language(&deed.lang);
    let (to, done) = match deed.action.as_str() {
        "publish" | "unpublish" => {
            let shown = deed.action == "publish";
            app.desk.change(&reader.actor, move |c| guides::set_published(c, id, language, shown)).await?;
            (format!("/guides/{id}/edit?lang={language}"), if shown { Done::Published } else { Done::Unpublished })
        }
        "bin" => {
            app.desk.change(&reader.actor, move |c| guides::place(c, id, Placed::Bin)).await?;
            ("/agent/guides?part=bin".to_owned(), Done::GuideDeleted)
        }
        "back" => {
            app.desk.change(&reader.actor, move |c| guides::place(c, id, Placed::Back)).await?;
            ("/agent/guides".to_owned(), Done::PutBack)
        }
        _ => return Err(Failure::BadRequest),
    };
    redirect_after(&to, done, 1, None)
}
