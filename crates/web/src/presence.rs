//! Who has a ticket open, and who is typing. Kept in memory on every node; nothing depends on it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use desk::{Desk, PersonId, TicketId, Time};

use crate::limits;

/// One agent at one ticket.
#[derive(Debug, Clone)]
struct Sign {
    name: String,
    seen_at: Time,
    told_at: Time,
    typed_at: Option<Time>,
}

/// Somebody at a ticket, as pages show them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Somebody {
    pub person: PersonId,
    pub name: String,
    pub typing: bool,
}

type Signs = HashMap<TicketId, HashMap<PersonId, Sign>>;

/// The presence of all agents. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Presence {
    signs: Arc<Mutex<Signs>>,
    /// When each agent last asked this node for anything.
    asked: Arc<Mutex<HashMap<PersonId, Time>>>,
}

/// How a sign travels between nodes; the word distinguishes it from notices of changes.
const WORD: &str = "presence";

impl Presence {
    /// Follows the signs of all nodes.
    pub(crate) fn following(desk: &Desk) -> Self {
        let presence = Self::default();
        let follower = presence.clone();
        let mut notices = desk.store().notices();
        tokio::spawn(async move {
            loop {
                match notices.recv().await {
                    Ok(notice) => follower.hear(&notice),
                    Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => {}
                    Err(tokio::sync::broadcast::error::RecvError::Closed) => return,
                }
            }
        });
        presence
    }

    /// Tells all nodes that somebody is at a ticket. Only news travels.
    pub(crate) async fn announce(
        &self,
        desk: &Desk,
        ticket: TicketId,
        person: PersonId,
        name: &str,
        typing: bool,
    ) -> desk::Result<()> {
        let news = self.note(ticket, person, name, typing);
        if news {
            let name = name.replace(char::is_whitespace, "\u{a0}");
            let typing = i32::from(typing);
            desk.store().broadcast(format!("0 ticket:{ticket} typing {WORD} {person} {typing} {name}")).await?;
        }
        Ok(())
    }

    fn hear(&self, notice: &str) {
        let words: Vec<&str> = notice.split(' ').collect();
        let ["0", topic, "typing", WORD, person, typing, name] = words.as_slice() else { return };
        let ticket = topic.strip_prefix("ticket:").and_then(|id| id.parse().ok());
        if let (Some(ticket), Ok(person)) = (ticket, person.parse()) {
            self.note(ticket, person, &name.replace('\u{a0}', " "), *typing == "1");
        }
    }

    /// Remembers a sign; true when it changes what others see.
    fn note(&self, ticket: TicketId, person: PersonId, name: &str, typing: bool) -> bool {
        let now = Time::now();
        let mut signs = self.signs.lock().unwrap_or_else(PoisonError::into_inner);
        if signs.len() > limits::PRESENCE_TICKETS_MAX {
            signs.retain(|_, there| there.values().any(|sign| is_here(sign, now)));
        }
        let there = signs.entry(ticket).or_default();
        // A sign that others would soon forget is news again.
        let before = there
            .get(&person)
            .filter(|sign| sign.told_at.elapsed(now) < limits::PRESENCE / 2)
            .map(|sign| (is_here(sign, now), sign.typed_at.is_some()));
        let typed_at = typing.then_some(now);
        let news = before != Some((true, typing));
        let told_at = there.get(&person).map(|sign| sign.told_at).filter(|_| !news).unwrap_or(now);
        there.insert(person, Sign { name: name.to_owned(), seen_at: now, told_at, typed_at });
        news
    }

    /// Who else is at a ticket.
    pub(crate) fn others(&self, ticket: TicketId, me: Option<PersonId>) -> Vec<Somebody> {
        let now = Time::now();
        let mut signs = self.signs.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(there) = signs.get_mut(&ticket) else { return Vec::new() };
        there.retain(|_, sign| is_here(sign, now));
        let mut out: Vec<Somebody> = there
            .iter()
            .filter(|(person, _)| Some(**person) != me)
            .map(|(person, sign)| Somebody { person: *person, name: sign.name.clone(), typing: is_typing(sign, now) })
            .collect();
        if there.is_empty() {
            signs.remove(&ticket);
        }
        out.sort_by_key(|somebody| somebody.person);
        out
    }

    /// An agent asked for a page.
    pub(crate) fn saw(&self, person: PersonId, now: Time) {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).insert(person, now);
    }

    /// Who is at work: they asked for something lately, or are at a ticket.
    pub(crate) fn here(&self) -> Vec<PersonId> {
        let now = Time::now();
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let mut out: Vec<PersonId> =
            asked.iter().filter(|(_, at)| at.elapsed(now) < limits::HERE).map(|(person, _)| *person).collect();
        drop(asked);
        let signs = self.signs.lock().unwrap_or_else(PoisonError::into_inner);
        for there in signs.values() {
            out.extend(there.iter().filter(|(_, sign)| is_here(sign, now)).map(|(person, _)| *person));
        }
        out.sort();
        out.dedup();
        out
    }

    /// Who is typing where, for lists.
    pub(crate) fn typing(&self, me: Option<PersonId>) -> Vec<(TicketId, String)> {
        let now = Time::now();
        let signs = self.signs.lock().unwrap_or_else(PoisonError::into_inner);
        let mut out = Vec::new();
        for (ticket, there) in signs.iter() {
            for (_, sign) in there.iter().filter(|(person, sign)| Some(**person) != me && is_typing(sign, now)) {
                out.push((*ticket, sign.name.clone()));
            }
        }
        out
    }
}

fn is_here(sign: &Sign, now: Time) -> bool {
    sign.seen_at.elapsed(now) < limits::PRESENCE
}

fn is_typing(sign: &Sign, now: Time) -> bool {
    sign.typed_at.is_some_and(|at| at.elapsed(now) < limits::TYPING)
}
