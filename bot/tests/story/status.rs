//! The log of a case in words.

use crate::finish::PHOTO;
use crate::town::{GRID, Town};
use serde_json::json;

plays!(a_case_tells_its_story);

async fn a_case_tells_its_story(town: &Town) {
    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    let card = town.card(GRID, 1).await;
    town.taps("李建国", &card, "我来").await;
    let card = town.card_says(GRID, 1, "李建国 接了").await;
    town.says("李建国", GRID, "进展 1 已约电工，电话13800138000").await;
    town.card_says(GRID, 1, "已约电工").await;
    let photo = json!({"photos": [PHOTO], "reply_to": card.id});
    town.posts("李建国", GRID, photo).await;
    town.waits_for(GRID, "#1 的进展记下了").await;
    town.says("周慧兰", GRID, "/assign 1 @wangfang").await;
    town.card_says(GRID, 1, "王芳 接了").await;
    town.says("王芳", GRID, "办结 1").await;
    town.card_says(GRID, 1, "说办好了").await;
    town.says("李奶奶", GRID, "没修好 1").await;
    town.card_says(GRID, 1, "还没修好").await;
    town.says("张明", GRID, "进度 1").await;
    let told = town.waits_for(GRID, "报上来了").await;
    assert!(!told.text.contains("李奶奶") && !told.text.contains("13800138000"), "{}", told.text);
    insta::assert_snapshot!("status", told.line());
}
