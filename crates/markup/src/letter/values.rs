//! What the placeholders of one mail stand for.

use std::collections::BTreeMap;

/// How a value stands in a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Words in a line; a web address is a link.
    Line,
    /// Paragraphs of its own.
    Block,
}

/// What the placeholders of one mail stand for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values(pub(super) BTreeMap<&'static str, Part>);

/// One value: words, or safe HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub form: Form,
    pub content: String,
}

impl Values {
    /// With words for a placeholder.
    #[must_use]
    pub fn line(self, name: &'static str, words: impl Into<String>) -> Self {
        self.with(name, Form::Line, words.into())
    }

    /// With HTML for a placeholder, which must be safe.
    #[must_use]
    pub fn block(self, name: &'static str, html: impl Into<String>) -> Self {
        self.with(name, Form::Block, html.into())
    }

    fn with(mut self, name: &'static str, form: Form, content: String) -> Self {
        self.0.insert(name, Part { form, content });
        self
    }

    /// Values that are found again in the mail.
    pub(super) fn probe(known: &[(&'static str, Form)]) -> Self {
        known.iter().fold(Self::default(), |values, (name, form)| values.with(name, *form, Self::probe_of(name)))
    }

    pub(super) fn probe_of(name: &str) -> String {
        format!("https://{}.probe.example/", name.replace(['.', '_'], "-"))
    }
}
