//! Making keys and reading them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use desk::mailflow::keys::{Algorithm, Pair};
use mail_auth::common::crypto::{Ed25519Key, RsaKey, Sha256};
use mail_auth::dkim::generate::DkimKeyPair;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use x509_cert::der::asn1::{AnyRef, BitString};
use x509_cert::der::oid::ObjectIdentifier;
use x509_cert::der::{Decode, Encode};
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

/// RFC 8301 asks for so much.
const RSA_BITS: usize = 2048;
/// Of RSA, in certificates and records (RFC 8017).
const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// Why a text is no key to sign with.
#[derive(Debug, thiserror::Error)]
#[error("no key to sign mail with: {0}")]
pub struct KeyError(String);

/// Makes a key. It takes a second of a processor.
///
/// # Errors
/// When the system gives no random numbers.
pub fn make(algorithm: Algorithm) -> Result<Pair, KeyError> {
    let made = match algorithm {
        Algorithm::Rsa => DkimKeyPair::generate_rsa(RSA_BITS),
        Algorithm::Ed25519 => DkimKeyPair::generate_ed25519(),
    };
    let (private, public) = made.map_err(|error| KeyError(error.to_string()))?.into_inner();
    let public = match algorithm {
        Algorithm::Rsa => rsa_record(&public)?,
        Algorithm::Ed25519 => STANDARD.encode(public),
    };
    Ok(Pair { algorithm, private, public })
}

/// Reads a private key: RSA (PKCS #1 or #8, 2048 bits at least) or Ed25519, PEM without a password.
///
/// # Errors
/// When it is none of these.
pub fn read(pem: &str) -> Result<Pair, KeyError> {
    let key = PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|error| KeyError(format!("{error:?}")))?;
    let private = key.secret_der().to_vec();
    match rsa(&private) {
        Ok(pair) => Ok(Pair { algorithm: Algorithm::Rsa, public: rsa_record(&pair.public_key())?, private }),
        Err(error) => match ed25519(&private) {
            Ok(pair) => Ok(Pair { algorithm: Algorithm::Ed25519, public: STANDARD.encode(pair.public_key()), private }),
            Err(_) => Err(error),
        },
    }
}

pub(super) fn rsa(private: &[u8]) -> Result<RsaKey<Sha256>, KeyError> {
    let key = PrivateKeyDer::try_from(private).map_err(|error| KeyError(error.to_owned()))?;
    RsaKey::from_key_der(key).map_err(|error| KeyError(error.to_string()))
}

pub(super) fn ed25519(private: &[u8]) -> Result<Ed25519Key, KeyError> {
    // OpenSSL writes the private half alone.
    Ed25519Key::from_pkcs8_maybe_unchecked_der(private).map_err(|error| KeyError(error.to_string()))
}

/// A public key of RSA as records have it: with the name of its kind around (RFC 6376 says without, everybody writes it,
/// and some read nothing else).
fn rsa_record(key: &[u8]) -> Result<String, KeyError> {
    let wrong = |error: x509_cert::der::Error| KeyError(error.to_string());
    let null = AnyRef::from_der(&[5, 0]).map_err(wrong)?;
    let info = SubjectPublicKeyInfoOwned {
        algorithm: AlgorithmIdentifierOwned { oid: RSA_ENCRYPTION, parameters: Some(null.into()) },
        subject_public_key: BitString::from_bytes(key).map_err(wrong)?,
    };
    Ok(STANDARD.encode(info.to_der().map_err(wrong)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by `openssl genpkey -algorithm ed25519`.
    const ED25519: &str = "-----BEGIN PRIVATE KEY-----\n\
        MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n\
        -----END PRIVATE KEY-----\n";

    #[test]
    fn keys_of_others_are_read() {
        let pair = read(ED25519).unwrap();
        // The key of RFC 8463, appendix A.2.
        assert_eq!(
            (pair.algorithm, pair.public.as_str()),
            (Algorithm::Ed25519, "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
        );
        for bad in ["", "hello", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn made_keys_can_be_read_again() {
        let pair = make(Algorithm::Rsa).unwrap();
        let again = rsa(&pair.private).unwrap();
        assert_eq!(rsa_record(&again.public_key()).unwrap(), pair.public);
        // RSA of 2048 bits in SubjectPublicKeyInfo begins so.
        assert!(pair.public.starts_with("MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA"), "{}", pair.public);
    }
}
