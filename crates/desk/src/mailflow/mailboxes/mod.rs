//! Mailboxes on other servers, which the desk fetches mail from over IMAP: what they are, how fetching goes, and which
//! of their mails are in the ledger. Every mail that a server shows is a row, so that both can be compared.

mod fetched;
mod manage;
mod progress;

pub use fetched::{
    Comparison, Differences, Fetched, Listed, Skipped, compare, comparison, known, mark_gone, mark_settled, take,
    unsettled,
};
pub use manage::{
    Definition, add, begin_consent, change, consenting, keep_permit, look_now, remove, renew_permit, switch,
};
pub use progress::{Look, State, Trouble, begin, looked, renew_lease, troubled};

use serde::{Deserialize, Serialize};
use store::{Conn, Row, params};

use crate::error::{Error, Result};
use crate::tickets::codes;
use crate::{AddressId, MailboxId, Time};

codes! {
    /// How a connection is protected.
    Security {
        /// TLS from the first byte.
        Tls = "tls",
        /// TLS after a greeting in the clear.
        StartTls = "starttls",
        /// Not at all: for servers on the same machine.
        None = "none",
    }
}

codes! {
    /// What becomes of a fetched mail on its server.
    Afterwards {
        /// It stays, marked as read.
        Keep = "keep",
        /// It goes to another folder.
        Move = "move",
        /// It is deleted there.
        Delete = "delete",
    }
}

/// What secrets of mailboxes are sealed for.
pub const SECRET: &str = "mailbox";

/// What is kept, sealed, for signing in at a provider.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Permit {
    /// A consent: exchanged once for tokens, with the secret half of what went along with it (RFC 7636).
    Code {
        /// What the provider gave.
        code: String,
        /// The secret half.
        verifier: String,
        /// Where it came back to.
        redirect: String,
    },
    /// Gives tokens for as long as nobody takes the consent back.
    Refresh {
        /// What the provider wants to see.
        token: String,
    },
}

impl Permit {
    /// As it is sealed.
    ///
    /// # Errors
    /// Never in practice: it is plain text.
    pub fn written(&self) -> Result<Vec<u8>> {
        serde_json::to_vec(self).map_err(|error| Error::Internal(error.to_string()))
    }

    /// Reads what was sealed.
    #[must_use]
    pub fn read(written: &[u8]) -> Option<Self> {
        serde_json::from_slice(written).ok()
    }
}

/// Sign-in by OAuth 2.0 (RFC 6749), sent to the server as XOAUTH2.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OAuth {
    /// The application's id at the provider.
    pub client_id: String,
    /// Where people consent.
    pub authorize_url: String,
    /// Where codes and permits become tokens.
    pub token_url: String,
    /// What is asked for.
    pub scope: String,
}

/// A mailbox on another server.
#[derive(Debug, Clone)]
pub struct Mailbox {
    /// The row.
    pub id: MailboxId,
    /// Whose mail it is when a mail names none of the desk's addresses.
    pub address: (AddressId, String),
    /// The server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// Who signs in.
    pub login: String,
    /// Sealed: the password, or the secret of the application.
    pub secret: String,
    /// Sign-in by OAuth instead of a password.
    pub oauth: Option<OAuth>,
    /// Sealed: what the provider gave for signing in; empty before anybody consented.
    pub permit: String,
    /// The folder that is fetched.
    pub folder: String,
    /// What becomes of a fetched mail there.
    pub afterwards: Afterwards,
    /// The folder it goes to.
    pub moved_to: String,
    /// The name under which its server writes `Authentication-Results`; empty believes none.
    pub results_of: String,
    /// What the server got earlier is not fetched.
    pub since: Time,
    /// What it got earlier is mail of the past.
    pub history_until: Time,
    /// The numbering that the first look has found, and its highest number then; nothing before that look.
    pub begun: Option<(u32, u32)>,
    /// It is fetched.
    pub active: bool,
    /// Grows with each change of what is above.
    pub revision: i64,
    /// How fetching goes.
    pub progress: Progress,
}

/// How fetching goes.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    /// The last that was seen.
    pub state: State,
    /// Why it fails; nothing while it works.
    pub trouble: Option<Trouble>,
    /// Since when it fails.
    pub failing_since: Option<Time>,
    /// When the folder was compared with the ledger.
    pub looked_at: Option<Time>,
    /// Mails in the folder at that moment.
    pub on_server: i64,
    /// Of these, mails that are too old to have been listed.
    pub older: i64,
    /// How long the newest mail lay on the server, in microseconds.
    pub lag: Option<i64>,
    /// The folders of the mailbox.
    pub folders: Vec<String>,
    /// Which numbering of the folder is in use (RFC 9051, 2.3.1.1).
    pub uid_validity: i64,
}

const COLUMNS: &str =
    "m.id, m.address_id, a.address, m.host, m.port, m.security, m.login, m.secret, m.client_id, m.authorize_url,
     m.token_url, m.scope, m.permit, m.folder, m.afterwards, m.moved_to, m.results_of, m.since, m.history_until,
     m.active, m.revision, m.state, m.trouble, m.failing_since, m.looked_at, m.on_server, m.older, m.lag, m.folders,
     m.uid_validity, m.begun_in, m.begun_after";
const TABLES: &str = "mailbox m join desk_address a on a.id = m.address_id";

fn read(row: &Row) -> store::Result<Mailbox> {
    let oauth =
        OAuth { client_id: row.get(8)?, authorize_url: row.get(9)?, token_url: row.get(10)?, scope: row.get(11)? };
    let trouble: String = row.get(22)?;
    Ok(Mailbox {
        id: row.get(0)?,
        address: (row.get(1)?, row.get(2)?),
        host: row.get(3)?,
        port: u16::try_from(row.get::<i64>(4)?).unwrap_or_default(),
        security: Security::from_code(&row.get::<String>(5)?).unwrap_or(Security::Tls),
        login: row.get(6)?,
        secret: row.get(7)?,
        oauth: (!oauth.client_id.is_empty()).then_some(oauth),
        permit: row.get(12)?,
        folder: row.get(13)?,
        afterwards: Afterwards::from_code(&row.get::<String>(14)?).unwrap_or(Afterwards::Keep),
        moved_to: row.get(15)?,
        results_of: row.get(16)?,
        since: row.get(17)?,
        history_until: row.get(18)?,
        begun: match (number(row.get(30)?), number(row.get(31)?)) {
            (0, _) => None,
            begun => Some(begun),
        },
        active: row.get(19)?,
        revision: row.get(20)?,
        progress: Progress {
            state: State::from_code(&row.get::<String>(21)?).unwrap_or_default(),
            trouble: Trouble::read(&trouble),
            failing_since: row.get(23)?,
            looked_at: row.get(24)?,
            on_server: row.get(25)?,
            older: row.get(26)?,
            lag: row.get(27)?,
            folders: row.get::<String>(28)?.lines().map(str::to_owned).collect(),
            uid_validity: row.get(29)?,
        },
    })
}

/// Numbers of IMAP have 32 bits.
fn number(kept: i64) -> u32 {
    u32::try_from(kept).unwrap_or_default()
}

impl Mailbox {
    /// Whether a mail came after the desk had looked for the first time: then it is new whatever its date, so that no
    /// clock that is wrong keeps a mail out.
    #[must_use]
    pub fn surely_new(&self, uid_validity: u32, uid: u32) -> bool {
        self.begun.is_some_and(|(numbering, newest)| numbering == uid_validity && uid > newest)
    }
}

/// All mailboxes, the oldest first: a desk has a handful.
///
/// # Errors
/// When the database fails.
pub fn all(conn: &mut Conn) -> Result<Vec<Mailbox>> {
    Ok(conn.query(&format!("select {COLUMNS} from {TABLES} order by m.id"), &[], read)?)
}

/// One mailbox.
///
/// # Errors
/// When there is none.
pub fn one(conn: &mut Conn, id: MailboxId) -> Result<Mailbox> {
    conn.find(&format!("select {COLUMNS} from {TABLES} where m.id = ?1"), params![id], read)?.ok_or(Error::NotFound)
}
