//! Wishes at the desk: random people do random things to one; the clock; deliveries that come twice; other communities.

use crate::hall::{CHEN, DAY, GRID, Hall, JIANGUO, LI, MINUTE, Out, STAFF, WANG, ZHANG, ZHOU};
use crate::life::{check, stored};
use gridbell::incoming::What;
use gridbell::routines::{deadlines, wishes};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use storage::{Case, CaseKind, CaseRef, Move, NewCase, Place, Status, Taken};

const PEOPLE: [i64; 6] = [LI, ZHANG, JIANGUO, WANG, CHEN, ZHOU];
const VERBS: [&str; 12] = [
    "/approve N",
    "/approve N 一位邻居想要一盆花",
    "/refuse N 社区可以直接帮忙",
    "/claim N",
    "/release N",
    "/done N",
    "确认 N",
    "/withdraw N",
    "/thank N 谢谢",
    "/assign N @wangfang",
    "/reopen N",
    "满意 N",
];

/// Somebody wishes in the group of grid 1; the wish's number.
async fn wished(hall: &mut Hall, who: i64) -> i64 {
    hall.says(who, GRID, "/wish 想要一盆花").await;
    let person = hall.person(who).await.id;
    let now = hall.now;
    let mine = hall.works(async |desk| desk.tx.cases_reported(person, now, 1).await.unwrap()).await;
    mine[0].number
}

/// One act: who, which verb (one past the last: the clock; the next: a tap that it has not arrived).
async fn act(hall: &mut Hall, number: i64, who: usize, verb: usize) {
    let case = hall.case(number).await;
    match VERBS.get(verb) {
        Some(words) => {
            let words = words.replace('N', &number.to_string());
            hall.says(PEOPLE[who], if PEOPLE[who] == CHEN { STAFF } else { GRID }, &words).await;
        }
        None if verb == VERBS.len() => {
            hall.works(async |desk| wishes::due(desk, &case).await.unwrap()).await;
            hall.sends().await;
        }
        None => {
            let list = hall.says(PEOPLE[who], GRID, "/help").await.remove(0);
            hall.taps(PEOPLE[who], &list, &format!("mis.{}.{}", case.id, case.version)).await;
        }
    }
}

#[test]
fn no_sequence_of_acts_stores_a_forbidden_wish() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let hall = tokio::sync::Mutex::new(runtime.block_on(Hall::opens()));
    let mut runner = TestRunner::new(Config { cases: 32, failure_persistence: None, ..Config::default() });
    let likely = vec![(2, 0), (5, 1), (0, 3), (1, 3), (2, 3), (0, 5), (1, 5), (3, 6), (3, 8), (3, 13)];
    let act_of = prop_oneof![(0..PEOPLE.len(), 0..VERBS.len() + 2), prop::sample::select(likely)];
    let acts = prop::collection::vec(act_of, 10..40);
    let seen = std::cell::RefCell::new(std::collections::HashSet::new());
    runner
        .run(&acts, |acts| {
            runtime.block_on(async {
                let mut hall = hall.lock().await;
                hall.now += MINUTE;
                // A worker wishes, so that those who might approve it may not.
                let number = wished(&mut hall, WANG).await;
                let wisher = hall.case(number).await.reporter;
                let mut before = stored(&mut hall, number).await;
                for (who, verb) in acts {
                    hall.now += 1000;
                    act(&mut hall, number, who, verb).await;
                    let after = stored(&mut hall, number).await;
                    check(&before, &after)?;
                    let (case, log, claims, _) = &after;
                    let approved = log.iter().find(|entry| entry.what == "approve");
                    prop_assert_eq!(
                        case.is_public() && approved.is_none(),
                        false,
                        "posted, and nobody approved it"
                    );
                    for entry in
                        log.iter().filter(|entry| ["approve", "refuse"].contains(&entry.what.as_str()))
                    {
                        prop_assert_ne!(entry.person, wisher, "nobody looks after their own");
                    }
                    prop_assert!(
                        claims.iter().all(|claim| claim.person != wisher),
                        "nobody grants their own"
                    );
                    prop_assert!(log.iter().filter(|entry| entry.what == "thank").count() <= 1);
                    seen.borrow_mut().insert(case.status);
                    before = after;
                }
                Ok(())
            })
        })
        .unwrap();
    assert!(seen.borrow().len() >= 5, "the acts lead somewhere: {:?}", seen.borrow());
}

#[tokio::test]
async fn a_wish_that_is_delivered_twice_is_one() {
    let mut hall = Hall::opens().await;
    let message = hall.message(LI, GRID, "独居老人想要一台收音机听戏");
    let first = hall.hears(What::Message(message.clone())).await;
    assert!(first.iter().any(|out| out.chat == STAFF && out.text.contains("#1 微心愿")), "{first:?}");
    assert!(hall.hears(What::Message(message.clone())).await.is_empty());
    let words = gridbell::incoming::Message {
        text: "独居老人想要一台收音机和电池".to_owned(), ..message
    };
    let again = hall.hears(What::Edited(words)).await;
    assert!(again.iter().any(|out| out.chat == STAFF && out.text.contains("电池")), "{again:?}");
    let late = hall.taps(JIANGUO, &first[0], &first[0].buttons[0].1).await;
    assert!(late[0].text.contains("刚刚改过"), "nobody approves what they did not read: {late:?}");
    assert_eq!(hall.case(1).await.status, Status::Proposed);
}

#[tokio::test]
async fn a_wish_that_nobody_looks_at_is_brought_up_again() {
    let mut hall = Hall::opens().await;
    wished(&mut hall, LI).await;
    for (chat, text) in [(STAFF, "有人许了个愿"), (ZHOU, "等了两天还没有人看")] {
        hall.now += DAY;
        assert!(!hall.works(async |desk| deadlines::run(desk, 9).await.unwrap()).await);
        let said = hall.sends().await;
        assert!(said.iter().any(|out| out.chat == chat && out.text.contains(text)), "{said:?}");
    }
    hall.now += 30 * DAY;
    hall.works(async |desk| deadlines::run(desk, 9).await.unwrap()).await;
    assert!(hall.sends().await.is_empty(), "twice is enough");
}

#[tokio::test]
async fn a_wish_of_another_community_is_left_to_its_neighbours() {
    let mut hall = Hall::opens().await;
    let wisher = hall.person(ZHANG).await.id;
    let area = hall.org().by_code("QS-1").unwrap().id;
    let (community, bot, now) = (hall.org().community_of(area).unwrap(), hall.office.me.id, hall.now);
    let new = NewCase {
        kind: CaseKind::Wish,
        community,
        area,
        bot,
        category: "care".to_owned(),
        urgency: "normal".to_owned(),
        department: None,
        private: true,
        reporter: wisher,
        words: "想要一盆花".to_owned(),
        shown: "想要一盆花".to_owned(),
        place: Place::default(),
        source: None,
        claim_band: DAY,
        done_band: 7 * DAY,
    };
    let wish: Case = hall
        .works(async |desk| {
            let Taken::New(case) = desk.tx.case_open(new, now).await.unwrap() else { panic!("known") };
            desk.tx.case_move(&case, Move::Approve, now).await.unwrap().unwrap()
        })
        .await;
    let list = hall.says(JIANGUO, JIANGUO, "/help").await.remove(0);
    for data in [format!("clm.{}.2", wish.id), format!("wcl.{}.0", wish.id)] {
        let said = hall.taps(JIANGUO, &list, &data).await;
        assert!(said[0].text.starts_with("这是别的社区的心愿"), "{data}: {said:?}");
        let group = Out { chat: GRID, message: 9, ..list.clone() };
        let said = hall.taps(JIANGUO, &group, &data).await;
        assert!(said[0].text.starts_with("这件事不在这里办"), "{data}: {said:?}");
    }
    let said = hall.says(JIANGUO, GRID, "/approve QS-1").await;
    assert!(said[0].text.starts_with("心愿由网格员或者书记来看"), "{said:?}");
    let stored = hall.works(async |desk| desk.tx.case_numbered(CaseRef { community, number: 1 }).await).await;
    assert_eq!(stored.unwrap(), Some(wish), "nothing changed");
}

#[tokio::test]
async fn a_refusal_changes_nothing_of_a_wish() {
    let mut hall = Hall::opens().await;
    let number = wished(&mut hall, WANG).await;
    let (case, log, ..) = stored(&mut hall, number).await;
    let long = "长".repeat(5000);
    for (who, words) in [
        (WANG, "/approve 1".to_owned()),
        (WANG, "/refuse 1 自己的".to_owned()),
        (WANG, "/claim 1".to_owned()),
        (ZHANG, "/approve 1".to_owned()),
        (CHEN, "/approve 1".to_owned()),
        (JIANGUO, format!("/approve 1 {long}")),
        (JIANGUO, format!("/refuse 1 {long}")),
        (JIANGUO, "/refuse 1".to_owned()),
        (JIANGUO, "/claim 1".to_owned()),
        (JIANGUO, "/withdraw 1".to_owned()),
        (WANG, "/thank 1 谢谢".to_owned()),
        (LI, "/wish".to_owned()),
        (LI, format!("/wish {long}")),
    ] {
        let said = hall.says(who, GRID, &words).await;
        assert_eq!(said.len(), 1, "{words}: {said:?}");
        assert!(said[0].text.chars().count() < 80, "a short answer: {}", said[0].text);
    }
    let (after, log_after, ..) = stored(&mut hall, number).await;
    assert_eq!((after, log_after), (case, log));
}
