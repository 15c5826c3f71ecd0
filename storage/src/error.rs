//! What can go wrong in storage, sorted by what the caller does next.

/// A failure of storage.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused or was out of reach.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// A sealed column could not be opened: the key is wrong or the row was tampered with.
    #[error("a sealed column ({0}) cannot be opened with this key")]
    Sealed(&'static str),
    /// A column holds what this program cannot read.
    #[error("column {column} holds something unreadable: {what}")]
    Unreadable {
        /// The column.
        column: &'static str,
        /// What is wrong with it, without its value.
        what: String,
    },
    /// This process no longer holds the token's lease: nothing may be committed.
    #[error("another process holds this bot's lease")]
    LeaseLost,
}

/// Storage's result.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Whether the same transaction, run again from its start, may well succeed:
    /// serialization failures, deadlocks and a busy SQLite.
    pub fn is_passing(&self) -> bool {
        let Error::Database(error) = self else { return false };
        match error {
            sqlx::Error::Database(db) => {
                matches!(db.code().as_deref(), Some("40001" | "40P01" | "55P03" | "5" | "517" | "261"))
            }
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut => true,
            _ => false,
        }
    }

    /// Whether a unique key refused the row.
    pub fn is_taken(&self) -> bool {
        matches!(self, Error::Database(sqlx::Error::Database(db)) if db.is_unique_violation())
    }
}
