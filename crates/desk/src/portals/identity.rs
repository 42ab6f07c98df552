//! Who a visitor is, by the word of the site that shows the portal: a JSON Web Token (RFC 7519) signed with the
//! portal's secret by HMAC and SHA-256 (RFC 7518, 3.2). Nothing else is accepted: not another algorithm, not a token
//! without an end, or one that lasts longer than a day.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha2::Sha256;

use super::Portal;
use crate::one_line::one_line;
use crate::people::{is_valid_address, normalise_address};
use crate::{Time, limits};

/// Whom the host site vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Their mail address.
    pub address: String,
    /// Their name, or empty.
    pub name: String,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
}

#[derive(Deserialize)]
struct Claims {
    email: String,
    #[serde(default)]
    name: String,
    /// For which portal: its sub-domain. A token for one is worth nothing in another.
    aud: String,
    /// Seconds since 1970.
    exp: i64,
}

/// Reads a token; nothing when it is not the site's, for another portal, over, or valid for too long.
#[must_use]
pub fn identify(portal: &Portal, token: &str, now: Time) -> Option<Identity> {
    if token.len() > limits::IDENTITY_BYTES_MAX {
        return None;
    }
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, claims) = signed.split_once('.')?;
    let header: Header = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
    if header.alg != "HS256" {
        return None;
    }
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(portal.secret.as_bytes()).ok()?;
    mac.update(signed.as_bytes());
    mac.verify_slice(&URL_SAFE_NO_PAD.decode(signature).ok()?).ok()?;
    let claims: Claims = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
    let left = claims.exp.checked_sub(now.0 / 1_000_000)?;
    let address = normalise_address(&claims.email);
    let fine = claims.aud == portal.subdomain
        && (1..=limits::IDENTITY_SECONDS_MAX).contains(&left)
        && is_valid_address(&address);
    fine.then(|| Identity { address, name: one_line(&claims.name).chars().take(limits::NAME_CHARS_MAX).collect() })
}
