//! SQLite: one writer thread that commits in groups, and a few connections that read.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags};
use tokio::sync::{Semaphore, broadcast, mpsc, oneshot};

use crate::{Conn, Error, Result, limits};

#[derive(Clone)]
pub(crate) struct Sqlite {
    writer: mpsc::Sender<Box<dyn Task>>,
    readers: Arc<Readers>,
}

struct Readers {
    free: Mutex<Vec<Connection>>,
    turns: Semaphore,
}

impl Sqlite {
    pub(crate) fn open(path: &Path, notices: broadcast::Sender<String>) -> Result<Self> {
        let writer = Connection::open(path)?;
        prepare(&writer)?;
        // FULL: what was acknowledged to the outside survives a power cut.
        writer.execute_batch(
            "pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 4000;",
        )?;
        let mut free = Vec::new();
        for _ in 0..limits::SQLITE_READERS {
            let reader = Connection::open_with_flags(
                path,
                OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI,
            )?;
            prepare(&reader)?;
            free.push(reader);
        }
        let (sender, receiver) = mpsc::channel(limits::WRITE_QUEUE_LEN);
        std::thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || write_loop(&writer, receiver, &notices))?;
        let readers = Readers { turns: Semaphore::new(free.len()), free: Mutex::new(free) };
        Ok(Self { writer: sender, readers: Arc::new(readers) })
    }

    pub(crate) async fn write<T, E, F>(&self, work: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: Fn(&mut Conn) -> std::result::Result<T, E> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let task = Box::new(Write { work, result: None, notices: Vec::new(), reply });
        self.writer.send(task).await.map_err(|_| Error::Closed)?;
        answer.await.map_err(|_| Error::Closed)?
    }

    pub(crate) async fn read<T, E, F>(&self, work: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnOnce(&mut Conn) -> std::result::Result<T, E> + Send + 'static,
    {
        let readers = self.readers.clone();
        let turn = self.readers.turns.acquire().await.map_err(|_| Error::Closed)?;
        let joined = tokio::task::spawn_blocking(move || {
            let lease = Lease::take(&readers)?;
            let connection = lease.connection()?;
            connection.execute_batch("begin").map_err(Error::from)?;
            let result = work(&mut Conn::sqlite(connection));
            connection.execute_batch("commit").map_err(Error::from)?;
            result
        });
        let result = joined.await.map_err(|error| Error::Panicked(error.to_string()))?;
        drop(turn);
        result
    }
}

/// A reader on loan; goes back when dropped, also after a panic.
struct Lease<'r> {
    readers: &'r Readers,
    connection: Option<Connection>,
}

impl<'r> Lease<'r> {
    fn take(readers: &'r Readers) -> Result<Self> {
        let connection = readers.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Ok(Self { readers, connection })
    }

    fn connection(&self) -> Result<&Connection> {
        self.connection.as_ref().ok_or(Error::Closed)
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            if !connection.is_autocommit() {
                // A panic left the read transaction open.
                let _ = connection.execute_batch("rollback");
            }
            self.readers.free.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
    }
}

fn prepare(connection: &Connection) -> Result<()> {
    connection.busy_timeout(limits::SQLITE_BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(limits::STATEMENTS_CACHED);
    connection.execute_batch(
        "pragma foreign_keys = on; pragma cache_size = -8000; pragma temp_store = memory;",
    )?;
    Ok(())
}

/// One write request, erased so that requests of any type can share a commit.
trait Task: Send {
    /// Does the work inside a savepoint; false asks to undo it.
    fn run(&mut self, connection: &Connection) -> bool;
    /// Answers whoever waits, after the commit.
    fn finish(self: Box<Self>, commit: &std::result::Result<(), String>, notices: &broadcast::Sender<String>);
}

struct Write<T, E, F> {
    work: F,
    result: Option<std::result::Result<T, E>>,
    notices: Vec<String>,
    reply: oneshot::Sender<std::result::Result<T, E>>,
}

impl<T, E, F> Task for Write<T, E, F>
where
    T: Send,
    E: From<Error> + Send,
    F: Fn(&mut Conn) -> std::result::Result<T, E> + Send,
{
    fn run(&mut self, connection: &Connection) -> bool {
        let mut conn = Conn::sqlite(connection);
        let result = catch_unwind(AssertUnwindSafe(|| (self.work)(&mut conn)))
            .unwrap_or_else(|panic| Err(Error::Panicked(panic_text(&*panic)).into()));
        self.notices = conn.notices;
        let keep = result.is_ok();
        self.result = Some(result);
        keep
    }

    fn finish(self: Box<Self>, commit: &std::result::Result<(), String>, notices: &broadcast::Sender<String>) {
        let result = match (commit, self.result) {
            (Ok(()), Some(result)) => result,
            (Err(reason), _) => Err(Error::Commit(reason.clone()).into()),
            (Ok(()), None) => Err(Error::Closed.into()),
        };
        if result.is_ok() {
            for notice in self.notices {
                // Nobody listening is not a failure.
                let _ = notices.send(notice);
            }
        }
        // The caller may have gone; the work is kept all the same.
        let _ = self.reply.send(result);
    }
}

pub(crate) fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "unknown panic".into())
}

/// Group commit: everything that arrived while the last commit was being written to disk shares the
/// next one. Each request has its own savepoint, so one that fails takes nobody with it.
fn write_loop(
    connection: &Connection,
    mut requests: mpsc::Receiver<Box<dyn Task>>,
    notices: &broadcast::Sender<String>,
) {
    let mut group = Vec::with_capacity(limits::GROUP_COMMIT_TASKS_MAX);
    while requests.blocking_recv_many(&mut group, limits::GROUP_COMMIT_TASKS_MAX) > 0 {
        let commit = commit_group(connection, &mut group);
        if let Err(reason) = &commit {
            tracing::error!(%reason, "commit failed");
            if !connection.is_autocommit() {
                let _ = connection.execute_batch("rollback");
            }
        }
        for task in group.drain(..) {
            task.finish(&commit, notices);
        }
    }
}

fn commit_group(connection: &Connection, group: &mut [Box<dyn Task>]) -> std::result::Result<(), String> {
    let run = |sql: &str| connection.prepare_cached(sql).and_then(|mut s| s.execute([])).map_err(|e| e.to_string());
    run("begin immediate")?;
    for task in group {
        run("savepoint task")?;
        if !task.run(connection) {
            run("rollback to task")?;
        }
        run("release task")?;
    }
    run("commit").map(|_| ())
}
