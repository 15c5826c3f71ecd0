//! Banning, restricting and promoting, what comes of it for people, and what Telegram refuses.
use crate::fixture::*;
use serde_json::{Value, json};

fn about(chat: i64, user: i64, more: Value) -> Value {
    let mut params = json!({"chat_id": chat, "user_id": user});
    params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    params
}

async fn status(play: &Play, user: i64) -> String {
    let member = play.ok("getChatMember", about(STAFF, user, json!({}))).await;
    member["status"].as_str().unwrap().to_owned()
}

/// Li and Zhao come into the staff group, where the bot may do everything; it hears of members.
async fn staffed() -> Play {
    let play = Play::new().await;
    play.post(&format!("/play/chats/{STAFF}/members"), json!({"as": WANG, "add": [LI, ZHAO]})).await;
    let mut rights = json!({});
    for right in [
        "can_manage_chat",
        "can_restrict_members",
        "can_promote_members",
        "can_delete_messages",
        "can_change_info",
    ] {
        rights[right] = json!(true);
    }
    play.post(
        &format!("/play/chats/{STAFF}/bot"),
        json!({"as": WANG, "status": "administrator", "rights": rights}),
    )
    .await;
    play.ok("getUpdates", json!({"allowed_updates": ["message", "chat_member"]})).await;
    play.updates().await;
    play
}

#[tokio::test]
async fn a_banned_person_is_out_until_unbanned() {
    let play = staffed().await;
    let said = play.say(LI, STAFF, "吵").await;
    let until = said["date"].as_i64().unwrap() + 3600;
    play.ok("banChatMember", about(STAFF, LI, json!({"until_date": until, "revoke_messages": true}))).await;
    assert_eq!(status(&play, LI).await, "kicked");
    let updates = play.updates().await;
    assert_eq!(updates[1]["message"]["left_chat_member"]["id"], LI);
    assert_eq!(updates[1]["message"]["from"]["is_bot"], true);
    let change = &updates[2]["chat_member"];
    let statuses = (&change["old_chat_member"]["status"], &change["new_chat_member"]["status"]);
    assert_eq!(statuses, (&json!("member"), &json!("kicked")));
    assert_eq!(change["new_chat_member"]["until_date"], until);
    let shown = play.get(&format!("/play/messages?chat={STAFF}")).await;
    let gone = shown.as_array().unwrap().iter().find(|m| m["text"] == "吵").unwrap();
    assert_eq!(gone["deleted"], true);
    let refused = play.post("/play/say", json!({"as": LI, "chat": STAFF, "text": "?"})).await;
    assert_eq!(refused["error"], "this person is not in that chat");
    play.ok("unbanChatMember", about(STAFF, LI, json!({"only_if_banned": true}))).await;
    assert_eq!(status(&play, LI).await, "left");
    play.clean().await;
}

#[tokio::test]
async fn a_ban_ends_with_story_time() {
    let play = staffed().await;
    let now = play.say(LI, STAFF, "吵").await["date"].as_i64().unwrap();
    play.ok("banChatMember", about(STAFF, LI, json!({"until_date": now + 1800}))).await;
    play.post("/play/story", json!({"to": "hour"})).await;
    assert_eq!(status(&play, LI).await, "left");
    play.ok("banChatMember", about(STAFF, LI, json!({"until_date": now + 3610}))).await;
    let member = play.ok("getChatMember", about(STAFF, LI, json!({}))).await;
    assert_eq!(member["until_date"], 0, "less than half a minute is for ever");
}

#[tokio::test]
async fn a_restricted_person_may_do_what_is_left() {
    let play = staffed().await;
    let permissions = json!({"can_send_messages": true});
    play.ok("restrictChatMember", about(STAFF, LI, json!({"permissions": permissions}))).await;
    let member = play.ok("getChatMember", about(STAFF, LI, json!({}))).await;
    let told =
        (&member["status"], &member["can_send_messages"], &member["can_send_photos"], &member["is_member"]);
    assert_eq!(told, (&json!("restricted"), &json!(true), &json!(false), &json!(true)));
    play.say(LI, STAFF, "还能说").await;
    let photo = json!({"as": LI, "chat": STAFF, "photos": ["/9g="]});
    assert_eq!(play.post("/play/say", photo.clone()).await["error"], "this person may not send that here");
    let all: Value = member
        .as_object()
        .unwrap()
        .keys()
        .filter(|key| key.starts_with("can_"))
        .map(|key| (key.clone(), json!(true)))
        .collect();
    play.ok("restrictChatMember", about(STAFF, LI, json!({"permissions": all}))).await;
    assert_eq!(status(&play, LI).await, "member");
    play.post("/play/say", photo).await[0]["photo"][0].as_object().unwrap();
    play.updates().await;
    play.clean().await;
}

#[tokio::test]
async fn everybody_can_be_silenced() {
    let play = staffed().await;
    let set = json!({"chat_id": STAFF, "permissions": {"can_send_messages": false}});
    play.ok("setChatPermissions", set.clone()).await;
    assert_eq!(play.error("setChatPermissions", set).await, "400 Bad Request: CHAT_NOT_MODIFIED");
    assert_eq!(
        play.ok("getChat", json!({"chat_id": STAFF})).await["permissions"]["can_send_messages"],
        false
    );
    let refused = play.post("/play/say", json!({"as": LI, "chat": STAFF, "text": "?"})).await;
    assert_eq!(refused["error"], "this person may not send that here");
    play.say(WANG, STAFF, "我是群主").await;
    play.clean().await;
}

#[tokio::test]
async fn a_promoted_person_has_the_rights_given_and_a_title() {
    let play = staffed().await;
    play.ok("promoteChatMember", about(STAFF, LI, json!({"can_delete_messages": true}))).await;
    play.ok("setChatAdministratorCustomTitle", about(STAFF, LI, json!({"custom_title": "网格员"}))).await;
    let member = play.ok("getChatMember", about(STAFF, LI, json!({}))).await;
    let told = (
        &member["status"],
        &member["can_delete_messages"],
        &member["can_pin_messages"],
        &member["custom_title"],
    );
    assert_eq!(told, (&json!("administrator"), &json!(true), &json!(false), &json!("网格员")));
    assert_eq!((&member["can_be_edited"], &member["can_manage_chat"]), (&json!(true), &json!(true)));
    assert_eq!(
        play.ok("getChatAdministrators", json!({"chat_id": STAFF})).await.as_array().unwrap().len(),
        2
    );
    play.ok("promoteChatMember", about(STAFF, LI, json!({}))).await;
    assert_eq!(status(&play, LI).await, "member");
    let updates = play.updates().await;
    let last = &updates[1]["chat_member"];
    assert_eq!(
        (&last["old_chat_member"]["status"], &last["new_chat_member"]["status"]),
        (&json!("administrator"), &json!("member"))
    );
    play.clean().await;
}

#[tokio::test]
async fn what_may_not_be_is_refused_word_for_word() {
    let play = staffed().await;
    let me = play.ok("getMe", json!({})).await["id"].as_i64().unwrap();
    let none = json!({"permissions": {}});
    let cases = [
        ("banChatMember", about(STAFF, WANG, json!({})), "can't remove chat owner"),
        ("banChatMember", about(STAFF, me, json!({})), "can't restrict self"),
        ("banChatMember", about(STAFF, 9, json!({})), "PARTICIPANT_ID_INVALID"),
        ("banChatMember", about(STAFF, 0, json!({})), "invalid user_id specified"),
        (
            "banChatMember",
            about(GROUP, WANG, json!({})),
            "need to be inviter of a user to kick it from a basic group",
        ),
        (
            "banChatMember",
            about(SUPER, WANG, json!({})),
            "not enough rights to restrict/unrestrict chat member",
        ),
        ("restrictChatMember", about(GROUP, WANG, none.clone()), "method is available only for supergroups"),
        (
            "restrictChatMember",
            about(SUPER, WANG, none),
            "not enough rights to restrict/unrestrict chat member",
        ),
        (
            "promoteChatMember",
            about(GROUP, LI, json!({})),
            "method is available for supergroup and channel chats only",
        ),
        ("promoteChatMember", about(SUPER, LI, json!({"can_invite_users": true})), "not enough rights"),
        ("promoteChatMember", about(STAFF, LI, json!({"can_pin_messages": true})), "RIGHT_FORBIDDEN"),
        (
            "setChatAdministratorCustomTitle",
            about(STAFF, LI, json!({"custom_title": "x"})),
            "user is not an administrator",
        ),
        (
            "setChatAdministratorCustomTitle",
            about(STAFF, WANG, json!({"custom_title": "x"})),
            "only the owner can edit their custom title",
        ),
    ];
    for (method, params, text) in cases {
        assert_eq!(play.error(method, params).await, format!("400 Bad Request: {text}"), "{method}");
    }
}
