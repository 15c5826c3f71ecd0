//! "Me too": by button, by words, by a reaction; and out again.

use crate::town::{GRID, Town};

plays!(neighbours_join_in_every_way, a_joiner_who_gains_nothing_is_told);

async fn neighbours_join_in_every_way(town: &Town) {
    let words = town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    let card = town.card(GRID, 1).await;
    let answer = town.taps("张明", &card, "我家也是").await;
    assert!(answer.text.contains("有结果会告诉你"), "{answer:?}");
    town.card_says(GRID, 1, "1 户也遇到了").await;
    town.replies("Emily Carter", &words, "+1").await;
    town.card_says(GRID, 1, "2 户也遇到了").await;
    town.reacts("王芳", &card, "👍").await;
    town.card_says(GRID, 1, "3 户也遇到了").await;
    town.reacts("孙秀英", &words, "👍").await;
    town.card_says(GRID, 1, "4 户也遇到了").await;
    town.reacts("王芳", &card, "").await;
    town.card_says(GRID, 1, "3 户也遇到了").await;
    town.replies("王芳", &card, "我家也是").await;
    town.card_says(GRID, 1, "4 户也遇到了").await;
    town.shows(GRID, "join").await;
}

async fn a_joiner_who_gains_nothing_is_told(town: &Town) {
    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    let card = town.card(GRID, 1).await;
    assert!(town.taps("李奶奶", &card, "我家也是").await.text.contains("就是你报的"));
    town.taps("张明", &card, "我家也是").await;
    let card = town.card_says(GRID, 1, "1 户也遇到了").await;
    assert!(town.taps("张明", &card, "我家也是").await.text.contains("已经在"));
    town.reacts("李奶奶", &card, "👍").await;
    town.settles().await;
    town.card_says(GRID, 1, "1 户也遇到了").await;
    town.says("Emily Carter", GRID, "/join 9").await;
    town.waits_for(GRID, "没有找到 #9").await;
    let now = town.card(GRID, 1).await;
    town.taps("李奶奶", &now, "这不是报修").await;
    town.card_says(GRID, 1, "已撤回").await;
    town.waits_for(GRID, "你家要是还没好").await;
    let late = town.forges("Emily Carter", &card, card.button("我家也是")).await;
    assert!(late.alert && late.text.contains("已经撤回"), "{late:?}");
}
