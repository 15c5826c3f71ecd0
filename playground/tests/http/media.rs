//! Photos, voice messages, documents and albums, both ways.
use crate::fixture::*;
use base64::{Engine, engine::general_purpose::STANDARD};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

/// The head of a PNG of 640 by 480; what follows does not matter here.
fn png() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend([0, 0, 2, 0x80, 0, 0, 1, 0xE0]);
    bytes.extend([7; 200]);
    bytes
}

fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

async fn upload(play: &Play, method: &str, form: Form) -> Value {
    let answer = play.http.post(play.method(method)).multipart(form).send().await.unwrap();
    answer.json().await.unwrap()
}

#[tokio::test]
async fn a_photo_of_a_resident_can_be_fetched_and_sent_on() {
    let play = Play::new().await;
    let said = json!({"as": LI, "chat": GROUP, "photos": [base64(&png())], "caption": "3号楼漏水"});
    let said = play.post("/play/say", said).await[0].take();
    let largest = &said["photo"][1];
    assert_eq!(
        (&largest["width"], &largest["height"], &said["caption"]),
        (&json!(640), &json!(480), &json!("3号楼漏水"))
    );
    let file = play.ok("getFile", json!({"file_id": largest["file_id"]})).await;
    let path = file["file_path"].as_str().unwrap();
    let url = format!("{}/file/bot{}/{path}", play.running.url, play.running.token);
    assert_eq!(play.http.get(url).send().await.unwrap().bytes().await.unwrap(), png());
    let sent =
        json!({"chat_id": SUPER, "photo": largest["file_id"], "caption": "<b>转</b>", "parse_mode": "HTML"});
    let sent = play.ok("sendPhoto", sent).await;
    assert_eq!((&sent["photo"], &sent["caption_entities"][0]["type"]), (&said["photo"], &json!("bold")));
    let edit = json!({"chat_id": SUPER, "message_id": sent["message_id"], "caption": "修好了"});
    assert_eq!(play.ok("editMessageCaption", edit).await["caption"], "修好了");
    let edit = json!({"chat_id": SUPER, "message_id": sent["message_id"], "text": "修好了"});
    let no_text = "400 Bad Request: there is no text in the message to edit";
    assert_eq!(play.error("editMessageText", edit).await, no_text);
    play.clean().await;
}

#[tokio::test]
async fn albums_share_a_group_and_late_items_join() {
    let play = Play::new().await;
    let photo = base64(&png());
    let say = json!({"as": LI, "chat": GROUP, "photos": [photo, photo], "caption": "两张"});
    let first = play.post("/play/say", say).await;
    let group = first[0]["media_group_id"].clone();
    assert!(group.is_string() && first[1]["media_group_id"] == group && first[1].get("caption").is_none());
    let late = json!({"as": LI, "chat": GROUP, "photos": [photo], "album": group});
    assert_eq!(play.post("/play/say", late).await[0]["media_group_id"], group);
    assert_eq!(play.updates().await.len(), 3);
    let ids = [&first[0]["photo"][0]["file_id"], &first[1]["photo"][0]["file_id"]];
    let media: Vec<Value> = ids.iter().map(|id| json!({"type": "photo", "media": id})).collect();
    let sent = play.ok("sendMediaGroup", json!({"chat_id": GROUP, "media": media})).await;
    assert!(sent[0]["media_group_id"].is_string() && sent[0]["media_group_id"] == sent[1]["media_group_id"]);
    play.clean().await;
    let many = vec![media[0].clone(); 11];
    let refused = play.error("sendMediaGroup", json!({"chat_id": GROUP, "media": many})).await;
    assert_eq!(refused, "400 Bad Request: too many messages to send as an album");
}

#[tokio::test]
async fn uploads_come_as_parts_named_directly_or_attached() {
    let play = Play::new().await;
    let part = || Part::bytes(png()).file_name("漏水.png");
    let direct = Form::new().text("chat_id", GROUP.to_string()).part("photo", part());
    let sent = upload(&play, "sendPhoto", direct).await;
    assert_eq!(sent["result"]["photo"][1]["width"], 640, "{sent}");
    let attached =
        Form::new().text("chat_id", GROUP.to_string()).text("document", "attach://x1").part("x1", part());
    let sent = upload(&play, "SendDocument", attached).await;
    assert_eq!(sent["result"]["document"]["file_name"], "漏水.png", "{sent}");
    let media = json!([{"type": "photo", "media": "attach://a", "caption": "甲"}, {"type": "photo", "media": "attach://b"}]);
    let album = Form::new()
        .text("chat_id", GROUP.to_string())
        .text("media", media.to_string())
        .part("a", part())
        .part("b", part());
    let sent = upload(&play, "sendMediaGroup", album).await;
    assert_eq!((&sent["result"][0]["caption"], sent["result"].as_array().unwrap().len()), (&json!("甲"), 2));
    play.clean().await;
    let lost = Form::new().text("chat_id", GROUP.to_string()).text("text", "好").part("x1", part());
    upload(&play, "sendMessage", lost).await;
    assert_eq!(play.violations().await, ["bot: sendMessage: part x1 is referred to by nothing"]);
}

#[tokio::test]
async fn what_the_bot_uploads_in_either_style_comes_back_as_it_was() {
    let play = Play::new().await;
    let sheet = "编号,标题\r\n1,漏水\r\n".as_bytes().to_vec();
    let jpeg = [&[0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 90, 0, 120], [9; 50].as_slice()].concat();
    let cases = [
        ("sendDocument", "document", sheet, "台账.csv", "text/csv", "attachment"),
        ("sendDocument", "document", png(), "图.PNG", "image/png", "attachment"),
        ("sendDocument", "document", b"%PDF".to_vec(), "通知", "application/octet-stream", "attachment"),
        ("sendPhoto", "photo", png(), "图.png", "image/png", "inline"),
        ("sendPhoto", "photo", jpeg, "图.jpg", "image/jpeg", "inline"),
    ];
    for (method, field, bytes, name, kind, manner) in cases {
        let form = || Form::new().text("chat_id", GROUP.to_string());
        let part = || Part::bytes(bytes.clone()).file_name(name);
        let attached = form().text(field, "attach://file").part("file", part());
        for form in [form().part(field, part()), attached] {
            let sent = upload(&play, method, form).await["result"].take();
            let file = if field == "photo" { &sent["photo"][1] } else { &sent["document"] };
            assert_eq!(file["file_size"], bytes.len(), "{sent}");
            if field == "document" {
                assert_eq!((&file["file_name"], &file["mime_type"]), (&json!(name), &json!(kind)));
            }
            let id = file["file_id"].as_str().unwrap();
            let got = play.http.get(format!("{}/play/file?id={id}", play.running.url)).send().await.unwrap();
            let head = |name: &str| got.headers()[name].to_str().unwrap();
            assert_eq!((head("content-type"), head("content-disposition")), (kind, manner));
            assert_eq!(got.bytes().await.unwrap(), bytes, "{name}");
        }
    }
    play.clean().await;
}

#[tokio::test]
async fn files_that_are_wrong_or_too_big_are_refused() {
    let play = Play::new().await;
    let voice = json!({"as": LI, "chat": GROUP, "voice": base64(&[1; 9000])});
    let voice = play.post("/play/say", voice).await[0]["voice"].clone();
    assert_eq!(voice["duration"], 5);
    let big = json!({"as": LI, "chat": GROUP, "document": {"name": "楼道.mp4", "size": 21 * 1024 * 1024}});
    let big = play.post("/play/say", big).await[0]["document"].clone();
    let sticker = play.post("/play/say", json!({"as": LI, "chat": GROUP, "sticker": true})).await;
    assert_eq!(sticker[0]["sticker"]["type"], "regular");
    play.ok("getFile", json!({"file_id": voice["file_id"]})).await;
    play.ok("sendVoice", json!({"chat_id": GROUP, "voice": voice["file_id"]})).await;
    play.updates().await;
    play.clean().await;
    let cases = [
        ("getFile", json!({"file_id": big["file_id"]}), "file is too big"),
        ("getFile", json!({"file_id": "x"}), "wrong file_id or the file is temporarily unavailable"),
        (
            "sendPhoto",
            json!({"chat_id": GROUP, "photo": voice["file_id"]}),
            "can't use file of type Voice as Photo",
        ),
        ("sendPhoto", json!({"chat_id": GROUP, "photo": "x"}), "wrong file identifier/HTTP URL specified"),
        ("sendPhoto", json!({"chat_id": GROUP}), "there is no photo in the request"),
        (
            "sendVoice",
            json!({"chat_id": GROUP, "voice": voice["file_id"], "caption": "长".repeat(1025)}),
            "message caption is too long",
        ),
    ];
    for (method, params, text) in cases {
        assert_eq!(play.error(method, params).await, format!("400 Bad Request: {text}"));
    }
}

#[tokio::test]
async fn messages_can_be_copied_and_forwarded() {
    let play = Play::new().await;
    let voice = play.post("/play/say", json!({"as": LI, "chat": LI, "voice": base64(&[1; 100])})).await;
    let from = json!({"chat_id": STAFF, "from_chat_id": LI, "message_id": voice[0]["message_id"]});
    let copied = play.ok("copyMessage", from.clone()).await;
    assert_eq!(copied, json!({"message_id": 1}));
    let forwarded = play.ok("forwardMessage", from).await;
    assert_eq!(forwarded["forward_origin"]["sender_user"]["first_name"], "李芳");
    assert_eq!(forwarded["voice"], voice[0]["voice"]);
    play.clean().await;
}

#[tokio::test]
async fn a_connection_serves_on_after_an_upload_whose_end_comes_late() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let play = Play::new().await;
    let address = play.running.url.strip_prefix("http://").unwrap();
    let mut line = tokio::net::TcpStream::connect(address).await.unwrap();
    let body = format!(
        "--x\r\ncontent-disposition: form-data; name=\"chat_id\"\r\n\r\n{GROUP}\r\n--x\r\n\
         content-disposition: form-data; name=\"document\"; filename=\"a.txt\"\r\n\r\nabc\r\n--x--\r\n"
    );
    let head = format!(
        "POST /bot{}/sendDocument HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\
         content-type: multipart/form-data; boundary=x\r\n\r\n{:x}\r\n{body}\r\n",
        play.running.token,
        body.len()
    );
    line.write_all(head.as_bytes()).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    line.write_all(b"0\r\n\r\n").await.unwrap();
    let mut answers = String::new();
    for wanted in ["\"document\"", "\"can_join_groups\""] {
        let mut bytes = vec![0; 16_384];
        while !answers.contains(wanted) {
            let count = line.read(&mut bytes).await.unwrap();
            assert!(count > 0, "the connection was closed after: {answers}");
            answers.push_str(&String::from_utf8_lossy(&bytes[..count]));
        }
        let next = format!("GET /bot{}/getMe HTTP/1.1\r\nhost: x\r\n\r\n", play.running.token);
        line.write_all(next.as_bytes()).await.unwrap();
    }
    play.clean().await;
}
