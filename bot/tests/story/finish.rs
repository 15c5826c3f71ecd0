//! The end of a case: done, the reporter's word, the rating, and silence.

use crate::town::{GRID, Town};
use serde_json::json;

plays!(
    what_is_not_fixed_comes_back,
    who_cannot_be_written_to_is_asked_in_the_group,
    silence_closes_and_a_late_word_is_a_new_case,
);

/// A small picture.
pub const PHOTO: &str = "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k=";

async fn what_is_not_fixed_comes_back(town: &Town) {
    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    let card = town.card(GRID, 1).await;
    town.taps("李建国", &card, "我来").await;
    town.says("李建国", GRID, "进展 1 换灯泡，有事打13800138000").await;
    let told = town.card_says(GRID, 1, "进展：换灯泡").await;
    assert!(!told.text.contains("13800138000"), "a telephone is not shown: {}", told.text);
    town.waits_for(GRID, "#1 的进展记下了").await;
    town.posts("李建国", GRID, json!({"photos": [PHOTO], "caption": "办结 1 换了新灯泡"})).await;
    town.card_says(GRID, 1, "换了新灯泡").await;
    let photo = town.waits_until(GRID, "a photo of the result", |said| said.with == Some("photo")).await;
    assert_eq!(photo.reply_to, Some(card.id));

    let ask = town.waits_for("李奶奶", "你看看，好了吗").await;
    town.settles().await;
    town.taps("李奶奶", &ask, "没修好").await;
    town.waits_for("李奶奶", "重新等人来办").await;
    town.says("李奶奶", GRID, "没修好 1 一闪一闪的").await;
    town.card_says(GRID, 1, "一闪一闪的").await;

    let back = town.waits_for("李建国", "还没好").await;
    town.settles().await;
    town.taps("李建国", &back, "我来 #1").await;
    town.card_says(GRID, 1, "李建国 接了").await;
    town.says("李建国", "李建国", "办结 1 换了整个灯座").await;
    let ask = town.waits_for("李奶奶", "换了整个灯座").await;
    town.settles().await;
    town.taps("李奶奶", &ask, "好了").await;
    let rate = town.waits_for("李奶奶", "觉得办得怎么样").await;
    town.taps("李奶奶", &rate, "基本满意").await;
    let card = town.card_says(GRID, 1, "基本满意").await;
    let again = town.forges("李奶奶", &card, rate.button("满意")).await;
    assert_eq!((again.text.as_str(), again.alert), ("#1 已经评过了，谢谢。", true));

    town.shows(GRID, "finish_group").await;
    town.shows("李奶奶", "finish_reporter").await;
    town.shows("李建国", "finish_worker").await;
}

async fn who_cannot_be_written_to_is_asked_in_the_group(town: &Town) {
    town.says("张明", GRID, "3号楼2单元楼道灯坏了").await;
    let card = town.card(GRID, 1).await;
    town.taps("李建国", &card, "我来").await;
    town.says("李建国", GRID, "办结 1").await;
    let ask = town.waits_for(GRID, "你看看，好了吗").await;
    assert_eq!(ask.reply_to, Some(card.id));
    town.settles().await;
    let other = town.taps("李奶奶", &ask, "好了").await;
    assert!(other.alert && other.text.contains("由反映的邻居自己来点"), "{}", other.text);
    town.taps("张明", &ask, "好了").await;
    town.card_says(GRID, 1, "反映的邻居也确认了").await;
    town.shows(GRID, "finish_unreached").await;
}

async fn silence_closes_and_a_late_word_is_a_new_case(town: &Town) {
    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    let card = town.card(GRID, 1).await;
    town.taps("李建国", &card, "我来").await;
    town.says("李建国", GRID, "办结 1").await;
    town.card_says(GRID, 1, "说办好了").await;
    for _ in 0..4 {
        town.story_to("day").await;
    }
    let card = town.card_says(GRID, 1, "三天没有人回话").await;
    town.taps("李奶奶", &card, "没修好").await;
    let card = town.card_says(GRID, 1, "重新等人来接").await;
    town.taps("李建国", &card, "我来").await;
    town.says("李建国", GRID, "办结 1").await;
    town.card_says(GRID, 1, "说办好了").await;
    for _ in 0..20 {
        town.story_to("day").await;
    }
    let card = town.card_says(GRID, 1, "三天没有人回话").await;
    let late = town.taps("李奶奶", &card, "没修好").await;
    assert_eq!((late.text.as_str(), late.alert), ("#1 办结超过 15 天了。又出问题的话，请重新报一件。", true));
}
