//! Opening a database: engine by the address's prefix, migrations, the key check, SQLite's care.

use crate::db::Pools;
use crate::touched::Ended;
use crate::{Db, Key, Result, Sealer};
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

/// The oldest SQLite without the WAL bug fixed in 3.51.3.
const OLDEST_SQLITE: [u32; 3] = [3, 51, 3];

/// Why a database could not be opened, in words for whoever starts the program.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address has no known prefix.
    #[error(
        "DATABASE_URL must start with sqlite: or postgres:, for example sqlite:/var/lib/gridbell/gridbell.db"
    )]
    Address,
    /// Another process has the SQLite file.
    #[error(
        "{0} is in use by another gridbell; stop that one first, or use PostgreSQL for several processes"
    )]
    InUse(PathBuf),
    /// The file or its folder cannot be used.
    #[error("cannot use {path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// SQLite is too old.
    #[error("SQLite {0} has a known bug in its write-ahead log; 3.51.3 or newer is needed")]
    OldSqlite(String),
    /// The key does not fit this database.
    #[error(
        "the key does not fit this database (it was sealed with key {expected}, given is {given}); \
         find the right key file, nothing was changed"
    )]
    WrongKey {
        /// The id of the key the database was sealed with.
        expected: String,
        /// The id of the key given.
        given: String,
    },
    /// Migrations failed.
    #[error("cannot bring the database up to date: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// Anything else.
    #[error(transparent)]
    Storage(#[from] crate::Error),
}

impl From<sqlx::Error> for OpenError {
    fn from(error: sqlx::Error) -> OpenError {
        OpenError::Storage(error.into())
    }
}

/// Opens `url` (`sqlite:PATH` or `postgres://…`), brings its tables up to date and checks `key` against it.
/// A new SQLite file and its folder are made.
pub async fn open(url: &str, key: &Key) -> std::result::Result<Db, OpenError> {
    let sealer = Arc::new(Sealer::new(key));
    let db = if url.starts_with("sqlite:") {
        open_sqlite(url, sealer).await?
    } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        let pool = PgPoolOptions::new().max_connections(16).connect(url).await?;
        sqlx::migrate!("../migrations/postgres").run(&pool).await?;
        Db { pools: Pools::Postgres(pool), sealer, lock: None, ended: Ended::default() }
    } else {
        return Err(OpenError::Address);
    };
    check_key(&db, key).await?;
    Ok(db)
}

async fn open_sqlite(url: &str, sealer: Arc<Sealer>) -> std::result::Result<Db, OpenError> {
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        // What is forgotten leaves no sealed rest in freed space.
        .pragma("secure_delete", "ON");
    let path = options.get_filename().to_owned();
    if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|source| OpenError::File { path: path.clone(), source })?;
    }
    let lock = lock(&path)?;
    let write = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
    let version: (String,) = sqlx::query_as("SELECT sqlite_version()").fetch_one(&write).await?;
    if older(&version.0) {
        return Err(OpenError::OldSqlite(version.0));
    }
    sqlx::migrate!("../migrations/sqlite").run(&write).await?;
    let read = SqlitePoolOptions::new().max_connections(4).connect_with(options).await?;
    let lock = Some(Arc::new(lock));
    Ok(Db { pools: Pools::Sqlite { write, read }, sealer, lock, ended: Ended::default() })
}

/// Takes the lock beside the database file; the system frees it when the process ends, however it ends.
fn lock(path: &Path) -> std::result::Result<std::fs::File, OpenError> {
    let beside = PathBuf::from(format!("{}.lock", path.display()));
    let file = std::fs::OpenOptions::new().create(true).truncate(false).write(true).open(&beside);
    let file = file.map_err(|source| OpenError::File { path: beside.clone(), source })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(OpenError::InUse(path.to_owned())),
        Err(std::fs::TryLockError::Error(source)) => Err(OpenError::File { path: beside, source }),
    }
}

fn older(version: &str) -> bool {
    let parts: Vec<u32> = version.split('.').map(|part| part.parse().unwrap_or(0)).collect();
    parts.as_slice() < OLDEST_SQLITE.as_slice()
}

/// Remembers which key sealed this database; refuses any other.
async fn check_key(db: &Db, key: &Key) -> std::result::Result<(), OpenError> {
    let mut tx = db.begin().await?;
    let known = tx.meta("key_check").await?;
    match known {
        None => {
            let check = tx.sealer.seal("meta.value", 0, "gridbell")?;
            tx.set_meta("key_check", &check).await?;
        }
        Some(check) if tx.sealer.open("meta.value", 0, &check).is_err() => {
            let expected = check.split('.').next().unwrap_or_default().to_owned();
            return Err(OpenError::WrongKey { expected, given: key.id() });
        }
        Some(_) => {}
    }
    tx.commit().await?;
    Ok(())
}

impl crate::Tx {
    /// A value of the small table of facts about the database itself.
    pub async fn meta(&mut self, key: &str) -> Result<Option<String>> {
        let row = self.fetch_optional("SELECT value FROM meta WHERE key = $1", &[key.into()]).await?;
        row.map(|row| row.text("value")).transpose()
    }

    /// Writes such a value.
    pub async fn set_meta(&mut self, key: &str, value: &str) -> Result<()> {
        let sql = "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        self.execute(sql, &[key.into(), value.into()]).await.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_sqlite_is_known_by_its_version() {
        assert!(older("3.51.2"));
        assert!(older("3.9.9"));
        assert!(!older("3.51.3"));
        assert!(!older("3.52.0"));
    }
}
