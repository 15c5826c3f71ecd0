//! What stands beside the chats of the demo: what the bot stored, and what the clock will bring.

use crate::town::{GRID, Town};
use serde_json::{Value, json};

plays!(what_is_stored_is_shown_sealed, what_is_due_next_is_named);

const LAMP: &str = "3号楼2单元楼道灯坏了，住在502，电话13812345678";
const TALK: [&str; 3] =
    ["今天太阳真好，大家出来晒被子", "今天菜场的西红柿真便宜", "包的饺子多了，谁家要来拿"];

async fn what_is_stored_is_shown_sealed(town: &Town) {
    for words in TALK {
        town.says("张明", GRID, words).await;
    }
    town.says("李奶奶", GRID, LAMP).await;
    let card = town.card(GRID, 1).await;
    town.taps("李建国", &card, "我来").await;
    town.card_says(GRID, 1, "李建国").await;
    town.says("李奶奶", "李奶奶", "许愿 独居老人想要一台收音机听戏").await;
    town.waits_for("李奶奶", "心愿 #2 记下了").await;
    town.settles().await;

    let stored = town.get("play/stored").await;
    let text = stored.to_string();
    for personal in TALK.iter().copied().chain(["502", "13812345678", "灯坏了", "收音机", "张明"]) {
        assert!(!text.contains(personal), "{personal} is shown: {text}");
    }
    let numbers: Vec<_> =
        stored["cases"].as_array().unwrap().iter().map(|case| case["number"].clone()).collect();
    assert_eq!(numbers, [json!(2), json!(1)], "the newest first");
    let english = town.get("play/stored?locale=en").await;
    assert_ne!(english["cases"][1]["category"], stored["cases"][1]["category"]);
    assert_eq!(stored["chatter"], 3, "of the talk there is a count");
    let lamp = &stored["cases"][1];
    assert_eq!((&lamp["status"], &lamp["category"]), (&json!("claimed"), &json!("照明")));
    assert_eq!((&lamp["holder"], &lamp["area"]), (&json!("李建国"), &json!("第1网格")));
    assert_eq!(lamp["place"], "3号楼 2单元 楼道", "as its card says it");
    let log: Vec<(&Value, &Value)> =
        lamp["log"].as_array().unwrap().iter().map(|line| (&line["what"], &line["who"])).collect();
    assert_eq!(log, [(&json!("report"), &json!("李奶奶")), (&json!("claim"), &json!("李建国"))]);
    let key = format!("{}.", stored["key"].as_str().unwrap());
    for sealed in lamp["sealed"].as_array().unwrap() {
        assert!(sealed["text"].as_str().unwrap().starts_with(&key), "{sealed}");
    }
    let columns: Vec<_> = lamp["sealed"].as_array().unwrap().iter().map(|sealed| &sealed["column"]).collect();
    assert_eq!(columns, ["words", "shown", "place"]);
    let people = stored["people"].as_array().unwrap();
    assert_eq!(people.len(), 6, "those who work here and 李奶奶; not 张明, who only talked");
    assert!(people.iter().all(|one| one.as_str().unwrap().starts_with(&key)), "{people:?}");
    assert_eq!(stored["polls"], json!([]));
    let wish = &stored["cases"][0];
    assert_eq!((&wish["kind"], &wish["status"]), (&json!("wish"), &json!("proposed")));
    assert_eq!(wish["log"][0]["who"], "", "who wished is not shown");
}

async fn what_is_due_next_is_named(town: &Town) {
    let words = |due: &Value| -> Vec<(String, Value)> {
        let one = |one: &Value| {
            let what = one["what"].as_str().unwrap().to_owned();
            (what, if one["number"].is_null() { one["about"].clone() } else { one["number"].clone() })
        };
        due.as_array().unwrap().iter().map(one).collect()
    };
    let named = |what: &str, about: Value| (what.to_owned(), about);
    town.settles().await;
    let due = words(&town.get("play/story").await["due"]);
    assert_eq!(due[..2], [named("digest", Value::Null), named("staff_digest", Value::Null)], "{due:?}");
    assert!(
        due.contains(&named("morning", Value::Null)) && due.contains(&named("stuck", Value::Null)),
        "{due:?}"
    );

    town.says("李奶奶", GRID, "3号楼2单元楼道灯坏了").await;
    let card = town.card(GRID, 1).await;
    town.says("周慧兰", GRID, "/poll 要不要加装电梯 | 赞成 | 反对 | until 明晚8点").await;
    let draft = town.waits_for("周慧兰", "投票预览").await;
    town.taps("周慧兰", &draft, "发布").await;
    town.waits_until(GRID, "a poll", |said| said.with == Some("poll")).await;
    town.settles().await;
    let stored = town.get("play/stored").await;
    let sealed = &stored["polls"][0]["sealed"];
    assert!(sealed[0]["column"] == "paper" && !stored.to_string().contains("电梯"), "{stored}");
    let due = words(&town.get("play/story").await["due"]);
    assert!(due.contains(&named("take", json!(1))), "{due:?}");
    let asked = json!("要不要加装电梯");
    assert!(
        due.contains(&named("poll_remind", asked.clone())) || due.contains(&named("poll_close", asked)),
        "{due:?}"
    );

    town.taps("李建国", &card, "我来").await;
    town.card_says(GRID, 1, "李建国").await;
    town.settles().await;
    assert!(words(&town.get("play/story").await["due"]).contains(&named("finish", json!(1))));
    town.says("李建国", GRID, "办结 1").await;
    town.card_says(GRID, 1, "说办好了").await;
    town.settles().await;
    assert!(words(&town.get("play/story").await["due"]).contains(&named("silence", json!(1))));

    // It goes there, and to any of them.
    let due = town.get("play/story").await["due"].clone();
    let morning =
        due.as_array().unwrap().iter().find(|one| one["what"] == "morning").unwrap()["at"].as_i64().unwrap();
    town.post("play/story", json!({"to": morning})).await;
    let now = town.get("play/story").await["now"].as_i64().unwrap();
    assert!((morning..morning + 60_000).contains(&now), "{now}");
    town.waits_for(GRID, "今天的网格").await;
}
