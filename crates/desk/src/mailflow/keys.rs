//! Keys that the desk signs its mail with (DKIM, RFC 6376). A key is made or brought in, its public half is published by
//! whoever holds the domain, and only then mail is signed with it: what is signed with a key that nobody finds looks
//! like forged mail to some. The private half is sealed and opened by the mail door alone.

use store::{Conn, Row, params};

use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::policy::Action;
use crate::routing;
use crate::secrets::{OpenError, Secrets};
use crate::tickets::codes;
use crate::{SigningKeyId, Time, limits};

codes! {
    /// What a key is.
    Algorithm {
        /// What every mail server understands.
        Rsa = "rsa",
        /// Shorter; still unknown to many, so it stands beside a key of the other kind (RFC 8463).
        Ed25519 = "ed25519",
    }
}

codes! {
    /// What a key is used for.
    State {
        /// Nothing yet.
        New = "new",
        /// Mail is signed with it.
        Signing = "signing",
        /// Nothing any more; its record is needed as long as mail signed with it is on its way.
        Retired = "retired",
    }
}

/// What the domain name system has under the name of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Published {
    /// This key.
    Right,
    /// Nothing.
    Missing,
    /// Something else: this.
    Other(String),
    /// Nobody answered, and why.
    Silent(String),
}

impl Published {
    fn written(&self) -> String {
        match self {
            Self::Right => "right".to_owned(),
            Self::Missing => "missing".to_owned(),
            Self::Other(text) => format!("other:{text}"),
            Self::Silent(why) => format!("silent:{why}"),
        }
    }

    fn read(written: &str) -> Option<Self> {
        Some(match written.split_once(':').unwrap_or((written, "")) {
            ("right", _) => Self::Right,
            ("missing", _) => Self::Missing,
            ("other", text) => Self::Other(text.to_owned()),
            ("silent", why) => Self::Silent(why.to_owned()),
            _ => return None,
        })
    }
}

/// A key as it was made or brought in.
pub struct Pair {
    /// What it is.
    pub algorithm: Algorithm,
    /// The private half, DER.
    pub private: Vec<u8>,
    /// The public half as records write it, base64.
    pub public: String,
}

/// A key of a domain.
#[derive(Debug, Clone)]
pub struct SigningKey {
    /// The row.
    pub id: SigningKeyId,
    /// Whose.
    pub domain: String,
    /// Tells the keys of a domain apart.
    pub selector: String,
    /// What it is.
    pub algorithm: Algorithm,
    /// The public half, base64.
    pub public: String,
    /// Sealed: the private half.
    pub secret: String,
    /// What it is used for.
    pub state: State,
    /// When it was made.
    pub made_at: Time,
    /// When its record was last looked for, and what was found.
    pub seen: Option<(Time, Published)>,
}

impl SigningKey {
    /// The name of its record.
    #[must_use]
    pub fn record_name(&self) -> String {
        format!("{}._domainkey.{}", self.selector, self.domain)
    }

    /// Its record.
    #[must_use]
    pub fn record(&self) -> String {
        format!("v=DKIM1; k={}; p={}", self.algorithm.code(), self.public)
    }

    /// The private half.
    ///
    /// # Errors
    /// When the key that it was sealed with is not the one there is.
    pub fn open(&self, secrets: &Secrets) -> std::result::Result<Vec<u8>, OpenError> {
        secrets.open(&purpose(&self.domain, &self.selector), &self.secret)
    }
}

/// What a private key is sealed for: for no other domain's mail.
fn purpose(domain: &str, selector: &str) -> String {
    format!("dkim:{selector}.{domain}")
}

/// The domain of an address as the DNS knows it.
#[must_use]
pub fn domain_of(address: &str) -> Option<String> {
    let (_, domain) = address.rsplit_once('@')?;
    idna::domain_to_ascii(domain).ok().filter(|domain| !domain.is_empty())
}

/// The domains that the desk's mail is from, each once.
///
/// # Errors
/// When the database fails.
pub fn domains(conn: &mut Conn) -> Result<Vec<String>> {
    let mut domains: Vec<String> = Vec::new();
    for address in routing::addresses(conn)? {
        if let Some(domain) = domain_of(&address.address)
            && !domains.contains(&domain)
        {
            domains.push(domain);
        }
    }
    Ok(domains)
}

const COLUMNS: &str = "id, domain, selector, algorithm, public_key, secret, state, made_at, looked_at, seen";

fn read(row: &Row) -> store::Result<SigningKey> {
    let looked: Option<Time> = row.get(8)?;
    let seen = Published::read(&row.get::<String>(9)?);
    Ok(SigningKey {
        id: row.get(0)?,
        domain: row.get(1)?,
        selector: row.get(2)?,
        algorithm: Algorithm::from_code(&row.get::<String>(3)?).unwrap_or(Algorithm::Rsa),
        public: row.get(4)?,
        secret: row.get(5)?,
        state: State::from_code(&row.get::<String>(6)?).unwrap_or(State::Retired),
        made_at: row.get(7)?,
        seen: looked.zip(seen),
    })
}

/// All keys, those of a domain together, the oldest first: a desk has a handful.
///
/// # Errors
/// When the database fails.
pub fn all(conn: &mut Conn) -> Result<Vec<SigningKey>> {
    Ok(conn.query(&format!("select {COLUMNS} from signing_key order by domain, id"), &[], read)?)
}

/// The keys that mail from an address is signed with.
///
/// # Errors
/// When the database fails.
pub fn signing(conn: &mut Conn, address: &str) -> Result<Vec<SigningKey>> {
    let Some(domain) = domain_of(address) else { return Ok(Vec::new()) };
    Ok(conn.query(
        &format!("select {COLUMNS} from signing_key where domain = ?1 and state = 'signing' order by id"),
        params![&domain],
        read,
    )?)
}

/// One key.
///
/// # Errors
/// When there is none.
pub fn one(conn: &mut Conn, id: SigningKeyId) -> Result<SigningKey> {
    conn.find(&format!("select {COLUMNS} from signing_key where id = ?1"), params![id], read)?.ok_or(Error::NotFound)
}

/// Keeps a key for a domain of the desk, sealed. Without a selector it gets the next of the desk's own.
///
/// # Errors
/// With the field that cannot be used.
pub fn add(c: &mut Change, secrets: &Secrets, domain: &str, selector: &str, pair: &Pair) -> Result<SigningKeyId> {
    c.allow(Action::Configure, None)?;
    if !domains(c.sql())?.iter().any(|known| known == domain) {
        return Err(Error::field("domain", "unknown"));
    }
    let mut own = all(c.sql())?;
    own.retain(|key| key.domain == domain);
    if own.len() >= limits::SIGNING_KEYS_MAX {
        return Err(Error::field("domain", "too_many"));
    }
    let selector = match selector.trim().to_lowercase() {
        empty if empty.is_empty() => next_selector(&own),
        named => named,
    };
    if !is_selector(&selector) {
        return Err(Error::field("selector", "bad_name"));
    }
    if own.iter().any(|key| key.selector == selector) {
        return Err(Error::field("selector", "taken"));
    }
    let sealed = secrets.seal(&purpose(domain, &selector), &pair.private)?;
    let now = c.now();
    let id = c.sql().insert(
        "insert into signing_key (domain, selector, algorithm, public_key, secret, made_at)
         values (?1, ?2, ?3, ?4, ?5, ?6) returning id",
        params![domain, &selector, pair.algorithm.code(), &pair.public, &sealed, now],
    )?;
    configured(c, "signing_key", &selector, domain)?;
    Ok(SigningKeyId(id))
}

/// `guichet1`, `guichet2`, …: behind the newest that there is.
fn next_selector(own: &[SigningKey]) -> String {
    const BASE: &str = "guichet";
    let newest = own.iter().filter_map(|key| key.selector.strip_prefix(BASE)?.parse::<u32>().ok()).max();
    format!("{BASE}{}", newest.unwrap_or(0).saturating_add(1))
}

/// Whether a text is one or more labels of a domain name.
fn is_selector(text: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    text.len() <= limits::SELECTOR_CHARS_MAX && text.split('.').all(is_label)
}

/// Notes what stands in the DNS. A new key that is found there takes over.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub fn looked(c: &mut Change, id: SigningKeyId, published: &Published) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let key = one(c.sql(), id)?;
    let now = c.now();
    c.sql().execute(
        "update signing_key set looked_at = ?2, seen = ?3 where id = ?1",
        params![id, now, &published.written()],
    )?;
    if key.state == State::New && *published == Published::Right {
        return start(c, id);
    }
    Ok(())
}

/// Signs with a key from now on, and with no other of its kind.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub fn start(c: &mut Change, id: SigningKeyId) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let key = one(c.sql(), id)?;
    c.sql().execute(
        "update signing_key set state = case when id = ?1 then 'signing' else 'retired' end
         where domain = ?2 and algorithm = ?3 and (id = ?1 or state = 'signing')",
        params![id, &key.domain, key.algorithm.code()],
    )?;
    configured(c, "signing_on", &key.selector, &key.domain)
}

/// Signs with a key no more.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub fn stop(c: &mut Change, id: SigningKeyId) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let key = one(c.sql(), id)?;
    c.sql().execute("update signing_key set state = 'retired' where id = ?1", params![id])?;
    configured(c, "signing_off", &key.selector, &key.domain)
}

/// Forgets a key. One that signs is stopped first, so that this is never one click.
///
/// # Errors
/// [`Error::NotFound`] when there is none that may be forgotten.
pub fn remove(c: &mut Change, id: SigningKeyId) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let key = one(c.sql(), id)?;
    if key.state == State::Signing {
        return Err(Error::NotFound);
    }
    c.sql().execute("delete from signing_key where id = ?1", params![id])?;
    configured(c, "signing_key_removed", &key.selector, &key.domain)
}

fn configured(c: &mut Change, what: &str, selector: &str, domain: &str) -> Result<()> {
    c.record(Event::of_desk(Kind::Configured, &format!("{what}:{selector}.{domain}")))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_are_labels() {
        for good in ["guichet1", "s1", "2026-11", "mail.eu"] {
            assert!(is_selector(good), "{good}");
        }
        for bad in ["", ".", "a..b", "-a", "a-", "a b", "é", "A", "a;b", &"a".repeat(64)] {
            assert!(!is_selector(bad), "{bad}");
        }
    }

    #[test]
    fn domains_are_written_as_the_dns_has_them() {
        assert_eq!(domain_of("help@Bücher.example").as_deref(), Some("xn--bcher-kva.example"));
        assert_eq!(domain_of("nobody"), None);
    }

    #[test]
    fn what_was_seen_is_kept() {
        let all = [
            Published::Right,
            Published::Missing,
            Published::Other("v=DKIM1; p=:x".into()),
            Published::Silent("timeout".into()),
        ];
        for published in all {
            assert_eq!(Published::read(&published.written()), Some(published));
        }
        assert_eq!(Published::read(""), None);
    }
}
