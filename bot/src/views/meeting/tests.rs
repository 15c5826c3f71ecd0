//! Every message of a meeting, in three languages.

use super::*;
use crate::views::poll::tests::sample as ballot;
use crate::views::samples::{NOW, ZONE, seen};
use storage::{Majority, Quorum, decide};

const DAY: i64 = 86_400_000;

pub fn sample() -> MeetingView {
    let meeting = Meeting {
        id: 7,
        bot: 1,
        area: 1,
        made_by: 1,
        state: MeetingState::Called,
        starts_at: NOW + 4 * DAY + 37_800_000,
        ends_at: Some(NOW + 4 * DAY + 43_200_000),
        place: "居民<活动室>".to_owned(),
        topics: vec!["加装电梯".to_owned()],
        minutes: None,
        reminded: 0,
        next_due: None,
        nameless: 0,
        made_at: NOW,
    };
    MeetingView { meeting, now: NOW, zone: ZONE, coming: 3, polls: Vec::new() }
}

fn with(change: impl FnOnce(&mut MeetingView)) -> MeetingView {
    let mut view = sample();
    change(&mut view);
    view
}

#[test]
fn a_meeting_from_its_preview_to_its_minutes() {
    let groups = [(1, "梧桐里社区 第1网格".to_owned()), (2, "梧桐里社区 第2网格".to_owned())];
    let both = groups.clone().map(|(_, name)| name);
    let polled = with(|view| {
        view.meeting.topics.push("停车 & 充电".to_owned());
        (view.meeting.ends_at, view.coming) = (None, 0);
        let decision = decide(Quorum::None, Majority::Simple, &[3, 1, 0], 4, 0);
        view.polls = vec![(ballot(), None), (ballot(), Some(decision))];
    });
    let begun = with(|view| view.now = view.meeting.starts_at);
    let off = with(|view| view.meeting.state = MeetingState::Cancelled);
    let held = with(|view| {
        view.meeting.state = MeetingState::Held;
        view.meeting.minutes = Some("先装 3 号楼 <一部>，费用按楼层分担。\n五月再看停车。".to_owned());
    });
    let days = with(|view| view.meeting.ends_at = Some(NOW + 6 * DAY));
    let listed = |view: &MeetingView, mine| Listed { view: view.clone(), mine };
    let day_before = with(|view| view.now = view.meeting.starts_at - DAY);
    let hour_before = MeetingView { now: day_before.now + DAY - 3_600_000, ..polled.clone() };
    let all = Locale::ALL.map(|locale| {
        [
            seen(&preview(locale, &sample(), &[], &groups)),
            seen(&preview(locale, &polled, &[1, 2], &groups)),
            seen(&published(locale, &sample(), &both)),
            seen(&card(locale, &sample())),
            seen(&card(locale, &polled)),
            seen(&card(locale, &begun)),
            seen(&card(locale, &off)),
            seen(&card(locale, &held)),
            when(locale, &days),
            seen(&reminder(locale, &day_before)),
            seen(&reminder(locale, &hour_before)),
            seen(&called_off(locale, &sample())),
            seen(&called_off(locale, &begun)),
            seen(&twice(locale, &sample())),
            seen(&minutes(locale, &held, false)),
            seen(&minutes(locale, &held, true)),
            seen(&ask_cancel(locale, &sample())),
            seen(&who(locale, &sample(), &["李奶奶".to_owned(), "张明".to_owned()], &["Emily".to_owned()])),
            seen(&who(locale, &sample(), &[], &[])),
            seen(&list(locale, &[listed(&sample(), true), listed(&polled, false)], &[listed(&held, false)])),
            seen(&list(locale, &[listed(&begun, false)], &[])),
            seen(&list(locale, &[], &[])),
        ]
        .join("\n\n")
    });
    insta::assert_snapshot!("meeting", all.join("\n\n———\n\n"));
}

#[test]
fn however_many_come_it_is_one_message() {
    let names: Vec<String> = (0..900).map(|n| format!("{n:03}{}", "🎐".repeat(n % 40))).collect();
    let full = with(|view| view.meeting.topics = vec!["长".repeat(200)]);
    for locale in Locale::ALL {
        for (coming, not) in [(900, 900), (300, 0), (0, 900)] {
            let said = who(locale, &full, &names[..coming], &names[..not]);
            assert!(said.html.encode_utf16().count() <= 4_096);
        }
    }
    let some = some_of(Locale::ZhCn, &names);
    let (shown, more) = some.split_once("，还有 ").unwrap();
    let shown: Vec<&str> = shown.split('、').collect();
    assert!(shown.iter().zip(&names).all(|(shown, name)| shown == name), "the first, and whole");
    assert_eq!(more, format!("{} 人", 900 - shown.len()));
    assert_eq!(some_of(Locale::ZhCn, &names[..2]), names[..2].join("、"));
}
