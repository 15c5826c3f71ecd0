//! Meetings, on both engines.

use crate::world::{BOT, HOUR, NOW, Street, chat, person, street};
use storage::{ChatState, Db, Draft, Lane, Meeting, MeetingCard, MeetingState, Tx};

each_engine!(
    a_draft_is_called_or_thrown_away,
    a_meeting_is_found_by_its_messages,
    a_supergroup_knows_none_of_the_messages_of_its_group,
    people_say_whether_they_come,
    how_many_came_stays_when_their_names_go,
    a_meeting_is_called_off_or_held,
);

fn draft(street: &Street) -> Meeting {
    Meeting {
        id: 0,
        bot: BOT,
        area: street.grid,
        made_by: street.worker,
        state: MeetingState::Draft,
        starts_at: NOW + 48 * HOUR,
        ends_at: Some(NOW + 50 * HOUR),
        place: "居民活动室".to_owned(),
        topics: vec!["加装电梯".to_owned(), "停车".to_owned()],
        minutes: None,
        reminded: 0,
        next_due: None,
        nameless: 0,
        made_at: NOW,
    }
}

async fn drafted(tx: &mut Tx, street: &Street) -> Meeting {
    let meeting = draft(street);
    let id = tx.meeting_draft(&meeting).await.unwrap();
    tx.meeting_card_add(id, street.chat).await.unwrap();
    Meeting { id, ..meeting }
}

async fn called(tx: &mut Tx, street: &Street) -> Meeting {
    let meeting = Meeting { next_due: Some(NOW + 24 * HOUR), ..drafted(tx, street).await };
    assert!(tx.meeting_call(&meeting).await.unwrap());
    tx.meeting(meeting.id).await.unwrap().unwrap()
}

async fn a_draft_is_called_or_thrown_away(db: Db) {
    let street = street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let meeting = drafted(&mut tx, &street).await;
    assert_eq!(tx.meeting(meeting.id).await.unwrap().unwrap(), meeting);
    assert!(tx.meetings_in(street.chat, 0, i64::MAX).await.unwrap().is_empty(), "nobody sees a draft");
    let due = NOW + 24 * HOUR;
    let wide = Meeting { area: street.community, reminded: 1, next_due: Some(due), ..meeting };
    assert_eq!(tx.meetings_next_due(BOT).await.unwrap(), None);
    assert!(tx.meeting_call(&wide).await.unwrap());
    assert!(!tx.meeting_call(&wide).await.unwrap(), "once");
    assert!(!tx.meeting_discard(wide.id).await.unwrap(), "it is out");
    let wide = Meeting { state: MeetingState::Called, ..wide };
    assert_eq!(tx.meeting(wide.id).await.unwrap().unwrap(), wide);
    assert_eq!(
        tx.meetings_in(street.chat, wide.starts_at, wide.starts_at + 1).await.unwrap(),
        std::slice::from_ref(&wide)
    );
    assert!(tx.meetings_in(street.chat, NOW, wide.starts_at).await.unwrap().is_empty());
    assert_eq!(tx.meetings_next_due(BOT).await.unwrap(), Some(due));
    assert!(tx.meetings_due(BOT, due - 1, 10).await.unwrap().is_empty());
    assert_eq!(tx.meetings_due(BOT, due, 10).await.unwrap(), std::slice::from_ref(&wide));
    tx.meeting_reminded(wide.id, 2, None).await.unwrap();
    assert_eq!(tx.meeting(wide.id).await.unwrap().unwrap().reminded, 2);
    assert_eq!(tx.meetings_next_due(BOT).await.unwrap(), None);
    let other = drafted(&mut tx, &street).await;
    assert!(tx.meeting_discard(other.id).await.unwrap());
    assert!(tx.meeting_cards(other.id).await.unwrap().is_empty());
    let old = drafted(&mut tx, &street).await;
    assert_eq!(tx.meetings_discard_old(NOW).await.unwrap(), 0);
    assert_eq!(tx.meetings_discard_old(NOW + 1).await.unwrap(), 1);
    assert!(tx.meeting(old.id).await.unwrap().is_none());
    assert_eq!(tx.meetings_page(0, 10).await.unwrap().len(), 1);
    assert!(tx.meetings_page(wide.id, 10).await.unwrap().is_empty());
}

async fn a_meeting_is_found_by_its_messages(db: Db) {
    let street = street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let meeting = called(&mut tx, &street).await;
    let second = chat(&mut tx, -200).await;
    tx.meeting_card_add(meeting.id, second).await.unwrap();
    tx.meeting_card_add(meeting.id, second).await.unwrap();
    assert!(tx.meeting_posted(meeting.id, street.chat, 11).await.unwrap(), "the announcement");
    assert!(!tx.meeting_posted(meeting.id, street.chat, 12).await.unwrap(), "a reminder");
    for message in [11, 12] {
        assert_eq!(tx.meeting_of_message(street.chat, message).await.unwrap(), Some(meeting.id));
    }
    assert_eq!(tx.meeting_of_message(second, 11).await.unwrap(), None);
    let payload = "{}".to_owned();
    let edit = Draft { chat: street.chat, lane: Lane::Normal, kind: "meeting", payload, case: None, due: 0 };
    let row = tx.outbox_queue(BOT, edit, 0).await.unwrap();
    tx.meeting_edit(meeting.id, street.chat, Some(row)).await.unwrap();
    let card = MeetingCard { chat: street.chat, message: Some(11), edit: Some(row) };
    let other = MeetingCard { chat: second, message: None, edit: None };
    assert_eq!(tx.meeting_cards(meeting.id).await.unwrap(), [card.clone(), other.clone()]);
    tx.outbox_drop(row).await.unwrap();
    let idle = MeetingCard { edit: None, ..card };
    assert_eq!(
        tx.meeting_cards(meeting.id).await.unwrap(),
        [idle.clone(), other.clone()],
        "it waits no more"
    );
    tx.meeting_edit(meeting.id, street.chat, None).await.unwrap();
    assert_eq!(tx.meeting_cards(meeting.id).await.unwrap(), [idle, other]);
}

async fn a_supergroup_knows_none_of_the_messages_of_its_group(db: Db) {
    let street = street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let meeting = called(&mut tx, &street).await;
    tx.meeting_posted(meeting.id, street.chat, 11).await.unwrap();
    let early = tx.chat_seen(BOT, -1009, "supergroup", ChatState::New, NOW).await.unwrap();
    tx.meeting_card_add(meeting.id, early.id).await.unwrap();
    tx.meeting_posted(meeting.id, early.id, 12).await.unwrap();
    let group = tx.chat(street.chat).await.unwrap().unwrap();
    tx.chat_became(&group, -1009).await.unwrap();
    let card = MeetingCard { chat: street.chat, message: None, edit: None };
    assert_eq!(tx.meeting_cards(meeting.id).await.unwrap(), [card], "one record of it is left");
    assert_eq!(tx.meeting_of_message(street.chat, 11).await.unwrap(), None);
    assert_eq!(tx.meeting_of_message(early.id, 12).await.unwrap(), None);
    assert!(tx.meeting_posted(meeting.id, street.chat, 11).await.unwrap(), "it is announced anew");
}

async fn people_say_whether_they_come(db: Db) {
    let street = street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let meeting = called(&mut tx, &street).await;
    assert!(tx.attend(meeting.id, street.reporter, true, NOW).await.unwrap());
    assert!(!tx.attend(meeting.id, street.reporter, true, NOW + 1).await.unwrap(), "nothing new");
    assert!(tx.attend(meeting.id, street.worker, false, NOW + 2).await.unwrap());
    let said = [(street.reporter, true), (street.worker, false)];
    assert_eq!(tx.attendance(meeting.id).await.unwrap(), said);
    assert!(tx.attend(meeting.id, street.reporter, false, NOW + 3).await.unwrap());
    assert_eq!(tx.attendance_forget(street.worker, NOW + 4).await.unwrap(), [meeting.id]);
    assert!(tx.attendance_forget(street.worker, NOW + 4).await.unwrap().is_empty());
    assert_eq!(tx.attendance_purge(meeting.starts_at).await.unwrap(), 0);
    assert_eq!(tx.attendance(meeting.id).await.unwrap(), [(street.reporter, false)]);
    assert_eq!(tx.attendance_purge(meeting.starts_at + 1).await.unwrap(), 1);
    assert!(tx.attendance(meeting.id).await.unwrap().is_empty());
}

async fn how_many_came_stays_when_their_names_go(db: Db) {
    let street = street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let meeting = called(&mut tx, &street).await;
    let [third, fourth] = [person(&mut tx, 93).await, person(&mut tx, 94).await];
    for (who, coming) in [(street.reporter, true), (street.worker, true), (third, false), (fourth, true)] {
        tx.attend(meeting.id, who, coming, NOW).await.unwrap();
    }
    let coming = async |tx: &mut Tx| {
        let meeting = tx.meeting(meeting.id).await.unwrap().unwrap();
        tx.coming(&meeting).await.unwrap()
    };
    assert_eq!(coming(&mut tx).await, 3);
    tx.attendance_forget(fourth, meeting.starts_at - 1).await.unwrap();
    assert_eq!(coming(&mut tx).await, 2, "whoever is forgotten before it does not come");
    tx.attendance_forget(street.worker, meeting.starts_at).await.unwrap();
    tx.attendance_forget(third, meeting.starts_at).await.unwrap();
    assert_eq!(coming(&mut tx).await, 2, "whoever is forgotten after it came");
    assert_eq!(tx.attendance(meeting.id).await.unwrap(), [(street.reporter, true)]);
    assert_eq!(tx.attendance_purge(meeting.starts_at + 1).await.unwrap(), 1);
    assert_eq!(tx.attendance_purge(meeting.starts_at + 1).await.unwrap(), 0);
    assert_eq!(coming(&mut tx).await, 2);
    assert!(tx.attendance(meeting.id).await.unwrap().is_empty());
}

async fn a_meeting_is_called_off_or_held(db: Db) {
    let street = street(&db).await;
    let mut tx = db.begin().await.unwrap();
    let meeting = called(&mut tx, &street).await;
    for minutes in ["装", "先装一部"] {
        assert!(tx.meeting_hold(meeting.id, minutes).await.unwrap());
        let held = tx.meeting(meeting.id).await.unwrap().unwrap();
        assert_eq!((held.state, held.minutes.as_deref()), (MeetingState::Held, Some(minutes)));
        assert_eq!(held.next_due, None);
    }
    assert!(!tx.meeting_cancel(meeting.id).await.unwrap(), "it was held");
    let off = called(&mut tx, &street).await;
    assert!(tx.meeting_cancel(off.id).await.unwrap());
    assert!(!tx.meeting_cancel(off.id).await.unwrap(), "once");
    assert!(!tx.meeting_hold(off.id, "装").await.unwrap());
    assert_eq!(tx.meeting(off.id).await.unwrap().unwrap().state.as_str(), "cancelled");
}
