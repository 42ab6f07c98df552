//! From the ledger to tickets: what was accepted is understood, threaded, and becomes a message.

mod agents;
mod hops;
mod place;
mod reread;

pub use reread::{Sums, reread_all};

use desk::mailflow::inbound::{self, Outcome, Waiting};
use desk::tickets::Reading;
use desk::{Actor, Desk, Error};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt as _;
use store::Conn;
use store::files::Files;
use tokio::sync::broadcast::error::RecvError;

use crate::authenticity::{Checker, Checks};
use crate::limits;
use crate::understand::{Understood, understand};

/// A mail that has been understood, with the row it came from; or why it could not be.
struct Ready {
    waiting: Waiting,
    mail: Result<Understood, &'static str>,
    fingerprint: String,
    /// What could be found out about who sent it.
    checks: Option<Checks>,
}

/// Works through the ledger for ever: woken by new mail, and every second for mail that another
/// process has put there.
pub async fn run(desk: Desk, checker: Checker) {
    let checker = Arc::new(checker);
    let mut notices = desk.store().notices();
    loop {
        match settle_waiting(&desk, &checker).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::error!(%error, "mail could not be worked through"),
        }
        let wake = async {
            loop {
                match notices.recv().await {
                    Ok(notice) if !notice.is_empty() && !notice.contains("inbound") => {}
                    Err(RecvError::Closed) => std::future::pending().await,
                    _ => return,
                }
            }
        };
        let _ = tokio::time::timeout(limits::INTAKE_POLL, wake).await;
    }
}

/// Settles one batch of waiting mails; returns how many it settled.
///
/// # Errors
/// When the database fails; the mails keep waiting.
async fn settle_waiting(desk: &Desk, checker: &Arc<Checker>) -> desk::Result<usize> {
    let files = desk.store().files().clone();
    let batch = desk.read(move |conn| next_batch(conn, &files)).await?;
    if batch.is_empty() {
        return Ok(0);
    }
    let ready: Arc<[Ready]> = understand_all(batch, checker).await?.into();
    let all = ready.clone();
    let together = desk.change(&Actor::system("mail"), move |c| settle(c, &all)).await;
    if let Err(error) = together {
        tracing::warn!(%error, "a batch of mails failed, taking them one by one");
        for at in 0..ready.len() {
            settle_alone(desk, &ready, at).await?;
        }
    }
    Ok(ready.len())
}

/// The oldest waiting mails with their bytes, as many as memory is meant for.
fn next_batch(conn: &mut Conn, files: &Files) -> desk::Result<Vec<(Waiting, Option<Vec<u8>>)>> {
    let mut bytes = 0;
    let mut out = Vec::new();
    for mail in inbound::waiting(conn, limits::INTAKE_BATCH)? {
        bytes += mail.size;
        if bytes > limits::INTAKE_BATCH_BYTES && !out.is_empty() {
            break;
        }
        // A file that cannot be read holds that mail, not the others.
        let raw = files
            .get(conn, &mail.raw_sha256)
            .inspect_err(|error| tracing::error!(%error, mail = %mail.id, "kept mail"))
            .ok();
        out.push((mail, raw));
    }
    Ok(out)
}

/// Parses on all cores; the order stays, so that an answer never overtakes what it answers.
async fn understand_all(batch: Vec<(Waiting, Option<Vec<u8>>)>, checker: &Arc<Checker>) -> desk::Result<Vec<Ready>> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = batch.len().div_ceil(cores).max(1);
    let mut tasks = Vec::new();
    let mut rest = batch;
    while !rest.is_empty() {
        let tail = rest.split_off(share.min(rest.len()));
        let part = std::mem::replace(&mut rest, tail);
        tasks.push(tokio::task::spawn_blocking(move || {
            part.into_iter().map(|(waiting, raw)| (Ready::new(waiting, raw.as_deref()), raw)).collect::<Vec<_>>()
        }));
    }
    let mut out = Vec::new();
    for task in tasks {
        let parsed = task.await.map_err(|error| Error::Internal(format!("parsing: {error}")))?;
        // Each is a task of its own: most of the time is waiting.
        out.extend(parsed.into_iter().map(|(ready, raw)| tokio::spawn(ready.checked(raw, checker.clone()))));
    }
    let mut checked = Vec::with_capacity(out.len());
    for task in out {
        checked.push(task.await.map_err(|error| Error::Internal(format!("checking: {error}")))?);
    }
    Ok(checked)
}

fn understood(raw: &[u8]) -> Option<Understood> {
    std::panic::catch_unwind(|| understand(raw)).ok()
}

/// What the message of a kept mail says by today's understanding; nothing when the mail cannot be understood.
#[must_use]
pub fn read_again(raw: &[u8]) -> Option<Reading> {
    understood(raw).map(|mail| place::reading(&mail))
}

impl Ready {
    /// Whatever is wrong with a mail is that mail's matter: a panic of the parser holds it, no more.
    fn new(waiting: Waiting, raw: Option<&[u8]>) -> Self {
        let mail = match raw {
            None => Err("unreadable"),
            Some(raw) => understood(raw).ok_or("parser"),
        };
        let fingerprint = mail.as_ref().map(fingerprint).unwrap_or_default();
        Self { waiting, mail, fingerprint, checks: None }
    }

    /// Whether the sender's domain vouches for some mail but not for this one, and nobody has let it in.
    fn doubtful(&self) -> bool {
        !self.waiting.waived && self.checks.as_ref().is_some_and(Checks::doubtful)
    }

    /// With what can be found out about who sent it; of the past nothing can.
    async fn checked(mut self, raw: Option<Vec<u8>>, checker: Arc<Checker>) -> Self {
        if let (Ok(mail), Some(raw), None) = (&self.mail, raw, self.waiting.past) {
            match AssertUnwindSafe(checker.check(&self.waiting, mail, &raw)).catch_unwind().await {
                Ok(checks) => self.checks = checks,
                // A mail that nobody could check must not pass, and must not keep all others waiting.
                Err(_) => self.mail = Err("parser"),
            }
        }
        self
    }
}

/// What makes two deliveries the same mail: everything that its author decided, nothing that
/// transport adds.
fn fingerprint(mail: &Understood) -> String {
    let from = mail.from.as_ref().map_or("", |from| from.address.as_str());
    let mut words = format!("{:?}\n{from}\n{:?}\n{}\n{}", mail.message_id, mail.date, mail.subject, mail.text);
    for attachment in &mail.attachments {
        words.push_str(&attachment.sha256);
    }
    store::files::name_of(words.as_bytes())
}

fn settle(c: &mut desk::Change, mails: &[Ready]) -> desk::Result<()> {
    for mail in mails {
        if inbound::still_waits(c, mail.waiting.id)? {
            let outcome = match (&mail.mail, mail.waiting.past) {
                (Ok(understood), None) => place::place(c, mail, understood)?,
                (Ok(understood), Some(past)) => place::place_past(c, mail, understood, past)?,
                (Err(reason), _) => Outcome::Held((*reason).to_owned()),
            };
            let subject = mail.mail.as_ref().map_or("", |mail| mail.subject.as_str());
            inbound::settle(c, mail.waiting.id, &mail.fingerprint, subject, &outcome)?;
            // The rules of this mail belong to its change.
            c.react()?;
            c.next_change();
        }
    }
    Ok(())
}

/// One mail by itself; what cannot become a ticket is held with its reason. When the database fails it keeps waiting; but
/// what the database will never keep must not keep all others waiting.
async fn settle_alone(desk: &Desk, mails: &Arc<[Ready]>, at: usize) -> desk::Result<()> {
    let system = Actor::system("mail");
    let (all, Some(mail)) = (mails.clone(), mails.get(at)) else { return Ok(()) };
    let id = mail.waiting.id;
    let single = move |c: &mut desk::Change| settle(c, all.get(at..=at).unwrap_or_default());
    match desk.change(&system, single).await {
        Ok(()) | Err(Error::TooLate) => Ok(()),
        Err(Error::Store(error)) if !matches!(error, store::Error::Panicked(_)) && !error.is_about_the_data() => {
            Err(Error::Store(error))
        }
        Err(error) => {
            tracing::error!(%error, mail = %id, "mail is held");
            let reason = format!("failed:{error}");
            let held = move |c: &mut desk::Change| inbound::settle(c, id, "", "", &Outcome::Held(reason.clone()));
            desk.change(&system, held).await
        }
    }
}

/// The ticket that a conversation's token means, if any.
fn by_token(conn: &mut Conn, token: &str) -> desk::Result<Option<desk::tickets::Ticket>> {
    match desk::tickets::find_by_token(conn, token) {
        Ok(ticket) => Ok(Some(ticket)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
