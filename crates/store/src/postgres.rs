//! PostgreSQL: a pool of connections, serializable writes that are retried, and `LISTEN`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::{StreamExt, stream};
use tokio::sync::{Semaphore, broadcast};
use tokio_postgres::{AsyncMessage, Config, NoTls};

use crate::conn::PostgresConn;
use crate::driver::Driver;
use crate::sqlite::panic_text;
use crate::{Conn, Error, Result, Retryable, limits};

#[derive(Clone)]
pub(crate) struct Postgres {
    pool: Arc<Pool>,
}

struct Pool {
    config: Config,
    free: Mutex<Vec<PostgresConn>>,
    turns: Arc<Semaphore>,
    /// For transactions that lost a conflict several times.
    alone: Mutex<()>,
}

impl Postgres {
    pub(crate) async fn open(url: &str, notices: broadcast::Sender<String>) -> Result<Self> {
        let mut config: Config = url.parse()?;
        // A network that swallows packets must not park connections for hours.
        config.keepalives_idle(limits::POSTGRES_KEEPALIVE);
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(limits::POSTGRES_CONNECT_TIMEOUT);
        }
        let pool = Arc::new(Pool {
            config,
            free: Mutex::new(Vec::new()),
            turns: Arc::new(Semaphore::new(limits::POSTGRES_CONNECTIONS)),
            alone: Mutex::new(()),
        });
        tokio::spawn(listen(pool.config.clone(), notices));
        Ok(Self { pool })
    }

    pub(crate) async fn write<T, E, F>(&self, work: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Retryable + Send + 'static,
        F: Fn(&mut Conn) -> std::result::Result<T, E> + Send + 'static,
    {
        self.with_connection(move |pool| {
            let mut tries = 0;
            loop {
                tries += 1;
                // Whoever lost several times waits for the others that did: a crowd that writes to one row comes
                // through one by one.
                let alone = (tries > limits::POSTGRES_TRIES_TOGETHER)
                    .then(|| pool.alone.lock().unwrap_or_else(PoisonError::into_inner));
                let result = pool.change(&work);
                drop(alone);
                match result {
                    Err(error) if error.is_retryable() && tries < limits::POSTGRES_TRIES_MAX => {
                        std::thread::sleep(limits::POSTGRES_RETRY_PAUSE * (1 << tries.min(6)));
                    }
                    result => return result,
                }
            }
        })
        .await
    }

    pub(crate) async fn read<T, E, F>(&self, work: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnOnce(&mut Conn) -> std::result::Result<T, E> + Send + 'static,
    {
        self.with_connection(move |pool| pool.look(work)).await
    }

    /// Runs `work` on a thread that may block, when there is a connection for it.
    async fn with_connection<T, E, F>(&self, work: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnOnce(&Pool) -> std::result::Result<T, E> + Send + 'static,
    {
        let turn = self.pool.turns.clone().acquire_owned().await.map_err(|_| Error::Closed)?;
        let pool = self.pool.clone();
        let joined = tokio::task::spawn_blocking(move || {
            // Held as long as the connection is, also when the request has been dropped.
            let _turn = turn;
            work(&pool)
        });
        joined.await.map_err(Error::of_task)?
    }
}

impl Pool {
    /// Runs `work` in a transaction that may write.
    fn change<T, E>(&self, work: impl FnOnce(&mut Conn) -> std::result::Result<T, E>) -> std::result::Result<T, E>
    where
        E: From<Error>,
    {
        let mut connection = self.take()?;
        connection.driver.begin("begin isolation level serializable");
        let result = run(&mut connection, work)?;
        let ended = connection.driver.batch(if result.is_ok() { "commit" } else { "rollback" });
        if ended.is_ok() {
            self.give_back(connection);
        }
        let value = result?;
        ended?;
        Ok(value)
    }

    /// Runs `work` on one snapshot: a page never shows half of a change.
    fn look<T, E>(&self, work: impl FnOnce(&mut Conn) -> std::result::Result<T, E>) -> std::result::Result<T, E>
    where
        E: From<Error>,
    {
        let mut connection = self.take()?;
        connection.driver.begin("begin isolation level repeatable read read only");
        let result = run(&mut connection, work)?;
        connection.driver.end_reading();
        self.give_back(connection);
        result
    }

    /// A connection that works. One that broke while nobody used it is left behind.
    fn take(&self) -> Result<PostgresConn> {
        loop {
            let free = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some(mut connection) = free else {
                return Ok(PostgresConn::new(Driver::connect(&self.config)?));
            };
            if connection.driver.is_alive() {
                return Ok(connection);
            }
        }
    }

    fn give_back(&self, connection: PostgresConn) {
        self.free.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
    }
}

/// Runs `work`; when it panics, the connection must be dropped with its open transaction.
fn run<T>(connection: &mut PostgresConn, work: impl FnOnce(&mut Conn) -> T) -> Result<T> {
    catch_unwind(AssertUnwindSafe(|| work(&mut Conn::postgres(connection))))
        .map_err(|panic| Error::Panicked(panic_text(&*panic)))
}

/// Forwards what other nodes (and this one) commit to the listeners of this node, for ever.
async fn listen(config: Config, notices: broadcast::Sender<String>) {
    loop {
        if let Err(error) = listen_once(&config, &notices).await {
            tracing::warn!(%error, "PostgreSQL LISTEN ended, trying again");
        }
        tokio::time::sleep(limits::POSTGRES_LISTEN_PAUSE).await;
    }
}

async fn listen_once(config: &Config, notices: &broadcast::Sender<String>) -> Result<()> {
    let (client, mut connection) = config.connect(NoTls).await?;
    let mut messages = stream::poll_fn(move |context| connection.poll_message(context));
    let listening = async {
        client.batch_execute("listen guichet").await?;
        // Whoever follows changes must look for what was missed in between.
        let _ = notices.send(String::new());
        Ok::<(), tokio_postgres::Error>(())
    };
    let forward = async {
        while let Some(message) = messages.next().await {
            if let AsyncMessage::Notification(notification) = message? {
                let _ = notices.send(notification.payload().to_owned());
            }
        }
        Ok::<(), tokio_postgres::Error>(())
    };
    let (listened, forwarded) = tokio::join!(listening, forward);
    listened?;
    Ok(forwarded?)
}
