//! PostgreSQL: a pool of connections, serializable writes that are retried, and `LISTEN`.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::{StreamExt, stream};
use tokio::sync::{Semaphore, broadcast};
use tokio_postgres::{AsyncMessage, Config, NoTls};

use crate::conn::PostgresConn;
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
        });
        // The first connection tells at once whether the address is right.
        let first = pool.connect().await?;
        pool.free.lock().unwrap_or_else(PoisonError::into_inner).push(first);
        tokio::spawn(listen(pool.config.clone(), notices));
        Ok(Self { pool })
    }

    pub(crate) async fn write<T, E, F>(&self, work: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Retryable + Send + 'static,
        F: Fn(&mut Conn) -> std::result::Result<T, E> + Send + 'static,
    {
        self.with_connection(move |connection| {
            let mut tries = 0;
            loop {
                tries += 1;
                match write_once(connection, &work) {
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
        self.with_connection(move |connection| {
            // One snapshot for all statements: a page never shows half of a change.
            Conn::postgres(connection).batch("begin isolation level repeatable read read only")?;
            let result = work(&mut Conn::postgres(connection));
            let ended = Conn::postgres(connection).batch(if result.is_ok() { "commit" } else { "rollback" });
            let value = result?;
            ended?;
            Ok(value)
        })
        .await
    }

    async fn with_connection<T, E, F>(&self, work: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: FnOnce(&mut PostgresConn) -> std::result::Result<T, E> + Send + 'static,
    {
        let turn = self.pool.turns.clone().acquire_owned().await.map_err(|_| Error::Closed)?;
        let free = self.pool.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut connection = match free {
            Some(connection) if !connection.client.is_closed() => connection,
            _ => self.pool.connect().await?,
        };
        let pool = self.pool.clone();
        let joined = tokio::task::spawn_blocking(move || {
            // Held as long as the connection is, also when the request has been dropped.
            let _turn = turn;
            let result = catch_unwind(AssertUnwindSafe(|| work(&mut connection)));
            match result {
                Ok(result) => {
                    if !connection.client.is_closed() {
                        pool.free.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
                    }
                    result
                }
                // The connection may be inside a transaction: it is dropped with it.
                Err(panic) => Err(Error::Panicked(panic_text(&*panic)).into()),
            }
        });
        joined.await.map_err(|error| Error::Panicked(error.to_string()))?
    }
}

fn write_once<T, E, F>(connection: &mut PostgresConn, work: &F) -> std::result::Result<T, E>
where
    E: From<Error>,
    F: Fn(&mut Conn) -> std::result::Result<T, E>,
{
    Conn::postgres(connection).batch("begin isolation level serializable")?;
    let result = work(&mut Conn::postgres(connection));
    let end = if result.is_ok() { "commit" } else { "rollback" };
    let ended = Conn::postgres(connection).batch(end);
    match (result, ended) {
        (Ok(value), Ok(())) => Ok(value),
        (Ok(_), Err(error)) => Err(error.into()),
        (Err(error), _) => Err(error),
    }
}

impl Pool {
    async fn connect(&self) -> Result<PostgresConn> {
        let (client, connection) = self.config.connect(NoTls).await?;
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::warn!(%error, "PostgreSQL connection ended");
            }
        });
        let runtime = tokio::runtime::Handle::current();
        Ok(PostgresConn { client, statements: HashMap::new(), runtime })
    }
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
