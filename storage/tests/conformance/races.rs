//! Two at once: what one process or several do in the same instant comes out the same on both engines.

use crate::world::{self, BOT, NOW, Street};
use std::collections::BTreeSet;
use std::time::Duration;
use storage::{Card, Case, Db, Lane, Move, Tx};
use tokio::task::JoinHandle;

each_engine!(
    numbers_are_unique_when_many_report_at_once,
    who_comes_while_another_is_claiming_is_told_no,
    two_bots_meet_a_person_at_once,
    a_checked_lease_is_not_taken_before_the_commit,
    a_change_while_a_card_is_recorded_is_shown_later,
);

/// Long enough for a task to come to where it waits.
const A_MOMENT: Duration = Duration::from_millis(100);

async fn opened(db: &Db, street: &Street, message: i64) -> Case {
    let mut tx = db.begin().await.unwrap();
    let case = street.opened(&mut tx, message, NOW).await;
    tx.commit().await.unwrap();
    case
}

async fn numbers_are_unique_when_many_report_at_once(db: Db) {
    let street = world::street(&db).await;
    let tasks: Vec<JoinHandle<Vec<i64>>> = (0..8)
        .map(|task| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut numbers = Vec::new();
                for n in 0..5 {
                    numbers.push(opened(&db, &street, task * 100 + n).await.number);
                }
                numbers
            })
        })
        .collect();
    let mut all = BTreeSet::new();
    for task in tasks {
        all.extend(task.await.unwrap());
    }
    assert_eq!(all, (1..=40).collect());
}

async fn who_comes_while_another_is_claiming_is_told_no(db: Db) {
    let street = world::street(&db).await;
    let case = opened(&db, &street, 1).await;
    let mut first = db.begin().await.unwrap();
    first.case_move(&case, Move::Claim, NOW).await.unwrap().unwrap();
    first.claim_take(case.id, street.worker, NOW).await.unwrap();
    let second = {
        let (db, case) = (db.clone(), case.clone());
        tokio::spawn(async move {
            let mut tx = db.begin().await.unwrap();
            tx.case_move(&case, Move::Claim, NOW).await.unwrap()
        })
    };
    tokio::time::sleep(A_MOMENT).await;
    assert!(!second.is_finished(), "it waits for the first to end");
    first.commit().await.unwrap();
    assert_eq!(second.await.unwrap(), None);
    let held = db.read().await.unwrap().claim_held(case.id).await.unwrap().unwrap();
    assert_eq!(held.person, Some(street.worker));
}

/// Two bots, so two processes perhaps, may meet somebody in the same instant: both get the same row.
async fn two_bots_meet_a_person_at_once(db: Db) {
    let mut first = db.begin().await.unwrap();
    let id = world::person(&mut first, 5).await;
    let second = {
        let db = db.clone();
        tokio::spawn(async move {
            let mut tx = db.begin().await.unwrap();
            let id = world::person(&mut tx, 5).await;
            tx.commit().await.unwrap();
            id
        })
    };
    tokio::time::sleep(A_MOMENT).await;
    first.commit().await.unwrap();
    assert_eq!(second.await.unwrap(), id);
}

async fn take(db: &Db, holder: &str, ttl: i64) -> bool {
    let mut tx = db.begin().await.unwrap();
    let taken = tx.lease_take(BOT, holder, ttl).await.unwrap();
    tx.commit().await.unwrap();
    taken
}

async fn a_checked_lease_is_not_taken_before_the_commit(db: Db) {
    world::street(&db).await;
    assert!(take(&db, "first", 300).await);
    let mut tx = db.begin().await.unwrap();
    tx.lease_check(BOT, "first").await.unwrap();
    tx.set_meta("by", "first").await.unwrap();
    tokio::time::sleep(Duration::from_millis(900)).await;
    let second = {
        let db = db.clone();
        tokio::spawn(async move { take(&db, "second", 60_000).await })
    };
    tokio::time::sleep(A_MOMENT).await;
    assert!(!second.is_finished(), "its time is over, but what was checked may still be committed");
    tx.commit().await.unwrap();
    assert!(second.await.unwrap());
    assert_eq!(db.read().await.unwrap().meta("by").await.unwrap().as_deref(), Some("first"));
}

async fn queue_card(tx: &mut Tx, street: &Street, case: &Case) {
    tx.outbox_card(BOT, case.id, street.chat, Lane::Normal, 0, NOW).await.unwrap();
}

/// The desk changes a case in one transaction while the sender records in another that its card was sent. Both
/// check the lease first, which keeps them apart: the change is shown later and not lost.
async fn a_change_while_a_card_is_recorded_is_shown_later(db: Db) {
    let street = world::street(&db).await;
    assert!(take(&db, "we", 60_000).await);
    let case = opened(&db, &street, 1).await;
    let mut tx = db.begin().await.unwrap();
    queue_card(&mut tx, &street, &case).await;
    let row = tx.outbox_after(BOT, 0, 1).await.unwrap()[0].id;
    tx.commit().await.unwrap();

    let mut desk = db.begin().await.unwrap();
    desk.lease_check(BOT, "we").await.unwrap();
    queue_card(&mut desk, &street, &case).await;
    let sender = {
        let card = Card { case: case.id, chat: street.chat, message: Some(77), shown: case.version };
        let db = db.clone();
        tokio::spawn(async move {
            let mut tx = db.begin().await.unwrap();
            tx.lease_check(BOT, "we").await.unwrap();
            let ended = tx.card_shown(row, &card).await.unwrap();
            tx.commit().await.unwrap();
            ended
        })
    };
    tokio::time::sleep(A_MOMENT).await;
    desk.case_touch(case.id).await.unwrap();
    desk.commit().await.unwrap();
    assert!(!sender.await.unwrap(), "the case moved on");
    let queued = db.read().await.unwrap().outbox_after(BOT, 0, 9).await.unwrap();
    assert_eq!(queued.iter().map(|row| row.id).collect::<Vec<_>>(), [row]);
}
