//! Who follows what: a notice reaches the pages that follow one of its topics and wakes no other, however many there are.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use desk::Desk;
use tokio::sync::Notify;
use tokio::sync::broadcast::error::RecvError;

/// A topic with the event that it has news of; 0 for news that is no event.
pub(super) type News = (Arc<str>, i64);

/// The pages of this node. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Hub {
    pages: Arc<Mutex<Pages>>,
}

#[derive(Default)]
struct Pages {
    next: u64,
    followers: HashMap<Arc<str>, HashMap<u64, Arc<Mailbox>>>,
}

/// What a page has not been told yet. News of one topic are one: the page asks for itself, not for each of them.
#[derive(Default)]
struct Mailbox {
    news: Mutex<Vec<News>>,
    wake: Notify,
}

/// One page's place; it ends when this is dropped.
pub(super) struct Following {
    hub: Hub,
    number: u64,
    topics: Vec<Arc<str>>,
    mailbox: Arc<Mailbox>,
}

impl Hub {
    /// A hub that hears all notices of a desk.
    pub(crate) fn hearing(desk: &Desk) -> Self {
        let hub = Self::default();
        let hearer = hub.clone();
        let mut notices = desk.store().notices();
        tokio::spawn(async move {
            loop {
                match notices.recv().await {
                    // An empty notice says that some may have been missed.
                    Ok(notice) if !notice.is_empty() => hearer.tell(&notice),
                    Ok(_) | Err(RecvError::Lagged(_)) => hearer.tell_everybody(),
                    Err(RecvError::Closed) => return,
                }
            }
        });
        hub
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Follows topics from now on.
    pub(super) fn follow(&self, topics: impl IntoIterator<Item = String>) -> Following {
        let mailbox = Arc::new(Mailbox::default());
        let mut pages = self.pages();
        pages.next += 1;
        let number = pages.next;
        let topics: Vec<Arc<str>> = topics
            .into_iter()
            .map(|topic| {
                // Thousands follow the same one: its name is kept once.
                let known = pages.followers.get_key_value(topic.as_str()).map(|(known, _)| known.clone());
                let topic = known.unwrap_or_else(|| Arc::from(topic));
                pages.followers.entry(topic.clone()).or_default().insert(number, mailbox.clone());
                topic
            })
            .collect();
        drop(pages);
        Following { hub: self.clone(), number, topics, mailbox }
    }

    /// `EVENT_ID topic topic …`
    fn tell(&self, notice: &str) {
        let mut words = notice.split(' ');
        let event = words.next().and_then(|id| id.parse().ok()).unwrap_or(0);
        let pages = self.pages();
        for (topic, mailboxes) in words.filter_map(|word| pages.followers.get_key_value(word)) {
            mailboxes.values().for_each(|mailbox| mailbox.put(topic, event));
        }
    }

    fn tell_everybody(&self) {
        for (topic, mailboxes) in &self.pages().followers {
            mailboxes.values().for_each(|mailbox| mailbox.put(topic, 0));
        }
    }
}

impl Mailbox {
    fn put(&self, topic: &Arc<str>, event: i64) {
        let mut news = self.news.lock().unwrap_or_else(PoisonError::into_inner);
        match news.iter_mut().find(|(known, _)| known == topic) {
            // 0 says "look, whatever you know" and is not forgotten over an event.
            Some((_, known)) => *known = if *known == 0 || event == 0 { 0 } else { event.max(*known) },
            None => news.push((topic.clone(), event)),
        }
        drop(news);
        self.wake.notify_one();
    }
}

impl Following {
    /// Waits for news.
    pub(super) async fn news(&self) -> Vec<News> {
        loop {
            let news = std::mem::take(&mut *self.mailbox.news.lock().unwrap_or_else(PoisonError::into_inner));
            if !news.is_empty() {
                return news;
            }
            self.mailbox.wake.notified().await;
        }
    }

    pub(super) fn topics(&self) -> &[Arc<str>] {
        &self.topics
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        let mut pages = self.hub.pages();
        for topic in &self.topics {
            if let Some(mailboxes) = pages.followers.get_mut(topic) {
                mailboxes.remove(&self.number);
                if mailboxes.is_empty() {
                    pages.followers.remove(topic);
                }
            }
        }
    }
}
