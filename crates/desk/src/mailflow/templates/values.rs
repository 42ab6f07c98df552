//! What the placeholders of a mail stand for.

use markup::letter::{Values, signature, words_of_reader};
use store::{Conn, params};

use super::{Links, Occasion, Template};
use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::guides::HelpCentre;
use crate::people::{self, Person};
use crate::settings::{self, Setting};
use crate::tickets::{self, Category, Ticket};
use crate::{MessageId, PersonId, TicketId};

/// The values of one mail, and what stands over its words.
pub(super) struct Known {
    pub values: Values,
    pub title: Option<String>,
}

pub(super) fn known(conn: &mut Conn, site: &str, occasion: &Occasion) -> Result<Known> {
    let person = people::find(conn, occasion.person)?;
    let help_centre = if HelpCentre::load(conn)?.hidden { String::new() } else { format!("{site}/guides") };
    let values = Values::default()
        .line("customer.first_name", person.name.split_whitespace().next().unwrap_or_default())
        .line("customer.name", person.name.clone())
        .line("customer.address", person.address.clone())
        .line("organisation", settings::get(conn, Setting::Organisation)?)
        .line("site", site)
        .line("help_centre", help_centre);
    if !occasion.template.is_of_ticket() {
        return Ok(Known { values: of_account(values, site, occasion), title: None });
    }
    let ticket = match (occasion.ticket, occasion.links) {
        (Some(ticket), _) => ticket,
        (None, Links::Shown) => return Ok(sample(values, site, occasion)),
        (None, _) => return Err(Error::Internal("the mail's ticket is gone".into())),
    };
    let ticket = tickets::find(conn, &Actor::system("outbox"), ticket)?;
    let values = of_ticket(conn, values, site, occasion, &ticket, &person)?;
    Ok(Known { values: of_message(conn, values, occasion, ticket.id)?, title: Some(ticket.subject) })
}

/// A desk without tickets still shows what its mails will look like.
fn sample(values: Values, site: &str, occasion: &Occasion) -> Known {
    let (subject, words, answer) = match occasion.language {
        "fr" => ("Où est ma commande ?", "Je l’attends depuis mardi.", "Elle est partie ce matin."),
        _ => ("Where is my order?", "I have been waiting since Tuesday.", "It left this morning."),
    };
    let values = values
        .line("ticket.number", "1")
        .line("ticket.subject", subject)
        .line("ticket.link", format!("{site}/tickets/1"))
        .line("solved.link", format!("{site}/tickets/1"))
        .block("last_words", words_of_reader(words));
    let values = match occasion.template {
        Template::Answer => values
            .block("answer", markup::text_to_html(answer))
            .block("signature", signature("Guichet", ""))
            .line("agent.name", "Guichet"),
        Template::RuleMessage => values.block("message", markup::text_to_html(answer)),
        _ => values,
    };
    Known { values, title: Some(subject.to_owned()) }
}

fn of_account(values: Values, site: &str, occasion: &Occasion) -> Values {
    let link = match (occasion.links, occasion.template) {
        (Links::Shown | Links::Shared, _) => format!("{site}/sign-in"),
        (Links::Working(token), Template::Account) => format!("{site}/sign-in/{token}?next=/"),
        (Links::Working(token), _) => format!("{site}/sign-in/{token}"),
    };
    values.line("sign_in.link", link)
}

fn of_ticket(
    conn: &mut Conn,
    values: Values,
    site: &str,
    occasion: &Occasion,
    ticket: &Ticket,
    person: &Person,
) -> Result<Values> {
    // The link needs no password, unless somebody else reads the mail.
    let link = match occasion.links {
        Links::Working(_) => format!("{site}/t/{}", tickets::link_code(conn, &ticket.token, person.id)?),
        Links::Shared | Links::Shown => format!("{site}/tickets/{}", ticket.id),
    };
    // Asked where the reader can say it, and of what is not settled yet.
    let solved = match (occasion.links, ticket.status.category) {
        (Links::Shared, _) | (_, Category::Closed) => String::new(),
        (Links::Working(_), _) => format!("{link}/solved"),
        (Links::Shown, _) => link.clone(),
    };
    let words = tickets::words_before(conn, ticket.id, occasion.message)?;
    Ok(values
        .line("ticket.number", ticket.id.to_string())
        .line("ticket.subject", subject_of(ticket, occasion))
        .line("ticket.link", link)
        .line("solved.link", solved)
        .block("last_words", words_of_reader(&words)))
}

/// What a ticket is about. Where nothing says it, neither does an answer, so that programs still find both together;
/// other mails say so, not to end in nothing.
fn subject_of(ticket: &Ticket, occasion: &Occasion) -> String {
    let subject = strip_re(&ticket.subject);
    match (subject.is_empty(), occasion.template, occasion.language) {
        (false, ..) | (_, Template::Answer, _) => subject,
        (_, _, "fr") => "(sans objet)".to_owned(),
        _ => "(no subject)".to_owned(),
    }
}

fn of_message(conn: &mut Conn, values: Values, occasion: &Occasion, ticket: TicketId) -> Result<Values> {
    match (occasion.template, occasion.message) {
        (Template::Answer, Some(message)) => {
            let (html, author, name) = written(conn, message)?;
            let signed = signature(&name, &people::signature(conn, author, ticket)?);
            let answer = format!("{html}{}", occasion.behind);
            Ok(values.block("answer", answer).block("signature", signed).line("agent.name", name))
        }
        (Template::Answer, None) if occasion.links == Links::Shown => {
            Ok(values.block("answer", "<p>…</p>").block("signature", "").line("agent.name", "…"))
        }
        (Template::Answer, None) => Err(Error::Internal("the mail's message is gone".into())),
        (Template::RuleMessage, _) => Ok(values.block("message", markup::text_to_html(occasion.rule_words))),
        _ => Ok(values),
    }
}

/// A message's words, and who wrote it.
fn written(conn: &mut Conn, message: MessageId) -> Result<(String, PersonId, String)> {
    Ok(conn.one(
        "select m.html, p.id, p.name from message m join person p on p.id = m.author_id where m.id = ?1",
        params![message],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?)
}

/// A subject without what answers put in front of it.
#[must_use]
pub fn strip_re(subject: &str) -> String {
    let mut rest = subject.trim();
    while let Some(prefix) = rest.get(..3).filter(|prefix| prefix.eq_ignore_ascii_case("re:")) {
        rest = rest.get(prefix.len()..).unwrap_or_default().trim_start();
    }
    rest.to_owned()
}
