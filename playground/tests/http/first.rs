//! One conversation from end to end.
use crate::fixture::*;
use serde_json::json;

#[tokio::test]
async fn a_message_gets_a_card_a_tap_and_an_answer() {
    let play = Play::new().await;
    let said = play.say(LI, GROUP, "3号楼漏水 /report").await;
    let updates = play.updates().await;
    assert_eq!(updates.len(), 1);
    assert_eq!(updates[0]["message"], said);
    assert_eq!(said["entities"], json!([{"type": "bot_command", "offset": 6, "length": 7}]));

    let keyboard = json!({"inline_keyboard": [[{"text": "抢单", "callback_data": "claim.1.0"}]]});
    let reply = json!({"message_id": said["message_id"]});
    let card =
        json!({"chat_id": GROUP, "text": "#1 漏水", "reply_markup": keyboard, "reply_parameters": reply});
    let card = play.ok("SendMessage", card).await;
    assert_eq!(card["reply_to_message"]["message_id"], said["message_id"]);
    assert_eq!(card["reply_markup"], keyboard);

    let tap = json!({"as": WANG, "chat": GROUP, "message": card["message_id"], "data": "claim.1.0"});
    let tap = play.post("/play/tap", tap).await;
    let query = play.updates().await.remove(0)["callback_query"].take();
    assert_eq!(query["from"]["first_name"], "王伟");
    assert_eq!(query["message"], card);
    let answer = json!({"callback_query_id": query["id"], "text": "归你了", "show_alert": true});
    play.ok("answerCallbackQuery", answer.clone()).await;
    let seen = play.get(&format!("/play/tap?id={}", tap["id"].as_str().unwrap())).await;
    assert_eq!(
        (&seen["answered"], &seen["text"], &seen["show_alert"]),
        (&json!(true), &json!("归你了"), &json!(true))
    );

    let edit = json!({"chat_id": GROUP, "message_id": card["message_id"], "text": "<b>#1</b> 王伟", "parse_mode": "HTML"});
    let edited = play.ok("editMessageText", edit).await;
    assert_eq!(edited["entities"][0]["type"], "bold");
    assert!(edited.get("reply_markup").is_none(), "an edit without a keyboard takes it away");

    let events = play.get("/play/events?after=0").await;
    let kinds: Vec<_> =
        events["events"].as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["message", "message", "answer", "edited"]);
    let journal = play.get("/admin/journal?after=0").await;
    let rows: Vec<_> = journal.as_array().unwrap().iter().map(|r| r["method"].as_str().unwrap()).collect();
    assert_eq!(rows, ["sendMessage", "answerCallbackQuery", "editMessageText"]);
    assert!(journal.as_array().unwrap().iter().all(|row| row["delivered"] == true && row["effect"] == true));
    play.clean().await;
}
