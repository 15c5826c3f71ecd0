//! Deadlines: a reminder to who holds a case (or could take it), then one level up; silence after "done" closes.

use crate::desk::news::{self, News};
use crate::desk::{Desk, finish};
use crate::views::{case_buttons, time};
use crate::words::Phrase;
use storage::{Case, NewEntry, Person, Role, Status};

/// The shortest time between the reminder and the word one level up, ms.
const PATIENCE: i64 = 30 * 60_000;

/// Looks at the cases whose deadline has come; whether there may be more.
pub async fn run(desk: &mut Desk<'_>, at_once: i64) -> storage::Result<bool> {
    let due = desk.tx.cases_due(desk.office.me.id, desk.now, at_once).await?;
    let more = due.len() as i64 == at_once;
    for case in due {
        if case.is_wish() {
            super::wishes::due(desk, &case).await?;
            continue;
        }
        match case.status {
            Status::Open => late(desk, &case, case.claim_band).await?,
            Status::Claimed => late(desk, &case, case.done_band).await?,
            Status::Done => finish::lapse(desk, &case).await.map(drop)?,
            _ => desk.tx.case_reminded(case.id, case.reminded, None).await?,
        }
    }
    Ok(more)
}

/// A deadline passed: first whoever holds it or is on duty hears, half a band later the secretary.
async fn late(desk: &mut Desk<'_>, case: &Case, band: i64) -> storage::Result<()> {
    let up = case.reminded > 0;
    let people = match (up, case.status) {
        (false, Status::Claimed) => {
            desk.tx.claim_held(case.id).await?.and_then(|claim| claim.person).into_iter().collect()
        }
        (false, _) => news::on_duty(desk, case.area, &[Role::Worker, Role::Chief]).await?,
        (true, _) => news::on_duty(desk, case.area, &[Role::Secretary]).await?,
    };
    let key = match (up, case.status) {
        (false, Status::Claimed) => "late-holder",
        (false, _) => "late-open",
        (true, Status::Claimed) => "late-up-claimed",
        (true, _) => "late-up-open",
    };
    let zone = desk.org.settings(case.area).time_zone;
    let due = if case.status == Status::Claimed { case.done_due } else { case.claim_due };
    let area = desk.org.area(case.area).map_or("", |area| area.name.as_str()).to_owned();
    let until = time(due, desk.now, zone, desk.office.locale_of(case.area));
    let phrase = Phrase::plain(key)
        .with("number", case.number)
        .with("area", area)
        .with("words", crate::views::plain(case.shown.as_deref().unwrap_or(""), 60))
        .with("holder", desk.holder_name(case).await?)
        .with("until", until);
    let news = News { phrase, buttons: case_buttons, emergency: case.urgency == "emergency" };
    remind(desk, case, &people, &news).await?;
    let entry = NewEntry { what: if up { "escalate" } else { "remind" }, ..NewEntry::default() };
    desk.tx.entry_add(case.id, case.area, entry, desk.now).await?;
    let next = (!up).then_some(desk.now + (band / 2).max(PATIENCE));
    desk.tx.case_reminded(case.id, if up { 2 } else { 1 }, next).await
}

/// Reminds staff in private; whoever cannot be written to, in the staff chat, never in the residents' group.
async fn remind(desk: &mut Desk<'_>, case: &Case, people: &[i64], news: &News) -> storage::Result<()> {
    let mut unreached: Vec<Person> = Vec::new();
    let mut reached = Vec::new();
    for id in people {
        let Some(person) = desk.tx.person(*id).await? else { continue };
        match desk.private_chat(&person).await? {
            Some(_) => reached.push(*id),
            None => unreached.push(person),
        }
    }
    news::tell_people(desk, case, &reached, news).await?;
    if !unreached.is_empty() || people.is_empty() {
        news::tell_staff(desk, case, &unreached, news).await?;
    }
    Ok(())
}
