//! Pinning, which everybody sees, the bot too.
use crate::fixture::*;
use serde_json::{Value, json};

async fn card(play: &Play, chat: i64, text: &str) -> Value {
    play.ok("sendMessage", json!({"chat_id": chat, "text": text})).await["message_id"].clone()
}

#[tokio::test]
async fn the_latest_pin_counts_and_the_bot_hears_of_its_own() {
    let play = Play::new().await;
    let (first, second) = (card(&play, STAFF, "甲").await, card(&play, STAFF, "乙").await);
    for id in [&first, &second] {
        play.ok("pinChatMessage", json!({"chat_id": STAFF, "message_id": id})).await;
    }
    let updates = play.updates().await;
    assert_eq!(updates.len(), 2);
    assert_eq!(updates[1]["message"]["pinned_message"]["text"], "乙");
    assert_eq!(updates[1]["message"]["from"]["is_bot"], true);
    let pinned =
        async || play.ok("getChat", json!({"chat_id": STAFF})).await["pinned_message"]["message_id"].clone();
    assert_eq!(pinned().await, second);
    play.ok("unpinChatMessage", json!({"chat_id": STAFF})).await;
    assert_eq!(pinned().await, first);
    play.ok("pinChatMessage", json!({"chat_id": STAFF, "message_id": second})).await;
    play.ok("unpinChatMessage", json!({"chat_id": STAFF, "message_id": first})).await;
    play.ok("unpinAllChatMessages", json!({"chat_id": STAFF})).await;
    assert_eq!(pinned().await, Value::Null);
    play.clean().await;
}

#[tokio::test]
async fn pins_of_one_topic_go_alone() {
    let play = Play::new().await;
    play.post(&format!("/play/chats/{STAFF}/forum"), json!({"on": true})).await;
    let thread =
        play.ok("createForumTopic", json!({"chat_id": STAFF, "name": "x"})).await["message_thread_id"]
            .clone();
    let general = card(&play, STAFF, "大厅").await;
    let inside = json!({"chat_id": STAFF, "text": "里面", "message_thread_id": thread});
    let inside = play.ok("sendMessage", inside).await["message_id"].clone();
    for id in [&general, &inside] {
        play.ok("pinChatMessage", json!({"chat_id": STAFF, "message_id": id})).await;
    }
    play.ok("unpinAllForumTopicMessages", json!({"chat_id": STAFF, "message_thread_id": thread})).await;
    assert_eq!(play.ok("getChat", json!({"chat_id": STAFF})).await["pinned_message"]["message_id"], general);
    play.ok("unpinAllGeneralForumTopicMessages", json!({"chat_id": STAFF})).await;
    assert!(play.ok("getChat", json!({"chat_id": STAFF})).await.get("pinned_message").is_none());
    play.clean().await;
}

#[tokio::test]
async fn pinning_needs_rights_and_a_message() {
    let play = Play::new().await;
    let id = card(&play, GROUP, "卡").await;
    let rights = "400 Bad Request: not enough rights to manage pinned messages in the chat";
    assert_eq!(play.error("pinChatMessage", json!({"chat_id": GROUP, "message_id": id})).await, rights);
    let gone = play.error("pinChatMessage", json!({"chat_id": STAFF, "message_id": 99})).await;
    assert_eq!(gone, "400 Bad Request: message to pin not found");
    assert_eq!(
        play.error("unpinChatMessage", json!({"chat_id": STAFF})).await,
        "400 Bad Request: message to unpin not found"
    );
}
