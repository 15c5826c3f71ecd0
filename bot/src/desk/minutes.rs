//! The end of a meeting: called off, or held, with what was decided; and who said they come.

use super::{Call, Desk, Outcome, Reply, admins, gathering, meeting_list, no};
use crate::outgoing::Post;
use crate::views::{self, meeting as view};
use crate::words::Phrase;
use storage::{Meeting, MeetingState, Role};

/// The longest minutes, characters.
const LONGEST: usize = 2_000;

/// Whether a person looks after a meeting: secretary at its area or above, or of each of its groups if they called it.
pub async fn keeps(desk: &mut Desk<'_>, person: i64, meeting: &Meeting) -> storage::Result<bool> {
    if desk.roles_at(person, meeting.area).await?.contains(&Role::Secretary) {
        return Ok(true);
    }
    if meeting.made_by != person {
        return Ok(false);
    }
    for card in desk.tx.meeting_cards(meeting.id).await? {
        let area = desk.tx.chat(card.chat).await?.and_then(|chat| chat.bound());
        let Some(area) = area else { return Ok(false) };
        if !desk.roles_at(person, area).await?.contains(&Role::Secretary) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `/minutes WHAT WAS DECIDED`, as a reply to the announcement or a reminder.
pub async fn minutes(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let to = call.message.as_ref().and_then(|message| message.reply_to.as_ref()).map(|to| to.id);
    let id = match to {
        Some(to) => desk.tx.meeting_of_message(call.chat.id, to).await?,
        None => None,
    };
    let meeting = match id {
        Some(id) => desk.tx.meeting(id).await?,
        None => None,
    };
    let Some(meeting) = meeting else { return no("minutes-reply") };
    if !keeps(desk, call.person.id, &meeting).await? {
        return no("minutes-secretary");
    }
    if meeting.state == MeetingState::Cancelled {
        return no("minutes-off");
    }
    if desk.now < meeting.starts_at {
        return no("minutes-early");
    }
    let words = call.rest.trim();
    if words.is_empty() {
        return no("minutes-how");
    }
    if words.chars().count() > LONGEST {
        return Err(super::Trouble::No(Phrase::plain("minutes-long").with("most", LONGEST as i64)));
    }
    let again = meeting.state == MeetingState::Held;
    if !desk.tx.meeting_hold(meeting.id, words).await? {
        return no("minutes-off");
    }
    let minutes = Some(words.to_owned());
    let meeting = Meeting { state: MeetingState::Held, minutes, next_due: None, ..meeting };
    gathering::refresh(desk, meeting.id).await?;
    let shown = gathering::view(desk, &meeting).await?;
    for card in desk.tx.meeting_cards(meeting.id).await? {
        let Some(chat) = desk.tx.chat(card.chat).await? else { continue };
        if chat.bound().is_none() {
            continue;
        }
        let said = view::minutes(desk.locale(&chat, None), &shown, again);
        desk.tell(&chat, said, card.message, None).await?;
    }
    Ok(Reply::Nothing)
}

/// The button that calls a meeting off: asks once more first, since everybody will read it. One that has begun may turn out
/// not to take place; a day later that is no news to anybody.
pub async fn cancel(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let Some(meeting) = desk.tx.meeting(call.id).await? else { return no("meeting-gone") };
    if !keeps(desk, call.person.id, &meeting).await? {
        return no("meeting-secretary");
    }
    match meeting.state {
        MeetingState::Called if desk.now < meeting.starts_at + meeting_list::UNDER_WAY => {}
        MeetingState::Called => return no("meeting-over"),
        MeetingState::Held => return no("meeting-was-held"),
        MeetingState::Cancelled => return no("meeting-is-off"),
        MeetingState::Draft => return no("tap-old"),
    }
    let locale = desk.locale(&call.chat, Some(&call.person));
    let mut shown = gathering::view(desk, &meeting).await?;
    if call.version == 0 {
        return Ok(Reply::Said(view::ask_cancel(locale, &shown)));
    }
    let Some(message) = admins::tapped(&call) else { return no("tap-old") };
    let sure = call.version == view::YES;
    if sure {
        if !desk.tx.meeting_cancel(meeting.id).await? {
            return no("meeting-is-off");
        }
        gathering::refresh(desk, meeting.id).await?;
        shown.meeting.state = MeetingState::Cancelled;
        for card in desk.tx.meeting_cards(meeting.id).await? {
            let Some(chat) = desk.tx.chat(card.chat).await? else { continue };
            if chat.bound().is_none() {
                continue;
            }
            let said = view::called_off(desk.locale(&chat, None), &shown);
            desk.tell(&chat, said, card.message, None).await?;
            if let Some(message) = card.message {
                desk.post(chat.id, &gathering::calendar(desk, &chat, &shown, message)).await?;
            }
        }
    }
    let key = if sure { "meeting-cancelled" } else { "meeting-kept" };
    let said = views::line(&Phrase::plain(key), locale);
    desk.post(call.chat.id, &Post::Edit { message, said }).await?;
    Ok(Reply::Nothing)
}

/// The button that shows who comes: by name, so in private only, and to whoever looks after the meeting.
pub async fn who(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let Some(meeting) = desk.tx.meeting(call.id).await? else { return no("meeting-gone") };
    if !call.chat.is_private() {
        return no("tap-elsewhere");
    }
    if !keeps(desk, call.person.id, &meeting).await? {
        return no("meeting-secretary");
    }
    let (mut coming, mut not) = (Vec::new(), Vec::new());
    for (person, comes) in desk.tx.attendance(meeting.id).await? {
        let Some(person) = desk.tx.person(person).await? else { continue };
        let list = if comes { &mut coming } else { &mut not };
        list.push(person.name().to_owned());
    }
    let shown = gathering::view(desk, &meeting).await?;
    Ok(Reply::Said(view::who(desk.locale(&call.chat, Some(&call.person)), &shown, &coming, &not)))
}
