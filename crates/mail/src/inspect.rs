//! Shows what was understood of one message: as the JSON of the `mail inspect` contract, or for people.

use crate::understand::{Mailbox, Understood};
use std::fmt::Write;

/// The contract's object on one line, without a line end.
pub fn json(understood: &Understood) -> String {
    // Only strings, numbers and lists: this cannot fail.
    serde_json::to_string(understood).unwrap_or_else(|_| "{}".to_owned())
}

/// The same facts for people.
pub fn human(understood: &Understood) -> String {
    let mut out = String::new();
    let from = understood.from.as_ref().map(shown).unwrap_or_else(|| "(nobody)".to_owned());
    row(&mut out, "From", &from);
    row(&mut out, "Reply-To", &list(&understood.reply_to));
    row(&mut out, "To", &list(&understood.to));
    row(&mut out, "Cc", &list(&understood.cc));
    row(&mut out, "Subject", &understood.subject);
    row(&mut out, "Date", understood.date.as_deref().unwrap_or("(none)"));
    row(&mut out, "Message-ID", understood.message_id.as_deref().unwrap_or("(none)"));
    row(&mut out, "In-Reply-To", understood.in_reply_to.as_deref().unwrap_or_default());
    row(&mut out, "References", &understood.references.join(" "));
    let automatic = serde_json::to_string(&understood.automatic).unwrap_or_default();
    let answer = if understood.auto_reply_allowed { "allowed" } else { "not allowed" };
    row(&mut out, "Automatic", &format!("{} (automatic answer {answer})", automatic.trim_matches('"')));
    if let Some(bounce) = &understood.bounce {
        let status = bounce.status.as_deref().unwrap_or("no code");
        row(&mut out, "Bounce", &format!("{}, {status}: {}", bounce.action, bounce.recipients.join(" ")));
    }
    row(&mut out, "Language", understood.language.as_deref().unwrap_or_default());
    row(&mut out, "HTML", if understood.html.is_some() { "yes" } else { "no" });
    for attachment in &understood.attachments {
        let place = if attachment.inline { ", shown in the text" } else { "" };
        let facts = format!("{} ({}, {} bytes{place})", attachment.filename, attachment.content_type, attachment.size);
        row(&mut out, "Attachment", &facts);
    }
    for warning in &understood.warnings {
        row(&mut out, "Warning", warning);
    }
    out.push_str("\nNewly written:\n\n");
    out.push_str(&understood.reply);
    out.push('\n');
    out
}

fn row(out: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{name:<12} {value}");
    }
}

fn shown(mailbox: &Mailbox) -> String {
    if mailbox.name.is_empty() { mailbox.address.clone() } else { format!("{} <{}>", mailbox.name, mailbox.address) }
}

fn list(mailboxes: &[Mailbox]) -> String {
    mailboxes.iter().map(shown).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{human, json};
    use crate::understand::understand;

    #[test]
    fn both_forms() {
        let seen = understand(b"From: Zoe <zoe@x.org>\nSubject: Hi\n\nHello\n");
        let text = json(&seen);
        assert!(
            text.starts_with("{\"from\":{\"name\":\"Zoe\",\"address\":\"zoe@x.org\"},\"reply_to\":[],\"to\":[]"),
            "{text}"
        );
        assert!(text.contains("\"automatic\":\"none\",\"auto_reply_allowed\":"), "{text}");
        assert!(!text.contains("reply_html") && !text.contains('\n'));
        assert!(human(&seen).contains("Zoe <zoe@x.org>"));
    }
}
