//! Calling a ballot: a secretary writes it, looks at it, sets its rule by buttons, and puts it to a group.

use super::poll_words::{self, Written};
use super::{Call, Desk, Outcome, Reply, Trouble, admins, ballots, no};
use crate::outgoing::Post;
use crate::routines::time;
use crate::views::{self, poll as view};
use crate::words::{Phrase, say};
use chrono::Days;
use storage::{Ballot, BallotState, Chat, Majority, MeetingState, Purpose, Quorum, Role};

/// A ballot ends at the latest so long after it is called, ms: 30 days.
const LONGEST: i64 = 30 * 86_400_000;
/// And at the earliest so long after, ms.
const SHORTEST: i64 = 5 * 60_000;
/// Ballots end at this minute of the day when nobody says another.
const EVENING: u32 = 20 * 60;
/// How long a draft is kept, ms.
pub const DRAFT_KEPT: i64 = 86_400_000;
/// The most groups offered as buttons.
pub(super) const MOST_CHATS: usize = 24;

/// `/poll QUESTION | OPTION | OPTION … | until FRIDAY`.
pub async fn poll(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let chats = chats(desk, &call).await?;
    let area = chats.first().and_then(Chat::bound).unwrap_or_default();
    let zone = desk.org.settings(area).time_zone;
    let Written { paper, secret, several, quorum, majority, until } =
        poll_words::read(&call.rest, time::local(desk.now, zone)).map_err(Trouble::No)?;
    let closes_at = until.unwrap_or_else(|| evening(desk, area, 3));
    in_time(desk.now, closes_at)?;
    let mut ballot = Ballot {
        id: 0,
        bot: desk.office.me.id,
        area,
        chat: if let [only] = chats.as_slice() { Some(only.id) } else { None },
        made_by: call.person.id,
        meeting: meeting(desk, &call).await?,
        state: BallotState::Draft,
        paper,
        secret,
        several,
        quorum,
        majority,
        households: 0,
        message: None,
        closes_at,
        opened_at: None,
        closed_at: None,
        reminded: false,
        next_due: None,
        result: None,
        case: None,
        made_at: desk.now,
    };
    ballot.id = desk.tx.ballot_draft(&ballot).await?;
    let private = match call.chat.purpose {
        Some(Purpose::Residents) => desk.private_chat(&call.person).await?,
        _ => None,
    };
    let Some(private) = private else {
        return Ok(Reply::Said(preview(desk, &call.chat, &ballot, &chats).await?));
    };
    // In the residents' group a draft would be read as the ballot itself.
    let said = preview(desk, &private, &ballot, &chats).await?;
    desk.tell(&private, said, None, None).await?;
    Ok(Reply::Note(Phrase::plain("poll-look-private")))
}

/// The meeting whose announcement or reminder the command replies to, unless it was called off.
async fn meeting(desk: &mut Desk<'_>, call: &Call) -> storage::Result<Option<i64>> {
    let to = call.message.as_ref().and_then(|message| message.reply_to.as_ref()).map(|to| to.id);
    let Some(to) = to else { return Ok(None) };
    let Some(id) = desk.tx.meeting_of_message(call.chat.id, to).await? else { return Ok(None) };
    let meeting = desk.tx.meeting(id).await?;
    Ok(meeting.filter(|meeting| meeting.state != MeetingState::Cancelled).map(|meeting| meeting.id))
}

/// The residents' groups that a person may put a ballot to from here: this one, or those of where they are secretary.
pub(super) async fn chats(desk: &mut Desk<'_>, call: &Call) -> Result<Vec<Chat>, Trouble> {
    let own: Vec<i64> = desk
        .tx
        .members_of(call.person.id)
        .await?
        .iter()
        .filter(|m| m.role == Role::Secretary)
        .map(|m| m.area)
        .collect();
    let org = desk.org.clone();
    let within = |area: i64| own.iter().any(|own| org.is_within(area, *own));
    if call.chat.purpose == Some(Purpose::Residents) && call.chat.bound().is_some() {
        let here = call.chat.bound().is_some_and(within);
        return if here { Ok(vec![call.chat.clone()]) } else { no("poll-secretary") };
    }
    if own.is_empty() {
        return no("poll-secretary");
    }
    let mut chats = desk.tx.chats_bound(desk.office.me.id).await?;
    let below = |area: i64| call.chat.bound().is_none_or(|here| org.is_within(area, here));
    chats.retain(|chat| {
        chat.purpose == Some(Purpose::Residents)
            && chat.bound().is_some_and(|area| within(area) && below(area))
    });
    if chats.is_empty() { no("poll-no-chat") } else { Ok(chats) }
}

/// The evening so many days from now.
fn evening(desk: &Desk<'_>, area: i64, days: u64) -> i64 {
    let zone = desk.org.settings(area).time_zone;
    let today = time::local(desk.now, zone).date_naive();
    time::at(today.checked_add_days(Days::new(days)).unwrap_or(today), EVENING, zone)
}

fn in_time(now: i64, closes_at: i64) -> Result<(), Trouble> {
    match closes_at - now {
        ..SHORTEST => no("poll-past"),
        SHORTEST..=LONGEST => Ok(()),
        _ => no("poll-far"),
    }
}

async fn preview(
    desk: &mut Desk<'_>,
    chat: &Chat,
    ballot: &Ballot,
    chats: &[Chat],
) -> storage::Result<crate::outgoing::Said> {
    let locale = desk.locale(chat, None);
    let named: Vec<(i64, String)> = chats
        .iter()
        .take(MOST_CHATS)
        .map(|chat| (chat.id, chat.bound().map(|area| desk.org.path_name(area)).unwrap_or_default()))
        .collect();
    let view = ballots::view(desk, ballot);
    Ok(view::preview(locale, &view, ballot.chat, &named))
}

/// The draft of a button: only who wrote it may change it, while it is one and they are secretary there.
async fn draft(desk: &mut Desk<'_>, call: &Call) -> Result<(Ballot, Vec<Chat>), Trouble> {
    let Some(ballot) = desk.tx.ballot(call.id).await? else { return no("poll-gone") };
    if ballot.made_by != call.person.id {
        return no("poll-not-yours");
    }
    if ballot.state != BallotState::Draft {
        return no("poll-out");
    }
    let chats = chats(desk, call).await?;
    Ok((ballot, chats))
}

async fn show(desk: &mut Desk<'_>, call: &Call, ballot: &Ballot, chats: &[Chat]) -> Outcome {
    desk.tx.ballot_save(ballot).await?;
    let Some(message) = admins::tapped(call) else { return no("tap-old") };
    let said = preview(desk, &call.chat, ballot, chats).await?;
    desk.post(call.chat.id, &Post::Edit { message, said }).await?;
    Ok(Reply::Nothing)
}

/// A button that sets one part of the rule.
pub async fn set(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let (mut ballot, chats) = draft(desk, &call).await?;
    match call.version {
        view::SECRET => ballot.secret = !ballot.secret,
        view::SEVERAL => ballot.several = !ballot.several,
        view::QUORUM => ballot.quorum = next(ballot.quorum),
        view::MAJORITY => {
            ballot.majority = match ballot.majority {
                Majority::Simple => Majority::TwoThirds,
                Majority::TwoThirds => Majority::Simple,
            }
        }
        days @ (1 | 3 | 7) => ballot.closes_at = evening(desk, ballot.area, days as u64),
        view::AGREE | view::YES_NO => {
            let key = if call.version == view::AGREE { "poll-set-agree" } else { "poll-set-yes-no" };
            let words = say(desk.office.locale_of(ballot.area), key, &[]);
            ballot.paper.options = words.split('|').map(|word| word.trim().to_owned()).collect();
        }
        _ => return no("tap-old"),
    }
    show(desk, &call, &ballot, &chats).await
}

/// The usual quorums, one after the other.
fn next(quorum: Quorum) -> Quorum {
    match quorum {
        Quorum::None => Quorum::Percent(30),
        Quorum::Percent(..50) => Quorum::Percent(50),
        Quorum::Percent(..67) => Quorum::Percent(67),
        Quorum::Percent(_) | Quorum::Count(_) => Quorum::None,
    }
}

/// A button that chooses the group; its row stands where other buttons have a version.
pub async fn to_chat(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let (mut ballot, chats) = draft(desk, &call).await?;
    let Some(chosen) = chats.iter().find(|chat| chat.id == call.version) else { return no("tap-old") };
    ballot.chat = Some(chosen.id);
    ballot.area = chosen.bound().unwrap_or(ballot.area);
    show(desk, &call, &ballot, &chats).await
}

/// A button that throws the draft away.
pub async fn discard(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let (ballot, _) = draft(desk, &call).await?;
    desk.tx.ballot_discard(ballot.id).await?;
    said(desk, &call, Phrase::plain("poll-discarded")).await
}

/// A button that puts the ballot to its group.
pub async fn publish(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let (ballot, chats) = draft(desk, &call).await?;
    let Some(chat) = chats.iter().find(|chat| Some(chat.id) == ballot.chat) else {
        return no("poll-which-chat");
    };
    if ballot.paper.options.len() < 2 {
        return no("poll-few");
    }
    in_time(desk.now, ballot.closes_at)?;
    if !ballots::open(desk, ballot, chat).await? {
        return no("poll-out");
    }
    let name = chat.bound().map(|area| desk.org.path_name(area)).unwrap_or_default();
    said(desk, &call, Phrase::plain("poll-published").with("chat", name)).await
}

/// Puts a line in the place of the preview.
async fn said(desk: &mut Desk<'_>, call: &Call, phrase: Phrase) -> Outcome {
    let Some(message) = admins::tapped(call) else { return no("tap-old") };
    let said = views::line(&phrase, desk.locale(&call.chat, Some(&call.person)));
    desk.post(call.chat.id, &Post::Edit { message, said }).await?;
    Ok(Reply::Nothing)
}
