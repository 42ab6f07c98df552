//! The posts of a topic, and what readers think of them.

use std::collections::HashMap;

use store::{Conn, params};

use super::{Measure, Topic};
use crate::actor::Actor;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::policy::Action;
use crate::tickets::{Attachment, Side, attachments, codes};
use crate::{MessageId, PersonId, TicketId, Time, limits};

codes! {
    /// What a reader says with one click.
    Reaction {
        /// It helped.
        Helpful = "helpful",
        /// Thank you.
        Thanks = "thanks",
        /// I have this question too.
        MeToo = "me_too",
    }
}

/// How many said so, and whether the reader did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reactions {
    /// All of them.
    pub count: i64,
    /// The reader too.
    pub own: bool,
}

/// A post as somebody reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// The message.
    pub id: MessageId,
    /// Who wrote it.
    pub author: PersonId,
    /// Their name; empty when it is not shown.
    pub name: String,
    /// It speaks for the organisation.
    pub by_staff: bool,
    /// Sanitised; empty for whoever must not see it.
    pub html: String,
    /// The same as text, to quote it.
    pub text: String,
    /// When.
    pub at: Time,
    /// Empty, `held` or `hidden`.
    pub withheld: String,
    /// Why: of what is held a code, of what is hidden words.
    pub because: String,
    /// Who hid it.
    pub withheld_by: String,
    /// A moderator, or its author, changed it later.
    pub edited: Option<(Time, String)>,
    /// Its files.
    pub files: Vec<Attachment>,
    /// What readers think, in the order of [`Reaction::ALL`].
    pub reactions: [Reactions; 3],
    /// For moderators: how many reports wait.
    pub reports: i64,
    /// For moderators: what holds against its author, and until when.
    pub measure: Option<(Measure, Option<Time>)>,
}

/// One page of posts.
#[derive(Debug, Clone)]
pub struct Posts {
    /// The posts, oldest first.
    pub posts: Vec<Post>,
    /// The last post of this page, when more follow.
    pub next: Option<MessageId>,
}

/// The posts of a topic after one. A hidden post stays as a mark with its reason; one that waits is seen by its author
/// and by moderators.
///
/// # Errors
/// When the database fails.
pub fn posts(conn: &mut Conn, actor: &Actor, topic: &Topic, after: MessageId, now: Time) -> Result<Posts> {
    let me = actor.person.map_or(0, |person| person.0);
    let staff = actor.is_staff();
    let sql = format!(
        "select m.id, m.author_id, p.name, m.side, m.html, m.text, m.created_at, m.withheld, m.withheld_because,
                coalesce(w.name, ''), m.edited_at, coalesce(e.name, ''),
                (select count(*) from report r where r.message_id = m.id and r.settled_at is null),
                (select s.kind || ' ' || coalesce(s.until, 0) from sanction s
                 where s.person_id = m.author_id and s.lifted_at is null and s.kind in ('silence', 'ban', 'removal')
                   and (s.until is null or s.until > ?4) order by s.id desc limit 1)
         from message m join person p on p.id = m.author_id
         left join person w on w.id = m.withheld_by left join person e on e.id = m.edited_by
         where m.ticket_id = ?1 and m.id > ?2 and m.kind = 'reply' and m.withdrawn_at is null
           and (m.withheld in ('', 'hidden') or m.withheld = 'held' and (?5 or m.author_id = ?3))
         order by m.id limit {}",
        limits::POSTS_SHOWN + 1
    );
    let mut found = conn.query(&sql, params![topic.id, after, me, now, staff], |row| {
        let (edited_at, edited_by): (Option<Time>, String) = (row.get(10)?, row.get(11)?);
        let measure = row.get::<Option<String>>(13)?.and_then(|text| {
            let (kind, until) = text.split_once(' ')?;
            Some((Measure::from_code(kind)?, until.parse().ok().filter(|until| *until > 0).map(Time)))
        });
        Ok(Post {
            id: row.get(0)?,
            author: row.get(1)?,
            name: row.get(2)?,
            by_staff: row.get::<String>(3)? == Side::Agent.code(),
            html: row.get(4)?,
            text: row.get(5)?,
            at: row.get(6)?,
            withheld: row.get(7)?,
            because: row.get(8)?,
            withheld_by: row.get(9)?,
            edited: edited_at.map(|at| (at, edited_by)),
            files: Vec::new(),
            reactions: [Reactions::default(); 3],
            reports: if staff { row.get(12)? } else { 0 },
            measure: measure.filter(|_| staff),
        })
    })?;
    let more = found.len() > limits::POSTS_SHOWN;
    found.truncate(limits::POSTS_SHOWN);
    let next = found.last().filter(|_| more).map(|post| post.id);
    let mut files = attachments(conn, topic.id)?;
    let mut reactions = reactions(conn, topic.id, me, after, found.last().map_or(MessageId(0), |post| post.id))?;
    for post in &mut found {
        if topic.anonymous && post.author == topic.requester {
            if let Some((_, by)) = post.edited.as_mut().filter(|(_, by)| *by == post.name) {
                by.clear();
            }
            post.name = String::new();
        }
        let readable = staff || post.withheld.is_empty() || post.withheld == "held";
        if readable {
            post.files = files.remove(&post.id).unwrap_or_default();
            post.files.retain(|file| !file.withheld);
            post.reactions = reactions.remove(&post.id).unwrap_or_default();
        } else {
            (post.html, post.text) = (String::new(), String::new());
        }
    }
    Ok(Posts { posts: found, next })
}

/// One post of a topic that the actor may read.
///
/// # Errors
/// [`Error::NotFound`] when it does not exist for them.
pub fn post(conn: &mut Conn, actor: &Actor, id: MessageId, now: Time) -> Result<(Topic, Post)> {
    let (ticket, _) = place_of(conn, id)?;
    let topic = super::find(conn, actor, ticket, Action::ReadCommunity, now)?;
    let found = posts(conn, actor, &topic, MessageId(id.0 - 1), now)?.posts.into_iter().next();
    let post = found.filter(|post| post.id == id).ok_or(Error::NotFound)?;
    Ok((topic, post))
}

fn reactions(
    conn: &mut Conn,
    ticket: TicketId,
    me: i64,
    after: MessageId,
    last: MessageId,
) -> Result<HashMap<MessageId, [Reactions; 3]>> {
    let rows = conn.query(
        "select r.message_id, r.kind, count(*), max(case when r.person_id = ?2 then 1 else 0 end)
         from message m join reaction r on r.message_id = m.id
         where m.ticket_id = ?1 and m.id > ?3 and m.id <= ?4 group by r.message_id, r.kind",
        params![ticket, me, after, last],
        |row| Ok((row.get::<MessageId>(0)?, row.get::<String>(1)?, row.get::<i64>(2)?, row.get::<i64>(3)? > 0)),
    )?;
    let mut out: HashMap<MessageId, [Reactions; 3]> = HashMap::new();
    for (message, kind, count, own) in rows {
        let at = Reaction::ALL.iter().position(|known| known.code() == kind);
        if let Some(slot) = at.and_then(|at| out.entry(message).or_default().get_mut(at)) {
            *slot = Reactions { count, own };
        }
    }
    Ok(out)
}

/// Where a post of a topic stands: its ticket and author. It may wait or be hidden; what was left out when its ticket
/// became public is none.
pub(super) fn place_of(conn: &mut Conn, message: MessageId) -> Result<(TicketId, PersonId)> {
    place(conn, message, "m.withheld <> 'internal'")
}

/// The same for what everybody of the community can read.
pub(super) fn place_of_shown(conn: &mut Conn, message: MessageId) -> Result<(TicketId, PersonId)> {
    place(conn, message, "m.withheld = ''")
}

fn place(conn: &mut Conn, message: MessageId, condition: &str) -> Result<(TicketId, PersonId)> {
    let sql = format!(
        "select m.ticket_id, m.author_id from message m join ticket t on t.id = m.ticket_id
         where m.id = ?1 and m.kind = 'reply' and m.withdrawn_at is null and {condition}
           and (t.visibility = 'public' or m.withheld = 'held' and t.visibility = 'held')"
    );
    conn.find(&sql, params![message], |row| Ok((row.get(0)?, row.get(1)?)))?.ok_or(Error::NotFound)
}

/// Says something about a post with one click, or takes it back. Nobody applauds themselves.
///
/// # Errors
/// [`Error::NotFound`] when the post does not exist for the actor, [`Error::Refused`] when they may not.
pub fn react(c: &mut Change, message: MessageId, reaction: Reaction) -> Result<TicketId> {
    let (actor, now) = (c.actor().clone(), c.now());
    let person = actor.person.ok_or(Error::NotFound)?;
    let (ticket, author) = place_of_shown(c.sql(), message)?;
    super::find(c.sql(), &actor, ticket, Action::React, now)?;
    if author == person {
        return Err(Error::field("reaction", "own"));
    }
    let gone = c.sql().execute(
        "delete from reaction where message_id = ?1 and person_id = ?2 and kind = ?3",
        params![message, person, reaction.code()],
    )?;
    if gone == 0 {
        c.sql().execute(
            "insert into reaction (message_id, person_id, kind, at) values (?1, ?2, ?3, ?4)",
            params![message, person, reaction.code(), now],
        )?;
    }
    c.announce_topic(format!("question:{ticket}"));
    Ok(ticket)
}
