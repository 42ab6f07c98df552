//! All kept mails, read again one after the other. It goes on where it was stopped.

use desk::tickets::{self, Readable};
use desk::{Actor, Change, Desk, Error, MessageId};

use super::read_again;

/// What became of the mails.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// Read again.
    pub read: u64,
    /// Of those, whose messages say something else since.
    pub changed: u64,
    /// Not kept any more, or not understood: their messages are as they were.
    pub left: u64,
}

enum Fate {
    Changed,
    Same,
    Left,
}

/// Reads all mails again from where it was stopped; tells the sums after each batch.
///
/// # Errors
/// When the database fails; what is done stays done.
pub async fn reread_all(desk: &Desk, mut told: impl FnMut(Sums)) -> desk::Result<Sums> {
    let actor = Actor::system("mail");
    let mut sums = Sums::default();
    let mut after = desk.read(tickets::progress).await?;
    loop {
        let batch = desk.read(move |conn| tickets::readable(conn, after)).await?;
        let Some(last) = batch.last() else { break };
        after = last.message;
        for mail in batch {
            match one(desk, &actor, mail).await? {
                Fate::Left => sums.left += 1,
                Fate::Same => sums.read += 1,
                Fate::Changed => (sums.read, sums.changed) = (sums.read + 1, sums.changed + 1),
            }
        }
        desk.change(&actor, move |c| tickets::keep_progress(c, after)).await?;
        told(sums);
    }
    desk.change(&actor, |c| tickets::keep_progress(c, MessageId(0))).await?;
    Ok(sums)
}

async fn one(desk: &Desk, actor: &Actor, mail: Readable) -> desk::Result<Fate> {
    let (files, name) = (desk.store().files().clone(), mail.raw_sha256);
    // What is no longer kept is no reason to stop.
    let Ok(raw) = desk.read(move |conn| Ok(files.get(conn, &name)?)).await else { return Ok(Fate::Left) };
    let read = tokio::task::spawn_blocking(move || read_again(&raw)).await;
    let Some(reading) = read.map_err(|error| Error::Internal(format!("parsing: {error}")))? else {
        return Ok(Fate::Left);
    };
    let (ticket, message) = (mail.ticket, mail.message);
    match desk.change(actor, move |c: &mut Change| tickets::reread(c, ticket, message, &reading)).await {
        Ok(true) => Ok(Fate::Changed),
        Ok(false) => Ok(Fate::Same),
        // It moved, was changed or deleted meanwhile, or has a file that is too large for today's limits.
        Err(Error::NotFound | Error::Invalid(_)) => Ok(Fate::Left),
        Err(error) => Err(error),
    }
}
