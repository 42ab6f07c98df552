//! Searching tickets by subject, content or author, newest first.

use std::collections::HashSet;

use store::{Conn, params, search as index};

use super::lists::{page_where, read_row, row_select};
use super::search_query::{Query, State};
use super::{Cursor, ListRow, Order, find};
use crate::actor::Actor;
use crate::error::Result;
use crate::policy;
use crate::{MessageId, TicketId, limits};

/// One page of results.
#[derive(Debug, Clone)]
pub struct SearchPage {
    /// The tickets.
    pub rows: Vec<ListRow>,
    /// Where the next page begins.
    pub next: Option<SearchCursor>,
}

/// Where a page of results begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchCursor {
    /// Before this message, for queries with words.
    Message(MessageId),
    /// After this ticket, for queries of operators only.
    Ticket(Cursor),
}

impl SearchCursor {
    /// For addresses of pages.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Message(message) => message.to_string(),
            Self::Ticket(cursor) => cursor.code(),
        }
    }

    /// Reads what [`SearchCursor::code`] wrote.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let message = code.parse().ok().map(|id| Self::Message(MessageId(id)));
        message.or_else(|| Cursor::from_code(code).map(Self::Ticket))
    }
}

/// Tickets of which some message matches all words, narrowed by the query's operators and to what the actor may
/// see; of tickets in the trash only when they are asked for. A number (`4821` or `#4821`) puts that ticket first.
///
/// # Errors
/// When the database fails.
pub fn search(conn: &mut Conn, actor: &Actor, query: &str, from: Option<SearchCursor>) -> Result<SearchPage> {
    let query: String =
        query.chars().map(|c| if c.is_control() { ' ' } else { c }).take(limits::QUERY_CHARS_MAX).collect();
    let wanted = Query::parse(&query);
    if wanted.is_about_tickets() {
        let after = match from {
            Some(SearchCursor::Ticket(cursor)) => Some(cursor),
            _ => None,
        };
        let page = page_where(conn, actor, &about(actor, &wanted), "updated_at", Order::Newest, after)?;
        return Ok(SearchPage { rows: page.rows, next: page.next.map(SearchCursor::Ticket) });
    }
    let before = match from {
        Some(SearchCursor::Message(message)) => Some(message),
        _ => None,
    };
    let mut ids = Vec::new();
    if before.is_none()
        && let Some(ticket) = numbered(conn, actor, &query)?
    {
        ids.push(ticket);
    }
    let query = wanted;
    let mut position = before.map_or(i64::MAX, |message| message.0);
    let mut next = None;
    let mut seen: HashSet<TicketId> = ids.iter().copied().collect();
    'rounds: for _ in 0..limits::SEARCH_ROUNDS_MAX {
        let messages = newest_messages(conn, &query, position)?;
        for (message, ticket) in tickets_of(conn, actor, &query, &messages)? {
            // It was on an earlier page, by a newer message.
            if before.is_some() && !seen.contains(&ticket) && matched_since(conn, actor, &query, ticket, before)? {
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
    Ok(SearchPage { rows: rows_of(conn, actor, &ids)?, next: next.map(SearchCursor::Message) })
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

/// What may match, newest first: by the index, or all when only operators were given.
fn newest_messages(conn: &mut Conn, query: &Query, before: i64) -> Result<Vec<i64>> {
    let count = limits::SEARCH_MATCHES_AT_ONCE;
    if query.words.is_empty() && query.is_narrowed() {
        let sql = "select id from message where id < ?1 order by id desc limit ?2";
        return Ok(conn.query(sql, params![before, count], |row| row.get(0))?);
    }
    Ok(index::newest_messages(conn, &query.words, before, count)?)
}

/// Whether a message of the ticket at or after `before` matches.
fn matched_since(
    conn: &mut Conn,
    actor: &Actor,
    query: &Query,
    ticket: TicketId,
    before: Option<MessageId>,
) -> Result<bool> {
    let text = index::match_text(conn, &query.words);
    let matches = if text.is_some() { index::matches(conn, "m.id", "?3") } else { "?3 = ''".to_owned() };
    let sql = format!("select m.id from message m where m.ticket_id = ?1 and m.id >= ?2 and {matches}");
    let newer = conn.query(&sql, params![ticket, before, &text.unwrap_or_default()], |row| row.get(0))?;
    Ok(!tickets_of(conn, actor, query, &newer)?.is_empty())
}

fn id_list(ids: impl Iterator<Item = i64>) -> String {
    ids.map(|id| id.to_string()).collect::<Vec<_>>().join(",")
}

/// The visible tickets of those of these messages that fit the query, newest message first. Notes count for
/// agents only.
fn tickets_of(conn: &mut Conn, actor: &Actor, query: &Query, messages: &[i64]) -> Result<Vec<(i64, TicketId)>> {
    if messages.is_empty() {
        return Ok(Vec::new());
    }
    let notes =
        if policy::allow(actor, policy::Action::ReadInternals, None).is_ok() { "true" } else { "m.kind <> 'note'" };
    let (columns, author) = if query.is_narrowed() {
        ("p.name || ' ' || p.address, t.subject, m.text", "join person p on p.id = m.author_id")
    } else {
        ("'', '', ''", "")
    };
    let sql = format!(
        "select m.id, m.ticket_id, {columns} from message m join ticket t on t.id = m.ticket_id {author}
         where {} and m.withdrawn_at is null and {notes} and {} and {}
         order by m.id desc",
        conn.is_one_of("m.id", "?1"),
        about(actor, query),
        policy::ticket_condition(actor)
    );
    let ids = id_list(messages.iter().copied());
    let found = conn.query(&sql, params![&ids], |row| {
        let fits = query.fits(&row.get::<String>(2)?, &row.get::<String>(3)?, &row.get::<String>(4)?);
        Ok(fits.then_some((row.get(0)?, row.get(1)?)))
    })?;
    Ok(found.into_iter().flatten().collect())
}

/// What was asked of the ticket itself, as SQL.
fn about(actor: &Actor, query: &Query) -> String {
    let states = query.states.iter().map(|state| match state {
        State::Open => "t.category <> 'closed'".to_owned(),
        State::Closed => "t.category = 'closed'".to_owned(),
        State::Mine => format!("t.assignee_id = {}", actor.person.map_or(0, |person| person.0)),
        State::Unassigned => "t.assignee_id is null".to_owned(),
        State::Important => "t.important".to_owned(),
        State::Spam => "t.place = 'spam'".to_owned(),
        State::Deleted => "t.place = 'trash'".to_owned(),
    });
    let tags = query.tags.iter().map(|tag| {
        // A literal, so that the condition can stand in any list; quotes are the one thing to mind in it.
        format!("t.id in (select x.ticket_id from ticket_tag x where x.tag = '{}')", tag.replace('\'', "''"))
    });
    // The literals match the partial indexes.
    let place = if query.states.iter().any(|state| matches!(state, State::Spam | State::Deleted)) {
        "t.place <> ''"
    } else if query.is_about_tickets() {
        "t.place = ''"
    } else {
        "t.place in ('', 'spam')"
    };
    states.chain(tags).chain([place.to_owned()]).collect::<Vec<_>>().join(" and ")
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
