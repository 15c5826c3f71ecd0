//! Every sort of message a bot can send, and edits that change more than words.
use crate::fixture::*;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

async fn upload(
    play: &Play,
    method: &str,
    field: &'static str,
    more: &[(&'static str, &'static str)],
) -> Value {
    let part = Part::bytes(vec![7; 64]).file_name("x.mp4");
    let mut form = Form::new().text("chat_id", GROUP.to_string()).part(field, part);
    for (name, value) in more {
        form = form.text(*name, *value);
    }
    let mut answer: Value =
        play.http.post(play.method(method)).multipart(form).send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["ok"], true, "{method}: {answer}");
    answer["result"].take()
}

#[tokio::test]
async fn every_sort_of_file_can_be_sent_by_upload_and_by_id() {
    let play = Play::new().await;
    let size = [("width", "640"), ("height", "360"), ("duration", "9")];
    let cases = [
        ("sendVideo", "video", &size[..]),
        ("sendAnimation", "animation", &size[..]),
        ("sendAudio", "audio", &[("duration", "9"), ("performer", "李芳"), ("title", "歌")][..]),
        ("sendVoice", "voice", &[("duration", "9")][..]),
        ("sendVideoNote", "video_note", &[("duration", "9"), ("length", "240")][..]),
        ("sendSticker", "sticker", &[("emoji", "😀")][..]),
        ("sendDocument", "document", &[][..]),
    ];
    for (method, field, more) in cases {
        let sent = upload(&play, method, field, more).await;
        let file = &sent[field];
        assert!(file["file_id"].is_string(), "{sent}");
        if field != "sticker" && field != "document" {
            assert_eq!(file["duration"], 9, "{field}");
        }
        let again = play.ok(method, json!({"chat_id": SUPER, field: file["file_id"]})).await;
        assert_eq!(again[field], *file);
        play.ok("getFile", json!({"file_id": file["file_id"]})).await;
        let missing = play.error(method, json!({"chat_id": GROUP})).await;
        assert_eq!(
            missing,
            format!("400 Bad Request: there is no {} in the request", field.replace('_', " "))
        );
    }
    let found = play.violations().await;
    assert!(found.iter().all(|v| v.contains("missing required field")), "{found:?}");
}

#[tokio::test]
async fn an_animation_is_a_document_too_and_spoilers_are_kept() {
    let play = Play::new().await;
    let sent =
        upload(&play, "sendAnimation", "animation", &[("has_spoiler", "true"), ("caption", "动")]).await;
    assert_eq!(sent["document"]["file_id"], sent["animation"]["file_id"]);
    assert_eq!((&sent["has_media_spoiler"], &sent["caption"]), (&json!(true), &json!("动")));
    let wrong = json!({"chat_id": GROUP, "video": sent["animation"]["file_id"]});
    assert_eq!(
        play.error("sendVideo", wrong).await,
        "400 Bad Request: can't use file of type Animation as Video"
    );
    play.clean().await;
}

#[tokio::test]
async fn places_contacts_and_dice() {
    let play = Play::new().await;
    let place = json!({"chat_id": GROUP, "latitude": 31.5, "longitude": 121.25});
    assert_eq!(
        play.ok("sendLocation", place.clone()).await["location"],
        json!({"latitude": 31.5, "longitude": 121.25})
    );
    let mut venue = place.clone();
    (venue["title"], venue["address"]) = (json!("居委会"), json!("花园路1号"));
    let sent = play.ok("sendVenue", venue).await;
    assert_eq!((&sent["venue"]["title"], &sent["location"]["latitude"]), (&json!("居委会"), &json!(31.5)));
    let contact = json!({"chat_id": GROUP, "phone_number": "12345", "first_name": "热线"});
    assert_eq!(
        play.ok("sendContact", contact).await["contact"],
        json!({"phone_number": "12345", "first_name": "热线"})
    );
    for (emoji, most) in [("🎲", 6), ("🎰", 64), ("⚽", 5)] {
        let dice = play.ok("sendDice", json!({"chat_id": GROUP, "emoji": emoji})).await["dice"].clone();
        assert!((1..=most).contains(&dice["value"].as_i64().unwrap()) && dice["emoji"] == emoji, "{dice}");
    }
    play.clean().await;
    assert_eq!(
        play.error("sendLocation", json!({"chat_id": GROUP, "longitude": 1.0})).await,
        "400 Bad Request: latitude is empty"
    );
    assert_eq!(
        play.error("sendDice", json!({"chat_id": GROUP, "emoji": "x"})).await,
        "400 Bad Request: MEDIA_EMPTY"
    );
}

#[tokio::test]
async fn a_live_location_moves_until_it_is_stopped() {
    let play = Play::new().await;
    let place = json!({"chat_id": GROUP, "latitude": 31.5, "longitude": 121.25, "live_period": 600});
    let sent = play.ok("sendLocation", place).await;
    let moved =
        json!({"chat_id": GROUP, "message_id": sent["message_id"], "latitude": 32.0, "longitude": 121.25});
    let now = play.ok("editMessageLiveLocation", moved.clone()).await;
    assert_eq!((&now["location"]["latitude"], &now["location"]["live_period"]), (&json!(32.0), &json!(600)));
    let stop = json!({"chat_id": GROUP, "message_id": sent["message_id"]});
    let stopped = play.ok("stopMessageLiveLocation", stop).await;
    assert!(stopped["location"].get("live_period").is_none());
    assert_eq!(
        play.error("editMessageLiveLocation", moved).await,
        "400 Bad Request: message can't be edited"
    );
    play.clean().await;
}

#[tokio::test]
async fn media_take_the_place_of_text_and_of_other_media() {
    let play = Play::new().await;
    let video = upload(&play, "sendVideo", "video", &[]).await["video"]["file_id"].clone();
    let card = play.ok("sendMessage", json!({"chat_id": GROUP, "text": "卡"})).await["message_id"].clone();
    let media = json!({"type": "video", "media": video, "caption": "<b>看</b>", "parse_mode": "HTML"});
    let edit = json!({"chat_id": GROUP, "message_id": card, "media": media});
    let edited = play.ok("editMessageMedia", edit.clone()).await;
    assert_eq!((&edited["video"]["file_id"], &edited["caption"]), (&video, &json!("看")));
    assert!(edited.get("text").is_none() && edited["caption_entities"][0]["type"] == "bold");
    assert!(
        play.error("editMessageMedia", edit).await.starts_with("400 Bad Request: message is not modified")
    );
    let dice = play.ok("sendDice", json!({"chat_id": GROUP})).await["message_id"].clone();
    let edit = json!({"chat_id": GROUP, "message_id": dice, "media": media});
    assert_eq!(play.error("editMessageMedia", edit).await, "400 Bad Request: message can't be edited");
    play.clean().await;
}

#[tokio::test]
async fn albums_mix_photos_and_videos_only() {
    let play = Play::new().await;
    let video = upload(&play, "sendVideo", "video", &[]).await["video"]["file_id"].clone();
    let photo = upload(&play, "sendPhoto", "photo", &[]).await["photo"][1]["file_id"].clone();
    let document = upload(&play, "sendDocument", "document", &[]).await["document"]["file_id"].clone();
    let item = |kind: &str, id: &Value| json!({"type": kind, "media": id});
    let both = json!({"chat_id": GROUP, "media": [item("photo", &photo), item("video", &video)]});
    let sent = play.ok("sendMediaGroup", both).await;
    assert!(sent[1]["video"].is_object() && sent[0]["media_group_id"] == sent[1]["media_group_id"]);
    play.clean().await;
    let odd = json!({"chat_id": GROUP, "media": [item("photo", &photo), item("document", &document)]});
    let words = "400 Bad Request: document can't be mixed with other media types";
    assert_eq!(play.error("sendMediaGroup", odd).await, words);
    let alone = json!({"chat_id": GROUP, "media": [item("photo", &photo)]});
    assert!(play.ok("sendMediaGroup", alone).await[0].get("media_group_id").is_none());
}

#[tokio::test]
async fn people_send_such_things_too() {
    let play = Play::new().await;
    for (key, value) in [
        ("location", json!({"latitude": 1.5, "longitude": 2.5})),
        ("contact", json!(true)),
        ("video", json!("AAAA")),
        ("sticker", json!(true)),
    ] {
        let said = play.post("/play/say", json!({"as": LI, "chat": LI, key: value})).await;
        assert!(said[0][key].is_object(), "{said}");
    }
    assert_eq!(play.updates().await.len(), 4);
    play.clean().await;
}
