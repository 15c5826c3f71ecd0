//! The fault test in short: five kills and a hundred requests on each engine. In full it is the example `fault`.

#[path = "../examples/fault/harness/mod.rs"]
mod harness;

use harness::{Fallible, Plan, base, run};
use std::io::Write;
use storage::Engine;

async fn short(engine: Engine) -> Fallible<()> {
    let binary = env!("CARGO_BIN_EXE_gridbell").into();
    let report = run(&Plan { engine, kills: 5, tickets: 100, groups: 300, busy: 0, seed: 7, binary }).await?;
    println!("{report}");
    assert_eq!(report.broken(), Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_doubled_on_sqlite() {
    short(Engine::Sqlite).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_doubled_on_postgres() {
    if let Some(why) = base::out_of_reach().await {
        let required = std::env::var("GRIDBELL_REQUIRE_POSTGRES").as_deref() == Ok("1");
        assert!(!required, "PostgreSQL is required here and out of reach: {why}");
        let line = format!("SKIPPED: PostgreSQL is out of reach ({why}); the fault test did not run on it\n");
        std::io::stderr().write_all(line.as_bytes()).unwrap();
        return;
    }
    short(Engine::Postgres).await.unwrap();
}
