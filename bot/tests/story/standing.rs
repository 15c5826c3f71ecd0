//! The bot is added, given rights, removed, added again; a group becomes a supergroup.

use crate::town::{GRID, Town};
use serde_json::json;

plays!(
    the_first_card_says_what_works_here,
    a_removed_bot_stops_and_comes_back,
    a_group_that_becomes_a_supergroup_stays_bound,
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
    town.says("李奶奶", bigger, "5号楼电梯坏了，有人被困").await;
    town.card(bigger, 2).await;
    town.says("李建国", bigger, "/claim 1").await;
    town.card_says(bigger, 1, "李建国 接了").await;
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
