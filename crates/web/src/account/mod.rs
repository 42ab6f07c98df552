//! Signing in and out, the language, the first set-up.

mod first_run;
mod session;
pub(crate) mod setup;
mod sign_in;
mod sign_up;

pub(crate) use first_run::{set_up, setup_form};
pub(crate) use session::{by_link, by_password, keep_session, language, put_away_welcome, send_link, show, sign_out};
pub(crate) use sign_up::{show as sign_up_form, sign_up};
