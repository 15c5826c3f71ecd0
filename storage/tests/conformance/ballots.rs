//! Ballots and votes, on both engines.

use crate::world::{BOT, HOUR, NOW, Street, street};
use storage::{
    Answer, Ballot, BallotResult, BallotState, Cast, Db, Draft, Lane, MOST_OPTIONS, Majority, Outcome, Paper,
    Quorum, Tx,
};

each_engine!(
    a_draft_is_changed_opened_and_thrown_away,
    a_public_ballot_goes_its_way,
    answers_wait_for_their_poll,
    a_poll_of_which_nothing_is_known_goes_to_a_ballot_that_may_have_one,
    a_secret_ballot_keeps_who_voted_and_one_tally,
    a_supergroup_does_not_know_the_message_of_a_ballot,
    old_and_forgotten_answers_go,
);

/// A poll of the grid, not yet published.
pub fn draft(street: &Street) -> Ballot {
    Ballot {
        id: 0,
        bot: BOT,
        area: street.grid,
        chat: None,
        made_by: street.worker,
        meeting: None,
        state: BallotState::Draft,
        paper: Paper {
            subject: "加装电梯".to_owned(), options: vec!["赞成".to_owned(), "反对".to_owned()]
        },
        secret: false,
        several: false,
        quorum: Quorum::Percent(30),
        majority: Majority::TwoThirds,
        households: 0,
        message: None,
        closes_at: NOW + 48 * HOUR,
        opened_at: None,
        closed_at: None,
        reminded: false,
        next_due: None,
        result: None,
        case: None,
        made_at: NOW,
    }
}

async fn drafted(tx: &mut Tx, ballot: Ballot) -> Ballot {
    let id = tx.ballot_draft(&ballot).await.unwrap();
    Ballot { id, ..ballot }
}

async fn opened(tx: &mut Tx, ballot: Ballot) -> Ballot {
    let ballot = Ballot { next_due: Some(NOW + HOUR), ..drafted(tx, ballot).await };
    assert!(tx.ballot_open(&ballot, 210, NOW).await.unwrap());
    tx.ballot(ballot.id).await.unwrap().unwrap()
}

fn answer(tg: i64, options: &[i64]) -> Answer {
    Answer { tg: Some(tg), options: options.to_vec() }
}

async fn a_draft_is_changed_opened_and_thrown_away(db: Db) {
    let street = street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let ballot = drafted(&mut tx, draft(&street)).await;
    assert_eq!(tx.ballot(ballot.id).await.unwrap().unwrap(), ballot);
    let changed = Ballot {
        chat: Some(street.chat),
        meeting: Some(7),
        secret: true,
        several: true,
        quorum: Quorum::Count(9),
        majority: Majority::Simple,
        message: Some(12),
        reminded: true,
        next_due: Some(NOW + HOUR),
        ..ballot.clone()
    };
    tx.ballot_save(&changed).await.unwrap();
    assert_eq!(tx.ballot(ballot.id).await.unwrap().unwrap(), changed);
    assert_eq!(tx.ballots_of_meeting(7).await.unwrap(), std::slice::from_ref(&changed));
    assert!(tx.ballot_asking(BOT, &changed.paper).await.unwrap().is_none(), "a draft is not under way");
    assert!(tx.ballot_open(&changed, 210, NOW).await.unwrap());
    assert!(!tx.ballot_open(&changed, 210, NOW).await.unwrap(), "once");
    assert!(!tx.ballot_discard(ballot.id).await.unwrap(), "it is out");
    let asking = tx.ballot_asking(BOT, &changed.paper).await.unwrap().unwrap();
    assert_eq!((asking.id, asking.state, asking.households), (ballot.id, BallotState::Open, 210));
    let other = drafted(&mut tx, draft(&street)).await;
    assert!(tx.ballot_discard(other.id).await.unwrap());
    let old = drafted(&mut tx, draft(&street)).await;
    assert_eq!(tx.ballots_discard_old(NOW).await.unwrap(), 0);
    assert_eq!(tx.ballots_discard_old(NOW + 1).await.unwrap(), 1);
    assert!(tx.ballot(old.id).await.unwrap().is_none());
    assert_eq!(tx.ballots_of(street.grid, NOW, 10).await.unwrap().len(), 1);
    assert_eq!(tx.ballots_page(0, 10).await.unwrap().len(), 1);
    assert!(tx.ballots_page(ballot.id, 10).await.unwrap().is_empty());
}

async fn a_public_ballot_goes_its_way(db: Db) {
    let street = street(&db).await;
    let mut tx = db.begin().await.unwrap();
    assert_eq!(tx.ballots_next_due(BOT).await.unwrap(), None);
    let ballot = opened(&mut tx, draft(&street)).await;
    assert_eq!(tx.ballots_next_due(BOT).await.unwrap(), Some(NOW + HOUR));
    assert!(tx.ballots_due(BOT, NOW, 10).await.unwrap().is_empty());
    assert_eq!(tx.ballots_due(BOT, NOW + HOUR, 10).await.unwrap(), std::slice::from_ref(&ballot));
    tx.ballot_poll_add(ballot.id, "poll-1").await.unwrap();
    tx.ballot_poll_add(ballot.id, "poll-1").await.unwrap();
    assert_eq!(tx.ballot_of_poll("poll-1").await.unwrap(), Some(ballot.id));
    assert_eq!(tx.ballot_of_poll("poll-2").await.unwrap(), None);
    tx.vote("poll-1", 1, &answer(1, &[0]), NOW).await.unwrap();
    tx.vote("poll-1", 2, &answer(2, &[0]), NOW + 1).await.unwrap();
    tx.vote("poll-1", 1, &answer(1, &[1]), NOW + 2).await.unwrap();
    tx.vote("poll-1", 2, &answer(2, &[]), NOW + 3).await.unwrap();
    let votes = tx.votes(ballot.id).await.unwrap();
    assert_eq!(votes.iter().map(|(_, answer)| answer.clone()).collect::<Vec<_>>(), [answer(1, &[1])]);
    assert_eq!(tx.ballot_polls(ballot.id).await.unwrap()[0].told, None);
    tx.ballot_poll_told("poll-1", &[0, 1]).await.unwrap();
    let polls = tx.ballot_polls(ballot.id).await.unwrap();
    assert_eq!((polls.len(), polls[0].told.as_deref(), &polls[0].hash), (1, Some(&[0, 1][..]), &votes[0].0));
    assert!(tx.ballot_closing(ballot.id, NOW + 2 * HOUR).await.unwrap());
    assert!(!tx.ballot_closing(ballot.id, NOW + 2 * HOUR).await.unwrap());
    let result = BallotResult { counts: vec![0, 1], voters: 1, without_right: 0, told: Some(vec![1, 1]) };
    assert!(tx.ballot_close(ballot.id, &result, NOW + HOUR).await.unwrap());
    assert!(!tx.ballot_close(ballot.id, &BallotResult::default(), NOW + HOUR).await.unwrap());
    let closed = tx.ballot(ballot.id).await.unwrap().unwrap();
    assert_eq!((closed.state, closed.result, closed.next_due), (BallotState::Closed, Some(result), None));
    assert!(tx.ballot_asking(BOT, &closed.paper).await.unwrap().is_none());
}

async fn answers_wait_for_their_poll(db: Db) {
    let street = street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let ballot = opened(&mut tx, draft(&street)).await;
    tx.vote("poll-9", 1, &answer(1, &[0]), NOW).await.unwrap();
    let chat = Answer { tg: None, options: vec![1] };
    tx.vote("poll-9", -100, &chat, NOW + 1).await.unwrap();
    assert!(tx.votes(ballot.id).await.unwrap().is_empty());
    tx.ballot_poll_add(ballot.id, "poll-9").await.unwrap();
    let votes: Vec<Answer> = tx.votes(ballot.id).await.unwrap().into_iter().map(|(_, vote)| vote).collect();
    assert_eq!(votes, [answer(1, &[0]), chat]);
}

async fn a_poll_of_which_nothing_is_known_goes_to_a_ballot_that_may_have_one(db: Db) {
    let street = street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let asks = |message| Ballot { chat: Some(street.chat), message: Some(message), ..draft(&street) };
    let first = opened(&mut tx, asks(41)).await;
    let second = opened(&mut tx, Ballot { made_at: NOW + 1, ..asks(42) }).await;
    let paper = first.paper.clone();
    assert_eq!(tx.ballot_asking(BOT, &paper).await.unwrap().unwrap().id, second.id, "the newest");
    assert!(tx.ballot_asking(BOT + 1, &paper).await.unwrap().is_none(), "another bot's");
    let chat = street.chat;
    let post = Draft { chat, lane: Lane::Normal, kind: "poll", payload: String::new(), case: None, due: 0 };
    let row = tx.outbox_queue(BOT, post, NOW).await.unwrap();
    for outcome in [Outcome::Ambiguous, Outcome::Ok] {
        let attempt = tx.attempt_start(BOT, chat, row, NOW).await.unwrap();
        tx.attempt_end(attempt, outcome).await.unwrap();
    }
    tx.outbox_sent(row, Some(41)).await.unwrap();
    assert_eq!(
        tx.ballot_asking(BOT, &paper).await.unwrap().unwrap().id,
        first.id,
        "it may stand there twice"
    );
    tx.ballot_poll_add(second.id, "poll-1").await.unwrap();
    tx.ballot_poll_add(first.id, "poll-1").await.unwrap();
    assert_eq!(
        tx.ballot_of_poll("poll-1").await.unwrap(),
        Some(second.id),
        "likely is not surer than likely"
    );
    tx.ballot_poll_set(first.id, "poll-1").await.unwrap();
    assert_eq!(tx.ballot_of_poll("poll-1").await.unwrap(), Some(first.id), "sure is");
}

async fn a_secret_ballot_keeps_who_voted_and_one_tally(db: Db) {
    let street = street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let ballot = opened(&mut tx, Ballot { secret: true, ..draft(&street) }).await;
    assert_eq!(tx.tally(ballot.id).await.unwrap(), Some([0; MOST_OPTIONS]));
    assert!(!tx.has_voted(ballot.id, 1).await.unwrap());
    assert_eq!(tx.vote_in_secret(ballot.id, 1, &[1]).await.unwrap(), Cast::Counted);
    assert_eq!(tx.vote_in_secret(ballot.id, 1, &[0]).await.unwrap(), Cast::Already);
    assert_eq!(tx.vote_in_secret(ballot.id, 2, &[0, 1]).await.unwrap(), Cast::Counted);
    assert!(tx.has_voted(ballot.id, 1).await.unwrap());
    assert_eq!(tx.voted_count(ballot.id).await.unwrap(), 2);
    assert_eq!(tx.tally(ballot.id).await.unwrap().unwrap()[..3], [1, 2, 0]);
    let result = BallotResult { counts: vec![1, 2], voters: 2, ..BallotResult::default() };
    assert!(tx.ballot_close(ballot.id, &result, NOW).await.unwrap());
    assert_eq!(tx.tally(ballot.id).await.unwrap(), None);
    assert_eq!(tx.voted_count(ballot.id).await.unwrap(), 0, "who voted goes with the close");
    assert_eq!(tx.vote_in_secret(ballot.id, 3, &[0]).await.unwrap(), Cast::NotOpen);
    let public = opened(&mut tx, draft(&street)).await;
    assert_eq!(tx.vote_in_secret(public.id, 1, &[0]).await.unwrap(), Cast::NotOpen);
}

async fn old_and_forgotten_answers_go(db: Db) {
    let street = street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let ballot = opened(&mut tx, draft(&street)).await;
    tx.ballot_poll_add(ballot.id, "poll-1").await.unwrap();
    for voter in 1..=3 {
        tx.vote("poll-1", voter, &answer(voter, &[0]), NOW + voter).await.unwrap();
    }
    assert_eq!(tx.votes_forget(2).await.unwrap(), 1);
    assert_eq!(tx.votes_purge(NOW + 60 * 24 * HOUR + 2).await.unwrap(), 1);
    let left: Vec<Answer> = tx.votes(ballot.id).await.unwrap().into_iter().map(|(_, vote)| vote).collect();
    assert_eq!(left, [answer(3, &[0])]);
}

async fn a_supergroup_does_not_know_the_message_of_a_ballot(db: Db) {
    let street = street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let ballot = Ballot { chat: Some(street.chat), message: Some(12), ..draft(&street) };
    let ballot = opened(&mut tx, ballot).await;
    assert_eq!(tx.ballots_open_in(street.chat).await.unwrap(), std::slice::from_ref(&ballot));
    let group = tx.chat(street.chat).await.unwrap().unwrap();
    tx.chat_became(&group, -1009).await.unwrap();
    let ballot = Ballot { message: None, ..ballot };
    assert_eq!(tx.ballots_open_in(street.chat).await.unwrap(), std::slice::from_ref(&ballot));
    tx.ballot_closing(ballot.id, NOW).await.unwrap();
    assert!(tx.ballots_open_in(street.chat).await.unwrap().is_empty(), "no vote counts any more");
}
