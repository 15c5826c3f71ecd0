//! Copying and forwarding several messages, and what stays behind.
use crate::fixture::*;
use serde_json::{Value, json};

#[tokio::test]
async fn several_go_at_once_and_what_is_missing_is_skipped() {
    let play = Play::new().await;
    let first = play.say(LI, GROUP, "一").await["message_id"].as_i64().unwrap();
    let second = play.say(LI, GROUP, "二").await["message_id"].as_i64().unwrap();
    let many = |ids: Value| json!({"chat_id": SUPER, "from_chat_id": GROUP, "message_ids": ids});
    let forwarded = play.ok("forwardMessages", many(json!([first, second, 999]))).await;
    assert_eq!(forwarded.as_array().unwrap().len(), 2);
    let shown = play.get(&format!("/play/messages?chat={SUPER}")).await;
    assert_eq!(
        (&shown[0]["text"], &shown[0]["forward_origin"]["sender_user"]["id"]),
        (&json!("一"), &json!(LI))
    );
    play.ok("copyMessages", many(json!([second]))).await;
    let shown = play.get(&format!("/play/messages?chat={SUPER}")).await;
    assert!(shown[2]["text"] == "二" && shown[2].get("forward_origin").is_none());
    play.clean().await;
    let cases = [
        (json!([second, first]), "message identifiers must be in a strictly increasing order"),
        (json!([999]), "there are no messages to forward"),
        (json!([]), "message identifiers are not specified"),
        ((1..=101).collect(), "too many message identifiers specified"),
    ];
    for (ids, text) in cases {
        assert_eq!(play.error("forwardMessages", many(ids)).await, format!("400 Bad Request: {text}"));
    }
}

#[tokio::test]
async fn a_forward_keeps_its_first_author_and_protection_holds() {
    let play = Play::new().await;
    play.post(&format!("/play/chats/{STAFF}/members"), json!({"as": WANG, "add": [LI]})).await;
    let hidden = json!({"as": WANG, "chat": STAFF, "text": "通知", "anonymous": true});
    let hidden = play.post("/play/say", hidden).await[0]["message_id"].clone();
    let on = |from: i64, to: i64, id: &Value| json!({"chat_id": to, "from_chat_id": from, "message_id": id});
    let once = play.ok("forwardMessage", on(STAFF, SUPER, &hidden)).await;
    assert_eq!(once["forward_origin"]["sender_chat"]["id"], STAFF);
    let twice = play.ok("forwardMessage", on(SUPER, GROUP, &once["message_id"])).await;
    assert_eq!(twice["forward_origin"], once["forward_origin"]);
    let kept = json!({"chat_id": GROUP, "text": "别传", "protect_content": true});
    let kept = play.ok("sendMessage", kept).await["message_id"].clone();
    let refused = play.error("forwardMessage", on(GROUP, SUPER, &kept)).await;
    assert_eq!(refused, "400 Bad Request: message can't be forwarded");
    assert_eq!(
        play.error("copyMessage", on(GROUP, SUPER, &kept)).await,
        "400 Bad Request: message can't be copied"
    );
    play.clean().await;
}
