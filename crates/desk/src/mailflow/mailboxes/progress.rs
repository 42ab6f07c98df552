//! What the fetching door tells about a mailbox.

use store::params;

use crate::change::Change;
use crate::error::Result;
use crate::policy::Action;
use crate::{MailboxId, Time};

/// The last that was seen of a mailbox.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing yet.
    #[default]
    New,
    /// Its server tells of new mail at once.
    Watching,
    /// Its server is asked for new mail again and again.
    Polling,
    /// It cannot be read.
    Failing,
}

impl State {
    fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Watching => "watching",
            Self::Polling => "polling",
            Self::Failing => "failing",
        }
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        [Self::New, Self::Watching, Self::Polling, Self::Failing].into_iter().find(|state| state.code() == code)
    }
}

/// Why a mailbox cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Its server does not answer.
    Unreachable(String),
    /// The connection cannot be protected.
    Tls(String),
    /// The server refuses to sign in.
    SignIn(String),
    /// Nobody has consented at the provider, or the consent has ended.
    Consent(String),
    /// The password is sealed with another key than the desk has.
    Sealed,
    /// There is no such folder.
    Folder(String),
    /// Where fetched mails go cannot be used.
    MovedTo(String),
    /// The server said something else.
    Server(String),
}

impl Trouble {
    /// What kind it is, as a code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "unreachable",
            Self::Tls(_) => "tls",
            Self::SignIn(_) => "sign_in",
            Self::Consent(_) => "consent",
            Self::Sealed => "sealed",
            Self::Folder(_) => "folder",
            Self::MovedTo(_) => "moved_to",
            Self::Server(_) => "server",
        }
    }

    /// Whether its words are the server's, and not what was noticed here about a name, a connection or a certificate.
    #[must_use]
    pub fn is_told(&self) -> bool {
        !matches!(self, Self::Unreachable(_) | Self::Tls(_))
    }

    /// In the words of the server, or of this machine.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Unreachable(words)
            | Self::Tls(words)
            | Self::SignIn(words)
            | Self::Consent(words)
            | Self::Folder(words)
            | Self::MovedTo(words)
            | Self::Server(words) => words,
            Self::Sealed => "",
        }
    }

    pub(super) fn read(kept: &str) -> Option<Self> {
        let (code, words) = kept.split_once(':')?;
        let words = words.to_owned();
        Some(match code {
            "unreachable" => Self::Unreachable(words),
            "tls" => Self::Tls(words),
            "sign_in" => Self::SignIn(words),
            "consent" => Self::Consent(words),
            "sealed" => Self::Sealed,
            "folder" => Self::Folder(words),
            "moved_to" => Self::MovedTo(words),
            _ => Self::Server(words),
        })
    }
}

/// A comparison of a folder with the ledger.
#[derive(Debug, Clone)]
pub struct Look {
    /// Whether the server tells of new mail by itself.
    pub watching: bool,
    /// Mails in the folder.
    pub on_server: i64,
    /// Of these, mails that are too old to have been listed.
    pub older: i64,
    /// Which numbering of the folder is in use.
    pub uid_validity: i64,
    /// The folders of the mailbox.
    pub folders: Vec<String>,
    /// How long the newest mail that was just fetched lay there, in microseconds.
    pub lag: Option<i64>,
}

/// The first look at a folder: what has a higher number came later.
///
/// # Errors
/// When the database fails.
pub fn begin(c: &mut Change, id: MailboxId, uid_validity: u32, newest: u32) -> Result<()> {
    c.allow(Action::ManageMail, None)?;
    c.sql().execute(
        "update mailbox set begun_in = ?2, begun_after = ?3 where id = ?1 and begun_in = 0",
        params![id, i64::from(uid_validity), i64::from(newest)],
    )?;
    Ok(())
}

/// The folder was read and compared.
///
/// # Errors
/// When the database fails.
pub fn looked(c: &mut Change, id: MailboxId, look: &Look) -> Result<()> {
    c.allow(Action::ManageMail, None)?;
    let state = if look.watching { State::Watching } else { State::Polling };
    let now = c.now();
    c.sql().execute(
        "update mailbox set state = ?2, trouble = '', failing_since = null, looked_at = ?3, on_server = ?4, older = ?5,
                uid_validity = ?6, folders = ?7, lag = coalesce(?8, lag)
         where id = ?1",
        params![
            id,
            state.code(),
            now,
            look.on_server,
            look.older,
            look.uid_validity,
            &look.folders.join("\n"),
            look.lag,
        ],
    )?;
    c.announce_topic("mailboxes".to_owned());
    Ok(())
}

/// It cannot be read; the moment since when stays that of the first failure.
///
/// # Errors
/// When the database fails.
pub fn troubled(c: &mut Change, id: MailboxId, trouble: &Trouble, folders: &[String]) -> Result<()> {
    c.allow(Action::ManageMail, None)?;
    let now = c.now();
    let kept = format!("{}:{}", trouble.code(), crate::one_line::one_line(trouble.words()));
    c.sql().execute(
        "update mailbox set state = 'failing', trouble = ?2, failing_since = coalesce(failing_since, ?3),
                folders = case when ?4 = '' then folders else ?4 end
         where id = ?1",
        params![id, &kept, now, &folders.join("\n")],
    )?;
    c.announce_topic("mailboxes".to_owned());
    Ok(())
}

/// Keeps a mailbox for one node until a moment; false when another one has it.
///
/// # Errors
/// When the database fails.
pub fn renew_lease(c: &mut Change, id: MailboxId, node: &str, until: Time) -> Result<bool> {
    c.allow(Action::ManageMail, None)?;
    let now = c.now();
    let mine = c.sql().execute(
        "update mailbox set leased_by = ?2, leased_until = ?3 where id = ?1 and (leased_by = ?2 or leased_until < ?4)",
        params![id, node, until, now],
    )?;
    Ok(mine > 0)
}
