//! A mail that landed in the wrong ticket: put where it belongs by hand, alone, with what follows it.

use store::{Conn, params};

use super::merge::{fits, merge, move_messages, others_select, read_other, said_to_be_moved, split, unmarked};
use super::properties::changeable;
use super::{
    Category, OtherTicket, Place, Ticket, find, find_by_rfc_ids, find_by_token, others, set_status, suggestions,
    takes_part,
};
use crate::actor::Actor;
use crate::change::Change;
use crate::community::Visibility;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::policy::{self, Action};
use crate::{MessageId, PersonId, TicketId, limits};

/// Where a message may belong.
#[derive(Debug, Clone)]
pub struct Belongs {
    /// It can become a ticket of its own: it is not the only one here.
    pub apart: bool,
    /// Who wrote it.
    pub author: PersonId,
    /// Tickets that its mail names, as far as the actor reads them.
    pub named: Vec<OtherTicket>,
    /// Other open tickets of its author, then those with the telling words of the subject.
    pub likely: Vec<OtherTicket>,
}

/// What of a mail says where it belongs.
struct Mail {
    author: PersonId,
    headers: String,
}

fn mail_of(conn: &mut Conn, ticket: TicketId, message: MessageId) -> Result<Mail> {
    conn.find(
        "select author_id, headers from message
         where id = ?1 and ticket_id = ?2 and raw_sha256 <> '' and withdrawn_at is null",
        params![message, ticket],
        |row| Ok(Mail { author: row.get(0)?, headers: row.get(1)? }),
    )?
    .ok_or(Error::NotFound)
}

/// Whether a ticket shows no more than one message.
fn is_alone(conn: &mut Conn, ticket: TicketId) -> Result<bool> {
    let sql = "select count(*) from message where ticket_id = ?1 and withdrawn_at is null";
    Ok(conn.one(sql, params![ticket], |row| row.get::<i64>(0))? < 2)
}

impl Mail {
    fn field<'m>(&'m self, name: &'m str) -> impl Iterator<Item = &'m str> {
        self.headers.lines().filter_map(move |line| {
            let (field, value) = line.split_once(": ")?;
            field.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    /// The Message-IDs that it refers to, the nearest first.
    fn refers_to(&self) -> Vec<String> {
        let fields = self.field("References").chain(self.field("In-Reply-To"));
        let mut ids: Vec<String> = fields
            .flat_map(|value| value.split(['<', '>', ' ']))
            .filter(|id| id.contains('@'))
            .map(str::to_owned)
            .collect();
        ids.reverse();
        ids.truncate(limits::REFERENCES_FOLLOWED_MAX);
        ids
    }
}

/// Where the mail of a message may belong instead.
///
/// # Errors
/// [`Error::NotFound`] when there is no such mail for the actor.
pub fn belongs(conn: &mut Conn, actor: &Actor, ticket: TicketId, message: MessageId) -> Result<Belongs> {
    let here = find(conn, actor, ticket)?;
    policy::allow(actor, Action::ChangeProperties, Some(&here.facts()))?;
    let mail = mail_of(conn, ticket, message)?;
    let apart = !is_alone(conn, ticket)?;
    let mut ids = Vec::new();
    for id in mail.refers_to() {
        let named = match find_by_rfc_ids(conn, std::slice::from_ref(&id))? {
            None => find_by_token(conn, id.split('.').next().unwrap_or_default()).ok(),
            found => found,
        };
        ids.extend(named.map(|ticket| ticket.id));
    }
    // What the mail pretended to belong to, when nothing proved it.
    let related = "select related_id from ticket where id = ?1";
    ids.extend(conn.one(related, params![ticket], |row| row.get::<Option<TicketId>>(0))?);
    ids.retain(|id| *id != ticket);
    let named = others(conn, actor, &ids)?;
    let sql = format!(
        "{} where t.requester_id = ?1 and t.id <> ?2 and t.place = '' and t.category <> 'closed' and {}
         order by t.updated_at desc, t.id desc limit {}",
        others_select(),
        policy::ticket_condition(actor),
        limits::MERGE_SUGGESTIONS / 2
    );
    let mut likely = conn.query(&sql, params![mail.author, ticket], read_other)?;
    likely.extend(suggestions(conn, actor, ticket)?);
    let mut seen: Vec<TicketId> = named.iter().map(|other| other.id).collect();
    likely.retain(|other| {
        !seen.contains(&other.id) && {
            seen.push(other.id);
            true
        }
    });
    likely.truncate(usize::try_from(limits::MERGE_SUGGESTIONS).unwrap_or(0));
    Ok(Belongs { apart, author: mail.author, named, likely })
}

/// The ticket of a message that is not in `ticket` any more.
///
/// # Errors
/// [`Error::NotFound`] when it is still there, or nowhere that the actor reads.
pub fn moved_to(conn: &mut Conn, actor: &Actor, ticket: TicketId, message: MessageId) -> Result<TicketId> {
    let sql = "select ticket_id from message where id = ?1 and withdrawn_at is null";
    let now = conn.find(sql, params![message], |row| row.get::<TicketId>(0))?.ok_or(Error::NotFound)?;
    if now == ticket {
        return Err(Error::NotFound);
    }
    // Who reads neither is told nothing.
    find(conn, actor, ticket)?;
    find(conn, actor, now).map(|ticket| ticket.id)
}

/// Puts a message that came by mail into another ticket, or into a new one. Its files go with it, its author takes
/// part there, and what answers it arrives there. Nobody is told. Gives the ticket where it is now.
///
/// # Errors
/// When there is no such mail, or either ticket does not exist for the actor; when the other is in no list, read by
/// others, or the same; when it would be a new one and the message is the only one here.
pub fn move_message(c: &mut Change, from: TicketId, message: MessageId, to: Option<TicketId>) -> Result<TicketId> {
    let ticket = changeable(c, from)?;
    let mail = mail_of(c.sql(), from, message)?;
    let alone = is_alone(c.sql(), from)?;
    let Some(to) = to else {
        if alone {
            return Err(Error::field("ticket", "only_message"));
        }
        let subject: String = match mail.field("Subject").next() {
            Some(subject) => subject.chars().take(limits::SUBJECT_CHARS_MAX).collect(),
            None => ticket.subject,
        };
        return split(c, from, &[message], &subject).map_err(in_ticket);
    };
    let target = match changeable(c, to) {
        Err(Error::NotFound) => return Err(Error::field("ticket", "no_ticket")),
        found => found?,
    };
    if to == from {
        return Err(Error::field("ticket", "same_ticket"));
    }
    if target.place != Place::Desk {
        return Err(Error::field("ticket", if target.place == Place::Merged { "merged" } else { "away" }));
    }
    if alone {
        return merge(c, to, &[from]).map(|()| to).map_err(in_ticket);
    }
    moved(c, &ticket, &target, message, mail.author)?;
    Ok(to)
}

/// What is wrong is said about the one field that there is.
fn in_ticket(error: Error) -> Error {
    match error {
        Error::Invalid(errors) => errors.first().map_or(Error::NotFound, |error| Error::field("ticket", error.problem)),
        other => other,
    }
}

fn moved(c: &mut Change, from: &Ticket, to: &Ticket, message: MessageId, author: PersonId) -> Result<()> {
    fits(c, to, from).map_err(in_ticket)?;
    let customer = c.sql().one(
        "select side = 'customer' and kind = 'reply' from message where id = ?1",
        params![message],
        |row| row.get::<bool>(0),
    )?;
    let joins = customer && !takes_part(c.sql(), to.id, author)?;
    let joined = if joins { author.to_string() } else { String::new() };
    let event = c.record(Event::on(Kind::MessageMoved, from.id).message(message).values(joined, to.id.to_string()))?;
    move_messages(c, event, &[message], from.id, to.id)?;
    said_to_be_moved(c, message)?;
    if to.visibility == Visibility::Private {
        unmarked(c, to.id)?;
    }
    if joins {
        c.sql().execute(
            "insert into participant (ticket_id, person_id) values (?1, ?2) on conflict do nothing",
            params![to.id, author],
        )?;
    }
    c.record(Event::on(Kind::MessageCame, to.id).message(message).values(from.id.to_string(), ""))?;
    if customer && to.status.category == Category::Closed && from.status.category != Category::Closed {
        // What nobody has settled must not vanish with what is.
        set_status(c, to.id, from.status.category)?;
    }
    Ok(())
}

/// The ticket of a message that was moved out of `ticket` by hand: what answers it goes there, whatever ticket the
/// address still names.
///
/// # Errors
/// When the database fails.
pub fn followed_message(conn: &mut Conn, ticket: TicketId, rfc_id: &str) -> Result<Option<Ticket>> {
    let moved = conn.one(
        "select exists (select 1 from message m join message_move x on x.message_id = m.id
                        where m.rfc_id = ?1 and m.rfc_id <> '' and x.from_ticket = ?2)",
        params![rfc_id, ticket],
        |row| row.get::<bool>(0),
    )?;
    if moved { find_by_rfc_ids(conn, &[rfc_id.to_owned()]) } else { Ok(None) }
}
