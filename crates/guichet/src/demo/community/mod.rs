//! The community of the demonstration: topics told through the verbs that members use.

mod topics;

use std::time::Duration;

use desk::community::{self, Lock, Measure, NewComment, NewSanction, Reaction};
use desk::guides;
use desk::people::{self, NewPerson, Person, Role};
use desk::settings::{self, Setting};
use desk::tickets::{self, Body, Category, Channel, MailFacts, NewTicket, Priority};
use desk::{Actor, Change, DepartmentId, Error, MessageId, TicketId, Time};

use topics::{MEMBERS, Post, TOPICS, Topic};

/// Asks and answers everything. `moderator` keeps order; questions go to `department`.
pub(super) fn write(c: &mut Change, moderator: &Actor, department: DepartmentId, now: Time) -> desk::Result<()> {
    c.silence();
    for setting in [Setting::PrivateByDefault, Setting::CommunityReaders] {
        settings::set(c, setting, if setting == Setting::CommunityReaders { "public" } else { "" })?;
    }
    for (name, address) in MEMBERS {
        let new = NewPerson { name: (*name).to_owned(), address: (*address).to_owned(), ..NewPerson::default() };
        people::find_or_create(c, &new)?;
    }
    for topic in TOPICS {
        tell(c, topic, moderator, department, now)?;
    }
    Ok(())
}

fn tell(c: &mut Change, topic: &Topic, moderator: &Actor, department: DepartmentId, now: Time) -> desk::Result<()> {
    let Some((first, rest)) = topic.posts.split_first() else { return Ok(()) };
    let asker = somebody(c, first)?;
    at(c, first, now);
    let id = ask(c, topic, first, &asker, department)?;
    let mut posts: Vec<MessageId> = vec![tickets::find(c.sql(), &Actor::system("demo"), id)?.last_message];
    for post in rest {
        let author = somebody(c, post)?;
        at(c, post, now);
        let new = NewComment {
            body: body(post.text),
            files: Vec::new(),
            channel: Channel::Web,
            mail: MailFacts::default(),
            then: None,
        };
        posts.push(c.in_the_name_of(&member(&author), |c| community::comment(c, id, &new))?.message);
        c.react()?;
    }
    c.at(now);
    c.next_change();
    if let Some(answer) = topic.accepted.and_then(|at| posts.get(at)) {
        c.in_the_name_of(&member(&asker), |c| community::accept_answer(c, id, Some(*answer)))?;
        applaud(c, topic, *answer)?;
    } else if topic.settled {
        c.in_the_name_of(moderator, |c| tickets::set_status(c, id, Category::Closed))?;
    }
    if !topic.summary.is_empty() {
        c.in_the_name_of(moderator, |c| close(c, topic, id, &posts))?;
    }
    c.react()
}

/// A mocking answer is hidden, its author is out for a week, and the topic is closed with what came out of it.
fn close(c: &mut Change, topic: &Topic, id: TicketId, posts: &[MessageId]) -> desk::Result<()> {
    const MOCKS: usize = 5;
    if let (Some(mocking), Some(post)) = (posts.get(MOCKS), topic.posts.get(MOCKS)) {
        let author = somebody(c, post)?;
        community::hide(c, *mocking, "mocks another member", Some(1))?;
        let measure = NewSanction {
            person: author.id,
            measure: Measure::Ban,
            because: "Mocks another member, after being asked to stop.".to_owned(),
            rule: Some(1),
            days: 7,
            post: Some((id, *mocking)),
        };
        community::sanction(c, &measure)?;
    }
    community::lock(c, id, &Lock { summary: topic.summary.to_owned(), ..Lock::default() })
}

/// Others found it helpful.
fn applaud(c: &mut Change, topic: &Topic, answer: MessageId) -> desk::Result<()> {
    for post in topic.posts {
        let reader = somebody(c, post)?;
        match c.in_the_name_of(&member(&reader), |c| community::react(c, answer, Reaction::Helpful)) {
            // Twice takes it back, and nobody applauds themselves.
            Ok(_) | Err(Error::Invalid(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn ask(
    c: &mut Change,
    topic: &Topic,
    first: &Post,
    asker: &Person,
    department: DepartmentId,
) -> desk::Result<TicketId> {
    let categories = guides::categories(c.sql())?;
    let category = categories.iter().find(|category| category.code == topic.category).and_then(|found| found.id);
    let new = NewTicket {
        requester: asker.id,
        kind: None,
        department,
        subject: topic.title.to_owned(),
        body: body(first.text),
        channel: Channel::Web,
        files: Vec::new(),
        uploads: Vec::new(),
        because: "form".to_owned(),
        address: String::new(),
        language: asker.language.clone(),
        mail: MailFacts::default(),
        related: None,
        priority: Priority::Normal,
        company: None,
    };
    let id = c.in_the_name_of(&member(asker), |c| {
        let id = tickets::open(c, &new)?.id;
        community::offer(c, id, category)?;
        Ok(id)
    })?;
    c.react()?;
    Ok(id)
}

fn at(c: &mut Change, post: &Post, now: Time) {
    let hours = u64::try_from(post.hours_ago).unwrap_or(0);
    let ago = Duration::from_secs(hours * 3600);
    c.at(Time(now.0 - i64::try_from(ago.as_micros()).unwrap_or(0)));
    c.next_change();
}

/// Whoever wrote a post; members have accepted the rules.
fn somebody(c: &mut Change, post: &Post) -> desk::Result<Person> {
    let found = people::find_by_address(c.sql(), post.author)?;
    let person = found.ok_or_else(|| Error::Internal(format!("demo content: nobody is {}", post.author)))?;
    if person.role == Role::Customer {
        c.in_the_name_of(&member(&person), |c| community::accept_rules(c, 0))?;
    }
    Ok(person)
}

fn member(person: &Person) -> Actor {
    Actor::person(person.id, &person.name, person.role, None)
}

fn body(markdown: &str) -> Body {
    let html = markup::guide::render(markdown, &Default::default()).html;
    Body { text: markup::html_to_text(&html), html, quoted: String::new() }
}
