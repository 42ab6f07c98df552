//! What can go wrong with the database.

use crate::Retryable;

/// The result of a call to the store.
pub type Result<T> = std::result::Result<T, Error>;

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// SQLite refused.
    #[error("SQLite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL refused.
    #[error("PostgreSQL: {}", describe(.0))]
    Postgres(#[from] tokio_postgres::Error),
    /// A file could not be read or written.
    #[error("file: {0}")]
    File(#[from] std::io::Error),
    /// The database was made by a newer version, or a migration was altered afterwards.
    #[error("migration {0}")]
    Migration(String),
    /// The work panicked; nothing of it was kept.
    #[error("a database task panicked: {0}")]
    Panicked(String),
    /// The process is shutting down.
    #[error("the database is closed")]
    Closed,
    /// The group commit that this work was part of failed.
    #[error("commit failed: {0}")]
    Commit(String),
    /// A query that must give one row gave none.
    #[error("no row")]
    NoRow,
}

fn describe(error: &tokio_postgres::Error) -> String {
    error.as_db_error().map_or_else(|| error.to_string(), |db| format!("{} ({})", db.message(), db.code().code()))
}

impl Error {
    /// True when a unique index refused the row.
    #[must_use]
    pub fn is_unique_violation(&self) -> bool {
        match self {
            Self::Sqlite(rusqlite::Error::SqliteFailure(failure, _)) => {
                failure.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE
                    || failure.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY
            }
            Self::Postgres(error) => error.code() == Some(&tokio_postgres::error::SqlState::UNIQUE_VIOLATION),
            _ => false,
        }
    }
}

impl Error {
    /// True when the database refuses what was to be written, whenever and however often it is asked: too long for an
    /// index, a character it does not keep. What is wrong with the database itself, or passes, is not meant.
    #[must_use]
    pub fn is_about_the_data(&self) -> bool {
        use rusqlite::ErrorCode::{ConstraintViolation, TooBig, TypeMismatch};
        match self {
            Self::Sqlite(rusqlite::Error::SqliteFailure(failure, _)) => {
                matches!(failure.code, ConstraintViolation | TooBig | TypeMismatch)
            }
            Self::Sqlite(rusqlite::Error::ToSqlConversionFailure(_)) => true,
            // The first two characters are the class: data, constraints, limits of the program.
            Self::Postgres(error) => {
                error.code().is_some_and(|code| ["22", "23", "54"].iter().any(|class| code.code().starts_with(class)))
            }
            _ => false,
        }
    }
}

impl Retryable for Error {
    fn is_retryable(&self) -> bool {
        use tokio_postgres::error::SqlState;
        match self {
            // A unique violation under serializable may be the loser of a race: the second run
            // sees the winner's row and takes the other branch.
            Self::Postgres(error) => error.code().is_some_and(|code| {
                [&SqlState::T_R_SERIALIZATION_FAILURE, &SqlState::T_R_DEADLOCK_DETECTED, &SqlState::UNIQUE_VIOLATION]
                    .contains(&code)
            }),
            _ => false,
        }
    }
}

impl Error {
    /// What became of a task: a process that shuts down cancels those that have not begun.
    pub(crate) fn of_task(error: tokio::task::JoinError) -> Self {
        if error.is_cancelled() { Self::Closed } else { Self::Panicked(error.to_string()) }
    }
}
