//! What people put right: a category and a place by those who work there; and what of it may be kept, by the word of
//! whoever reported it.

use crate::rows::rows;
use crate::town::{GRID, Town};

plays!(a_worker_puts_right_what_was_misread, what_was_put_right_is_kept_only_where_its_reporter_agreed);

async fn a_worker_puts_right_what_was_misread(town: &Town) {
    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    town.card_says(GRID, 1, "照明").await;
    town.says("李奶奶", GRID, "/correct 1 供电").await;
    town.waits_for(GRID, "由这里的工作人员更正").await;
    town.says("李建国", GRID, "/correct 1 供电").await;
    town.card_says(GRID, 1, "供电").await;
    town.says("李建国", GRID, "更正 1 5号楼1单元").await;
    let card = town.card_says(GRID, 1, "5号楼 1单元").await;
    assert!(!card.text.contains("3号楼 2单元"), "{}", card.text);
    town.says("李建国", GRID, "/correct 1 不知道").await;
    let hint = town.waits_for(GRID, "没认出要改成什么").await;
    assert!(hint.text.contains("照明") && hint.text.contains("/correct 12 3号楼2单元"), "{}", hint.text);
    let card = town.card(GRID, 1).await;
    town.taps("李建国", &card, "我来").await;
    let card = town.card_says(GRID, 1, "李建国 接了").await;
    town.taps("李建国", &card, "办好了").await;
    town.card_says(GRID, 1, "说办好了").await;
    town.says("李建国", GRID, "/correct 1 照明").await;
    town.waits_for(GRID, "#1 已经").await;
    town.settles().await;
    assert!(town.card_says(GRID, 1, "说办好了").await.text.contains("供电"), "it is finished");
}

async fn what_was_put_right_is_kept_only_where_its_reporter_agreed(town: &Town) {
    let kept = || async { rows(town).await.into_iter().filter(|(table, _)| table == "correction").count() };
    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    town.card(GRID, 1).await;
    town.says("李建国", GRID, "/correct 1 供电").await;
    town.card_says(GRID, 1, "供电").await;
    assert_eq!(kept().await, 0, "nobody asked her");

    town.says("李奶奶", GRID, "/learn").await;
    town.waits_for(GRID, "没有留你的任何改正").await;
    town.says("李奶奶", GRID, "/learn on").await;
    town.waits_for(GRID, "把去掉电话和房号的话和改正留着学").await;
    town.says("李奶奶", GRID, "5号楼1单元楼道灯坏了").await;
    let card = town.card(GRID, 2).await;
    town.taps("李奶奶", &card, "这不是报修").await;
    town.card_says(GRID, 2, "撤回").await;
    town.says("李奶奶", GRID, "6号楼楼道灯坏了").await;
    town.card(GRID, 3).await;
    town.says("李建国", GRID, "/correct 3 供电").await;
    town.card_says(GRID, 3, "供电").await;
    town.settles().await;
    assert_eq!(kept().await, 2);

    town.says("李奶奶", GRID, "/learn off").await;
    town.waits_for(GRID, "留着的也删掉了").await;
    assert_eq!(kept().await, 0);
}
