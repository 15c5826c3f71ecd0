//! Title, description and picture of a group, and what the bot says about itself.
use crate::fixture::*;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

#[tokio::test]
async fn a_group_gets_another_title_description_and_picture() {
    let play = Play::new().await;
    let title = json!({"chat_id": STAFF, "title": "新工作群"});
    play.ok("setChatTitle", title.clone()).await;
    assert_eq!(play.error("setChatTitle", title).await, "400 Bad Request: CHAT_NOT_MODIFIED");
    let about = json!({"chat_id": STAFF, "description": "网格"});
    play.ok("setChatDescription", about.clone()).await;
    let same = play.error("setChatDescription", about).await;
    assert_eq!(same, "400 Bad Request: chat description is not modified");
    let part = Part::bytes(vec![7; 64]).file_name("x.jpg");
    let form = Form::new().text("chat_id", STAFF.to_string()).part("photo", part);
    let answer = play.http.post(play.method("setChatPhoto")).multipart(form).send().await.unwrap();
    assert_eq!(answer.json::<Value>().await.unwrap()["result"], true);
    let chat = play.ok("getChat", json!({"chat_id": STAFF})).await;
    assert_eq!((&chat["title"], &chat["description"]), (&json!("新工作群"), &json!("网格")));
    assert!(chat["photo"]["big_file_id"].is_string());
    play.ok("deleteChatPhoto", json!({"chat_id": STAFF})).await;
    let updates = play.updates().await;
    let told = |key: &str| updates.iter().any(|update| !update["message"][key].is_null());
    assert!(told("new_chat_title") && told("new_chat_photo") && told("delete_chat_photo"));
    play.clean().await;
    play.post("/play/start", json!({"as": LI})).await;
    let private = play.error("setChatTitle", json!({"chat_id": LI, "title": "x"})).await;
    assert_eq!(private, "400 Bad Request: can't change private chat title");
}

#[tokio::test]
async fn words_have_languages_and_the_menu_button_a_chat() {
    let play = Play::new().await;
    play.ok("setMyName", json!({"name": "铃", "language_code": "zh"})).await;
    assert_eq!(play.ok("getMyName", json!({"language_code": "zh"})).await["name"], "铃");
    assert_eq!(play.ok("getMyName", json!({"language_code": "en"})).await["name"], "Gridbell");
    assert_eq!(play.ok("getChatMenuButton", json!({})).await, json!({"type": "commands"}));
    let button = json!({"type": "web_app", "text": "页", "web_app": {"url": "https://a.cn/"}});
    play.ok("setChatMenuButton", json!({"chat_id": LI, "menu_button": button})).await;
    assert_eq!(play.ok("getChatMenuButton", json!({"chat_id": LI})).await, button);
    assert_eq!(play.ok("getMyDefaultAdministratorRights", json!({})).await["can_manage_chat"], false);
    assert_eq!(play.ok("getUserProfilePhotos", json!({"user_id": LI})).await["total_count"], 0);
    play.clean().await;
}
