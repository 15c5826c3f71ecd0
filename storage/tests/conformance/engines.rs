//! Runs one story on a fresh SQLite file and on a fresh PostgreSQL database.

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::future::Future;
use std::io::Write;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};
use storage::{Db, Key};

/// `each_engine!(story, …)` makes two tests of each `async fn story(db: Db)`: `story::sqlite` and
/// `story::postgres`. A story that nobody lists is dead code, which the compiler tells.
macro_rules! each_engine {
    ($($story:ident),+ $(,)?) => {$(
        mod $story {
            #[tokio::test]
            async fn sqlite() {
                crate::engines::on_sqlite(super::$story).await;
            }

            #[tokio::test]
            async fn postgres() {
                crate::engines::on_postgres(super::$story).await;
            }
        }
    )+};
}

/// Runs `story` on a new SQLite file.
pub async fn on_sqlite<F: Future<Output = ()>>(story: impl FnOnce(Db) -> F) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("gridbell.db").display());
    story(storage::open(&url, &Key::random().unwrap()).await.unwrap()).await;
}

/// Runs `story` on a new PostgreSQL database.
pub async fn on_postgres<F, S>(story: S)
where
    F: Future<Output = ()> + Send + 'static,
    S: FnOnce(Db) -> F + Send + 'static,
{
    at_postgres(|url| async move {
        story(storage::open(&url, &Key::random().unwrap()).await.unwrap()).await;
    })
    .await;
}

/// Runs `story` with the address of an empty PostgreSQL database, which is dropped even when the story fails.
pub async fn at_postgres<F>(story: impl FnOnce(String) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let server = std::env::var("GRIDBELL_TEST_POSTGRES")
        .unwrap_or_else(|_| "postgres://root@127.0.0.1:5432/test".to_owned());
    let mut admin = match PgConnection::connect(&server).await {
        Ok(admin) => admin,
        Err(error) => return skipped(&error),
    };
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("gridbell_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
    run(&mut admin, format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")).await;
    let (before, _) = server.rsplit_once('/').expect("an address with a database");
    let outcome = tokio::spawn(story(format!("{before}/{name}"))).await;
    run(&mut admin, format!("DROP DATABASE {name} WITH (FORCE)")).await;
    if let Err(failure) = outcome {
        std::panic::resume_unwind(failure.into_panic());
    }
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
        let line =
            format!("SKIPPED: PostgreSQL is out of reach ({error}); its half of this suite did not run\n");
        std::io::stderr().write_all(line.as_bytes()).unwrap();
    });
}
