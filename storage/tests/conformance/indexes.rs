//! No statement walks a table that grows: SQLite's own plan of every statement in `storage/src`.

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Row};
use std::path::Path;
use std::str::FromStr;
use storage::Key;

/// Tables as large as the organisation, not as its past.
const SMALL: [&str; 6] = ["area", "bot", "department", "meta", "sqlite_master", "staff"];

/// Statements that may walk, each by its beginning and with its reason.
const MAY_WALK: [(&str, &str); 3] = [
    ("INSERT INTO bot ", "walks those that name a bot only while a foreign key is broken"),
    ("SELECT area_id FROM chat WHERE state = 'bound'", "an import asks once, over live rows only"),
    ("SELECT c.* FROM cases c JOIN (SELECT case_id, MAX(at)", "walks what its subquery found by index"),
];

/// Words of statements that SQLite does not know.
const POSTGRES_ONLY: [&str; 3] = ["clock_timestamp()", "pg_class", " FOR UPDATE"];

/// Every statement in the sources of storage, with the file it stands in.
fn statements() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for file in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let source = std::fs::read_to_string(&path).unwrap();
        for verb in ["\"SELECT ", "\"UPDATE ", "\"DELETE ", "\"INSERT ", "\"WITH "] {
            for (at, _) in source.match_indices(verb) {
                let text = &source[at + 1..];
                let sql = &text[..text.find('"').unwrap()];
                let lines: Vec<&str> = sql.split("\\\n").map(str::trim_start).collect();
                found.push((name.clone(), lines.concat()));
            }
        }
    }
    found
}

/// The tables (or their short names) that a plan walks from end to end.
async fn walked(connection: &mut SqliteConnection, sql: &str) -> Result<Vec<String>, sqlx::Error> {
    let plan = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"))).fetch_all(connection).await?;
    let lines = plan.iter().map(|row| row.get::<String, _>("detail"));
    Ok(lines
        .filter_map(|line| {
            let what = line.strip_prefix("SCAN ")?.split(' ').next()?.to_owned();
            let table = what != "CONSTANT" && !SMALL.contains(&what.as_str());
            table.then_some(what)
        })
        .collect())
}

#[tokio::test]
async fn every_statement_goes_by_an_index() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("gridbell.db").display());
    storage::open(&url, &Key::random().unwrap()).await.unwrap().close().await;
    let mut connection = SqliteConnectOptions::from_str(&url).unwrap().connect().await.unwrap();
    let (mut planned, mut walks, mut used) = (0, Vec::new(), Vec::new());
    for (file, sql) in statements() {
        if POSTGRES_ONLY.iter().any(|word| sql.contains(word)) {
            continue;
        }
        let tables = walked(&mut connection, &sql).await.unwrap_or_else(|e| panic!("{file}: {sql}: {e}"));
        planned += 1;
        match MAY_WALK.iter().find(|(begins, _)| sql.starts_with(begins)) {
            Some((begins, _)) => used.push(*begins),
            None if tables.is_empty() => {}
            None => walks.push(format!("{file}: {sql}\n    walks {}", tables.join(", "))),
        }
    }
    assert!(planned > 60, "only {planned} statements were found in storage/src");
    assert!(walks.is_empty(), "these need an index:\n{}", walks.join("\n"));
    for (begins, reason) in MAY_WALK {
        assert!(used.contains(&begins), "nothing begins like this any more: {begins} ({reason})");
    }
}

#[tokio::test]
async fn what_was_reported_lately_is_found_by_time_or_by_number() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("gridbell.db").display());
    storage::open(&url, &Key::random().unwrap()).await.unwrap().close().await;
    let mut connection = SqliteConnectOptions::from_str(&url).unwrap().connect().await.unwrap();
    let mut plans = Vec::new();
    for (_, sql) in statements().into_iter().filter(|(_, sql)| sql.contains(" AS joined ")) {
        let plan = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")));
        let plan = plan.fetch_all(&mut connection).await.unwrap();
        let lines: Vec<String> = plan.iter().map(|row| row.get("detail")).collect();
        assert!(!lines.iter().any(|line| line.contains("TEMP B-TREE")), "it is in order already: {lines:?}");
        plans.push(lines.join("\n"));
    }
    assert_eq!(plans.len(), 2);
    assert!(plans[0].contains("INDEX cases_made (area_id=? AND made_at>?)"), "{}", plans[0]);
    assert!(plans[1].contains("(community_id=? AND number>?)"), "{}", plans[1]);
}
