//! Mails to customers: the words that every desk begins with, those that an admin writes instead, and how a mail is
//! written from them.

mod letter;
mod trial;
mod values;

pub use letter::{Draft, Links, Occasion, draft, plain};
pub use trial::{preview, queue_trial, trial};
pub use values::strip_re;

use markup::letter::{Accent, Fault, Form, Words};
use store::{Conn, params};

use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::one_line::one_line;
use crate::policy::Action;
use crate::settings::{self, Setting};
use crate::{Time, limits};

/// A mail that customers get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// An agent's answer.
    Answer,
    /// "We have your message".
    Acknowledgement,
    /// The same in the words of a rule.
    RuleMessage,
    /// A link to sign in.
    SignIn,
    /// How to sign in, for whoever signed up.
    Account,
}

const EVERYWHERE: [(&str, Form); 6] = [
    ("customer.name", Form::Line),
    ("customer.first_name", Form::Line),
    ("customer.address", Form::Line),
    ("organisation", Form::Line),
    ("site", Form::Line),
    ("help_centre", Form::Line),
];
const OF_TICKETS: [(&str, Form); 4] = [
    ("ticket.number", Form::Line),
    ("ticket.subject", Form::Line),
    ("ticket.link", Form::Line),
    ("last_words", Form::Block),
];

impl Template {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Answer, Self::Acknowledgement, Self::RuleMessage, Self::SignIn, Self::Account];

    /// As it is kept.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Acknowledgement => "acknowledgement",
            Self::RuleMessage => "rule_message",
            Self::SignIn => "sign_in",
            Self::Account => "account",
        }
    }

    /// The template with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|template| template.code() == code)
    }

    /// Whether it is about a ticket.
    #[must_use]
    pub fn is_of_ticket(self) -> bool {
        matches!(self, Self::Answer | Self::Acknowledgement | Self::RuleMessage)
    }

    /// Without these the mail would be useless.
    #[must_use]
    pub fn needed(self) -> &'static [&'static str] {
        match self {
            Self::Answer => &["answer"],
            Self::RuleMessage => &["message"],
            Self::SignIn | Self::Account => &["sign_in.link"],
            Self::Acknowledgement => &[],
        }
    }

    /// The placeholders that it knows.
    #[must_use]
    pub fn placeholders(self) -> Vec<(&'static str, Form)> {
        let own: &[(&str, Form)] = match self {
            Self::Answer => &[
                ("answer", Form::Block),
                ("signature", Form::Block),
                ("agent.name", Form::Line),
                ("solved.link", Form::Line),
            ],
            Self::RuleMessage => &[("message", Form::Block)],
            Self::SignIn | Self::Account => &[("sign_in.link", Form::Line)],
            Self::Acknowledgement => &[],
        };
        let of_tickets: &[(&str, Form)] = if self.is_of_ticket() { &OF_TICKETS } else { &[] };
        [own, of_tickets, &EVERYWHERE].concat()
    }

    /// The words that every desk begins with.
    #[must_use]
    pub fn standard(self, language: &str) -> Words {
        let text = match (self, language) {
            (Self::Answer, "fr") => include_str!("../../../mails/fr/answer.md"),
            (Self::Answer, _) => include_str!("../../../mails/en/answer.md"),
            (Self::Acknowledgement, "fr") => include_str!("../../../mails/fr/acknowledgement.md"),
            (Self::Acknowledgement, _) => include_str!("../../../mails/en/acknowledgement.md"),
            (Self::RuleMessage, "fr") => include_str!("../../../mails/fr/rule_message.md"),
            (Self::RuleMessage, _) => include_str!("../../../mails/en/rule_message.md"),
            (Self::SignIn, "fr") => include_str!("../../../mails/fr/sign_in.md"),
            (Self::SignIn, _) => include_str!("../../../mails/en/sign_in.md"),
            (Self::Account, "fr") => include_str!("../../../mails/fr/account.md"),
            (Self::Account, _) => include_str!("../../../mails/en/account.md"),
        };
        let (subject, body) = text.split_once("\n\n").unwrap_or((text, ""));
        Words { subject: subject.to_owned(), body: body.trim_end().to_owned() }
    }

    /// What is wrong with words for this mail, of the subject and of the body.
    #[must_use]
    pub fn faults(self, words: &Words) -> [Vec<Fault>; 2] {
        markup::letter::faults(words, &self.placeholders(), self.needed())
    }
}

/// The words of a mail as they are now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// The words.
    pub words: Words,
    /// Since when the desk has its own.
    pub own_since: Option<Time>,
}

/// The words of a mail in a language.
///
/// # Errors
/// When the database fails.
pub fn wording(conn: &mut Conn, template: Template, language: &str) -> Result<Wording> {
    let own = conn.find(
        "select subject, body, at from mail_template where kind = ?1 and language = ?2",
        params![template.code(), language],
        |row| Ok(Wording { words: Words { subject: row.get(0)?, body: row.get(1)? }, own_since: Some(row.get(2)?) }),
    )?;
    Ok(own.unwrap_or_else(|| Wording { words: template.standard(language), own_since: None }))
}

/// Keeps words for a mail; the standard ones are kept by keeping none.
///
/// # Errors
/// When they are too long, a mail could not be written from them, or the actor may not.
pub fn keep(c: &mut Change, template: Template, language: &str, words: &Words) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let language = crate::guides::language(language);
    let words = checked(template, words)?;
    if words == template.standard(language) {
        c.sql().execute(
            "delete from mail_template where kind = ?1 and language = ?2",
            params![template.code(), language],
        )?;
    } else {
        let (now, person) = (c.now(), c.actor().person.ok_or(Error::NotFound)?);
        c.sql().execute(
            "insert into mail_template (kind, language, subject, body, person_id, at) values (?1, ?2, ?3, ?4, ?5, ?6)
             on conflict (kind, language) do update
             set subject = excluded.subject, body = excluded.body, person_id = excluded.person_id, at = excluded.at",
            params![template.code(), language, &words.subject, &words.body, person, now],
        )?;
    }
    c.record(Event::of_desk(Kind::Configured, &format!("mail_template:{}:{language}", template.code())))?;
    Ok(())
}

/// Words as they are kept, if a mail can be written from them.
fn checked(template: Template, words: &Words) -> Result<Words> {
    let words = Words { subject: one_line(&words.subject), body: markup::clean::lines(&words.body).trim().to_owned() };
    let mut errors = Vec::new();
    let [subject, body] = template.faults(&words);
    let fields = [
        ("subject", &words.subject, subject, limits::SUBJECT_CHARS_MAX),
        ("body", &words.body, body, limits::MAIL_TEMPLATE_CHARS_MAX),
    ];
    for (field, text, faults, chars_max) in fields {
        let problem = match text.chars().count() {
            0 => Some("required"),
            count if count > chars_max => Some("too_long"),
            _ => (!faults.is_empty()).then_some("template"),
        };
        errors.extend(problem.map(|problem| crate::FieldError { field, problem }));
    }
    if errors.is_empty() { Ok(words) } else { Err(Error::Invalid(errors)) }
}

/// The colour of the desk's mails.
///
/// # Errors
/// When the database fails.
pub fn accent(conn: &mut Conn) -> Result<Accent> {
    Ok(Accent::parse(&settings::get(conn, Setting::MailColour)?).unwrap_or_default())
}

/// Changes the colour of the desk's mails.
///
/// # Errors
/// When it is none, white words could not be read on it, or the actor may not.
pub fn set_accent(c: &mut Change, colour: &str) -> Result<()> {
    let accent = Accent::parse(colour.trim()).ok_or_else(|| Error::field("colour", "too_light"))?;
    settings::set(c, Setting::MailColour, &accent.code())
}

#[cfg(test)]
mod tests {
    use super::Template;

    #[test]
    fn standard_words_are_without_fault() {
        for template in Template::ALL {
            for language in ["en", "fr"] {
                let words = template.standard(language);
                assert_eq!(template.faults(&words), [vec![], vec![]], "{template:?} {language}");
                assert!(!words.subject.contains('\n') && words.body.len() > 40);
            }
        }
    }
}
