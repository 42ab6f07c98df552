//! A form of conditions as it was filled in: groups of lines, some of them empty. Works without JavaScript, keeps
//! everything typed.

use std::collections::HashMap;

use desk::automation::{Condition, Group, Mode, Operator, Property, Test, ValueKind};

/// One line of a condition; without a property it is an empty line.
#[derive(Debug, Clone, Default)]
pub(in crate::agent) struct Line {
    pub property: Option<Property>,
    pub operator: Option<Operator>,
    pub value: String,
}

/// A group of lines.
#[derive(Debug, Clone)]
pub(in crate::agent) struct Lines {
    pub mode: Mode,
    pub lines: Vec<Line>,
}

/// The groups of a form; the first is the outer one.
#[derive(Debug, Clone)]
pub(in crate::agent) struct Conditions {
    pub groups: Vec<Lines>,
}

/// Groups and lines that a form may have; more are not read.
pub(in crate::agent) const PLACES_MAX: usize = 60;

impl Conditions {
    /// One empty line.
    pub(in crate::agent) fn empty() -> Self {
        Self { groups: vec![Lines { mode: Mode::All, lines: vec![Line::default()] }] }
    }

    /// As they are kept.
    pub(in crate::agent) fn of(conditions: &Group) -> Self {
        let line = |test: &Test| Line {
            property: Some(test.property),
            operator: Some(test.operator),
            value: test.value.clone(),
        };
        let mut outer = Lines { mode: conditions.mode, lines: Vec::new() };
        let mut inner = Vec::new();
        for part in &conditions.of {
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
        Self { groups: std::iter::once(outer).chain(inner).collect() }
    }

    /// Reads the fields `g0`, `g0.0.property`, `g0.0.operator`, `g0.0.value` and so on.
    pub(in crate::agent) fn read(fields: &HashMap<String, String>) -> Self {
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
        if groups.is_empty() { Self::empty() } else { Self { groups } }
    }

    /// What they say; empty lines are left out.
    pub(in crate::agent) fn group(&self) -> Group {
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
        let Some(outer) = groups.next() else { return Group::empty() };
        let mut of = tests(outer);
        for group in groups {
            let inner = tests(group);
            if !inner.is_empty() {
                of.push(Condition::Group(Group { mode: group.mode, of: inner }));
            }
        }
        Group { mode: outer.mode, of }
    }

    /// Does what a button that only changes the form says; false when it was another button.
    pub(in crate::agent) fn rearrange(&mut self, action: &str) -> bool {
        let (verb, place) = action.split_once(':').unwrap_or((action, ""));
        let mut numbers = place.split('.').map(|number| number.parse::<usize>().unwrap_or(usize::MAX));
        let (first, second) = (numbers.next().unwrap_or(usize::MAX), numbers.next().unwrap_or(usize::MAX));
        match verb {
            "line" => {
                if let Some(group) = self.groups.get_mut(first) {
                    group.lines.push(Line::default());
                }
            }
            "group" => self.groups.push(Lines { mode: Mode::Any, lines: vec![Line::default()] }),
            "drop_line" => {
                if let Some(group) = self.groups.get_mut(first).filter(|group| second < group.lines.len()) {
                    group.lines.remove(second);
                    if group.lines.is_empty() && first > 0 {
                        self.groups.remove(first);
                    }
                }
            }
            _ => return false,
        }
        true
    }
}

/// The fields of a form by name, without control characters, which neither database keeps; line breaks stay.
pub(in crate::agent) fn by_name(fields: Vec<(String, String)>) -> HashMap<String, String> {
    let clean = |text: &str| text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    fields.into_iter().map(|(name, value)| (name, clean(&value))).collect()
}
