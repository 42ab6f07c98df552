//! Accepting connections: how many, from whom, how fast.

use std::collections::HashMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};

use desk::Desk;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;

use super::session::Session;
use crate::limits;

/// Which protocol a listener speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// From other mail servers.
    Smtp,
    /// From a mail server of one's own: one answer per recipient.
    Lmtp,
}

/// How a listener is set up.
#[derive(Clone)]
pub struct Settings {
    /// What it calls itself.
    pub host: String,
    /// For STARTTLS.
    pub tls: Option<TlsAcceptor>,
    /// Largest mail it takes, in bytes.
    pub message_bytes_max: usize,
    /// Mails per minute from one address that is not of this machine.
    pub mails_per_minute: NonZeroU32,
}

/// What all sessions of a listener share.
pub(super) struct Shared {
    pub desk: Desk,
    pub protocol: Protocol,
    pub settings: Settings,
    /// Kilobytes that are free for mails being received.
    pub room: Arc<Semaphore>,
    rate: DefaultKeyedRateLimiter<IpAddr>,
    open: Mutex<HashMap<IpAddr, usize>>,
}

impl Shared {
    /// Whether this peer may hand over one more mail now.
    pub(super) fn may_send(&self, peer: IpAddr) -> bool {
        peer.is_loopback() || self.rate.check_key(&peer).is_ok()
    }

    /// Counts a connection in; false when there are too many.
    fn enter(&self, peer: IpAddr) -> bool {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let total: usize = open.values().sum();
        let own = open.entry(peer).or_default();
        let most = if peer.is_loopback() { limits::CONNECTIONS_MAX } else { limits::CONNECTIONS_PER_PEER_MAX };
        if total >= limits::CONNECTIONS_MAX || *own >= most {
            return false;
        }
        *own += 1;
        true
    }

    fn leave(&self, peer: IpAddr) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = open.get_mut(&peer) {
            *own -= 1;
            if *own == 0 {
                open.remove(&peer);
            }
        }
        if open.is_empty() {
            self.rate.retain_recent();
        }
    }
}

/// A bound receiver that has not started yet.
pub struct Listener {
    socket: TcpListener,
    shared: Arc<Shared>,
}

impl Listener {
    /// A receiver on a bound socket.
    #[must_use]
    pub fn new(socket: TcpListener, protocol: Protocol, desk: Desk, settings: Settings) -> Self {
        let rate = RateLimiter::keyed(Quota::per_minute(settings.mails_per_minute));
        let room = Arc::new(Semaphore::new(limits::RECEIVING_KILOBYTES_MAX));
        let shared = Shared { desk, protocol, settings, room, rate, open: Mutex::new(HashMap::new()) };
        Self { socket, shared: Arc::new(shared) }
    }

    /// Receives until the task is dropped.
    pub async fn run(self) {
        loop {
            match self.socket.accept().await {
                Ok((stream, peer)) => {
                    let shared = self.shared.clone();
                    tokio::spawn(async move { serve(shared, stream, peer.ip()).await });
                }
                Err(error) => {
                    // Out of file handles, usually: give sessions time to end.
                    tracing::warn!(%error, "cannot accept mail connections");
                    tokio::time::sleep(limits::ACCEPT_PAUSE).await;
                }
            }
        }
    }
}

async fn serve(shared: Arc<Shared>, mut stream: TcpStream, peer: IpAddr) {
    if !shared.enter(peer) {
        let _ = stream.write_all(b"421 4.7.0 Too many connections, try again later\r\n").await;
        return;
    }
    let _ = stream.set_nodelay(true);
    let leaving = Leaving { shared: shared.clone(), peer };
    if tokio::time::timeout(limits::SESSION_TIMEOUT, Session::new(shared, peer).run(stream)).await.is_err() {
        tracing::info!(%peer, "a mail connection lasted too long");
    }
    drop(leaving);
}

/// Counts a connection out, also when its task is dropped.
struct Leaving {
    shared: Arc<Shared>,
    peer: IpAddr,
}

impl Drop for Leaving {
    fn drop(&mut self) {
        self.shared.leave(self.peer);
    }
}
