//! Signatures over what the desk hands out and takes back: links, security codes. Each claim begins with what it
//! is for, or cannot be mistaken for another.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use store::Conn;

use crate::error::{Error, Result};
use crate::settings::{self, Setting};

/// Bytes of a signature: as hard to guess as a random token.
const SIGNATURE_BYTES: usize = 16;

/// The claim with its signature behind a dot.
pub(crate) fn signed(conn: &mut Conn, claim: &str) -> Result<String> {
    let mut signature = signer(conn, claim)?.finalize().into_bytes().to_vec();
    signature.truncate(SIGNATURE_BYTES);
    Ok(format!("{claim}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// The claim of a signed text, if the signature is this desk's.
pub(crate) fn verified<'t>(conn: &mut Conn, text: &'t str) -> Result<Option<&'t str>> {
    let Some((claim, signature)) = text.rsplit_once('.') else { return Ok(None) };
    let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else { return Ok(None) };
    if signature.len() != SIGNATURE_BYTES {
        return Ok(None);
    }
    let genuine = signer(conn, claim)?.verify_truncated_left(&signature).is_ok();
    Ok(genuine.then_some(claim))
}

fn signer(conn: &mut Conn, claim: &str) -> Result<Hmac<Sha256>> {
    let secret = settings::get(conn, Setting::LinkSecret)?;
    let mut signer = <Hmac<Sha256> as KeyInit>::new_from_slice(secret.as_bytes())
        .map_err(|error| Error::Internal(error.to_string()))?;
    signer.update(claim.as_bytes());
    Ok(signer)
}
