//! Looks at a database without opening it for work: is it new, and which key sealed it?

use crate::OpenError;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection, PgConnection};
use std::str::FromStr;

const CHECK: &str = "SELECT value FROM meta WHERE key = 'key_check'";

/// The id of the key that sealed the database at `url`; `None` if there is no such database yet or nothing was
/// sealed in it. Makes nothing and changes nothing.
pub async fn sealed_with(url: &str) -> Result<Option<String>, OpenError> {
    let check: Option<(String,)> = if url.starts_with("sqlite:") {
        let options = SqliteConnectOptions::from_str(url)?.create_if_missing(false);
        if !options.get_filename().exists() {
            return Ok(None);
        }
        let mut connection: SqliteConnection = options.connect().await?;
        let table = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'meta'";
        match sqlx::query(table).fetch_optional(&mut connection).await? {
            Some(_) => sqlx::query_as(CHECK).fetch_optional(&mut connection).await?,
            None => None,
        }
    } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        let mut connection = PgConnection::connect(url).await?;
        let table = "SELECT 1 FROM pg_class WHERE oid = to_regclass('meta')";
        match sqlx::query(table).fetch_optional(&mut connection).await? {
            Some(_) => sqlx::query_as(CHECK).fetch_optional(&mut connection).await?,
            None => None,
        }
    } else {
        return Err(OpenError::Address);
    };
    Ok(check.map(|(check,)| check.split('.').next().unwrap_or_default().to_owned()))
}
