//! Reports in private: the grid never sees them; staff see a masked card, and who takes it the words themselves.

use crate::town::{GRID, GRID_2, STAFF, Town};
use serde_json::json;

plays!(
    a_private_report_stays_private,
    a_voice_message_becomes_a_case,
    what_is_no_report_is_asked_about_or_explained,
    a_private_emergency_reaches_everyone_on_duty,
    without_a_staff_chat_workers_hear_in_private,
);

const PHOTO: &str = "aGFsbG8=";

async fn a_private_report_stays_private(town: &Town) {
    let words = "3号楼301漏水了，我电话13812345678";
    town.says("李奶奶", "李奶奶", words).await;
    let question = town.waits_for("李奶奶", "哪个网格").await;
    town.taps("李奶奶", &question, "梧桐里社区 第1网格").await;
    town.card_says("李奶奶", 1, "供水漏水").await;
    let staff = town.card(STAFF, 1).await;
    assert!(!staff.text.contains("13812345678") && !staff.text.contains("301"), "{}", staff.text);
    assert!(staff.text.contains("私下报的") && !staff.has_button("我家也是"), "{}", staff.line());

    town.taps("李建国", &staff, "我来").await;
    let handed = town.waits_for("李建国", "原话只给你看").await;
    assert!(handed.text.contains(words) && handed.text.contains("301"), "{}", handed.text);
    town.card_says("李奶奶", 1, "李建国 接了").await;
    town.waits_for("李奶奶", "有结果会告诉你").await;
    town.posts("李奶奶", "李奶奶", json!({"photos": [PHOTO], "reply_to": town.card("李奶奶", 1).await.id}))
        .await;
    town.waits_until("李建国", "the photo", |said| said.with == Some("photo")).await;

    // The second time the grid is known.
    town.says("李奶奶", "李奶奶", "3号楼单元门坏了").await;
    let own = town.card("李奶奶", 2).await;
    town.taps("李奶奶", &own, "这不是报修").await;
    town.card_says(STAFF, 2, "已撤回").await;
    let other = town.says("张明", GRID, "/join 1").await;
    town.waits_for(GRID, "没有找到 #1").await;
    for grid in [GRID, GRID_2] {
        let said = town.bot_said(grid).await;
        assert!(said.iter().all(|said| said.reply_to == Some(other.id)), "{}", town.transcript(grid).await);
    }
    town.shows("李奶奶", "private").await;
    town.shows(STAFF, "private-staff").await;
}

async fn a_voice_message_becomes_a_case(town: &Town) {
    town.posts("孙秀英", "孙秀英", json!({"voice": PHOTO})).await;
    let question = town.waits_for("孙秀英", "哪方面的事").await;
    town.taps("孙秀英", &question, "照明").await;
    town.card_says("孙秀英", 1, "照明").await;
    town.settles().await;
    let staff = town.card(STAFF, 1).await;
    town.taps("王芳", &staff, "我来").await;
    town.waits_until("王芳", "the voice", |said| said.with == Some("voice")).await;
    town.waits_for("孙秀英", "王芳 接了，有结果").await;

    town.posts("孙秀英", "孙秀英", json!({"photos": [PHOTO]})).await;
    town.card(STAFF, 2).await;
    town.waits_for("孙秀英", "#2 是哪方面的事").await;
    town.says("孙秀英", "孙秀英", "3号楼漏水了").await;
    let card = town.card_says("孙秀英", 2, "供水漏水").await;
    assert!(card.text.contains("1 张照片"), "{}", card.text);
    town.shows("孙秀英", "private-voice").await;
}

async fn what_is_no_report_is_asked_about_or_explained(town: &Town) {
    town.posts("孙秀英", "孙秀英", json!({"sticker": true})).await;
    town.waits_for("孙秀英", "贴纸我看不懂").await;
    town.posts("孙秀英", "孙秀英", json!({"document": {"name": "a.mp4", "size": 25_000_000}})).await;
    town.waits_for("孙秀英", "超过 20 MB").await;
    town.posts("孙秀英", "孙秀英", json!({"document": {"name": "a.pdf", "size": 2000}})).await;
    town.waits_for("孙秀英", "文件我看不了").await;
    town.says("孙秀英", "孙秀英", "你好").await;
    let question = town.waits_for("孙秀英", "要记下来").await;
    town.taps("孙秀英", &question, "不用").await;
    town.says("孙秀英", "孙秀英", "今天天气不错").await;
    town.says("孙秀英", "孙秀英", "/nothing").await;
    town.waits_for("孙秀英", "写一句话").await;
}

async fn a_private_emergency_reaches_everyone_on_duty(town: &Town) {
    let words = town.says("孙秀英", "孙秀英", "3号楼301着火了，好大的烟").await;
    let ring = town.waits_for("孙秀英", "119").await;
    assert_eq!(ring.reply_to, Some(words.id));
    for who in ["李建国", "王芳", "周慧兰", STAFF] {
        let news = town.waits_for(who, "🚨 #1").await;
        assert!(news.text.contains("3号楼") && !news.text.contains("301"), "{}", news.text);
    }
    town.settles().await;
    assert!(town.bot_said(GRID).await.is_empty(), "{}", town.transcript(GRID).await);
}

async fn without_a_staff_chat_workers_hear_in_private(town: &Town) {
    let leaves = json!({"as": town.person("周慧兰"), "status": "absent"});
    town.post(&format!("play/chats/{}/bot", town.chat(STAFF)), leaves).await;
    town.settles().await;
    town.says("孙秀英", "孙秀英", "3号楼301单元门坏了").await;
    let news = town.waits_for("李建国", "有人私下报了 #1").await;
    assert!(news.text.contains("3号楼") && !news.text.contains("301"), "{}", news.text);
    town.taps("李建国", &news, "我来 #1").await;
    town.waits_for("李建国", "原话只给你看").await;
    town.card_says("孙秀英", 1, "李建国 接了").await;
}
