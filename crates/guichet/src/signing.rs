//! Signing mail, as the pages ask for it.

use std::net::SocketAddr;
use std::sync::Arc;

use desk::mailflow::keys::{Algorithm, Pair, SigningKey};
use mail::signing;

/// Who makes keys and looks for their records.
struct Notary {
    resolver: Option<SocketAddr>,
}

/// Asks the given resolver, or the system's.
pub(crate) fn notary(resolver: Option<SocketAddr>) -> Arc<dyn web::Signing> {
    Arc::new(Notary { resolver })
}

impl web::Signing for Notary {
    fn make(&self, algorithm: Algorithm) -> desk::Result<Pair> {
        signing::make(algorithm).map_err(|error| desk::Error::Internal(error.to_string()))
    }

    fn read(&self, pem: &str) -> Option<Pair> {
        signing::read(pem).ok()
    }

    fn look<'a>(&'a self, key: &'a SigningKey) -> web::Asked<'a> {
        Box::pin(signing::look(self.resolver, key))
    }
}
