//! Which rules act on an event. Pure: no clock, no database.

use super::facts::Facts;
use super::rule::{Rule, Trigger};

/// The enabled rules that this event wakes at once and whose conditions hold, in order, up to one that ends the chain.
/// All are asked about the same facts: what one does is an event of its own.
pub(crate) fn decide<'r>(rules: &'r [Rule], trigger: Trigger, facts: &Facts) -> Vec<&'r Rule> {
    let mut out = Vec::new();
    for rule in rules.iter().filter(|rule| rule.enabled && rule.definition.trigger == trigger) {
        if rule.definition.wait_minutes > 0 || !rule.definition.conditions.holds(facts) {
            continue;
        }
        out.push(rule);
        if rule.definition.steps.iter().any(|step| step.deed.ends_the_chain()) {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::decide;
    use crate::automation::condition::{Condition, Group, Mode, Operator, Property, Test};
    use crate::automation::facts::Facts;
    use crate::automation::rule::{Deed, Definition, Rule, Step, Trigger};
    use crate::{RuleId, Time};

    fn rule(id: i64, deed: Deed, subject: &str) -> Rule {
        let test = Test { property: Property::Subject, operator: Operator::Contains, value: subject.into() };
        Rule {
            id: RuleId(id),
            name: format!("rule {id}"),
            builtin: String::new(),
            enabled: true,
            version: 1,
            edited_by: String::new(),
            edited_at: Time(0),
            definition: Definition {
                trigger: Trigger::Opened,
                wait_minutes: 0,
                in_hours: false,
                conditions: Group { mode: Mode::All, of: vec![Condition::Test(test)] },
                steps: vec![Step { deed, argument: "x".into(), en: String::new(), fr: String::new() }],
            },
        }
    }

    #[test]
    fn all_that_match_in_order_until_one_stops() {
        let facts = Facts { subject: "Invoice 12".into(), ..Facts::default() };
        let mut rules = vec![
            rule(1, Deed::AddTag, "invoice"),
            rule(2, Deed::AddTag, "printer"),
            rule(3, Deed::AddTag, "invoice"),
            rule(4, Deed::AddTag, "invoice"),
            rule(5, Deed::Stop, "invoice"),
            rule(6, Deed::AddTag, "invoice"),
        ];
        rules[2].enabled = false;
        rules[3].definition.wait_minutes = 5;
        let ids: Vec<i64> = decide(&rules, Trigger::Opened, &facts).iter().map(|rule| rule.id.0).collect();
        assert_eq!(ids, [1, 5]);
        assert!(decide(&rules, Trigger::NoteAdded, &facts).is_empty());
    }
}
