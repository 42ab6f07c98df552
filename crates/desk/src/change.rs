//! The one write path: what a verb works with.

use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use store::{Conn, files::Files, params};

use crate::actor::Actor;
use crate::error::Result;
use crate::event::{Event, Kind, Recorded};
use crate::policy::{self, Action, TicketFacts};
use crate::{EventId, Options, RuleId, TicketId, Time, limits};

/// One change in progress: the transaction, the actor, the clock, and what was recorded so far.
pub struct Change<'a, 'c> {
    conn: &'a mut Conn<'c>,
    actor: Actor,
    cause: Option<EventId>,
    /// The reason of events that state none.
    because: String,
    files: &'a Files,
    options: &'a Options,
    now: Time,
    first_event: Option<EventId>,
    last_event: Option<EventId>,
    recorded: Vec<Recorded>,
    topics: Vec<String>,
    silent: bool,
    /// The real moment, while something is written into the past.
    written: Option<Time>,
    /// Rules that acted on a ticket in this change, and those that were held back.
    ran: HashSet<(RuleId, TicketId)>,
    stopped: HashSet<(RuleId, TicketId)>,
}

impl<'a, 'c> Change<'a, 'c> {
    pub(crate) fn new(
        conn: &'a mut Conn<'c>,
        actor: &Actor,
        files: &'a Files,
        options: &'a Options,
        now: Time,
    ) -> Self {
        Self {
            conn,
            actor: actor.clone(),
            cause: None,
            because: String::new(),
            files,
            options,
            now,
            first_event: None,
            last_event: None,
            recorded: Vec::new(),
            topics: Vec::new(),
            silent: false,
            written: None,
            ran: HashSet::new(),
            stopped: HashSet::new(),
        }
    }

    /// The transaction, for SQL.
    pub fn sql(&mut self) -> &mut Conn<'c> {
        self.conn
    }

    /// Who acts.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The moment of the change; the same in all of it.
    #[must_use]
    pub fn now(&self) -> Time {
        self.now
    }

    /// Lets a verb act at another moment, for imports and demonstrations.
    pub fn at(&mut self, moment: Time) {
        self.now = moment;
    }

    /// How long an answer waits before its mail leaves, so that it can be taken back.
    #[must_use]
    pub(crate) fn reply_hold(&self) -> std::time::Duration {
        self.options.reply_hold
    }

    /// Days for which a link to a file opens that was too large for its mail.
    #[must_use]
    pub(crate) fn file_link_days(&self) -> u32 {
        self.options.file_link_days
    }

    /// False while an import or the demo writes history that nobody must get by mail.
    #[must_use]
    pub(crate) fn sends_mail(&self) -> bool {
        !self.silent
    }

    /// From here on this change sends no mail.
    pub fn silence(&mut self) {
        self.silent = true;
    }

    /// Writes what happened at another moment: nobody is mailed, no rule is asked, no webhook told.
    ///
    /// # Errors
    /// What `verbs` returns.
    pub fn as_history<T>(&mut self, moment: Time, verbs: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let (now, silent, begun) = (self.now, self.silent, self.recorded.len());
        (self.now, self.silent, self.written) = (moment, true, Some(now));
        let result = verbs(self);
        self.recorded.truncate(begun);
        (self.now, self.silent, self.written) = (now, silent, None);
        result
    }

    /// True while something is written into the past.
    #[must_use]
    pub(crate) fn writes_history(&self) -> bool {
        self.written.is_some()
    }

    /// Asks the policy.
    ///
    /// # Errors
    /// When it denies.
    pub fn allow(&self, action: Action, ticket: Option<&TicketFacts>) -> Result<()> {
        policy::allow(&self.actor, action, ticket)
    }

    /// A random token of `bytes` bytes, safe in addresses of pages.
    #[must_use]
    pub fn token(&mut self, bytes: usize) -> String {
        random_token(bytes)
    }

    /// A random token of letters and digits that survives mail systems which fold case.
    #[must_use]
    pub fn mail_token(&mut self) -> String {
        use rand::RngExt;
        const ALPHABET: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
        let mut rng = rand::rng();
        (0..16)
            .filter_map(|_| ALPHABET.get(rng.random_range(0..ALPHABET.len())))
            .map(|byte| char::from(*byte))
            .collect()
    }

    /// Keeps the content of a file and returns its name.
    ///
    /// # Errors
    /// When the disk or the database refuses.
    pub fn keep_file(&mut self, content: &[u8]) -> Result<String> {
        Ok(self.files.put(self.conn, content)?)
    }

    /// Forgets the content of a file that nothing names any more.
    ///
    /// # Errors
    /// When the disk or the database refuses.
    pub(crate) fn forget_file(&mut self, name: &str) -> Result<()> {
        let used = self.conn.one(
            "select exists (select 1 from attachment
                            where substr(file_sha256, 1, 8) = substr(?1, 1, 8) and file_sha256 = ?1)
                 or exists (select 1 from inbound
                            where substr(raw_sha256, 1, 8) = substr(?1, 1, 8) and raw_sha256 = ?1 and raw_sha256 <> '')
                 or exists (select 1 from guide_file
                            where substr(file_sha256, 1, 8) = substr(?1, 1, 8) and file_sha256 = ?1)
                 or exists (select 1 from import where file_sha256 = ?1)",
            params![name],
            |row| row.get::<bool>(0),
        )?;
        if !used {
            self.files.forget(self.conn, name)?;
        }
        Ok(())
    }

    /// States what happened. The rules see it before the change commits.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn record(&mut self, event: Event) -> Result<EventId> {
        let id = EventId(self.conn.insert(
            "insert into event (change_id, at, actor_kind, actor_id, actor_name, kind, ticket_id, message_id,
                                cause_id, because, before, after, written_at)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) returning id",
            params![
                self.first_event.map_or(0, |first| first.0),
                self.now,
                self.actor.kind.code(),
                self.actor.person,
                &self.actor.name,
                event.kind.code(),
                event.ticket,
                event.message,
                self.cause,
                if event.because.is_empty() { &self.because } else { &event.because },
                &event.before,
                &event.after,
                self.written,
            ],
        )?);
        // The first event of a change keeps 0: it is the change.
        self.first_event.get_or_insert(id);
        self.last_event = Some(id);
        if let Some(ticket) = event.ticket {
            self.announce_topic(format!("ticket:{ticket}"));
            self.announce_topic("tickets".to_owned());
            if event.kind.is_public() {
                self.announce_topic(format!("question:{ticket}"));
            }
        } else if event.kind == Kind::Configured {
            self.announce_topic("desk".to_owned());
        } else if event.kind.is_about_guides() {
            self.announce_topic("guides".to_owned());
        }
        let (actor_kind, actor_name) = (self.actor.kind.code(), self.actor.name.clone());
        self.recorded.push(Recorded { id, at: self.now, actor_kind, actor_name, event });
        Ok(id)
    }

    /// States what the desk itself did to keep order: it is in the timeline, and no rule is asked about it.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) fn record_quietly(&mut self, event: Event) -> Result<EventId> {
        let id = self.record(event)?;
        self.recorded.pop();
        Ok(id)
    }

    /// Gives a reason to all that is recorded until the actor changes.
    pub(crate) fn because(&mut self, because: String) {
        self.because = because;
    }

    /// The first event of this change: what undo is asked with.
    #[must_use]
    pub fn id(&self) -> Option<EventId> {
        self.first_event
    }

    /// Tells listeners of `topic` that something is new once this commits.
    pub fn announce_topic(&mut self, topic: String) {
        if !self.topics.contains(&topic) {
            self.topics.push(topic);
        }
    }

    /// Runs `verbs` as somebody else, for imports and demonstrations of what others did.
    ///
    /// # Errors
    /// What `verbs` returns.
    pub fn in_the_name_of<T>(&mut self, actor: &Actor, verbs: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let before = std::mem::replace(&mut self.actor, actor.clone());
        let result = verbs(self);
        self.actor = before;
        result
    }

    /// Lets the rules react to what was recorded so far, at this change's moment.
    ///
    /// # Errors
    /// When a reaction fails.
    pub fn react(&mut self) -> Result<()> {
        crate::reactions::run(self)
    }

    /// Starts counting events anew, so that a batch of independent changes can each be undone.
    pub fn next_change(&mut self) {
        self.first_event = None;
        self.ran.clear();
        self.stopped.clear();
    }

    /// Whether the rule has not acted on the ticket in this change: rules that wake each other end here.
    pub(crate) fn first_run(&mut self, rule: RuleId, ticket: TicketId) -> bool {
        self.ran.insert((rule, ticket))
    }

    /// Whether nobody has said yet that the rule was held back.
    pub(crate) fn first_stop(&mut self, rule: RuleId, ticket: TicketId) -> bool {
        self.stopped.insert((rule, ticket))
    }

    /// The newest event of this change.
    pub(crate) fn last_event(&self) -> Option<EventId> {
        self.last_event
    }

    /// Runs `verbs` as `actor` because of `cause`.
    pub(crate) fn acting_as<T>(
        &mut self,
        actor: Actor,
        cause: EventId,
        verbs: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        let actor = std::mem::replace(&mut self.actor, actor);
        let cause = self.cause.replace(cause);
        let because = std::mem::take(&mut self.because);
        let result = verbs(self);
        self.actor = actor;
        self.cause = cause;
        self.because = because;
        result
    }

    /// What was recorded and not reacted to yet.
    pub(crate) fn take_recorded(&mut self) -> Vec<Recorded> {
        std::mem::take(&mut self.recorded)
    }

    /// Queues the notice `EVENT_ID topic topic …` for when this commits.
    pub(crate) fn announce(&mut self) -> Result<()> {
        // PostgreSQL refuses a payload over 8,000 bytes.
        for topics in self.topics.chunks(limits::TOPICS_PER_NOTICE) {
            self.conn.notify(&format!("{} {}", self.last_event.map_or(0, |last| last.0), topics.join(" ")))?;
        }
        Ok(())
    }

    /// Whether anything changed that shows a topic, or the desk itself.
    pub(crate) fn touches(&self, wanted: &str) -> bool {
        self.topics.iter().any(|topic| topic == wanted || topic == "desk")
    }
}

/// A random token of `bytes` bytes, safe in addresses of pages.
#[must_use]
pub fn random_token(bytes: usize) -> String {
    use rand::Rng;
    let mut buffer = vec![0_u8; bytes];
    rand::rng().fill_bytes(&mut buffer);
    URL_SAFE_NO_PAD.encode(buffer)
}
