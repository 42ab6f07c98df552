//! Builds the demo desk through the same verbs that people use, at other moments.

use std::time::Duration;

use desk::automation::{self, Effect, Element, FilterForm, Operator};
use desk::members::{self, PlanForm};
use desk::people::{self, CompanyForm, NewPerson, PersonSettings, Reach, Role};
use desk::portals::{self, PortalForm};
use desk::projects::{self, About};
use desk::routing::{self, NewStatus, TicketType};
use desk::settings::{self, Setting};
use desk::tickets::{
    self, Body, Category, Channel, CustomerReply, MailFacts, MessageKind, NewFile, NewTicket, Order, Priority, Reply,
    Shape, StandardView, View,
};
use desk::{Actor, Change, CompanyId, Day, DepartmentId, Desk, Error, PersonId, TicketId, Time, TypeId, limits};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::content::{Content, File, Kind, Message, Person, Story};

/// How many tickets the demo has.
const TICKETS: usize = 204;
/// Over how many days they are spread.
const DAYS: u64 = 60;
/// The same desk every time.
const SEED: u64 = 4821;

/// What scripts and people need to get in.
pub(super) struct Links {
    pub address: String,
    pub admin: String,
    pub agent: String,
    pub customer: String,
}

/// Everybody who acts, with their rows.
#[derive(Clone)]
struct Cast {
    agents: Vec<(Actor, String)>,
    people: Vec<(PersonId, Person)>,
    departments: Vec<(String, DepartmentId, String)>,
    kinds: Vec<(String, TypeId)>,
}

/// Fills an empty desk.
pub(super) async fn build(desk: &Desk) -> desk::Result<Links> {
    let content = Content::load().map_err(|error| Error::Internal(format!("demo content: {error}")))?;
    let system = Actor::system("demo");
    let wanted = content.clone();
    let cast = desk.change(&system, move |c| found(c, &wanted)).await?;
    let now = Time::now();
    let plan = plan(&content, now);
    // A few at a time: one transaction for all would keep the whole desk in memory.
    for part in plan.chunks(50) {
        let (part, cast) = (part.to_vec(), cast.clone());
        desk.change(&system, move |c| {
            c.silence();
            for telling in &part {
                tell(c, &cast, telling, now)?;
            }
            Ok(())
        })
        .await?;
    }
    let links = cast.clone();
    desk.change(&system, move |c| {
        add_filters(c, &content, &links)?;
        add_projects(c, &content, &links, now)?;
        add_plans(c)?;
        add_portals(c, &links)?;
        if let Some((writer, _)) = links.agents.first() {
            c.in_the_name_of(writer, super::guides::write)?;
            if let Some((_, department, _)) = links.departments.first() {
                super::community::write(c, writer, *department, now)?;
            }
        }
        sign_in_links(c, &links)
    })
    .await
}

/// Portals of three companies, one of them switched off.
fn add_portals(c: &mut Change, cast: &Cast) -> desk::Result<()> {
    let department = cast.departments.first().map(|(_, department, _)| *department);
    let companies = people::companies(c.sql())?;
    let wanted = [("Le Phare", "lephare"), ("Acme France", "acme"), ("Atelier Kestrel", "kestrel")];
    for (at, (name, subdomain)) in wanted.into_iter().enumerate() {
        let Some((company, _)) = companies.iter().find(|(_, known)| known == name) else { continue };
        let form = PortalForm {
            company: Some(*company),
            subdomain: subdomain.to_owned(),
            active: at != 2,
            name: name.to_owned(),
            hue: [172, 28, 320].get(at).copied().unwrap_or(262),
            chroma: 92,
            welcome: if at == 0 { "Badges, Wi-Fi, rooms: we are a click away.".to_owned() } else { String::new() },
            guides: true,
            community: true,
            department,
            ..PortalForm::default()
        };
        portals::add_portal(c, &form)?;
    }
    Ok(())
}

/// Two plans; everybody is pointed to the guides when they sign in.
fn add_plans(c: &mut Change) -> desk::Result<()> {
    let form = |name: &str, english: &str, french: &str| PlanForm {
        name: name.to_owned(),
        welcome: [english.to_owned(), french.to_owned()],
    };
    if let Some(plan) = members::find_plan(c.sql(), "Standard")? {
        let english = "Wi-Fi, badges, first days: most answers are in our [guides](/guides).";
        let french = "Wi-Fi, badges, premiers jours : la plupart des réponses sont dans nos [guides](/guides).";
        members::change_plan(c, plan, &form("Standard", english, french))?;
    }
    let english = "Welcome to our partner schools. The [guides](/guides) are open to all your pupils.";
    let french = "Bienvenue à nos écoles partenaires. Les [guides](/guides) sont ouverts à tous vos élèves.";
    members::add_plan(c, &form("Schools", english, french))?;
    Ok(())
}

/// Filters for what comes from now on; the told stories have found their departments.
fn add_filters(c: &mut Change, content: &Content, cast: &Cast) -> desk::Result<()> {
    for filter in &content.filters {
        let department = cast.departments.iter().find(|(name, _, _)| *name == filter.department);
        let form = FilterForm {
            name: filter.name.clone(),
            element: Element::Subject,
            operator: Operator::Contains,
            value: filter.word.clone(),
            effect: Effect::Department,
            argument: department.map(|(_, id, _)| id.to_string()).unwrap_or_default(),
            enabled: true,
        };
        automation::add_filter(c, &form)?;
    }
    Ok(())
}

/// Work of the past and of the next weeks.
const EFFORTS: [i64; 6] = [60, 240, 90, 480, 30, 960];

/// Files tickets of a department in each project, with days and effort.
fn add_projects(c: &mut Change, content: &Content, cast: &Cast, now: Time) -> desk::Result<()> {
    let Some((planner, _)) = cast.agents.first() else { return Ok(()) };
    let today = Day::of(now, "UTC").0;
    c.silence();
    c.in_the_name_of(planner, |c| {
        for project in &content.projects {
            let about = About {
                name: project.name.clone(),
                description: project.description.clone(),
                due_on: Some(Day(today + project.due_in_days)),
            };
            let id = projects::add(c, &about)?;
            let mut rows = Vec::new();
            for (view, most) in [(StandardView::Closed, project.tickets / 2), (StandardView::Open, project.tickets)] {
                let page = tickets::list(c.sql(), planner, View::Standard(view), Order::Newest, None)?;
                rows.extend(page.rows.into_iter().filter(|row| row.department == project.department).take(most));
            }
            rows.truncate(project.tickets);
            for (place, row) in (0_i64..).zip(&rows) {
                let span = project.due_in_days + 12;
                let due = today - 10 + place * span / i64::try_from(rows.len()).unwrap_or(1).max(1);
                tickets::file_in_project(c, row.id, Some(id))?;
                tickets::set_due(c, row.id, Some(Day(due)))?;
                let effort = EFFORTS.get(usize::try_from(place).unwrap_or(0) % EFFORTS.len()).copied();
                tickets::set_estimate(c, row.id, effort)?;
            }
        }
        Ok(())
    })
}

/// The organisation and its people.
fn found(c: &mut Change, content: &Content) -> desk::Result<Cast> {
    settings::set(c, Setting::Organisation, &content.organisation)?;
    settings::set(c, Setting::TimeZone, "Europe/Paris")?;
    settings::set(c, Setting::Setup, "done")?;
    let mut departments = Vec::new();
    for service in &content.services {
        let id = routing::add_service(c, &service.name)?;
        for canned in &service.canned {
            tickets::add_canned(c, id, &canned.name, &markup::sanitize(&canned.html))?;
        }
        for department in &service.departments {
            let department_id = routing::add_department(c, id, &department.name)?;
            departments.push((department.name.clone(), department_id, department.address.clone()));
        }
    }
    // The first address is the main one.
    departments.sort_by_key(|(_, _, address)| !address.starts_with("support@"));
    for (_, department, address) in &departments {
        routing::add_address(c, address, &content.organisation, *department, None)?;
    }
    let kinds = content.types.iter().map(|kind| add_type(c, kind)).collect::<desk::Result<_>>()?;
    let mut agents = Vec::new();
    for agent in &content.agents {
        let role = if agent.role == "admin" { Role::Admin } else { Role::Agent };
        let new = NewPerson { name: agent.name.clone(), address: agent.address.clone(), ..NewPerson::default() };
        let id = people::create(c, &new, role)?;
        people::grant(c, id, Reach::Desk, "", false)?;
        let actor = Actor::person(id, &agent.name, role, None);
        let own = PersonSettings {
            name: agent.name.clone(),
            // Agents see the demo in their browser's language, whatever they speak with customers.
            language: String::new(),
            time_zone: String::new(),
            signature: markup::sanitize(&agent.signature_html),
            keys_off: false,
            notify_mail: true,
        };
        c.in_the_name_of(&actor, |c| people::settings_saved(c, &own))?;
        agents.push((actor, agent.language.clone()));
    }
    let companies = content
        .companies
        .iter()
        .map(|company| {
            let form = CompanyForm { name: company.name.clone(), domains: company.domain.clone() };
            people::add_company(c, &form)
        })
        .collect::<desk::Result<Vec<CompanyId>>>()?;
    let mut everybody = Vec::new();
    for person in &content.people {
        let new = NewPerson {
            name: person.name.clone(),
            address: person.address.clone(),
            language: person.language.clone(),
            company: person.company.and_then(|at| companies.get(at).copied()),
            title: String::new(),
            plan: None,
        };
        everybody.push((people::create(c, &new, Role::Customer)?, person.clone()));
    }
    Ok(Cast { agents, people: everybody, departments, kinds })
}

/// Puts a type in use, with statuses of its own instead of the usual ones.
fn add_type(c: &mut Change, kind: &Kind) -> desk::Result<(String, TypeId)> {
    let known = |c: &mut Change| -> desk::Result<TicketType> {
        routing::types(c.sql())?.into_iter().find(|one| one.builtin == kind.builtin).ok_or(Error::NotFound)
    };
    let id = known(c)?.id;
    routing::set_enabled(c, id, &kind.builtin, true)?;
    let mut begin = None;
    for step in &kind.statuses {
        let new = NewStatus {
            name: step.name.clone(),
            customer: step.customer.clone(),
            category: Category::from_code(&step.category).ok_or(Error::NotFound)?,
            shape: Shape::from_code(&step.shape),
        };
        let status = routing::add_status(c, id, &new)?;
        if begin.is_none() {
            routing::make_default(c, status)?;
            begin = Some(status);
        }
    }
    let begin = begin.ok_or(Error::NotFound)?;
    for usual in known(c)?.statuses.iter().filter(|status| status.name.is_empty()) {
        routing::delete_status(c, usual.id, begin)?;
    }
    Ok((kind.builtin.clone(), id))
}

/// One conversation to write: which story, whose, since when.
#[derive(Clone)]
struct Telling {
    story: Story,
    subject: String,
    person: usize,
    agent: usize,
    begins: Time,
    assigned: bool,
}

/// Spreads the stories over the days: what is still open is recent, what is settled may be old.
fn plan(content: &Content, now: Time) -> Vec<Telling> {
    let mut random = StdRng::seed_from_u64(SEED);
    let mut plan: Vec<Telling> = (0..TICKETS)
        .filter_map(|number| {
            let story = content.stories.get(number % content.stories.len().max(1))?;
            let round = number / content.stories.len().max(1);
            // A story told again is an old one.
            let closed = story.end == "closed" || round > 0;
            let days = match (closed, story.end.as_str()) {
                (true, _) => random.random_range(2..DAYS),
                (false, "waiting_customer") => random.random_range(0..12),
                (false, _) => random.random_range(0..6),
            };
            let minutes = random.random_range(8 * 60..18 * 60);
            let length = story.messages.last().map_or(0, |message| message.after_minutes);
            let subject = match round {
                0 => story.subject.clone(),
                round => story.variants.get(round - 1).map_or_else(|| story.subject.clone(), |v| v.subject.clone()),
            };
            let mut told = story.clone();
            if closed {
                told.end = "closed".into();
            }
            Some(Telling {
                story: told,
                subject,
                person: pick(&mut random, content, &story.language),
                agent: random.random_range(0..content.agents.len().max(1)),
                begins: begin(now, days, minutes, length),
                assigned: closed || story.messages.len() > 1 || random.random_range(0..3) == 0,
            })
        })
        .collect();
    plan.sort_by_key(|telling| telling.begins);
    plan
}

/// Somebody who speaks the story's language.
fn pick(random: &mut StdRng, content: &Content, language: &str) -> usize {
    let speakers: Vec<usize> = (0..content.people.len())
        .filter(|at| content.people.get(*at).is_some_and(|person| person.language == language))
        .collect();
    speakers.get(random.random_range(0..speakers.len().max(1))).copied().unwrap_or(0)
}

/// The first message's moment: `days` ago at that time of day, early enough for the whole story.
fn begin(now: Time, days: u64, minutes: u64, length: i64) -> Time {
    let day = 24 * 3600 * 1_000_000_i64;
    let midnight = now.0 - now.0.rem_euclid(day) - i64::try_from(days).unwrap_or(0) * day;
    let wanted = midnight + i64::try_from(minutes).unwrap_or(0) * 60_000_000;
    let latest = now.0 - (length + 7) * 60_000_000 - i64::try_from(minutes % 50).unwrap_or(0) * 60_000_000;
    Time(wanted.min(latest))
}

fn tell(c: &mut Change, cast: &Cast, telling: &Telling, now: Time) -> desk::Result<()> {
    let story = &telling.story;
    let (Some((person, who)), Some((agent, _))) = (cast.people.get(telling.person), cast.agents.get(telling.agent))
    else {
        return Ok(());
    };
    let Some((_, department, address)) = cast.departments.iter().find(|(name, _, _)| *name == story.department) else {
        return Err(Error::Internal(format!("demo content: no department {}", story.department)));
    };
    let Some((first, rest)) = story.messages.split_first() else { return Ok(()) };
    let channel = if story.channel == "mail" { Channel::Mail } else { Channel::Web };
    c.at(telling.begins);
    c.next_change();
    let ticket = tickets::open(
        c,
        &NewTicket {
            requester: *person,
            kind: cast.kinds.iter().find(|(builtin, _)| *builtin == story.kind).map(|(_, id)| *id),
            department: *department,
            subject: telling.subject.clone(),
            body: body(&first.html),
            channel,
            files: files(&first.files),
            uploads: Vec::new(),
            because: if channel == Channel::Mail { format!("sent_to:{address}") } else { "form".into() },
            address: address.clone(),
            language: who.language.clone(),
            mail: MailFacts::default(),
            related: None,
            priority: Priority::from_code(&story.priority).unwrap_or(Priority::Normal),
            company: None,
        },
    )?;
    c.react()?;
    if telling.assigned {
        c.at(telling.begins.plus(Duration::from_secs(240)));
        c.in_the_name_of(agent, |c| tickets::assign(c, ticket.id, agent.person))?;
        c.react()?;
    }
    for message in rest {
        say(c, cast, telling, ticket.id, message, channel)?;
    }
    finish(c, cast, telling, ticket.id, now)
}

fn say(
    c: &mut Change,
    cast: &Cast,
    telling: &Telling,
    ticket: TicketId,
    message: &Message,
    channel: Channel,
) -> desk::Result<()> {
    let minutes = u64::try_from(message.after_minutes).unwrap_or(0);
    c.at(telling.begins.plus(Duration::from_secs(minutes * 60)));
    c.next_change();
    let agent_at = if message.by == "note" { telling.agent + 1 } else { telling.agent };
    let (Some((agent, _)), Some((person, who))) =
        (cast.agents.get(agent_at % cast.agents.len().max(1)), cast.people.get(telling.person))
    else {
        return Ok(());
    };
    if message.by == "customer" {
        let customer = Actor::person(*person, &who.name, Role::Customer, None);
        let reply = CustomerReply {
            author: *person,
            body: body(&message.html),
            files: files(&message.files),
            channel,
            mail: MailFacts::default(),
        };
        c.in_the_name_of(&customer, |c| tickets::reply_as_customer(c, ticket, &reply))?;
    } else {
        let kind = if message.by == "note" { MessageKind::Note } else { MessageKind::Reply };
        let reply = Reply {
            kind,
            body: body(&message.html),
            uploads: Vec::new(),
            files: files(&message.files),
            seen: None,
            then: None,
        };
        c.in_the_name_of(agent, |c| tickets::reply(c, ticket, &reply))?;
    }
    c.react()
}

/// Tags, the end of the story, and who has read it.
fn finish(c: &mut Change, cast: &Cast, telling: &Telling, ticket: TicketId, now: Time) -> desk::Result<()> {
    let Some((agent, _)) = cast.agents.get(telling.agent) else { return Ok(()) };
    let last = telling.story.messages.last().map_or(0, |message| message.after_minutes);
    let after = Duration::from_secs(u64::try_from(last).unwrap_or(0) * 60 + 90);
    c.at(Time(telling.begins.plus(after).0.min(now.0)));
    c.next_change();
    for tag in &telling.story.tags {
        c.in_the_name_of(agent, |c| tickets::add_tag(c, ticket, tag))?;
    }
    if telling.story.end == "closed" {
        c.in_the_name_of(agent, |c| tickets::set_status(c, ticket, Category::Closed))?;
    }
    c.react()?;
    if telling.assigned {
        let newest = tickets::find(c.sql(), &Actor::system("demo"), ticket)?.last_message;
        for (actor, _) in &cast.agents {
            c.in_the_name_of(actor, |c| tickets::mark_seen(c, ticket, newest))?;
        }
    }
    Ok(())
}

fn body(html: &str) -> Body {
    let html = markup::sanitize(html);
    Body { text: markup::html_to_text(&html), quoted: String::new(), html }
}

fn files(files: &[File]) -> Vec<NewFile> {
    files
        .iter()
        .map(|file| {
            let (content_type, content) = file.content();
            NewFile {
                name: file.name.clone(),
                content_type: content_type.to_owned(),
                content,
                inline: false,
                content_id: String::new(),
                card: None,
            }
        })
        .collect()
}

/// Links for the admin, an agent, and the customer with the most to show.
fn sign_in_links(c: &mut Change, cast: &Cast) -> desk::Result<Links> {
    let busiest = c.sql().one(
        "select requester_id from ticket group by requester_id order by count(*) desc, requester_id limit 1",
        &[],
        |row| row.get::<PersonId>(0),
    )?;
    let agent = |at: usize| cast.agents.get(at).and_then(|(actor, _)| actor.person).ok_or(Error::NotFound);
    let (admin, agent) = (agent(0)?, agent(1)?);
    let mut link = |person| people::link_for(c, person, limits::SETUP_LINK, i64::MAX);
    Ok(Links {
        admin: link(admin)?,
        agent: link(agent)?,
        customer: link(busiest)?,
        address: cast.departments.first().map(|(_, _, address)| address.clone()).unwrap_or_default(),
    })
}
