//! `export`: every ticket and wish once, masked, in either format.

use crate::machine::Machine;
use storage::{
    About, Ballot, BallotResult, BallotState, CaseKind, ChatState, Majority, Meeting, MeetingState, Move,
    NewCase, Org, Paper, Place, Quorum, Taken,
};

/// 2026-11-21 10:00 in Shanghai.
const NOW: i64 = 1_795_226_400_000;
const HOUR: i64 = 3_600_000;

/// A machine with `extra` dull tickets before one public and one private ticket.
async fn with_tickets(extra: usize) -> Machine {
    let machine = Machine::with_org();
    let db = machine.database().await;
    let mut tx = db.begin().await.unwrap();
    let org = Org::load(&mut tx).await.unwrap();
    let id = |code| org.by_code(code).unwrap().id;
    tx.bot_seen(1, "b", None).await.unwrap();
    let chat = tx.chat_seen(1, -5, "group", ChatState::New, NOW).await.unwrap();
    let about = About { tg: 9, name: "王阿姨".to_owned(), username: None };
    let reporter = tx.person_seen(&about, NOW).await.unwrap().id;
    for n in 0..extra + 2 {
        let (words, private) = match n - n.min(extra) {
            0 if n < extra => ("灯不亮", false),
            0 => ("=3号楼2单元1502，电话13812345678，\"漏水\"", false),
            _ => ("邻居家暴", true),
        };
        let new = NewCase {
            kind: CaseKind::Ticket,
            community: id("WT"),
            area: id("WT-1"),
            bot: 1,
            category: "water".to_owned(),
            urgency: "normal".to_owned(),
            department: None,
            private,
            reporter,
            words: words.to_owned(),
            shown: words.replace("13812345678", "138****5678").replace("1502", "****"),
            place: Place {
                building: Some("3号楼".to_owned()),
                room: Some("1502".to_owned()),
                ..Place::default()
            },
            source: Some((chat.id, n as i64)),
            claim_band: HOUR,
            done_band: 24 * HOUR,
        };
        tx.case_open(new, NOW).await.unwrap();
    }
    tx.commit().await.unwrap();
    db.close().await;
    machine
}

#[tokio::test]
async fn tickets_come_out_masked_as_json_lines() {
    let out = with_tickets(0).await.run(&["export", "tickets"]).good();
    let lines: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!((&lines[0]["ticket"], &lines[0]["area"]), (&"WT-1".into(), &"WT-1".into()));
    assert_eq!(lines[0]["words"], "=3号楼2单元****，电话138****5678，\"漏水\"");
    assert_eq!(lines[0]["building"], "3号楼");
    assert_eq!(lines[0]["made_at"], "2026-11-21T10:00:00+08:00");
    assert_eq!(lines[0]["claim_due"], "2026-11-21T11:00:00+08:00");
    assert_eq!(lines[1]["private"], true);
    assert!(lines[1]["words"].is_null() && lines[1]["building"].is_null());
    for secret in ["13812345678", "1502", "家暴", "王阿姨"] {
        assert!(!out.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_spreadsheet_runs_nothing_that_residents_wrote() {
    let out = with_tickets(0).await.run(&["export", "tickets", "--format", "csv"]).good();
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    let at = reader.headers().unwrap().iter().position(|name| name == "words").unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(&rows[0][at], "'=3号楼2单元****，电话138****5678，\"漏水\"");
    assert_eq!(&rows[1][at], "");
}

#[tokio::test]
async fn wishes_come_out_under_the_words_they_were_posted_with() {
    let machine = with_tickets(0).await;
    let db = machine.database().await;
    let mut tx = db.begin().await.unwrap();
    let tickets = tx.cases_page(0, 9).await.unwrap();
    for (n, words) in ["+一台收音机", "一副老花镜"].into_iter().enumerate() {
        let new = NewCase {
            kind: CaseKind::Wish,
            community: tickets[0].community,
            area: tickets[0].area,
            bot: 1,
            category: "care".to_owned(),
            urgency: "normal".to_owned(),
            department: None,
            private: true,
            reporter: tickets[0].reporter.unwrap(),
            words: format!("王阿姨想要{words}"),
            shown: words.to_owned(),
            place: Place::default(),
            source: None,
            claim_band: HOUR,
            done_band: 24 * HOUR,
        };
        let Taken::New(case) = tx.case_open(new, NOW).await.unwrap() else { panic!("it is new") };
        if n == 0 {
            tx.case_move(&case, Move::Approve, NOW).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
    db.close().await;
    let out = machine.run(&["export", "wishes"]).good();
    let lines: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&lines[0]["wish"], &lines[0]["words"]), (&"WT-3".into(), &"+一台收音机".into()));
    assert_eq!((&lines[1]["status"], &lines[1]["words"]), (&"proposed".into(), &serde_json::Value::Null));
    assert!(!out.contains("王阿姨") && lines.len() == 2, "{out}");
    let csv = machine.run(&["export", "wishes", "--format", "csv"]).good();
    assert!(csv.contains("'+一台收音机") && csv.starts_with("wish,area,"), "{csv}");
    assert_eq!(machine.run(&["export", "tickets"]).good().lines().count(), 2);
}

#[tokio::test]
async fn every_ticket_comes_once_however_many() {
    let out = with_tickets(1100).await.run(&["export", "tickets"]).good();
    let numbers: Vec<String> = out
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["ticket"].to_string())
        .collect();
    let wanted: Vec<String> = (1..=1102).map(|n| format!("\"WT-{n}\"")).collect();
    assert_eq!(numbers, wanted);
}

#[tokio::test]
async fn ballots_come_out_with_their_rule_and_their_counts_alone() {
    let machine = with_tickets(0).await;
    let db = machine.database().await;
    let mut tx = db.begin().await.unwrap();
    let tickets = tx.cases_page(0, 9).await.unwrap();
    let ballot = |secret| Ballot {
        id: 0,
        bot: 1,
        area: tickets[0].area,
        chat: None,
        made_by: tickets[0].reporter.unwrap(),
        meeting: None,
        state: BallotState::Draft,
        paper: Paper {
            subject: "=加装电梯".to_owned(),
            options: ["赞成", "反对"].map(str::to_owned).to_vec(),
        },
        secret,
        several: false,
        quorum: Quorum::Percent(50),
        majority: Majority::Simple,
        households: 0,
        message: None,
        closes_at: NOW + HOUR,
        opened_at: None,
        closed_at: None,
        reminded: false,
        next_due: None,
        result: None,
        case: None,
        made_at: NOW,
    };
    tx.ballot_draft(&ballot(false)).await.unwrap(); // never put to a vote
    let secret = Ballot { id: tx.ballot_draft(&ballot(true)).await.unwrap(), ..ballot(true) };
    tx.ballot_open(&secret, 4, NOW).await.unwrap();
    for (voter, choice) in [(71_234_567, 0), (71_234_568, 0), (71_234_569, 1)] {
        tx.vote_in_secret(secret.id, voter, &[choice]).await.unwrap();
    }
    let result = BallotResult { counts: vec![2, 1], voters: 3, ..BallotResult::default() };
    tx.ballot_close(secret.id, &result, NOW + HOUR).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await;
    let out = machine.run(&["export", "ballots"]).good();
    let line: serde_json::Value = serde_json::from_str(out.trim()).unwrap();
    assert_eq!((&line["subject"], &line["state"]), (&"=加装电梯".into(), &"closed".into()));
    assert_eq!(line["options"], serde_json::json!(["赞成", "反对"]));
    assert_eq!((&line["votes"], &line["passed"]), (&serde_json::json!([2, 1]), &serde_json::json!(["赞成"])));
    assert_eq!((&line["voters"], &line["quorum"], &line["quorate"]), (&3.into(), &2.into(), &true.into()));
    assert!(!out.contains("71234"), "{out}");
    let csv = machine.run(&["export", "ballots", "--format", "csv"]).good();
    assert!(csv.contains("'=加装电梯") && csv.contains("赞成 | 反对") && csv.contains("2 | 1"), "{csv}");
}

#[tokio::test]
async fn meetings_come_out_with_what_was_decided_and_without_who_came() {
    let machine = with_tickets(0).await;
    let db = machine.database().await;
    let mut tx = db.begin().await.unwrap();
    let tickets = tx.cases_page(0, 9).await.unwrap();
    let person = tickets[0].reporter.unwrap();
    let meeting = Meeting {
        id: 0,
        bot: 1,
        area: tickets[0].area,
        made_by: person,
        state: MeetingState::Draft,
        starts_at: NOW + HOUR,
        ends_at: None,
        place: "=活动室".to_owned(),
        topics: ["电梯", "停车"].map(str::to_owned).to_vec(),
        minutes: None,
        reminded: 0,
        next_due: None,
        nameless: 0,
        made_at: NOW,
    };
    tx.meeting_draft(&meeting).await.unwrap(); // never announced
    let called = Meeting { id: tx.meeting_draft(&meeting).await.unwrap(), ..meeting };
    tx.meeting_call(&called).await.unwrap();
    tx.attend(called.id, person, true, NOW).await.unwrap();
    tx.meeting_hold(called.id, "先装一部").await.unwrap();
    tx.attendance_purge(NOW + 2 * HOUR).await.unwrap(); // a month later
    tx.commit().await.unwrap();
    db.close().await;
    let out = machine.run(&["export", "meetings"]).good();
    let line: serde_json::Value = serde_json::from_str(out.trim()).unwrap();
    assert_eq!((&line["state"], &line["minutes"]), (&"held".into(), &"先装一部".into()));
    assert_eq!((&line["topics"], &line["coming"]), (&serde_json::json!(["电梯", "停车"]), &1.into()));
    assert_eq!(line["starts_at"], "2026-11-21T11:00:00+08:00");
    assert!(!out.contains("王阿姨") && !out.contains(&person.to_string()), "{out}");
    let csv = machine.run(&["export", "meetings", "--format", "csv"]).good();
    assert!(csv.contains("'=活动室") && csv.contains("电梯 | 停车") && csv.contains("先装一部"), "{csv}");
}

#[tokio::test]
async fn corrections_come_out_as_they_are_learned_from() {
    let machine = with_tickets(0).await;
    let db = machine.database().await;
    let mut tx = db.begin().await.unwrap();
    let org = Org::load(&mut tx).await.unwrap();
    let community = org.by_code("WT").unwrap().id;
    let at = storage::CaseRef { community, number: 1 };
    let case = tx.case_numbered(at).await.unwrap().unwrap();
    tx.person_learn(case.reporter.unwrap(), Some(NOW)).await.unwrap();
    assert!(tx.correction_keep(&case, storage::Corrected::Category, "water", "drainage", NOW).await.unwrap());
    tx.commit().await.unwrap();
    db.close().await;
    let out = machine.run(&["export", "corrections"]).good();
    let line: serde_json::Value = serde_json::from_str(out.trim()).unwrap();
    assert_eq!(
        (&line["what"], &line["was"], &line["is"]),
        (&"category".into(), &"water".into(), &"drainage".into())
    );
    let text = line["text"].as_str().unwrap();
    assert!(text.contains("138****5678") && !text.contains("1502"), "{text}");
}
