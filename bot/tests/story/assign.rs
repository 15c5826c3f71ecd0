//! Dispatching: the secretary gives a case to somebody near it.

use crate::town::{GRID, Town};

plays!(a_secretary_assigns);

async fn a_secretary_assigns(town: &Town) {
    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    town.card(GRID, 1).await;
    town.says("周慧兰", "周慧兰", "派单 1").await;
    let ask = town.waits_for("周慧兰", "派给谁").await;
    town.says("周慧兰", GRID, "派单 1").await;
    let public = town.waits_for(GRID, "派给谁").await;
    let stolen = town.taps("李建国", &public, "李建国").await;
    assert!(stolen.alert && stolen.text.contains("派单请找社区书记"), "{}", stolen.text);
    town.settles().await;
    town.taps("周慧兰", &ask, "王芳").await;
    town.waits_for("王芳", "书记把 #1 照明").await;
    town.card_says(GRID, 1, "王芳 接了").await;

    town.says("周慧兰", GRID, "/assign 1 @lijianguo").await;
    town.waits_for("李建国", "书记把 #1 照明").await;
    town.waits_for("王芳", "改由 李建国 来办").await;
    for (words, answer) in [
        ("/assign 1 @lijianguo", "#1 已经在 李建国 手上了"),
        ("/assign 1 @nobody_here", "我还不认识 @nobody_here"),
        ("/assign 1 @chenli", "陈立 不负责这个网格"),
        ("/assign 1 李建国", "请写成 /assign 12 @名字"),
        ("/assign 77", "没有找到 #77"),
    ] {
        town.says("周慧兰", GRID, words).await;
        town.waits_for(GRID, answer).await;
    }
    let old = town.forges("周慧兰", &ask, ask.button("李建国")).await;
    assert!(old.alert && old.text.contains("这位现在接不了"), "{}", old.text);
    town.card_says(GRID, 1, "李建国 接了").await;
    town.shows("周慧兰", "assign_secretary").await;
    town.shows("王芳", "assign_worker").await;
}
