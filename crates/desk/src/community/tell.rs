//! What follows when something new can be read in a ticket: its counters, its words in the search, and the mails to
//! everybody who took part.

use std::collections::BTreeSet;

use store::params;

use super::{Level, levels, recount, reindex};
use crate::actor::Actor;
use crate::change::Change;
use crate::error::Result;
use crate::event::{Kind, Recorded};
use crate::mailflow::outbox;
use crate::{MessageId, PersonId, TicketId, Time, limits, people, tickets};

/// What must be known of a ticket before anything follows.
struct Around {
    requester: PersonId,
    assignee: Option<PersonId>,
    in_lists: bool,
    public: bool,
    /// Asked on the pages of the help desk.
    question: bool,
}

impl Around {
    fn load(c: &mut Change, ticket: TicketId) -> Result<Self> {
        Ok(c.sql().one(
            "select requester_id, assignee_id, place = '', visibility = 'public', channel = 'web' from ticket where id = ?1",
            params![ticket],
            |row| {
                Ok(Self {
                    requester: row.get(0)?,
                    assignee: row.get(1)?,
                    in_lists: row.get(2)?,
                    public: row.get(3)?,
                    question: row.get(4)?,
                })
            },
        )?)
    }
}

/// Reacts to an event about a ticket.
pub(crate) fn tell(c: &mut Change, recorded: &Recorded) -> Result<()> {
    let Some(ticket) = recorded.event.ticket else { return Ok(()) };
    let said = matches!(recorded.event.kind, Kind::CustomerReplied | Kind::AgentReplied | Kind::Commented);
    let moved = matches!(
        recorded.event.kind,
        Kind::ReplyWithdrawn
            | Kind::MergedIn
            | Kind::MergedAway
            | Kind::SplitOff
            | Kind::MessageMoved
            | Kind::MessageCame
            | Kind::Parted
            | Kind::Placed
    );
    if !said && !moved {
        return Ok(());
    }
    let around = Around::load(c, ticket)?;
    if around.public {
        recount(c, ticket)?;
        reindex(c, ticket)?;
    }
    match recorded.event.message {
        Some(message) if said && around.in_lists && (around.public || around.question) => {
            took_part(c, ticket, message, recorded.event.kind, &around)
        }
        _ => Ok(()),
    }
}

/// Everybody who wrote in the ticket, watches it, or is named in the new message, but not its author. Of a private
/// ticket that is the agents who answered a question of the help desk; whoever has it is told elsewhere, and whoever
/// asked gets the answer itself.
fn took_part(c: &mut Change, ticket: TicketId, message: MessageId, kind: Kind, around: &Around) -> Result<()> {
    let &Around { requester, assignee, public, .. } = around;
    let (author, text, withheld) =
        c.sql().one("select author_id, text, withheld from message where id = ?1", params![message], |row| {
            Ok((row.get::<PersonId>(0)?, row.get::<String>(1)?, row.get::<String>(2)?))
        })?;
    if !withheld.is_empty() {
        return Ok(());
    }
    let mut people: BTreeSet<PersonId> = c
        .sql()
        .query(
            "select distinct author_id from message
             where ticket_id = ?1 and kind = 'reply' and withdrawn_at is null and withheld = '' and (?2 or side = 'agent')",
            params![ticket, public],
            |row| row.get(0),
        )?
        .into_iter()
        .collect();
    let levels = levels(c.sql(), ticket)?;
    people.extend(levels.iter().filter(|(_, level)| **level == Level::Watch).map(|(person, _)| *person));
    let named = if public { named(c, &people, &text)? } else { BTreeSet::new() };
    people.extend(named.iter().copied());
    people.insert(requester);
    people.remove(&author);
    match kind {
        Kind::AgentReplied => people.remove(&requester),
        Kind::CustomerReplied => assignee.is_some_and(|assignee| people.remove(&assignee)),
        _ => false,
    };
    people.retain(|person| levels.get(person) != Some(&Level::Mute));
    for person in people {
        let why = match (named.contains(&person), public) {
            (true, _) => "named",
            (false, true) => "commented",
            (false, false) => "answered",
        };
        if listens(c, ticket, person, public)? && (public || reaches(c, ticket, person)?) {
            outbox::queue_comment(c, ticket, Some(message), person, why)?;
        }
    }
    Ok(())
}

/// Tells everybody who took part that the topic was closed.
pub(super) fn locked(c: &mut Change, ticket: TicketId) -> Result<()> {
    let mut people: BTreeSet<PersonId> = c
        .sql()
        .query(
            "select distinct author_id from message
             where ticket_id = ?1 and kind = 'reply' and withdrawn_at is null and withheld = ''",
            params![ticket],
            |row| row.get(0),
        )?
        .into_iter()
        .collect();
    let levels = levels(c.sql(), ticket)?;
    people.extend(levels.iter().filter(|(_, level)| **level == Level::Watch).map(|(person, _)| *person));
    people.retain(|person| levels.get(person) != Some(&Level::Mute) && c.actor().person != Some(*person));
    for person in people {
        if listens(c, ticket, person, true)? {
            outbox::queue_comment(c, ticket, None, person, "locked")?;
        }
    }
    Ok(())
}

/// Whether somebody gets a mail: they are here, want mail, the community is open to them, and this topic has not
/// filled their mailbox already.
fn listens(c: &mut Change, ticket: TicketId, person: PersonId, public: bool) -> Result<bool> {
    let now = c.now();
    let since = Time(now.0 - i64::try_from(limits::SLOW_PAUSE.as_micros()).unwrap_or(0));
    Ok(c.sql().one(
        "select p.disabled_at is null and (p.notify_mail or p.role = 'customer') and (?4 or p.role <> 'customer')
                and not exists (select 1 from sanction s where s.person_id = p.id and s.lifted_at is null
                                  and s.kind in ('ban', 'removal') and (s.until is null or s.until > ?3))
                and (select count(*) from outbox o where o.kind = 'comment' and o.person_id = p.id and o.ticket_id = ?2
                       and o.created_at > ?5) < ?6
         from person p where p.id = ?1",
        params![person, ticket, now, public, since, limits::TOPIC_MAILS_PER_HOUR],
        |row| row.get::<bool>(0),
    )?)
}

/// Whether a private ticket is in the reach of an agent, who may have answered it when everybody read it.
fn reaches(c: &mut Change, ticket: TicketId, person: PersonId) -> Result<bool> {
    let facts = tickets::find(c.sql(), &Actor::system("community"), ticket)?.facts();
    people::can_handle(c.sql(), person, &facts)
}

/// The people of the topic and of the desk whose names stand behind an at sign. Nobody else can be named: that would
/// tell who is a member.
fn named(c: &mut Change, people: &BTreeSet<PersonId>, text: &str) -> Result<BTreeSet<PersonId>> {
    let mut wanted = mentions(text).peekable();
    if wanted.peek().is_none() {
        return Ok(BTreeSet::new());
    }
    let ids: Vec<String> = people.iter().map(ToString::to_string).collect();
    let among = if ids.is_empty() { "0".to_owned() } else { ids.join(", ") };
    let sql =
        format!("select id, name from person where disabled_at is null and (role <> 'customer' or id in ({among}))");
    let known = c.sql().query(&sql, &[], |row| Ok((row.get::<PersonId>(0)?, row.get::<String>(1)?)))?;
    let known: Vec<(PersonId, String)> =
        known.into_iter().map(|(id, name)| (id, store::search::folded(&name))).collect();
    let mut out = BTreeSet::new();
    for words in wanted.take(limits::MENTIONS_MAX) {
        let words = store::search::folded(words);
        let best = known
            .iter()
            .filter(|(_, name)| {
                words.strip_prefix(name.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
            })
            .max_by_key(|(_, name)| name.len());
        out.extend(best.map(|(id, _)| *id));
    }
    Ok(out)
}

/// What stands behind each at sign that begins a word.
pub(super) fn mentions(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('@').filter_map(|(at, _)| {
        let before = text.get(..at)?.chars().next_back();
        let rest = text.get(at + 1..)?;
        let starts = before.is_none_or(|c| c.is_whitespace() || "([«“\"'".contains(c));
        (starts && rest.starts_with(char::is_alphabetic)).then_some(rest)
    })
}

#[cfg(test)]
mod tests {
    use super::mentions;

    #[test]
    fn mentions_begin_words() {
        let of = |text| mentions(text).map(|rest| rest.split(' ').next().unwrap_or("")).collect::<Vec<_>>();
        assert_eq!(of("@Inès look, (@Bob) mail a@b.example @ @1 @@"), ["Inès", "Bob)"]);
    }
}
