//! The same trouble, told twice: the second report's card asks its author, and one tap puts both together.

use crate::photos::PHOTO;
use crate::said::Said;
use crate::town::{GRID, GRID_2, Town};
use serde_json::json;

plays!(
    the_same_lamp_told_twice_becomes_one,
    another_one_stays_a_ticket,
    only_what_may_be_the_same_is_asked_about,
    what_has_ended_is_asked_about_no_more,
    nobody_else_answers_for_the_author,
    a_slip_is_taken_back,
    a_restart_between_the_two_changes_nothing,
    what_a_question_was_about_may_change,
    what_comes_in_one_batch_is_compared_too,
    photos_and_neighbours_go_along,
);

const FIRST: &str = "3号楼2单元楼道灯坏了";
const AGAIN: &str = "3号楼2单元楼道的灯又不亮了，晚上黑得看不见";

/// Waits for the card of `number` that asks whether it is the same as `other`.
async fn asks(town: &Town, number: i64, other: i64) -> Said {
    town.card_says(GRID, number, &format!("和 #{other} ")).await
}

/// The card of `number`, once all is said: it asks nothing.
async fn asks_nothing(town: &Town, number: i64) -> Said {
    town.card(GRID, number).await;
    town.settles().await;
    let card = town.card(GRID, number).await;
    assert!(!card.text.contains("同一件") && !card.has_button("是同一件"), "{}", card.text);
    card
}

async fn the_same_lamp_told_twice_becomes_one(town: &Town) {
    town.says("李奶奶", GRID, FIRST).await;
    town.card(GRID, 1).await;
    let words = town.says("张明", GRID, AGAIN).await;
    let card = asks(town, 2, 1).await;
    assert_eq!(card.reply_to, Some(words.id), "it replies to who said it");
    assert!(
        card.text.contains("照明") && card.text.contains("还没有人接"),
        "nothing is held back: {}",
        card.text
    );
    let answer = town.taps("张明", &card, "是同一件").await;
    assert!(answer.text.contains("#1 有结果会告诉你"), "{answer:?}");
    let merged = town.card_says(GRID, 2, "合在一起办").await;
    assert!(!merged.has_button("我来") && merged.id == card.id, "{}", merged.text);
    town.card_says(GRID, 1, "1 户也遇到了").await;

    // Whoever answers the second card or its words means the first.
    town.replies("Emily Carter", &words, "+1").await;
    let first = town.card_says(GRID, 1, "2 户也遇到了").await;
    let late = town.forges("李建国", &card, card.button("我来")).await;
    assert!(late.alert && late.text.contains("合在一起"), "{late:?}");

    town.starts("张明", None).await;
    town.taps("李建国", &first, "我来").await;
    let first = town.card_says(GRID, 1, "李建国 接了").await;
    town.taps("李建国", &first, "办好了").await;
    let first = town.card_says(GRID, 1, "说办好了").await;
    town.taps("李奶奶", &first, "好了").await;
    town.card_says(GRID, 1, "反映的邻居也确认了").await;
    town.waits_for("张明", "#1").await;
    town.story_to("18:00").await;
    let digest = town.waits_for(GRID, "今天的网格").await;
    assert!(!digest.text.contains("#2 "), "one trouble is named once: {}", digest.text);
    town.says("张明", GRID, "/status 2").await;
    town.waits_for(GRID, "说和另一件是同一件").await;
    town.shows(GRID, "same").await;
}

async fn another_one_stays_a_ticket(town: &Town) {
    town.says("李奶奶", GRID, FIRST).await;
    town.card(GRID, 1).await;
    town.says("张明", GRID, AGAIN).await;
    let card = asks(town, 2, 1).await;
    let answer = town.taps("张明", &card, "不是").await;
    assert!(answer.text.contains("#2 单独办"), "{answer:?}");
    let card = asks_nothing(town, 2).await;
    assert!(card.has_button("我来") && card.has_button("这不是报修"), "{}", card.text);
    town.taps("李建国", &card, "我来").await;
    town.card_says(GRID, 2, "李建国 接了").await;
    town.card_says(GRID, 1, "还没有人接").await;
}

async fn only_what_may_be_the_same_is_asked_about(town: &Town) {
    town.says("李奶奶", GRID, FIRST).await;
    town.card(GRID, 1).await;
    town.says("张明", GRID, "5号楼2单元楼道灯坏了").await;
    asks_nothing(town, 2).await;
    town.says("张明", GRID, "3号楼2单元的门禁刷不开").await;
    asks_nothing(town, 3).await;
    // What was said in private is named to nobody.
    town.says("李奶奶", "李奶奶", "6号楼1单元水管漏水，一直在滴").await;
    town.card("李奶奶", 4).await;
    town.says("张明", GRID, "6号楼1单元水管漏水，一直在滴").await;
    asks_nothing(town, 5).await;
    // Nor what another grid has.
    town.says("何伟", GRID_2, "/report 花园里的长椅断了一条腿").await;
    town.card(GRID_2, 6).await;
    town.says("张明", GRID, "/report 花园里的长椅断了一条腿").await;
    asks_nothing(town, 7).await;
    // One question a report: the missing building comes first.
    town.says("张明", GRID, "楼道灯坏了").await;
    let question = town.waits_for(GRID, "#8 是哪一栋").await;
    asks_nothing(town, 8).await;
    town.taps("张明", &question, "3号楼").await;
    town.card_says(GRID, 8, "3号楼").await;
    asks_nothing(town, 8).await;
    // Nor is anybody asked in danger.
    town.says("张明", GRID, "3号楼2单元闻到煤气味，好重").await;
    town.waits_for(GRID, "🚨 #9 ").await;
    town.says("李奶奶", GRID, "3号楼2单元闻到煤气味，好重").await;
    town.waits_for(GRID, "🚨 #10 ").await;
    town.settles().await;
    assert!(town.bot_said(GRID).await.iter().all(|said| !said.text.contains("同一件")));
}

async fn what_has_ended_is_asked_about_no_more(town: &Town) {
    town.says("李奶奶", GRID, FIRST).await;
    let first = town.card(GRID, 1).await;
    town.says("张明", GRID, AGAIN).await;
    let second = asks(town, 2, 1).await;
    town.taps("李奶奶", &first, "这不是报修").await;
    town.card_says(GRID, 1, "已撤回").await;
    asks_nothing(town, 2).await;
    let late = town.forges("张明", &second, second.button("是同一件")).await;
    assert!(late.alert && late.text.contains("最新的卡片"), "{late:?}");
    let card = asks_nothing(town, 2).await;
    town.taps("李建国", &card, "我来").await;
    let card = town.card_says(GRID, 2, "李建国 接了").await;
    town.taps("李建国", &card, "办好了").await;
    let card = town.card_says(GRID, 2, "说办好了").await;
    town.says("Emily Carter", GRID, FIRST).await;
    asks_nothing(town, 3).await;
    // What is open again is asked about again: the younger and the older of the two alike.
    town.taps("张明", &card, "没修好").await;
    town.card_says(GRID, 2, "还没修好").await;
    town.says("孙秀英", GRID, AGAIN).await;
    let fourth = asks(town, 4, 2).await;
    // One that is taken already goes too, and whoever has it hears.
    town.taps("王芳", &fourth, "我来").await;
    let fourth = town.card_says(GRID, 4, "王芳 接了").await;
    town.taps("孙秀英", &fourth, "是同一件").await;
    town.card_says(GRID, 4, "合在一起办").await;
    town.waits_for("王芳", "#4 和 #2 是同一件").await;
    town.card_says(GRID, 2, "1 户也遇到了").await;
}

async fn nobody_else_answers_for_the_author(town: &Town) {
    town.says("李奶奶", GRID, FIRST).await;
    let first = town.card(GRID, 1).await;
    town.says("张明", GRID, AGAIN).await;
    let card = asks(town, 2, 1).await;
    for button in ["是同一件", "不是"] {
        let answer = town.taps("Emily Carter", &card, button).await;
        assert!(answer.alert && answer.text.contains("邻居自己"), "{answer:?}");
    }
    // Data that no button has: a card that asks nothing, a case of nobody, another chat.
    let forged = card.button("是同一件").to_owned();
    let own = town.card(GRID, 1).await;
    let data =
        forged.replace(forged.split('.').nth(1).unwrap(), own.button("我来").split('.').nth(1).unwrap());
    for data in [data.as_str(), "sam.999.1", "spl.999.1", &data.replace("sam", "spl")] {
        let answer = town.forges("李奶奶", &first, data).await;
        assert!(answer.alert, "{data}: {answer:?}");
    }
    let elsewhere = town.says("何伟", GRID_2, "在吗").await;
    let elsewhere = town.forges("何伟", &elsewhere, &forged).await;
    assert!(elsewhere.alert, "{elsewhere:?}");
    let card = asks(town, 2, 1).await;
    // Who works here may answer for them.
    town.taps("李建国", &card, "是同一件").await;
    town.card_says(GRID, 2, "合在一起办").await;
    town.card_says(GRID, 1, "1 户也遇到了").await;
}

async fn a_slip_is_taken_back(town: &Town) {
    town.says("李奶奶", GRID, FIRST).await;
    town.card(GRID, 1).await;
    town.says("张明", GRID, AGAIN).await;
    let card = asks(town, 2, 1).await;
    town.taps("张明", &card, "是同一件").await;
    let merged = town.card_says(GRID, 2, "合在一起办").await;
    let answer = town.taps("Emily Carter", &merged, "不是同一件").await;
    assert!(answer.alert && answer.text.contains("邻居自己"), "{answer:?}");
    let answer = town.taps("张明", &merged, "不是同一件").await;
    assert!(answer.text.contains("#2 单独办"), "{answer:?}");
    town.card_says(GRID, 2, "还没有人接").await;
    asks_nothing(town, 2).await;
    town.settles().await;
    assert!(!town.card(GRID, 1).await.text.contains("户也遇到了"));
    // Who says the same thing twice is asked too, and is not counted as another home.
    town.says("李奶奶", GRID, AGAIN).await;
    let third = town
        .waits_until(GRID, "a third card that asks", |said| {
            said.text.starts_with("#3 ") && said.has_button("是同一件")
        })
        .await;
    town.taps("李奶奶", &third, "是同一件").await;
    town.card_says(GRID, 3, "合在一起办").await;
}

async fn a_restart_between_the_two_changes_nothing(town: &Town) {
    town.says("李奶奶", GRID, FIRST).await;
    town.card(GRID, 1).await;
    town.settles().await;
    town.is_killed_and_starts_again().await;
    town.says("张明", GRID, AGAIN).await;
    let card = asks(town, 2, 1).await;
    town.taps("张明", &card, "是同一件").await;
    town.card_says(GRID, 2, "合在一起办").await;
}

async fn what_a_question_was_about_may_change(town: &Town) {
    let first = town.says("李奶奶", GRID, FIRST).await;
    town.card(GRID, 1).await;
    let second = town.says("张明", GRID, AGAIN).await;
    asks(town, 2, 1).await;
    // The second was of another building after all, and then was not.
    town.edits("张明", &second, "5号楼2单元楼道的灯又不亮了").await;
    town.card_says(GRID, 2, "5号楼").await;
    asks_nothing(town, 2).await;
    // The first is of another building after all: what comes next is compared with what it is now.
    town.edits("李奶奶", &first, "1号楼2单元楼道灯坏了").await;
    town.card_says(GRID, 1, "1号楼").await;
    town.says("Emily Carter", GRID, FIRST).await;
    asks_nothing(town, 3).await;
    town.says("孙秀英", GRID, "1号楼2单元楼道的灯不亮，好黑").await;
    asks(town, 4, 1).await;
    // A worker puts the place right, and the question goes with it.
    town.says("王芳", GRID, "/correct 4 5号楼1单元").await;
    town.card_says(GRID, 4, "5号楼 1单元").await;
    asks_nothing(town, 4).await;
}

async fn what_comes_in_one_batch_is_compared_too(town: &Town) {
    let says = |who: &str, text: &str| json!({"as": town.person(who), "chat": town.chat(GRID), "text": text});
    let batch = [("李奶奶", FIRST), ("Emily Carter", "5号楼2单元楼道灯坏了"), ("张明", AGAIN)];
    let batch: Vec<_> = batch.iter().map(|(who, text)| says(who, text)).collect();
    town.post("admin/updates/batch", json!(batch)).await;
    asks(town, 3, 1).await;
    asks_nothing(town, 2).await;
}

async fn photos_and_neighbours_go_along(town: &Town) {
    town.says("李奶奶", GRID, FIRST).await;
    town.card(GRID, 1).await;
    let words = town.posts("张明", GRID, json!({"photos": [PHOTO], "caption": AGAIN})).await;
    let card = asks(town, 2, 1).await;
    town.taps("孙秀英", &card, "我家也是").await;
    let card = town.card_says(GRID, 2, "1 户也遇到了").await;
    town.taps("张明", &card, "是同一件").await;
    town.card_says(GRID, 2, "合在一起办").await;
    town.card_says(GRID, 1, "还有 2 户也遇到了 · 1 张照片").await;
    // What is added later to the second goes to the first.
    let merged = town.card(GRID, 2).await;
    town.posts("张明", GRID, json!({"photos": [PHOTO], "reply_to": merged.id})).await;
    town.card_says(GRID, 1, "2 张照片").await;
    town.reacts("Emily Carter", &words, "👍").await;
    town.card_says(GRID, 1, "3 户也遇到了").await;
}
