//! Parameters that go into SQL and columns that come out, the same for both engines.

use postgres_types::{FromSql, IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use rusqlite::types::{ToSqlOutput, ValueRef};

use crate::Result;

/// One parameter of a statement.
#[derive(Debug, Clone, Copy)]
pub enum Value<'a> {
    /// Absent.
    Null,
    /// A whole number: ids, times in microseconds, counts.
    Int(i64),
    /// A fraction.
    Real(f64),
    /// Yes or no.
    Bool(bool),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Blob(&'a [u8]),
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}
impl From<f64> for Value<'_> {
    fn from(value: f64) -> Self {
        Self::Real(value)
    }
}
impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}
impl<'a> From<&'a String> for Value<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(value)
    }
}
impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Blob(value)
    }
}
impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
impl<'a> From<&'a Option<String>> for Value<'a> {
    fn from(value: &'a Option<String>) -> Self {
        value.as_deref().map_or(Self::Null, Self::Text)
    }
}

/// Parameters of a statement, each turned into a [`Value`].
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::Value::from($value)),*] };
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Self::Null => ValueRef::Null,
            Self::Int(value) => ValueRef::Integer(value),
            Self::Real(value) => ValueRef::Real(value),
            Self::Bool(value) => ValueRef::Integer(i64::from(value)),
            Self::Text(value) => {
                // PostgreSQL refuses it; both engines must answer alike.
                if value.contains('\0') {
                    return Err(rusqlite::Error::ToSqlConversionFailure("text with a NUL character".into()));
                }
                ValueRef::Text(value.as_bytes())
            }
            Self::Blob(value) => ValueRef::Blob(value),
        }))
    }
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match *self {
            Self::Null => Ok(IsNull::Yes),
            // PostgreSQL infers the width from where the parameter stands.
            Self::Int(value) if *ty == Type::INT4 => i32::try_from(value)?.to_sql(ty, out),
            Self::Int(value) => value.to_sql(ty, out),
            Self::Real(value) => value.to_sql(ty, out),
            Self::Bool(value) => value.to_sql(ty, out),
            Self::Text(value) => value.to_sql(ty, out),
            Self::Blob(value) => value.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// One row of a result.
pub enum Row<'r> {
    /// From SQLite.
    Sqlite(&'r rusqlite::Row<'r>),
    /// From PostgreSQL.
    Postgres(&'r tokio_postgres::Row),
}

impl Row<'_> {
    /// The column at `index`, counted from 0.
    ///
    /// # Errors
    /// When the column is missing or of another type.
    pub fn get<T: Column>(&self, index: usize) -> Result<T> {
        T::read(self, index)
    }
}

/// A type that a column can be read as.
pub trait Column: Sized {
    /// Reads the column at `index`.
    ///
    /// # Errors
    /// When the column is missing or of another type.
    fn read(row: &Row, index: usize) -> Result<Self>;
}

macro_rules! plain_column {
    ($($type:ty),*) => { $(
        impl Column for $type {
            fn read(row: &Row, index: usize) -> Result<Self> {
                match row {
                    Row::Sqlite(row) => Ok(row.get(index)?),
                    Row::Postgres(row) => Ok(row.try_get(index)?),
                }
            }
        }
    )* };
}
plain_column!(f64, bool, String, Vec<u8>);

impl Column for i64 {
    fn read(row: &Row, index: usize) -> Result<Self> {
        match row {
            Row::Sqlite(row) => Ok(row.get(index)?),
            // A literal such as `select 1` is four bytes wide there.
            Row::Postgres(row) if row.columns().get(index).is_some_and(|column| *column.type_() == Type::INT4) => {
                Ok(row.try_get::<_, i32>(index)?.into())
            }
            Row::Postgres(row) => Ok(row.try_get(index)?),
        }
    }
}

impl<T: Column> Column for Option<T> {
    fn read(row: &Row, index: usize) -> Result<Self> {
        let null = match row {
            Row::Sqlite(row) => row.get_ref(index)? == ValueRef::Null,
            Row::Postgres(row) => row.try_get::<_, Presence>(index)?.0,
        };
        if null { Ok(None) } else { T::read(row, index).map(Some) }
    }
}

/// Whether a PostgreSQL column of any type is null.
struct Presence(bool);

impl FromSql<'_> for Presence {
    fn from_sql(_: &Type, _: &[u8]) -> std::result::Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(false))
    }

    fn from_sql_null(_: &Type) -> std::result::Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(true))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}
