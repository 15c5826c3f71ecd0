//! Random people do random things to a case on a real database: nothing forbidden is ever stored.

use crate::hall::{CHEN, GRID, Hall, JIANGUO, LI, STAFF, WANG, ZHANG, ZHOU};
use gridbell::desk::finish;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use storage::{Case, Claim, Entry, Move, Status, lands};

const PEOPLE: [i64; 6] = [LI, ZHANG, JIANGUO, WANG, CHEN, ZHOU];
const VERBS: [&str; 12] = [
    "/claim N",
    "/release N",
    "/assign N @wangfang",
    "/assign N @lijianguo",
    "/progress N 在弄",
    "/done N",
    "确认 N",
    "/reopen N",
    "/away until 明天 @lijianguo",
    "/away until 明天",
    "/away back",
    "满意 N",
];

/// What is stored of a case.
pub async fn stored(hall: &mut Hall, number: i64) -> (Case, Vec<Entry>, Vec<Claim>, Option<Claim>) {
    let case = hall.case(number).await;
    hall.works(async |desk| {
        let entries = desk.tx.entries(case.id).await.unwrap();
        let claims = desk.tx.claims(case.id).await.unwrap();
        let held = desk.tx.claim_held(case.id).await.unwrap();
        (case, entries, claims, held)
    })
    .await
}

/// One act: who, which verb (one past the last: the clock; the next: a tap that takes the last one back).
async fn act(hall: &mut Hall, number: i64, who: usize, verb: usize) {
    let case = hall.case(number).await;
    match VERBS.get(verb) {
        Some(words) => {
            let words = words.replace('N', &number.to_string());
            let chat = if PEOPLE[who] == CHEN { STAFF } else { GRID };
            hall.says(PEOPLE[who], chat, &words).await;
        }
        None if verb == VERBS.len() => {
            hall.works(async |desk| finish::lapse(desk, &case).await.unwrap()).await;
            hall.sends().await;
        }
        None => {
            let list = hall.says(PEOPLE[who], GRID, "/help").await.remove(0);
            hall.taps(PEOPLE[who], &list, &format!("und.{}.{}", case.id, case.version)).await;
        }
    }
}

#[test]
fn no_sequence_of_acts_stores_a_forbidden_state() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let hall = tokio::sync::Mutex::new(runtime.block_on(Hall::opens()));
    let mut runner = TestRunner::new(Config { cases: 32, failure_persistence: None, ..Config::default() });
    // Half of the acts are likely ones (a worker claims, the reporter confirms), so that cases come to an end.
    let likely = vec![(2, 0), (2, 5), (3, 0), (3, 5), (5, 2), (0, 6), (0, 7)];
    let act_of = prop_oneof![(0..PEOPLE.len(), 0..VERBS.len() + 2), prop::sample::select(likely)];
    let acts = prop::collection::vec(act_of, 10..40);
    let seen = std::cell::RefCell::new(std::collections::HashSet::new());
    runner
        .run(&acts, |acts| {
            runtime.block_on(async {
                let mut hall = hall.lock().await;
                let number = hall.opened(LI, "WT-1", false, Some(GRID)).await.number;
                let mut before = stored(&mut hall, number).await;
                for (who, verb) in acts {
                    hall.now += 1000;
                    act(&mut hall, number, who, verb).await;
                    let after = stored(&mut hall, number).await;
                    check(&before, &after)?;
                    seen.borrow_mut().insert(after.0.status);
                    before = after;
                }
                Ok(())
            })
        })
        .unwrap();
    assert!(seen.borrow().len() >= 4, "the acts lead somewhere: {:?}", seen.borrow());
}

/// A case, its log, its claims, and the one that is held.
pub type Stored = (Case, Vec<Entry>, Vec<Claim>, Option<Claim>);

/// The rules that hold after every act.
pub fn check(before: &Stored, after: &Stored) -> Result<(), TestCaseError> {
    let ((old, old_log, ..), (case, log, claims, held)) = (before, after);
    prop_assert_eq!(held.is_some(), case.status == Status::Claimed, "one claim is held while it is claimed");
    prop_assert_eq!(&log[..old_log.len()], &old_log[..], "the log only grows");
    let mut status = old.status;
    for entry in &log[old_log.len()..] {
        if let Some(step) = Move::ALL.into_iter().find(|step| step.as_str() == entry.what) {
            let to = lands(step, status);
            prop_assert!(to.is_some(), "{} from {:?}", entry.what, status);
            prop_assert_eq!(to.map(Status::as_str), entry.to.as_deref());
            status = to.unwrap_or(status);
            if step == Move::Lapse {
                prop_assert_eq!(entry.person, None);
            }
            if step == Move::Confirm && !case.is_wish() {
                prop_assert_eq!(entry.person, case.reporter);
            }
        }
    }
    prop_assert_eq!(status, case.status, "what the log tells is what is stored");
    // Reminders and thanks are lines of the log that no card shows.
    let shown = |entry: &&Entry| !["remind", "escalate", "thank"].contains(&entry.what.as_str());
    let changed = log[old_log.len()..].iter().any(|entry| shown(&entry));
    prop_assert_eq!(case.version > old.version, changed, "the version grows with every line");
    if !changed {
        let (reminded, next_due) = (old.reminded, old.next_due);
        prop_assert_eq!(&Case { reminded, next_due, ..case.clone() }, old);
    }
    prop_assert_eq!(case.outcome.is_some(), case.status == Status::Closed);
    prop_assert!(case.status != Status::Done || !claims.is_empty(), "nothing is done that nobody held");
    let reopened = log.iter().filter(|entry| entry.what == "reopen").count() as i64;
    prop_assert_eq!(case.reopened, reopened);
    Ok(())
}
