//! Personal data in messages that become public: found in plain text for a person to judge, and blanked in the
//! sanitised HTML of the same message. A help to whoever decides, not a promise: what has no shape is not found.

mod blank;
mod checks;
mod folded;
mod forms;
mod shapes;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

pub use blank::{blank_html, blank_text};
use folded::{Matcher, bytes, units};

macro_rules! data {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// What kind of personal data.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Datum { $($(#[$doc])* $name),* }

        impl Datum {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// A word for forms and programs.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// The kind with that code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|datum| datum.code() == code)
            }
        }
    };
}

// What is known by its form comes first, then what is announced by the words before it.
data! {
    /// A mail address.
    Address = "address",
    /// A telephone number.
    Phone = "phone",
    /// The number of a payment card.
    Card = "card",
    /// An international bank account number.
    Iban = "iban",
    /// An address of the Internet protocol.
    Network = "network",
    /// A postal address: the line with the street, or postcode and town.
    Place = "place",
    /// A number by which a state knows a person: social security, national insurance, passport.
    Identity = "identity",
    /// A password, code or token, behind the word that announces it.
    Secret = "secret",
    /// The number of a customer, an order, an invoice or a contract, behind the word that announces it.
    Number = "number",
    /// The name of a person or company that is known.
    Name = "name",
}

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub datum: Datum,
    /// The exact words.
    pub words: String,
}

/// Finds personal data in a text, each different words once, in the order in which they stand.
///
/// `names` are people and companies who are known: whole names and each part of at least three letters are found, in
/// any case, with and without accents, at word borders only.
#[must_use]
pub fn find(text: &str, names: &[&str]) -> Vec<Found> {
    let mut units = units(text, false);
    let mut claims = shapes::claims(text, &units);
    // What is claimed already is no name, and matches nothing.
    for ((from, to), _) in &claims {
        units.iter_mut().take(*to).skip(*from).for_each(|unit| unit.ch = '\0');
    }
    let own = |part: &&str| part.chars().nth(2).is_some() && !COMMON.contains(&format!(" {} ", part.to_lowercase()));
    let mark = |ch: char| !ch.is_alphanumeric();
    let wholes = names.iter().copied().filter(|name| name.chars().nth(1).is_some());
    let parts = names.iter().flat_map(|name| name.split(mark).chain(name.split_whitespace())).filter(own).chain(wholes);
    claims.extend(Matcher::new(parts).spans(&units).into_iter().map(|(span, _)| (span, Datum::Name)));
    claims.sort_by_key(|(span, _)| *span);
    let mut seen = HashSet::new();
    let found = claims.into_iter().filter_map(|(span, datum)| Some((datum, text.get(bytes(&units, span))?)));
    let found = found.filter(|(_, words)| seen.insert(*words));
    found.map(|(datum, words)| Found { datum, words: words.to_owned() }).collect()
}

/// Parts of names that stand in every text.
const COMMON: &str = " the and for des les del von van der sarl ltd inc ";
