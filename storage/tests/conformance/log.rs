//! A case's log, who joined it, who holds it, and where it is shown.

use crate::world::{self, BOT, HOUR, NOW};
use storage::{Db, Lane, Move, NewEntry, Status};

each_engine!(
    the_log_keeps_its_order_and_counts,
    forgetting_takes_words_and_leaves_facts,
    who_joined_hears_once,
    one_person_holds_a_case,
    a_card_is_one_message_that_follows_its_case,
);

async fn the_log_keeps_its_order_and_counts(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let case = street.opened(&mut tx, 1, NOW).await;
    let other = street.opened(&mut tx, 2, NOW).await;
    let report = NewEntry {
        person: Some(street.reporter),
        what: "report",
        words: Some("灯坏了"),
        ..NewEntry::default()
    };
    tx.entry_add(case.id, street.grid, report, NOW).await.unwrap();
    let claim = NewEntry {
        person: Some(street.worker),
        what: "claim",
        from: Some(Status::Open),
        to: Some(Status::Claimed),
        photo: Some("file-1"),
        ..NewEntry::default()
    };
    tx.entry_add(other.id, street.grid, claim.clone(), NOW + 1).await.unwrap();
    tx.entry_add(case.id, street.grid, claim, NOW + 2).await.unwrap();
    tx.entry_add(case.id, street.grid, NewEntry { what: "remind", ..NewEntry::default() }, NOW + 3)
        .await
        .unwrap();
    let log = tx.entries(case.id).await.unwrap();
    let what: Vec<(&str, i64)> = log.iter().map(|entry| (entry.what.as_str(), entry.at - NOW)).collect();
    assert_eq!(what, [("report", 0), ("claim", 2), ("remind", 3)]);
    assert_eq!((log[0].words.as_deref(), log[0].person), (Some("灯坏了"), Some(street.reporter)));
    assert_eq!((log[1].to.as_deref(), log[1].photo.as_deref()), (Some("claimed"), Some("file-1")));
    assert_eq!((log[2].person, log[2].case), (None, case.id));
    let counts = tx.entry_counts(street.grid, NOW, NOW + 3).await.unwrap();
    assert_eq!(counts, [("claim".to_owned(), 2), ("report".to_owned(), 1)]);
    assert_eq!(tx.entry_cases(street.worker, 9).await.unwrap(), [case.id, other.id], "newest first");
    let claimed = tx.cases_that("claim", street.grid, NOW, NOW + HOUR, 9).await.unwrap();
    assert_eq!(claimed.iter().map(|c| c.id).collect::<Vec<_>>(), [other.id, case.id]);
    assert!(tx.cases_that("claim", street.grid, NOW, NOW + 1, 9).await.unwrap().is_empty());
}

async fn forgetting_takes_words_and_leaves_facts(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let case = street.opened(&mut tx, 1, NOW).await;
    for person in [street.reporter, street.worker] {
        let entry =
            NewEntry { person: Some(person), what: "progress", words: Some("话"), ..NewEntry::default() };
        tx.entry_add(case.id, street.grid, entry, NOW).await.unwrap();
    }
    assert_eq!(tx.entries_forget(street.reporter).await.unwrap(), 1);
    let log = tx.entries(case.id).await.unwrap();
    let of = |person| log.iter().find(|entry| entry.person == Some(person)).unwrap();
    assert_eq!((of(street.reporter).words.as_deref(), of(street.reporter).what.as_str()), (None, "progress"));
    assert_eq!(of(street.worker).words.as_deref(), Some("话"), "another's words stay");
}

async fn who_joined_hears_once(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let case = street.opened(&mut tx, 1, NOW).await;
    assert!(tx.follower_add(case.id, street.worker, NOW).await.unwrap());
    assert!(!tx.follower_add(case.id, street.worker, NOW + 1).await.unwrap(), "joined already");
    assert!(tx.follower_add(case.id, street.reporter, NOW + 1).await.unwrap());
    assert_eq!(tx.followers(case.id).await.unwrap(), [street.worker, street.reporter]);
    assert_eq!(tx.followed(street.worker).await.unwrap(), [case.id]);
    let mut both = vec![street.worker, street.reporter];
    both.sort_unstable();
    assert_eq!(tx.followers_to_tell(case.id, NOW).await.unwrap(), both);
    assert!(tx.followers_to_tell(case.id, NOW).await.unwrap().is_empty(), "each hears once");
    assert!(tx.follower_remove(case.id, street.worker).await.unwrap());
    assert!(!tx.follower_remove(case.id, street.worker).await.unwrap());
    assert_eq!(tx.followers(case.id).await.unwrap(), [street.reporter]);
    assert_eq!(tx.followers_forget(street.reporter).await.unwrap(), 1);
    assert!(tx.followed(street.reporter).await.unwrap().is_empty());
}

async fn one_person_holds_a_case(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let case = street.opened(&mut tx, 1, NOW).await;
    assert_eq!(tx.claim_held(case.id).await.unwrap(), None);
    tx.claim_take(case.id, street.worker, NOW).await.unwrap();
    tx.claim_take(case.id, street.reporter, NOW + 1).await.unwrap();
    let held = tx.claim_held(case.id).await.unwrap().unwrap();
    assert_eq!((held.case, held.person, held.since), (case.id, Some(street.reporter), NOW + 1));
    tx.claim_end(case.id, "finished", NOW + 2).await.unwrap();
    assert_eq!(tx.claim_held(case.id).await.unwrap(), None);
    assert_eq!(tx.claim_last(case.id).await.unwrap(), Some(held), "who had it last is still known");
    let all: Vec<_> = tx.claims(case.id).await.unwrap().into_iter().map(|claim| claim.person).collect();
    assert_eq!(all, [Some(street.worker), Some(street.reporter)]);
}

async fn a_card_is_one_message_that_follows_its_case(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let case = street.opened(&mut tx, 1, NOW).await;
    for _ in 0..3 {
        tx.outbox_card(BOT, case.id, street.chat, Lane::Normal, 0, 0).await.unwrap();
    }
    let queued = tx.outbox_after(BOT, 0, 9).await.unwrap();
    assert_eq!((queued.len(), queued[0].kind.as_str(), queued[0].case), (1, "card", Some(case.id)));
    assert_eq!(tx.outbox_payload(queued[0].id).await.unwrap(), None, "it is rendered when it is sent");
    let mut card = tx.card(case.id, street.chat).await.unwrap().unwrap();
    assert_eq!((card.message, card.shown), (None, 0));
    for message in [40, 41] {
        tx.card_posted(&card, message).await.unwrap();
    }
    assert_eq!(
        tx.card(case.id, street.chat).await.unwrap().unwrap().message,
        Some(40),
        "the first that is told"
    );
    assert_eq!(tx.outbox_after(BOT, 0, 9).await.unwrap(), queued, "and still to be brought up to date");

    let moved = tx.case_move(&case, Move::Claim, NOW).await.unwrap().unwrap();
    (card.message, card.shown) = (Some(40), case.version);
    assert!(!tx.card_shown(queued[0].id, &card).await.unwrap(), "the case moved on while it was sent");
    assert_eq!(tx.outbox_after(BOT, 0, 9).await.unwrap(), queued, "so it stays queued");
    card.shown = moved.version;
    assert!(tx.card_shown(queued[0].id, &card).await.unwrap());
    assert_eq!(tx.cards(case.id).await.unwrap(), [card]);
    assert_eq!(tx.card_case(street.chat, 40).await.unwrap(), Some(case.id));
    assert_eq!(tx.card_case(street.chat, 41).await.unwrap(), None);
    tx.outbox_card(BOT, case.id, street.chat, Lane::Normal, 0, 0).await.unwrap();
    assert_eq!(tx.outbox_after(BOT, 0, 9).await.unwrap().len(), 1, "the next change queues it again");
}
