//! A fresh database of either engine, and the environment with which the program finds it.

use super::Fallible;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::path::PathBuf;
use storage::{Db, Engine, Key};
use tempfile::TempDir;

/// A database of this run alone.
pub struct Base {
    /// Its address.
    pub url: String,
    /// The address of the server that it is dropped from.
    server: Option<String>,
    name: String,
    key: Key,
    folder: TempDir,
}

/// The server on which PostgreSQL databases are made.
fn server() -> String {
    std::env::var("GRIDBELL_TEST_POSTGRES")
        .unwrap_or_else(|_| "postgres://root@127.0.0.1:5432/test".to_owned())
}

/// Why PostgreSQL cannot be used here, if it cannot.
pub async fn out_of_reach() -> Option<String> {
    PgConnection::connect(&server()).await.err().map(|error| error.to_string())
}

impl Base {
    /// Makes one.
    pub async fn make(engine: Engine) -> Fallible<Base> {
        let folder = tempfile::tempdir()?;
        let name = format!("gridbell_fault_{}", std::process::id());
        let (url, server) = match engine {
            Engine::Sqlite => (format!("sqlite:{}", folder.path().join("gridbell.db").display()), None),
            Engine::Postgres => {
                let server = server();
                sql(&server, format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")).await?;
                let (before, _) = server.rsplit_once('/').ok_or("an address with a database")?;
                (format!("{before}/{name}"), Some(server))
            }
        };
        Ok(Base { url, server, name, key: Key::random()?, folder })
    }

    /// Opens it. On SQLite the program must not run meanwhile.
    pub async fn open(&self) -> Fallible<Db> {
        Ok(storage::open(&self.url, &self.key).await?)
    }

    /// What the program needs to know of it.
    pub fn environment(&self) -> [(&'static str, String); 3] {
        let home = self.folder.path().display().to_string();
        [("DATABASE_URL", self.url.clone()), ("GRIDBELL_KEY", self.key.to_text()), ("HOME", home)]
    }

    /// Where the program writes what it logs.
    pub fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// Drops it.
    pub async fn remove(self) -> Fallible<()> {
        match self.server {
            Some(server) => sql(&server, format!("DROP DATABASE {} WITH (FORCE)", self.name)).await,
            None => Ok(()),
        }
    }
}

async fn sql(server: &str, text: String) -> Fallible<()> {
    let mut admin = PgConnection::connect(server).await?;
    sqlx::raw_sql(AssertSqlSafe(text)).execute(&mut admin).await?;
    Ok(())
}
