//! Examines how a desk is set up: its machine, its pages, how mail comes in and leaves. Asking (`ask`, `names`,
//! `machine`) is apart from judging (`judge`), and both from the words (`finding`). Another way for mail to come in is
//! one more part of [`examine`].

mod ask;
mod finding;
mod judge;
mod machine;
mod mailboxes;
mod names;
mod trips;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::LazyLock;

use desk::Desk;
use desk::doctor::{Group, Level, Reached, Section};
use desk::mailflow::keys::{self, SigningKey};
use desk::routing::{self, DeskAddress};
use tokio::sync::mpsc::UnboundedSender;

pub(crate) use ask::Ask;
pub use finding::Finding;
use finding::{Check, Said};
use machine::{LMTP, SMTP};
pub use trips::trips;

use crate::l10n::{L10n, L10nLanguage};
use crate::limits;
use crate::outgoing::Relay;
use crate::signing;

/// What is examined: how the desk is run.
#[derive(Debug, Clone)]
pub struct Setup {
    /// What the mail receiver calls itself.
    pub host_name: String,
    /// The resolver that is asked; the system's without one.
    pub resolver: Option<SocketAddr>,
    /// Where mail leaves to.
    pub relay: Option<Relay>,
    /// Where mail is received by SMTP.
    pub smtp: SocketAddr,
    /// Where mail is received by LMTP.
    pub lmtp: Option<SocketAddr>,
    /// The certificate for STARTTLS.
    pub certificate: Option<PathBuf>,
    /// Where the pages are seen from outside, without a slash at the end.
    pub public_url: String,
    /// The data folder.
    pub data: PathBuf,
}

/// Examines everything at once and tells each finding as it comes. `site` is asked for the pages.
pub async fn examine(desk: &Desk, setup: &Setup, site: impl Future<Output = Reached>, out: &UnboundedSender<Finding>) {
    let addresses: Vec<DeskAddress> = desk.read(routing::addresses).await.unwrap_or_default();
    let addresses = addresses.as_slice();
    let keys: Vec<SigningKey> = desk.read(keys::all).await.unwrap_or_default();
    tokio::join!(
        bounded(out, Group::Machine, Check::Database, machine::database(desk)),
        bounded(out, Group::Machine, Check::Disk, async { vec![machine::disk(desk, setup).await] }),
        bounded(out, Group::Machine, Check::Clock, async { vec![machine::clock(desk, addresses).await] }),
        bounded(out, Group::Pages, Check::Pages, async { machine::site(setup, site.await) }),
        bounded(out, Group::Incoming, Check::Receiver, async { vec![machine::receiver(SMTP, setup.smtp).await] }),
        bounded(out, Group::Incoming, Check::Receiver, async {
            match setup.lmtp {
                Some(address) => vec![machine::receiver(LMTP, address).await],
                None => Vec::new(),
            }
        }),
        bounded(out, Group::Incoming, Check::Certificate, async { vec![machine::own_certificate(setup)] }),
        mailboxes::examine(desk, out),
        bounded(out, Group::Outgoing, Check::Relay, machine::relay(setup)),
        bounded(out, Group::Outgoing, Check::Dkim, async { signing(desk, addresses, &keys) }),
        // Each question has its own limit.
        names::examine(setup, addresses, &keys, out),
    );
}

/// Of each domain that mail is from: whether it can be signed.
fn signing(desk: &Desk, addresses: &[DeskAddress], keys: &[SigningKey]) -> Vec<Finding> {
    let domains: BTreeSet<String> = addresses.iter().filter_map(|address| keys::domain_of(&address.address)).collect();
    let of = |domain: &String| {
        let own: Vec<_> = keys
            .iter()
            .filter(|key| key.domain == *domain)
            .map(|key| (key, signing::works(desk.secrets(), key).err().map(|error| error.to_string())))
            .collect();
        judge::signing(domain, &own)
    };
    domains.iter().take(limits::EXAMINE_DOMAINS_MAX).flat_map(of).collect()
}

/// What a part of the examination found, or that it took too long.
async fn bounded(out: &UnboundedSender<Finding>, group: Group, check: Check, part: impl Future<Output = Vec<Finding>>) {
    let found = tokio::time::timeout(limits::EXAMINE_TIMEOUT, part).await;
    let late = |_| vec![Finding::new(group, check, "", Level::Failure, Said::TimedOut)];
    for finding in found.unwrap_or_else(late) {
        // Nobody waiting for it any more is not a failure.
        let _ = out.send(finding);
    }
}

static ENGLISH: LazyLock<L10nLanguage> = LazyLock::new(|| L10n::En.load());
static FRENCH: LazyLock<L10nLanguage> = LazyLock::new(|| L10n::Fr.load());

/// Findings as somebody reads them: by group, each in order.
#[must_use]
pub fn sections(findings: &[Finding], language: &str) -> Vec<Section> {
    let text: &L10nLanguage = if language == "fr" { &FRENCH } else { &ENGLISH };
    let section = |group: Group| {
        let mut own: Vec<&Finding> = findings.iter().filter(|finding| finding.group == group).collect();
        own.sort_by(|a, b| (a.check as u8, &a.about).cmp(&(b.check as u8, &b.about)));
        let title = match group {
            Group::Machine => text.msg_doctor_group_machine(),
            Group::Pages => text.msg_doctor_group_pages(),
            Group::Incoming => text.msg_doctor_group_incoming(),
            Group::Outgoing => text.msg_doctor_group_outgoing(),
            Group::Trips => text.msg_doctor_group_trips(),
        };
        Section { group, title, lines: own.into_iter().map(|finding| finding.line(text)).collect() }
    };
    Group::ALL.into_iter().map(section).filter(|section| !section.lines.is_empty()).collect()
}

/// The host of an address of pages.
fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    match authority.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        Some((address, _)) => address,
        None => authority.split(':').next().unwrap_or_default(),
    }
}

#[cfg(test)]
mod judge_tests;
