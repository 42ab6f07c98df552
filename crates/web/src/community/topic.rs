//! A topic: the question, what others wrote, and the field to write in.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::community::{self, Hit, Level, Post, Posts, ReadyText, Seen, Visibility};
use desk::guides::{self, Category};
use desk::policy::Action;
use desk::tickets::Category as StatusCategory;
use desk::{Error, FieldError, MessageId, Refusal, TicketId};
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;

use super::{lock, name, number, post, ready, refused, rules, url, way_in};
use crate::answer::{Answer, Failure, page_with, redirect};
use crate::app::App;
use crate::customer::shell;
use crate::parts::{self, icon};
use crate::reader::Reader;

/// Topics beside a topic.
const NEAR: usize = 3;

/// How the page is wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    /// The last post of the page before.
    after: String,
    /// A post to quote.
    quote: String,
}

/// What was typed, and what is wrong with it.
#[derive(Debug, Default)]
pub(super) struct Typed {
    pub body: String,
    pub errors: Vec<FieldError>,
    pub refusal: Option<Refusal>,
    pub ready: Option<ready::Filling>,
}

/// What the page shows.
pub(super) struct Model<'m> {
    pub seen: &'m Seen,
    pub posts: &'m Posts,
    pub organisation: &'m str,
    pub category: Option<&'m Category>,
    pub categories: &'m [Category],
    pub near: &'m [Hit],
    pub level: Level,
    pub rules: &'m [String],
    pub accepted: Option<desk::Time>,
    pub texts: &'m [ReadyText],
    pub typed: &'m Typed,
    pub may_write: bool,
    pub why_not: Option<Refusal>,
    pub may_react: bool,
    pub begins: bool,
    /// The topic's address, and the one of this very page.
    pub here: String,
    pub here_now: String,
    pub event: i64,
}

/// The topic.
pub(crate) async fn show(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(address): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let id = number(&address).ok_or(Failure::NotFound)?;
    if let Some(into) = app.desk.read(move |conn| community::merged_into(conn, id)).await? {
        return Ok(redirect(&format!("/community/{into}")));
    }
    let mut typed = Typed::default();
    if let Ok(quoted) = wanted.quote.parse() {
        typed.body = quote(&app, &reader, id, quoted).await?;
    }
    let after = wanted.after.parse().map(MessageId).unwrap_or(MessageId(0));
    match render(&app, &reader, id, after, &typed, StatusCode::OK).await {
        Ok(Shown::Page(response)) => Ok(response),
        Ok(Shown::Elsewhere(to)) => Ok(redirect(&to)),
        Err(error) => way_in(&reader, error),
    }
}

/// The words of a post as lines of a quotation.
async fn quote(app: &App, reader: &Reader, topic: TicketId, quoted: MessageId) -> Result<String, Failure> {
    let (actor, now) = (reader.actor.clone(), reader.now);
    let found = app
        .desk
        .read(move |conn| {
            let topic = community::find(conn, &actor, topic, Action::ReadCommunity, now)?;
            let posts = community::posts(conn, &actor, &topic, MessageId(quoted.0 - 1), now)?;
            Ok(posts.posts.into_iter().next().filter(|post| post.id == quoted))
        })
        .await;
    let Ok(Some(post)) = found else { return Ok(String::new()) };
    let mut out = format!("> {}\n", reader.text.msg_topic_wrote(name(reader, &post.name)));
    for line in post.text.lines().filter(|line| !line.trim_start().starts_with('>')).take(12) {
        out.push_str("> ");
        out.extend(line.chars().take(500));
        out.push('\n');
    }
    Ok(out + "\n")
}

pub(super) enum Shown {
    Page(Response),
    Elsewhere(String),
}

/// Loads the topic and draws it.
pub(super) async fn render(
    app: &App,
    reader: &Reader,
    id: TicketId,
    after: MessageId,
    typed: &Typed,
    status: StatusCode,
) -> desk::Result<Shown> {
    let frame = app.desk.frame(&reader.actor).await?;
    let (actor, now, language, person) = (reader.actor.clone(), reader.now, reader.lang, reader.actor.person);
    let loaded = app
        .desk
        .read(move |conn| {
            let seen = match community::seen(conn, &actor, id, Action::ReadCommunity, now) {
                // Whoever asked follows a question that is not, or no longer, public on its own page.
                Err(Error::NotFound) if desk::tickets::find(conn, &actor, id).is_ok() => return Ok(None),
                seen => seen?,
            };
            let topic = &seen.topic;
            if topic.visibility != Visibility::Public || !topic.in_lists {
                return Ok(None);
            }
            let posts = community::posts(conn, &actor, topic, after, now)?;
            let categories = guides::categories(conn)?;
            let mut near = community::near(conn, &actor, &topic.subject, NEAR + 1, now)?;
            near.retain(|hit| hit.row.id != id);
            near.truncate(NEAR);
            let level = person.map_or(Ok(Level::Normal), |person| community::level_of(conn, id, person))?;
            let rules = rules::short(conn, language)?;
            let accepted = rules::accepted(conn, person)?;
            let texts = if actor.is_staff() { community::ready_texts(conn, &actor)? } else { Vec::new() };
            Ok(Some((posts, categories, near, level, rules, accepted, texts, seen)))
        })
        .await?;
    let Some((posts, categories, near, level, rules, accepted, texts, seen)) = loaded else {
        let to = if reader.actor.is_staff() { format!("/agent/tickets/{id}") } else { format!("/tickets/{id}") };
        return Ok(Shown::Elsewhere(to));
    };
    let facts = seen.topic.facts();
    let ask = |action| desk::policy::allow_topic(&reader.actor, action, &frame.community, &seen.standing, Some(&facts));
    let writing = ask(Action::Comment);
    let here = url(id, &seen.topic.subject);
    let model = Model {
        category: seen.topic.category.and_then(|id| categories.iter().find(|category| category.id == Some(id))),
        categories: &categories,
        posts: &posts,
        organisation: &frame.organisation,
        near: &near,
        level,
        rules: &rules,
        accepted,
        texts: &texts,
        typed,
        may_write: writing.is_ok(),
        why_not: match writing {
            Err(Error::Refused(refusal)) => Some(refusal),
            _ => None,
        },
        may_react: ask(Action::React).is_ok(),
        begins: after.0 == 0,
        here_now: if after.0 == 0 { here.clone() } else { format!("{here}?after={after}") },
        here,
        event: frame.newest_event.0,
        seen: &seen,
    };
    app.tally.topic(id);
    let live = format!("question:{id}");
    let live = if reader.person.is_some() { live.as_str() } else { "" };
    let main = model.show(reader);
    let page = shell::page(reader, &frame, "community", &seen.topic.subject, live, model.event, &main);
    Ok(Shown::Page(page_with(status, page)))
}

impl Model<'_> {
    fn show(&self, reader: &Reader) -> Markup {
        html! {
            div.portal.topic {
                div.topic-main {
                    (self.crumbs(reader))
                    (self.head(reader))
                    @if reader.actor.is_staff() { (lock::bar(reader, self)) }
                    @if self.sums_up() { (self.locked(reader, "top")) }
                    div.stack.posts #posts data-region="morph" {
                        @for (at, post) in self.posts.posts.iter().enumerate() { (post::post(reader, self, post, self.begins && at == 0)) }
                    }
                    @if let Some(next) = self.posts.next {
                        nav.pagination aria-label=(reader.text.msg_guide_pages()) {
                            a rel="next" href={ (self.here) "?after=" (next) } { (reader.text.msg_topic_more()) }
                        }
                    }
                    div #end data-region="morph" {
                        @if self.seen.topic.locked.is_some() { (self.locked(reader, "end")) } @else { (self.write(reader)) }
                    }
                }
                (self.aside(reader))
            }
        }
    }

    fn crumbs(&self, reader: &Reader) -> Markup {
        html! {
            nav aria-label=(reader.text.msg_topic_crumbs()) {
                ol.crumbs {
                    li { a href="/community" { (reader.text.msg_topic_all()) } @if self.category.is_some() { (icon("chevron-right")) } }
                    @if let Some(category) = self.category {
                        @let id = category.id.map_or(0, |id| id.0);
                        li { a href={ "/community?category=" (id) } { (category.name(reader.lang)) } }
                    }
                }
            }
        }
    }

    fn head(&self, reader: &Reader) -> Markup {
        let (text, topic) = (reader.text, &self.seen.topic);
        html! {
            header.topic-head #topic-head data-region="morph" {
                h1 { (topic.subject) }
                p.cluster {
                    @if topic.pinned { span.pill { (icon("pin")) (text.msg_topic_pinned()) } }
                    @if topic.locked.is_some() { span.pill { (icon("lock")) (text.msg_topic_locked()) } }
                    @if topic.accepted.is_some() || topic.official.is_some() {
                        @let to = topic.official.or(topic.accepted).map_or(0, |id| id.0);
                        a.pill data-tone="success" href={ "#post_" (to) } { (icon("check")) (text.msg_topic_answered()) }
                    } @else if topic.status.category == StatusCategory::Closed {
                        span.pill { (icon("check")) (text.msg_topic_settled()) }
                    } @else if topic.has_assignee {
                        span.pill data-tone="warning" { (icon("hourglass")) (text.msg_topic_looked_at()) }
                    }
                    span.muted {
                        (text.msg_topic_asked_by(name(reader, &topic.asked_by))) ", " (parts::time(reader, topic.created_at)) ", "
                        (text.msg_topic_replies(topic.comments)) ", " (text.msg_topic_views(topic.views))
                    }
                }
            }
        }
    }

    /// What came out of a closed topic stands on top of it.
    fn sums_up(&self) -> bool {
        self.begins && self.seen.topic.locked.is_some() && !self.seen.topic.summary.is_empty()
    }

    /// Why nobody writes here any more, and what came out of it.
    fn locked(&self, reader: &Reader, place: &str) -> Markup {
        let (text, topic) = (reader.text, &self.seen.topic);
        let Some((at, by)) = &topic.locked else { return html! {} };
        html! {
            div.locked {
                header {
                    (parts::large_icon("lock"))
                    div {
                        h2 { (text.msg_topic_is_locked()) }
                        p.muted { (by) ", " (parts::time(reader, *at)) ". " (text.msg_topic_locked_lead()) }
                    }
                }
                @if place == "top" {
                    div.locked-sum {
                        h3 { (text.msg_topic_summary()) }
                        div.prose { (PreEscaped(markup::guide::render(&topic.summary, &Default::default()).html)) }
                    }
                }
                footer {
                    a.btn href={ "/tickets/new?about=" (topic.id) } { (text.msg_topic_write_team()) }
                    a.small href="/community/rules" { (text.msg_topic_rules()) }
                }
            }
        }
    }

    /// The field, or why there is none.
    fn write(&self, reader: &Reader) -> Markup {
        let (text, topic) = (reader.text, &self.seen.topic);
        if reader.person.is_none() {
            return html! {
                section.contact {
                    p { (text.msg_topic_sign_in_lead()) }
                    a.btn data-variant="primary" href={ "/sign-in?next=" (self.here) } { (text.msg_customer_sign_in()) }
                }
            };
        }
        if let Some(refusal) = self.why_not {
            return html! {
                section.contact #closed {
                    p { (refused::words(reader, refusal)) }
                    a.btn href={ "/tickets/new?about=" (topic.id) } { (text.msg_topic_write_team()) }
                }
            };
        }
        let invalid = parts::problem(reader, &self.typed.errors, "body").is_some();
        let filling = self.typed.ready.as_ref();
        html! {
            @if let Some(refusal) = self.typed.refusal {
                p.callout data-tone="danger" role="alert" #refused {
                    (icon("circle-alert")) span { (refused::words(reader, refusal)) " "
                        a href={ "/tickets/new?about=" (topic.id) } { (text.msg_topic_write_team()) } }
                }
            }
            form #comment .composer.mine-composer method="post" action={ "/community/" (topic.id) "/comments" }
                enctype="multipart/form-data" data-enhance data-then="#posts > .post:last-of-type" tabindex="-1" aria-label=(text.msg_topic_write()) {
                @if reader.actor.is_staff() && !self.texts.is_empty() && filling.is_none() {
                    (ready::chooser(reader, self.texts, &text.msg_ready_choose()))
                }
                @if let Some(filling) = filling { (filling.fields(reader, &ready::people(&self.posts.posts), &self.typed.body)) }
                @if filling.is_none_or(|filling| filling.composed) {
                    label.sr-only for="comment-body" { (text.msg_topic_write()) }
                    textarea #comment-body .composer-body name="body" rows="4" placeholder=(text.msg_topic_write_hint())
                        autofocus[invalid] aria-invalid=[invalid.then_some("true")]
                        aria-describedby=[invalid.then_some("error-body")] { "\n" (self.typed.body) }
                }
                div.files {
                    (parts::error_line(reader, &self.typed.errors, "body"))
                    (parts::error_line(reader, &self.typed.errors, "files"))
                    label.sr-only for="comment-files" { (text.msg_customer_files()) }
                    input #comment-files .input type="file" name="upload" multiple;
                }
                div.composer-foot {
                    @if self.posts.posts.iter().any(|post| !post.name.is_empty()) { span.hint.desktop-only { (text.msg_topic_mention_hint()) } }
                    span.spacer {}
                    @if reader.actor.is_staff() && topic.status.category != StatusCategory::Closed {
                        button.btn type="submit" name="close" value="1" data-size="l" { (icon("check")) (text.msg_topic_write_close()) }
                    }
                    button.btn type="submit" data-variant="primary" data-size="l" { (text.msg_topic_send()) }
                }
            }
        }
    }

    fn aside(&self, reader: &Reader) -> Markup {
        let (text, topic) = (reader.text, &self.seen.topic);
        let own = reader.actor.person == Some(topic.requester) && !reader.actor.is_staff() && !topic.answered;
        html! {
            aside.topic-side {
                @if reader.person.is_some() {
                    form.contact #follow method="post" action={ "/community/" (topic.id) "/follow" } data-enhance data-region="morph" {
                        fieldset.stack.follow {
                            legend { (text.msg_topic_follow()) }
                            @for level in Level::ALL {
                                label.check { input type="radio" name="level" value=(level.code()) checked[*level == self.level]; (level_words(reader, *level)) }
                            }
                        }
                        button.btn type="submit" data-size="s" { (icon("bell")) (text.msg_agent_save()) }
                    }
                }
                section.contact {
                    h2 { (text.msg_topic_rules()) }
                    @if !self.rules.is_empty() { ol.rules { @for rule in self.rules.iter().take(4) { li { (rule) } } } }
                    p.hint {
                        @if let Some(at) = self.accepted { (text.msg_topic_accepted_on()) " " (parts::time(reader, at)) " · " }
                        a href="/community/rules" { (text.msg_topic_rules_read()) }
                    }
                }
                @if own {
                    form.contact method="post" action={ "/community/" (topic.id) "/private" } {
                        p.hint { (text.msg_topic_private_hint()) }
                        button.btn type="submit" data-size="s" { (icon("lock")) (text.msg_topic_make_private()) }
                    }
                }
                @if !self.near.is_empty() {
                    section.topic-rel {
                        h2 { (text.msg_topic_near()) }
                        ul { @for hit in self.near { li { a href=(url(hit.row.id, &hit.row.subject)) { (hit.row.subject) } } } }
                    }
                }
            }
        }
    }

    /// Names behind an at sign stand out.
    pub(super) fn with_mentions(&self, html: &str) -> String {
        let mut names: Vec<String> = self
            .posts
            .posts
            .iter()
            .filter(|post: &&Post| !post.name.is_empty())
            .map(|post| markup::escaped(&post.name))
            .collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        names.dedup();
        let mut out = html.to_owned();
        for name in names.iter().filter(|name| html.contains(&format!("@{}", name.as_str()))) {
            out = mark_in_text(&out, &format!("@{name}"));
        }
        out
    }
}

/// Marks words in the text of HTML, not in its tags.
fn mark_in_text(html: &str, words: &str) -> String {
    let mut out = String::with_capacity(html.len() + 64);
    for (at, part) in html.split('<').enumerate() {
        let (tag, text) = match part.split_once('>') {
            Some((tag, text)) if at > 0 => (Some(tag), text),
            _ => (None, part),
        };
        if let Some(tag) = tag {
            out.push('<');
            out.push_str(tag);
            out.push('>');
        } else if at > 0 {
            out.push('<');
        }
        out.push_str(&text.replace(words, &format!("<b class=\"mention\">{words}</b>")));
    }
    out
}

/// What somebody wants to hear of a topic, in words.
pub(super) fn level_words(reader: &Reader, level: Level) -> String {
    match level {
        Level::Watch => reader.text.msg_topic_watch(),
        Level::Normal => reader.text.msg_topic_normal(),
        Level::Mute => reader.text.msg_topic_mute(),
    }
}
