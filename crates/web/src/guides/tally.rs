//! Counting readings and searches in memory, and telling the database now and then: reading a page writes nothing.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use desk::guides::{self, Tally};
use desk::{Actor, Desk, GuideId, TicketId};

/// Between two times that the database is told.
const EVERY: Duration = Duration::from_secs(10);
/// Different searches that are remembered in between.
const QUERIES_MAX: usize = 2000;

/// The counters of this node.
#[derive(Clone, Default)]
pub(crate) struct Counters(Arc<Mutex<Tally>>);

impl Counters {
    /// Somebody read a guide.
    pub(crate) fn read(&self, guide: GuideId) {
        *self.lock().reads.entry(guide).or_default() += 1;
    }

    /// Somebody read a topic.
    pub(crate) fn topic(&self, topic: TicketId) {
        *self.lock().topics.entry(topic).or_default() += 1;
    }

    /// Somebody searched, and found so much.
    pub(crate) fn query(&self, language: &'static str, words: &str, found: usize) {
        let words = guides::folded_query(words);
        let mut tally = self.lock();
        if words.is_empty()
            || (tally.queries.len() >= QUERIES_MAX && !tally.queries.contains_key(&(language, words.clone())))
        {
            return;
        }
        let entry = tally.queries.entry((language, words)).or_default();
        *entry = (entry.0 + 1, i64::try_from(found).unwrap_or(i64::MAX));
    }

    fn lock(&self) -> MutexGuard<'_, Tally> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Tally {
        std::mem::take(&mut self.lock())
    }
}

/// Tells the database what was counted, until the process ends.
pub(crate) async fn run(desk: Desk, counters: Counters) {
    let actor = Actor::system("guides");
    loop {
        tokio::time::sleep(EVERY).await;
        let tally = counters.take();
        if !tally.is_empty()
            && let Err(error) = desk.change(&actor, move |c| guides::keep_tally(c, &tally)).await
        {
            tracing::warn!(%error, "readings of guides could not be counted");
        }
    }
}
