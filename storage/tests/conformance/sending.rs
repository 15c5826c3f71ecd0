//! The outbox, its attempts, and the lease of the one process that sends.

use crate::world::{self, BOT, HOUR, NOW, Street};
use storage::{Db, Draft, Error, Lane, Move, Outcome};

each_engine!(
    the_outbox_keeps_its_order,
    the_text_of_a_sent_message_is_gone,
    old_rows_go_and_those_of_live_cases_stay,
    attempts_are_counted_for_the_next_holder,
    one_process_holds_the_lease,
    a_lost_lease_stops_a_transaction,
    the_position_is_remembered,
    dead_letters_are_kept_seven_days,
    a_period_of_a_routine_is_done_once,
    of_many_who_claim_a_period_one_gets_it,
);

fn draft(street: &Street, text: &str, case: Option<i64>) -> Draft {
    let payload = text.to_owned();
    Draft { chat: street.chat, lane: Lane::Normal, kind: "text", payload, case, due: 0 }
}

async fn the_outbox_keeps_its_order(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let mut ids = Vec::new();
    for n in 0..5 {
        let lane = if n == 3 { Lane::Emergency } else { Lane::Normal };
        let draft = Draft { lane, due: n, ..draft(&street, &format!("第{n}条"), None) };
        ids.push(tx.outbox_queue(BOT, draft, 1000 + n).await.unwrap());
    }
    let queued = tx.outbox_after(BOT, 0, 99).await.unwrap();
    assert_eq!(queued.iter().map(|q| q.id).collect::<Vec<_>>(), ids);
    assert_eq!((queued[3].lane, queued[3].due, queued[3].made_at), (Lane::Emergency, 3, 1003));
    assert_eq!(tx.outbox_payload(ids[2]).await.unwrap().as_deref(), Some("第2条"));
    assert_eq!(tx.outbox_after(BOT, ids[1], 2).await.unwrap(), queued[2..4]);
    assert_eq!(
        tx.outbox_unsaid(BOT, street.chat).await.unwrap(),
        [0, 1, 2, 3, 4].map(|n| format!("第{n}条"))
    );
    assert!(tx.outbox_unsaid(BOT, street.chat + 1).await.unwrap().is_empty(), "another chat's");
    assert_eq!(tx.outbox_waiting(BOT, 99).await.unwrap(), 5);
    assert_eq!(tx.outbox_waiting(BOT, 3).await.unwrap(), 3);
    assert!(tx.outbox_after(5, 0, 99).await.unwrap().is_empty(), "another bot's");
}

async fn the_text_of_a_sent_message_is_gone(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let case = street.opened(&mut tx, 1, NOW).await;
    let sent = tx.outbox_queue(BOT, draft(&street, "一", Some(case.id)), 0).await.unwrap();
    let dropped = tx.outbox_queue(BOT, draft(&street, "二", None), 0).await.unwrap();
    let tried = tx.outbox_queue(BOT, draft(&street, "三", None), 0).await.unwrap();
    tx.outbox_sent(sent, Some(77)).await.unwrap();
    tx.outbox_drop(dropped).await.unwrap();
    tx.outbox_again(tried).await.unwrap();
    assert_eq!(tx.outbox_payload(sent).await.unwrap(), None);
    assert_eq!(tx.outbox_payload(dropped).await.unwrap(), None);
    let left = tx.outbox_after(BOT, 0, 9).await.unwrap();
    assert_eq!((left.len(), left[0].id, left[0].tries), (1, tried, 1));
    assert_eq!(tx.outbox_case(street.chat, 77).await.unwrap(), Some(case.id), "a reply to it finds the case");
    assert_eq!(tx.outbox_case(street.chat, 78).await.unwrap(), None);
    assert!(tx.outbox_knows(street.chat, 77).await.unwrap());
    assert!(!tx.outbox_knows(street.chat, 78).await.unwrap());
    tx.outbox_sent(dropped, Some(78)).await.unwrap();
    assert_eq!(tx.outbox_case(street.chat, 78).await.unwrap(), None, "what was dropped stays dropped");
}

async fn old_rows_go_and_those_of_live_cases_stay(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let live = street.opened(&mut tx, 1, NOW).await;
    let ended = street.opened(&mut tx, 2, NOW).await;
    tx.case_move(&ended, Move::Withdraw, NOW).await.unwrap().unwrap();
    for (message, case) in [(70, Some(live.id)), (71, Some(ended.id)), (72, None)] {
        let row = tx.outbox_queue(BOT, draft(&street, "话", case), 100).await.unwrap();
        tx.attempt_start(BOT, street.chat, row, 100).await.unwrap();
        tx.outbox_sent(row, Some(message)).await.unwrap();
    }
    tx.outbox_queue(BOT, draft(&street, "未发", None), 100).await.unwrap();
    let young = tx.outbox_queue(BOT, draft(&street, "新", None), 200).await.unwrap();
    tx.outbox_drop(young).await.unwrap();
    assert_eq!(tx.outbox_purge(200).await.unwrap(), 2);
    assert_eq!(tx.outbox_case(street.chat, 70).await.unwrap(), Some(live.id));
    assert_eq!(tx.outbox_case(street.chat, 71).await.unwrap(), None);
    assert_eq!(tx.outbox_waiting(BOT, 9).await.unwrap(), 1, "nothing unsent is deleted");
    assert!(tx.attempts_since(BOT, 0).await.unwrap().is_empty());
}

async fn attempts_are_counted_for_the_next_holder(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let row = tx.outbox_queue(BOT, draft(&street, "话", None), 0).await.unwrap();
    for (at, outcome) in
        [(100, Outcome::Later), (200, Outcome::Ambiguous), (300, Outcome::Refused), (400, Outcome::Ok)]
    {
        let attempt = tx.attempt_start(BOT, street.chat, row, at).await.unwrap();
        tx.attempt_end(attempt, outcome).await.unwrap();
    }
    let since = tx.attempts_since(BOT, 200).await.unwrap();
    assert_eq!(
        since.iter().map(|a| (a.chat, a.at)).collect::<Vec<_>>(),
        [200, 300, 400].map(|at| (street.chat, at))
    );
    assert!(tx.attempts_since(5, 0).await.unwrap().is_empty());
}

async fn one_process_holds_the_lease(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    assert!(tx.lease_take(BOT, "a", 60_000).await.unwrap());
    assert!(tx.lease_take(BOT, "a", 60_000).await.unwrap(), "renewed");
    assert!(!tx.lease_take(BOT, "b", 60_000).await.unwrap());
    tx.lease_check(BOT, "a").await.unwrap();
    assert!(matches!(tx.lease_check(BOT, "b").await, Err(Error::LeaseLost)));
    tx.lease_release(BOT, "b").await.unwrap();
    tx.lease_check(BOT, "a").await.unwrap();
    tx.lease_release(BOT, "a").await.unwrap();
    assert!(tx.lease_take(BOT, "b", 60_000).await.unwrap());
    let before = tx.outbox_queue(BOT, draft(&street, "话", None), 0).await.unwrap();
    tx.lease_start().await.unwrap();
    assert!(tx.outbox_queue(BOT, draft(&street, "话", None), 0).await.unwrap() > before);
}

async fn a_lost_lease_stops_a_transaction(db: Db) {
    world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    assert!(tx.lease_take(BOT, "a", 1).await.unwrap());
    tx.commit().await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    let mut tx = db.begin().await.unwrap();
    assert!(matches!(tx.lease_check(BOT, "a").await, Err(Error::LeaseLost)), "its time is over");
    assert!(!tx.lease_take(BOT, "b", 60_000).await.unwrap(), "and respected a little longer");
    tx.commit().await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(550)).await;
    let mut tx = db.begin().await.unwrap();
    assert!(tx.lease_take(BOT, "b", 60_000).await.unwrap());
}

async fn the_position_is_remembered(db: Db) {
    let mut tx = db.begin().await.unwrap();
    let new = tx.bot_seen(BOT, "wutong_bot", None).await.unwrap();
    assert_eq!((new.position, new.position_at), (0, 0));
    tx.position_set(BOT, 4711, 99).await.unwrap();
    let again = tx.bot_seen(BOT, "renamed_bot", None).await.unwrap();
    assert_eq!((again.position, again.position_at), (4711, 99));
}

async fn dead_letters_are_kept_seven_days(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    tx.dead_letter_add(BOT, 1, Some(street.chat), "E1", Some("{}"), NOW).await.unwrap();
    tx.dead_letter_add(BOT, 2, None, "E2", None, NOW + HOUR).await.unwrap();
    assert_eq!(tx.dead_letters(NOW).await.unwrap(), 2);
    let week = 7 * 24 * HOUR;
    assert_eq!(tx.dead_letters_purge(NOW + week).await.unwrap(), 0);
    assert_eq!(tx.dead_letters_purge(NOW + week + 1).await.unwrap(), 1);
    assert_eq!(tx.dead_letters(NOW).await.unwrap(), 1);
}

async fn a_period_of_a_routine_is_done_once(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    assert_eq!(tx.routine_last("digest", street.grid).await.unwrap(), None);
    assert!(tx.routine_claim("digest", street.grid, "2026-11-20", NOW - 24 * HOUR).await.unwrap());
    assert!(tx.routine_claim("digest", street.grid, "2026-11-21", NOW).await.unwrap());
    assert!(!tx.routine_claim("digest", street.grid, "2026-11-21", NOW).await.unwrap());
    assert!(tx.routine_claim("digest", street.community, "2026-11-21", NOW).await.unwrap());
    assert!(tx.routine_claim("weekly", street.grid, "2026-11-21", NOW).await.unwrap());
    assert_eq!(tx.routine_last("digest", street.grid).await.unwrap(), Some(NOW));
}

async fn of_many_who_claim_a_period_one_gets_it(db: Db) {
    let street = world::street(&db).await;
    let clients: Vec<_> = (0..8)
        .map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut tx = db.begin().await.unwrap();
                let got = tx.routine_claim("digest", street.grid, "2026-11-21", NOW).await.unwrap();
                tx.commit().await.unwrap();
                got
            })
        })
        .collect();
    let mut got = 0;
    for client in clients {
        got += usize::from(client.await.unwrap());
    }
    assert_eq!(got, 1);
}
