//! Going away and coming back.

use crate::town::{GRID, Town};

plays!(who_goes_away_hands_over);

async fn who_goes_away_hands_over(town: &Town) {
    for words in ["3号楼2单元楼道灯坏了", "5号楼门口下水道堵了", "1号楼电梯停在2楼不动了"]
    {
        town.says("李奶奶", GRID, words).await;
    }
    town.card(GRID, 3).await;
    for (who, words, answer) in [
        ("李奶奶", "/away until 明天", "这是给工作人员请假用的"),
        ("李建国", "/away", "请写到什么时候"),
        ("李建国", "/away until 昨天", "这个时间已经过了"),
        ("李建国", "/away until 明天 @nobody_here", "我还不认识 @nobody_here"),
        ("李建国", "/away until 明天 @chenli", "@chenli 不负责你这一片"),
        ("李建国", "/away until 明天 @lijianguo", "替班的请写另一位"),
        ("李建国", "/away back", "你没有请假"),
    ] {
        town.says(who, who, words).await;
        town.waits_for(who, answer).await;
    }
    town.says("李建国", GRID, "我来 1").await;
    town.says("李建国", GRID, "我来 2").await;
    town.card_says(GRID, 2, "李建国 接了").await;
    town.says("李建国", "李建国", "/away until 周五晚8点 @wangfang").await;
    town.waits_for("李建国", "2 件转给 王芳 了").await;
    town.waits_for("王芳", "这 2 件转给你了").await;
    town.card_says(GRID, 1, "王芳 接了").await;
    town.card_says(GRID, 2, "王芳 接了").await;

    town.says("周慧兰", "周慧兰", "派单 3").await;
    let ask = town.waits_for("周慧兰", "派给谁").await;
    assert!(ask.has_button("王芳") && !ask.has_button("李建国"), "who is away is not offered");
    town.says("周慧兰", "周慧兰", "派单 3 @lijianguo").await;
    town.waits_for("周慧兰", "李建国 这几天不在").await;

    town.says("王芳", "王芳", "离岗 2026-12-01").await;
    town.waits_for("王芳", "你手上的 2 件放回去等人接了").await;
    town.card_says(GRID, 1, "还没有人接").await;
    town.says("李建国", "李建国", "/away back").await;
    town.waits_for("李建国", "欢迎回来").await;
    town.shows("李建国", "away_worker").await;
    town.shows("王芳", "away_stand_in").await;
}
