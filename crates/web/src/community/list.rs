//! The list of topics: all, those that nobody answered, one's own; by category, and by words.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Query, State};
use desk::community::{self, Hit, Part, Row, TopicCursor};
use desk::guides::{self, Category};
use desk::tickets::Category as StatusCategory;
use desk::{CategoryId, Error, FieldError, Frame};
use maud::{Markup, html};
use serde::Deserialize;

use super::{enter, name, url, way_in};
use crate::answer::{Answer, page};
use crate::app::App;
use crate::customer::shell;
use crate::files::percent;
use crate::guides::pieces;
use crate::parts::{self, icon};
use crate::reader::Reader;

/// Topics that a search shows.
const HITS: usize = 20;
/// Topics that the front page of the desk shows.
const FRONT: usize = 4;

/// What is wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    part: String,
    category: String,
    after: String,
    q: String,
}

/// The list.
pub(crate) async fn list(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let part = Part::from_code(&wanted.part).unwrap_or(Part::All);
    let category: Option<CategoryId> = wanted.category.parse().ok();
    let after = TopicCursor::from_code(&wanted.after);
    let (actor, now, words) = (reader.actor.clone(), reader.now, wanted.q.clone());
    let found = app
        .desk
        .read(move |conn| {
            enter(conn, &actor, now)?;
            let categories = guides::categories(conn)?;
            let (page, hits, errors) = if words.trim().is_empty() {
                (community::list(conn, &actor, part, category, after)?, Vec::new(), Vec::new())
            } else {
                match community::search(conn, &actor, &words, false, (0, HITS), now) {
                    Ok(hits) => (community::RowsPage::default(), hits, Vec::new()),
                    Err(Error::Invalid(errors)) => (community::RowsPage::default(), Vec::new(), errors),
                    Err(error) => return Err(error),
                }
            };
            Ok((categories, page, hits, errors))
        })
        .await;
    let (categories, rows, hits, errors) = match found {
        Ok(found) => found,
        Err(error) => return way_in(&reader, error),
    };
    let model = Model { part, category, categories: &categories, page: &rows, hits: &hits, words: &wanted.q, errors };
    page(shell::page(&reader, &frame, "community", &reader.text.msg_topic_all(), "", 0, &model.show(&reader)))
}

struct Model<'m> {
    part: Part,
    category: Option<CategoryId>,
    categories: &'m [Category],
    page: &'m community::RowsPage,
    hits: &'m [Hit],
    words: &'m str,
    errors: Vec<FieldError>,
}

impl Model<'_> {
    fn show(&self, reader: &Reader) -> Markup {
        let text = reader.text;
        let searches = !self.words.trim().is_empty();
        html! {
            div.portal.topic {
                div.topic-main {
                    header.topic-head.cluster {
                        h1 { (text.msg_topic_all()) }
                        span.spacer {}
                        a.btn data-variant="primary" href=(self.new_url()) { (icon("message-square-plus")) (text.msg_topic_new()) }
                    }
                    (self.search_form(reader))
                    @if searches {
                        (self.results(reader))
                    } @else {
                        (self.tabs(reader))
                        @if self.page.rows.is_empty() { (self.nothing(reader)) } @else { (qlist(reader, &self.page.rows)) }
                        @if let Some(next) = self.page.next {
                            nav.pagination aria-label=(text.msg_guide_pages()) {
                                a rel="next" href={ (self.here(self.part, self.category)) "&after=" (next.code()) } { (text.msg_guide_next_page()) }
                            }
                        }
                    }
                }
                aside.topic-side {
                    (self.categories(reader))
                    section.contact {
                        h2 { (text.msg_topic_rules()) }
                        p.hint { (text.msg_topic_rules_lead()) }
                        a href="/community/rules" { (text.msg_topic_rules_read()) }
                        @if reader.person.is_some() { a href="/community/digest" { (text.msg_topic_digest()) } }
                    }
                }
            }
        }
    }

    fn new_url(&self) -> String {
        self.category
            .map_or_else(|| "/tickets/new?open=1".to_owned(), |id| format!("/tickets/new?open=1&category={id}"))
    }

    fn here(&self, part: Part, category: Option<CategoryId>) -> String {
        let category = category.map(|id| id.to_string()).unwrap_or_default();
        format!("/community?part={}&category={category}", part.code())
    }

    fn search_form(&self, reader: &Reader) -> Markup {
        let text = reader.text;
        html! {
            search {
                form.input-wrap action="/community" {
                    (icon("search"))
                    input.input type="search" name="q" value=(self.words) placeholder=(text.msg_topic_search())
                        aria-label=(text.msg_topic_search()) maxlength=(desk::limits::QUERY_CHARS_MAX);
                }
                (parts::error_line(reader, &self.errors, "q"))
            }
        }
    }

    fn tabs(&self, reader: &Reader) -> Markup {
        let text = reader.text;
        html! {
            nav.cluster.topic-tabs aria-label=(text.msg_topic_parts()) {
                @for part in Part::ALL.iter().filter(|part| **part != Part::Mine || reader.person.is_some()) {
                    @let words = match part {
                        Part::All => text.msg_topic_part_all(),
                        Part::Unanswered => text.msg_topic_part_unanswered(),
                        Part::Mine => text.msg_topic_part_mine(),
                    };
                    a.pill href=(self.here(*part, self.category)) aria-current=[(*part == self.part).then_some("page")] { (words) }
                }
            }
        }
    }

    fn categories(&self, reader: &Reader) -> Markup {
        let text = reader.text;
        html! {
            @if self.categories.len() > 1 {
                nav.contact aria-labelledby="topic-categories" {
                    h2 #topic-categories { (text.msg_topic_categories()) }
                    ul.topic-cats {
                        li { a href=(self.here(self.part, None)) aria-current=[self.category.is_none().then_some("page")] { (text.msg_topic_part_all()) } }
                        @for category in self.categories {
                            li {
                                a href=(self.here(self.part, category.id)) aria-current=[(category.id == self.category).then_some("page")] {
                                    (icon(&category.icon)) (category.name(reader.lang))
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn nothing(&self, reader: &Reader) -> Markup {
        let text = reader.text;
        let (title, lead) = match self.part {
            Part::Unanswered => (text.msg_topic_none_unanswered(), text.msg_topic_none_unanswered_lead()),
            Part::Mine => (text.msg_topic_none_mine(), text.msg_topic_none_mine_lead()),
            Part::All => (text.msg_topic_none(), text.msg_topic_none_lead()),
        };
        html! {
            div.empty {
                span.empty-art { (icon("messages-square")) }
                h2 { (title) }
                p { (lead) }
            }
        }
    }

    fn results(&self, reader: &Reader) -> Markup {
        let text = reader.text;
        html! {
            p.soft role="status" { (text.msg_topic_found(i64::try_from(self.hits.len()).unwrap_or(0))) }
            ol.hits {
                @for hit in self.hits {
                    li {
                        h2 { a href=(url(hit.row.id, &hit.row.subject)) { (pieces(&hit.title)) } }
                        p { (pieces(&hit.snippet)) }
                        p.meta.with-icon { (icon("messages-square")) (meta(reader, &hit.row)) }
                    }
                }
            }
            @if self.errors.is_empty() {
                p { a href={ "/guides/search?q=" (percent(self.words)) } { (text.msg_topic_search_guides()) } }
            }
        }
    }
}

/// What members are asking, on the front page of the desk; nothing for who does not read it, or where nobody asked.
pub(crate) async fn front(app: &App, reader: &Reader, frame: &Frame) -> desk::Result<Vec<Row>> {
    if frame.community.hidden {
        return Ok(Vec::new());
    }
    let (actor, now) = (reader.actor.clone(), reader.now);
    app.desk
        .read(move |conn| match enter(conn, &actor, now) {
            Ok(()) => community::recent(conn, FRONT),
            Err(Error::Refused(_) | Error::Denied(_) | Error::NotFound) => Ok(Vec::new()),
            Err(error) => Err(error),
        })
        .await
}

/// Topics, each with who asked and how far it is.
pub(crate) fn qlist(reader: &Reader, rows: &[Row]) -> Markup {
    html! {
        ul.qlist {
            @for row in rows {
                li {
                    a href=(url(row.id, &row.subject)) {
                        (shell::large_avatar(row.asked_by.0, &row.asked_by.1))
                        span.q { (row.subject) }
                        span.meta { (meta(reader, row)) }
                        (state(reader, row))
                    }
                }
            }
        }
    }
}

fn meta(reader: &Reader, row: &Row) -> Markup {
    let text = reader.text;
    html! { (name(reader, &row.asked_by.1)) ", " (parts::time(reader, row.at)) ", " (text.msg_topic_replies(row.comments)) }
}

/// How far a topic is, at a glance.
fn state(reader: &Reader, row: &Row) -> Markup {
    let text = reader.text;
    let (tone, symbol, words) = if row.locked {
        (None, "lock", text.msg_topic_locked())
    } else if row.solved {
        (Some("success"), "check", text.msg_topic_answered())
    } else if row.status.category == StatusCategory::Closed {
        (None, "check", text.msg_topic_settled())
    } else if row.has_assignee {
        (Some("warning"), "hourglass", text.msg_topic_looked_at())
    } else if !row.answered {
        (None, "circle-dashed", text.msg_topic_unanswered())
    } else {
        (None, "messages-square", text.msg_topic_discussed())
    };
    html! {
        span.topic-state {
            @if row.pinned { span.pill { (icon("pin")) (text.msg_topic_pinned()) } }
            span.pill data-tone=[tone] { (icon(symbol)) (words) }
        }
    }
}
