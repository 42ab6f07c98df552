//! Pictures that a mail wants to have loaded from elsewhere. The desk fetches them when an agent asks for them, so that
//! whoever sent the mail learns neither who reads it nor where.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use desk::{MessageId, TicketId, tickets};
use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;

use crate::answer::{Answer, Failure};
use crate::app::App;
use crate::limits;
use crate::reader::Reader;

/// Where the picture at this place of a message is fetched through.
pub(crate) fn address(ticket: TicketId, message: MessageId, number: usize) -> String {
    format!("/agent/tickets/{ticket}/messages/{message}/pictures/{number}")
}

/// Fetches pictures from the web, and from nowhere else.
#[derive(Clone)]
pub(crate) struct Fetcher(Option<reqwest::Client>);

impl Fetcher {
    pub(crate) fn new() -> Self {
        let redirects = Policy::custom(|attempt| {
            if attempt.previous().len() <= limits::PICTURE_REDIRECTS_MAX && is_public(attempt.url()) {
                attempt.follow()
            } else {
                attempt.stop()
            }
        });
        let client = reqwest::Client::builder()
            .redirect(redirects)
            .dns_resolver(Arc::new(PublicOnly))
            .timeout(limits::PICTURE_TIMEOUT)
            .user_agent("Mozilla/5.0 (compatible; Guichet)")
            .build();
        Self(client.inspect_err(|error| tracing::error!(%error, "pictures cannot be fetched")).ok())
    }

    async fn fetch(&self, address: &str) -> Option<(&'static str, Vec<u8>)> {
        let url = Url::parse(address).ok().filter(is_public)?;
        let mut answer = self.0.as_ref()?.get(url).send().await.ok()?.error_for_status().ok()?;
        let mut content = Vec::new();
        while let Some(part) = answer.chunk().await.ok()? {
            if content.len() + part.len() > limits::PICTURE_BYTES_MAX {
                return None;
            }
            content.extend_from_slice(&part);
        }
        let kind = infer::get(&content)?.mime_type();
        matches!(kind, "image/png" | "image/jpeg" | "image/gif" | "image/webp").then_some((kind, content))
    }
}

/// A picture, counted from the top of the message.
pub(crate) async fn picture(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path((id, message, number)): Path<(TicketId, MessageId, usize)>,
) -> Answer {
    let actor = reader.actor.clone();
    let mail = app.desk.read(move |conn| tickets::original(conn, &actor, id, message)).await?;
    let wanted = [markup::remote_images(&mail.html), markup::remote_images(&mail.quoted)].concat();
    let address = wanted.get(number).ok_or(Failure::NotFound)?;
    let (kind, content) = app.pictures.fetch(address).await.ok_or(Failure::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
        (header::CACHE_CONTROL, "private, max-age=86400"),
    ];
    Ok((headers, content).into_response())
}

/// Whether an address is one of the web: no other port, and no number of a network that is not public.
fn is_public(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let number = host.trim_matches(['[', ']']).parse::<IpAddr>();
    matches!(url.scheme(), "http" | "https")
        && matches!(url.port(), None | Some(80 | 443))
        && number.map_or(true, is_global)
}

/// Names may lead into networks that only the server reaches: then they lead nowhere.
struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|address| is_global(address.ip())).collect();
            let addresses: Addrs = Box::new(public.into_iter());
            Ok(addresses)
        })
    }
}

/// Whether a number is one of the public Internet (the IANA registries of special addresses, RFC 6890).
fn is_global(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => is_global_v4(ip),
        IpAddr::V6(ip) => {
            let [first, second, .., high, low] = ip.segments();
            match (first, second) {
                // Numbers of the older kind in those of the newer.
                (0x64, 0xff9b) => is_global_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low))),
                (0x2002, _) | (0x2001, 0 | 0xdb8) => false,
                _ => first & 0xe000 == 0x2000,
            }
        }
    }
}

fn is_global_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = matches!(
        (a, b, c),
        (0 | 10 | 127 | 240..=255, ..)
            | (100, 64..=127, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    );
    !(special || ip.is_private() || ip.is_link_local() || ip.is_multicast())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web() {
        for (address, expected) in [
            ("https://www.example.org/a.png", true),
            ("http://93.184.215.14/a.png", true),
            ("http://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/", true),
            ("http://example.org:8080/", false),
            ("ftp://example.org/", false),
            ("http://127.0.0.1/", false),
            ("http://2130706433/", false),
            ("http://0x7f.1/", false),
            ("http://10.1.2.3/", false),
            ("http://169.254.169.254/latest", false),
            ("http://100.100.0.1/", false),
            ("http://[::1]/", false),
            ("http://[::ffff:10.0.0.1]/", false),
            ("http://[64:ff9b::a00:1]/", false),
            ("http://[fd00::1]/", false),
            ("http://[fe80::1]/", false),
        ] {
            assert_eq!(Url::parse(address).is_ok_and(|url| is_public(&url)), expected, "{address}");
        }
    }
}
