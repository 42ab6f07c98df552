//! The words of public tickets, for searching them as guides are searched.

use store::{Conn, params};

use super::{Visibility, topic};
use crate::change::Change;
use crate::error::Result;
use crate::guides::{self, terms};
use crate::{TicketId, limits};

/// Writes anew what is found of a ticket; nothing is left of one that is not public. Names and addresses of authors
/// are not among the words: a search must not tell who is a member.
pub(crate) fn reindex(c: &mut Change, ticket: TicketId) -> Result<()> {
    let found = topic::load(c.sql(), ticket)?;
    let conn = c.sql();
    conn.execute("delete from topic_term where ticket_id = ?1", params![ticket])?;
    conn.execute("delete from topic_index where ticket_id = ?1", params![ticket])?;
    if found.visibility != Visibility::Public || !found.in_lists {
        return Ok(());
    }
    let text = words(conn, ticket)?;
    let language = guides::language(&found.language);
    let times = terms::count(&[(&found.subject, terms::TITLE_WEIGHT), (&found.summary, 1), (&text, 1)], language);
    let words = times.iter().map(|(_, count)| count).sum::<i64>();
    conn.execute(
        "insert into topic_index (ticket_id, language, words) values (?1, ?2, ?3)",
        params![ticket, language, words],
    )?;
    terms::write(conn, &terms::TOPICS, language, ticket.0, words, &times)
}

/// What others can read in it: the first posts, up to a bound.
fn words(conn: &mut Conn, ticket: TicketId) -> Result<String> {
    let posts = conn.query(
        "select text from message where ticket_id = ?1 and kind = 'reply' and withdrawn_at is null and withheld = ''
         order by id limit ?2",
        params![ticket, limits::POSTS_INDEXED],
        |row| row.get::<String>(0),
    )?;
    Ok(posts.join("\n").chars().take(limits::TOPIC_CHARS_INDEXED).collect())
}
