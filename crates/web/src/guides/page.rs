//! One guide as readers get it.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum_extra::extract::CookieJar;
use desk::guides::{self, Category, Guide, Kind, Neighbour, Readers, Reading};
use desk::policy::{self, Action};
use desk::{FieldError, Frame, GuideId};
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;

use super::{kept, kind_icon, language_name, number, search, url};
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::customer::shell;
use crate::flash::Done;
use crate::parts::{self, Head, icon};
use crate::reader::Reader;

/// How a page is wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    /// Another language than the reader's.
    lang: String,
    /// What the reader has just said: `yes` or `no`.
    said: String,
}

/// All that the page shows.
pub(super) struct Shown {
    pub guide: Guide,
    pub reading: Reading,
    pub other: Option<Reading>,
    pub category: Option<Category>,
    pub around: (Option<Neighbour>, Option<Neighbour>),
    pub related: Arc<Vec<guides::Hit>>,
    pub votes: (i64, i64),
}

/// A guide at its address.
pub(crate) async fn show(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(address): Path<String>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Answer {
    let id = number(&address).ok_or(Failure::NotFound)?;
    let shown = load(&app, &reader, &wanted.lang, move |conn, actor| guides::find(conn, actor, id)).await?;
    answer(&app, &reader, &headers, &shown, &wanted.said).await
}

/// The same by the guide's public link.
pub(crate) async fn by_link(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(token): Path<String>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Answer {
    let shown = load(&app, &reader, &wanted.lang, move |conn, actor| guides::by_link(conn, actor, &token)).await?;
    answer(&app, &reader, &headers, &shown, &wanted.said).await
}

async fn answer(app: &App, reader: &Reader, headers: &HeaderMap, shown: &Shown, said: &str) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    app.tally.read(shown.guide.id);
    Ok(kept(reader, headers, page(reader, &frame, &app.settings.public_url, shown, said, &[], "")))
}

/// Reads what a page shows, in the language that is wanted or the reader's.
pub(super) async fn load<F>(app: &App, reader: &Reader, lang: &str, find: F) -> Result<Shown, Failure>
where
    F: FnOnce(&mut store::Conn, &desk::Actor) -> desk::Result<Guide> + Send + 'static,
{
    let language = if lang.is_empty() { reader.lang } else { guides::language(lang) };
    let actor = reader.actor.clone();
    let mut shown = app
        .desk
        .read(move |conn| {
            let guide = find(conn, &actor)?;
            if guide.trashed {
                return Err(desk::Error::NotFound);
            }
            let (reading, other) = guides::read(conn, guide.id, language)?;
            let around = guides::neighbours(conn, &actor, &guide, &reading, language)?;
            let category = guides::categories(conn)?.into_iter().find(|one| one.id == Some(guide.category));
            let votes = guides::votes(conn, reading.id)?;
            Ok(Shown { guide, reading, other, category, around, related: Arc::default(), votes })
        })
        .await?;
    shown.related = app.desk.related(&reader.actor, shown.guide.id, language, &shown.reading.title).await?;
    Ok(shown)
}

fn page(
    reader: &Reader,
    frame: &Frame,
    public_url: &str,
    shown: &Shown,
    said: &str,
    errors: &parts::Errors,
    comment: &str,
) -> Markup {
    let text = reader.text;
    let Shown { guide, reading, category, around, .. } = shown;
    let headings = headings(&reading.html);
    let foreign = (reading.language != reader.lang).then_some(reading.language.as_str());
    let category_name = category.as_ref().map_or("", |category| category.name(reader.lang));
    let main = html! {
        div.portal {
            div.guide-top {
                nav aria-label=(text.msg_guide_crumbs()) {
                    ol.crumbs {
                        li { a href="/guides" { (text.msg_guide_all()) } (icon("chevron-right")) }
                        li { a href={ "/guides/category/" (guide.category) } { (category_name) } (icon("chevron-right")) }
                        li aria-current="page" { (reading.title) }
                    }
                }
                (search::small_form(reader))
            }
            div.guide {
                header.guide-head {
                    h1 lang=[foreign] { (reading.title) }
                    p.cluster {
                        span { (text.msg_guide_updated_by(&reading.author)) " " (parts::time(reader, reading.updated_at)) }
                        span { (text.msg_guide_minutes(minutes(reading))) }
                        (marks(reader, guide, public_url))
                        (languages(reader, shown))
                    }
                    @if foreign.is_some() && shown.other.is_none() { p.callout data-tone="neutral" { span { (text.msg_guide_only_in(language_name(&reading.language))) } } }
                }
                @if headings.len() > 1 { (contents(reader, &headings)) }
                article lang=[foreign] {
                    div.prose { (PreEscaped(&reading.html)) }
                    (helpful(reader, shown, said, errors, comment))
                    (edit_line(reader, frame, shown))
                    (related(reader, shown))
                    (next(reader, around))
                }
                aside.stuck aria-labelledby="stuck-h" {
                    h2 #stuck-h { (text.msg_guide_stuck()) }
                    p { (text.msg_guide_stuck_lead()) }
                    a.btn data-variant="primary" data-block href={ "/tickets/new?guide=" (guide.id) } {
                        (icon("message-square-plus")) (text.msg_customer_ask())
                    }
                }
            }
        }
    };
    let more = head(public_url, shown, category_name);
    let head =
        Head { title: &reading.title, space: "customer", script: "customer.js", live: "", event: 0, more: Some(&more) };
    shell::page_with_head(reader, frame, "guides", &head, &main)
}

/// What search engines and link previews get to know: only of what everybody may read.
fn head(public_url: &str, shown: &Shown, category: &str) -> Markup {
    let Shown { guide, reading, other, .. } = shown;
    if guide.readers != Readers::Public {
        return html! { meta name="robots" content="noindex"; };
    }
    let here = format!("{public_url}{}", url(guide.id, &reading.title));
    let in_language = |text: &Reading| format!("{public_url}{}?lang={}", url(guide.id, &text.title), text.language);
    let about: String = reading.text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(160).collect();
    html! {
        meta name="description" content=(about);
        link rel="canonical" href={ (here) "?lang=" (reading.language) };
        @if let Some(other) = other {
            link rel="alternate" hreflang=(reading.language) href=(in_language(reading));
            link rel="alternate" hreflang=(other.language) href=(in_language(other));
        }
        meta property="og:type" content="article";
        meta property="og:title" content=(reading.title);
        meta property="og:description" content=(about);
        meta property="og:url" content=(here);
        meta property="og:locale" content=(if reading.language == "fr" { "fr_FR" } else { "en_GB" });
        meta property="article:section" content=(category);
        script type="application/ld+json" { (PreEscaped(structured(shown, &here, &about))) }
    }
}

/// The guide as schema.org describes it.
fn structured(shown: &Shown, here: &str, about: &str) -> String {
    let Shown { guide, reading, .. } = shown;
    let changed = reading.updated_at.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let value = match guide.kind {
        Kind::Faq => question_page(&[(reading.title.as_str(), reading.text.as_str())]),
        _ => serde_json::json!({
            "@context": "https://schema.org", "@type": "TechArticle", "headline": reading.title,
            "description": about, "dateModified": changed, "inLanguage": reading.language, "url": here,
            "author": { "@type": "Person", "name": reading.author },
        }),
    };
    safe_json(&value)
}

/// Questions and answers for schema.org.
pub(super) fn question_page(pairs: &[(&str, &str)]) -> serde_json::Value {
    let entities: Vec<_> = pairs
        .iter()
        .map(|(question, answer)| {
            serde_json::json!({
                "@type": "Question", "name": question,
                "acceptedAnswer": { "@type": "Answer", "text": answer },
            })
        })
        .collect();
    serde_json::json!({ "@context": "https://schema.org", "@type": "FAQPage", "mainEntity": entities })
}

/// JSON that cannot end the element around it.
pub(super) fn safe_json(value: &serde_json::Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

/// The headings of the first level, with their anchors, from the HTML that was kept.
fn headings(html: &str) -> Vec<(String, String)> {
    html.split("<h2 id=\"")
        .skip(1)
        .filter_map(|piece| {
            let (id, rest) = piece.split_once("\">")?;
            Some((id.to_owned(), markup::html_to_text(rest.split_once("</h2>")?.0)))
        })
        .collect()
}

fn minutes(reading: &Reading) -> i64 {
    i64::try_from(reading.text.split_whitespace().count() / 200).unwrap_or(0).max(1)
}

fn marks(reader: &Reader, guide: &Guide, public_url: &str) -> Markup {
    let text = reader.text;
    html! {
        @match guide.readers {
            Readers::Public => {
                button.btn type="button" data-variant="quiet" data-size="s" data-copy="#public-link" data-label-copied=(text.msg_guide_copied()) {
                    (icon("link")) span.copy-label { (text.msg_guide_copy_link()) }
                }
                span #public-link hidden { (public_url) "/g/" (guide.link) }
            }
            Readers::Members => span.pill { (icon("lock")) (text.msg_guide_for_members()) },
            Readers::Agents => span.pill data-tone="warning" { (icon("lock")) (text.msg_guide_for_agents()) },
        }
        @if guide.kind == Kind::Video { span.pill { (icon(kind_icon(guide.kind))) (super::kind_name(reader, guide.kind)) } }
    }
}

/// The same guide in the other language, and whether that one is behind.
fn languages(reader: &Reader, shown: &Shown) -> Markup {
    let text = reader.text;
    html! {
        @if let Some(other) = &shown.other {
            a.with-icon href={ (url(shown.guide.id, &other.title)) "?lang=" (other.language) } hreflang=(other.language)
                lang=(other.language) { (icon("languages")) (language_name(&other.language)) }
            @if shown.reading.is_behind(other) { span.pill data-tone="warning" { (text.msg_guide_outdated()) } }
        }
    }
}

fn contents(reader: &Reader, headings: &[(String, String)]) -> Markup {
    html! {
        nav.toc aria-labelledby="toc-h" {
            h2 #toc-h { (reader.text.msg_guide_contents()) }
            ol { @for (id, words) in headings { li { a href={ "#" (PreEscaped(id)) } { (words) } } } }
        }
    }
}

/// Was it helpful? Works without scripts; whoever says no may say why.
fn helpful(reader: &Reader, shown: &Shown, said: &str, errors: &parts::Errors, comment: &str) -> Markup {
    let text = reader.text;
    let (yes, all) = shown.votes;
    let action = format!("/guides/{}/vote", shown.guide.id);
    let language = &shown.reading.language;
    html! {
        section.helpful.guide-help #helpful aria-labelledby="help-h" data-region="morph" {
            @if said.is_empty() {
                h2 #help-h {
                    (text.msg_guide_helpful())
                    @if all > 0 { small { (text.msg_guide_helpful_count(yes, all)) } }
                }
                form.cluster #vote method="post" action=(action) data-enhance data-stay="helpful" {
                    input type="hidden" name="lang" value=(language);
                    button.btn data-size="l" name="helpful" value="yes" { (icon("thumbs-up")) (text.msg_guide_yes()) }
                    button.btn data-size="l" name="helpful" value="no" { (icon("thumbs-down")) (text.msg_guide_no()) }
                }
            } @else {
                h2 #help-h tabindex="-1" { (text.msg_guide_thanks()) }
                @if said == "no" {
                    form.stack.full #vote-comment method="post" action=(action) data-enhance data-stay="helpful" {
                        input type="hidden" name="lang" value=(language);
                        input type="hidden" name="helpful" value="no";
                        div.field {
                            label for="comment" { (text.msg_guide_missing()) }
                            textarea.textarea #comment name="comment" rows="3" required maxlength="1000"
                                aria-invalid=[(!errors.is_empty()).then_some("true")]
                                aria-describedby=[(!errors.is_empty()).then_some("error-comment")] { (comment) }
                            (parts::error_line(reader, errors, "comment"))
                        }
                        div.cluster {
                            button.btn data-variant="primary" type="submit" { (text.msg_guide_send()) }
                            a.btn data-variant="quiet" href={ "/tickets/new?guide=" (shown.guide.id) } { (text.msg_customer_ask()) }
                        }
                    }
                }
            }
        }
    }
}

/// Whoever may write it, edits or suggests; whoever could after signing in is told so.
fn edit_line(reader: &Reader, frame: &Frame, shown: &Shown) -> Markup {
    let text = reader.text;
    let may =
        |action| policy::allow_guide(&reader.actor, action, &frame.help_centre, Some(&shown.guide.facts())).is_ok();
    let address = format!("/guides/{}/edit?lang={}", shown.guide.id, shown.reading.language);
    html! {
        @if may(Action::WriteGuides) {
            p.guide-edit {
                (icon("pencil-line"))
                span {
                    (text.msg_guide_wrong()) " "
                    @if may(Action::PublishGuides) {
                        a href=(address) { (text.msg_guide_edit()) }
                        " · " a href={ "/guides/" (shown.guide.id) "/versions?lang=" (shown.reading.language) } {
                            (text.msg_guide_versions())
                        }
                    } @else {
                        a href=(address) { (text.msg_guide_suggest()) } " " (text.msg_guide_suggest_more())
                    }
                }
            }
        }
    }
}

fn related(reader: &Reader, shown: &Shown) -> Markup {
    html! {
        @if !shown.related.is_empty() {
            section.guide-related aria-labelledby="related-h" {
                h2 #related-h { (reader.text.msg_guide_related()) }
                ul.guide-list {
                    @for hit in shown.related.iter() {
                        @let title: String = hit.title.iter().map(|piece| piece.text.as_str()).collect();
                        li { a href=(url(hit.guide, &title)) { (title) } }
                    }
                }
            }
        }
    }
}

fn next(reader: &Reader, (before, after): &(Option<Neighbour>, Option<Neighbour>)) -> Markup {
    let text = reader.text;
    html! {
        @if before.is_some() || after.is_some() {
            nav.guide-next aria-label=(text.msg_guide_others()) {
                @if let Some(one) = before {
                    a href=(url(one.guide, &one.title)) rel="prev" { span.meta { (text.msg_guide_before()) } (one.title) }
                } @else { span {} }
                @if let Some(one) = after {
                    a href=(url(one.guide, &one.title)) rel="next" { span.meta { (text.msg_guide_after()) } (one.title) }
                }
            }
        }
    }
}

/// What a reader says of a guide.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Vote {
    helpful: String,
    lang: String,
    comment: String,
}

/// The cookie that tells one visitor from another; it says nothing else.
const MARK: &str = "vote";

/// Keeps whether a guide helped.
pub(crate) async fn vote(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(address): Path<String>,
    headers: HeaderMap,
    Form(vote): Form<Vote>,
) -> Answer {
    let id: GuideId = number(&address).ok_or(Failure::NotFound)?;
    if !app.throttles.vote(reader.peer) {
        return Err(Failure::TooOften);
    }
    let known = CookieJar::from_headers(&headers).get(MARK).map(|cookie| cookie.value().to_owned());
    let known =
        known.filter(|mark| mark.len() == 16 && mark.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)));
    let (mark, fresh) = match (reader.actor.person, known) {
        (Some(person), _) => (person.to_string(), None),
        (None, Some(mark)) => (mark, None),
        (None, None) => {
            let mark = desk::change::random_token(12);
            (mark.clone(), Some(mark))
        }
    };
    let language = guides::language(&vote.lang);
    let (helpful, comment) = (vote.helpful == "yes", vote.comment.clone());
    let kept = app.desk.change(&reader.actor, move |c| guides::vote(c, id, language, &mark, helpful, &comment)).await;
    let errors: Vec<FieldError> = match kept {
        Ok(()) => Vec::new(),
        Err(desk::Error::Invalid(errors)) => errors,
        Err(error) => return Err(error.into()),
    };
    if !errors.is_empty() {
        let shown = load(&app, &reader, language, move |conn, actor| guides::find(conn, actor, id)).await?;
        let frame = app.desk.frame(&reader.actor).await?;
        let page = page(&reader, &frame, &app.settings.public_url, &shown, "no", &errors, &vote.comment);
        return Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, page));
    }
    let said = if helpful || !vote.comment.trim().is_empty() { "yes" } else { "no" };
    let mut response = thanks(id, language, said)?;
    if let Some(mark) = fresh {
        let secure = if app.settings.secure() { "; Secure" } else { "" };
        let cookie = format!("{MARK}={mark}; Path=/guides; HttpOnly; SameSite=Lax; Max-Age=31536000{secure}");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    Ok(response)
}

fn thanks(id: GuideId, language: &str, said: &str) -> Result<Response, Failure> {
    redirect_after(&format!("/guides/{id}?lang={language}&said={said}#helpful"), Done::Saved, 1, None)
}
