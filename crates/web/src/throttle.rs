//! How often strangers may try.

use std::net::IpAddr;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::limits;

/// The counters of this node.
pub(crate) struct Throttles {
    sign_in: DefaultKeyedRateLimiter<IpAddr>,
    account: DefaultKeyedRateLimiter<String>,
    ticket: DefaultKeyedRateLimiter<IpAddr>,
}

/// Above this many keys the old ones are forgotten.
const KEYS_MAX: usize = 10_000;

impl Throttles {
    pub(crate) fn new() -> Self {
        Self {
            sign_in: RateLimiter::keyed(Quota::per_minute(limits::SIGN_INS_PER_MINUTE)),
            account: RateLimiter::keyed(Quota::per_minute(limits::SIGN_INS_PER_ACCOUNT)),
            ticket: RateLimiter::keyed(Quota::per_minute(limits::VISITOR_TICKETS_PER_MINUTE)),
        }
    }

    /// Whether one more sign-in may be tried.
    pub(crate) fn sign_in(&self, peer: IpAddr, account: &str) -> bool {
        if self.account.len() > KEYS_MAX {
            self.account.retain_recent();
            self.sign_in.retain_recent();
        }
        self.sign_in.check_key(&peer).is_ok() && self.account.check_key(&account.to_lowercase()).is_ok()
    }

    /// Whether a visitor may open one more ticket.
    pub(crate) fn ticket(&self, peer: IpAddr) -> bool {
        if self.ticket.len() > KEYS_MAX {
            self.ticket.retain_recent();
        }
        self.ticket.check_key(&peer).is_ok()
    }
}
