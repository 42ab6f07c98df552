//! Links to files that are too large for a mail: each opens one file of one message, for whoever has it, until its
//! time is over. Reading one changes nothing, so that programs which look at links do no harm.

use store::{Conn, params};

use super::{Download, Place, find};
use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::{MessageId, TicketId, Time, signing};

/// What these claims begin with.
const KIND: &str = "file";

/// What a link to a file opens.
#[derive(Debug, Clone)]
pub enum FileLink {
    /// The file.
    Open(Download),
    /// Nothing any more: its time is over.
    Expired,
}

/// What stands in the link to a file (its token) of a message that opens it until a moment.
///
/// # Errors
/// When the database fails.
pub fn file_link_code(conn: &mut Conn, message: MessageId, file: &str, until: Time) -> Result<String> {
    signing::signed(conn, &format!("{KIND}.{file}.{message}.{}", until.0))
}

/// The file of a link. Whatever is taken back, withheld or thrown away is not there, whoever asks.
///
/// # Errors
/// [`Error::NotFound`] when the link is not ours, or its file is not to be had.
pub fn open_file_link(conn: &mut Conn, code: &str) -> Result<FileLink> {
    let claim = signing::verified(conn, code)?.ok_or(Error::NotFound)?;
    let parts: Vec<&str> = claim.split('.').collect();
    let [KIND, file, message, until] = parts[..] else { return Err(Error::NotFound) };
    let until: i64 = until.parse().map_err(|_| Error::NotFound)?;
    let message: i64 = message.parse().map_err(|_| Error::NotFound)?;
    let (ticket, download) = conn
        .find(
            "select m.ticket_id, a.name, a.content_type, a.file_sha256
             from attachment a join message m on m.id = a.message_id
             where a.token = ?1 and m.id = ?2 and m.kind = 'reply' and m.side = 'agent' and m.withdrawn_at is null
               and m.withheld = '' and not a.withheld",
            params![file, MessageId(message)],
            |row| {
                let file = Download { name: row.get(1)?, content_type: row.get(2)?, file_sha256: row.get(3)? };
                Ok((row.get::<TicketId>(0)?, file))
            },
        )?
        .ok_or(Error::NotFound)?;
    if find(conn, &Actor::system("file link"), ticket)?.place != Place::Desk {
        return Err(Error::NotFound);
    }
    Ok(if until <= Time::now().0 { FileLink::Expired } else { FileLink::Open(download) })
}
