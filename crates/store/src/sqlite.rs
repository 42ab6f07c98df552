//! SQLite: one writer thread that commits in groups, and a few connections that read.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, OpenFlags};
use tokio::sync::{Semaphore, broadcast, mpsc, oneshot};

use crate::{Conn, Error, Result, limits, search};

#[derive(Clone)]
pub(crate) struct Sqlite {
    writer: mpsc::Sender<Box<dyn Task>>,
    readers: Arc<Readers>,
}

struct Readers {
    free: Mutex<Vec<Connection>>,
    turns: Arc<Semaphore>,
}

impl Sqlite {
    pub(crate) fn open(path: &Path, notices: broadcast::Sender<String>) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let writer = Connection::open_with_flags(path, flags)?;
        prepare(&writer)?;
        // FULL: what was acknowledged to the outside survives a power cut.
        writer.execute_batch(
            "pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 4000; pragma cache_size = -16000;",
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
        let readers = Readers { turns: Arc::new(Semaphore::new(free.len())), free: Mutex::new(free) };
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
        let turn = self.readers.turns.clone().acquire_owned().await.map_err(|_| Error::Closed)?;
        let joined = tokio::task::spawn_blocking(move || {
            // Held as long as the connection is, also when the request has been dropped.
            let _turn = turn;
            let lease = Lease::take(&readers)?;
            let connection = lease.connection()?;
            run(connection, "begin")?;
            let result = work(&mut Conn::sqlite(connection));
            run(connection, "commit")?;
            result
        });
        joined.await.map_err(Error::of_task)?
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

fn run(connection: &Connection, sql: &str) -> Result<()> {
    connection.prepare_cached(sql)?.execute([])?;
    Ok(())
}

fn prepare(connection: &Connection) -> Result<()> {
    connection.busy_timeout(limits::SQLITE_BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(limits::STATEMENTS_CACHED);
    // A plan is made once for a statement, not again for every value that is bound to it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.execute_batch("pragma foreign_keys = on; pragma cache_size = -2000;")?;
    // The same as the functions that PostgreSQL has, or gets with the tables.
    let pure = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("folded", 1, pure, |call| {
        Ok(call.get::<Option<String>>(0)?.map(|text| search::folded(&text)))
    })?;
    connection.create_scalar_function("strpos", 2, pure, |call| {
        let (text, part) = (call.get::<String>(0)?, call.get::<String>(1)?);
        let before = text.find(&part).and_then(|at| text.get(..at));
        Ok(before.map_or(0, |before| i64::try_from(before.chars().count()).unwrap_or(0) + 1))
    })?;
    connection.create_scalar_function("ends_with", 2, pure, |call| {
        Ok(call.get::<String>(0)?.ends_with(&call.get::<String>(1)?))
    })?;
    connection.create_scalar_function("domain_of", 1, pure, |call| {
        let address = call.get::<String>(0)?;
        Ok(address.rsplit_once('@').map_or(String::new(), |(_, domain)| domain.to_owned()))
    })?;
    Ok(())
}

/// One write request, erased so that requests of any type can share a commit.
trait Task: Send {
    /// Does the work inside the open transaction; false asks to undo it. May be called again.
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
/// next one. A request that fails takes nobody with it: the group is rolled back and each request runs
/// again by itself. (Savepoints would copy every page they touch, for something that happens rarely.)
fn write_loop(
    connection: &Connection,
    mut requests: mpsc::Receiver<Box<dyn Task>>,
    notices: &broadcast::Sender<String>,
) {
    let mut group = Vec::with_capacity(limits::GROUP_COMMIT_TASKS_MAX);
    while requests.blocking_recv_many(&mut group, limits::GROUP_COMMIT_TASKS_MAX) > 0 {
        match commit_group(connection, &mut group) {
            Ok(true) => {
                for task in group.drain(..) {
                    task.finish(&Ok(()), notices);
                }
            }
            Ok(false) if group.len() == 1 => {
                for task in group.drain(..) {
                    task.finish(&Ok(()), notices);
                }
            }
            Ok(false) => {
                for mut task in group.drain(..) {
                    let commit = commit_group(connection, std::slice::from_mut(&mut task)).map(|_| ());
                    task.finish(&commit, notices);
                }
            }
            Err(reason) => {
                tracing::error!(%reason, "commit failed");
                for task in group.drain(..) {
                    task.finish(&Err(reason.clone()), notices);
                }
            }
        }
    }
}

/// Runs the tasks in one transaction. True when it was committed, false when a task wanted it undone.
fn commit_group(connection: &Connection, group: &mut [Box<dyn Task>]) -> std::result::Result<bool, String> {
    let run = |sql: &str| run(connection, sql).map_err(|error| error.to_string());
    run("begin immediate")?;
    if group.iter_mut().all(|task| task.run(connection)) {
        let committed = run("commit");
        if committed.is_err() && !connection.is_autocommit() {
            let _ = run("rollback");
        }
        return committed.map(|()| true);
    }
    // SQLite may have rolled back by itself, after a full disk for example.
    if connection.is_autocommit() { Ok(false) } else { run("rollback").map(|()| false) }
}
