//! Wishes: they wait for approval, are kept for who claims them, have lists of their own, and are counted apart.

use crate::world::{self, HOUR, NOW};
use storage::{Case, CaseKind, Db, Move, NewEntry, RESERVATION, RESERVATION_REMINDER, SILENCE, Status};

each_engine!(
    a_wish_waits_is_kept_and_is_granted,
    a_wish_put_back_presses_nobody,
    tickets_and_wishes_do_not_mix,
    wishes_are_counted_apart,
);

fn ids(cases: &[Case]) -> Vec<i64> {
    cases.iter().map(|case| case.id).collect()
}

async fn a_wish_waits_is_kept_and_is_granted(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let first = street.opened(&mut tx, 1, NOW).await;
    let wish = street.wished(&mut tx, 2, NOW).await;
    assert_eq!((first.kind, wish.kind), (CaseKind::Ticket, CaseKind::Wish));
    assert_eq!((first.number, wish.number), (1, 2), "one sequence of numbers");
    assert_eq!((wish.status, wish.next_due), (Status::Proposed, Some(NOW + 24 * HOUR)));
    assert!(!wish.is_public() && wish.is_wish() && first.is_public() && !first.is_wish());
    assert_eq!(
        tx.case_move(&wish, Move::Claim, NOW).await.unwrap(),
        None,
        "nobody claims what nobody approved"
    );
    assert_eq!(ids(&tx.wishes_proposed(street.community, 9).await.unwrap()), [wish.id]);

    let open = tx.case_move(&wish, Move::Approve, NOW + HOUR).await.unwrap().unwrap();
    assert_eq!((open.status, open.next_due, open.is_public()), (Status::Open, None, true));
    assert!(tx.wishes_proposed(street.community, 9).await.unwrap().is_empty());
    let now = NOW + 10 * 24 * HOUR;
    let claimed = tx.case_move(&open, Move::Claim, now).await.unwrap().unwrap();
    tx.claim_take(wish.id, street.worker, now).await.unwrap();
    assert_eq!(claimed.done_due, now + RESERVATION, "kept from the claim on, however long it hung there");
    assert_eq!(claimed.next_due, Some(now + RESERVATION - RESERVATION_REMINDER));
    assert_eq!(ids(&tx.wishes_held(street.worker, 9).await.unwrap()), [wish.id]);
    assert!(tx.cases_held(street.worker, 9).await.unwrap().is_empty(), "it is no work");

    let done = tx.case_move(&claimed, Move::Done, now).await.unwrap().unwrap();
    assert_eq!(done.next_due, Some(now + SILENCE));
    let missing = tx.case_move(&done, Move::Missing, now + HOUR).await.unwrap().unwrap();
    assert_eq!((missing.status, missing.done_due), (Status::Claimed, now + HOUR + RESERVATION));
    let done = tx.case_move(&missing, Move::Done, now + HOUR).await.unwrap().unwrap();
    let closed = tx.case_move(&done, Move::Confirm, now + 2 * HOUR).await.unwrap().unwrap();
    assert_eq!((closed.status, closed.next_due, closed.is_public()), (Status::Closed, None, true));
    assert_eq!(tx.case(wish.id).await.unwrap(), Some(closed.clone()), "what was returned is what is stored");
    assert_eq!(ids(&tx.wishes_granted(street.community, now, 9).await.unwrap()), [wish.id]);
    assert!(tx.wishes_granted(street.community, now + 3 * HOUR, 9).await.unwrap().is_empty());

    let other = street.wished(&mut tx, 3, NOW).await;
    let refused = tx.case_move(&other, Move::Refuse, NOW + 1).await.unwrap().unwrap();
    assert_eq!((refused.status, refused.ended_at, refused.next_due), (Status::Refused, Some(NOW + 1), None));
    assert!(!refused.is_public());
}

async fn a_wish_put_back_presses_nobody(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let wish = street.wished(&mut tx, 1, NOW).await;
    let wish = tx.case_move(&wish, Move::Approve, NOW).await.unwrap().unwrap();
    for step in [Move::Expire, Move::Release] {
        let claimed = tx.case_move(&wish, Move::Claim, NOW).await.unwrap().unwrap();
        let back = tx.case_move(&claimed, step, NOW + RESERVATION).await.unwrap().unwrap();
        assert_eq!((back.status, back.next_due, back.claimed_at), (Status::Open, None, None), "{step:?}");
        assert_eq!(tx.case(wish.id).await.unwrap(), Some(back));
    }
}

async fn tickets_and_wishes_do_not_mix(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let ticket = street.opened(&mut tx, 1, NOW).await;
    let wish = street.wished(&mut tx, 2, NOW + 1).await;
    let open = tx.case_move(&wish, Move::Approve, NOW + 2).await.unwrap().unwrap();
    let (grid, community) = (street.grid, street.community);
    assert_eq!(ids(&tx.cases_of_area(grid, Status::Open, 9).await.unwrap()), [ticket.id]);
    assert_eq!(ids(&tx.cases_of_community(community, Status::Open, 9).await.unwrap()), [ticket.id]);
    assert_eq!(ids(&tx.cases_made(grid, NOW, NOW + HOUR, 9).await.unwrap()), [ticket.id]);
    assert_eq!(tx.cases_count(grid, Status::Open).await.unwrap(), 1);
    let late = NOW + 1000 * HOUR;
    assert_eq!(ids(&tx.cases_stuck(community, late, 9).await.unwrap()), [ticket.id]);
    assert_eq!(ids(&tx.wishes_live(community, 9).await.unwrap()), [wish.id]);
    for case in [&ticket, &open] {
        let entry = NewEntry { what: "claim", ..NewEntry::default() };
        tx.entry_add(case.id, grid, entry, NOW + 3).await.unwrap();
    }
    assert_eq!(ids(&tx.cases_that("claim", grid, NOW, late, 9).await.unwrap()), [ticket.id]);
    let mine = tx.cases_reported(street.reporter, 0, 9).await.unwrap();
    assert_eq!(ids(&mine), [wish.id, ticket.id], "what one said is all one list");
    let task = storage::NewCase { kind: CaseKind::Task, source: None, ..street.ticket(3) };
    let storage::Taken::New(task) = tx.case_open(task, NOW + 4).await.unwrap() else { panic!("it is new") };
    assert_eq!(task.status, Status::Open);
    assert_eq!(ids(&tx.cases_of_area(grid, Status::Open, 9).await.unwrap()), [ticket.id, task.id]);
}

async fn wishes_are_counted_apart(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let ticket = street.opened(&mut tx, 1, NOW).await;
    let wish = street.wished(&mut tx, 2, NOW).await;
    for (case, what) in [(&ticket, "report"), (&ticket, "claim"), (&wish, "approve"), (&wish, "claim")] {
        let entry = NewEntry { what, ..NewEntry::default() };
        tx.entry_add(case.id, street.grid, entry, NOW).await.unwrap();
    }
    let counted = |what: &str| (what.to_owned(), 1);
    let tickets = tx.entry_counts(street.grid, NOW, NOW + 1).await.unwrap();
    assert_eq!(tickets, [counted("claim"), counted("report")]);
    let wishes = tx.wish_counts(street.grid, NOW, NOW + 1).await.unwrap();
    assert_eq!(wishes, [counted("approve"), counted("claim")]);
    assert!(tx.wish_counts(street.grid, NOW + 1, NOW + 2).await.unwrap().is_empty());
}
