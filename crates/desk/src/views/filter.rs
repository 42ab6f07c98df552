//! A view's conditions as SQL over `ticket t`: the same answers as asking each ticket (see the tests), found by index
//! where an index knows.

use std::fmt::Write;

use store::Value;

use crate::automation::{Condition, Group, Mode, Operator, Property, Test};
use crate::tickets::{Category, Priority};
use crate::{Day, PersonId, Time};

/// A compiled filter. Parameters are numbered after those that the statement has besides.
pub(crate) struct Filter {
    /// What indexes can find: a conjunction of simple comparisons.
    pub base: String,
    /// The rest, asked of what the base finds.
    pub rest: String,
    texts: Vec<String>,
}

/// Parameters of a statement that stand before the filter's.
pub(crate) const OWN_PARAMETERS: usize = 2;

impl Filter {
    /// Compiles the conditions for a reader.
    pub(crate) fn new(conditions: &Group, reader: Option<PersonId>, now: Time, today: Day) -> Self {
        let mut sql = Sql { texts: Vec::new(), reader, now, today };
        let mut base = vec!["t.place = ''".to_owned()];
        let mut rest = Group { mode: conditions.mode, of: Vec::new() };
        let open_only = is_open_only(conditions);
        if open_only {
            // Says to the planner which of the partial indexes hold it all.
            base.push("t.category <> 'closed'".to_owned());
        }
        for part in &conditions.of {
            match part {
                Condition::Test(test) if conditions.mode == Mode::All && is_indexed(test, open_only) => {
                    base.push(sql.test(test));
                }
                other => rest.of.push(other.clone()),
            }
        }
        let rest = sql.group(&rest);
        Self { base: base.join(" and "), rest, texts: sql.texts }
    }

    /// The parameters of a statement: its own, then the filter's.
    pub(crate) fn params<'v>(&'v self, own: [Value<'v>; OWN_PARAMETERS]) -> Vec<Value<'v>> {
        own.into_iter().chain(self.texts.iter().map(Value::from)).collect()
    }
}

/// Whether no closed ticket can be in a view.
pub(crate) fn is_open_only(conditions: &Group) -> bool {
    let closed = Category::Closed.code();
    conditions.mode == Mode::All
        && conditions.of.iter().any(|part| match part {
            Condition::Test(test) if test.property == Property::Status => match test.operator {
                Operator::IsNot => test.value == closed,
                Operator::Is => test.value != closed && Category::from_code(&test.value).is_some(),
                _ => false,
            },
            _ => false,
        })
}

/// Whether an index finds what a test asks for in the order of the last activity, or leaves few enough to sort: what
/// counts as what always, the rest among open tickets. Everything else is asked of what a page looks at.
fn is_indexed(test: &Test, open_only: bool) -> bool {
    let simple = matches!(test.operator, Operator::Is | Operator::IsNot | Operator::Empty);
    match test.property {
        Property::Status => simple && (Category::from_code(&test.value).is_some() || open_only),
        Property::Type | Property::Assignee | Property::Department | Property::Project => simple && open_only,
        _ => false,
    }
}

struct Sql {
    texts: Vec<String>,
    reader: Option<PersonId>,
    now: Time,
    today: Day,
}

impl Sql {
    fn group(&mut self, group: &Group) -> String {
        if group.of.is_empty() {
            return "true".to_owned();
        }
        let parts: Vec<String> = group
            .of
            .iter()
            .map(|part| match part {
                Condition::Test(test) => self.test(test),
                Condition::Group(group) => self.group(group),
            })
            .collect();
        match group.mode {
            Mode::All => format!("({})", parts.join(" and ")),
            Mode::Any => format!("({})", parts.join(" or ")),
            Mode::None => format!("not ({})", parts.join(" or ")),
        }
    }

    fn test(&mut self, test: &Test) -> String {
        let (operator, denied) = match test.operator {
            Operator::IsNot => (Operator::Is, true),
            Operator::ContainsNot => (Operator::Contains, true),
            Operator::Empty => (Operator::Filled, true),
            other => (other, false),
        };
        let held = self.held(test.property, operator, &test.value);
        if denied { format!("not {held}") } else { held }
    }

    /// A comparison that is true or false, never unknown.
    fn held(&mut self, property: Property, operator: Operator, value: &str) -> String {
        match property {
            Property::Status => match (operator, Category::from_code(value), number(value)) {
                (Operator::Filled, ..) => "true".to_owned(),
                (Operator::Is, Some(category), _) => format!("(t.category = '{}')", category.code()),
                (Operator::Is, None, Some(id)) => format!("(t.status_id = {id})"),
                _ => "false".to_owned(),
            },
            Property::Type => id_is("t.type_id", operator, number(value)),
            Property::Department => id_is("t.department_id", operator, number(value)),
            Property::Project if operator == Operator::Filled => "(t.project_id is not null)".to_owned(),
            Property::Project => {
                format!("(t.project_id is not null and {})", id_is("t.project_id", operator, number(value)))
            }
            Property::Assignee => {
                let person = if value == super::ME { self.reader.map(|me| me.0) } else { number(value) };
                match operator {
                    Operator::Filled => "(t.assignee_id is not null)".to_owned(),
                    _ => match person {
                        Some(id) => format!("(t.assignee_id is not null and t.assignee_id = {id})"),
                        None => "false".to_owned(),
                    },
                }
            }
            Property::Priority => match (operator, Priority::from_code(value)) {
                (Operator::Filled, _) => "true".to_owned(),
                (_, Some(priority)) => format!("(t.priority = {})", priority.number()),
                _ => "false".to_owned(),
            },
            Property::Tag => {
                let held =
                    if operator == Operator::Filled { "true".to_owned() } else { self.words("g.tag", operator, value) };
                format!("exists (select 1 from ticket_tag g where g.ticket_id = t.id and {held})")
            }
            Property::AgeHours => compared(&format!("(({} - t.created_at) / 3600000000)", self.now.0), operator, value),
            Property::DueDays => {
                let held = compared(&format!("(t.due_on - {})", self.today.0), operator, value);
                format!("(t.due_on is not null and {held})")
            }
            Property::Sender => {
                let held = self.words("p.address", operator, value);
                format!("exists (select 1 from person p where p.id = t.requester_id and {held})")
            }
            Property::SenderDomain => {
                let held = self.words("domain_of(p.address)", operator, value);
                format!("exists (select 1 from person p where p.id = t.requester_id and {held})")
            }
            Property::Company => {
                let held = self.words("c.name", operator, value);
                format!("exists (select 1 from company c where c.id = t.company_id and {held})")
            }
            Property::Subject => self.words("t.subject", operator, value),
            Property::Channel => self.words("t.channel", operator, value),
            Property::Address => self.words("t.address", operator, value),
            Property::Language => self.words("t.language", operator, value),
            // What only a message or an event has.
            Property::Content
            | Property::Header
            | Property::Author
            | Property::Machine
            | Property::StatusChosen
            | Property::InHours => "false".to_owned(),
        }
    }

    /// The parameter that holds a text.
    fn text(&mut self, text: String) -> String {
        self.texts.push(text);
        format!("?{}", OWN_PARAMETERS + self.texts.len())
    }

    /// A comparison of a column with words; an empty column agrees with nothing.
    fn words(&mut self, column: &str, operator: Operator, value: &str) -> String {
        let mut held = format!("({column} <> ''");
        match operator {
            Operator::Is => {
                let value = self.text(value.to_owned());
                let _ = write!(held, " and folded({column}) = folded({value})");
            }
            Operator::Contains => {
                let value = self.text(value.to_owned());
                let _ = write!(held, " and strpos(folded({column}), folded({value})) > 0");
            }
            Operator::Starts => {
                let value = self.text(value.to_owned());
                let _ = write!(held, " and strpos(folded({column}), folded({value})) = 1");
            }
            Operator::Ends => {
                let value = self.text(value.to_owned());
                let _ = write!(held, " and ends_with(folded({column}), folded({value}))");
            }
            Operator::AtLeast | Operator::AtMost => held.push_str(" and false"),
            _ => {}
        }
        held.push(')');
        held
    }
}

/// A comparison of a whole number.
fn compared(number_sql: &str, operator: Operator, value: &str) -> String {
    match (operator, value.parse::<i64>().ok()) {
        (Operator::Filled, _) => "true".to_owned(),
        // As a text: `07` is no number.
        (Operator::Is, _) if number(value).is_none() => "false".to_owned(),
        (Operator::Is, Some(wanted)) => format!("({number_sql} = {wanted})"),
        (Operator::AtLeast, Some(wanted)) => format!("({number_sql} >= {wanted})"),
        (Operator::AtMost, Some(wanted)) => format!("({number_sql} <= {wanted})"),
        _ => "false".to_owned(),
    }
}

/// A number as it is kept: `07` is none.
fn number(value: &str) -> Option<i64> {
    value.parse::<i64>().ok().filter(|number| number.to_string() == value)
}

fn id_is(column: &str, operator: Operator, id: Option<i64>) -> String {
    match (operator, id) {
        (Operator::Filled, _) => "true".to_owned(),
        (Operator::Is, Some(id)) => format!("({column} = {id})"),
        _ => "false".to_owned(),
    }
}
