//! Common demands: what several homes report is one thing, for whoever can do something about all of it at once.

use crate::town::{GRID, GRID_2, STAFF, Town};

plays!(what_several_homes_report, a_neighbour_s_evening, who_may_ask_and_how);

/// A lamp in three buildings of two grids, a lift twice, and a bin.
async fn a_week(town: &Town) {
    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了，我住1502，电话13800138000").await;
    let lamp = town.card(GRID, 1).await;
    town.says("张明", GRID, "5号楼的楼道灯不亮了，老人上下楼看不见").await;
    town.card(GRID, 2).await;
    town.says("林雅雯", GRID_2, "9號樓樓道燈壞了三天").await;
    town.card(GRID_2, 3).await;
    town.says("Emily Carter", GRID, "5号楼电梯又停了").await;
    town.card(GRID, 4).await;
    town.says("李奶奶", GRID, "3号楼电梯老是卡在二楼，能不能修修").await;
    town.card(GRID, 5).await;
    town.says("何伟", GRID_2, "东门的垃圾桶满了没人收").await;
    town.card(GRID_2, 6).await;
    town.taps("张明", &lamp, "我家也是").await;
    town.card_says(GRID, 1, "1 户也遇到了").await;
}

async fn what_several_homes_report(town: &Town) {
    a_week(town).await;
    let card = town.card(GRID, 2).await;
    town.taps("李建国", &card, "我来").await;
    let card = town.card_says(GRID, 2, "李建国 接了").await;
    town.taps("李建国", &card, "办好了").await;
    town.card_says(GRID, 2, "说办好了").await;

    town.says("周慧兰", STAFF, "/topics").await;
    let told = town.waits_for(STAFF, "不止一家在说的事").await;
    let (lamps, lifts) = (told.text.find("楼道灯").unwrap(), told.text.find("电梯").unwrap());
    assert!(lamps < lifts, "the hottest first: {}", told.text);
    assert!(told.text.contains("3 件，2 件还没办好，还有 1 户也遇到了"), "{}", told.text);
    for number in ["#1", "#2", "#3", "3号楼", "5号楼", "9号楼"] {
        assert!(told.text[..lifts].contains(number), "{number}: {}", told.text);
    }
    for hidden in ["1502", "13800138000", "李奶奶", "张明", "垃圾"] {
        assert!(!told.text.contains(hidden), "{hidden} is nobody's business here: {}", told.text);
    }
    town.says("孙秀英", GRID, "共同诉求").await;
    let own = town.waits_for(GRID, "没有哪件事是几家人一起说的").await;
    assert!(!own.text.contains("楼道灯"), "a chief looks after one building: {}", own.text);
    town.shows(STAFF, "topics_staff").await;

    town.says("周慧兰", "周慧兰", "/topics 7天").await;
    town.waits_for("周慧兰", "这 7 天里，不止一家在说的事").await;
    town.story_to("2026-03-12T08:00:00+08:00").await;
    town.says("周慧兰", "周慧兰", "常说的事 3").await;
    town.waits_for("周慧兰", "这 3 天里，没有哪件事是几家人一起说的").await;
}

async fn a_neighbour_s_evening(town: &Town) {
    a_week(town).await;
    town.says("李奶奶", "李奶奶", "我家1502门口的楼道灯坏了").await;
    town.waits_for("李奶奶", "#7").await;
    town.says("周慧兰", "周慧兰", "/topics").await;
    let told = town.waits_for("周慧兰", "楼道灯：4 件").await;
    assert!(
        !told.text.contains("1502"),
        "what was said in private is told to whoever looks after it, without the room: {}",
        told.text
    );
    town.story_to("18:00").await;
    let digest = town.waits_for(GRID, "今天的网格").await;
    assert!(
        digest.text.contains("好几家都在说：楼道灯（30 天里说了 3 回，2 件还没办好）。"),
        "{}",
        digest.text
    );
    let digest = town.waits_for(GRID_2, "今天的网格").await;
    assert!(!digest.text.contains("好几家"), "once each is nothing of several homes: {}", digest.text);
    let digest = town.waits_for(STAFF, "各网格今天").await;
    assert!(
        digest.text.contains("好几家都在说：楼道灯（30 天里说了 4 回，3 件还没办好）。"),
        "{}",
        digest.text
    );
    town.story_to("2026-03-03T18:00:05+08:00").await;
    town.settles().await;
    let all = town.bot_said(GRID).await;
    let told = all.iter().filter(|said| said.text.contains("好几家")).count();
    assert_eq!(told, 1, "nobody told it again, so it is not said again");
    town.story_to("2026-03-09T08:30:05+08:00").await;
    let list = town.waits_for("周慧兰", "这一周卡住的").await;
    assert!(list.text.contains("好几家都在说：楼道灯（7 天里说了"), "{}", list.text);
}

async fn who_may_ask_and_how(town: &Town) {
    town.says("张明", GRID, "/topics").await;
    town.waits_for(GRID, "是汇总给书记和楼栋长看的").await;
    town.says("李建国", "李建国", "/topics").await;
    town.waits_for("李建国", "是汇总给书记和楼栋长看的").await;
    let before = town.bot_said(GRID).await.len();
    town.says("张明", GRID, "热点 你们谁的手机开一下").await;
    town.settles().await;
    assert_eq!(town.bot_said(GRID).await.len(), before, "that was about a telephone");
    for wrong in ["/topics 0", "/topics 十天", "/topics 400"] {
        town.says("周慧兰", "周慧兰", wrong).await;
        town.waits_for("周慧兰", "1 到 365 都行").await;
    }
    town.says("周慧兰", "周慧兰", "/topics").await;
    town.waits_for("周慧兰", "这 30 天里，没有哪件事是几家人一起说的").await;
    town.says("孙秀英", "孙秀英", "/help").await;
    town.waits_for("孙秀英", "/topics 大家常说的是哪几件事").await;
    town.shows("周慧兰", "topics_asked").await;
}
