//! What people type into the search: words, `"exact words"`, `-without`, and operators such as `from:clara`.

use store::search::folded;

/// Operators in English and French.
const OPERATORS: &[(&str, Operator)] = &[
    ("from", Operator::From),
    ("de", Operator::From),
    ("subject", Operator::Subject),
    ("objet", Operator::Subject),
    ("tag", Operator::Tag),
    ("etiquette", Operator::Tag),
    ("is", Operator::Is),
    ("est", Operator::Is),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    From,
    Subject,
    Tag,
    Is,
}

/// What a ticket can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Open,
    Closed,
    Mine,
    Unassigned,
    Important,
    Spam,
    Deleted,
}

const STATES: &[(&str, State)] = &[
    ("open", State::Open),
    ("ouvert", State::Open),
    ("closed", State::Closed),
    ("clos", State::Closed),
    ("mine", State::Mine),
    ("moi", State::Mine),
    ("unassigned", State::Unassigned),
    ("libre", State::Unassigned),
    ("important", State::Important),
    ("spam", State::Spam),
    ("indesirable", State::Spam),
    ("deleted", State::Deleted),
    ("supprime", State::Deleted),
];

/// A query, taken apart. Texts are folded but for [`Query::words`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Query {
    /// What the index is asked, in the order it was typed: the last word may be unfinished.
    pub words: String,
    /// The author's name or address holds each.
    pub from: Vec<String>,
    /// The subject holds each.
    pub subject: Vec<String>,
    /// The subject or the text holds each as it stands.
    pub exact: Vec<String>,
    /// Neither subject nor text holds any.
    pub without: Vec<String>,
    /// The ticket has each tag.
    pub tags: Vec<String>,
    /// The ticket is each.
    pub states: Vec<State>,
}

impl Query {
    /// Reads a query. What is no operator that we know is a word.
    pub(super) fn parse(text: &str) -> Self {
        let mut query = Self::default();
        for token in tokens(text) {
            query.take(&token);
        }
        query
    }

    /// Whether something must be looked up besides the index.
    pub(super) fn is_narrowed(&self) -> bool {
        !(self.from.is_empty()
            && self.subject.is_empty()
            && self.exact.is_empty()
            && self.without.is_empty()
            && self.tags.is_empty()
            && self.states.is_empty())
    }

    /// Whether only the tickets themselves are asked for, and no word of any message.
    pub(super) fn is_about_tickets(&self) -> bool {
        self.words.is_empty() && self.without.is_empty() && !(self.tags.is_empty() && self.states.is_empty())
    }

    /// Whether a message of this author, subject and text is what is looked for.
    pub(super) fn fits(&self, author: &str, subject: &str, text: &str) -> bool {
        let holds_all = |text: &str, parts: &[String]| {
            parts.is_empty() || {
                let text = folded(text);
                parts.iter().all(|part| text.contains(part.as_str()))
            }
        };
        if !holds_all(author, &self.from) || !holds_all(subject, &self.subject) {
            return false;
        }
        if self.exact.is_empty() && self.without.is_empty() {
            return true;
        }
        let all = folded(&format!("{subject} {text}"));
        self.exact.iter().all(|part| all.contains(part.as_str()))
            && !self.without.iter().any(|part| all.contains(part.as_str()))
    }

    fn take(&mut self, token: &Token) {
        let operator = token.operator.as_deref().map(folded);
        let known =
            OPERATORS.iter().find(|(name, _)| Some(*name) == operator.as_deref()).map(|(_, operator)| *operator);
        let value = folded(&token.value);
        if value.is_empty() {
            return;
        }
        match known {
            Some(Operator::From) => self.from.push(value),
            Some(Operator::Subject) => self.subject.push(value),
            Some(Operator::Tag) => return self.tags.push(token.value.trim().to_lowercase()),
            Some(Operator::Is) => {
                if let Some((_, state)) = STATES.iter().find(|(name, _)| *name == value) {
                    return self.states.push(*state);
                }
            }
            None if token.negated => return self.without.push(value),
            None if token.quoted => self.exact.push(value),
            None => {}
        }
        if known.is_none()
            && let Some(operator) = &token.operator
        {
            self.add(operator);
        }
        self.add(&token.value);
    }

    fn add(&mut self, words: &str) {
        if !self.words.is_empty() {
            self.words.push(' ');
        }
        self.words.push_str(words);
    }
}

/// A word or several in quotes, with what stands before them.
#[derive(Debug, Default)]
struct Token {
    operator: Option<String>,
    value: String,
    quoted: bool,
    negated: bool,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut token = Token::default();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '"' => {
                inside = !inside;
                token.quoted = true;
            }
            c if c.is_whitespace() && !inside => out.push(std::mem::take(&mut token)),
            '-' if token.value.is_empty() && token.operator.is_none() && !token.quoted => token.negated = true,
            ':' if !inside && token.operator.is_none() && !token.value.is_empty() && !token.quoted => {
                token.operator = Some(std::mem::take(&mut token.value));
            }
            c => token.value.push(c),
        }
    }
    out.push(token);
    out
}

#[cfg(test)]
mod tests {
    use super::{Query, State};

    #[test]
    fn operators_quotes_and_words() {
        let query =
            Query::parse("lift from:Clara subject:\"is Stuck\" -fire \"two floors\" tag:VPN est:clos Is:Mine no:thing");
        assert_eq!(query.words, "lift Clara is Stuck two floors no thing");
        assert_eq!(query.from, ["clara"]);
        assert_eq!(query.subject, ["is stuck"]);
        assert_eq!(query.exact, ["two floors"]);
        assert_eq!(query.without, ["fire"]);
        assert_eq!(query.tags, ["vpn"]);
        assert_eq!(query.states, [State::Closed, State::Mine]);
        assert!(query.is_narrowed() && !Query::parse("just words 12:30 - #12").is_narrowed());
    }

    #[test]
    fn odd_queries_are_words() {
        for (typed, words) in [
            ("", ""),
            (":", ":"),
            ("from:", ""),
            ("\"", ""),
            ("\"open end", "open end"),
            ("a:b:c", "a b:c"),
            ("--x", ""),
            ("is:odd", "odd"),
        ] {
            assert_eq!(Query::parse(typed).words, words, "{typed}");
        }
    }

    #[test]
    fn fitting() {
        let fits = |query: &str| {
            Query::parse(query).fits("Zoé Müller zoe@x.example", "Réservation annulée", "La salle est prise.")
        };
        for query in ["from:muller", "from:zoe@x.example", "objet:reservation", "\"salle est\"", "-libre", "salle"] {
            assert!(fits(query), "{query}");
        }
        for query in ["from:otto", "subject:salle", "\"est salle\"", "-prise"] {
            assert!(!fits(query), "{query}");
        }
    }
}
