//! The agents' list: who waits, whom I talk to, what just ended.

use store::{Conn, params};

use super::{COLUMN_COUNT, COLUMNS, Chat, find, read};
use crate::actor::Actor;
use crate::error::Result;
use crate::policy::{self, Action};
use crate::tickets::{self, Message, Side};
use crate::{MessageId, PersonId, TicketId, Time, limits};

/// A chat in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The chat.
    pub chat: Chat,
    /// Who asks.
    pub visitor: (PersonId, String),
    /// What was last said.
    pub preview: String,
    /// When.
    pub updated_at: Time,
    /// Messages of the visitor that the actor has not seen, to a bound.
    pub unread: i64,
}

/// The list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Board {
    /// Requests that nobody has taken, the longest first; none for who is not available.
    pub waiting: Vec<Row>,
    /// The actor's chats.
    pub mine: Vec<Row>,
    /// Those of the last hours.
    pub ended: Vec<Row>,
}

/// What the actor sees of chats. Requests are listed for those who are available and granted only.
///
/// # Errors
/// When the database fails.
pub fn board(conn: &mut Conn, actor: &Actor, available: bool, now: Time) -> Result<Board> {
    let me = actor.person.map_or(0, |person| person.0);
    let policy = policy::ticket_condition(actor);
    let rows = |conn: &mut Conn, condition: &str, order: &str, since: Time| -> Result<Vec<Row>> {
        let sql = format!(
            "select {COLUMNS}, p.id, p.name, t.preview, t.updated_at,
                    (select count(*) from (select 1 from message m where m.ticket_id = t.id and m.side = 'customer'
                       and m.id > coalesce((select s.message_id from ticket_seen s
                                            where s.ticket_id = t.id and s.person_id = {me}), 0) limit 100) unread)
             from chat h join ticket t on t.id = h.ticket_id join person p on p.id = t.requester_id
             where {condition} and {policy} and ?1 >= 0 order by {order} limit {}",
            limits::CHATS_SHOWN
        );
        Ok(conn.query(&sql, params![since], |row| {
            Ok(Row {
                chat: read(row)?,
                visitor: (row.get(COLUMN_COUNT)?, row.get(COLUMN_COUNT + 1)?),
                preview: row.get(COLUMN_COUNT + 2)?,
                updated_at: row.get(COLUMN_COUNT + 3)?,
                unread: row.get(COLUMN_COUNT + 4)?,
            })
        })?)
    };
    let own = format!(
        "(t.assignee_id = {me} or exists (select 1 from chat_agent x where x.ticket_id = t.id and x.person_id = {me}))"
    );
    let ended_since =
        Time(now.0.saturating_sub(i64::try_from(limits::CHATS_ENDED_SHOWN.as_micros()).unwrap_or(i64::MAX)).max(0));
    Ok(Board {
        waiting: if available {
            rows(
                conn,
                "h.state in ('waiting', 'open') and h.state = 'waiting'",
                "h.requested_at, h.ticket_id",
                Time(0),
            )?
        } else {
            Vec::new()
        },
        mine: rows(
            conn,
            &format!("h.state in ('waiting', 'open') and h.state = 'open' and {own}"),
            "t.updated_at desc, t.id desc",
            Time(0),
        )?,
        ended: rows(
            conn,
            &format!("h.state in ('ended', 'missed') and h.ended_at > ?1 and {own}"),
            "h.ended_at desc, h.ticket_id desc",
            ended_since,
        )?,
    })
}

/// Requests that wait for the actor, to a bound.
///
/// # Errors
/// When the database fails.
pub fn waiting(conn: &mut Conn, actor: &Actor) -> Result<i64> {
    let sql = format!(
        "select count(*) from (select 1 from chat h join ticket t on t.id = h.ticket_id
                               where h.state in ('waiting', 'open') and h.state = 'waiting' and {} limit ?1) waiting",
        policy::ticket_condition(actor)
    );
    Ok(conn.one(&sql, params![limits::COUNT_SHOWN_MAX + 1], |row| row.get(0))?)
}

/// How many wait in the same portal since longer, and the newest message of the chat.
///
/// # Errors
/// When the database fails.
pub fn waiting_before(conn: &mut Conn, chat: &Chat) -> Result<(i64, MessageId)> {
    Ok(conn.one(
        "select (select count(*) from chat h where h.state in ('waiting', 'open') and h.state = 'waiting'
                                             and h.portal_id = ?1 and h.requested_at < ?2),
                (select last_message_id from ticket where id = ?3)",
        params![chat.portal, chat.requested_at, chat.ticket],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

/// What is new for an agent behind a message.
#[derive(Debug, Clone)]
pub struct News {
    /// The chat.
    pub chat: Chat,
    /// The messages, notes too.
    pub messages: Vec<Message>,
    /// Who asks.
    pub visitor: String,
    /// The newest message of all, if it is an answer.
    pub own: Option<MessageId>,
}

/// What is new behind `after`.
///
/// # Errors
/// [`crate::Error::NotFound`] when the ticket does not exist for the actor.
pub fn agent_news(conn: &mut Conn, actor: &Actor, id: TicketId, after: MessageId) -> Result<News> {
    let ticket = tickets::find(conn, actor, id)?;
    policy::allow(actor, Action::ReadInternals, Some(&ticket.facts()))?;
    let chat = find(conn, id)?;
    let messages = tickets::messages_after(conn, id, after, true)?;
    let own = newest_of(conn, id, Side::Agent)?.filter(|own| *own == ticket.last_message);
    let visitor =
        conn.one("select name from person where id = ?1", params![ticket.requester], |row| row.get::<String>(0))?;
    Ok(News { chat, messages, visitor, own })
}

/// The newest public message of one side.
///
/// # Errors
/// When the database fails.
pub fn newest_of(conn: &mut Conn, id: TicketId, side: Side) -> Result<Option<MessageId>> {
    Ok(conn.one(
        "select max(id) from message where ticket_id = ?1 and side = ?2 and kind = 'reply' and withdrawn_at is null",
        params![id, side.code()],
        |row| row.get(0),
    )?)
}

/// The other agents in a chat.
///
/// # Errors
/// When the database fails.
pub fn invited(conn: &mut Conn, id: TicketId) -> Result<Vec<(PersonId, String)>> {
    Ok(conn.query(
        "select p.id, p.name from chat_agent x join person p on p.id = x.person_id where x.ticket_id = ?1 order by p.name",
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}
