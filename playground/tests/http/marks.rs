//! What the page adds to talking: reading, typing, pinning, forwarding, searching, paging, topics, things people send.
use crate::fixture::*;
use serde_json::{Value, json};

#[tokio::test]
async fn how_far_somebody_read_is_kept_and_never_goes_back() {
    let play = Play::new().await;
    let first = play.say(LI, SUPER, "一").await;
    let second = play.say(LI, SUPER, "二").await;
    let read = |message: &Value| json!({"as": WANG, "chat": SUPER, "message": message["message_id"]});
    for message in [&second, &first] {
        assert_eq!(play.post("/play/read", read(message)).await, json!({}));
    }
    let marks = play.get("/play/scene").await["read"].take();
    let of = |who: i64| {
        marks.as_array().unwrap().iter().find(|mark| mark["as"] == who).unwrap()["message"].clone()
    };
    assert_eq!(of(WANG), second["message_id"]);
    assert_eq!(of(LI), second["message_id"], "who writes has read what stands above");
    let nobody = play.post("/play/read", json!({"as": 9, "chat": SUPER, "message": 1})).await;
    assert_eq!(nobody["error"], "no such person or chat");
}

#[tokio::test]
async fn typing_is_seen_on_the_page_only() {
    let play = Play::new().await;
    let seq = play.get("/play/scene").await["seq"].as_i64().unwrap();
    play.post("/play/typing", json!({"as": LI, "chat": GROUP})).await;
    play.ok("sendChatAction", json!({"chat_id": GROUP, "action": "record_voice"})).await;
    let stranger = play.post("/play/typing", json!({"as": ZHAO, "chat": GROUP})).await;
    assert_eq!(stranger["error"], "this person is not in that chat");
    let events = play.get(&format!("/play/events?after={seq}")).await["events"].take();
    let seen: Vec<(&Value, &Value)> =
        events.as_array().unwrap().iter().map(|event| (&event["as"], &event["action"])).collect();
    let bot = json!(7_000_000_001i64);
    assert_eq!(seen, [(&json!(LI), &json!("typing")), (&bot, &json!("record_voice"))]);
    assert_eq!(play.updates().await.len(), 0);
    play.clean().await;
}

#[tokio::test]
async fn administrators_pin_and_the_bot_hears_of_it() {
    let play = Play::new().await;
    let notice = play.say(WANG, STAFF, "停水通知").await;
    let pin = |who: i64, chat: i64, message: &Value, pinned: bool| json!({"as": who, "chat": chat, "message": message["message_id"], "pinned": pinned});
    play.updates().await;
    assert_eq!(play.post("/play/pin", pin(WANG, STAFF, &notice, true)).await, json!({}));
    play.post("/play/pin", pin(WANG, STAFF, &notice, true)).await;
    let updates = play.updates().await;
    assert_eq!(updates.len(), 1, "pinned once");
    assert_eq!(updates[0]["message"]["pinned_message"]["text"], "停水通知");
    let chat = async || {
        let scene = play.get("/play/scene").await;
        scene["chats"].as_array().unwrap().iter().find(|chat| chat["id"] == STAFF).unwrap().clone()
    };
    assert_eq!(chat().await["pins"][0]["text"], "停水通知");
    play.post("/play/pin", pin(WANG, STAFF, &notice, false)).await;
    assert!(chat().await.get("pins").is_none());
    let said = play.say(WANG, SUPER, "我也要").await;
    let refused = play.post("/play/pin", pin(WANG, SUPER, &said, true)).await;
    assert_eq!(refused["error"], "only an administrator pins here");
    let mine = play.say(LI, LI, "记住").await;
    assert_eq!(play.post("/play/pin", pin(LI, LI, &mine, true)).await, json!({}), "in private whoever likes");
    play.clean().await;
}

#[tokio::test]
async fn what_was_said_is_forwarded_with_its_author() {
    let play = Play::new().await;
    let said = play.say(LI, GROUP, "3号楼漏水").await;
    let photos = play.post("/play/say", json!({"as": LI, "chat": GROUP, "photos": ["AAAA", "AAAA"]})).await;
    play.updates().await;
    let ids = json!([said["message_id"], photos[0]["message_id"], photos[1]["message_id"]]);
    let made =
        play.post("/play/forward", json!({"as": WANG, "chat": GROUP, "messages": ids, "to": STAFF})).await;
    assert_eq!(made.as_array().unwrap().len(), 3);
    assert_eq!(made[0]["forward_origin"]["sender_user"]["id"], LI);
    assert_eq!(made[1]["media_group_id"], made[2]["media_group_id"]);
    assert_ne!(made[1]["media_group_id"], photos[0]["media_group_id"]);
    assert_eq!(play.updates().await[0]["message"]["text"], "3号楼漏水");
    let secret =
        play.post("/play/forward", json!({"as": LI, "chat": GROUP, "messages": ids, "to": STAFF})).await;
    assert_eq!(secret["error"], "this person is not in that chat");
    let gone = play.post("/play/forward", json!({"as": LI, "chat": GROUP, "messages": [99], "to": LI})).await;
    assert_eq!(gone["error"], "Bad Request: message to forward not found");
    play.clean().await;
}

#[tokio::test]
async fn a_long_chat_comes_in_pages_and_can_be_searched() {
    let play = Play::new().await;
    for number in 1..=30 {
        play.say(LI, SUPER, &format!("第{number}句 Lamp")).await;
    }
    let texts = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|m| m["text"].as_str().unwrap().to_owned()).collect()
    };
    let scene = play.get("/play/scene?tail=2").await;
    let chat = scene["chats"].as_array().unwrap().iter().find(|chat| chat["id"] == SUPER).unwrap();
    assert_eq!(texts(&chat["tail"]), ["第29句 Lamp", "第30句 Lamp"]);
    let before = &chat["tail"][0]["message_id"];
    let page = play.get(&format!("/play/messages?chat={SUPER}&before={before}&limit=3")).await;
    assert_eq!(texts(&page), ["第26句 Lamp", "第27句 Lamp", "第28句 Lamp"]);
    let nothing = play.get(&format!("/play/messages?chat={SUPER}&after=5&before=5")).await;
    assert_eq!(nothing, json!([]));
    let found = play.get(&format!("/play/search?chat={SUPER}&text=lamp%20%E7%AC%AC2")).await;
    assert_eq!(texts(&found)[0], "第29句 Lamp", "newest first, all words, capitals do not matter");
    assert_eq!(found.as_array().unwrap().len(), 11);
    assert_eq!(play.get(&format!("/play/search?chat={SUPER}&text=")).await, json!([]));
}

#[tokio::test]
async fn commands_are_those_of_the_narrowest_scope_in_ones_language() {
    let play = Play::new().await;
    let set = async |scope: &str, language: &str, command: &str| {
        let commands = json!([{"command": command, "description": "x"}]);
        let call = json!({"commands": commands, "scope": {"type": scope}, "language_code": language});
        play.ok("setMyCommands", call).await;
    };
    set("default", "", "all").await;
    set("default", "zh", "zhall").await;
    set("all_chat_administrators", "", "admins").await;
    let offered = async |who: i64, chat: i64| {
        play.get(&format!("/play/commands?as={who}&chat={chat}")).await[0]["command"].take()
    };
    assert_eq!(offered(LI, LI).await, "zhall");
    assert_eq!(offered(WANG, SUPER).await, "zhall");
    assert_eq!(offered(LI, SUPER).await, "admins", "who made the group is an administrator");
    let bots = play.get("/play/bots").await;
    assert_eq!(bots[0]["username"], "gridbell_bot");
}

#[tokio::test]
async fn people_begin_topics_where_they_may() {
    let play = Play::new().await;
    let topic = |who: i64, name: &str| json!({"as": who, "name": name});
    let path = format!("/play/chats/{STAFF}/topics");
    assert_eq!(play.post(&path, topic(WANG, "漏水")).await["error"], "that chat is not a forum");
    play.post(&format!("/play/chats/{STAFF}/forum"), json!({"on": true})).await;
    play.post(&format!("/play/chats/{STAFF}/members"), json!({"as": WANG, "add": [LI]})).await;
    play.updates().await;
    assert_eq!(
        play.post(&path, topic(LI, "漏水")).await["error"],
        "only an administrator begins topics here"
    );
    assert_eq!(play.post(&path, topic(WANG, " ")).await["error"], "a topic's name has 1 to 128 characters");
    let made = play.post(&path, topic(WANG, "漏水")).await;
    assert_eq!(play.updates().await[0]["message"]["forum_topic_created"]["name"], "漏水");
    let passed = play.say(WANG, WANG, "转过去").await["message_id"].clone();
    let to = json!({"as": WANG, "chat": WANG, "messages": [passed], "to": STAFF, "thread": made["message_thread_id"]});
    assert_eq!(play.post("/play/forward", to).await[0]["message_thread_id"], made["message_thread_id"]);
    play.clean().await;
}

#[tokio::test]
async fn people_send_polls_dice_stickers_venues_documents_and_mentions() {
    let play = Play::new().await;
    let say = async |mut what: Value| {
        (what["as"], what["chat"]) = (json!(LI), json!(GROUP));
        play.post("/play/say", what).await
    };
    let poll =
        say(json!({"poll": {"question": "哪天？", "options": ["周六", " 周日 ", ""], "public": true}})).await;
    assert_eq!(poll[0]["poll"]["options"][1]["text"], "周日");
    let vote = json!({"as": WANG, "chat": GROUP, "message": poll[0]["message_id"], "options": [1]});
    assert_eq!(play.post("/play/vote", vote.clone()).await["poll"]["total_voter_count"], 1);
    let stop = |who: i64| json!({"as": who, "chat": GROUP, "message": poll[0]["message_id"]});
    assert_eq!(play.post("/play/stop", stop(WANG)).await["error"], "that is not this person's poll");
    assert_eq!(play.post("/play/stop", stop(LI)).await["poll"]["is_closed"], true);
    assert_eq!(play.post("/play/stop", stop(LI)).await["error"], "this poll is closed");
    assert_eq!(play.post("/play/vote", vote).await["error"], "this poll is closed");
    assert_eq!(
        say(json!({"poll": {"question": "?", "options": ["一"]}})).await["error"],
        "a poll has 2 to 12 options of at most 100 characters"
    );
    let dice = say(json!({"dice": "🎯"})).await;
    assert!((1..=6).contains(&dice[0]["dice"]["value"].as_i64().unwrap()));
    assert_eq!(say(json!({"dice": "🍀"})).await["error"], "dice are 🎲 🎯 🎳 🏀 ⚽ 🎰");
    assert_eq!(say(json!({"sticker": "🌹"})).await[0]["sticker"]["emoji"], "🌹");
    let place = json!({"latitude": 34.2, "longitude": 108.9, "title": "东门"});
    assert_eq!(say(json!({"location": place})).await[0]["venue"]["title"], "东门");
    let paper = say(json!({"document": {"name": "记录.txt", "content": "5aW9"}})).await;
    let file = paper[0]["document"]["file_id"].as_str().unwrap().to_owned();
    let path = play.ok("getFile", json!({"file_id": file})).await["file_path"].as_str().unwrap().to_owned();
    let address = format!("{}/file/bot{}/{path}", play.running.url, play.running.token);
    assert_eq!(play.http.get(address).send().await.unwrap().text().await.unwrap(), "好");
    let voice = say(json!({"voice": "AAAA", "told": {"duration": 7}})).await;
    assert_eq!(voice[0]["voice"]["duration"], 7);
    let mention = json!({"offset": 0, "length": 3, "person": WANG});
    let words = say(json!({"text": "@王伟 看看", "mentions": [mention]})).await;
    assert_eq!(words[0]["entities"][0]["user"]["id"], WANG);
    let updates = play.updates().await;
    assert!(updates.iter().any(|update| update["poll_answer"]["option_ids"] == json!([1])));
    play.clean().await;
}

#[tokio::test]
async fn the_page_is_told_of_a_keyboard_in_place_of_letters_and_the_bot_is_not() {
    let play = Play::new().await;
    let send = async |markup: Value| {
        let call = json!({"chat_id": GROUP, "text": "选一个", "reply_markup": markup});
        assert!(play.ok("sendMessage", call).await.get("reply_markup").is_none());
        let messages = play.get(&format!("/play/messages?chat={GROUP}")).await;
        messages.as_array().unwrap().last().unwrap()["keys"].clone()
    };
    let contact = json!({"text": "我的电话", "request_contact": true});
    let keys = send(json!({"keyboard": [["报修", contact]], "one_time_keyboard": true})).await;
    assert_eq!(keys["keyboard"][0], json!([{"text": "报修"}, contact]));
    assert_eq!(send(json!({"remove_keyboard": true})).await["remove_keyboard"], true);
    assert_eq!(send(json!({"force_reply": true})).await["force_reply"], true);
    assert_eq!(send(json!({"inline_keyboard": []})).await, Value::Null);
    play.clean().await;
}

#[tokio::test]
async fn a_part_of_a_file_can_be_asked_for() {
    let play = Play::new().await;
    let said = play.post("/play/say", json!({"as": LI, "chat": GROUP, "voice": "MDEyMzQ1Njc4OQ=="})).await;
    let id = said[0]["voice"]["file_id"].as_str().unwrap();
    let address = format!("{}/play/file?id={id}", play.running.url);
    let ask = async |range: &str| {
        let answer = play.http.get(&address).header("range", range).send().await.unwrap();
        let place = answer.headers().get("content-range").map(|range| range.to_str().unwrap().to_owned());
        (answer.status().as_u16(), place, answer.text().await.unwrap())
    };
    assert_eq!(ask("bytes=2-4").await, (206, Some("bytes 2-4/10".into()), "234".into()));
    assert_eq!(ask("bytes=7-").await, (206, Some("bytes 7-9/10".into()), "789".into()));
    assert_eq!(ask("bytes=-2").await, (206, Some("bytes 8-9/10".into()), "89".into()));
    for odd in ["bytes=20-", "bytes=0-1,3-4", "lines=1-2"] {
        assert_eq!(ask(odd).await, (200, None, "0123456789".into()));
    }
}
