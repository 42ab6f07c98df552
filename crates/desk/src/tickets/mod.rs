//! Tickets: one conversation that somebody must finish.

mod as_guide;
mod board;
mod body;
mod canned;
mod cards;
mod conversation;
mod drafts;
mod file_link;
mod files;
mod link;
mod lists;
mod merge;
mod misplaced;
mod open;
mod original;
mod page;
mod place;
mod planning;
mod properties;
mod reply;
mod reread;
mod scheduled;
mod search;
mod search_query;
mod seen;
mod status;
mod undo;

pub use as_guide::{as_guide, question};
pub use board::{Lane, LanePage, board, has_board, lanes};
pub use body::Body;
pub use canned::{
    CannedReply, add_canned, canned, canned_for, change_canned, delete_canned, fill_placeholders, save_as_canned,
    use_canned,
};
pub(crate) use canned::{mail_texts, rule_body, rule_words};
pub use cards::{Asks, Card, Comes, ContactCard, EventCard, Every, Guest, Moment, Repeat};
pub(crate) use conversation::attachments;
pub use conversation::{Attachment, Delivery, Entry, EventLine, Message, files_of, words_before};
pub use drafts::{Draft, discard_draft, save_draft};
pub use file_link::{FileLink, file_link_code, file_link_end, file_links_leave, open_file_link, set_file_link};
pub use files::{Download, NewFile, download, forget_upload, upload};
pub(crate) use link::chat_link_code;
pub use link::{form_link_code, link_code, open_chat_link, open_link};
pub use lists::{Cursor, ListPage, ListRow, Order, StandardView, View, list, neighbours, own};
pub(crate) use lists::{read_row, row_select};
pub use merge::{merge, others, split, suggestions};
pub(crate) use merge::{refresh, reindex, remarked, unmarked};
pub use misplaced::{Belongs, belongs, followed_message, move_message, moved_to};
pub use open::{MailFacts, NewTicket, open};
pub use original::{Original, original};
pub use page::{CustomerPage, Named, OtherTicket, Page, customer_page, page};
pub(crate) use page::{customer_messages, messages_after};
pub(crate) use place::catch;
pub use place::{Blocked, blocked_senders, is_blocked, mark_as_spam, move_to_trash, purge_trash, put_back, unblock};
pub use planning::{file_in_project, set_due, set_estimate};
pub use properties::{add_tag, assign, change_department, change_type, remove_tag, set_priority, set_status, settle};
pub use reply::{CustomerReply, Reply, note_by_mail, reply, reply_as_customer, reply_by_mail};
pub(crate) use reply::{add_comment, rfc_id};
pub use reread::{Readable, Reading, keep_progress, progress, readable, reread};
pub use scheduled::{Scheduled, own as own_scheduled, run as run_scheduled, schedule, send_now, take_back};
pub use search::{SearchCursor, SearchPage, search, suggest};
pub use seen::mark_seen;
pub use status::{Category, Goal, Mark, Shape, Status};
pub(crate) use status::{STATUS_COLUMNS, by_category, counting_as};
pub(crate) use undo::undo_status;
pub use undo::{Undone, undo, undo_run};

use store::{Conn, params};

use crate::actor::Actor;
use crate::community::Visibility;
use crate::error::{Error, Result};
use crate::policy::{self, TicketFacts};
use crate::{CompanyId, Day, DepartmentId, MessageId, PersonId, ProjectId, TicketId, TypeId, limits};

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$item_doc:meta])* $item:ident = $code:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$item_doc])* $item),* }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$item),*];

            /// As tables, addresses of pages and forms write it.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$item => $code),* }
            }

            /// Reads a code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$item),)* _ => None }
            }
        }
    };
}
pub(crate) use codes;

/// Keeps them in JSON by their codes.
macro_rules! kept_by_code {
    ($($name:ty),*) => { $(
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, out: S) -> std::result::Result<S::Ok, S::Error> {
                out.serialize_str(self.code())
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
                let code = <String as serde::Deserialize>::deserialize(from)?;
                Self::from_code(&code).ok_or_else(|| serde::de::Error::custom(format!("unknown: {code}")))
            }
        }
    )* };
}
pub(crate) use kept_by_code;

codes! {
    /// Where a ticket is.
    Place {
        /// In the lists.
        Desk = "",
        /// Caught as spam; kept.
        Spam = "spam",
        /// Deleted, until the bin is emptied.
        Trash = "trash",
        /// Its messages went to another ticket.
        Merged = "merged",
        /// Emptied for good.
        Gone = "gone",
    }
}

codes! {
    /// How urgent a ticket is.
    Priority {
        /// Can wait.
        Low = "low",
        /// As most.
        Normal = "normal",
        /// Before the others.
        High = "high",
        /// Now.
        Urgent = "urgent",
    }
}

impl Priority {
    /// Stands first in every list.
    #[must_use]
    pub fn is_important(self) -> bool {
        self >= Self::High
    }

    pub(crate) fn number(self) -> i64 {
        self as i64
    }

    pub(crate) fn from_number(number: i64) -> Self {
        usize::try_from(number).ok().and_then(|at| Self::ALL.get(at).copied()).unwrap_or(Self::Normal)
    }
}

codes! {
    /// The door a ticket or message came through.
    Channel {
        /// By mail.
        Mail = "mail",
        /// From the customer's pages.
        Web = "web",
        /// Entered by an agent.
        Agent = "agent",
        /// In a conversation with somebody who is there.
        Chat = "chat",
    }
}

codes! {
    /// Which side of the counter wrote a message.
    Side {
        /// The person who asks, or somebody with them.
        Customer = "customer",
        /// The desk.
        Agent = "agent",
    }
}

codes! {
    /// What a message is.
    MessageKind {
        /// Customers read it.
        Reply = "reply",
        /// Agents only.
        Note = "note",
    }
}

/// A ticket as verbs need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// The number people see.
    pub id: TicketId,
    /// Stands in links and reply addresses.
    pub token: String,
    /// What it is about.
    pub subject: String,
    /// Who asked.
    pub requester: PersonId,
    /// Where it stands.
    pub department: DepartmentId,
    /// Who has it.
    pub assignee: Option<PersonId>,
    /// What kind it is.
    pub kind: TypeId,
    /// How far it is.
    pub status: Status,
    /// How urgent it is.
    pub priority: Priority,
    /// The customer's language, or empty.
    pub language: String,
    /// The desk's address that answers.
    pub address: String,
    /// The newest message.
    pub last_message: MessageId,
    /// Where it is.
    pub place: Place,
    /// The ticket that its messages went to.
    pub merged_into: Option<TicketId>,
    /// The company it was asked from.
    pub company: Option<CompanyId>,
    /// The project that it is filed in.
    pub project: Option<ProjectId>,
    /// When it shall be done.
    pub due_on: Option<Day>,
    /// How much work it is thought to be, in minutes.
    pub estimate: Option<i64>,
    /// Who may read it.
    pub visibility: Visibility,
    /// Public, and nobody adds to it any more.
    pub locked: bool,
    participant: bool,
}

impl Ticket {
    /// What the policy needs.
    #[must_use]
    pub fn facts(&self) -> TicketFacts {
        TicketFacts {
            id: self.id,
            requester: self.requester,
            department: self.department,
            company: self.company,
            assignee: self.assignee,
            participant: self.participant,
        }
    }
}

const TICKET_COLUMNS: &str = "t.id, t.token, t.subject, t.requester_id, t.department_id, t.assignee_id, t.type_id, t.priority, t.language, t.address, t.last_message_id, t.place, t.merged_into, t.company_id, exists (select 1 from participant x where x.ticket_id = t.id and x.person_id = ?2), t.project_id, t.due_on, t.estimate, t.visibility, t.locked_at is not null";

fn find_where(conn: &mut Conn, actor: &Actor, condition: &str, value: store::Value) -> Result<Ticket> {
    let sql = format!(
        "select {TICKET_COLUMNS}, {STATUS_COLUMNS} from ticket t join status w on w.id = t.status_id
         where {condition} and t.place <> 'gone' and {}",
        policy::ticket_condition(actor)
    );
    let person = actor.person.map_or(0, |person| person.0);
    conn.find(&sql, params![value, person], |row| {
        Ok(Ticket {
            id: row.get(0)?,
            token: row.get(1)?,
            subject: row.get(2)?,
            requester: row.get(3)?,
            department: row.get(4)?,
            assignee: row.get(5)?,
            kind: row.get(6)?,
            status: Status::read(row, 20)?,
            priority: Priority::from_number(row.get(7)?),
            language: row.get(8)?,
            address: row.get(9)?,
            last_message: row.get(10)?,
            place: Place::from_code(&row.get::<String>(11)?).unwrap_or(Place::Desk),
            merged_into: row.get(12)?,
            company: row.get(13)?,
            participant: row.get(14)?,
            project: row.get(15)?,
            due_on: row.get(16)?,
            estimate: row.get(17)?,
            visibility: Visibility::from_code(&row.get::<String>(18)?).unwrap_or(Visibility::Private),
            locked: row.get(19)?,
        })
    })?
    .ok_or(Error::NotFound)
}

/// The ticket, if it exists for the actor.
///
/// # Errors
/// [`Error::NotFound`] when it does not.
pub fn find(conn: &mut Conn, actor: &Actor, id: TicketId) -> Result<Ticket> {
    find_where(conn, actor, "t.id = ?1", id.into())
}

/// The ticket, or the one that it was merged into, if that exists for the actor.
///
/// # Errors
/// [`Error::NotFound`] when it does not.
pub(crate) fn find_where_it_went(conn: &mut Conn, actor: &Actor, id: TicketId) -> Result<Ticket> {
    let ticket = find(conn, actor, id)?;
    if ticket.merged_into.is_none() {
        return Ok(ticket);
    }
    let last = where_it_went(conn, ticket)?.id;
    find(conn, actor, last)
}

/// The ticket of a token, for mail that names it in its address.
///
/// # Errors
/// [`Error::NotFound`] when no ticket has it.
pub fn find_by_token(conn: &mut Conn, token: &str) -> Result<Ticket> {
    if token.contains('\0') {
        return Err(Error::NotFound);
    }
    let ticket = find_by_token_itself(conn, token)?;
    where_it_went(conn, ticket)
}

/// The same, also when its messages went to another one.
pub(super) fn find_by_token_itself(conn: &mut Conn, token: &str) -> Result<Ticket> {
    find_where(conn, &Actor::system("token"), "t.token = ?1", token.into())
}

/// The ticket that a merged one has become part of; itself otherwise.
fn where_it_went(conn: &mut Conn, mut ticket: Ticket) -> Result<Ticket> {
    // A merge never points at a merged ticket, but what it points at may be merged later.
    for _ in 0..limits::MERGES_FOLLOWED_MAX {
        match ticket.merged_into {
            Some(next) => ticket = find(conn, &Actor::system("merge"), next)?,
            None => return Ok(ticket),
        }
    }
    Err(Error::NotFound)
}

/// The ticket that one of these Message-IDs belongs to: the newest.
///
/// # Errors
/// When the database fails.
pub fn find_by_rfc_ids(conn: &mut Conn, ids: &[String]) -> Result<Option<Ticket>> {
    for id in ids.iter().rev() {
        let found = conn.find(
            "select ticket_id from message where rfc_id = ?1 and rfc_id <> '' order by id desc limit 1",
            params![id],
            |row| row.get::<TicketId>(0),
        )?;
        if let Some(ticket) = found {
            let found = find(conn, &Actor::system("thread"), ticket).and_then(|found| where_it_went(conn, found));
            match found {
                // Its ticket is gone for good.
                Err(Error::NotFound) => {}
                found => return found.map(Some),
            }
        }
    }
    Ok(None)
}

/// Whether a message is the one that its ticket began with.
///
/// # Errors
/// When the database fails.
pub fn is_first_message(conn: &mut Conn, ticket: TicketId, message: MessageId) -> Result<bool> {
    Ok(conn.one(
        "select not exists (select 1 from message where ticket_id = ?1 and id < ?2)",
        params![ticket, message],
        |row| row.get(0),
    )?)
}

/// Whether a person asked or takes part in a ticket.
///
/// # Errors
/// When the database fails.
pub fn takes_part(conn: &mut Conn, ticket: TicketId, person: PersonId) -> Result<bool> {
    Ok(conn.one(
        "select exists (select 1 from ticket where id = ?1 and requester_id = ?2)
             or exists (select 1 from participant where ticket_id = ?1 and person_id = ?2)",
        params![ticket, person],
        |row| row.get(0),
    )?)
}
