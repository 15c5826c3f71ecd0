//! `/setup`: an administrator of the group chooses where it belongs, a secretary of that area confirms.

use crate::said::Said;
use crate::town::{GRID_2, Town};
use serde_json::json;

plays!(
    chosen_by_buttons_and_confirmed,
    a_one_time_code_binds_at_once,
    what_setup_refuses,
    an_anonymous_administrator_may,
    the_last_question_counts_and_a_bound_group_stays_until_it_is_answered,
);

const NEW: &str = "楼下新群";

/// A group of 张明's that belongs nowhere yet.
async fn new_group(town: &Town) {
    town.makes_group("张明", NEW, &["李奶奶", "周慧兰"], "member").await;
    town.waits_for(NEW, "请群管理员发 /setup").await;
}

/// What the bot answers to what somebody says.
async fn answer(town: &Town, who: &str, chat: &str, text: &str) -> Said {
    let said = town.says(who, chat, text).await;
    town.waits_until(chat, text, |answer| answer.reply_to == Some(said.id)).await
}

async fn chosen_by_buttons_and_confirmed(town: &Town) {
    new_group(town).await;
    let refused = answer(town, "李奶奶", NEW, "/setup").await;
    assert!(refused.text.contains("这一步要群管理员来做"), "{}", refused.text);

    let tree = answer(town, "张明", NEW, "/setup").await;
    let tapped = town.taps("李奶奶", &tree, "梧桐里社区").await;
    assert!(tapped.alert && tapped.text.contains("群管理员"), "{}", tapped.text);
    town.taps("张明", &tree, "梧桐里社区").await;
    let grids = town.waits_for(NEW, "这个群是梧桐里社区的哪里").await;
    assert_eq!(grids.id, tree.id, "one message from beginning to end");
    town.taps("张明", &grids, "第1网格").await;
    let asked = town.waits_for(NEW, "等书记点一下").await;

    let tapped = town.taps("张明", &asked, "确认").await;
    assert!(tapped.alert && tapped.text.contains("书记来点"), "{}", tapped.text);
    let private = town.waits_for("周慧兰", "想把一个群设为").await;
    town.taps("周慧兰", &private, "确认").await;
    town.waits_for(NEW, "好了，这个群现在是梧桐里社区 第1网格").await;
    town.waits_for("周慧兰", "那个群现在是梧桐里社区 第1网格的了").await;
    let late = town.taps("周慧兰", &asked, "不是我们的群").await;
    assert!(late.alert && late.text.contains("已经办过了"), "{}", late.text);

    town.says("李奶奶", NEW, "3号楼2单元楼道灯坏了").await;
    town.card(NEW, 1).await;
    town.shows(NEW, "setup").await;
}

async fn a_one_time_code_binds_at_once(town: &Town) {
    new_group(town).await;
    let given = answer(town, "周慧兰", "周慧兰", "/code WT-1").await;
    let line = given.text.lines().last().unwrap().to_owned();
    assert!(line.starts_with("/setup WT-1 "), "{line}");

    let elsewhere = answer(town, "张明", NEW, &line.replace("WT-1", "WT-2")).await;
    assert!(elsewhere.text.contains("这个代码是别处的"), "{}", elsewhere.text);
    answer(town, "张明", NEW, &line).await;
    town.waits_for(NEW, "好了，这个群现在是梧桐里社区 第1网格").await;

    town.makes_group("何伟", "另一个群", &[], "member").await;
    let used = answer(town, "何伟", "另一个群", &line).await;
    assert!(used.text.contains("已经用过了"), "{}", used.text);

    let given = answer(town, "周慧兰", "周慧兰", "/code").await;
    let line = given.text.lines().last().unwrap().to_owned();
    for _ in 0..8 {
        town.story_to("day").await;
    }
    let ended = answer(town, "何伟", "另一个群", &line).await;
    assert!(ended.text.contains("过期了"), "{}", ended.text);
}

async fn what_setup_refuses(town: &Town) {
    new_group(town).await;
    for (words, why) in [
        ("/setup NOWHERE", "没有找到代号 NOWHERE"),
        ("/setup WT-1-3", "请发 /setup WT-1"),
        ("/setup WT residents", "居民群要绑定到一个网格"),
        ("/setup WT 不知道", "请写明用途：/setup WT staff"),
        ("/setup WT-1 AAAAAAAAAAAAAAAAAAAAAA", "没有这个代码"),
    ] {
        let refused = answer(town, "张明", NEW, words).await;
        assert!(refused.text.contains(why), "{words}: {}", refused.text);
    }
    let link = answer(town, "周慧兰", "周慧兰", "/invite 网格员 WT-1").await;
    let (_, code) = link.text.split_once("join_").unwrap();
    let refused = answer(town, "张明", NEW, &format!("/setup WT-1 {code}")).await;
    assert!(refused.text.contains("这是邀请成员用的"), "{}", refused.text);
    let refused = answer(town, "李奶奶", "李奶奶", "/setup WT-1").await;
    assert!(refused.text.contains("请到要绑定的群里"), "{}", refused.text);
    let said = town.says("李奶奶", NEW, "3号楼2单元楼道灯坏了").await;
    town.settles().await;
    assert!(!town.bot_said(NEW).await.iter().any(|answer| answer.reply_to == Some(said.id)), "still unbound");
}

async fn an_anonymous_administrator_may(town: &Town) {
    new_group(town).await;
    let said = town.posts("张明", NEW, json!({"text": "/setup WT staff", "anonymous": true})).await;
    let asked = town.waits_until(NEW, "the card", |answer| answer.reply_to == Some(said.id)).await;
    assert!(asked.text.starts_with("群管理员 想把这个群设为梧桐里社区的工作群"), "{}", asked.text);
    town.taps("周慧兰", &asked, "确认").await;
    town.waits_for(NEW, "好了，这里是梧桐里社区的工作群").await;
}

async fn the_last_question_counts_and_a_bound_group_stays_until_it_is_answered(town: &Town) {
    new_group(town).await;
    let first = answer(town, "张明", NEW, "/setup WT-1").await;
    let second = answer(town, "张明", NEW, "/setup WT-2").await;
    let stale = town.taps("周慧兰", &first, "确认").await;
    assert!(stale.alert && stale.text.contains("换成了别的"), "{}", stale.text);
    town.taps("周慧兰", &second, "不是我们的群").await;
    town.waits_for(NEW, "书记说这不是梧桐里社区 第2网格的群").await;
    let forged = town.forges("李奶奶", &second, second.button("确认")).await;
    assert!(forged.alert, "{}", forged.text);

    // 陈立's grid keeps its group while another is only asked for, and its secretary may move it at once.
    town.post(
        &format!("play/chats/{}/admins", town.chat(GRID_2)),
        json!({"as": town.person("周慧兰"), "admins": [town.person("周慧兰"), town.person("何伟")]}),
    )
    .await;
    answer(town, "何伟", GRID_2, "/setup WT-1").await;
    town.says("何伟", GRID_2, "8号楼门口的路灯坏了").await;
    town.card(GRID_2, 1).await;
    let moved = answer(town, "周慧兰", GRID_2, "/setup WT-1").await;
    assert!(moved.text.contains("好了，这个群现在是梧桐里社区 第1网格"), "{}", moved.text);
    let again = answer(town, "周慧兰", GRID_2, "/setup WT-1").await;
    assert!(again.text.contains("已经是梧桐里社区 第1网格的了"), "{}", again.text);
}
