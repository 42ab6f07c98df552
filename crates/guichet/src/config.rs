//! The configuration: command line first, then environment, then file, then defaults.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::time::Duration;

use desk::secrets::Key;
use mail::authenticity;
use mail::outgoing::Relay;
use serde::Deserialize;
use store::Location;

use crate::cli::Options;

/// A complete configuration.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    pub location: Location,
    pub files: PathBuf,
    pub listen: SocketAddr,
    pub smtp_listen: SocketAddr,
    pub lmtp_listen: Option<SocketAddr>,
    pub relay: Option<Relay>,
    pub public_url: Option<String>,
    pub portal_domain: Option<String>,
    pub trusted_proxies: Vec<IpAddr>,
    pub host_name: String,
    pub tls: Option<(PathBuf, PathBuf)>,
    pub message_bytes_max: usize,
    pub mails_per_minute: NonZeroU32,
    pub undo: Duration,
    pub sent_bytes_max: u64,
    pub file_link_days: u32,
    pub senders: authenticity::Settings,
    pub data: PathBuf,
    pub secrets_key: Option<Key>,
}

/// The same options in a file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    data: Option<PathBuf>,
    database: Option<String>,
    listen: Option<SocketAddr>,
    smtp_listen: Option<SocketAddr>,
    lmtp_listen: Option<SocketAddr>,
    relay: Option<String>,
    public_url: Option<String>,
    portal_domain: Option<String>,
    trusted_proxies: Vec<IpAddr>,
    host_name: Option<String>,
    tls_certificate: Option<PathBuf>,
    tls_key: Option<PathBuf>,
    message_bytes_max: Option<usize>,
    mails_per_minute: Option<u32>,
    undo_seconds: Option<u64>,
    sent_bytes_max: Option<u64>,
    file_link_days: Option<u32>,
    resolver: Option<SocketAddr>,
    mail_relays: Vec<IpAddr>,
    results_of: Option<String>,
    secrets_key: Option<String>,
}

/// Largest mail by default, in bytes: what large mail providers take.
const MESSAGE_BYTES_MAX: usize = 25 * 1024 * 1024;
/// Largest mail that leaves: below the 20 MB of the strictest large providers, with room for what others add on its way.
pub(crate) const SENT_BYTES_MAX: u64 = 15_000_000;
/// Below that, the words of an answer may not fit.
const SENT_BYTES_MIN: u64 = 1_000_000;
/// Ten years: a link that opens a file for ever is no such link.
const FILE_LINK_DAYS_MAX: u32 = 3650;
const MAILS_PER_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(299);
const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
const SMTP_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 2525);

impl Config {
    /// Puts the configuration together.
    ///
    /// # Errors
    /// With what is wrong and where, for the administrator.
    pub(crate) fn load(options: Options) -> Result<Self, String> {
        let file = match &options.config {
            Some(path) => read_file(path)?,
            None => File::default(),
        };
        let data = options.data.or(file.data).unwrap_or_else(|| PathBuf::from("guichet-data"));
        let database = options.database.or(file.database);
        let relay = options.relay.or(file.relay).map(|text| text.parse::<Relay>()).transpose();
        let public_url = options.public_url.or(file.public_url);
        if public_url.as_ref().is_some_and(|url| !url.starts_with("http://") && !url.starts_with("https://")) {
            return Err("public_url must begin with https:// or http://".into());
        }
        let tls = match (options.tls_certificate.or(file.tls_certificate), options.tls_key.or(file.tls_key)) {
            (Some(certificate), Some(key)) => Some((certificate, key)),
            (None, None) => None,
            _ => return Err("tls_certificate and tls_key belong together".into()),
        };
        let host_name = options.host_name.or(file.host_name).unwrap_or_else(|| "localhost".into());
        let senders = authenticity::Settings {
            host: host_name.clone(),
            resolver: options.resolver.or(file.resolver),
            relays: if options.mail_relays.is_empty() { file.mail_relays } else { options.mail_relays },
            results_of: options.results_of.or(file.results_of),
        };
        let secrets_key = options.secrets_key.or(file.secrets_key).map(|text| text.parse::<Key>()).transpose();
        let mails = options.mails_per_minute.or(file.mails_per_minute);
        let sent_bytes_max = options.sent_bytes_max.or(file.sent_bytes_max).unwrap_or(SENT_BYTES_MAX);
        if sent_bytes_max < SENT_BYTES_MIN {
            return Err(format!("sent_bytes_max must be {SENT_BYTES_MIN} or more"));
        }
        let file_link_days = options.file_link_days.or(file.file_link_days).unwrap_or(desk::limits::FILE_LINK_DAYS);
        if !(1..=FILE_LINK_DAYS_MAX).contains(&file_link_days) {
            return Err(format!("file_link_days must be between 1 and {FILE_LINK_DAYS_MAX}"));
        }
        Ok(Self {
            location: location(database, &data)?,
            files: data.join("files"),
            listen: options.listen.or(file.listen).unwrap_or(LISTEN),
            smtp_listen: options.smtp_listen.or(file.smtp_listen).unwrap_or(SMTP_LISTEN),
            lmtp_listen: options.lmtp_listen.or(file.lmtp_listen),
            relay: relay.map_err(|error| error.to_string())?,
            public_url: public_url.map(|url| url.trim_end_matches('/').to_owned()),
            portal_domain: options
                .portal_domain
                .or(file.portal_domain)
                .map(|domain| domain.trim_matches('.').to_lowercase())
                .filter(|domain| !domain.is_empty()),
            trusted_proxies: if options.trusted_proxies.is_empty() {
                file.trusted_proxies
            } else {
                options.trusted_proxies
            },
            host_name,
            senders,
            secrets_key: secrets_key.map_err(|error| format!("secrets_key: {error}"))?,
            data,
            tls,
            message_bytes_max: options.message_bytes_max.or(file.message_bytes_max).unwrap_or(MESSAGE_BYTES_MAX),
            mails_per_minute: mails.and_then(NonZeroU32::new).unwrap_or(MAILS_PER_MINUTE),
            undo: options.undo_seconds.or(file.undo_seconds).map_or(desk::limits::REPLY_HOLD, Duration::from_secs),
            sent_bytes_max,
            file_link_days,
        })
    }
}

fn read_file(path: &Path) -> Result<File, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

/// Where a database address points to.
pub(crate) fn location(database: Option<String>, data: &Path) -> Result<Location, String> {
    match database {
        None => Ok(Location::Sqlite(data.join("guichet.db"))),
        Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => Ok(Location::Postgres(url)),
        Some(other) => Err(format!("database must be a postgres:// address, not {other:?}")),
    }
}
