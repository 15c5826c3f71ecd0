//! The life of a case in the database: the pure table of `storage/src/life.rs` and the guarded update agree.

use crate::world::{self, HOUR, NOW};
use storage::{Db, Move, Status, lands};

each_engine!(every_walk_is_stored_as_it_was_told, a_stale_move_changes_nothing);

/// Walks every sequence of up to four steps: what a move gives back is what is stored, and a step that the
/// table does not know changes nothing.
async fn every_walk_is_stored_as_it_was_told(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let mut walks: Vec<(bool, Vec<Move>)> = vec![(false, Vec::new()), (true, Vec::new())];
    let mut seen = std::collections::HashSet::new();
    while let Some((wish, walk)) = walks.pop() {
        tx.savepoint().await.unwrap();
        let mut case = match wish {
            true => street.wished(&mut tx, 1, NOW).await,
            false => street.opened(&mut tx, 1, NOW).await,
        };
        for (hours, step) in (1..).zip(&walk) {
            case = tx.case_move(&case, *step, NOW + hours * HOUR).await.unwrap().unwrap();
            assert_eq!(tx.case(case.id).await.unwrap().as_ref(), Some(&case), "after {walk:?}");
        }
        seen.insert(case.status);
        for step in Move::ALL {
            if lands(step, case.status).is_none() {
                assert_eq!(tx.case_move(&case, step, NOW).await.unwrap(), None, "{step:?} after {walk:?}");
            } else if walk.len() < 4 {
                walks.push((wish, [walk.as_slice(), &[step]].concat()));
            }
        }
        assert_eq!(tx.case(case.id).await.unwrap(), Some(case));
        tx.undo_savepoint().await.unwrap();
    }
    assert_eq!(seen.len(), Status::ALL.len(), "four steps lead everywhere");
}

async fn a_stale_move_changes_nothing(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let stale = street.opened(&mut tx, 1, NOW).await;
    let claimed = tx.case_move(&stale, Move::Claim, NOW).await.unwrap().unwrap();
    for step in [Move::Claim, Move::Withdraw] {
        assert_eq!(tx.case_move(&stale, step, NOW + HOUR).await.unwrap(), None);
    }
    assert_eq!(tx.case(stale.id).await.unwrap(), Some(claimed.clone()));
    tx.case_touch(stale.id).await.unwrap();
    let given = tx.case_move(&claimed, Move::Assign, NOW).await.unwrap().unwrap();
    assert_eq!(given.version, 4, "the card's version counts what came between");
}
