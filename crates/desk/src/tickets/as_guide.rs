//! A settled ticket as the beginning of a guide.

use markup::guide::{MediaByName, from_editor};
use store::{Conn, params};

use super::find;
use crate::TicketId;
use crate::actor::Actor;
use crate::error::Result;
use crate::policy::{self, Action};

/// Messages that are taken over.
const MESSAGES: i64 = 20;

/// Title and Markdown of a guide: what was asked, as a quotation, and what agents answered. Notes stay where they are.
///
/// # Errors
/// When the ticket does not exist for the actor.
pub fn as_guide(conn: &mut Conn, actor: &Actor, ticket: TicketId) -> Result<(String, String)> {
    let found = find(conn, actor, ticket)?;
    policy::allow(actor, Action::ReadInternals, Some(&found.facts()))?;
    let messages = conn.query(
        "select side, html from message where ticket_id = ?1 and kind = 'reply' and withdrawn_at is null
         order by id limit ?2",
        params![ticket, MESSAGES],
        |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)),
    )?;
    let mut source = String::new();
    for (at, (side, html)) in messages.iter().enumerate() {
        let markdown = from_editor(html, &MediaByName::new());
        if side == "agent" {
            source.push_str(&markdown);
        } else if at == 0 {
            let quoted: Vec<String> =
                markdown.trim().lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
            source.push_str(&quoted.join("\n"));
            source.push('\n');
        }
        source.push('\n');
    }
    Ok((found.subject, source.trim().to_owned() + "\n"))
}

/// The words of a ticket's first message.
///
/// # Errors
/// When the database fails.
pub fn question(conn: &mut Conn, ticket: TicketId) -> Result<String> {
    let sql = "select html from message where ticket_id = ?1 and kind = 'reply' order by id limit 1";
    let html = conn.find(sql, params![ticket], |row| row.get::<String>(0))?;
    Ok(html.map(|html| markup::html_to_text(&html)).unwrap_or_default())
}
