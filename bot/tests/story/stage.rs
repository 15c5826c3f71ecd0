//! Where a play runs: a fresh SQLite file, or a fresh PostgreSQL database.

use crate::town::Town;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::io::Write;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

/// `plays!(one, another)` makes two tests of each `async fn one(town: &Town)`: `one::sqlite` and `one::postgres`.
macro_rules! plays {
    ($($play:ident),+ $(,)?) => {$(
        mod $play {
            #[tokio::test]
            async fn sqlite() {
                crate::stage::on_sqlite(super::$play).await;
            }

            #[tokio::test]
            async fn postgres() {
                crate::stage::on_postgres(super::$play).await;
            }
        }
    )+};
}

/// Plays on a new SQLite file.
pub async fn on_sqlite(play: impl AsyncFnOnce(&Town)) {
    let town = Town::opens(None).await;
    play(&town).await;
    town.closes().await;
}

/// Plays on a new PostgreSQL database, which is dropped again. A failed play leaves its database behind.
pub async fn on_postgres(play: impl AsyncFnOnce(&Town)) {
    let server = std::env::var("GRIDBELL_TEST_POSTGRES")
        .unwrap_or_else(|_| "postgres://root@127.0.0.1:5432/test".to_owned());
    let mut admin = match PgConnection::connect(&server).await {
        Ok(admin) => admin,
        Err(error) => return skipped(&error),
    };
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("gridbell_play_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
    run(&mut admin, format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")).await;
    let (before, _) = server.rsplit_once('/').expect("an address with a database");
    let town = Town::opens(Some(&format!("{before}/{name}"))).await;
    play(&town).await;
    town.closes().await;
    run(&mut admin, format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

async fn run(admin: &mut PgConnection, sql: String) {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(admin).await.unwrap();
}

/// Says once, past the test runner's capture, that PostgreSQL was not tested.
fn skipped(error: &sqlx::Error) {
    assert!(
        std::env::var("GRIDBELL_REQUIRE_POSTGRES").as_deref() != Ok("1"),
        "PostgreSQL is required here and out of reach: {error}"
    );
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        let line = format!("SKIPPED: PostgreSQL is out of reach ({error}); the plays ran on SQLite only\n");
        std::io::stderr().write_all(line.as_bytes()).unwrap();
    });
}
