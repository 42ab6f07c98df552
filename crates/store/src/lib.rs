//! Where the desk is kept: one connection type over SQLite and PostgreSQL.
//!
//! SQL is written once, in the dialect that both engines share; the few real differences live in
//! this crate behind named functions. Everything that touches the database is synchronous code that
//! runs on a thread of its own, so that a dropped request never leaves half a transaction.
#![forbid(unsafe_code)]

mod conn;
mod driver;
mod error;
pub mod files;
pub mod limits;
mod migrate;
mod postgres;
pub mod search;
mod sqlite;
mod value;

use std::path::PathBuf;

use tokio::sync::broadcast;

pub use conn::Conn;
pub use error::{Error, Result};
pub use value::{Column, Row, Value};

/// Where the data lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// One file; its folder also holds the large attachments.
    Sqlite(PathBuf),
    /// A `postgres://` address; several nodes may share it.
    Postgres(String),
}

/// The open database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    engine: Engine,
    files: files::Files,
    notices: broadcast::Sender<String>,
}

#[derive(Clone)]
enum Engine {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

impl Store {
    /// Opens the database, brings its tables up to date and starts listening for other nodes.
    ///
    /// `files_dir` receives the files that are too large for a table.
    ///
    /// # Errors
    /// When the database cannot be reached or a migration fails; nothing is changed then.
    pub async fn open(location: &Location, files_dir: PathBuf) -> Result<Self> {
        let (notices, _) = broadcast::channel(limits::NOTICES_WAITING_MAX);
        let engine = match location {
            Location::Sqlite(path) => Engine::Sqlite(sqlite::Sqlite::open(path, notices.clone())?),
            Location::Postgres(url) => Engine::Postgres(postgres::Postgres::open(url, notices.clone()).await?),
        };
        let store = Self { engine, files: files::Files::at(files_dir), notices };
        store.write(migrate::run).await?;
        Ok(store)
    }

    /// Whether a database of ours is there already. Asking makes none.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn is_there(location: &Location) -> Result<bool> {
        match location {
            Location::Sqlite(path) => Ok(path.exists()),
            Location::Postgres(url) => {
                let (notices, _) = broadcast::channel(limits::NOTICES_WAITING_MAX);
                let engine = postgres::Postgres::open(url, notices).await?;
                let asked = "select to_regclass('migration') is not null";
                engine.read(move |conn| conn.one(asked, &[], |row| row.get::<bool>(0))).await
            }
        }
    }

    /// Runs `work` in one write transaction and waits until it is durable.
    ///
    /// `work` may run more than once (PostgreSQL retries on a conflict), so it must have no effect
    /// outside the transaction.
    ///
    /// # Errors
    /// What `work` returns (nothing is kept then), or a failure of the database.
    pub async fn write<T, E, F>(&self, work: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Retryable + Send + 'static,
        F: Fn(&mut Conn) -> std::result::Result<T, E> + Send + 'static,
    {
        match &self.engine {
            Engine::Sqlite(engine) => engine.write(work).await,
            Engine::Postgres(engine) => engine.write(work).await,
        }
    }

    /// Runs `work` on a connection that only reads.
    ///
    /// # Errors
    /// What `work` returns, or a failure of the database.
    pub async fn read<T, E, F>(&self, work: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnOnce(&mut Conn) -> std::result::Result<T, E> + Send + 'static,
    {
        match &self.engine {
            Engine::Sqlite(engine) => engine.read(work).await,
            Engine::Postgres(engine) => engine.read(work).await,
        }
    }

    /// Notices of committed changes, of this node and of all others (see [`Conn::notify`]).
    #[must_use]
    pub fn notices(&self) -> broadcast::Receiver<String> {
        self.notices.subscribe()
    }

    /// Tells every node something that needs no transaction, such as who is typing.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn broadcast(&self, notice: String) -> Result<()> {
        match &self.engine {
            Engine::Sqlite(_) => {
                // Nobody listening is not a failure.
                let _ = self.notices.send(notice);
                Ok(())
            }
            Engine::Postgres(engine) => engine.write(move |conn| conn.notify(&notice)).await,
        }
    }

    /// The clock of the database's server, in microseconds; nothing where the database is inside this process.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn clock(&self) -> Result<Option<i64>> {
        match &self.engine {
            Engine::Sqlite(_) => Ok(None),
            Engine::Postgres(engine) => {
                let asked = "select (extract(epoch from clock_timestamp()) * 1000000)::bigint";
                engine.read(move |conn| conn.one(asked, &[], |row| row.get::<i64>(0))).await.map(Some)
            }
        }
    }

    /// The content of files: small ones in the database, large ones in a folder.
    #[must_use]
    pub fn files(&self) -> &files::Files {
        &self.files
    }

    /// The name of the engine for people: `SQLite` or `PostgreSQL`.
    #[must_use]
    pub fn engine_name(&self) -> &'static str {
        match self.engine {
            Engine::Sqlite(_) => "SQLite",
            Engine::Postgres(_) => "PostgreSQL",
        }
    }
}

/// Tells the store whether an error means "run the transaction again".
pub trait Retryable {
    /// True when another transaction got in the way and a second try may succeed.
    fn is_retryable(&self) -> bool;
}
