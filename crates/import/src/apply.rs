//! A planned record becomes what it means, through the verbs that people use, at the time when it happened.

use desk::people::{self, CompanyForm, NewPerson, Person, Role};
use desk::tickets::{self, Category, Channel, CustomerReply, Goal, MailFacts, MessageKind, NewTicket, Place, Reply};
use desk::{Actor, Change, CompanyId, Error, PersonId, TicketId, imports};

use crate::conversation::Said;
use crate::plan::{Plan, Planned, Somebody, Ticket};

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Became {
    /// Something new.
    Made,
    /// It was there already.
    Known,
}

/// Takes one record in.
pub(crate) fn apply(c: &mut Change, plan: &Plan, source: &str, file: &str, admin: PersonId) -> desk::Result<Became> {
    match &plan.planned {
        Planned::Ticket(ticket) => {
            let space = format!("ticket:{source}");
            // What somebody has deleted since may come again.
            if let Some(id) = imports::known(c, &space, &ticket.key)?
                && is_there(c, TicketId(id))?
            {
                return Ok(Became::Known);
            }
            let id = open(c, ticket, file, admin)?;
            imports::remember(c, &space, &ticket.key, id)?;
            Ok(Became::Made)
        }
        Planned::Person(somebody) => {
            if people::find_by_address(c.sql(), &somebody.address)?.is_some() {
                return Ok(Became::Known);
            }
            person(c, somebody)?;
            Ok(Became::Made)
        }
        Planned::Company(name, domain) => {
            if people::find_company(c.sql(), name)?.is_some() {
                return Ok(Became::Known);
            }
            add_company(c, name, domain)?;
            Ok(Became::Made)
        }
    }
}

fn is_there(c: &mut Change, id: TicketId) -> desk::Result<bool> {
    match tickets::find(c.sql(), &Actor::system("import"), id) {
        Ok(ticket) => Ok(ticket.place != Place::Trash),
        Err(Error::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

/// A company; a domain that cannot be one, or is another company's, is left out.
fn add_company(c: &mut Change, name: &str, domain: &str) -> desk::Result<CompanyId> {
    let form = |domains: &str| CompanyForm { name: name.to_owned(), domains: domains.to_owned() };
    match people::add_company(c, &form(domain)) {
        Err(Error::Invalid(errors)) if errors.iter().all(|error| error.field == "domains") => {
            people::add_company(c, &form(""))
        }
        other => other,
    }
}

/// The person of an address, known or new.
fn person(c: &mut Change, somebody: &Somebody) -> desk::Result<Person> {
    if let Some(known) = people::find_by_address(c.sql(), &somebody.address)? {
        return Ok(known);
    }
    let company: Option<CompanyId> = match somebody.company.as_str() {
        "" => None,
        name => match people::find_company(c.sql(), name)? {
            Some(id) => Some(id),
            None => Some(add_company(c, name, "")?),
        },
    };
    let new = NewPerson {
        name: somebody.name.chars().take(desk::limits::NAME_CHARS_MAX).collect(),
        address: somebody.address.clone(),
        language: somebody.language.clone(),
        company,
        title: somebody.title.chars().take(desk::limits::NAME_CHARS_MAX).collect(),
        plan: None,
    };
    people::find_or_create(c, &new)
}

fn open(c: &mut Change, ticket: &Ticket, file: &str, admin: PersonId) -> desk::Result<i64> {
    c.next_change();
    let requester = person(c, &ticket.requester)?;
    let asker = Actor::person(requester.id, &requester.name, Role::Customer, None);
    let new = NewTicket {
        requester: requester.id,
        kind: ticket.kind,
        department: ticket.department,
        subject: ticket.subject.clone(),
        body: ticket.body.clone(),
        channel: Channel::Web,
        files: Vec::new(),
        uploads: Vec::new(),
        because: format!("import:{file}"),
        address: String::new(),
        language: requester.language.clone(),
        mail: MailFacts::default(),
        related: None,
        priority: ticket.priority,
        company: None,
    };
    let opened = c.as_history(ticket.at, |c| c.in_the_name_of(&asker, |c| tickets::open(c, &new)))?;
    let mut last = ticket.at;
    for said in &ticket.messages {
        last = last.max(said.at);
        c.as_history(last, |c| say(c, opened.id, said, requester.id, admin))?;
    }
    c.as_history(last, |c| {
        // Who may not handle it any more does not have it.
        match ticket.assignee.map(|agent| tickets::assign(c, opened.id, Some(agent))) {
            None | Some(Ok(()) | Err(Error::Invalid(_))) => {}
            Some(Err(error)) => return Err(error),
        }
        let mut tags = ticket.tags.clone();
        tags.truncate(desk::limits::TAGS_PER_TICKET_MAX);
        for tag in &tags {
            let tag: String = tag.chars().take(desk::limits::TAG_CHARS_MAX).collect();
            match tickets::add_tag(c, opened.id, &tag) {
                Ok(()) | Err(Error::Invalid(_)) => {}
                Err(error) => return Err(error),
            }
        }
        tickets::set_due(c, opened.id, ticket.due_on)?;
        if ticket.status != Goal::Category(Category::Open) {
            tickets::set_status(c, opened.id, ticket.status)?;
        }
        Ok(())
    })?;
    Ok(opened.id.0)
}

fn say(c: &mut Change, ticket: TicketId, said: &Said, requester: PersonId, admin: PersonId) -> desk::Result<()> {
    let Some(agent) = said.agent else {
        let author = match &said.by {
            Some(somebody) if !somebody.address.is_empty() => person(c, somebody)?.id,
            _ => requester,
        };
        let name = people::find(c.sql(), author)?.name;
        let writer = Actor::ticket_link(author, &name, ticket);
        let (body, files, mail) = (said.body.clone(), Vec::new(), MailFacts::default());
        let reply = CustomerReply { author, body, files, channel: Channel::Web, mail };
        c.in_the_name_of(&writer, |c| tickets::reply_as_customer(c, ticket, &reply))?;
        return Ok(());
    };
    // What somebody wrote who is no agent here any more is the importer's message, with the name above it.
    let author = agent.unwrap_or(admin);
    let mut body = said.body.clone();
    if let (None, Some(by)) = (agent, &said.by) {
        let name = if by.name.is_empty() { &by.address } else { &by.name };
        body.html = format!("{}{}", markup::text_to_html(&format!("{name}:")), body.html);
        body.text = format!("{name}:\n{}", body.text);
    }
    let name = people::find(c.sql(), author)?.name;
    let writer = Actor::person(author, &name, Role::Admin, None);
    let reply = Reply {
        kind: if said.note { MessageKind::Note } else { MessageKind::Reply },
        body,
        uploads: Vec::new(),
        files: Vec::new(),
        seen: None,
        then: None,
    };
    c.in_the_name_of(&writer, |c| tickets::reply(c, ticket, &reply))?;
    Ok(())
}
