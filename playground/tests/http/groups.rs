//! Groups come, change and move.
use crate::fixture::*;
use serde_json::{Value, json};

fn statuses(update: &Value) -> [&Value; 2] {
    let change = &update["my_chat_member"];
    [&change["old_chat_member"]["status"], &change["new_chat_member"]["status"]]
}

#[tokio::test]
async fn a_bot_is_added_promoted_and_removed() {
    let play = Play::new().await;
    let new =
        json!({"title": "新群", "type": "supergroup", "creator": LI, "members": [WANG], "bot": "absent"});
    let chat = play.post("/play/chats", new).await["id"].as_i64().unwrap();
    assert_eq!(play.updates().await.len(), 0);
    let path = format!("/play/chats/{chat}/bot");
    for status in ["member", "administrator", "kicked"] {
        play.post(&path, json!({"as": LI, "status": status})).await;
    }
    let updates = play.updates().await;
    assert_eq!(updates.len(), 4);
    assert_eq!(statuses(&updates[0]), ["left", "member"]);
    assert_eq!(updates[1]["message"]["new_chat_members"][0]["username"], "gridbell_bot");
    assert_eq!(statuses(&updates[2]), ["member", "administrator"]);
    assert_eq!(statuses(&updates[3]), ["administrator", "kicked"]);
    play.clean().await;
}

#[tokio::test]
async fn a_basic_group_is_made_with_the_bot_in_it() {
    let play = Play::new().await;
    let new =
        json!({"title": "新群", "type": "group", "creator": LI, "members": [WANG, ZHAO], "bot": "member"});
    let chat = play.post("/play/chats", new).await;
    assert_eq!(chat["members"], json!([LI, WANG, ZHAO]));
    let updates = play.updates().await;
    assert_eq!(statuses(&updates[0]), ["left", "member"]);
    let path = format!("/play/chats/{}/bot", chat["id"]);
    play.post(&path, json!({"as": LI, "status": "absent"})).await;
    let updates = play.updates().await;
    assert_eq!(updates[0]["message"]["left_chat_member"]["is_bot"], true);
    assert_eq!(statuses(&updates[1]), ["member", "left"]);
    play.clean().await;
}

#[tokio::test]
async fn a_group_becomes_a_supergroup_with_new_message_ids() {
    let play = Play::new().await;
    let old = play.ok("sendMessage", json!({"chat_id": GROUP, "text": "卡"})).await;
    let new = play.post(&format!("/play/chats/{GROUP}/upgrade"), json!({})).await["id"].as_i64().unwrap();
    let updates = play.updates().await;
    assert_eq!(updates[0]["message"]["migrate_to_chat_id"], new);
    assert_eq!(updates[1]["message"]["migrate_from_chat_id"], GROUP);
    let moved = json!({"ok": false, "error_code": 400, "parameters": {"migrate_to_chat_id": new},
        "description": "Bad Request: group chat was upgraded to a supergroup chat"});
    assert_eq!(play.bot("sendMessage", json!({"chat_id": GROUP, "text": "卡"})).await, moved);
    let edit = json!({"chat_id": GROUP, "message_id": old["message_id"], "text": "新"});
    assert_eq!(play.bot("editMessageText", edit).await, moved);
    let edit = json!({"chat_id": new, "message_id": 99, "text": "新"});
    assert_eq!(play.error("editMessageText", edit).await, "400 Bad Request: message to edit not found");
    let sent = play.ok("sendMessage", json!({"chat_id": new, "text": "卡"})).await;
    assert_eq!((&sent["chat"]["type"], &sent["message_id"]), (&json!("supergroup"), &json!(2)));
    let refused = play.post("/play/say", json!({"as": LI, "chat": GROUP, "text": "好"})).await;
    assert_eq!(refused["error"], format!("this group has become the supergroup {new}"));
    play.clean().await;
}

#[tokio::test]
async fn members_come_and_go_and_are_known() {
    let play = Play::new().await;
    play.ok("getUpdates", json!({"allowed_updates": ["message", "chat_member"]})).await;
    for chat in [SUPER, STAFF] {
        let who = if chat == SUPER { LI } else { WANG };
        let path = format!("/play/chats/{chat}/members");
        play.post(&path, json!({"as": who, "add": [ZHAO]})).await;
        play.post(&path, json!({"as": who, "remove": [ZHAO]})).await;
    }
    let updates = play.updates().await;
    let kinds: Vec<&str> =
        updates.iter().map(|u| if u.get("message").is_some() { "message" } else { "chat_member" }).collect();
    assert_eq!(kinds, ["message", "message", "message", "chat_member", "message", "chat_member"]);
    let member = |chat: i64, user: i64| json!({"chat_id": chat, "user_id": user});
    for (user, status) in [(LI, "creator"), (WANG, "member"), (ZHAO, "left"), (7_000_000_001, "member")] {
        assert_eq!(play.ok("getChatMember", member(SUPER, user)).await["status"], status);
    }
    let unknown = play.error("getChatMember", member(SUPER, 9)).await;
    assert_eq!(unknown, "400 Bad Request: PARTICIPANT_ID_INVALID");
    let admins = play.ok("getChatAdministrators", json!({"chat_id": STAFF})).await;
    assert_eq!((admins.as_array().unwrap().len(), &admins[0]["user"]["id"]), (1, &json!(WANG)));
    let admins = play.ok("getChatAdministrators", json!({"chat_id": STAFF, "return_bots": true})).await;
    assert_eq!(admins[1]["can_delete_messages"], true);
    assert_eq!(play.ok("getChatMemberCount", json!({"chat_id": STAFF})).await, 2);
    play.post(&format!("/play/chats/{SUPER}/admins"), json!({"as": LI, "admins": [LI, WANG]})).await;
    assert_eq!(play.ok("getChatMember", member(SUPER, WANG)).await["status"], "administrator");
    play.clean().await;
}

#[tokio::test]
async fn pinning_needs_the_right() {
    let play = Play::new().await;
    let card = |chat: i64| json!({"chat_id": chat, "text": "卡"});
    let in_group = play.ok("sendMessage", card(GROUP)).await["message_id"].clone();
    let in_staff = play.ok("sendMessage", card(STAFF)).await["message_id"].clone();
    let pin = |chat: i64, id: &Value| json!({"chat_id": chat, "message_id": id});
    let refused = "400 Bad Request: not enough rights to manage pinned messages in the chat";
    assert_eq!(play.error("pinChatMessage", pin(GROUP, &in_group)).await, refused);
    play.ok("pinChatMessage", pin(STAFF, &in_staff)).await;
    assert_eq!(play.ok("getChat", json!({"chat_id": STAFF})).await["pinned_message"]["text"], "卡");
    play.ok("unpinChatMessage", pin(STAFF, &in_staff)).await;
    let again = play.error("unpinChatMessage", pin(STAFF, &in_staff)).await;
    assert_eq!(again, "400 Bad Request: message to unpin not found");
    play.clean().await;
}
