//! Asking the domain name system.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use desk::mailflow::inbound::Waiting;
use desk::mailflow::keys;
use mail_auth::dmarc::Policy;
use mail_auth::dmarc::verify::DmarcParameters;
use mail_auth::hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig, ResolverOpts};
use mail_auth::hickory_resolver::net::NetError;
use mail_auth::spf::verify::SpfParameters;
use mail_auth::{
    AuthenticatedMessage, DkimOutput, DkimResult, DmarcResult, DnsError, MessageAuthenticator, SpfOutput, SpfResult,
};

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

/// What is left to ask once the author's own domain has spoken.
struct Rest<'m> {
    /// With the signatures of others.
    message: AuthenticatedMessage<'m>,
    /// Whose right to send has not been asked about.
    peer: Option<IpAddr>,
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
        let vouched =
            tokio::time::timeout(limits::CHECK_TIMEOUT, self.vouched(from_outside, waiting, author, raw)).await;
        let Ok(vouched) = vouched else {
            // One domain that does not answer says nothing about the others.
            let silent = !self.answers().await;
            *self.silent_since.lock().unwrap_or_else(PoisonError::into_inner) = silent.then(Instant::now);
            return None;
        };
        let (mut checks, rest) = vouched?;
        let _ = tokio::time::timeout(limits::CHECK_REST_TIMEOUT, self.complete(&mut checks, rest, waiting)).await;
        // Who handed it over is not who sent it: then only what vouches for the sender counts.
        (from_outside.is_some() || checks.dmarc == Verdict::Pass).then_some(checks)
    }

    /// What the author's own domain says, and what is left to ask. Only names that may speak for it are asked about, so
    /// that nobody keeps the answer away by naming others that never answer.
    async fn vouched<'m>(
        &self,
        peer: Option<IpAddr>,
        waiting: &Waiting,
        author: &str,
        raw: &'m [u8],
    ) -> Option<(Checks, Rest<'m>)> {
        let authenticator = self.authenticator.as_ref()?;
        let mut message = AuthenticatedMessage::parse(raw)?;
        if peer.is_none() && message.dkim_headers.is_empty() {
            return None;
        }
        let from = domain_of(author);
        let signatures = std::mem::take(&mut message.dkim_headers);
        let (own, mut others): (Vec<_>, Vec<_>) =
            signatures.into_iter().partition(|one| may_speak_for(&one.header.d, from));
        message.dkim_headers = own;
        message.dkim_headers.truncate(limits::SIGNATURES_MAX);
        others.truncate(limits::SIGNATURES_MAX);
        let sending = sending(waiting);
        let own_peer = peer.filter(|_| may_speak_for(sending, from));
        let spf = match own_peer {
            Some(peer) => self.spf(authenticator, peer, waiting).await,
            None => SpfOutput::default(),
        };
        let dkim = authenticator.verify_dkim(&message).await;
        // Fields that are broken or repeated are read in more than one way: asked is about the author alone.
        let alone = format!("From: <{author}>\r\n\r\n");
        let alone = AuthenticatedMessage::parse(alone.as_bytes())?;
        let dmarc = authenticator.verify_dmarc(DmarcParameters::new(&alone, &dkim, sending, &spf)).await;
        let (verdict, signed_by) = signed(&dkim);
        let checks = Checks {
            from: from.to_owned(),
            spf: of_spf(spf.result()),
            dkim: verdict,
            signed_by,
            dmarc: of_dmarc(&dmarc.result()),
            strict: matches!(dmarc.policy(), Policy::Quarantine | Policy::Reject),
            arc: Verdict::None,
            aligned_sender: sending.eq_ignore_ascii_case(from),
        };
        drop(dkim);
        message.dkim_headers = others;
        Some((checks, Rest { message, peer: peer.filter(|_| own_peer.is_none()) }))
    }

    /// What others say who cannot speak for the author: as far as they answer in time.
    async fn complete(&self, checks: &mut Checks, rest: Rest<'_>, waiting: &Waiting) {
        let Some(authenticator) = &self.authenticator else { return };
        if let Some(peer) = rest.peer {
            checks.spf = of_spf(self.spf(authenticator, peer, waiting).await.result());
        }
        if checks.dkim != Verdict::Pass && !rest.message.dkim_headers.is_empty() {
            let (verdict, signed_by) = signed(&authenticator.verify_dkim(&rest.message).await);
            if verdict == Verdict::Pass || checks.dkim == Verdict::None {
                (checks.dkim, checks.signed_by) = (verdict, signed_by);
            }
        }
        checks.arc = of_dkim(authenticator.verify_arc(&rest.message).await.result());
    }

    async fn spf(&self, authenticator: &MessageAuthenticator, peer: IpAddr, waiting: &Waiting) -> SpfOutput {
        let (sender, helo, host) = (waiting.envelope_from.as_str(), &waiting.helo, &self.settings.host);
        if sender.is_empty() {
            return authenticator.verify_spf(SpfParameters::verify_ehlo(peer, helo, host)).await;
        }
        authenticator.verify_spf(SpfParameters::verify_mail_from(peer, helo, host, sender)).await
    }

    /// Whether anything is heard of the domain name system: every resolver knows of the root.
    async fn answers(&self) -> bool {
        let Some(authenticator) = &self.authenticator else { return false };
        let asked = authenticator.resolver().txt_lookup(".");
        let answered = tokio::time::timeout(limits::RESOLVER_TIMEOUT, asked).await;
        answered.is_ok_and(|answer| match answer {
            Ok(_) => true,
            Err(error) => matches!(mail_auth::Error::from(error), mail_auth::Error::Dns(DnsError::RecordNotFound(_))),
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

/// The domain of the envelope's sender; of a bounce, what the server calls itself.
fn sending(waiting: &Waiting) -> &str {
    if waiting.envelope_from.is_empty() { &waiting.helo } else { domain_of(&waiting.envelope_from) }
}

/// Whether two domains may be of one organisation, whose name has two parts at least (RFC 9989, 4.10.2).
fn may_speak_for(one: &str, other: &str) -> bool {
    let end = |domain: &str| {
        let ascii = keys::domain_of(&format!("@{domain}")).unwrap_or_else(|| domain.to_lowercase());
        ascii.trim_end_matches('.').rsplit('.').take(2).map(str::to_owned).collect::<Vec<_>>()
    };
    end(one) == end(other)
}

/// What signatures say: one that holds is enough.
fn signed(all: &[DkimOutput]) -> (Verdict, String) {
    let best = all.iter().find(|one| one.result() == &DkimResult::Pass).or(all.first());
    let passed = best.filter(|one| one.result() == &DkimResult::Pass).and_then(|one| one.signature());
    let signed_by = passed.map(|signature| signature.d.to_lowercase()).unwrap_or_default();
    (best.map_or(Verdict::None, |one| of_dkim(one.result())), signed_by)
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

#[cfg(test)]
mod tests {
    use super::may_speak_for;

    #[test]
    fn only_the_same_organisation_may_speak() {
        for (one, other, expected) in [
            ("bank.example", "bank.example", true),
            ("Mail.Bank.example.", "news.bank.example", true),
            ("xn--bcher-kva.example", "bücher.example", true),
            ("evil.example", "bank.example", false),
            ("bank.example.evil.example", "bank.example", false),
            ("", "bank.example", false),
        ] {
            assert_eq!(may_speak_for(one, other), expected, "{one} {other}");
        }
    }
}
