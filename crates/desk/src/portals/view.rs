//! What visitors of a portal see, and why.

use std::time::Duration;

use store::Conn;

use super::Portal;
use crate::chat::{self, Standing};
use crate::error::Result;
use crate::policy::{self, VisitorView};
use crate::{PersonId, Time, limits};

/// What visitors see now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The view.
    pub view: VisitorView,
    /// The agents who take requests of this portal just now.
    pub available: Vec<(PersonId, String)>,
}

/// Why an agent of a portal takes requests, or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Available, and a page is open.
    Available,
    /// They said so.
    Unavailable,
    /// Available, but no page of theirs was open for this long.
    Away(Duration),
    /// The desk ended it at this moment, because no page of theirs was open.
    Ended(Time),
}

/// What visitors of a portal see at a moment.
///
/// # Errors
/// When the database fails.
pub fn seen_by_visitors(conn: &mut Conn, portal: &Portal, now: Time) -> Result<Seen> {
    let available: Vec<(PersonId, String)> = chat::standings(conn)?
        .into_iter()
        .filter(|standing| standing.is_available(now) && standing.handles(portal))
        .map(|standing| (standing.person, standing.name))
        .collect();
    Ok(Seen { view: policy::visitor_view(portal.active, available.len()), available })
}

/// Every agent who may take requests of a portal, and why they do or do not.
///
/// # Errors
/// When the database fails.
pub fn availability_of(conn: &mut Conn, portal: &Portal, now: Time) -> Result<Vec<(PersonId, String, Why)>> {
    let all = chat::everybody(conn)?;
    Ok(all
        .into_iter()
        .filter(|standing| standing.handles(portal))
        .map(|standing| {
            let why = why(&standing, now);
            (standing.person, standing.name, why)
        })
        .collect())
}

fn why(standing: &Standing, now: Time) -> Why {
    match standing.left_at {
        Some(at) if !standing.available => Why::Ended(at),
        _ if !standing.available => Why::Unavailable,
        _ if standing.seen_at.elapsed(now) >= limits::AGENT_GRACE => Why::Away(standing.seen_at.elapsed(now)),
        _ => Why::Available,
    }
}
