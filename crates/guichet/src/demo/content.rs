//! The texts of the demonstration.

use serde::Deserialize;

/// Everything that the demo desk is made of.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Content {
    pub organisation: String,
    pub services: Vec<Service>,
    pub agents: Vec<Agent>,
    pub companies: Vec<Company>,
    pub people: Vec<Person>,
    pub types: Vec<Kind>,
    pub stories: Vec<Story>,
    pub filters: Vec<Filter>,
    pub projects: Vec<Project>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Service {
    pub name: String,
    pub departments: Vec<Department>,
    pub canned: Vec<Canned>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Canned {
    pub name: String,
    pub html: String,
}

/// New tickets with this word in the subject go to a department.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Filter {
    pub name: String,
    pub word: String,
    pub department: String,
}

/// A project of some of a department's tickets.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Project {
    pub name: String,
    pub description: String,
    pub due_in_days: i64,
    pub department: String,
    /// How many tickets, half of them closed at most.
    pub tickets: usize,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Department {
    pub name: String,
    pub address: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Agent {
    pub name: String,
    pub address: String,
    pub role: String,
    pub language: String,
    pub signature_html: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Company {
    pub name: String,
    pub domain: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Person {
    pub name: String,
    pub address: String,
    pub company: Option<usize>,
    pub language: String,
}

/// A type that is in use, with its statuses.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Kind {
    /// Which of a new desk's types.
    pub builtin: String,
    pub statuses: Vec<Step>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Step {
    pub name: String,
    pub customer: String,
    pub category: String,
    pub shape: String,
}

/// A conversation, told once or several times with other people.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Story {
    pub language: String,
    pub department: String,
    pub subject: String,
    /// Which of [`Content::types`]; the desk's first without.
    #[serde(default, rename = "type")]
    pub kind: String,
    pub priority: String,
    pub tags: Vec<String>,
    pub channel: String,
    pub end: String,
    pub variants: Vec<Variant>,
    pub messages: Vec<Message>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Variant {
    pub subject: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Message {
    /// `customer`, `agent` or `note`.
    pub by: String,
    pub after_minutes: i64,
    pub html: String,
    #[serde(default)]
    pub files: Vec<File>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct File {
    pub name: String,
    /// `image`, `text` or `pdf`.
    pub kind: String,
    #[serde(default)]
    pub text: String,
}

impl Content {
    /// The content inside the binary.
    pub(super) fn load() -> Result<Self, serde_json::Error> {
        serde_json::from_str(include_str!("content.json"))
    }
}

impl File {
    /// Type and bytes.
    pub(super) fn content(&self) -> (&'static str, Vec<u8>) {
        match self.kind.as_str() {
            "image" => ("image/png", include_bytes!("picture.png").to_vec()),
            "pdf" => ("application/pdf", include_bytes!("document.pdf").to_vec()),
            _ => ("text/plain", self.text.clone().into_bytes()),
        }
    }
}
