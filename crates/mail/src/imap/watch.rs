//! One mailbox: open it, take what is new, wait for more, and begin anew when something breaks.

use std::time::{Duration, Instant};

use async_imap::extensions::idle::IdleResponse;
use desk::mailflow::mailboxes::{self, Mailbox, SECRET, Trouble};
use desk::{Actor, Desk, MailboxId, Time};
use rand::RngExt as _;

use super::oauth::Tokens;
use super::round::{self, Memory};
use super::session::{self, Key, Session, ask, bounded};
use crate::limits;

/// This process, as the mailboxes' leases know it.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// Nothing where there is only one.
    name: Option<String>,
    /// Bytes of the largest mail that is taken.
    pub(super) message_bytes_max: usize,
}

impl Node {
    pub(super) fn new(desk: &Desk, message_bytes_max: usize) -> Self {
        let alone = desk.store().engine_name() == "SQLite";
        Self { name: (!alone).then(|| desk::change::random_token(12)), message_bytes_max }
    }
}

/// Why a conversation ended.
#[derive(Debug)]
pub(super) enum Failure {
    /// Something of the mailbox, which an admin reads.
    Mailbox(Trouble),
    /// The desk's own database; it is tried again.
    Desk(desk::Error),
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        Self::Mailbox(trouble)
    }
}

impl From<desk::Error> for Failure {
    fn from(error: desk::Error) -> Self {
        Self::Desk(error)
    }
}

pub(super) fn system() -> Actor {
    Actor::system("mail")
}

/// Watches a mailbox for ever, while no other node does.
pub(super) async fn watch(desk: Desk, node: Node, mut mailbox: Mailbox) {
    let Some(name) = node.name.clone() else { return fetch(&desk, &node, &mut mailbox).await };
    loop {
        if lease(&desk, mailbox.id, &name).await {
            let id = mailbox.id;
            let kept = async {
                loop {
                    tokio::time::sleep(limits::IMAP_LEASE.1).await;
                    if !lease(&desk, id, &name).await {
                        return;
                    }
                }
            };
            tokio::select! {
                () = fetch(&desk, &node, &mut mailbox) => {}
                () = kept => {}
            }
        }
        tokio::time::sleep(limits::IMAP_LEASE.1).await;
    }
}

async fn lease(desk: &Desk, id: MailboxId, node: &str) -> bool {
    let (node, until) = (node.to_owned(), Time::now().plus(limits::IMAP_LEASE.0));
    desk.change(&system(), move |c| mailboxes::renew_lease(c, id, &node, until)).await.unwrap_or(false)
}

/// Opens the mailbox again and again.
async fn fetch(desk: &Desk, node: &Node, mailbox: &mut Mailbox) {
    let mut tokens = Tokens::default();
    let mut failures = 0;
    loop {
        let begun = Instant::now();
        let mut memory = Memory::default();
        let Err(failure) = talk(desk, node, mailbox, &mut tokens, &mut memory).await;
        // A conversation that lasted was a good one: its end is the server's habit.
        failures = if begun.elapsed() > limits::IMAP_IDLE { 1 } else { failures + 1 };
        match failure {
            Failure::Desk(error) => tracing::error!(%error, mailbox = %mailbox.id, "fetched mail could not be kept"),
            Failure::Mailbox(trouble) => {
                tracing::warn!(mailbox = %mailbox.id, code = trouble.code(), words = trouble.words(), "mailbox");
                // Only a refused token is worth another one.
                tokens.forget();
                let sudden = failures == 1 && matches!(trouble, Trouble::Unreachable(_)) && memory.looked;
                if !sudden {
                    let (id, folders) = (mailbox.id, memory.folders);
                    let told = desk.change(&system(), move |c| mailboxes::troubled(c, id, &trouble, &folders)).await;
                    if let Err(error) = told {
                        tracing::error!(%error, "trouble of a mailbox could not be kept");
                    }
                }
            }
        }
        tokio::time::sleep(pause(failures)).await;
    }
}

/// Longer after each failure, and never the same for all that lost the same server.
fn pause(failures: u32) -> Duration {
    let (least, most) = limits::IMAP_RETRY;
    let grown = least.saturating_mul(2_u32.saturating_pow(failures.saturating_sub(1).min(16))).min(most);
    grown.mul_f64(rand::rng().random_range(0.5..1.0))
}

/// One conversation: it ends by a failure only.
async fn talk(
    desk: &Desk,
    node: &Node,
    mailbox: &mut Mailbox,
    tokens: &mut Tokens,
    memory: &mut Memory,
) -> Result<std::convert::Infallible, Failure> {
    let key = match &mailbox.oauth {
        Some(oauth) => Key::Token(tokens.current(desk, mailbox, oauth).await?),
        None => password(desk, mailbox)?,
    };
    let mut session = session::open(mailbox, &key).await?;
    memory.learn(&mut session).await?;
    loop {
        round::round(desk, node, mailbox, &mut session, memory).await?;
        session = wait(session, memory.idle).await?;
    }
}

/// The password of a mailbox that has one.
pub(super) fn password(desk: &Desk, mailbox: &Mailbox) -> Result<Key, Trouble> {
    let secret = desk.secrets().open(SECRET, &mailbox.secret).map_err(|_| Trouble::Sealed)?;
    String::from_utf8(secret).map(Key::Password).map_err(|_| Trouble::Sealed)
}

/// Until there may be something new.
async fn wait(mut session: Session, idle: bool) -> Result<Session, Trouble> {
    if !idle {
        tokio::time::sleep(limits::IMAP_POLL).await;
        ask(session.noop()).await?;
        return Ok(session);
    }
    let mut handle = session.idle();
    ask(handle.init()).await?;
    let (news, _stop) = handle.wait_with_timeout(limits::IMAP_IDLE);
    // The server's "still here" keeps the wait alive, so that it needs a bound of its own.
    match tokio::time::timeout(limits::IMAP_IDLE.saturating_mul(2), news).await {
        Ok(Ok(IdleResponse::NewData(_) | IdleResponse::Timeout)) | Err(_) => {}
        Ok(Ok(IdleResponse::ManualInterrupt)) => return Err(Trouble::Unreachable("closed".into())),
        Ok(Err(error)) => return Err(session::told(error)),
    }
    bounded(limits::IMAP_TIMEOUT, handle.done()).await?.map_err(session::told)
}
