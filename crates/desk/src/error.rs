//! What a verb answers when it does not do what was asked.

use crate::{MessageId, Time, policy::Action};

/// The result of a verb or a query.
pub type Result<T> = std::result::Result<T, Error>;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It does not exist, or not for this actor; both look the same from outside.
    #[error("not found")]
    NotFound,
    /// The actor may see it but not do this.
    #[error("denied: {0:?}")]
    Denied(Denied),
    /// A member may not do this in the community, for a reason that they are told.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// A field holds something that cannot be used.
    #[error("invalid: {0:?}")]
    Invalid(Vec<FieldError>),
    /// A row of a form, counted from 0, holds something that cannot be used.
    #[error("row {0} is invalid: {1:?}")]
    Row(usize, Vec<FieldError>),
    /// The ticket has news since it was opened: `newest` is the last message now.
    #[error("the ticket moved on")]
    Moved {
        /// The newest message.
        newest: MessageId,
    },
    /// Somebody else changed the same lines of the guide meanwhile.
    #[error("the guide moved on")]
    Edited,
    /// It can no longer be taken back.
    #[error("too late to undo")]
    TooLate,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// Something inside failed that is nobody's input.
    #[error("{0}")]
    Internal(String),
}

/// Why a member may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// They have not accepted the rules as they are now.
    Rules,
    /// The community is closed to them, until a moment or for ever.
    Banned(Option<Time>),
    /// They read, and write nothing until then.
    Silenced(Option<Time>),
    /// The topic is closed for everybody.
    Locked,
    /// They may again at this moment.
    TooFast(Time),
}

/// The refused action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Denied(pub Action);

/// A field of a form and what is wrong with it, as a code that doors put into words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name.
    pub field: &'static str,
    /// `required`, `too_long`, `too_short`, `bad_address`, `unknown`, `taken`, `too_many`, `too_large`.
    pub problem: &'static str,
}

impl Error {
    /// One invalid field.
    #[must_use]
    pub fn field(field: &'static str, problem: &'static str) -> Self {
        Self::Invalid(vec![FieldError { field, problem }])
    }

    /// The same error about one row of a form.
    pub(crate) fn in_row(self, row: usize) -> Self {
        match self {
            Self::Invalid(errors) => Self::Row(row, errors),
            other => other,
        }
    }
}

impl store::Retryable for Error {
    fn is_retryable(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_retryable())
    }
}
