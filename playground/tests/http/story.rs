//! Story time, with a bot's story control and without.
use crate::fixture::*;
use axum::{Json, Router, extract::State, routing::get};
use serde_json::{Value, json};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

const EIGHT: i64 = 1_772_409_600_000; // 2026-03-02 08:00 in China

/// Story time runs on, so it is this time or a little later.
fn soon(at: &Value, wanted: i64) -> bool {
    (wanted..wanted + 60_000).contains(&at.as_i64().unwrap())
}

#[tokio::test]
async fn without_a_story_control_the_clock_simply_moves() {
    let play = Play::new().await;
    let story = play.get("/play/story").await;
    assert!(soon(&story["now"], EIGHT) && story["due"] == json!([]), "{story}");
    assert_eq!(play.post("/play/story", json!({"to": "18:00"})).await, json!({"now": EIGHT + 36_000_000}));
    let said = play.say(LI, GROUP, "晚上好").await;
    assert!(soon(&json!(said["date"].as_i64().unwrap() * 1000), EIGHT + 36_000_000), "{said}");
    let back = play.post("/play/story", json!({"to": EIGHT})).await;
    assert_eq!(back["error"], "story time moves forward only");
    assert_eq!(play.post("/play/story", json!({"to": "due"})).await["error"], "nothing is due");
    assert_eq!(play.get("/play/stored").await, Value::Null);
    let nonsense = play.post("/play/story", json!({"to": "soon"})).await;
    assert_eq!(nonsense["error"], "to: hour, day, due, 18:00, RFC 3339 or milliseconds");
}

type Asked = Arc<Mutex<Vec<i64>>>;

/// A story control that goes where it is told and remembers it.
async fn control() -> (String, Asked) {
    let asked = Asked::default();
    async fn look() -> Json<Value> {
        Json(
            json!({"now": EIGHT, "due": [{"at": EIGHT + 9000, "what": "b"}, {"at": EIGHT + 5000, "what": "a"}]}),
        )
    }
    async fn stored() -> Json<Value> {
        Json(json!({"anything": ["of", "the", "bot"]}))
    }
    async fn go(State(asked): State<Asked>, Json(body): Json<Value>) -> Json<Value> {
        let to = body["to"].as_i64().unwrap();
        asked.lock().unwrap().push(to);
        Json(json!({"now": to}))
    }
    let router = Router::new()
        .route("/story", get(look).post(go))
        .route("/stored", get(stored))
        .with_state(asked.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, asked)
}

#[tokio::test]
async fn the_bots_story_control_is_asked_once_all_updates_are_taken() {
    let play = Play::new().await;
    let (url, asked) = control().await;
    play.running.set_story(Some(url));
    assert_eq!(play.get("/play/story").await["due"][0]["what"], "b");
    assert_eq!(
        play.get("/play/stored").await,
        json!({"anything": ["of", "the", "bot"]}),
        "passed on as it is"
    );
    play.say(LI, GROUP, "先听我说").await;
    let (moved, waited) = tokio::join!(play.post("/play/story", json!({"to": "due"})), async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        let early = asked.lock().unwrap().is_empty();
        play.updates().await;
        early
    });
    assert!(waited, "it moved although an update was unconfirmed");
    assert_eq!(moved, json!({"now": EIGHT + 5000}));
    assert_eq!(*asked.lock().unwrap(), [EIGHT + 5000]);
    let said = play.say(LI, GROUP, "后来").await;
    assert!(soon(&json!(said["date"].as_i64().unwrap() * 1000), EIGHT + 5000), "{said}");
}

#[tokio::test]
async fn a_long_move_stops_where_a_poll_closes() {
    let play = Play::new().await;
    let (url, asked) = control().await;
    play.running.set_story(Some(url));
    let poll =
        json!({"chat_id": GROUP, "question": "去吗？", "options": [{"text": "去"}], "open_period": 1800});
    let sent = play.ok("sendPoll", poll).await;
    let closes = sent["poll"]["close_date"].as_i64().unwrap() * 1000;
    let due = play.get("/play/story").await["due"].clone();
    assert_eq!(due[2], json!({"at": closes, "what": "poll"}));
    let to = closes + 1_800_000;
    let (moved, early) = tokio::join!(play.post("/play/story", json!({"to": to})), async {
        let told = play.ok("getUpdates", json!({"timeout": 20})).await;
        let early = asked.lock().unwrap().clone();
        play.ok("getUpdates", json!({"offset": told[0]["update_id"].as_i64().unwrap() + 1})).await;
        assert_eq!(told[0]["poll"]["is_closed"], true);
        early
    });
    assert_eq!(early, [closes], "the bot hears of the close when its own clock is there, and no later");
    assert_eq!(*asked.lock().unwrap(), [closes, to]);
    assert_eq!(moved, json!({"now": to}));
}

#[tokio::test]
async fn a_story_control_that_is_away_or_fails_is_named() {
    let play = Play::new().await;
    let fails = || async { (axum::http::StatusCode::SERVICE_UNAVAILABLE, "database is locked") };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/story", get(fails))).await });
    play.running.set_story(Some(url));
    let answer = play.post("/play/story", json!({"to": "hour"})).await;
    let reason = "the bot's story control answered 503 Service Unavailable: database is locked";
    assert_eq!(answer["error"], reason);
    play.running.set_story(Some("http://127.0.0.1:1".into()));
    let answer = play.post("/play/story", json!({"to": "hour"})).await;
    assert!(answer["error"].as_str().unwrap().starts_with("the bot's story control: "), "{answer}");
}

#[tokio::test]
async fn a_stopped_playground_answers_no_more() {
    let play = Play::new().await;
    play.say(LI, GROUP, "再见").await;
    let url = play.method("getMe");
    play.running.stop().await;
    let answer = play.http.get(url).timeout(Duration::from_secs(5)).send().await;
    assert!(answer.is_err());
}
