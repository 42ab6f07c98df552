//! A person's card (RFC 6350 and before).

use calcard::vcard::{VCard, VCardEntry, VCardProperty, VCardValue};
use desk::tickets::ContactCard;

use super::words;
use crate::limits::CARD_LIST_MAX;

pub(super) fn card(found: &VCard) -> Option<ContactCard> {
    let mut card = ContactCard::default();
    let mut parts = String::new();
    for entry in &found.entries {
        match entry.name {
            VCardProperty::Fn if card.name.is_empty() => card.name = line(entry, " "),
            // Family, given, other names, what stands before and after.
            VCardProperty::N => parts = named(entry),
            VCardProperty::Org if card.organisation.is_empty() => card.organisation = line(entry, ", "),
            VCardProperty::Title if card.title.is_empty() => card.title = line(entry, ", "),
            VCardProperty::Email => push(&mut card.addresses, line(entry, "")),
            VCardProperty::Tel => push(&mut card.phones, line(entry, "").trim_start_matches("tel:").to_owned()),
            _ => {}
        }
    }
    if card.name.is_empty() {
        card.name = parts;
    }
    (card != ContactCard::default()).then_some(card)
}

fn push(list: &mut Vec<String>, value: String) {
    if !value.is_empty() && list.len() < CARD_LIST_MAX && !list.contains(&value) {
        list.push(value);
    }
}

fn texts(entry: &VCardEntry) -> Vec<&str> {
    let mut out = Vec::new();
    for value in &entry.values {
        match value {
            VCardValue::Text(text) => out.push(text.as_str()),
            VCardValue::Component(parts) => out.extend(parts.iter().map(String::as_str)),
            _ => {}
        }
    }
    out
}

fn line(entry: &VCardEntry, between: &str) -> String {
    let filled: Vec<&str> = texts(entry).into_iter().map(str::trim).filter(|text| !text.is_empty()).collect();
    words(&filled.join(between))
}

fn named(entry: &VCardEntry) -> String {
    let parts = texts(entry);
    let at = |place: usize| parts.get(place).copied().unwrap_or_default();
    words(&[at(3), at(1), at(2), at(0), at(4)].map(str::trim).join(" "))
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
