//! The road itself: odd updates, another program that polls, a group that Telegram holds back, a card that
//! somebody took away. None of it loses a report or holds up anybody else.

use crate::town::{GRID, GRID_2, Town};
use serde_json::json;
use std::time::{Duration, Instant};

plays!(
    an_update_that_cannot_be_read_is_put_aside,
    words_with_something_new_in_them_are_read,
    another_program_that_polls_is_survived,
    one_group_waits_and_the_others_do_not,
    a_card_that_was_taken_away_is_posted_anew,
    a_stale_answer_harms_nobody,
);

async fn an_update_that_cannot_be_read_is_put_aside(town: &Town) {
    town.provokes("an update could not be done");
    town.post("admin/updates/raw", json!({"message": {"message_id": "what?", "text": "三号楼着火了"}})).await;
    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    town.card(GRID, 1).await;
}

async fn words_with_something_new_in_them_are_read(town: &Town) {
    let message = json!({
        "message_id": 900, "date": 1_772_413_200, "text": "3号楼2单元楼道灯坏了",
        "chat": {"id": town.chat(GRID), "type": "supergroup", "title": GRID},
        "from": {"id": town.person("李奶奶"), "is_bot": false, "first_name": "李奶奶"},
        "entities": [{"type": "some_future_entity", "offset": 0, "length": 1}],
        "some_future_field": {"a": [1, 2]},
    });
    town.post("admin/updates/raw", json!({ "message": message })).await;
    town.card(GRID, 1).await;
}

async fn another_program_that_polls_is_survived(town: &Town) {
    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    town.card(GRID, 1).await;
    // The other one takes the bot's turn once; the bot backs off and comes back.
    town.get("bot7000000001:playground_stand_in_for_the_bot_api/getUpdates").await;
    town.says("张明", GRID, "5号楼1单元水管漏水了").await;
    town.card(GRID, 2).await;
}

async fn one_group_waits_and_the_others_do_not(town: &Town) {
    let held = json!({"chats": [{"chat": town.chat(GRID), "retry_after": 3, "until_ms": 2_500}]});
    town.post("admin/faults", held).await;
    let from = Instant::now();
    let say = |who, chat, text| json!({"as": town.person(who), "chat": town.chat(chat), "text": text});
    let all = json!([
        say("李奶奶", GRID, "3号楼2单元楼道灯坏了"),
        say("张明", GRID, "5号楼1单元水管漏水了"),
        say("何伟", GRID_2, "8号楼下水道堵了"),
    ]);
    town.post("admin/updates/batch", all).await;
    town.card(GRID_2, 3).await;
    assert!(from.elapsed() < Duration::from_secs(2), "the other group waited {:?}", from.elapsed());
    town.card(GRID, 1).await;
    town.card(GRID, 2).await;
    assert!(from.elapsed() >= Duration::from_secs(3), "Telegram asked for three seconds");
    let cards: Vec<String> =
        town.bot_said(GRID).await.iter().map(|said| said.text.chars().take(2).collect()).collect();
    assert_eq!(cards, ["#1", "#2"], "in the order in which they were queued");
}

async fn a_card_that_was_taken_away_is_posted_anew(town: &Town) {
    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    let card = town.card(GRID, 1).await;
    town.deletes("周慧兰", &card).await;
    town.says("李建国", GRID, "/claim 1").await;
    let again = town.card_says(GRID, 1, "李建国 接了").await;
    assert_ne!(again.id, card.id);
}

async fn a_stale_answer_harms_nobody(town: &Town) {
    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    let card = town.card(GRID, 1).await;
    // Every answer to a tap is cut off once after it was given: the second try is refused as too late.
    town.post("admin/faults", json!({"p_timeout_after": 1.0, "hold_ms": 50})).await;
    town.taps("李建国", &card, "我来").await;
    town.post("admin/faults", json!({})).await;
    town.card_says(GRID, 1, "李建国 接了").await;
    town.settles().await;
    let cards = town.bot_said(GRID).await.len();
    assert_eq!(cards, 1, "{}", town.transcript(GRID).await);
}
