//! A desk with realistic tickets, written in bulk through the same verbs that people use.

use std::sync::Arc;
use std::time::Duration;

use desk::automation::{Condition, Group, Mode, Operator, Property, Test};
use desk::guides::exchange::{Entry, Folder};
use desk::people::{self, CompanyForm, NewPerson, Reach, Role};
use desk::projects::{self, About};
use desk::settings::{self, Setting};
use desk::tickets::{
    self, Body, Category, Channel, CustomerReply, MailFacts, MessageKind, NewTicket, Order, Priority, Reply,
};
use desk::views::{self, Definition};
use desk::{Actor, Change, Day, DepartmentId, Desk, PersonId, ProjectId, TicketId, Time, community, routing};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// Tickets of one transaction.
const BATCH: usize = 500;
/// One person for so many tickets.
const TICKETS_PER_PERSON: usize = 20;
/// Over so many days.
const DAYS: u64 = 365;
/// Of a hundred tickets so many are still open.
const OPEN_PER_HUNDRED: u32 = 12;
/// One ticket of so many stands in the department of the agent who sees little.
const RARE_EVERY: usize = 1000;
/// One ticket of so many is filed in the project.
const PLANNED_EVERY: usize = 50;
/// One ticket of so many can be read by everybody.
pub(super) const TOPIC_EVERY: usize = 5;
const MICROS_PER_DAY: i64 = 86_400_000_000;
/// Guides of the help centre: more than any desk we know has.
pub(super) const GUIDES: usize = 1000;
/// The main address of the bench desk.
pub(super) const ADDRESS: &str = "support@bench.example";

/// What a client needs to get in.
pub(super) struct Access {
    pub sign_in: String,
    /// Of an agent with a grant for one small department.
    pub narrow_sign_in: String,
}

#[derive(Clone)]
struct Cast {
    agents: Vec<Actor>,
    people: Vec<PersonId>,
    departments: Vec<DepartmentId>,
    rare: DepartmentId,
    project: ProjectId,
}

const WORDS: &str = "invoice printer network account password export meeting room badge screen laptop payment \
    refund contract delivery error update server mailbox calendar projector access request customer order office \
    monitor keyboard licence payroll schedule parking heating window elevator catering visitor locker phone number \
    signature document folder backup restore migration domain certificate browser cookie session report chart budget \
    quarter forecast supplier warehouse shipment label scanner terminal receipt discount subscription renewal upgrade";

fn words() -> Vec<&'static str> {
    WORDS.split_whitespace().collect()
}

/// Names, products and all the other words that are each rare: half of what people write.
fn rare_word(random: &mut StdRng) -> String {
    const SYLLABLES: [&str; 20] = [
        "ba", "co", "di", "fu", "ga", "le", "mo", "ni", "pa", "ro", "sa", "te", "vi", "zo", "lan", "ber", "mar", "tin",
        "der", "son",
    ];
    (0..3).filter_map(|_| SYLLABLES.get(random.random_range(0..SYLLABLES.len())).copied()).collect()
}

fn word(random: &mut StdRng, common: &[&str]) -> String {
    match common.get(random.random_range(0..common.len() * 2)) {
        Some(word) => (*word).to_owned(),
        None => rare_word(random),
    }
}

/// A few random words, beginning with a capital.
pub(super) fn sentence(random: &mut StdRng, length: usize) -> String {
    let common = words();
    let text: Vec<String> = (0..length).map(|_| word(random, &common)).collect();
    let mut out = text.join(" ");
    if let Some(first) = out.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    out
}

/// What an agent searches: a common word and a rare one.
pub(super) fn query(random: &mut StdRng) -> String {
    let common = words();
    let first = common.get(random.random_range(0..common.len())).copied().unwrap_or_default();
    format!("{first} {}", rare_word(random))
}

/// Fills an empty desk.
pub(super) async fn fill(desk: &Desk, count: usize) -> desk::Result<Access> {
    let system = Actor::system("bench");
    let people_wanted = (count / TICKETS_PER_PERSON).max(10);
    let (cast, access) = desk.change(&system, move |c| found(c, people_wanted)).await?;
    let now = Time::now();
    let mut done = 0;
    while done < count {
        let (cast, first, last) = (cast.clone(), done, (done + BATCH).min(count));
        desk.change(&system, move |c| {
            c.silence();
            for number in first..last {
                tell(c, &cast, number, count, now)?;
            }
            Ok(())
        })
        .await?;
        done = last;
    }
    let writer = cast.agents.first().cloned().ok_or(desk::Error::NotFound)?;
    let folder = Arc::new(Folder::read(guides(), "en"));
    let all = folder.clone();
    desk.change(&writer, move |c| all.take_categories(c)).await?;
    for from in (0..folder.len()).step_by(BATCH) {
        let all = folder.clone();
        desk.change(&writer, move |c| all.take(c, from, from + BATCH)).await?;
    }
    Ok(access)
}

/// Guides of two hundred words in ten categories.
fn guides() -> Vec<Entry> {
    let mut random = StdRng::seed_from_u64(11);
    let mut one = |number: usize| {
        let (title, text) = (sentence(&mut random, 5), sentence(&mut random, 200));
        (format!("category-{}/guide-{number}.en.md", number % 10), format!("# {title}\n\n{text}\n").into_bytes())
    };
    (0..GUIDES).map(&mut one).collect()
}

fn found(c: &mut Change, people_wanted: usize) -> desk::Result<(Cast, Access)> {
    settings::set(c, Setting::Organisation, "Bench")?;
    settings::set(c, Setting::Setup, "done")?;
    settings::set(c, Setting::CommunityReaders, "public")?;
    let mut departments = Vec::new();
    let archive = routing::add_service(c, "Archive")?;
    let rare = routing::add_department(c, archive, "Old contracts")?;
    for service in ["Support", "Sales"] {
        let id = routing::add_service(c, service)?;
        for department in ["First line", "Second line", "Billing"] {
            departments.push(routing::add_department(c, id, department)?);
        }
    }
    if let Some(first) = departments.first() {
        routing::add_address(c, ADDRESS, "Bench", *first, None)?;
    }
    let mut agents = Vec::new();
    for number in 0..8 {
        let name = format!("Agent {number}");
        let new =
            NewPerson { name: name.clone(), address: format!("agent{number}@bench.example"), ..NewPerson::default() };
        // Admins, so that the measurement may read the mail ledger.
        let id = people::create(c, &new, Role::Admin)?;
        agents.push(Actor::person(id, &name, Role::Admin, None));
    }
    for number in 0..20 {
        let form = CompanyForm { name: format!("Company {number}"), domains: format!("company{number}.example") };
        people::add_company(c, &form)?;
    }
    let mut everybody = Vec::new();
    for number in 0..people_wanted {
        let new = NewPerson {
            name: format!("Person Number {number}"),
            address: format!("person{number}@company{}.example", number % 20),
            ..NewPerson::default()
        };
        everybody.push(people::create(c, &new, Role::Customer)?);
    }
    let first = agents.first().and_then(|agent| agent.person).ok_or(desk::Error::NotFound)?;
    let narrow = NewPerson { name: "Narrow".into(), address: "narrow@bench.example".into(), ..NewPerson::default() };
    let narrow = people::create(c, &narrow, Role::Agent)?;
    people::grant(c, narrow, Reach::Department(rare), "", false)?;
    let mut link = |person| people::link_for(c, person, Duration::from_secs(24 * 3600), i64::MAX);
    let access = Access { sign_in: link(first)?, narrow_sign_in: link(narrow)? };
    let project = projects::add(c, &About { name: "Bench".into(), ..About::default() })?;
    let owner = agents.first().cloned().ok_or(desk::Error::NotFound)?;
    c.in_the_name_of(&owner, |c| views::add(c, "Bench", true, &view()))?;
    Ok((Cast { agents, people: everybody, departments, rare, project }, access))
}

/// Open tickets with a tag and words in the subject, of one domain: what no index finds by itself.
fn view() -> Definition {
    let test = |property: Property, operator: Operator, value: &str| {
        Condition::Test(Test { property, operator, value: value.to_owned() })
    };
    let of = vec![
        test(Property::Status, Operator::IsNot, "closed"),
        test(Property::Tag, Operator::Filled, ""),
        test(Property::Subject, Operator::Contains, "er"),
        test(Property::SenderDomain, Operator::IsNot, "company3.example"),
    ];
    Definition { conditions: Group { mode: Mode::All, of }, order: Order::Newest, hidden: Vec::new(), board: false }
}

/// A ticket with three messages. The older, the more likely it is settled.
fn tell(c: &mut Change, cast: &Cast, number: usize, count: usize, now: Time) -> desk::Result<()> {
    let mut random = StdRng::seed_from_u64(number as u64);
    let pick = |random: &mut StdRng, length: usize| random.random_range(0..length.max(1));
    let age = DAYS * 24 * 3600 * (count - number) as u64 / count as u64;
    let begins = Time(now.0 - i64::try_from(age).unwrap_or(0) * 1_000_000 - 3_700_000_000);
    let (Some(person), Some(agent), Some(department)) = (
        cast.people.get(pick(&mut random, cast.people.len())).copied(),
        cast.agents.get(pick(&mut random, cast.agents.len())),
        cast.departments.get(pick(&mut random, cast.departments.len())).copied(),
    ) else {
        return Ok(());
    };
    let department = if number % RARE_EVERY == RARE_EVERY / 2 { cast.rare } else { department };
    c.at(begins);
    c.next_change();
    let ticket = tickets::open(
        c,
        &NewTicket {
            requester: person,
            kind: None,
            department,
            subject: sentence(&mut random, 6),
            body: body(&mut random, 60),
            channel: Channel::Mail,
            files: Vec::new(),
            uploads: Vec::new(),
            because: format!("sent_to:{ADDRESS}"),
            address: ADDRESS.into(),
            language: "en".into(),
            mail: MailFacts::default(),
            related: None,
            priority: Priority::ALL.get(pick(&mut random, 4)).copied().unwrap_or(Priority::Normal),
            company: None,
        },
    )?;
    c.react()?;
    let settled = random.random_range(0..100) >= OPEN_PER_HUNDRED;
    if settled || random.random_range(0..3) > 0 {
        c.in_the_name_of(agent, |c| tickets::assign(c, ticket.id, agent.person))?;
    }
    answer(c, agent, ticket.id, &mut random, begins)?;
    c.at(begins.plus(Duration::from_secs(3600)));
    let customer = Actor::person(person, "Person", Role::Customer, None);
    let reply = CustomerReply {
        author: person,
        body: body(&mut random, 30),
        files: Vec::new(),
        channel: Channel::Mail,
        mail: MailFacts::default(),
    };
    c.in_the_name_of(&customer, |c| tickets::reply_as_customer(c, ticket.id, &reply))?;
    c.react()?;
    if random.random_range(0..2) == 0 {
        let word = words().get(number % 12).copied().unwrap_or("tag");
        c.in_the_name_of(agent, |c| tickets::add_tag(c, ticket.id, word))?;
    }
    if number.is_multiple_of(PLANNED_EVERY) {
        c.in_the_name_of(agent, |c| {
            tickets::file_in_project(c, ticket.id, Some(cast.project))?;
            tickets::set_due(
                c,
                ticket.id,
                Some(Day(now.0 / MICROS_PER_DAY + i64::try_from(number % 90).unwrap_or(0))),
            )?;
            tickets::set_estimate(c, ticket.id, Some(60))
        })?;
    }
    if settled {
        c.in_the_name_of(agent, |c| tickets::set_status(c, ticket.id, Category::Closed))?;
    }
    c.react()?;
    if number.is_multiple_of(TOPIC_EVERY) {
        c.as_history(begins, |c| c.in_the_name_of(&customer, |c| community::offer(c, ticket.id, None)))?;
    }
    Ok(())
}

fn answer(c: &mut Change, agent: &Actor, ticket: TicketId, random: &mut StdRng, begins: Time) -> desk::Result<()> {
    c.at(begins.plus(Duration::from_secs(1200)));
    let reply = Reply {
        kind: MessageKind::Reply,
        body: body(random, 45),
        uploads: Vec::new(),
        files: Vec::new(),
        seen: None,
        then: None,
    };
    c.in_the_name_of(agent, |c| tickets::reply(c, ticket, &reply))?;
    c.react()
}

fn body(random: &mut StdRng, length: usize) -> Body {
    let text = sentence(random, length);
    Body { html: format!("<p>{text}.</p>"), quoted: String::new(), text }
}
