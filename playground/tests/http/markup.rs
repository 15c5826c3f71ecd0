//! Parse modes over the Bot API: entities in UTF-16 units, and Telegram's complaints by byte.
use crate::fixture::*;
use serde_json::{Value, json};

async fn sent(play: &Play, text: &str, mode: &str) -> Value {
    play.ok("sendMessage", json!({"chat_id": GROUP, "text": text, "parse_mode": mode})).await
}

#[tokio::test]
async fn the_three_modes_say_the_same() {
    let play = Play::new().await;
    let html = sent(&play, "😀 <b>粗</b> <a href=\"https://a.cn\">连</a> <code>x_y</code>", "HTML").await;
    for (text, mode) in
        [("😀 *粗* [连](https://a.cn) `x_y`", "Markdown"), ("😀 *粗* [连](https://a.cn) `x_y`", "MarkdownV2")]
    {
        let message = sent(&play, text, mode).await;
        assert_eq!((&message["text"], &message["entities"]), (&html["text"], &html["entities"]), "{mode}");
    }
    let wanted = json!([
        {"type": "bold", "offset": 3, "length": 1},
        {"type": "text_link", "offset": 5, "length": 1, "url": "https://a.cn/"},
        {"type": "code", "offset": 7, "length": 3},
    ]);
    assert_eq!((&html["text"], &html["entities"]), (&json!("😀 粗 连 x_y"), &wanted));
    play.clean().await;
}

#[tokio::test]
async fn people_named_by_id_are_mentioned_if_they_are_known() {
    let play = Play::new().await;
    let text = format!("[李](tg://user?id={LI}) [谁](tg://user?id=9)");
    let message = sent(&play, &text, "MarkdownV2").await;
    assert_eq!(message["text"], "李 谁");
    assert_eq!(
        (message["entities"].as_array().unwrap().len(), &message["entities"][0]["user"]["id"]),
        (1, &json!(LI))
    );
    play.clean().await;
}

#[tokio::test]
async fn mistakes_are_refused_with_telegrams_words() {
    let play = Play::new().await;
    let cases = [
        (
            "3号楼 1.5米",
            "MarkdownV2",
            "Character '.' is reserved and must be escaped with the preceding '\\'",
        ),
        ("水*粗", "MarkdownV2", "Can't find end of Bold entity at byte offset 3"),
        ("a_b", "Markdown", "Can't find end of the entity starting at byte offset 1"),
        ("1 < 2", "HTML", "Unsupported start tag \"\" at byte offset 2"),
        ("<b>粗</i>", "HTML", "Unmatched end tag at byte offset 6, expected \"</b>\", found \"</i>\""),
        ("<i>x", "HTML", "Can't find end tag corresponding to start tag \"i\""),
    ];
    for (text, mode, why) in cases {
        let params = json!({"chat_id": GROUP, "text": text, "parse_mode": mode});
        let wanted = format!("400 Bad Request: can't parse entities: {why}");
        assert_eq!(play.error("sendMessage", params).await, wanted);
    }
}

#[tokio::test]
async fn what_people_write_holds_what_telegram_finds() {
    let play = Play::new().await;
    let said = play.say(LI, GROUP, "#漏水 见 example.com/a @wang_wei /help a@mail.cn").await;
    let kinds: Vec<&Value> = said["entities"].as_array().unwrap().iter().map(|e| &e["type"]).collect();
    assert_eq!(kinds, ["hashtag", "url", "mention", "bot_command", "email"]);
    play.updates().await;
    play.clean().await;
}
