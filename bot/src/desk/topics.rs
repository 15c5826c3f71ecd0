//! `/topics [days]`: common demands, what several homes report, the hottest first, for secretaries and chiefs. The
//! routines ask for them too. Only tickets of the days asked for are read, by index and at most [`MOST`]; only their
//! masked words are compared, so nothing private can be told.

use super::{Call, Desk, Outcome, Reply, Trouble, no};
use crate::views::topics::{self as view, CommonView, TopicView, TopicsView};
use crate::words::Phrase;
use std::collections::{BTreeMap, BTreeSet};
use storage::{AreaKind, Case, Member, Org, Role, Status};
use understand::topics::Written;
use understand::{Category, Names};

/// Days looked back unless asked otherwise.
pub const USUAL: i64 = 30;
/// Days looked back at most.
const LONGEST: i64 = 365;
/// Tickets that are compared at most, the newest of them.
const MOST: i64 = 2000;
/// The same for a summary that nobody asked for.
const MOST_IN_SUMMARY: i64 = 500;
/// Topics told at most.
const TOLD: usize = 5;
/// The same in a summary.
const TOLD_IN_SUMMARY: usize = 2;
/// So many must have reported or joined for a trouble to be one of several homes.
const SEVERAL: usize = 2;
/// The same in a summary.
const SEVERAL_IN_SUMMARY: usize = 3;
/// Milliseconds.
const DAY: i64 = 86_400_000;

/// A ticket, and how many neighbours joined it.
type Told = (Case, i64);

/// `/topics [days]`: of the chat's area and below, in private of the areas one leads.
pub async fn topics(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let leads = leads(desk, &call).await?;
    let Some(days) = days(&call.rest) else {
        return Err(Trouble::No(Phrase::plain("topics-days").with("most", LONGEST).with("usual", USUAL)));
    };
    let areas = match call.chat.bound().filter(|_| !call.chat.is_private()) {
        Some(area) => vec![area],
        None => leads.iter().map(|member| member.area).collect(),
    };
    let mut told = lately(desk, &areas, desk.now - days * DAY, MOST).await?;
    told.retain(|(case, _)| call.chat.is_private() || !case.private);
    told.retain(|(case, _)| leads.iter().any(|member| desk.reaches(member, case)));
    let mut topics = common(&desk.org, &told, SEVERAL);
    topics.truncate(TOLD);
    let zone = desk.org.settings(areas.first().copied().unwrap_or_default()).time_zone;
    let may_call = leads.iter().any(|member| member.role == Role::Secretary);
    let view = TopicsView { days, zone, topics, may_call };
    Ok(Reply::Said(view::list(desk.locale(&call.chat, Some(&call.person)), &view)))
}

/// For a summary of an area and below: its common demands of `days` that somebody reported again since `since`.
pub async fn told_again(
    desk: &mut Desk<'_>,
    area: i64,
    days: i64,
    since: i64,
) -> storage::Result<CommonView> {
    let mut told = lately(desk, &[area], desk.now - days * DAY, MOST_IN_SUMMARY).await?;
    told.retain(|(case, _)| !case.private && desk.org.is_within(case.area, area));
    let mut topics = common(&desk.org, &told, SEVERAL_IN_SUMMARY);
    topics.retain(|topic| topic.to >= since);
    topics.truncate(TOLD_IN_SUMMARY);
    Ok(CommonView { days, topics })
}

/// What the speaker leads, of the chat's area if it has one; a refusal if that is nothing.
async fn leads(desk: &mut Desk<'_>, call: &Call) -> Result<Vec<Member>, Trouble> {
    let here = match (call.chat.is_private(), call.chat.bound()) {
        (false, None) => return no("report-unbound"),
        (true, _) => None,
        (false, here) => here,
    };
    let org = desk.org.clone();
    let near = |area: i64| here.is_none_or(|here| org.is_within(area, here) || org.is_within(here, area));
    let mut leads = desk.tx.members_of(call.person.id).await?;
    leads.retain(|member| matches!(member.role, Role::Secretary | Role::Chief) && near(member.area));
    if leads.is_empty() { no("no-right-topics") } else { Ok(leads) }
}

/// How many days somebody wants to look back; `None` if that cannot be read or done.
fn days(rest: &str) -> Option<i64> {
    let digit = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        c => c,
    };
    let plain: String = rest.trim().to_lowercase().chars().map(digit).collect();
    let number = ["days", "day", "d", "天", "日"].iter().find_map(|unit| plain.strip_suffix(unit));
    match number.unwrap_or(&plain).trim() {
        "" if plain.is_empty() => Some(USUAL),
        number => number.parse().ok().filter(|days| (1..=LONGEST).contains(days)),
    }
}

/// The tickets of some areas and below since `since`, the newest first: where they are more than `most`, each
/// community has its share.
async fn lately(desk: &mut Desk<'_>, areas: &[i64], since: i64, most: i64) -> storage::Result<Vec<Told>> {
    let org = desk.org.clone();
    let (mut communities, mut grids) = (BTreeSet::new(), BTreeSet::new());
    for area in areas {
        match org.community_of(*area) {
            Some(community) if community == *area => drop(communities.insert(community)),
            Some(_) => drop(grids.insert(org.enclosing(*area, AreaKind::Grid).unwrap_or(*area))),
            None => communities.extend(org.below(*area, AreaKind::Community).iter().map(|area| area.id)),
        }
    }
    grids.retain(|grid| org.community_of(*grid).is_none_or(|above| !communities.contains(&above)));
    let share = (most / ((communities.len() + grids.len()) as i64).max(1)).max(1);
    let mut told = Vec::new();
    for community in communities {
        told.extend(desk.tx.cases_lately_of_community(community, since, share).await?);
    }
    for grid in grids {
        let below = [AreaKind::Building, AreaKind::Unit].into_iter().flat_map(|kind| org.below(grid, kind));
        for area in std::iter::once(grid).chain(below.map(|area| area.id)) {
            told.extend(desk.tx.cases_lately(area, since, share).await?);
        }
    }
    told.sort_by_key(|(case, _)| std::cmp::Reverse((case.made_at, case.id)));
    told.truncate(usize::try_from(most).unwrap_or_default());
    Ok(told)
}

/// The troubles that at least `several` reported or joined, the hottest first. `told` has the newest first.
fn common(org: &Org, told: &[Told], several: usize) -> Vec<TopicView> {
    let written: Vec<Written> = told.iter().enumerate().filter_map(written).collect();
    let found = understand::topics::topics(&written, &Names::default(), 2);
    let one_community = told.iter().map(|(case, _)| case.community).collect::<BTreeSet<_>>().len() < 2;
    let mut alone: BTreeSet<usize> = (0..told.len()).collect();
    let mut topics = Vec::new();
    for topic in found {
        let members: Vec<usize> = topic.ids.iter().filter_map(|id| id.parse().ok()).collect();
        alone.retain(|one| !members.contains(one));
        let told: Vec<&Told> = members.iter().filter_map(|one| told.get(*one)).collect();
        topics.push((topic.heat, topic_view(org, &told, topic.topic, one_community)));
    }
    // What many joined is a trouble of several homes too, though it was reported once.
    for told in alone.into_iter().filter_map(|one| told.get(one)).filter(|(_, joined)| *joined >= 2) {
        topics.push((1.0, topic_view(org, &[told], Vec::new(), one_community)));
    }
    topics.retain(|(_, topic)| topic.numbers.len() + topic.joined as usize >= several);
    topics.sort_by(|(a, x), (b, y)| {
        (b + y.joined as f64).total_cmp(&(a + x.joined as f64)).then(y.to.cmp(&x.to))
    });
    topics.into_iter().map(|(_, topic)| topic).collect()
}

/// A ticket as a text to be compared, called by its place in the list; only what others may read.
fn written((place, (case, _)): (usize, &Told)) -> Option<Written> {
    let text = case.shown.clone().filter(|shown| !shown.trim().is_empty())?;
    Some(Written {
        id: place.to_string(),
        text,
        at: Some(case.made_at),
        category: Category::parse(&case.category),
    })
}

fn topic_view(org: &Org, told: &[&Told], words: Vec<String>, one_community: bool) -> TopicView {
    let cases = || told.iter().map(|(case, _)| case);
    let number = |case: &Case| match org.area(case.community).filter(|_| !one_community) {
        Some(community) => format!("{}-{}", community.code, case.number),
        None => format!("#{}", case.number),
    };
    let mut places = most_named(cases().filter_map(place));
    if places.is_empty() {
        places = most_named(cases().filter_map(|case| Some(org.area(case.area)?.name.clone())));
    }
    TopicView {
        words,
        category: most_named(cases().map(|case| case.category.clone()))
            .into_iter()
            .next()
            .unwrap_or_default(),
        numbers: cases().map(number).collect(),
        open: cases().filter(|case| matches!(case.status, Status::Open | Status::Claimed)).count() as i64,
        joined: told.iter().map(|(_, joined)| joined).sum(),
        places,
        from: cases().map(|case| case.made_at).min().unwrap_or_default(),
        to: cases().map(|case| case.made_at).max().unwrap_or_default(),
        latest: cases().find_map(|case| case.shown.clone()).unwrap_or_default(),
    }
}

/// Where a case is in a word: its building, else its spot, else its estate.
fn place(case: &Case) -> Option<String> {
    let place = &case.place;
    place.building.clone().or(place.spot.clone()).or(place.estate.clone())
}

/// What is named, the most often named first, then in the order of the names.
fn most_named(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    names.for_each(|name| *count.entry(name).or_default() += 1);
    let mut named: Vec<(String, usize)> = count.into_iter().collect();
    named.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    named.into_iter().map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        for (rest, read) in [("", 30), (" 7 ", 7), ("７天", 7), ("14 days", 14), ("1日", 1), ("365", 365)]
        {
            assert_eq!(days(rest), Some(read), "{rest}");
        }
        for rest in ["0", "-3", "366", "天", "七八", "7 8", "99999999999999999999"] {
            assert_eq!(days(rest), None, "{rest}");
        }
    }
}
