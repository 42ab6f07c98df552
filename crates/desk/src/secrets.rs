//! Secrets that the desk must be able to read again, such as passwords of mailboxes: sealed with a key that does not lie
//! in the database, so that a copy of the database alone opens nothing.
//!
//! Sealed is `v1:KEY:DATA`: the first bytes of the key's hash in hex, and nonce and XChaCha20-Poly1305 ciphertext in
//! base64. What it is for is authenticated with it, so that no sealed text can stand in for another.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand::Rng as _;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;

/// A key: 64 hex digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; KEY_BYTES]);

/// Why a text is no key.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a key is 64 hexadecimal digits")]
pub struct KeyError;

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> std::result::Result<Self, KeyError> {
        let text = text.trim();
        if text.len() != 2 * KEY_BYTES || !text.is_ascii() {
            return Err(KeyError);
        }
        let mut key = [0; KEY_BYTES];
        for (at, byte) in key.iter_mut().enumerate() {
            let digits = text.get(2 * at..2 * at + 2).ok_or(KeyError)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| KeyError)?;
        }
        Ok(Self(key))
    }
}

impl Key {
    fn new() -> Self {
        let mut key = [0; KEY_BYTES];
        rand::rng().fill_bytes(&mut key);
        Self(key)
    }

    fn hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Tells keys apart and gives nothing away.
    fn id(&self) -> String {
        Sha256::digest(self.0).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Key({})", self.id())
    }
}

/// Why something sealed cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It was sealed with another key.
    #[error("sealed with another key")]
    OtherKey,
    /// It was changed, or is for something else.
    #[error("damaged")]
    Damaged,
    /// The key cannot be had.
    #[error(transparent)]
    NoKey(#[from] Error),
}

/// Seals and opens. The key is only looked for when it is needed.
#[derive(Debug)]
pub struct Secrets {
    folder: PathBuf,
    key: OnceLock<Key>,
}

impl Secrets {
    /// With a key that was given, or that of the file `secrets.key` in a folder, which is made at first need.
    #[must_use]
    pub fn new(given: Option<Key>, folder: &Path) -> Self {
        let key = OnceLock::new();
        if let Some(given) = given {
            key.get_or_init(|| given);
        }
        Self { folder: folder.to_owned(), key }
    }

    /// Seals a secret for a purpose.
    ///
    /// # Errors
    /// When the key's file cannot be read or made.
    pub fn seal(&self, purpose: &str, secret: &[u8]) -> Result<String> {
        let key = self.key()?;
        let mut nonce = [0; NONCE_BYTES];
        rand::rng().fill_bytes(&mut nonce);
        let payload = Payload { msg: secret, aad: purpose.as_bytes() };
        let sealed = XChaCha20Poly1305::new(&key.0.into()).encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| Error::Internal("a secret could not be sealed".into()))?;
        Ok(format!("v1:{}:{}", key.id(), STANDARD.encode([nonce.as_slice(), &sealed].concat())))
    }

    /// Opens what was sealed for the same purpose.
    ///
    /// # Errors
    /// When it was sealed with another key, changed, or meant for something else.
    pub fn open(&self, purpose: &str, sealed: &str) -> std::result::Result<Vec<u8>, OpenError> {
        let key = self.key()?;
        let (id, data) = sealed.strip_prefix("v1:").and_then(|rest| rest.split_once(':')).ok_or(OpenError::Damaged)?;
        if id != key.id() {
            return Err(OpenError::OtherKey);
        }
        let data = STANDARD.decode(data).map_err(|_| OpenError::Damaged)?;
        let (nonce, sealed) = data.split_first_chunk::<NONCE_BYTES>().ok_or(OpenError::Damaged)?;
        let payload = Payload { msg: sealed, aad: purpose.as_bytes() };
        XChaCha20Poly1305::new(&key.0.into()).decrypt(&XNonce::from(*nonce), payload).map_err(|_| OpenError::Damaged)
    }

    fn key(&self) -> Result<&Key> {
        if let Some(key) = self.key.get() {
            return Ok(key);
        }
        let path = self.folder.join("secrets.key");
        let key = of_file(&path).map_err(|error| Error::Internal(format!("{}: {error}", path.display())))?;
        Ok(self.key.get_or_init(|| key))
    }
}

/// The key of a file, which is made if it is not there.
fn of_file(path: &Path) -> std::io::Result<Key> {
    match std::fs::read_to_string(path) {
        Ok(text) => text.parse().map_err(|error| std::io::Error::new(ErrorKind::InvalidData, error)),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let key = Key::new();
            // Whole or not at all, and never over a key that another process has just made.
            let new = path.with_extension(format!("new-{}", std::process::id()));
            let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
            file.write_all(format!("{}\n", key.hex()).as_bytes())?;
            file.sync_all()?;
            let linked = std::fs::hard_link(&new, path);
            std::fs::remove_file(&new)?;
            match linked {
                Ok(()) => Ok(key),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => of_file(path),
                Err(error) => Err(error),
            }
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_key_and_purpose_open() {
        let folder = std::env::temp_dir();
        let secrets = Secrets::new(Some(Key::new()), &folder);
        let sealed = secrets.seal("mailbox", b"hunter2").unwrap();
        assert!(!sealed.contains("hunter2"));
        assert_ne!(sealed, secrets.seal("mailbox", b"hunter2").unwrap());
        assert_eq!(secrets.open("mailbox", &sealed).unwrap(), b"hunter2");
        assert!(matches!(secrets.open("key", &sealed), Err(OpenError::Damaged)));
        assert!(matches!(secrets.open("mailbox", &format!("{sealed}A")), Err(OpenError::Damaged)));
        assert!(matches!(secrets.open("mailbox", ""), Err(OpenError::Damaged)));
        let other = Secrets::new(Some(Key::new()), &folder);
        assert!(matches!(other.open("mailbox", &sealed), Err(OpenError::OtherKey)));
    }

    #[test]
    fn a_key_is_made_once_and_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = std::env::temp_dir().join(format!("guichet-secrets-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let sealed = Secrets::new(None, &folder).seal("x", b"word").unwrap();
        assert_eq!(Secrets::new(None, &folder).open("x", &sealed).unwrap(), b"word");
        let mode = std::fs::metadata(folder.join("secrets.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        std::fs::write(folder.join("secrets.key"), "short").unwrap();
        assert!(Secrets::new(None, &folder).seal("x", b"word").is_err());
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn keys_are_hexadecimal() {
        assert_eq!(Key::new().hex().parse::<Key>().map(|key| key.hex().len()), Ok(64));
        for bad in ["", "00", &"g".repeat(64), &"é".repeat(32)] {
            assert_eq!(bad.parse::<Key>(), Err(KeyError));
        }
    }
}
