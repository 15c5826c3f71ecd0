//! What the clock brings: reminders, the word one level up, silence that closes, the morning list, the digests.

use crate::town::{GRID, GRID_2, STAFF, Town};

plays!(
    nobody_takes_it,
    it_takes_too_long,
    nobody_answers,
    a_worker_s_morning,
    the_evening_of_two_grids,
    a_quiet_day,
    what_is_stuck_on_monday,
);

const LAMP: &str = "3号楼2单元楼道灯坏了";
const TUESDAY_NINE: &str = "2026-03-03T09:00:10+08:00";

async fn nobody_takes_it(town: &Town) {
    town.says("李奶奶", GRID, LAMP).await;
    town.card(GRID, 1).await;
    town.story_to(TUESDAY_NINE).await;
    town.waits_for("李建国", "#1 还没有人接").await;
    town.waits_for("王芳", "#1 还没有人接").await;
    assert!(!town.transcript("周慧兰").await.contains("#1"), "the secretary only hears later");

    town.story_to("2026-03-03T21:10:00+08:00").await;
    town.waits_for("周慧兰", "一直没有人接").await;
    let group = town.transcript(GRID).await;
    assert!(!group.contains("一直没有人接"), "residents are not told who is late:\n{group}");
}

async fn it_takes_too_long(town: &Town) {
    town.says("李奶奶", GRID, LAMP).await;
    let card = town.card(GRID, 1).await;
    town.taps("李建国", &card, "我来").await;
    town.card_says(GRID, 1, "李建国").await;
    town.story_to("2026-03-09T09:00:10+08:00").await;
    let reminder = town.waits_for("李建国", "现在怎么样了").await;
    town.story_to("2026-03-12T21:10:00+08:00").await;
    town.waits_for("周慧兰", "李建国 在办").await;
    town.taps("李建国", &reminder, "办好了 #1").await;
    town.card_says(GRID, 1, "说办好了").await;
}

async fn nobody_answers(town: &Town) {
    town.says("李奶奶", GRID, LAMP).await;
    let card = town.card(GRID, 1).await;
    town.taps("李建国", &card, "我来").await;
    town.says("李建国", GRID, "办结 1").await;
    town.card_says(GRID, 1, "说办好了").await;
    town.story_to("2026-03-05T08:30:00+08:00").await;
    town.card_says(GRID, 1, "说办好了").await;
    town.story_to("2026-03-05T09:05:00+08:00").await;
    town.waits_until(GRID, "the card closed after silence", |said| {
        said.has_button("没修好") && said.has_button("满意")
    })
    .await;
    town.story_to("18:00").await;
    town.waits_for(GRID, "没回话先收起 1 件").await;
}

async fn a_worker_s_morning(town: &Town) {
    town.says("李奶奶", GRID, LAMP).await;
    town.card(GRID, 1).await;
    town.says("张明", GRID, "5号楼门口垃圾桶满了三天没人收").await;
    town.card(GRID, 2).await;
    town.story_to("2026-03-03T08:30:05+08:00").await;
    let list = town.waits_for("王芳", "早上好").await;
    assert!(
        list.text.contains("附近还没人接") && list.text.contains("#1") && list.text.contains("#2"),
        "{}",
        list.line()
    );
    assert!(!town.transcript("陈立").await.contains("#1"), "another grid's worker does not hear of it");
    town.taps("王芳", &list, "我来 #1").await;
    town.card_says(GRID, 1, "王芳").await;
}

async fn the_evening_of_two_grids(town: &Town) {
    town.says("李奶奶", GRID, LAMP).await;
    let card = town.card(GRID, 1).await;
    town.says("林雅雯", GRID_2, "9號樓門口井蓋鬆了，車一過就響").await;
    town.card(GRID_2, 2).await;
    town.taps("李建国", &card, "我来").await;
    town.card_says(GRID, 1, "李建国").await;
    town.story_to("18:00").await;
    town.waits_for(GRID, "新报 1 件，有人接 1 件").await;
    town.waits_for(GRID_2, "等人接 1 件").await;
    town.waits_for(STAFF, "各网格今天").await;
    town.shows(STAFF, "staff_digest").await;
    let before = town.bot_said(GRID).await.len();
    town.story_to("2026-03-02T23:00:00+08:00").await;
    town.settles().await;
    assert_eq!(town.bot_said(GRID).await.len(), before, "one digest a day");
}

async fn a_quiet_day(town: &Town) {
    town.says("李奶奶", GRID, "今天太阳真好，大家出来晒被子").await;
    town.story_to("18:00").await;
    town.settles().await;
    assert!(town.bot_said(GRID).await.is_empty(), "nothing happened, nothing said");
    assert!(town.bot_said(STAFF).await.is_empty());
}

async fn what_is_stuck_on_monday(town: &Town) {
    town.says("李奶奶", GRID, LAMP).await;
    town.card(GRID, 1).await;
    town.story_to("2026-03-09T08:30:05+08:00").await;
    let list = town.waits_for("周慧兰", "这一周卡住的").await;
    assert!(list.text.contains("1 件") && list.text.contains("没有人接"), "{}", list.line());
}
