//! What signing mail needs of those who know mail: given by the binary, because this crate does not.

use std::pin::Pin;

use desk::mailflow::keys::{Algorithm, Pair, Published, SigningKey};

/// What is asked of the domain name system.
pub type Asked<'a> = Pin<Box<dyn Future<Output = Published> + Send + 'a>>;

/// Makes and reads keys, and looks for their records.
pub trait Signing: Send + Sync {
    /// Makes a key; it keeps a processor busy for a moment.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    fn make(&self, algorithm: Algorithm) -> desk::Result<Pair>;
    /// Reads a private key that somebody brings, if it can sign mail.
    fn read(&self, pem: &str) -> Option<Pair>;
    /// Looks for the record of a key.
    fn look<'a>(&'a self, key: &'a SigningKey) -> Asked<'a>;
}
