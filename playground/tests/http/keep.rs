//! A playground that is kept in a folder goes on where it was.
use crate::fixture::*;
use playground::{Options, Running};
use serde_json::{Value, json};
use std::path::Path;

async fn kept(folder: &Path) -> Play {
    let addr = "127.0.0.1:0".parse().unwrap();
    let keep = Some(folder.to_owned());
    let options = Options { addr, scene: scene(), story: None, enforce_limits: false, keep };
    let running: Running = playground::start(options).await.unwrap();
    Play { running, http: reqwest::Client::builder().no_proxy().build().unwrap() }
}

#[tokio::test]
async fn chats_files_polls_marks_and_waiting_updates_are_there_again() {
    let folder = tempfile::tempdir().unwrap();
    let play = kept(folder.path()).await;
    let said = play.say(LI, SUPER, "3号楼漏水").await;
    play.updates().await;
    let photo =
        json!({"as": LI, "chat": SUPER, "photos": ["5aW9"], "caption": "看", "reply_to": said["message_id"]});
    let photo = play.post("/play/say", photo).await[0].take();
    play.post(
        "/play/react",
        json!({"as": WANG, "chat": SUPER, "message": said["message_id"], "emoji": "👍"}),
    )
    .await;
    let poll = json!({"chat_id": SUPER, "question": "几点？", "options": [{"text": "一"}, {"text": "二"}]});
    let poll = play.ok("sendPoll", poll).await;
    let vote =
        |options: Value| json!({"as": LI, "chat": SUPER, "message": poll["message_id"], "options": options});
    play.post("/play/vote", vote(json!([1]))).await;
    play.ok("setMyCommands", json!({"commands": [{"command": "report", "description": "报"}]})).await;
    play.ok("setMyName", json!({"name": "铃"})).await;
    play.post("/play/start", json!({"as": ZHAO})).await;
    play.post("/play/people", json!({"id": 104, "name": "钱敏"})).await;
    play.post(&format!("/play/chats/{STAFF}/forum"), json!({"on": true})).await;
    play.post("/play/story", json!({"to": "day"})).await;
    let now = play.get("/play/story").await["now"].as_i64().unwrap();
    play.running.stop().await;

    let play = kept(folder.path()).await;
    let messages = play.get(&format!("/play/messages?chat={SUPER}")).await;
    assert_eq!(messages[0]["reactions"][0]["emoji"], "👍");
    assert_eq!(messages[1]["reply_to_message"]["text"], "3号楼漏水");
    assert_eq!(messages[2]["votes"][0]["options"], json!([1]));
    let id = photo["photo"][0]["file_id"].as_str().unwrap();
    let file = play.http.get(format!("{}/play/file?id={id}", play.running.url)).send().await.unwrap();
    assert_eq!(file.text().await.unwrap(), "好");
    let waiting = play.updates().await;
    assert_eq!(waiting[0]["message"]["caption"], "看");
    assert_eq!(play.ok("getMyName", json!({})).await["name"], "铃");
    assert_eq!(play.get(&format!("/play/commands?as={LI}&chat={LI}")).await[0]["command"], "report");
    let scene = play.get("/play/scene").await;
    assert!(scene["people"].as_array().unwrap().iter().any(|person| person["name"] == "钱敏"));
    assert!(
        scene["chats"]
            .as_array()
            .unwrap()
            .iter()
            .any(|chat| chat["id"] == STAFF && chat["topics"].is_array())
    );
    assert!(scene["now"].as_i64().unwrap() >= now);
    play.post("/play/vote", vote(json!([0]))).await;
    let next = play.say(LI, SUPER, "又漏了").await["message_id"].as_i64().unwrap();
    assert_eq!(next, poll["message_id"].as_i64().unwrap() + 1);
    play.clean().await;
}

#[tokio::test]
async fn after_a_sudden_end_no_number_is_given_twice() {
    let folder = tempfile::tempdir().unwrap();
    let play = kept(folder.path()).await;
    let first = play.say(LI, SUPER, "写下来了").await["message_id"].as_i64().unwrap();
    let file = folder.path().join("telegram.json");
    let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while !std::fs::read_to_string(&file).is_ok_and(|text| text.contains("写下来了")) {
        assert!(std::time::Instant::now() < until, "it is written soon");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let snapshot = std::fs::read(&file).unwrap();
    let update = play.updates().await[0]["update_id"].as_i64().unwrap();
    let lost = play.say(LI, SUPER, "没来得及").await["message_id"].as_i64().unwrap();
    play.running.stop().await;
    std::fs::write(&file, snapshot).unwrap();

    let play = kept(folder.path()).await;
    let messages = play.get(&format!("/play/messages?chat={SUPER}")).await;
    assert_eq!(messages.as_array().unwrap().len(), 1);
    let next = play.say(LI, SUPER, "接着说").await["message_id"].as_i64().unwrap();
    assert!(first < lost && lost < next);
    assert!(play.updates().await.iter().all(|one| one["update_id"].as_i64().unwrap() >= update));
    play.clean().await;
}

#[tokio::test]
async fn what_cannot_be_read_is_said_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("telegram.json"), "{").unwrap();
    let addr = "127.0.0.1:0".parse().unwrap();
    let keep = Some(folder.path().to_owned());
    let options = Options { addr, scene: scene(), story: None, enforce_limits: false, keep };
    assert!(playground::start(options).await.is_err());
    assert_eq!(std::fs::read_to_string(folder.path().join("telegram.json")).unwrap(), "{");
}
