//! The community: tickets that others may read. A question, a topic and a private ticket are the same ticket with
//! another visibility; nothing is copied when it changes.

mod admit;
mod comment;
mod digest;
mod follow;
mod index;
mod lists;
mod log;
mod moderate;
mod posts;
mod publish;
mod ready;
mod reports;
mod sanctions;
mod search;
mod tell;
mod topic;

pub(crate) use admit::{admit, hold};
pub use comment::{NewComment, Posted, comment};
pub use digest::{Digest, choose_digest, digest, news, queue_due};
pub use follow::{Level, by_key, choose, choose_by_key, level_of};
pub(crate) use follow::{key_of, levels};
pub(crate) use index::reindex;
pub use lists::{Held, Part, Row, RowsPage, TopicCursor, badges, held, list, recent};
pub use log::{Act, acts, done, is_act, undo};
pub use moderate::{Lock, accept_answer, approve, edit, hide, lock, move_to, pin, reject, set_official, show, unlock};
pub use posts::{Post, Posts, Reaction, Reactions, post, posts, react};
pub use publish::{Proposal, Publication, make_private, offer, proposal, publish};
pub use ready::{ReadyText, add_ready, change_ready, delete_ready, ready_text, ready_texts, unfilled};
pub use reports::{Reported, report, reports, settle};
pub use sanctions::{
    Measure, NewSanction, Sanction, Standing, find as find_sanction, lift, of_person, sanction, sanctioned,
};
pub use search::{Hit, near, search};
pub(crate) use tell::tell;
pub use topic::{Seen, Topic, find, is_listed, merged_into, seen};

use store::Conn;

use crate::change::Change;
use crate::error::Result;
use crate::event::{Event, Kind};
use crate::guides::Readers;
use crate::members::{self, Document};
use crate::settings::{self, Setting};
use crate::tickets::codes;
use crate::{PersonId, TicketId};
use store::params;

codes! {
    /// Who may read a ticket.
    Visibility {
        /// Who asked, who takes part, and agents.
        Private = "private",
        /// Everybody who reads the community.
        Public = "public",
        /// The same, once a moderator has agreed.
        Held = "held",
    }
}

/// How the community is set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Community {
    /// Nobody but agents finds it.
    pub hidden: bool,
    /// Members only, or everybody.
    pub readers: Readers,
    /// What the form for a question proposes.
    pub private_by_default: bool,
    /// Words that a moderator looks at first.
    pub watched: Vec<String>,
    /// Comments that others could read after which somebody is not new any more.
    pub trusted_after: i64,
    /// The version of the rules that members must have accepted.
    pub rules: i64,
}

impl Community {
    /// Reads the settings.
    ///
    /// # Errors
    /// When the database fails.
    pub fn load(conn: &mut Conn) -> Result<Self> {
        let [hidden, readers, private, watched, trusted] = settings::several(
            conn,
            [
                Setting::HideCommunity,
                Setting::CommunityReaders,
                Setting::PrivateByDefault,
                Setting::WatchedWords,
                Setting::TrustedAfter,
            ],
        )?;
        Ok(Self {
            hidden: hidden == "yes",
            readers: if readers == "public" { Readers::Public } else { Readers::Members },
            private_by_default: private == "yes",
            watched: watched.lines().map(str::trim).filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect(),
            trusted_after: trusted.parse().unwrap_or(2),
            rules: members::current(conn, Document::Rules)?.version,
        })
    }
}

/// States what a moderator did, and to whom.
fn moderated(c: &mut Change, event: Event, person: Option<PersonId>) -> Result<()> {
    let id = c.record(event)?;
    c.sql().execute("insert into moderation (event_id, person_id) values (?1, ?2)", params![id, person])?;
    c.announce_topic("moderation".to_owned());
    Ok(())
}

/// The same for what members do themselves, too: in the log of moderators stands only what moderators did.
fn noted(c: &mut Change, event: Event, person: Option<PersonId>) -> Result<()> {
    if c.actor().is_staff() {
        return moderated(c, event, person);
    }
    c.record(event)?;
    Ok(())
}

/// Counts anew what the community sees of a ticket.
fn recount(c: &mut Change, ticket: TicketId) -> Result<()> {
    c.sql().execute(
        "update ticket set
           comments = (select count(*) from message m where m.ticket_id = ?1 and m.kind = 'reply'
                         and m.withdrawn_at is null and m.withheld = ''
                         and m.id > (select min(x.id) from message x where x.ticket_id = ?1)),
           answered = exists (select 1 from message m where m.ticket_id = ?1 and m.kind = 'reply'
                                and m.withdrawn_at is null and m.withheld = '' and m.author_id <> ticket.requester_id),
           topic_at = coalesce((select max(m.created_at) from message m where m.ticket_id = ?1 and m.kind = 'reply'
                                  and m.withdrawn_at is null and m.withheld = ''), created_at),
           revision = revision + 1
         where id = ?1",
        params![ticket],
    )?;
    Ok(())
}

/// Keeps the rules that members follow, in both languages; members accept them again.
///
/// # Errors
/// When they are too long, or the actor may not.
pub fn change_rules(c: &mut Change, sources: &[String; 2]) -> Result<()> {
    members::change(c, Document::Rules, sources)
}

/// Keeps that the acting member accepts the rules as they are in this version.
///
/// # Errors
/// [`crate::Error::Invalid`] when they have changed since.
pub fn accept_rules(c: &mut Change, version: i64) -> Result<()> {
    let person = c.actor().person.ok_or(crate::Error::NotFound)?;
    if members::current(c.sql(), Document::Rules)?.version != version {
        return Err(crate::Error::field("accept", "changed"));
    }
    members::accept(c, person, Document::Rules, version)?;
    c.record(Event::of_desk(Kind::RulesAccepted, &format!("{person}:{version}")))?;
    Ok(())
}
