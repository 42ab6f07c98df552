//! Members: how they join, and what they accept.

mod legal;
mod sign_up;

pub use legal::{Document, Legal, accepted, change, current};
pub use sign_up::{Accepted, NewMember, sign_up};
