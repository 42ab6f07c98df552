//! Mailboxes on other servers: each is watched by a task of its own, fetched into the ledger, and compared with it.

mod names;
mod oauth;
mod probe;
mod round;
mod session;
mod watch;

use std::collections::HashMap;

use desk::mailflow::mailboxes;
use desk::{Desk, MailboxId};
use tokio::sync::broadcast::error::RecvError;
use tokio::task::AbortHandle;

pub(crate) use probe::probe;

use crate::limits;

/// Watches all mailboxes for ever; one that is changed, here or by another node, begins anew.
pub async fn run(desk: Desk, message_bytes_max: usize) {
    let node = watch::Node::new(&desk, message_bytes_max);
    let mut notices = desk.store().notices();
    let mut watched: HashMap<MailboxId, (i64, AbortHandle)> = HashMap::new();
    loop {
        match desk.read(mailboxes::all).await {
            Ok(all) => {
                let wanted: HashMap<_, _> = all.into_iter().filter(|one| one.active).map(|one| (one.id, one)).collect();
                watched.retain(|id, (revision, task)| {
                    let stays = wanted.get(id).is_some_and(|one| one.revision == *revision) && !task.is_finished();
                    if !stays {
                        task.abort();
                    }
                    stays
                });
                for (id, mailbox) in wanted {
                    let revision = mailbox.revision;
                    let begin =
                        || (revision, tokio::spawn(watch::watch(desk.clone(), node.clone(), mailbox)).abort_handle());
                    watched.entry(id).or_insert_with(begin);
                }
            }
            Err(error) => tracing::error!(%error, "mailboxes could not be listed"),
        }
        let wake = async {
            loop {
                match notices.recv().await {
                    Ok(notice) if !notice.is_empty() && !notice.contains("mailboxes") => {}
                    Err(RecvError::Closed) => std::future::pending().await,
                    _ => return,
                }
            }
        };
        let _ = tokio::time::timeout(limits::IMAP_SUPERVISION, wake).await;
    }
}
