//! The built-in receiver: SMTP (RFC 5321) and LMTP (RFC 2033).
//!
//! It takes mail for the desk's own addresses only, and says `250` when the mail is on disk.

mod listener;
mod session;
mod tls;

pub use listener::{Listener, Protocol, Settings};
pub use tls::{TlsError, load as load_tls};
