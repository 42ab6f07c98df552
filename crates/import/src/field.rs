//! What a column of a file can be, and what it probably is by its name.

use desk::imports::What;
use serde::{Deserialize, Serialize};

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $code:literal, [$($word:literal),*];)*) => {
        /// What a column holds.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Field { $($(#[$doc])* #[serde(rename = $code)] $name),* }

        impl Field {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// As forms and definitions name it.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// Reads what [`Field::code`] wrote.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)* _ => None }
            }

            /// What other systems call it, in small letters without accents.
            fn words(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($word),*]),* }
            }
        }
    };
}

fields! {
    /// The record's number where it comes from.
    Id = "id", ["id", "number", "ticket id", "ticket number", "ticket", "numero", "reference", "external id", "case number"];
    /// What a ticket is about.
    Subject = "subject", ["subject", "title", "summary", "sujet", "objet", "titre"];
    /// The first message.
    Body = "body", ["body", "description", "message", "text", "content", "comment", "contenu", "texte", "question", "article body"];
    /// Further messages: a list of objects.
    Messages = "messages", ["messages", "comments", "conversations", "articles", "threads", "replies"];
    /// The mail address of the person, or of who asked.
    Address = "address", ["address", "email", "e mail", "mail", "requester email", "requester address", "customer email", "contact email", "from", "adresse", "courriel", "e mail du demandeur", "sender"];
    /// Their name; of a company its name.
    Name = "name", ["name", "full name", "requester", "requester name", "customer", "customer name", "contact", "contact name", "nom", "demandeur", "company name"];
    /// Where they work.
    Company = "company", ["company", "organization", "organisation", "account", "requester organization", "entreprise", "societe"];
    /// A company's domain.
    Domain = "domain", ["domain", "domains", "domain names", "domaine", "website"];
    /// `en`, `fr`.
    Language = "language", ["language", "locale", "langue"];
    /// Their job.
    JobTitle = "title", ["job title", "position", "fonction", "poste"];
    /// Where the ticket goes.
    Department = "department", ["department", "group", "team", "queue", "inbox", "mailbox", "departement", "service", "groupe"];
    /// What kind of ticket.
    Type = "type", ["type", "ticket type", "category", "categorie"];
    /// How far it is.
    Status = "status", ["status", "state", "statut", "etat"];
    /// How urgent it is.
    Priority = "priority", ["priority", "priorite", "urgency"];
    /// Who has it: an agent's address or name.
    Assignee = "assignee", ["assignee", "agent", "owner", "assigned to", "assignee email", "agent email", "assigne a", "responsable"];
    /// Tags, with commas between.
    Tags = "tags", ["tags", "labels", "etiquettes", "mots cles"];
    /// When it was opened.
    CreatedAt = "created_at", ["created at", "created", "created time", "creation date", "date", "opened", "opened at", "created date", "cree le", "date de creation"];
    /// When it shall be done.
    DueOn = "due_on", ["due", "due on", "due by", "due date", "due at", "echeance"];
}

impl Field {
    /// Those that make sense for what a file holds.
    #[must_use]
    pub fn of(what: What) -> &'static [Self] {
        match what {
            What::Tickets => &[
                Self::Id,
                Self::Subject,
                Self::Body,
                Self::Messages,
                Self::Address,
                Self::Name,
                Self::Company,
                Self::Department,
                Self::Type,
                Self::Status,
                Self::Priority,
                Self::Assignee,
                Self::Tags,
                Self::CreatedAt,
                Self::DueOn,
            ],
            What::People => &[Self::Address, Self::Name, Self::Company, Self::Language, Self::JobTitle],
            What::Companies => &[Self::Name, Self::Domain],
            What::Mails => &[],
        }
    }

    /// What a column probably is, of those that make sense, by its name.
    #[must_use]
    pub fn guess(column: &str, among: &[Self]) -> Option<Self> {
        let plain: String =
            store::search::folded(column).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        among.iter().copied().find(|field| field.words().contains(&plain.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::Field;

    #[test]
    fn what_other_systems_call_things() {
        for (column, field) in [
            ("Requester.Email", Some(Field::Address)),
            ("Créé le", Some(Field::CreatedAt)),
            ("created_at", Some(Field::CreatedAt)),
            ("Ticket ID", Some(Field::Id)),
            ("Objet", Some(Field::Subject)),
            ("Satisfaction Score", None),
        ] {
            assert_eq!(Field::guess(column, Field::ALL), field, "{column}");
        }
    }
}
