//! `/meetings`: those that come, with how many come, and those held last.

use super::{Call, Desk, Outcome, Reply, board, gathering, minutes};
use crate::views::meeting::{self as view, Listed};
use std::collections::BTreeMap;
use storage::{Chat, Meeting, MeetingState, Purpose};

const DAY: i64 = 86_400_000;
/// A meeting that began so long ago stays in the list until it has minutes.
pub(super) const UNDER_WAY: i64 = DAY;
/// How far ahead meetings can be.
pub(super) const AHEAD: i64 = 61 * DAY;
/// How far back those held last are looked for.
const BACK: i64 = 180 * DAY;
/// The most that are named of either kind.
const MOST_COMING: usize = 8;
const MOST_HELD: usize = 3;

/// `/meetings`: of the chat's area, in private of the speaker's areas.
pub async fn meetings(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let mut found: BTreeMap<(i64, i64), Meeting> = BTreeMap::new();
    for area in board::areas(desk, &call).await? {
        for chat in desk.tx.chats_of(area, Purpose::Residents).await? {
            if chat.bot != desk.office.me.id {
                continue;
            }
            let of_chat = desk.tx.meetings_in(chat.id, desk.now - BACK, desk.now + AHEAD).await?;
            found.extend(of_chat.into_iter().map(|meeting| ((meeting.starts_at, meeting.id), meeting)));
        }
    }
    let (mut coming, mut held) = (Vec::new(), Vec::new());
    let since = desk.now - UNDER_WAY;
    for meeting in found.into_values() {
        match meeting.state {
            MeetingState::Called if meeting.starts_at > since => coming.push(meeting),
            MeetingState::Held => held.push(meeting),
            _ => {}
        }
    }
    coming.truncate(MOST_COMING);
    let held = held.split_off(held.len().saturating_sub(MOST_HELD));
    let coming = listed(desk, &call, coming).await?;
    let held = listed(desk, &call, held).await?;
    Ok(Reply::Said(view::list(desk.locale(&call.chat, Some(&call.person)), &coming, &held)))
}

async fn listed(desk: &mut Desk<'_>, call: &Call, meetings: Vec<Meeting>) -> storage::Result<Vec<Listed>> {
    let mut all = Vec::new();
    for meeting in meetings {
        let called = meeting.state == MeetingState::Called && call.chat.is_private();
        let mine = called && minutes::keeps(desk, call.person.id, &meeting).await?;
        all.push(Listed { view: gathering::view(desk, &meeting).await?, mine });
    }
    Ok(all)
}

/// The meetings a chat is called to within `ahead` ms, for its digest.
pub async fn soon(desk: &mut Desk<'_>, chat: &Chat, ahead: i64) -> storage::Result<Vec<view::MeetingView>> {
    let mut all = Vec::new();
    for meeting in desk.tx.meetings_in(chat.id, desk.now, desk.now + ahead).await? {
        if meeting.state == MeetingState::Called {
            all.push(gathering::view(desk, &meeting).await?);
        }
    }
    Ok(all)
}
