//! The queue and one's own list: pages, one tap, and taking the tap back.

use crate::town::{GRID, STAFF, Town};

plays!(the_queue_is_worked_off_by_taps, a_list_is_for_its_reader);

async fn the_queue_is_worked_off_by_taps(town: &Town) {
    for n in 1..=5 {
        town.says("李奶奶", GRID, &format!("{n}号楼楼道灯坏了")).await;
    }
    town.says("张明", GRID, "6号楼水管爆了，水漫到楼道了").await;
    town.says("张明", GRID, "2号楼门口垃圾没人收").await;
    town.card(GRID, 7).await;
    town.says("李建国", "李建国", "待办").await;
    let list = town.waits_for("李建国", "等人接的，7 件").await;
    let first = list.text.lines().nth(1).unwrap();
    assert!(first.contains("#6"), "what is urgent comes first: {first}");
    town.taps("李建国", &list, "下一页").await;
    let second = town.waits_until("李建国", "page 2", |said| said.has_button("上一页")).await;
    assert_eq!(second.id, list.id, "the page turns in place");
    town.taps("李建国", &second, "上一页").await;
    let list = town.waits_until("李建国", "page 1", |said| said.has_button("下一页")).await;

    town.taps("李建国", &list, "接 #6").await;
    let list = town.waits_for("李建国", "等人接的，6 件").await;
    assert!(list.text.starts_with("#6 归你了"), "{}", list.text);
    town.card_says(GRID, 6, "李建国 接了").await;
    town.taps("李建国", &list, "点错了，撤回").await;
    town.card_says(GRID, 6, "还没有人接").await;
    let list = town.waits_for("李建国", "等人接的，7 件").await;

    town.taps("李建国", &list, "接 #6").await;
    town.card_says(GRID, 6, "李建国 接了").await;
    town.says("李建国", "李建国", "/my").await;
    let mine = town.waits_for("李建国", "你手上的，1 件").await;
    town.taps("李建国", &mine, "办好 #6").await;
    town.card_says(GRID, 6, "说办好了").await;
    let mine = town.waits_for("李建国", "#6 记为办好了").await;
    town.taps("李建国", &mine, "点错了，撤回").await;
    town.card_says(GRID, 6, "李建国 接了").await;
    let mine = town.waits_for("李建国", "你手上的，1 件").await;
    town.taps("李建国", &mine, "办好 #6").await;
    let mine = town.waits_for("李建国", "#6 记为办好了").await;
    town.story_to("hour").await;
    let late = town.taps("李建国", &mine, "点错了，撤回").await;
    assert_eq!((late.text.as_str(), late.alert), ("过了五分钟，撤不回来了。不办的话可以退单。", true));
    town.shows("李建国", "lists_worker").await;
}

async fn a_list_is_for_its_reader(town: &Town) {
    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    town.card(GRID, 1).await;
    town.says("李奶奶", GRID, "/queue").await;
    town.waits_for(GRID, "待办是给本网格工作人员看的").await;
    town.says("周慧兰", STAFF, "/queue").await;
    let list = town.waits_for(STAFF, "等人接的，1 件").await;
    town.taps("李建国", &list, "接 #1").await;
    let list = town.waits_for(STAFF, "现在没有等人接的").await;
    let other = town.taps("周慧兰", &list, "点错了，撤回").await;
    assert!(other.alert && other.text.starts_with("后来又有变化"), "not hers to take back: {}", other.text);

    town.says("张明", GRID, "我的工单").await;
    let hint = town.waits_for(GRID, "你的单子只在私聊里给你看").await;
    assert!(hint.has_button("打开私聊"));
    let card = town.card_says(GRID, 1, "李建国 接了").await;
    town.taps("李建国", &card, "办好了").await;
    town.card_says(GRID, 1, "说办好了").await;
    town.says("李奶奶", GRID, "/my").await;
    let mine = town.waits_for("李奶奶", "你最近报的").await;
    town.taps("李奶奶", &mine, "#1 好了").await;
    town.waits_for("李奶奶", "觉得办得怎么样").await;
    town.shows(STAFF, "lists_staff").await;
    town.shows("李奶奶", "lists_resident").await;
}
