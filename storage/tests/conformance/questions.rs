//! Questions that wait for an answer, and the deadlines of a case that turned out otherwise.

use crate::world::{self, HOUR, NOW};
use storage::{Db, Draft, Lane, QUESTION, Status, Tx};

each_engine!(
    a_question_is_found_by_its_case_its_message_and_its_age,
    an_ended_question_is_never_sent,
    a_case_gets_the_deadlines_of_another_urgency,
);

async fn ask(tx: &mut Tx, chat: i64, case: Option<i64>) -> i64 {
    let payload = "{}".to_owned();
    let draft = Draft { chat, lane: Lane::Normal, kind: QUESTION, payload, case, due: NOW };
    tx.outbox_queue(world::BOT, draft, NOW).await.unwrap()
}

async fn a_question_is_found_by_its_case_its_message_and_its_age(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let group = world::chat(&mut tx, -300).await;
    let case = street.opened(&mut tx, 1, NOW).await;
    let about = ask(&mut tx, group, Some(case.id)).await;
    let plain = ask(&mut tx, group, None).await;
    tx.outbox_sent(plain, Some(41)).await.unwrap();
    let of_case = tx.questions_of(case.id).await.unwrap();
    assert_eq!(of_case.iter().map(|q| (q.id, q.message)).collect::<Vec<_>>(), [(about, None)]);
    assert_eq!(tx.question_at(group, 41).await.unwrap().unwrap().id, plain);
    assert!(tx.question_at(group, 42).await.unwrap().is_none());
    assert_eq!(tx.questions_waiting(world::BOT, group, NOW - 1).await.unwrap(), 2);
    assert_eq!(tx.questions_waiting(world::BOT, group, NOW).await.unwrap(), 0);
    assert_eq!(tx.questions_waiting(world::BOT, group + 1, NOW - 1).await.unwrap(), 0);
    assert!(tx.questions_old(world::BOT, NOW - 1, 10).await.unwrap().is_empty());
    assert_eq!(tx.questions_old(world::BOT, NOW, 10).await.unwrap().len(), 2);
    assert_eq!(tx.questions_old(world::BOT, NOW, 1).await.unwrap().len(), 1);
}

async fn an_ended_question_is_never_sent(db: Db) {
    let mut tx = db.begin().await.unwrap();
    let group = world::chat(&mut tx, -300).await;
    let id = ask(&mut tx, group, None).await;
    tx.question_end(id).await.unwrap();
    assert!(tx.outbox_after(world::BOT, 0, 10).await.unwrap().is_empty());
    assert!(tx.questions_old(world::BOT, NOW, 10).await.unwrap().is_empty());
    tx.outbox_sent(id, Some(43)).await.unwrap();
    let late = tx.questions_old(world::BOT, 0, 10).await.unwrap();
    assert_eq!(
        late.iter().map(|q| (q.id, q.message)).collect::<Vec<_>>(),
        [(id, Some(43))],
        "it was under way"
    );
    tx.question_end(id).await.unwrap();
    assert!(tx.questions_old(world::BOT, NOW, 10).await.unwrap().is_empty());
    let other =
        Draft { chat: group, lane: Lane::Normal, kind: "text", payload: "{}".to_owned(), case: None, due: 0 };
    let other = tx.outbox_queue(world::BOT, other, NOW).await.unwrap();
    tx.question_end(other).await.unwrap();
    assert_eq!(tx.outbox_after(world::BOT, 0, 10).await.unwrap().len(), 1, "no question, so it stays");
}

async fn a_case_gets_the_deadlines_of_another_urgency(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let case = street.opened(&mut tx, 2, NOW).await;
    let after = tx.case_retime(&case, HOUR, 3 * HOUR).await.unwrap();
    assert_eq!(tx.case(case.id).await.unwrap().unwrap(), after);
    assert_eq!((after.claim_due, after.done_due), (case.made_at + HOUR, case.made_at + 3 * HOUR));
    assert_eq!((after.status, after.next_due, after.reminded), (Status::Open, Some(after.claim_due), 0));
}
