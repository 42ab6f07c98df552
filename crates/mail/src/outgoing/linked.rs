//! Files that are too large for the mail of an answer: cards with a link that expires.

use desk::mailflow::outbox::Outgoing;
use desk::{Time, tickets};
use markup::letter::{LinkedFile, linked_files};
use store::Conn;

use super::Settings;
use super::facts::Facts;
use crate::l10n::L10nLanguage;

const MEGABYTE: i64 = 1_000_000;
const KILOBYTE: i64 = 1000;

/// The cards, as HTML behind the words of the answer; empty when all files come with it.
pub(super) fn cards(
    conn: &mut Conn,
    settings: &Settings,
    facts: &Facts,
    text: &L10nLanguage,
    mail: &Outgoing,
) -> desk::Result<String> {
    let (Some(id), Some(message)) = (mail.message, &facts.message) else { return Ok(String::new()) };
    if message.linked.is_empty() {
        return Ok(String::new());
    }
    let mut cards = Vec::with_capacity(message.linked.len());
    for file in &message.linked {
        let code = tickets::file_link_code(conn, id, &file.token, Time(file.until.timestamp().as_microsecond()))?;
        let day = file.until.strftime(if facts.language == "fr" { "%d/%m/%Y" } else { "%Y-%m-%d" }).to_string();
        let size = if file.size >= MEGABYTE {
            text.msg_file_megabytes(((file.size + MEGABYTE / 2) / MEGABYTE).to_string())
        } else {
            text.msg_file_kilobytes(((file.size + KILOBYTE / 2) / KILOBYTE).to_string())
        };
        cards.push((text.msg_file_link_about(&size, &day), format!("{}/f/{code}", settings.public_url)));
    }
    let files = message.linked.iter().zip(&cards);
    let files: Vec<LinkedFile> =
        files.map(|(file, (about, link))| LinkedFile { name: &file.name, about, link }).collect();
    Ok(linked_files(&files))
}
