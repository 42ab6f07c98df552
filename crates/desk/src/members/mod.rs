//! Members: how they join, what they accept, which plan they have.

mod legal;
mod plans;
mod sign_up;

pub(crate) use legal::accept;
pub use legal::{Document, Legal, accepted, accepted_at, change, current};
pub(crate) use plans::own_plan;
pub use plans::{Plan, PlanForm, add_plan, change_plan, delete_plan, find_plan, make_default, names, plans, set_plan};
pub use sign_up::{Accepted, NewMember, sign_up};

/// Of a text in English and French the one for readers of a language, else the other; none when nobody has written one.
#[must_use]
pub fn in_language<'t>([english, french]: &'t [String; 2], language: &str) -> Option<&'t str> {
    let texts = if language == "fr" { [french, english] } else { [english, french] };
    texts.into_iter().find(|text| !text.trim().is_empty()).map(String::as_str)
}
