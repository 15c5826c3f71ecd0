//! Native polls: the bot asks, people vote, and the bot hears of it as Telegram would tell it.
use crate::fixture::*;
use serde_json::{Value, json};

/// An open question with three options to everybody in a group.
fn question(chat: i64, more: Value) -> Value {
    let options = json!([{"text": "周六"}, {"text": "周日"}, {"text": "都不行"}]);
    let mut poll =
        json!({"chat_id": chat, "question": "哪天大扫除？", "options": options, "is_anonymous": false});
    poll.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    poll
}

fn vote(who: i64, message: &Value, options: &[usize]) -> Value {
    json!({"as": who, "chat": message["chat"]["id"], "message": message["message_id"], "options": options})
}

fn counts(poll: &Value) -> Vec<u64> {
    poll["options"].as_array().unwrap().iter().map(|o| o["voter_count"].as_u64().unwrap()).collect()
}

/// Of these updates, each `poll` as its counts and each `poll_answer` as its options.
fn told(updates: &[Value]) -> Vec<String> {
    let tell = |update: &Value| match (&update["poll"], &update["poll_answer"]) {
        (Value::Null, answer) => format!("{}: {}", answer["user"]["first_name"], answer["option_ids"]),
        (poll, _) if poll["is_closed"] == true => format!("closed {:?}", counts(poll)),
        (poll, _) => format!("{:?}", counts(poll)),
    };
    updates.iter().map(tell).collect()
}

#[tokio::test]
async fn a_poll_is_sent_voted_in_changed_and_taken_back() {
    let play = Play::new().await;
    let sent = play.ok("sendPoll", question(GROUP, json!({}))).await;
    let poll = &sent["poll"];
    assert_eq!(
        (&poll["question"], &poll["type"], &poll["total_voter_count"]),
        (&json!("哪天大扫除？"), &json!("regular"), &json!(0))
    );
    for (flag, wanted) in [("is_closed", false), ("is_anonymous", false), ("allows_multiple_answers", false)]
    {
        assert_eq!(poll[flag], wanted, "{flag}");
    }
    assert_eq!((&poll["allows_revoting"], &poll["members_only"]), (&json!(true), &json!(false)));
    assert!(poll["id"].as_str().unwrap().bytes().all(|digit| digit.is_ascii_digit()));
    assert!(poll.get("close_date").is_none());
    assert_eq!(play.updates().await.len(), 0, "a bot is not told of its own message");

    let shown = play.post("/play/vote", vote(LI, &sent, &[0])).await;
    assert_eq!(
        (counts(&shown["poll"]), &shown["votes"]),
        (vec![1, 0, 0], &json!([{"as": LI, "options": [0]}]))
    );
    play.post("/play/vote", vote(WANG, &sent, &[0])).await;
    play.post("/play/vote", vote(WANG, &sent, &[0])).await; // nothing new
    play.post("/play/vote", vote(WANG, &sent, &[1])).await;
    let back = play.post("/play/vote", vote(LI, &sent, &[])).await;
    assert_eq!((counts(&back["poll"]), &back["poll"]["total_voter_count"]), (vec![0, 1, 0], &json!(1)));
    assert!(back.get("edit_date").is_none(), "a vote is no edit");
    let updates = play.updates().await;
    let wanted = [
        "[1, 0, 0]",
        "\"李芳\": [0]",
        "[2, 0, 0]",
        "\"王伟\": [0]",
        "[1, 1, 0]",
        "\"王伟\": [1]",
        "[0, 1, 0]",
        "\"李芳\": []",
    ];
    assert_eq!(told(&updates), wanted);
    let answer = &updates[5]["poll_answer"];
    assert_eq!((&answer["poll_id"], &answer["user"]["id"]), (&poll["id"], &json!(WANG)));
    assert_eq!(answer["option_persistent_ids"], json!([poll["options"][1]["persistent_id"]]));
    assert!(answer.get("voter_chat").is_none());
    assert_eq!(updates[7]["poll_answer"]["option_persistent_ids"], json!([]));
    play.clean().await;
}

#[tokio::test]
async fn several_choices_count_once_each_and_one_voter() {
    let play = Play::new().await;
    let sent = play.ok("sendPoll", question(SUPER, json!({"allows_multiple_answers": true}))).await;
    play.post("/play/vote", vote(LI, &sent, &[2, 0, 2])).await;
    let shown = play.post("/play/vote", vote(WANG, &sent, &[0])).await;
    assert_eq!((counts(&shown["poll"]), &shown["poll"]["total_voter_count"]), (vec![2, 0, 1], &json!(2)));
    let answers = play.updates().await;
    assert_eq!(answers[1]["poll_answer"]["option_ids"], json!([0, 2]));
    play.clean().await;
}

#[tokio::test]
async fn an_anonymous_poll_tells_counts_and_nobody() {
    let play = Play::new().await;
    let mut asked = question(GROUP, json!({}));
    asked.as_object_mut().unwrap().remove("is_anonymous");
    let sent = play.ok("sendPoll", asked).await;
    assert_eq!(sent["poll"]["is_anonymous"], true, "unless it is said otherwise");
    play.post("/play/vote", vote(LI, &sent, &[1])).await;
    assert_eq!(told(&play.updates().await), ["[0, 1, 0]"]);
    play.clean().await;
}

#[tokio::test]
async fn an_anonymous_administrator_votes_as_the_chat() {
    let play = Play::new().await;
    let sent = play.ok("sendPoll", question(SUPER, json!({}))).await;
    let hidden = |who: i64, options: &[usize]| {
        let mut vote = vote(who, &sent, options);
        vote["as_chat"] = json!(true);
        vote
    };
    let refused = play.post("/play/vote", hidden(WANG, &[0])).await;
    assert_eq!(refused["error"], "only administrators of a group can be anonymous");
    let shown = play.post("/play/vote", hidden(LI, &[0])).await;
    assert_eq!(shown["votes"], json!([{"as": SUPER, "options": [0]}]));
    let updates = play.updates().await;
    let answer = &updates[1]["poll_answer"];
    assert_eq!((&answer["voter_chat"]["id"], &answer["option_ids"]), (&json!(SUPER), &json!([0])));
    assert_eq!(answer["user"]["username"], "Channel_Bot", "as Telegram's server does for old bots");
    let own = play.post("/play/vote", vote(LI, &sent, &[1])).await;
    assert_eq!(own["poll"]["total_voter_count"], 2, "the chat and the person are two voters");
    play.clean().await;
}

#[tokio::test]
async fn stopping_gives_the_final_state_and_ends_voting() {
    let play = Play::new().await;
    let keyboard = json!({"inline_keyboard": [[{"text": "结束", "callback_data": "end.1"}]]});
    let sent =
        play.ok("sendPoll", question(GROUP, json!({"reply_markup": keyboard, "open_period": 600}))).await;
    let close = sent["poll"]["close_date"].as_i64().unwrap();
    assert_eq!((close - sent["date"].as_i64().unwrap(), &sent["poll"]["open_period"]), (600, &json!(600)));
    play.post("/play/vote", vote(LI, &sent, &[0])).await;
    play.updates().await;
    let stop = json!({"chat_id": GROUP, "message_id": sent["message_id"]});
    let stopped = play.ok("stopPoll", stop.clone()).await;
    assert_eq!((&stopped["is_closed"], counts(&stopped)), (&json!(true), vec![1, 0, 0]));
    assert!(stopped.get("close_date").is_none() && stopped.get("open_period").is_none());
    assert_eq!(told(&play.updates().await), ["closed [1, 0, 0]"]);
    let shown = play.get(&format!("/play/messages?chat={GROUP}")).await;
    assert_eq!(shown[0]["poll"], stopped);
    assert!(shown[0].get("reply_markup").is_none(), "stopping without a keyboard takes it away");
    let late = play.post("/play/vote", vote(WANG, &sent, &[1])).await;
    assert_eq!(late["error"], "this poll is closed");
    assert_eq!(play.error("stopPoll", stop).await, "400 Bad Request: poll has already been closed");
    play.post("/play/story", json!({"to": "hour"})).await;
    assert_eq!(play.updates().await.len(), 0, "its date is past, but it was closed before");
    play.clean().await;
}

#[tokio::test]
async fn a_poll_closes_when_story_time_passes_its_date() {
    let play = Play::new().await;
    let now = play.get("/play/story").await["now"].as_i64().unwrap() / 1000;
    let late = play.ok("sendPoll", question(GROUP, json!({"close_date": now + 3000}))).await;
    assert_eq!(late["poll"]["close_date"], now + 3000);
    let early = play.ok("sendPoll", question(SUPER, json!({"open_period": 1200}))).await;
    let gone = play.ok("sendPoll", question(SUPER, json!({"open_period": 600}))).await;
    play.ok("deleteMessage", json!({"chat_id": SUPER, "message_id": gone["message_id"]})).await;
    play.post("/play/vote", vote(WANG, &late, &[2])).await;
    play.updates().await;
    let due = play.get("/play/story").await["due"].clone();
    assert_eq!(due.as_array().unwrap().len(), 2, "{due}");
    play.post("/play/story", json!({"to": (now + 1000) * 1000})).await;
    assert_eq!(play.updates().await.len(), 0, "not yet");
    play.post("/play/story", json!({"to": "hour"})).await;
    let updates = play.updates().await;
    assert_eq!(told(&updates), ["closed [0, 0, 0]", "closed [0, 0, 1]"], "in the order of their dates");
    assert_eq!(updates[0]["poll"]["id"], early["poll"]["id"]);
    assert_eq!(play.post("/play/vote", vote(LI, &late, &[0])).await["error"], "this poll is closed");
    let stop = json!({"chat_id": GROUP, "message_id": late["message_id"]});
    assert_eq!(play.error("stopPoll", stop).await, "400 Bad Request: poll has already been closed");
    play.clean().await;
}

#[tokio::test]
async fn a_poll_closes_as_the_clock_runs_on() {
    let play = Play::new().await;
    play.ok("sendPoll", question(GROUP, json!({"open_period": 5}))).await;
    let waited = play.ok("getUpdates", json!({"timeout": 20})).await;
    assert_eq!(told(waited.as_array().unwrap()), ["closed [0, 0, 0]"]);
}

#[tokio::test]
async fn only_the_kinds_asked_for_are_told() {
    let play = Play::new().await;
    let sent = play.ok("sendPoll", question(GROUP, json!({}))).await;
    for (kinds, wanted) in [
        (json!([]), vec!["poll", "poll_answer"]),
        (json!(["message"]), vec![]),
        (json!(["message", "poll_answer"]), vec!["poll_answer"]),
        (json!(["poll"]), vec!["poll"]),
    ] {
        play.ok("getUpdates", json!({"allowed_updates": kinds})).await;
        for options in [vec![0], vec![]] {
            play.post("/play/vote", vote(LI, &sent, &options)).await;
        }
        let updates = play.updates().await;
        let got: Vec<&str> = updates
            .iter()
            .map(|update| {
                update.as_object().unwrap().keys().find(|key| *key != "update_id").unwrap().as_str()
            })
            .collect();
        assert_eq!(got, wanted.repeat(2), "{kinds}");
    }
    play.clean().await;
}

#[tokio::test]
async fn the_page_sees_each_vote() {
    let play = Play::new().await;
    let sent = play.ok("sendPoll", question(GROUP, json!({}))).await;
    let seq = play.get("/play/scene").await["seq"].as_i64().unwrap();
    play.post("/play/vote", vote(LI, &sent, &[0])).await;
    let heard = play.get(&format!("/play/events?after={seq}")).await;
    let event = &heard["events"][0];
    assert_eq!((&event["kind"], &event["message"]["votes"][0]["as"]), (&json!("poll"), &json!(LI)));
}

#[tokio::test]
async fn a_quiz_knows_what_is_right_and_why() {
    let play = Play::new().await;
    let quiz = json!({"chat_id": GROUP, "question": "火警？", "options": [{"text": "110"}, {"text": "119"}], "type": "quiz",
        "correct_option_ids": [1], "explanation": "<b>119</b>", "explanation_parse_mode": "HTML", "is_anonymous": false});
    let sent = play.ok("sendPoll", quiz).await;
    let poll = &sent["poll"];
    assert_eq!((&poll["type"], &poll["correct_option_ids"]), (&json!("quiz"), &json!([1])));
    assert_eq!(
        (&poll["explanation"], &poll["explanation_entities"][0]["type"]),
        (&json!("119"), &json!("bold"))
    );
    assert_eq!(poll["allows_revoting"], false);
    let vote = json!({"as": LI, "chat": GROUP, "message": sent["message_id"], "options": [0]});
    play.post("/play/vote", vote.clone()).await;
    assert_eq!(play.post("/play/vote", vote).await["error"], "a vote in this poll cannot be changed");
    assert_eq!(play.updates().await[1]["poll_answer"]["option_ids"], json!([0]));
    play.clean().await;
}
