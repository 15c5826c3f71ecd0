//! A meeting that was called: its announcement as it stands, who comes, the reminders.

use super::{Call, Desk, Outcome, Reply, ballots, hear, meeting_list, no};
use crate::outgoing::{Got, Post};
use crate::views::ics::{Event, ics};
use crate::views::meeting::{self as view, MeetingView};
use crate::views::poll::BallotView;
use crate::words::{At, Phrase, say};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use storage::{Ballot, BallotState, Chat, Draft, Lane, Meeting, MeetingCard, MeetingState};

const HOUR: i64 = 3_600_000;
/// How far back announcements are brought up to date once the bot can speak in a chat again, ms: 30 days.
const CATCH_UP: i64 = 30 * 24 * HOUR;

/// What is shown of a meeting.
pub async fn view(desk: &mut Desk<'_>, meeting: &Meeting) -> storage::Result<MeetingView> {
    let coming = desk.tx.coming(meeting).await?;
    let ballots = desk.tx.ballots_of_meeting(meeting.id).await?;
    let called = ballots.iter().filter(|ballot| ballot.state != BallotState::Draft);
    let polls = called.map(|ballot| (shown_for_days(desk, ballot), ballots::decision(ballot))).collect();
    let zone = desk.org.settings(meeting.area).time_zone;
    Ok(MeetingView { meeting: meeting.clone(), now: desk.now, zone, coming, polls })
}

/// A poll as an announcement shows it, which stands for days: the day of its close is named, never tomorrow.
fn shown_for_days(desk: &Desk<'_>, ballot: &Ballot) -> BallotView {
    let shown = ballots::view(desk, ballot);
    let closes = At { now: 0, ..shown.closes };
    BallotView { closes, ..shown }
}

/// How many reminders are behind, and when the clock looks next: a day before, an hour before, at the start, when the
/// buttons go.
fn ahead(starts_at: i64, now: i64) -> (i64, Option<i64>) {
    let steps = [starts_at - 24 * HOUR, starts_at - HOUR, starts_at];
    let past = steps.iter().take_while(|at| **at <= now).count();
    ((past as i64).min(2), steps.get(past).copied())
}

/// Calls a draft and announces it in these chats; `false` if it is no draft any more.
pub async fn announce(desk: &mut Desk<'_>, meeting: &Meeting, chats: &[Chat]) -> storage::Result<bool> {
    let (reminded, next_due) = ahead(meeting.starts_at, desk.now);
    let meeting = Meeting { reminded, next_due, ..meeting.clone() };
    if !desk.tx.meeting_call(&meeting).await? {
        return Ok(false);
    }
    let shown = view(desk, &Meeting { state: MeetingState::Called, ..meeting.clone() }).await?;
    for chat in chats {
        let said = view::card(desk.locale(chat, None), &shown);
        let post = Post::Announce { meeting: meeting.id, said, reply_to: None, silent: desk.is_quiet(chat) };
        desk.post(chat.id, &post).await?;
    }
    Ok(true)
}

/// A message of a meeting stands in a chat (its row). Under the announcement comes the file for calendars.
pub async fn posted(desk: &mut Desk<'_>, chat: i64, meeting: i64, got: &Got) -> storage::Result<()> {
    let Some(message) = got.message else { return Ok(()) };
    let first = desk.tx.meeting_posted(meeting, chat, message).await?;
    let (Some(meeting), Some(chat)) = (desk.tx.meeting(meeting).await?, desk.tx.chat(chat).await?) else {
        return Ok(());
    };
    if !first {
        return Ok(());
    }
    let shown = view(desk, &meeting).await?;
    if meeting.state != MeetingState::Called || !shown.polls.is_empty() || shown.coming > 0 {
        refresh(desk, meeting.id).await?; // it was sent late
    }
    if meeting.state != MeetingState::Called || desk.now >= meeting.starts_at {
        return Ok(());
    }
    desk.post(chat.id, &calendar(desk, &chat, &shown, message)).await
}

/// The file by which a calendar keeps a meeting, or takes it out again once that is called off; under its announcement.
pub fn calendar(desk: &Desk<'_>, chat: &Chat, shown: &MeetingView, announcement: i64) -> Post {
    let (meeting, locale) = (&shown.meeting, desk.locale(chat, None));
    let off = meeting.state == MeetingState::Cancelled;
    let event = Event {
        uid: format!("{}.meeting@{}", meeting.id, desk.office.me.username),
        stamp: desk.now,
        starts_at: meeting.starts_at,
        ends_at: meeting.ends_at,
        summary: view::topics(locale, shown),
        description: meeting.topics.join("\n"),
        location: meeting.place.clone(),
        off,
    };
    Post::Upload {
        picture: false,
        name: "meeting.ics".to_owned(),
        data: BASE64_STANDARD.encode(ics(&event)),
        caption: say(locale, if off { "meeting-calendar-off" } else { "meeting-calendar" }, &[]),
        reply_to: Some(announcement),
        silent: true,
    }
}

/// Telegram refused it: if it was the announcement, whoever called the meeting is told.
pub async fn not_posted(desk: &mut Desk<'_>, chat: i64, meeting: i64) -> storage::Result<()> {
    let cards = desk.tx.meeting_cards(meeting).await?;
    if cards.iter().any(|card| card.chat == chat && card.message.is_some()) {
        return Ok(());
    }
    let Some(meeting) = desk.tx.meeting(meeting).await? else { return Ok(()) };
    let Some(person) = desk.tx.person(meeting.made_by).await? else { return Ok(()) };
    let Some(private) = desk.private_chat(&person).await? else { return Ok(()) };
    let area = desk.tx.chat(chat).await?.and_then(|chat| chat.area);
    let name = area.map(|area| desk.org.path_name(area)).unwrap_or_default();
    let phrase = Phrase::plain("meeting-not-put").with("chat", name);
    let said = crate::views::line(&phrase, desk.locale(&private, Some(&person)));
    desk.tell(&private, said, None, None).await
}

/// Makes the announcements of a meeting due for an edit. Several changes before it is sent become one.
pub async fn refresh(desk: &mut Desk<'_>, meeting: i64) -> storage::Result<()> {
    for card in desk.tx.meeting_cards(meeting).await? {
        refresh_in(desk, meeting, &card).await?;
    }
    Ok(())
}

async fn refresh_in(desk: &mut Desk<'_>, meeting: i64, card: &MeetingCard) -> storage::Result<()> {
    if card.edit.is_some() {
        return Ok(());
    }
    let post = Post::MeetingCard { meeting };
    let payload = serde_json::to_string(&post).unwrap_or_default();
    let draft = Draft { chat: card.chat, lane: Lane::Normal, kind: post.kind(), payload, case: None, due: 0 };
    let row = desk.tx.outbox_queue(desk.office.me.id, draft, desk.wire).await?;
    desk.tx.meeting_edit(meeting, card.chat, Some(row)).await
}

/// Brings the announcements in a chat up to date, after a time in which nothing could be said there.
pub async fn catch_up(desk: &mut Desk<'_>, chat: i64) -> storage::Result<()> {
    let (from, to) = (desk.now - CATCH_UP, desk.now + meeting_list::AHEAD);
    for meeting in desk.tx.meetings_in(chat, from, to).await? {
        for card in desk.tx.meeting_cards(meeting.id).await?.iter().filter(|card| card.chat == chat) {
            refresh_in(desk, meeting.id, card).await?;
        }
    }
    Ok(())
}

/// Writes an announcement anew at the moment of sending. What changes from here on makes another edit. One whose message
/// is gone, since its group became a supergroup, is posted again as long as people need it.
pub async fn card(desk: &mut Desk<'_>, meeting: i64, chat: i64) -> storage::Result<Option<Post>> {
    desk.tx.meeting_edit(meeting, chat, None).await?;
    let message = notice_in(desk, meeting, chat).await?;
    let (Some(meeting), Some(chat)) = (desk.tx.meeting(meeting).await?, desk.tx.chat(chat).await?) else {
        return Ok(None);
    };
    let shown = view(desk, &meeting).await?;
    let said = view::card(desk.locale(&chat, None), &shown);
    if let Some(message) = message {
        return Ok(Some(Post::Edit { message, said }));
    }
    let over = desk.now >= meeting.starts_at + meeting_list::UNDER_WAY;
    if meeting.state != MeetingState::Called || over || chat.bound().is_none() {
        return Ok(None);
    }
    Ok(Some(Post::Announce { meeting: meeting.id, said, reply_to: None, silent: desk.is_quiet(&chat) }))
}

/// The message that announces a meeting in a chat.
async fn notice_in(desk: &mut Desk<'_>, meeting: i64, chat: i64) -> storage::Result<Option<i64>> {
    let cards = desk.tx.meeting_cards(meeting).await?;
    Ok(cards.iter().find(|card| card.chat == chat).and_then(|card| card.message))
}

/// Writes a reminder at the moment of sending, which may be hours after its time: nobody is reminded of what was
/// called off meanwhile or has begun.
pub async fn reminder(desk: &mut Desk<'_>, meeting: i64, chat: i64) -> storage::Result<Option<Post>> {
    let reply_to = notice_in(desk, meeting, chat).await?;
    let (Some(meeting), Some(chat)) = (desk.tx.meeting(meeting).await?, desk.tx.chat(chat).await?) else {
        return Ok(None);
    };
    if meeting.state != MeetingState::Called || desk.now >= meeting.starts_at || chat.bound().is_none() {
        return Ok(None);
    }
    let shown = view(desk, &meeting).await?;
    let said = view::reminder(desk.locale(&chat, None), &shown);
    Ok(Some(Post::Announce { meeting: meeting.id, said, reply_to, silent: desk.is_quiet(&chat) }))
}

/// The buttons under an announcement: I come, or I cannot.
pub async fn attend(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let Some(meeting) = desk.tx.meeting(call.id).await? else { return no("tap-old") };
    let cards = desk.tx.meeting_cards(meeting.id).await?;
    let here = cards.iter().find(|card| card.chat == call.chat.id);
    let Some(card) = here.filter(|_| meeting.state != MeetingState::Draft) else {
        return no("tap-elsewhere");
    };
    match meeting.state {
        MeetingState::Cancelled => return no("meeting-is-off"),
        MeetingState::Held => return no("meeting-begun"),
        _ if desk.now >= meeting.starts_at => return no("meeting-begun"),
        _ => {}
    }
    let coming = call.version == view::YES;
    if desk.tx.attend(meeting.id, call.person.id, coming, desk.now).await? {
        refresh(desk, meeting.id).await?;
    }
    if let (Some(tapped), Some(recorded)) = (call.tapped(), card.message)
        && tapped != recorded
    {
        adopt(desk, &call.chat, &meeting, tapped).await?;
    }
    Ok(Reply::Note(Phrase::plain(if coming { "meeting-you-come" } else { "meeting-you-stay" })))
}

/// A notice that was sent twice (its first send got no answer) becomes one line that points to the recorded one; a reply
/// to it finds the meeting too. A message that is known as anything else is left alone.
async fn adopt(desk: &mut Desk<'_>, chat: &Chat, meeting: &Meeting, message: i64) -> storage::Result<()> {
    if desk.tx.outbox_knows(chat.id, message).await?
        || desk.tx.meeting_of_message(chat.id, message).await?.is_some()
        || hear::case_of_message(desk, chat, message).await?.is_some()
    {
        return Ok(());
    }
    desk.tx.meeting_posted(meeting.id, chat.id, message).await?;
    let shown = view(desk, meeting).await?;
    let said = view::twice(desk.locale(chat, None), &shown);
    desk.post(chat.id, &Post::Edit { message, said }).await
}

/// Does what is due of a meeting: a reminder, or the end of its buttons. For the clock.
pub async fn due(desk: &mut Desk<'_>, meeting: Meeting) -> storage::Result<()> {
    let (reminded, next_due) = ahead(meeting.starts_at, desk.now);
    desk.tx.meeting_reminded(meeting.id, reminded, next_due).await?;
    if meeting.state != MeetingState::Called {
        return Ok(());
    }
    if desk.now >= meeting.starts_at {
        return refresh(desk, meeting.id).await;
    }
    if reminded <= meeting.reminded {
        return Ok(());
    }
    let post = Post::MeetingReminder { meeting: meeting.id };
    for card in desk.tx.meeting_cards(meeting.id).await? {
        let Some(chat) = desk.tx.chat(card.chat).await? else { continue };
        let Some(area) = chat.bound() else { continue };
        // The word an hour before comes whenever that is; the day before there is time until the morning.
        let due = if reminded == 1 { desk.quiet_until(area) } else { 0 };
        desk.post_at(chat.id, &post, None, Lane::Normal, due).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_still_ahead_of_a_meeting() {
        let start = 100 * HOUR;
        for (now, reminded, next) in [
            (0, 0, Some(76 * HOUR)),
            (76 * HOUR - 1, 0, Some(76 * HOUR)),
            (76 * HOUR, 1, Some(99 * HOUR)),
            (99 * HOUR, 2, Some(start)),
            (start, 2, None),
        ] {
            assert_eq!(ahead(start, now), (reminded, next), "at {now}");
        }
    }
}
