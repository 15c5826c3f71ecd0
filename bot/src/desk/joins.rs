//! "Me too": a neighbour joins a case by button, by "+1" as a reply, or by a reaction. All who joined hear of the
//! result.

use super::{Call, Desk, Outcome, Reply, Trouble, hear, no, same};
use crate::incoming::{Reaction, Speaker};
use crate::words::Phrase;
use storage::{Case, Chat, NewEntry, Person, Status};

/// The reaction that joins.
const UP: &str = "👍";

/// `/join N`, or the button.
pub async fn verb(desk: &mut Desk<'_>, call: Call) -> Outcome {
    let case = call.case()?.clone();
    join(desk, &call.person, &case).await
}

/// Joins a person to a case, or says kindly why that changes nothing.
pub async fn join(desk: &mut Desk<'_>, person: &Person, case: &Case) -> Outcome {
    let case = &same::whole(desk, case).await?;
    if case.private && case.reporter != Some(person.id) {
        return no("tap-elsewhere");
    }
    let note = |key| Ok(Reply::Note(Phrase::plain(key).with("number", case.number)));
    if case.reporter == Some(person.id) {
        return note("join-own");
    }
    match case.status {
        Status::Closed => return Err(Trouble::No(Phrase::plain("no-closed").with("number", case.number))),
        Status::Withdrawn | Status::Merged | Status::Proposed | Status::Refused => {
            return Err(Trouble::No(Phrase::plain("no-withdrawn").with("number", case.number)));
        }
        Status::Open | Status::Claimed | Status::Done => {}
    }
    let joined = add(desk, person.id, case).await?;
    note(if joined { "join-noted" } else { "join-again" })
}

/// Joins a person to a case that is not their own; whether they had not joined yet.
pub async fn add(desk: &mut Desk<'_>, person: i64, case: &Case) -> storage::Result<bool> {
    if case.reporter == Some(person) || !desk.tx.follower_add(case.id, person, desk.now).await? {
        return Ok(false);
    }
    log(desk, person, case, "join").await?;
    Ok(true)
}

/// Takes a person off a case again.
pub async fn leave(desk: &mut Desk<'_>, person: i64, case: &Case) -> storage::Result<()> {
    if desk.tx.follower_remove(case.id, person).await? {
        log(desk, person, case, "leave").await?;
    }
    Ok(())
}

/// "+1" as a reply to a card, to anything else of ours about a case, or to the report itself.
pub async fn said(desk: &mut Desk<'_>, chat: &Chat, speaker: &Speaker, to: i64) -> Outcome {
    let case = hear::case_of_message(desk, chat, to).await?;
    // "Me too" below a wish is talk among neighbours.
    let Some(case) = case.filter(|case| !case.is_wish()) else { return Ok(Reply::Nothing) };
    let person = desk.person(speaker).await?;
    match join(desk, &person, &case).await? {
        // The card counts it; only what changes nothing is answered.
        Reply::Note(phrase) if phrase.key == "join-noted" => Ok(Reply::Nothing),
        other => Ok(other),
    }
}

/// A thumb up on a card or a report joins; taking it away leaves again. Never answered.
pub async fn reaction(desk: &mut Desk<'_>, reaction: Reaction) -> storage::Result<()> {
    let has = |emoji: &[String]| emoji.iter().any(|one| one == UP);
    let (now, before) = (has(&reaction.now), has(&reaction.before));
    let Some(speaker) = reaction.from.filter(|from| now != before && !from.is_bot) else { return Ok(()) };
    let Some(chat) = desk.tx.chat_known(desk.office.me.id, reaction.chat.tg).await? else { return Ok(()) };
    let Some(case) = hear::case_of_message(desk, &chat, reaction.message).await? else { return Ok(()) };
    let case = same::whole(desk, &case).await?;
    if chat.bound().is_none() || case.private || !case.status.is_live() {
        return Ok(());
    }
    if now {
        let person = desk.person(&speaker).await?;
        return add(desk, person.id, &case).await.map(drop);
    }
    let Some(person) = desk.tx.person_known(speaker.tg).await? else { return Ok(()) };
    leave(desk, person.id, &case).await
}

async fn log(desk: &mut Desk<'_>, person: i64, case: &Case, what: &str) -> storage::Result<()> {
    let entry = NewEntry { person: Some(person), what, ..NewEntry::default() };
    desk.tx.entry_add(case.id, case.area, entry, desk.now).await?;
    desk.tx.case_touch(case.id).await?;
    desk.refresh_cards(case).await
}
