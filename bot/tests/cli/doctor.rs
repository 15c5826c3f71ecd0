//! `doctor`, and `run` with nothing to run.

use crate::machine::{Machine, Said, TOKEN};
use playground::Scene;
use playground::scene::{Bot, BotStatus, ChatType};
use std::net::{Ipv4Addr, SocketAddr};
use storage::{ChatState, Purpose};

#[test]
fn run_and_doctor_say_what_is_missing() {
    let machine = Machine::new();
    assert!(machine.run(&["run"]).refused().contains("set TELOXIDE_TOKEN"));
    let nothing = machine.run(&["doctor"]);
    assert!(nothing.out.contains("MEND  database: none yet"), "{}", nothing.out);
    assert!(nothing.out.contains("MEND  bot: none"), "{}", nothing.out);
    assert_eq!(nothing.refused(), "2 things to mend\n");
    let machine = Machine::with_org();
    let env = [("TELOXIDE_TOKEN", TOKEN), ("TELOXIDE_API_URL", "http://127.0.0.1:9/")];
    let said = machine.run_with(&["doctor"], &env);
    assert!(said.out.contains("ok    org: 27 areas"), "{}", said.out);
    assert!(said.out.contains("MEND  bot 123456: cannot reach the Bot API"), "{}", said.out);
    assert!(!said.out.contains("SECRET"), "{}", said.out);
    assert_eq!(said.refused(), "1 thing to mend\n");
}

#[cfg(unix)]
#[test]
fn doctor_minds_a_key_that_others_can_read() {
    use std::os::unix::fs::PermissionsExt;
    let machine = Machine::with_org();
    std::fs::set_permissions(machine.key(), std::fs::Permissions::from_mode(0o644)).unwrap();
    let said = machine.run(&["doctor"]);
    assert!(said.out.contains("can be read by others") && said.out.contains("chmod 600"), "{}", said.out);
}

const BOT: i64 = 7_000_000_001;
const GROUP: i64 = -1_001_000_000_001;

/// What `doctor` says of a bot with this privacy mode that is `status` in the one chat that is bound.
async fn examined(privacy: bool, status: BotStatus) -> Said {
    let machine = Machine::with_org();
    let db = machine.database().await;
    let mut tx = db.begin().await.unwrap();
    let org = storage::Org::load(&mut tx).await.unwrap();
    tx.bot_seen(BOT, "gridbell_bot", None).await.unwrap();
    let mut chat = tx.chat_seen(BOT, GROUP, "supergroup", ChatState::New, 0).await.unwrap();
    chat.area = org.by_code("WT-1").map(|area| area.id);
    (chat.purpose, chat.state) = (Some(Purpose::Residents), ChatState::Bound);
    tx.chat_save(&chat).await.unwrap();
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_millis() as i64;
    tx.dead_letter_add(BOT, 1, Some(chat.id), "a fault", None, now).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await;
    let scene = Scene::empty(Bot { privacy, ..Bot::default() })
        .person(1, "王阿姨")
        .chat(ChatType::Supergroup, GROUP, "一网格", &[1])
        .bot_as(status);
    let addr = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let options = playground::Options { addr, scene, story: None, enforce_limits: false, keep: None };
    let telegram = playground::start(options).await.unwrap();
    let env = [("TELOXIDE_TOKEN", telegram.token.as_str()), ("TELOXIDE_API_URL", telegram.url.as_str())];
    let said = tokio::task::block_in_place(|| machine.run_with(&["doctor"], &env));
    telegram.stop().await;
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_finds_all_well() {
    for (privacy, status) in [(false, BotStatus::Member), (true, BotStatus::Administrator)] {
        let said = examined(privacy, status).await.good();
        assert!(said.contains("ok    bot 7000000001: @gridbell_bot"), "{said}");
        assert!(said.contains("ok    chat of 梧桐里社区 第1网格 (residents)"), "{said}");
        assert!(said.contains("note  updates: 1 could not be handled"), "{said}");
        assert!(said.ends_with("all is well\n"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_minds_privacy_mode_where_the_bot_is_no_administrator() {
    let said = examined(true, BotStatus::Member).await;
    assert!(said.out.contains("privacy mode is on") && said.out.contains("/setprivacy"), "{}", said.out);
    assert_eq!(said.refused(), "1 thing to mend\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_finds_a_chat_that_the_bot_was_removed_from() {
    let said = examined(false, BotStatus::Kicked).await;
    assert!(said.out.contains("MEND  chat of 梧桐里社区 第1网格 (residents): "), "{}", said.out);
    assert!(said.out.contains("add the bot"), "{}", said.out);
    assert_eq!(said.refused(), "1 thing to mend\n");
}
