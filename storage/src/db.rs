//! One small type over two databases. SQL is `&'static str` with `$1` placeholders, the same on both.

use crate::row::{Arg, Row};
use crate::touched::{Ended, Touched};
use crate::{Error, Result, Sealer};
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Which database engine is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One process; nothing to install.
    Sqlite,
    /// Several processes.
    Postgres,
}

#[derive(Clone)]
pub(crate) enum Pools {
    /// One writer, since SQLite has one; several readers.
    Sqlite {
        write: SqlitePool,
        read: SqlitePool,
    },
    Postgres(PgPool),
}

/// An open database, migrated, with the key that seals it. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    pub(crate) pools: Pools,
    pub(crate) sealer: Arc<Sealer>,
    /// The file lock of SQLite, held until [`Db::close`] or as long as any clone lives.
    pub(crate) lock: Option<Arc<std::fs::File>>,
    /// What the transactions of this one and its clones changed.
    pub(crate) ended: Ended,
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Db({:?})", self.engine())
    }
}

impl Db {
    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match self.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    /// The seal in use, for hashes and one-time codes.
    pub fn sealer(&self) -> &Sealer {
        &self.sealer
    }

    /// The same database, for somebody of their own: [`Tx::cases_touched`] there tells of its own transactions alone.
    pub fn apart(&self) -> Db {
        Db { ended: Ended::default(), ..self.clone() }
    }

    /// Starts a transaction that may write. On SQLite it takes the write lock at once (`BEGIN IMMEDIATE`).
    pub async fn begin(&self) -> Result<Tx> {
        let inner = match &self.pools {
            Pools::Sqlite { write, .. } => Inner::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Postgres(pool) => Inner::Postgres(pool.begin().await?),
        };
        Ok(Tx { inner, sealer: self.sealer.clone(), touched: Touched::new(self.ended.clone()) })
    }

    /// Starts a transaction that only reads, and on SQLite waits for no writer.
    pub async fn read(&self) -> Result<Tx> {
        let inner = match &self.pools {
            Pools::Sqlite { read, .. } => Inner::Sqlite(read.begin().await?),
            Pools::Postgres(pool) => Inner::Postgres(pool.begin().await?),
        };
        Ok(Tx { inner, sealer: self.sealer.clone(), touched: Touched::new(self.ended.clone()) })
    }

    /// Closes every connection, of its clones too, waits for that and gives the file free.
    pub async fn close(self) {
        match self.pools {
            Pools::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
        if let Some(lock) = self.lock {
            // Said aloud: a child process that is just being started shares the open file for an instant.
            let _ = lock.unlock(); // closing the file frees it too
        }
    }
}

enum Inner {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// A transaction: every record's functions are methods of it. Dropped without [`Tx::commit`], it rolls back.
pub struct Tx {
    inner: Inner,
    pub(crate) sealer: Arc<Sealer>,
    pub(crate) touched: Touched,
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tx({:?})", self.engine())
    }
}

impl Tx {
    /// Makes all of it durable.
    pub async fn commit(self) -> Result<()> {
        match self.inner {
            Inner::Sqlite(tx) => tx.commit().await?,
            Inner::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Undoes all of it.
    pub async fn rollback(self) -> Result<()> {
        match self.inner {
            Inner::Sqlite(tx) => tx.rollback().await?,
            Inner::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }

    /// Opens a savepoint: one update of a batch.
    pub async fn savepoint(&mut self) -> Result<()> {
        self.execute("SAVEPOINT one", &[]).await.map(drop)
    }

    /// Undoes what came since [`Tx::savepoint`], and closes it.
    pub async fn undo_savepoint(&mut self) -> Result<()> {
        self.touched.tell_again();
        self.execute("ROLLBACK TO SAVEPOINT one", &[]).await?;
        self.keep_savepoint().await
    }

    /// Closes the savepoint and keeps what came since.
    pub async fn keep_savepoint(&mut self) -> Result<()> {
        self.execute("RELEASE SAVEPOINT one", &[]).await.map(drop)
    }

    /// The cases that were opened, moved, rewritten or forgotten since this was last asked: in this transaction, and in
    /// those of this [`Db`] that ended, kept or not. What is asked for in a transaction is told again when it ended.
    pub fn cases_touched(&mut self) -> BTreeSet<i64> {
        self.touched.take()
    }

    /// The engine below, to choose between two constants where the dialects differ.
    pub(crate) fn engine(&self) -> Engine {
        match self.inner {
            Inner::Sqlite(_) => Engine::Sqlite,
            Inner::Postgres(_) => Engine::Postgres,
        }
    }

    /// The seal, for hashes.
    pub fn sealer(&self) -> Arc<Sealer> {
        self.sealer.clone()
    }

    /// Runs a statement; the number of rows it changed.
    pub(crate) async fn execute(&mut self, sql: &'static str, args: &[Arg]) -> Result<u64> {
        Ok(match &mut self.inner {
            Inner::Sqlite(tx) => sqlite(sql, args).execute(&mut **tx).await?.rows_affected(),
            Inner::Postgres(tx) => postgres(sql, args).execute(&mut **tx).await?.rows_affected(),
        })
    }

    /// The one row of a statement; an error if there is none.
    pub(crate) async fn fetch_one(&mut self, sql: &'static str, args: &[Arg]) -> Result<Row> {
        self.fetch_optional(sql, args).await?.ok_or(Error::Database(sqlx::Error::RowNotFound))
    }

    /// The first row of a statement, if any.
    pub(crate) async fn fetch_optional(&mut self, sql: &'static str, args: &[Arg]) -> Result<Option<Row>> {
        Ok(match &mut self.inner {
            Inner::Sqlite(tx) => sqlite(sql, args).fetch_optional(&mut **tx).await?.map(Row::Sqlite),
            Inner::Postgres(tx) => postgres(sql, args).fetch_optional(&mut **tx).await?.map(Row::Postgres),
        })
    }

    /// All rows of a statement.
    pub(crate) async fn fetch_all(&mut self, sql: &'static str, args: &[Arg]) -> Result<Vec<Row>> {
        Ok(match &mut self.inner {
            Inner::Sqlite(tx) => {
                sqlite(sql, args).fetch_all(&mut **tx).await?.into_iter().map(Row::Sqlite).collect()
            }
            Inner::Postgres(tx) => {
                postgres(sql, args).fetch_all(&mut **tx).await?.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// Seals text that may be absent.
    pub(crate) fn seal_opt(
        &self,
        column: &'static str,
        row: i64,
        plain: Option<&str>,
    ) -> Result<Option<String>> {
        plain.map(|text| self.sealer.seal(column, row, text)).transpose()
    }

    /// Opens a sealed column that may be null.
    pub(crate) fn open_opt(
        &self,
        column: &'static str,
        row: i64,
        sealed: Option<String>,
    ) -> Result<Option<String>> {
        sealed.map(|text| self.sealer.open(column, row, &text)).transpose()
    }
}

type SqliteQuery<'q> = sqlx::query::Query<'q, Sqlite, sqlx::sqlite::SqliteArguments>;
type PostgresQuery<'q> = sqlx::query::Query<'q, Postgres, sqlx::postgres::PgArguments>;

fn sqlite<'q>(sql: &'static str, args: &[Arg]) -> SqliteQuery<'q> {
    args.iter().cloned().fold(sqlx::query(sql), |query, arg| match arg {
        Arg::Int(value) => query.bind(value),
        Arg::Text(value) => query.bind(value),
    })
}

fn postgres<'q>(sql: &'static str, args: &[Arg]) -> PostgresQuery<'q> {
    args.iter().cloned().fold(sqlx::query(sql), |query, arg| match arg {
        Arg::Int(value) => query.bind(value),
        Arg::Text(value) => query.bind(value),
    })
}
