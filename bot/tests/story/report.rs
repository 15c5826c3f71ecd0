//! Reporting in the group: plain words, `/report`, what is asked, what is taken back, what is changed.

use crate::town::{GRID, STAFF, Town};
use serde_json::json;

plays!(
    words_that_are_only_likely_are_asked_about,
    a_question_nobody_answers_goes_after_a_day,
    staff_talk_is_no_report,
    the_missing_building_is_asked_once,
    a_neighbours_words_are_reported_for_them,
    not_a_request_takes_it_back,
    an_edited_message_changes_its_ticket,
    an_emergency_is_answered_at_once,
    bad_reports_are_answered_kindly,
    a_flood_is_one_line_and_then_silence,
    a_place_is_known_by_the_name_it_has_here,
);

async fn words_that_are_only_likely_are_asked_about(town: &Town) {
    town.says("张明", GRID, "垃圾桶那边挺脏的吧").await;
    let question = town.waits_for(GRID, "要记下来").await;
    let answer = town.taps("李奶奶", &question, "记下来").await;
    assert!(answer.alert && answer.text.contains("邻居自己"), "{answer:?}");
    town.taps("张明", &question, "记下来").await;
    let card = town.card(GRID, 1).await;
    assert!(card.text.contains("环境卫生") && card.text.contains("垃圾桶那边挺脏的吧"), "{}", card.text);
    town.settles().await;

    town.says("李奶奶", GRID, "垃圾桶那边挺脏的吧").await;
    let again = town.waits_for(GRID, "要记下来").await;
    town.taps("李奶奶", &again, "不用").await;
    town.settles().await;
    assert!(town.bot_said(GRID).await.iter().all(|said| !said.text.contains("要记下来")));
    town.shows(GRID, "report-likely").await;
}

async fn a_question_nobody_answers_goes_after_a_day(town: &Town) {
    town.says("张明", GRID, "垃圾桶那边挺脏的吧").await;
    let question = town.waits_for(GRID, "要记下来").await;
    town.story_to("day").await;
    town.story_to("day").await;
    town.settles().await;
    assert!(town.bot_said(GRID).await.iter().all(|said| said.id != question.id));
    assert!(town.bot_said(GRID).await.iter().all(|said| !said.text.starts_with('#')), "nothing was stored");
}

async fn staff_talk_is_no_report(town: &Town) {
    town.says("王芳", STAFF, "3号楼2单元楼道灯坏了").await;
    town.says("王芳", STAFF, "/report 5号楼单元门坏了").await;
    let card = town.card(STAFF, 1).await;
    assert!(card.text.contains("第1网格 5号楼"), "the building tells the grid: {}", card.text);
}

async fn the_missing_building_is_asked_once(town: &Town) {
    town.says("李奶奶", GRID, "楼道灯又不亮了，晚上没法走").await;
    let question = town.waits_for(GRID, "哪一栋").await;
    let answer = town.taps("张明", &question, "3号楼").await;
    assert!(answer.alert && answer.text.contains("邻居自己"), "{answer:?}");
    town.taps("李奶奶", &question, "3号楼").await;
    town.card_says(GRID, 1, "3号楼 楼道").await;

    town.says("张明", GRID, "楼道灯又不亮了，晚上没法走").await;
    let question = town.waits_for(GRID, "#2 是哪一栋").await;
    town.replies("张明", &question, "三号楼").await;
    town.card_says(GRID, 2, "3号楼 楼道").await;

    town.says("张明", GRID, "东门的路灯坏了").await;
    town.card(GRID, 3).await;
    town.settles().await;
    assert!(town.bot_said(GRID).await.iter().all(|said| !said.text.contains("哪一栋")));
    town.shows(GRID, "report-building").await;
}

async fn a_neighbours_words_are_reported_for_them(town: &Town) {
    let words = town.says("李奶奶", GRID, "今天楼道好黑啊").await;
    let command = town.replies("张明", &words, "/report 5号楼").await;
    let card = town.card(GRID, 1).await;
    assert_eq!(card.reply_to, Some(words.id));
    assert!(card.text.contains("今天楼道好黑啊") && card.text.contains("5号楼"), "{}", card.text);
    // Who said /report is the reporter, so only they take it back.
    let answer = town.taps("李奶奶", &card, "这不是报修").await;
    assert!(answer.alert, "{answer:?}");
    town.replies("Emily Carter", &words, "/report").await;
    town.card_says(GRID, 1, "1 户也遇到了").await;
    town.replies("张明", &words, "/report").await;
    town.waits_for(GRID, "就是你报的").await;
    town.says("张明", GRID, "/report").await;
    town.waits_for(GRID, "请把事情写在后面").await;
    town.says("张明", GRID, "上报：5号楼门禁坏了").await;
    town.card(GRID, 2).await;
    assert!(command.id > words.id);
}

async fn not_a_request_takes_it_back(town: &Town) {
    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    let card = town.card(GRID, 1).await;
    let answer = town.taps("张明", &card, "这不是报修").await;
    assert!(answer.alert && answer.text.contains("自己来点"), "{answer:?}");
    town.replies("李奶奶", &card, "撤回").await;
    town.card_says(GRID, 1, "已撤回").await;

    town.says("李奶奶", GRID, "3号楼3单元楼道灯坏了").await;
    let card = town.card(GRID, 2).await;
    town.taps("李建国", &card, "我来").await;
    let card = town.card_says(GRID, 2, "李建国 接了").await;
    town.taps("周慧兰", &card, "这不是报修").await;
    town.card_says(GRID, 2, "已撤回").await;
    town.waits_for("李建国", "#2 反映的邻居撤回了").await;
    town.says("周慧兰", GRID, "/withdraw 77").await;
    town.waits_for(GRID, "没有找到 #77").await;
}

async fn an_edited_message_changes_its_ticket(town: &Town) {
    let words = town.says("李奶奶", GRID, "3号楼楼道灯坏了").await;
    let card = town.card(GRID, 1).await;
    town.edits("李奶奶", &words, "5号楼301漏水了").await;
    let changed = town.card_says(GRID, 1, "供水漏水").await;
    assert_eq!(changed.id, card.id);
    assert!(changed.text.contains("5号楼") && !changed.text.contains("301"), "{}", changed.text);

    town.taps("李建国", &changed, "我来").await;
    town.card_says(GRID, 1, "李建国 接了").await;
    town.edits("李奶奶", &words, "6号楼漏水了").await;
    let card = town.card_says(GRID, 1, "6号楼").await;
    town.waits_for("李建国", "#1 反映的邻居改了说法").await;

    town.taps("李建国", &card, "办好了").await;
    town.card_says(GRID, 1, "说办好了").await;
    town.edits("李奶奶", &words, "2号楼漏水了").await;
    town.settles().await;
    assert!(town.card(GRID, 1).await.text.contains("6号楼"));
}

async fn an_emergency_is_answered_at_once(town: &Town) {
    town.settles().await;
    town.story_to("23:00").await;
    let words = town.says("李奶奶", GRID, "3号楼电梯有人困在里面了，快来人").await;
    let ring = town.waits_for(GRID, "困在电梯里请打").await;
    assert_eq!(ring.reply_to, Some(words.id));
    assert!(ring.text.contains("010-5550-0123"), "{}", ring.text);
    for who in ["李建国", "王芳", "周慧兰", STAFF] {
        let news = town.waits_for(who, "🚨 #1").await;
        assert!(news.text.contains("3号楼"), "{}", news.text);
    }
    let journal = town.journal().await;
    let sent = journal.iter().filter(|call| call["method"] == "sendMessage");
    let sounded = sent.filter(|call| call["params"]["disable_notification"] != true).count();
    assert!(sounded >= 6, "the night does not silence it");
    town.says("张明", GRID, "3号楼着火了，好大的烟").await;
    town.waits_for(GRID, "119").await;
    town.says("Emily Carter", GRID, "5号楼楼道灯坏了").await;
    let card = town.card(GRID, 3).await;
    let journal = town.journal().await;
    let sent = journal.iter().find(|call| call["message_id"] == card.id && call["method"] == "sendMessage");
    assert_eq!(sent.unwrap()["params"]["disable_notification"], true, "at night a card makes no sound");
    town.shows(GRID, "report-emergency").await;
}

async fn bad_reports_are_answered_kindly(town: &Town) {
    let sticker = town.posts("李奶奶", GRID, json!({"sticker": true})).await;
    town.replies("张明", &sticker, "/report").await;
    town.waits_for(GRID, "贴纸我看不懂").await;
    let big = json!({"document": {"name": "film.mp4", "size": 25_000_000}, "caption": "/report 看看这个"});
    town.posts("张明", GRID, big).await;
    town.waits_for(GRID, "超过 20 MB").await;
    town.posts("张明", GRID, json!({"text": "3号楼漏水了", "forward": true})).await;
    town.posts("张明", GRID, json!({"text": "/report 3号楼漏水了", "forward": true})).await;
    town.says("张明", GRID, &format!("/report 3号楼漏水了{}", "，还在滴水".repeat(800))).await;
    let card = town.card(GRID, 1).await;
    assert!(card.text.chars().count() < 400 && card.text.contains('…'), "{}", card.text);
    let forged = town.forges("张明", &card, "bld.999.1").await;
    assert!(forged.alert && forged.text.contains("旧了"), "{forged:?}");
    let forged = town.forges("张明", &card, "yes.1.0").await;
    assert!(forged.alert, "{forged:?}");
    let forged = town.forges("张明", &card, "grd.1.0").await;
    assert!(forged.alert, "{forged:?}");
    town.settles().await;
    assert!(town.bot_said(GRID).await.iter().all(|said| !said.text.starts_with("#2 ")));
}

async fn a_flood_is_one_line_and_then_silence(town: &Town) {
    let who = town.person("张明");
    let says: Vec<_> = (0..200)
        .map(|n| json!({"as": who, "chat": town.chat(GRID), "text": format!("{n}号楼楼道灯坏了")}))
        .collect();
    town.post("admin/updates/batch", json!(says)).await;
    town.says("李奶奶", GRID, "东门的路灯坏了").await;
    town.waits_until(GRID, "her card", |said| said.text.contains("东门的路灯坏了")).await;
    town.settles().await;
    let said = town.bot_said(GRID).await;
    assert_eq!(said.iter().filter(|said| said.text.contains("一下子来得太多了")).count(), 1);
    assert_eq!(said.iter().filter(|said| said.text.starts_with('#')).count(), 21);
    assert!(said.iter().all(|said| !said.text.contains("#21 ") || said.text.contains("东门")));
    town.story_to("hour").await;
    town.says("张明", GRID, "3号楼楼道灯坏了").await;
    town.card(GRID, 22).await;
}

async fn a_place_is_known_by_the_name_it_has_here(town: &Town) {
    town.says("李奶奶", GRID, "/report 老浴池那边的路灯不亮了").await;
    let card = town.card(GRID, 1).await;
    let place = card.text.lines().find(|line| line.contains("老浴池") && !line.contains("不亮"));
    assert!(place.is_some(), "{}", card.text);
}
