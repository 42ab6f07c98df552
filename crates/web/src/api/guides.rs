//! Guides of the help centre, as agents see them.

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use desk::guides::{self, Fields, Guide, Kind, Placed, Query, Reading, Written};
use desk::{CategoryId, Error, GuideId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Problem;
use super::answer::{Asking, Given, json, page};
use super::body::{Asked, Sent};
use super::shapes::{Known, moment};
use super::spec::Problems;
use crate::app::App;
use crate::reader::Reader;

/// Hits of a search at most.
const HITS_MAX: usize = 50;

/// A guide in a language.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GuideShape {
    pub id: i64,
    /// Its file in an export.
    pub code: String,
    /// `en` or `fr`.
    pub language: String,
    pub title: String,
    pub markdown: String,
    /// Safe HTML, as readers get it.
    pub html: String,
    /// The number of the newest version; say it when you change the text.
    pub version: i64,
    pub category: i64,
    /// `guide`, `faq`, `video`.
    pub kind: String,
    /// `public`, `members`, `agents`.
    pub readers: String,
    /// Members cannot edit it.
    pub locked: bool,
    pub featured: bool,
    /// Its public link, if it has one.
    pub link: Option<String>,
    /// Readers have this text.
    pub published: bool,
    /// It is in the bin.
    pub trashed: bool,
    pub updated_at: String,
}

impl GuideShape {
    fn of(app: &App, guide: Guide, text: Reading) -> Self {
        Self {
            id: guide.id.0,
            link: (!guide.link.is_empty()).then(|| format!("{}/g/{}", app.settings.public_url, guide.link)),
            code: guide.code,
            language: text.language,
            title: text.title,
            markdown: text.source,
            html: text.html,
            version: text.version,
            category: guide.category.0,
            kind: guide.kind.code().to_owned(),
            readers: guide.readers.code().to_owned(),
            locked: guide.locked,
            featured: guide.featured,
            published: text.published_at.is_some(),
            trashed: guide.trashed,
            updated_at: moment(text.updated_at),
        }
    }
}

/// A guide in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GuideRow {
    pub id: i64,
    pub language: String,
    pub title: String,
    pub category: i64,
    pub kind: String,
    pub readers: String,
    pub updated_at: String,
}

/// A guide that was found.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HitShape {
    pub id: i64,
    pub language: String,
    pub title: String,
    /// The place of the text that fits best.
    pub snippet: String,
    /// How well it fits, for comparing with the others.
    pub score: f64,
}

/// Which guides.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// `en` or `fr`; texts in the other language stand where there is none.
    lang: Option<String>,
    /// Of this category only.
    category: Option<i64>,
    /// From the `Link` of the page before.
    after: Option<String>,
}

/// What is searched for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SearchQuery {
    /// Two letters at least.
    q: String,
    /// `en` or `fr`.
    lang: Option<String>,
}

/// In which language.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct LanguageQuery {
    /// `en` or `fr`.
    lang: Option<String>,
}

/// What a guide shall be.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GuideBody {
    /// `en` or `fr`.
    language: String,
    title: String,
    markdown: String,
    /// The version that the text was written on, for one that is there already.
    #[serde(default)]
    version: i64,
    category: i64,
    /// `guide`, `faq`, `video`; without, as it is, or the first.
    #[serde(default)]
    kind: Option<String>,
    /// `public`, `members`, `agents`; without, as it is, or the first.
    #[serde(default)]
    readers: Option<String>,
    /// As it is without, or not.
    #[serde(default)]
    locked: Option<bool>,
    /// The same.
    #[serde(default)]
    featured: Option<bool>,
    /// It says the same as the other language now.
    #[serde(default)]
    in_step: bool,
}

fn known_language(code: Option<&str>, fallback: &str) -> Result<&'static str, Problem> {
    let wanted = code.unwrap_or(fallback);
    guides::LANGUAGES.into_iter().find(|known| *known == wanted).ok_or_else(|| Problem::field("language", "unknown"))
}

impl GuideBody {
    /// `before` is how the guide is.
    fn read(&self, before: &Fields) -> Result<(&'static str, Written, Fields), Problem> {
        let language = known_language(Some(&self.language), "")?;
        let mut fields = Fields { category: Some(CategoryId(self.category)), in_step: self.in_step, ..*before };
        if let Some(kind) = &self.kind {
            fields.kind = Kind::from_code(kind).ok_or_else(|| Problem::field("kind", "unknown"))?;
        }
        if let Some(readers) = &self.readers {
            let readers = guides::Readers::from_code(readers).ok_or_else(|| Problem::field("readers", "unknown"))?;
            fields.public = readers == guides::Readers::Public;
            fields.internal = readers == guides::Readers::Agents;
        }
        fields.locked = self.locked.unwrap_or(fields.locked);
        fields.featured = self.featured.unwrap_or(fields.featured);
        let written = Written { title: self.title.clone(), source: self.markdown.clone(), base: self.version };
        Ok((language, written, fields))
    }
}

/// Published guides, from A to Z
#[utoipa::path(get, path = "/api/v1/guides", tag = "Guides", params(ListQuery),
    responses((status = 200, body = [GuideRow], headers(("Link" = String, description = "The next page"))), Problems))]
pub(crate) async fn list(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Asked(query): Asked<ListQuery>,
) -> Given {
    let language = known_language(query.lang.as_deref(), reader.lang)?;
    let after = query.after.as_deref().and_then(|after| after.split_once('.'));
    let after = after.and_then(|(id, title)| Some((title.to_owned(), id.parse().ok()?)));
    let wanted = guides::Wanted { category: query.category.map(CategoryId), kind: None, after };
    let actor = reader.actor.clone();
    let found = app.desk.read(move |conn| guides::all(conn, &actor, language, &wanted)).await?;
    let rows: Vec<GuideRow> = found
        .entries
        .iter()
        .map(|entry| GuideRow {
            id: entry.guide.0,
            language: entry.language.clone(),
            title: entry.title.clone(),
            category: entry.category.0,
            kind: entry.kind.code().to_owned(),
            readers: entry.readers.code().to_owned(),
            updated_at: moment(entry.updated_at),
        })
        .collect();
    let category = query.category.map_or_else(String::new, |id| format!("&category={id}"));
    let next = found
        .next
        .map(|next| format!("/api/v1/guides{}&lang={language}{category}", crate::guides::next_query(None, &next)));
    page(&rows, next)
}

/// Searches guides
#[utoipa::path(get, path = "/api/v1/guides/search", tag = "Guides", params(SearchQuery),
    responses((status = 200, body = [HitShape]), Problems))]
pub(crate) async fn search(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Asked(query): Asked<SearchQuery>,
) -> Given {
    let language = match &query.lang {
        Some(code) => Some(known_language(Some(code), "")?),
        None => None,
    };
    let actor = reader.actor.clone();
    let found = app
        .desk
        .read(move |conn| {
            let query = Query { text: &query.q, language, kind: None, typing: false, skip: 0, count: HITS_MAX };
            guides::search(conn, &actor, &query)
        })
        .await?;
    let plain = |pieces: &[guides::Piece]| pieces.iter().map(|piece| piece.text.as_str()).collect::<String>();
    let hits: Vec<HitShape> = found
        .hits
        .iter()
        .map(|hit| HitShape {
            id: hit.guide.0,
            language: hit.language.clone(),
            title: plain(&hit.title),
            snippet: plain(&hit.snippet),
            score: hit.score,
        })
        .collect();
    json(&hits)
}

/// A guide in a language, published or not
#[utoipa::path(get, path = "/api/v1/guides/{id}", tag = "Guides", params(("id" = i64, Path), LanguageQuery),
    responses((status = 200, body = GuideShape), Problems))]
pub(crate) async fn one(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<GuideId>,
    Asked(query): Asked<LanguageQuery>,
) -> Given {
    let language = known_language(query.lang.as_deref(), reader.lang)?;
    let actor = reader.actor.clone();
    let (guide, text) = app
        .desk
        .read(move |conn| {
            let guide = guides::find(conn, &actor, id)?;
            Ok((guide, guides::text(conn, id, language)?.ok_or(Error::NotFound)?))
        })
        .await?;
    json(&GuideShape::of(&app, guide, text))
}

/// Writes a guide
#[utoipa::path(post, path = "/api/v1/guides", tag = "Guides", request_body = GuideBody,
    responses((status = 201, body = Known), Problems))]
pub(crate) async fn add(State(app): State<App>, asking: Asking, Sent { value, bytes }: Sent<GuideBody>) -> Given {
    let (language, written, fields) = value.read(&Fields::default())?;
    asking
        .change(&app, &bytes, StatusCode::CREATED, move |c| {
            Ok(Known { id: guides::save(c, None, language, &written, &fields)?.guide.0 })
        })
        .await
}

/// Writes a new version of a guide, or its text in the other language
#[utoipa::path(put, path = "/api/v1/guides/{id}", tag = "Guides", params(("id" = i64, Path)),
    request_body = GuideBody, responses((status = 200, body = Known), Problems))]
pub(crate) async fn change(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    asking: Asking,
    Path(id): Path<GuideId>,
    Sent { value, bytes }: Sent<GuideBody>,
) -> Given {
    let actor = reader.actor.clone();
    let guide = app.desk.read(move |conn| guides::find(conn, &actor, id)).await?;
    let (language, written, fields) = value.read(&Fields::of(&guide))?;
    asking
        .change(&app, &bytes, StatusCode::OK, move |c| {
            guides::save(c, Some(id), language, &written, &fields)?;
            Ok(Known { id: id.0 })
        })
        .await
}

/// Puts a guide into the bin
#[utoipa::path(delete, path = "/api/v1/guides/{id}", tag = "Guides", params(("id" = i64, Path)),
    responses((status = 200, body = Known), Problems))]
pub(crate) async fn remove(State(app): State<App>, asking: Asking, Path(id): Path<GuideId>, bytes: Bytes) -> Given {
    asking
        .change(&app, &bytes, StatusCode::OK, move |c| {
            guides::place(c, id, Placed::Bin)?;
            Ok(Known { id: id.0 })
        })
        .await
}
