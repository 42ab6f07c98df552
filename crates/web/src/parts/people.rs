//! How a person looks in a list.

use desk::PersonId;
use maud::{Markup, html};

/// Up to two initials.
pub(crate) fn initials(name: &str) -> String {
    let mut words = name.split(|c: char| c.is_whitespace() || "-.@_".contains(c)).filter(|word| !word.is_empty());
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

fn hue(id: PersonId) -> i64 {
    id.0.rem_euclid(8) + 1
}

/// The coloured initials; the name stands beside them, so they are hidden from screen readers.
pub(crate) fn avatar(id: PersonId, name: &str) -> Markup {
    html! { span.avatar data-hue=(hue(id)) aria-hidden="true" { (initials(name)) } }
}

/// The same where no name stands beside: it is read out.
pub(crate) fn presence_avatar(id: PersonId, name: &str, presence: Option<&str>) -> Markup {
    html! { span.avatar data-hue=(hue(id)) data-presence=[presence] role="img" aria-label=(name) title=(name) { (initials(name)) } }
}
