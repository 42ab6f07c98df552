//! Canned replies: texts that agents have ready, one service each, with [placeholders].

use store::{Conn, Row, params};

use super::{Body, Ticket, find};
use crate::actor::Actor;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::one_line::one_line;
use crate::people::{self, Person};
use crate::policy::{self, Action};
use crate::{CannedId, PersonId, ServiceId, TicketId, limits};

/// A canned reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CannedReply {
    /// The row.
    pub id: CannedId,
    /// Where it is offered.
    pub service: ServiceId,
    /// An easy name.
    pub name: String,
    /// Sanitised.
    pub html: String,
    /// How often it was put into an answer.
    pub used: i64,
}

fn read(row: &Row) -> store::Result<CannedReply> {
    Ok(CannedReply { id: row.get(0)?, service: row.get(1)?, name: row.get(2)?, html: row.get(3)?, used: row.get(4)? })
}

/// All canned replies of the services that the actor works for, by service and name.
///
/// # Errors
/// When the database fails.
pub fn canned(conn: &mut Conn, actor: &Actor) -> Result<Vec<CannedReply>> {
    policy::allow(actor, Action::WriteCanned, None)?;
    let sql = format!(
        "select c.id, c.service_id, c.name, c.html, c.used from canned_reply c where {}
         order by c.service_id, lower(c.name), c.id",
        policy::service_condition(actor, "c.service_id")
    );
    Ok(conn.query(&sql, &[], read)?)
}

/// The canned replies that a ticket offers: those of its service, the most used first.
///
/// # Errors
/// When the database fails.
pub fn canned_for(conn: &mut Conn, ticket: &Ticket) -> Result<Vec<CannedReply>> {
    let sql = format!(
        "select c.id, c.service_id, c.name, c.html, c.used from canned_reply c
         join department d on d.service_id = c.service_id where d.id = ?1
         order by c.used desc, lower(c.name), c.id limit {}",
        limits::CANNED_OFFERED_MAX
    );
    Ok(conn.query(&sql, params![ticket.department], read)?)
}

/// Keeps a new canned reply.
///
/// # Errors
/// When its name or text is missing or too long, or the actor does not work for the service.
pub fn add_canned(c: &mut Change, service: ServiceId, name: &str, html: &str) -> Result<CannedId> {
    let name = checked(c, service, name, html)?;
    let now = c.now();
    let id = c.sql().insert(
        "insert into canned_reply (service_id, name, html, created_at) values (?1, ?2, ?3, ?4) returning id",
        params![service, &name, html, now],
    )?;
    c.record(Event::of_desk(Kind::Configured, &format!("canned:{name}")))?;
    Ok(CannedId(id))
}

/// Keeps an answer's words for the next ticket of this service.
///
/// # Errors
/// As [`add_canned`].
pub fn save_as_canned(c: &mut Change, ticket: TicketId, name: &str, html: &str) -> Result<CannedId> {
    let actor = c.actor().clone();
    let department = find(c.sql(), &actor, ticket)?.department;
    let service =
        c.sql().one("select service_id from department where id = ?1", params![department], |row| row.get(0))?;
    add_canned(c, service, name, html)
}

/// Changes a canned reply.
///
/// # Errors
/// As [`add_canned`]; [`Error::NotFound`] when it does not exist for the actor.
pub fn change_canned(c: &mut Change, id: CannedId, service: ServiceId, name: &str, html: &str) -> Result<()> {
    reachable(c, id)?;
    let name = checked(c, service, name, html)?;
    c.sql().execute(
        "update canned_reply set service_id = ?2, name = ?3, html = ?4 where id = ?1",
        params![id, service, &name, html],
    )?;
    c.record(Event::of_desk(Kind::Configured, &format!("canned:{name}")))?;
    Ok(())
}

/// Forgets a canned reply.
///
/// # Errors
/// [`Error::NotFound`] when it does not exist for the actor.
pub fn delete_canned(c: &mut Change, id: CannedId) -> Result<()> {
    reachable(c, id)?;
    c.sql().execute("delete from canned_reply where id = ?1", params![id])?;
    c.record(Event::of_desk(Kind::Configured, &format!("canned_deleted:{id}")))?;
    Ok(())
}

/// Counts that a canned reply of a ticket's service was put into an answer.
///
/// # Errors
/// When the database fails.
pub fn use_canned(c: &mut Change, ticket: TicketId, id: CannedId) -> Result<()> {
    c.sql().execute(
        "update canned_reply set used = used + 1 where id = ?1 and service_id =
           (select d.service_id from ticket t join department d on d.id = t.department_id where t.id = ?2)",
        params![id, ticket],
    )?;
    Ok(())
}

fn reachable(c: &mut Change, id: CannedId) -> Result<()> {
    c.allow(Action::WriteCanned, None)?;
    let sql = format!(
        "select 1 from canned_reply c where c.id = ?1 and {}",
        policy::service_condition(c.actor(), "c.service_id")
    );
    c.sql().find(&sql, params![id], |row| row.get::<i64>(0))?.map(|_| ()).ok_or(Error::NotFound)
}

fn checked(c: &mut Change, service: ServiceId, name: &str, html: &str) -> Result<String> {
    c.allow(Action::WriteCanned, None)?;
    let name = one_line(name);
    let problem = match name.chars().count() {
        0 => Some("required"),
        count if count > limits::NAME_CHARS_MAX => Some("too_long"),
        _ => None,
    };
    if let Some(problem) = problem {
        return Err(Error::field("canned_name", problem));
    }
    if html.trim().is_empty() {
        return Err(Error::field("body", "required"));
    }
    if html.chars().count() > limits::CANNED_CHARS_MAX {
        return Err(Error::field("body", "too_long"));
    }
    let sql = format!("select 1 from service s where s.id = ?1 and {}", policy::service_condition(c.actor(), "s.id"));
    if c.sql().find(&sql, params![service], |row| row.get::<i64>(0))?.is_none() {
        return Err(Error::field("service", "unknown"));
    }
    Ok(name)
}

/// Fills the placeholders that the ticket answers, `{…}` in any case: the customer's name, first name and
/// address, the ticket's number and subject, the agent's name. Values are escaped. Others stay as they are, and
/// `[…]` is for the agent to fill.
#[must_use]
pub fn fill_placeholders(html: &str, ticket: &Ticket, requester: &Person, agent: &str) -> String {
    fill(html, |out, name| value(name, ticket, requester, agent).map(|value| push_escaped(out, &value)).is_some())
}

/// The texts of a rule's mail, English and French, as the outbox keeps them: placeholders filled, empty for the usual
/// words. One that is missing is replaced by the other.
pub(crate) fn mail_texts(c: &mut Change, ticket: TicketId, en: &str, fr: &str) -> Result<String> {
    if en.trim().is_empty() && fr.trim().is_empty() {
        return Ok(String::new());
    }
    let ticket = find(c.sql(), &Actor::system("rules"), ticket)?;
    let requester = people::find(c.sql(), ticket.requester)?;
    let filled = |text: &str| {
        fill(text, |out, name| value(name, &ticket, &requester, "").map(|value| out.push_str(&value)).is_some())
    };
    let (en, fr) = (if en.trim().is_empty() { fr } else { en }, if fr.trim().is_empty() { en } else { fr });
    Ok(serde_json::json!({ "en": filled(en), "fr": filled(fr) }).to_string())
}

/// The words of a rule in somebody's language; a language that is missing is replaced by the other.
pub(crate) fn rule_words<'w>(language: &str, en: &'w str, fr: &'w str) -> &'w str {
    let (wanted, other) = if language == "fr" { (fr, en) } else { (en, fr) };
    if wanted.trim().is_empty() { other } else { wanted }
}

/// What a rule writes in an agent's name, in the ticket's language: placeholders filled, lines kept.
pub(crate) fn rule_body(c: &mut Change, ticket: &Ticket, agent: PersonId, en: &str, fr: &str) -> Result<Body> {
    let requester = people::find(c.sql(), ticket.requester)?;
    let agent = people::find(c.sql(), agent)?.name;
    let language = if ticket.language.is_empty() { &requester.language } else { &ticket.language };
    let words = rule_words(language, en, fr).trim().replace("\r\n", "\n");
    let text =
        fill(&words, |out, name| value(name, ticket, &requester, &agent).map(|value| out.push_str(&value)).is_some());
    let mut html = String::new();
    for paragraph in text.split("\n\n") {
        html.push_str("<p>");
        for (number, line) in paragraph.lines().enumerate() {
            if number > 0 {
                html.push_str("<br>");
            }
            push_escaped(&mut html, line);
        }
        html.push_str("</p>");
    }
    Ok(Body { html, quoted: String::new(), text })
}

/// Replaces what stands in braces by what `put` knows; the rest stays.
fn fill(text: &str, put: impl Fn(&mut String, &str) -> bool) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}') {
            Some((name, tail)) if put(&mut out, name) => rest = tail,
            _ => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn value(name: &str, ticket: &Ticket, requester: &Person, agent: &str) -> Option<String> {
    Some(match name.trim().to_lowercase().as_str() {
        "name" | "nom" => requester.name.clone(),
        "first name" | "prénom" | "prenom" => {
            requester.name.split_whitespace().next().unwrap_or(&requester.name).to_owned()
        }
        "address" | "adresse" => requester.address.clone(),
        "company" | "société" | "societe" => requester.company.clone().unwrap_or_default(),
        "number" | "numéro" | "numero" => ticket.id.to_string(),
        "subject" | "objet" => ticket.subject.clone(),
        "agent" => agent.to_owned(),
        _ => return None,
    })
}

fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Category, Place, Priority, Status, Ticket};
    use super::{fill_placeholders, push_escaped};
    use crate::people::{Person, Role};
    use crate::{DepartmentId, MessageId, PersonId, StatusId, TicketId, TypeId};

    fn ticket(subject: &str) -> Ticket {
        Ticket {
            id: TicketId(4821),
            token: "token".into(),
            subject: subject.into(),
            requester: PersonId(1),
            department: DepartmentId(1),
            assignee: None,
            kind: TypeId(1),
            status: Status {
                id: StatusId(1),
                category: Category::Open,
                name: String::new(),
                customer: String::new(),
                shape: None,
            },
            priority: Priority::Normal,
            language: String::new(),
            address: String::new(),
            last_message: MessageId(1),
            place: Place::Desk,
            merged_into: None,
            company: None,
            project: None,
            due_on: None,
            estimate: None,
            visibility: crate::community::Visibility::Private,
            locked: false,
            participant: false,
        }
    }

    fn person(name: &str) -> Person {
        Person {
            id: PersonId(1),
            name: name.into(),
            address: "helene@acme.example".into(),
            role: Role::Customer,
            company: None,
            language: String::new(),
            time_zone: String::new(),
            title: String::new(),
            signature: String::new(),
            keys_off: false,
            notify_mail: true,
            plan: None,
            returned: String::new(),
        }
    }

    fn filled(html: &str, name: &str, subject: &str) -> String {
        fill_placeholders(html, &ticket(subject), &person(name), "Léa")
    }

    fn escaped(text: &str) -> String {
        let mut out = String::new();
        push_escaped(&mut out, text);
        out
    }

    #[test]
    fn what_the_ticket_knows() {
        let html =
            "<p>Hello {First name} ({name}, {address}), #{number} “{ subject }” {nobody} {name [how many] {}{</p>";
        assert_eq!(
            filled(html, "Hélène Marchetti", "A & B"),
            "<p>Hello Hélène (Hélène Marchetti, helene@acme.example), #4821 “A &amp; B” {nobody} {name [how many] {}{</p>"
        );
        assert_eq!(filled("{prénom} {Nom} {OBJET} {agent}", "Zoé", "x"), "Zoé Zoé x Léa");
        assert_eq!(filled("{company}", "Zoé", "x"), "", "of no company");
    }

    /// Pieces that placeholders are made of, and what disturbs them.
    fn template() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("{".to_owned()),
            Just("}".to_owned()),
            Just("{name}".to_owned()),
            Just("{ SUBJECT }".to_owned()),
            Just("{first name}".to_owned()),
            Just("<a href=\"{number}\">".to_owned()),
            Just("[how many]".to_owned()),
            ".{0,6}",
        ];
        proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn values_bring_no_markup(html in template(), name in ".{0,20}", subject in ".{0,20}") {
            let out = filled(&html, &name, &subject);
            for mark in ['<', '>', '"'] {
                prop_assert_eq!(out.matches(mark).count(), html.matches(mark).count());
            }
        }

        #[test]
        fn values_are_not_filled_again(name in "[{}a-z ]{0,20}") {
            prop_assert_eq!(filled("{name}", &name, "x"), escaped(&name));
        }

        #[test]
        fn other_texts_stay_as_they_are(html in "[^{]{0,40}", unknown in "[a-z]{0,3}[0-9][a-z]{0,3}") {
            prop_assert_eq!(filled(&html, "n", "s"), html.clone());
            let kept = format!("{{{unknown}}}{html}");
            prop_assert_eq!(filled(&kept, "n", "s"), kept.clone());
        }
    }
}
