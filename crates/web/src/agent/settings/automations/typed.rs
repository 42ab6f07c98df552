//! The form of a rule as it was filled in: works without JavaScript, keeps everything typed.

use desk::automation::{Deed, Definition, Rule, Step, Trigger};

use crate::agent::conditions::{Conditions, PLACES_MAX, by_name};

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
    pub in_hours: bool,
    pub conditions: Conditions,
    pub acts: Vec<Act>,
    pub period: String,
    /// Which button.
    pub action: String,
}

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
            in_hours: false,
            conditions: Conditions::empty(),
            acts: vec![Act::default()],
            period: "30".into(),
            action: String::new(),
        }
    }

    pub(super) fn of(rule: &Rule) -> Self {
        let definition = &rule.definition;
        let (wait, unit) = unit_of(definition.wait_minutes);
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
            in_hours: definition.in_hours,
            conditions: Conditions::of(&definition.conditions),
            acts,
            ..Self::empty()
        }
    }

    /// Reads what the browser sends.
    pub(super) fn read(fields: Vec<(String, String)>) -> Self {
        let fields = by_name(fields);
        let get = |name: &str| fields.get(name).cloned().unwrap_or_default();
        let acts = (0..PLACES_MAX).map_while(|at| {
            let deed = Deed::from_code(fields.get(&format!("s{at}.deed"))?);
            let argument = match deed {
                Some(Deed::Assign | Deed::Notify) => get(&format!("s{at}.agent")),
                Some(Deed::Reply | Deed::Note) => get(&format!("s{at}.author")),
                Some(Deed::AddTag | Deed::RemoveTag) => get(&format!("s{at}.tag")),
                Some(one) if one.takes_argument() => get(&format!("s{at}.{}", one.code())),
                _ => String::new(),
            };
            let keeps = deed.is_some_and(Deed::has_words);
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
            in_hours: !get("in_hours").is_empty(),
            conditions: Conditions::read(&fields),
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
        let steps = self.acts.iter().filter_map(|act| {
            let (argument, en, fr) = (act.argument.clone(), act.en.clone(), act.fr.clone());
            Some(Step { deed: act.deed?, argument, en, fr })
        });
        Some(Definition {
            trigger: self.trigger,
            wait_minutes: wait.checked_mul(minutes)?,
            in_hours: self.in_hours,
            conditions: self.conditions.group(),
            steps: steps.collect(),
        })
    }

    /// Does what a button that only changes the form says; false when it was another button.
    pub(super) fn rearrange(&mut self) -> bool {
        match self.action.split_once(':').unwrap_or((self.action.as_str(), "")) {
            ("act", _) => self.acts.push(Act::default()),
            ("drop_act", place) => {
                if let Some(at) = place.parse().ok().filter(|at| *at < self.acts.len()) {
                    self.acts.remove(at);
                }
            }
            _ => return self.conditions.rearrange(&self.action),
        }
        true
    }
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
