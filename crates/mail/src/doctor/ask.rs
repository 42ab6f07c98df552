//! Questions to the domain name system, each with a time limit.

use std::net::{IpAddr, SocketAddr};

use mail_auth::hickory_resolver::proto::rr::RData;
use mail_auth::spf::verify::SpfParameters;
use mail_auth::{DnsError, Error, MessageAuthenticator, SpfResult};

use super::judge::Exchange;
use crate::authenticity::resolver;
use crate::limits;

/// Nobody answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Silence(pub String);

/// What there is; nothing is an answer too.
pub(crate) type Answer<T> = Result<Vec<T>, Silence>;

/// Whoever asks.
pub(crate) struct Ask {
    authenticator: MessageAuthenticator,
}

impl Ask {
    /// Asks the given resolver, or the system's.
    pub(crate) fn new(address: Option<SocketAddr>) -> Result<Self, Silence> {
        let authenticator = resolver(address).map_err(|error| Silence(error.to_string()))?;
        Ok(Self { authenticator })
    }

    /// Texts of a name, each record in one piece.
    pub(crate) async fn texts(&self, name: &str) -> Answer<String> {
        let asked = async {
            let found = self.authenticator.resolver().txt_lookup(absolute(name)).await?;
            let texts = found.answers().iter().filter_map(|record| match &record.data {
                RData::TXT(text) => Some(String::from_utf8_lossy(&text.txt_data.concat()).into_owned()),
                _ => None,
            });
            Ok(texts.collect())
        };
        bounded(asked).await
    }

    /// Where mail for a domain goes, the first choice first. A host without a name says that none is taken.
    pub(super) async fn exchanges(&self, domain: &str) -> Answer<Exchange> {
        let asked = async {
            let found = self.authenticator.resolver().mx_lookup(absolute(domain)).await?;
            let mut hosts: Vec<(u16, String)> = found
                .answers()
                .iter()
                .filter_map(|record| match &record.data {
                    RData::MX(mx) => Some((mx.preference, plain(&mx.exchange.to_ascii()))),
                    _ => None,
                })
                .collect();
            hosts.sort();
            Ok(hosts)
        };
        let hosts = bounded(asked).await?;
        self.with_addresses(hosts.into_iter().map(|(_, host)| host)).await
    }

    /// The names of an address, each with its addresses.
    pub(super) async fn names(&self, ip: IpAddr) -> Answer<Exchange> {
        let asked = async {
            let found = self.authenticator.resolver().reverse_lookup(ip).await?;
            let names = found.answers().iter().filter_map(|record| match &record.data {
                RData::PTR(name) => Some(plain(&name.to_ascii())),
                _ => None,
            });
            Ok(names.collect())
        };
        let names = bounded(asked).await?;
        self.with_addresses(names.into_iter()).await
    }

    async fn with_addresses(&self, names: impl Iterator<Item = String>) -> Answer<Exchange> {
        let asked = names.take(limits::RECIPIENTS_MAX).map(|host| async {
            let ips = if host.is_empty() { Vec::new() } else { self.addresses(&host).await? };
            Ok(Exchange { host, ips })
        });
        futures_util::future::join_all(asked).await.into_iter().collect()
    }

    /// The addresses of a name, or of what is an address itself.
    pub(super) async fn addresses(&self, name: &str) -> Answer<IpAddr> {
        if let Ok(ip) = name.parse() {
            return Ok(vec![ip]);
        }
        let resolver = self.authenticator.resolver();
        let four = bounded(async {
            let found = resolver.ipv4_lookup(absolute(name)).await?;
            let ips = found.answers().iter().filter_map(|record| match &record.data {
                RData::A(ip) => Some(IpAddr::V4(ip.0)),
                _ => None,
            });
            Ok(ips.collect())
        });
        let six = bounded(async {
            let found = resolver.ipv6_lookup(absolute(name)).await?;
            let ips = found.answers().iter().filter_map(|record| match &record.data {
                RData::AAAA(ip) => Some(IpAddr::V6(ip.0)),
                _ => None,
            });
            Ok(ips.collect())
        });
        let (four, six) = tokio::join!(four, six);
        let mut ips: Vec<IpAddr> = four?;
        ips.extend(six.unwrap_or_default());
        Ok(ips)
    }

    /// What SPF says of mail from a domain that leaves from an address.
    pub(super) async fn spf(&self, ip: IpAddr, domain: &str, helo: &str) -> SpfResult {
        let sender = format!("postmaster@{domain}");
        let asked = self.authenticator.verify_spf(SpfParameters::verify_mail_from(ip, helo, helo, &sender));
        let answered = tokio::time::timeout(limits::EXAMINE_ASK_TIMEOUT, asked).await;
        answered.map_or(SpfResult::TempError, |output| output.result())
    }
}

/// The whole name: nothing is added to it.
fn absolute(name: &str) -> String {
    format!("{}.", name.trim_end_matches('.'))
}

fn plain(name: &str) -> String {
    name.trim_end_matches('.').to_lowercase()
}

async fn bounded<T>(asked: impl Future<Output = Result<Vec<T>, Error>>) -> Answer<T> {
    match tokio::time::timeout(limits::EXAMINE_ASK_TIMEOUT, asked).await {
        Ok(Ok(found)) => Ok(found),
        Ok(Err(Error::Dns(DnsError::RecordNotFound(_)))) => Ok(Vec::new()),
        Ok(Err(error)) => Err(Silence(error.to_string())),
        Err(_) => Err(Silence("timeout".to_owned())),
    }
}

/// Whether the world reaches an address.
pub(super) fn is_public(ip: &IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => !(ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified()),
        IpAddr::V6(ip) => {
            !(ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local() || ip.is_unspecified())
        }
    }
}
