//! The evening digest: each grid's group gets one message, each staff chat its grids side by side. Nothing
//! happened, nothing said.

use super::daily::{Duty, grids};
use crate::desk::{Desk, ballots, meeting_list, topics};
use crate::outgoing::Post;
use crate::views::digest::{self as view, DigestView, GridRow};
use storage::{Ballot, BallotState, Case, Status};

/// How many cases a list names.
const NAMED: i64 = 6;
/// How many polls of an area are looked at: more than anybody calls in a month.
const POLLS: i64 = 40;
/// How far ahead meetings are named, ms: three days.
const SOON: i64 = 3 * 86_400_000;

/// The digest of a grid's group since `since`.
pub async fn grid(desk: &mut Desk<'_>, duty: &Duty, since: i64) -> storage::Result<()> {
    let row = row(desk, duty.area, since).await?;
    if !row.happened() {
        return Ok(()); // an open poll alone has its own reminder
    }
    let (from, to) = (since, desk.now + 1);
    let settings = desk.org.settings(duty.area);
    let mut digest = DigestView { now: desk.now, zone: settings.time_zone, row, ..DigestView::default() };
    digest.new = public(desk.tx.cases_made(duty.area, from, to, NAMED * 3).await?);
    digest.new.retain(|case| !matches!(case.status, Status::Withdrawn | Status::Merged));
    digest.finished = public(desk.tx.cases_that("done", duty.area, from, to, NAMED * 3).await?);
    digest.finished.retain(|case| matches!(case.status, Status::Done | Status::Closed));
    digest.waiting = public(desk.tx.cases_of_area(duty.area, Status::Open, NAMED * 3).await?);
    digest.waiting.retain(|case| case.made_at < since);
    for list in [&mut digest.new, &mut digest.finished, &mut digest.waiting] {
        list.truncate(NAMED as usize);
    }
    digest.common = topics::told_again(desk, duty.area, topics::USUAL, since).await?;
    for ballot in polls(desk, duty.area, since).await? {
        let decision = ballots::decision(&ballot);
        digest.polls.push((ballots::view(desk, &ballot), decision));
    }
    for chat in &duty.chats {
        digest.meetings = meeting_list::soon(desk, chat, SOON).await?;
        let said = view::grid(desk.locale(chat, None), &digest);
        let post = Post::Text { said, reply_to: None, silent: true };
        let due = desk.quiet_until(duty.area);
        desk.post_at(chat.id, &post, None, storage::Lane::Normal, due).await?;
    }
    Ok(())
}

/// The digest of a staff chat: a row a grid.
pub async fn staff(desk: &mut Desk<'_>, duty: &Duty, since: i64) -> storage::Result<()> {
    let org = desk.org.clone();
    let mut rows = Vec::new();
    for grid in grids(&org, duty.area) {
        let row = row(desk, grid.id, since).await?;
        if row.happened() || row.open > 0 {
            rows.push(GridRow { name: grid.name.clone(), ..row });
        }
    }
    if !rows.iter().any(GridRow::happened) {
        return Ok(());
    }
    let common = topics::told_again(desk, duty.area, topics::USUAL, since).await?;
    for chat in &duty.chats {
        let said = view::staff(desk.locale(chat, None), &rows, &common);
        let post = Post::Text { said, reply_to: None, silent: true };
        desk.post_at(chat.id, &post, None, storage::Lane::Normal, desk.quiet_until(duty.area)).await?;
    }
    Ok(())
}

/// What happened in an area since `since`, counted from the log.
async fn row(desk: &mut Desk<'_>, area: i64, since: i64) -> storage::Result<GridRow> {
    let counts = desk.tx.entry_counts(area, since, desk.now + 1).await?;
    let n = |what: &str| counts.iter().find(|(word, _)| word == what).map_or(0, |(_, n)| *n);
    let wishes = desk.tx.wish_counts(area, since, desk.now + 1).await?;
    let wished = |what: &str| wishes.iter().find(|(word, _)| word == what).map_or(0, |(_, n)| *n);
    let polls = polls(desk, area, since).await?;
    let closed = polls.iter().filter(|ballot| ballot.state == BallotState::Closed).count() as i64;
    Ok(GridRow {
        name: String::new(),
        new: (n("report") - n("withdraw")).max(0),
        taken: n("claim") + n("assign"),
        done: (n("done") - n("resume")).max(0),
        confirmed: n("confirm"),
        unconfirmed: n("lapse"),
        reopened: n("reopen"),
        open: desk.tx.cases_count(area, Status::Open).await?,
        wishes: wished("approve"),
        wishes_claimed: wished("claim"),
        wishes_granted: wished("confirm") + wished("lapse"),
        polls_open: polls.len() as i64 - closed,
        polls_closed: closed,
    })
}

/// The polls of an area that are open, or got their result since `since`.
async fn polls(desk: &mut Desk<'_>, area: i64, since: i64) -> storage::Result<Vec<Ballot>> {
    // None runs for longer than 30 days, and its result may wait for a quiet night to end.
    let mut polls = desk.tx.ballots_of(area, desk.now - 32 * 86_400_000, POLLS).await?;
    polls.retain(|ballot| match ballot.state {
        BallotState::Open | BallotState::Closing => true,
        BallotState::Closed => ballot.closed_at.is_some_and(|at| at >= since),
        BallotState::Draft => false,
    });
    Ok(polls)
}

/// Private reports are counted, never named.
fn public(cases: Vec<Case>) -> Vec<Case> {
    cases.into_iter().filter(|case| !case.private).collect()
}
