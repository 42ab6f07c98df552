//! Webhooks: each reads the event log from its cursor on, one event after the other. Nothing is queued when something
//! happens, so that a webhook costs the desk nothing; and to send again from any point is to put the cursor back.

use store::{Conn, Row, params};

use crate::change::{Change, random_token};
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::one_line::one_line;
use crate::policy::Action;
use crate::{EventId, MessageId, TicketId, Time, WebhookId, limits};

/// Somebody who is told about events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// The row.
    pub id: WebhookId,
    /// What it is for.
    pub name: String,
    /// Where events are sent.
    pub url: String,
    /// What signs them.
    pub secret: String,
    /// Which kinds of events; none: all about tickets.
    pub kinds: Vec<Kind>,
    /// It is told.
    pub enabled: bool,
    /// The newest event that it was told of, or that was none of its kinds.
    pub cursor: EventId,
    /// Tries of the next one.
    pub attempts: i64,
    /// When the next try is due.
    pub due_at: Time,
    /// Since when every try failed.
    pub failing_since: Option<Time>,
}

/// What an admin says of a webhook.
#[derive(Debug, Clone)]
pub struct NewWebhook {
    /// What it is for.
    pub name: String,
    /// Where events are sent: `https://…` or `http://…`.
    pub url: String,
    /// Codes of kinds.
    pub kinds: Vec<String>,
}

/// An event as webhooks tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The event.
    pub event: EventId,
    /// What happened.
    pub kind: Kind,
    /// When.
    pub at: Time,
    /// `agent`, `customer`, `rule`, `system`.
    pub actor_kind: String,
    /// Who.
    pub actor: String,
    /// To which ticket.
    pub ticket: TicketId,
    /// With which message.
    pub message: Option<MessageId>,
    /// The value before.
    pub before: String,
    /// The value after.
    pub after: String,
}

/// One try to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Which event.
    pub event: EventId,
    /// When.
    pub at: Time,
    /// The HTTP status; 0 when no answer came.
    pub status: u16,
    /// The beginning of the answer, or why there was none.
    pub answer: String,
    /// How long it took.
    pub millis: i64,
}

impl Attempt {
    /// Whether the event has arrived.
    #[must_use]
    pub fn arrived(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

const COLUMNS: &str = "id, name, url, secret, kinds, enabled, cursor, attempts, due_at, failing_since";

fn read(row: &Row) -> store::Result<Webhook> {
    Ok(Webhook {
        id: row.get(0)?,
        name: row.get(1)?,
        url: row.get(2)?,
        secret: row.get(3)?,
        kinds: row.get::<String>(4)?.split(' ').filter_map(Kind::from_code).collect(),
        enabled: row.get(5)?,
        cursor: row.get(6)?,
        attempts: row.get(7)?,
        due_at: row.get(8)?,
        failing_since: row.get(9)?,
    })
}

/// All webhooks.
///
/// # Errors
/// When the database fails.
pub fn webhooks(conn: &mut Conn) -> Result<Vec<Webhook>> {
    Ok(conn.query(&format!("select {COLUMNS} from webhook order by id"), &[], read)?)
}

/// The names of all webhooks.
///
/// # Errors
/// When the database fails.
pub(crate) fn names(conn: &mut Conn) -> Result<Vec<(WebhookId, String)>> {
    Ok(conn.query("select id, name from webhook order by id", &[], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// One webhook.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub fn webhook(conn: &mut Conn, id: WebhookId) -> Result<Webhook> {
    conn.find(&format!("select {COLUMNS} from webhook where id = ?1"), params![id], read)?.ok_or(Error::NotFound)
}

/// Webhooks that are told and whose next try is due.
///
/// # Errors
/// When the database fails.
pub fn due_webhooks(conn: &mut Conn, now: Time) -> Result<Vec<Webhook>> {
    let sql = format!("select {COLUMNS} from webhook where enabled and due_at <= ?1 order by id");
    Ok(conn.query(&sql, params![now], read)?)
}

fn checked(new: &NewWebhook) -> Result<(String, String, String)> {
    let name = one_line(&new.name);
    if name.is_empty() {
        return Err(Error::field("name", "required"));
    }
    if name.chars().count() > limits::NAME_CHARS_MAX {
        return Err(Error::field("name", "too_long"));
    }
    let url = new.url.trim().to_owned();
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
    if host.is_empty() || host.starts_with('/') || url.contains(char::is_whitespace) || url.contains(char::is_control) {
        return Err(Error::field("url", "bad_url"));
    }
    if url.chars().count() > limits::URL_CHARS_MAX {
        return Err(Error::field("url", "too_long"));
    }
    if new.kinds.iter().any(|code| !Kind::from_code(code).is_some_and(Kind::is_about_tickets)) {
        return Err(Error::field("kinds", "unknown"));
    }
    Ok((name, url, new.kinds.join(" ")))
}

/// Adds a webhook; it is told of what happens from now on.
///
/// # Errors
/// When the name is missing, the address is none, or a kind is unknown.
pub fn add_webhook(c: &mut Change, new: &NewWebhook) -> Result<WebhookId> {
    c.allow(Action::Configure, None)?;
    let (name, url, kinds) = checked(new)?;
    let count = c.sql().one("select count(*) from webhook", &[], |row| row.get::<i64>(0))?;
    if count >= limits::WEBHOOKS_MAX {
        return Err(Error::field("name", "too_many"));
    }
    c.record(Event::of_desk(Kind::Configured, &format!("webhook:{name}")))?;
    let now = c.now();
    let id = c.sql().insert(
        "insert into webhook (name, url, secret, kinds, cursor, created_at)
         values (?1, ?2, ?3, ?4, (select coalesce(max(id), 0) from event), ?5) returning id",
        params![&name, &url, &format!("whsec_{}", random_secret()), &kinds, now],
    )?;
    Ok(WebhookId(id))
}

/// Thirty-two random bytes in base64, as Standard Webhooks wants secrets.
fn random_secret() -> String {
    use base64::Engine as _;
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(random_token(32)).unwrap_or_default();
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// Changes a webhook, or switches it on or off. Switched on again, it begins with what it missed.
///
/// # Errors
/// As [`add_webhook`]; [`Error::NotFound`] when there is none.
pub fn change_webhook(c: &mut Change, id: WebhookId, new: &NewWebhook, enabled: bool) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let (name, url, kinds) = checked(new)?;
    let changed = c.sql().execute(
        "update webhook set name = ?2, url = ?3, kinds = ?4, enabled = ?5, attempts = 0, due_at = 0,
                            failing_since = null
         where id = ?1",
        params![id, &name, &url, &kinds, enabled],
    )?;
    if changed == 0 {
        return Err(Error::NotFound);
    }
    c.record(Event::of_desk(Kind::Configured, &format!("webhook:{name}")))?;
    Ok(())
}

/// Forgets a webhook and its log.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub fn delete_webhook(c: &mut Change, id: WebhookId) -> Result<()> {
    c.allow(Action::Configure, None)?;
    c.sql().execute("delete from webhook_delivery where webhook_id = ?1", params![id])?;
    if c.sql().execute("delete from webhook where id = ?1", params![id])? == 0 {
        return Err(Error::NotFound);
    }
    c.record(Event::of_desk(Kind::Configured, &format!("webhook_deleted:{id}")))?;
    Ok(())
}

/// Tells a webhook again of everything since `from`, that event included.
///
/// # Errors
/// [`Error::NotFound`] when there is no such webhook.
pub fn replay(c: &mut Change, id: WebhookId, from: EventId) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let changed = c.sql().execute(
        "update webhook set cursor = case when ?2 < cursor then ?2 else cursor end, attempts = 0, due_at = 0,
                            failing_since = null, enabled = true
         where id = ?1",
        params![id, from.0.max(1) - 1],
    )?;
    if changed == 0 {
        return Err(Error::NotFound);
    }
    c.record(Event::of_desk(Kind::Configured, &format!("webhook_replayed:{id}")))?;
    Ok(())
}

/// The next event that a webhook must be told of, and the newest event before it that is none of its kinds.
///
/// # Errors
/// When the database fails.
pub fn next_event(conn: &mut Conn, hook: &Webhook, now: Time) -> Result<(Option<Delivery>, EventId)> {
    let sql = format!(
        "select id, kind, at, actor_kind, actor_name, ticket_id, message_id, before, after, written_at
         from event where id > ?1 order by id limit {}",
        limits::WEBHOOK_BATCH
    );
    let rows = conn.query(&sql, params![hook.cursor], |row| {
        Ok((
            row.get::<EventId>(0)?,
            row.get::<String>(1)?,
            row.get::<Time>(2)?,
            (row.get::<String>(3)?, row.get::<String>(4)?, row.get::<Option<TicketId>>(5)?),
            (row.get::<Option<MessageId>>(6)?, row.get::<String>(7)?, row.get::<String>(8)?),
            row.get::<Option<Time>>(9)?,
        ))
    })?;
    let mut passed = hook.cursor;
    for (event, kind, at, (actor_kind, actor, ticket), (message, before, after), written_at) in rows {
        if event.0 > passed.0 + 1 && written_at.unwrap_or(at).elapsed(now) < limits::EVENT_GAP && conn.ids_overtake() {
            break;
        }
        if let (Some(kind), Some(ticket), None) = (Kind::from_code(&kind), ticket, written_at)
            && hook.wants(kind, &after)
        {
            let found = Delivery { event, kind, at, actor_kind, actor, ticket, message, before, after };
            return Ok((Some(found), passed));
        }
        passed = event;
    }
    Ok((None, passed))
}

/// The newest event.
///
/// # Errors
/// When the database fails.
pub fn event_now(conn: &mut Conn) -> Result<EventId> {
    Ok(conn.one("select coalesce(max(id), 0) from event", &[], |row| row.get(0))?)
}

impl Webhook {
    fn wants(&self, kind: Kind, after: &str) -> bool {
        match kind {
            Kind::WebhookCalled => after == self.id.to_string(),
            kind => kind.is_about_tickets() && (self.kinds.is_empty() || self.kinds.contains(&kind)),
        }
    }
}

/// Remembers that the events up to `passed` were none of a webhook's.
///
/// # Errors
/// When the database fails.
pub fn passed_over(c: &mut Change, hook: WebhookId, from: EventId, passed: EventId) -> Result<()> {
    c.sql().execute("update webhook set cursor = ?3 where id = ?1 and cursor = ?2", params![hook, from, passed])?;
    Ok(())
}

/// Keeps what became of a try. What arrived moves the cursor; what did not is tried again, later each time, and a
/// webhook that fails for days is switched off.
///
/// # Errors
/// When the database fails.
pub fn attempted(c: &mut Change, hook: &Webhook, attempt: &Attempt) -> Result<()> {
    c.sql().execute(
        "insert into webhook_delivery (webhook_id, event_id, at, status, answer, millis) values (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            hook.id,
            attempt.event,
            attempt.at,
            i64::from(attempt.status),
            &attempt.answer,
            attempt.millis
        ],
    )?;
    c.sql().execute(
        "delete from webhook_delivery where webhook_id = ?1 and id <= (
           select id from webhook_delivery where webhook_id = ?1 order by id desc limit 1 offset ?2)",
        params![hook.id, limits::WEBHOOK_LOG],
    )?;
    if attempt.arrived() {
        // Not if somebody put the cursor back meanwhile.
        c.sql().execute(
            "update webhook set cursor = ?3, attempts = 0, due_at = 0, failing_since = null
             where id = ?1 and cursor = ?2",
            params![hook.id, hook.cursor, attempt.event],
        )?;
        return Ok(());
    }
    let failing_since = hook.failing_since.unwrap_or(attempt.at);
    let give_up = failing_since.elapsed(attempt.at) > limits::WEBHOOK_PATIENCE;
    // 5 s, 10 s, 20 s, … up to an hour and a half.
    let pause = std::time::Duration::from_secs(5 << hook.attempts.clamp(0, 10));
    c.sql().execute(
        "update webhook set attempts = attempts + 1, due_at = ?2, failing_since = ?3, enabled = (enabled and not ?4)
         where id = ?1",
        params![hook.id, attempt.at.plus(pause), failing_since, give_up],
    )?;
    if give_up {
        c.record(Event::of_desk(Kind::Configured, &format!("webhook_gave_up:{}", hook.name)))?;
    }
    Ok(())
}

/// The newest tries of a webhook.
///
/// # Errors
/// When the database fails.
pub fn deliveries(conn: &mut Conn, hook: WebhookId, count: i64) -> Result<Vec<Attempt>> {
    Ok(conn.query(
        "select event_id, at, status, answer, millis from webhook_delivery where webhook_id = ?1
         order by id desc limit ?2",
        params![hook, count],
        |row| {
            Ok(Attempt {
                event: row.get(0)?,
                at: row.get(1)?,
                status: u16::try_from(row.get::<i64>(2)?).unwrap_or(0),
                answer: row.get(3)?,
                millis: row.get(4)?,
            })
        },
    )?)
}
