//! What comes once a day (or week) in each area's local time. At most once each local date in every zone, also
//! across daylight-saving changes; after downtime one, covering all since the last.

use super::time;
use crate::desk::Desk;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::collections::BTreeMap;
use storage::{Area, AreaKind, Chat, Purpose, Role};

/// A routine that comes once a day or week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Daily {
    /// The evening digest of a grid's group.
    Digest,
    /// The same for a staff chat: its grids side by side.
    StaffDigest,
    /// A worker's list in the morning.
    Morning,
    /// What is stuck, for the secretary, on Mondays.
    Stuck,
    /// What would have been done in a group in shadow mode, for the secretary.
    Shadow,
}

impl Daily {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Daily::Digest => "digest",
            Daily::StaffDigest => "staff_digest",
            Daily::Morning => "morning",
            Daily::Stuck => "stuck",
            Daily::Shadow => "shadow",
        }
    }

    /// The minute of the day at which it comes due.
    fn minute(self, settings: &storage::Settings) -> u32 {
        match self {
            Daily::Digest | Daily::StaffDigest | Daily::Shadow => settings.digest_at,
            Daily::Morning | Daily::Stuck => settings.morning_at,
        }
    }

    fn comes_on(self, date: NaiveDate) -> bool {
        self != Daily::Stuck || date.weekday() == Weekday::Mon
    }
}

/// A routine for an area, and since when that area has it.
#[derive(Debug, Clone)]
pub struct Duty {
    /// Which routine.
    pub daily: Daily,
    /// The area.
    pub area: i64,
    /// No period that came due before this is made up for.
    pub since: i64,
    /// The chats it goes to; empty for lists that go to people.
    pub chats: Vec<Chat>,
}

/// The period of a duty that came due last, and when: the latest local date whose instant has passed.
fn last_due(desk: &Desk<'_>, duty: &Duty) -> (NaiveDate, i64) {
    let settings = desk.org.settings(duty.area);
    let mut date = time::local(desk.now, settings.time_zone).date_naive();
    loop {
        let at = time::at(date, duty.daily.minute(settings), settings.time_zone);
        if at <= desk.now && duty.daily.comes_on(date) {
            return (date, at);
        }
        let Some(before) = date.checked_sub_days(Days::new(1)) else { return (date, at) };
        date = before;
    }
}

/// When a duty comes due next.
fn next(desk: &Desk<'_>, duty: &Duty) -> i64 {
    let settings = desk.org.settings(duty.area);
    let mut date = time::local(desk.now, settings.time_zone).date_naive();
    loop {
        let at = time::at(date, duty.daily.minute(settings), settings.time_zone);
        if at > desk.now && duty.daily.comes_on(date) {
            return at;
        }
        let Some(after) = date.checked_add_days(Days::new(1)) else { return i64::MAX };
        date = after;
    }
}

/// Does at most `at_once` duties that are due; whether more are. Between two due instants it reads nothing.
pub async fn run(desk: &mut Desk<'_>, at_once: usize) -> storage::Result<bool> {
    if desk.now < desk.office.next_daily() {
        return Ok(false);
    }
    let mut done = 0;
    let duties = duties(desk).await?;
    for duty in &duties {
        let (date, at) = last_due(desk, duty);
        if at <= duty.since {
            continue;
        }
        let period = date.to_string();
        let last = desk.tx.routine_last(duty.daily.as_str(), duty.area).await?;
        if last.is_some_and(|last| last >= at)
            || !desk.tx.routine_claim(duty.daily.as_str(), duty.area, &period, desk.now).await?
        {
            continue;
        }
        let since = last.unwrap_or(duty.since.max(at - 86_400_000));
        match duty.daily {
            Daily::Digest => super::digest::grid(desk, duty, since).await?,
            Daily::StaffDigest => super::digest::staff(desk, duty, since).await?,
            Daily::Morning => super::morning::area(desk, duty).await?,
            Daily::Stuck => super::stuck::community(desk, duty).await?,
            Daily::Shadow => super::shadow::area(desk, duty).await?,
        }
        done += 1;
        if done == at_once {
            return Ok(true);
        }
    }
    let next = duties.iter().map(|duty| next(desk, duty)).min().unwrap_or(i64::MAX);
    desk.office.set_next_daily(next.min(desk.now + LOOK_AGAIN));
    Ok(false)
}

/// New chats and members are noticed within this time, ms.
const LOOK_AGAIN: i64 = 5 * 60_000;

/// What comes due next of each kind, for the story's clock.
pub async fn upcoming(desk: &mut Desk<'_>) -> storage::Result<Vec<(i64, String)>> {
    let mut first: BTreeMap<Daily, i64> = BTreeMap::new();
    for duty in duties(desk).await? {
        let at = next(desk, &duty);
        let nearest = first.entry(duty.daily).or_insert(at);
        *nearest = at.min(*nearest);
    }
    Ok(first.into_iter().map(|(daily, at)| (at, daily.as_str().to_owned())).collect())
}

/// Everything this bot does daily: for its bound chats, and for the areas where its people work.
async fn duties(desk: &mut Desk<'_>) -> storage::Result<Vec<Duty>> {
    let mut by_area: BTreeMap<(Daily, i64), Duty> = BTreeMap::new();
    let mut served = Vec::new();
    for chat in desk.tx.chats_bound(desk.office.me.id).await? {
        let Some(area) = chat.bound() else { continue };
        let daily = match chat.purpose {
            Some(Purpose::Residents) if chat.shadow.is_some() => Daily::Shadow,
            Some(Purpose::Residents) => Daily::Digest,
            Some(Purpose::Staff) => Daily::StaffDigest,
            _ => continue,
        };
        served.extend(desk.org.community_of(area));
        let since = chat.shadow.unwrap_or(chat.made_at);
        let duty = by_area.entry((daily, area)).or_insert(Duty { daily, area, since, chats: Vec::new() });
        duty.since = duty.since.min(since);
        duty.chats.push(chat);
    }
    served.sort_unstable();
    served.dedup();
    let mut duties: Vec<Duty> = by_area.into_values().collect();
    for community in &served {
        let since = duties.iter().filter(|duty| desk.org.community_of(duty.area) == Some(*community));
        let since = since.map(|duty| duty.since).min().unwrap_or(0);
        duties.push(Duty { daily: Daily::Stuck, area: *community, since, chats: Vec::new() });
    }
    for area in desk.tx.areas_with(Role::Worker).await? {
        let community = desk.org.community_of(area);
        if let Some(place) = served.iter().position(|served| Some(*served) == community) {
            let since = duties.iter().find(|duty| duty.daily == Daily::Stuck && duty.area == served[place]);
            let since = since.map_or(0, |duty| duty.since);
            duties.push(Duty { daily: Daily::Morning, area, since, chats: Vec::new() });
        }
    }
    Ok(duties)
}

/// The grids whose cases an area looks at: itself, or those of its community.
pub fn grids(org: &storage::Org, area: i64) -> Vec<&Area> {
    match org.area(area) {
        Some(own) if own.kind == AreaKind::Grid => vec![own],
        Some(own) if own.kind == AreaKind::Community => org.grids_of(own.id),
        Some(own) => org.below(own.id, AreaKind::Grid),
        None => Vec::new(),
    }
}
