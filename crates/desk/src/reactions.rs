//! What follows each kind of event, in order, inside the same transaction.

use crate::change::Change;
use crate::error::Result;
use crate::event::Recorded;
use crate::{automation, chat, community, limits, mailflow};

/// Reacts to everything recorded, and to what the reactions record, until nothing is left or the
/// budget is spent.
pub(crate) fn run(c: &mut Change) -> Result<()> {
    let mut budget = limits::REACTIONS_MAX * limits::BULK_TICKETS_MAX;
    loop {
        let recorded = c.take_recorded();
        if recorded.is_empty() {
            return Ok(());
        }
        for event in recorded {
            let Some(left) = budget.checked_sub(1) else {
                tracing::error!("rules were stopped: too many reactions to one change");
                return Ok(());
            };
            budget = left;
            follow(c, &event)?;
        }
    }
}

/// The list: rules first, then who is told.
fn follow(c: &mut Change, event: &Recorded) -> Result<()> {
    automation::react(c, event)?;
    mailflow::notify::react(c, event)?;
    chat::follow(c, event)?;
    community::tell(c, event)?;
    Ok(())
}
