//! Who reads a page, and how: language, time zone, what just happened.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, LazyLock};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use axum_extra::extract::CookieJar;
use desk::members;
use desk::people::{self, Person};
use desk::portals::Portal;
use desk::settings::{self, Setting};
use desk::{Actor, EventId, Time};

use crate::answer::Failure;
use crate::app::{App, Settings};
use crate::l10n::{L10n, L10nLanguage};
use crate::{error_page, flash, portals};

/// The reader of a page.
pub(crate) struct Reader {
    /// Every text of the interface.
    pub text: &'static L10nLanguage,
    /// `en` or `fr`.
    pub lang: &'static str,
    /// For showing times.
    pub zone: jiff::tz::TimeZone,
    /// The moment of the request.
    pub now: Time,
    /// The signed-in person.
    pub person: Option<Person>,
    /// For the policy.
    pub actor: Actor,
    /// What the last action did.
    pub flash: Option<Flash>,
    /// Markdown that the reader's plan welcomes them with, until they have put it away.
    pub welcome: String,
    /// The portal that the page belongs to: by the name of the host, or by the path.
    pub portal: Option<Arc<Portal>>,
    /// The token of the session.
    pub session: Option<String>,
    /// Where the request came from.
    pub peer: IpAddr,
    /// The page's own path and query, for coming back to it; `/` for what cannot be asked again.
    pub here: String,
    /// The page can be asked for again by its address; the answer to a form that was sent without a script cannot, and
    /// news must not replace what it shows.
    pub repeatable: bool,
}

/// What the last action did, shown once.
pub(crate) struct Flash {
    /// Makes a new toast out of the same words.
    pub id: i64,
    /// The words.
    pub text: String,
    /// The change to take back.
    pub undo: Option<EventId>,
}

static ENGLISH: LazyLock<L10nLanguage> = LazyLock::new(|| L10n::En.load());
static FRENCH: LazyLock<L10nLanguage> = LazyLock::new(|| L10n::Fr.load());

/// The texts of a language.
pub(crate) fn texts(lang: &str) -> (&'static str, &'static L10nLanguage) {
    if lang == "fr" { ("fr", &FRENCH) } else { ("en", &ENGLISH) }
}

/// The session cookie's name; `__Host-` binds it to this host and to HTTPS.
pub(crate) fn session_cookie(secure: bool) -> &'static str {
    if secure { "__Host-guichet" } else { "guichet" }
}

/// Finds out who reads, before every page; shows failures as pages in their language, after.
pub(crate) async fn layer(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
    let peer = behind_proxies(&app.settings, request.headers(), peer);
    let path = || request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
    let here = (request.method() == Method::GET).then(path);
    let by_script = request.headers().contains_key("x-requested-with");
    let reader = match load(&app, request.headers(), peer).await {
        Ok(mut reader) => {
            match portals::of_request(&app, request.headers(), request.uri()).await {
                Ok(portal) => reader.enter(portal, request.headers(), request.uri().query().unwrap_or_default()),
                Err(error) => return error_page::answer(&reader, error),
            }
            reader.repeatable = here.is_some() || by_script;
            reader.here = here.unwrap_or(reader.here);
            if let Some(person) = reader.actor.person.filter(|_| reader.actor.is_staff()) {
                app.presence.saw(person, reader.now);
            }
            Arc::new(reader)
        }
        Err(error) => {
            let reader = Reader::stranger(request.headers(), peer);
            return error_page::answer(&reader, Failure::from(error));
        }
    };
    request.extensions_mut().insert(reader.clone());
    let mut response = next.run(request).await;
    if let Some(failure) = response.extensions_mut().remove::<Failure>() {
        return error_page::answer(&reader, failure);
    }
    if let Some(failure) = bare_refusal(&response) {
        return error_page::answer(&reader, failure);
    }
    if reader.flash.is_some() && is_page(&response) {
        flash::forget(&mut response);
    }
    response
}

/// Only a page shows a toast: what scripts send beside it (drafts, presence) must not take it away.
fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    !response.status().is_redirection() && kind.is_some_and(|kind| kind.starts_with("text/html"))
}

/// The toast of this page. It belongs to the page that its reader asked for, not to one that looks for news by itself, in
/// this window or in another.
fn flash_for(headers: &HeaderMap, jar: &CookieJar, text: &L10nLanguage) -> Option<Flash> {
    let looks_for_news = headers.get("x-requested-with").is_some_and(|by| by == "live");
    if looks_for_news { None } else { flash::read(jar, text) }
}

/// Where a request began: each trusted proxy has added the address that it was asked from.
fn behind_proxies(settings: &Settings, headers: &HeaderMap, peer: IpAddr) -> IpAddr {
    let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = forwarded.flat_map(|value| value.split(',')).map(str::trim).collect();
    let mut from = peer;
    for hop in hops.iter().rev() {
        let Some(before) = hop.parse::<IpAddr>().ok().filter(|_| settings.trusts(from)) else { break };
        from = before;
    }
    from
}

/// What the framework refused by itself, in its own English words: bad ids, bad forms, too large bodies.
fn bare_refusal(response: &Response) -> Option<Failure> {
    let kind = response.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    let status = response.status();
    if !status.is_client_error() || !kind.starts_with("text/plain") {
        return None;
    }
    Some(match status {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge,
        StatusCode::FORBIDDEN => Failure::Forbidden,
        _ => Failure::BadRequest,
    })
}

async fn load(app: &App, headers: &HeaderMap, peer: IpAddr) -> desk::Result<Reader> {
    let mut reader = Reader::stranger(headers, peer);
    let jar = CookieJar::from_headers(headers);
    let token = jar.get(session_cookie(app.settings.secure())).map(|cookie| cookie.value().to_owned());
    let Some(token) = token.filter(|token| !token.is_empty() && token.len() < 100) else {
        if jar.get("language").is_none() && headers.get(header::ACCEPT_LANGUAGE).is_none() {
            let language = app.desk.read(|conn| settings::get(conn, Setting::Language)).await?;
            (reader.lang, reader.text) = texts(&language);
        }
        return Ok(reader);
    };
    let (wanted, now) = (token.clone(), reader.now);
    let found = app.desk.read(move |conn| people::session_actor(conn, &wanted, now)).await?;
    if let Some(found) = found {
        let person = found.person;
        reader.actor = Actor::person(person.id, &person.name, person.role, found.granted);
        reader.zone = jiff::tz::TimeZone::get(&found.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
        if !person.language.is_empty() {
            (reader.lang, reader.text) = texts(&person.language);
        }
        reader.welcome = members::in_language(&found.welcome, reader.lang).unwrap_or_default().to_owned();
        reader.person = Some(person);
        reader.session = Some(token);
    }
    reader.flash = flash_for(headers, &jar, reader.text);
    Ok(reader)
}

impl Reader {
    /// A moment as `datetime-local` fields hold it, in the reader's zone.
    pub(crate) fn moment(&self, typed: &str) -> Option<Time> {
        let local: jiff::civil::DateTime = typed.parse().ok()?;
        let zoned = local.to_zoned(self.zone.clone()).ok()?;
        Some(Time(zoned.timestamp().as_microsecond()))
    }

    /// A program that asks with an agent's token.
    pub(crate) fn of_caller(headers: &HeaderMap, peer: IpAddr, person: &Person, actor: Actor) -> Self {
        let (lang, text) = texts(&person.language);
        Self { text, lang, person: Some(person.clone()), actor, ..Self::stranger(headers, peer) }
    }

    /// The page is a portal's: it speaks the portal's language to who has chosen none.
    fn enter(&mut self, portal: Option<Portal>, headers: &HeaderMap, query: &str) {
        let Some(portal) = portal else { return };
        // The site that shows it knows its own language.
        let asked = query.split('&').find_map(|pair| pair.strip_prefix("lang="));
        let chosen = CookieJar::from_headers(headers).get("language").is_some()
            || self.person.as_ref().is_some_and(|person| !person.language.is_empty());
        match asked {
            Some(language @ ("en" | "fr")) => (self.lang, self.text) = texts(language),
            _ if !chosen && !portal.language.is_empty() => (self.lang, self.text) = texts(&portal.language),
            _ => {}
        }
        self.portal = Some(Arc::new(portal));
    }

    /// Somebody not signed in.
    fn stranger(headers: &HeaderMap, peer: IpAddr) -> Self {
        let jar = CookieJar::from_headers(headers);
        let chosen = jar.get("language").map(|cookie| cookie.value().to_owned());
        let (lang, text) = texts(&chosen.unwrap_or_else(|| accepted_language(headers)));
        Self {
            text,
            lang,
            zone: jiff::tz::TimeZone::UTC,
            now: Time::now(),
            person: None,
            actor: Actor::visitor(),
            flash: flash_for(headers, &jar, text),
            welcome: String::new(),
            portal: None,
            session: None,
            peer,
            here: "/".to_owned(),
            repeatable: true,
        }
    }
}

/// The language that the browser likes best of those that we speak (RFC 9110, 12.5.4).
fn accepted_language(headers: &HeaderMap) -> String {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut best = ("en", 0.0);
    for part in accepted.split(',') {
        let (code, weight) = part.trim().split_once(';').unwrap_or((part.trim(), ""));
        let weight = weight.trim().strip_prefix("q=").map_or(1.0, |q| q.parse().unwrap_or(0.0));
        let code = match code.get(..2).map(str::to_ascii_lowercase).as_deref() {
            Some("en") => "en",
            Some("fr") => "fr",
            _ => continue,
        };
        if weight > best.1 {
            best = (code, weight);
        }
    }
    best.0.to_owned()
}
