//! Reads the fields of message/delivery-status (RFC 3464, RFC 6533).

use super::super::Facts;
use super::{addresses, excerpt};

/// Bytes of a status part that are read.
const STATUS_BYTES_MAX: usize = 256 * 1024;
/// Recipients read of one report.
const RECIPIENTS_MAX: usize = 500;

/// What the report says of one recipient.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Lower case.
    pub address: Option<String>,
    /// One of the five actions of RFC 3464.
    pub action: Option<&'static str>,
    /// RFC 3463 code.
    pub status: Option<String>,
    /// The other server's own words.
    pub diagnostic: Option<String>,
}

/// Tells whether a part of this type lists what became of each recipient.
pub fn is_status_part(content_type: &str) -> bool {
    matches!(content_type, "message/delivery-status" | "message/global-delivery-status")
}

/// All recipients of all status parts, in order.
pub fn recipients(facts: &Facts<'_>) -> Vec<Recipient> {
    facts
        .parts
        .iter()
        .filter(|part| is_status_part(part.content_type))
        .flat_map(|part| parse(part.data))
        .take(RECIPIENTS_MAX)
        .collect()
}

/// The action of the report as a whole: the worst of its recipients'.
pub fn action(recipients: &[Recipient]) -> Option<&'static str> {
    ["failed", "delayed", "relayed", "expanded", "delivered"]
        .into_iter()
        .find(|action| recipients.iter().any(|r| r.action == Some(action)))
}

fn parse(data: &[u8]) -> Vec<Recipient> {
    let text = String::from_utf8_lossy(data.get(..STATUS_BYTES_MAX.min(data.len())).unwrap_or_default());
    let mut recipients = Vec::new();
    let mut block: Vec<(String, String)> = Vec::new();
    for line in text.lines().chain([""]) {
        if line.trim().is_empty() {
            recipients.extend(recipient(&block));
            block.clear();
        } else if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = block.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            let name = name.trim().to_ascii_lowercase();
            // Servers that forget the blank line between two recipients.
            let repeats = matches!(name.as_str(), "final-recipient" | "original-recipient")
                && block.iter().any(|(known, _)| *known == name);
            if repeats {
                recipients.extend(recipient(&block));
                block.clear();
            }
            block.push((name, value.trim().to_owned()));
        }
    }
    recipients
}

/// The recipient that a block of fields is about; the first block is about the message.
fn recipient(block: &[(String, String)]) -> Option<Recipient> {
    let field = |name: &str| block.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str());
    // The address that the sender wrote to; the final one may be another server's own name for
    // the mailbox, which a missing dot in its host betrays.
    let addresses: Vec<String> = ["original-recipient", "final-recipient", "x-actual-recipient"]
        .iter()
        .filter_map(|name| field(name))
        .filter_map(typed_address)
        .collect();
    let is_public = |address: &&String| address.rsplit('@').next().is_some_and(|h| h.contains('.'));
    let address = addresses.iter().find(is_public).or(addresses.first()).cloned();
    let action = field("action").and_then(known_action);
    let code = field("status").and_then(|value| excerpt::enhanced_codes(value).next());
    let is_about_message = address.is_none() && action.is_none() && field("final-recipient").is_none();
    if is_about_message {
        return None;
    }
    let action = action.or_else(|| match code.as_deref()?.chars().next()? {
        '2' => Some("delivered"),
        '4' => Some("delayed"),
        _ => Some("failed"),
    });
    Some(Recipient { address, action, status: code, diagnostic: field("diagnostic-code").map(str::to_owned) })
}

/// The word before any comment; some servers write their own.
fn known_action(value: &str) -> Option<&'static str> {
    let value = value.trim_start_matches(['"', '\'', ' ']).to_ascii_lowercase();
    [
        ("fail", "failed"),
        ("error", "failed"),
        ("delay", "delayed"),
        ("deferred", "delayed"),
        ("deliverable", "delivered"),
        ("deliver", "delivered"),
        ("success", "delivered"),
        ("relay", "relayed"),
        ("expand", "expanded"),
    ]
    .iter()
    .find(|(start, _)| value.starts_with(start))
    .map(|(_, action)| *action)
}

/// The address after the type in `rfc822; someone@example.org`.
fn typed_address(value: &str) -> Option<String> {
    let (_, address) = value.split_once(';').unwrap_or(("", value));
    addresses::clean(address).or_else(|| addresses::in_line(address).into_iter().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_blocks() {
        let data = b"Reporting-MTA: dns; mx.example.org\r\n\r\nFinal-Recipient: rfc822;A.B@Example.COM\r\n\
            Action: failed (bad)\r\nStatus: 5.1.1 (no such user)\r\nDiagnostic-Code: smtp; 550 5.1.1\r\n  unknown\r\n\r\n\
            Original-Recipient: rfc822;c@example.com\r\nFinal-Recipient: x-unix; \"|procmail\"\r\nAction: Delayed\r\nStatus: 4.4.7\r\n";
        let found = parse(data);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].address.as_deref(), Some("a.b@example.com"));
        assert_eq!(found[0].status.as_deref(), Some("5.1.1"));
        assert_eq!(found[0].diagnostic.as_deref(), Some("smtp; 550 5.1.1 unknown"));
        assert_eq!(found[1].address.as_deref(), Some("c@example.com"));
        assert_eq!(action(&found), Some("failed"));
        assert_eq!(action(&found[1..]), Some("delayed"));
    }
}
