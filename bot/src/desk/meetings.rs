//! Calling a meeting: a secretary writes it, looks at it, and announces it in a group or in several.

use super::{Call, Desk, Outcome, Reply, Trouble, admins, gathering, meeting_words, no, polls};
use crate::outgoing::{Post, Said};
use crate::routines::time;
use crate::views::{self, meeting as view};
use crate::words::Phrase;
use storage::{Chat, Meeting, MeetingState, Purpose};

/// `/meet TIME PLACE | TOPIC`.
pub async fn meet(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let chats = chats(desk, &call).await?;
    let Some(area) = common(desk, &chats) else { return no("meeting-no-chat") };
    let now = time::local(desk.now, desk.org.settings(area).time_zone);
    let written = meeting_words::read(&call.rest, now).map_err(Trouble::No)?;
    let mut meeting = Meeting {
        id: 0,
        bot: desk.office.me.id,
        area,
        made_by: call.person.id,
        state: MeetingState::Draft,
        starts_at: written.starts_at,
        ends_at: written.ends_at,
        place: written.place,
        topics: written.topics,
        minutes: None,
        reminded: 0,
        next_due: None,
        nameless: 0,
        made_at: desk.now,
    };
    meeting.id = desk.tx.meeting_draft(&meeting).await?;
    if let [only] = chats.as_slice() {
        desk.tx.meeting_card_add(meeting.id, only.id).await?;
    }
    let private = match call.chat.purpose {
        Some(Purpose::Residents) => desk.private_chat(&call.person).await?,
        _ => None,
    };
    let Some(private) = private else {
        return Ok(Reply::Said(preview(desk, &call.chat, &meeting, &chats).await?));
    };
    // In the residents' group a draft would be read as the announcement itself, with a time that may be misread.
    let said = preview(desk, &private, &meeting, &chats).await?;
    desk.tell(&private, said, None, None).await?;
    Ok(Reply::Note(Phrase::plain("meeting-look-private")))
}

/// The residents' groups that a person may call to a meeting from here.
async fn chats(desk: &mut Desk<'_>, call: &Call) -> Result<Vec<Chat>, Trouble> {
    polls::chats(desk, call).await.map_err(|trouble| match trouble {
        Trouble::No(why) if why.key == "poll-secretary" => Trouble::No(Phrase::plain("meeting-secretary")),
        other => other,
    })
}

/// The nearest area that holds all of these chats.
fn common(desk: &Desk<'_>, chats: &[Chat]) -> Option<i64> {
    let mut areas = chats.iter().filter_map(Chat::bound);
    let first = areas.next()?;
    let others: Vec<i64> = areas.collect();
    let holds = |above: &i64| others.iter().all(|area| desk.org.is_within(*area, *above));
    Some(desk.org.ancestors(first).into_iter().find(holds).unwrap_or(first))
}

async fn preview(
    desk: &mut Desk<'_>,
    chat: &Chat,
    meeting: &Meeting,
    chats: &[Chat],
) -> storage::Result<Said> {
    let named: Vec<(i64, String)> =
        chats.iter().take(polls::MOST_CHATS).map(|chat| (chat.id, name(desk, chat))).collect();
    let cards = desk.tx.meeting_cards(meeting.id).await?;
    let chosen: Vec<i64> = cards.iter().map(|card| card.chat).collect();
    let shown = gathering::view(desk, meeting).await?;
    Ok(view::preview(desk.locale(chat, None), &shown, &chosen, &named))
}

fn name(desk: &Desk<'_>, chat: &Chat) -> String {
    chat.bound().map(|area| desk.org.path_name(area)).unwrap_or_default()
}

/// The draft of a button: only who wrote it may go on with it, while it is one and they are secretary there.
async fn draft(desk: &mut Desk<'_>, call: &Call) -> Result<(Meeting, Vec<Chat>), Trouble> {
    let Some(meeting) = desk.tx.meeting(call.id).await? else { return no("meeting-gone") };
    if meeting.made_by != call.person.id {
        return no("meeting-not-yours");
    }
    if meeting.state != MeetingState::Draft {
        return no("meeting-out");
    }
    let chats = chats(desk, call).await?;
    Ok((meeting, chats))
}

/// A button that chooses a group, or all of them; the group's row stands where other buttons have a version.
pub async fn to_chat(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let (meeting, chats) = draft(desk, &call).await?;
    if !desk.tx.meeting_cards(meeting.id).await?.is_empty() {
        return no("tap-old");
    }
    let chosen = |chat: &&Chat| call.version == view::ALL || chat.id == call.version;
    let chosen: Vec<&Chat> = chats.iter().filter(chosen).collect();
    if chosen.is_empty() {
        return no("tap-old");
    }
    for chat in chosen {
        desk.tx.meeting_card_add(meeting.id, chat.id).await?;
    }
    let said = preview(desk, &call.chat, &meeting, &chats).await?;
    edit(desk, &call, said).await
}

/// A button that throws the draft away.
pub async fn discard(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let (meeting, _) = draft(desk, &call).await?;
    desk.tx.meeting_discard(meeting.id).await?;
    let locale = desk.locale(&call.chat, Some(&call.person));
    edit(desk, &call, views::line(&Phrase::plain("meeting-discarded"), locale)).await
}

/// A button that announces the meeting in its groups.
pub async fn publish(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let (meeting, mut chats) = draft(desk, &call).await?;
    let cards = desk.tx.meeting_cards(meeting.id).await?;
    if cards.is_empty() {
        return no("meeting-which-chat");
    }
    chats.retain(|chat| cards.iter().any(|card| card.chat == chat.id));
    if chats.len() < cards.len() {
        return no("meeting-gone"); // a group was bound elsewhere meanwhile
    }
    meeting_words::in_time(desk.now, meeting.starts_at).map_err(Trouble::No)?;
    let area = common(desk, &chats).unwrap_or(meeting.area);
    let meeting = Meeting { area, ..meeting };
    if !gathering::announce(desk, &meeting, &chats).await? {
        return no("meeting-out");
    }
    let names: Vec<String> = chats.iter().map(|chat| name(desk, chat)).collect();
    let shown = gathering::view(desk, &meeting).await?;
    let locale = desk.locale(&call.chat, Some(&call.person));
    edit(desk, &call, view::published(locale, &shown, &names)).await
}

/// Puts something in the place of the message whose button was tapped.
async fn edit(desk: &mut Desk<'_>, call: &Call, said: Said) -> Outcome {
    let Some(message) = admins::tapped(call) else { return no("tap-old") };
    desk.post(call.chat.id, &Post::Edit { message, said }).await?;
    Ok(Reply::Nothing)
}
