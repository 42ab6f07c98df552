//! Searching tickets by subject, content or author, newest first.

use std::collections::HashSet;

use store::{Conn, params, search as index};

use super::lists::{read_row, row_select};
use super::{ListRow, find};
use crate::actor::Actor;
use crate::error::Result;
use crate::policy;
use crate::{MessageId, TicketId, limits};

/// One page of results.
#[derive(Debug, Clone)]
pub struct SearchPage {
    /// The tickets.
    pub rows: Vec<ListRow>,
    /// Where the next page begins: before this message.
    pub next: Option<MessageId>,
}

/// Tickets of which some message matches all words, narrowed to what the actor may see. A number
/// (`4821` or `#4821`) puts that ticket first.
///
/// # Errors
/// When the database fails.
pub fn search(conn: &mut Conn, actor: &Actor, query: &str, before: Option<MessageId>) -> Result<SearchPage> {
    let query: String = query.chars().take(limits::QUERY_CHARS_MAX).collect();
    let mut ids = Vec::new();
    if before.is_none()
        && let Some(ticket) = numbered(conn, actor, &query)?
    {
        ids.push(ticket);
    }
    let mut position = before.map_or(i64::MAX, |message| message.0);
    let mut next = None;
    let mut seen: HashSet<TicketId> = ids.iter().copied().collect();
    let text = index::match_text(conn, &query).unwrap_or_default();
    'rounds: for _ in 0..limits::SEARCH_ROUNDS_MAX {
        let messages = index::newest_messages(conn, &query, position, limits::SEARCH_MATCHES_AT_ONCE)?;
        for (message, ticket) in tickets_of(conn, actor, &messages)? {
            // It was on an earlier page, by a newer message.
            if before.is_some() && !seen.contains(&ticket) && matched_since(conn, ticket, before, &text)? {
                seen.insert(ticket);
            }
            if !seen.contains(&ticket) {
                if ids.len() == limits::PAGE_ROWS {
                    next = Some(MessageId(position));
                    break 'rounds;
                }
                seen.insert(ticket);
                ids.push(ticket);
            }
            position = message;
        }
        let more = i64::try_from(messages.len()).unwrap_or(0) == limits::SEARCH_MATCHES_AT_ONCE;
        next = messages.last().copied().filter(|_| more).map(MessageId);
        match next {
            Some(last) => position = last.0,
            None => break,
        }
    }
    Ok(SearchPage { rows: rows_of(conn, actor, &ids)?, next })
}

/// The first few results, for the command palette.
///
/// # Errors
/// When the database fails.
pub fn suggest(conn: &mut Conn, actor: &Actor, query: &str, count: usize) -> Result<Vec<ListRow>> {
    let mut rows = search(conn, actor, query, None)?.rows;
    rows.truncate(count);
    Ok(rows)
}

fn numbered(conn: &mut Conn, actor: &Actor, query: &str) -> Result<Option<TicketId>> {
    let Ok(id) = query.trim().trim_start_matches('#').parse::<TicketId>() else { return Ok(None) };
    match find(conn, actor, id) {
        Ok(ticket) => Ok(Some(ticket.id)),
        Err(crate::Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether a message of the ticket at or after `before` matches.
fn matched_since(conn: &mut Conn, ticket: TicketId, before: Option<MessageId>, text: &str) -> Result<bool> {
    let sql = format!(
        "select 1 from message m where m.ticket_id = ?1 and m.id >= ?2 and {} limit 1",
        index::matches(conn, "m.id", "?3")
    );
    Ok(conn.find(&sql, params![ticket, before, text], |row| row.get::<i64>(0))?.is_some())
}

fn id_list(ids: impl Iterator<Item = i64>) -> String {
    ids.map(|id| id.to_string()).collect::<Vec<_>>().join(",")
}

/// The visible tickets of these messages, newest message first. Notes count for agents only.
fn tickets_of(conn: &mut Conn, actor: &Actor, messages: &[i64]) -> Result<Vec<(i64, TicketId)>> {
    if messages.is_empty() {
        return Ok(Vec::new());
    }
    let notes =
        if policy::allow(actor, policy::Action::ReadInternals, None).is_ok() { "true" } else { "m.kind <> 'note'" };
    let sql = format!(
        "select m.id, m.ticket_id from message m join ticket t on t.id = m.ticket_id
         where {} and m.withdrawn_at is null and {notes} and {}
         order by m.id desc",
        conn.is_one_of("m.id", "?1"),
        policy::ticket_condition(actor)
    );
    Ok(conn.query(&sql, params![&id_list(messages.iter().copied())], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

fn rows_of(conn: &mut Conn, actor: &Actor, ids: &[TicketId]) -> Result<Vec<ListRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "{} where {} and {}",
        row_select(actor.person.map_or(0, |person| person.0)),
        conn.is_one_of("t.id", "?1"),
        policy::ticket_condition(actor)
    );
    let mut rows = conn.query(&sql, params![&id_list(ids.iter().map(|id| id.0))], read_row)?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    Ok(rows)
}
