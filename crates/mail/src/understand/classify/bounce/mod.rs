//! Recognizes delivery reports: those of RFC 3464 and the free forms of older servers.

mod addresses;
mod excerpt;
mod phrases;
mod signs;
mod status;

use super::Facts;
use super::fold::{contains_any, fold};
use crate::understand::message::Bounce;

/// Bytes of a returned message whose header is searched.
const RETURNED_BYTES_MAX: usize = 256 * 1024;

/// A person speaks at the start of the text.
pub fn greets_or_asks(text: &str) -> bool {
    signs::is_personal(text)
}

/// The facts of the delivery report, if the mail is one.
pub fn find(facts: &Facts<'_>) -> Option<Bounce> {
    let recipients = status::recipients(facts);
    let signs = signs::Signs::read(facts);
    signs.is_bounce(facts).then(|| describe(facts, &signs, &recipients))
}

/// The Message-ID of the mail that came back.
pub fn original_message_id(facts: &Facts<'_>) -> Option<String> {
    let in_parts = facts
        .parts
        .iter()
        .filter(|part| {
            matches!(
                part.content_type,
                "message/rfc822"
                    | "message/global"
                    | "message/global-headers"
                    | "message/rfc822-headers"
                    | "message/partial"
                    | "text/rfc822-headers"
                    | "text/rfc822"
            )
        })
        .find_map(|part| message_id_in_fields(part.data, "message-id"));
    in_parts.or_else(|| message_id_in_text(facts.text)).or_else(|| angle_id(facts.header("in-reply-to")?)).or_else(
        || {
            let references = facts.header("references")?;
            angle_id(references.get(references.rfind('<')?..)?)
        },
    )
}

/// Finds a field that holds a message id in a header block.
pub fn message_id_in_fields(data: &[u8], name: &str) -> Option<String> {
    let text = String::from_utf8_lossy(data.get(..RETURNED_BYTES_MAX.min(data.len()))?);
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim().is_empty() {
            // Some servers put blank lines before the header.
            if lines.peek().is_some_and(|next| !next.contains(':')) {
                return None;
            }
            continue;
        }
        let Some((found, value)) = line.split_once(':') else {
            continue;
        };
        if found.trim().eq_ignore_ascii_case(name) {
            let next = lines.peek().copied().unwrap_or_default();
            return angle_id(value).or_else(|| angle_id(next));
        }
    }
    None
}

/// What stands between the first angle brackets, if it is like a message id.
pub fn angle_id(value: &str) -> Option<String> {
    let (_, rest) = value.split_once('<')?;
    let (id, _) = rest.split_once('>')?;
    let id = id.trim();
    (!id.is_empty() && !id.contains(char::is_whitespace)).then(|| id.to_owned())
}

/// Older servers append the returned mail, or its header, to their text.
fn message_id_in_text(text: &str) -> Option<String> {
    text.lines()
        .map(|line| line.trim_start_matches(['>', ' ', '\t', '|']))
        .filter_map(|line| line.split_once(':'))
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("message-id"))
        .find_map(|(_, value)| angle_id(value))
}

fn describe(facts: &Facts<'_>, signs: &signs::Signs, reported: &[status::Recipient]) -> Bounce {
    let report = excerpt::report_text(facts.text);
    let action = status::action(reported).unwrap_or_else(|| signs.action(facts));
    let unreached: Vec<&status::Recipient> =
        reported.iter().filter(|recipient| recipient.action.is_none_or(|found| found == action)).collect();
    let mut recipients = Vec::new();
    let reached = matches!(action, "delivered" | "relayed" | "expanded");
    if !reached {
        for address in unreached.iter().filter_map(|r| r.address.clone()) {
            push_new(&mut recipients, address);
        }
        if recipients.is_empty() {
            recipients = addresses::failed(facts, report);
        }
    }
    Bounce { action: action.to_owned(), status: status_code(&unreached, action, report), recipients }
}

/// The stated code, unless it only says "failed" and the server's own words say more.
fn status_code(recipients: &[&status::Recipient], action: &str, report: &str) -> Option<String> {
    let class = match action {
        "delivered" | "relayed" | "expanded" => Some('2'),
        "delayed" => Some('4'),
        _ => None,
    };
    let stated = recipients.iter().find_map(|r| r.status.clone());
    let is_telling = |code: &String| !code.ends_with(".0.0");
    if let Some(code) = stated.clone().filter(is_telling) {
        return Some(code);
    }
    let class = stated.as_ref().and_then(|code| code.chars().next()).or(class);
    let fits =
        |code: &String| class.map_or(!code.starts_with('2'), |class| code.starts_with(class)) && is_telling(code);
    recipients
        .iter()
        .filter_map(|r| r.diagnostic.as_deref())
        .chain([report])
        .find_map(|text| excerpt::enhanced_codes(text).find(fits))
        .or(stated)
        .or_else(|| {
            // The number of a program's version is no success.
            let is_success = class == Some('2');
            excerpt::enhanced_codes(report).find(|code| code.starts_with('2') == is_success)
        })
}

fn push_new(list: &mut Vec<String>, address: String) {
    /// Recipients listed of one report.
    const RECIPIENTS_MAX: usize = 200;
    if list.len() < RECIPIENTS_MAX && !list.contains(&address) {
        list.push(address);
    }
}

/// The subject, folded.
fn folded_subject(facts: &Facts<'_>) -> String {
    fold(facts.subject)
}

fn says_delay(folded: &str) -> bool {
    contains_any(folded, phrases::DELAYS)
}
