//! What neighbours say to one another is none of its business: nothing of it is stored, not even who spoke.

use crate::rows::{holds, rows, taken_in};
use crate::town::{GRID, Town};

plays!(chatter_leaves_no_row);

/// Everyday talk, some of which begins with a word that is a command elsewhere.
const TALK: &[&str] = &[
    "今天菜场的西红柿真便宜",
    "开会",
    "开会，周五大家都来吧",
    "會議安排：週五晚上",
    "会议安排 还没定呢",
    "会议纪要：上次说的都办了",
    "隐私，现在哪有什么隐私",
    "帮助 别人就是帮助自己",
    "待办 一大堆，头都大了",
    "心愿墙，小时候学校也有",
    "我来",
    "通过了通过了",
    "确认",
    "满意",
    "😀😀😀",
];

async fn chatter_leaves_no_row(town: &Town) {
    town.settles().await;
    let before = rows(town).await;
    for words in TALK {
        let said = town.says("李奶奶", GRID, words).await;
        town.replies("张明", &said, words).await;
    }
    taken_in(town).await;
    town.settles().await;
    assert!(town.bot_said(GRID).await.is_empty(), "{}", town.transcript(GRID).await);
    let after = rows(town).await;
    let new: Vec<_> = after.difference(&before).collect();
    // How far the updates were read, how many messages the group saw that day, and what the clock keeps for itself.
    let mute = ["bot", "counter", "meta"];
    assert!(new.iter().all(|(table, _)| mute.contains(&table.as_str())), "{new:?}");
    let speaker = town.person("李奶奶").to_string();
    assert!(new.iter().all(|(_, row)| !holds(row, &speaker)), "{new:?}");
    let seen = (TALK.len() * 2).to_string();
    assert!(new.iter().any(|(table, row)| table == "counter" && holds(row, &seen)), "{new:?}");
}
