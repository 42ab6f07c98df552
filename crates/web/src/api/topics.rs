//! The community: topics, what was said in them, and keeping order.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use desk::community::{self, Lock, Measure, NewComment, NewSanction, Part, Post, Row, TopicCursor};
use desk::policy::Action;
use desk::tickets::{Body, Channel, MailFacts};
use desk::{CategoryId, Change, Error, MessageId, PersonId, TicketId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::{Asking, Given, json};
use super::body::{Asked, Sent};
use super::shapes::{Known, moment};
use super::spec::Problems;
use crate::app::App;
use crate::body;
use crate::reader::Reader;

/// A topic in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TopicShape {
    /// The same as the ticket's.
    pub id: i64,
    pub subject: String,
    /// Who asked; null where the name is not shown.
    pub asked_by: Option<String>,
    pub category: Option<i64>,
    #[schema(format = DateTime)]
    pub active_at: String,
    pub comments: i64,
    pub answered: bool,
    /// An answer was accepted, or is official.
    pub solved: bool,
    pub pinned: bool,
    pub locked: bool,
}

impl TopicShape {
    fn of(row: &Row) -> Self {
        Self {
            id: row.id.0,
            subject: row.subject.clone(),
            asked_by: Some(row.asked_by.1.clone()).filter(|name| !name.is_empty()),
            category: row.category.map(|id| id.0),
            active_at: moment(row.at),
            comments: row.comments,
            answered: row.answered,
            solved: row.solved,
            pinned: row.pinned,
            locked: row.locked,
        }
    }
}

/// A page of topics.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TopicsPage {
    pub topics: Vec<TopicShape>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// Which topics.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// `all`, `unanswered` or `mine`.
    #[serde(default)]
    part: Option<String>,
    #[serde(default)]
    category: Option<i64>,
    /// What a page before gave as `next`.
    #[serde(default)]
    after: Option<String>,
}

/// Topics: pinned ones first, then by their newest post
#[utoipa::path(get, path = "/api/v1/topics", tag = "Community", params(Wanted),
    responses((status = 200, body = TopicsPage), Problems))]
pub(crate) async fn list(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Asked(wanted): Asked<Wanted>,
) -> Given {
    let part = match wanted.part.as_deref() {
        None => Part::All,
        Some(code) => Part::from_code(code).ok_or_else(|| super::Problem::field("part", "unknown"))?,
    };
    let after = match wanted.after.as_deref() {
        None => None,
        Some(code) => Some(TopicCursor::from_code(code).ok_or_else(|| super::Problem::field("after", "unknown"))?),
    };
    let (actor, category) = (reader.actor.clone(), wanted.category.map(CategoryId));
    let page = app.desk.read(move |conn| community::list(conn, &actor, part, category, after)).await?;
    json(&TopicsPage { topics: page.rows.iter().map(TopicShape::of).collect(), next: page.next.map(TopicCursor::code) })
}

/// A post.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PostShape {
    pub id: i64,
    /// Who wrote it; null where the name is not shown.
    pub author: Option<String>,
    pub person: i64,
    /// It speaks for the organisation.
    pub by_staff: bool,
    /// Safe HTML.
    pub html: String,
    #[schema(format = DateTime)]
    pub at: String,
    /// Empty, `held` or `hidden`.
    pub withheld: String,
    pub because: String,
    /// How many found it helpful.
    pub helpful: i64,
    /// Reports that wait.
    pub reports: i64,
}

impl PostShape {
    fn of(post: &Post) -> Self {
        Self {
            id: post.id.0,
            author: Some(post.name.clone()).filter(|name| !name.is_empty()),
            person: post.author.0,
            by_staff: post.by_staff,
            html: post.html.clone(),
            at: moment(post.at),
            withheld: post.withheld.clone(),
            because: post.because.clone(),
            helpful: post.reactions.first().map_or(0, |reactions| reactions.count),
            reports: post.reports,
        }
    }
}

/// A topic with posts.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TopicPage {
    pub id: i64,
    pub subject: String,
    pub category: Option<i64>,
    pub locked: bool,
    pub pinned: bool,
    /// Markdown: what came out of it.
    pub summary: String,
    pub accepted: Option<i64>,
    pub official: Option<i64>,
    pub posts: Vec<PostShape>,
    /// The last post of this page, when more follow.
    pub next: Option<i64>,
}

/// From where on.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct After {
    /// The last post of the page before.
    #[serde(default)]
    after: Option<i64>,
}

/// A topic with its posts, oldest first
#[utoipa::path(get, path = "/api/v1/topics/{id}", tag = "Community", params(("id" = i64, Path), After),
    responses((status = 200, body = TopicPage), Problems))]
pub(crate) async fn one(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    Asked(after): Asked<After>,
) -> Given {
    let (actor, now, after) = (reader.actor.clone(), reader.now, MessageId(after.after.unwrap_or(0)));
    let (topic, posts) = app
        .desk
        .read(move |conn| {
            let topic = community::find(conn, &actor, id, Action::ReadCommunity, now)?;
            if !topic.facts().listed {
                return Err(Error::NotFound);
            }
            let posts = community::posts(conn, &actor, &topic, after, now)?;
            Ok((topic, posts))
        })
        .await?;
    json(&TopicPage {
        id: topic.id.0,
        subject: topic.subject,
        category: topic.category.map(|id| id.0),
        locked: topic.locked.is_some(),
        pinned: topic.pinned,
        summary: topic.summary,
        accepted: topic.accepted.map(|id| id.0),
        official: topic.official.map(|id| id.0),
        posts: posts.posts.iter().map(PostShape::of).collect(),
        next: posts.next.map(|id| id.0),
    })
}

/// What to say.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommentBody {
    /// It is made safe.
    html: String,
}

/// Answers in a topic, for the organisation
#[utoipa::path(post, path = "/api/v1/topics/{id}/comments", tag = "Community", params(("id" = i64, Path)),
    request_body = CommentBody, responses((status = 201, body = Known), Problems))]
pub(crate) async fn comment(
    State(app): State<App>,
    asking: Asking,
    Path(id): Path<TicketId>,
    Sent { value, bytes }: Sent<CommentBody>,
) -> Given {
    let html = body::clean(&value.html, "html");
    let body = Body { text: markup::html_to_text(&html), html, quoted: String::new() };
    let new = NewComment { body, files: Vec::new(), channel: Channel::Web, mail: MailFacts::default(), then: None };
    asking
        .change(&app, &bytes, StatusCode::CREATED, move |c| {
            public(c, id)?;
            Ok(Known { id: community::comment(c, id, &new)?.message.0 })
        })
        .await
}

fn public(c: &mut Change, id: TicketId) -> desk::Result<()> {
    if community::is_listed(c.sql(), id)? { Ok(()) } else { Err(Error::NotFound) }
}

/// What to do with a topic.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TopicAct {
    /// `lock`, `unlock`, `pin`, `unpin`, `move` or `private`.
    act: String,
    /// Why, for the log.
    #[serde(default)]
    because: String,
    /// Of a lock, Markdown: what came out of it.
    #[serde(default)]
    summary: String,
    /// Of a move.
    #[serde(default)]
    category: Option<i64>,
    /// Of a lock: whether who took part gets a mail.
    #[serde(default)]
    tell: bool,
}

/// Moderates a topic
#[utoipa::path(post, path = "/api/v1/topics/{id}/moderation", tag = "Community", params(("id" = i64, Path)),
    request_body = TopicAct, responses((status = 200, body = Known), Problems))]
pub(crate) async fn moderate(
    State(app): State<App>,
    asking: Asking,
    Path(id): Path<TicketId>,
    Sent { value: act, bytes }: Sent<TopicAct>,
) -> Given {
    asking
        .change(&app, &bytes, StatusCode::OK, move |c| {
            public(c, id)?;
            match act.act.as_str() {
                "lock" => {
                    let (summary, because) = (act.summary.clone(), act.because.clone());
                    community::lock(c, id, &Lock { message: None, summary, tell: act.tell, because })?;
                }
                "unlock" => community::unlock(c, id, &act.because)?,
                "pin" => community::pin(c, id, true)?,
                "unpin" => community::pin(c, id, false)?,
                "private" => community::make_private(c, id, &act.because)?,
                "move" => {
                    let category = act.category.ok_or_else(|| Error::field("category", "required"))?;
                    community::move_to(c, id, CategoryId(category))?;
                }
                _ => return Err(Error::field("act", "unknown")),
            }
            Ok(Known { id: id.0 })
        })
        .await
}

/// What to do with a post.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PostAct {
    /// `hide`, `show`, `approve`, `reject` or `dismiss` (its reports).
    act: String,
    #[serde(default)]
    because: String,
    /// The number of the rule that it breaks.
    #[serde(default)]
    rule: Option<i64>,
}

/// Moderates a post
#[utoipa::path(post, path = "/api/v1/posts/{id}/moderation", tag = "Community", params(("id" = i64, Path)),
    request_body = PostAct, responses((status = 200, body = Known), Problems))]
pub(crate) async fn moderate_post(
    State(app): State<App>,
    asking: Asking,
    Path(id): Path<i64>,
    Sent { value: act, bytes }: Sent<PostAct>,
) -> Given {
    asking
        .change(&app, &bytes, StatusCode::OK, move |c| {
            let post = MessageId(id);
            match act.act.as_str() {
                "hide" => community::hide(c, post, &act.because, act.rule).map(|_| ())?,
                "show" => community::show(c, post, &act.because).map(|_| ())?,
                "approve" => community::approve(c, post).map(|_| ())?,
                "reject" => community::reject(c, post, &act.because).map(|_| ())?,
                "dismiss" => community::settle(c, post, false)?,
                _ => return Err(Error::field("act", "unknown")),
            }
            Ok(Known { id })
        })
        .await
}

/// A measure against a person.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SanctionBody {
    /// `warning`, `slow`, `silence`, `ban` or `removal`.
    measure: String,
    /// The person reads it.
    because: String,
    #[serde(default)]
    rule: Option<i64>,
    /// For what ends by itself.
    #[serde(default)]
    days: i64,
}

/// Takes a measure against a member
#[utoipa::path(post, path = "/api/v1/people/{id}/sanctions", tag = "Community", params(("id" = i64, Path)),
    request_body = SanctionBody, responses((status = 201, body = Known), Problems))]
pub(crate) async fn sanction(
    State(app): State<App>,
    asking: Asking,
    Path(id): Path<PersonId>,
    Sent { value: new, bytes }: Sent<SanctionBody>,
) -> Given {
    asking
        .change(&app, &bytes, StatusCode::CREATED, move |c| {
            let measure = Measure::from_code(&new.measure).ok_or_else(|| Error::field("measure", "unknown"))?;
            let because = new.because.clone();
            let wanted = NewSanction { person: id, measure, because, rule: new.rule, days: new.days, post: None };
            Ok(Known { id: community::sanction(c, &wanted)?.0 })
        })
        .await
}
