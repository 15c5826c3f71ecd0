//! Photos with a report: with its words, before them, in an album that comes in pieces, and alone.

use crate::town::{GRID, Town};
use serde_json::json;

plays!(
    a_photo_comes_with_its_words_or_before_them,
    an_album_comes_in_pieces,
    a_lone_photo_said_to_the_bot_is_a_case,
    a_photo_waits_no_longer_than_ten_minutes,
);

pub const PHOTO: &str = "aGFsbG8=";

async fn a_photo_comes_with_its_words_or_before_them(town: &Town) {
    let words = town.posts("李奶奶", GRID, json!({"photos": [PHOTO], "caption": "3号楼楼道灯坏了"})).await;
    let card = town.card_says(GRID, 1, "1 张照片").await;
    assert_eq!(card.reply_to, Some(words.id));

    town.posts("张明", GRID, json!({"photos": [PHOTO]})).await;
    town.says("李奶奶", GRID, "5号楼单元门坏了").await;
    town.says("张明", GRID, "6号楼楼道灯坏了").await;
    town.card_says(GRID, 3, "1 张照片").await;
    assert!(!town.card(GRID, 2).await.text.contains("张照片"), "it is another author's");

    town.posts("张明", GRID, json!({"photos": [PHOTO]})).await;
    town.says("张明", GRID, "/report").await;
    let card = town.card_says(GRID, 4, "1 张照片").await;
    assert!(card.text.contains("只有照片"), "{}", card.text);
    let question = town.waits_for(GRID, "#4 是哪方面的事").await;
    town.taps("张明", &question, "更多").await;
    let question = town.waits_until(GRID, "all kinds", |said| said.has_button("电梯")).await;
    town.taps("张明", &question, "电梯").await;
    town.card_says(GRID, 4, "电梯").await;
}

async fn an_album_comes_in_pieces(town: &Town) {
    town.posts("李奶奶", GRID, json!({"photos": [PHOTO], "album": "A"})).await;
    town.posts("李奶奶", GRID, json!({"photos": [PHOTO, PHOTO], "album": "A", "caption": "3号楼楼道灯坏了"}))
        .await;
    town.card_says(GRID, 1, "3 张照片").await;
    town.story_to("hour").await;
    town.posts("李奶奶", GRID, json!({"photos": [PHOTO], "album": "A"})).await;
    town.settles().await;
    assert!(town.card(GRID, 1).await.text.contains("3 张照片"), "an hour later it is no part of it");
}

async fn a_lone_photo_said_to_the_bot_is_a_case(town: &Town) {
    town.says("李奶奶", GRID, "/report").await;
    let hint = town.waits_for(GRID, "请把事情写在后面").await;
    town.posts("李奶奶", GRID, json!({"photos": [PHOTO], "reply_to": hint.id})).await;
    let card = town.card_says(GRID, 1, "1 张照片").await;
    town.waits_for(GRID, "哪方面的事").await;
    town.posts("张明", GRID, json!({"photos": [PHOTO], "reply_to": card.id})).await;
    town.card_says(GRID, 1, "2 张照片").await;
    town.posts("张明", GRID, json!({"voice": PHOTO})).await;
    town.posts("张明", GRID, json!({"voice": PHOTO, "reply_to": hint.id})).await;
    town.card(GRID, 2).await;
    let question = town.waits_for(GRID, "#2 是哪方面的事").await;
    town.replies("张明", &question, "3号楼门禁坏了").await;
    town.card_says(GRID, 2, "3号楼门禁坏了").await;
    town.shows(GRID, "photos-alone").await;
}

async fn a_photo_waits_no_longer_than_ten_minutes(town: &Town) {
    town.posts("李奶奶", GRID, json!({"photos": [PHOTO]})).await;
    town.settles().await;
    town.story_to("hour").await;
    town.says("李奶奶", GRID, "3号楼楼道灯坏了").await;
    let card = town.card(GRID, 1).await;
    town.settles().await;
    assert!(!card.text.contains("张照片"), "{}", card.text);
}
