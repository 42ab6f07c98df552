//! Mail as the desk sees it: the ledger of what came in, the outbox of what goes out, and who is
//! told what. Protocols and formats live in the mail door.

pub mod claim;
pub mod halt;
pub mod held;
pub mod inbound;
pub mod keeping;
pub mod keys;
pub mod mailboxes;
pub mod notify;
pub mod outbox;
pub mod pauses;
pub mod providers;
pub mod relay_limits;
pub mod returned;
pub mod suppressed;
pub mod templates;
