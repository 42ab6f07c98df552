//! Measures against a person: what they are, how long they hold, and what a person may do meanwhile.

use store::{Conn, Row, params};

use super::{Community, moderated};
use crate::actor::{Actor, Kind as ActorKind};
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::mailflow::outbox::{self, MailKind};
use crate::policy::{self, Action};
use crate::tickets::codes;
use crate::{MessageId, PersonId, SanctionId, TicketId, Time, limits, people};

codes! {
    /// What is done about a person, the mildest first.
    Measure {
        /// They are told which rule they broke.
        Warning = "warning",
        /// They write once in an hour.
        Slow = "slow",
        /// They read, and write nothing.
        Silence = "silence",
        /// The community is closed to them for a time.
        Ban = "ban",
        /// The community is closed to them.
        Removal = "removal",
    }
}

impl Measure {
    /// Whether it ends by itself.
    #[must_use]
    pub fn has_end(self) -> bool {
        matches!(self, Self::Slow | Self::Silence | Self::Ban)
    }
}

/// A measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sanction {
    /// The row.
    pub id: SanctionId,
    /// Against whom.
    pub person: PersonId,
    /// What.
    pub measure: Measure,
    /// Why, for the person.
    pub because: String,
    /// The number of the rule that was broken.
    pub rule: Option<i64>,
    /// Since when.
    pub at: Time,
    /// Until when; nothing for ever.
    pub until: Option<Time>,
    /// It was taken back.
    pub lifted_at: Option<Time>,
    /// By whom.
    pub by: String,
}

const COLUMNS: &str = "s.id, s.person_id, s.kind, s.because, s.rule, s.at, s.until, s.lifted_at, coalesce(b.name, '')";

fn read(row: &Row) -> store::Result<Sanction> {
    Ok(Sanction {
        id: row.get(0)?,
        person: row.get(1)?,
        measure: Measure::from_code(&row.get::<String>(2)?).unwrap_or(Measure::Warning),
        because: row.get(3)?,
        rule: row.get(4)?,
        at: row.get(5)?,
        until: row.get(6)?,
        lifted_at: row.get(7)?,
        by: row.get(8)?,
    })
}

/// How somebody stands in the community.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// They accepted the rules as they are now.
    pub accepted: bool,
    /// What holds against them.
    pub sanctions: Vec<Sanction>,
    /// They wrote enough that others could read for a while.
    pub trusted: bool,
}

impl Standing {
    /// How an actor stands.
    ///
    /// # Errors
    /// When the database fails.
    pub fn of(conn: &mut Conn, actor: &Actor, community: &Community, now: Time) -> Result<Self> {
        let person = actor.person.filter(|_| actor.kind == ActorKind::Customer);
        let Some(person) = person else {
            return Ok(Self { accepted: true, sanctions: Vec::new(), trusted: true });
        };
        // Nobody earns trust in the middle of a wave.
        let stood = Time(now.0 - i64::try_from(limits::POSTS_SPAN.as_micros()).unwrap_or(0));
        let (accepted, visible, address) = conn.one(
            "select exists (select 1 from acceptance a where a.person_id = p.id and a.kind = 'rules' and a.version = ?2),
                    (select count(*) from (select 1 from message m join ticket t on t.id = m.ticket_id
                       where m.author_id = p.id and m.kind = 'reply' and m.withheld = '' and m.withdrawn_at is null
                         and m.created_at < ?4 and t.visibility = 'public' limit ?3) v), p.address
             from person p where p.id = ?1",
            params![person, community.rules, community.trusted_after, stood],
            |row| Ok((row.get::<bool>(0)?, row.get::<i64>(1)?, row.get::<String>(2)?)),
        )?;
        // A new address of the same mailbox is the same person.
        let sql = format!(
            "select {COLUMNS} from sanction s left join person b on b.id = s.by_id
             where s.lifted_at is null and s.address_key = ?1 and (s.until is null or s.until > ?2)
               and s.kind <> 'warning' order by s.id"
        );
        let sanctions = conn.query(&sql, params![&address_key(&address), now], read)?;
        Ok(Self { accepted, sanctions, trusted: visible >= community.trusted_after })
    }

    /// The measure that slows them down, if one does.
    #[must_use]
    pub fn is_slowed(&self) -> bool {
        self.sanctions.iter().any(|sanction| sanction.measure == Measure::Slow)
    }
}

/// An address without what lets one mailbox have many: what follows a plus sign, and for Google the dots.
#[must_use]
pub(crate) fn address_key(address: &str) -> String {
    let address = people::normalise_address(address);
    let Some((local, host)) = address.rsplit_once('@') else { return address };
    let local = local.split('+').next().unwrap_or(local);
    match host {
        "gmail.com" | "googlemail.com" => format!("{}@gmail.com", local.replace('.', "")),
        _ => format!("{local}@{host}"),
    }
}

/// A measure to take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSanction {
    /// Against whom.
    pub person: PersonId,
    /// What.
    pub measure: Measure,
    /// Why; the person reads it.
    pub because: String,
    /// The number of the rule that was broken.
    pub rule: Option<i64>,
    /// Days until it ends, for those that do.
    pub days: i64,
    /// The post that it is about.
    pub post: Option<(TicketId, MessageId)>,
}

/// Takes a measure, and tells the person by mail.
///
/// # Errors
/// Without a reason, with an end that makes no sense, or against somebody of the desk.
pub fn sanction(c: &mut Change, new: &NewSanction) -> Result<SanctionId> {
    moderates(c)?;
    let actor = c.actor().clone();
    known(c.sql(), &actor, new.person)?;
    let person = people::find(c.sql(), new.person)?;
    if person.role.is_staff() {
        return Err(Error::field("person", "staff"));
    }
    let because = reason(&new.because)?;
    let (now, by) = (c.now(), c.actor().person);
    let until = if new.measure.has_end() {
        if !(1..=limits::SANCTION_DAYS_MAX).contains(&new.days) {
            return Err(Error::field("days", "out_of_range"));
        }
        Some(now.plus(std::time::Duration::from_secs(u64::try_from(new.days).unwrap_or(1) * 24 * 3600)))
    } else {
        None
    };
    let (ticket, message) = new.post.map_or((None, None), |(ticket, message)| (Some(ticket), Some(message)));
    let id = SanctionId(c.sql().insert(
        "insert into sanction (person_id, kind, because, rule, ticket_id, message_id, address_key, by_id, at, until)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) returning id",
        params![
            new.person,
            new.measure.code(),
            &because,
            new.rule,
            ticket,
            message,
            &address_key(&person.address),
            by,
            now,
            until,
        ],
    )?);
    let mut event = Event::of_desk(Kind::PersonSanctioned, &id.to_string()).because(because);
    event.before = new.measure.code().to_owned();
    (event.ticket, event.message) = (ticket, message);
    moderated(c, event, Some(new.person))?;
    outbox::queue(c, MailKind::Sanction, None, None, new.person, &id.to_string())?;
    Ok(id)
}

/// Ends a measure before its time.
///
/// # Errors
/// [`Error::NotFound`] when there is none, [`Error::TooLate`] when it was lifted before.
pub fn lift(c: &mut Change, id: SanctionId, because: &str) -> Result<()> {
    moderates(c)?;
    let found = find(c.sql(), id)?;
    let now = c.now();
    let done =
        c.sql().execute("update sanction set lifted_at = ?2 where id = ?1 and lifted_at is null", params![id, now])?;
    if done == 0 {
        return Err(Error::TooLate);
    }
    let event = Event::of_desk(Kind::SanctionLifted, &id.to_string()).because(because);
    moderated(c, event.values(found.measure.code(), id.to_string()), Some(found.person))?;
    if found.measure != Measure::Warning && found.until.is_none_or(|until| until > now) {
        outbox::queue(c, MailKind::Sanction, None, None, found.person, &id.to_string())?;
    }
    Ok(())
}

/// One measure.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub fn find(conn: &mut Conn, id: SanctionId) -> Result<Sanction> {
    let sql = format!("select {COLUMNS} from sanction s left join person b on b.id = s.by_id where s.id = ?1");
    conn.find(&sql, params![id], read)?.ok_or(Error::NotFound)
}

/// Every measure against a person, the newest first.
///
/// # Errors
/// When the actor may not, or the database fails.
pub fn of_person(conn: &mut Conn, actor: &Actor, person: PersonId) -> Result<Vec<Sanction>> {
    policy::allow(actor, Action::Moderate, None)?;
    known(conn, actor, person)?;
    let sql = format!(
        "select {COLUMNS} from sanction s left join person b on b.id = s.by_id where s.person_id = ?1
         order by s.id desc limit {}",
        limits::SANCTIONS_SHOWN
    );
    Ok(conn.query(&sql, params![person], read)?)
}

/// Who is slowed down, silenced, banned or removed just now, the newest first, with their names.
///
/// # Errors
/// When the actor may not, or the database fails.
pub fn sanctioned(conn: &mut Conn, actor: &Actor, now: Time) -> Result<Vec<(Sanction, String)>> {
    policy::allow(actor, Action::Moderate, None)?;
    let sql = format!(
        "select {COLUMNS}, p.name from sanction s left join person b on b.id = s.by_id join person p on p.id = s.person_id
         where s.lifted_at is null and s.kind <> 'warning' and (s.until is null or s.until > ?1)
         order by s.id desc limit {}",
        limits::SANCTIONS_SHOWN
    );
    Ok(conn.query(&sql, params![now], |row| Ok((read(row)?, row.get(9)?)))?)
}

/// Moderators deal with who takes part in the community; of others they know whom they know as agents.
fn known(conn: &mut Conn, actor: &Actor, person: PersonId) -> Result<()> {
    let takes_part = conn.one(
        "select exists (select 1 from sanction where person_id = ?1)
             or exists (select 1 from message m join ticket t on t.id = m.ticket_id
                         where m.author_id = ?1 and m.kind = 'reply' and m.withheld <> 'internal'
                           and (t.visibility = 'public' or m.withheld = 'held'))",
        params![person],
        |row| row.get::<bool>(0),
    )?;
    if takes_part || people::known_to(conn, actor, person)? { Ok(()) } else { Err(Error::NotFound) }
}

/// Asks whether the actor may moderate.
pub(super) fn moderates(c: &Change) -> Result<()> {
    c.allow(Action::Moderate, None)
}

/// A reason that says something.
pub(super) fn reason(text: &str) -> Result<String> {
    let text = crate::one_line::one_line(text);
    match text.chars().count() {
        0 => Err(Error::field("because", "required")),
        count if count > limits::REASON_CHARS_MAX => Err(Error::field("because", "too_long")),
        _ => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::address_key;

    #[test]
    fn one_mailbox_has_one_key() {
        for (address, key) in [
            ("Bob@Example.org", "bob@example.org"),
            ("bob+again@example.org", "bob@example.org"),
            ("b.o.b+2@googlemail.com", "bob@gmail.com"),
            ("b.ob@example.org", "b.ob@example.org"),
            ("odd", "odd"),
        ] {
            assert_eq!(address_key(address), key);
        }
    }
}
