//! Which mails of a mailbox are in the ledger.

use std::collections::HashSet;

use store::{Conn, params};

use super::number;
use crate::change::Change;
use crate::error::Result;
use crate::mailflow::inbound::{self, Accepted, Sums};
use crate::policy::Action;
use crate::{InboundId, MailboxId};

/// Why a mail of the server is not in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skipped {
    /// It is older than what is fetched.
    Older,
    /// It is larger than the desk takes.
    TooLarge,
}

impl Skipped {
    fn code(self) -> &'static str {
        match self {
            Self::Older => "older",
            Self::TooLarge => "too_large",
        }
    }
}

/// A mail of the server, with its number there.
#[derive(Debug)]
pub struct Fetched {
    /// Its number.
    pub uid: u32,
    /// The mail, or why it is not fetched.
    pub mail: std::result::Result<Accepted, Skipped>,
}

/// Mails of a folder that are rows already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Listed {
    /// Still in the folder.
    pub there: i64,
    /// The highest number.
    pub newest: u32,
}

/// How many mails of a numbering are rows, and the highest of their numbers.
///
/// # Errors
/// When the database fails.
pub fn known(conn: &mut Conn, id: MailboxId, uid_validity: u32) -> Result<Listed> {
    Ok(conn.one(
        "select count(*) filter (where there), coalesce(max(uid), 0) from mailbox_mail
         where mailbox_id = ?1 and uid_validity = ?2",
        params![id, i64::from(uid_validity)],
        |row| Ok(Listed { there: row.get(0)?, newest: number(row.get(1)?) }),
    )?)
}

/// What the server shows beside the rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differences {
    /// Not rows yet.
    pub new: Vec<u32>,
    /// No longer in the folder.
    pub gone: Vec<u32>,
    /// How many are too old to become rows.
    pub older: i64,
}

/// Compares the numbers of all mails that the server shows, and of the `old` ones among them, with the rows.
///
/// # Errors
/// When the database fails.
pub fn compare(
    conn: &mut Conn,
    id: MailboxId,
    uid_validity: u32,
    on_server: &[u32],
    old: &[u32],
) -> Result<Differences> {
    let rows = conn.query(
        "select uid, there from mailbox_mail where mailbox_id = ?1 and uid_validity = ?2",
        params![id, i64::from(uid_validity)],
        |row| Ok((number(row.get(0)?), row.get::<bool>(1)?)),
    )?;
    let shown: HashSet<u32> = on_server.iter().copied().collect();
    let old: HashSet<u32> = old.iter().copied().collect();
    let known: HashSet<u32> = rows.iter().map(|(uid, _)| *uid).collect();
    let unknown = on_server.iter().copied().filter(|uid| !known.contains(uid));
    let (older, new): (Vec<u32>, Vec<u32>) = unknown.partition(|uid| old.contains(uid));
    let gone = rows.into_iter().filter(|(uid, there)| *there && !shown.contains(uid)).map(|(uid, _)| uid).collect();
    Ok(Differences { new, gone, older: i64::try_from(older.len()).unwrap_or(i64::MAX) })
}

/// Takes mails in: each becomes a row of the ledger once, however often it is fetched. Returns the numbers that are new.
///
/// # Errors
/// When the disk or the database refuses; then none of them is taken, and all are fetched again.
pub fn take(c: &mut Change, id: MailboxId, uid_validity: u32, mails: &[Fetched]) -> Result<Vec<u32>> {
    c.allow(Action::ManageMail, None)?;
    let mut new = Vec::new();
    for fetched in mails {
        let (reason, settled) = match &fetched.mail {
            Ok(_) => ("", false),
            Err(skipped) => (skipped.code(), true),
        };
        let inserted = c.sql().execute(
            "insert into mailbox_mail (mailbox_id, uid_validity, uid, reason, settled) values (?1, ?2, ?3, ?4, ?5)
             on conflict (mailbox_id, uid_validity, uid) do nothing",
            params![id, i64::from(uid_validity), i64::from(fetched.uid), reason, settled],
        )?;
        if inserted == 0 {
            continue;
        }
        if let Ok(mail) = &fetched.mail {
            let inbound: InboundId = inbound::accept(c, mail)?;
            c.sql().execute(
                "update mailbox_mail set inbound_id = ?4 where mailbox_id = ?1 and uid_validity = ?2 and uid = ?3",
                params![id, i64::from(uid_validity), i64::from(fetched.uid), inbound],
            )?;
            new.push(fetched.uid);
        }
    }
    c.announce_topic("mailboxes".to_owned());
    Ok(new)
}

/// Mails that are in the ledger, but what should become of them on the server has not been done yet.
///
/// # Errors
/// When the database fails.
pub fn unsettled(conn: &mut Conn, id: MailboxId, uid_validity: u32, count: i64) -> Result<Vec<u32>> {
    Ok(conn.query(
        "select uid from mailbox_mail
         where mailbox_id = ?1 and uid_validity = ?2 and there and not settled order by uid limit ?3",
        params![id, i64::from(uid_validity), count],
        |row| Ok(number(row.get(0)?)),
    )?)
}

/// What should become of mails on the server has been done; `there` says whether they are still in the folder.
///
/// # Errors
/// When the database fails.
pub fn mark_settled(c: &mut Change, id: MailboxId, uid_validity: u32, uids: &[u32], there: bool) -> Result<()> {
    c.allow(Action::ManageMail, None)?;
    for uid in uids {
        c.sql().execute(
            "update mailbox_mail set settled = true, there = ?4 where mailbox_id = ?1 and uid_validity = ?2 and uid = ?3",
            params![id, i64::from(uid_validity), i64::from(*uid), there],
        )?;
    }
    Ok(())
}

/// Mails have left the folder: somebody moved or deleted them, or the folder is numbered anew.
///
/// # Errors
/// When the database fails.
pub fn mark_gone(c: &mut Change, id: MailboxId, uid_validity: u32, uids: &[u32]) -> Result<()> {
    c.allow(Action::ManageMail, None)?;
    c.sql().execute(
        "update mailbox_mail set there = false where mailbox_id = ?1 and uid_validity <> ?2 and there",
        params![id, i64::from(uid_validity)],
    )?;
    for uid in uids {
        c.sql().execute(
            "update mailbox_mail set there = false where mailbox_id = ?1 and uid_validity = ?2 and uid = ?3",
            params![id, i64::from(uid_validity), i64::from(*uid)],
        )?;
    }
    Ok(())
}

/// A mailbox beside the ledger: what its server shows must be found again, to the last mail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Comparison {
    /// What became of the mails that are still in the folder.
    pub sums: Sums,
    /// In the folder, but older than what is fetched.
    pub older: i64,
    /// In the folder, but larger than the desk takes.
    pub too_large: i64,
    /// Fetched, and no longer in the folder.
    pub left: i64,
}

impl Comparison {
    /// Mails in the folder that are accounted for.
    #[must_use]
    pub fn found(&self) -> i64 {
        self.sums.accepted + self.older + self.too_large
    }
}

/// Adds up what became of the mails of a mailbox.
///
/// # Errors
/// When the database fails.
pub fn comparison(conn: &mut Conn, mailbox: &super::Mailbox) -> Result<Comparison> {
    // Nearly all mails are done: the others are counted where the ledger lists them, and the rest by the index alone.
    // (SQLite takes the tables of a cross join in their order.)
    let of_state = |state: &str| {
        format!(
            "(select count(*) from inbound i cross join mailbox_mail m
              where i.state = '{state}' and m.mailbox_id = ?1 and m.inbound_id = i.id and m.there)"
        )
    };
    let sql = format!(
        "select (select count(m.inbound_id) from mailbox_mail m where m.mailbox_id = ?1 and m.there),
                {}, {}, {}, {},
                (select count(*) from mailbox_mail m
                 where m.mailbox_id = ?1 and not m.there and m.inbound_id is not null)",
        of_state("duplicate"),
        of_state("held"),
        of_state("received"),
        of_state("discarded"),
    );
    let mut out = conn.one(&sql, params![mailbox.id], |row| {
        let (accepted, duplicate, held) = (row.get::<i64>(0)?, row.get::<i64>(1)?, row.get::<i64>(2)?);
        let (received, discarded) = (row.get::<i64>(3)?, row.get::<i64>(4)?);
        let done = accepted - duplicate - held - received - discarded;
        let sums = Sums { accepted, done, duplicate, held, received, discarded };
        Ok(Comparison { sums, older: 0, too_large: 0, left: row.get(5)? })
    })?;
    (out.older, out.too_large) = conn.one(
        "select count(*) filter (where m.reason = 'older'), count(*) filter (where m.reason = 'too_large')
         from mailbox_mail m where m.mailbox_id = ?1 and m.inbound_id is null and m.there",
        params![mailbox.id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    out.older += mailbox.progress.older;
    Ok(out)
}
