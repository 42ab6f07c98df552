//! What every handler shares.

use std::net::IpAddr;
use std::sync::Arc;

use desk::Desk;
use desk::tickets::Reading;

use crate::agent::pictures::Fetcher;
use crate::chat::Typing;
use crate::doctor::Doctor;
use crate::guides::tally::{self, Counters};
use crate::live::Hub;
use crate::presence::Presence;
use crate::signing::Signing;
use crate::throttle::Throttles;

/// How the pages are served.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the pages are seen from outside, without a slash at the end.
    pub public_url: String,
    /// Where portals have a name of their own: `help.example` for `acme.help.example`. Without it they have a path.
    pub portal_domain: Option<String>,
    /// Bytes of the largest mail that leaves: files that would make one larger are links in it.
    pub mail_bytes_max: u64,
    /// Proxies on other machines that say truly whom they forward; this machine's are trusted always.
    pub trusted_proxies: Vec<IpAddr>,
}

impl Settings {
    /// Whether the peer is a proxy whose word counts.
    pub(crate) fn trusts(&self, peer: IpAddr) -> bool {
        peer.is_loopback() || self.trusted_proxies.contains(&peer)
    }

    /// Bytes of files that come with a mail, about: they grow by a third on their way, and its words need room.
    pub(crate) fn mail_files_max(&self) -> i64 {
        i64::try_from(self.mail_bytes_max.saturating_sub(300_000) / 15 * 11).unwrap_or(i64::MAX)
    }

    /// True behind HTTPS: cookies are then for HTTPS only.
    pub(crate) fn secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// What a kept mail says by today's understanding; given by the binary, because it knows mail and this crate does not.
pub type ReadAgain = fn(&[u8]) -> Option<Reading>;

/// The shared state. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The desk.
    pub(crate) desk: Desk,
    /// How the pages are served.
    pub(crate) settings: Arc<Settings>,
    /// Which pages follow what.
    pub(crate) hub: Hub,
    /// Who is typing in chats.
    pub(crate) typing: Typing,
    /// Who is where.
    pub(crate) presence: Presence,
    /// What is read and searched for.
    pub(crate) tally: Counters,
    /// Fetches what mails want to have loaded.
    pub(crate) pictures: Fetcher,
    /// Examines the set-up.
    pub(crate) doctor: Arc<dyn Doctor>,
    /// Reads a kept mail again.
    pub(crate) read_again: ReadAgain,
    /// Makes keys that mail is signed with.
    pub(crate) signing: Arc<dyn Signing>,
    /// Who tries too often.
    pub(crate) throttles: Arc<Throttles>,
}

impl App {
    /// The door of a desk.
    #[must_use]
    pub fn new(
        desk: Desk,
        settings: Settings,
        doctor: Arc<dyn Doctor>,
        read_again: ReadAgain,
        signing: Arc<dyn Signing>,
    ) -> Self {
        let (hub, typing) = (Hub::hearing(&desk), Typing::hearing(&desk));
        let presence = Presence::following(&desk);
        let tally = Counters::default();
        tokio::spawn(tally::run(desk.clone(), tally.clone()));
        Self {
            desk,
            settings: Arc::new(settings),
            hub,
            typing,
            presence,
            tally,
            pictures: Fetcher::new(),
            doctor,
            read_again,
            signing,
            throttles: Arc::new(Throttles::new()),
        }
    }
}
