//! What goes into a statement and what comes out of a row, the same on both databases.

use super::StoreError;
use domain::amount::{Amount, Unit};
use domain::calendar::{Day, Timestamp};
use domain::ids::{
    DeviceId, HelpId, HouseholdId, ItemId, LineId, LocationId, NoteId, OfferId, OpId, OrderId, PersonId, ProviderId,
    SessionId, TabletId, TransferId, WardId,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::types::Json;
use sqlx::{Decode, Postgres, Row as _, Sqlite, Type};
use uuid::Uuid;

/// A value for a placeholder. `None` is NULL of that type.
#[derive(Clone, Debug)]
pub enum Value {
    Uuid(Option<Uuid>),
    Int(Option<i64>),
    Text(Option<String>),
    Bool(bool),
    Bytes(Option<Vec<u8>>),
    Json(Option<Box<RawValue>>),
}

impl Value {
    pub fn json<T: Serialize>(value: &T) -> Result<Self, StoreError> {
        Ok(Self::Json(Some(serde_json::value::to_raw_value(value)?)))
    }

    pub fn json_or_null<T: Serialize>(value: Option<&T>) -> Result<Self, StoreError> {
        value.map_or(Ok(Self::Json(None)), Self::json)
    }
}

/// A list of values, each made from what it is.
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::store::value::Value::from($value)),*] };
}
pub(in crate::store) use values;

macro_rules! ids_are_values {
    ($($id:ident),*) => {$(
        impl From<$id> for Value {
            fn from(id: $id) -> Self {
                Self::Uuid(Some(id.0))
            }
        }
        impl From<Option<$id>> for Value {
            fn from(id: Option<$id>) -> Self {
                Self::Uuid(id.map(|id| id.0))
            }
        }
    )*};
}
ids_are_values!(
    DeviceId,
    HelpId,
    HouseholdId,
    ItemId,
    LineId,
    LocationId,
    NoteId,
    OfferId,
    OpId,
    OrderId,
    PersonId,
    ProviderId,
    SessionId,
    TabletId,
    TransferId,
    WardId
);

macro_rules! are_values {
    ($($type:ty => |$value:ident| $made:expr;)*) => {$(
        impl From<$type> for Value {
            fn from($value: $type) -> Self {
                $made
            }
        }
    )*};
}
are_values! {
    Uuid => |value| Self::Uuid(Some(value));
    Option<Uuid> => |value| Self::Uuid(value);
    i64 => |value| Self::Int(Some(value));
    Option<i64> => |value| Self::Int(value);
    u32 => |value| Self::Int(Some(i64::from(value)));
    Option<u32> => |value| Self::Int(value.map(i64::from));
    Timestamp => |value| Self::Int(Some(value.0));
    Option<Timestamp> => |value| Self::Int(value.map(|at| at.0));
    Amount => |value| Self::Int(Some(value.minor()));
    Option<Amount> => |value| Self::Int(value.map(Amount::minor));
    &str => |value| Self::Text(Some(value.to_owned()));
    String => |value| Self::Text(Some(value));
    Option<&str> => |value| Self::Text(value.map(str::to_owned));
    Option<String> => |value| Self::Text(value);
    Day => |value| Self::Text(Some(value.to_string()));
    Option<Day> => |value| Self::Text(value.map(|day| day.to_string()));
    Unit => |value| Self::Text(Some(value.code().to_owned()));
    bool => |value| Self::Bool(value);
    Vec<u8> => |value| Self::Bytes(Some(value));
    [u8; 32] => |value| Self::Bytes(Some(value.to_vec()));
    Option<[u8; 32]> => |value| Self::Bytes(value.map(|bytes| bytes.to_vec()));
}

/// Binds values to a query of either driver.
macro_rules! bind {
    ($query:expr, $values:expr) => {
        $values.into_iter().fold($query, |query, value| match value {
            Value::Uuid(value) => query.bind(value),
            Value::Int(value) => query.bind(value),
            Value::Text(value) => query.bind(value),
            Value::Bool(value) => query.bind(value),
            Value::Bytes(value) => query.bind(value),
            Value::Json(value) => query.bind(value.map(sqlx::types::Json)),
        })
    };
}
pub(in crate::store) use bind;

/// One row of an answer. Columns are asked for by name; a column that cannot be read names itself in the error.
#[derive(Debug)]
pub enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

/// What both drivers can read.
pub trait Column: for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres> {}
impl<T> Column for T where T: for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres> {}

impl Row {
    pub fn get<T: Column>(&self, column: &str) -> Result<T, StoreError> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(column)?,
            Self::Postgres(row) => row.try_get(column)?,
        })
    }

    pub fn int(&self, column: &str) -> Result<i64, StoreError> {
        self.get(column)
    }

    pub fn text(&self, column: &str) -> Result<String, StoreError> {
        self.get(column)
    }

    pub fn uuid(&self, column: &str) -> Result<Uuid, StoreError> {
        self.get(column)
    }

    pub fn json<T: DeserializeOwned + Send + Unpin + 'static>(&self, column: &str) -> Result<T, StoreError> {
        self.get::<Json<T>>(column).map(|json| json.0)
    }

    pub fn json_or_null<T: DeserializeOwned + Send + Unpin + 'static>(
        &self,
        column: &str,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.get::<Option<Json<T>>>(column)?.map(|json| json.0))
    }

    pub fn small(&self, column: &str) -> Result<u32, StoreError> {
        u32::try_from(self.int(column)?).map_err(|error| StoreError::inconsistent(column, error))
    }

    pub fn day(&self, column: &str) -> Result<Day, StoreError> {
        self.text(column)?.parse().map_err(|error| StoreError::inconsistent(column, error))
    }

    /// A text that is one of a closed list.
    pub fn code<T>(&self, column: &str, from_code: impl FnOnce(&str) -> Option<T>) -> Result<T, StoreError> {
        let text = self.text(column)?;
        from_code(&text).ok_or_else(|| StoreError::inconsistent(column, format!("\"{text}\" is not one of the list")))
    }

    pub fn hash(&self, column: &str) -> Result<[u8; 32], StoreError> {
        let bytes: Vec<u8> = self.get(column)?;
        <[u8; 32]>::try_from(bytes.as_slice()).map_err(|error| StoreError::inconsistent(column, error))
    }
}
