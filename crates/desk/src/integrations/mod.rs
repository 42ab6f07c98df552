//! What other programs use: tokens of the API, answers that can be asked for twice, and webhooks.

mod answers;
mod tokens;
mod webhooks;

pub use answers::{Answered, once};
pub use tokens::{ApiToken, Caller, Scope, add_token, caller, revoke_token, tokens, used};
pub(crate) use webhooks::names;
pub use webhooks::{
    Attempt, Delivery, NewWebhook, Webhook, add_webhook, attempted, change_webhook, delete_webhook, deliveries,
    due_webhooks, event_now, next_event, passed_over, replay, webhook, webhooks,
};
