//! Adding to a topic: members, whoever asked, and agents.

use crate::change::Change;
use crate::community::{admit, hold, topic};
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::policy::Action;
use crate::tickets::{self, Body, Channel, CustomerReply, Goal, MailFacts, MessageKind, NewFile, Reply};
use crate::{MessageId, TicketId, limits};

use super::tell::mentions;

/// What somebody adds.
#[derive(Debug, Clone)]
pub struct NewComment {
    /// The words.
    pub body: Body,
    /// Files that come with it.
    pub files: Vec<NewFile>,
    /// The door.
    pub channel: Channel,
    /// For mail.
    pub mail: MailFacts,
    /// For agents: the status to set afterwards.
    pub then: Option<Goal>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posted {
    /// The message.
    pub message: MessageId,
    /// A moderator reads it first.
    pub held: bool,
}

/// Adds a comment to a topic.
///
/// # Errors
/// [`Error::Refused`] with the reason, or fields that are wrong.
pub fn comment(c: &mut Change, id: TicketId, new: &NewComment) -> Result<Posted> {
    let (actor, now) = (c.actor().clone(), c.now());
    let found = topic::find(c.sql(), &actor, id, Action::Comment, now)?;
    let author = actor.person.ok_or(Error::NotFound)?;
    if mentions(&new.body.text).count() > limits::MENTIONS_MAX {
        return Err(Error::field("body", "too_many_mentions"));
    }
    let message = if actor.is_staff() {
        let reply = Reply {
            kind: MessageKind::Reply,
            body: new.body.clone(),
            uploads: Vec::new(),
            files: new.files.clone(),
            seen: None,
            then: new.then,
        };
        // Agents speak for the organisation in every topic, whatever their grants are.
        c.in_the_name_of(&actor.everywhere(), |c| tickets::reply(c, id, &reply))?
    } else {
        let reply = CustomerReply {
            author,
            body: new.body.clone(),
            files: new.files.clone(),
            channel: new.channel,
            mail: new.mail.clone(),
        };
        if author == found.requester {
            tickets::reply_as_customer(c, id, &reply)?
        } else {
            let held = admit(c, id, author, &new.body)?;
            let message = tickets::add_comment(c, id, &reply)?;
            match held {
                Some(why) => hold(c, id, message, why)?,
                None => {
                    c.record(Event::on(Kind::Commented, id).message(message).because(&new.mail.thread_why))?;
                }
            }
            message
        }
    };
    let held = c.sql().one("select withheld = 'held' from message where id = ?1", store::params![message], |row| {
        row.get::<bool>(0)
    })?;
    Ok(Posted { message, held })
}
