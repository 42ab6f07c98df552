//! The connection that desk code speaks SQL to.

use hashlink::LruCache;

use crate::driver::Driver;
use crate::{Error, Result, Row, Value, limits};

/// A connection inside a transaction (or, for reads, on a snapshot).
///
/// Statements use `?1`, `?2` … for parameters and the dialect that both engines share.
pub struct Conn<'c> {
    engine: Engine<'c>,
    pub(crate) notices: Vec<String>,
}

enum Engine<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(&'c mut PostgresConn),
}

/// A PostgreSQL connection with its prepared statements.
pub(crate) struct PostgresConn {
    pub(crate) driver: Driver,
    statements: LruCache<String, tokio_postgres::Statement>,
}

impl PostgresConn {
    pub(crate) fn new(driver: Driver) -> Self {
        Self { driver, statements: LruCache::new(limits::STATEMENTS_CACHED) }
    }

    fn prepare(&mut self, sql: &str) -> Result<tokio_postgres::Statement> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.driver.prepare(&dollar_parameters(sql))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<tokio_postgres::Row>> {
        let statement = self.prepare(sql)?;
        self.driver.query(&statement, params)
    }

    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        let statement = self.prepare(sql)?;
        self.driver.execute(&statement, params)
    }
}

/// `?1` becomes `$1`; question marks inside quotes stay.
fn dollar_parameters(sql: &str) -> String {
    let mut quoted = false;
    let mut out = String::with_capacity(sql.len());
    let mut chars = sql.chars().peekable();
    while let Some(char) = chars.next() {
        if char == '\'' {
            quoted = !quoted;
        }
        let parameter = !quoted && char == '?' && chars.peek().is_some_and(char::is_ascii_digit);
        out.push(if parameter { '$' } else { char });
    }
    out
}

impl<'c> Conn<'c> {
    pub(crate) fn sqlite(connection: &'c rusqlite::Connection) -> Self {
        Self { engine: Engine::Sqlite(connection), notices: Vec::new() }
    }

    pub(crate) fn postgres(connection: &'c mut PostgresConn) -> Self {
        Self { engine: Engine::Postgres(connection), notices: Vec::new() }
    }

    /// Runs a statement and tells how many rows it touched.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        match &mut self.engine {
            Engine::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(sql)?;
                Ok(statement.execute(rusqlite::params_from_iter(params))? as u64)
            }
            Engine::Postgres(connection) => connection.execute(sql, params),
        }
    }

    /// Runs a query and maps every row.
    ///
    /// # Errors
    /// When the database refuses, or `map` does.
    pub fn query<T>(&mut self, sql: &str, params: &[Value], map: impl Fn(&Row) -> Result<T>) -> Result<Vec<T>> {
        match &mut self.engine {
            Engine::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(sql)?;
                let mut rows = statement.query(rusqlite::params_from_iter(params))?;
                let mut out = Vec::new();
                while let Some(row) = rows.next()? {
                    out.push(map(&Row::Sqlite(row))?);
                }
                Ok(out)
            }
            Engine::Postgres(connection) => {
                connection.query(sql, params)?.iter().map(|row| map(&Row::Postgres(row))).collect()
            }
        }
    }

    /// Runs a query without parameters whose best plan depends on the values in it.
    pub(crate) fn query_once<T>(&mut self, sql: &str, map: impl Fn(&Row) -> Result<T>) -> Result<Vec<T>> {
        match &mut self.engine {
            Engine::Sqlite(_) => self.query(sql, &[], map),
            Engine::Postgres(connection) => {
                connection.driver.query_once(sql)?.iter().map(|row| map(&Row::Postgres(row))).collect()
            }
        }
    }

    /// Runs a query that gives at most one row that matters.
    ///
    /// # Errors
    /// When the database refuses, or `map` does.
    pub fn find<T>(&mut self, sql: &str, params: &[Value], map: impl Fn(&Row) -> Result<T>) -> Result<Option<T>> {
        Ok(self.query(sql, params, map)?.into_iter().next())
    }

    /// Runs a query that always gives a row, such as a count or `returning`.
    ///
    /// # Errors
    /// When the database refuses, `map` does, or there is no row.
    pub fn one<T>(&mut self, sql: &str, params: &[Value], map: impl Fn(&Row) -> Result<T>) -> Result<T> {
        self.find(sql, params, map)?.ok_or(Error::NoRow)
    }

    /// Inserts one row and returns its new id; `sql` ends with `returning id`.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn insert(&mut self, sql: &str, params: &[Value]) -> Result<i64> {
        self.one(sql, params, |row| row.get(0))
    }

    /// Runs several statements without parameters, separated by semicolons.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn batch(&mut self, sql: &str) -> Result<()> {
        match &mut self.engine {
            Engine::Sqlite(connection) => Ok(connection.execute_batch(sql)?),
            Engine::Postgres(connection) => connection.driver.batch(sql),
        }
    }

    /// Sends `payload` to the listeners of every node when (and only when) this transaction commits.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn notify(&mut self, payload: &str) -> Result<()> {
        match &mut self.engine {
            Engine::Sqlite(_) => self.notices.push(payload.to_owned()),
            Engine::Postgres(connection) => {
                connection.query("select pg_notify('guichet', ?1)", &[Value::Text(payload)])?;
            }
        }
        Ok(())
    }

    /// What to add to a `select` that takes rows for itself, so that workers skip each other's.
    #[must_use]
    pub fn skip_locked(&self) -> &'static str {
        match self.engine {
            Engine::Sqlite(_) => "",
            Engine::Postgres(_) => "for update skip locked",
        }
    }

    /// SQL that is true when `column` is one of the numbers in `parameter`, a text with commas between them.
    #[must_use]
    pub fn is_one_of(&self, column: &str, parameter: &str) -> String {
        match self.engine {
            Engine::Sqlite(_) => format!("{column} in (select value from json_each('[' || {parameter} || ']'))"),
            Engine::Postgres(_) => format!("{column} = any (cast(string_to_array({parameter}, ',') as bigint[]))"),
        }
    }

    /// Whether an id may be given out before that of a row which commits earlier: PostgreSQL counts at once, and
    /// changes overtake each other. SQLite has one writer.
    #[must_use]
    pub fn ids_overtake(&self) -> bool {
        self.is_postgres()
    }

    /// True on PostgreSQL. For this crate only: everything else is engine-blind.
    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.engine, Engine::Postgres(_))
    }
}

#[cfg(test)]
mod tests {
    use super::dollar_parameters;

    #[test]
    fn parameters_become_dollars_outside_quotes() {
        assert_eq!(dollar_parameters("a = ?1 and b = '?1' or c = ?12"), "a = $1 and b = '?1' or c = $12");
    }
}
