//! `/wishes`: the wall of wishes, a page at a time: open ones first, then claimed ones, then those granted lately.

use super::{Call, Desk, Outcome, Reply, Trouble, granting, lists, no, private};
use crate::outgoing::{Post, Said};
use crate::routines::daily::grids;
use crate::views::board::{self as view, BoardView};
use crate::views::wish::WishView;
use crate::words::Phrase;
use std::collections::BTreeSet;
use storage::{Case, Move, Person, Purpose, Status, Who};

/// Wishes on a page.
const PAGE: usize = 5;
/// How many wishes of a community are looked at; more than anybody pages through.
const MOST: i64 = 500;
/// How long a granted wish stays on the wall, ms: 30 days.
const LATELY: i64 = 30 * 86_400_000;
/// How many grids a wall in private covers; who belongs to none of more sees it in their group.
const MOST_GRIDS: usize = 24;

/// `/wishes`, and the taps that turn its pages in place.
pub async fn wishes(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let said = page(desk, &call, call.id).await?;
    lists::show(desk, &call, said).await
}

/// A tap on a wish of the wall: claims it, and the wall shows so.
pub async fn claim(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let after = granting::take(desk, &call).await?;
    if let Some(message) = call.tapped() {
        let said = page(desk, &call, call.version).await?;
        desk.post(call.chat.id, &Post::Edit { message, said }).await?;
    }
    Ok(Reply::Note(Phrase::plain("wish-taken").with("number", after.number)))
}

async fn page(desk: &mut Desk<'_>, call: &Call, page: i64) -> Result<Said, Trouble> {
    let areas = areas(desk, call).await?;
    let (mut live, mut granted, mut proposed) = (Vec::new(), Vec::new(), Vec::new());
    let org = desk.org.clone();
    let communities: BTreeSet<i64> = areas.iter().filter_map(|area| org.community_of(*area)).collect();
    for community in communities {
        live.extend(desk.tx.wishes_live(community, MOST).await?);
        granted.extend(desk.tx.wishes_granted(community, desk.now - LATELY, MOST).await?);
        proposed.extend(waiting(desk, call, community).await?);
    }
    let rank = |case: &Case| match case.status {
        Status::Open => 0,
        Status::Claimed => 1,
        _ => 2,
    };
    live.retain(|case| areas.contains(&case.area));
    live.sort_by_key(|case| (rank(case), case.made_at, case.id));
    granted.retain(|case| areas.contains(&case.area));
    granted.sort_by_key(|case| std::cmp::Reverse((case.ended_at, case.id)));
    let open = live.iter().filter(|case| case.status == Status::Open).count() as i64;
    live.append(&mut granted);
    let last = live.len().saturating_sub(1) / PAGE;
    let page = usize::try_from(page).unwrap_or(0).min(last);
    let mut view = BoardView { wishes: Vec::new(), open, page, pages: last + 1, proposed };
    for case in live.iter().skip(page * PAGE).take(PAGE) {
        view.wishes.push(granting::shown(desk, case, &call.chat).await?);
    }
    if view.wishes.iter().all(|wish| wish.case.area == view.wishes[0].case.area) {
        view.wishes.iter_mut().for_each(|wish| wish.area.clear());
    }
    Ok(view::board(desk.locale(&call.chat, Some(&call.person)), &view))
}

/// The areas whose wishes are shown here: the chat's and those below it; in private those the speaker belongs to.
pub(super) async fn areas(desk: &mut Desk<'_>, call: &Call) -> Result<BTreeSet<i64>, Trouble> {
    let own = match (call.chat.is_private(), call.chat.bound()) {
        (_, Some(area)) => vec![area],
        (false, None) => return no("report-unbound"),
        (true, None) => match private::home(desk, &call.person).await? {
            private::Home::Grid(area) => vec![area],
            private::Home::OneOf(areas) if areas.len() <= MOST_GRIDS => areas,
            private::Home::OneOf(_) => return no("board-where"),
        },
    };
    let org = desk.org.clone();
    let mut areas: BTreeSet<i64> =
        own.iter().flat_map(|area| grids(&org, *area)).map(|grid| grid.id).collect();
    // What is for a whole community hangs in each of its grids.
    areas.extend(own.iter().flat_map(|area| org.ancestors(*area)));
    Ok(areas)
}

/// What waits for approval in a community, shown to those who may give it, where others do not read along.
async fn waiting(desk: &mut Desk<'_>, call: &Call, community: i64) -> storage::Result<Vec<Case>> {
    if !call.chat.is_private() && call.chat.purpose != Some(Purpose::Staff) {
        return Ok(Vec::new());
    }
    let mut waiting = Vec::new();
    for case in desk.tx.wishes_proposed(community, MOST).await? {
        if desk.who(call.person.id, &case).await?.contains(&Who::Keeper) {
            waiting.push(case);
        }
    }
    waiting.truncate(PAGE);
    Ok(waiting)
}

/// What a person wished and claimed, for `/my`.
pub async fn mine(
    desk: &mut Desk<'_>,
    person: &Person,
    reported: &[Case],
    call: &Call,
) -> storage::Result<(Vec<(WishView, Option<String>)>, Vec<WishView>)> {
    let mut own = Vec::new();
    for case in reported.iter().filter(|case| case.is_wish()).take(PAGE) {
        let reason = match case.status {
            Status::Refused => desk
                .tx
                .entries(case.id)
                .await?
                .into_iter()
                .rev()
                .find(|entry| entry.what == Move::Refuse.as_str()),
            _ => None,
        };
        own.push((granting::shown(desk, case, &call.chat).await?, reason.and_then(|entry| entry.words)));
    }
    let mut claimed = Vec::new();
    for case in desk.tx.wishes_held(person.id, PAGE as i64).await? {
        claimed.push(granting::shown(desk, &case, &call.chat).await?);
    }
    Ok((own, claimed))
}
