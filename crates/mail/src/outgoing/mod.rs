//! From the outbox to the relay: mails are written when they are due, handed over one by one, and
//! each is settled durably before the next.

mod chat;
mod community;
mod compose;
mod facts;
mod fit;
mod limited;
mod linked;
mod relay;

use std::time::{Duration, Instant};

use desk::mailflow::outbox::{self, Outgoing};
use desk::mailflow::{claim, halt, providers};
use desk::{Actor, Change, Desk, Time, tickets};
use futures_util::StreamExt;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Mutex, watch};

pub(crate) use relay::Obstacle;
pub use relay::{Relay, RelayError};

use crate::limits;
use relay::{Connection, Refusal};

/// How mails leave.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The relay, if there is one.
    pub relay: Option<Relay>,
    /// Where the desk's pages are, without a slash at the end, for links.
    pub public_url: String,
    /// Bytes of the largest mail: files that would make one larger are links in it.
    pub mail_bytes_max: u64,
}

/// Sends what is due until `stop` says so; what has been begun is finished, so that a restart leaves
/// no mail unsure.
pub async fn run(desk: Desk, settings: Settings, mut stop: watch::Receiver<bool>) {
    let mut notices = desk.store().notices();
    if let Err(error) = recover(&desk, true).await {
        tracing::error!(%error, "outbox could not be recovered");
    }
    let lines: Vec<Mutex<Option<Connection>>> = (0..limits::SENDERS).map(|_| Mutex::new(None)).collect();
    let mut recovered = Instant::now();
    while !*stop.borrow() {
        let worked = send_due(&desk, &settings, &lines).await;
        match &worked {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::error!(%error, "outbox failed"),
        }
        let wake = async {
            loop {
                match notices.recv().await {
                    Ok(notice) if !notice.is_empty() && !notice.contains("outbox") => {}
                    Err(RecvError::Closed) => std::future::pending().await,
                    _ => return,
                }
            }
        };
        let due = desk.read(claim::next_due).await.ok().flatten();
        let pause = match due {
            Some(due) if settings.relay.is_some() && worked.is_ok() => until(due),
            _ => limits::OUTBOX_LOOK,
        };
        tokio::select! {
            _ = tokio::time::timeout(pause.min(limits::OUTBOX_LOOK), wake) => {}
            changed = stop.changed() => {
                if changed.is_err() {
                    return;
                }
            }
        }
        if recovered.elapsed() > limits::OUTBOX_POLL {
            recovered = Instant::now();
            if let Err(error) = recover(&desk, false).await {
                tracing::error!(%error, "outbox could not be recovered");
            }
        }
    }
}

fn until(due: Time) -> Duration {
    Duration::from_micros(u64::try_from(due.0 - Time::now().0).unwrap_or(0)).max(Duration::from_millis(5))
}

/// On SQLite this process is the only one, so at its start nobody else holds a mail; with several
/// nodes the leases decide.
async fn recover(desk: &Desk, starting: bool) -> desk::Result<()> {
    let all = starting && desk.store().engine_name() == "SQLite";
    desk.change(&system(), move |c| outbox::recover(c, all)).await
}

fn system() -> Actor {
    Actor::system("outbox")
}

/// Sends one batch; returns how many mails it was.
async fn send_due(desk: &Desk, settings: &Settings, lines: &[Mutex<Option<Connection>>]) -> desk::Result<usize> {
    if settings.relay.is_none() {
        // Mails wait, visibly, until a relay is configured.
        return Ok(0);
    }
    let due = desk.read(claim::next_due).await?;
    if due.is_none_or(|due| due > Time::now()) {
        return Ok(0);
    }
    let mails = desk.change(&system(), |c| claim::claim(c, limits::OUTBOX_BATCH)).await?;
    let count = mails.len();
    futures_util::stream::iter(mails.into_iter().enumerate())
        .for_each_concurrent(limits::SENDERS, |(at, mail)| async move {
            let Some(line) = lines.get(at % lines.len()) else { return };
            let mut line = line.lock().await;
            if let Err(error) = send_one(desk, settings, &mut line, &mail).await {
                tracing::error!(%error, mail = %mail.id, "mail could not be settled");
            }
        })
        .await;
    Ok(count)
}

async fn send_one(
    desk: &Desk,
    settings: &Settings,
    line: &mut Option<Connection>,
    mail: &Outgoing,
) -> desk::Result<()> {
    let (mail, system) = (mail.clone(), system());
    let composed = compose::compose(desk, settings, &mail).await;
    let letter = match composed {
        Ok(letter) => letter,
        Err(error) => {
            let reason = format!("compose:{error}");
            return desk.change(&system, move |c| outbox::refused(c, &mail, &reason, true)).await;
        }
    };
    let Some(relay) = &settings.relay else { return Ok(()) };
    let provider = letter.to.first().map(|address| providers::provider_of(address)).unwrap_or_default();
    let asked = (mail.clone(), provider.clone());
    if desk.read(move |conn| providers::holds_back(conn, &asked.0, &asked.1)).await? {
        // Another mail of the same batch has just heard it.
        return desk.change(&system, move |c| providers::wait(c, &mail, &provider)).await;
    }
    let id = mail.id;
    let (leaving, links) = (mail.clone(), letter.links.clone());
    let handing_over = || async {
        let begun = move |c: &mut Change| {
            outbox::handing_over(c, &leaving)?;
            tickets::file_links_leave(c, &links)
        };
        desk.change(&Actor::system("outbox"), begun).await
    };
    match relay.hand_over(line, &letter, handing_over).await {
        Ok(refused) => desk.change(&system, move |c| outbox::sent(c, &mail, &refused)).await,
        Err(Refusal::NotOurs) => Ok(()),
        // Everything was handed over and no answer came: only a person can know.
        Err(Refusal::Unsure(reason)) => {
            tracing::warn!(mail = %id, %reason, "the relay fell silent");
            desk.change(&system, move |c| outbox::unsure(c, &mail, &reason)).await
        }
        Err(Refusal::Closed(reason)) => {
            tracing::warn!(%reason, "the relay takes no mail");
            desk.change(&system, move |c| halt::halted(c, &mail, &reason)).await
        }
        Err(Refusal::Limited { address, reason }) => {
            let provider = providers::provider_of(&address);
            tracing::warn!(%provider, %reason, "a provider takes no more for now");
            desk.change(&system, move |c| providers::limited(c, &mail, &provider, &reason)).await
        }
        Err(Refusal::Relay { reason, permanent }) => {
            tracing::info!(mail = %id, %reason, permanent, "the relay refused");
            desk.change(&system, move |c| outbox::refused(c, &mail, &reason, permanent)).await
        }
    }
}
