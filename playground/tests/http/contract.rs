//! The table catches what departs from it, on both sides.
use crate::fixture::*;
use playground::CONTRACT;
use serde_json::{Value, json};

#[test]
fn the_table_holds_the_whole_bot_api() {
    assert_eq!((CONTRACT.methods.len(), CONTRACT.types.len()), (180, 359));
    let table = include_str!("../../contract.txt");
    assert!(table.contains("method sendMessage > Message ") && table.contains(" text:String(1-4096e) "));
    assert!(table.contains(" callback_data?:String(1-64b) "), "limits are in it");
}

/// A complete, right update.
fn update() -> Value {
    let user = json!({"id": 5, "is_bot": false, "first_name": "李芳"});
    let chat = json!({"id": -7, "type": "group", "title": "三号楼"});
    let button = json!({"text": "抢单", "callback_data": "claim.1"});
    json!({"update_id": 1, "message": {"message_id": 2, "from": user, "chat": chat, "date": 1, "text": "好",
        "entities": [{"type": "bold", "offset": 0, "length": 1}],
        "reply_markup": {"inline_keyboard": [[button]]}}})
}

type Plant = fn(&mut Value);

#[test]
fn a_right_update_passes_and_each_planted_fault_is_found() {
    let check = |update: &Value| {
        CONTRACT.check_type("Update", update).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(check(&update()), Vec::<String>::new());
    let planted: [(&str, Plant, &str); 6] = [
        ("unknown", |u| u["message"]["colour"] = json!("red"), "Update.message.colour: unknown field"),
        (
            "missing",
            |u| u["message"]["from"] = json!({"id": 5, "is_bot": false}),
            "Update.message.from.first_name: missing required field",
        ),
        ("type", |u| u["message"]["date"] = json!("1"), "Update.message.date: wrong type"),
        (
            "type in an array",
            |u| u["message"]["entities"][0] = json!(3),
            "Update.message.entities[0]: wrong type",
        ),
        (
            "limit",
            |u| {
                u["message"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = json!("x".repeat(65))
            },
            "Update.message.reply_markup.inline_keyboard[0][0].callback_data: over a stated limit",
        ),
        ("id", |u| u["update_id"] = Value::Null, "Update.update_id: wrong type"),
    ];
    for (name, plant, wanted) in planted {
        let mut wrong = update();
        plant(&mut wrong);
        let found = check(&wrong);
        assert!(found.len() == 1 && found[0].starts_with(wanted), "{name}: {found:?}");
    }
}

#[test]
fn members_of_a_union_are_told_apart_by_their_fixed_field() {
    let method = CONTRACT.method("getchatmember").unwrap();
    let user = json!({"id": 5, "is_bot": false, "first_name": "李芳"});
    let check = |member: Value| {
        CONTRACT.check_answer(method, &member).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(check(json!({"status": "left", "user": user})), Vec::<String>::new());
    let found = check(json!({"status": "creator", "user": user}));
    assert_eq!(found, ["getChatMember answer.is_anonymous: missing required field"]);
}

#[tokio::test]
async fn what_the_bot_sends_wrong_is_recorded_and_refused() {
    let play = Play::new().await;
    let wrong = [
        (
            "sendMessage",
            json!({"text": "好"}),
            "400 Bad Request: chat_id is empty",
            "sendMessage.chat_id: missing",
        ),
        (
            "sendMessage",
            json!({"chat_id": GROUP}),
            "400 Bad Request: message text is empty",
            "sendMessage.text: missing",
        ),
        (
            "sendMessage",
            json!({"chat_id": GROUP, "text": "长".repeat(4097)}),
            "400 Bad Request: message is too long",
            "sendMessage.text: over a stated limit (4097 characters, allowed 1-4096)",
        ),
        (
            "sendMessage",
            json!({"chat_id": GROUP, "text": "好", "reply_markup": 5}),
            "400 Bad Request: object expected as reply markup",
            "sendMessage.reply_markup: wrong type",
        ),
        (
            "sendMessage",
            json!({"chat_id": GROUP, "text": "好", "disable_notification": "perhaps"}),
            "400 Bad Request: parameter \"disable_notification\" is invalid",
            "sendMessage.disable_notification: wrong type",
        ),
        (
            "answerCallbackQuery",
            json!({"callback_query_id": "1", "text": "长".repeat(201)}),
            "400 Bad Request: MESSAGE_TOO_LONG",
            "answerCallbackQuery.text: over a stated limit",
        ),
    ];
    for (n, (method, params, answer, recorded)) in wrong.into_iter().enumerate() {
        assert_eq!(play.error(method, params).await, answer);
        let found = play.violations().await;
        assert_eq!(found.len(), n + 1, "{found:?}");
        assert!(found[n].starts_with(&format!("bot: {recorded}")), "{}", found[n]);
    }
}

#[tokio::test]
async fn an_unknown_parameter_is_ignored_but_recorded() {
    let play = Play::new().await;
    play.ok("sendMessage", json!({"chat_id": GROUP, "text": "好", "reply_to_message_id": 1})).await;
    assert_eq!(play.violations().await, ["bot: sendMessage.reply_to_message_id: unknown field"]);
}

#[tokio::test]
async fn a_method_without_code_says_so() {
    let play = Play::new().await;
    let game = play.error("sendGame", json!({"chat_id": GROUP, "game_short_name": "x"})).await;
    assert_eq!(game, "501 Not Implemented: the stand-in knows sendGame but has no code for it");
    assert_eq!(play.error("sendCake", json!({})).await, "404 Not Found");
    assert_eq!(play.violations().await.len(), 2);
}

#[tokio::test]
async fn values_sent_as_text_count_as_what_they_are() {
    let play = Play::new().await;
    let keyboard = json!({"inline_keyboard": [[{"text": "好", "callback_data": "a"}]]}).to_string();
    let chat = GROUP.to_string();
    let form = [
        ("chat_id", chat.as_str()),
        ("text", "好"),
        ("disable_notification", "true"),
        ("reply_markup", &keyboard),
    ];
    for request in [
        play.http.post(play.method("sendMessage")).form(&form),
        play.http.get(play.method("sendMessage")).query(&form),
    ] {
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(
            answer["result"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"], "a",
            "{answer}"
        );
    }
    play.clean().await;
}
