//! The messages of a conversation as other systems write them: whose, when, whether the customer may read them.

use desk::people;
use desk::tickets::Body;
use desk::{PersonId, Time};
use serde_json::Value;

use crate::known::{Known, fold};
use crate::plan::Somebody;
use crate::source::plain;
use crate::when;

/// A message after the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    /// An agent said it: who, if the desk knows them.
    pub agent: Option<Option<PersonId>>,
    /// Else whoever this is, or the requester.
    pub by: Option<Somebody>,
    pub note: bool,
    pub body: Body,
    pub at: Time,
}

/// `Clara <clara@example.org>` is `clara@example.org`.
pub(crate) fn bare_address(text: &str) -> String {
    people::normalise_address(text.rsplit_once('<').map_or(text, |(_, rest)| rest.trim_end_matches('>')))
}

/// Words of another system: HTML where they are said to be, or hold marks that nobody types.
pub(crate) fn body(text: &str, is_html: bool) -> Body {
    let marks = ["<p>", "<p ", "<br", "<div", "<span", "<table", "<ul>"];
    let is_html = is_html || marks.iter().any(|mark| text.contains(mark));
    let html = if is_html { markup::sanitize(text) } else { markup::text_to_html(text) };
    let text = markup::html_to_text(&html);
    let body = Body { html, quoted: String::new(), text };
    if body.html.chars().count() <= desk::limits::MESSAGE_CHARS_MAX {
        return body;
    }
    // So much is shown of anything; a quarter of it, because marking it up makes it longer.
    let text: String = body.text.chars().take(desk::limits::MESSAGE_CHARS_MAX / 4).collect();
    Body { html: markup::text_to_html(&text), quoted: String::new(), text }
}

/// Further messages, in the order of time.
pub(crate) fn messages<'v>(
    known: &Known,
    month_first: bool,
    lists: impl Iterator<Item = &'v Vec<Value>>,
    opened: Time,
) -> Vec<Said> {
    let mut out: Vec<Said> = lists.flatten().filter_map(|message| said(known, month_first, message, opened)).collect();
    out.sort_by_key(|said| said.at);
    out
}

/// A message as other systems write it: whose, when, whether the customer may see it.
fn said(known: &Known, month_first: bool, message: &Value, opened: Time) -> Option<Said> {
    let get = |names: &[&str]| {
        names.iter().find_map(|path| {
            let value = path.split('.').try_fold(message, |value, part| value.get(part))?;
            plain(value).filter(|text| !text.is_empty())
        })
    };
    let html = get(&["html", "html_body", "body_html"]);
    let body = match html {
        Some(html) => body(&html, true),
        None => body(&get(&["body", "text", "plain_body", "body_text", "content", "message"])?, false),
    };
    if body.text.trim().is_empty() {
        return None;
    }
    let one_of =
        |names: &[&str], wanted: &[&str]| get(names).is_some_and(|text| wanted.contains(&fold(&text).as_str()));
    let (yes, no) = (["true", "1", "yes"], ["false", "0", "no"]);
    let note = one_of(&["kind", "type"], &["note", "internal", "private"])
        || one_of(&["public", "is_public"], &no)
        || one_of(&["private", "internal", "is_private", "is_internal"], &yes)
        || one_of(&["visibility"], &["internal", "private"]);
    let at = get(&["created_at", "date", "created", "time", "at"])
        .and_then(|text| when::moment(&text, &known.zone, month_first));
    let address = get(&["address", "email", "author_email", "from", "author.email", "author.address", "from_email"]);
    // `Clara <clara@example.org>` has a name of its own.
    let before =
        address.as_deref().and_then(|text| text.rsplit_once('<')).map(|(name, _)| name.trim_matches([' ', '"']));
    let before = before.filter(|name| !name.is_empty()).map(ToOwned::to_owned);
    let address = address.map(|text| bare_address(&text)).filter(|text| people::is_valid_address(text));
    let name = get(&["author_name", "name", "author.name", "author", "from_name"]).or(before).unwrap_or_default();
    // A name alone may be a colleague's; beside an address it is that address's.
    let by_agent = match &address {
        Some(address) => known.agent(address),
        None => known.agent(&name),
    };
    let by_staff = one_of(&["side", "author_type", "sender", "author.role", "role"], &["agent", "admin", "staff"])
        || one_of(&["incoming"], &no)
        || by_agent.is_some()
        || note;
    let by = Somebody { address: address.unwrap_or_default(), name, ..Somebody::default() };
    Some(Said {
        agent: by_staff.then_some(by_agent),
        by: Some(by).filter(|by| !by.address.is_empty() || !by.name.is_empty()),
        note,
        body,
        at: at.unwrap_or(opened).clamp(opened.min(known.now), known.now),
    })
}
