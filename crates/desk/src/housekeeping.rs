//! What the desk forgets by itself.

use std::time::Duration;

use crate::{Actor, Desk, limits, tickets};

/// Pause between two rounds.
const EVERY: Duration = Duration::from_secs(3600);

/// Empties the trash of what has been there long enough, at start and then every hour, until the process ends.
pub async fn run(desk: Desk) {
    let actor = Actor::system("housekeeping");
    loop {
        match desk.change(&actor, tickets::purge_trash).await {
            Ok(count) if i64::try_from(count).is_ok_and(|count| count == limits::TRASH_BATCH) => continue,
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "the trash could not be emptied"),
        }
        tokio::time::sleep(EVERY).await;
    }
}
