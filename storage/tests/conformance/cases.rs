//! Cases: opening, moving, correcting, forgetting, and the lists people ask for.

use crate::world::{self, BOT, HOUR, NOW};
use storage::{Case, CaseRef, Db, Move, SILENCE, Status, Taken};

each_engine!(
    numbers_grow_by_community,
    a_repeated_delivery_opens_nothing,
    a_case_lives_and_ends,
    a_case_put_back_or_reopened_gets_its_time_anew,
    of_two_who_claim_at_once_one_has_it,
    what_was_said_is_corrected_rated_and_forgotten,
    the_clock_finds_what_is_due,
    lists_are_in_order,
    what_was_reported_lately_is_bounded,
);

fn ids(cases: &[Case]) -> Vec<i64> {
    cases.iter().map(|case| case.id).collect()
}

async fn numbers_grow_by_community(db: Db) {
    let street = world::street(&db).await;
    let elsewhere = world::org(&db).await.by_code("QS").unwrap().id;
    let mut tx = db.begin().await.unwrap();
    let first = street.opened(&mut tx, 1, NOW).await;
    let second = street.opened(&mut tx, 2, NOW).await;
    let mut other = street.ticket(3);
    (other.community, other.area) = (elsewhere, elsewhere);
    let Taken::New(other) = tx.case_open(other, NOW).await.unwrap() else { panic!("it is new") };
    assert_eq!((first.number, second.number, other.number), (1, 2, 1));
    let at = CaseRef { community: street.community, number: 2 };
    assert_eq!(tx.case_numbered(at).await.unwrap(), Some(second.clone()));
    assert_eq!(tx.case_numbered(CaseRef { number: 3, ..at }).await.unwrap(), None);
    assert_eq!(tx.case(second.id).await.unwrap(), Some(second.clone()));
    assert_eq!(second.words.as_deref(), Some("3号楼1502的楼道灯坏了 2"));
    assert_eq!((second.status, second.version, second.reopened), (Status::Open, 1, 0));
    assert_eq!((second.claim_due, second.done_due), (NOW + HOUR, NOW + 24 * HOUR));
}

async fn a_repeated_delivery_opens_nothing(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let case = street.opened(&mut tx, 1, NOW).await;
    let Taken::Already(same) = tx.case_open(street.ticket(1), NOW + HOUR).await.unwrap() else {
        panic!("the message has a ticket")
    };
    assert_eq!(*same, case);
    assert_eq!(tx.case_of_source(street.chat, 1).await.unwrap(), Some(case));
    assert_eq!(tx.case_of_source(street.chat, 2).await.unwrap(), None);
    assert_eq!(street.opened(&mut tx, 2, NOW).await.number, 2, "no number was lost");
}

async fn a_case_lives_and_ends(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let open = street.opened(&mut tx, 1, NOW).await;
    assert_eq!(tx.case_move(&open, Move::Done, NOW).await.unwrap(), None, "nobody has it yet");
    let claimed = tx.case_move(&open, Move::Claim, NOW + 1).await.unwrap().unwrap();
    assert_eq!((claimed.status, claimed.claimed_at), (Status::Claimed, Some(NOW + 1)));
    assert_eq!(claimed.next_due, Some(open.done_due));
    assert_eq!(tx.case_move(&open, Move::Claim, NOW + 2).await.unwrap(), None, "it was open, and is no more");
    let done = tx.case_move(&claimed, Move::Done, NOW + 3).await.unwrap().unwrap();
    assert_eq!((done.done_at, done.next_due), (Some(NOW + 3), Some(NOW + 3 + SILENCE)));
    let closed = tx.case_move(&done, Move::Confirm, NOW + 4).await.unwrap().unwrap();
    assert_eq!((closed.ended_at, closed.next_due), (Some(NOW + 4), None));
    assert_eq!(closed.outcome.as_deref(), Some("confirmed"));
    assert_eq!(tx.case(open.id).await.unwrap(), Some(closed), "what was returned is what is stored");

    let other = street.opened(&mut tx, 2, NOW).await;
    let other = tx.case_move(&other, Move::Claim, NOW).await.unwrap().unwrap();
    let other = tx.case_move(&other, Move::Done, NOW).await.unwrap().unwrap();
    let lapsed = tx.case_move(&other, Move::Lapse, NOW + SILENCE).await.unwrap().unwrap();
    assert_eq!(lapsed.outcome.as_deref(), Some("unconfirmed"));
    let third = street.opened(&mut tx, 3, NOW).await;
    let withdrawn = tx.case_move(&third, Move::Withdraw, NOW).await.unwrap().unwrap();
    assert_eq!((withdrawn.ended_at, withdrawn.outcome), (Some(NOW), None));
}

async fn a_case_put_back_or_reopened_gets_its_time_anew(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let case = street.opened(&mut tx, 1, NOW).await;
    let case = tx.case_move(&case, Move::Claim, NOW).await.unwrap().unwrap();
    let back = tx.case_move(&case, Move::Release, NOW + 5 * HOUR).await.unwrap().unwrap();
    assert_eq!((back.claim_due, back.done_due), (NOW + 6 * HOUR, NOW + 24 * HOUR));
    assert_eq!((back.claimed_at, back.reopened, back.next_due), (None, 0, Some(back.claim_due)));
    let case = tx.case_move(&back, Move::Claim, NOW + 6 * HOUR).await.unwrap().unwrap();
    let done = tx.case_move(&case, Move::Done, NOW + 7 * HOUR).await.unwrap().unwrap();
    let again = tx.case_move(&done, Move::Reopen, NOW + 8 * HOUR).await.unwrap().unwrap();
    assert_eq!((again.status, again.reopened, again.done_at), (Status::Open, 1, None));
    assert_eq!((again.claim_due, again.done_due), (NOW + 9 * HOUR, NOW + 32 * HOUR));
    assert_eq!(tx.case(case.id).await.unwrap(), Some(again));
}

async fn of_two_who_claim_at_once_one_has_it(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let case = street.opened(&mut tx, 1, NOW).await;
    tx.commit().await.unwrap();
    let one = |person| {
        let (db, case) = (db.clone(), case.clone());
        tokio::spawn(async move {
            let mut tx = db.begin().await.unwrap();
            let won = tx.case_move(&case, Move::Claim, NOW).await.unwrap().is_some();
            if won {
                tx.claim_take(case.id, person, NOW).await.unwrap();
            }
            tx.commit().await.unwrap();
            won
        })
    };
    let (first, second) = (one(street.worker), one(street.reporter));
    let (first, second) = (first.await.unwrap(), second.await.unwrap());
    assert_ne!(first, second);
    let winner = if first { street.worker } else { street.reporter };
    let held = db.read().await.unwrap().claim_held(case.id).await.unwrap().unwrap();
    assert_eq!(held.person, Some(winner));
}

async fn what_was_said_is_corrected_rated_and_forgotten(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let mut case = street.opened(&mut tx, 1, NOW).await;
    (case.category, case.urgency) = ("power".to_owned(), "urgent".to_owned());
    (case.words, case.place.unit) = (Some("停电了".to_owned()), Some("2单元".to_owned()));
    tx.case_rewrite(&case).await.unwrap();
    case.version += 1;
    assert_eq!(tx.case(case.id).await.unwrap(), Some(case.clone()));
    tx.case_rate(case.id, "good").await.unwrap();
    tx.case_touch(case.id).await.unwrap();
    let rated = tx.case(case.id).await.unwrap().unwrap();
    assert_eq!((rated.rating.as_deref(), rated.version), (Some("good"), case.version + 2));
    tx.case_forget(&Case { status: Status::Closed, ..case.clone() }).await.unwrap();
    let left = tx.case(case.id).await.unwrap().unwrap();
    assert_eq!((left.reporter, left.words, left.shown, left.source), (None, None, None, None));
    assert_eq!((left.place, left.category.as_str()), (storage::Place::default(), "power"));
    assert_eq!(left.version, rated.version + 1, "its cards are out of date");

    let mut live = street.opened(&mut tx, 2, NOW).await;
    (live.place.building, live.place.room) = (Some("3号楼".to_owned()), Some("201".to_owned()));
    tx.case_forget(&live).await.unwrap();
    let left = tx.case(live.id).await.unwrap().unwrap();
    let place = storage::Place { room: None, ..live.place };
    assert_eq!((left.reporter, left.words, left.place), (None, None, place), "work goes on without the room");
}

async fn the_clock_finds_what_is_due(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    assert_eq!(tx.cases_next_due(BOT).await.unwrap(), None);
    let later = street.opened(&mut tx, 1, NOW + 1).await;
    let first = street.opened(&mut tx, 2, NOW).await;
    assert_eq!(tx.cases_next_due(BOT).await.unwrap(), Some(first.claim_due));
    assert!(tx.cases_due(BOT, first.claim_due - 1, 9).await.unwrap().is_empty());
    assert_eq!(ids(&tx.cases_due(BOT, later.claim_due, 9).await.unwrap()), [first.id, later.id]);
    assert_eq!(ids(&tx.cases_due(BOT, later.claim_due, 1).await.unwrap()), [first.id]);
    assert!(tx.cases_due(5, later.claim_due, 9).await.unwrap().is_empty(), "another bot's");
    tx.case_reminded(first.id, 2, None).await.unwrap();
    assert_eq!(tx.case(first.id).await.unwrap().unwrap().reminded, 2);
    assert_eq!(ids(&tx.cases_due(BOT, later.claim_due, 9).await.unwrap()), [later.id]);
    let stuck = tx.cases_stuck(street.community, first.claim_due + 1, 9).await.unwrap();
    assert_eq!(ids(&stuck), [first.id]);
    tx.case_move(&first, Move::Claim, NOW).await.unwrap().unwrap();
    assert!(
        tx.cases_stuck(street.community, first.done_due, 9).await.unwrap().iter().all(|c| c.id != first.id)
    );
    let stuck = tx.cases_stuck(street.community, first.done_due + 1, 9).await.unwrap();
    assert_eq!(ids(&stuck), [first.id, later.id]);
}

async fn lists_are_in_order(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let a = street.opened(&mut tx, 1, NOW).await;
    let b = street.opened(&mut tx, 2, NOW + HOUR).await;
    let c = street.opened(&mut tx, 3, NOW + 2 * HOUR).await;
    let (grid, community) = (street.grid, street.community);
    assert_eq!(ids(&tx.cases_of_area(grid, Status::Open, 9).await.unwrap()), [a.id, b.id, c.id]);
    assert_eq!(ids(&tx.cases_of_area(grid, Status::Open, 2).await.unwrap()), [a.id, b.id]);
    assert!(tx.cases_of_area(community, Status::Open, 9).await.unwrap().is_empty());
    assert_eq!(ids(&tx.cases_of_community(community, Status::Open, 9).await.unwrap()), [a.id, b.id, c.id]);
    assert_eq!(tx.cases_count(grid, Status::Open).await.unwrap(), 3);
    assert_eq!(tx.cases_count(grid, Status::Claimed).await.unwrap(), 0);
    assert_eq!(ids(&tx.cases_reported(street.reporter, NOW + 1, 9).await.unwrap()), [c.id, b.id]);
    assert_eq!(ids(&tx.cases_made(grid, NOW, NOW + 2 * HOUR, 9).await.unwrap()), [a.id, b.id]);
    for case in [&c, &b] {
        tx.case_move(case, Move::Claim, NOW).await.unwrap().unwrap();
        tx.claim_take(case.id, street.worker, NOW).await.unwrap();
    }
    assert_eq!(
        ids(&tx.cases_held(street.worker, 9).await.unwrap()),
        [b.id, c.id],
        "the nearest deadline first"
    );
    assert!(tx.cases_held(street.reporter, 9).await.unwrap().is_empty());
    assert_eq!(ids(&tx.cases_page(0, 2).await.unwrap()), [a.id, b.id]);
    assert_eq!(ids(&tx.cases_page(b.id, 2).await.unwrap()), [c.id]);
}

async fn what_was_reported_lately_is_bounded(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let (grid, community) = (street.grid, street.community);
    let mut cases = Vec::new();
    for n in 1..=5 {
        cases.push(street.opened(&mut tx, n, NOW + n * HOUR).await);
    }
    let elsewhere = storage::NewCase { area: community, ..street.ticket(6) };
    let Taken::New(elsewhere) = tx.case_open(elsewhere, NOW + 6 * HOUR).await.unwrap() else { panic!("new") };
    tx.case_move(&cases[3], Move::Withdraw, NOW).await.unwrap().unwrap();
    for person in [street.worker, street.reporter] {
        tx.follower_add(cases[2].id, person, NOW).await.unwrap();
    }
    let seen = |found: Vec<(Case, i64)>| -> Vec<(i64, i64)> {
        found.iter().map(|(case, joined)| (case.number, *joined)).collect()
    };
    let own = seen(tx.cases_lately(grid, NOW + 2 * HOUR, 9).await.unwrap());
    assert_eq!(own, [(5, 0), (3, 2), (2, 0)], "the newest first, none taken back, none older");
    assert_eq!(seen(tx.cases_lately(grid, NOW, 2).await.unwrap()), [(5, 0), (3, 2)], "at most so many");
    let all = seen(tx.cases_lately_of_community(community, NOW + 2 * HOUR, 9).await.unwrap());
    assert_eq!(all, [(6, 0), (5, 0), (3, 2), (2, 0)]);
    let last = seen(tx.cases_lately_of_community(community, NOW, 4).await.unwrap());
    assert_eq!(last, [(6, 0), (5, 0), (3, 2)], "of the last numbers");
    assert_eq!(elsewhere.area, community);
    assert!(tx.cases_lately_of_community(grid, NOW, 9).await.unwrap().is_empty(), "it numbers nothing");
}
