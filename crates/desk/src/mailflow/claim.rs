//! Which mails leave next: what people wait for first, within what the relay and the providers take. Counts, leases and
//! holds are in the database, so that several nodes together keep to them.

use std::collections::HashSet;

use store::{Conn, params};

use super::outbox::{MailKind, Outgoing};
use super::providers::{self, provider_of};
use super::{halt, relay_limits};
use crate::change::Change;
use crate::error::Result;
use crate::{OutboxId, Time, limits};

/// See [`urgency`].
pub(super) const URGENCIES: [i64; 3] = [0, 1, 2];

/// What people wait for is 0, what concerns one ticket is 1, what goes to many is 2.
pub(super) fn urgency(kind: MailKind, by_rule: bool) -> i64 {
    match kind {
        MailKind::Reply if by_rule => 1,
        MailKind::Reply
        | MailKind::SignIn
        | MailKind::Account
        | MailKind::AddressTest
        | MailKind::Welcome
        | MailKind::Trial
        | MailKind::ChatRequest => 0,
        MailKind::Acknowledgement
        | MailKind::Notification
        | MailKind::Sanction
        | MailKind::Published
        | MailKind::Transcript => 1,
        MailKind::Comment | MailKind::Digest => 2,
    }
}

/// A mail whose turn may be.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Candidate {
    id: OutboxId,
    due_at: Time,
    provider: String,
}

/// Takes up to `count` due mails: they are `claimed` until handed over, settled, or until the lease ends.
///
/// # Errors
/// When the database fails.
pub fn claim(c: &mut Change, count: i64) -> Result<Vec<Outgoing>> {
    let now = c.now();
    // One mail finds out whether the relay takes any again.
    let count = match halt::current(c.sql())? {
        Some(halt) if halt.until > now => return Ok(Vec::new()),
        Some(_) => 1,
        None => count,
    };
    let (room, turn) = relay_limits::room(c)?;
    let count = usize::try_from(count.min(room)).unwrap_or(0);
    if count == 0 {
        return Ok(Vec::new());
    }
    let mut taken = Vec::new();
    let mut held = HashSet::new();
    for open in providers::open(c.sql())? {
        if !open.holding {
            providers::drain(c, &open.provider)?;
            continue;
        }
        if open.until <= now && taken.len() < count {
            match providers::probe(c, &open.provider)? {
                Some(mail) => taken.push(mail),
                None => continue,
            }
        }
        held.insert(open.provider);
    }
    let rest = count - taken.len();
    if rest > 0 {
        taken.extend(in_turn(&free(c, &held, rest)?, turn, rest));
    }
    relay_limits::count(c, taken.len())?;
    take(c, &taken)
}

/// Due mails of each urgency whose provider takes them. What is met on the way and must wait is moved aside.
fn free(c: &mut Change, held: &HashSet<String>, count: usize) -> Result<[Vec<Candidate>; URGENCIES.len()]> {
    let many = i64::try_from(count).unwrap_or(i64::MAX);
    let look = if held.is_empty() { many } else { many.max(limits::PROVIDER_MOVES) };
    let mut moved = 0;
    loop {
        let mut found: [Vec<Candidate>; URGENCIES.len()] = Default::default();
        let mut waits = Vec::new();
        for (urgency, free) in URGENCIES.into_iter().zip(&mut found) {
            let due = due(c, urgency, look)?;
            let (to_wait, fine) = due.into_iter().partition(|one| held.contains(&one.provider));
            *free = fine;
            waits.extend::<Vec<Candidate>>(to_wait);
        }
        moved += i64::try_from(waits.len()).unwrap_or(i64::MAX);
        for provider in held {
            let theirs = waits.iter().filter(|one| one.provider == *provider);
            let ids: Vec<String> = theirs.map(|one| one.id.to_string()).collect();
            if !ids.is_empty() {
                let sql = format!("update outbox set waits_for = ?1 where id in ({})", ids.join(", "));
                c.sql().execute(&sql, params![provider])?;
            }
        }
        let enough = found.iter().map(Vec::len).sum::<usize>() >= count;
        if waits.is_empty() || enough || moved >= limits::PROVIDER_MOVES {
            return Ok(found);
        }
    }
}

fn due(c: &mut Change, urgency: i64, count: i64) -> Result<Vec<Candidate>> {
    let sql = format!(
        "select o.id, o.due_at, p.address, o.kind, o.detail
         from (select id, due_at, person_id, kind, detail from outbox
               where state = 'queued' and waits_for = '' and urgency = ?1 and due_at <= ?2
               order by due_at, id limit ?3 {}) o
         join person p on p.id = o.person_id order by o.due_at, o.id",
        c.sql().skip_locked()
    );
    let now = c.now();
    Ok(c.sql().query(&sql, params![urgency, now, count], |row| {
        let (address, kind, detail): (String, String, String) = (row.get(2)?, row.get(3)?, row.get(4)?);
        // These go to an address of their own.
        let elsewhere = matches!(MailKind::from_code(&kind), Some(MailKind::AddressTest | MailKind::ChatRequest));
        let provider = provider_of(if elsewhere { &detail } else { &address });
        Ok(Candidate { id: row.get(0)?, due_at: row.get(1)?, provider })
    })?)
}

/// The most urgent first; but of [`limits::TURNS`] mails one is the less urgent that waits longest, so that nothing waits
/// for ever behind what never ends.
fn in_turn(found: &[Vec<Candidate>; URGENCIES.len()], turn: i64, count: usize) -> Vec<OutboxId> {
    let mut heads = [0; URGENCIES.len()];
    let mut taken = Vec::new();
    for turn in (turn..).take(count) {
        let waiting = |at: usize| found[at].get(heads[at]).map(|one| one.due_at);
        let longest = (1..URGENCIES.len()).filter(|at| waiting(*at).is_some()).min_by_key(|at| waiting(*at));
        let first = (0..URGENCIES.len()).find(|at| waiting(*at).is_some());
        let patient = turn.rem_euclid(limits::TURNS) == limits::TURNS - 1;
        let Some(at) = longest.filter(|_| patient).or(first) else { break };
        taken.extend(found[at].get(heads[at]).map(|one| one.id));
        heads[at] += 1;
    }
    taken
}

fn take(c: &mut Change, mails: &[OutboxId]) -> Result<Vec<Outgoing>> {
    if mails.is_empty() {
        return Ok(Vec::new());
    }
    let lease = c.now().plus(limits::OUTBOX_LEASE);
    let ids: Vec<String> = mails.iter().map(ToString::to_string).collect();
    let sql = format!(
        "update outbox set state = 'claimed', due_at = ?1, attempts = attempts + 1, waits_for = '' where id in ({})
         returning id, kind, ticket_id, message_id, person_id, detail, rfc_id, attempts",
        ids.join(", ")
    );
    let mut claimed = c.sql().query(&sql, params![lease], |row| {
        Ok(Outgoing {
            id: row.get(0)?,
            kind: MailKind::from_code(&row.get::<String>(1)?).unwrap_or(MailKind::Notification),
            ticket: row.get(2)?,
            message: row.get(3)?,
            person: row.get(4)?,
            detail: row.get(5)?,
            rfc_id: row.get(6)?,
            attempts: row.get(7)?,
        })
    })?;
    claimed.sort_by_key(|mail| mails.iter().position(|id| *id == mail.id));
    Ok(claimed)
}

/// When the next mail is due.
///
/// # Errors
/// When the database fails.
pub fn next_due(conn: &mut Conn) -> Result<Option<Time>> {
    let mut due = None;
    for urgency in URGENCIES {
        let first = conn.one(
            "select min(due_at) from outbox where state = 'queued' and waits_for = '' and urgency = ?1",
            params![urgency],
            |row| row.get::<Option<Time>>(0),
        )?;
        due = earlier(due, first);
    }
    for open in providers::open(conn)? {
        due = earlier(due, Some(open.until));
    }
    let halted = halt::current(conn)?.map(|halt| halt.until);
    let full = relay_limits::full_until(conn, Time::now())?;
    Ok(due.map(|due| [halted, full].into_iter().flatten().fold(due, Time::max)))
}

/// Due mails that wait for nothing but their turn, as far as they are counted.
///
/// # Errors
/// When the database fails.
pub fn waiting(conn: &mut Conn, now: Time) -> Result<i64> {
    let mut all = 0;
    for urgency in URGENCIES {
        let sql = format!(
            "select count(*) from (select 1 from outbox where state = 'queued' and waits_for = '' and urgency = ?1
                                   and due_at <= ?2 limit {}) w",
            limits::WAITING_COUNTED
        );
        all += conn.one(&sql, params![urgency, now], |row| row.get::<i64>(0))?;
    }
    Ok(all)
}

fn earlier(one: Option<Time>, other: Option<Time>) -> Option<Time> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::{Candidate, in_turn};
    use crate::{OutboxId, Time};

    fn mails(ids: std::ops::Range<i64>, due: i64) -> Vec<Candidate> {
        ids.map(|id| Candidate { id: OutboxId(id), due_at: Time(due), provider: String::new() }).collect()
    }

    #[test]
    fn answers_come_first_and_nothing_waits_for_ever() {
        let found = [mails(1..30, 50), mails(100..103, 20), mails(200..203, 10)];
        let taken: Vec<i64> = in_turn(&found, 0, 20).into_iter().map(|id| id.0).collect();
        assert_eq!(taken[..9], (1..10).collect::<Vec<i64>>());
        assert_eq!((taken[9], taken[10], taken[19]), (200, 10, 201), "one of ten is what waits longest");
        let few = [mails(1..2, 50), mails(100..102, 20), mails(200..201, 10)];
        let taken: Vec<i64> = in_turn(&few, 3, 20).into_iter().map(|id| id.0).collect();
        assert_eq!(taken, [1, 100, 101, 200], "all that there are");
        assert_eq!(in_turn(&few, 9, 1), [OutboxId(200)], "turns are counted on");
    }
}
