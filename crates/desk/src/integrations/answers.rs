//! Requests that can be sent twice: the answer is kept in the transaction that did the work.

use store::{files, params};

use crate::change::Change;
use crate::error::{Error, Result};
use crate::{TokenId, limits};

/// What a request was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The HTTP status.
    pub status: u16,
    /// The JSON.
    pub body: String,
    /// It was answered before.
    pub again: bool,
}

/// Does `verb` unless a request with the same key was answered within a day; then gives that answer.
///
/// # Errors
/// What `verb` returns; nothing is kept then. With the key of another request a problem with `idempotency_key`.
pub fn once(
    c: &mut Change,
    token: TokenId,
    key: Option<&str>,
    request: &[u8],
    verb: impl FnOnce(&mut Change) -> Result<(u16, String)>,
) -> Result<Answered> {
    let Some(key) = key else {
        let (status, body) = verb(c)?;
        return Ok(Answered { status, body, again: false });
    };
    if key.is_empty() || key.chars().count() > limits::IDEMPOTENCY_KEY_CHARS_MAX || key.contains('\0') {
        return Err(Error::field("idempotency_key", "too_long"));
    }
    let hash = files::name_of(request);
    let now = c.now();
    let old = crate::Time(now.0 - i64::try_from(limits::API_ANSWERS_KEPT.as_micros()).unwrap_or(0));
    c.sql().execute("delete from api_answer where created_at < ?1", params![old])?;
    let kept = c.sql().find(
        "select request_hash, status, body from api_answer where token_id = ?1 and key = ?2",
        params![token, key],
        |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?, row.get::<String>(2)?)),
    )?;
    if let Some((kept_hash, status, body)) = kept {
        if kept_hash != hash {
            return Err(Error::field("idempotency_key", "taken"));
        }
        return Ok(Answered { status: u16::try_from(status).unwrap_or(200), body, again: true });
    }
    let (status, body) = verb(c)?;
    c.sql().execute(
        "insert into api_answer (token_id, key, request_hash, status, body, created_at)
         values (?1, ?2, ?3, ?4, ?5, ?6)",
        params![token, key, &hash, i64::from(status), &body, now],
    )?;
    Ok(Answered { status, body, again: false })
}
