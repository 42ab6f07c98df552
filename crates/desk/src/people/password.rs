//! Passwords: Argon2id in PHC strings. Slow on purpose: callers run it off the runtime and outside
//! of transactions.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

use crate::error::{Error, Result};
use crate::limits;

/// Hashes a new password.
///
/// # Errors
/// When it is too short or too long.
pub fn hash_password(password: &str) -> Result<String> {
    let length = password.chars().count();
    if length < limits::PASSWORD_CHARS_MIN {
        return Err(Error::field("password", "too_short"));
    }
    if length > limits::PASSWORD_CHARS_MAX {
        return Err(Error::field("password", "too_long"));
    }
    let hash = Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(|error| Error::Internal(format!("password hash: {error}")))?;
    Ok(hash.to_string())
}

/// Whether `password` is the one that `hash` was made of. With no hash it takes as long and is false,
/// so that nobody learns from the time who has an account.
#[must_use]
pub fn verify_password(password: &str, hash: Option<&str>) -> bool {
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$P4Xm4ZK3mRzO8mZPqVQpU8vTAbGwSSc0Ogf6Y2u5c3E";
    if password.chars().count() > limits::PASSWORD_CHARS_MAX {
        return false;
    }
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(NOBODY)) else { return false };
    Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && hash.is_some()
}
