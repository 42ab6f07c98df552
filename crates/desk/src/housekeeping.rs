//! What the desk forgets by itself.

use std::time::Duration;

use crate::mailflow::{keeping, pauses};
use crate::{Actor, Desk, Result, community, guides, limits, reindexing, routing, tickets};

/// Pause between two rounds.
const EVERY: Duration = Duration::from_secs(3600);

/// Empties the trash of what has been there long enough, at start and then every hour, until the process ends.
pub async fn run(desk: Desk) {
    let actor = Actor::system("housekeeping");
    if let Err(error) = reindex(&desk, &actor).await {
        tracing::error!(%error, "the search index could not be written anew");
    }
    loop {
        if let Err(error) = empty_statuses(&desk, &actor).await {
            tracing::error!(%error, "tickets could not leave a deleted status");
        }
        if let Err(error) = desk.change(&actor, guides::purge).await {
            tracing::error!(%error, "the bin of the guides could not be emptied");
        }
        if let Err(error) = desk.change(&actor, pauses::forget_old).await {
            tracing::error!(%error, "old pauses could not be forgotten");
        }
        if let Err(error) = digests(&desk, &actor).await {
            tracing::error!(%error, "digests could not be queued");
        }
        if let Err(error) = forget_mails(&desk, &actor).await {
            tracing::error!(%error, "old mails could not be forgotten");
        }
        match desk.change(&actor, tickets::purge_trash).await {
            Ok(count) if i64::try_from(count).is_ok_and(|count| count == limits::TRASH_BATCH) => continue,
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "the trash could not be emptied"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Indexes anew what an older version indexed, batch by batch.
async fn reindex(desk: &Desk, actor: &Actor) -> Result<()> {
    while desk.change(actor, reindexing::step).await? {
        // People write meanwhile, and there is one writer.
        tokio::time::sleep(limits::REINDEX_PAUSE).await;
    }
    Ok(())
}

/// Forgets mails as they came, batch by batch.
async fn forget_mails(desk: &Desk, actor: &Actor) -> Result<()> {
    while desk.change(actor, keeping::forget).await? == limits::MAIL_FORGET_BATCH {}
    Ok(())
}

/// Queues the mails with what is new in the community, batch by batch.
async fn digests(desk: &Desk, actor: &Actor) -> Result<()> {
    while desk.change(actor, community::queue_due).await? > 0 {}
    Ok(())
}

/// Moves what is left in deleted statuses, batch by batch, so that nobody waits long for the one writer.
///
/// # Errors
/// When the database fails.
pub async fn empty_statuses(desk: &Desk, actor: &Actor) -> Result<()> {
    while desk.change(actor, routing::move_tickets).await? == limits::STATUS_BATCH {}
    Ok(())
}
