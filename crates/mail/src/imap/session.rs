//! Getting into a mailbox: connection, protection, sign-in.

use std::sync::Arc;
use std::time::Duration;

use async_imap::error::Error as ImapError;
use async_imap::{Authenticator, Client};
use desk::mailflow::mailboxes::{Mailbox, Security, Trouble};
use rustls_platform_verifier::ConfigVerifierExt;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;

use crate::limits;

/// A connection, protected or not.
pub(super) trait Line: AsyncRead + AsyncWrite + Unpin + Send + std::fmt::Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + std::fmt::Debug> Line for T {}

/// A mailbox that is open.
pub(super) type Session = async_imap::Session<Box<dyn Line>>;

/// What is shown to the server.
pub(super) enum Key {
    /// A password.
    Password(String),
    /// A token of the provider.
    Token(String),
}

/// Connects and signs in.
pub(super) async fn open(mailbox: &Mailbox, key: &Key) -> Result<Session, Trouble> {
    let client = bounded(limits::IMAP_TIMEOUT, connect(mailbox)).await??;
    let signed_in = async {
        match key {
            // A quoted string holds ASCII (RFC 3501, 4.3).
            Key::Password(password) if mailbox.login.is_ascii() && password.is_ascii() => {
                client.login(&mailbox.login, password).await
            }
            Key::Password(password) => {
                let answer = format!("\0{}\0{password}", mailbox.login);
                client.authenticate("PLAIN", Answer(Some(answer))).await
            }
            Key::Token(token) => {
                let answer = format!("user={}\x01auth=Bearer {token}\x01\x01", mailbox.login);
                client.authenticate("XOAUTH2", Answer(Some(answer))).await
            }
        }
    };
    match bounded(limits::IMAP_TIMEOUT, signed_in).await? {
        Ok(session) => Ok(session),
        Err((ImapError::No(words) | ImapError::Bad(words), _)) => Err(Trouble::SignIn(information(&words).to_owned())),
        Err((ImapError::Validate(error), _)) => Err(Trouble::SignIn(error.to_string())),
        Err((error, _)) => Err(Trouble::Unreachable(error.to_string())),
    }
}

/// What is said when the server asks for it: the answer once, then nothing, which makes it say why it refuses.
struct Answer(Option<String>);

impl Authenticator for Answer {
    type Response = String;

    fn process(&mut self, _: &[u8]) -> String {
        self.0.take().unwrap_or_default()
    }
}

async fn connect(mailbox: &Mailbox) -> Result<Client<Box<dyn Line>>, Trouble> {
    let unreachable = |error: std::io::Error| Trouble::Unreachable(error.to_string());
    let host = mailbox.host.trim_start_matches('[').trim_end_matches(']');
    let stream = TcpStream::connect((host, mailbox.port)).await.map_err(unreachable)?;
    match mailbox.security {
        Security::None => greeted(Client::new(Box::new(stream))).await,
        Security::Tls => greeted(Client::new(protect(host, Box::new(stream)).await?)).await,
        Security::StartTls => {
            let mut client = greeted(Client::new(Box::new(stream) as Box<dyn Line>)).await?;
            // Without this nothing is said that others may not read.
            client.run_command_and_check_ok("STARTTLS", None).await.map_err(|error| Trouble::Tls(error.to_string()))?;
            Ok(Client::new(protect(host, client.into_inner()).await?))
        }
    }
}

async fn protect(host: &str, stream: Box<dyn Line>) -> Result<Box<dyn Line>, Trouble> {
    let wrong = |words: String| Trouble::Tls(words);
    let config = ClientConfig::with_platform_verifier().map_err(|error| wrong(error.to_string()))?;
    let name = ServerName::try_from(host.to_owned()).map_err(|error| wrong(error.to_string()))?;
    let protected = TlsConnector::from(Arc::new(config)).connect(name, stream).await;
    Ok(Box::new(protected.map_err(|error| wrong(error.to_string()))?))
}

async fn greeted(mut client: Client<Box<dyn Line>>) -> Result<Client<Box<dyn Line>>, Trouble> {
    match client.read_response().await {
        Ok(Some(_)) => Ok(client),
        Ok(None) => Err(Trouble::Unreachable("closed".into())),
        Err(error) => Err(Trouble::Unreachable(error.to_string())),
    }
}

/// A step that must end in time.
pub(super) async fn bounded<T>(limit: Duration, step: impl Future<Output = T>) -> Result<T, Trouble> {
    tokio::time::timeout(limit, step).await.map_err(|_| Trouble::Unreachable("timeout".into()))
}

/// A command that must end in time, with what the server says against it.
pub(super) async fn ask<T>(step: impl Future<Output = Result<T, ImapError>>) -> Result<T, Trouble> {
    bounded(limits::IMAP_TIMEOUT, step).await?.map_err(told)
}

/// What went wrong, in the words of the server.
pub(super) fn told(error: ImapError) -> Trouble {
    match error {
        ImapError::No(words) | ImapError::Bad(words) => Trouble::Server(information(&words).to_owned()),
        ImapError::Io(_) | ImapError::ConnectionLost => Trouble::Unreachable(error.to_string()),
        other => Trouble::Server(other.to_string()),
    }
}

/// The server's own words; the library writes them as `code: …, info: Some("…")` or
/// `outcome: Outcome { code: …, information: Some("…") }`.
fn information(words: &str) -> &str {
    let quoted = words.split_once("info: Some(\"").or_else(|| words.split_once("information: Some(\""));
    quoted.and_then(|(_, rest)| rest.trim_end_matches([' ', '}']).strip_suffix("\")")).unwrap_or(words)
}

#[cfg(test)]
mod tests {
    use super::information;

    #[test]
    fn servers_speak_for_themselves() {
        assert_eq!(
            information("code: None, info: Some(\"Mailbox doesn't exist: Aide\")"),
            "Mailbox doesn't exist: Aide"
        );
        assert_eq!(
            information("outcome: Outcome { code: None, information: Some(\"Mailbox doesn't exist: Aide\") }"),
            "Mailbox doesn't exist: Aide"
        );
        assert_eq!(information("code: None, info: None"), "code: None, info: None");
    }
}
