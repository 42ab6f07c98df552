//! Trying a mailbox without taking anything from it.

use desk::Desk;
use desk::mailflow::mailboxes::{Afterwards, Mailbox, Trouble};

use super::names;
use super::round::{self, Memory};
use super::session::{self, ask};
use super::watch;

/// What the server of a mailbox can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Abilities {
    /// It tells of new mail by itself (RFC 2177).
    pub(crate) idle: bool,
    /// Mails can be taken out of the folder one by one.
    pub(crate) removes: bool,
}

/// Signs in with the password and looks at the folders that are used, which stay as they are.
pub(crate) async fn probe(desk: &Desk, mailbox: &Mailbox) -> Result<Abilities, Trouble> {
    let mut session = session::open(mailbox, &watch::password(desk, mailbox)?).await?;
    let mut memory = Memory::default();
    memory.learn(&mut session).await?;
    ask(session.examine(names::encode(&mailbox.folder))).await.map_err(round::of_folder)?;
    if mailbox.afterwards == Afterwards::Move {
        ask(session.examine(names::encode(&mailbox.moved_to))).await.map_err(round::moved_to)?;
    }
    // It has answered: how it says goodbye does not matter.
    let _ = ask(session.logout()).await;
    Ok(Abilities { idle: memory.idle, removes: memory.can_move || memory.can_expunge_some })
}
