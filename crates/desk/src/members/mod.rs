//! Members: how they join, what they accept, which plan they have.

mod legal;
mod plans;
mod sign_up;

pub use legal::{Document, Legal, accepted, change, current};
pub(crate) use plans::own_plan;
pub use plans::{Plan, PlanForm, add_plan, change_plan, delete_plan, find_plan, make_default, names, plans, set_plan};
pub use sign_up::{Accepted, NewMember, sign_up};
