//! How people become members: a one-time link, or a secretary's reply; and how they stop being one.

use crate::said::Said;
use crate::town::{GRID, Town};

plays!(a_link_makes_one_member_once, a_secretary_names_who_is_spoken_to, what_is_the_secretarys_alone);

async fn answer(town: &Town, who: &str, chat: &str, text: &str) -> Said {
    let said = town.says(who, chat, text).await;
    town.waits_until(chat, text, |answer| answer.reply_to == Some(said.id)).await
}

/// The code at the end of a link.
fn code(link: &Said) -> String {
    let (_, code) = link.text.rsplit_once("start=").unwrap();
    code.trim().to_owned()
}

async fn a_link_makes_one_member_once(town: &Town) {
    town.starts("李奶奶", None).await;
    town.waits_for("李奶奶", "你好，李奶奶").await;
    town.starts("李奶奶", Some("join_nothing")).await;
    town.waits_for("李奶奶", "没有这个邀请").await;

    let join = code(&answer(town, "周慧兰", "周慧兰", "/invite 志愿者 WT-1").await);
    town.starts("李奶奶", Some(&join)).await;
    town.waits_for("李奶奶", "李奶奶，欢迎。从现在起你是梧桐里社区 第1网格的志愿者").await;
    town.starts("张明", Some(&join)).await;
    town.waits_for("张明", "这个邀请已经有人用过了").await;

    town.says("张明", GRID, "3号楼2单元楼道灯坏了").await;
    let card = town.card(GRID, 1).await;
    town.taps("李奶奶", &card, "我来").await;
    town.card_says(GRID, 1, "李奶奶 接了").await;

    let join = code(&answer(town, "周慧兰", "周慧兰", "/invite 志愿者 WT-1").await);
    town.starts("李奶奶", Some(&join)).await;
    town.waits_for("李奶奶", "这个邀请没有用掉").await;
    for _ in 0..8 {
        town.story_to("day").await;
    }
    town.starts("张明", Some(&join)).await;
    town.waits_for("张明", "这个邀请过期了").await;
    let given = answer(town, "周慧兰", "周慧兰", "/code WT-1").await;
    let binding = given.text.rsplit(' ').next().unwrap().to_owned();
    town.starts("张明", Some(&format!("join_{binding}"))).await;
    town.waits_for("张明", "这个代码是绑定群用的").await;
}

async fn a_secretary_names_who_is_spoken_to(town: &Town) {
    let hello = town.says("张明", GRID, "大家好").await;
    let named = town.replies("李建国", &hello, "/member 志愿者").await;
    let refused = town.waits_until(GRID, "a refusal", |answer| answer.reply_to == Some(named.id)).await;
    assert!(refused.text.contains("登记成员是书记的事"), "{}", refused.text);

    town.replies("周慧兰", &hello, "/member 志愿者").await;
    town.waits_for(GRID, "张明 现在是梧桐里社区 第1网格的志愿者").await;
    town.replies("周慧兰", &hello, "/member volunteer").await;
    town.waits_for(GRID, "张明 已经是了").await;
    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    let card = town.card(GRID, 1).await;
    town.taps("张明", &card, "我来").await;
    town.card_says(GRID, 1, "张明 接了").await;

    town.replies("周慧兰", &hello, "/member none").await;
    town.waits_for(GRID, "手上还有 1 件事").await;
    town.replies("周慧兰", &hello, "/member none").await;
    town.waits_for(GRID, "这里没有登记过这个人").await;
    town.replies("周慧兰", &hello, "/member 皇帝").await;
    town.waits_for(GRID, "请写上是什么人").await;
    let alone = answer(town, "周慧兰", GRID, "/member 志愿者").await;
    assert!(alone.text.contains("请回复那个人自己说的一句话"), "{}", alone.text);
    town.shows(GRID, "member").await;
}

async fn what_is_the_secretarys_alone(town: &Town) {
    for (who, chat, words, why) in [
        ("李建国", "李建国", "/invite 志愿者", "邀请成员是书记的事"),
        ("李奶奶", "李奶奶", "/code WT-1", "邀请成员是书记的事"),
        ("周慧兰", GRID, "/invite 志愿者", "请在跟我的私聊里要"),
        ("周慧兰", "周慧兰", "/invite", "请写上请谁来"),
        ("周慧兰", "周慧兰", "/invite 志愿者 QS", "不归你管"),
        ("周慧兰", "周慧兰", "/invite 志愿者 XX", "没有找到代号 XX"),
        ("周慧兰", "周慧兰", "/member 志愿者", "请在群里回复"),
    ] {
        let refused = answer(town, who, chat, words).await;
        assert!(refused.text.contains(why), "{words}: {}", refused.text);
    }
    let own = town.says("周慧兰", GRID, "我说一句").await;
    let resigns = town.replies("周慧兰", &own, "/member none").await;
    let refused = town.waits_until(GRID, "a refusal", |answer| answer.reply_to == Some(resigns.id)).await;
    assert!(!refused.text.contains("不再是"), "the only secretary cannot vanish: {}", refused.text);
}
