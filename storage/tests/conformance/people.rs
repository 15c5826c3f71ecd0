//! People and chats: found by keyed hashes, sealed, forgotten.

use crate::world::{self, BOT, NOW};
use storage::{About, ChatState, Db, Draft, Lane, Purpose, Rights};

each_engine!(
    a_person_is_found_and_brought_up_to_date,
    a_forgotten_person_is_not_found_again,
    a_chat_is_known_by_its_bot_and_id,
    a_group_that_becomes_a_supergroup_keeps_its_binding_and_loses_its_messages,
    a_supergroup_that_was_met_before_gives_way_to_its_group,
    a_chat_is_erased_once_its_last_word_is_sent,
    chatter_leaves_a_count_and_nothing_else,
);

async fn a_person_is_found_and_brought_up_to_date(db: Db) {
    let mut tx = db.begin().await.unwrap();
    let about = About { tg: 7, name: "王阿姨".to_owned(), username: Some("Wang".to_owned()) };
    assert_eq!(tx.person_known(7).await.unwrap(), None);
    let first = tx.person_seen(&about, NOW).await.unwrap();
    assert_eq!(tx.person_seen(&about, NOW).await.unwrap(), first, "once on record");
    let renamed = About { name: "王姐".to_owned(), username: Some("wangjie".to_owned()), ..about };
    let again = tx.person_seen(&renamed, NOW).await.unwrap();
    assert_eq!((again.id, again.name()), (first.id, "王姐"));
    tx.person_locale(first.id, "en").await.unwrap();
    let found = tx.person(first.id).await.unwrap().unwrap();
    assert_eq!((found.about, found.locale.as_deref()), (Some(renamed), Some("en")));
    assert_eq!(tx.person_by_username("WangJie").await.unwrap().unwrap().id, first.id);
    assert_eq!(tx.person_by_username("wang").await.unwrap(), None, "the old name is nobody's now");
}

async fn a_forgotten_person_is_not_found_again(db: Db) {
    let mut tx = db.begin().await.unwrap();
    let id = world::person(&mut tx, 7).await;
    let other = world::person(&mut tx, 8).await;
    tx.person_forget(id).await.unwrap();
    tx.person_forget(other).await.unwrap();
    assert_eq!(tx.person_known(7).await.unwrap(), None);
    assert_eq!(tx.person_by_username("user7").await.unwrap(), None);
    let left = tx.person(id).await.unwrap().unwrap();
    assert_eq!((left.name(), left.about.is_none()), ("", true));
    assert_ne!(world::person(&mut tx, 7).await, id, "a later report makes a new row");
}

async fn a_chat_is_known_by_its_bot_and_id(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    tx.bot_seen(5, "other_bot", Some(street.community)).await.unwrap();
    let here = tx.chat_known(BOT, -100).await.unwrap().unwrap();
    assert_eq!((here.id, here.tg, here.bound()), (street.chat, -100, Some(street.grid)));
    assert_eq!(tx.chat_known(5, -100).await.unwrap(), None, "another bot, another row");
    let private = tx.chat_seen(5, 7, "private", ChatState::Left, NOW).await.unwrap();
    assert!(private.is_private() && private.bound().is_none());
    assert_eq!(tx.chat_seen(5, 7, "private", ChatState::New, NOW).await.unwrap(), private);

    let mut staff = tx.chat_seen(BOT, -200, "group", ChatState::New, NOW).await.unwrap();
    staff.asked = Some((street.community, Purpose::Staff));
    (staff.state, staff.locale, staff.rights) =
        (ChatState::Asked, Some("en".to_owned()), Rights { admin: true, told: Some(3) });
    tx.chat_save(&staff).await.unwrap();
    assert_eq!(tx.chat(staff.id).await.unwrap(), Some(staff.clone()));
    assert!(tx.chats_of(street.community, Purpose::Staff).await.unwrap().is_empty(), "asked is not bound");
    (staff.asked, staff.state) = (None, ChatState::Bound);
    (staff.area, staff.purpose) = (Some(street.community), Some(Purpose::Staff));
    tx.chat_save(&staff).await.unwrap();
    assert_eq!(tx.chats_of(street.community, Purpose::Staff).await.unwrap(), [staff.clone()]);
    assert!(tx.chats_of(street.grid, Purpose::Staff).await.unwrap().is_empty());
    assert_eq!(tx.chats_bound(BOT).await.unwrap(), [here, staff]);
    assert!(tx.chats_bound(5).await.unwrap().is_empty());
}

async fn a_group_that_becomes_a_supergroup_keeps_its_binding_and_loses_its_messages(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let case = street.opened(&mut tx, 1, NOW).await;
    tx.outbox_card(BOT, case.id, street.chat, Lane::Normal, 0, 0).await.unwrap();
    let queued = tx.outbox_after(BOT, 0, 10).await.unwrap().remove(0);
    let mut card = tx.card(case.id, street.chat).await.unwrap().unwrap();
    (card.message, card.shown) = (Some(55), case.version);
    assert!(tx.card_shown(queued.id, &card).await.unwrap());
    let mut chat = tx.chat(street.chat).await.unwrap().unwrap();
    tx.chat_save(&chat).await.unwrap();
    assert_eq!(tx.card(case.id, chat.id).await.unwrap().unwrap().message, Some(55), "the same id");
    chat.tg = -1_000_000_000_100;
    tx.chat_save(&chat).await.unwrap();
    assert_eq!(tx.card(case.id, chat.id).await.unwrap().unwrap().message, None, "to be posted anew");
    assert_eq!(tx.chat_known(BOT, -100).await.unwrap(), None);
    assert_eq!(tx.chat_known(BOT, chat.tg).await.unwrap(), Some(chat));
}

async fn a_supergroup_that_was_met_before_gives_way_to_its_group(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let case = street.opened(&mut tx, 1, NOW).await;
    let early = tx.chat_seen(BOT, -1009, "supergroup", ChatState::New, NOW).await.unwrap();
    let draft =
        |chat| Draft { chat, lane: Lane::Normal, kind: "text", payload: String::new(), case: None, due: 0 };
    let greeting = tx.outbox_queue(BOT, draft(early.id), 0).await.unwrap();
    let sent = tx.outbox_queue(BOT, draft(street.chat), 0).await.unwrap();
    tx.outbox_sent(sent, Some(77)).await.unwrap();
    assert_eq!(tx.outbox_message(sent).await.unwrap(), Some(77));

    let group = tx.chat(street.chat).await.unwrap().unwrap();
    let chat = tx.chat_became(&group, -1009).await.unwrap();
    assert_eq!((chat.id, chat.bound(), chat.kind.as_str()), (street.chat, Some(street.grid), "supergroup"));
    assert_eq!(tx.chat_known(BOT, -1009).await.unwrap(), Some(chat));
    let early = tx.chat(early.id).await.unwrap().unwrap();
    assert_eq!((early.tg, early.state), (0, ChatState::Left));
    assert_eq!(tx.outbox_payload(greeting).await.unwrap(), None, "nobody is greeted twice");
    assert_eq!(tx.outbox_message(sent).await.unwrap(), None, "message ids begin anew");
    assert_eq!(tx.case(case.id).await.unwrap().unwrap().source, None);
}

async fn a_chat_is_erased_once_its_last_word_is_sent(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let case = street.opened(&mut tx, 1, NOW).await;
    let mut private = tx.chat_seen(BOT, 7, "private", ChatState::New, NOW).await.unwrap();
    tx.outbox_card(BOT, case.id, private.id, Lane::Normal, 0, 0).await.unwrap();
    assert_eq!(tx.outbox_drop_chat(BOT, private.id).await.unwrap(), 1);
    assert_eq!(tx.outbox_drop_chat(BOT, private.id).await.unwrap(), 0);
    let draft = Draft {
        chat: private.id,
        lane: Lane::Normal,
        kind: "text",
        payload: "{}".to_owned(),
        case: None,
        due: 0,
    };
    let last = tx.outbox_queue(BOT, draft, 0).await.unwrap();
    tx.dead_letter_add(BOT, 9, Some(private.id), "a fault", Some("/report"), NOW).await.unwrap();
    private.state = ChatState::Forgotten;
    tx.chat_save(&private).await.unwrap();
    assert_eq!(tx.chats_erase_forgotten(BOT).await.unwrap(), 0, "its last word waits");
    tx.outbox_sent(last, Some(5)).await.unwrap();
    assert_eq!(tx.chats_erase_forgotten(BOT).await.unwrap(), 1);
    assert_eq!(tx.chats_erase_forgotten(BOT).await.unwrap(), 0);
    assert_eq!(tx.chat_known(BOT, 7).await.unwrap(), None);
    assert_eq!(tx.chat(private.id).await.unwrap().unwrap().tg, 0);
    assert_eq!(tx.card(case.id, private.id).await.unwrap(), None);
    assert_eq!(tx.dead_letters(NOW).await.unwrap(), 0);
}

async fn chatter_leaves_a_count_and_nothing_else(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    assert_eq!(tx.counted(street.chat, "2026-11-21", "seen").await.unwrap(), 0);
    tx.count(street.chat, "2026-11-21", "seen", 40).await.unwrap();
    tx.count(street.chat, "2026-11-21", "seen", 2).await.unwrap();
    tx.count(street.chat, "2026-11-22", "seen", 1).await.unwrap();
    tx.count(street.chat, "2026-11-21", "said", 3).await.unwrap();
    assert_eq!(tx.counted(street.chat, "2026-11-21", "seen").await.unwrap(), 42);
}
