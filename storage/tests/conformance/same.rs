//! The same trouble told twice: what was asked, what came of it, and which cases were changed.

use crate::world::{self, BOT, HOUR, NOW};
use storage::{Db, Move, Same, SameState, Status};

each_engine!(
    a_question_is_asked_answered_and_taken_back,
    unfinished_tickets_are_the_newest_first,
    a_merged_case_is_out_of_the_lists_and_can_come_back,
    what_was_changed_is_told_kept_or_undone,
);

async fn a_question_is_asked_answered_and_taken_back(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let mut ids = Vec::new();
    for message in 1..=3 {
        ids.push(street.opened(&mut tx, message, NOW).await.id);
    }
    let [first, second, third] = ids[..] else { panic!("three were opened") };
    assert_eq!(tx.same_of(third).await.unwrap(), None);
    tx.same_ask(third, first, NOW).await.unwrap();
    tx.same_ask(third, second, NOW + 1).await.unwrap();
    let same = Same { case: third, other: second, state: SameState::Asked };
    assert_eq!(tx.same_of(third).await.unwrap(), Some(same));
    assert!(tx.same_asked(first).await.unwrap().is_empty());
    assert_eq!(tx.same_asked(second).await.unwrap(), [third]);
    tx.same_answer(third, SameState::Another).await.unwrap();
    tx.same_unask(third).await.unwrap();
    assert_eq!(tx.same_of(third).await.unwrap(), Some(Same { state: SameState::Another, ..same }));
    assert!(tx.same_asked(second).await.unwrap().is_empty());
    tx.same_ask(second, first, NOW).await.unwrap();
    tx.same_unask(second).await.unwrap();
    assert_eq!(tx.same_of(second).await.unwrap(), None);
    tx.same_answer(second, SameState::Same).await.unwrap();
    assert_eq!(tx.same_of(second).await.unwrap(), None, "what was not asked is not answered");
}

async fn unfinished_tickets_are_the_newest_first(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let old = street.opened(&mut tx, 1, NOW).await;
    let claimed = street.opened(&mut tx, 2, NOW + 1).await;
    let done = street.opened(&mut tx, 3, NOW + 2).await;
    let open = street.opened(&mut tx, 4, NOW + 3).await;
    street.wished(&mut tx, 5, NOW + 4).await;
    tx.case_move(&claimed, Move::Claim, NOW).await.unwrap().unwrap();
    let taken = tx.case_move(&done, Move::Claim, NOW).await.unwrap().unwrap();
    tx.case_move(&taken, Move::Done, NOW).await.unwrap().unwrap();
    let mut found = async |bot, since, limit| -> Vec<i64> {
        let cases = tx.cases_unfinished(street.community, bot, since, limit).await.unwrap();
        cases.iter().map(|case| case.id).collect()
    };
    assert_eq!(found(BOT, NOW, 9).await, [open.id, claimed.id, old.id]);
    assert_eq!(found(BOT, NOW + 1, 9).await, [open.id, claimed.id]);
    assert_eq!(found(BOT, NOW, 1).await, [open.id]);
    assert!(found(5, NOW, 9).await.is_empty(), "another bot's");
}

async fn a_merged_case_is_out_of_the_lists_and_can_come_back(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let case = street.opened(&mut tx, 1, NOW).await;
    let merged = tx.case_move(&case, Move::Merge, NOW + HOUR).await.unwrap().unwrap();
    assert_eq!((merged.status, merged.ended_at, merged.next_due), (Status::Merged, Some(NOW + HOUR), None));
    assert!(tx.cases_of_area(street.grid, Status::Open, 9).await.unwrap().is_empty());
    assert!(tx.cases_unfinished(street.community, BOT, 0, 9).await.unwrap().is_empty());
    let split = tx.case_move(&merged, Move::Split, NOW + 2 * HOUR).await.unwrap().unwrap();
    assert_eq!((split.status, split.ended_at, split.reopened), (Status::Open, None, 0));
    assert_eq!(split.next_due, Some(NOW + 3 * HOUR), "it waits to be taken, from now on");
}

async fn what_was_changed_is_told_kept_or_undone(db: Db) {
    let street = world::street(&db).await;
    let all = |tx: &mut storage::Tx| tx.cases_touched().into_iter().collect::<Vec<_>>();
    let mut tx = db.begin().await.unwrap();
    let kept = street.opened(&mut tx, 1, NOW).await;
    assert_eq!(all(&mut tx), [kept.id]);
    assert!(all(&mut tx).is_empty(), "once");
    tx.savepoint().await.unwrap();
    let undone = street.opened(&mut tx, 2, NOW).await;
    assert_eq!(all(&mut tx), [undone.id]);
    tx.undo_savepoint().await.unwrap();
    assert_eq!(all(&mut tx), [kept.id, undone.id], "what was read of them may be wrong now");
    tx.commit().await.unwrap();

    let mut tx = db.begin().await.unwrap();
    assert_eq!(all(&mut tx), [kept.id, undone.id], "what others read meanwhile may be wrong as well");
    tx.case_move(&kept, Move::Claim, NOW).await.unwrap().unwrap();
    tx.case_rewrite(&kept).await.unwrap();
    assert_eq!(all(&mut tx), [kept.id]);
    tx.rollback().await.unwrap();
    let mut tx = db.read().await.unwrap();
    assert_eq!(all(&mut tx), [kept.id]);
    drop(tx);

    let apart = db.apart();
    let mut tx = apart.begin().await.unwrap();
    assert!(all(&mut tx).is_empty(), "others have tickets of their own");
    tx.case_forget(&kept).await.unwrap();
    tx.commit().await.unwrap();
    assert!(all(&mut db.read().await.unwrap()).is_empty());
    assert_eq!(all(&mut apart.read().await.unwrap()), [kept.id]);
}
