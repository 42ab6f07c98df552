//! Chats: tickets whose customer is there. The conversation is the ticket's; here is who waits, who answers, who has
//! seen what, and when it is over.

mod availability;
mod contacts;
mod follow;
mod handling;
mod lists;
mod request;
mod signals;
mod talk;
mod watch;

pub(crate) use availability::reach_changed;
pub use availability::{
    Standing, Wishes, everybody, has_portals, set_available, set_wishes, standing, standings, still_here, stop_taking,
};
pub use contacts::{
    Contact, ContactKind, Notice, add_contact, attempted, contacts, due_notices, has_due_notices, remove_contact,
    switch_contact,
};
use follow::mailed;
pub(crate) use follow::{follow, holds_mail, mail_unseen};
pub use handling::{Taken, end, hand_over, invite, take};
pub use lists::{Board, News, Row, agent_news, board, invited, newest_of, waiting, waiting_before};
pub use request::{Outcome, Request, request};
pub use signals::{Signal, signal, signals};
pub use talk::{Said, leave_address, rate, say, seen_by_agent, seen_by_visitor, transcript, visitor_messages};
pub use watch::run;

use store::{Conn, Row as SqlRow, params};

use crate::error::{Error, Result};
use crate::tickets::codes;
use crate::{MessageId, PortalId, TicketId, Time, limits};

codes! {
    /// How far a chat is.
    State {
        /// Nobody has taken it yet.
        Waiting = "waiting",
        /// Somebody answers.
        Open = "open",
        /// It is over.
        Ended = "ended",
        /// The visitor went before somebody came: a ticket like any other.
        Missed = "missed",
    }
}

codes! {
    /// How we know who a visitor is.
    KnownBy {
        /// The host site has signed it.
        Signed = "signed",
        /// They are signed in.
        Session = "session",
        /// They have typed an address.
        Typed = "typed",
        /// They gave a name at most.
        Nothing = "none",
    }
}

/// A chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chat {
    /// Its ticket.
    pub ticket: TicketId,
    /// Where it began.
    pub portal: PortalId,
    /// What that is called.
    pub portal_name: String,
    /// How far it is.
    pub state: State,
    /// Where the visitor was.
    pub page: String,
    /// What their browser says about itself.
    pub browser: String,
    /// How we know them.
    pub known_by: KnownBy,
    /// When it began.
    pub requested_at: Time,
    /// When somebody took it.
    pub taken_at: Option<Time>,
    /// When it was over.
    pub ended_at: Option<Time>,
    /// When the visitor's page was last open.
    pub seen_at: Time,
    /// The newest message that the visitor has seen.
    pub visitor_read: MessageId,
    /// The newest message that an agent has seen.
    pub agent_read: MessageId,
    /// What the visitor thought of it: 1 to 5.
    pub rating: Option<i64>,
    /// What they wrote about that.
    pub opinion: String,
}

impl Chat {
    /// Whether somebody waits or talks.
    #[must_use]
    pub fn is_live(&self) -> bool {
        matches!(self.state, State::Waiting | State::Open)
    }

    /// Whether the visitor's page is open.
    #[must_use]
    pub fn visitor_is_here(&self, now: Time) -> bool {
        self.seen_at.elapsed(now) < limits::VISITOR_GRACE
    }
}

const COLUMNS: &str =
    "h.ticket_id, h.portal_id, (select o.name from portal o where o.id = h.portal_id), h.state, h.page,
     h.browser, h.identity, h.requested_at, h.taken_at, h.ended_at, h.seen_at, h.visitor_read, h.agent_read, h.rating,
     h.opinion";

/// How many columns that is.
const COLUMN_COUNT: usize = 15;

fn read(row: &SqlRow) -> store::Result<Chat> {
    Ok(Chat {
        ticket: row.get(0)?,
        portal: row.get(1)?,
        portal_name: row.get::<Option<String>>(2)?.unwrap_or_default(),
        state: State::from_code(&row.get::<String>(3)?).unwrap_or(State::Ended),
        page: row.get(4)?,
        browser: row.get(5)?,
        known_by: KnownBy::from_code(&row.get::<String>(6)?).unwrap_or(KnownBy::Nothing),
        requested_at: row.get(7)?,
        taken_at: row.get(8)?,
        ended_at: row.get(9)?,
        seen_at: row.get(10)?,
        visitor_read: row.get(11)?,
        agent_read: row.get(12)?,
        rating: row.get(13)?,
        opinion: row.get(14)?,
    })
}

/// The chat of a ticket, if it is one. Whoever asks has found the ticket.
///
/// # Errors
/// When the database fails.
pub fn of_ticket(conn: &mut Conn, ticket: TicketId) -> Result<Option<Chat>> {
    Ok(conn.find(&format!("select {COLUMNS} from chat h where h.ticket_id = ?1"), params![ticket], read)?)
}

/// The same for what must be one.
///
/// # Errors
/// [`Error::NotFound`] when it is not.
pub fn find(conn: &mut Conn, ticket: TicketId) -> Result<Chat> {
    of_ticket(conn, ticket)?.ok_or(Error::NotFound)
}
