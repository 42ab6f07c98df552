//! What a help desk is. Every change enters through [`Desk::change`], is checked by [`policy`] and is
//! written in one transaction together with the events that describe it.
//!
//! This crate knows nothing of HTTP, of mail protocols or of pages.
#![forbid(unsafe_code)]

pub mod actor;
pub mod automation;
mod cached;
pub mod challenge;
pub mod change;
pub mod chat;
pub mod community;
pub mod dashboard;
pub mod doctor;
mod error;
pub mod event;
mod frame;
pub mod guides;
pub mod housekeeping;
pub mod ids;
pub mod imports;
pub mod integrations;
pub mod limits;
pub mod mailflow;
pub mod members;
mod one_line;
pub mod people;
pub mod policy;
pub mod portals;
mod positions;
pub mod projects;
mod reactions;
mod reindexing;
pub mod routing;
pub mod secrets;
pub mod settings;
pub mod setup;
mod signing;
pub mod tickets;
mod time;
pub mod views;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub use actor::Actor;
use cached::Cached;
pub use change::Change;
pub use error::{Denied, Error, FieldError, Refusal, Result};
pub use frame::Frame;
use guides::{Front, Hit};
pub use ids::*;
pub use time::{Day, Time};

use store::{Conn, Store};

/// How a desk is run, decided where it is started.
#[derive(Debug, Clone)]
pub struct Options {
    /// How long an answer waits before its mail leaves, so that it can be taken back.
    pub reply_hold: std::time::Duration,
    /// Days for which a link to a file opens that was too large for its mail.
    pub file_link_days: u32,
    /// What passwords are sealed with.
    pub secrets: Arc<secrets::Secrets>,
}

impl Options {
    /// The usual ones, with secrets sealed by a key in a folder.
    #[must_use]
    pub fn usual(folder: &std::path::Path) -> Self {
        Self {
            reply_hold: limits::REPLY_HOLD,
            file_link_days: limits::FILE_LINK_DAYS,
            secrets: Arc::new(secrets::Secrets::new(None, folder)),
        }
    }
}

/// The open desk. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    options: Options,
    /// Grows with every change that this node hears of; what is cached is valid for one value.
    version: AtomicU64,
    frames: Cached<Frame>,
    /// The same for what the help centre's front page shows.
    guides_version: AtomicU64,
    fronts: Cached<Front>,
    related: Cached<Vec<Hit>>,
}

impl Desk {
    /// A desk on an open store. Starts following the changes of other nodes.
    #[must_use]
    pub fn new(store: Store, options: Options) -> Self {
        let desk = Self {
            inner: Arc::new(Inner {
                store,
                options,
                version: AtomicU64::new(1),
                frames: Cached::new(limits::FRAMES_CACHED_MAX),
                guides_version: AtomicU64::new(1),
                fronts: Cached::new(limits::FRAMES_CACHED_MAX),
                related: Cached::new(limits::RELATED_CACHED_MAX),
            }),
        };
        desk.follow_notices();
        desk
    }

    fn follow_notices(&self) {
        let mut notices = self.inner.store.notices();
        let inner = Arc::downgrade(&self.inner);
        tokio::spawn(async move {
            loop {
                let (menus, guides) = match notices.recv().await {
                    Err(tokio::sync::broadcast::error::RecvError::Closed) => return,
                    // Mail on its way and who is typing change nothing in the menus.
                    Ok(notice) if !notice.is_empty() => (names(&notice, "tickets"), names(&notice, "guides")),
                    _ => (true, true),
                };
                let Some(inner) = inner.upgrade() else { return };
                inner.outdate(menus, guides);
            }
        });
    }

    /// The database below, for the doors that stream notices and file contents.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// Seals passwords and opens them again.
    #[must_use]
    pub fn secrets(&self) -> &secrets::Secrets {
        &self.inner.options.secrets
    }

    /// The one write path: runs `verbs` in a transaction as `actor`, lets the rules react to what was
    /// recorded, commits, and wakes whoever listens.
    ///
    /// `verbs` may run more than once, so it has no effect but on the transaction.
    ///
    /// # Errors
    /// What `verbs` returns; nothing is kept then.
    pub async fn change<T, F>(&self, actor: &Actor, verbs: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Change<'_, '_>) -> Result<T> + Send + 'static,
    {
        let actor = actor.clone();
        let files = self.inner.store.files().clone();
        let options = self.inner.options.clone();
        let (out, (menus, guides)) = self
            .inner
            .store
            .write(move |conn| -> Result<(T, (bool, bool))> {
                // The moment of this try: one that lost to others happens after them.
                let mut change = Change::new(conn, &actor, &files, &options, Time::now());
                let out = verbs(&mut change)?;
                reactions::run(&mut change)?;
                change.announce()?;
                Ok((out, (change.touches("tickets"), change.touches("guides"))))
            })
            .await?;
        self.inner.outdate(menus, guides);
        Ok(out)
    }

    /// Days for which a link to a file opens that was too large for its mail.
    #[must_use]
    pub fn file_link_days(&self) -> u32 {
        self.inner.options.file_link_days
    }

    /// Reads from the desk.
    ///
    /// # Errors
    /// What `queries` returns.
    pub async fn read<T, F>(&self, queries: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    {
        self.inner.store.read(queries).await
    }

    /// What stands around every agent page: services, departments, agents and live counts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn frame(&self, actor: &Actor) -> Result<Arc<Frame>> {
        let version = self.inner.version.load(Ordering::Acquire);
        let key = format!("{}:{}", actor.person.map_or(0, |p| p.0), policy::ticket_condition(actor));
        if let Some(frame) = self.inner.frames.get(&key, version) {
            return Ok(frame);
        }
        let reader = actor.clone();
        let frame = self.read(move |conn| Frame::load(conn, &reader)).await?;
        Ok(self.inner.frames.put(key, version, frame))
    }

    /// What the front page of the help centre shows to readers of a language.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn front(&self, actor: &Actor, language: &'static str) -> Result<Arc<Front>> {
        let version = self.inner.guides_version.load(Ordering::Acquire);
        let minute = Time::now().0 / (60_000_000 * limits::FRONT_MINUTES);
        let key = format!("{minute}:{language}:{:?}:{:?}", actor.kind, actor.scope == actor::Scope::Own);
        if let Some(front) = self.inner.fronts.get(&key, version) {
            return Ok(front);
        }
        let reader = actor.clone();
        let front = self.read(move |conn| Front::load(conn, &reader, language)).await?;
        Ok(self.inner.fronts.put(key, version, front))
    }

    /// Guides near a guide, for readers of a language: found by its title, and kept until guides change.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn related(
        &self,
        actor: &Actor,
        guide: GuideId,
        language: &'static str,
        title: &str,
    ) -> Result<Arc<Vec<Hit>>> {
        let version = self.inner.guides_version.load(Ordering::Acquire);
        let key = format!("{guide}:{language}:{:?}:{:?}", actor.kind, actor.scope == actor::Scope::Own);
        if let Some(hits) = self.inner.related.get(&key, version) {
            return Ok(hits);
        }
        let (reader, title) = (actor.clone(), title.to_owned());
        let mut hits = self
            .read(move |conn| guides::suggestions_for(conn, &reader, language, &title, limits::RELATED + 1))
            .await?;
        hits.retain(|hit| hit.guide != guide);
        hits.truncate(limits::RELATED);
        Ok(self.inner.related.put(key, version, hits))
    }
}

impl Inner {
    /// What is cached of menus or of guides is not valid any more. Menus hold the number of the newest event, after
    /// which a page follows the news: those of guides count there too.
    fn outdate(&self, menus: bool, guides: bool) {
        for (outdated, version) in [(menus || guides, &self.version), (guides, &self.guides_version)] {
            if outdated {
                version.fetch_add(1, Ordering::AcqRel);
            }
        }
    }
}

/// Whether a notice tells of a topic, or of the desk itself.
fn names(notice: &str, wanted: &str) -> bool {
    notice.split(' ').skip(1).any(|topic| topic == wanted || topic == "desk")
}
