//! Working on cases: what is private stays so, each hears once, and what may not be is refused without a trace.

use crate::hall::{CHEN, DAY, GRID, Hall, JIANGUO, LI, MINUTE, Out, STAFF, WANG, ZHANG, ZHOU};
use gridbell::desk::finish;
use storage::{Move, Status};

/// What was said in a chat, one line each.
fn in_chat(said: &[Out], chat: i64) -> Vec<String> {
    let own = said.iter().filter(|out| out.chat == chat && out.kind != "answer");
    own.map(|out| out.text.clone()).collect()
}

#[tokio::test]
async fn a_private_case_is_never_told_in_a_group() {
    let mut hall = Hall::opens().await;
    let case = hall.opened(LI, "WT-1", true, Some(LI)).await;
    let mut said = hall.says(JIANGUO, GRID, "/queue").await;
    said.extend(hall.says(ZHOU, STAFF, "/queue").await);
    said.extend(hall.says(JIANGUO, GRID, "/status 1").await);
    assert!(in_chat(&said, JIANGUO)[0].contains("灯坏了"), "the log goes to the private chat");
    said.extend(hall.says(ZHANG, GRID, "/status 1").await);
    assert!(said.last().unwrap().text.starts_with("没有找到 #1"), "to others it is not there");

    let list = hall.says(JIANGUO, JIANGUO, "/queue").await.remove(0);
    let taken = hall.taps(JIANGUO, &list, &list.buttons[0].1).await;
    assert!(in_chat(&taken, LI).iter().any(|text| text == "#1 照明：李建国 接了，有结果会告诉你。"));
    said.extend(taken);
    said.extend(hall.says(ZHOU, STAFF, "/assign 1 @wangfang").await);
    said.extend(hall.says(WANG, WANG, "/progress 1 去看过了").await);
    said.extend(hall.says(WANG, WANG, "/done 1 好了").await);
    for chat in [GRID, STAFF] {
        for text in in_chat(&said, chat) {
            let told =
                ["灯坏了", "3号楼", "301", "李奶奶", "去看过了"].iter().find(|words| text.contains(*words));
            assert_eq!(told, None, "in a group: {text}");
        }
    }
    assert_eq!(hall.case(1).await.id, case.id);
    assert_eq!(hall.case(1).await.status, Status::Done);
}

#[tokio::test]
async fn whoever_joined_hears_of_the_result_once() {
    let mut hall = Hall::opens().await;
    let case = hall.opened(LI, "WT-1", false, Some(GRID)).await;
    let (zhang, wang) = (hall.person(ZHANG).await.id, hall.person(WANG).await.id);
    let now = hall.now;
    hall.works(async |desk| {
        for person in [zhang, wang, case.reporter.unwrap()] {
            desk.tx.follower_add(case.id, person, now).await.unwrap();
        }
    })
    .await;
    hall.says(JIANGUO, GRID, "/claim 1").await;
    hall.says(JIANGUO, GRID, "/done 1").await;
    let said = hall.says(LI, LI, "确认 1").await;
    let news = "#1 照明（3号楼）办好了，李建国 办的。你也遇到过，告诉你一声。";
    assert_eq!(in_chat(&said, WANG), [news]);
    let group: Vec<String> =
        in_chat(&said, GRID).into_iter().filter(|text| text.contains("告诉你")).collect();
    assert_eq!(
        group,
        [format!("<a href=\"tg://user?id=102\">张明</a> {news}")],
        "one reply for the unreachable"
    );
    assert!(in_chat(&said, LI).iter().all(|text| !text.contains("告诉你")), "she confirmed it herself");

    hall.says(LI, LI, "没修好 1").await;
    hall.says(JIANGUO, GRID, "/claim 1").await;
    hall.says(JIANGUO, GRID, "/done 1").await;
    hall.now += 3 * DAY;
    let case = hall.case(1).await;
    assert!(hall.works(async |desk| finish::lapse(desk, &case).await.unwrap()).await);
    assert!(!hall.works(async |desk| finish::lapse(desk, &case).await.unwrap()).await, "only once");
    let said = hall.sends().await;
    assert!(in_chat(&said, WANG).is_empty(), "each hears once");
    let case = hall.case(1).await;
    assert_eq!(
        (case.status, case.outcome.as_deref(), case.reopened),
        (Status::Closed, Some("unconfirmed"), 1)
    );
}

#[tokio::test]
async fn a_tap_can_be_taken_back_for_five_minutes_by_the_same_person() {
    let mut hall = Hall::opens().await;
    hall.opened(LI, "WT-1", false, Some(GRID)).await;
    let list = hall.says(JIANGUO, JIANGUO, "/queue").await.remove(0);
    let undo = |said: &[Out]| -> (Out, String) {
        let out =
            said.iter().find(|out| out.buttons.iter().any(|(_, data)| data.starts_with("und."))).unwrap();
        let data = out.buttons.iter().find(|(_, data)| data.starts_with("und.")).unwrap();
        (out.clone(), data.1.clone())
    };
    let said = hall.taps(JIANGUO, &list, &list.buttons[0].1).await;
    let (out, data) = undo(&said);
    let refused = hall.taps(WANG, &Out { chat: GRID, ..out.clone() }, &data).await;
    assert!(refused.iter().any(|out| out.text.starts_with("后来又有变化")), "{refused:?}");
    hall.now += 5 * MINUTE;
    hall.taps(JIANGUO, &out, &data).await;
    assert_eq!(hall.case(1).await.status, Status::Open);
    let again = hall.taps(JIANGUO, &out, &data).await;
    assert!(again.iter().any(|out| out.text.starts_with("后来又有变化")), "the version moved on: {again:?}");

    let said = hall.taps(JIANGUO, &list, &list.buttons[0].1).await;
    let (out, data) = undo(&said);
    hall.now += 5 * MINUTE + 1;
    let late = hall.taps(JIANGUO, &out, &data).await;
    assert!(late.iter().any(|out| out.text.starts_with("过了五分钟")), "{late:?}");
    assert_eq!(hall.case(1).await.status, Status::Claimed);

    let mine = hall.says(JIANGUO, JIANGUO, "/my").await.remove(0);
    let said = hall.taps(JIANGUO, &mine, &mine.buttons[0].1).await;
    let (out, data) = undo(&said);
    hall.taps(JIANGUO, &out, &data).await;
    let case = hall.case(1).await;
    assert_eq!(case.status, Status::Claimed);
    let held = hall.works(async |desk| desk.tx.claim_held(case.id).await.unwrap()).await;
    assert_eq!(held.unwrap().person, Some(hall.person(JIANGUO).await.id), "he has it again");
}

#[tokio::test]
async fn a_case_of_another_community_is_not_there_and_cannot_be_moved() {
    let mut hall = Hall::opens().await;
    let far = hall.opened(LI, "QS-1", false, None).await;
    let before = hall.works(async |desk| desk.tx.case(far.id).await.unwrap()).await;
    for (words, answer) in [
        ("/claim 1", "没有找到 #1"),
        ("/status 1", "没有找到 #1"),
        ("/claim QS-1", "接单的是本网格的工作人员"),
        ("/assign QS-1 @wangfang", "派单请找社区书记"),
    ] {
        let who = if words.starts_with("/assign") { ZHOU } else { JIANGUO };
        let said = hall.says(who, GRID, words).await;
        assert!(said.iter().any(|out| out.text.starts_with(answer)), "{words}: {said:?}");
    }
    let card = Out { chat: GRID, message: 9, kind: String::new(), text: String::new(), buttons: Vec::new() };
    let said = hall.taps(JIANGUO, &card, &format!("clm.{}.1", far.id)).await;
    assert!(said.iter().any(|out| out.text.starts_with("这件事不在这里办")), "{said:?}");
    assert_eq!(hall.works(async |desk| desk.tx.case(far.id).await.unwrap()).await, before, "nothing changed");
}

#[tokio::test]
async fn a_refusal_changes_nothing() {
    let mut hall = Hall::opens().await;
    hall.opened(LI, "WT-1", false, Some(GRID)).await;
    hall.says(JIANGUO, GRID, "/claim 1").await;
    let case = hall.case(1).await;
    let log = hall.works(async |desk| desk.tx.entries(case.id).await.unwrap().len()).await;
    let long = "长".repeat(5000);
    for (who, words) in [
        (JIANGUO, format!("/done 1 {long}")),
        (JIANGUO, format!("/progress 1 {long}")),
        (JIANGUO, format!("/release 1 {long}")),
        (JIANGUO, "/away until 周五晚8点 @nobody_at_all".to_owned()),
        (JIANGUO, "/away until 昨天".to_owned()),
        (JIANGUO, "/away until 明天 @chenli".to_owned()),
        (WANG, "/done 1".to_owned()),
        (WANG, "/release 1".to_owned()),
        (ZHANG, "/reopen 1".to_owned()),
        (LI, "满意 1".to_owned()),
        (ZHOU, "/assign 1 @chenli".to_owned()),
    ] {
        let said = hall.says(who, GRID, &words).await;
        assert_eq!(said.len(), 1, "{words}: {said:?}");
        assert!(said[0].text.chars().count() < 80, "a short answer: {}", said[0].text);
    }
    assert_eq!(hall.case(1).await, case);
    assert_eq!(hall.works(async |desk| desk.tx.entries(case.id).await.unwrap().len()).await, log);
    let members = hall.person(JIANGUO).await.id;
    let away = hall.works(async |desk| desk.tx.members_of(members).await.unwrap()).await;
    assert!(away.iter().all(|member| member.away_until.is_none()));
}

#[tokio::test]
async fn a_stand_in_gets_what_is_in_their_area() {
    let mut hall = Hall::opens().await;
    hall.opened(LI, "WT-1", false, Some(GRID)).await;
    hall.opened(LI, "WT-2", false, None).await;
    for number in [1, 2] {
        hall.says(ZHOU, ZHOU, &format!("/claim {number}")).await;
    }
    let said = hall.says(ZHOU, ZHOU, "/away until 2026-12-01 @chenli").await;
    let answer = "好，12月1日 23:59 前不打扰你。1 件转给 陈立 了，1 件不在那一片，放回去等人接了。";
    assert_eq!(in_chat(&said, ZHOU), [answer]);
    assert!(in_chat(&said, CHEN)[0].contains("#2 照明"), "{said:?}");
    assert_eq!((hall.case(1).await.status, hall.case(2).await.status), (Status::Open, Status::Claimed));
    let two = hall.case(2).await;
    let log = hall.works(async |desk| desk.tx.entries(two.id).await.unwrap()).await;
    assert_eq!(log.last().unwrap().what, Move::HandOver.as_str());
}
