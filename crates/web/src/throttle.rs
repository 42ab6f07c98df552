//! How often strangers may try.

use std::net::IpAddr;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::limits;

/// The counters of this node.
pub(crate) struct Throttles {
    sign_in: DefaultKeyedRateLimiter<IpAddr>,
    account: DefaultKeyedRateLimiter<String>,
    ticket: DefaultKeyedRateLimiter<IpAddr>,
    lookup: DefaultKeyedRateLimiter<IpAddr>,
    vote: DefaultKeyedRateLimiter<IpAddr>,
    similar: DefaultKeyedRateLimiter<IpAddr>,
    file: DefaultKeyedRateLimiter<IpAddr>,
    chat: DefaultKeyedRateLimiter<i64>,
    api: DefaultKeyedRateLimiter<i64>,
    hashes: Semaphore,
}

/// Above this many keys the old ones are forgotten.
const KEYS_MAX: usize = 10_000;

impl Throttles {
    pub(crate) fn new() -> Self {
        Self {
            sign_in: RateLimiter::keyed(Quota::per_minute(limits::SIGN_INS_PER_MINUTE)),
            account: RateLimiter::keyed(Quota::per_minute(limits::SIGN_INS_PER_ACCOUNT)),
            ticket: RateLimiter::keyed(Quota::per_minute(limits::VISITOR_TICKETS_PER_MINUTE)),
            lookup: RateLimiter::keyed(Quota::per_minute(limits::VISITOR_LOOKUPS_PER_MINUTE)),
            vote: RateLimiter::keyed(Quota::per_minute(limits::VOTES_PER_MINUTE)),
            similar: RateLimiter::keyed(Quota::per_minute(limits::SIMILAR_PER_MINUTE)),
            file: RateLimiter::keyed(Quota::per_minute(limits::LINKED_FILES_PER_MINUTE)),
            chat: RateLimiter::keyed(Quota::per_minute(limits::CHAT_MESSAGES_PER_MINUTE)),
            api: RateLimiter::keyed(Quota::per_minute(limits::API_REQUESTS_PER_MINUTE)),
            hashes: Semaphore::new(limits::HASHES),
        }
    }

    /// Whether one more sign-in may be tried.
    pub(crate) fn sign_in(&self, peer: IpAddr, account: &str) -> bool {
        if self.account.len() > KEYS_MAX {
            self.account.retain_recent();
            self.sign_in.retain_recent();
        }
        self.sign_in.check_key(&network(peer)).is_ok() && self.account.check_key(&account.to_lowercase()).is_ok()
    }

    /// Whether the visitor of a chat may say one more thing.
    pub(crate) fn chat(&self, ticket: i64) -> bool {
        if self.chat.len() > KEYS_MAX {
            self.chat.retain_recent();
        }
        self.chat.check_key(&ticket).is_ok()
    }

    /// Whether a token may ask once more; else in how many seconds.
    pub(crate) fn api(&self, token: i64) -> Result<(), u64> {
        self.api.check_key(&token).map_err(|until| until.wait_time_from(DefaultClock::default().now()).as_secs() + 1)
    }

    /// A turn to hash or compare a password.
    pub(crate) async fn hash(&self) -> Option<SemaphorePermit<'_>> {
        self.hashes.acquire().await.ok()
    }

    /// Whether a visitor may learn once more if an address is known.
    pub(crate) fn lookup(&self, peer: IpAddr) -> bool {
        if self.lookup.len() > KEYS_MAX {
            self.lookup.retain_recent();
        }
        self.lookup.check_key(&network(peer)).is_ok()
    }

    /// Whether a visitor who writes may be told once more what is near.
    pub(crate) fn similar(&self, peer: IpAddr) -> bool {
        if self.similar.len() > KEYS_MAX {
            self.similar.retain_recent();
        }
        self.similar.check_key(&network(peer)).is_ok()
    }

    /// Whether whoever has links to files may have one more file.
    pub(crate) fn file(&self, peer: IpAddr) -> bool {
        if self.file.len() > KEYS_MAX {
            self.file.retain_recent();
        }
        self.file.check_key(&network(peer)).is_ok()
    }

    /// Whether somebody may say once more whether a guide helped.
    pub(crate) fn vote(&self, peer: IpAddr) -> bool {
        if self.vote.len() > KEYS_MAX {
            self.vote.retain_recent();
        }
        self.vote.check_key(&network(peer)).is_ok()
    }

    /// Whether a visitor may open one more ticket.
    pub(crate) fn ticket(&self, peer: IpAddr) -> bool {
        if self.ticket.len() > KEYS_MAX {
            self.ticket.retain_recent();
        }
        self.ticket.check_key(&network(peer)).is_ok()
    }
}

/// One household or machine: an IPv6 user owns a whole /64.
fn network(peer: IpAddr) -> IpAddr {
    match peer {
        IpAddr::V4(_) => peer,
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) >> 64 << 64).into()),
    }
}
