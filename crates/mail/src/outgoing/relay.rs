//! Handing a mail to the relay: an SMTP server, or a folder for demonstrations and tests.

use std::path::PathBuf;
use std::str::FromStr;

use lettre::Address;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};

use super::compose::Letter;
use desk::mailflow::outbox::RefusedCopy;

use super::limited::is_limit;
use crate::limits;

/// Where mail leaves to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relay {
    /// A folder that gets one `.eml` file for each mail.
    Folder(PathBuf),
    /// An SMTP server.
    Server(Server),
}

/// An SMTP server.
#[derive(Clone, PartialEq, Eq)]
pub struct Server {
    host: String,
    port: u16,
    /// TLS from the first byte.
    implicit_tls: bool,
    credentials: Option<(String, String)>,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Never the password.
        write!(out, "{}:{}", self.host, self.port)
    }
}

/// Why an address of a relay cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a relay is written smtp://[user:password@]host[:port], smtps://… or file:FOLDER, not {0:?}")]
pub struct RelayError(String);

impl FromStr for Relay {
    type Err = RelayError;

    fn from_str(text: &str) -> Result<Self, RelayError> {
        let wrong = || RelayError(text.to_owned());
        if let Some(folder) = text.strip_prefix("file:") {
            return Ok(Self::Folder(PathBuf::from(folder)));
        }
        let (implicit_tls, rest) = match text.split_once("://") {
            Some(("smtp", rest)) => (false, rest),
            Some(("smtps", rest)) => (true, rest),
            _ => return Err(wrong()),
        };
        let (credentials, place) = match rest.rsplit_once('@') {
            Some((login, place)) => {
                let (user, password) = login.split_once(':').ok_or_else(wrong)?;
                (Some((user.to_owned(), password.to_owned())), place)
            }
            None => (None, rest),
        };
        let place = place.trim_end_matches('/');
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) => (host, port.parse().map_err(|_| wrong())?),
            None if implicit_tls => (place, 465),
            None if credentials.is_some() => (place, 587),
            None => (place, 25),
        };
        let host = host.trim_start_matches('[').trim_end_matches(']');
        if host.is_empty() {
            return Err(wrong());
        }
        Ok(Self::Server(Server { host: host.to_owned(), port, implicit_tls, credentials }))
    }
}

/// An open connection to the relay, kept for the next mail.
pub(super) struct Connection(AsyncSmtpConnection);

/// Why a mail was not taken.
pub(super) enum Refusal {
    /// The relay said no, or could not be reached.
    Relay { reason: String, permanent: bool },
    /// The relay takes no mail at all now, whoever it is for.
    Closed(String),
    /// Who takes the mail of this address takes too much from us already.
    Limited { address: String, reason: String },
    /// It has the whole mail and did not answer.
    Unsure(String),
    /// The mail is no longer ours to send.
    NotOurs,
}

impl Refusal {
    /// What the relay says of a mail. That it goes away, is too busy, or wants to know us first (RFC 5321, 4.2.3; RFC 4954,
    /// 6) is about no mail.
    fn from_smtp(error: &lettre::transport::smtp::Error) -> Self {
        let reason = error.to_string();
        let closes = |code: u16| [421, 454, 530, 534, 535, 538].contains(&code) || is_limit(code, &reason, 1);
        if error.status().is_some_and(|code| closes(code.into())) {
            return Self::Closed(reason);
        }
        Self::Relay { reason: error.to_string(), permanent: error.is_permanent() }
    }

    /// The same, of the mail to an address. A limit that is said once the recipient is named is theirs.
    fn about(error: &lettre::transport::smtp::Error, address: &str, recipients: usize) -> Self {
        let reason = error.to_string();
        if error.status().is_some_and(|code| is_limit(code.into(), &reason, recipients)) {
            return Self::Limited { address: address.to_owned(), reason };
        }
        Self::from_smtp(error)
    }
}

impl Relay {
    /// Hands a mail over; gives the copies that were refused. `handing_over` is awaited when the relay is ready for the
    /// content: from then on a crash leaves the mail unsure.
    pub(super) async fn hand_over<F, W>(
        &self,
        line: &mut Option<Connection>,
        letter: &Letter,
        handing_over: F,
    ) -> Result<Vec<RefusedCopy>, Refusal>
    where
        F: FnOnce() -> W,
        W: Future<Output = desk::Result<()>>,
    {
        match self {
            Self::Folder(folder) => {
                handing_over().await.map_err(|_| Refusal::NotOurs)?;
                let path = folder.join(format!("{}.eml", letter.file_name));
                let written = async {
                    tokio::fs::create_dir_all(folder).await?;
                    tokio::fs::write(path, &letter.content).await
                };
                written.await.map_err(|error| Refusal::Relay { reason: error.to_string(), permanent: false })?;
                Ok(Vec::new())
            }
            Self::Server(server) => {
                let result = server.hand_over(line, letter, handing_over).await;
                if result.is_err() {
                    // Whatever state the conversation was in, the next mail starts a new one.
                    *line = None;
                }
                result
            }
        }
    }
}

impl Server {
    async fn hand_over<F, W>(
        &self,
        line: &mut Option<Connection>,
        letter: &Letter,
        handing_over: F,
    ) -> Result<Vec<RefusedCopy>, Refusal>
    where
        F: FnOnce() -> W,
        W: Future<Output = desk::Result<()>>,
    {
        let connection = bounded(self.open(line)).await??;
        let mut parameters = Vec::new();
        if connection.server_info().supports_feature(Extension::EightBitMime) {
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        if connection.server_info().supports_feature(Extension::SmtpUtfEight) && !letter.is_ascii() {
            parameters.push(MailParameter::SmtpUtfEight);
        }
        step(connection.command(Mail::new(Some(address(&letter.from)?), parameters))).await?;
        let mut refused = Vec::new();
        for (at, recipient) in letter.to.iter().enumerate() {
            let named = match address(recipient) {
                Ok(named) => match bounded(connection.command(Rcpt::new(named, Vec::new()))).await? {
                    Ok(_) => Ok(()),
                    Err(error) => Err(Refusal::about(&error, recipient, letter.to.len())),
                },
                Err(refusal) => Err(refusal),
            };
            match named {
                Ok(()) => {}
                // A copy that cannot be delivered must not keep the answer from who asked.
                Err(Refusal::Relay { reason, permanent: true }) if at > 0 => {
                    refused.push(RefusedCopy { address: recipient.clone(), status: status_code(&reason).to_owned() });
                }
                Err(refusal) => return Err(refusal),
            }
        }
        let about = |error| Refusal::about(&error, letter.to.first().map_or("", String::as_str), letter.to.len());
        bounded(connection.command(Data)).await?.map_err(about)?;
        handing_over().await.map_err(|_| Refusal::NotOurs)?;
        let content = connection.message(&letter.content);
        match tokio::time::timeout(limits::RELAY_TIMEOUT, content).await {
            Ok(Ok(_)) => Ok(refused),
            // An answer, though a bad one: the mail was not taken.
            Ok(Err(error)) if error.status().is_some() => Err(about(error)),
            Ok(Err(error)) => Err(Refusal::Unsure(error.to_string())),
            Err(_) => Err(Refusal::Unsure("timeout".into())),
        }
    }

    async fn open<'l>(&self, line: &'l mut Option<Connection>) -> Result<&'l mut AsyncSmtpConnection, Refusal> {
        if let Some(connection) = line
            && connection.0.command(Rset).await.is_err()
        {
            *line = None;
        }
        let connection = match line.take() {
            Some(connection) => connection,
            None => Connection(self.connect().await.map_err(Refusal::from)?),
        };
        Ok(&mut line.insert(connection).0)
    }

    /// On the machine itself a certificate proves nothing; anywhere else TLS is taken when offered.
    fn is_local(&self) -> bool {
        self.host == "localhost" || self.host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Obstacle> {
        let hello = ClientId::default();
        let tls = TlsParameters::new(self.host.clone()).map_err(Obstacle::Silent)?;
        let implicit = self.implicit_tls.then(|| tls.clone());
        let mut connection = AsyncSmtpConnection::connect_tokio1(
            (self.host.as_str(), self.port),
            Some(limits::RELAY_TIMEOUT),
            &hello,
            implicit,
            None,
        )
        .await
        .map_err(|error| if self.implicit_tls { Obstacle::of(error) } else { Obstacle::Silent(error) })?;
        if !self.implicit_tls && !self.is_local() && connection.can_starttls() {
            connection.starttls(tls, &hello).await.map_err(Obstacle::Encryption)?;
        }
        if let Some((user, password)) = &self.credentials {
            if !self.is_local() && !connection.is_encrypted() {
                // Somebody on the way may have taken STARTTLS out of the offer.
                return Err(Obstacle::Clear);
            }
            let credentials = Credentials::new(user.clone(), password.clone());
            let login = connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await;
            login.map_err(Obstacle::Login)?;
        }
        Ok(connection)
    }

    /// Its name or address.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// Goes as far as a mail would before its sender is named.
    pub(crate) async fn greet(&self) -> Result<Greeting, Obstacle> {
        let mut connection = self.connect().await?;
        let certificate = connection.peer_certificate().ok();
        let greeting = Greeting { encrypted: connection.is_encrypted(), local: self.is_local(), certificate };
        // It has answered all that was asked; how it says goodbye does not matter.
        let _ = connection.quit().await;
        Ok(greeting)
    }
}

/// How a relay greets.
#[derive(Debug)]
pub(crate) struct Greeting {
    /// By TLS.
    pub encrypted: bool,
    /// It is on this machine.
    pub local: bool,
    /// Its certificate.
    pub certificate: Option<Vec<u8>>,
}

/// What stands between the desk and its relay.
#[derive(Debug)]
pub(crate) enum Obstacle {
    /// It does not answer as a mail server.
    Silent(lettre::transport::smtp::Error),
    /// Its certificate or its TLS is not as it should be.
    Encryption(lettre::transport::smtp::Error),
    /// The password is not sent where everybody reads it.
    Clear,
    /// Name and password are not accepted.
    Login(lettre::transport::smtp::Error),
}

impl Obstacle {
    /// Where TLS begins with the first byte, what goes wrong there comes as a failed connection.
    fn of(error: lettre::transport::smtp::Error) -> Self {
        if error.is_tls() || error.to_string().contains("certificate") {
            Self::Encryption(error)
        } else {
            Self::Silent(error)
        }
    }
}

impl From<Obstacle> for Refusal {
    fn from(obstacle: Obstacle) -> Self {
        match obstacle {
            Obstacle::Silent(error) | Obstacle::Encryption(error) | Obstacle::Login(error) => {
                Self::Closed(error.to_string())
            }
            Obstacle::Clear => Self::Closed("the relay offers no TLS".into()),
        }
    }
}

/// The code in a relay's words (RFC 3463), empty when there is none.
fn status_code(words: &str) -> &str {
    let is_code = |word: &&str| {
        let parts: Vec<&str> = word.split('.').collect();
        parts.len() == 3 && matches!(parts.first(), Some(&("4" | "5"))) && parts.iter().all(|part| !part.is_empty())
    };
    words.split(|c: char| !(c.is_ascii_digit() || c == '.')).find(is_code).unwrap_or_default()
}

/// A step before the content; a relay that says nothing in time has refused for now.
async fn step<T>(step: impl Future<Output = Result<T, lettre::transport::smtp::Error>>) -> Result<(), Refusal> {
    bounded(step).await?.map(|_| ()).map_err(|error| Refusal::from_smtp(&error))
}

async fn bounded<T>(step: impl Future<Output = T>) -> Result<T, Refusal> {
    let silent = |_| Refusal::Relay { reason: "the relay does not answer".into(), permanent: false };
    tokio::time::timeout(limits::RELAY_TIMEOUT, step).await.map_err(silent)
}

fn address(text: &str) -> Result<Address, Refusal> {
    text.parse().map_err(|error| Refusal::Relay { reason: format!("{text}: {error}"), permanent: true })
}

#[cfg(test)]
mod tests {
    use super::Relay;

    #[test]
    fn relays_are_read() {
        for good in ["smtp://localhost:2525", "smtps://u:p@mail.example", "smtp://u:p:q@[::1]:587", "file:/tmp/out"] {
            assert!(good.parse::<Relay>().is_ok(), "{good}");
        }
        for bad in ["", "localhost", "http://x", "smtp://", "smtp://a:b"] {
            assert!(bad.parse::<Relay>().is_err(), "{bad}");
        }
    }
}
