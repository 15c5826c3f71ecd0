//! What people put right: `/correct N …` by who works there changes a category or place; `/learn on` is a resident's
//! word that what is put right of their reports may be kept, to read better. Kept are the masked words of a public
//! ticket, in a community that wants it and of a reporter who agreed; `gridbell export corrections` gives them to
//! `gridbell train`.

use super::{Call, Desk, Outcome, Reply, Trouble, hear, places, questions, reports, same};
use crate::incoming::Message;
use crate::views;
use crate::words::Phrase;
use storage::{Case, Corrected, NewEntry, Status, Who};
use understand::Category;

/// `/correct N category or place`.
pub async fn correct(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = call.case()?.clone();
    let who = desk.who(call.person.id, &case).await?;
    if case.is_wish() || !who.iter().any(|who| matches!(who, Who::Helper | Who::Secretary | Who::Holder)) {
        return super::no("correct-staff-only");
    }
    if !matches!(case.status, Status::Open | Status::Claimed) {
        return Err(Trouble::No(Phrase::plain("question-late").with("number", case.number)));
    }
    let words = call.rest.trim();
    if let Some(category) = views::category_named(words) {
        set_category(desk, case, category, call.person.id).await?;
    } else if let Some(message) = call.message.as_deref() {
        place(desk, case, &call, message).await?;
    }
    Ok(Reply::Note(Phrase::plain("question-thanks")))
}

/// Gives a case another category, with its deadlines.
pub async fn set_category(
    desk: &mut Desk<'_>,
    mut case: Case,
    category: Category,
    by: i64,
) -> storage::Result<()> {
    keep(desk, &case, Corrected::Category, &case.category, category.as_str()).await?;
    category.as_str().clone_into(&mut case.category);
    desk.tx.case_rewrite(&case).await?;
    let (claim, done) = desk.org.settings(case.area).deadlines.due(&case.urgency, &case.category);
    desk.tx.case_retime(&case, claim, done).await?;
    let entry = NewEntry { person: Some(by), what: "category", ..NewEntry::default() };
    desk.tx.entry_add(case.id, case.area, entry, desk.now).await?;
    desk.refresh_cards(&case).await
}

/// Puts the place that was written in the place of the one that was read; what it does not say stays.
async fn place(desk: &mut Desk<'_>, mut case: Case, call: &Call, message: &Message) -> Result<(), Trouble> {
    let said = Message { text: call.rest.clone(), reply_to: None, ..message.clone() };
    let read = reports::place_of(&hear::read_in(desk, case.area, &said));
    let found = [&read.estate, &read.building, &read.unit, &read.floor, &read.spot];
    if found.iter().all(|part| part.is_none()) {
        let names = views::categories(desk.locale(&call.chat, Some(&call.person)));
        return Err(Trouble::No(Phrase::plain("correct-what").with("categories", names)));
    }
    let was = views::place(&case.place);
    let old = case.place.clone();
    let moved = read.building.is_some() && read.building != old.building;
    let new = storage::Place {
        estate: read.estate.or(old.estate),
        building: read.building.or(old.building),
        unit: read.unit.or(old.unit.filter(|_| !moved)),
        floor: read.floor.or(old.floor.filter(|_| !moved)),
        room: read.room.or(old.room.filter(|_| !moved)),
        spot: read.spot.or(old.spot),
    };
    (case.area, case.place) = places::settle(&desk.org, case.area, new);
    keep(desk, &case, Corrected::Place, &was, &views::place(&case.place)).await?;
    desk.tx.case_rewrite(&case).await?;
    same::ask_again(desk, &case).await?;
    let entry = NewEntry { person: Some(call.person.id), what: "place", ..NewEntry::default() };
    desk.tx.entry_add(case.id, case.area, entry, desk.now).await?;
    questions::end_of(desk, case.id).await?;
    desk.refresh_cards(&case).await?;
    Ok(())
}

/// Keeps what was put right of a case, where its community wants that.
pub async fn keep(
    desk: &mut Desk<'_>,
    case: &Case,
    what: Corrected,
    was: &str,
    became: &str,
) -> storage::Result<()> {
    if desk.org.settings(case.community).learn && !case.is_wish() {
        desk.tx.correction_keep(case, what, was, became, desk.now).await?;
    }
    Ok(())
}

/// `/learn [on|off]`: whether what is put right of one's own reports may be kept.
pub async fn learn(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let key = match call.rest.trim().to_lowercase().as_str() {
        "on" | "开" | "開" | "同意" => {
            desk.tx.person_learn(call.person.id, Some(desk.now)).await?;
            "learn-on"
        }
        "off" | "关" | "關" | "不同意" => {
            desk.tx.person_learn(call.person.id, None).await?;
            "learn-off"
        }
        _ if desk.tx.person_learns(call.person.id).await? => "learn-is-on",
        _ => "learn-is-off",
    };
    Ok(Reply::Note(Phrase::plain(key)))
}
