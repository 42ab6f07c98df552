//! A PostgreSQL connection that is driven by the thread which uses it. An answer wakes that thread
//! and nothing else; a task of its own for each connection would cost two more wake-ups a statement.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use futures_util::future;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::tls::NoTlsStream;
use tokio_postgres::{Client, Config, Connection, NoTls, Row, Socket, Statement};

use crate::{Error, Result, Value};

/// How every session works. A statement is planned once: with a handful of joins, planning takes longer
/// than running. Every query has its index; a plan that was made while a table was empty must know that too.
/// Compiling (`jit`) is for queries that run for seconds.
const SESSION: &str =
    "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set jit = off; set statement_timeout = '60s'";

/// One connection. All of it blocks, so it is used on threads that may.
pub(crate) struct Driver {
    /// Only for this connection's socket; taken out when dropped.
    runtime: Option<Runtime>,
    client: Client,
    connection: Connection<Socket, NoTlsStream>,
    /// Goes out together with the next request.
    begin: Option<&'static str>,
}

impl Driver {
    pub(crate) fn connect(config: &Config) -> Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let (client, connection) = runtime.block_on(config.connect(NoTls))?;
        let mut driver = Self { runtime: Some(runtime), client, connection, begin: None };
        driver.batch(SESSION)?;
        Ok(driver)
    }

    /// Whether the server still holds this connection, which nobody has looked at for a while.
    pub(crate) fn is_alive(&mut self) -> bool {
        let Some(runtime) = self.runtime.as_ref() else { return false };
        runtime.block_on(async {
            // Lets the runtime ask the system for what has come meanwhile.
            tokio::task::yield_now().await;
            poll_fn(|context| {
                loop {
                    match self.connection.poll_message(context) {
                        Poll::Ready(Some(Ok(_notice))) => {}
                        Poll::Ready(_) => return Poll::Ready(false),
                        Poll::Pending => return Poll::Ready(true),
                    }
                }
            })
            .await
        })
    }

    /// Begins a transaction: the statement travels with the next one, and both are answered together.
    pub(crate) fn begin(&mut self, sql: &'static str) {
        self.begin = Some(sql);
    }

    /// Ends a transaction whose end nobody has to wait for, because it only read.
    pub(crate) fn end_reading(&mut self) {
        if self.begin.take().is_some() {
            return;
        }
        let Some(runtime) = self.runtime.as_ref() else { return };
        let mut request = pin!(self.client.batch_execute("commit"));
        runtime.block_on(poll_fn(|context| {
            let _ = request.as_mut().poll(context);
            // A connection that broke is noticed by whoever takes it next.
            let _ = self.connection.poll_message(context);
            Poll::Ready(())
        }));
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<()> {
        self.ask(async |client| client.batch_execute(sql).await)
    }

    pub(crate) fn prepare(&mut self, sql: &str) -> Result<Statement> {
        self.ask(async |client| client.prepare(sql).await)
    }

    pub(crate) fn query(&mut self, statement: &Statement, params: &[Value]) -> Result<Vec<Row>> {
        let params = by_reference(params);
        self.ask(async |client| client.query(statement, &params).await)
    }

    /// A query that is planned for itself and not kept.
    pub(crate) fn query_once(&mut self, sql: &str) -> Result<Vec<Row>> {
        self.ask(async |client| client.query_typed(sql, &[]).await)
    }

    pub(crate) fn execute(&mut self, statement: &Statement, params: &[Value]) -> Result<u64> {
        let params = by_reference(params);
        self.ask(async |client| client.execute(statement, &params).await)
    }

    fn ask<T>(
        &mut self,
        request: impl AsyncFnOnce(&Client) -> std::result::Result<T, tokio_postgres::Error>,
    ) -> Result<T> {
        let runtime = self.runtime.as_ref().ok_or(Error::Closed)?;
        let Some(begin) = self.begin.take() else {
            return runtime.block_on(drive(&mut self.connection, request(&self.client)));
        };
        let both = async {
            // In this order, so that both are on their way before the first is answered.
            let (begun, answer) = future::join(self.client.batch_execute(begin), request(&self.client)).await;
            begun?;
            answer
        };
        runtime.block_on(drive(&mut self.connection, both))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // An idle connection may be dropped by a task, where waiting for a runtime's end is forbidden.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn by_reference<'v>(params: &'v [Value<'v>]) -> Vec<&'v (dyn postgres_types::ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn postgres_types::ToSql + Sync)).collect()
}

/// Carries bytes in both directions until the request has its answer.
async fn drive<T>(
    connection: &mut Connection<Socket, NoTlsStream>,
    request: impl Future<Output = std::result::Result<T, tokio_postgres::Error>>,
) -> Result<T> {
    let mut request = pin!(request);
    poll_fn(|context| {
        loop {
            // First, so that what is asked is on its way; again after every message.
            if let Poll::Ready(answer) = request.as_mut().poll(context) {
                return Poll::Ready(answer.map_err(Error::from));
            }
            match connection.poll_message(context) {
                Poll::Ready(Some(Ok(_notice))) => {}
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Err(error.into())),
                Poll::Ready(None) => return Poll::Ready(Err(Error::Closed)),
                Poll::Pending => break,
            }
        }
        // The answer may have come with what was just read.
        request.as_mut().poll(context).map_err(Error::from)
    })
    .await
}
