//! Links to files that are too large for a mail: each opens one file of one message, for whoever has it, until its
//! time is over. Reading one changes nothing, so that programs which look at links do no harm.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};
use store::{Conn, params};

use super::{Download, Place, find};
use crate::actor::Actor;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::policy::Action;
use crate::settings::{self, Setting};
use crate::{AttachmentId, MessageId, TicketId, Time, signing};

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
    let (ticket, kept, download) = conn
        .find(
            "select m.ticket_id, a.link_until, a.name, a.content_type, a.file_sha256
             from attachment a join message m on m.id = a.message_id
             where a.token = ?1 and m.id = ?2 and m.kind = 'reply' and m.side = 'agent' and m.withdrawn_at is null
               and m.withheld = '' and not a.withheld",
            params![file, MessageId(message)],
            |row| {
                let file = Download { name: row.get(2)?, content_type: row.get(3)?, file_sha256: row.get(4)? };
                Ok((row.get::<TicketId>(0)?, row.get::<i64>(1)?, file))
            },
        )?
        .ok_or(Error::NotFound)?;
    if find(conn, &Actor::system("file link"), ticket)?.place != Place::Desk {
        return Err(Error::NotFound);
    }
    // An agent may have ended it, or let it open again.
    let until = if kept == 0 { until } else { kept };
    Ok(if until <= Time::now().0 { FileLink::Expired } else { FileLink::Open(download) })
}

/// The moment at which a link ends that leaves or is renewed now: the end of a day in the desk's time zone.
///
/// # Errors
/// When the database fails.
pub fn file_link_end(conn: &mut Conn, now: Time, days: u32) -> Result<Zoned> {
    let zone = TimeZone::get(&settings::get(conn, Setting::TimeZone)?).unwrap_or(TimeZone::UTC);
    let kept = SignedDuration::from_hours(i64::from(days) * 24);
    let until = now.timestamp().checked_add(kept).unwrap_or(Timestamp::MAX).to_zoned(zone);
    // The day that a mail names is still whole.
    Ok(until.end_of_day().unwrap_or(until))
}

/// Notes until when links open the files that they lead to, as their mail leaves.
///
/// # Errors
/// When the database fails.
pub fn file_links_leave(c: &mut Change, links: &[(AttachmentId, Time)]) -> Result<()> {
    for (file, until) in links {
        c.sql().execute("update attachment set link_until = ?2 where id = ?1", params![*file, *until])?;
    }
    Ok(())
}

/// Ends the link to a file, or lets it open anew, for as long as a link that leaves now.
///
/// # Errors
/// [`Error::NotFound`] when there is no such link in a message of the ticket, or not for the actor.
pub fn set_file_link(c: &mut Change, ticket: TicketId, file: AttachmentId, open: bool) -> Result<()> {
    let actor = c.actor().clone();
    let found = find(c.sql(), &actor, ticket)?;
    c.allow(Action::Reply, Some(&found.facts()))?;
    let (now, days) = (c.now(), c.file_link_days());
    let end = Time(file_link_end(c.sql(), now, days)?.timestamp().as_microsecond());
    let until = if open { end } else { now };
    let set = c.sql().query(
        "update attachment set link_until = ?3
         where id = ?1 and link_until <> 0 and message_id in (select id from message where ticket_id = ?2)
         returning name, message_id",
        params![file, ticket, until],
        |row| Ok((row.get::<String>(0)?, row.get::<MessageId>(1)?)),
    )?;
    let (name, message) = set.into_iter().next().ok_or(Error::NotFound)?;
    let after = if open { until.0.to_string() } else { String::new() };
    c.record(Event::on(Kind::FileLinkChanged, ticket).message(message).values(name, after))?;
    Ok(())
}
