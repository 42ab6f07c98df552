//! Links that open one ticket for one person without a password. A signature names both, so nobody
//! who sees a ticket's reply address, or takes part in it under another name, can make one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use store::Conn;

use super::{Ticket, find_by_token, takes_part};
use crate::PersonId;
use crate::error::{Error, Result};
use crate::people::{self, Person};
use crate::settings::{self, Setting};

/// Bytes of a signature: as hard to guess as a random token.
const SIGNATURE_BYTES: usize = 16;

/// What stands in the link: the ticket's token, the person, the signature.
///
/// # Errors
/// When the database fails.
pub fn link_code(conn: &mut Conn, ticket_token: &str, person: PersonId) -> Result<String> {
    let claim = format!("{ticket_token}.{person}");
    let mut signature = signer(conn, &claim)?.finalize().into_bytes().to_vec();
    signature.truncate(SIGNATURE_BYTES);
    Ok(format!("{claim}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// The ticket and the person of a link, as long as the person takes part in it.
///
/// # Errors
/// [`Error::NotFound`] when the link is not ours, or no longer.
pub fn open_link(conn: &mut Conn, code: &str) -> Result<(Ticket, Person)> {
    let (claim, signature) = code.rsplit_once('.').ok_or(Error::NotFound)?;
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| Error::NotFound)?;
    if signature.len() != SIGNATURE_BYTES {
        return Err(Error::NotFound);
    }
    signer(conn, claim)?.verify_truncated_left(&signature).map_err(|_| Error::NotFound)?;
    let (token, person) = claim.split_once('.').ok_or(Error::NotFound)?;
    let person = people::find(conn, person.parse().map_err(|_| Error::NotFound)?)?;
    let ticket = find_by_token(conn, token)?;
    if takes_part(conn, ticket.id, person.id)? { Ok((ticket, person)) } else { Err(Error::NotFound) }
}

fn signer(conn: &mut Conn, claim: &str) -> Result<Hmac<Sha256>> {
    let secret = settings::get(conn, Setting::LinkSecret)?;
    let mut signer = <Hmac<Sha256> as KeyInit>::new_from_slice(secret.as_bytes())
        .map_err(|error| Error::Internal(error.to_string()))?;
    signer.update(claim.as_bytes());
    Ok(signer)
}
