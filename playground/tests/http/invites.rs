//! Invite links, requests to join, and the links that bring somebody to the bot.
use crate::fixture::*;
use serde_json::{Value, json};

async fn told(play: &Play) -> Vec<Value> {
    play.updates().await
}

async fn play() -> Play {
    let play = Play::new().await;
    play.ok("getUpdates", json!({"allowed_updates": ["message", "chat_member", "chat_join_request"]})).await;
    play
}

#[tokio::test]
async fn people_come_by_a_link_as_long_as_it_is_in_force() {
    let play = play().await;
    let link =
        play.ok("createChatInviteLink", json!({"chat_id": STAFF, "name": "楼里", "member_limit": 1})).await;
    assert_eq!(
        (&link["name"], &link["creates_join_request"], &link["is_primary"]),
        (&json!("楼里"), &json!(false), &json!(false))
    );
    let address = &link["invite_link"];
    let joined = play.post("/play/join", json!({"as": LI, "link": address})).await;
    assert_eq!(joined, json!({"chat": STAFF, "joined": true}));
    let updates = told(&play).await;
    assert_eq!(updates[0]["message"]["new_chat_members"][0]["id"], LI);
    assert_eq!(updates[1]["chat_member"]["invite_link"], link);
    let full = play.post("/play/join", json!({"as": ZHAO, "link": address})).await;
    assert_eq!(full["error"], "this invite link is no longer in force");
    let edited = play.ok("editChatInviteLink", json!({"chat_id": STAFF, "invite_link": address})).await;
    assert!(edited.get("member_limit").is_none() && edited.get("name").is_none());
    let revoked = play.ok("revokeChatInviteLink", json!({"chat_id": STAFF, "invite_link": address})).await;
    assert_eq!(revoked["is_revoked"], true);
    let gone = play.post("/play/join", json!({"as": ZHAO, "link": address})).await;
    assert_eq!(gone["error"], "this invite link is no longer in force");
    play.clean().await;
}

#[tokio::test]
async fn a_request_waits_for_the_bot() {
    let play = play().await;
    let params = json!({"chat_id": STAFF, "creates_join_request": true});
    let link = play.ok("createChatInviteLink", params).await["invite_link"].clone();
    for who in [LI, ZHAO] {
        let asked = play.post("/play/join", json!({"as": who, "link": link})).await;
        assert_eq!(asked["joined"], false);
    }
    let updates = told(&play).await;
    let request = &updates[0]["chat_join_request"];
    assert_eq!((&request["from"]["id"], &request["user_chat_id"]), (&json!(LI), &json!(LI)));
    assert_eq!(request["invite_link"]["pending_join_request_count"], 1);
    play.ok("approveChatJoinRequest", json!({"chat_id": STAFF, "user_id": LI})).await;
    play.ok("declineChatJoinRequest", json!({"chat_id": STAFF, "user_id": ZHAO})).await;
    let member = &told(&play).await[1]["chat_member"];
    assert_eq!(
        (&member["new_chat_member"]["status"], &member["via_join_request"]),
        (&json!("member"), &json!(true))
    );
    let again = play.error("approveChatJoinRequest", json!({"chat_id": STAFF, "user_id": ZHAO})).await;
    assert_eq!(again, "400 Bad Request: HIDE_REQUESTER_MISSING");
    let inside = play.error("approveChatJoinRequest", json!({"chat_id": STAFF, "user_id": LI})).await;
    assert_eq!(inside, "400 Bad Request: USER_ALREADY_PARTICIPANT");
    play.clean().await;
}

#[tokio::test]
async fn there_is_one_primary_link() {
    let play = play().await;
    let first = play.ok("exportChatInviteLink", json!({"chat_id": STAFF})).await;
    let second = play.ok("exportChatInviteLink", json!({"chat_id": STAFF})).await;
    assert_ne!(first, second);
    assert_eq!(play.ok("getChat", json!({"chat_id": STAFF})).await["invite_link"], second);
    play.ok("revokeChatInviteLink", json!({"chat_id": STAFF, "invite_link": second})).await;
    let third = play.ok("getChat", json!({"chat_id": STAFF})).await["invite_link"].clone();
    assert!(third.is_string() && third != second);
    play.clean().await;
    let unknown = json!({"chat_id": STAFF, "invite_link": "https://t.me/+x"});
    assert_eq!(play.error("revokeChatInviteLink", unknown).await, "400 Bad Request: INVITE_HASH_EXPIRED");
    let both = json!({"chat_id": STAFF, "member_limit": 2, "creates_join_request": true});
    let words = "400 Bad Request: member limit can't be specified for links requiring administrator approval";
    assert_eq!(play.error("createChatInviteLink", both).await, words);
}

#[tokio::test]
async fn a_link_can_bring_the_bot_into_a_group() {
    let play = Play::new().await;
    let place = json!({"as": LI, "status": "member", "payload": "grid_7"});
    play.post(&format!("/play/chats/{ELSEWHERE}/bot"), place).await;
    let updates = play.updates().await;
    assert_eq!(updates.last().unwrap()["message"]["text"], "/start@gridbell_bot grid_7");
    play.clean().await;
}
