//! Message ids (RFC 5322 section 3.6.4).

use crate::limits::MESSAGE_IDS_MAX;

/// The ids of a value in order, without brackets and duplicates.
pub fn all(value: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let bracketed = between_brackets(value);
    let found = if bracketed.is_empty() { bare(value) } else { bracketed };
    for id in found {
        if seen.insert(id.clone()) {
            out.push(id);
        }
    }
    out
}

/// The first id.
pub fn first(value: &str) -> Option<String> {
    all(value).into_iter().next()
}

/// An id alone on its line, even one that is hardly an id.
pub fn single(value: &str) -> Option<String> {
    first(value).or_else(|| tidy(value.split_ascii_whitespace().next().unwrap_or_default()))
}

fn between_brackets(value: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = value;
    while let Some((_, after)) = rest.split_once('<') {
        if out.len() >= MESSAGE_IDS_MAX {
            break;
        }
        let (inside, next) = match after.find(['>', '<']) {
            Some(end) => after.split_at_checked(end).unwrap_or((after, "")),
            None => (after, ""),
        };
        out.extend(tidy(inside));
        rest = next;
    }
    out
}

fn bare(value: &str) -> Vec<String> {
    let words = value.split([' ', ',', ';', '\t']).filter(|word| word.contains('@') || !value.trim().contains(' '));
    words.filter_map(tidy).take(MESSAGE_IDS_MAX).collect()
}

/// Without brackets, quotes and the blanks of a bad fold; `None` if nothing is left.
fn tidy(id: &str) -> Option<String> {
    let id: String = id.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let id = id.trim_matches(['<', '>', ',', ';']);
    (!id.is_empty()).then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{all, first, single};

    #[test]
    fn lists() {
        for (value, expected) in [
            ("<a@x> <b@x>", vec!["a@x", "b@x"]),
            ("<a@x><b@x>,<a@x>", vec!["a@x", "b@x"]),
            ("<a@ x>", vec!["a@x"]),
            ("a@x b@x", vec!["a@x", "b@x"]),
            ("<a@x", vec!["a@x"]),
            ("<<a@x>>", vec!["a@x"]),
            ("Message of Monday <a@x>", vec!["a@x"]),
            ("<>", vec![]),
            ("your mail of Monday", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(all(value), expected, "{value}");
        }
        assert_eq!(first("<a@x> <b@x>").as_deref(), Some("a@x"));
        assert_eq!(single("abc").as_deref(), Some("abc"));
        assert_eq!(single(" "), None);
    }
}
