//! Which portal an address leads to, and the address of a portal.

use axum::http::{HeaderMap, Uri, header};
use desk::Error;
use desk::portals::{self, Portal};

use crate::answer::Failure;
use crate::app::{App, Settings};

/// Where portals are by path: `/p/acme`.
const FOLDER: &str = "/p/";

/// The host of an address or header, without port, lower case.
fn host(authority: &str) -> String {
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    host.trim_end_matches('.').to_ascii_lowercase()
}

/// Scheme and authority of the desk's own address.
fn public(settings: &Settings) -> (&str, &str) {
    let (scheme, rest) = settings.public_url.split_once("://").unwrap_or(("http", &settings.public_url));
    (scheme, rest.split('/').next().unwrap_or(rest))
}

/// The portal of a request: by its path, by a name below the desk's domain, or by a domain of its own.
///
/// # Errors
/// [`Failure::NotFound`] for a name that no portal has.
pub(crate) async fn of_request(app: &App, headers: &HeaderMap, uri: &Uri) -> Result<Option<Portal>, Failure> {
    if let Some(name) = uri.path().strip_prefix(FOLDER).and_then(|rest| rest.split('/').next()) {
        let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy().into_owned();
        // What is missing is said by the page, after everything else was asked.
        return found(app.desk.read(move |conn| portals::by_subdomain(conn, &name)).await);
    }
    let Some(asked) = headers.get(header::HOST).and_then(|host| host.to_str().ok()).map(host) else { return Ok(None) };
    if asked == host(public(&app.settings).1) {
        return Ok(None);
    }
    let below = app.settings.portal_domain.as_ref().and_then(|domain| asked.strip_suffix(domain.as_str()));
    if let Some(name) = below.and_then(|name| name.strip_suffix('.')).map(ToOwned::to_owned) {
        return Ok(Some(app.desk.read(move |conn| portals::by_subdomain(conn, &name)).await?));
    }
    // Else somebody asks by a number, or by another name of the machine.
    found(app.desk.read(move |conn| portals::by_domain(conn, &asked)).await)
}

fn found(portal: desk::Result<Portal>) -> Result<Option<Portal>, Failure> {
    match portal {
        Ok(portal) => Ok(Some(portal)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Where a portal is seen from outside, without a slash at the end.
pub(crate) fn url(settings: &Settings, portal: &Portal) -> String {
    let (scheme, authority) = public(settings);
    let port = authority.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    let port = port.map(|(_, port)| format!(":{port}")).unwrap_or_default();
    match (&settings.portal_domain, portal.domain.as_str()) {
        (None, "") => format!("{}{FOLDER}{}", settings.public_url, portal.subdomain),
        (Some(domain), "") => format!("{scheme}://{}.{domain}{port}", portal.subdomain),
        (_, domain) => format!("{scheme}://{domain}{port}"),
    }
}
