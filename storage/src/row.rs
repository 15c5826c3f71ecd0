//! Arguments and rows, alike on both engines: whole numbers and text, either may be null.

use crate::{Error, Result};
use sqlx::Row as _;

/// One argument of a statement.
#[derive(Debug, Clone)]
pub(crate) enum Arg {
    Int(Option<i64>),
    Text(Option<String>),
}

impl From<i64> for Arg {
    fn from(value: i64) -> Arg {
        Arg::Int(Some(value))
    }
}

impl From<bool> for Arg {
    fn from(value: bool) -> Arg {
        Arg::Int(Some(value.into()))
    }
}

impl From<Option<i64>> for Arg {
    fn from(value: Option<i64>) -> Arg {
        Arg::Int(value)
    }
}

impl From<&str> for Arg {
    fn from(value: &str) -> Arg {
        Arg::Text(Some(value.to_owned()))
    }
}

impl From<String> for Arg {
    fn from(value: String) -> Arg {
        Arg::Text(Some(value))
    }
}

impl From<&String> for Arg {
    fn from(value: &String) -> Arg {
        Arg::Text(Some(value.clone()))
    }
}

impl From<Option<String>> for Arg {
    fn from(value: Option<String>) -> Arg {
        Arg::Text(value)
    }
}

impl From<Option<&str>> for Arg {
    fn from(value: Option<&str>) -> Arg {
        Arg::Text(value.map(str::to_owned))
    }
}

/// One row of either engine.
pub(crate) enum Row {
    Sqlite(sqlx::sqlite::SqliteRow),
    Postgres(sqlx::postgres::PgRow),
}

impl Row {
    /// A whole number that may be null.
    pub(crate) fn opt_int(&self, column: &'static str) -> Result<Option<i64>> {
        Ok(match self {
            Row::Sqlite(row) => row.try_get(column)?,
            Row::Postgres(row) => row.try_get(column)?,
        })
    }

    /// Text that may be null.
    pub(crate) fn opt_text(&self, column: &'static str) -> Result<Option<String>> {
        Ok(match self {
            Row::Sqlite(row) => row.try_get(column)?,
            Row::Postgres(row) => row.try_get(column)?,
        })
    }

    /// A whole number.
    pub(crate) fn int(&self, column: &'static str) -> Result<i64> {
        self.opt_int(column)?.ok_or_else(|| unreadable(column, "null"))
    }

    /// Text.
    pub(crate) fn text(&self, column: &'static str) -> Result<String> {
        self.opt_text(column)?.ok_or_else(|| unreadable(column, "null"))
    }

    /// A truth kept as 0 or 1.
    pub(crate) fn truth(&self, column: &'static str) -> Result<bool> {
        Ok(self.int(column)? != 0)
    }

    /// Text read by `read`, as the enums of the records are.
    pub(crate) fn word<T>(&self, column: &'static str, read: fn(&str) -> Option<T>) -> Result<T> {
        let text = self.text(column)?;
        read(&text).ok_or_else(|| unreadable(column, "an unknown word"))
    }

    /// JSON kept as text.
    pub(crate) fn json<T: serde::de::DeserializeOwned>(&self, column: &'static str) -> Result<T> {
        from_json(column, &self.text(column)?)
    }
}

/// Reads JSON of `column`.
pub(crate) fn from_json<T: serde::de::DeserializeOwned>(column: &'static str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|e| unreadable(column, &place_of(&e)))
}

/// Writes JSON for `column`.
pub(crate) fn to_json<T: serde::Serialize>(column: &'static str, value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|e| unreadable(column, &place_of(&e)))
}

fn unreadable(column: &'static str, what: &str) -> Error {
    Error::Unreadable { column, what: what.to_owned() }
}

/// An error's kind and place, never the text it tripped over.
fn place_of(error: &serde_json::Error) -> String {
    format!("JSON {:?} at line {} column {}", error.classify(), error.line(), error.column())
}
