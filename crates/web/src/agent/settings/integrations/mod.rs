//! Integrations: the tokens of an agent, and the webhooks of the desk.

mod hooks;
mod tokens;

pub(crate) use hooks::{add_webhook, change_webhook, webhook, webhooks};
pub(crate) use tokens::{add_token, revoke_token, tokens};
