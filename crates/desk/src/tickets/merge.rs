//! Merging tickets and splitting messages off. Messages move, nothing is copied; which ones moved is kept with
//! the event, so that it can be taken back at any time.

use store::{Conn, Row, params, search};

use super::properties::changeable;
use super::{Category, OtherTicket, Place, STATUS_COLUMNS, Status, Ticket, find, set_status, status, takes_part};
use crate::actor::Actor;
use crate::change::Change;
use crate::community::Visibility;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::one_line::one_line;
use crate::{EventId, MessageId, PersonId, TicketId, limits, policy};

/// Moves all messages of `others` into `into`. Their requesters take part in it from then on, and whatever is
/// sent to them arrives there.
///
/// # Errors
/// When one of them does not exist for the actor, is `into` itself, or was merged already; when `into` is in no list.
pub fn merge(c: &mut Change, into: TicketId, others: &[TicketId]) -> Result<()> {
    let target = changeable(c, into)?;
    if target.place != Place::Desk {
        return Err(Error::field("tickets", "away"));
    }
    if others.is_empty() {
        return Err(Error::field("tickets", "required"));
    }
    if others.len() > limits::MERGE_TICKETS_MAX {
        return Err(Error::field("tickets", "too_many"));
    }
    for other in others {
        let other = changeable(c, *other)?;
        if other.id == target.id || other.place == Place::Merged {
            return Err(Error::field("tickets", "unknown"));
        }
        fits(c, &target, &other)?;
        merge_one(c, &target, &other)?;
        if target.status.category == Category::Closed
            && other.status.category != Category::Closed
            && other.place == Place::Desk
        {
            // A question that nobody has settled must not vanish with a settled one.
            set_status(c, into, other.status.category)?;
        }
    }
    Ok(())
}

/// What is said to the desk alone is not put where others read, and whoever is not named stays so.
pub(super) fn fits(c: &mut Change, target: &Ticket, other: &Ticket) -> Result<()> {
    if target.visibility != Visibility::Private
        && (other.visibility, target.visibility) != (Visibility::Public, Visibility::Public)
    {
        return Err(Error::field("tickets", "into_public"));
    }
    let mut unnamed = |ticket: &Ticket| {
        c.sql().one("select anonymous from ticket where id = ?1", params![ticket.id], |row| row.get::<bool>(0))
    };
    if unnamed(other)? && !(other.requester == target.requester && unnamed(target)?) {
        return Err(Error::field("tickets", "unnamed"));
    }
    Ok(())
}

fn merge_one(c: &mut Change, target: &Ticket, other: &Ticket) -> Result<()> {
    // Who asked there is answered here, too.
    let mut joining =
        c.sql().query("select person_id from participant where ticket_id = ?1", params![other.id], |row| {
            row.get::<PersonId>(0)
        })?;
    joining.push(other.requester);
    joining.dedup();
    let mut joined = Vec::new();
    for person in joining {
        if !takes_part(c.sql(), target.id, person)? {
            joined.push(person);
        }
    }
    let names = joined.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let event = c.record(Event::on(Kind::MergedIn, target.id).values(names, other.id.to_string()))?;
    let messages = messages_of(c, other.id)?;
    move_messages(c, event, &messages, other.id, target.id)?;
    if target.visibility == Visibility::Private {
        unmarked(c, target.id)?;
    }
    for person in joined {
        c.sql().execute(
            "insert into participant (ticket_id, person_id) values (?1, ?2) on conflict do nothing",
            params![target.id, person],
        )?;
    }
    away(c, other.id, target.id)?;
    c.record(Event::on(Kind::MergedAway, other.id).values(other.place.code(), target.id.to_string()))?;
    Ok(())
}

/// Makes a new ticket of some messages of another, for the same requester or whoever wrote the first of them.
///
/// # Errors
/// When there is nothing to move, nothing would stay, or a message is not of this ticket.
pub fn split(c: &mut Change, from: TicketId, messages: &[MessageId], subject: &str) -> Result<TicketId> {
    let ticket = changeable(c, from)?;
    let subject = &one_line(subject);
    if subject.is_empty() {
        return Err(Error::field("subject", "required"));
    }
    if subject.chars().count() > limits::SUBJECT_CHARS_MAX {
        return Err(Error::field("subject", "too_long"));
    }
    let all = messages_of(c, from)?;
    let moved: Vec<MessageId> = all.iter().copied().filter(|message| messages.contains(message)).collect();
    if moved.is_empty() || moved.len() != messages.len() {
        return Err(Error::field("messages", "required"));
    }
    if moved.len() == all.len() {
        return Err(Error::field("messages", "too_many"));
    }
    named_apart(c, from, &moved)?;
    let first = moved.first().copied().unwrap_or(MessageId(0));
    let (author, asked, created_at, channel) = c.sql().one(
        "select author_id, side = 'customer' and kind = 'reply', created_at, channel from message where id = ?1",
        params![first],
        |row| Ok((row.get::<PersonId>(0)?, row.get::<bool>(1)?, row.get::<crate::Time>(2)?, row.get::<String>(3)?)),
    )?;
    let requester = if asked { author } else { ticket.requester };
    let (kind, born) = status::at_birth(c.sql(), Some(ticket.kind))?;
    let token = c.mail_token();
    let id = TicketId(c.sql().insert(
        "insert into ticket (token, subject, requester_id, department_id, assignee_id, category, priority, channel, language,
                             address, related_id, created_at, updated_at, public_at, important, company_id, type_id, status_id)
         select ?2, ?3, ?4, department_id, assignee_id, ?5, priority, ?6, language, address, id, ?7, ?7, ?7, important,
                (select company_id from person where id = ?4), ?8, ?9
         from ticket where id = ?1 returning id",
        params![from, &token, subject, requester, born.category.code(), &channel, created_at, kind, born.id],
    )?);
    let event = c.record(Event::on(Kind::SplitOff, from).values("", id.to_string()))?;
    move_messages(c, event, &moved, from, id)?;
    unmarked(c, id)?;
    for message in &moved {
        said_to_be_moved(c, *message)?;
        // Whoever wrote one of them reads on, and what has not left yet goes to the new requester.
        c.sql().execute(
            "insert into participant (ticket_id, person_id)
             select ?1, author_id from message where id = ?2 and side = 'customer' and kind = 'reply' and author_id <> ?3
             on conflict do nothing",
            params![id, *message, requester],
        )?;
        c.sql().execute(
            "update outbox set person_id = ?2
             where message_id = ?1 and person_id = ?3 and kind = 'reply' and state = 'queued'",
            params![*message, requester, ticket.requester],
        )?;
    }
    c.record(Event::on(Kind::SplitFrom, id).message(first).values(from.to_string(), ""))?;
    Ok(id)
}

/// Whoever is not named is not split off together with others, who would read the name.
fn named_apart(c: &mut Change, from: TicketId, moved: &[MessageId]) -> Result<()> {
    let ids: Vec<String> = moved.iter().map(ToString::to_string).collect();
    let sql = format!(
        "select count(distinct case when m.author_id = t.requester_id then 1 else 0 end)
         from message m join ticket t on t.id = m.ticket_id
         where t.id = ?1 and t.anonymous and m.side = 'customer' and m.kind = 'reply' and m.id in ({})",
        ids.join(", ")
    );
    if c.sql().one(&sql, params![from], |row| row.get::<i64>(0))? > 1 {
        return Err(Error::field("messages", "unnamed"));
    }
    Ok(())
}

/// That a mail was put here by hand is said instead of how it had found its ticket, which is kept behind it.
pub(super) fn said_to_be_moved(c: &mut Change, message: MessageId) -> Result<()> {
    let sql = "update message set thread_why = 'moved:' || thread_why where id = ?1 and raw_sha256 <> ''";
    c.sql().execute(sql, params![message])?;
    Ok(())
}

/// Takes a merge, a split or the move of a message back. `ticket` is the one whose timeline says it.
pub(super) fn part(c: &mut Change, event: EventId, kind: Kind, ticket: TicketId, other: TicketId) -> Result<bool> {
    let actor = c.actor().clone();
    let here = find(c.sql(), &actor, ticket)?;
    let there = find(c.sql(), &actor, other)?;
    let merged = kind == Kind::MergedIn;
    let (from, back) = if merged { (here.id, there.id) } else { (there.id, here.id) };
    // What was merged on since has to be parted there first.
    let overtaken = if merged { there.merged_into != Some(here.id) } else { there.place == Place::Merged };
    if overtaken || here.place == Place::Merged {
        return Ok(false);
    }
    let moved_then = |c: &mut Change| {
        c.sql().query(
            "select m.message_id from message_move m join message x on x.id = m.message_id
             where m.event_id = ?1 and x.ticket_id = m.to_ticket order by m.message_id",
            params![event],
            |row| row.get::<MessageId>(0),
        )
    };
    let then = moved_then(c)?;
    // A split goes back with what was written there since.
    let moved = if kind == Kind::SplitOff { messages_of(c, from)? } else { then.clone() };
    if moved.is_empty() && kind == Kind::MessageMoved {
        return Ok(false);
    }
    let undoing = c.record(Event::on(Kind::Parted, ticket).values(other.to_string(), ""))?;
    move_messages(c, undoing, &moved, from, back)?;
    let to = if merged { &there } else { &here };
    if to.visibility == Visibility::Private {
        unmarked(c, back)?;
    } else {
        remarked(c, back)?;
        if !merged && became_public_since(c, back, event)? {
            kept_internal(c, &moved)?;
        } else if !merged && there.visibility != Visibility::Public {
            let since = written_since(c, event, &moved)?;
            kept_internal(c, &since)?;
        }
    }
    if merged {
        let now = c.now();
        let place = c.sql().find(
            "select before from event where ticket_id = ?1 and kind = 'merged_away' order by id desc limit 1",
            params![other],
            |row| row.get::<String>(0),
        )?;
        c.sql().execute(
            "update ticket set place = ?2, placed_at = ?3, merged_into = null, revision = revision + 1 where id = ?1",
            params![other, &place.unwrap_or_default(), now],
        )?;
        leave(c, event, ticket)?;
    } else {
        for message in then {
            let sql =
                "update message set thread_why = substr(thread_why, 7) where id = ?1 and thread_why like 'moved:%'";
            c.sql().execute(sql, params![message])?;
        }
        if kind == Kind::SplitOff { away(c, other, ticket)? } else { leave(c, event, other)? }
    }
    c.record(Event::on(Kind::Parted, other).values(ticket.to_string(), ""))?;
    Ok(true)
}

/// Who came by an event and wrote nothing here has nothing to do with the ticket any more.
fn leave(c: &mut Change, event: EventId, ticket: TicketId) -> Result<()> {
    let came = c.sql().one("select before from event where id = ?1", params![event], |row| row.get::<String>(0))?;
    for person in came.split(',').filter_map(|id| id.parse::<PersonId>().ok()) {
        c.sql().execute(
            "delete from participant where ticket_id = ?1 and person_id = ?2
               and not exists (select 1 from message where ticket_id = ?1 and author_id = ?2)",
            params![ticket, person],
        )?;
    }
    Ok(())
}

/// In a private ticket nothing is withheld from who asked; why it was is kept, in case it becomes public again.
pub(crate) fn unmarked(c: &mut Change, ticket: TicketId) -> Result<()> {
    let sql = "update message set withheld = '' where ticket_id = ?1 and withheld in ('held', 'hidden')";
    c.sql().execute(sql, params![ticket])?;
    Ok(())
}

/// Hides again what was withheld before its ticket was private.
pub(crate) fn remarked(c: &mut Change, ticket: TicketId) -> Result<()> {
    let sql =
        "update message set withheld = 'hidden' where ticket_id = ?1 and withheld = '' and withheld_because <> ''";
    c.sql().execute(sql, params![ticket])?;
    Ok(())
}

/// Keeps messages between who asked and the desk, in a ticket that others read.
fn kept_internal(c: &mut Change, messages: &[MessageId]) -> Result<()> {
    for message in messages {
        c.sql()
            .execute("update message set withheld = 'internal' where id = ?1 and withheld = ''", params![*message])?;
    }
    Ok(())
}

/// Whether others read a ticket only since after an event: what had left it before was looked at by nobody.
fn became_public_since(c: &mut Change, ticket: TicketId, event: EventId) -> Result<bool> {
    Ok(c.sql().one(
        "select exists (select 1 from event where ticket_id = ?1 and id > ?2 and kind in ('visibility_changed', 'post_approved'))",
        params![ticket, event],
        |row| row.get(0),
    )?)
}

/// Those that were not moved by an event, but written later.
fn written_since(c: &mut Change, event: EventId, messages: &[MessageId]) -> Result<Vec<MessageId>> {
    let sql = "select message_id from message_move where event_id = ?1";
    let moved: Vec<MessageId> = c.sql().query(sql, params![event], |row| row.get(0))?;
    Ok(messages.iter().copied().filter(|message| !moved.contains(message)).collect())
}

/// Leaves an empty ticket that leads to another; what somebody had begun to write goes there, too.
fn away(c: &mut Change, from: TicketId, to: TicketId) -> Result<()> {
    let now = c.now();
    for sql in [
        "update draft set ticket_id = ?2 where ticket_id = ?1
           and person_id not in (select person_id from draft where ticket_id = ?2)",
        "update attachment set ticket_id = ?2 where ticket_id = ?1 and message_id is null",
        "update scheduled_reply set ticket_id = ?2, seen = 0 where ticket_id = ?1",
    ] {
        c.sql().execute(sql, params![from, to])?;
    }
    c.sql().execute(
        "update ticket set place = 'merged', placed_at = ?3, merged_into = ?2, revision = revision + 1 where id = ?1",
        params![from, to, now],
    )?;
    Ok(())
}

pub(super) fn messages_of(c: &mut Change, ticket: TicketId) -> Result<Vec<MessageId>> {
    Ok(c.sql().query("select id from message where ticket_id = ?1 order by id", params![ticket], |row| row.get(0))?)
}

/// Moves messages with their files, and tells both lists and the search what is where.
pub(super) fn move_messages(
    c: &mut Change,
    event: EventId,
    messages: &[MessageId],
    from: TicketId,
    to: TicketId,
) -> Result<()> {
    for message in messages {
        c.sql().execute(
            "insert into message_move (event_id, message_id, from_ticket, to_ticket) values (?1, ?2, ?3, ?4)",
            params![event, *message, from, to],
        )?;
        c.sql().execute("update message set ticket_id = ?2 where id = ?1", params![*message, to])?;
        c.sql().execute("update attachment set ticket_id = ?2 where message_id = ?1", params![*message, to])?;
        c.sql().execute("update outbox set ticket_id = ?2 where message_id = ?1", params![*message, to])?;
        c.sql().execute("update report set ticket_id = ?2 where message_id = ?1", params![*message, to])?;
        c.sql().execute("update inbound set ticket_id = ?2 where message_id = ?1", params![*message, to])?;
        reindex(c, *message)?;
    }
    // What came here may be older than what the author of a scheduled answer had read, and is news all the same.
    c.sql().execute("update scheduled_reply set seen = 0 where ticket_id = ?1", params![to])?;
    for ticket in [from, to] {
        refresh(c, ticket)?;
        c.announce_topic(format!("ticket:{ticket}"));
        c.announce_topic(format!("question:{ticket}"));
    }
    Ok(())
}

/// A message is found by its ticket's number and subject too.
pub(crate) fn reindex(c: &mut Change, message: MessageId) -> Result<()> {
    let (words, language) = c.sql().one(
        "select t.id || ' ' || t.subject || ' ' || p.name || ' ' || p.address || ' ' || m.text, t.language
         from message m join ticket t on t.id = m.ticket_id join person p on p.id = m.author_id where m.id = ?1",
        params![message],
        |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)),
    )?;
    search::index_message(c.sql(), message.0, &search::terms(&words, &language))?;
    Ok(())
}

/// What lists show of a ticket, from the messages that it has now.
pub(crate) fn refresh(c: &mut Change, ticket: TicketId) -> Result<()> {
    c.sql().execute(
        "update ticket set revision = revision + 1,
                messages = (select count(*) from message where ticket_id = ?1 and withdrawn_at is null),
                last_message_id = coalesce((select max(id) from message where ticket_id = ?1 and withdrawn_at is null), 0),
                updated_at = coalesce((select max(created_at) from message where ticket_id = ?1 and withdrawn_at is null),
                                      updated_at),
                last_side = coalesce((select side from message where ticket_id = ?1 and kind = 'reply'
                                      and withdrawn_at is null order by id desc limit 1), last_side),
                public_at = coalesce((select max(created_at) from message where ticket_id = ?1 and kind = 'reply'
                                      and withdrawn_at is null), public_at)
         where id = ?1",
        params![ticket],
    )?;
    c.sql().execute(
        "update ticket set preview = coalesce((select substr(text, 1, 160) from message where id = last_message_id), preview)
         where id = ?1",
        params![ticket],
    )?;
    Ok(())
}

/// These tickets, as far as they exist for the actor.
///
/// # Errors
/// When the database fails.
pub fn others(conn: &mut Conn, actor: &Actor, ids: &[TicketId]) -> Result<Vec<OtherTicket>> {
    let list: Vec<String> = ids.iter().take(limits::MERGE_TICKETS_MAX).map(ToString::to_string).collect();
    let sql = format!(
        "{} where {} and {} order by t.id",
        others_select(),
        conn.is_one_of("t.id", "?1"),
        policy::ticket_condition(actor)
    );
    Ok(conn.query(&sql, params![&list.join(",")], read_other)?)
}

pub(super) fn others_select() -> String {
    format!("select t.id, t.subject, t.updated_at, {STATUS_COLUMNS} from ticket t join status w on w.id = t.status_id")
}

pub(super) fn read_other(row: &Row) -> store::Result<OtherTicket> {
    Ok(OtherTicket { id: row.get(0)?, subject: row.get(1)?, updated_at: row.get(2)?, status: Status::read(row, 3)? })
}

/// Tickets that may belong together with this one: others of its requester, then those that share the telling
/// words of its subject.
///
/// # Errors
/// When the ticket does not exist for the actor.
pub fn suggestions(conn: &mut Conn, actor: &Actor, id: TicketId) -> Result<Vec<OtherTicket>> {
    let ticket = find(conn, actor, id)?;
    let sql = format!(
        "{} where t.id <> ?1 and t.place = '' and t.requester_id = ?2 and {}
         order by t.updated_at desc, t.id desc limit {}",
        others_select(),
        policy::ticket_condition(actor),
        limits::MERGE_SUGGESTIONS / 2
    );
    let mut found = conn.query(&sql, params![id, ticket.requester], read_other)?;
    let room = usize::try_from(limits::MERGE_SUGGESTIONS).unwrap_or(0);
    for row in super::search(conn, actor, &telling_words(&ticket.subject), None)?.rows {
        if found.len() < room && row.id != id && found.iter().all(|other| other.id != row.id) {
            found.push(row.into());
        }
    }
    Ok(found)
}

/// The longest words of a subject: short ones are in every other.
fn telling_words(subject: &str) -> String {
    const WORDS: usize = 2;
    const CHARS_MIN: usize = 4;
    let mut words: Vec<&str> =
        subject.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= CHARS_MIN).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words.truncate(WORDS);
    words.join(" ")
}
