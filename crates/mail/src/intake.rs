//! From the ledger to tickets: what was accepted is understood, threaded, and becomes a message.

mod place;

use desk::mailflow::inbound::{self, Outcome, Waiting};
use desk::{Actor, Desk, Error};
use store::Conn;
use tokio::sync::broadcast::error::RecvError;

use crate::limits;
use crate::understand::{Understood, understand};

/// A mail that has been understood, with the row it came from.
#[derive(Clone)]
struct Ready {
    waiting: Waiting,
    mail: Box<Understood>,
    fingerprint: String,
}

/// Works through the ledger for ever: woken by new mail, and every second for mail that another
/// process has put there.
pub async fn run(desk: Desk) {
    let mut notices = desk.store().notices();
    loop {
        match settle_waiting(&desk).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::error!(%error, "mail could not be worked through"),
        }
        let wake = async {
            loop {
                match notices.recv().await {
                    Ok(notice) if !notice.contains("inbound") => {}
                    Err(RecvError::Closed) => std::future::pending().await,
                    _ => return,
                }
            }
        };
        let _ = tokio::time::timeout(limits::INTAKE_POLL, wake).await;
    }
}

/// Settles mails until none waits; returns how many of one batch it settled.
///
/// # Errors
/// When the database fails; the mails keep waiting.
pub async fn settle_waiting(desk: &Desk) -> desk::Result<usize> {
    let files = desk.store().files().clone();
    let batch = desk
        .read(move |conn| {
            let waiting = inbound::waiting(conn, limits::INTAKE_BATCH)?;
            waiting
                .into_iter()
                .map(|mail| {
                    let raw = files.get(conn, &mail.raw_sha256)?;
                    Ok((mail, raw))
                })
                .collect::<desk::Result<Vec<_>>>()
        })
        .await?;
    if batch.is_empty() {
        return Ok(0);
    }
    let ready = understand_all(batch).await?;
    let count = ready.len();
    let all = ready.clone();
    let together = desk.change(&Actor::system("mail"), move |c| settle(c, &all)).await;
    if let Err(error) = together {
        tracing::warn!(%error, "a batch of mails failed, taking them one by one");
        for mail in ready {
            settle_alone(desk, mail).await?;
        }
    }
    Ok(count)
}

/// Parses on all cores; the order stays, so that an answer never overtakes what it answers.
async fn understand_all(batch: Vec<(Waiting, Vec<u8>)>) -> desk::Result<Vec<Ready>> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = batch.len().div_ceil(cores).max(1);
    let mut tasks = Vec::new();
    let mut rest = batch;
    while !rest.is_empty() {
        let tail = rest.split_off(share.min(rest.len()));
        let part = std::mem::replace(&mut rest, tail);
        tasks.push(tokio::task::spawn_blocking(move || {
            part.into_iter()
                .map(|(waiting, raw)| {
                    let mail = understand(&raw);
                    let fingerprint = fingerprint(&mail);
                    Ready { waiting, mail: Box::new(mail), fingerprint }
                })
                .collect::<Vec<_>>()
        }));
    }
    let mut out = Vec::new();
    for task in tasks {
        out.extend(task.await.map_err(|error| Error::Internal(format!("parsing: {error}")))?);
    }
    Ok(out)
}

/// What makes two deliveries the same mail: everything that its author decided, nothing that
/// transport adds.
fn fingerprint(mail: &Understood) -> String {
    let from = mail.from.as_ref().map_or("", |from| from.address.as_str());
    let words = format!("{:?}\n{from}\n{:?}\n{}\n{}", mail.message_id, mail.date, mail.subject, mail.text);
    store::files::name_of(words.as_bytes())
}

fn settle(c: &mut desk::Change, mails: &[Ready]) -> desk::Result<()> {
    for mail in mails {
        if inbound::take(c, mail.waiting.id)? {
            let outcome = place::place(c, mail)?;
            inbound::settle(c, mail.waiting.id, &mail.fingerprint, &outcome)?;
            c.next_change();
        }
    }
    Ok(())
}

/// One mail by itself; what cannot become a ticket is held with its reason.
async fn settle_alone(desk: &Desk, mail: Ready) -> desk::Result<()> {
    let system = Actor::system("mail");
    let id = mail.waiting.id;
    let single = vec![mail];
    let Err(error) = desk.change(&system, move |c| settle(c, &single)).await else { return Ok(()) };
    if matches!(error, Error::Store(store::Error::Closed)) {
        return Err(error);
    }
    tracing::error!(%error, mail = %id, "mail is held");
    let reason = format!("failed:{error}");
    desk.change(&system, move |c| inbound::settle(c, id, "", &Outcome::Held(reason.clone()))).await
}

/// The ticket that a conversation's token means, if any.
fn by_token(conn: &mut Conn, token: &str) -> desk::Result<Option<desk::tickets::Ticket>> {
    match desk::tickets::find_by_token(conn, token) {
        Ok(ticket) => Ok(Some(ticket)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
