//! What Telegram refuses, word for word.
use crate::fixture::*;
use serde_json::{Value, json};

const NOT_MODIFIED: &str = "400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";

#[tokio::test]
async fn the_chat_has_to_be_reachable() {
    let play = Play::new().await;
    let say = |chat: i64| json!({"chat_id": chat, "text": "好"});
    assert_eq!(play.error("sendMessage", say(-1)).await, "400 Bad Request: chat not found");
    assert_eq!(play.error("sendMessage", say(ELSEWHERE)).await, "400 Bad Request: chat not found");
    let stranger = "403 Forbidden: bot can't initiate conversation with a user";
    assert_eq!(play.error("sendMessage", say(LI)).await, stranger);
    play.post("/play/start", json!({"as": LI, "payload": "invite_x"})).await;
    play.ok("sendMessage", say(LI)).await;
    play.post("/play/block", json!({"as": LI, "blocked": true})).await;
    assert_eq!(play.error("sendMessage", say(LI)).await, "403 Forbidden: bot was blocked by the user");
    play.post("/play/block", json!({"as": LI, "blocked": false})).await;
    play.ok("sendMessage", say(LI)).await;
    let updates = play.updates().await;
    let statuses: Vec<&Value> = updates
        .iter()
        .map(|update| &update["my_chat_member"]["new_chat_member"]["status"])
        .filter(|status| !status.is_null())
        .collect();
    assert_eq!(statuses, ["kicked", "member"]);
    assert_eq!(updates[0]["message"]["text"], "/start invite_x");
    play.clean().await;
}

#[tokio::test]
async fn a_bot_that_is_out_is_told_how_it_left() {
    let play = Play::new().await;
    let say = |chat: i64| json!({"chat_id": chat, "text": "好"});
    let kick = json!({"as": LI, "status": "kicked"});
    play.post(&format!("/play/chats/{GROUP}/bot"), kick.clone()).await;
    play.post(&format!("/play/chats/{SUPER}/bot"), kick).await;
    assert_eq!(
        play.error("sendMessage", say(GROUP)).await,
        "403 Forbidden: bot was kicked from the group chat"
    );
    assert_eq!(
        play.error("sendMessage", say(SUPER)).await,
        "403 Forbidden: bot was kicked from the supergroup chat"
    );
    play.ok("leaveChat", json!({"chat_id": STAFF})).await;
    let left = "403 Forbidden: bot is not a member of the supergroup chat";
    assert_eq!(play.error("sendMessage", say(STAFF)).await, left);
    assert_eq!(play.error("getChat", json!({"chat_id": STAFF})).await, left);
    play.clean().await;
}

#[tokio::test]
async fn the_token_and_the_method_have_to_be_right() {
    let play = Play::new().await;
    let wrong = format!("{}/bot1:x/getMe", play.running.url);
    let answer = play.http.get(wrong).send().await.unwrap();
    assert_eq!(answer.status(), 401);
    assert_eq!(answer.json::<Value>().await.unwrap()["description"], "Unauthorized");
    assert_eq!(play.error("getYou", json!({})).await, "404 Not Found");
    assert_eq!(play.ok("GETME", json!({})).await["username"], "gridbell_bot");
}

#[tokio::test]
async fn replies_need_their_message() {
    let play = Play::new().await;
    let reply = |id: i64, anyway: bool| json!({"message_id": id, "allow_sending_without_reply": anyway});
    let say = |reply: Value| json!({"chat_id": GROUP, "text": "好", "reply_parameters": reply});
    let missing = "400 Bad Request: message to be replied not found";
    assert_eq!(play.error("sendMessage", say(reply(99, false))).await, missing);
    let sent = play.ok("sendMessage", say(reply(99, true))).await;
    assert!(sent.get("reply_to_message").is_none());
    let elsewhere = json!({"message_id": sent["message_id"], "chat_id": SUPER});
    assert_eq!(play.error("sendMessage", say(elsewhere)).await, missing);
}

#[tokio::test]
async fn texts_and_keyboards_have_their_limits() {
    let play = Play::new().await;
    let say = |more: Value| {
        let mut params = json!({"chat_id": GROUP, "text": "好"});
        params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        params
    };
    let button = |button: Value| say(json!({"reply_markup": {"inline_keyboard": [[button]]}}));
    let cases = [
        (say(json!({"text": " \n "})), "message text is empty"),
        (
            say(json!({"text": format!("<b>{}</b>", "长".repeat(4097)), "parse_mode": "HTML"})),
            "message is too long",
        ),
        (
            say(json!({"text": "<i>长", "parse_mode": "HTML"})),
            "can't parse entities: Can't find end tag corresponding to start tag \"i\"",
        ),
        (say(json!({"parse_mode": "Word"})), "unsupported parse_mode"),
        (button(json!({"text": "甲", "callback_data": "数".repeat(22)})), "BUTTON_DATA_INVALID"),
        (button(json!({"text": "甲", "callback_data": ""})), "BUTTON_DATA_INVALID"),
        (
            button(json!({"text": "甲"})),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (say(json!({"message_thread_id": 5})), "message thread not found"),
    ];
    for (params, text) in cases {
        assert_eq!(play.error("sendMessage", params).await, format!("400 Bad Request: {text}"));
    }
    let rendered = say(json!({"text": format!("<b>{}</b>", "长".repeat(4096)), "parse_mode": "HTML"}));
    play.ok("sendMessage", rendered).await;
}

#[tokio::test]
async fn edits_need_a_message_of_the_bot_and_a_change() {
    let play = Play::new().await;
    let said = play.say(LI, GROUP, "在吗").await["message_id"].clone();
    let card = play.ok("sendMessage", json!({"chat_id": GROUP, "text": "卡"})).await["message_id"].clone();
    let edit = |id: &Value, text: &str| json!({"chat_id": GROUP, "message_id": id, "text": text});
    assert_eq!(play.error("editMessageText", edit(&card, "卡")).await, NOT_MODIFIED);
    assert_eq!(
        play.error("editMessageText", edit(&said, "卡")).await,
        "400 Bad Request: message can't be edited"
    );
    let gone = "400 Bad Request: message to edit not found";
    assert_eq!(play.error("editMessageText", edit(&json!(999), "卡")).await, gone);
    let markup = json!({"chat_id": GROUP, "message_id": card, "reply_markup": {"inline_keyboard": []}});
    assert_eq!(play.error("editMessageReplyMarkup", markup).await, NOT_MODIFIED);
    let caption = json!({"chat_id": GROUP, "message_id": card, "caption": "字"});
    let no_caption = "400 Bad Request: there is no caption in the message to edit";
    assert_eq!(play.error("editMessageCaption", caption).await, no_caption);
    play.post("/play/delete", json!({"as": LI, "chat": GROUP, "message": card})).await;
    assert_eq!(play.error("editMessageText", edit(&card, "新")).await, gone);
    play.clean().await;
}

#[tokio::test]
async fn deleting_is_for_its_own_messages_of_two_days() {
    let play = Play::new().await;
    let delete = |chat: i64, id: &Value| json!({"chat_id": chat, "message_id": id});
    let said = play.say(LI, GROUP, "在吗").await["message_id"].clone();
    let said_staff = play.say(WANG, STAFF, "在吗").await["message_id"].clone();
    let mut cards = Vec::new();
    for chat in [GROUP, GROUP, STAFF] {
        cards
            .push(play.ok("sendMessage", json!({"chat_id": chat, "text": "卡"})).await["message_id"].clone());
    }
    assert_eq!(
        play.error("deleteMessage", delete(GROUP, &said)).await,
        "400 Bad Request: message can't be deleted"
    );
    play.ok("deleteMessage", delete(STAFF, &said_staff)).await;
    play.ok("deleteMessage", delete(GROUP, &cards[0])).await;
    let gone = "400 Bad Request: message to delete not found";
    assert_eq!(play.error("deleteMessage", delete(GROUP, &cards[0])).await, gone);
    for _ in 0..2 {
        play.post("/play/story", json!({"to": "day"})).await;
    }
    play.post("/play/story", json!({"to": "hour"})).await;
    let late = "400 Bad Request: message can't be deleted for everyone";
    assert_eq!(play.error("deleteMessage", delete(GROUP, &cards[1])).await, late);
    play.ok("deleteMessage", delete(STAFF, &cards[2])).await;
    let shown = play.get(&format!("/play/messages?chat={GROUP}")).await;
    let deleted: Vec<&Value> = shown.as_array().unwrap().iter().map(|m| &m["deleted"]).collect();
    assert_eq!(deleted, [&Value::Null, &json!(true), &Value::Null]);
}

#[tokio::test]
async fn a_tap_is_answered_once_and_only_if_it_was_one() {
    let play = Play::new().await;
    let old = "400 Bad Request: query is too old and response timeout expired or query ID is invalid";
    assert_eq!(play.error("answerCallbackQuery", json!({"callback_query_id": "77"})).await, old);
    let markup = json!({"inline_keyboard": [[{"text": "好", "callback_data": "a"}]]});
    let card = play.ok("sendMessage", json!({"chat_id": GROUP, "text": "卡", "reply_markup": markup})).await;
    let tap = |data: &str, forged: bool| json!({"as": LI, "chat": GROUP, "message": card["message_id"], "data": data, "forged": forged});
    assert_eq!(play.post("/play/tap", tap("b", false)).await["error"], "no such button on that message");
    play.post("/play/tap", tap("b", true)).await;
    let query = play.updates().await.remove(0)["callback_query"].take();
    assert_eq!((&query["data"], &query["message"]["message_id"]), (&json!("b"), &card["message_id"]));
    let answer = json!({"callback_query_id": query["id"]});
    play.ok("answerCallbackQuery", answer.clone()).await;
    assert_eq!(play.error("answerCallbackQuery", answer).await, old);
    play.clean().await;
}
