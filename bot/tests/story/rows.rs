//! What lies in the database, row by row, as somebody sees who may read all of it.

use crate::town::{PATIENCE, Town};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// Waits until every update is confirmed, so committed.
pub async fn taken_in(town: &Town) {
    let until = Instant::now() + PATIENCE;
    while town.get("admin/updates").await["pending"] != 0 {
        assert!(Instant::now() < until, "an update is not taken in");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Whether a row holds this number as one of its own: a part of an instant may look like it.
pub fn holds(row: &str, number: &str) -> bool {
    row.split(|c: char| !c.is_ascii_digit()).any(|found| found == number)
}

/// Every row of every table, as its table and its JSON.
pub async fn rows(town: &Town) -> BTreeSet<(String, String)> {
    let url = town.database();
    let mut all = BTreeSet::new();
    if url.starts_with("sqlite:") {
        let mut db = SqliteConnection::connect(&url).await.unwrap();
        let tables: Vec<(String,)> =
            sqlx::query_as("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_%' ESCAPE '\\'")
                .fetch_all(&mut db).await.unwrap();
        for (table,) in tables {
            let columns: Vec<(String,)> = sqlx::query_as("SELECT name FROM pragma_table_info($1)")
                .bind(&table)
                .fetch_all(&mut db)
                .await
                .unwrap();
            let object: Vec<String> = columns.iter().map(|(name,)| format!("'{name}', \"{name}\"")).collect();
            let sql = format!("SELECT json_object({}) FROM \"{table}\"", object.join(", "));
            let rows: Vec<(String,)> = sqlx::query_as(AssertSqlSafe(sql)).fetch_all(&mut db).await.unwrap();
            all.extend(rows.into_iter().map(|(row,)| (table.clone(), row)));
        }
        db.close().await.unwrap();
    } else {
        let mut db = PgConnection::connect(&url).await.unwrap();
        let tables: Vec<(String,)> = sqlx::query_as(
            "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '\\_%'",
        )
        .fetch_all(&mut db)
        .await
        .unwrap();
        // The transaction that wrote a row last is part of what an onlooker sees.
        for (table,) in tables {
            let sql = format!(
                "SELECT (to_jsonb(t) || jsonb_build_object('xmin', t.xmin::text))::text FROM \"{table}\" t"
            );
            let rows: Vec<(String,)> = sqlx::query_as(AssertSqlSafe(sql)).fetch_all(&mut db).await.unwrap();
            all.extend(rows.into_iter().map(|(row,)| (table.clone(), row)));
        }
        db.close().await.unwrap();
    }
    all
}
