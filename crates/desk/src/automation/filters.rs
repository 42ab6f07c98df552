//! Filters: rules for new tickets. All that match apply, in order; a filter that deletes or calls the ticket spam
//! ends the chain. Deciding is a pure function, so that the same code can show what would happen.

use store::{Conn, Row, params};

use super::condition::Operator;
use crate::change::Change;
use crate::error::{Error, FieldError, Result};
use crate::event::{Event, Kind};
use crate::one_line::one_line;
use crate::policy::Action as Permission;
use crate::tickets::codes;
use crate::{DepartmentId, FilterId, PersonId, limits, people, positions};

codes! {
    /// What a filter looks at.
    Element {
        /// The requester's mail address.
        Sender = "sender",
        /// The subject.
        Subject = "subject",
        /// The words of the first message.
        Content = "content",
    }
}

codes! {
    /// What a filter does; the argument is a person, a department or a tag.
    Effect {
        /// Transfer to an agent.
        Assign = "assign",
        /// Move to a department.
        Department = "department",
        /// High priority: first in every list.
        Important = "important",
        /// Put a tag on.
        Tag = "tag",
        /// Close.
        Close = "close",
        /// Call it spam, and all that follows from its sender.
        Spam = "spam",
        /// Into the bin.
        Delete = "delete",
    }
}

impl Effect {
    /// Whether it needs an argument.
    #[must_use]
    pub fn takes_argument(self) -> bool {
        matches!(self, Self::Assign | Self::Department | Self::Tag)
    }

    fn ends_the_chain(self) -> bool {
        matches!(self, Self::Spam | Self::Delete)
    }
}

/// A filter as it is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterForm {
    /// Its name.
    pub name: String,
    /// What it looks at.
    pub element: Element,
    /// How it compares.
    pub operator: Operator,
    /// With what.
    pub value: String,
    /// What it does.
    pub effect: Effect,
    /// To whom, where to, or which tag.
    pub argument: String,
    /// It is applied.
    pub enabled: bool,
}

/// A filter that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The row.
    pub id: FilterId,
    /// What it says.
    pub form: FilterForm,
}

/// What filters look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Arrival {
    pub sender: String,
    pub subject: String,
    pub content: String,
}

/// What a filter found: the beginning of the value that it saw, and whether it matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verdict<'f> {
    pub filter: &'f Filter,
    pub matched: bool,
}

/// Asks the filters in order. Pure: no clock, no database. What stands behind the end of the chain is not asked.
pub(crate) fn evaluate<'f>(filters: &'f [Filter], arrival: &Arrival) -> Vec<Verdict<'f>> {
    let mut out = Vec::new();
    for filter in filters.iter().filter(|filter| filter.form.enabled) {
        let matched = matches(&filter.form, arrival);
        out.push(Verdict { filter, matched });
        if matched && filter.form.effect.ends_the_chain() {
            break;
        }
    }
    out
}

fn matches(form: &FilterForm, arrival: &Arrival) -> bool {
    let seen = match form.element {
        Element::Sender => &arrival.sender,
        Element::Subject => &arrival.subject,
        Element::Content => &arrival.content,
    };
    form.operator.holds(std::slice::from_ref(seen), &form.value)
}

const COLUMNS: &str = "id, name, element, operator, value, action, argument, enabled";

fn read(row: &Row) -> store::Result<Filter> {
    Ok(Filter {
        id: row.get(0)?,
        form: FilterForm {
            name: row.get(1)?,
            element: Element::from_code(&row.get::<String>(2)?).unwrap_or(Element::Subject),
            operator: Operator::from_code(&row.get::<String>(3)?).unwrap_or(Operator::Is),
            value: row.get(4)?,
            effect: Effect::from_code(&row.get::<String>(5)?).unwrap_or(Effect::Tag),
            argument: row.get(6)?,
            enabled: row.get(7)?,
        },
    })
}

/// All filters in order.
///
/// # Errors
/// When the database fails.
pub fn filters(conn: &mut Conn) -> Result<Vec<Filter>> {
    Ok(conn.query(&format!("select {COLUMNS} from creation_filter order by position, id"), &[], read)?)
}

/// The filter with this number.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub fn find_filter(conn: &mut Conn, id: FilterId) -> Result<Filter> {
    conn.find(&format!("select {COLUMNS} from creation_filter where id = ?1"), params![id], read)?
        .ok_or(Error::NotFound)
}

/// Keeps a new filter, at the end.
///
/// # Errors
/// With everything that is missing or wrong.
pub fn add_filter(c: &mut Change, form: &FilterForm) -> Result<FilterId> {
    let form = checked(c, form)?;
    let count = c.sql().one("select count(*) from creation_filter", &[], |row| row.get::<i64>(0))?;
    if usize::try_from(count).unwrap_or(usize::MAX) >= limits::FILTERS_MAX {
        return Err(Error::field("name", "too_many"));
    }
    let now = c.now();
    let id = c.sql().insert(
        "insert into creation_filter (name, position, enabled, element, operator, value, action, argument, created_at)
         values (?1, (select coalesce(max(position), 0) + 1 from creation_filter), ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         returning id",
        params![
            &form.name,
            form.enabled,
            form.element.code(),
            form.operator.code(),
            &form.value,
            form.effect.code(),
            &form.argument,
            now,
        ],
    )?;
    c.record(Event::of_desk(Kind::Configured, &format!("filter:{}", form.name)))?;
    Ok(FilterId(id))
}

/// Changes a filter.
///
/// # Errors
/// With everything that is missing or wrong.
pub fn change_filter(c: &mut Change, id: FilterId, form: &FilterForm) -> Result<()> {
    let form = checked(c, form)?;
    find_filter(c.sql(), id)?;
    c.sql().execute(
        "update creation_filter set name = ?2, enabled = ?3, element = ?4, operator = ?5, value = ?6, action = ?7,
                argument = ?8 where id = ?1",
        params![
            id,
            &form.name,
            form.enabled,
            form.element.code(),
            form.operator.code(),
            &form.value,
            form.effect.code(),
            &form.argument,
        ],
    )?;
    c.record(Event::of_desk(Kind::Configured, &format!("filter:{}", form.name)))?;
    Ok(())
}

/// Forgets a filter.
///
/// # Errors
/// When the actor may not, or there is none.
pub fn delete_filter(c: &mut Change, id: FilterId) -> Result<()> {
    c.allow(Permission::Configure, None)?;
    let filter = find_filter(c.sql(), id)?;
    c.sql().execute("delete from creation_filter where id = ?1", params![id])?;
    c.record(Event::of_desk(Kind::Configured, &format!("filter_deleted:{}", filter.form.name)))?;
    Ok(())
}

/// Moves a filter one place up or down.
///
/// # Errors
/// When the actor may not, or there is none.
pub fn move_filter(c: &mut Change, id: FilterId, up: bool) -> Result<()> {
    c.allow(Permission::Configure, None)?;
    let order = filters(c.sql())?.into_iter().map(|filter| filter.id.0).collect();
    if !positions::move_one(c, "creation_filter", order, id.0, up)? {
        return Ok(());
    }
    c.record(Event::of_desk(Kind::Configured, "filters_moved"))?;
    Ok(())
}

/// The form with its words on one line.
fn checked(c: &mut Change, form: &FilterForm) -> Result<FilterForm> {
    c.allow(Permission::Configure, None)?;
    let form = FilterForm {
        name: one_line(&form.name),
        value: one_line(&form.value),
        argument: one_line(&form.argument),
        ..form.clone()
    };
    let mut errors = Vec::new();
    let mut length = |field: &'static str, text: &str, most: usize| match text.chars().count() {
        0 => errors.push(FieldError { field, problem: "required" }),
        count if count > most => errors.push(FieldError { field, problem: "too_long" }),
        _ => {}
    };
    length("name", &form.name, limits::NAME_CHARS_MAX);
    length("value", &form.value, limits::FILTER_VALUE_CHARS_MAX);
    if form.effect == Effect::Tag {
        length("argument", &form.argument, limits::TAG_CHARS_MAX);
    }
    let known = match form.effect {
        Effect::Assign => match form.argument.parse::<PersonId>() {
            Ok(id) => people::find(c.sql(), id).is_ok_and(|person| person.role.is_staff()),
            Err(_) => false,
        },
        Effect::Department => match form.argument.parse::<DepartmentId>() {
            Ok(id) => c
                .sql()
                .find("select 1 from department where id = ?1 and archived_at is null", params![id], |row| {
                    row.get::<i64>(0)
                })?
                .is_some(),
            Err(_) => false,
        },
        _ => true,
    };
    if !known {
        errors.push(FieldError { field: "argument", problem: "unknown" });
    }
    if errors.is_empty() { Ok(form) } else { Err(Error::Invalid(errors)) }
}

#[cfg(test)]
mod tests {
    use super::{Arrival, Effect, Element, Filter, FilterForm, Operator, evaluate, matches};
    use crate::FilterId;

    fn form(element: Element, operator: Operator, value: &str) -> FilterForm {
        let (name, effect, argument) = ("f".to_owned(), Effect::Close, String::new());
        FilterForm { name, element, operator, value: value.into(), effect, argument, enabled: true }
    }

    fn arrival() -> Arrival {
        Arrival {
            sender: "Zoé@Example.org".into(),
            subject: "Facture  n° 12 impayée".into(),
            content: "Bonjour,\nmerci".into(),
        }
    }

    #[test]
    fn conditions() {
        use Element::{Content, Sender, Subject};
        for (element, operator, value, expected) in [
            (Sender, Operator::Is, "zoe@example.org", true),
            (Sender, Operator::Is, "zoe@example", false),
            (Sender, Operator::IsNot, "zoe@example.org", false),
            (Sender, Operator::Ends, "@example.org", true),
            (Subject, Operator::Contains, "IMPAYEE", true),
            (Subject, Operator::Starts, "facture n°", true),
            (Subject, Operator::ContainsNot, "facture", false),
            (Content, Operator::Contains, "bonjour, merci", true),
            (Content, Operator::Contains, "au revoir", false),
        ] {
            assert_eq!(
                matches(&form(element, operator, value), &arrival()),
                expected,
                "{element:?} {operator:?} {value}"
            );
        }
    }

    #[test]
    fn all_that_match_until_one_deletes() {
        let filters: Vec<Filter> = [
            (Effect::Close, "facture", true),
            (Effect::Important, "other", true),
            (Effect::Important, "facture", false),
            (Effect::Delete, "facture", true),
            (Effect::Tag, "facture", true),
        ]
        .into_iter()
        .enumerate()
        .map(|(at, (effect, value, enabled))| Filter {
            id: FilterId(i64::try_from(at).unwrap_or(0)),
            form: FilterForm { effect, enabled, ..form(Element::Subject, Operator::Contains, value) },
        })
        .collect();
        let asked: Vec<(i64, bool)> =
            evaluate(&filters, &arrival()).iter().map(|verdict| (verdict.filter.id.0, verdict.matched)).collect();
        assert_eq!(asked, [(0, true), (1, false), (3, true)]);
    }
}
