//! What the bot sets about itself.
use crate::fixture::*;
use serde_json::json;

#[tokio::test]
async fn commands_are_kept_by_scope_and_language() {
    let play = Play::new().await;
    let list = |word: &str| json!([{"command": "queue", "description": word}]);
    let scope = json!({"type": "chat_administrators", "chat_id": STAFF});
    play.ok("setMyCommands", json!({"commands": list("全部")})).await;
    play.ok("setMyCommands", json!({"commands": list("all"), "language_code": "en"})).await;
    play.ok("setMyCommands", json!({"commands": list("管理"), "scope": scope})).await;
    assert_eq!(play.ok("getMyCommands", json!({})).await, list("全部"));
    assert_eq!(play.ok("getMyCommands", json!({"language_code": "en"})).await, list("all"));
    assert_eq!(play.ok("getMyCommands", json!({"scope": scope})).await, list("管理"));
    play.ok("deleteMyCommands", json!({"scope": scope})).await;
    assert_eq!(play.ok("getMyCommands", json!({"scope": scope})).await, json!([]));
    play.clean().await;
    let wrong = |command: &str, description: &str| json!({"commands": [{"command": command, "description": description}]});
    assert_eq!(
        play.error("setMyCommands", wrong("Queue", "全部")).await,
        "400 Bad Request: BOT_COMMAND_INVALID"
    );
    let empty = play.error("setMyCommands", wrong("queue", "")).await;
    assert_eq!(empty, "400 Bad Request: BOT_COMMAND_DESCRIPTION_INVALID");
    let nowhere = json!({"commands": list("无"), "scope": {"type": "chat", "chat_id": -5}});
    assert_eq!(play.error("setMyCommands", nowhere).await, "400 Bad Request: chat not found");
}

#[tokio::test]
async fn names_and_small_signs_work() {
    let play = Play::new().await;
    assert_eq!(play.ok("getMyName", json!({})).await, json!({"name": "Gridbell"}));
    play.ok("setMyDescription", json!({"description": "网格的铃"})).await;
    assert_eq!(play.ok("getMyDescription", json!({})).await, json!({"description": "网格的铃"}));
    play.ok("sendChatAction", json!({"chat_id": GROUP, "action": "typing"})).await;
    let wrong = play.error("sendChatAction", json!({"chat_id": GROUP, "action": "sing"})).await;
    assert_eq!(wrong, "400 Bad Request: wrong parameter action in request");
    play.clean().await;
}
