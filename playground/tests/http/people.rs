//! What people do, and how the bot hears of it.
use crate::fixture::*;
use serde_json::{Value, json};

#[tokio::test]
async fn replies_edits_and_forwards_are_told() {
    let play = Play::new().await;
    let first = play.say(LI, GROUP, "3号楼漏水").await;
    let reply = json!({"as": WANG, "chat": GROUP, "text": "我也看到", "reply_to": first["message_id"]});
    play.post("/play/say", reply).await;
    let edit = json!({"as": LI, "chat": GROUP, "message": first["message_id"], "text": "4号楼漏水"});
    play.post("/play/edit", edit).await;
    let mut forwards = Vec::new();
    for from in [json!(WANG), json!("隔壁的人"), json!(true)] {
        forwards.push(json!({"as": LI, "chat": GROUP, "text": "转", "forward": from}));
    }
    for forward in forwards {
        play.post("/play/say", forward).await;
    }
    let updates = play.updates().await;
    assert_eq!(updates[1]["message"]["reply_to_message"]["text"], "3号楼漏水");
    let edited = &updates[2]["edited_message"];
    assert_eq!((&edited["text"], &edited["message_id"]), (&json!("4号楼漏水"), &first["message_id"]));
    assert!(edited["edit_date"].is_i64());
    let origins: Vec<&Value> = updates[3..].iter().map(|u| &u["message"]["forward_origin"]["type"]).collect();
    assert_eq!(origins, ["user", "hidden_user", "hidden_user"]);
    play.clean().await;
}

#[tokio::test]
async fn an_anonymous_administrator_speaks_as_the_group() {
    let play = Play::new().await;
    let say = |who: i64| json!({"as": who, "chat": SUPER, "text": "/setup", "anonymous": true});
    let said = play.post("/play/say", say(LI)).await[0].take();
    assert_eq!(said["from"]["username"], "GroupAnonymousBot");
    assert_eq!(said["sender_chat"], said["chat"]);
    let refused = play.post("/play/say", say(WANG)).await;
    assert_eq!(refused["error"], "only administrators of a group can be anonymous");
    play.clean().await;
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_a_reason() {
    let play = Play::new().await;
    let say = |who: i64, chat: i64, text: &str| json!({"as": who, "chat": chat, "text": text});
    let cases = [
        (say(9, GROUP, "好"), "no such person"),
        (say(LI, 9, "好"), "no such chat"),
        (say(ZHAO, GROUP, "好"), "this person is not in that chat"),
        (say(LI, WANG, "好"), "that is somebody else's private chat"),
        (say(LI, GROUP, "  "), "nothing to say"),
        (say(LI, GROUP, &"长".repeat(4097)), "the text is longer than 4096 characters"),
        (json!({"as": LI, "chat": GROUP, "photos": ["*"]}), "that is not base64"),
        (
            json!({"as": LI, "chat": GROUP, "text": "好", "reply_to": 99}),
            "the message replied to is not there",
        ),
    ];
    for (body, reason) in cases {
        assert_eq!(play.post("/play/say", body).await["error"], reason);
    }
    play.post("/play/block", json!({"as": LI, "blocked": true})).await;
    assert_eq!(play.post("/play/say", say(LI, LI, "好")).await["error"], "this person has blocked the bot");
    assert_eq!(play.updates().await.len(), 0);
}

#[tokio::test]
async fn privacy_mode_hides_chatter_until_the_bot_is_added_again() {
    let mut hidden = scene();
    hidden.bot.privacy = true;
    let play = Play::with(hidden, false).await;
    assert_eq!(play.ok("getMe", json!({})).await["can_read_all_group_messages"], false);
    let card = play.ok("sendMessage", json!({"chat_id": GROUP, "text": "卡"})).await;
    for text in [
        "今天真热",
        "/queue",
        "/queue@gridbell_bot",
        "/queue@other_bot",
        "@gridbell_bot 漏水",
        "@other_bot 漏水",
    ] {
        play.say(LI, GROUP, text).await;
    }
    play.post("/play/say", json!({"as": LI, "chat": GROUP, "text": "好", "reply_to": card["message_id"]}))
        .await;
    play.post("/play/say", json!({"as": LI, "chat": GROUP, "sticker": true})).await;
    play.say(WANG, STAFF, "管理员都看得到").await;
    let seen: Vec<Value> =
        play.updates().await.into_iter().map(|mut u| u["message"]["text"].take()).collect();
    assert_eq!(seen, ["/queue", "/queue@gridbell_bot", "@gridbell_bot 漏水", "好", "管理员都看得到"]);

    play.post("/admin/bot", json!({"privacy": false})).await;
    play.say(LI, GROUP, "还是看不到").await;
    assert_eq!(play.updates().await.len(), 0);
    for status in ["absent", "member"] {
        play.post(&format!("/play/chats/{GROUP}/bot"), json!({"as": LI, "status": status})).await;
    }
    play.updates().await;
    play.say(LI, GROUP, "看到了").await;
    assert_eq!(play.updates().await.len(), 1);
    play.clean().await;
}

#[tokio::test]
async fn the_page_hears_of_everything() {
    let play = Play::new().await;
    let seq = play.get("/play/scene").await["seq"].as_i64().unwrap();
    let said = play.say(LI, GROUP, "好").await;
    let react =
        |emoji: &str| json!({"as": WANG, "chat": GROUP, "message": said["message_id"], "emoji": emoji});
    play.post("/play/react", react("👍")).await;
    let emoji = json!([{"type": "emoji", "emoji": "👌"}]);
    play.ok(
        "setMessageReaction",
        json!({"chat_id": GROUP, "message_id": said["message_id"], "reaction": emoji}),
    )
    .await;
    play.post("/play/people", json!({"id": 104, "name": "钱敏"})).await;
    play.post("/play/story", json!({"to": "hour"})).await;
    play.post("/play/delete", json!({"as": LI, "chat": GROUP, "message": said["message_id"]})).await;
    let heard = play.get(&format!("/play/events?after={seq}")).await;
    let kinds: Vec<&str> =
        heard["events"].as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["message", "reaction", "reaction", "chat", "now", "deleted"]);
    assert_eq!(heard["events"][2]["as"], 7_000_000_001i64);
    assert_eq!(heard["run"], play.get("/play/scene").await["run"]);
    let earlier = play.get("/play/events?after=99&run=1").await;
    assert_eq!(
        (&earlier["run"], &earlier["events"]),
        (&heard["run"], &json!([])),
        "another run is told at once"
    );
    let next = format!("/play/events?after={}", heard["seq"]);
    let (waited, _) = tokio::join!(play.get(&next), async {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        play.say(LI, GROUP, "还在").await
    });
    assert_eq!(waited["events"][0]["message"]["text"], "还在");
    let scene = play.get("/play/scene").await;
    assert_eq!(scene["chats"].as_array().unwrap().len(), 4, "private chats appear once they begin");
    play.clean().await;
}
