//! What a secret ballot leaves behind, looked at with the key to everything but the tally: rows, changes around single
//! votes, the file and its log ahead, a backup, the program's log. None of it differs by what was chosen.

use crate::rows::{rows, taken_in};
use crate::town::{GRID, Town};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};
use storage::{Key, Sealer};

plays!(nothing_stored_ties_a_voter_to_a_choice);

const VOTERS: i64 = 300;
/// Every so many voters, the database is looked at before and after the vote.
const WATCHED: i64 = 20;
const OPTIONS: [&str; 3] = ["梧桐树", "玉兰树", "樱花树"];

/// A voter's user id.
fn voter(n: i64) -> i64 {
    5_000_000 + n
}

/// What a voter chooses: scattered, so that it goes with nothing else.
fn choice(n: i64) -> usize {
    ((n as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as usize % OPTIONS.len()
}

async fn nothing_stored_ties_a_voter_to_a_choice(town: &Town) {
    let sealer = Sealer::new(
        &Key::parse(&std::fs::read_to_string(town.folder().join("gridbell.key")).unwrap()).unwrap(),
    );
    for n in 0..VOTERS {
        let person = json!({"id": voter(n), "name": format!("住户{n}"), "language": "zh-hans"});
        town.post("play/people", person).await;
    }
    let add: Vec<i64> = (0..VOTERS).map(voter).collect();
    let body = json!({"as": town.person("周慧兰"), "add": add});
    town.post(&format!("play/chats/{}/members", town.chat(GRID)), body).await;
    let words = format!("/poll 小花园种什么 | {} | 秘密 | until 明晚8点", OPTIONS.join(" | "));
    town.says("周慧兰", GRID, &words).await;
    let draft = town.waits_for("周慧兰", "投票预览").await;
    town.taps("周慧兰", &draft, "发布").await;
    let card = town.waits_for(GRID, "无记名投票").await;
    let link = card.button("去投票").split_once("start=").unwrap().1.to_owned();
    let ballot = link.strip_prefix("vote_").unwrap().to_owned();

    let many: Vec<i64> = (0..VOTERS).filter(|n| n % WATCHED != 0).collect();
    for n in &many {
        town.post("play/start", json!({"as": voter(*n), "payload": link})).await;
    }
    town.settles().await;
    for first in [true, false] {
        for n in &many {
            tap(town, *n, &data(&ballot, *n, first)).await;
        }
        town.settles().await;
    }

    let mut during: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    let mut after: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    let mut rests: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for n in (0..VOTERS).step_by(WATCHED as usize) {
        town.post("play/start", json!({"as": voter(n), "payload": link})).await;
        town.settles().await;
        tap(town, n, &data(&ballot, n, true)).await;
        town.settles().await;
        let before = rows(town).await;
        // What follows from the vote stays queued for a moment, where it can be looked at too.
        town.post("admin/faults", json!({"p429": 1.0, "retry_after": 1})).await;
        tap(town, n, &data(&ballot, n, false)).await;
        taken_in(town).await;
        // Whether the call was tried by now goes with the clock alone.
        let mut now = rows(town).await;
        now.retain(|(table, _)| table != "attempt");
        during.entry(choice(n)).or_default().insert(changes(&before, &now, &sealer));
        town.post("admin/faults", json!({})).await;
        town.settles().await;
        let now = rows(town).await;
        after.entry(choice(n)).or_default().insert(changes(&before, &now, &sealer));
        rests.entry(choice(n)).or_default().extend(left_in_files(town, &now, &sealer));
    }
    for (what, seen) in [("the rows a vote changes", &during), ("the rows that stay", &after)] {
        let all: BTreeSet<&String> = seen.values().flatten().collect();
        assert_eq!(seen.len(), OPTIONS.len(), "every option was chosen by somebody who was watched");
        assert_eq!(
            all.len(),
            1,
            "{what} differ:\n{}",
            all.into_iter().cloned().collect::<Vec<_>>().join("\n---\n")
        );
    }
    let all: BTreeSet<&BTreeSet<String>> = rests.values().collect();
    assert_eq!(all.len(), 1, "what the files still hold differs by choice: {rests:#?}");

    nothing_is_said(town, &sealer).await;
    let voted = rows(town).await.iter().filter(|(table, _)| table == "voted").count();
    assert_eq!(voted as i64, VOTERS);
    town.story_to("day").await;
    town.story_to("day").await;
    let result = town.waits_for(GRID, "投票结果").await;
    for (place, option) in OPTIONS.iter().enumerate() {
        let votes = (0..VOTERS).filter(|n| choice(*n) == place).count();
        assert!(result.text.contains(&format!("{option}：{votes} 票")), "{}", result.text);
    }
    let left = rows(town).await;
    assert!(!left.iter().any(|(table, _)| table == "voted"), "who voted goes with the close");
}

/// The data of a voter's first or confirming tap.
fn data(ballot: &str, n: i64, first: bool) -> String {
    let from = if first { 0 } else { 100 };
    format!("vot.{ballot}.{}", from + choice(n) as i64)
}

/// Taps on the newest message of the voter's private chat, and does not wait.
async fn tap(town: &Town, n: i64, data: &str) {
    let messages = town.get(&format!("play/messages?chat={}&after=0", voter(n))).await;
    let paper = messages.as_array().unwrap().iter().rfind(|message| message["from"]["is_bot"] == true);
    let message = paper.unwrap()["message_id"].clone();
    let body = json!({"as": voter(n), "chat": voter(n), "message": message, "data": data, "forged": true});
    town.post("play/tap", body).await;
}

/// The rows that are new or changed, in a form that leaves out only what names the voter or the moment: ids, times,
/// hashes, nonces. Sealed text is opened where it can be, and else its length is kept.
fn changes(before: &BTreeSet<(String, String)>, now: &BTreeSet<(String, String)>, sealer: &Sealer) -> String {
    let new: Vec<(&String, Value)> =
        now.difference(before).map(|(table, row)| (table, serde_json::from_str(row).unwrap())).collect();
    let voted = new.iter().find(|(table, _)| *table == "voted").map(|(_, row)| row["xmin"].clone());
    let lines: BTreeSet<String> = new
        .iter()
        .map(|(table, row)| {
            // A held call that was tried once more wrote its row anew: that too goes with the clock alone.
            let with_vote = *table != "outbox" && row["xmin"] == voted.clone().unwrap_or_default();
            let columns = row.as_object().unwrap().iter().filter(|(name, _)| *name != "xmin");
            let columns =
                columns.map(|(name, value)| format!("{name}={}", plain(sealer, table, row, name, value)));
            format!("{table} {with_vote}: {}", columns.collect::<Vec<_>>().join(" "))
        })
        .collect();
    lines.into_iter().collect::<Vec<_>>().join("\n")
}

/// A column as an onlooker reads it, without what names the voter or the moment.
fn plain(sealer: &Sealer, table: &str, row: &Value, name: &str, value: &Value) -> String {
    match value {
        // How often a held call was tried goes with the clock alone.
        _ if ["tries", "outcome", "message_id"].contains(&name) => "~".to_owned(),
        Value::Number(n) if n.as_i64().is_some_and(|n| n.abs() < 100) => n.to_string(),
        Value::Number(_) => "#".to_owned(),
        Value::String(text) if is_sealed(text) => {
            let column = leaked(format!("{table}.{name}"));
            let id = row["id"].as_i64().unwrap_or_default();
            match sealer.open(column, id, text) {
                Ok(opened) => format!("<{}>", unnamed(&opened)),
                Err(_) => format!("sealed of {}", text.len()),
            }
        }
        Value::String(text) if ["hash", "voter", "holder"].contains(&name) => {
            format!("hash of {}", text.len())
        }
        Value::String(text) => unnamed(text),
        other => other.to_string(),
    }
}

/// A column's name for as long as the test runs, as the seal wants it.
fn leaked(name: String) -> &'static str {
    Box::leak(name.into_boxed_str())
}

fn is_sealed(text: &str) -> bool {
    let base64 = |c: u8| c.is_ascii_alphanumeric() || c == b'-' || c == b'_';
    text.split_once('.').is_some_and(|(id, rest)| {
        id.len() == 8
            && id.bytes().all(|c| c.is_ascii_hexdigit())
            && rest.len() > 50
            && rest.bytes().all(base64)
    })
}

/// Text without its long numbers, ids of messages and numbers in voters' names.
fn unnamed(text: &str) -> String {
    let long = regex::Regex::new(r#"住户\d+|\d{4,}|"(message|reply_to)":\d+"#).unwrap();
    long.replace_all(text, "#").into_owned()
}

/// The database files as they lie on the disk; none on a server.
fn files(town: &Town) -> Vec<Vec<u8>> {
    ["gridbell.db", "gridbell.db-wal"]
        .iter()
        .filter_map(|name| std::fs::read(town.folder().join(name)).ok())
        .collect()
}

/// What was queued and is still to be read in the files: earlier pages in the log ahead, free space.
fn left_in_files(town: &Town, rows: &BTreeSet<(String, String)>, sealer: &Sealer) -> BTreeSet<String> {
    let ids: Vec<i64> = rows
        .iter()
        .filter(|(table, _)| table == "outbox")
        .map(|(_, row)| serde_json::from_str::<Value>(row).unwrap()["id"].as_i64().unwrap())
        .collect();
    let newest = &ids[ids.len().saturating_sub(6)..];
    let token = regex::bytes::Regex::new(r"[0-9a-f]{8}\.[A-Za-z0-9_-]{60,}").unwrap();
    let mut left = BTreeSet::new();
    for file in files(town) {
        for found in token.find_iter(&file) {
            let text = std::str::from_utf8(found.as_bytes()).unwrap();
            let opened = newest.iter().find_map(|id| sealer.open("outbox.payload", *id, text).ok());
            left.extend(opened.map(|opened| unnamed(&opened)));
        }
    }
    left
}

/// No file, backup or log holds an option or a choice in the clear, and the key to everything else opens no tally.
async fn nothing_is_said(town: &Town, sealer: &Sealer) {
    let mut all = files(town);
    all.push(town.log().into_bytes());
    if town.database().starts_with("sqlite:") {
        let backup = town.folder().join("backup.db");
        let mut db = SqliteConnection::connect(&town.database()).await.unwrap();
        let sql = format!("VACUUM INTO '{}'", backup.display());
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut db).await.unwrap();
        all.push(std::fs::read(&backup).unwrap());
    } else {
        all.push(format!("{:?}", rows(town).await).into_bytes());
    }
    for words in OPTIONS.into_iter().chain(["vot."]) {
        let found = all.iter().any(|file| file.windows(words.len()).any(|part| part == words.as_bytes()));
        assert!(!found, "{words} is somewhere in the clear");
    }
    let rows = rows(town).await;
    let ballots = rows.iter().filter(|(table, _)| table == "ballot");
    for (_, row) in ballots {
        let row: Value = serde_json::from_str(row).unwrap();
        let (id, tally) = (row["id"].as_i64().unwrap(), row["tally"].as_str().unwrap());
        assert!(is_sealed(tally) && sealer.open("ballot.tally", id, tally).is_err());
    }
}
