//! Who reads the community, and who may add to it.

use crate::actor::{Actor, Kind, Scope};
use crate::community::{Community, Measure, Standing};
use crate::error::{Denied, Error, Refusal, Result};
use crate::guides::Readers;

use super::Action;

/// What the policy must know of a public ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TopicFacts {
    /// It is public and in the lists.
    pub listed: bool,
    /// It waits for a moderator, who may look at it.
    pub held: bool,
    /// Nobody adds anything any more.
    pub locked: bool,
}

/// Asks whether the actor may do something in the community, or with one topic. Agents moderate, and follow the one
/// rule that holds for everybody: to what is locked nobody adds anything.
///
/// # Errors
/// [`Error::NotFound`] when it does not exist for the actor; [`Error::Refused`] with the reason for a member who may
/// read about it; [`Error::Denied`] otherwise.
pub fn allow_topic(
    actor: &Actor,
    action: Action,
    community: &Community,
    standing: &Standing,
    topic: Option<&TopicFacts>,
) -> Result<()> {
    let staff = actor.is_staff() || matches!(actor.kind, Kind::System | Kind::Rule);
    if (community.hidden && !staff) || topic.is_some_and(|topic| !(topic.listed || (topic.held && staff))) {
        return Err(Error::NotFound);
    }
    let denied = Err(Error::Denied(Denied(action)));
    if !staff {
        let member = actor.kind == Kind::Customer && matches!(actor.scope, Scope::Own);
        match action {
            Action::ReadCommunity if !member && community.readers == Readers::Public => return Ok(()),
            Action::ReadCommunity | Action::Comment | Action::StartTopic | Action::React if member => {}
            _ => return denied,
        }
        obeys(action, standing)?;
    }
    if action == Action::Comment && topic.is_some_and(|topic| topic.locked) {
        return Err(Error::Refused(Refusal::Locked));
    }
    Ok(())
}

/// Whether what was decided about a member leaves room for an action.
fn obeys(action: Action, standing: &Standing) -> Result<()> {
    for sanction in &standing.sanctions {
        match sanction.measure {
            Measure::Removal => return Err(Error::Refused(Refusal::Banned(None))),
            Measure::Ban => return Err(Error::Refused(Refusal::Banned(sanction.until))),
            Measure::Silence if matches!(action, Action::Comment | Action::StartTopic) => {
                return Err(Error::Refused(Refusal::Silenced(sanction.until)));
            }
            Measure::Silence | Measure::Slow | Measure::Warning => {}
        }
    }
    if !standing.accepted {
        return Err(Error::Refused(Refusal::Rules));
    }
    Ok(())
}

/// [`allow_topic`] with [`Action::ReadCommunity`] once the community itself may be read, as SQL about a `ticket` named
/// `t`. The literals match the partial indexes.
pub const LISTED: &str = "t.visibility = 'public' and t.place = ''";

#[cfg(test)]
mod tests {
    use super::{TopicFacts, allow_topic};
    use crate::actor::Actor;
    use crate::community::{Community, Measure, Sanction, Standing};
    use crate::error::{Error, Refusal};
    use crate::guides::Readers;
    use crate::people::Role;
    use crate::policy::Action;
    use crate::{PersonId, SanctionId, TicketId, Time};

    const ACTIONS: [Action; 5] =
        [Action::ReadCommunity, Action::Comment, Action::StartTopic, Action::React, Action::Moderate];

    fn community(hidden: bool, readers: Readers) -> Community {
        Community { hidden, readers, private_by_default: true, watched: vec![], trusted_after: 2, rules: 1 }
    }

    fn standing(accepted: bool, measure: Option<Measure>) -> Standing {
        let sanction = |measure| Sanction {
            id: SanctionId(1),
            person: PersonId(5),
            measure,
            because: String::new(),
            rule: None,
            at: Time(0),
            until: None,
            lifted_at: None,
            by: String::new(),
        };
        Standing { accepted, sanctions: measure.map(sanction).into_iter().collect(), trusted: true }
    }

    /// For each action: y may, r is told why not, n may not, 0 is told that there is nothing.
    fn row(actor: &Actor, community: &Community, standing: &Standing, topic: TopicFacts) -> String {
        let one = |action| match allow_topic(actor, action, community, standing, Some(&topic)) {
            Ok(()) => 'y',
            Err(Error::Refused(Refusal::Locked)) => 'l',
            Err(Error::Refused(_)) => 'r',
            Err(Error::NotFound) => '0',
            Err(_) => 'n',
        };
        ACTIONS.into_iter().map(one).collect()
    }

    #[test]
    fn who_may_what() {
        let person = |role| Actor::person(PersonId(5), "Mia", role, None);
        let (member, agent) = (person(Role::Customer), person(Role::Agent));
        let link = Actor::ticket_link(PersonId(5), "Mia", TicketId(1));
        let open = TopicFacts { listed: true, held: false, locked: false };
        let locked = TopicFacts { locked: true, ..open };
        let private = TopicFacts { listed: false, ..open };
        let waiting = TopicFacts { held: true, ..private };
        let members = community(false, Readers::Members);
        let everybody = community(false, Readers::Public);
        let hidden = community(true, Readers::Public);
        let fine = standing(true, None);
        let has = |measure| standing(true, Some(measure));
        let cases = [
            ("a member", &member, &members, &fine, open, "yyyyn"),
            ("in what is locked", &member, &members, &fine, locked, "ylyyn"),
            ("in what is private", &member, &members, &fine, private, "00000"),
            ("without the rules", &member, &members, &standing(false, None), open, "rrrrn"),
            ("warned", &member, &members, &has(Measure::Warning), open, "yyyyn"),
            ("slowed down", &member, &members, &has(Measure::Slow), open, "yyyyn"),
            ("silenced", &member, &members, &has(Measure::Silence), open, "yrryn"),
            ("banned", &member, &members, &has(Measure::Ban), open, "rrrrn"),
            ("removed", &member, &everybody, &has(Measure::Removal), open, "rrrrn"),
            ("a visitor of members", &Actor::visitor(), &members, &fine, open, "nnnnn"),
            ("a visitor of everybody", &Actor::visitor(), &everybody, &fine, open, "ynnnn"),
            ("by the link of a ticket", &link, &everybody, &fine, open, "ynnnn"),
            ("where there is no community", &member, &hidden, &fine, open, "00000"),
            ("in what waits", &member, &members, &fine, waiting, "00000"),
            ("an agent in what is private", &agent, &members, &fine, private, "00000"),
            ("an agent in what waits", &agent, &members, &fine, waiting, "yyyyy"),
            ("an agent", &agent, &hidden, &fine, open, "yyyyy"),
            ("an agent in what is locked", &agent, &members, &fine, locked, "ylyyy"),
        ];
        for (who, actor, community, standing, topic, wanted) in cases {
            assert_eq!(row(actor, community, standing, topic), wanted, "{who}");
        }
    }
}
