//! One look into a folder: what is new becomes rows of the ledger, then what should become of it there is done.

use std::time::Instant;

use async_imap::types::Capability;
use desk::mailflow::inbound::{Accepted, Past};
use desk::mailflow::mailboxes::{self, Afterwards, Fetched, Look, Mailbox, Skipped, Trouble};
use desk::{Desk, Time, routing};
use futures_util::{StreamExt as _, TryStreamExt as _};

use super::names;
use super::session::{Session, ask, bounded, told};
use super::watch::{Failure, Node, system};
use crate::limits;
use crate::understand::envelope;

/// What a conversation has learned of its server.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// It tells of new mail by itself.
    pub(super) idle: bool,
    /// It has looked at the folder without trouble.
    pub(super) looked: bool,
    /// The folders, as people read them.
    pub(super) folders: Vec<String>,
    /// It moves mails itself (RFC 6851).
    pub(super) can_move: bool,
    /// It deletes only what it is told to (RFC 4315).
    pub(super) can_expunge_some: bool,
    /// The folder's numbering, and how many old mails are not listed in it.
    older: Option<(u32, i64)>,
    compared: Option<Instant>,
    moved_to_known: bool,
}

impl Memory {
    /// Asks what the server can and which folders there are.
    pub(super) async fn learn(&mut self, session: &mut Session) -> Result<(), Trouble> {
        let abilities = ask(session.capabilities()).await?;
        let can = |name: &str| abilities.has(&Capability::Atom(name.into()));
        (self.idle, self.can_move, self.can_expunge_some) = (can("IDLE"), can("MOVE"), can("UIDPLUS"));
        let listed = async {
            let names = session.list(Some(""), Some("*")).await?;
            names.take(limits::IMAP_FOLDERS_MAX).map_ok(|name| names::decode(name.name())).try_collect().await
        };
        self.folders = ask(listed).await?;
        Ok(())
    }
}

/// Looks once.
pub(super) async fn round(
    desk: &Desk,
    node: &Node,
    mailbox: &mut Mailbox,
    session: &mut Session,
    memory: &mut Memory,
) -> Result<(), Failure> {
    let id = mailbox.id;
    let selected = ask(session.select(names::encode(&mailbox.folder))).await.map_err(of_folder)?;
    let validity = selected.uid_validity.unwrap_or_default();
    if mailbox.begun.is_none() {
        let newest = newest(session).await?;
        desk.change(&system(), move |c| mailboxes::begin(c, id, validity, newest)).await?;
        mailbox.begun = Some((validity, newest));
    }
    let known = desk.read(move |conn| mailboxes::known(conn, id, validity)).await?;
    let mut new = newer_than(session, known.newest).await?;
    let older = memory.older.filter(|(of, _)| *of == validity).map(|(_, count)| count);
    let expected = older.map(|older| known.there + older + whole(new.len()));
    let outdated = memory.compared.is_none_or(|at| at.elapsed() > limits::IMAP_IDLE.saturating_mul(4));
    let mut on_server = i64::from(selected.exists);
    if outdated || expected != Some(on_server) {
        let all = sorted(ask(session.uid_search("ALL")).await?);
        let mut old = Vec::new();
        if mailbox.since.0 > 0 {
            old = sorted(ask(session.uid_search(format!("BEFORE {}", day_before(mailbox.since)))).await?);
            old.retain(|uid| !mailbox.surely_new(validity, *uid));
        }
        on_server = whole(all.len());
        let compared = desk.read(move |conn| mailboxes::compare(conn, id, validity, &all, &old)).await?;
        memory.older = Some((validity, compared.older));
        memory.compared = Some(Instant::now());
        new = compared.new;
        let gone = compared.gone;
        desk.change(&system(), move |c| mailboxes::mark_gone(c, id, validity, &gone)).await?;
    }
    let lag = take_all(desk, node, mailbox, session, validity, &new).await?;
    let removed = settle_all(desk, mailbox, session, memory, validity).await?;
    let look = Look {
        watching: memory.idle,
        on_server: on_server - removed,
        older: memory.older.map_or(0, |(_, count)| count),
        uid_validity: i64::from(validity),
        folders: memory.folders.clone(),
        lag,
    };
    desk.change(&system(), move |c| mailboxes::looked(c, id, &look)).await?;
    memory.looked = true;
    Ok(())
}

/// The numbers behind one. A server gives the highest for an empty range.
async fn newer_than(session: &mut Session, newest: u32) -> Result<Vec<u32>, Trouble> {
    let found = ask(session.uid_search(format!("UID {}:*", newest.saturating_add(1)))).await?;
    Ok(sorted(found.into_iter().filter(|uid| *uid > newest)))
}

/// The highest number of the folder.
async fn newest(session: &mut Session) -> Result<u32, Trouble> {
    Ok(ask(session.uid_search("UID *")).await?.into_iter().max().unwrap_or_default())
}

fn sorted(found: impl IntoIterator<Item = u32>) -> Vec<u32> {
    let mut uids: Vec<u32> = found.into_iter().collect();
    uids.sort_unstable();
    uids
}

/// A day that is surely before a moment, wherever the server stands.
fn day_before(moment: Time) -> String {
    let day = Time(moment.0 - 2 * 86_400_000_000).timestamp();
    day.strftime("%d-%b-%Y").to_string()
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Takes mails in, some at a time; gives how long the newest lay on the server.
async fn take_all(
    desk: &Desk,
    node: &Node,
    mailbox: &Mailbox,
    session: &mut Session,
    validity: u32,
    new: &[u32],
) -> Result<Option<i64>, Failure> {
    let mut lag = None;
    for some in new.chunks(limits::IMAP_BATCH) {
        let mut batch: Vec<Fetched> = Vec::new();
        let (mut wanted, mut bytes) = (Vec::new(), 0);
        for (uid, size, at) in sizes(session, some).await? {
            let skipped = if at < mailbox.since && !mailbox.surely_new(validity, uid) {
                Some(Skipped::Older)
            } else {
                (size > node.message_bytes_max).then_some(Skipped::TooLarge)
            };
            if let Some(skipped) = skipped {
                batch.push(Fetched { uid, mail: Err(skipped) });
                continue;
            }
            if bytes + size > limits::IMAP_BATCH_BYTES && !wanted.is_empty() {
                batch.extend(contents(desk, mailbox, session, &wanted, &mut lag).await?);
                keep(desk, mailbox, validity, std::mem::take(&mut batch)).await?;
                (wanted, bytes) = (Vec::new(), 0);
            }
            bytes += size;
            wanted.push((uid, at, at < mailbox.history_until && !mailbox.surely_new(validity, uid)));
        }
        batch.extend(contents(desk, mailbox, session, &wanted, &mut lag).await?);
        keep(desk, mailbox, validity, batch).await?;
    }
    Ok(lag)
}

/// How large mails are and when the server got them: a literal is only asked for when it is known to fit.
async fn sizes(session: &mut Session, uids: &[u32]) -> Result<Vec<(u32, usize, Time)>, Trouble> {
    let asked = async {
        let found = session.uid_fetch(set(uids), "(UID RFC822.SIZE INTERNALDATE)").await?;
        found
            .map_ok(|mail| {
                let at = mail.internal_date().map_or(0, |at| at.timestamp_micros());
                // Without a size the mail is as good as endless.
                (mail.uid, mail.size.and_then(|size| usize::try_from(size).ok()).unwrap_or(usize::MAX), Time(at))
            })
            .try_collect::<Vec<_>>()
            .await
    };
    let found = bounded(limits::IMAP_FETCH_TIMEOUT, asked).await?.map_err(told)?;
    let mut found: Vec<_> = found.into_iter().filter_map(|(uid, size, at)| Some((uid?, size, at))).collect();
    found.retain(|(uid, ..)| uids.contains(uid));
    found.sort_unstable_by_key(|(uid, ..)| *uid);
    found.dedup_by_key(|(uid, ..)| *uid);
    Ok(found)
}

/// Fetches mails, each with its date and whether it is of the past, without marking them as read.
async fn contents(
    desk: &Desk,
    mailbox: &Mailbox,
    session: &mut Session,
    wanted: &[(u32, Time, bool)],
    lag: &mut Option<i64>,
) -> Result<Vec<Fetched>, Failure> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let uids: Vec<u32> = wanted.iter().map(|(uid, ..)| *uid).collect();
    let asked = async {
        let found = session.uid_fetch(set(&uids), "(UID BODY.PEEK[])").await?;
        found.map_ok(|mail| (mail.uid, mail.body().map(<[u8]>::to_vec))).try_collect::<Vec<_>>().await
    };
    let found = bounded(limits::IMAP_FETCH_TIMEOUT, asked).await?.map_err(told)?;
    let mut out = Vec::new();
    for (uid, raw) in found {
        let (Some(uid), Some(raw)) = (uid, raw) else { continue };
        let Some((_, at, is_past)) = wanted.iter().copied().find(|(known, ..)| *known == uid) else { continue };
        if !is_past {
            *lag = Some((Time::now().0 - at.0).max(0));
        }
        out.push(Fetched { uid, mail: Ok(accepted(desk, mailbox, raw, is_past).await?) });
    }
    out.sort_by_key(|mail| mail.uid);
    Ok(out)
}

async fn accepted(desk: &Desk, mailbox: &Mailbox, raw: Vec<u8>, is_past: bool) -> desk::Result<Accepted> {
    let (named, return_path) = envelope(&raw);
    let found = desk.read(move |conn| routing::first_address(conn, &named)).await?;
    Ok(Accepted {
        raw,
        via: "imap",
        peer: mailbox.host.clone(),
        helo: String::new(),
        envelope_from: return_path.unwrap_or_default(),
        envelope_to: found.unwrap_or_else(|| mailbox.address.1.clone()),
        results_of: mailbox.results_of.clone(),
        past: is_past.then_some(Past { import: None, closed: false }),
    })
}

async fn keep(desk: &Desk, mailbox: &Mailbox, validity: u32, batch: Vec<Fetched>) -> desk::Result<()> {
    let id = mailbox.id;
    if batch.is_empty() {
        return Ok(());
    }
    desk.change(&system(), move |c| mailboxes::take(c, id, validity, &batch).map(|_| ())).await
}

/// Does with mails that are in the ledger what should become of them on the server; gives how many left the folder.
/// Those that a crash has left over are among them.
async fn settle_all(
    desk: &Desk,
    mailbox: &Mailbox,
    session: &mut Session,
    memory: &mut Memory,
    validity: u32,
) -> Result<i64, Failure> {
    let (id, mut removed) = (mailbox.id, 0);
    loop {
        let some = whole(limits::IMAP_BATCH);
        let uids = desk.read(move |conn| mailboxes::unsettled(conn, id, validity, some)).await?;
        if uids.is_empty() {
            return Ok(removed);
        }
        let there = !put_away(mailbox, session, memory, &set(&uids)).await?;
        if !there {
            removed += whole(uids.len());
        }
        desk.change(&system(), move |c| mailboxes::mark_settled(c, id, validity, &uids, there)).await?;
    }
}

/// Says whether the mails left the folder.
async fn put_away(mailbox: &Mailbox, session: &mut Session, memory: &mut Memory, set: &str) -> Result<bool, Trouble> {
    match mailbox.afterwards {
        Afterwards::Keep => {
            flag(session, set, "\\Seen").await?;
            Ok(false)
        }
        Afterwards::Move => {
            let target = names::encode(&mailbox.moved_to);
            if !memory.moved_to_known && !memory.folders.contains(&mailbox.moved_to) {
                ask(session.create(&target)).await.map_err(moved_to)?;
            }
            memory.moved_to_known = true;
            flag(session, set, "\\Seen").await?;
            if memory.can_move {
                ask(session.uid_mv(set, &target)).await.map_err(moved_to)?;
                return Ok(true);
            }
            ask(session.uid_copy(set, &target)).await.map_err(moved_to)?;
            delete(session, memory, set).await
        }
        Afterwards::Delete => delete(session, memory, set).await,
    }
}

async fn delete(session: &mut Session, memory: &Memory, set: &str) -> Result<bool, Trouble> {
    flag(session, set, "\\Deleted").await?;
    // Without UIDPLUS an expunge would also take what others have marked: their program does it then.
    if memory.can_expunge_some {
        ask(async { session.uid_expunge(set).await?.try_collect::<Vec<_>>().await }).await?;
    }
    Ok(memory.can_expunge_some)
}

async fn flag(session: &mut Session, set: &str, flag: &str) -> Result<(), Trouble> {
    ask(async { session.uid_store(set, format!("+FLAGS.SILENT ({flag})")).await?.try_collect::<Vec<_>>().await })
        .await
        .map(|_| ())
}

/// What the server says against the folder.
pub(super) fn of_folder(trouble: Trouble) -> Trouble {
    match trouble {
        Trouble::Server(words) => Trouble::Folder(words),
        other => other,
    }
}

/// What the server says against the folder that mails are moved to.
pub(super) fn moved_to(trouble: Trouble) -> Trouble {
    match trouble {
        Trouble::Server(words) => Trouble::MovedTo(words),
        other => other,
    }
}

fn set(uids: &[u32]) -> String {
    uids.iter().map(u32::to_string).collect::<Vec<_>>().join(",")
}
