//! Conditions: a tree of tests over what is known of a ticket. Asking it is a pure function, and the answer keeps what
//! each test saw, so that "why" is the same code as "whether".

use serde::{Deserialize, Serialize};

use super::facts::Facts;
use crate::limits;
use crate::tickets::{Category, codes};

codes! {
    /// How a test compares. Case and accents do not matter.
    Operator {
        /// All of it.
        Is = "is",
        /// Not all of it.
        IsNot = "is_not",
        /// Somewhere in it.
        Contains = "contains",
        /// Nowhere in it.
        ContainsNot = "contains_not",
        /// At its beginning.
        Starts = "starts",
        /// At its end.
        Ends = "ends",
        /// This number or more.
        AtLeast = "at_least",
        /// This number or less.
        AtMost = "at_most",
        /// Nothing is there.
        Empty = "empty",
        /// Something is there.
        Filled = "filled",
    }
}

impl Operator {
    /// Those that compare words, as filters use them.
    pub const WORDS: &'static [Self] =
        &[Self::Is, Self::IsNot, Self::Contains, Self::ContainsNot, Self::Starts, Self::Ends];

    /// Whether it needs something to compare with.
    #[must_use]
    pub fn takes_value(self) -> bool {
        !matches!(self, Self::Empty | Self::Filled)
    }

    /// Compares what is there with what is wanted. Of several values one must agree; a denial holds if none does.
    pub(super) fn holds(self, seen: &[String], wanted: &str) -> bool {
        let wanted = fold(wanted);
        let any = |agrees: &dyn Fn(&str) -> bool| seen.iter().any(|value| agrees(&fold(value)));
        let number = |agrees: &dyn Fn(i64, i64) -> bool| {
            let wanted = wanted.parse::<i64>().ok();
            any(&|seen: &str| seen.parse().ok().zip(wanted).is_some_and(|(seen, wanted)| agrees(seen, wanted)))
        };
        match self {
            Self::Is => any(&|seen| seen == wanted),
            Self::IsNot => !any(&|seen| seen == wanted),
            Self::Contains => any(&|seen| seen.contains(&wanted)),
            Self::ContainsNot => !any(&|seen| seen.contains(&wanted)),
            Self::Starts => any(&|seen| seen.starts_with(&wanted)),
            Self::Ends => any(&|seen| seen.ends_with(&wanted)),
            Self::AtLeast => number(&|seen, wanted| seen >= wanted),
            Self::AtMost => number(&|seen, wanted| seen <= wanted),
            Self::Empty => !any(&|seen| !seen.is_empty()),
            Self::Filled => any(&|seen| !seen.is_empty()),
        }
    }
}

/// Lower case, without accents, single spaces.
fn fold(text: &str) -> String {
    store::search::folded(text)
}

codes! {
    /// What a test looks at.
    Property {
        /// The requester's mail address.
        Sender = "sender",
        /// What stands behind the @ of it.
        SenderDomain = "sender_domain",
        /// The requester's company, by name.
        Company = "company",
        /// The subject.
        Subject = "subject",
        /// The words of the message that the event is about.
        Content = "content",
        /// A field in the head of the mail that the event is about: `list-id: members.example.org`.
        Header = "header",
        /// How the ticket came: mail, form, agent.
        Channel = "channel",
        /// The desk address that it was written to.
        Address = "address",
        /// The language of the ticket: en, fr.
        Language = "language",
        /// Its type, by number.
        Type = "type",
        /// Its status, by number, and what that counts as.
        Status = "status",
        /// Its priority.
        Priority = "priority",
        /// Its department, by number.
        Department = "department",
        /// Who has it, by number.
        Assignee = "assignee",
        /// Its tags.
        Tag = "tag",
        /// Who did it: customer, agent, rule, system.
        Author = "author",
        /// Whether a machine wrote the message: yes, no.
        Machine = "machine",
        /// Whether the agent chose a status with the answer: yes, no.
        StatusChosen = "status_chosen",
        /// Whether it is in business hours: yes, no.
        InHours = "in_hours",
        /// Full hours since the ticket was opened.
        AgeHours = "age_hours",
        /// Its project, by number.
        Project = "project",
        /// Days until it shall be done; negative when that is over.
        DueDays = "due_days",
    }
}

/// What a property's values are: decides which operators make sense and how a value is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// Words.
    Words,
    /// One of the known ones.
    Choice,
    /// A whole number.
    Number,
}

impl Property {
    /// What its values are.
    #[must_use]
    pub fn kind(self) -> ValueKind {
        match self {
            Self::Sender | Self::SenderDomain | Self::Company | Self::Subject | Self::Content => ValueKind::Words,
            Self::Address | Self::Tag | Self::Header => ValueKind::Words,
            Self::AgeHours | Self::DueDays => ValueKind::Number,
            _ => ValueKind::Choice,
        }
    }

    /// Whether the operator makes sense for it.
    #[must_use]
    pub fn allows(self, operator: Operator) -> bool {
        match operator {
            Operator::Is | Operator::IsNot => true,
            Operator::AtLeast | Operator::AtMost => self.kind() == ValueKind::Number,
            Operator::Empty | Operator::Filled => {
                matches!(
                    self,
                    Self::Company
                        | Self::Subject
                        | Self::Content
                        | Self::Header
                        | Self::Assignee
                        | Self::Tag
                        | Self::Project
                        | Self::DueDays
                )
            }
            _ => self.kind() == ValueKind::Words,
        }
    }
}

codes! {
    /// How many parts of a group must hold.
    Mode {
        /// Every one; a group without parts holds.
        All = "all",
        /// At least one; a group without parts holds.
        Any = "any",
        /// Not a single one.
        None = "none",
    }
}

/// One comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Test {
    /// What it looks at.
    pub property: Property,
    /// How it compares.
    pub operator: Operator,
    /// With what.
    pub value: String,
}

/// Several conditions and how many of them must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// How many.
    pub mode: Mode,
    /// Tests, and groups inside.
    pub of: Vec<Condition>,
}

/// A test or a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Condition {
    /// One comparison.
    Test(Test),
    /// Several.
    Group(Group),
}

/// A condition with what it saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trace {
    /// A test, the values it saw, and whether it held.
    Test {
        /// The test.
        test: Test,
        /// What was there; the beginning of long words.
        seen: Vec<String>,
        /// Whether it held.
        held: bool,
    },
    /// A group, its parts, and whether it held.
    Group {
        /// How many parts had to.
        mode: Mode,
        /// Its parts.
        of: Vec<Trace>,
        /// Whether it held.
        held: bool,
    },
}

impl Trace {
    /// Whether the condition held.
    #[must_use]
    pub fn held(&self) -> bool {
        match self {
            Self::Test { held, .. } | Self::Group { held, .. } => *held,
        }
    }

    /// How many tests did not hold.
    #[must_use]
    pub fn misses(&self) -> usize {
        match self {
            Self::Test { held, .. } => usize::from(!held),
            Self::Group { of, .. } => of.iter().map(Self::misses).sum(),
        }
    }
}

/// Characters of a seen value that a trace keeps.
const SEEN_CHARS: usize = 80;

impl Group {
    /// A group without conditions: holds always.
    #[must_use]
    pub fn empty() -> Self {
        Self { mode: Mode::All, of: Vec::new() }
    }

    /// Whether it holds. Stops at the first part that decides.
    pub(crate) fn holds(&self, facts: &Facts) -> bool {
        let mut parts = self.of.iter().map(|part| match part {
            Condition::Test(test) => test.operator.holds(&facts.seen(test.property), &test.value),
            Condition::Group(group) => group.holds(facts),
        });
        match self.mode {
            Mode::All => parts.all(|held| held),
            Mode::Any => self.of.is_empty() || parts.any(|held| held),
            Mode::None => !parts.any(|held| held),
        }
    }

    /// The same with everything it saw.
    pub(crate) fn trace(&self, facts: &Facts) -> Trace {
        let of: Vec<Trace> = self
            .of
            .iter()
            .map(|part| match part {
                Condition::Test(test) => {
                    let mut seen = facts.seen(test.property);
                    let held = test.operator.holds(&seen, &test.value);
                    // Of a status the side that was asked about: what it counts as, or itself.
                    if test.property == Property::Status && seen.len() == 2 {
                        seen.remove(usize::from(Category::from_code(&test.value).is_some()));
                    }
                    let seen = seen.into_iter().map(|value| value.chars().take(SEEN_CHARS).collect()).collect();
                    Trace::Test { test: test.clone(), seen, held }
                }
                Condition::Group(group) => group.trace(facts),
            })
            .collect();
        let held = match self.mode {
            Mode::All => of.iter().all(Trace::held),
            Mode::Any => of.is_empty() || of.iter().any(Trace::held),
            Mode::None => !of.iter().any(Trace::held),
        };
        Trace::Group { mode: self.mode, of, held }
    }

    /// Puts another value where a property is compared with `from`; whether there was any.
    pub(crate) fn replace(&mut self, property: Property, from: &str, to: &str) -> bool {
        let mut found = false;
        for part in &mut self.of {
            match part {
                Condition::Test(test) if test.property == property && test.value == from => {
                    to.clone_into(&mut test.value);
                    found = true;
                }
                Condition::Test(_) => {}
                Condition::Group(group) => found |= group.replace(property, from, to),
            }
        }
        found
    }

    /// What is wrong with it, where only `properties` can be asked for.
    pub(crate) fn problems(&self, properties: &[Property]) -> Vec<&'static str> {
        let mut out = Vec::new();
        let (depth, tests) = self.size();
        if depth > limits::RULE_DEPTH_MAX || tests > limits::RULE_TESTS_MAX {
            out.push("too_many");
        }
        for test in self.tests() {
            let is_number = matches!(test.operator, Operator::AtLeast | Operator::AtMost);
            if !properties.contains(&test.property) || !test.property.allows(test.operator) {
                out.push("unknown");
            } else if test.operator.takes_value() && test.value.trim().is_empty() {
                out.push("required");
            } else if test.value.chars().count() > limits::RULE_VALUE_CHARS_MAX {
                out.push("too_long");
            } else if is_number && test.value.parse::<i64>().is_err() {
                out.push("number");
            }
        }
        out
    }

    /// Whether a test looks at a property.
    pub(crate) fn asks_for(&self, property: Property) -> bool {
        self.tests().iter().any(|test| test.property == property)
    }

    /// How many groups stand inside each other, and how many tests there are.
    fn size(&self) -> (usize, usize) {
        self.of.iter().fold((1, 0), |(depth, tests), part| match part {
            Condition::Test(_) => (depth, tests + 1),
            Condition::Group(group) => {
                let (inner_depth, inner_tests) = group.size();
                (depth.max(inner_depth + 1), tests + inner_tests)
            }
        })
    }

    /// Every test in it.
    fn tests(&self) -> Vec<&Test> {
        self.of
            .iter()
            .flat_map(|part| match part {
                Condition::Test(test) => vec![test],
                Condition::Group(group) => group.tests(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Condition, Group, Mode, Operator, Property, Test};
    use crate::automation::facts::Facts;

    fn test() -> impl Strategy<Value = Condition> {
        let property = prop::sample::select(Property::ALL);
        let operator = prop::sample::select(Operator::ALL);
        (property, operator, "[a-z0-9@ ]{0,4}")
            .prop_map(|(property, operator, value)| Condition::Test(Test { property, operator, value }))
    }

    fn group() -> impl Strategy<Value = Group> {
        let tree = test().prop_recursive(3, 16, 4, |inner| {
            (prop::sample::select(Mode::ALL), prop::collection::vec(inner, 0..4))
                .prop_map(|(mode, of)| Condition::Group(Group { mode, of }))
        });
        (prop::sample::select(Mode::ALL), prop::collection::vec(tree, 0..4)).prop_map(|(mode, of)| Group { mode, of })
    }

    fn facts() -> impl Strategy<Value = Facts> {
        ("[a-z]{0,4}", "[a-z]{1,3}@[a-z]{1,3}", prop::collection::vec("[a-z]{1,3}", 0..3), 0..100_i64).prop_map(
            |(subject, sender, tags, hours)| Facts { subject, sender, tags, age_hours: hours, ..Facts::default() },
        )
    }

    proptest! {
        #[test]
        fn the_short_way_and_the_trace_agree(group in group(), facts in facts()) {
            prop_assert_eq!(group.holds(&facts), group.trace(&facts).held());
        }

        #[test]
        fn the_same_facts_give_the_same_answer(group in group(), facts in facts()) {
            prop_assert_eq!(group.trace(&facts), group.trace(&facts.clone()));
        }

        #[test]
        fn none_denies_any(group in group(), facts in facts()) {
            prop_assume!(!group.of.is_empty());
            let none = Group { mode: Mode::None, of: group.of.clone() };
            let any = Group { mode: Mode::Any, of: group.of };
            prop_assert_eq!(none.holds(&facts), !any.holds(&facts));
        }

        #[test]
        fn a_tree_survives_being_kept(group in group()) {
            let kept = serde_json::to_string(&group).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let read: Group = serde_json::from_str(&kept).map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(group, read);
        }
    }

    #[test]
    fn words_numbers_and_nothing() {
        let seen = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
        for (operator, values, wanted, expected) in [
            (Operator::Is, seen(&["Été"]), "ete", true),
            (Operator::IsNot, seen(&["a", "b"]), "b", false),
            (Operator::IsNot, seen(&[]), "b", true),
            (Operator::AtLeast, seen(&["48"]), "48", true),
            (Operator::AtMost, seen(&["48"]), "47", false),
            (Operator::AtLeast, seen(&["48"]), "many", false),
            (Operator::Empty, seen(&[]), "", true),
            (Operator::Empty, seen(&[""]), "", true),
            (Operator::Filled, seen(&["x"]), "", true),
        ] {
            assert_eq!(operator.holds(&values, wanted), expected, "{operator:?} {values:?} {wanted}");
        }
    }
}
