//! Filters agree with asking every ticket: nested conditions give the same answers as SQL.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use store::{Location, Store};

use super::{Definition, PROPERTIES, SavedView, list};
use crate::automation::{Condition, Facts, Group, Mode, Moment, Operator, Property, Test};
use crate::event::Kind;
use crate::tickets::Order;
use crate::{Actor, Day, EventId, PersonId, TicketId, Time, ViewId};

/// Values of which some are in the tickets, some nearly, some not.
const VALUES: &[&str] = &[
    "open",
    "closed",
    "waiting_agent",
    "1",
    "2",
    "3",
    "07",
    "normal",
    "urgent",
    "vip",
    "VIP",
    "été",
    "ete",
    "Été à Paris",
    "printer",
    "print",
    "100%",
    "_",
    "x.example",
    "clara@x.example",
    "Acme",
    "mail",
    "web",
    "en",
    "fr",
    "5",
    "0",
    "-1",
    "-3",
    "\\",
];

fn test() -> impl Strategy<Value = Condition> {
    let property = prop::sample::select(PROPERTIES);
    let operator = prop::sample::select(Operator::ALL);
    (property, operator, prop::sample::select(VALUES)).prop_filter_map(
        "makes no sense",
        |(property, operator, value)| {
            let number = matches!(operator, Operator::AtLeast | Operator::AtMost);
            let makes_sense = property.allows(operator) && (!number || value.parse::<i64>().is_ok());
            makes_sense.then(|| Condition::Test(Test { property, operator, value: value.to_owned() }))
        },
    )
}

fn group() -> impl Strategy<Value = Group> {
    let tree = test().prop_recursive(3, 12, 4, |inner| {
        (prop::sample::select(Mode::ALL), prop::collection::vec(inner, 0..4))
            .prop_map(|(mode, of)| Condition::Group(Group { mode, of }))
    });
    (prop::sample::select(Mode::ALL), prop::collection::vec(tree, 0..4)).prop_map(|(mode, of)| Group { mode, of })
}

/// Forty tickets of all kinds, as rows.
fn fill(conn: &mut store::Conn, now: Time) -> crate::Result<()> {
    conn.batch(
        "insert into company (name, created_at) values ('Acme', 0), ('Été', 0);
         insert into person (name, address, role, company_id, created_at) values
           ('Clara', 'clara@x.example', 'customer', 1, 0), ('Omar', 'omar@sub.x.example', 'customer', 2, 0),
           ('Abel', 'abel@desk.example', 'agent', null, 0);
         insert into project (name, created_at) values ('P', 0), ('Q', 0);
         insert into service (name, position, created_at) values ('S', 0, 0);
         insert into department (service_id, name, position, created_at) values (1, 'A', 0, 0), (1, 'B', 1, 0);",
    )?;
    let today = Day::of(now, "UTC").0;
    let subjects = ["Printer 100% broken", "Été à Paris", "", "a_b \\ c"];
    let categories = ["open", "waiting_agent", "waiting_customer", "closed"];
    for number in 0..40_usize {
        let id = number + 1;
        let pick = |step: usize, of: usize| (number / step) % of;
        let kind = pick(4, 2) + 1;
        let category = categories.get(pick(1, 4)).copied().unwrap_or("open");
        conn.execute(
            "insert into ticket (token, subject, requester_id, department_id, assignee_id, type_id, status_id, category,
                                 priority, channel, language, address, created_at, updated_at, public_at, company_id, project_id, due_on)
             values (?1, ?2, ?3, ?4, ?5, ?6, (select id from status where type_id = ?6 and category = ?7), ?7, ?8, ?9,
                     ?10, ?11, ?12, ?12, ?12, (select company_id from person where id = ?3), ?13, ?14)",
            store::params![
                &format!("t{id}"),
                subjects.get(pick(2, 4)).copied().unwrap_or_default(),
                i64::try_from(pick(3, 2) + 1).unwrap_or(1),
                i64::try_from(pick(5, 2) + 1).unwrap_or(1),
                (pick(2, 3) == 0).then_some(3_i64),
                i64::try_from(kind).unwrap_or(1),
                category,
                i64::try_from(pick(3, 4)).unwrap_or(1),
                if pick(2, 2) == 0 { "mail" } else { "web" },
                if pick(7, 2) == 0 { "fr" } else { "" },
                "support@desk.example",
                now.0 - i64::try_from(number).unwrap_or(0) * 3_700_000_000,
                (pick(3, 3) > 0).then_some(i64::try_from(pick(3, 3)).unwrap_or(0)),
                (pick(4, 2) == 0).then_some(today + i64::try_from(pick(1, 9)).unwrap_or(0) - 4),
            ],
        )?;
        if pick(3, 3) == 0 {
            let tag = if pick(2, 2) == 0 { "vip" } else { "été" };
            conn.execute(
                "insert into ticket_tag (ticket_id, tag) values (?1, ?2)",
                store::params![i64::try_from(id).unwrap_or(0), tag],
            )?;
        }
    }
    Ok(())
}

/// The tickets that a filter finds, and those whose facts the same conditions hold for.
fn both(conn: &mut store::Conn, group: &Group, now: Time) -> crate::Result<(BTreeSet<i64>, BTreeSet<i64>)> {
    let view = SavedView {
        id: ViewId(1),
        owner: PersonId(3),
        name: "v".into(),
        shared: false,
        definition: Definition {
            conditions: group.clone(),
            order: Order::OpenedLast,
            hidden: Vec::new(),
            board: false,
        },
    };
    let found = list(conn, &Actor::system("test"), &view, Order::OpenedLast, None)?;
    let found = found.rows.iter().map(|row| row.id.0).collect();
    let mut held = BTreeSet::new();
    for id in 1..=40 {
        let moment = Moment {
            event: EventId(0),
            kind: Kind::TicketOpened,
            at: now,
            author: String::new(),
            ticket: TicketId(id),
            message: None,
            after: String::new(),
        };
        if group.holds(&Facts::load(conn, &moment, now)?) {
            held.insert(id);
        }
    }
    Ok((found, held))
}

#[test]
fn a_filter_finds_what_the_conditions_hold_for() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let folder = std::env::temp_dir().join(format!("guichet-views-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let location = Location::Sqlite(folder.join("desk.db"));
    let now = Time::now();
    let store = runtime.block_on(async {
        let store = Store::open(&location, folder.join("files")).await.unwrap();
        store.write(move |conn| fill(conn, now)).await.unwrap();
        store
    });
    let mut runner = TestRunner::new(Config { cases: 400, failure_persistence: None, ..Config::default() });
    let result = runner.run(&group(), |group| {
        let asked = group.clone();
        let (found, held) = runtime
            .block_on(store.read(move |conn| both(conn, &asked, now)))
            .map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(found, held, "{:?}", group);
        Ok(())
    });
    drop(store);
    let _ = std::fs::remove_dir_all(&folder);
    result.unwrap();
}

#[test]
fn every_property_that_makes_sense_without_an_event_can_be_asked_for() {
    let without: Vec<_> = Property::ALL.iter().filter(|one| !PROPERTIES.contains(one)).collect();
    assert_eq!(
        without,
        [
            &Property::Content,
            &Property::Header,
            &Property::Author,
            &Property::Machine,
            &Property::StatusChosen,
            &Property::InHours
        ]
    );
}
