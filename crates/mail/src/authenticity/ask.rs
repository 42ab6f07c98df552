//! Asking the domain name system.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use desk::mailflow::inbound::Waiting;
use mail_auth::dmarc::Policy;
use mail_auth::dmarc::verify::DmarcParameters;
use mail_auth::hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig, ResolverOpts};
use mail_auth::hickory_resolver::net::NetError;
use mail_auth::spf::verify::SpfParameters;
use mail_auth::{AuthenticatedMessage, DkimResult, DmarcResult, MessageAuthenticator, SpfResult};

use super::{Checks, Verdict, stated};
use crate::limits;
use crate::understand::Understood;

/// How senders are checked.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// What the desk calls itself.
    pub host: String,
    /// The resolver that is asked; the system's without one.
    pub resolver: Option<SocketAddr>,
    /// Mail servers of one's own that hand mail over; this machine and private networks without a list.
    pub relays: Vec<IpAddr>,
    /// The name under which one of them writes `Authentication-Results`.
    pub results_of: Option<String>,
}

/// Finds out who sent mails.
pub struct Checker {
    settings: Settings,
    /// Nothing can be asked where no resolver is known.
    authenticator: Option<MessageAuthenticator>,
    /// When nobody answered, mails do not wait for a while.
    silent_since: Mutex<Option<Instant>>,
}

impl Checker {
    /// A checker with its own cache of what the domain name system said.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let authenticator = resolver(settings.resolver)
            .inspect_err(|error| tracing::warn!(%error, "no resolver: senders of mail are not checked"))
            .ok();
        Self { settings, authenticator, silent_since: Mutex::new(None) }
    }

    /// What can be found out about a mail; nothing when nobody can say.
    pub async fn check(&self, waiting: &Waiting, mail: &Understood, raw: &[u8]) -> Option<Checks> {
        let peer = waiting.peer.parse::<IpAddr>().ok().filter(|_| waiting.via == "smtp");
        // Whoever the mail will count as: the same that becomes the author.
        let author = mail.from.as_ref().map_or(waiting.envelope_from.as_str(), |from| &from.address);
        let from = domain_of(author);
        let from_outside = peer.filter(|peer| !self.is_relay(*peer));
        let held_by = Some(&waiting.results_of).filter(|server| !server.is_empty());
        if let (None, Some(server)) = (from_outside, held_by.or(self.settings.results_of.as_ref()))
            && let Some(checks) = stated::stated(raw, server)
        {
            return Some(Checks { from: from.to_owned(), ..checks });
        }
        if self.is_silent() {
            return None;
        }
        let asked = tokio::time::timeout(limits::CHECK_TIMEOUT, self.ask(from_outside, waiting, author, raw)).await;
        *self.silent_since.lock().unwrap_or_else(PoisonError::into_inner) = asked.is_err().then(Instant::now);
        let checks = asked.ok()??;
        // Who handed it over is not who sent it: then only what vouches for the sender counts.
        (from_outside.is_some() || checks.dmarc == Verdict::Pass).then_some(checks)
    }

    async fn ask(&self, peer: Option<IpAddr>, waiting: &Waiting, author: &str, raw: &[u8]) -> Option<Checks> {
        let authenticator = self.authenticator.as_ref()?;
        let message = AuthenticatedMessage::parse(raw)?;
        if peer.is_none() && message.dkim_headers.is_empty() {
            return None;
        }
        let sender = waiting.envelope_from.as_str();
        let host = &self.settings.host;
        let spf = match peer {
            None => None,
            Some(peer) if sender.is_empty() => {
                Some(authenticator.verify_spf(SpfParameters::verify_ehlo(peer, &waiting.helo, host)).await)
            }
            Some(peer) => {
                let asked = SpfParameters::verify_mail_from(peer, &waiting.helo, host, sender);
                Some(authenticator.verify_spf(asked).await)
            }
        };
        let spf = spf.unwrap_or_default();
        let dkim = authenticator.verify_dkim(&message).await;
        let arc = authenticator.verify_arc(&message).await;
        let sending = if sender.is_empty() { waiting.helo.as_str() } else { domain_of(sender) };
        // Fields that are broken or repeated are read in more than one way: asked is about the author alone.
        let alone = format!("From: <{author}>\r\n\r\n");
        let alone = AuthenticatedMessage::parse(alone.as_bytes())?;
        let dmarc = authenticator.verify_dmarc(DmarcParameters::new(&alone, &dkim, sending, &spf)).await;
        let from = domain_of(author);
        let signature = dkim.iter().find(|one| one.result() == &DkimResult::Pass).or(dkim.first());
        let passed = signature.filter(|one| one.result() == &DkimResult::Pass).and_then(|one| one.signature());
        Some(Checks {
            from: from.to_owned(),
            spf: of_spf(spf.result()),
            dkim: signature.map_or(Verdict::None, |one| of_dkim(one.result())),
            signed_by: passed.map(|signature| signature.d.to_lowercase()).unwrap_or_default(),
            dmarc: of_dmarc(&dmarc.result()),
            strict: matches!(dmarc.policy(), Policy::Quarantine | Policy::Reject),
            arc: of_dkim(arc.result()),
            aligned_sender: sending.eq_ignore_ascii_case(from),
        })
    }

    fn is_silent(&self) -> bool {
        let since = *self.silent_since.lock().unwrap_or_else(PoisonError::into_inner);
        since.is_some_and(|since| since.elapsed() < limits::RESOLVER_PAUSE)
    }

    fn is_relay(&self, peer: IpAddr) -> bool {
        if !self.settings.relays.is_empty() {
            return self.settings.relays.contains(&peer);
        }
        match peer.to_canonical() {
            IpAddr::V4(ip) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
            IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
        }
    }
}

/// Whoever asks the given resolver, or the system's.
pub(crate) fn resolver(address: Option<SocketAddr>) -> Result<MessageAuthenticator, NetError> {
    match address {
        Some(address) => MessageAuthenticator::new(only(address), options()),
        None => MessageAuthenticator::new_system_conf(),
    }
}

fn only(address: SocketAddr) -> ResolverConfig {
    let over = |mut connection: ConnectionConfig| {
        connection.port = address.port();
        connection
    };
    let connections = vec![over(ConnectionConfig::udp()), over(ConnectionConfig::tcp())];
    ResolverConfig::from_name_servers(vec![NameServerConfig::new(address.ip(), true, connections)])
}

fn options() -> ResolverOpts {
    let mut options = ResolverOpts::default();
    options.timeout = limits::RESOLVER_TIMEOUT;
    options.attempts = 1;
    options
}

fn domain_of(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, domain)| domain)
}

fn of_spf(result: SpfResult) -> Verdict {
    match result {
        SpfResult::Pass => Verdict::Pass,
        SpfResult::Fail => Verdict::Fail,
        SpfResult::SoftFail | SpfResult::Neutral => Verdict::Neutral,
        SpfResult::TempError | SpfResult::PermError => Verdict::Error,
        SpfResult::None => Verdict::None,
    }
}

fn of_dkim(result: &DkimResult) -> Verdict {
    match result {
        DkimResult::Pass => Verdict::Pass,
        DkimResult::Neutral(_) => Verdict::Neutral,
        DkimResult::Fail(_) | DkimResult::PermError(_) => Verdict::Fail,
        DkimResult::TempError(_) => Verdict::Error,
        DkimResult::None => Verdict::None,
    }
}

fn of_dmarc(result: &DmarcResult) -> Verdict {
    match result {
        DmarcResult::Pass => Verdict::Pass,
        DmarcResult::Fail(_) => Verdict::Fail,
        DmarcResult::TempError(_) | DmarcResult::PermError(_) => Verdict::Error,
        DmarcResult::None => Verdict::None,
    }
}
