//! Topics of a forum.
use crate::fixture::*;
use serde_json::{Value, json};

async fn forum() -> Play {
    let play = Play::new().await;
    play.post(&format!("/play/chats/{STAFF}/members"), json!({"as": WANG, "add": [LI]})).await;
    play.post(&format!("/play/chats/{STAFF}/forum"), json!({"on": true})).await;
    play.updates().await;
    play
}

fn topic(thread: &Value) -> Value {
    json!({"chat_id": STAFF, "message_thread_id": thread})
}

#[tokio::test]
async fn messages_lie_in_the_topic_they_were_sent_to() {
    let play = forum().await;
    let made =
        play.ok("createForumTopic", json!({"chat_id": STAFF, "name": "漏水", "icon_color": 16766590})).await;
    let thread = &made["message_thread_id"];
    assert_eq!((&made["name"], &made["icon_color"]), (&json!("漏水"), &json!(16766590)));
    let service = play.updates().await.remove(0)["message"].take();
    assert_eq!(
        (&service["forum_topic_created"]["name"], &service["message_thread_id"]),
        (&json!("漏水"), thread)
    );
    assert_eq!(service["chat"]["is_forum"], true);
    let sent = json!({"chat_id": STAFF, "text": "在这里", "message_thread_id": thread});
    let sent = play.ok("sendMessage", sent).await;
    assert_eq!((&sent["message_thread_id"], &sent["is_topic_message"]), (thread, &json!(true)));
    let said = json!({"as": LI, "chat": STAFF, "text": "好", "thread": thread});
    let said = play.post("/play/say", said).await[0].take();
    assert_eq!(play.updates().await[0]["message"]["message_thread_id"], *thread);
    let reply =
        json!({"chat_id": STAFF, "text": "嗯", "reply_parameters": {"message_id": said["message_id"]}});
    assert_eq!(
        play.ok("sendMessage", reply).await["message_thread_id"],
        *thread,
        "a reply stays in the topic"
    );
    play.clean().await;
}

#[tokio::test]
async fn a_topic_is_renamed_closed_and_deleted() {
    let play = forum().await;
    let thread =
        play.ok("createForumTopic", json!({"chat_id": STAFF, "name": "漏水"})).await["message_thread_id"]
            .clone();
    let mut rename = topic(&thread);
    rename["name"] = json!("水管");
    play.ok("editForumTopic", rename.clone()).await;
    assert_eq!(play.error("editForumTopic", rename).await, "400 Bad Request: TOPIC_NOT_MODIFIED");
    play.ok("closeForumTopic", topic(&thread)).await;
    let said = play.post("/play/say", json!({"as": LI, "chat": STAFF, "text": "好", "thread": thread})).await;
    assert_eq!(said["error"], "this topic is closed");
    play.ok("reopenForumTopic", topic(&thread)).await;
    let kinds: Vec<String> = play
        .updates()
        .await
        .iter()
        .flat_map(|u| {
            let keys = u["message"].as_object().unwrap().keys().filter(|key| key.starts_with("forum_topic_"));
            keys.cloned().collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(
        kinds,
        ["forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened"]
    );
    play.ok("deleteForumTopic", topic(&thread)).await;
    assert_eq!(play.error("closeForumTopic", topic(&thread)).await, "400 Bad Request: TOPIC_ID_INVALID");
    let sent = json!({"chat_id": STAFF, "text": "在", "message_thread_id": thread});
    assert_eq!(play.error("sendMessage", sent).await, "400 Bad Request: message thread not found");
    let shown = play.get(&format!("/play/messages?chat={STAFF}")).await;
    assert!(
        shown
            .as_array()
            .unwrap()
            .iter()
            .filter(|m| m["message_thread_id"] == thread)
            .all(|m| m["deleted"] == true)
    );
    play.clean().await;
}

#[tokio::test]
async fn the_general_topic_has_methods_of_its_own() {
    let play = forum().await;
    let chat = || json!({"chat_id": STAFF});
    play.ok("editGeneralForumTopic", json!({"chat_id": STAFF, "name": "大厅"})).await;
    for method in [
        "closeGeneralForumTopic",
        "reopenGeneralForumTopic",
        "hideGeneralForumTopic",
        "unhideGeneralForumTopic",
    ] {
        play.ok(method, chat()).await;
    }
    assert_eq!(play.error("unhideGeneralForumTopic", chat()).await, "400 Bad Request: TOPIC_NOT_MODIFIED");
    assert_eq!(play.updates().await.len(), 5);
    assert_eq!(play.ok("getForumTopicIconStickers", json!({})).await, json!([]));
    play.clean().await;
}

#[tokio::test]
async fn there_are_topics_only_in_forums_and_for_administrators() {
    let play = Play::new().await;
    let create = |chat: i64, name: &str| json!({"chat_id": chat, "name": name});
    assert_eq!(
        play.error("createForumTopic", create(STAFF, "x")).await,
        "400 Bad Request: the chat is not a forum"
    );
    play.post(&format!("/play/chats/{SUPER}/forum"), json!({"on": true})).await;
    let rights = "400 Bad Request: not enough rights to create a topic";
    assert_eq!(play.error("createForumTopic", create(SUPER, "x")).await, rights);
    let group = play.post(&format!("/play/chats/{GROUP}/forum"), json!({"on": true})).await;
    assert_eq!(group["error"], "only a supergroup can be a forum");
}
