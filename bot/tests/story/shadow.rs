//! Shadow mode: it reads and does not speak, and tells the secretary in the evening what it would have done.

use crate::photos::PHOTO;
use crate::rows::{holds, rows};
use crate::town::{GRID, Town};
use serde_json::json;

plays!(a_group_sees_first_what_it_would_do, shadow_mode_is_the_secretarys_to_choose);

async fn a_group_sees_first_what_it_would_do(town: &Town) {
    town.says("周慧兰", GRID, "/shadow").await;
    town.waits_for(GRID, "现在会开口").await;
    town.says("周慧兰", GRID, "/shadow on").await;
    town.waits_for(GRID, "从现在起").await;
    let said = town.bot_said(GRID).await.len();
    let lamp = town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了，晚上看不见").await;
    town.says("张明", GRID, "今晚火锅走起").await;
    town.says("张明", GRID, "5号楼一股臭鸡蛋味，燃气漏了").await;
    town.posts("李奶奶", GRID, json!({"photos": [PHOTO]})).await;
    town.replies("张明", &lamp, "我家也是").await;
    town.settles().await;
    assert_eq!(town.bot_said(GRID).await.len(), said, "{}", town.transcript(GRID).await);
    let rows = rows(town).await;
    let noted: Vec<_> = rows.iter().filter(|(table, _)| table == "shadow").collect();
    assert_eq!(noted.len(), 2, "{noted:?}");
    let speaker = town.person("李奶奶").to_string();
    assert!(noted.iter().all(|(_, row)| !holds(row, &speaker) && !row.contains("灯")), "{noted:?}");
    assert!(!rows.iter().any(|(table, _)| table == "cases" || table == "waiting_photo"));

    town.says("李建国", GRID, "/report 东门路灯不亮").await;
    town.card(GRID, 1).await;
    town.story_to("18:00").await;
    let report = town.waits_for("周慧兰", "只看不说的一天").await;
    assert!(report.text.contains("会发一张工单卡片，1 次"), "{}", report.text);
    assert!(report.text.contains("会马上告诉大家打什么电话"), "{}", report.text);
    assert!(report.text.contains("/shadow off"), "{}", report.text);
    town.settles().await;
    assert!(!town.transcript(GRID).await.contains("今天的小结"), "no digest in the group either");
    town.shows("周慧兰", "shadow").await;

    town.says("周慧兰", GRID, "/shadow off").await;
    town.waits_for(GRID, "接着办").await;
    town.says("李奶奶", GRID, "2号楼门口垃圾没人收").await;
    town.card(GRID, 2).await;
}

async fn shadow_mode_is_the_secretarys_to_choose(town: &Town) {
    town.says("李奶奶", GRID, "/shadow on").await;
    town.waits_for(GRID, "由社区书记定").await;
    town.says("周慧兰", "周慧兰", "/shadow on").await;
    town.waits_for("周慧兰", "居民群里发").await;
    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    town.card(GRID, 1).await;
}
