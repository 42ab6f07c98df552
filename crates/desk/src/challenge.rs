//! Security codes for forms that strangers send. A code is signed, expires and is good once; it is answered by a
//! proof of work, which the browser finds by itself, or by a small sum, for browsers without scripts.

use sha2::{Digest, Sha256};
use store::{Conn, params};

use crate::change::{Change, random_token};
use crate::error::{Error, Result};
use crate::{Time, limits, signing};

const KIND: &str = "code";
/// Digits of a proof: a counter never needs more.
const PROOF_CHARS_MAX: usize = 20;

/// A code as a form carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// What comes back with the form.
    pub code: String,
    /// The sum to answer without scripts.
    pub sum: (u8, u8),
}

/// A new code. `kept`, the code of a form that comes back, is used again while it is good, so that its
/// answer need not be given twice.
///
/// # Errors
/// When the database fails.
pub fn issue(conn: &mut Conn, kept: &str, now: Time) -> Result<Challenge> {
    if let Some(id) = open(conn, kept, now)?
        && !is_spent(conn, id)?
    {
        return Ok(Challenge { sum: sum(kept), code: kept.to_owned() });
    }
    let expires = now.0 + i64::try_from(limits::CHALLENGE.as_micros()).unwrap_or(0);
    let code = signing::signed(conn, &format!("{KIND}.{expires}.{}", random_token(12)))?;
    Ok(Challenge { sum: sum(&code), code })
}

/// Takes a code that was answered; it is spent with the change that it allows.
///
/// # Errors
/// What is wrong with the field `code`: missing, wrong, or no longer good.
pub fn spend(c: &mut Change, code: &str, proof: &str, answer: &str) -> Result<()> {
    let now = c.now();
    let Some(id) = open(c.sql(), code, now)?.map(ToOwned::to_owned) else {
        return Err(Error::field("code", "expired"));
    };
    if !is_proof(code, proof) {
        let (a, b) = sum(code);
        match answer.trim() {
            "" => return Err(Error::field("code", "required")),
            answer if answer.parse() != Ok(a + b) => return Err(Error::field("code", "wrong")),
            _ => {}
        }
    }
    c.sql().execute("delete from spent_challenge where expires_at < ?1", params![now])?;
    let fresh = c.sql().execute(
        "insert into spent_challenge (id, expires_at) values (?1, ?2) on conflict do nothing",
        params![&id, Time(now.0 + i64::try_from(limits::CHALLENGE.as_micros()).unwrap_or(0))],
    )?;
    if fresh == 1 { Ok(()) } else { Err(Error::field("code", "expired")) }
}

/// What tells one code from another, while it is ours and has not expired.
fn open<'c>(conn: &mut Conn, code: &'c str, now: Time) -> Result<Option<&'c str>> {
    let Some(claim) = signing::verified(conn, code)? else { return Ok(None) };
    let mut parts = claim.splitn(3, '.');
    let (kind, expires, id) = (parts.next(), parts.next().and_then(|part| part.parse::<i64>().ok()), parts.next());
    Ok(id.filter(|_| kind == Some(KIND) && expires.is_some_and(|expires| expires > now.0)))
}

fn is_spent(conn: &mut Conn, id: &str) -> Result<bool> {
    Ok(conn.find("select 1 from spent_challenge where id = ?1", params![id], |row| row.get::<i64>(0))?.is_some())
}

/// Two numbers that the code itself decides, from 2 to 9.
fn sum(code: &str) -> (u8, u8) {
    let digest = Sha256::digest(code.as_bytes());
    (2 + digest[0] % 8, 2 + digest[1] % 8)
}

/// Whether SHA-256 over `code:proof` begins with enough zero bits.
fn is_proof(code: &str, proof: &str) -> bool {
    if proof.is_empty() || proof.len() > PROOF_CHARS_MAX {
        return false;
    }
    let digest = Sha256::digest(format!("{code}:{proof}").as_bytes());
    let head = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]);
    head.leading_zeros() >= limits::PROOF_BITS
}

#[cfg(test)]
mod tests {
    use super::{is_proof, sum};

    #[test]
    fn a_proof_is_found_by_trying() {
        let proof = (0_u64..).map(|n| n.to_string()).find(|n| is_proof("code.1.a.b", n)).unwrap_or_default();
        assert!(is_proof("code.1.a.b", &proof));
        assert!(!is_proof("code.1.a.c", &proof), "good for one code only");
        assert!(!is_proof("code.1.a.b", "") && !is_proof("code.1.a.b", &"1".repeat(21)));
    }

    #[test]
    fn sums_are_small() {
        for n in 0..200 {
            let (a, b) = sum(&n.to_string());
            assert!((2..=9).contains(&a) && (2..=9).contains(&b));
        }
    }
}
