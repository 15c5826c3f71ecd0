//! A worker's morning list, in private: overdue, due today, new nearby, each with one tap.

use super::daily::{Duty, grids};
use super::time;
use crate::desk::{Desk, news};
use crate::outgoing::Post;
use crate::views;
use crate::views::morning::{self as view, MorningView};
use crate::words::Phrase;
use chrono::Days;
use storage::{Lane, Person, Role, Status};

/// How many of each kind a list names.
const NAMED: usize = 8;

/// The lists of the workers of an area. A worker of several areas gets one list, with the first of them.
pub async fn area(desk: &mut Desk<'_>, duty: &Duty) -> storage::Result<()> {
    let mut unreached = Vec::new();
    for member in desk.tx.members_present(duty.area, Role::Worker, desk.now).await? {
        let all = desk.tx.members_of(member.person).await?;
        let mut own: Vec<i64> =
            all.iter().filter(|own| own.role == Role::Worker).map(|own| own.area).collect();
        own.sort_unstable();
        if own.first() != Some(&duty.area) {
            continue;
        }
        let Some(person) = desk.tx.person(member.person).await? else { continue };
        let list = list(desk, &person, &own).await?;
        if list.is_empty() {
            continue;
        }
        match desk.private_chat(&person).await? {
            Some(chat) => {
                let said = view::list(desk.locale(&chat, Some(&person)), &list);
                let post = Post::Text { said, reply_to: None, silent: false };
                desk.post_at(chat.id, &post, None, Lane::Normal, 0).await?;
            }
            None => unreached.push(person),
        }
    }
    remind_in_staff_chat(desk, duty.area, &unreached).await
}

/// Whoever never opened the bot hears in the staff chat that there is a list, not what is in it.
async fn remind_in_staff_chat(desk: &mut Desk<'_>, area: i64, people: &[Person]) -> storage::Result<()> {
    let names: Vec<String> =
        people.iter().filter_map(|person| person.about.as_ref()).map(views::mention).collect();
    if names.is_empty() {
        return Ok(());
    }
    for chat in news::staff_chats(desk, area).await? {
        let mut said = views::line(&Phrase::plain("morning-unreached"), desk.locale(&chat, None));
        said.html = format!("{} {}", names.join(" "), said.html);
        desk.tell(&chat, said, None, None).await?;
    }
    Ok(())
}

async fn list(desk: &mut Desk<'_>, person: &Person, areas: &[i64]) -> storage::Result<MorningView> {
    let first = areas.first().copied().unwrap_or_default();
    let zone = desk.org.settings(first).time_zone;
    let date = time::local(desk.now, zone).date_naive();
    let midnight = date.checked_add_days(Days::new(1)).map_or(i64::MAX, |next| time::at(next, 0, zone));
    let held = desk.tx.cases_held(person.id, 60).await?;
    let mut list = MorningView { now: desk.now, zone, ..MorningView::default() };
    list.overdue = held.iter().filter(|case| case.done_due < desk.now).take(NAMED).cloned().collect();
    let today = held.iter().filter(|case| (desk.now..midnight).contains(&case.done_due));
    list.today = today.take(NAMED).cloned().collect();
    let org = desk.org.clone();
    let mut nearby: Vec<i64> = areas.iter().flat_map(|area| grids(&org, *area)).map(|grid| grid.id).collect();
    nearby.sort_unstable();
    nearby.dedup();
    for grid in nearby {
        list.nearby.extend(desk.tx.cases_of_area(grid, Status::Open, NAMED as i64).await?);
    }
    list.nearby.sort_by_key(|case| case.claim_due);
    list.nearby.truncate(NAMED);
    Ok(list)
}
