//! The bot is added, given rights, removed, added again; a group becomes a supergroup.

use crate::town::{GRID, Town};
use serde_json::json;

plays!(
    the_first_card_says_what_works_here,
    a_removed_bot_stops_and_comes_back,
    a_notice_is_brought_up_to_date_when_the_bot_is_back,
    a_group_that_becomes_a_supergroup_stays_bound,
    what_neighbours_answer_comes_along_into_a_supergroup,
    who_blocks_the_bot_is_left_alone_until_they_start_it_again,
);

const NEW: &str = "楼下新群";

/// Somebody gives the bot another place in a chat.
async fn places(town: &Town, who: &str, chat: &str, status: &str) {
    town.settles().await;
    let path = format!("play/chats/{}/bot", town.chat(chat));
    town.post(&path, json!({"as": town.person(who), "status": status})).await;
}

async fn the_first_card_says_what_works_here(town: &Town) {
    town.makes_group("张明", NEW, &["李奶奶"], "member").await;
    let card = town.waits_for(NEW, "请群管理员发 /setup").await;
    assert!(card.text.contains("✓ 直接说话就行") && card.text.contains("✗ 表情"), "{}", card.text);

    places(town, "张明", NEW, "administrator").await;
    let mended = town.waits_for(NEW, "✓ 给卡片点个表情").await;
    assert_eq!(mended.id, card.id, "the card is edited, not said again");
    assert_eq!(town.bot_said(NEW).await.len(), 1);

    town.makes_group("Emily Carter", "English corner", &[], "member").await;
    town.waits_for("English corner", "a group administrator sends /setup").await;
}

async fn a_removed_bot_stops_and_comes_back(town: &Town) {
    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    town.card(GRID, 1).await;
    places(town, "周慧兰", GRID, "absent").await;
    town.settles().await;
    let before = town.bot_said(GRID).await.len();

    // Work goes on elsewhere; nothing is said where the bot is not.
    town.says("李建国", "李建国", "/claim 1").await;
    town.story_to("18:00").await;
    town.settles().await;
    assert_eq!(town.bot_said(GRID).await.len(), before, "it is gone, so it is silent");

    places(town, "周慧兰", GRID, "member").await;
    town.waits_for(GRID, "我回来了，这个群还是梧桐里社区 第1网格").await;
    town.card_says(GRID, 1, "李建国 接了").await;
}

async fn a_notice_is_brought_up_to_date_when_the_bot_is_back(town: &Town) {
    town.says("周慧兰", GRID, "/meet 周五晚7点半 居民活动室 | 要不要加装电梯").await;
    let draft = town.waits_for("周慧兰", "会议预览").await;
    town.taps("周慧兰", &draft, "发布").await;
    let notice = town.waits_for(GRID, "请大家来开会").await;
    let out = town.waits_for("周慧兰", "通知发出去了").await;
    places(town, "周慧兰", GRID, "absent").await;
    town.taps("周慧兰", &out, "取消会议").await;
    let sure = town.waits_for("周慧兰", "要取消").await;
    town.taps("周慧兰", &sure, "取消会议").await;
    town.waits_for("周慧兰", "取消了").await;
    places(town, "周慧兰", GRID, "member").await;
    let mended = town.waits_for(GRID, "这个会取消了").await;
    assert_eq!(mended.id, notice.id);
}

async fn a_group_that_becomes_a_supergroup_stays_bound(town: &Town) {
    let id = town.makes_group("周慧兰", NEW, &["李奶奶", "李建国"], "member").await;
    town.waits_for(NEW, "/setup").await;
    town.says("周慧兰", NEW, "/setup WT-1").await;
    town.waits_for(NEW, "这个群现在是").await;
    town.says("李奶奶", NEW, "3号楼2单元楼道灯坏了").await;
    town.card(NEW, 1).await;

    let upgraded = town.post(&format!("play/chats/{id}/upgrade"), json!({})).await;
    let bigger = "楼下新群，大了";
    town.knows_chat(bigger, upgraded["id"].as_i64().unwrap());
    town.says("李奶奶", bigger, "5号楼电梯坏了").await;
    town.card(bigger, 2).await;
    town.says("李建国", bigger, "/claim 1").await;
    town.card_says(bigger, 1, "李建国 接了").await;
}

async fn what_neighbours_answer_comes_along_into_a_supergroup(town: &Town) {
    let id = town.makes_group("周慧兰", NEW, &["李奶奶", "张明"], "member").await;
    town.waits_for(NEW, "/setup").await;
    town.says("周慧兰", NEW, "/setup WT-1").await;
    town.waits_for(NEW, "这个群现在是").await;
    town.says("周慧兰", NEW, "/meet 周三晚7点半 居民活动室 | 要不要加装电梯").await;
    let draft = town.waits_for("周慧兰", "会议预览").await;
    town.taps("周慧兰", &draft, "发布").await;
    let notice = town.waits_for(NEW, "请大家来开会").await;
    town.taps("李奶奶", &notice, "我参加（0）").await;
    town.says("周慧兰", NEW, "/poll 装几部 | 一部 | 两部 | until 明晚8点").await;
    let draft = town.waits_for("周慧兰", "投票预览").await;
    town.taps("周慧兰", &draft, "发布").await;
    let poll = town.waits_until(NEW, "a poll", |said| said.with == Some("poll")).await;
    town.votes("李奶奶", &poll, &[0]).await;
    town.settles().await;

    let upgraded = town.post(&format!("play/chats/{id}/upgrade"), json!({})).await;
    let bigger = "楼下新群，大了";
    town.knows_chat(bigger, upgraded["id"].as_i64().unwrap());
    let notice = town.waits_until(bigger, "the notice", |said| said.has_button("我参加（1）")).await;
    town.taps("张明", &notice, "我参加（1）").await;
    town.waits_until(bigger, "two come", |said| said.has_button("我参加（2）")).await;
    let poll = town.waits_until(bigger, "the poll", |said| said.with == Some("poll")).await;
    assert!(poll.text.contains("投过的算数"), "{}", poll.text);
    town.votes("张明", &poll, &[1]).await;
    town.settles().await;
    let again = town.bot_said(bigger).await.into_iter().filter(|said| said.text.contains("请大家来开会"));
    assert_eq!(again.count(), 1, "{}", town.transcript(bigger).await);

    town.story_to("2026-03-03T20:10:00+08:00").await;
    let result = town.waits_for(bigger, "投票结果").await;
    let counts = ["A. 一部：1 票", "B. 两部：1 票"];
    assert!(counts.iter().all(|counts| result.text.contains(counts)), "{}", result.text);
    assert_eq!(result.reply_to, Some(poll.id));
    town.story_to("2026-03-04T19:40:00+08:00").await;
    town.waits_for(bigger, "时间到了").await;
    town.replies("周慧兰", &notice, "/minutes 装一部").await;
    town.waits_for(bigger, "会上定了：要不要加装电梯").await;
}

async fn who_blocks_the_bot_is_left_alone_until_they_start_it_again(town: &Town) {
    town.says("周慧兰", "周慧兰", "/start").await;
    town.waits_for("周慧兰", "梧桐里社区 书记").await;
    town.blocks("周慧兰", true).await;
    town.makes_group("张明", NEW, &[], "member").await;
    town.says("张明", NEW, "/setup WT-1").await;
    town.waits_for(NEW, "等书记点一下").await;
    town.settles().await;
    assert!(town.journal().await.iter().all(|call| call["status"] != 403), "nobody knocks at a closed door");

    town.blocks("周慧兰", false).await;
    town.starts("周慧兰", None).await;
    town.says("张明", NEW, "/setup WT-2").await;
    town.waits_for("周慧兰", "想把一个群设为梧桐里社区 第2网格的居民群").await;
}
