//! Several bots side by side, each in a world of its own.
use crate::fixture::*;
use serde_json::{Value, json};

#[tokio::test]
async fn a_bot_is_added_by_its_token_and_hears_only_its_own() {
    let play = Play::new().await;
    let token = "123456:trying";
    let unknown = play.http.get(format!("{}/bot{token}/getMe", play.running.url)).send().await.unwrap();
    assert_eq!(unknown.status(), 401);
    let added = play.post("/admin/bots", json!({"token": token, "username": "other_bot"})).await;
    assert_eq!(added, json!({"username": "other_bot"}));
    let call = async |method: &str, params: Value| {
        let url = format!("{}/bot{token}/{method}", play.running.url);
        play.http.post(url).json(&params).send().await.unwrap().json::<Value>().await.unwrap()["result"]
            .take()
    };
    assert_eq!(call("getMe", json!({})).await["username"], "other_bot");
    play.say(LI, GROUP, "给第一个").await;
    assert_eq!(call("getUpdates", json!({})).await, json!([]));
    let say = json!({"as": LI, "chat": GROUP, "text": "给第二个"});
    play.post("/play/say?bot=123456", say).await;
    assert_eq!(call("getUpdates", json!({})).await[0]["message"]["text"], "给第二个");
    assert_eq!(play.updates().await.len(), 1);
    call("sendMessage", json!({"chat_id": GROUP, "text": "好"})).await;
    assert_eq!(play.get("/admin/journal?after=0&bot=123456").await.as_array().unwrap().len(), 2);
    let again = play.post("/admin/bots", json!({"token": "123456:again"})).await;
    assert_eq!(again["error"], "there is a bot with the number 123456 already");
    assert!(play.post("/admin/bots", json!({"token": "x"})).await["error"].is_string());
}
