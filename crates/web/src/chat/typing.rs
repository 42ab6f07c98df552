//! Who is typing in a chat. Kept in memory on every node; nothing depends on it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use desk::tickets::Side;
use desk::{Desk, TicketId, Time};
use tokio::sync::broadcast::error::RecvError;

use crate::limits;

type Signs = HashMap<(TicketId, Side), Time>;

/// Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Typing {
    signs: Arc<Mutex<Signs>>,
}

/// How a sign travels between nodes: `0 chat:12 chat-typing customer 1`.
const WORD: &str = "chat-typing";

impl Typing {
    /// Follows the signs of all nodes.
    pub(crate) fn hearing(desk: &Desk) -> Self {
        let typing = Self::default();
        let hearer = typing.clone();
        let mut notices = desk.store().notices();
        tokio::spawn(async move {
            loop {
                match notices.recv().await {
                    Ok(notice) => hearer.hear(&notice),
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return,
                }
            }
        });
        typing
    }

    /// Tells the other side. Only news travels.
    pub(crate) async fn announce(&self, desk: &Desk, ticket: TicketId, side: Side, typing: bool) -> desk::Result<()> {
        if self.is_typing(ticket, side) != typing {
            let sign = i32::from(typing);
            desk.store().broadcast(format!("0 chat:{ticket} {WORD} {} {sign}", side.code())).await?;
        }
        // After the others are told, or this node would take its own notice for old news.
        self.note(ticket, side, typing);
        Ok(())
    }

    fn hear(&self, notice: &str) {
        let words: Vec<&str> = notice.split(' ').collect();
        let ["0", topic, WORD, side, sign] = words.as_slice() else { return };
        let ticket = topic.strip_prefix("chat:").and_then(|id| id.parse().ok());
        if let (Some(ticket), Some(side)) = (ticket, Side::from_code(side)) {
            self.note(ticket, side, *sign == "1");
        }
    }

    fn note(&self, ticket: TicketId, side: Side, typing: bool) {
        let now = Time::now();
        let mut signs = self.signs.lock().unwrap_or_else(PoisonError::into_inner);
        if signs.len() > limits::TYPING_KEPT_MAX {
            signs.retain(|_, at| at.elapsed(now) < limits::TYPING);
        }
        if typing {
            signs.insert((ticket, side), now);
        } else {
            signs.remove(&(ticket, side));
        }
    }

    /// Whether somebody of a side types just now.
    pub(crate) fn is_typing(&self, ticket: TicketId, side: Side) -> bool {
        let signs = self.signs.lock().unwrap_or_else(PoisonError::into_inner);
        signs.get(&(ticket, side)).is_some_and(|at| at.elapsed(Time::now()) < limits::TYPING)
    }
}
