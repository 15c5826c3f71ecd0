//! Webhooks: delivery, order, the secret, refusals and retries, and what `getWebhookInfo` tells.
use crate::fixture::*;
use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use serde_json::{Value, json};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

/// An update and the secret that came with it.
type Post = (Value, Option<String>);

/// What a bot's server got, and what it answers next (the last one for ever).
#[derive(Clone, Default)]
struct Server {
    got: Arc<Mutex<Vec<Post>>>,
    answers: Arc<Mutex<Vec<(u16, Value)>>>,
}

impl Server {
    async fn start(answers: Vec<(u16, Value)>) -> (Self, String) {
        let server = Self { answers: Arc::new(Mutex::new(answers)), ..Self::default() };
        let router = Router::new().route("/hook", post(take)).with_state(server.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (server, url)
    }

    /// Waits until so many posts came; their updates' texts.
    async fn texts(&self, count: usize) -> Vec<String> {
        for _ in 0..200 {
            let got = self.got.lock().unwrap().clone();
            if got.len() >= count {
                let text =
                    |(update, _): &(Value, _)| update["message"]["text"].as_str().unwrap_or("-").to_owned();
                return got.iter().map(text).collect();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{count} posts did not come: {:?}", self.got.lock().unwrap());
    }
}

async fn take(
    State(server): State<Server>,
    headers: HeaderMap,
    Json(update): Json<Value>,
) -> (StatusCode, Json<Value>) {
    let secret = headers.get("X-Telegram-Bot-Api-Secret-Token").map(|v| v.to_str().unwrap().to_owned());
    server.got.lock().unwrap().push((update, secret));
    let mut answers = server.answers.lock().unwrap();
    let (status, body) = if answers.len() > 1 { answers.remove(0) } else { answers[0].clone() };
    (StatusCode::from_u16(status).unwrap(), Json(body))
}

async fn info(play: &Play) -> Value {
    play.ok("getWebhookInfo", json!({})).await
}

#[tokio::test]
async fn updates_are_posted_with_the_secret_and_in_order() {
    let play = Play::new().await;
    let (server, url) = Server::start(vec![(200, json!({}))]).await;
    play.say(LI, GROUP, "先").await;
    let set =
        json!({"url": url, "secret_token": "s3cret_", "max_connections": 7, "allowed_updates": ["message"]});
    let answer = play.bot("setWebhook", set.clone()).await;
    assert_eq!(answer, json!({"ok": true, "result": true, "description": "Webhook was set"}));
    assert_eq!(play.bot("setWebhook", set).await["description"], "Webhook is already set");
    play.say(LI, GROUP, "后").await;
    assert_eq!(server.texts(2).await, ["先", "后"]);
    assert!(server.got.lock().unwrap().iter().all(|(_, secret)| secret.as_deref() == Some("s3cret_")));
    let told = info(&play).await;
    let wanted = json!({"url": url, "has_custom_certificate": false, "pending_update_count": 0, "max_connections": 7,
        "ip_address": "127.0.0.1", "allowed_updates": ["message"]});
    assert_eq!(told, wanted);
    let gone = play.bot("deleteWebhook", json!({})).await;
    assert_eq!(gone["description"], "Webhook was deleted");
    assert_eq!(play.bot("deleteWebhook", json!({})).await["description"], "Webhook is already deleted");
    assert_eq!(info(&play).await["url"], "");
    play.say(LI, GROUP, "再").await;
    assert_eq!(play.updates().await[0]["message"]["text"], "再", "polling works again");
    play.clean().await;
}

#[tokio::test]
async fn what_is_refused_is_tried_again_and_told() {
    let play = Play::new().await;
    let (server, url) = Server::start(vec![(500, json!({})), (200, json!({}))]).await;
    play.ok("setWebhook", json!({"url": url})).await;
    play.say(LI, GROUP, "在吗").await;
    assert_eq!(server.texts(2).await, ["在吗", "在吗"], "at once the first time");
    tokio::time::sleep(Duration::from_millis(50)).await;
    let told = info(&play).await;
    assert_eq!(told["last_error_message"], "Wrong response from the webhook: 500 Internal Server Error");
    assert_eq!((&told["pending_update_count"], told["last_error_date"].is_i64()), (&json!(0), true));
    let tries = play.get("/admin/deliveries").await;
    assert_eq!((&tries[0]["status"], &tries[1]["status"]), (&json!(500), &json!(200)));
    play.clean().await;
}

#[tokio::test]
async fn a_server_that_is_away_leaves_updates_waiting() {
    let play = Play::new().await;
    play.ok("setWebhook", json!({"url": "http://127.0.0.1:1/"})).await;
    play.say(LI, GROUP, "在吗").await;
    for _ in 0..100 {
        if info(&play).await.get("last_error_message").is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let told = info(&play).await;
    assert_eq!(
        (&told["last_error_message"], &told["pending_update_count"]),
        (&json!("Connection refused"), &json!(1))
    );
    play.ok("deleteWebhook", json!({"drop_pending_updates": true})).await;
    assert_eq!(play.updates().await.len(), 0);
}

#[tokio::test]
async fn the_answer_may_hold_a_call() {
    let play = Play::new().await;
    let call = json!({"method": "sendMessage", "chat_id": GROUP, "text": "好的"});
    let (server, url) = Server::start(vec![(200, call), (200, json!({"method": "getMe"}))]).await;
    play.ok("setWebhook", json!({"url": url})).await;
    play.say(LI, GROUP, "在吗").await;
    server.texts(1).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    let journal = play.get("/admin/journal?after=0").await;
    let methods: Vec<&Value> = journal.as_array().unwrap().iter().map(|row| &row["method"]).collect();
    assert_eq!(methods, ["setWebhook", "sendMessage"]);
    play.clean().await;
}

#[tokio::test]
async fn polling_and_a_webhook_exclude_each_other() {
    let play = Play::new().await;
    let (_server, url) = Server::start(vec![(200, json!({}))]).await;
    let (polled, _) = tokio::join!(play.error("getUpdates", json!({"timeout": 20})), async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        play.ok("setWebhook", json!({"url": url})).await
    });
    assert_eq!(polled, "409 Conflict: terminated by setWebhook request");
    let active = "409 Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
    assert_eq!(play.error("getUpdates", json!({})).await, active);
    play.ok("setWebhook", json!({"url": ""})).await;
    play.ok("getUpdates", json!({})).await;
}

#[tokio::test]
async fn addresses_and_secrets_have_to_be_right() {
    let play = Play::new().await;
    let cases = [
        (json!({"url": "http://example.com/"}), "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            json!({"url": "https://example.com:8080/"}),
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        (
            json!({"url": "https://nowhere/"}),
            "bad webhook: Failed to resolve host: Name or service not known",
        ),
        (json!({"url": "ftp://127.0.0.1/"}), "invalid webhook URL specified"),
        (
            json!({"url": "http://127.0.0.1/", "secret_token": "a b"}),
            "secret token contains unallowed characters",
        ),
        (json!({"url": "http://127.0.0.1/", "secret_token": "a".repeat(257)}), "secret token is too long"),
    ];
    for (params, text) in cases {
        assert_eq!(play.error("setWebhook", params).await, format!("400 Bad Request: {text}"));
    }
    assert_eq!(info(&play).await["url"], "");
}

#[tokio::test]
async fn one_webhook_a_second_where_limits_are_enforced() {
    let play = Play::with(scene(), true).await;
    play.ok("setWebhook", json!({"url": "http://127.0.0.1:1/a"})).await;
    let again = play.error("setWebhook", json!({"url": "http://127.0.0.1:1/b"})).await;
    assert_eq!(again, "429 Too Many Requests: retry after 1");
}
