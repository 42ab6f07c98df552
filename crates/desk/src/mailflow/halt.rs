//! Outgoing mail as a whole stands still while the relay takes none: what is wrong with the relay is no mail's fault and
//! makes none fail. One mail at a time finds out whether it goes on.

use serde::{Deserialize, Serialize};
use store::{Conn, params};

use super::outbox::{Outgoing, announce_ticket};
use crate::change::Change;
use crate::error::{Error, Result};
use crate::policy::Action;
use crate::settings::{self, Setting};
use crate::{Time, limits};

/// Why no mail leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Halt {
    /// When it began.
    pub since: Time,
    /// When the next mail is tried.
    pub until: Time,
    /// How often that was in vain.
    pub tries: usize,
    /// The relay's words, or why it was not reached.
    pub reason: String,
}

/// Whether outgoing mail stands still, and why.
///
/// # Errors
/// When the database fails.
pub fn current(conn: &mut Conn) -> Result<Option<Halt>> {
    Ok(serde_json::from_str(&settings::get(conn, Setting::MailHalt)?).ok())
}

/// The relay takes no mail at all: this one waits with all others.
///
/// # Errors
/// When the database fails.
pub fn halted(c: &mut Change, mail: &Outgoing, reason: &str) -> Result<()> {
    let now = c.now();
    let before = current(c.sql())?;
    let until = match before {
        // Another mail that was on its way has said so already.
        Some(halt) if halt.until > now => halt.until,
        before => {
            let (since, tries) = before.map_or((now, 0), |halt| (halt.since, halt.tries));
            let at = tries.min(limits::HALT_PAUSES.len() - 1);
            let until = now.plus(limits::HALT_PAUSES[at]);
            keep(c, Some(&Halt { since, until, tries: tries + 1, reason: reason.to_owned() }))?;
            until
        }
    };
    c.sql().execute(
        "update outbox set state = 'queued', due_at = ?3, error = ?4
         where id = ?1 and attempts = ?2 and state in ('claimed', 'sending')",
        params![mail.id, mail.attempts, until, reason],
    )?;
    announce_ticket(c, mail.id)
}

/// The relay has answered about a mail: all may leave again.
///
/// # Errors
/// When the database fails.
pub fn ended(c: &mut Change) -> Result<()> {
    if current(c.sql())?.is_some() { keep(c, None) } else { Ok(()) }
}

/// Tries the relay now instead of later.
///
/// # Errors
/// When the actor may not, or nothing stands still.
pub fn try_now(c: &mut Change) -> Result<()> {
    c.allow(Action::ManageMail, None)?;
    if !hurry(c)? {
        return Err(Error::NotFound);
    }
    Ok(())
}

/// Ends the pause, and all mail that waits for its end is due. Tells whether there was one.
pub(super) fn hurry(c: &mut Change) -> Result<bool> {
    let Some(halt) = current(c.sql())? else { return Ok(false) };
    let now = c.now();
    c.sql()
        .execute("update outbox set due_at = ?2 where state = 'queued' and due_at = ?1", params![halt.until, now])?;
    keep(c, Some(&Halt { until: now, ..halt }))?;
    Ok(true)
}

fn keep(c: &mut Change, halt: Option<&Halt>) -> Result<()> {
    let written = halt.map(serde_json::to_string).transpose().map_err(|error| Error::Internal(error.to_string()))?;
    settings::keep(c, Setting::MailHalt, &written.unwrap_or_default())?;
    c.announce_topic("outbox".to_owned());
    c.announce_topic("inbound".to_owned());
    Ok(())
}
