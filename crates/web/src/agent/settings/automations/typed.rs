//! The form of a rule as it was filled in: works without JavaScript, keeps everything typed.

use std::collections::HashMap;

use desk::automation::{
    Condition, Deed, Definition, Group, Mode, Operator, Property, Rule, Step, Test, Trigger, ValueKind,
};

/// One line of a condition; without a property it is an empty line.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub property: Option<Property>,
    pub operator: Option<Operator>,
    pub value: String,
}

/// A group of lines.
#[derive(Debug, Clone)]
pub(super) struct Lines {
    pub mode: Mode,
    pub lines: Vec<Line>,
}

/// One action; without a deed it is an empty line.
#[derive(Debug, Clone, Default)]
pub(super) struct Act {
    pub deed: Option<Deed>,
    pub argument: String,
    pub en: String,
    pub fr: String,
}

/// Everything that the form holds.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    pub name: String,
    pub enabled: bool,
    pub trigger: Trigger,
    pub wait: String,
    pub unit: String,
    /// The first is the outer one.
    pub groups: Vec<Lines>,
    pub acts: Vec<Act>,
    pub period: String,
    /// Which button.
    pub action: String,
}

/// Groups and lines that a form may have; more are not read.
const PLACES_MAX: usize = 60;

/// The largest unit that a wait is a whole number of.
pub(super) fn unit_of(minutes: u32) -> (u32, &'static str) {
    match minutes {
        0 => (0, "minutes"),
        m if m % 1440 == 0 => (m / 1440, "days"),
        m if m % 60 == 0 => (m / 60, "hours"),
        m => (m, "minutes"),
    }
}

impl Typed {
    pub(super) fn empty() -> Self {
        Self {
            name: String::new(),
            enabled: false,
            trigger: Trigger::Opened,
            wait: String::new(),
            unit: "hours".into(),
            groups: vec![Lines { mode: Mode::All, lines: vec![Line::default()] }],
            acts: vec![Act::default()],
            period: "30".into(),
            action: String::new(),
        }
    }

    pub(super) fn of(rule: &Rule) -> Self {
        let definition = &rule.definition;
        let (wait, unit) = unit_of(definition.wait_minutes);
        let line = |test: &Test| Line {
            property: Some(test.property),
            operator: Some(test.operator),
            value: test.value.clone(),
        };
        let mut outer = Lines { mode: definition.conditions.mode, lines: Vec::new() };
        let mut inner = Vec::new();
        for part in &definition.conditions.of {
            match part {
                Condition::Test(test) => outer.lines.push(line(test)),
                Condition::Group(group) => inner.push(Lines {
                    mode: group.mode,
                    lines: group
                        .of
                        .iter()
                        .filter_map(|part| match part {
                            Condition::Test(test) => Some(line(test)),
                            Condition::Group(_) => None,
                        })
                        .collect(),
                }),
            }
        }
        let acts = definition
            .steps
            .iter()
            .map(|step| Act {
                deed: Some(step.deed),
                argument: step.argument.clone(),
                en: step.en.clone(),
                fr: step.fr.clone(),
            })
            .collect();
        Self {
            name: rule.name.clone(),
            enabled: rule.enabled,
            trigger: definition.trigger,
            wait: if wait == 0 { String::new() } else { wait.to_string() },
            unit: unit.into(),
            groups: std::iter::once(outer).chain(inner).collect(),
            acts,
            ..Self::empty()
        }
    }

    /// Reads what the browser sends.
    pub(super) fn read(fields: Vec<(String, String)>) -> Self {
        let fields: HashMap<String, String> = fields.into_iter().map(|(name, value)| (name, clean(&value))).collect();
        let get = |name: &str| fields.get(name).cloned().unwrap_or_default();
        let mut groups = Vec::new();
        for at in 0..PLACES_MAX {
            let Some(mode) = fields.get(&format!("g{at}")) else { break };
            let lines = (0..PLACES_MAX).map_while(|line| {
                let key = format!("g{at}.{line}");
                let property = Property::from_code(fields.get(&format!("{key}.property"))?);
                let value = match property {
                    Some(one) if one.kind() == ValueKind::Choice => get(&format!("{key}.{}", one.code())),
                    _ => get(&format!("{key}.value")),
                };
                Some(Line { property, operator: Operator::from_code(&get(&format!("{key}.operator"))), value })
            });
            groups.push(Lines { mode: Mode::from_code(mode).unwrap_or(Mode::All), lines: lines.collect() });
        }
        let acts = (0..PLACES_MAX).map_while(|at| {
            let deed = Deed::from_code(fields.get(&format!("s{at}.deed"))?);
            let argument = match deed {
                Some(Deed::Assign | Deed::Notify) => get(&format!("s{at}.agent")),
                Some(Deed::AddTag | Deed::RemoveTag) => get(&format!("s{at}.tag")),
                Some(one) if one.takes_argument() => get(&format!("s{at}.{}", one.code())),
                _ => String::new(),
            };
            let keeps = deed == Some(Deed::Acknowledge);
            let text = |name: &str| if keeps { get(&format!("s{at}.{name}")) } else { String::new() };
            Some(Act { deed, argument, en: text("en"), fr: text("fr") })
        });
        let acts = acts.collect();
        Self {
            name: get("name"),
            enabled: !get("enabled").is_empty(),
            trigger: Trigger::from_code(&get("trigger")).unwrap_or(Trigger::Opened),
            wait: get("wait"),
            unit: get("unit"),
            groups: if groups.is_empty() { Self::empty().groups } else { groups },
            acts,
            period: get("period"),
            action: get("action"),
        }
    }

    /// What it says; empty lines are left out. Nothing when the wait is no number.
    pub(super) fn definition(&self) -> Option<Definition> {
        let wait: u32 = match self.wait.trim() {
            "" => 0,
            number => number.parse().ok()?,
        };
        let minutes = match self.unit.as_str() {
            "days" => 1440,
            "hours" => 60,
            _ => 1,
        };
        let tests = |lines: &Lines| -> Vec<Condition> {
            lines
                .lines
                .iter()
                .filter_map(|line| {
                    let operator = line.operator.unwrap_or(Operator::Is);
                    let value = if operator.takes_value() { line.value.clone() } else { String::new() };
                    Some(Condition::Test(Test { property: line.property?, operator, value }))
                })
                .collect()
        };
        let mut groups = self.groups.iter();
        let outer = groups.next()?;
        let mut of = tests(outer);
        for group in groups {
            let inner = tests(group);
            if !inner.is_empty() {
                of.push(Condition::Group(Group { mode: group.mode, of: inner }));
            }
        }
        let steps = self.acts.iter().filter_map(|act| {
            let (argument, en, fr) = (act.argument.clone(), act.en.clone(), act.fr.clone());
            Some(Step { deed: act.deed?, argument, en, fr })
        });
        Some(Definition {
            trigger: self.trigger,
            wait_minutes: wait.checked_mul(minutes)?,
            conditions: Group { mode: outer.mode, of },
            steps: steps.collect(),
        })
    }

    /// Does what a button that only changes the form says; false when it was another button.
    pub(super) fn rearrange(&mut self) -> bool {
        let (verb, place) = self.action.split_once(':').unwrap_or((self.action.as_str(), ""));
        let mut numbers = place.split('.').map(|number| number.parse::<usize>().unwrap_or(usize::MAX));
        let (first, second) = (numbers.next().unwrap_or(usize::MAX), numbers.next().unwrap_or(usize::MAX));
        match verb {
            "line" => {
                if let Some(group) = self.groups.get_mut(first) {
                    group.lines.push(Line::default());
                }
            }
            "group" => self.groups.push(Lines { mode: Mode::Any, lines: vec![Line::default()] }),
            "act" => self.acts.push(Act::default()),
            "drop_line" => {
                if let Some(group) = self.groups.get_mut(first).filter(|group| second < group.lines.len()) {
                    group.lines.remove(second);
                    if group.lines.is_empty() && first > 0 {
                        self.groups.remove(first);
                    }
                }
            }
            "drop_act" if first < self.acts.len() => {
                self.acts.remove(first);
            }
            "drop_act" => {}
            _ => return false,
        }
        true
    }
}

/// Without control characters, which neither database keeps; line breaks stay.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || *c == '\n').collect()
}

#[cfg(test)]
mod tests {
    use desk::automation::{Mode, Trigger};

    use super::Typed;

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_form_is_read_and_says_the_same() {
        let typed = Typed::read(fields(&[
            ("name", "VIP"),
            ("trigger", "opened"),
            ("wait", "2"),
            ("unit", "days"),
            ("g0", "any"),
            ("g0.0.property", "status"),
            ("g0.0.operator", "is"),
            ("g0.0.status", "open"),
            ("g0.0.value", "left over"),
            ("g0.1.property", ""),
            ("g1", "none"),
            ("g1.0.property", "subject"),
            ("g1.0.operator", "contains"),
            ("g1.0.value", "x\u{0}y"),
            ("s0.deed", "add_tag"),
            ("s0.tag", "vip"),
            ("s1.deed", ""),
        ]));
        let definition = typed.definition().unwrap();
        assert_eq!(definition.trigger, Trigger::Opened);
        assert_eq!(definition.wait_minutes, 2880);
        assert_eq!(definition.conditions.mode, Mode::Any);
        let kept = format!("{definition:?}");
        assert!(kept.contains("\"open\"") && kept.contains("\"xy\"") && !kept.contains("left over"));
        assert_eq!(definition.steps.len(), 1);
        assert_eq!(definition.conditions.of.len(), 2);
    }

    #[test]
    fn buttons_never_reach_beyond_the_form() {
        for action in ["line:9", "drop_line:9.9", "drop_line:0.9", "drop_act:9", "drop_line:", "group", "act", "line:x"]
        {
            let mut typed = Typed::empty();
            typed.action = action.into();
            assert!(typed.rearrange(), "{action}");
        }
    }

    #[test]
    fn a_wait_that_is_no_number_says_nothing() {
        let mut typed = Typed::empty();
        typed.wait = "soon".into();
        assert!(typed.definition().is_none());
        typed.wait = "4000000000".into();
        assert!(typed.definition().is_none());
    }
}
