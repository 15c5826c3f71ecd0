//! What lies in the database for whoever has a copy and not the key, and what the clock will look at.

use crate::world::{self, BOT, HOUR, NOW};
use storage::{CaseKind, Db, Move, NewEntry, Status};

each_engine!(what_lies_there_stays_sealed, what_the_clock_will_look_at);

async fn what_lies_there_stays_sealed(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let first = street.opened(&mut tx, 1, NOW).await;
    let second = street.opened(&mut tx, 2, NOW).await;
    let report = NewEntry {
        person: Some(street.reporter),
        what: "report",
        words: Some("灯坏了"),
        photo: Some("file-1"),
        ..NewEntry::default()
    };
    tx.entry_add(first.id, street.grid, report, NOW).await.unwrap();
    tx.entry_add(first.id, street.grid, NewEntry { what: "remind", ..NewEntry::default() }, NOW + 1)
        .await
        .unwrap();
    let cases = tx.stored_cases(9).await.unwrap();
    assert_eq!(cases.iter().map(|case| case.id).collect::<Vec<_>>(), [second.id, first.id], "newest first");
    assert_eq!(tx.stored_cases(1).await.unwrap().len(), 1);
    let sealer = tx.sealer();
    let lies = cases[1].words.as_deref().unwrap();
    assert!(!lies.contains("灯坏了") && lies.contains('.'), "{lies}");
    assert_eq!(sealer.open("cases.words", first.id, lies).unwrap(), first.words.unwrap());
    assert_eq!(
        sealer.open("cases.shown", first.id, cases[1].shown.as_deref().unwrap()).unwrap(),
        first.shown.unwrap()
    );
    assert!(cases[1].place.as_deref().is_some_and(|place| !place.contains("3号楼")));
    let log = tx.stored_entries(first.id).await.unwrap();
    let what: Vec<_> = log.iter().map(|entry| (entry.what.as_str(), entry.at - NOW, entry.person)).collect();
    assert_eq!(what, [("report", 0, Some(street.reporter)), ("remind", 1, None)]);
    assert!(log[0].words.as_deref().is_some_and(|words| !words.contains("灯坏了")));
    assert!(log[0].photo.as_deref().is_some_and(|photo| !photo.contains("file-1")));
    assert_eq!((&log[1].words, &log[1].photo), (&None, &None));

    let people = tx.stored_people(50).await.unwrap();
    assert_eq!(tx.stored_people(1).await.unwrap(), people[..1], "the newest first");
    tx.person_forget(street.reporter).await.unwrap();
    let after = tx.stored_people(50).await.unwrap();
    assert_eq!((after.len(), after.iter().filter(|about| about.is_none()).count()), (people.len(), 1));
    assert!(
        people
            .iter()
            .flatten()
            .all(|about| about.split_once('.').is_some_and(|(key, _)| key == sealer.key_id()))
    );

    let id = tx.ballot_draft(&crate::ballots::draft(&street)).await.unwrap();
    let ballot = tx.ballot(id).await.unwrap().unwrap();
    let lies = tx.stored_ballots(9).await.unwrap();
    assert_eq!((lies.len(), lies[0].state.as_str(), &lies[0].result), (1, "draft", &None));
    assert!(sealer.open("ballot.paper", id, &lies[0].paper).unwrap().contains(&ballot.paper.subject));
    tx.ballot_open(&ballot, 10, NOW).await.unwrap();
    tx.ballot_close(id, &storage::BallotResult::default(), NOW).await.unwrap();
    let lies = tx.stored_ballots(9).await.unwrap();
    assert_eq!(lies[0].state, "closed");
    assert!(lies[0].result.as_deref().is_some_and(|result| !result.contains("counts")));

    assert_eq!(tx.stored_chatter(BOT).await.unwrap(), 0);
    tx.count(street.chat, "2026-11-21", "seen", 4).await.unwrap();
    tx.count(street.chat, "2026-11-22", "seen", 3).await.unwrap();
    tx.count(street.chat, "2026-11-22", "said-09", 2).await.unwrap();
    let bound = tx.chats_bound(BOT).await.unwrap().iter().any(|chat| chat.id == street.chat);
    assert_eq!(tx.stored_chatter(BOT).await.unwrap(), if bound { 7 } else { 0 });
    let mut chat = tx.chat(street.chat).await.unwrap().unwrap();
    (chat.state, chat.area) = (storage::ChatState::Bound, Some(street.grid));
    tx.chat_save(&chat).await.unwrap();
    assert_eq!(tx.stored_chatter(BOT).await.unwrap(), 7);
    assert_eq!(tx.stored_chatter(BOT + 1).await.unwrap(), 0);
}

async fn what_the_clock_will_look_at(db: Db) {
    let street = world::street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let ticket = street.opened(&mut tx, 1, NOW).await;
    let later = street.opened(&mut tx, 2, NOW + HOUR).await;
    let wish = street.wished(&mut tx, 3, NOW).await;
    let ahead = tx.cases_ahead(BOT, NOW, 9).await.unwrap();
    let seen: Vec<_> = ahead.iter().map(|one| (one.at - NOW, one.number, one.kind, one.status)).collect();
    assert_eq!(
        seen,
        [
            (HOUR, ticket.number, CaseKind::Ticket, Status::Open),
            (2 * HOUR, later.number, CaseKind::Ticket, Status::Open),
            (24 * HOUR, wish.number, CaseKind::Wish, Status::Proposed),
        ]
    );
    assert_eq!(
        tx.cases_ahead(BOT, NOW + HOUR, 1).await.unwrap()[0].number,
        later.number,
        "after that moment"
    );
    tx.case_reminded(ticket.id, 1, Some(NOW + 3 * HOUR)).await.unwrap();
    let ahead = tx.cases_ahead(BOT, NOW + 2 * HOUR, 1).await.unwrap();
    assert_eq!((ahead[0].at, ahead[0].reminded), (NOW + 3 * HOUR, 1));
    tx.case_move(&later, Move::Withdraw, NOW + HOUR).await.unwrap();
    let numbers: Vec<_> = tx.cases_ahead(BOT, NOW, 9).await.unwrap().iter().map(|one| one.number).collect();
    assert_eq!(numbers, [ticket.number, wish.number], "what is over is not looked at");
}
