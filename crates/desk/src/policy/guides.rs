//! Who reads and writes guides.

use crate::actor::{Actor, Kind, Scope};
use crate::error::{Denied, Error, Result};
use crate::guides::{HelpCentre, MemberWriting, Readers};

use super::Action;

/// What the policy must know of a guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GuideFacts {
    /// Whom it is for.
    pub readers: Readers,
    /// Members cannot edit it.
    pub locked: bool,
    /// Readers can have it in some language.
    pub published: bool,
}

/// Asks whether the actor may act on a guide, or on the help centre itself.
///
/// # Errors
/// [`Error::NotFound`] when it does not exist for the actor, [`Error::Denied`] otherwise.
pub fn allow_guide(actor: &Actor, action: Action, centre: &HelpCentre, guide: Option<&GuideFacts>) -> Result<()> {
    let staff = actor.is_staff() || actor.kind == Kind::System;
    if centre.hidden && !staff {
        return Err(Error::NotFound);
    }
    let reads = guide.is_none_or(|guide| staff || (guide.published && reaches(actor, guide.readers)));
    if !reads {
        return Err(Error::NotFound);
    }
    let writes = staff || (is_member(actor) && centre.writing != MemberWriting::Off);
    let allowed = match action {
        Action::ReadGuides => true,
        Action::WriteGuides => writes && guide.is_none_or(|guide| staff || !guide.locked),
        Action::PublishGuides => staff || (writes && centre.writing == MemberWriting::Direct),
        Action::ManageGuides => staff,
        _ => false,
    };
    if allowed { Ok(()) } else { Err(Error::Denied(Denied(action))) }
}

/// The same as [`allow_guide`] with [`Action::ReadGuides`] for published guides, as SQL about a `guide` named `g`.
#[must_use]
pub fn guide_condition(actor: &Actor, centre: &HelpCentre) -> &'static str {
    if actor.is_staff() || actor.kind == Kind::System {
        "g.trashed_at is null"
    } else if centre.hidden {
        "false"
    } else if is_member(actor) {
        "g.trashed_at is null and g.readers <> 'agents'"
    } else {
        "g.trashed_at is null and g.readers = 'public'"
    }
}

fn reaches(actor: &Actor, readers: Readers) -> bool {
    match readers {
        Readers::Public => true,
        Readers::Members => is_member(actor),
        Readers::Agents => false,
    }
}

/// A customer who is signed in; whoever came by the link of a ticket is not.
fn is_member(actor: &Actor) -> bool {
    actor.kind == Kind::Customer && actor.scope == Scope::Own
}
