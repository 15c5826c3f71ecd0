//! Changes of a report by its author: an edited message updates its ticket, and "not a request" takes it back.

use super::claims::step;
use super::news::{self, News};
use super::reports::{kept, place_of, stripped};
use super::{Call, Desk, Outcome, Reply, corrections, emergency, hear, places, questions, same, wishes};
use crate::incoming::Message;
use crate::words::Phrase;
use storage::{Case, Chat, Corrected, Move, NewEntry, Place, Status};

/// An edited message: its ticket is understood anew while nobody finished it; whoever holds it is told.
pub async fn edited(desk: &mut Desk<'_>, message: Message) -> storage::Result<()> {
    let Some(chat) = desk.tx.chat_known(desk.office.me.id, message.chat.tg).await? else { return Ok(()) };
    let Some(case) = desk.tx.case_of_source(chat.id, message.id).await? else { return Ok(()) };
    let message = stripped(&desk.office.me.username, message);
    if message.text.is_empty() || case.words.is_none() || case.words == Some(kept(&message.text)) {
        return Ok(());
    }
    if case.is_wish() {
        return wishes::edited(desk, case, &message).await;
    }
    rewrite(desk, case, &chat, &message).await
}

/// Puts the words of `message` in the place of a case's own, with all that follows from them.
pub async fn rewrite(
    desk: &mut Desk<'_>,
    mut case: Case,
    chat: &Chat,
    message: &Message,
) -> storage::Result<()> {
    if !matches!(case.status, Status::Open | Status::Claimed) {
        return Ok(());
    }
    let was_one = emergency::is_one(&case);
    // What had no words until now is a report for sure; other words may have become chatter and keep their category.
    let read = match case.words.as_deref() {
        Some("") => hear::read_request(desk, case.area, message),
        _ => hear::read_in(desk, case.area, message),
    };
    case.words = Some(kept(&message.text));
    case.shown = Some(kept(&read.masked));
    // What a question brought in stays when the new words do not say otherwise.
    let said = place_of(&read);
    let place = Place {
        building: said.building.or(case.place.building.take()),
        unit: said.unit.or(case.place.unit.take()),
        ..said
    };
    (case.area, case.place) = places::settle(&desk.org, case.area, place);
    if let (Some(category), Some(urgency)) = (read.category, read.urgency) {
        case.category = category.as_str().to_owned();
        case.urgency = urgency.as_str().to_owned();
        case.department = read.department.map(|department| department.as_str().to_owned());
    }
    desk.tx.case_rewrite(&case).await?;
    same::ask_again(desk, &case).await?;
    let (claim, done) = desk.org.settings(case.area).deadlines.due(&case.urgency, &case.category);
    if (claim, done) != (case.claim_band, case.done_band) {
        case = desk.tx.case_retime(&case, claim, done).await?;
    }
    let entry = NewEntry { person: case.reporter, what: "edit", ..NewEntry::default() };
    desk.tx.entry_add(case.id, case.area, entry, desk.now).await?;
    if places::missing(&desk.org, &case).is_empty() {
        questions::end_of(desk, case.id).await?;
    }
    desk.refresh_cards(&case).await?;
    if emergency::is_one(&case) && !was_one {
        emergency::raise(desk, &case, chat, message.id).await?;
    }
    tell_holder(desk, &case, "edit-news").await
}

/// `/withdraw N`, the words 撤回, or the button "not a request".
pub async fn withdraw(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = call.case()?;
    let after = step(desk, &call.person, case, Move::Withdraw, &call.rest, None).await?;
    corrections::keep(desk, case, Corrected::Kind, "request", "none").await?;
    if case.status == Status::Claimed {
        tell_holder(desk, &after, "withdraw-news").await?;
        desk.tx.claim_end(case.id, "released", desk.now).await?;
    }
    questions::end_of(desk, case.id).await?;
    // Who joined may have the trouble still.
    let joined = desk.tx.followers_to_tell(case.id, desk.now).await?;
    let told = Phrase::plain("withdraw-told").with("number", case.number);
    news::tell_people(desk, &after, &joined, &News::plain(told)).await?;
    Ok(Reply::Note(Phrase::plain("withdraw-noted").with("number", case.number)))
}

/// Tells whoever holds a case, if anybody, what its reporter did.
async fn tell_holder(desk: &mut Desk<'_>, case: &Case, key: &'static str) -> storage::Result<()> {
    let holder = desk.tx.claim_held(case.id).await?.and_then(|claim| claim.person);
    let Some(holder) = holder.filter(|holder| Some(*holder) != case.reporter) else { return Ok(()) };
    let phrase = Phrase::plain(key).with("number", case.number);
    news::tell_worker(desk, case, holder, &News::plain(phrase)).await
}
