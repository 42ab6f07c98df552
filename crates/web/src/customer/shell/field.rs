//! A labelled line of a form, with its hint and what is wrong with it.

use maud::{Markup, html};

use crate::parts::{self, Errors};
use crate::reader::Reader;

/// A line to fill in.
pub(crate) struct Field<'f> {
    /// Its name; also its id.
    pub name: &'static str,
    /// What to write there.
    pub label: &'f str,
    /// The kind of input: `text`, `email`, `password`.
    pub kind: &'static str,
    /// What was typed.
    pub value: &'f str,
    /// What browsers fill in; `off` where they should not.
    pub autocomplete: &'static str,
    /// More about it, or empty.
    pub hint: &'f str,
    /// Characters it takes.
    pub max: usize,
    /// The cursor starts here.
    pub focus: bool,
}

/// The field with its label, hint and error.
pub(crate) fn text_field(reader: &Reader, errors: &Errors, field: &Field) -> Markup {
    let invalid = parts::problem(reader, errors, field.name).is_some();
    html! {
        div.field {
            label for=(field.name) { (field.label) }
            input.input #(field.name) type=(field.kind) name=(field.name) value=(field.value) required
                maxlength=(field.max) autocomplete=(field.autocomplete) autofocus[field.focus]
                aria-invalid=[invalid.then_some("true")]
                aria-describedby=[described_by(field.name, invalid, !field.hint.is_empty())];
            @if !field.hint.is_empty() { p.hint #{ "hint-" (field.name) } { (field.hint) } }
            (parts::error_line(reader, errors, field.name))
        }
    }
}

/// Ids of the lines that explain a field.
pub(crate) fn described_by(name: &str, invalid: bool, hint: bool) -> Option<String> {
    match (invalid, hint) {
        (true, true) => Some(format!("error-{name} hint-{name}")),
        (true, false) => Some(format!("error-{name}")),
        (false, true) => Some(format!("hint-{name}")),
        (false, false) => None,
    }
}
