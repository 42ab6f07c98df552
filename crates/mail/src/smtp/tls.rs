//! The certificate for STARTTLS.

use std::path::Path;
use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file is missing or no PEM.
    #[error("{0}: {1}")]
    File(String, tokio_rustls::rustls::pki_types::pem::Error),
    /// Certificate and key do not fit, or are of a kind that is not supported.
    #[error("certificate: {0}")]
    Certificate(#[from] tokio_rustls::rustls::Error),
}

/// Loads a certificate chain and its key, both PEM.
///
/// # Errors
/// When a file cannot be read, or they do not belong together.
pub fn load(certificate: &Path, key: &Path) -> Result<TlsAcceptor, TlsError> {
    let named = |path: &Path| {
        let path = path.display().to_string();
        move |error| TlsError::File(path, error)
    };
    let chain = CertificateDer::pem_file_iter(certificate)
        .map_err(named(certificate))?
        .collect::<Result<Vec<_>, _>>()
        .map_err(named(certificate))?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(named(key))?;
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}
