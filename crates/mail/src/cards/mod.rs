//! What invitations and people's cards among the files of a mail say. Pure, and bounded: what is too large, broken or
//! strange stays a file.

mod contact;
mod event;

#[cfg(test)]
mod tests;

use calcard::{Entry, Parser};
use desk::tickets::Card;
use encoding_rs::UTF_8;
use markup::clean;

use crate::limits::{CARD_BYTES_MAX, CARD_CHARS_MAX, CARD_ENTRIES_MAX, CARD_LIST_MAX};
use crate::understand::Attachment;

/// What a file says, if it is one of those that say something.
#[must_use]
pub fn card(file: &Attachment) -> Option<Card> {
    let extension = file.filename.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let calendar = file.content_type == "text/calendar" || file.content_type == "application/ics";
    let contacts = matches!(file.content_type.as_str(), "text/vcard" | "text/x-vcard" | "text/directory");
    let named = matches!(extension.as_deref(), Some("ics" | "vcf" | "vcard"));
    if !(calendar || contacts || named) || file.data.len() > CARD_BYTES_MAX {
        return None;
    }
    let (text, _, _) = UTF_8.decode(&file.data);
    // Whatever a stranger's file does to the parser, the mail is taken in.
    std::panic::catch_unwind(|| read(&text)).unwrap_or_default()
}

fn read(text: &str) -> Option<Card> {
    let mut parser = Parser::new(text);
    let mut contacts = Vec::new();
    for _ in 0..CARD_ENTRIES_MAX {
        match parser.entry() {
            Entry::ICalendar(calendar) => return event::card(&calendar).map(|event| Card::Event(Box::new(event))),
            Entry::VCard(found) => contacts.extend(contact::card(&found)),
            Entry::Eof | Entry::TooManyComponents => break,
            _ => {}
        }
        if contacts.len() >= CARD_LIST_MAX {
            break;
        }
    }
    (!contacts.is_empty()).then_some(Card::Contacts(contacts))
}

/// A stranger's words on one line, and not too many.
fn words(text: &str) -> String {
    let line = clean::one_line(text);
    // What turns the direction of writing would make the words around it lie.
    let turns = |c: &char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    line.chars().filter(|c| !turns(c)).take(CARD_CHARS_MAX).collect()
}
