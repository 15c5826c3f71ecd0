//! What is refused about native polls: to the bot word for word as Telegram does, to people in short.
use crate::fixture::*;
use serde_json::{Value, json};

fn question(more: Value) -> Value {
    let mut poll =
        json!({"chat_id": GROUP, "question": "去吗？", "options": [{"text": "去"}, {"text": "不去"}]});
    poll.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    poll
}

#[tokio::test]
async fn a_poll_has_its_limits() {
    let play = Play::new().await;
    let many = |count: usize| vec![json!({"text": "好"}); count];
    let cases = [
        (json!({"question": ""}), "text must be non-empty"),
        (json!({"question": " \n"}), "text must be non-empty"),
        (json!({"question": "长".repeat(301)}), "poll question length must not exceed 300"),
        (json!({"options": []}), "poll must have at least one answer option"),
        (json!({"options": many(13)}), "poll can't have more than 12 options"),
        (json!({"options": [{"text": "去"}, {"text": " "}]}), "text must be non-empty"),
        (json!({"options": [{"text": "去"}, {"text": ""}]}), "text must be non-empty"),
        (json!({"options": [{"text": "长".repeat(101)}]}), "poll options length must not exceed 100"),
        (json!({"options": [{"words": "去"}]}), "can't find field \"text\""),
        (json!({"options": ["去", "不去"]}), "parameter \"options\" is invalid"),
        (json!({"type": "survey"}), "unsupported poll type specified"),
        (json!({"type": "quiz"}), "wrong correct option ID specified"),
        (json!({"type": "quiz", "correct_option_ids": [2]}), "wrong correct option ID specified"),
        (
            json!({"reply_markup": {"inline_keyboard": [[{"text": "甲", "callback_data": ""}]]}}),
            "BUTTON_DATA_INVALID",
        ),
        (json!({"reply_parameters": {"message_id": 99}}), "message to be replied not found"),
        (json!({"chat_id": ELSEWHERE}), "chat not found"),
    ];
    for (more, text) in cases {
        let wanted = format!("400 Bad Request: {text}");
        assert_eq!(play.error("sendPoll", question(more.clone())).await, wanted, "{more}");
    }
    let edges = json!({"question": "长".repeat(300), "options": many(12)});
    play.ok("sendPoll", question(edges)).await;
    play.ok("sendPoll", question(json!({"options": many(1)}))).await;
}

#[tokio::test]
async fn a_closing_date_lies_in_the_near_future_of_the_story() {
    let play = Play::new().await;
    play.post("/play/story", json!({"to": "day"})).await;
    let now = play.get("/play/story").await["now"].as_i64().unwrap() / 1000;
    let cases = [
        (json!({"open_period": 4}), "open_period"),
        (json!({"open_period": 2_628_001}), "open_period"),
        (json!({"close_date": now - 60}), "close_date"),
        (json!({"close_date": now + 2_628_100}), "close_date"),
        (json!({"close_date": now + 60, "open_period": 60}), "close_date"),
    ];
    let count = cases.len();
    for (more, field) in cases {
        let wanted = format!("400 Bad Request: parameter \"{field}\" is invalid");
        assert_eq!(play.error("sendPoll", question(more.clone())).await, wanted, "{more}");
        let found = play.violations().await;
        assert!(
            found.last().unwrap().starts_with(&format!("bot: sendPoll.{field}: over a stated limit")),
            "{more}"
        );
    }
    assert_eq!(play.violations().await.len(), count);
    play.ok("sendPoll", question(json!({"close_date": now + 60}))).await;
    let closed = play.ok("sendPoll", question(json!({"is_closed": true, "open_period": 60}))).await;
    assert!(closed["poll"]["is_closed"] == true && closed["poll"].get("close_date").is_none(), "{closed}");
    assert_eq!(play.violations().await.len(), count);
}

#[tokio::test]
async fn what_has_no_code_says_so() {
    let play = Play::new().await;
    for more in [
        json!({"type": "quiz", "correct_option_ids": [0], "media": {"type": "photo", "media": "x"}}),
        json!({"hide_results_until_closes": true}),
        json!({"options": [{"text": "去", "media": {"type": "photo", "media": "x"}}]}),
    ] {
        let said = play.error("sendPoll", question(more.clone())).await;
        assert!(said.starts_with("501 Not Implemented: the stand-in's polls know no "), "{more}: {said}");
    }
    play.ok("sendPoll", question(json!({"type": "regular", "shuffle_options": false}))).await;
    assert_eq!(play.violations().await.len(), 3);
}

#[tokio::test]
async fn only_an_open_poll_can_be_stopped_and_nothing_else_of_it_edited() {
    let play = Play::new().await;
    let poll = play.ok("sendPoll", question(json!({}))).await["message_id"].clone();
    let text = play.ok("sendMessage", json!({"chat_id": GROUP, "text": "卡"})).await["message_id"].clone();
    let at = |id: &Value| json!({"chat_id": GROUP, "message_id": id});
    let missing = "400 Bad Request: message with poll to stop not found";
    assert_eq!(play.error("stopPoll", at(&json!(999))).await, missing);
    assert_eq!(play.error("stopPoll", at(&text)).await, "400 Bad Request: message is not a poll");
    let edit = json!({"chat_id": GROUP, "message_id": poll, "text": "改"});
    let no_text = "400 Bad Request: there is no text in the message to edit";
    assert_eq!(play.error("editMessageText", edit).await, no_text);
    let edit = json!({"chat_id": GROUP, "message_id": poll, "caption": "改"});
    let no_caption = "400 Bad Request: there is no caption in the message to edit";
    assert_eq!(play.error("editMessageCaption", edit).await, no_caption);
    play.ok("deleteMessage", at(&poll)).await;
    assert_eq!(play.error("stopPoll", at(&poll)).await, missing);
    play.clean().await;
}

#[tokio::test]
async fn people_are_told_why_a_vote_does_not_count() {
    let play = Play::new().await;
    let poll = play.ok("sendPoll", question(json!({"allows_revoting": false}))).await["message_id"].clone();
    let text = play.ok("sendMessage", json!({"chat_id": GROUP, "text": "卡"})).await["message_id"].clone();
    let vote = |who: i64, message: &Value, options: &[usize]| json!({"as": who, "chat": GROUP, "message": message, "options": options});
    play.post("/play/vote", vote(LI, &poll, &[1])).await;
    let cases = [
        (vote(ZHAO, &poll, &[0]), "this person is not in that chat"),
        (vote(9, &poll, &[0]), "no such person"),
        (vote(WANG, &json!(999), &[0]), "no such message"),
        (vote(WANG, &text, &[0]), "there is no poll in that message"),
        (vote(WANG, &poll, &[2]), "no such option in this poll"),
        (vote(WANG, &poll, &[0, 1]), "this poll takes one choice only"),
        (vote(LI, &poll, &[0]), "a vote in this poll cannot be changed"),
        (vote(LI, &poll, &[]), "a vote in this poll cannot be changed"),
    ];
    for (body, reason) in cases {
        assert_eq!(play.post("/play/vote", body.clone()).await["error"], reason, "{body}");
    }
    let shown = play.get(&format!("/play/messages?chat={GROUP}")).await;
    assert_eq!(shown[0]["votes"], json!([{"as": LI, "options": [1]}]), "none of them changed anything");
    play.clean().await;
}
