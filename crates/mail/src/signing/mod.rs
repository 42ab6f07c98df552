//! Signing what leaves, with the keys of the domain that it is from (DKIM, RFC 6376 and 8463), and what belongs to it:
//! making keys, reading those of others, and whether their records are published.

mod pair;
mod published;

use desk::mailflow::keys::{Algorithm, SigningKey};
use desk::secrets::Secrets;
use mail_auth::common::crypto::SigningKey as Signs;
use mail_auth::dkim::DkimSigner;

pub use pair::{KeyError, make, read};
pub use published::look;
pub(crate) use published::published;

/// What a mail says about itself is signed where it stands.
const SIGNED: [&str; 15] = [
    "From",
    "To",
    "Cc",
    "Subject",
    "Date",
    "Reply-To",
    "Message-ID",
    "In-Reply-To",
    "References",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Auto-Submitted",
];

/// Signed once more than they stand there: adding another one breaks the signature.
const SEALED: [&str; 6] = ["From", "To", "Cc", "Subject", "Date", "Reply-To"];

/// Why a mail was not signed with a key.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SignError {
    /// The private half cannot be had.
    #[error("the key cannot be opened: {0}")]
    Sealed(#[from] desk::secrets::OpenError),
    /// It is no such key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The mail cannot be signed.
    #[error("{0}")]
    Mail(mail_auth::Error),
}

/// Puts a signature over a mail for each key. A key that cannot be used keeps no mail from leaving: unsigned mail
/// mostly arrives, and mail that waits never does. The doctor tells of it.
pub(crate) fn sign(secrets: &Secrets, keys: &[SigningKey], mail: &mut Vec<u8>) {
    let mut signatures = Vec::new();
    for key in keys {
        match signature(secrets, key, mail) {
            Ok(signature) => signatures.extend(signature),
            Err(error) => {
                tracing::warn!(%error, domain = key.domain, selector = key.selector, "mail leaves unsigned");
            }
        }
    }
    mail.splice(0..0, signatures);
}

/// The field of one signature.
fn signature(secrets: &Secrets, key: &SigningKey, mail: &[u8]) -> Result<Vec<u8>, SignError> {
    let private = key.open(secrets)?;
    match key.algorithm {
        Algorithm::Rsa => signed(pair::rsa(&private)?, key, mail),
        Algorithm::Ed25519 => signed(pair::ed25519(&private)?, key, mail),
    }
}

fn signed(private: impl Signs, key: &SigningKey, mail: &[u8]) -> Result<Vec<u8>, SignError> {
    let signature = DkimSigner::from_key(private)
        .domain(&key.domain)
        .selector(&key.selector)
        .headers(fields(mail))
        .sign(mail)
        .map_err(SignError::Mail)?;
    let mut field = Vec::new();
    signature.write(&mut field, true);
    Ok(field)
}

/// The names of the fields to sign.
fn fields(mail: &[u8]) -> Vec<&'static str> {
    let end = mail.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(mail.len());
    let head = mail.get(..end).unwrap_or_default();
    let stands = |name: &str| {
        head.split(|byte| *byte == b'\n').any(|line| {
            line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
                && line.get(name.len()) == Some(&b':')
        })
    };
    SIGNED.into_iter().filter(|name| stands(name)).chain(SEALED).collect()
}

/// Whether the private half can be used.
pub(crate) fn works(secrets: &Secrets, key: &SigningKey) -> Result<(), SignError> {
    let private = key.open(secrets)?;
    match key.algorithm {
        Algorithm::Rsa => pair::rsa(&private).map(|_| ())?,
        Algorithm::Ed25519 => pair::ed25519(&private).map(|_| ())?,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::fields;

    #[test]
    fn only_what_stands_there_is_signed_and_some_is_sealed() {
        let mail = b"From: a@b\r\nSubject: x\r\n To: not a field\r\nX-Own: 1\r\n\r\nReferences: no\r\n";
        assert_eq!(fields(mail), ["From", "Subject", "From", "To", "Cc", "Subject", "Date", "Reply-To"]);
    }
}
