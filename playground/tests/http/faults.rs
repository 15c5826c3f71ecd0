//! Faults on purpose, and what the journal tells of them.
use crate::fixture::*;
use serde_json::{Value, json};
use std::time::Duration;

/// The journal, once the last answer has had time to leave.
async fn journal(play: &Play) -> Vec<Value> {
    tokio::time::sleep(Duration::from_millis(50)).await;
    serde_json::from_value(play.get("/admin/journal?after=0").await).unwrap()
}

async fn texts(play: &Play) -> usize {
    play.get(&format!("/play/messages?chat={GROUP}")).await.as_array().unwrap().len()
}

fn say() -> Value {
    json!({"chat_id": GROUP, "text": "好"})
}

#[tokio::test]
async fn a_429_says_how_long_and_nothing_happens() {
    let play = Play::new().await;
    play.post("/admin/faults", json!({"seed": 1, "p429": 1.0, "retry_after": 7})).await;
    let answer = play.bot("sendMessage", say()).await;
    assert_eq!(
        answer,
        json!({"ok": false, "error_code": 429, "description": "Too Many Requests: retry after 7", "parameters": {"retry_after": 7}})
    );
    let row = &journal(&play).await[0];
    assert_eq!((&row["fault"], &row["effect"], &row["status"]), (&json!("429"), &json!(false), &json!(429)));
    assert_eq!(
        (&row["delivered"], &row["params"]["text"], texts(&play).await),
        (&json!(true), &json!("好"), 0)
    );
}

#[tokio::test]
async fn a_500_comes_as_json_or_as_a_page() {
    let play = Play::new().await;
    play.post("/admin/faults", json!({"seed": 1, "p500": 1.0})).await;
    let (mut pages, mut objects) = (0, 0);
    for _ in 0..20 {
        let answer = play.http.post(play.method("sendMessage")).json(&say()).send().await.unwrap();
        assert_eq!(answer.status(), 500);
        match serde_json::from_str::<Value>(&answer.text().await.unwrap()) {
            Ok(body) => {
                assert_eq!(body["description"], "Internal Server Error");
                objects += 1;
            }
            Err(_) => pages += 1,
        }
    }
    assert!(pages > 0 && objects > 0 && texts(&play).await == 0);
}

#[tokio::test]
async fn a_timeout_cuts_the_connection_before_or_after_the_effect() {
    let play = Play::new().await;
    for (fault, effect) in [("before", false), ("after", true)] {
        let earlier = texts(&play).await;
        let mut faults = json!({"seed": 1, "hold_ms": 20});
        faults[format!("p_timeout_{fault}")] = json!(1.0);
        play.post("/admin/faults", faults).await;
        let answer = play.http.post(play.method("sendMessage")).json(&say()).send().await;
        assert!(answer.is_err(), "no answer comes");
        let row = journal(&play).await.pop().unwrap();
        assert_eq!(row["fault"], format!("timeout_{fault}"));
        assert_eq!(
            (&row["effect"], &row["delivered"], &row["status"]),
            (&json!(effect), &json!(false), &json!(0))
        );
        assert_eq!(row["message_id"].is_i64(), effect);
        assert_eq!(texts(&play).await, earlier + usize::from(effect));
    }
}

#[tokio::test]
async fn the_same_seed_brings_the_same_faults_at_the_wanted_rate() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let play = Play::new().await;
        play.post("/admin/faults", json!({"seed": 42, "p429": 0.1, "p500": 0.1})).await;
        for _ in 0..200 {
            play.http.post(play.method("getMe")).send().await.unwrap();
        }
        let faults: Vec<Value> = journal(&play).await.iter().map(|row| row["fault"].clone()).collect();
        runs.push(faults);
    }
    assert_eq!(runs[0], runs[1]);
    let struck = runs[0].iter().filter(|fault| !fault.is_null()).count();
    assert!((20..=60).contains(&struck), "{struck} of 200");
}

#[tokio::test]
async fn faults_may_be_over_after_some_calls() {
    let play = Play::new().await;
    play.post("/admin/faults", json!({"p429": 1.0, "methods": ["sendMessage"], "times": 2})).await;
    play.ok("getMe", json!({})).await;
    for _ in 0..2 {
        assert_eq!(play.error("sendMessage", say()).await, "429 Too Many Requests: retry after 1");
    }
    play.ok("sendMessage", say()).await;
}

#[tokio::test]
async fn one_chat_can_be_flooded_alone() {
    let play = Play::new().await;
    let faults = json!({"chats": [{"chat": GROUP, "until_ms": 60_000}]});
    play.post("/admin/faults", faults).await;
    assert_eq!(play.error("sendMessage", say()).await, "429 Too Many Requests: retry after 60");
    play.ok("sendMessage", json!({"chat_id": SUPER, "text": "好"})).await;
}

#[tokio::test]
async fn polls_take_part_only_when_asked_to() {
    let play = Play::new().await;
    play.post("/admin/faults", json!({"p429": 1.0, "retry_after": 3})).await;
    play.ok("getUpdates", json!({})).await;
    assert_eq!(journal(&play).await.len(), 0, "an idle poll is no news");
    play.post("/admin/faults", json!({"p429": 1.0, "retry_after": 3, "polls": true})).await;
    assert_eq!(play.error("getUpdates", json!({})).await, "429 Too Many Requests: retry after 3");
    assert_eq!(journal(&play).await[0]["method"], "getUpdates");
}

#[tokio::test]
async fn the_journal_knows_when_a_connection_ended_after_its_last_answer() {
    let play = Play::new().await;
    let once = reqwest::Client::builder().no_proxy().build().unwrap();
    for _ in 0..2 {
        once.post(play.method("sendMessage")).json(&say()).send().await.unwrap().text().await.unwrap();
    }
    assert!(journal(&play).await.iter().all(|row| row.get("closed_after_ms").is_none()));
    drop(once);
    let rows = journal(&play).await;
    assert!(rows[0].get("closed_after_ms").is_none(), "another request followed on that connection");
    assert!(rows[1]["closed_after_ms"].is_i64(), "{}", rows[1]);
}

#[tokio::test]
async fn telegrams_own_limits_hold_when_enforced() {
    let play = Play::with(scene(), true).await;
    for _ in 0..20 {
        play.ok("sendMessage", say()).await;
    }
    let refused = play.bot("sendMessage", say()).await;
    assert_eq!(refused["error_code"], 429);
    assert!((50..=60).contains(&refused["parameters"]["retry_after"].as_i64().unwrap()));
    for chat in [SUPER, STAFF] {
        let _ = play.bot("sendMessage", json!({"chat_id": chat, "text": "好"})).await;
    }
    play.post("/play/start", json!({"as": LI})).await;
    let mut last = Value::Null;
    for _ in 0..31 {
        last = play.bot("sendMessage", json!({"chat_id": LI, "text": "好"})).await;
        if last["ok"] == false {
            break;
        }
    }
    assert_eq!(last["parameters"]["retry_after"], 1, "thirty a second in all");
}

#[tokio::test]
async fn misspelt_faults_are_not_taken_silently() {
    let play = Play::new().await;
    let url = format!("{}/admin/faults", play.running.url);
    let answer = play.http.post(url).json(&json!({"p_429": 1.0})).send().await.unwrap();
    assert!(answer.status().is_client_error());
}

#[tokio::test]
async fn an_answer_can_be_slow_or_the_connection_reset_for_some_methods() {
    let play = Play::new().await;
    let slow = json!({"seed": 1, "p_slow": 1.0, "slow_ms": 300, "methods": ["sendMessage"]});
    play.post("/admin/faults", slow).await;
    let begun = std::time::Instant::now();
    play.ok("getMe", json!({})).await;
    assert!(begun.elapsed() < Duration::from_millis(250), "other methods are left alone");
    let begun = std::time::Instant::now();
    play.ok("sendMessage", say()).await;
    assert!(begun.elapsed() >= Duration::from_millis(300));
    play.post("/admin/faults", json!({"seed": 1, "p_reset": 1.0})).await;
    let error = play.http.post(play.method("sendMessage")).json(&say()).send().await.unwrap_err();
    let mut why = String::new();
    let mut source: Option<&dyn std::error::Error> = Some(&error);
    while let Some(error) = source {
        why = error.to_string();
        source = error.source();
    }
    assert!(why.contains("reset"), "{why}");
    let rows = journal(&play).await;
    let last = rows.last().unwrap();
    assert_eq!(
        (&rows[1]["fault"], &last["fault"], &last["effect"]),
        (&json!("slow"), &json!("reset"), &json!(true))
    );
    assert_eq!(texts(&play).await, 2);
}
