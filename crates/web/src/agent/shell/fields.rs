//! Fields of forms with what is wrong beside them.

use desk::Frame;
use desk::tickets::Priority;
use maud::{Markup, html};

use crate::parts::{self, Errors};
use crate::reader::Reader;

/// A line of text to fill in.
pub(crate) struct Field<'p> {
    /// The name in the form and in errors.
    pub name: &'static str,
    /// What it is called.
    pub label: String,
    /// What it holds.
    pub value: &'p str,
    /// The type of the input.
    pub kind: &'static str,
    /// What helps to fill it in.
    pub hint: Option<String>,
    /// The form is not taken without it.
    pub required: bool,
    /// Characters at most.
    pub max: usize,
    /// What the browser may fill in.
    pub autocomplete: &'static str,
    /// The id of a `datalist`.
    pub list: Option<&'static str>,
}

/// A field of one line.
pub(crate) fn line(reader: &Reader, errors: &Errors, field: &Field) -> Markup {
    let wrong = parts::problem(reader, errors, field.name).is_some();
    html! {
        div.field {
            label for=(field.name) {
                (field.label)
                @if !field.required { " " (optional(reader)) }
            }
            input.input #(field.name) name=(field.name) type=(field.kind) value=(field.value)
                maxlength=(field.max) required[field.required] autocomplete=(field.autocomplete) list=[field.list]
                aria-invalid=[wrong.then_some("true")]
                aria-describedby=[described(field.name, field.hint.is_some(), wrong)];
            @if let Some(hint) = &field.hint { p.hint #{ "hint-" (field.name) } { (hint) } }
            (parts::error_line(reader, errors, field.name))
        }
    }
}

/// A field of several lines.
pub(crate) fn lines(reader: &Reader, errors: &Errors, field: &Field) -> Markup {
    let wrong = parts::problem(reader, errors, field.name).is_some();
    html! {
        div.field {
            label for=(field.name) {
                (field.label)
                @if !field.required { " " (optional(reader)) }
            }
            textarea.textarea #(field.name) name=(field.name) maxlength=(field.max) required[field.required]
                aria-invalid=[wrong.then_some("true")]
                aria-describedby=[described(field.name, field.hint.is_some(), wrong)] { (field.value) }
            @if let Some(hint) = &field.hint { p.hint #{ "hint-" (field.name) } { (hint) } }
            (parts::error_line(reader, errors, field.name))
        }
    }
}

fn optional(reader: &Reader) -> Markup {
    html! { span.optional { (reader.text.msg_agent_optional()) } }
}

fn described(name: &str, hint: bool, wrong: bool) -> Option<String> {
    match (hint, wrong) {
        (false, false) => None,
        (true, false) => Some(format!("hint-{name}")),
        (false, true) => Some(format!("error-{name}")),
        (true, true) => Some(format!("hint-{name} error-{name}")),
    }
}

/// Where to: departments under their services.
pub(crate) fn department(reader: &Reader, frame: &Frame, errors: &Errors, chosen: &str) -> Markup {
    let wrong = parts::problem(reader, errors, "department").is_some();
    html! {
        div.field {
            label for="department" { (reader.text.msg_agent_department()) }
            select.select #department name="department" required aria-invalid=[wrong.then_some("true")]
                aria-describedby=[wrong.then_some("error-department")] {
                @for service in &frame.services {
                    optgroup label=(service.name) {
                        @for department in &service.departments {
                            option value=(department.id) selected[department.id.to_string() == chosen] {
                                (department.name)
                            }
                        }
                    }
                }
            }
            (parts::error_line(reader, errors, "department"))
        }
    }
}

/// How urgent.
pub(crate) fn priority(reader: &Reader, errors: &Errors, chosen: &str) -> Markup {
    let chosen = Priority::from_code(chosen).unwrap_or(Priority::Normal);
    html! {
        div.field {
            label for="priority" { (reader.text.msg_agent_priority()) }
            select.select #priority name="priority" {
                @for priority in Priority::ALL {
                    option value=(priority.code()) selected[*priority == chosen] {
                        (parts::priority_name(reader, *priority))
                    }
                }
            }
            (parts::error_line(reader, errors, "priority"))
        }
    }
}

/// The choice of a type, where there is any.
pub(crate) fn kind(reader: &Reader, frame: &Frame, errors: &Errors, chosen: &str) -> Markup {
    let enabled = || frame.types.iter().filter(|kind| kind.enabled);
    html! {
        @if enabled().count() > 1 {
            div.field {
                label for="type" { (reader.text.msg_agent_type()) }
                select.select #type name="type" {
                    @for kind in enabled() {
                        option value=(kind.id) selected[chosen == kind.id.to_string()] { (parts::type_name(reader, kind)) }
                    }
                }
                (parts::error_line(reader, errors, "type"))
            }
        }
    }
}

/// The choice of a project, where there is any.
pub(crate) fn project(reader: &Reader, frame: &Frame, errors: &Errors, chosen: &str) -> Markup {
    let wrong = parts::problem(reader, errors, "project").is_some();
    html! {
        @if !frame.projects.is_empty() {
            div.field {
                label for="project" { (reader.text.msg_agent_project()) " " (optional(reader)) }
                select.select #project name="project" aria-invalid=[wrong.then_some("true")]
                    aria-describedby=[wrong.then_some("error-project")] {
                    option value="" { (reader.text.msg_agent_no_project()) }
                    @for project in &frame.projects {
                        option value=(project.id) selected[chosen == project.id.to_string()] { (project.about.name) }
                    }
                }
                (parts::error_line(reader, errors, "project"))
            }
        }
    }
}
