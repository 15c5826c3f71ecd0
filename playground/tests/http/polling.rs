//! The stream of updates: confirming, waiting, asking for kinds, and two pollers.
use crate::fixture::*;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn ids(updates: &Value) -> Vec<i64> {
    updates.as_array().unwrap().iter().map(|u| u["update_id"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn updates_stay_until_a_later_offset_confirms_them() {
    let play = Play::new().await;
    for n in 0..5 {
        play.say(LI, GROUP, &format!("第{n}句")).await;
    }
    let all = ids(&play.ok("getUpdates", json!({})).await);
    assert_eq!(all.len(), 5);
    assert!(all.windows(2).all(|pair| pair[1] == pair[0] + 1));
    assert_eq!(ids(&play.ok("getUpdates", json!({"limit": 2})).await), all[..2]);
    assert_eq!(ids(&play.ok("getUpdates", json!({"offset": all[2]})).await), all[2..]);
    let figures = play.get("/admin/updates").await;
    assert_eq!(figures, json!({"pending": 3, "confirmed": 2, "last_id": all[4]}));
    assert_eq!(ids(&play.ok("getUpdates", json!({"offset": -1})).await), all[4..], "the rest is forgotten");
    assert_eq!(ids(&play.ok("getUpdates", json!({"offset": all[4] + 1})).await), [0i64; 0]);
    play.clean().await;
}

#[tokio::test]
async fn a_limit_out_of_range_is_cut_and_recorded() {
    let play = Play::new().await;
    let say = json!({"as": LI, "chat": GROUP, "text": "好"});
    let made = play.post("/admin/updates/batch", vec![say; 120].into()).await;
    assert_eq!(made, json!({"messages": 120}));
    assert_eq!(ids(&play.ok("getUpdates", json!({"limit": 500})).await).len(), 100);
    let found = play.violations().await;
    assert!(
        found.len() == 1 && found[0].starts_with("bot: getUpdates.limit: over a stated limit"),
        "{found:?}"
    );
}

#[tokio::test]
async fn a_long_poll_wakes_when_something_is_said() {
    let play = Play::new().await;
    let begun = Instant::now();
    let (polled, _) = tokio::join!(play.ok("getUpdates", json!({"timeout": 20})), async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        play.say(LI, GROUP, "醒醒").await
    });
    assert_eq!(polled[0]["message"]["text"], "醒醒");
    assert!(begun.elapsed() < Duration::from_secs(10));
    let confirm = json!({"offset": polled[0]["update_id"].as_i64().unwrap() + 1, "timeout": 1});
    let begun = Instant::now();
    assert_eq!(play.ok("getUpdates", confirm).await, json!([]));
    assert!(begun.elapsed() >= Duration::from_millis(900), "an empty poll waits its time");
}

#[tokio::test]
async fn the_earlier_of_two_pollers_is_ended() {
    let play = Play::new().await;
    let (first, second) = tokio::join!(play.bot("getUpdates", json!({"timeout": 20})), async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        play.bot("getUpdates", json!({"timeout": 1})).await
    });
    let text =
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
    assert_eq!(first, json!({"ok": false, "error_code": 409, "description": text}));
    assert_eq!(second, json!({"ok": true, "result": []}));
}

#[tokio::test]
async fn kinds_that_were_asked_for_are_remembered() {
    let play = Play::new().await;
    let react = |emoji: &str| json!({"as": WANG, "chat": STAFF, "message": 1, "emoji": emoji});
    play.say(WANG, STAFF, "有人吗").await;
    play.post("/play/react", react("👍")).await;
    assert_eq!(play.updates().await.len(), 1, "reactions only on request");
    play.ok("getUpdates", json!({"allowed_updates": ["message_reaction", "my_chat_member"]})).await;
    play.say(WANG, STAFF, "听不见").await;
    play.post("/play/react", react("")).await;
    let updates = play.updates().await;
    assert_eq!(updates.len(), 1);
    let reaction = &updates[0]["message_reaction"];
    assert_eq!(
        (&reaction["old_reaction"][0]["emoji"], &reaction["new_reaction"]),
        (&json!("👍"), &json!([]))
    );
    let info = play.ok("getWebhookInfo", json!({})).await;
    assert_eq!(info["allowed_updates"], json!(["message_reaction", "my_chat_member"]));
    play.ok("getUpdates", json!({"allowed_updates": []})).await;
    play.say(WANG, STAFF, "听见了").await;
    assert_eq!(play.updates().await.len(), 1, "an empty list is the default again");
    play.clean().await;
}

#[tokio::test]
async fn numbering_can_start_anew_and_odd_updates_can_be_made() {
    let play = Play::new().await;
    play.say(LI, GROUP, "旧").await;
    play.updates().await;
    play.post("/admin/updates/renumber", json!({"id": 1000})).await;
    play.say(LI, GROUP, "新").await;
    let odd = play.post("/admin/updates/raw", json!({"poll_answer": {"poll_id": "1"}})).await;
    assert_eq!(odd["update_id"], 1001);
    let updates = play.updates().await;
    assert_eq!(updates[0]["update_id"], 1000);
    assert_eq!(updates[1], json!({"update_id": 1001, "poll_answer": {"poll_id": "1"}}));
}

#[tokio::test]
async fn waiting_updates_can_be_dropped() {
    let play = Play::new().await;
    play.say(LI, GROUP, "旧").await;
    assert_eq!(play.ok("getWebhookInfo", json!({})).await["pending_update_count"], 1);
    play.ok("deleteWebhook", json!({"drop_pending_updates": true})).await;
    assert_eq!(play.updates().await.len(), 0);
}

#[tokio::test]
async fn what_is_a_day_old_is_gone() {
    let play = Play::new().await;
    play.say(LI, GROUP, "昨天").await;
    play.post("/admin/updates/age", json!({"ms": 24 * 3600 * 1000 + 1})).await;
    play.say(LI, GROUP, "今天").await;
    assert_eq!(play.ok("getWebhookInfo", json!({})).await["pending_update_count"], 1);
    let updates = play.updates().await;
    assert_eq!((updates.len(), &updates[0]["message"]["text"]), (1, &json!("今天")));
}

#[tokio::test]
async fn kinds_that_do_not_exist_are_ignored() {
    let play = Play::new().await;
    play.ok("getUpdates", json!({"allowed_updates": ["message", "cake"]})).await;
    assert_eq!(play.ok("getWebhookInfo", json!({})).await["allowed_updates"], json!(["message"]));
    play.ok("getUpdates", json!({"allowed_updates": ["cake"]})).await;
    assert!(
        play.ok("getWebhookInfo", json!({})).await.get("allowed_updates").is_none(),
        "none is the default"
    );
}
